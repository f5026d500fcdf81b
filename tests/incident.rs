//! The incident: every row of what must come out, every closed form over many parameters, what holds for any, and bad input.

use proptest::prelude::*;
use shardlab::experiment::incident_ground;
use shardlab::scenario;
use shardlab::sim::overload::{Event, Ground, Outcome, OverloadSettings, Role, Run, STEP_S, Tipping, TippingMap, Verdict, World, end_of, forms, rescues};
use std::rc::Rc;

/// A scenario with so many nodes of a kind that takes a step.
fn text(kind: &str, nodes: usize, replicas: u32, step: &str, incident: &str) -> String {
    let names: Vec<String> = (0..nodes).map(|i| format!("\"n{i}\"")).collect();
    format!(
        "nodes = [{}]\nreplicas = {replicas}\n[[strategy]]\nkind = \"{kind}\"\n[[step]]\n{step}\n[incident]\n{incident}\n",
        names.join(", ")
    )
}

fn read(text: &str) -> scenario::Scenario {
    let reading = scenario::read(text);
    reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics))
}

fn of(text: &str) -> (Rc<Ground>, OverloadSettings) {
    let scenario = read(text);
    (Rc::new(incident_ground(&scenario, 0, 1).unwrap()), scenario.incident.unwrap())
}

fn outcome(text: &str) -> Outcome {
    let (ground, settings) = of(text);
    end_of(&ground, &settings)
}

/// Five nodes of a kind with equal shares get a sixth.
fn five(kind: &str, incident: &str) -> Outcome {
    outcome(&text(kind, 5, 1, "add = \"new\"", &format!("balanced = true\n{incident}")))
}

fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance * wanted.abs(), "{found} is not {wanted}");
}

#[test]
fn explore() {
    for (kind, incident) in [
        ("ring", "utilisation = 0.5"),
        ("ring", "utilisation = 0.7"),
        ("ring", "throttle_mb_s = 10"),
        ("ring", "disk_mb_s = 500"),
        ("ring", "low_priority = true"),
        ("ring", "retries = 0"),
        ("ring", "retry_budget = 0.1"),
        ("ring", "shed = true"),
        ("ring", "drop_expired = true"),
        ("ring", ""),
        ("ring", "failure_detector = false"),
        ("ring", "cancel_after_s = 90"),
        ("ring", "throttle_mb_s = 50"),
        ("ring", "throttle_mb_s = 20"),
        ("ring", "throttle_mb_s = 20.08"),
        ("modulo", "throttle_mb_s = 10"),
        ("modulo", "throttle_mb_s = 12"),
        ("modulo", "utilisation = 0.6"),
        ("rendezvous", "utilisation = 0.6"),
    ] {
        let start = std::time::Instant::now();
        println!("{kind} {incident}: {:?} {:?}", five(kind, incident), start.elapsed());
    }
    let published = "capacity_rps = 300\nretries = 1\noutage_s = 10\nfailure_detector = true\nbalanced=true\n";
    for (n, more) in [(1, "utilisation = 0.9333333"), (1, "utilisation = 0.4666"), (1, "utilisation = 0.9333333\nretry_budget = 0.0714"), (1, "utilisation = 0.9333333\nretry_budget = 0.05")] {
        println!("{n} {more} {:?}", outcome(&text("ring", n, 1, "reweight = { n0 = 2 }", &format!("{published}{more}"))));
    }
}
