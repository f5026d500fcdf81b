//! A node of an incident: its queue, how it serves in a step, and how it is seen from outside.

use super::detector::Seen;
use super::settings::OverloadSettings;
use super::world::{Flux, STEP_S};

/// Up to here the load of a node counts for the chance of a timeout: at 100 % everything would time out at once.
const CLAMP: f64 = 0.98;

/// A node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NodeState {
    /// Requests that wait.
    pub(super) backlog: f64,
    /// Requests that came in this step.
    pub(super) arrivals: f64,
    /// Those of them that failed.
    pub(super) failed: f64,
    /// How long what comes now will wait, s.
    pub(super) wait: f64,
    pub(super) seen: Seen,
}

/// A node as it is seen from outside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeNow {
    /// Requests that come over its capacity.
    pub load: f64,
    /// Its disk that streaming takes.
    pub streaming: f64,
    /// How long what comes now waits, s; endless where it serves nothing.
    pub wait_s: f64,
    /// Whether it answers requests.
    pub up: bool,
}

impl NodeNow {
    /// Load and streaming over capacity.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.load + self.streaming
    }

    /// What an answer takes, s, `factor` times the service time at this utilisation: 1 for the mean, ln 100 for the 99th percentile.
    #[must_use]
    pub fn latency_s(&self, service_ms: f64, factor: f64) -> f64 {
        service_ms / 1e3 * factor / (1.0 - self.utilisation().min(CLAMP)) + self.wait_s
    }
}

/// The numbers that every node of a step needs.
pub(super) struct Rules {
    pub(super) capacity: f64,
    pub(super) disk: f64,
    timeout: f64,
    service: f64,
    /// Requests that may wait.
    queue: f64,
    shed: bool,
    drop_expired: bool,
    out: bool,
}

impl Rules {
    pub(super) fn of(settings: &OverloadSettings, out: bool) -> Self {
        Self {
            capacity: settings.capacity_rps * STEP_S,
            disk: settings.disk_mb_s,
            timeout: settings.timeout_ms / 1e3,
            service: settings.service_ms / 1e3,
            queue: settings.queue_s * settings.capacity_rps,
            shed: settings.shed,
            drop_expired: settings.drop_expired,
            out,
        }
    }

    /// A node serves what it can in a step.
    pub(super) fn serve(&self, node: &mut NodeState, streaming: f64, flux: &mut Flux) {
        let serves = if self.out { 0.0 } else { self.capacity * (1.0 - streaming).max(0.0) };
        node.wait = if node.backlog == 0.0 { 0.0 } else { node.backlog / serves * STEP_S };
        let late = self.late(node, serves);
        let queue = if self.shed { self.queue.min(0.25 * self.timeout * serves / STEP_S) } else { self.queue };
        let admitted = node.arrivals.min((queue + serves - node.backlog).max(0.0));
        let dropped = if self.drop_expired { admitted * late } else { 0.0 };
        let there = node.backlog + admitted - dropped;
        let served = there.min(serves);
        node.backlog = there - served;
        flux.admitted += admitted;
        flux.dropped += dropped;
        flux.served += served;
        flux.rejected += node.arrivals - admitted;
        node.failed = node.arrivals - admitted + admitted * late;
        flux.failed += node.failed;
    }

    /// The chance that what comes now times out.
    fn late(&self, node: &NodeState, serves: f64) -> f64 {
        if node.arrivals == 0.0 {
            return 0.0;
        }
        if serves == 0.0 || node.wait > self.timeout {
            return 1.0;
        }
        let load = (node.arrivals / serves).min(CLAMP);
        libm::exp(-(1.0 - load) * (self.timeout - node.wait) / self.service)
    }
}
