//! The lessons ask what their runs answer: every scene can be run, its question has one right answer, and what its why takes for
//! granted is so.

use shardlab::experiment::{self, Router};
use shardlab::report::{Phase, Report};
use shardlab::scenario::{self, Scenario};
use std::fs;
use toml::{Table, Value};

/// A scene of an original, as far as a run knows it.
struct Scene {
    name: String,
    fields: Table,
    scenario: Scenario,
}

fn text_of(fields: &Table) -> String {
    match fields.get("preset") {
        Some(preset) => fs::read_to_string(format!("presets/{}.toml", preset.as_str().unwrap())).unwrap(),
        None => fields["scenario"].as_str().unwrap().to_owned(),
    }
}

fn scene(name: &str) -> Scene {
    let text = fs::read_to_string(format!("lessons/sharding/{name}.en.md")).unwrap();
    let fields: Table = toml::from_str(text.split("+++\n").nth(1).unwrap()).unwrap();
    let read = scenario::read(&text_of(&fields));
    assert!(read.diagnostics.is_empty(), "{name}: {:?}", read.diagnostics);
    Scene { name: name.to_owned(), scenario: read.scenario.unwrap(), fields }
}

fn scenes() -> Vec<Scene> {
    let about: Table = toml::from_str(&fs::read_to_string("lessons/sharding/lesson.toml").unwrap()).unwrap();
    about["scenes"].as_array().unwrap().iter().map(|name| scene(name.as_str().unwrap())).collect()
}

impl Scene {
    fn measure(&self) -> Option<&Table> {
        self.fields.get("question").map(|question| question["measure"].as_table().unwrap())
    }

    fn strategy(&self, name: &str) -> usize {
        let found = self.scenario.strategies.iter().position(|strategy| strategy.name == name);
        found.unwrap_or_else(|| panic!("{}: no strategy {name}", self.name))
    }

    fn run(&self) -> Report {
        experiment::run(self.scenario.clone())
    }

    /// The number of the right option.
    fn right(&self, finding: &Finding) -> usize {
        let options = self.fields["question"]["option"].as_array().unwrap();
        let right: Vec<usize> = (0..options.len()).filter(|option| finding.is(&options[*option])).collect();
        assert_eq!(right.len(), 1, "{}: {finding:?} makes {right:?} right", self.name);
        right[0]
    }
}

#[derive(Debug)]
enum Finding {
    Number(f64),
    Word(String),
}

impl Finding {
    /// As `www/src/lesson/measure.ts` compares them.
    fn is(&self, option: &Value) -> bool {
        let bound = |name: &str, or: f64| {
            option.get(name).map_or(or, |bound| bound.as_float().or(bound.as_integer().map(|whole| whole as f64)).unwrap())
        };
        match self {
            Self::Number(number) => *number >= bound("from", f64::NEG_INFINITY) && *number < bound("below", f64::INFINITY),
            Self::Word(word) => option.get("is").is_some_and(|is| is.as_str() == Some(word)),
        }
    }
}

/// What a run says of a question that has options or a range.
fn finding(scene: &Scene) -> Finding {
    let measure = scene.measure().unwrap();
    let text = |name: &str| measure[name].as_str().unwrap();
    let (strategy, step) = (scene.strategy(text("strategy")), measure["step"].as_integer().unwrap() as usize);
    let phase = |phases: &Report| -> Phase { phases.strategies[strategy].phases[step].clone() };
    let owner = |phase: usize| Router::new(scene.scenario.clone(), phase).route(text("key"))[strategy].clone().unwrap().nodes[0];
    let simulated = || experiment::simulated(&scene.scenario, strategy, step);
    match text("what") {
        "moved" => Finding::Number(phase(&scene.run()).moved as f64),
        "moved_share" => {
            let run = scene.run();
            Finding::Number(phase(&run).moved as f64 / run.keys as f64)
        }
        "peak" => Finding::Number(phase(&scene.run()).peak_to_average),
        "key_moves" => Finding::Word(if owner(step) == owner(step - 1) { "stays" } else { "moves" }.to_owned()),
        "verdict" => Finding::Word(simulated().incident.unwrap().verdict.to_owned()),
        "migration" => {
            let policies = simulated().migration.unwrap().policies;
            let policy = policies.iter().find(|policy| policy.policy == text("policy")).expect("a policy of the text");
            assert_eq!(text("count"), "lost");
            Finding::Number(policy.totals.lost as f64)
        }
        other => panic!("{}: {other} is not measured here", scene.name),
    }
}

