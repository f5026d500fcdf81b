//! The production surprises of the presets do surprise: what their lines say is what their runs find.

use shardlab::analysis::words;
use shardlab::report::{Phase, Report};
use shardlab::{experiment, scenario};

fn text_of(name: &str) -> &'static str {
    scenario::PRESETS.iter().find(|preset| preset.name == name).unwrap_or_else(|| panic!("no preset {name}")).text
}

fn run(name: &str) -> Report {
    experiment::run(scenario::read(text_of(name)).scenario.unwrap())
}

fn last(report: &Report, strategy: usize) -> &Phase {
    report.strategies[strategy].phases.last().unwrap()
}

/// The sentences that stand above the results, for the strategy that the preset opens with, at its first step.
fn sentences(name: &str, report: &Report) -> String {
    let preset = scenario::PRESETS.iter().find(|preset| preset.name == name).unwrap();
    let strategy = &report.strategies[preset.strategy.unwrap_or(0) as usize];
    let headline = words::headline(report, strategy, 1.min(strategy.phases.len() - 1)).unwrap();
    format!("{} {}", headline.sentence, headline.more)
}

#[test]
fn rings_whose_size_follows_the_members_move_keys_between_old_ones() {
    for (name, other) in [("envoy-ring", 1), ("sixty-first-server", 1), ("kafka-partitions", 1)] {
        let report = run(name);
        assert!(last(&report, 0).needless > last(&report, 0).moved / 8, "{name}");
        assert_eq!(last(&report, other).needless, 0, "{name}");
        assert!(sentences(name, &report).contains("between nodes that were there before and after"), "{name}");
    }
}

#[test]
fn bad_labels_and_small_weights_leave_nodes_short() {
    let fnv = run("fnv-labels");
    assert!(fnv.strategies[0].phases[0].peak_to_average > 1.5);
    assert!(fnv.strategies[1].phases[0].peak_to_average < 1.3);
    let collision = run("label-collision");
    assert_eq!(collision.strategies[0].phases[0].picture.marks.len(), 40);
    let places = |strategy: usize| {
        let marks = &collision.strategies[strategy].phases[0].picture.marks;
        let mut turns: Vec<f32> = marks.iter().map(|mark| mark.turn).collect();
        turns.sort_by(f32::total_cmp);
        turns.dedup();
        turns.len()
    };
    assert_eq!((places(0), places(1)), (30, 40));
    let weight = run("weight-without-a-point");
    assert_eq!(last(&weight, 0).nodes[2].keys, 0);
    assert!(last(&weight, 1).nodes[2].keys > 150);
    assert!(sentences("weight-without-a-point", &weight).contains("10.0.0.3:11211 the fewest, 0"));
}

#[test]
fn clients_with_other_lists_or_libraries_disagree() {
    for (name, disagree) in [("another-order", [481, 0]), ("two-member-lists", [746, 246])] {
        let report = run(name);
        assert_eq!([1, 3].map(|strategy| last(&report, strategy).disagree), disagree.map(Some), "{name}");
        assert!(sentences(name, &report).contains("disagree"), "{name}: {}", sentences(name, &report));
    }
    let two = run("two-ketamas");
    assert!(last(&two, 1).disagree.unwrap() > 6_000);
}

#[test]
fn jump_refuses_a_middle_node_where_others_go_on() {
    let report = run("jump-middle");
    let refused = report.strategies[0].refused.as_ref().unwrap();
    assert_eq!(refused.step, 2);
    assert!(report.strategies[1..].iter().all(|strategy| strategy.refused.is_none() && strategy.phases.len() == 3));
}

#[test]
fn a_hot_key_is_helped_by_copies_and_pieces_and_not_by_nodes() {
    let peak = |name: &str, strategy: usize| last(&run(name), strategy).peak_requests;
    assert!(peak("hot-key", 0) > 2.5 && peak("hot-key", 1) > 2.5);
    assert!(peak("every-copy-answers", 0) < 1.5 && peak("key-in-pieces", 0) < 1.5);
    let zone = run("lose-a-zone");
    assert!(zone.strategies.iter().all(|strategy| strategy.phases[1].lost_copies.as_ref().is_some_and(|lost| lost.all == 0)));
}

