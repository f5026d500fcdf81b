//! Whole key sets counted at once: exactly what a run finds key by key, for every strategy, hash and kind of keys.

use proptest::prelude::*;
use shardlab::experiment::{self, Scale, ScaleCounts};
use shardlab::hash::HashKind;
use shardlab::report::{Report, ScaleReport, scale_csv};
use shardlab::scenario::{self, Scenario};
use shardlab::strategy::KINDS;
use std::fmt::Write as _;

fn read(text: &str) -> Option<Scenario> {
    scenario::read(text).scenario
}

/// Every kind in every dialect, with small parameters where that shows more.
fn strategies(hash: HashKind) -> Vec<String> {
    let small = |kind: &str, dialect: &str| match (kind, dialect) {
        ("ring", "workshop") => "vnodes = 9\n",
        ("ring", "envoy") => "minimum_ring_size = 60\n",
        ("ring", "cassandra") => "num_tokens = 5\n",
        ("bounded", _) => "vnodes = 5\n",
        ("maglev", _) => "table_size = 251\n",
        ("multi-probe", _) => "probes = 4\n",
        ("slots", "workshop") => "slots = 60\n",
        ("partitions", _) => "partitions = 37\n",
        _ => "",
    };
    let mut all = Vec::new();
    // A learner's code is not counted.
    for kind in KINDS.iter().filter(|kind| kind.id != "script") {
        for dialect in kind.dialects {
            // Identity is for ids and has no label: the hash of a strategy stands for all of the scenario's otherwise.
            let own = if dialect.hash.is_some() { String::new() } else { format!("hash = \"{}\"\n", hash.id()) };
            let (kind, dialect) = (kind.id, dialect.id);
            all.push(format!(
                "[[strategy]]\nkind = \"{kind}\"\ndialect = \"{dialect}\"\nname = \"{kind} {dialect}\"\n{own}{}",
                small(kind, dialect)
            ));
        }
    }
    // Keys of another width than the points, and a switch between forms.
    for (dialect, hash) in [("envoy", "sha256"), ("envoy", "murmur3"), ("ketama", "xxh3"), ("cassandra", "md5"), ("nginx", "murmur3")] {
        all.push(format!("[[strategy]]\nkind = \"ring\"\ndialect = \"{dialect}\"\nname = \"{dialect} {hash}\"\nhash = \"{hash}\"\n"));
    }
    all
}

fn counts(scenario: &Scenario, ranges: &[(u64, u64)]) -> ScaleCounts {
    let mut scale = Scale::new(scenario.clone());
    while !scale.build_one() {}
    ranges.iter().for_each(|(begin, keys)| _ = scale.count(*begin, *keys));
    scale.counts()
}

/// Compares what was counted with a report of the same keys.
fn assert_equal(found: &ScaleCounts, report: &Report) {
    assert_eq!(found.keys, report.keys);
    assert_eq!(found.strategies.len(), report.strategies.len());
    for (found, expected) in found.strategies.iter().zip(&report.strategies) {
        let name = &expected.name;
        assert_eq!(found.refused, expected.refused, "{name}");
        assert_eq!(found.phases.len(), expected.phases.len(), "{name}");
        for (phase, (found, expected)) in found.phases.iter().zip(&expected.phases).enumerate() {
            let mut loads = vec![0; found.loads.len()];
            expected.nodes.iter().for_each(|load| loads[load.node.index()] = load.keys);
            assert_eq!(found.loads, loads, "loads of {name} in phase {phase}");
            assert_eq!((found.moved, found.needless), (expected.moved, expected.needless), "{name} in phase {phase}");
        }
    }
}

/// What is said of the counts is what is said of the run.
fn assert_same_judgement(found: &ScaleReport, report: &Report) {
    for (found, expected) in found.strategies.iter().zip(&report.strategies) {
        assert_eq!((&found.name, &found.description), (&expected.name, &expected.description));
        for (found, expected) in found.phases.iter().zip(&expected.phases) {
            assert_eq!((&found.theory, &found.deviation_theory), (&expected.theory, &expected.deviation_theory));
            let judged = |least, peak, deviation| [least, peak, deviation];
            assert_eq!(
                judged(found.least, found.peak_to_average, found.deviation),
                judged(expected.least, expected.peak_to_average, expected.deviation)
            );
        }
    }
}

#[derive(Clone, Debug)]
struct Case {
    hash: HashKind,
    keys: String,
    weights: Vec<u8>,
    steps: Vec<(u8, u8)>,
}

fn cases() -> impl Strategy<Value = Case> {
    let hash = prop::sample::select(HashKind::ALL.to_vec());
    let keys = prop_oneof![
        (1_u32..400).prop_map(|count| format!("ids = {count}")),
        (1_u32..400).prop_map(|count| format!("count = {count}")),
        (1_u32..400).prop_map(|count| format!("count = {count}\npattern = \"u{{i}}/x{{i}}\"")),
        Just("list = [\"a\", \"b\", \"cc\", \"{tag}x\", \"007\", \"7\"]".to_owned()),
    ];
    let weights = prop_oneof![Just(vec![1; 8]), prop::collection::vec(1_u8..4, 8)];
    (hash, keys, weights, prop::collection::vec((0_u8..6, any::<u8>()), 0..4)).prop_map(|(hash, keys, weights, steps)| Case {
        hash,
        keys,
        weights,
        steps,
    })
}

