//! What happens in an incident, as data and in words.

use crate::cluster::NodeId;

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// The step of the scenario begins.
    Changed,
    /// No node answers from now on.
    Outage,
    /// Nodes answer again.
    OutageOver,
    /// One attempt in a hundred times out for the first time.
    FirstTimeout,
    /// A node is taken for dead.
    Down,
    /// It is taken back.
    Back,
    /// Everything is sent: nodes that join answer, nodes that leave are gone.
    Streamed,
    /// The streaming is given up.
    Cancelled,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// When, s.
    pub at_s: f64,
    /// What.
    pub event: Event,
    /// To which node; none where it concerns all.
    pub node: Option<NodeId>,
}
