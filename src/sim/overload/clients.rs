//! Clients: fresh requests come at a steady rate, what failed comes back after the timeout and a backoff.
//!
//! A wheel has a slot a step; what fails in a step stands in the slot that comes up again when it is due, by the number of
//! its tries, with the nodes that it failed at: a key's retries go where the key is. Retries come from that finite set
//! alone: every fresh request ends once, answered or given up.

use super::settings::OverloadSettings;
use super::world::{ALIKE, STEP_S};

/// How long a client waits before it tries again, beside the timeout, s.
const BACKOFF_S: f64 = 0.5;
/// The most numbers that are kept of where requests failed; beyond, retries are spread like fresh requests.
const PLACES: usize = 1 << 20;

#[derive(Clone, Debug)]
pub(super) struct Clients {
    /// Fresh requests a step.
    pub(super) fresh: f64,
    /// Retries over fresh requests at most.
    budget: Option<f64>,
    /// Tries after the first.
    tries: usize,
    /// What waits for its next try: `tries` numbers a slot.
    wheel: Vec<f64>,
    /// The parts of each slot that go to every member, and behind them the part that nobody answers; one row where they are
    /// spread like fresh requests.
    parts: Vec<f64>,
    /// Numbers in a row of the parts.
    width: usize,
    slots: usize,
    at: usize,
    /// The part of what was due that the budget let through in this step.
    let_through: f64,
    /// Retries that were sent in this step.
    pub(super) retries: f64,
    /// Requests that will not be tried again, in all.
    pub(super) given_up: f64,
}

impl Clients {
    pub(super) fn new(settings: &OverloadSettings, fresh: f64, members: usize) -> Self {
        let slots = libm::ceil((settings.timeout_ms / 1e3 + BACKOFF_S) / STEP_S).max(1.0) as usize;
        let (tries, width) = (settings.retries as usize, members + 1);
        let rows = if slots * width <= PLACES { slots } else { 1 };
        Self {
            fresh,
            budget: settings.retry_budget,
            tries,
            wheel: vec![0.0; slots * tries],
            parts: vec![0.0; rows * width],
            width,
            slots,
            at: 0,
            let_through: 1.0,
            retries: 0.0,
            given_up: 0.0,
        }
    }

    /// Steps until what fails now is due.
    pub(super) const fn delay(&self) -> usize {
        self.slots
    }

    /// What waits for its next try.
    pub(super) fn waiting(&self) -> f64 {
        self.wheel.iter().sum()
    }

    /// Keys have moved: retries go where fresh requests go. Gives what that takes, in numbers.
    pub(super) fn follow(&mut self, shares: &[f64], nobody: f64) -> u64 {
        for row in self.parts.chunks_exact_mut(self.width) {
            row[..shares.len()].copy_from_slice(shares);
            row[shares.len()] = nobody;
        }
        self.parts.len() as u64
    }

    /// Sends the fresh requests of a step and the retries that are due; what is over the budget is given up.
    pub(super) fn send(&mut self) -> f64 {
        let due: f64 = self.slot().iter().sum();
        self.retries = self.budget.map_or(due, |budget| due.min(budget * self.fresh));
        self.let_through = if due > 0.0 { self.retries / due } else { 1.0 };
        self.given_up += due - self.retries;
        self.fresh + self.retries
    }

    /// The parts of the retries of this step that go to every member, and behind them the part that nobody answers.
    pub(super) fn parts(&self) -> &[f64] {
        let row = if self.parts.len() > self.width { self.at } else { 0 };
        &self.parts[row * self.width..(row + 1) * self.width]
    }

    /// Takes back what failed: the parts of the fresh requests and of the retries, and how many at every member and nowhere.
    /// Gives whether the slot is another than at its last turn.
    pub(super) fn take(&mut self, fresh: f64, retries: f64, failed: impl Iterator<Item = f64> + Clone) -> bool {
        let sent = self.let_through * retries;
        let mut next = self.fresh * fresh;
        let mut changed: f64 = 0.0;
        for waiting in &mut self.wheel[self.at * self.tries..(self.at + 1) * self.tries] {
            let again = *waiting * sent;
            changed = changed.max((*waiting - next).abs());
            *waiting = next;
            next = again;
        }
        self.given_up += next;
        let moved = self.place(failed);
        self.at = (self.at + 1) % self.slots;
        moved || changed > ALIKE * self.fresh
    }

    /// Keeps where requests failed; gives whether that is elsewhere than at the slot's last turn.
    fn place(&mut self, failed: impl Iterator<Item = f64> + Clone) -> bool {
        let total: f64 = failed.clone().sum();
        if self.parts.len() == self.width || total <= ALIKE * self.fresh {
            return false;
        }
        let mut moved = false;
        for (part, failed) in self.parts[self.at * self.width..].iter_mut().zip(failed) {
            moved |= (*part - failed / total).abs() > ALIKE;
            *part = failed / total;
        }
        moved
    }

    /// As many steps again like the last one.
    pub(super) fn skip(&mut self, steps: u64, given_up: f64) {
        self.at = ((self.at as u64 + steps) % self.slots as u64) as usize;
        self.given_up += given_up * steps as f64;
    }

    fn slot(&self) -> &[f64] {
        &self.wheel[self.at * self.tries..(self.at + 1) * self.tries]
    }
}
