//! Expectations: each kind passing and failing, the figure that decides, the report, and what edits make of them.

use serde_json::Value;
use shardlab::report::Expected;
use shardlab::scenario::{self, Edit};
use shardlab::{cluster, experiment};

/// The workshop's lesson and a strategy that cannot remove a node in the middle.
const LESSON: &str = r#"nodes = ["Node A", "Node B", "Node C"]

[[strategy]]
kind = "modulo"

[[strategy]]
kind = "ring"

[[step]]
add = "Node D"

[[step]]
remove = "Node B"

"#;
const JUMP: &str = "[[strategy]]\nkind = \"jump\"\n\n";

fn read(text: &str) -> scenario::Scenario {
    let reading = scenario::read(text);
    reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics))
}

fn judged(text: &str) -> Vec<Expected> {
    let scenario = read(text);
    let report = experiment::run(scenario.clone());
    experiment::expected(&scenario, &report)
}

/// What becomes of one expectation of a lesson: whether it holds, what is asked and what was found.
#[track_caller]
fn one(lesson: &str, fields: &str) -> (bool, String, String) {
    let all = judged(&format!("{lesson}[[expect]]\n{fields}\n"));
    let [only] = &all[..] else { panic!("{} results", all.len()) };
    (only.passed, only.text.clone(), only.measured.clone())
}

#[track_caller]
fn says(fields: &str, passed: bool, text: &str, measured: &str) {
    assert_eq!(one(LESSON, fields), (passed, text.to_owned(), measured.to_owned()), "{fields}");
}

#[test]
fn a_bound_holds_on_its_side_alone() {
    let ring = "strategy = \"ring\"\nstep = 1\n";
    let text = |side: &str| format!("ring, step 1: keys moved {side}");
    for (field, passed, side) in [
        ("moved_below = 0.3", true, "below 30 %"),
        ("moved_below = 0.246", false, "below 24.6 %"),
        ("moved_at_most = 0.246", true, "at most 24.6 %"),
        ("moved_at_most = 0.245", false, "at most 24.5 %"),
        ("moved_above = 0.2", true, "above 20 %"),
        ("moved_above = 0.246", false, "above 24.6 %"),
        ("moved_at_least = 0.246", true, "at least 24.6 %"),
        ("moved_at_least = 0.25", false, "at least 25 %"),
    ] {
        says(&format!("{ring}{field}"), passed, &text(side), "24.6 %");
    }
}

#[test]
fn a_figure_that_would_look_like_the_bound_has_more_digits() {
    let lesson = LESSON.replace("nodes", "keys.count = 100000\nnodes");
    let moved = experiment::run(read(&lesson)).strategies[0].phases[1].moved as f64 / 100_000.0;
    for (bound, passed) in [(moved - 0.0001, true), (moved + 0.0001, false)] {
        let (found, text, measured) = one(&lesson, &format!("strategy = \"modulo\"\nstep = 1\nmoved_above = {bound}"));
        assert_eq!(found, passed);
        assert!(!text.ends_with(&measured), "{text}, {measured}");
    }
}

#[test]
fn without_a_strategy_it_must_hold_for_all_and_the_farthest_is_shown() {
    says("step = 1\nmoved_below = 0.8", true, "every strategy, step 1: keys moved below 80 %", "modulo: 74.6 %");
    says("step = 1\nmoved_below = 0.3", false, "every strategy, step 1: keys moved below 30 %", "modulo: 74.6 %");
    says("step = 1\nmoved_above = 0.3", false, "every strategy, step 1: keys moved above 30 %", "ring: 24.6 %");
}

