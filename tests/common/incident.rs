//! What the tests of incidents share: scenarios with one, and how they end.

use shardlab::experiment::incident_ground;
use shardlab::scenario;
use shardlab::sim::overload::{Ground, Outcome, OverloadSettings, end_of};
use std::rc::Rc;

/// A scenario with so many nodes of a kind that takes a step.
pub fn text(kind: &str, nodes: usize, replicas: u32, step: &str, incident: &str) -> String {
    let names: Vec<String> = (0..nodes).map(|i| format!("\"n{i}\"")).collect();
    let list = names.join(", ");
    format!("nodes = [{list}]\nreplicas = {replicas}\n[[strategy]]\nkind = \"{kind}\"\n[[step]]\n{step}\n[incident]\n{incident}\n")
}

pub fn of(text: &str) -> (Rc<Ground>, OverloadSettings) {
    let reading = scenario::read(text);
    let scenario = reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics));
    (Rc::new(incident_ground(&scenario, 0, 1).unwrap()), scenario.incident.unwrap())
}

pub fn outcome(text: &str) -> Outcome {
    let (ground, settings) = of(text);
    end_of(&ground, &settings)
}

/// So many nodes of a kind with equal shares get one more.
pub fn grow(kind: &str, nodes: usize, incident: &str) -> Outcome {
    outcome(&text(kind, nodes, 1, "add = \"new\"", &format!("balanced = true\n{incident}")))
}

pub fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance * wanted.abs(), "{found} is not {wanted}");
}
