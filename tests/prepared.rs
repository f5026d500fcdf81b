//! Many keys are placed by prepared look-ups, block by block: exactly as the placements say, one key at a time.

use shardlab::experiment::{self, Run};
use shardlab::report::StrategyReport;
use shardlab::scenario::{self, Scenario};
use shardlab::strategy::KINDS;

/// Enough keys for look-ups to be prepared, and no whole number of blocks.
const KEYS: u64 = 17_001;

/// Every kind and dialect that takes these keys, with a node that fails, one that comes, and two that change places.
fn scenarios(top: &str, keys: &str) -> Vec<Scenario> {
    let steps = ["fail = \"c\"", "add = [\"f\", \"g\"]", "recover = \"c\"\nfail = \"a\""];
    let steps: String = steps.iter().map(|step| format!("[[step]]\n{step}\n")).collect();
    let head = format!("{top}\nnodes = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n[keys]\n{keys}\n");
    let texts = KINDS.iter().flat_map(|kind| kind.dialects.iter().map(move |dialect| (kind.id, dialect.id)));
    let texts = texts.map(|(kind, dialect)| format!("{head}[[strategy]]\nkind = \"{kind}\"\ndialect = \"{dialect}\"\n{steps}"));
    texts.filter_map(|text| scenario::read(&text).scenario).collect()
}

/// What a run finds that stops after some keys, again and again.
fn found(scenario: &Scenario) -> StrategyReport {
    let mut run = Run::new(scenario.clone());
    while !run.advance(2_500).finished() {}
    run.into_report().strategies.remove(0)
}

fn assert_placed_as_asked(scenario: &Scenario) {
    let found = found(scenario);
    let number = |name: &str| scenario.roster.iter().position(|node| node == name).expect("a node of the roster");
    let mut before: Vec<usize> = Vec::new();
    for (phase, counted) in found.phases.iter().enumerate() {
        let asked: Vec<usize> = experiment::placements(scenario, 0, phase).iter().map(|key| number(&key.nodes[0])).collect();
        let what = format!("{} in phase {phase}", found.description);
        for load in &counted.nodes {
            let expected = asked.iter().filter(|node| **node == load.node.index()).count() as u64;
            assert_eq!((load.keys, load.copies), (expected, expected), "{what}");
        }
        let sample: Vec<usize> = counted.picture.owners.iter().map(|id| id.index()).collect();
        assert_eq!(sample, asked[..sample.len()], "{what}");
        assert_eq!(counted.moved, before.iter().zip(&asked).filter(|(old, new)| old != new).count() as u64, "{what}");
        before = asked;
    }
}

#[test]
fn many_keys_are_placed_as_every_single_one_is() {
    let sets = [
        ("", format!("count = {KEYS}")),
        ("hash = \"murmur3\"", format!("count = {KEYS}\npopularity = {{ zipf = 1.1 }}")),
        ("hash = \"md5\"", format!("ids = {KEYS}")),
        ("", format!("ids = {KEYS}")),
    ];
    for (top, keys) in &sets {
        let scenarios = scenarios(top, keys);
        assert!(scenarios.len() > KINDS.len() / 2, "{top} {keys}");
        scenarios.iter().for_each(assert_placed_as_asked);
    }
}

/// Prepared or not, a sample key's place and the requests for it are the same.
#[test]
fn a_key_has_its_place_and_its_requests() {
    let text = |keys: u64| {
        format!("nodes = [\"a\", \"b\"]\n[keys]\ncount = {keys}\npopularity = {{ hot = 1, share = 0.5 }}\n[[strategy]]\nkind = \"ring\"\n")
    };
    let [few, many] = [1_000, KEYS].map(|keys| found(&scenario::read(&text(keys)).scenario.expect("a scenario")));
    assert_eq!(few.turns[..], many.turns[..few.turns.len()]);
    let hottest = |found: &StrategyReport| {
        let hot = found.phases[0].picture.owners[0];
        let all: u64 = found.phases[0].nodes.iter().map(|load| load.requests).sum();
        let most = found.phases[0].nodes.iter().find(|load| load.node == hot).map_or(0, |load| load.requests);
        most as f64 / all as f64
    };
    assert!(hottest(&few) > 0.5 && hottest(&many) > 0.5);
}
