//! A migration as the page plays it: the keys that travel, and policy by policy when each does and what requests meet with.

use super::Outcomes;
use crate::cluster::NodeId;
use serde::{Deserialize, Serialize};

/// The step of a scenario under one strategy, played under every policy on the same seed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MigrationReport {
    /// Names of all nodes, by [`NodeId`].
    pub roster: Vec<String>,
    /// Keys of the scenario.
    pub all: u64,
    /// Keys that take part: all of them, or a fixed sample.
    pub keys: u64,
    /// Keys of those whose first node changes.
    pub moved: u64,
    /// Keys of those that had no node left.
    pub gone: u64,
    /// Copies by node at the start.
    pub owned: Vec<u64>,
    /// The keys that change nodes.
    pub travels: Vec<Travel>,
    /// One entry a policy, all eight.
    pub plays: Vec<MigrationPlay>,
    /// The same step under other strategies, and under this one, with one policy.
    pub beside: Vec<MigrationBeside>,
}

/// The way of a key.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Travel {
    /// Where it is copied from.
    pub from: NodeId,
    /// Where it is copied to.
    pub to: NodeId,
    /// Whether the old node keeps a copy.
    pub kept: bool,
}

/// A migration under one policy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MigrationPlay {
    /// The policy's name.
    pub policy: String,
    /// Every phase that took time, and when it began, s; the last one is the end.
    pub phases: Vec<(String, f64)>,
    /// From the first copy to the switch, or to the last copy where the switch comes first, s.
    pub duration_s: f64,
    /// How long requests for moving keys were paused, s.
    pub pause_s: f64,
    /// What requests met with, in all.
    pub totals: Outcomes,
    /// How long a column is, s.
    pub column_s: f64,
    /// Operations in each column: answered at once, made to wait, sent on, missed, stale, failed.
    pub columns: Vec<[u64; 6]>,
    /// When the copy of each key left and arrived, parallel to the travels, s; endless for one that did not.
    pub times: Vec<(f32, f32)>,
    /// What bounded it before it ended by itself.
    pub ended_by: Option<String>,
    /// Keys that were still to be copied or applied then.
    pub left: Option<u64>,
    /// What theory says.
    pub forms: Vec<PlayForm>,
}

/// A figure by theory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlayForm {
    /// What it is of: an outcome, `duration_s`, `pause_s`, `left` or `origin_load`.
    pub of: String,
    /// Its value.
    pub value: f64,
    /// The formula with its numbers.
    pub text: String,
}

/// The same step under a strategy, as far as its pace goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MigrationBeside {
    /// The strategy's name.
    pub name: String,
    /// Keys whose first node changes.
    pub moved: u64,
    /// How long it takes, s.
    pub duration_s: f64,
    /// When copies arrive, in order, s.
    pub arrivals: Vec<f32>,
}

impl MigrationPlay {
    /// The end, s.
    #[must_use]
    pub fn end_s(&self) -> f64 {
        self.phases.last().map_or(0.0, |(_, at)| *at)
    }

    /// The phase at a time.
    #[must_use]
    pub fn phase(&self, at_s: f64) -> &str {
        self.phases.iter().rev().find(|(_, from)| *from <= at_s + 1e-9).map_or("", |(title, _)| title)
    }

    /// What a form speaks of as it was found; none where nothing was counted for it.
    #[must_use]
    pub fn found(&self, of: &str) -> Option<f64> {
        let Outcomes { blocked, blocked_ms, error, extra, lost, miss, redirect, stale, .. } = self.totals;
        Some(match of {
            "blocked" => blocked as f64,
            "blocked_ms" => blocked_ms,
            "error" => error as f64,
            "extra" => extra as f64,
            "lost" => lost as f64,
            "miss" => miss as f64,
            "redirect" => redirect as f64,
            "stale" => stale as f64,
            "duration_s" => self.duration_s,
            "pause_s" => self.pause_s,
            "left" => self.left? as f64,
            _ => return None,
        })
    }

    /// What requests met with until a time, by kind.
    #[must_use]
    pub fn until(&self, at_s: f64) -> [u64; 6] {
        let columns = if self.column_s > 0.0 { libm::floor(at_s / self.column_s + 1e-6) as usize } else { 0 };
        let mut sum = [0; 6];
        for column in self.columns.iter().take(columns) {
            (0..6).for_each(|i| sum[i] += column[i]);
        }
        sum
    }

    /// How many copies are on their way at a time, and how many have arrived.
    #[must_use]
    pub fn copies(&self, at_s: f64) -> (u64, u64) {
        let at = at_s as f32;
        let count = |which: &dyn Fn(&(f32, f32)) -> bool| self.times.iter().filter(|times| which(times)).count() as u64;
        (count(&|(left, arrived)| *left <= at && at < *arrived), count(&|(_, arrived)| *arrived <= at))
    }
}

impl MigrationBeside {
    /// How many copies have arrived at a time.
    #[must_use]
    pub fn arrived(&self, at_s: f64) -> u64 {
        self.arrivals.partition_point(|arrived| f64::from(*arrived) <= at_s) as u64
    }
}