#[test]
fn without_a_step_it_must_hold_in_every_state() {
    let scenario = read(LESSON);
    let report = experiment::run(scenario);
    let ring = &report.strategies[1];
    let most = ring.phases.iter().map(|phase| phase.moved).max().unwrap();
    let step = ring.phases.iter().position(|phase| phase.moved == most).unwrap();
    let (passed, text, measured) = one(LESSON, &format!("strategy = \"ring\"\nmoved_at_most = {}", most as f64 / 1000.0));
    assert!(passed && text.starts_with("ring: keys moved at most"), "{text}");
    assert_eq!(measured, format!("step {step}: {:.1} %", most as f64 / 10.0));
    assert!(!one(LESSON, &format!("strategy = \"ring\"\nmoved_below = {}", most as f64 / 1000.0)).0);
    // The start counts where the measure is about a state: nothing has moved there, and it has a peak.
    let peak = ring.phases.iter().map(|phase| phase.peak_to_average).fold(0.0, f64::max);
    assert!(one(LESSON, &format!("strategy = \"ring\"\npeak_to_average_at_most = {peak}")).0);
    assert!(!one(LESSON, &format!("strategy = \"ring\"\npeak_to_average_below = {peak}")).0);
    assert!(one(LESSON, "strategy = \"ring\"\nmoved_above = 0").0, "the start is no step");
}

#[test]
fn every_measure_can_be_bounded_and_is_that_of_the_report() {
    let report = experiment::run(read(LESSON));
    for bound in scenario::BOUNDS {
        let value = bound.measure.of(&report.strategies[0].phases[2], report.keys).unwrap();
        let all = judged(&format!("{LESSON}[[expect]]\nstrategy = \"modulo\"\nstep = 2\n{} = {value}\n", bound.id));
        assert_eq!(all[0].value, Some(value), "{}", bound.id);
        assert_eq!(all[0].passed, bound.id.contains("_at_"), "{}: {}", bound.id, all[0].measured);
    }
}

#[test]
fn a_key_is_on_its_node_as_the_router_says() {
    let key = "key = \"user_123\"\n";
    says(
        &format!("{key}strategy = \"modulo\"\nstep = 0\nnode = \"Node B\""),
        true,
        "modulo, at the start: user_123 is on Node B",
        "Node B",
    );
    says(
        &format!("{key}strategy = \"modulo\"\nstep = 0\nnode = \"Node A\""),
        false,
        "modulo, at the start: user_123 is on Node A",
        "Node B",
    );
    let scenario = read(LESSON);
    for phase in 0..3 {
        let router = experiment::Router::new(scenario.clone(), phase);
        for (strategy, answer) in router.route("user_123").into_iter().enumerate() {
            let owner = answer.unwrap().nodes[0];
            for node in 0..4 {
                let node = cluster::NodeId(node);
                let fields = format!(
                    "{key}strategy = \"{}\"\nstep = {phase}\nnode = \"{}\"",
                    scenario.strategies[strategy].name,
                    scenario.name(node)
                );
                assert_eq!(one(LESSON, &fields).0, node == owner, "{fields}");
            }
        }
    }
    let (passed, text, measured) = one(LESSON, &format!("{key}node = \"Node B\""));
    assert_eq!((passed, text.as_str()), (false, "every strategy: user_123 always on Node B"));
    assert!(!measured.ends_with("Node B"), "one that is elsewhere is shown: {measured}");
}

#[test]
fn a_refused_step_is_what_is_asked_or_breaks_every_other_claim() {
    let lesson = format!("{LESSON}{JUMP}");
    let jump = "strategy = \"jump\"\n";
    let say = |fields: &str| one(&lesson, &format!("{jump}{fields}"));
    let wanted = |passed, text: &str, measured: &str| (passed, text.to_owned(), measured.to_owned());
    assert_eq!(say("refused = true"), wanted(true, "jump: refuses a step", "refused step 2"));
    assert_eq!(say("refused = false"), wanted(false, "jump: takes every step", "refused step 2"));
    assert_eq!(say("step = 1\nrefused = false"), wanted(true, "jump, step 1: taken", "taken"));
    assert_eq!(say("step = 1\nrefused = true"), wanted(false, "jump, step 1: refused", "taken"));
    assert_eq!(say("step = 2\nrefused = true"), wanted(true, "jump, step 2: refused", "refused step 2"));
    assert_eq!(say("step = 2\nmoved_below = 0.9"), wanted(false, "jump, step 2: keys moved below 90 %", "refused step 2"));
    assert_eq!(say("moved_below = 0.9"), wanted(false, "jump: keys moved below 90 %", "refused step 2"));
    assert_eq!(one(&lesson, "refused = false"), wanted(false, "every strategy: takes every step", "jump: refused step 2"));
    assert!(one(LESSON, "refused = false").0);
}

