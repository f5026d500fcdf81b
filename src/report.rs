//! What an experiment found: plain data, node numbers and counts, no strings a key beyond the sample that is drawn.
//!
//! Counts are `u64`; places on the circle are turns from 0 to 1, clockwise from twelve o'clock.

#[cfg(feature = "full")]
mod expect;
#[cfg(feature = "full")]
mod incident;
#[cfg(feature = "full")]
mod json;
#[cfg(feature = "full")]
mod migration;
#[cfg(feature = "full")]
mod scale;
#[cfg(feature = "full")]
mod simulated;
#[cfg(feature = "full")]
mod sweep;
mod table;

#[cfg(feature = "full")]
pub use expect::Expected;
#[cfg(feature = "full")]
pub use incident::{IncidentForm, IncidentPlay, IncidentRescue, PlayEvent};
#[cfg(feature = "full")]
pub use json::{Extras, PlacedKey, to_json};
#[cfg(feature = "full")]
pub use migration::{MigrationBeside, MigrationPlay, MigrationReport, PlayForm, Travel};
#[cfg(feature = "full")]
pub use scale::{ScalePhase, ScaleReport, ScaleStrategy, scale_csv};
#[cfg(feature = "full")]
pub use simulated::{IncidentFound, MigrationFound, Outcomes, PolicyFound, Simulated};
#[cfg(feature = "full")]
pub use sweep::{Figure, SweepLine, SweepPoint, SweepReport, sweep_csv};
pub use table::{CompareRow, Timing, compare_csv, compare_markdown, compare_rows, loads_csv, moved_csv, moved_csv_header};

use crate::cluster::NodeId;
use crate::strategy::{CodeError, Refusal};
use serde::{Deserialize, Serialize};

/// Everything that one run of a scenario found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The scenario's title.
    pub title: String,
    /// Number of keys placed.
    pub keys: u64,
    /// Copies asked for of each key.
    pub replicas: u32,
    /// Whether requests are shared otherwise than keys: some keys are hotter, or any copy answers.
    pub by_requests: bool,
    /// Names of all nodes that ever take part, by [`NodeId`].
    pub roster: Vec<String>,
    /// The keys that are drawn one by one: the first of the set, at most [`Report::SAMPLE`].
    pub sample: Vec<String>,
    /// One entry a strategy, in the scenario's order.
    pub strategies: Vec<StrategyReport>,
}

impl Report {
    /// The most keys that are drawn one by one.
    pub const SAMPLE: u64 = 2_000;
    /// Columns of a density band, each half a degree wide.
    pub const COLUMNS: usize = 720;
    /// The most points, and arcs, of a ring that are drawn one by one.
    pub const MARKS: usize = 4_096;

    /// A node's name.
    #[must_use]
    pub fn name(&self, id: NodeId) -> &str {
        self.roster.get(id.index()).map_or("", String::as_str)
    }
}

/// One strategy over all steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrategyReport {
    /// Its name in the scenario, unique there.
    pub name: String,
    /// Its kind at the start.
    pub kind: String,
    /// What tells it apart, for people: `ring, 100 points a node`.
    pub description: String,
    /// The place of every sample key on the circle, in turns.
    pub turns: Vec<f32>,
    /// The strategy whose first nodes its own are compared with, where it has a list of nodes of its own.
    pub beside: Option<String>,
    /// Phase 0 is the start, phase k the state after step k.
    pub phases: Vec<Phase>,
    /// The step that it could not take.
    pub refused: Option<Refused>,
    /// The first node of each key that the scenario's expectations name, phase by phase.
    pub owners: Vec<Vec<NodeId>>,
    /// What a learner's code printed.
    pub printed: Vec<String>,
}

/// A step that a strategy could not take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// The step, counted from 1; 0 is the start.
    pub step: u32,
    /// What it cannot do.
    pub why: String,
    /// What people do instead.
    pub instead: String,
    /// Where a learner's code was wrong or stopped, where that is the reason.
    pub code: Option<CodeError>,
}

impl Refused {
    /// The refusal of a step.
    #[must_use]
    pub fn at(step: usize, Refusal { why, instead, code }: Refusal) -> Self {
        Self { step: step as u32, why, instead, code: code.map(|code| *code) }
    }
}

