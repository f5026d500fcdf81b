//! What the two simulations found, as the report says it. Fields stand in alphabetical order; they may be added, these stay.

use serde::{Deserialize, Serialize};

/// What the simulations found of one step under one strategy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Simulated {
    /// None where the scenario has no `[migration]`, at the start, and where the strategy refuses the step.
    pub migration: Option<MigrationFound>,
    /// None where the scenario has no `[incident]`, at the start, and where the strategy refuses the step.
    pub incident: Option<IncidentFound>,
}

/// A migration under each policy that the scenario names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MigrationFound {
    /// Keys of those that the step moves and whose copies were all on nodes that failed: nothing is left to copy, and no
    /// request for them is counted.
    #[serde(skip_serializing_if = "none")]
    pub gone: u64,
    /// Keys that take part: all of them, or a fixed sample.
    pub keys: u64,
    /// Keys of those that the step moves.
    pub moved: u64,
    /// One entry a policy, in the order of the text.
    pub policies: Vec<PolicyFound>,
}

const fn none(keys: &u64) -> bool {
    *keys == 0
}

/// A migration under one policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PolicyFound {
    /// From the first copy to the switch, or to the last copy where the switch comes first, s.
    pub duration_s: f64,
    /// What bounded the run before it ended by itself; none where it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<String>,
    /// Keys that were still to be copied or applied then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<u64>,
    /// How long requests for moving keys were paused, s.
    pub pause_s: f64,
    /// The policy's name.
    pub policy: &'static str,
    /// What requests met with, in all.
    pub totals: Outcomes,
    /// A digest of everything that happened, hexadecimal: the same on every machine.
    pub trace: String,
}

/// What requests met with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcomes {
    /// Operations that had to wait; their answer is counted too.
    pub blocked: u64,
    /// How long they waited together, ms.
    pub blocked_ms: f64,
    /// Operations that failed.
    pub error: u64,
    /// Writes and gets beyond one an operation; a redirect is not counted again.
    pub extra: u64,
    /// Operations answered as they should be.
    pub hit: u64,
    /// Keys whose newest acknowledged write is on neither authoritative side at the switch; where the switch comes first,
    /// when everything is copied.
    pub lost: u64,
    /// Reads that found nothing where there is something.
    pub miss: u64,
    /// Operations sent on to another node.
    pub redirect: u64,
    /// Reads that gave an older value than the newest acknowledged one.
    pub stale: u64,
}

/// How a step under load ends.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncidentFound {
    /// What bounded the run before it ended by itself; none where it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<String>,
    /// Good answers over fresh requests, the mean of the last 240 s.
    pub final_goodput: f64,
    /// From the step to the first timeouts, s: one attempt in a hundred; none where it never came to that.
    pub first_timeout_s: Option<f64>,
    /// The least of a step after the change.
    pub min_goodput: f64,
    /// The greatest load and streaming of a node over its capacity; clamped nowhere.
    pub peak_utilisation: f64,
    /// The greatest throttle at which no node passes 100 %, MB/s; below 0 where none is small enough.
    pub safe_throttle_mb_s: f64,
    /// From the step to the end of the streaming, s; none where it did not end.
    pub stream_s: Option<f64>,
    /// `survives`, `degrades` or `cascades`.
    pub verdict: &'static str,
}
