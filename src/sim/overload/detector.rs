//! The failure detector: a node that answers too late for too long is taken for dead by those that are on time.
//!
//! Those on time must be at least half of the nodes that answer: where most are late, none is in a position to convict
//! another, as in Cassandra, whose detector convicts nobody after a pause of its own. So a load that is even does not fell
//! all nodes at once, which would drain their queues and end any collapse.

use super::settings::OverloadSettings;
use super::world::STEP_S;

/// What the detector has seen of a node: steps that it was late, or on time again, without a break.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    pub(super) down: bool,
    steps: u64,
}

/// What it does about a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    Nothing,
    Convicted,
    TakenBack,
}

/// Steps that a node may be late: phi · ln(10) · heartbeat.
pub(super) fn patience(settings: &OverloadSettings) -> u64 {
    let seconds = settings.phi * core::f64::consts::LN_10 * settings.heartbeat_ms / 1e3;
    libm::ceil(seconds / STEP_S) as u64
}

impl Seen {
    /// One step more of a node; `observed` is whether enough others are on time.
    pub(super) fn see(&mut self, late: bool, observed: bool, patience: u64) -> Judgement {
        self.steps = if late == self.down { 0 } else { self.steps + 1 };
        if self.steps <= patience || (!self.down && !observed) {
            return Judgement::Nothing;
        }
        *self = Self { down: !self.down, steps: 0 };
        if self.down { Judgement::Convicted } else { Judgement::TakenBack }
    }

    /// Steps like the last one before it may do something; none where nothing will come.
    pub(super) fn rest(&self, observed: bool, patience: u64) -> Option<u64> {
        (self.steps > 0 && (self.down || observed)).then(|| patience.saturating_sub(self.steps))
    }

    /// As many steps again like the last one.
    pub(super) fn skip(&mut self, steps: u64) {
        self.steps += if self.steps > 0 { steps } else { 0 };
    }
}