#[test]
fn ids_that_are_not_hashed_all_have_one_node() {
    let report = run("ids-in-a-corner");
    assert_eq!(report.strategies[0].phases[0].nodes.iter().filter(|node| node.keys > 0).count(), 1);
}

#[test]
fn one_point_a_peer_is_uneven_and_has_one_heir() {
    let report = run("one-point-ring");
    assert!(report.strategies[0].phases[0].peak_to_average > 1.5);
    let spread = |strategy: usize| last(&report, strategy).spread.as_ref().unwrap().nodes;
    assert_eq!((spread(0), spread(2)), (1, 4));
}

/// The page counts all strategies in workers; here modulo alone, which counts by residues.
#[test]
fn of_a_billion_records_modulo_moves_what_can_be_worked_out_by_hand() {
    let mut found = scenario::read(text_of("a-billion-records")).scenario.unwrap();
    found.strategies.truncate(1);
    let mut scale = experiment::Scale::new(found);
    assert_eq!(scale.count(0, u64::MAX), 1_000_000_000);
    let phase = &scale.counts().strategies[0].phases[1];
    // Of twelve numbers in a row three stay, and so do the first three of the last four.
    assert_eq!((phase.moved, phase.needless), (749_999_998, 499_999_998));
}

/// What the simulations find of the first step of an example, by strategy.
fn simulated(name: &str) -> Vec<shardlab::report::Simulated> {
    let scenario = scenario::read(text_of(name)).scenario.unwrap();
    (0..scenario.strategies.len()).map(|strategy| shardlab::experiment::simulated(&scenario, strategy, 1)).collect()
}

#[test]
fn incidents_end_as_their_examples_say() {
    let verdicts = |name: &str| -> Vec<&str> { simulated(name).into_iter().map(|found| found.incident.unwrap().verdict).collect() };
    for (name, wanted) in [
        ("incident", &["cascades", "survives", "cascades"][..]),
        ("headroom-half", &["survives"]),
        ("headroom-seventy", &["survives"]),
        ("slow-throttle", &["survives"]),
        ("fast-disk", &["survives"]),
        ("low-priority", &["survives"]),
        ("no-retries", &["degrades"]),
        ("retry-budget", &["degrades"]),
        ("load-shedding", &["degrades"]),
        ("cancel-too-late", &["cascades"]),
        ("double-throttle", &["cascades"]),
        ("modulo-slow-throttle", &["survives"]),
        ("modulo-tips", &["cascades", "survives"]),
        ("modulo-sixty", &["cascades", "survives"]),
        ("metastable", &["cascades"]),
    ] {
        assert_eq!(verdicts(name), wanted, "{name}");
    }
    let found = |name: &str| simulated(name).swap_remove(0).incident.unwrap();
    let minutes = |name: &str| found(name).stream_s.unwrap() / 60.0;
    // "a quarter of an hour", "well over an hour", "94 % throughout", "after a second and a half".
    assert!((14.0..18.0).contains(&minutes("slow-throttle")) && minutes("modulo-slow-throttle") > 75.0);
    let shedding = found("load-shedding");
    assert!((0.93..0.95).contains(&shedding.min_goodput), "{shedding:?}");
    assert!((1.0..=2.0).contains(&found("double-throttle").first_timeout_s.unwrap()));
    // "for ever": it never comes back; with less load, or a small enough budget of retries, it does.
    let stays = |from: &str, to: &str| {
        let text = text_of("metastable").replace(from, to);
        let scenario = scenario::read(&text).scenario.unwrap();
        shardlab::experiment::simulated(&scenario, 0, 1).incident.unwrap().verdict == "cascades"
    };
    assert!(!stays("0.933333", "0.49") && !stays("retries          = 1", "retries = 1\nretry_budget = 0.05"));
}

