//! The report's JSON face, for people and other programs: names instead of numbers. Fields may be added, these stay.
//!
//! Fields stand in alphabetical order.

use super::{NodeLoad, Phase, Refused, Report, Spread, StrategyReport, Theory};
use serde::Serialize;

/// Where one key is, in one phase.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlacedKey {
    /// The key.
    pub key: String,
    /// Its live nodes in order of preference, by name.
    pub nodes: Vec<String>,
    /// The slot, token range or shard, where the strategy has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition: Option<u64>,
}

/// The keys of a phase: by strategy and phase.
type Placements<'a> = &'a dyn Fn(usize, usize) -> Vec<PlacedKey>;

#[derive(Serialize)]
struct Whole<'a> {
    keys: u64,
    replicas: u32,
    strategies: Vec<Strategy<'a>>,
    title: &'a str,
}

#[derive(Serialize)]
struct Strategy<'a> {
    kind: &'a str,
    name: &'a str,
    phases: Vec<PhaseFace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<RefusedFace<'a>>,
}

#[derive(Serialize)]
struct RefusedFace<'a> {
    instead: &'a str,
    step: u32,
    why: &'a str,
}

#[derive(Serialize)]
struct PhaseFace<'a> {
    flows: Vec<(&'a str, &'a str, u64)>,
    label: &'a str,
    least: f64,
    memory_bytes: u64,
    moved: u64,
    needless: u64,
    new_copies: u64,
    nodes: Vec<NodeFace<'a>>,
    p99_to_average: f64,
    peak_to_average: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    placements: Option<Vec<PlacedKey>>,
    spread: Option<SpreadFace>,
    switched: bool,
    theory: Option<TheoryFace<'a>>,
}

#[derive(Serialize)]
struct NodeFace<'a> {
    copies: u64,
    fair: f64,
    keys: u64,
    live: bool,
    name: &'a str,
    share: f64,
    weight: f64,
}

#[derive(Serialize)]
struct SpreadFace {
    greatest: f64,
    nodes: u32,
}

#[derive(Serialize)]
struct TheoryFace<'a> {
    formula: &'a str,
    moved: f64,
}

/// The report as JSON on indented lines; `placements` gives the keys of each phase where they are asked for.
#[must_use]
pub fn to_json(report: &Report, placements: Option<Placements<'_>>) -> String {
    let strategies = report.strategies.iter().enumerate().map(|(i, strategy)| strategy_face(report, i, strategy, placements)).collect();
    let whole = Whole { keys: report.keys, replicas: report.replicas, strategies, title: &report.title };
    // Writing to a text cannot fail, and no key is anything but a text.
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn strategy_face<'a>(report: &'a Report, index: usize, strategy: &'a StrategyReport, placements: Option<Placements<'_>>) -> Strategy<'a> {
    let phase = |(k, phase)| phase_face(report, phase, placements.map(|placements| placements(index, k)));
    let refused = |Refused { step, why, instead }: &'a Refused| RefusedFace { instead, step: *step, why };
    Strategy {
        kind: &strategy.kind,
        name: &strategy.name,
        phases: strategy.phases.iter().enumerate().map(phase).collect(),
        refused: strategy.refused.as_ref().map(refused),
    }
}

fn phase_face<'a>(report: &'a Report, phase: &'a Phase, placements: Option<Vec<PlacedKey>>) -> PhaseFace<'a> {
    let total = report.keys.max(1) as f64;
    let node = |load: &NodeLoad| NodeFace {
        copies: load.copies,
        fair: load.fair,
        keys: load.keys,
        live: load.live,
        name: report.name(load.node),
        share: load.keys as f64 / total,
        weight: load.weight,
    };
    PhaseFace {
        flows: phase.flows.iter().map(|(from, to, keys)| (report.name(*from), report.name(*to), *keys)).collect(),
        label: &phase.label,
        least: phase.least,
        memory_bytes: phase.memory_bytes,
        moved: phase.moved,
        needless: phase.needless,
        new_copies: phase.new_copies,
        nodes: phase.nodes.iter().map(node).collect(),
        p99_to_average: phase.p99_to_average,
        peak_to_average: phase.peak_to_average,
        placements,
        spread: phase.spread.as_ref().map(|Spread { nodes, greatest }| SpreadFace { greatest: *greatest, nodes: *nodes }),
        switched: phase.switched,
        theory: phase.theory.as_ref().map(|Theory { moved, formula }| TheoryFace { formula, moved: *moved }),
    }
}
