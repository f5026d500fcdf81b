//! Movement: the keys that changed their node, from where to where, and which of them needed to.

use crate::cluster::{Changes, Cluster, NodeId};
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

/// The moved keys that did not need to move.
///
/// A move is needed if its old node was removed or failed, or its new one was added or recovered, or it goes from a
/// node whose fair share shrank to one whose fair share grew while weights changed.
#[must_use]
pub fn needless(flows: &[(NodeId, NodeId, u64)], before: &Cluster, after: &Cluster, changes: &Changes) -> u64 {
    let (old, new) = (Shares::of(before), Shares::of(after));
    let reweighted = !changes.reweight.is_empty();
    let needed = |from: NodeId, to: NodeId| {
        let left = new.get(from) == 0.0 || changes.remove.contains(&from);
        let came = old.get(to) == 0.0 || changes.add.iter().any(|node| node.id == to);
        let follows_weight = reweighted && new.get(from) < old.get(from) && new.get(to) > old.get(to);
        left || came || follows_weight
    };
    flows.iter().filter(|(from, to, _)| !needed(*from, *to)).map(|(_, _, keys)| keys).sum()
}

/// Fair shares by node; 0 for a node that is not there or has failed.
struct Shares(Vec<f64>);

impl Shares {
    fn of(cluster: &Cluster) -> Self {
        let length = cluster.nodes().iter().map(|node| node.id.index() + 1).max().unwrap_or(0);
        let mut shares = vec![0.0; length];
        cluster.nodes().iter().zip(cluster.fair_shares()).for_each(|(node, share)| shares[node.id.index()] = share);
        Self(shares)
    }

    fn get(&self, id: NodeId) -> f64 {
        self.0.get(id.index()).copied().unwrap_or(0.0)
    }
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
