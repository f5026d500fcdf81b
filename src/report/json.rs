//! The report's JSON face, for people and other programs: names instead of numbers. Fields may be added, these stay.

use super::{Phase, Report, StrategyReport};
use serde_json::{Value, json};

/// Where one key is, in one phase.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedKey {
    /// The key.
    pub key: String,
    /// Its live nodes in order of preference, by name.
    pub nodes: Vec<String>,
    /// The slot, token range or shard, where the strategy has one.
    pub partition: Option<u64>,
}

/// The report as JSON; `placements(strategy, phase)` gives the keys of a phase where they are asked for.
#[must_use]
pub fn to_json(report: &Report, placements: Option<&dyn Fn(usize, usize) -> Vec<PlacedKey>>) -> Value {
    let strategies: Vec<Value> =
        report.strategies.iter().enumerate().map(|(i, strategy)| strategy_json(report, i, strategy, placements)).collect();
    json!({ "title": report.title, "keys": report.keys, "replicas": report.replicas, "strategies": strategies })
}

fn strategy_json(
    report: &Report,
    index: usize,
    strategy: &StrategyReport,
    placements: Option<&dyn Fn(usize, usize) -> Vec<PlacedKey>>,
) -> Value {
    let phase = |(k, phase): (usize, &Phase)| {
        let mut value = phase_json(report, phase);
        if let Some(placements) = placements {
            value["placements"] = placements(index, k).iter().map(placed_json).collect();
        }
        value
    };
    let mut value = json!({
        "name": strategy.name,
        "kind": strategy.kind,
        "phases": strategy.phases.iter().enumerate().map(phase).collect::<Vec<_>>(),
    });
    if let Some(refused) = &strategy.refused {
        value["refused"] = json!({ "step": refused.step, "why": refused.why, "instead": refused.instead });
    }
    value
}

fn placed_json(placed: &PlacedKey) -> Value {
    let mut value = json!({ "key": placed.key, "nodes": placed.nodes });
    if let Some(partition) = placed.partition {
        value["partition"] = json!(partition);
    }
    value
}

fn phase_json(report: &Report, phase: &Phase) -> Value {
    let total = report.keys.max(1) as f64;
    let nodes: Vec<Value> = phase
        .nodes
        .iter()
        .map(|load| {
            json!({
                "name": report.name(load.node), "keys": load.keys, "share": load.keys as f64 / total, "fair": load.fair,
                "copies": load.copies, "weight": load.weight, "live": load.live,
            })
        })
        .collect();
    let flows: Vec<Value> = phase.flows.iter().map(|(from, to, keys)| json!([report.name(*from), report.name(*to), keys])).collect();
    json!({
        "label": phase.label,
        "nodes": nodes,
        "moved": phase.moved,
        "needless": phase.needless,
        "flows": flows,
        "new_copies": phase.new_copies,
        "switched": phase.switched,
        "least": phase.least,
        "theory": phase.theory.as_ref().map(|theory| json!({ "moved": theory.moved, "formula": theory.formula })),
        "peak_to_average": phase.peak_to_average,
        "spread": phase.spread.as_ref().map(|spread| json!({ "nodes": spread.nodes, "greatest": spread.greatest })),
        "memory_bytes": phase.memory_bytes,
    })
}
