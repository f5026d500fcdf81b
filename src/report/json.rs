//! The report's JSON face, for people and other programs: names instead of numbers. Fields may be added, these stay.
//!
//! Fields stand in alphabetical order.

use super::{
    Expected, IncidentFound, LostCopies, MigrationFound, NodeLoad, Phase, Refused, Report, Simulated, Spread, StrategyReport, SweepReport,
    Theory,
};
use crate::strategy::CodeError;
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

/// What stands in a report beyond what one run finds.
#[derive(Clone, Copy, Default)]
pub struct Extras<'a> {
    /// What became of the scenario's expectations.
    pub expected: &'a [Expected],
    /// The sweep, where the scenario asks for one.
    pub sweep: Option<&'a SweepReport>,
    /// The place of every key, by strategy and phase.
    pub placements: Option<&'a dyn Fn(usize, usize) -> Vec<PlacedKey>>,
    /// What the simulations found, by strategy and phase.
    pub simulated: Option<&'a dyn Fn(usize, usize) -> Simulated>,
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    expect: &'a [Expected],
    keys: u64,
    replicas: u32,
    strategies: Vec<Strategy<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sweep: Option<SweepFace<'a>>,
    title: &'a str,
}

#[derive(Serialize)]
struct Strategy<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<&'a str>,
    kind: &'a str,
    name: &'a str,
    phases: Vec<PhaseFace<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    printed: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<RefusedFace<'a>>,
}

#[derive(Serialize)]
struct RefusedFace<'a> {
    instead: &'a str,
    step: u32,
    why: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a CodeError>,
}

#[derive(Serialize)]
struct PhaseFace<'a> {
    disagree: Option<u64>,
    flows: Vec<(&'a str, &'a str, u64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<IncidentFound>,
    label: &'a str,
    least: f64,
    lost_copies: Option<LostFace>,
    memory_bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    migration: Option<MigrationFound>,
    moved: u64,
    needless: u64,
    new_copies: u64,
    nodes: Vec<NodeFace<'a>>,
    p99_to_average: f64,
    peak_requests: f64,
    peak_to_average: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    placements: Option<Vec<PlacedKey>>,
    replica_sets: Option<u64>,
    replica_sets_at_least: bool,
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
    requests: f64,
    share: f64,
    weight: f64,
}

#[derive(Serialize)]
struct LostFace {
    all: u64,
    one_left: u64,
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

#[derive(Serialize)]
struct SweepFace<'a> {
    measure: &'a str,
    parameter: &'a str,
    scale: &'a str,
    seeds: u32,
    step: u32,
    strategies: Vec<LineFace<'a>>,
}

#[derive(Serialize)]
struct LineFace<'a> {
    name: &'a str,
    points: Vec<PointFace<'a>>,
}

#[derive(Serialize)]
struct PointFace<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<f64>,
    mean: Option<f64>,
    #[serde(skip_serializing_if = "str::is_empty")]
    refused: &'a str,
    seeds: u32,
    theory: Option<f64>,
    value: f64,
}

impl<'a> SweepFace<'a> {
    fn of(sweep: &'a SweepReport) -> Self {
        let point = |point: &'a super::SweepPoint| PointFace {
            high: point.figure.map(|figure| figure.high),
            low: point.figure.map(|figure| figure.low),
            mean: point.figure.map(|figure| figure.mean),
            refused: &point.refused,
            seeds: point.figure.map_or(0, |figure| figure.seeds),
            theory: point.theory,
            value: point.x,
        };
        let line = |line: &'a super::SweepLine| LineFace { name: &line.name, points: line.points.iter().map(point).collect() };
        Self {
            measure: sweep.measure.id(),
            parameter: &sweep.parameter,
            scale: if sweep.log { "log" } else { "linear" },
            seeds: sweep.seeds,
            step: sweep.step,
            strategies: sweep.lines.iter().map(line).collect(),
        }
    }
}

/// The report as JSON on indented lines, with what else was asked for.
#[must_use]
pub fn to_json(report: &Report, extras: Extras<'_>) -> String {
    let strategies = report.strategies.iter().enumerate().map(|(i, strategy)| strategy_face(report, i, strategy, extras)).collect();
    let sweep = extras.sweep.map(SweepFace::of);
    let whole = Whole { expect: extras.expected, keys: report.keys, replicas: report.replicas, strategies, sweep, title: &report.title };
    // Writing to a text cannot fail, and no key is anything but a text.
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn strategy_face<'a>(report: &'a Report, index: usize, strategy: &'a StrategyReport, extras: Extras<'_>) -> Strategy<'a> {
    let phase = |(k, phase)| {
        let simulated = extras.simulated.map(|simulated| simulated(index, k)).unwrap_or_default();
        phase_face(report, phase, extras.placements.map(|placements| placements(index, k)), simulated)
    };
    let refused = |Refused { step, why, instead, code }: &'a Refused| RefusedFace { instead, step: *step, why, code: code.as_ref() };
    Strategy {
        beside: strategy.beside.as_deref(),
        kind: &strategy.kind,
        name: &strategy.name,
        phases: strategy.phases.iter().enumerate().map(phase).collect(),
        printed: &strategy.printed,
        refused: strategy.refused.as_ref().map(refused),
    }
}

fn phase_face<'a>(report: &'a Report, phase: &'a Phase, placements: Option<Vec<PlacedKey>>, simulated: Simulated) -> PhaseFace<'a> {
    let total = report.keys.max(1) as f64;
    let requests = phase.nodes.iter().map(|load| load.requests).sum::<u64>().max(1) as f64;
    let node = |load: &NodeLoad| NodeFace {
        copies: load.copies,
        fair: load.fair,
        keys: load.keys,
        live: load.live,
        name: report.name(load.node),
        requests: load.requests as f64 / requests,
        share: load.keys as f64 / total,
        weight: load.weight,
    };
    PhaseFace {
        disagree: phase.disagree,
        flows: phase.flows.iter().map(|(from, to, keys)| (report.name(*from), report.name(*to), *keys)).collect(),
        incident: simulated.incident,
        label: &phase.label,
        least: phase.least,
        lost_copies: phase.lost_copies.as_ref().map(|LostCopies { all, one_left }| LostFace { all: *all, one_left: *one_left }),
        memory_bytes: phase.memory_bytes,
        migration: simulated.migration,
        moved: phase.moved,
        needless: phase.needless,
        new_copies: phase.new_copies,
        nodes: phase.nodes.iter().map(node).collect(),
        p99_to_average: phase.p99_to_average,
        peak_requests: phase.peak_requests,
        peak_to_average: phase.peak_to_average,
        placements,
        replica_sets: phase.replica_sets.as_ref().map(|sets| sets.count),
        replica_sets_at_least: phase.replica_sets.as_ref().is_some_and(|sets| sets.at_least),
        spread: phase.spread.as_ref().map(|Spread { nodes, greatest }| SpreadFace { greatest: *greatest, nodes: *nodes }),
        switched: phase.switched,
        theory: phase.theory.as_ref().map(|Theory { moved, formula }| TheoryFace { formula, moved: *moved }),
    }
}
