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
    let reading = scenario::read(case["scenario"].as_str().unwrap());
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
    compared
}

fn hold_place(scenario: &scenario::Scenario, place: &Value, source: &str) -> usize {
    let owners = place["owners"].as_array().unwrap();
    for (phase, owner) in owners.iter().enumerate() {
        let answer = experiment::Router::new(scenario.clone(), phase).route(place["key"].as_str().unwrap());
        let node = answer[0].as_ref().unwrap().nodes[0];
        assert_eq!(Some(scenario.name(node)), owner.as_str(), "{source}, phase {phase}");
    }
    owners.len()
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