/// One state of a cluster under one strategy, and what the step to it moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// `start`, or what the step does: `+ Node D`.
    pub label: String,
    /// The strategy's kind in this phase: a step may have switched it.
    pub kind: String,
    /// Its dialect in this phase.
    pub dialect: String,
    /// The members in their order, failed ones among them.
    pub nodes: Vec<NodeLoad>,
    /// Keys whose first node differs from the phase before; 0 at the start.
    pub moved: u64,
    /// Moved keys that did not need to: neither end of the move changed its fair share that way; 0 after a switch.
    pub needless: u64,
    /// (key, node) pairs that are new; equal to `moved` with one replica.
    pub new_copies: u64,
    /// Whether this step switched to another strategy: its moves are counted as moved only.
    pub switched: bool,
    /// Moves from node to node, sorted: from, to, keys.
    pub flows: Vec<(NodeId, NodeId, u64)>,
    /// The share of keys that a perfect strategy would have moved, 0 to 1.
    pub least: f64,
    /// The share that theory expects this strategy to move, where it says so.
    pub theory: Option<Theory>,
    /// The greatest load over its fair share; 1 is perfect balance.
    pub peak_to_average: f64,
    /// The 99th percentile over live nodes of load over fair share, by nearest rank.
    pub p99_to_average: f64,
    /// The relative standard deviation of the loads from their fair shares; 0 is perfect balance.
    pub deviation: f64,
    /// What theory expects that deviation to be; none without keys.
    pub deviation_theory: Option<DeviationTheory>,
    /// The greatest share of the requests over its fair share; equal to `peak_to_average` unless [`Report::by_requests`].
    pub peak_requests: f64,
    /// Keys for which it names another first node than the strategy beside it; none where there is no such strategy.
    pub disagree: Option<u64>,
    /// How many sets of nodes hold a key's copies together; none with one replica.
    pub replica_sets: Option<ReplicaSets>,
    /// What became of the copies on nodes that failed in this step; none where none did.
    pub lost_copies: Option<LostCopies>,
    /// Where the keys of nodes that were removed or failed in this step went.
    pub spread: Option<Spread>,
    /// What the built structure takes, bytes.
    pub memory_bytes: u64,
    /// What there is to draw.
    pub picture: Picture,
}

impl Phase {
    /// The load of a node, where it is a member.
    #[must_use]
    pub fn load(&self, node: NodeId) -> Option<&NodeLoad> {
        // Members mostly stand at the place of their number.
        let there = self.nodes.get(node.index()).filter(|load| load.node == node);
        there.or_else(|| self.nodes.iter().find(|load| load.node == node))
    }
}

/// The load of one member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeLoad {
    /// The node.
    pub node: NodeId,
    /// Keys of which it is the first node.
    pub keys: u64,
    /// Keys of which it holds a copy; equal to `keys` with one replica.
    pub copies: u64,
    /// The requests that it answers, in parts: those of all members together are the same in every phase.
    pub requests: u64,
    /// Its fair share, 0 to 1.
    pub fair: f64,
    /// Its weight.
    pub weight: f64,
    /// False when it has failed.
    pub live: bool,
}

/// What theory expects to move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Theory {
    /// The share of keys, 0 to 1.
    pub moved: f64,
    /// The formula with its numbers.
    pub formula: String,
}

/// The relative standard deviation that theory expects of a node's load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct DeviationTheory {
    /// The deviation, a part of the fair share.
    pub deviation: f64,
    /// The formula with its numbers.
    pub formula: String,
}

/// Where the keys of removed or failed nodes went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Spread {
    /// Over how many nodes.
    pub nodes: u32,
    /// The greatest part that one of them took, 0 to 1.
    pub greatest: f64,
}

/// How many sets of nodes hold a key's copies together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplicaSets {
    /// The sets.
    pub count: u64,
    /// Whether there are more, which were not kept.
    pub at_least: bool,
}

/// What became of copies on nodes that failed; a removed node hands its copies on.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LostCopies {
    /// Keys that lost all their copies.
    pub all: u64,
    /// Keys that had more than one copy and have one left.
    pub one_left: u64,
}

/// What there is to draw of one phase.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Picture {
    /// The owner of every sample key.
    pub owners: Vec<NodeId>,
    /// The density of all keys round the circle; empty where every key is in the sample.
    pub columns: Vec<Column>,
    /// The arcs of a ring, merged by owner, clockwise; empty where the strategy has no ring, or more than [`Report::MARKS`].
    pub arcs: Vec<Arc>,
    /// The ring by columns, where its arcs or those before the step are too many to be told apart; else empty.
    pub cells: Vec<Cell>,
    /// The points of a ring; empty where there are none or more than [`Report::MARKS`].
    pub marks: Vec<Mark>,
    /// How many points the ring has.
    pub points: u64,
}

/// One column of a density band.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Keys in it.
    pub keys: u64,
    /// Moved keys in it.
    pub moved: u64,
    /// A node that owns many of them (by majority vote).
    pub owner: NodeId,
    /// Whether it is known to own more than half of them.
    pub most: bool,
}

/// One column of a ring whose arcs are too many to be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Arcs in it, whole or in part.
    pub arcs: u32,
    /// The node that owns most of it.
    pub owner: NodeId,
    /// The part of it that changed its owner in the step, 0 to 1.
    pub changed: f32,
    /// The node that took most of that part; the owner where nothing changed.
    pub taker: NodeId,
}

/// A stretch of the ring that belongs to one node.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arc {
    /// Where it begins, in turns.
    pub from: f32,
    /// Where it ends, in turns; 1 at the end of the circle.
    pub to: f32,
    /// Its owner.
    pub node: NodeId,
}

/// A point of a ring.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Its place, in turns.
    pub turn: f32,
    /// Its node.
    pub node: NodeId,
    /// Its number among the points of its node.
    pub number: u32,
}