#[test]
fn every_scene_can_be_run_from_where_it_begins() {
    let all = scenes();
    assert!(all.len() >= 11);
    for scene in &all {
        let place = scene.fields["place"].as_table().unwrap();
        let strategy = scene.strategy(place["strategy"].as_str().unwrap());
        let run = scene.run();
        let phases = &run.strategies[strategy].phases;
        assert!(phases.len() > place["step"].as_integer().unwrap() as usize, "{}", scene.name);
        let Some(measure) = scene.measure() else { continue };
        let asked = scene.strategy(measure["strategy"].as_str().unwrap());
        assert!(run.strategies[asked].phases.len() > measure["step"].as_integer().unwrap() as usize, "{}", scene.name);
    }
}

#[test]
fn every_choice_has_one_right_answer_and_it_is_the_one_that_the_why_explains() {
    for (name, right) in
        [("03-modulo", 2), ("07-the-router", 1), ("08-keys-in-transit", 1), ("09-the-incidents", 2), ("10-the-challenge", 1)]
    {
        let scene = scene(name);
        assert_eq!(scene.right(&finding(&scene)), right, "{name}");
    }
}

#[test]
fn every_number_lies_within_its_range() {
    for scene in
        scenes().iter().filter(|scene| scene.fields.get("question").is_some_and(|question| question["kind"].as_str() == Some("number")))
    {
        let bound = |name: &str| scene.fields["question"][name].as_integer().unwrap() as f64;
        let Finding::Number(number) = finding(scene) else { panic!("{} asks for a number", scene.name) };
        let share = scene.measure().unwrap()["what"].as_str() == Some("moved_share");
        let number = if share { number * 100.0 } else { number };
        assert!(number > bound("from") && number < bound("to"), "{}: {number}", scene.name);
    }
}

/// "A new point can only cut one arc in two", "one is far longer than the others", "the longest arc is the likeliest to be hit".
#[test]
fn the_new_point_of_the_ring_cuts_the_longest_arc() {
    let run = scene("04-the-ring").run();
    let (before, after) = (&run.strategies[0].phases[0], &run.strategies[0].phases[1]);
    let [(from, to, _)] = after.flows[..] else { panic!("{:?}", after.flows) };
    let fullest = before.nodes.iter().max_by_key(|load| load.keys).unwrap();
    assert_eq!((from, run.name(to)), (fullest.node, "Node D"));
    assert!(before.peak_to_average > 1.5);
}

/// "A hundred times the points leave about a tenth of it", "all of its keys fall to one neighbour", "that so few move with one
/// point is luck".
#[test]
fn virtual_nodes_even_the_ring_out() {
    let run = scene("05-virtual-nodes").run();
    let uneven = |strategy: usize| run.strategies[strategy].phases[0].peak_to_average - 1.0;
    assert!(uneven(0) / uneven(2) > 5.0, "{} {}", uneven(0), uneven(2));
    let heirs = |strategy: usize| run.strategies[strategy].phases[1].spread.as_ref().unwrap().nodes;
    assert_eq!((heirs(0), heirs(2)), (1, 4));
    let moved = |strategy: usize| run.strategies[strategy].phases[1].moved;
    assert!(moved(0) * 2 < moved(2), "{} {}", moved(0), moved(2));
}

/// "*Write to both*, until the switch" is the remedy.
#[test]
fn writing_to_both_loses_nothing() {
    let scene = scene("08-keys-in-transit");
    let policies = experiment::simulated(&scene.scenario, 0, 1).migration.unwrap().policies;
    assert!(policies.iter().any(|policy| policy.policy == "dual_write" && policy.totals.lost == 0));
}
