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
    states.iter_mut().for_each(|owners| spread(owners, &at, |_, behind| behind.unwrap_or(nodes[0])));
    spread(cuts, &at, |i, _| new[i]);
    let owners = stretches(&places, nodes, cuts);
    states.push(owners);
}

/// Puts further entries into a row, number i before the entry number `at[i]`; `entry` is told what stands behind. The row stays in
/// its place: a copy of so many would be the most that is held.
fn spread<T: Copy>(row: &mut Vec<T>, at: &[usize], entry: impl Fn(usize, Option<T>) -> T) {
    let (Some(first), mut end) = (row.first().copied(), row.len()) else { return };
    row.reserve_exact(at.len());
    row.resize(end + at.len(), first);
    for (i, at) in at.iter().enumerate().rev() {
        row.copy_within(*at..end, at + i + 1);
        row[at + i] = entry(i, row.get(at + i + 1).copied());
        end = *at;
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Points of few different places, so that many states share them and some stand at one place.
    fn points(of: &[(u8, u8)], wide: bool, at: bool) -> Points {
        let mut sorted = of.to_vec();
        sorted.sort_by_key(|point| hash(point.0, wide));
        let hashes = sorted.iter().map(|point| hash(point.0, wide));
        Points {
            places: Places::of(hashes, if wide { 256 } else { 64 }),
            owners: sorted.iter().map(|point| NodeId(point.1.into())).collect(),
            at,
        }
    }

    fn hash(place: u8, wide: bool) -> HashValue {
        let word = u64::from(place % 16) << 60;
        if wide { HashValue::from_words([word, 0, 0, u64::from(place / 16)], 256) } else { HashValue::from_u64(word) }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn joined_states_answer_as_each_of_them(states in prop::collection::vec(prop::collection::vec(any::<(u8, u8)>(), 1..12), 1..5), wide: bool, at: bool) {
            let kind = if wide { HashKind::Sha256 } else { HashKind::Mix64 };
            let points = |i: usize| points(&states[i], wide, at);
            let mut rings = Rings::new(points(0), kind);
            (1..states.len()).for_each(|i| {
                assert!(rings.take(&points(i), kind));
                rings.add(points(i));
            });
            prop_assert_eq!(rings.states(), states.len());
            for (i, joined) in rings.apart().into_iter().enumerate() {
                let own = points(i);
                for place in 0..=u8::MAX {
                    prop_assert_eq!(joined.owner(hash(place, wide)), own.owner(hash(place, wide)), "{} in state {}", place, i);
                }
            }
        }
    }
}
