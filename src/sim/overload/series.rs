//! What a run passes through, in at most 1,200 columns: when they are full, every two of them become one.

use super::world::{STEP_S, World};
use crate::cluster::NodeId;
use serde::{Deserialize, Serialize};

const COLUMNS: usize = 1_200;
/// The most nodes that are told one by one: those with the greatest load, and those that join.
const NODES: usize = 24;

/// What a run passed through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// What a column stands for, s.
    pub column_s: f64,
    /// The nodes that are told one by one.
    pub nodes: Vec<NodeId>,
    /// Nodes that take part in all.
    pub members: u32,
    /// The columns, in order; the last may stand for less.
    pub columns: Vec<Column>,
}

/// A piece of time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Good answers over fresh requests, the mean.
    pub goodput: f64,
    /// The least of a step.
    pub min_goodput: f64,
    /// Retries over fresh requests.
    pub retries: f64,
    /// What all senders send together, MB/s.
    pub streaming_mb_s: f64,
    /// Requests that no node can answer, over all.
    pub unavailable: f64,
    /// The mean over all nodes that answer.
    pub utilisation: f64,
    /// The greatest of a node that answers, in any step.
    pub peak_utilisation: f64,
    /// Mean latency, weighed by load, ms; without what is never answered.
    pub mean_ms: f64,
    /// The greatest 99th percentile of a node, ms.
    pub p99_ms: f64,
    /// Nodes that answer, the least.
    pub up: f64,
    /// The nodes that are told one by one.
    pub nodes: Vec<NodeColumn>,
}

/// A piece of time at one node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeColumn {
    /// Load and streaming over capacity.
    pub utilisation: f64,
    /// Of that, streaming.
    pub streaming: f64,
    /// Mean latency, ms.
    pub mean_ms: f64,
    /// The 99th percentile, ms.
    pub p99_ms: f64,
    /// The part of the time that it answered.
    pub up: f64,
}

/// Keeps columns while a run goes on.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    places: Vec<usize>,
    /// Steps of a whole column.
    every: u64,
    columns: Vec<Column>,
    /// Steps in the last column.
    filled: u64,
}

impl Recorder {
    pub(super) fn new(world: &World) -> Self {
        let (shares, _) = world.ground().shares_while_streaming();
        let streams = world.ground().streams();
        let throttle = world.settings().throttle_mb_s / world.settings().disk_mb_s;
        let load = world.settings().utilisation * world.ground().live_before() as f64;
        let heat = |place: &usize| load * shares[*place] + throttle * streams[*place];
        let mut places: Vec<usize> = (0..shares.len()).collect();
        crate::collections::sort_by(&mut places, |a, b| heat(b).total_cmp(&heat(a)));
        places.truncate(NODES);
        crate::collections::sort_by_key(&mut places, |place| *place);
        Self { places, every: 1, columns: Vec::new(), filled: 0 }
    }

    /// Keeps the last step of the world, so many times.
    pub(super) fn push(&mut self, world: &World, times: u64) {
        let column = self.column(world);
        let mut left = times;
        while left > 0 {
            if self.columns.is_empty() || self.filled == self.every {
                if self.columns.len() == COLUMNS {
                    self.halve();
                    continue;
                }
                self.columns.push(column.clone());
                self.filled = 0;
            }
            // A leap over more than all columns can hold widens them first.
            if left > self.every * COLUMNS as u64 && self.columns.len() > 1 {
                self.halve();
                continue;
            }
            let take = left.min(self.every - self.filled);
            if let Some(last) = self.columns.last_mut() {
                last.add(self.filled, &column, take);
            }
            self.filled += take;
            left -= take;
        }
    }

    /// Makes one column of every two.
    fn halve(&mut self) {
        let mut merged: Vec<Column> = Vec::with_capacity(COLUMNS);
        let last = self.columns.len() - 1;
        for (i, column) in self.columns.drain(..).enumerate() {
            let weight = if i == last { self.filled } else { self.every };
            match merged.last_mut().filter(|_| i % 2 == 1) {
                Some(first) => first.add(self.every, &column, weight),
                None => merged.push(column),
            }
        }
        self.filled += if last % 2 == 1 { self.every } else { 0 };
        self.columns = merged;
        self.every *= 2;
    }

    fn column(&self, world: &World) -> Column {
        let (flux, service) = (world.flux(), world.settings().service_ms);
        let mut column = Column {
            goodput: flux.goodput(),
            min_goodput: flux.goodput(),
            retries: world.retries() / flux.fresh,
            streaming_mb_s: world.streaming_mb_s(),
            unavailable: world.shares().1,
            peak_utilisation: flux.utilisation,
            ..Column::default()
        };
        let mut answered = 0.0;
        for place in 0..world.ground().members.len() {
            let node = world.node(place);
            if !node.up {
                continue;
            }
            column.up += 1.0;
            column.utilisation += node.utilisation();
            column.p99_ms = column.p99_ms.max(shown_ms(node.latency_s(service, LN_100)));
            if node.wait_s.is_finite() {
                answered += node.load;
                column.mean_ms += node.load * 1e3 * node.latency_s(service, 1.0);
            }
        }
        column.utilisation /= column.up.max(1.0);
        column.mean_ms /= if answered > 0.0 { answered } else { 1.0 };
        column.nodes = self.places.iter().map(|place| node_column(world, *place)).collect();
        column
    }

    pub(super) fn series(&self, world: &World) -> Series {
        Series {
            column_s: self.every as f64 * STEP_S,
            nodes: self.places.iter().map(|place| world.ground().members[*place].id).collect(),
            members: world.ground().members.len() as u32,
            columns: self.columns.clone(),
        }
    }
}

/// ln 100, of the 99th percentile.
const LN_100: f64 = 2.0 * core::f64::consts::LN_10;

fn node_column(world: &World, place: usize) -> NodeColumn {
    let (node, service) = (world.node(place), world.settings().service_ms);
    NodeColumn {
        utilisation: node.utilisation(),
        streaming: node.streaming,
        mean_ms: shown_ms(node.latency_s(service, 1.0)),
        p99_ms: shown_ms(node.latency_s(service, LN_100)),
        up: if node.up { 1.0 } else { 0.0 },
    }
}

/// What is never answered is shown as an hour.
fn shown_ms(seconds: f64) -> f64 {
    1e3 * seconds.min(3_600.0)
}

impl Column {
    /// Adds `more` steps of another column to one that stands for `own` steps.
    fn add(&mut self, own: u64, other: &Self, more: u64) {
        let part = more as f64 / (own + more) as f64;
        let mix = |own: &mut f64, other: f64| *own += (other - *own) * part;
        mix(&mut self.goodput, other.goodput);
        mix(&mut self.retries, other.retries);
        mix(&mut self.streaming_mb_s, other.streaming_mb_s);
        mix(&mut self.unavailable, other.unavailable);
        mix(&mut self.utilisation, other.utilisation);
        mix(&mut self.mean_ms, other.mean_ms);
        self.min_goodput = self.min_goodput.min(other.min_goodput);
        self.peak_utilisation = self.peak_utilisation.max(other.peak_utilisation);
        self.p99_ms = self.p99_ms.max(other.p99_ms);
        self.up = self.up.min(other.up);
        for (own, other) in self.nodes.iter_mut().zip(&other.nodes) {
            mix(&mut own.utilisation, other.utilisation);
            mix(&mut own.streaming, other.streaming);
            mix(&mut own.mean_ms, other.mean_ms);
            mix(&mut own.p99_ms, other.p99_ms);
            mix(&mut own.up, other.up);
        }
    }
}
