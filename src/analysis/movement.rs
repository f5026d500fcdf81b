//! Movement: the keys that changed their node, from where to where, and which of them needed to.

use crate::cluster::{Changes, Cluster, Needs, NodeId};
use crate::collections::Counts;
use crate::report::Spread;

/// Counts of moves from node to node.
#[derive(Debug, Default)]
pub struct Flows(Counts);

impl Flows {
    /// Counts one key that went from one node to another.
    pub fn count(&mut self, from: NodeId, to: NodeId) {
        self.0.add((from.0, to.0), 1);
    }

    /// All of them, sorted.
    #[must_use]
    pub fn sorted(&self) -> Vec<(NodeId, NodeId, u64)> {
        self.0.iter().map(|((from, to), keys)| (NodeId(from), NodeId(to), keys)).collect()
    }
}

/// The moved keys that did not need to move, by [`Needs`].
#[must_use]
pub fn needless(flows: &[(NodeId, NodeId, u64)], before: &Cluster, after: &Cluster, changes: &Changes) -> u64 {
    let needs = Needs::of(before, after, changes);
    flows.iter().filter(|(from, to, _)| !needs.needed(*from, *to)).map(|(_, _, keys)| keys).sum()
}

/// Where the keys of nodes that a step removed or failed went; `None` where it did neither or they had no keys.
#[must_use]
pub fn spread(flows: &[(NodeId, NodeId, u64)], changes: &Changes) -> Option<Spread> {
    let lost = |id: &NodeId| changes.remove.contains(id) || changes.fail.contains(id);
    let mut taken = Counts::default();
    flows.iter().filter(|(from, _, _)| lost(from)).for_each(|(_, to, keys)| taken.add((to.0, 0), *keys));
    let total: u64 = taken.iter().map(|(_, keys)| keys).sum();
    let greatest = taken.iter().map(|(_, keys)| keys).max()?;
    Some(Spread { nodes: taken.iter().count() as u32, greatest: greatest as f64 / total as f64 })
}
