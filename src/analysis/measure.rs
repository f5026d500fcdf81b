//! Measures: one figure of one phase, so that phases of many scenarios can be drawn as a line.

use crate::report::Phase;
use serde::{Deserialize, Serialize};

/// What a chart shows of each scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum Measure {
    /// The share of keys that the step moved.
    Moved,
    /// The share of keys that it moved without need.
    Needless,
    /// Copies that the step made, over the keys.
    NewCopies,
    /// The greatest load over its fair share.
    PeakToAverage,
    /// The 99th percentile over nodes of load over fair share.
    P99ToAverage,
    /// The greatest share of the requests over its fair share.
    PeakRequests,
    /// The relative standard deviation of the loads from their fair shares.
    Deviation,
    /// The greatest part of the lost nodes' keys that one node took.
    Spread,
    /// Bytes of the built structure.
    Memory,
}

/// How a figure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share of 1, in percent.
    Share,
    /// A plain number.
    Ratio,
    /// Bytes.
    Bytes,
}

impl Measure {
    /// Every measure, in the order of menus.
    pub const ALL: [Self; 9] = [
        Self::PeakToAverage,
        Self::P99ToAverage,
        Self::PeakRequests,
        Self::Deviation,
        Self::Moved,
        Self::Needless,
        Self::NewCopies,
        Self::Spread,
        Self::Memory,
    ];

    /// Its name in a scenario.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Needless => "needless",
            Self::NewCopies => "new_copies",
            Self::PeakToAverage => "peak_to_average",
            Self::P99ToAverage => "p99_to_average",
            Self::PeakRequests => "peak_requests",
            Self::Deviation => "deviation",
            Self::Spread => "spread",
            Self::Memory => "memory",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Moved => "keys moved",
            Self::Needless => "keys moved without need",
            Self::NewCopies => "new copies a key",
            Self::PeakToAverage => "peak to average",
            Self::P99ToAverage => "99th percentile to average",
            Self::PeakRequests => "requests, peak to average",
            Self::Deviation => "deviation from the fair share",
            Self::Spread => "greatest part of lost keys on one node",
            Self::Memory => "memory",
        }
    }

    /// What the best of all has: `the fewest keys moved`.
    #[must_use]
    pub const fn best(self) -> &'static str {
        match self {
            Self::Moved => "the fewest keys moved",
            Self::Needless => "the fewest keys moved without need",
            Self::NewCopies => "the fewest new copies",
            Self::PeakToAverage => "the lowest peak to average",
            Self::P99ToAverage => "the lowest 99th percentile",
            Self::PeakRequests => "the lowest peak of requests",
            Self::Deviation => "the smallest deviation",
            Self::Spread => "the most even spread",
            Self::Memory => "the least memory",
        }
    }

    /// Whether it is about a step, and not about a state.
    #[must_use]
    pub const fn of_a_step(self) -> bool {
        matches!(self, Self::Moved | Self::Needless | Self::NewCopies | Self::Spread)
    }

    /// How its figures are written.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Moved | Self::Needless | Self::Deviation | Self::Spread => Unit::Share,
            Self::PeakToAverage | Self::P99ToAverage | Self::PeakRequests | Self::NewCopies => Unit::Ratio,
            Self::Memory => Unit::Bytes,
        }
    }

    /// The least that it can be.
    #[must_use]
    pub const fn least(self) -> f64 {
        if matches!(self, Self::PeakToAverage) { 1.0 } else { 0.0 }
    }

    /// The figure of a phase over `keys` keys; none where the phase has no such thing.
    #[must_use]
    pub fn of(self, phase: &Phase, keys: u64) -> Option<f64> {
        let share = |count: u64| Some(count as f64 / keys.max(1) as f64);
        match self {
            Self::Moved => share(phase.moved),
            Self::Needless => share(phase.needless),
            Self::NewCopies => share(phase.new_copies),
            Self::PeakToAverage => Some(phase.peak_to_average),
            Self::P99ToAverage => Some(phase.p99_to_average),
            Self::PeakRequests => Some(phase.peak_requests),
            Self::Deviation => Some(phase.deviation),
            Self::Spread => phase.spread.as_ref().map(|spread| spread.greatest),
            Self::Memory => Some(phase.memory_bytes as f64),
        }
    }

    /// What theory expects of it, where it says so.
    #[must_use]
    pub fn theory(self, phase: &Phase) -> Option<f64> {
        match self {
            Self::Moved => phase.theory.as_ref().map(|theory| theory.moved),
            Self::Deviation => phase.deviation_theory.as_ref().map(|theory| theory.deviation),
            _ => None,
        }
    }
}
