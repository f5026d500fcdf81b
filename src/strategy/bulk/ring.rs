//! Nodes by a ring: the points of all states cut the circle into stretches, each with one node in every state.

use super::{Ledger, Pass, Places, Points};
use crate::cluster::NodeId;
use crate::hash::{HashKind, HashValue};
use crate::keys::Block;
use shardlab_loops::ring as loops;
use std::cmp::Ordering;

impl Points {
    /// Who answers for a hash.
    pub(super) fn owner(&self, hash: HashValue) -> NodeId {
        let passed = |place: HashValue| place < hash || place == hash && !self.at;
        let at = match &self.places {
            Places::Narrow(firsts, bits) => firsts.partition_point(|first| passed(HashValue::from_first(*first, *bits))),
            Places::Wide(words, bits) => words.partition_point(|words| passed(HashValue::from_words(*words, *bits))),
        };
        self.owners[if at == self.owners.len() { 0 } else { at }]
    }
}

/// The states of a ring, joined as they come: most points stand in every state, so that the places of all are hardly more than
/// those of one.
pub(super) struct Rings {
    hash: HashKind,
    at: bool,
    /// The places of all states, each once: stretch i ends at place i, the last one at the first.
    cuts: Places,
    /// By state the node of every stretch.
    owners: Vec<Vec<NodeId>>,
}

impl Rings {
    /// The first state, for keys hashed by `hash`.
    pub(super) fn new(points: Points, hash: HashKind) -> Self {
        let cuts = match &points.places {
            Places::Narrow(_, bits) => Places::Narrow(Vec::new(), *bits),
            Places::Wide(_, bits) => Places::Wide(Vec::new(), *bits),
        };
        let mut rings = Self { hash, at: points.at, cuts, owners: Vec::new() };
        rings.add(points);
        rings
    }

    /// Whether points can be joined to these: they are of one width, and keys that are hashed alike go on from them alike.
    pub(super) fn take(&self, points: &Points, hash: HashKind) -> bool {
        let alike = match (&self.cuts, &points.places) {
            (Places::Narrow(_, bits), Places::Narrow(_, other)) | (Places::Wide(_, bits), Places::Wide(_, other)) => bits == other,
            _ => false,
        };
        alike && points.at == self.at && hash == self.hash
    }

    /// Adds the next state.
    pub(super) fn add(&mut self, points: Points) {
        match (&mut self.cuts, points.places) {
            (Places::Narrow(cuts, _), Places::Narrow(places, _)) => join(cuts, &mut self.owners, places, &points.owners),
            (Places::Wide(cuts, _), Places::Wide(places, _)) => join(cuts, &mut self.owners, places, &points.owners),
            _ => {}
        }
    }

    /// How many states were joined.
    pub(super) const fn states(&self) -> usize {
        self.owners.len()
    }

    /// Each state by itself again, with the places of all.
    pub(super) fn apart(self) -> Vec<Points> {
        let Self { at, cuts, owners, .. } = self;
        let places = |cuts: &Places| match cuts {
            Places::Narrow(firsts, bits) => Places::Narrow(firsts.clone(), *bits),
            Places::Wide(words, bits) => Places::Wide(words.clone(), *bits),
        };
        let state = |mut owners: Vec<NodeId>| {
            owners.pop();
            Points { places: places(&cuts), owners, at }
        };
        owners.into_iter().map(state).collect()
    }

    /// The pass over all states.
    pub(super) fn pass(self) -> Box<dyn Pass> {
        let Self { hash, at, cuts, mut owners } = self;
        match cuts {
            Places::Narrow(cuts, bits) if hash.bits() <= 64 => {
                let begins: Vec<u64> = match bits.cmp(&hash.bits()) {
                    // Whether a key goes on from a point that is equal to it.
                    Ordering::Less => cuts,
                    Ordering::Equal if !at => cuts,
                    _ => cuts.into_iter().filter_map(|first| first.checked_add(1)).collect(),
                };
                // A last point that no key goes on from ends the last stretch.
                owners.iter_mut().for_each(|owners| owners.truncate(begins.len() + 1));
                Box::new(Ring { at, ring: loops::Ring::new(begins), cuts: Vec::new(), bits, owners })
            }
            Places::Narrow(cuts, bits) => {
                let words = cuts.iter().map(|first| [*first, 0, 0, 0]).collect();
                Box::new(Ring { at, ring: loops::Ring::new(cuts), cuts: words, bits, owners })
            }
            Places::Wide(cuts, bits) => {
                let begins = cuts.iter().map(|words| words[0]).collect();
                Box::new(Ring { at, ring: loops::Ring::new(begins), cuts, bits, owners })
            }
        }
    }
}

/// Joins the places of another state, which come in order, to those of the states before.
fn join<T: Ord + Copy>(cuts: &mut Vec<T>, states: &mut Vec<Vec<NodeId>>, mut places: Vec<T>, nodes: &[NodeId]) {
    if states.is_empty() {
        let firsts = (0..places.len()).filter(|i| *i == 0 || places[i - 1] != places[*i]);
        let mut owners: Vec<NodeId> = Vec::with_capacity(places.len() + 1);
        owners.extend(firsts.map(|i| nodes[i]).chain([nodes[0]]));
        states.push(owners);
        // The places themselves: a copy of so many would be the most that is held.
        places.dedup();
        *cuts = places;
        return;
    }
    // Most points stand in every state.
    let mut new: Vec<T> = places.iter().filter(|place| cuts.binary_search(place).is_err()).copied().collect();
    new.dedup();
    // Where each new place comes in among the old ones; it cuts a stretch in two, whose node is that of both.
    let at: Vec<usize> = new.iter().map(|place| cuts.partition_point(|cut| cut < place)).collect();
    states.iter_mut().for_each(|owners| *owners = spread(owners, &at, |_, stretch| owners[stretch]));
    *cuts = spread(cuts, &at, |i, _| new[i]);
    let owners = stretches(&places, nodes, cuts);
    states.push(owners);
}

/// A row with further entries, number i before the entry number `at[i]`.
fn spread<T: Copy>(row: &[T], at: &[usize], entry: impl Fn(usize, usize) -> T) -> Vec<T> {
    let mut spread = Vec::with_capacity(row.len() + at.len());
    let mut done = 0;
    for (i, at) in at.iter().enumerate() {
        spread.extend_from_slice(&row[done..*at]);
        spread.push(entry(i, *at));
        done = *at;
    }
    spread.extend_from_slice(&row[done..]);
    spread
}

/// The node of every stretch: that of the first point that is not before its end; of points at one place the first.
fn stretches<T: Ord>(places: &[T], nodes: &[NodeId], cuts: &[T]) -> Vec<NodeId> {
    let mut next = 0;
    let mut node = |cut: &T| {
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
    cuts: Vec<[u64; 4]>,
    bits: u32,
    /// By state the node of every stretch.
    owners: Vec<Vec<NodeId>>,
}

impl Pass for Ring {
    fn count(&mut self, block: &Block) {
        let Self { at, ring, cuts, bits, .. } = self;
        ring.count(block.firsts());
        if cuts.is_empty() {
            return ring.resolve(block.firsts());
        }
        ring.resolve_by(block.firsts(), &|key, cut| {
            let order = HashValue::from_words(cuts[cut], *bits).cmp(&block.value(key));
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
