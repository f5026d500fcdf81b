//! What every report must satisfy, over random scenarios, and the figures of the workshop.

mod common;

use shardlab::analysis::words;
use shardlab::report::{Phase, Report};
use shardlab::{experiment, scenario};

const WORKSHOP: &str = include_str!("../presets/add-a-node.toml");

fn run(text: &str) -> Report {
    let reading = scenario::read(text);
    experiment::run(reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics)))
}

fn loads(phase: &Phase) -> Vec<u64> {
    phase.nodes.iter().map(|load| load.keys).collect()
}

#[test]
fn the_workshops_figures_come_out() {
    let report = run(WORKSHOP);
    let moved: Vec<u64> = report.strategies.iter().map(|strategy| strategy.phases[1].moved).collect();
    assert_eq!(moved, [746, 246, 241]);
    assert_eq!(loads(&report.strategies[0].phases[1]), [230, 262, 257, 251]);
    assert_eq!(loads(&report.strategies[1].phases[1]), [273, 200, 281, 246]);
    // 251 keys are on Node D after the step: so many moves were needed, the other 495 were not.
    let needless: Vec<u64> = report.strategies.iter().map(|strategy| strategy.phases[1].needless).collect();
    assert_eq!(needless, [495, 0, 0]);
}

#[test]
fn the_headline_of_the_workshop_is_computed() {
    let report = run(WORKSHOP);
    let [modulo, ring, _] = report.strategies.as_slice() else { panic!("three strategies") };
    let said = words::headline(&report, ring, 1).unwrap();
    assert_eq!((said.figure.as_str(), said.of.as_str(), said.share.as_str()), ("246", "of 1,000 keys moved", "24.6 %"));
    assert_eq!(said.impact, Some(words::Impact::Low));
    assert_eq!(
        said.sentence,
        "Node D took 246 keys, all it needed: 57 from Node A, 79 from Node B and 110 from Node C. Nothing else moved."
    );
    let said = words::headline(&report, modulo, 1).unwrap();
    assert_eq!((said.figure.as_str(), said.impact), ("746", Some(words::Impact::High)));
}

#[test]
fn theory_stands_beside_the_measurement() {
    let report = run(WORKSHOP);
    let theory: Vec<f64> = report.strategies.iter().map(|strategy| strategy.phases[1].theory.as_ref().unwrap().moved).collect();
    assert_eq!(theory, [0.75, 0.25, 0.25]);
}

#[test]
fn counts_add_up_for_random_scenarios() {
    for seed in 0..50 {
        let report = run(&common::scenario(seed));
        for strategy in &report.strategies {
            for (k, phase) in strategy.phases.iter().enumerate() {
                let live = phase.nodes.iter().filter(|load| load.live).count() as u64;
                assert_eq!(loads(phase).iter().sum::<u64>(), report.keys, "seed {seed}");
                let copies: u64 = phase.nodes.iter().map(|load| load.copies).sum();
                assert_eq!(copies, report.keys * u64::from(report.replicas).min(live), "seed {seed}");
                assert_eq!(phase.flows.iter().map(|flow| flow.2).sum::<u64>(), phase.moved, "seed {seed}");
                assert!(phase.needless <= phase.moved && phase.moved <= report.keys, "seed {seed}");
                assert!((phase.nodes.iter().map(|load| load.fair).sum::<f64>() - 1.0).abs() < 1e-9, "seed {seed}");
                assert!(phase.nodes.iter().all(|load| load.live || load.keys == 0), "seed {seed}");
                assert!(k > 0 || phase.moved == 0, "seed {seed}");
            }
        }
    }
}

#[test]
fn a_run_after_another_gives_the_report_of_a_run_of_its_own() {
    let read = |text: &str| scenario::read(text).scenario.unwrap_or_else(|| panic!("{text}"));
    let mut took_over = 0;
    for seed in 0..30 {
        let text = common::scenario(seed);
        let more = format!("{text}\n[[strategy]]\nname = \"one more\"\nkind = \"modulo\"\n");
        for (text, earlier) in [(&more, &text), (&text, &more), (&text, &common::scenario(seed + 1))] {
            let (scenario, earlier) = (read(text), read(earlier));
            let expected = experiment::run(scenario.clone());
            took_over += (0..scenario.strategies.len()).filter(|i| scenario.same_in(*i, &earlier).is_some()).count();
            let mut run = experiment::Run::after(scenario, &earlier, experiment::run(earlier.clone()));
            while !run.advance(100).finished() {}
            assert_eq!(run.into_report(), expected, "seed {seed}");
        }
    }
    assert!(took_over > 50, "{took_over}");
}

#[test]
fn flows_explain_the_change_of_every_load() {
    for seed in 0..50 {
        for strategy in &run(&common::scenario(seed)).strategies {
            for pair in strategy.phases.windows(2) {
                for load in &pair[1].nodes {
                    let had = pair[0].nodes.iter().find(|old| old.node == load.node).map_or(0, |old| old.keys);
                    let came: u64 = pair[1].flows.iter().filter(|flow| flow.1 == load.node).map(|flow| flow.2).sum();
                    let left: u64 = pair[1].flows.iter().filter(|flow| flow.0 == load.node).map(|flow| flow.2).sum();
                    assert_eq!(had + came, load.keys + left, "seed {seed}");
                }
            }
        }
    }
}

#[test]
fn minimal_strategies_move_nothing_needlessly() {
    for seed in 0..50 {
        for strategy in run(&common::scenario(seed)).strategies.iter().filter(|strategy| strategy.kind != "modulo") {
            for phase in strategy.phases.iter().filter(|phase| !phase.switched) {
                assert_eq!(phase.needless, 0, "seed {seed}, {}, {}", strategy.name, phase.label);
            }
        }
    }
}

