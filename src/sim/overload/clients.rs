//! Clients: fresh requests come at a steady rate, what failed comes back after the timeout and a backoff.
//!
//! A wheel has a slot a step; what fails in a step stands in the slot that comes up again when it is due, by the number of
//! its tries. Retries come from that finite set alone: every fresh request ends once, answered or given up.

use super::settings::OverloadSettings;
use super::world::STEP_S;

/// How long a client waits before it tries again, beside the timeout, s.
const BACKOFF_S: f64 = 0.5;

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
    pub(super) fn new(settings: &OverloadSettings, fresh: f64) -> Self {
        let slots = libm::ceil((settings.timeout_ms / 1e3 + BACKOFF_S) / STEP_S).max(1.0) as usize;
        let tries = settings.retries as usize;
        let budget = settings.retry_budget;
        Self { fresh, budget, tries, wheel: vec![0.0; slots * tries], slots, at: 0, let_through: 1.0, retries: 0.0, given_up: 0.0 }
    }

    /// Steps until what fails now is due.
    pub(super) const fn delay(&self) -> usize {
        self.slots
    }

    /// What waits for its next try.
    pub(super) fn waiting(&self) -> f64 {
        self.wheel.iter().sum()
    }

    /// Sends the fresh requests of a step and the retries that are due; what is over the budget is given up.
    pub(super) fn send(&mut self) -> f64 {
        let due: f64 = self.slot().iter().sum();
        self.retries = self.budget.map_or(due, |budget| due.min(budget * self.fresh));
        self.let_through = if due > 0.0 { self.retries / due } else { 1.0 };
        self.given_up += due - self.retries;
        self.fresh + self.retries
    }

    /// Takes back the part of the attempts that failed; gives how much the slot has changed since its last turn.
    pub(super) fn take(&mut self, failed: f64) -> f64 {
        let sent = self.let_through * failed;
        let mut next = self.fresh * failed;
        let mut changed: f64 = 0.0;
        for waiting in &mut self.wheel[self.at * self.tries..(self.at + 1) * self.tries] {
            let again = *waiting * sent;
            changed = changed.max((*waiting - next).abs());
            *waiting = next;
            next = again;
        }
        self.given_up += next;
        self.at = (self.at + 1) % self.slots;
        changed
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
