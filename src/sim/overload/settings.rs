//! What a scenario says of an incident: the load, the machines, the streaming, the clients and the failure detector.

use super::tipping::Tipping;
use crate::sim::settings::{Setting, setting};

/// The `[incident]` section of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct OverloadSettings {
    /// Fresh requests before the step over what the nodes can serve, greater than 0.
    pub utilisation: f64,
    /// Requests a second that a node can serve.
    pub capacity_rps: f64,
    /// What a request takes on an idle node, ms.
    pub service_ms: f64,
    /// What a node's disk reads and writes, MB/s.
    pub disk_mb_s: f64,
    /// The most that a sender streams, MB/s.
    pub throttle_mb_s: f64,
    /// Data on a node before the step, GB.
    pub data_gb: f64,
    /// Until a client gives a request up, ms.
    pub timeout_ms: f64,
    /// How often a client tries again.
    pub retries: u32,
    /// Retries over fresh requests that are allowed at most; none where there is no such budget.
    pub retry_budget: Option<f64>,
    /// What waits at a node at most, in seconds of its work.
    pub queue_s: f64,
    /// Whether a node turns away what it cannot serve in time: its queue is a quarter of the timeout.
    pub shed: bool,
    /// Whether a node drops requests whose client has given up.
    pub drop_expired: bool,
    /// Whether streaming takes only what requests leave.
    pub low_priority: bool,
    /// Whether a node that answers too late is taken for dead.
    pub failure_detector: bool,
    /// How sure the detector is before it convicts: phi of the phi-accrual detector.
    pub phi: f64,
    /// Between two heartbeats, ms.
    pub heartbeat_ms: f64,
    /// The streaming is given up after so long, s; none where it is not.
    pub cancel_after_s: Option<f64>,
    /// The most that a joining node takes, MB/s; none where it takes whatever it is sent.
    pub joiner_mb_s: Option<f64>,
    /// No node answers for so long from the step on, s; 0 where the trigger is the step alone.
    pub outage_s: f64,
    /// Whether nodes have equal shares instead of those of the strategy.
    pub balanced: bool,
    /// What the tipping-point finder varies, where the text says so.
    pub tipping: Option<Tipping>,
}

impl Default for OverloadSettings {
    fn default() -> Self {
        Self {
            utilisation: 0.8,
            capacity_rps: 10_000.0,
            service_ms: 5.0,
            disk_mb_s: 100.0,
            throttle_mb_s: 25.0,
            data_gb: 60.0,
            timeout_ms: 2_000.0,
            retries: 3,
            retry_budget: None,
            queue_s: 10.0,
            shed: false,
            drop_expired: false,
            low_priority: false,
            failure_detector: true,
            phi: 8.0,
            heartbeat_ms: 1_000.0,
            cancel_after_s: None,
            joiner_mb_s: None,
            outage_s: 0.0,
            balanced: false,
            tipping: None,
        }
    }
}

/// Every setting, in the order in which they are shown.
pub const OVERLOAD_SETTINGS: [Setting<OverloadSettings>; 20] = [
    setting!(utilisation: 0.01 to 2.0, "Utilisation", "", "Fresh requests before the step over what the nodes can serve."),
    setting!(capacity_rps: 1.0 to 1e9, "Capacity", "requests a second", "Requests a second that a node can serve."),
    setting!(service_ms: 0.001 to 60_000.0, "Service time", "ms", "What a request takes on an idle node."),
    setting!(disk_mb_s: 0.1 to 1e6, "Disk", "MB/s", "What a node's disk reads and writes."),
    setting!(throttle_mb_s: 0.01 to 1e6, "Throttle", "MB/s", "The most that a sender streams."),
    setting!(data_gb: 0.0 to 1e6, "Data", "GB a node", "Data on a node before the step."),
    setting!(timeout_ms: 1.0 to 600_000.0, "Timeout", "ms", "Until a client gives a request up."),
    setting!(retries: whole u32, 0 to 100, "Retries", "", "How often a client tries again."),
    setting!(retry_budget: optional 0.0 to 10.0, "Retry budget", "", "Retries over fresh requests that are allowed at most."),
    setting!(queue_s: 0.01 to 3_600.0, "Queue", "s", "What waits at a node at most, in seconds of its work."),
    setting!(shed: switch, "Load shedding", "A node turns away what it cannot serve within a quarter of the timeout."),
    setting!(drop_expired: switch, "Drop expired work", "A node drops requests whose client has given up."),
    setting!(low_priority: switch, "Streaming at low priority", "Streaming takes only what requests leave."),
    setting!(failure_detector: switch, "Failure detector", "A node that answers too late is taken for dead."),
    setting!(phi: 0.1 to 100.0, "Phi", "", "How sure the failure detector is before it convicts."),
    setting!(heartbeat_ms: 1.0 to 60_000.0, "Heartbeat", "ms", "Between two heartbeats."),
    setting!(cancel_after_s: optional 0.0 to 1e6, "Cancel after", "s", "The streaming is given up after so long."),
    setting!(joiner_mb_s: optional 0.01 to 1e6, "Joiner", "MB/s", "The most that a joining node takes."),
    setting!(outage_s: 0.0 to 3_600.0, "Outage", "s", "No node answers for so long from the step on."),
    setting!(balanced: switch, "Equal shares", "Nodes have equal shares instead of those of the strategy."),
];