#[test]
fn a_run_in_slices_gives_the_same_report() {
    let scenario = scenario::read(&common::scenario(7)).scenario.unwrap();
    let mut run = experiment::Run::new(scenario.clone());
    let mut last = 0;
    while !run.progress().finished() {
        let progress = run.advance(17);
        assert!(progress.done >= last && progress.done <= progress.total);
        last = progress.done;
    }
    assert_eq!(run.into_report(), experiment::run(scenario));
}

#[test]
fn moved_keys_are_the_moves_that_the_report_counts() {
    let scenario = scenario::read(WORKSHOP).scenario.unwrap();
    for (strategy, moved) in [746, 246, 241].into_iter().enumerate() {
        let mut seen = 0;
        experiment::moved_keys(&scenario, strategy, 1, |_, from, to| seen += u64::from(from != to));
        assert_eq!(seen, moved);
    }
}

#[test]
fn user_123_is_on_node_b_and_under_modulo_later_on_node_d() {
    let scenario = scenario::read(WORKSHOP).scenario.unwrap();
    for (phase, expected) in [["Node B"; 3], ["Node D", "Node B", "Node B"]].into_iter().enumerate() {
        let answers = experiment::Router::new(scenario.clone(), phase).route("user_123");
        let owners: Vec<&str> = answers.iter().map(|answer| scenario.name(answer.as_ref().unwrap().nodes[0])).collect();
        assert_eq!(owners, expected);
    }
}

#[test]
fn a_billion_ids_need_no_memory_a_key() {
    // Only building and a first slice: the cost of a key does not depend on how many follow.
    let text = WORKSHOP.replace("count   = 1000\npattern = \"key_{i}\"", "ids = 1_000_000_000");
    let mut run = experiment::Run::new(scenario::read(&text).scenario.unwrap());
    while run.progress().done < 100_000 {
        run.advance(50_000);
    }
    assert_eq!(run.progress().total, 3_000_000_000);
}

/// Three zones of two nodes each; zone a fails.
const ZONES: &str = r#"
replicas = 2
spread = "zones"
nodes = [
  { name = "a1", zone = "a" }, { name = "a2", zone = "a" },
  { name = "b1", zone = "b" }, { name = "b2", zone = "b" },
  { name = "c1", zone = "c" }, { name = "c2", zone = "c" },
]

[[step]]
fail = { zone = "a" }

[[step]]
recover = { zone = "a" }
"#;

/// The scenario with a strategy of every kind that needs no parameter.
fn every_kind(text: &str) -> String {
    let kinds = shardlab::strategy::KINDS.iter().map(|kind| format!("\n[[strategy]]\nkind = \"{}\"\n", kind.id));
    format!("{text}{}", kinds.collect::<String>())
}

#[test]
fn copies_spread_over_zones_stand_in_zones_that_differ() {
    let scenario = scenario::read(&every_kind(ZONES)).scenario.unwrap();
    for strategy in 0..scenario.strategies.len() {
        for phase in 0..3 {
            for placed in experiment::placements(&scenario, strategy, phase) {
                let [first, second] = placed.nodes.as_slice() else { panic!("two copies: {placed:?}") };
                assert_ne!(first[..1], second[..1], "{}, phase {phase}: {placed:?}", scenario.strategies[strategy].name);
            }
        }
    }
}

#[test]
fn the_router_and_the_report_place_copies_alike() {
    for text in [ZONES.to_owned(), ZONES.replace("\"zones\"", "\"nodes\"")] {
        let scenario = scenario::read(&every_kind(&text)).scenario.unwrap();
        let report = experiment::run(scenario.clone());
        for phase in 0..3 {
            let router = experiment::Router::new(scenario.clone(), phase);
            for (strategy, found) in report.strategies.iter().enumerate() {
                let placements = experiment::placements(&scenario, strategy, phase);
                let copies = |name: &str| placements.iter().filter(|placed| placed.nodes.iter().any(|node| node == name)).count() as u64;
                assert!(found.phases[phase].nodes.iter().all(|load| load.copies == copies(report.name(load.node))), "{}", found.name);
                let answer = router.route("key_7")[strategy].clone().unwrap();
                let names: Vec<&str> = answer.nodes.iter().map(|id| scenario.name(*id)).collect();
                assert_eq!(names, placements[7].nodes, "{}", found.name);
            }
        }
    }
}

#[test]
fn a_step_that_names_a_zone_says_so() {
    let report = run(&every_kind(ZONES));
    let labels: Vec<&str> = report.strategies[0].phases.iter().map(|phase| phase.label.as_str()).collect();
    assert_eq!(labels, ["start", "fail zone a", "recover zone a"]);
}

#[test]
fn the_99th_percentile_over_nodes_is_at_most_the_peak() {
    for seed in 0..20 {
        for phase in run(&common::scenario(seed)).strategies.iter().flat_map(|strategy| &strategy.phases) {
            // With fewer than a hundred nodes the nearest rank is the last.
            assert_eq!(phase.p99_to_average, phase.peak_to_average);
        }
    }
    let nodes: Vec<String> = (0..200).map(|i| format!("\"n{i}\"")).collect();
    let many = run(&format!("nodes = [{}]\nkeys.count = 20_000\n[[strategy]]\nkind = \"ring\"\n", nodes.join(",")));
    let phase = &many.strategies[0].phases[0];
    let above = phase.nodes.iter().filter(|load| load.keys as f64 * 200.0 / 20_000.0 > phase.p99_to_average).count();
    assert!(above <= 2 && phase.p99_to_average < phase.peak_to_average, "{above}");
}