#[test]
fn what_cannot_be_measured_fails() {
    let still = "nodes = [\"a\", \"b\"]\n[[strategy]]\nkind = \"ring\"\n";
    let wanted = (false, "ring: keys moved below 50 %".to_owned(), "nothing to measure".to_owned());
    assert_eq!(one(still, "moved_below = 0.5"), wanted);
    assert!(!one(&format!("{still}[[step]]\nadd = \"c\"\n"), "spread_below = 0.9").0);
}

#[test]
fn the_report_has_them_at_its_top_and_only_where_they_are_asked_for() {
    let json = |text: &str| -> Value { serde_json::from_str(&experiment::json(&read(text), false)).unwrap() };
    let text = format!(
        "{LESSON}[[expect]]\nstrategy = \"ring\"\nstep = 1\nmoved_below = 0.3\nneedless_at_most = 0\n\n[[expect]]\nrefused = true\n"
    );
    let found = json(&text);
    let wanted = serde_json::json!([
        { "measured": "24.6 %", "passed": true, "step": 1, "strategy": "ring", "text": "ring, step 1: keys moved below 30 %", "value": 0.246 },
        { "measured": "0.0 %", "passed": true, "step": 1, "strategy": "ring", "text": "ring, step 1: keys moved without need at most 0 %", "value": 0.0 },
        { "measured": "modulo: taken", "passed": false, "step": null, "strategy": null, "text": "every strategy: refuses a step", "value": null },
    ]);
    assert_eq!(found["expect"], wanted);
    let plain = json(LESSON);
    assert!(plain.get("expect").is_none());
    assert_eq!(found["strategies"], plain["strategies"], "the figures stay");
}

#[test]
fn a_run_after_another_answers_for_keys_that_are_new() {
    let texts = [
        "",
        "[[expect]]\nkey = \"a\"\nnode = \"Node A\"\n",
        "[[expect]]\nkey = \"b\"\nnode = \"Node A\"\n",
        "[[expect]]\nkey = \"b\"\nnode = \"Node B\"\n",
    ];
    for earlier in texts {
        for text in texts {
            let [earlier, now] = [earlier, text].map(|text| read(&format!("{LESSON}{text}")));
            let found = experiment::run(earlier.clone());
            let mut run = experiment::Run::after(now.clone(), &earlier, found);
            while !run.advance(1 << 16).finished() {}
            let report = run.into_report();
            assert_eq!(report, experiment::run(now.clone()));
            assert_eq!(experiment::expected(&now, &report).len(), now.expect.len());
        }
    }
}

/// All that can be swept has its keys, and no point of it asks what is expected of the scenario.
#[test]
fn a_sweep_goes_past_them() {
    let expect = "[[expect]]\nstep = 2\nkey = \"user_123\"\nnode = \"Node D\"\nmoved_below = 0.9\n\n";
    for parameter in ["nodes", "weight", "keys", "replicas", "zipf", "vnodes"] {
        let sweep = format!("{LESSON}[sweep]\nparameter = \"{parameter}\"\npoints = 2\nseeds = 2\nto = 3\nfrom = 2\n\n");
        let [plain, expecting] = [sweep.clone(), format!("{sweep}{expect}")].map(|text| experiment::sweep(&read(&text)).unwrap());
        assert_eq!(plain, expecting, "{parameter}");
    }
}

const EDITED: &str = r#"nodes = ["Node A", "Node B", "Node C"]

[[strategy]]
kind = "modulo"

[[strategy]]
kind = "ring"
name = "the ring"

[[step]]
add = "Node D"

[[step]]
remove = "Node B"

[[step]]
add = "Node E"

# of all
[[expect]]
moved_below = 0.9 # a lot

[[expect]]
strategy = "the ring" # mine
step     = 1
moved_below = 0.3

