//! Requests, copies and clients that disagree: what a report counts is what counting key by key gives.

mod common;

use shardlab::analysis::words;
use shardlab::keys::Requests;
use shardlab::report::{LostCopies, PlacedKey, Report};
use shardlab::scenario::Scenario;
use shardlab::{experiment, scenario};
use std::collections::BTreeSet;

fn read(text: &str) -> Scenario {
    let reading = scenario::read(text);
    reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics))
}

fn run(text: &str) -> Report {
    experiment::run(read(text))
}

/// The placements of every strategy in every phase that it has.
fn placements(scenario: &Scenario, report: &Report) -> Vec<Vec<Vec<PlacedKey>>> {
    let phases = |strategy: usize| 0..report.strategies[strategy].phases.len();
    let all = 0..report.strategies.len();
    all.map(|strategy| phases(strategy).map(|phase| experiment::placements(scenario, strategy, phase)).collect()).collect()
}

#[test]
fn requests_add_up_exactly_in_every_phase_and_strategy() {
    for seed in 0..40 {
        let scenario = read(&common::scenario(seed));
        let report = experiment::run(scenario.clone());
        let all: u64 = match scenario.requests() {
            Some(requests) => (0..scenario.keys.count()).map(|i| requests.of(i)).sum(),
            None => report.keys,
        };
        assert_eq!(report.by_requests, scenario.requests().is_some(), "seed {seed}");
        for phase in report.strategies.iter().flat_map(|strategy| &strategy.phases) {
            assert_eq!(phase.nodes.iter().map(|load| load.requests).sum::<u64>(), all, "seed {seed}");
            assert!(phase.nodes.iter().all(|load| load.live || load.requests == 0), "seed {seed}");
            assert!(phase.peak_requests >= 1.0 - 1e-9, "seed {seed}");
            assert!(report.by_requests || phase.peak_requests == phase.peak_to_average, "seed {seed}");
        }
    }
}

#[test]
fn requests_are_those_of_the_keys_that_a_node_answers() {
    for seed in 0..12 {
        let scenario = read(&common::scenario(seed));
        let report = experiment::run(scenario.clone());
        let requests = scenario.requests().unwrap_or_else(|| Requests::new(&scenario.keys, scenario.popularity));
        let all: u64 = (0..scenario.keys.count()).map(|i| requests.of(i)).sum();
        for (strategy, phases) in placements(&scenario, &report).iter().enumerate() {
            for (phase, placed) in phases.iter().enumerate() {
                let found = &report.strategies[strategy].phases[phase];
                let total: u64 = found.nodes.iter().map(|load| load.requests).sum();
                for load in &found.nodes {
                    let name = report.name(load.node);
                    let of = |(i, key): (usize, &PlacedKey)| {
                        let answers = if scenario.any_reads { &key.nodes[..] } else { &key.nodes[..1] };
                        let part = requests.of(i as u64) as f64 / answers.len() as f64;
                        if answers.iter().any(|node| node == name) { part } else { 0.0 }
                    };
                    let share: f64 = placed.iter().enumerate().map(of).sum::<f64>() / all as f64;
                    let got = load.requests as f64 / total as f64;
                    assert!((got - share).abs() < 1e-9, "seed {seed}: {got} {share}");
                }
            }
        }
    }
}

const HOT: &str = r#"
nodes = ["Node A", "Node B", "Node C", "Node D"]
KEYS
[[strategy]]
kind = "ring"
[[strategy]]
kind = "rendezvous"
"#;

#[test]
fn a_hot_key_gives_its_node_its_share_and_splitting_and_replica_reads_answer_that() {
    let peak = |top: &str, keys: &str| run(&format!("{top}{}", HOT.replace("KEYS", keys))).strategies[1].phases[0].peak_requests;
    let hot = "[keys]\npopularity = { hot = 1, share = 0.5 }\n";
    // Half of all requests and a quarter of the others, against a fair share of a quarter.
    assert!((2.3..2.7).contains(&peak("", hot)), "{}", peak("", hot));
    let any = peak("replicas = 4\nreads = \"any\"\n", hot);
    assert!((any - 1.0).abs() < 1e-9, "every node has a copy of every key: {any}");
    let split = peak("", &format!("{hot}split = {{ hottest = 1, ways = 64 }}\n"));
    assert!(split < 1.5, "{split}");
    assert!(peak("replicas = 2\nreads = \"any\"\n", hot) < peak("replicas = 2\n", hot));
}

