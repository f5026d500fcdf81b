//! Published vectors hold for every kind and dialect: tests/vectors/KIND.toml.

use shardlab::strategy::KINDS;
use shardlab::{experiment, scenario};
use toml::{Table, Value};

fn cases(kind: &str) -> Vec<Value> {
    let path = format!("{}/tests/vectors/{kind}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.parse::<Table>().unwrap()["case"].as_array().unwrap().clone()
}

fn numbers(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|number| number.as_integer().unwrap() as u64).collect()
}

/// Holds one case, and gives how many of its figures were compared.
fn hold(kind: &str, case: &Value) -> usize {
    let source = case["source"].as_str().unwrap();
    let text = case["scenario"].as_str().unwrap().replace("NODES", &many_nodes(case));
    let reading = scenario::read(&text);
    let scenario = reading.scenario.unwrap_or_else(|| panic!("{source}: {:?}", reading.diagnostics));
    assert_eq!(scenario.strategies[0].kind.id, kind, "{source}");
    let found = experiment::run(scenario.clone());
    let phases = &found.strategies[0].phases;
    let mut compared = 0;
    if let Some(moved) = case.get("moved") {
        assert_eq!(phases.iter().map(|phase| phase.moved).collect::<Vec<_>>(), numbers(moved), "{source}");
        compared += phases.len();
    }
    for (phase, loads) in case.get("loads").and_then(Value::as_table).into_iter().flatten() {
        let found: Vec<u64> = phases[phase.parse::<usize>().unwrap()].nodes.iter().map(|load| load.keys).collect();
        assert_eq!(found, numbers(loads), "{source}, phase {phase}");
        compared += 1;
    }
    for place in case.get("places").and_then(Value::as_array).into_iter().flatten() {
        compared += hold_place(&scenario, place, source);
    }
    compared + hold_compat(&scenario, case, source)
}

/// The list of nodes that NODES stands for in a case with very many: a name and the numbers from 1.
fn many_nodes(case: &Value) -> String {
    let Some(nodes) = case.get("nodes") else { return String::new() };
    let name = |i: i64| format!("\"{}{i}\"", nodes["name"].as_str().unwrap());
    let all: Vec<String> = (1..=nodes["count"].as_integer().unwrap()).map(name).collect();
    format!("[{}]", all.join(", "))
}

/// Holds the owners of the keys `key1`, `key2`, … to the numbers of nodes of the same name.
fn hold_compat(scenario: &scenario::Scenario, case: &Value, source: &str) -> usize {
    let Some(compat) = case.get("compat") else { return 0 };
    let (name, owners, router) =
        (compat["key"].as_str().unwrap(), numbers(&compat["owners"]), experiment::Router::new(scenario.clone(), 0));
    for (i, owner) in owners.iter().enumerate() {
        let key = format!("{name}{}", i + 1);
        let routed = router.route(&key);
        assert_eq!(scenario.name(routed[0].as_ref().unwrap().nodes[0]), format!("{name}{owner}"), "{source}, {key}");
    }
    owners.len()
}

fn hold_place(scenario: &scenario::Scenario, place: &Value, source: &str) -> usize {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let key = place["key"].as_str().unwrap();
    let list = |name: &str| place.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let (owners, lists, partitions) = (list("owners"), list("lists"), list("partitions"));
    for phase in 0..owners.len().max(lists.len()).max(partitions.len()) {
        let answer = experiment::Router::new(scenario.clone(), phase).route(key);
        let routed = answer[0].as_ref().unwrap();
        let names: Vec<String> = routed.nodes.iter().map(|node| scenario.name(*node).to_owned()).collect();
        if let Some(owner) = owners.get(phase) {
            assert_eq!(names[0], text(owner), "{source}, {key}, phase {phase}");
        }
        if let Some(list) = lists.get(phase) {
            assert_eq!(names, list.as_array().unwrap().iter().map(text).collect::<Vec<_>>(), "{source}, {key}, phase {phase}");
        }
        if let Some(partition) = partitions.get(phase) {
            assert_eq!(routed.partition, Some(partition.as_integer().unwrap() as u64), "{source}, {key}, phase {phase}");
        }
    }
    owners.len() + lists.len() + partitions.len()
}

#[test]
fn every_kind_answers_as_published() {
    for kind in KINDS {
        let compared: usize = cases(kind.id).iter().map(|case| hold(kind.id, case)).sum();
        assert!(compared > 0, "{}: its vectors compare nothing", kind.id);
    }
}

#[test]
fn every_dialect_has_a_vector_with_a_source() {
    for kind in KINDS {
        let cases = cases(kind.id);
        for dialect in kind.dialects {
            let proven = cases.iter().any(|case| case["dialect"].as_str() == Some(dialect.id) && case["source"].as_str() != Some(""));
            assert!(proven, "{} {}", kind.id, dialect.id);
        }
    }
}
