//! What a scene shows beside its pictures: names, loads, flows, and how a picture is to be drawn.

use super::types::{Badge, CodeError};
use crate::analysis::Matrix;
use crate::cluster::NodeId;
use crate::draw;
use crate::report::Report;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// What a scene shows: the names of things, for menus and legends.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct SceneInfo {
    title: String,
    keys: u64,
    sampled: u64,
    replicas: u32,
    strategies: Vec<SceneStrategy>,
    phases: Vec<String>,
    /// Nodes that ever take part.
    nodes: u64,
    /// Whether requests are shared otherwise than keys.
    by_requests: bool,
}

/// One strategy of a scene.
#[derive(Serialize, Tsify)]
pub struct SceneStrategy {
    name: String,
    kind: String,
    description: String,
    moved: Vec<u64>,
    #[tsify(optional)]
    refused: Option<Refused>,
    /// What a learner's code printed.
    printed: Vec<String>,
}

/// A step that a strategy could not take.
#[derive(Serialize, Tsify)]
pub struct Refused {
    step: u32,
    why: String,
    instead: String,
    /// Where a learner's code was wrong or stopped, where that is the reason.
    #[tsify(optional)]
    error: Option<CodeError>,
}

impl SceneInfo {
    pub(super) fn of(report: &Report) -> Self {
        let longest = report.strategies.iter().map(|strategy| &strategy.phases).max_by_key(|phases| phases.len());
        let strategy = |strategy: &crate::report::StrategyReport| SceneStrategy {
            name: strategy.name.clone(),
            kind: strategy.kind.clone(),
            description: strategy.description.clone(),
            printed: strategy.printed.clone(),
            moved: strategy.phases.iter().map(|phase| phase.moved).collect(),
            refused: strategy.refused.as_ref().map(|refused| Refused {
                step: refused.step,
                why: refused.why.clone(),
                instead: refused.instead.clone(),
                error: refused.code.as_ref().map(CodeError::of),
            }),
        };
        Self {
            title: report.title.clone(),
            keys: report.keys,
            sampled: report.sample.len() as u64,
            replicas: report.replicas,
            strategies: report.strategies.iter().map(strategy).collect(),
            phases: longest.map(|phases| phases.iter().map(|phase| phase.label.clone()).collect()).unwrap_or_default(),
            nodes: report.roster.len() as u64,
            by_requests: report.by_requests,
        }
    }
}

/// The load of one node, before and after a step.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct LoadRow {
    name: String,
    letter: String,
    colour: u32,
    keys: u64,
    #[tsify(optional)]
    before: Option<u64>,
    share: f64,
    fair: f64,
    /// Its share of the requests, where they are shared otherwise than keys.
    #[tsify(optional)]
    requests: Option<f64>,
    live: bool,
}

impl LoadRow {
    pub(super) fn all(report: &Report, strategy: usize, phase: usize) -> Vec<Self> {
        let Some(phases) = report.strategies.get(strategy).map(|strategy| &strategy.phases) else { return Vec::new() };
        let Some(found) = phases.get(phase) else { return Vec::new() };
        let before = phase.checked_sub(1).and_then(|before| phases.get(before));
        let had = |id: NodeId| before.and_then(|before| before.load(id)).map(|load| load.keys);
        let requests = found.nodes.iter().map(|load| load.requests).sum::<u64>().max(1) as f64;
        let row = |load: &crate::report::NodeLoad| Self {
            name: report.name(load.node).to_owned(),
            letter: draw::letter(&report.roster, load.node),
            colour: draw::colour(report.roster.len(), load.node),
            keys: load.keys,
            before: had(load.node),
            share: load.keys as f64 / report.keys.max(1) as f64,
            fair: load.fair,
            requests: report.by_requests.then(|| load.requests as f64 / requests),
            live: load.live,
        };
        found.nodes.iter().map(row).collect()
    }
}

/// The moves of a step as a matrix: of many nodes the busiest, the others summed.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct FlowTable {
    givers: Vec<Badge>,
    takers: Vec<Badge>,
    /// How many more nodes gave keys: the last row is theirs.
    more_givers: u64,
    /// How many more nodes took keys: the last column is theirs.
    more_takers: u64,
    /// Keys, row by row.
    cells: Vec<u64>,
}

impl FlowTable {
    /// More rows or columns than this cannot be read.
    const SHOWN: usize = 16;

    pub(super) fn of(report: &Report, strategy: usize, phase: usize) -> Self {
        let phase = report.strategies.get(strategy).and_then(|strategy| strategy.phases.get(phase));
        let matrix = Matrix::of(phase.map_or(&[][..], |phase| &phase.flows), Self::SHOWN);
        let badges = |nodes: &[NodeId]| nodes.iter().map(|node| Badge::of(&report.roster, *node)).collect();
        let Matrix { givers, takers, more_givers, more_takers, cells } = matrix;
        Self { givers: badges(&givers), takers: badges(&takers), more_givers, more_takers, cells }
    }
}

/// How a ring is to be drawn; lengths in CSS pixels.
#[derive(Serialize, Deserialize, Tsify)]
#[tsify(from_wasm_abi)]
pub struct RingView {
    pub(super) strategy: usize,
    pub(super) phase: usize,
    pub(super) progress: f32,
    #[tsify(optional)]
    pub(super) focus: Option<draw::Focus>,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) theme: draw::Theme,
    pub(super) scale: f32,
    pub(super) headline: bool,
}

/// How a chart is to be drawn; lengths in CSS pixels.
#[derive(Serialize, Deserialize, Tsify)]
#[tsify(from_wasm_abi)]
pub struct LoadView {
    pub(super) strategy: usize,
    pub(super) phase: usize,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) theme: draw::Theme,
    pub(super) scale: f32,
    /// The node that is pointed at, by its number.
    #[tsify(optional)]
    pub(super) focus: Option<u32>,
}

/// One line that names what is pointed at.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct Named {
    pub(super) text: String,
    #[tsify(optional)]
    pub(super) node: Option<Badge>,
    pub(super) code: String,
}