[[expect]]
strategy = "modulo"
step = 2
key  = "user_123"
node = "Node D"

[[expect]]
step = 3 # the last
key  = "user_123" # of the workshop
node = "Node B"
peak_to_average_below = 2
"#;

#[track_caller]
fn edited(json: &str, pairs: &[(&str, &str)]) {
    let edit: Edit = serde_json::from_str(json).unwrap();
    let mut wanted = EDITED.to_owned();
    for (from, to) in pairs {
        assert_eq!(wanted.matches(from).count(), 1, "{from:?}");
        wanted = wanted.replace(from, to);
    }
    let after = scenario::edit(EDITED, &edit).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(after, wanted, "\n{after}");
    read(&after);
}

#[test]
fn a_node_is_renamed_where_it_is_expected() {
    edited(
        r#"{"do":"rename_node","name":"Node B","to":"big"}"#,
        &[
            ("[\"Node A\", \"Node B\",", "[\"Node A\", \"big\","),
            ("remove = \"Node B\"", "remove = \"big\""),
            ("node = \"Node B\"", "node = \"big\""),
        ],
    );
}

#[test]
fn what_is_expected_of_a_strategy_goes_with_it() {
    edited(
        r#"{"do":"remove_strategy","index":0}"#,
        &[
            ("[[strategy]]\nkind = \"modulo\"\n\n", ""),
            ("[[expect]]\nstrategy = \"modulo\"\nstep = 2\nkey  = \"user_123\"\nnode = \"Node D\"\n\n", ""),
        ],
    );
    edited(
        r#"{"do":"remove_strategy","index":1}"#,
        &[
            ("[[strategy]]\nkind = \"ring\"\nname = \"the ring\"\n\n", ""),
            ("[[expect]]\nstrategy = \"the ring\" # mine\nstep     = 1\nmoved_below = 0.3\n\n", ""),
        ],
    );
}

#[test]
fn steps_are_counted_anew_and_what_is_expected_of_the_lost_one_goes() {
    edited(
        r#"{"do":"remove_step","index":2}"#,
        &[
            ("[[step]]\nadd = \"Node E\"\n\n", ""),
            (
                "\n[[expect]]\nstep = 3 # the last\nkey  = \"user_123\" # of the workshop\nnode = \"Node B\"\npeak_to_average_below = 2\n",
                "",
            ),
        ],
    );
    edited(
        r#"{"do":"remove_step","index":1}"#,
        &[
            ("[[step]]\nremove = \"Node B\"\n\n", ""),
            ("[[expect]]\nstrategy = \"modulo\"\nstep = 2\nkey  = \"user_123\"\nnode = \"Node D\"\n\n", ""),
            ("step = 3 # the last", "step = 2 # the last"),
        ],
    );
}

/// A node is all that a step does, so that the step goes with it and what is expected of either.
#[test]
fn a_node_goes_with_its_step_and_what_is_expected_of_both() {
    edited(
        r#"{"do":"remove_node","name":"Node B"}"#,
        &[
            ("\"Node A\", \"Node B\", ", "\"Node A\", "),
            ("[[step]]\nremove = \"Node B\"\n\n", ""),
            ("[[expect]]\nstrategy = \"modulo\"\nstep = 2\nkey  = \"user_123\"\nnode = \"Node D\"\n\n", ""),
            ("step = 3 # the last\nkey  = \"user_123\" # of the workshop\nnode = \"Node B\"\n", "step = 2 # the last\n"),
        ],
    );
}

#[test]
fn the_last_step_can_go_though_moves_are_expected() {
    let text = format!("{}[[expect]]\nmoved_below = 0.9\n", LESSON.replace("[[step]]\nremove = \"Node B\"\n\n", ""));
    let after = scenario::edit(&text, &Edit::RemoveStep { index: 0 }).unwrap();
    assert!(after.contains("moved_below") && !after.contains("[[step]]"), "{after}");
    let notes = scenario::read(&after).diagnostics;
    assert_eq!(notes.len(), 1, "{notes:?}");
}