#[test]
fn a_split_key_stands_as_its_pieces() {
    let scenario = read(&HOT.replace("KEYS", "[keys]\ncount = 10\nsplit = { hottest = 2, ways = 3 }"));
    let keys: Vec<String> = experiment::placements(&scenario, 0, 0).into_iter().map(|placed| placed.key).collect();
    let pieces = ["key_0#0", "key_0#1", "key_0#2", "key_1#0", "key_1#1", "key_1#2", "key_2"];
    assert_eq!((&keys[..7], keys.len()), (&pieces.map(str::to_owned)[..], 14));
    assert_eq!(experiment::run(scenario).keys, 14);
    let ids = read(&HOT.replace("KEYS", "[keys]\nids = 3\nsplit = { hottest = 1, ways = 2 }"));
    let keys: Vec<String> = experiment::placements(&ids, 0, 0).into_iter().map(|placed| placed.key).collect();
    assert_eq!(keys, ["0#0", "0#1", "1", "2"]);
}

#[test]
fn uniform_keys_give_requests_as_keys() {
    let report = run(&HOT.replace("KEYS", ""));
    let json = shardlab::report::to_json(&report, shardlab::report::Extras::default());
    assert!(!report.by_requests);
    for load in &report.strategies[0].phases[0].nodes {
        assert!(json.contains(&format!("\"requests\": {},", load.keys as f64 / 1_000.0)), "{json}");
    }
}

#[test]
fn disagreement_is_counted_against_the_other_client() {
    let text = r#"
nodes = ["Node A", "Node B", "Node C"]
[[strategy]]
kind = "ring"
[[strategy]]
kind = "modulo"
[[strategy]]
kind = "modulo"
name = "sorted otherwise"
nodes = ["Node C", "Node B", "Node A"]
[[strategy]]
kind = "rendezvous"
nodes = ["Node C", "Node B", "Node A", "Node D"]
[[step]]
add = "Node D"
"#;
    let scenario = read(text);
    let report = experiment::run(scenario.clone());
    let placed = placements(&scenario, &report);
    let differ = |a: usize, b: usize, phase: usize| {
        let pairs = placed[a][phase].iter().zip(&placed[b][phase]);
        Some(pairs.filter(|(a, b)| a.nodes[0] != b.nodes[0]).count() as u64)
    };
    let besides: Vec<Option<&str>> = report.strategies.iter().map(|strategy| strategy.beside.as_deref()).collect();
    assert_eq!(besides, [None, None, Some("modulo"), Some("ring")]);
    for phase in 0..2 {
        let found: Vec<Option<u64>> = report.strategies.iter().map(|strategy| strategy.phases[phase].disagree).collect();
        assert_eq!(found, [None, None, differ(2, 1, phase), differ(3, 0, phase)]);
    }
    // Of three places in another order the middle one stays.
    let share = report.strategies[2].phases[0].disagree.unwrap();
    assert!((600..730).contains(&share), "{share}");
}

/// Sets and losses, key by key.
fn blast(placed: &[PlacedKey], before: Option<&[PlacedKey]>, failed: &[&str]) -> (u64, LostCopies) {
    let set = |key: &PlacedKey| key.nodes.iter().cloned().collect::<BTreeSet<String>>();
    let left = |key: &PlacedKey| key.nodes.iter().filter(|node| !failed.contains(&node.as_str())).count();
    let count =
        |wanted: usize| before.map_or(0, |before| before.iter().filter(|key| left(key) == wanted && key.nodes.len() > wanted).count());
    (placed.iter().map(set).collect::<BTreeSet<_>>().len() as u64, LostCopies { all: count(0) as u64, one_left: count(1) as u64 })
}

#[test]
fn the_blast_radius_is_counted_as_key_by_key() {
    for (top, steps) in [
        ("replicas = 2\n", "[[step]]\nfail = [\"n0\", \"n3\"]\n"),
        ("replicas = 3\nspread = \"zones\"\n", "[[step]]\nfail = [\"n0\", \"n3\"]\n"),
        ("", "[[step]]\nfail = [\"n0\", \"n3\"]\nremove = \"n1\"\n"),
    ] {
        let nodes: String = (0..9).map(|i| format!("{{ name = \"n{i}\", zone = \"z{}\" }},", i / 3)).collect();
        let text = format!("{top}nodes = [{nodes}]\n[[strategy]]\nkind = \"ring\"\n[[strategy]]\nkind = \"modulo\"\n{steps}");
        let scenario = read(&text);
        let report = experiment::run(scenario.clone());
        for (strategy, placed) in placements(&scenario, &report).iter().enumerate() {
            let phases = &report.strategies[strategy].phases;
            let (sets, _) = blast(&placed[0], None, &[]);
            let (after, lost) = blast(&placed[1], Some(&placed[0]), &["n0", "n3"]);
            let several = scenario.replicas > 1;
            for (phase, sets) in [(0, sets), (1, after)] {
                let found = phases[phase].replica_sets.as_ref().map(|sets| (sets.count, sets.at_least));
                assert_eq!(found, several.then_some((sets, false)), "{text}");
            }
            assert_eq!(phases[0].lost_copies, None);
            assert_eq!(phases[1].lost_copies, Some(lost), "{text}");
        }
    }
}

