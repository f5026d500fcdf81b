//! The twins of built-in strategies answer as these do, key by key and in every figure.

use shardlab::experiment::{placements, run};
use shardlab::report::StrategyReport;
use shardlab::scenario;
use shardlab::strategy::{TWINS, find, twin};

/// Nodes, then steps.
const GROW_AND_SHRINK: &str = "nodes = [\"Node A\", \"Node B\", \"Node C\"]\n[[step]]\nadd = \"Node D\"\n[[step]]\nremove = \"Node B\"\n\
                               [[step]]\nadd = [\"Node E\", \"cache-7.local\"]\n";
const GROW: &str = "nodes = [\"Node A\", \"Node B\", \"Node C\"]\n[[step]]\nadd = \"Node D\"\n[[step]]\nadd = [\"Node E\", \"Node F\"]\n\
                    [[step]]\nremove = \"Node F\"\n";
const WEIGHTED: &str = "nodes = [\"Node A\", { name = \"Node B\", weight = 2 }, { name = \"Node C\", weight = 0.5 }]\n\
                        [[step]]\nadd = { name = \"Node D\", weight = 3 }\n[[step]]\nremove = \"Node B\"\n[[step]]\nreweight = { \"Node A\" = 4 }\n";

/// A kind and its twin over the steps.
fn both(kind: &str, twin_of: &str, nodes_and_steps: &str) -> String {
    let source = twin(twin_of).unwrap();
    let (nodes, steps) = nodes_and_steps.split_at(nodes_and_steps.find("[[step]]").unwrap());
    format!(
        "{nodes}[keys]\ncount = 10000\n[[strategy]]\nkind = \"{kind}\"\n[[strategy]]\nkind = \"script\"\nsource = '''\n{source}'''\n{steps}"
    )
}

/// Everything but what the two are called and cost.
fn figures(strategy: &StrategyReport) -> Vec<String> {
    let phase = |phase: &shardlab::report::Phase| format!("{:?} {:?} {:?} {:?}", phase.nodes, phase.flows, phase.moved, phase.needless);
    strategy.phases.iter().map(phase).collect()
}

fn agree(kind: &str, twin_of: &str, nodes_and_steps: &str) {
    let reading = scenario::read(&both(kind, twin_of, nodes_and_steps));
    let scenario = reading.scenario.unwrap_or_else(|| panic!("{twin_of}: {:?}", reading.diagnostics));
    let report = run(scenario.clone());
    let [built_in, code] = report.strategies.as_slice() else { panic!("two strategies") };
    assert_eq!(code.refused, None, "{twin_of}");
    assert_eq!(built_in.phases.len(), scenario.steps.len() + 1, "{twin_of}: {:?}", built_in.refused);
    assert_eq!(figures(built_in), figures(code), "{twin_of}");
    for phase in 0..=scenario.steps.len() {
        let places = |strategy| placements(&scenario, strategy, phase).into_iter().map(|key| (key.key, key.nodes)).collect::<Vec<_>>();
        let (wanted, found) = (places(0), places(1));
        assert_eq!(wanted.len(), 10_000);
        let differs = wanted.iter().zip(&found).find(|(wanted, found)| wanted != found);
        assert_eq!(differs, None, "{twin_of}, phase {phase}");
    }
}

#[test]
fn modulo() {
    agree("modulo", "modulo", GROW_AND_SHRINK);
}

#[test]
fn ring() {
    agree("ring", "ring", GROW_AND_SHRINK);
    agree("ring", "ring", WEIGHTED);
}

#[test]
fn rendezvous() {
    agree("rendezvous", "rendezvous", GROW_AND_SHRINK);
}

#[test]
fn weighted_rendezvous() {
    agree("rendezvous", "weighted-rendezvous", WEIGHTED);
}

#[test]
fn jump() {
    agree("jump", "jump", GROW);
}

#[test]
fn maglev() {
    agree("maglev", "maglev", GROW_AND_SHRINK);
}

#[test]
fn multi_probe() {
    agree("multi-probe", "multi-probe", GROW_AND_SHRINK);
}

#[test]
fn slots() {
    agree("slots", "slots", GROW_AND_SHRINK);
}

#[test]
fn bounded() {
    agree("bounded", "bounded", GROW_AND_SHRINK);
}

#[test]
fn every_twin_has_a_kind_and_fits_a_page() {
    for (id, source) in TWINS {
        let kind = if *id == "weighted-rendezvous" { "rendezvous" } else { id };
        assert!(find(kind).is_some(), "{id}");
        assert!(source.lines().count() <= 60 && source.lines().all(|line| line.chars().count() <= 110), "{id}");
        assert!(source.starts_with("# "), "{id} says first what it is");
    }
    assert_eq!(twin("partitions"), None);
}
