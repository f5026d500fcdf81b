//! Nodes by a ring: the points of all states cut the circle into stretches, each with one node in every state.

use super::{Ledger, Pass, Places, Points};
use crate::cluster::NodeId;
use crate::hash::{HashKind, HashValue};
use crate::keys::Block;
use shardlab_loops::ring as loops;
use std::borrow::Cow;
use std::cmp::Ordering;

/// The pass over all states with a ring. Points of wide hashes are large: what is done with is let go before the next is made.
pub(super) fn pass(states: Vec<Points>, hash: HashKind) -> Box<dyn Pass> {
    let narrow: Option<Vec<(&[u64], u32)>> = states.iter().map(|state| state.places.narrow()).collect();
    let at = states.iter().any(|state| state.at);
    match narrow.filter(|narrow| hash.bits() <= 64 && narrow.windows(2).all(|pair| pair[0].1 == pair[1].1)) {
        Some(narrow) => {
            let places: Vec<&[u64]> = narrow.iter().map(|state| state.0).collect();
            let (cuts, mut owners) = cut(&places, &states);
            let begins: Vec<u64> = match narrow[0].1.cmp(&hash.bits()) {
                // Whether a key goes on from a point that is equal to it.
                Ordering::Less => cuts,
                Ordering::Equal if !at => cuts,
                _ => cuts.into_iter().filter_map(|first| first.checked_add(1)).collect(),
            };
            // A last point that no key goes on from ends the last stretch.
            owners.iter_mut().for_each(|owners| owners.truncate(begins.len() + 1));
            drop(states);
            Box::new(Ring { at, ring: loops::Ring::new(begins), cuts: Vec::new(), owners })
        }
        None => {
            let places: Vec<Cow<'_, [HashValue]>> = states.iter().map(|state| state.places.whole()).collect();
            let places: Vec<&[HashValue]> = places.iter().map(AsRef::as_ref).collect();
            let (cuts, owners) = cut(&places, &states);
            drop(states);
            let begins = cuts.iter().map(|cut| cut.first_u64()).collect();
            Box::new(Ring { at, ring: loops::Ring::new(begins), cuts, owners })
        }
    }
}

impl Places {
    fn narrow(&self) -> Option<(&[u64], u32)> {
        if let Self::Narrow(firsts, bits) = self { Some((firsts, *bits)) } else { None }
    }

    fn whole(&self) -> Cow<'_, [HashValue]> {
        match self {
            Self::Narrow(firsts, bits) => firsts.iter().map(|first| HashValue::from_first(*first, *bits)).collect(),
            Self::Wide(values) => Cow::Borrowed(values),
        }
    }
}

impl Points {
    /// Who answers for a hash.
    pub(super) fn owner(&self, hash: HashValue) -> NodeId {
        let passed = |place: HashValue| place < hash || place == hash && !self.at;
        let at = match &self.places {
            Places::Narrow(firsts, bits) => firsts.partition_point(|first| passed(HashValue::from_first(*first, *bits))),
            Places::Wide(values) => values.partition_point(|value| passed(*value)),
        };
        self.owners[if at == self.owners.len() { 0 } else { at }]
    }
}

/// The places of all states, each once, and the node of every stretch in each state: stretch i ends at place i, the last one
/// at the first.
fn cut<T: Ord + Copy>(places: &[&[T]], states: &[Points]) -> (Vec<T>, Vec<Vec<NodeId>>) {
    let mut cuts: Vec<T> = Vec::new();
    for places in places {
        // Most points stand in every state.
        let is_new = |place: &&T| cuts.binary_search(place).is_err();
        let new: Vec<T> = places.iter().filter(is_new).copied().collect();
        cuts.reserve_exact(new.len());
        cuts.extend(new);
        cuts.sort_unstable();
        cuts.dedup();
    }
    let owners = places.iter().zip(states).map(|(places, state)| stretches(places, &state.owners, &cuts)).collect();
    (cuts, owners)
}

fn stretches<T: Ord>(places: &[T], nodes: &[NodeId], cuts: &[T]) -> Vec<NodeId> {
    let mut next = 0;
    let mut node = |cut: &T| {
        // The first point of this state that is not before the cut; of points at one place the first.
        while places.get(next).is_some_and(|place| place < cut) {
            next += 1;
        }
        nodes[if next == places.len() { 0 } else { next }]
    };
    let mut owners: Vec<NodeId> = cuts.iter().map(&mut node).collect();
    owners.push(nodes[0]);
    owners
}

/// All states of a ring.
struct Ring {
    at: bool,
    ring: loops::Ring,
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

    fn count_mixed(&mut self, begin: u64, keys: u64) -> bool {
        if self.cuts.is_empty() {
            self.ring.count_mixed(begin, keys);
        }
        self.cuts.is_empty()
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
