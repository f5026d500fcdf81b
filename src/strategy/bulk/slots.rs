//! A histogram of slots: keys of one slot have one node in every state, and the nodes are looked up once at the end.

use super::Ledger;
use crate::cluster::NodeId;

/// The node of every slot in every state, and how many keys fell into it.
pub(super) struct Slots {
    /// By state, then by slot.
    owners: Vec<Vec<NodeId>>,
    pub(super) counts: Vec<u32>,
}

impl Slots {
    /// Slots with their nodes, by state; nothing counted yet.
    pub(super) fn new(owners: Vec<Vec<NodeId>>) -> Self {
        let counts = vec![0; owners.first().map_or(0, Vec::len)];
        Self { owners, counts }
    }

    pub(super) fn tell(&self, ledger: &mut Ledger) {
        self.tell_all(self.counts.iter().map(|keys| u64::from(*keys)), ledger);
    }

    /// The same for other counts of the same slots.
    pub(super) fn tell_all(&self, counts: impl Iterator<Item = u64>, ledger: &mut Ledger) {
        let mut nodes = Vec::new();
        for (slot, keys) in counts.enumerate().filter(|(_, keys)| *keys > 0) {
            nodes.clear();
            nodes.extend(self.owners.iter().map(|owners| owners[slot]));
            ledger.count(&nodes, keys);
        }
    }
}