#[test]
fn a_lost_zone_leaves_every_key_a_copy_where_copies_are_spread() {
    let zone = |zone: char| (0..4).map(|i| format!("{{ name = \"{zone}{i}\", zone = \"{zone}\" }},")).collect::<String>();
    let nodes: String = ['a', 'b', 'c'].map(zone).concat();
    let kinds: String = shardlab::strategy::KINDS.iter().map(|kind| format!("[[strategy]]\nkind = \"{}\"\n", kind.id)).collect();
    let text =
        |spread: &str| format!("replicas = 2\nspread = \"{spread}\"\nnodes = [{nodes}]\n{kinds}[[step]]\nfail = {{ zone = \"b\" }}\n");
    for strategy in &run(&text("zones")).strategies {
        let lost = strategy.phases[1].lost_copies.as_ref().unwrap();
        assert_eq!(lost.all, 0, "{}", strategy.name);
        // Every copy in the zone was one of two.
        let held: u64 = strategy.phases[0].nodes[4..8].iter().map(|load| load.copies).sum();
        assert_eq!(lost.one_left, held, "{}", strategy.name);
    }
    let lost = |strategy: &shardlab::report::StrategyReport| strategy.phases[1].lost_copies.as_ref().unwrap().all > 0;
    assert!(run(&text("nodes")).strategies.iter().all(lost), "without zones some key has both copies in one");
}

/// What is said beside the headline of a strategy.
fn aside(text: &str, strategy: usize, phase: usize) -> String {
    let report = run(text);
    words::headline(&report, &report.strategies[strategy], phase).unwrap().more
}

#[test]
fn one_sentence_says_what_there_is_to_say_beside_the_moves() {
    let nodes = r#"nodes = [{ name = "A", zone = "x" }, { name = "B", zone = "x" }, { name = "C", zone = "y" }, { name = "D", zone = "y" }]
"#;
    let plain = format!("{nodes}[[strategy]]\nkind = \"modulo\"\n[[step]]\nfail = {{ zone = \"x\" }}\n");
    assert_eq!(aside(&plain, 0, 0), "", "nothing is said where there is nothing to say");
    assert_eq!(aside(&plain, 0, 1), "492 keys had no copy elsewhere.");
    let two = format!("replicas = 2\n{plain}");
    assert_eq!(aside(&two, 0, 0), "Copies stand together on 4 sets of 2 nodes: one that fails whole loses keys.");
    // 230, 262, 257 and 251 keys begin on A, B, C and D: those of A are on A and B, those of B and D on one of the two.
    assert_eq!(aside(&two, 0, 1), "230 keys lost every copy; 513 have one copy left.");
    assert_eq!(aside(&format!("spread = \"zones\"\n{two}"), 0, 1), "No key lost its last copy; 1,000 have one copy left.");
    let three = format!("replicas = 3\n{nodes}[[strategy]]\nkind = \"modulo\"\n[[step]]\nfail = \"A\"\n");
    assert_eq!(aside(&three, 0, 1), "No key lost its last copy; none has only one left.");
    let clients = "nodes = [\"A\", \"B\"]\n[[strategy]]\nkind = \"modulo\"\n[[strategy]]\nkind = \"modulo\"\nname = \"other\"\nnodes = ";
    let said = |nodes: &str| {
        let report = run(&format!("{clients}{nodes}\n"));
        words::headline(&report, &report.strategies[1], 0).unwrap()
    };
    let all = said("[\"B\", \"A\"]");
    assert_eq!((all.figure.as_str(), all.of.as_str()), ("1,000", "of 1,000 keys in dispute"));
    assert_eq!(all.sentence, "other and modulo disagree on 1,000 of 1,000 keys.");
    assert!(all.more.contains("has the most keys"), "{}", all.more);
    assert_eq!(said("[\"A\", \"B\"]").sentence, "other and modulo agree on every key.");
    let crowded = "nodes = [\"Node A\", \"Node B\", \"Node C\"]\n[keys]\nids = 1000\n[[strategy]]\nkind = \"ring\"\nhash = \"identity\"\n[[step]]\nadd = \"Node D\"\n";
    assert_eq!(aside(crowded, 0, 0), "Node B has 3.00 times its fair share of the keys.");
    let report = run(crowded);
    assert_eq!(words::headline(&report, &report.strategies[0], 1).unwrap().sentence, "No key moved: Node D is new and got none.");
    let hot = format!("{nodes}[keys]\npopularity = {{ hot = 1, share = 1 }}\n[[strategy]]\nkind = \"modulo\"\n");
    assert!(aside(&hot, 0, 0).ends_with(" answers 100.0 % of the requests, 4.00 times its fair share."), "{}", aside(&hot, 0, 0));
}