fn text(case: &Case, strategies: &[String]) -> String {
    let Case { keys, weights, steps, .. } = case;
    let nodes: Vec<String> = weights[..4].iter().enumerate().map(|(i, w)| format!("{{ name = \"n{i}\", weight = {w} }}")).collect();
    let mut text = format!("nodes = [{}]\n[keys]\n{keys}\n{}", nodes.join(", "), strategies.concat());
    let mut next = 4;
    for (what, which) in steps {
        let node = format!("n{}", which % 4);
        let step = match what {
            0 | 1 => {
                next += 1;
                format!("add = {{ name = \"n{next}\", weight = {} }}", weights[next % 8])
            }
            2 => format!("remove = \"{node}\""),
            3 => format!("fail = \"{node}\""),
            4 => format!("recover = \"{node}\""),
            _ => format!("reweight = {{ \"{node}\" = {} }}", 1 + which % 5),
        };
        let _ = write!(text, "[[step]]\n{step}\n");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counts_are_those_of_a_run(case in cases(), cut in 0_u64..400) {
        let mut read_any = false;
        for some in strategies(case.hash).chunks(8) {
            // A text that cannot be read (a node that fails twice, a kind without these keys) is another case.
            let Some(scenario) = read(&text(&case, some)) else { continue };
            read_any = true;
            let all = scenario.keys.count();
            let cut = cut % (all + 1);
            // The second part first: ranges come in any order.
            let found = counts(&scenario, &[(cut, all - cut), (0, cut)]);
            let report = experiment::run(scenario.clone());
            assert_equal(&found, &report);
            // Each alone, too: ids are then hashed on the way.
            for (strategy, expected) in some.iter().zip(&found.strategies) {
                let alone = read(&text(&case, std::slice::from_ref(strategy))).map(|alone| counts(&alone, &[(cut, all - cut), (0, cut)]));
                prop_assert_eq!(alone.as_ref().map(|alone| &alone.strategies[0]), Some(expected));
            }
            assert_same_judgement(&experiment::scale_report(&scenario, &found), &report);
        }
        prop_assume!(read_any);
    }
}

#[test]
fn parts_of_several_workers_add_up() {
    let text = "nodes = [\"a\", \"b\", \"c\"]\n[keys]\nids = 5000\n[[strategy]]\nkind = \"ring\"\n[[strategy]]\nkind = \"jump\"\n[[step]]\nadd = \"d\"\n";
    let scenario = read(text).unwrap();
    let mut one = counts(&scenario, &[(3_000, 2_000)]);
    one.add(&counts(&scenario, &[(0, 1_000), (1_000, 2_000)]));
    assert_equal(&one, &experiment::run(scenario));
}

/// What is asked most: a node joins others or leaves them. Some strategies count that in a way of its own, among few or among many.
#[test]
fn a_single_node_is_counted_alike() {
    let some = ["modulo", "ring", "rendezvous", "jump", "maglev", "anchor", "multi-probe"];
    let strategies: String = some.iter().map(|kind| format!("[[strategy]]\nkind = \"{kind}\"\n")).collect();
    for nodes in (2..=6).chain([400]) {
        let names: Vec<String> = (0..nodes).map(|i| format!("\"n{i}\"")).collect();
        for step in ["add = \"x\"", "add = \"a\"", "remove = \"n0\"", "remove = \"n1\"", "fail = \"n1\""] {
            let text = format!("nodes = [{}]\n[keys]\nids = 9000\n{strategies}[[step]]\n{step}\n", names.join(", "));
            let scenario = read(&text).unwrap();
            assert_equal(&counts(&scenario, &[(0, 9_000)]), &experiment::run(scenario));
        }
    }
}

#[test]
fn many_nodes_and_steps_are_counted_alike() {
    let names: Vec<String> = (0..300).map(|i| format!("\"n{i}\"")).collect();
    let some = ["modulo", "ring", "rendezvous", "jump", "maglev", "anchor", "multi-probe", "slots", "partitions"];
    let strategies: String = some.iter().map(|kind| format!("[[strategy]]\nkind = \"{kind}\"\n")).collect();
    let steps =
        "[[step]]\nadd = [\"x\", \"y\"]\n[[step]]\nswitch = { strategy = \"modulo\" }\n[[step]]\nfail = \"n7\"\n[[step]]\nadd = \"z\"\n";
    let text = format!("nodes = [{}]\n[keys]\nids = 20000\n{strategies}{steps}", names.join(", "));
    let scenario = read(&text).unwrap();
    assert_equal(&counts(&scenario, &[(0, 20_000)]), &experiment::run(scenario));
}

/// Of every twelve numbers in a row nine change their rest from a division by 3 to one by 4.
#[test]
fn under_modulo_of_the_ids_themselves_exactly_three_quarters_move() {
    let text = "hash = \"identity\"\nnodes = [\"a\", \"b\", \"c\"]\n[keys]\nids = 1000000\n[[strategy]]\nkind = \"modulo\"\n[[step]]\nadd = \"d, e\"\n";
    let scenario = read(text).unwrap();
    let found = counts(&scenario, &[(0, 1_000_000)]);
    let expected = (0..1_000_000_u64).filter(|id| id % 3 != id % 4).count() as u64;
    assert_eq!(found.strategies[0].phases[1].moved, expected);
    assert_eq!(found.strategies[0].phases[0].loads[..3], [333_334, 333_333, 333_333]);
    let csv = scale_csv(&experiment::scale_report(&scenario, &found));
    assert_eq!(csv.lines().count(), 1 + 3 + 4);
    assert!(csv.contains(&format!("modulo,1,\"+ d, e\",1000000,{expected},")), "{csv}");
}