/// "The hottest goes down, and the others follow": it is the first to fall, comes back, and then all are late.
#[test]
fn the_hottest_node_of_the_incident_falls_first() {
    use shardlab::sim::overload::{Event, Run};
    let scenario = scenario::read(text_of("incident")).scenario.unwrap();
    let ground = std::rc::Rc::new(shardlab::experiment::incident_ground(&scenario, 0, 1).unwrap());
    let mut run = Run::new(ground, scenario.incident.unwrap(), true);
    while !run.advance(1_000) {}
    let shares = run.world().ground().shares_while_streaming().0;
    let hottest = (0..shares.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b])).unwrap();
    let of = |event: Event| run.events().iter().find(|told| told.event == event).unwrap();
    let (first, down, back) = (of(Event::FirstTimeout), of(Event::Down), of(Event::Back));
    assert_eq!(down.node, Some(run.world().ground().members[hottest].id));
    assert!(first.at_s + 18.4 < down.at_s && down.at_s + 18.4 < back.at_s, "{:?}", run.events());
    let columns = run.series().unwrap().columns;
    let least = columns.last().unwrap().nodes.iter().map(|node| node.mean_ms).fold(f64::INFINITY, f64::min);
    assert!(least > 2_000.0 && run.outcome().final_goodput < 0.1, "{least} {:?}", run.outcome());
}

#[test]
fn migrations_go_as_their_examples_say() {
    let found = |name: &str, strategy: usize| simulated(name).swap_remove(strategy).migration.unwrap();
    let policy = |name: &str, policy: &str| {
        let all = found(name, 0).policies;
        all.into_iter().find(|found| found.policy == policy).unwrap()
    };
    assert!(policy("lost-writes", "copy_then_switch").totals.lost > 0);
    assert_eq!(policy("lost-writes", "dual_write").totals.lost, 0);
    let (both, asked) = (policy("unheard-map", "dual_write").totals, policy("unheard-map", "ask_redirect").totals);
    assert!(both.lost > 0 && both.stale > 0 && asked.lost == 0 && asked.stale == 0, "{both:?} {asked:?}");
    let text = text_of("unheard-map").replace("barrier      = false", "barrier      = true");
    let heard = shardlab::experiment::simulated(&scenario::read(&text).scenario.unwrap(), 0, 1).migration.unwrap();
    assert!(heard.policies.iter().all(|found| found.totals.lost == 0 && found.totals.stale == 0), "{heard:?}");
    assert!(policy("never-converges", "snapshot_catchup_pause").ended_by.is_some());
    let text = text_of("never-converges").replace("apply_keys_per_s = 400", "apply_keys_per_s = 1000");
    let ends = shardlab::experiment::simulated(&scenario::read(&text).scenario.unwrap(), 0, 1).migration.unwrap();
    assert_eq!(ends.policies[0].ended_by, None);
    // Three times as many keys in transit under modulo as on a ring, for three times as long.
    let (ring, modulo) = (found("keys-in-transit", 0), found("keys-in-transit", 1));
    let times = modulo.moved as f64 / ring.moved as f64;
    assert!((2.7..3.3).contains(&times), "{times}");
    let took = |found: &shardlab::report::MigrationFound| found.policies[0].duration_s;
    assert!((took(&modulo) / took(&ring) / times - 1.0).abs() < 0.05);
    // "Three quarters of the keys have a new cache."
    let share = found("cold-cache", 0);
    assert!((0.72..0.78).contains(&(share.moved as f64 / share.keys as f64)));
}

#[test]
fn every_level_has_examples_and_the_page_opens_with_a_first_step() {
    use scenario::Level::{Depth, Practice, Start};
    let many = |level| scenario::PRESETS.iter().filter(|preset| preset.level == level).count();
    assert!([Start, Practice, Depth].into_iter().all(|level| many(level) >= 8));
    assert_eq!(scenario::PRESETS[0].level, Start);
    // Conventions of one system are nobody's first step.
    let systems = ["envoy-ring", "sixty-first-server", "two-ketamas"];
    assert!(scenario::PRESETS.iter().all(|preset| !systems.contains(&preset.name) || preset.level == Depth));
}
