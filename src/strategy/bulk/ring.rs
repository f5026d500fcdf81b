//! Nodes by a ring: the points of all states cut the circle into stretches, each with one node in every state.

use super::{Ledger, Pass, Points};
use crate::cluster::NodeId;
use crate::hash::{HashKind, HashValue};
use crate::keys::Block;
use std::cmp::Ordering;

/// The pass over all states with a ring.
pub(super) fn pass(states: &[&Points], hash: HashKind) -> Box<dyn Pass> {
    let at = states.iter().any(|state| state.at);
    let mut cuts: Vec<HashValue> = states.iter().flat_map(|state| state.places.iter().copied()).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut owners: Vec<Vec<NodeId>> = states.iter().map(|state| stretches(state, &cuts)).collect();
    let wide = hash.bits() > 64 || cuts.iter().any(|cut| cut.bits() > 64);
    // Whether a key goes on from a point with its own first word, where that is all there is to compare.
    let goes_on = |cut: &HashValue| match cut.bits().cmp(&hash.bits()) {
        Ordering::Less => true,
        Ordering::Equal => !at,
        Ordering::Greater => false,
    };
    let mut begins: Vec<u64> = Vec::with_capacity(cuts.len());
    for cut in &cuts {
        match (wide || goes_on(cut), cut.first_u64()) {
            (true, first) => begins.push(first),
            (false, u64::MAX) => {}
            (false, first) => begins.push(first + 1),
        }
    }
    // A last point that no key goes on from ends the last stretch.
    owners.iter_mut().for_each(|owners| owners.truncate(begins.len() + 1));
    if !wide {
        cuts = Vec::new();
    }
    Box::new(Ring { at, ring: shardlab_loops::ring::Ring::new(begins, wide), cuts, owners })
}

/// The node of every stretch in a state: stretch i ends at point i of all, the last one at the first.
fn stretches(state: &Points, cuts: &[HashValue]) -> Vec<NodeId> {
    let mut next = 0;
    let mut node = |cut: &HashValue| {
        // The first point of this state that is not before the cut; of points at one place the first.
        while state.places.get(next).is_some_and(|place| place < cut) {
            next += 1;
        }
        state.owners[if next == state.places.len() { 0 } else { next }]
    };
    let mut owners: Vec<NodeId> = cuts.iter().map(&mut node).collect();
    owners.push(state.owners[0]);
    owners
}

/// All states of a ring.
struct Ring {
    at: bool,
    ring: shardlab_loops::ring::Ring,
    /// The points themselves, where first words do not tell everything.
    cuts: Vec<HashValue>,
    /// By state the node of every stretch.
    owners: Vec<Vec<NodeId>>,
}

impl Pass for Ring {
    fn count(&mut self, block: &Block) {
        let Self { at, ring, cuts, .. } = self;
        ring.count(block.firsts());
        if cuts.is_empty() {
            return ring.resolve(block.firsts());
        }
        ring.resolve_by(block.firsts(), &|key, cut| {
            let order = cuts[cut].cmp(&block.value(key));
            order == Ordering::Less || order == Ordering::Equal && !*at
        });
    }

    fn tell(&self, ledger: &mut Ledger) {
        let mut nodes = Vec::new();
        for (stretch, keys) in self.ring.counts().into_iter().enumerate().filter(|(_, keys)| *keys > 0) {
            nodes.clear();
            nodes.extend(self.owners.iter().map(|owners| owners[stretch]));
            ledger.count(&nodes, keys);
        }
    }
}
