//! The blast radius: how many sets of nodes hold the copies of a key together.
//!
//! The more such sets there are, the likelier it is that some nodes that fail together are one of them, and the fewer keys
//! are lost then.

use crate::cluster::NodeId;
use crate::collections::Counts;
use crate::hash::mix64;
use crate::report::ReplicaSets;

/// Sets that are kept in one phase: some 2 MB.
const MOST: usize = 100_000;
/// Sets that are kept in all phases together.
const MOST_ALL: usize = 2_000_000;

/// The sets seen so far, each as 64 bits that stand for it: that two of so many agree by chance is less likely than one in
/// a billion.
#[derive(Debug)]
pub struct Sets {
    seen: Counts,
    most: usize,
    more: bool,
}

impl Sets {
    /// No sets; there are `phases` such counts.
    #[must_use]
    pub fn new(phases: usize) -> Self {
        Self { seen: Counts::default(), most: MOST.min(MOST_ALL / phases.max(1)), more: false }
    }

    /// Counts the nodes of one key's copies, in any order.
    pub fn count(&mut self, nodes: &[NodeId]) {
        if self.more {
            return;
        }
        // A sum does not depend on the order.
        let sum = nodes.iter().fold(0_u64, |sum, node| sum.wrapping_add(mix64(u64::from(node.0) + 1)));
        let set = ((sum >> 32) as u32, sum as u32);
        self.more = self.seen.len() == self.most && self.seen.get(set) == 0;
        if !self.more {
            self.seen.add(set, 1);
        }
    }

    /// How many there are.
    #[must_use]
    pub fn found(&self) -> ReplicaSets {
        ReplicaSets { count: self.seen.len() as u64, at_least: self.more }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_nodes_does_not_make_another_set() {
        let mut sets = Sets::new(1);
        for set in [[0, 1, 2], [2, 1, 0], [0, 1, 3], [3, 1, 0], [0, 2, 3]] {
            sets.count(&set.map(NodeId));
        }
        assert_eq!(sets.found(), ReplicaSets { count: 3, at_least: false });
    }

    #[test]
    fn every_pair_of_many_nodes_is_a_set_of_its_own() {
        let mut sets = Sets::new(1);
        (0..400).flat_map(|a| (a + 1..400).map(move |b| [NodeId(a), NodeId(b)])).for_each(|pair| sets.count(&pair));
        assert_eq!(sets.found(), ReplicaSets { count: 400 * 399 / 2, at_least: false });
    }

    #[test]
    fn more_sets_than_are_kept_are_told_as_at_least_so_many() {
        let mut sets = Sets::new(1_000);
        let pairs = |n: u32| (0..n).map(|a| [NodeId(a), NodeId(a + 1)]);
        pairs(2_000).for_each(|pair| sets.count(&pair));
        assert_eq!(sets.found(), ReplicaSets { count: 2_000, at_least: false });
        pairs(2_000).chain(pairs(2_001)).for_each(|pair| sets.count(&pair));
        assert_eq!(sets.found(), ReplicaSets { count: 2_000, at_least: true });
    }
}
