//! One key after another: what is prepared once so that a hash leads to its node in a few steps.
//!
//! The structures stand with the loops of their kind, that of a ring here. Which one it is is chosen once a call, so that a
//! loop over keys is compiled for each.

use crate::drawn::Walk;
use crate::jumps::Jump;
use crate::mix::mix64;
use crate::probes::Probes;
use crate::residues::Table;
use crate::scores::Scores;

/// What gives the node of a hash.
pub trait Find {
    /// The node of a hash of at most 64 bits, left-aligned.
    fn node(&self, first: u64) -> u32;

    /// The node of a hash of more bits, from all its words.
    #[inline(always)]
    fn node_wide(&self, words: &[u64; 4]) -> u32 {
        self.node(words[0])
    }

    /// What is held, bytes.
    fn bytes(&self) -> usize;
}

/// A prepared look-up.
#[derive(Clone, Debug)]
pub enum LookUp {
    /// By a residue.
    Table(Table),
    /// By the stretches of a circle that begin at hashes of at most 64 bits, or at first words that tell everything.
    Ring(Ring<u64>),
    /// By those that begin at wider ones.
    WideRing(Ring<[u64; 4]>),
    /// By the greatest score.
    Scores(Scores),
    /// By jump hash.
    Jump(Jump),
    /// By numbered buckets.
    Drawn(Walk),
    /// By several probes.
    Probes(Probes),
}

/// Does the same with every kind of look-up, each compiled for itself.
macro_rules! each {
    ($look:expr, $find:ident => $does:expr) => {
        match $look {
            LookUp::Table($find) => $does,
            LookUp::Ring($find) => $does,
            LookUp::WideRing($find) => $does,
            LookUp::Scores($find) => $does,
            LookUp::Jump($find) => $does,
            LookUp::Drawn($find) => $does,
            LookUp::Probes($find) => $does,
        }
    };
}

impl LookUp {
    /// The node of a hash of at most 64 bits, left-aligned.
    #[must_use]
    pub fn node(&self, first: u64) -> u32 {
        each!(self, find => find.node(first))
    }

    /// The node of a hash of more bits, from all its words.
    #[must_use]
    pub fn node_wide(&self, words: &[u64; 4]) -> u32 {
        each!(self, find => find.node_wide(words))
    }

    /// The nodes of hashes; `wide` has their words where they are of more than 64 bits, else none.
    pub fn nodes(&self, firsts: &[u64], wide: &[[u64; 4]], nodes: &mut [u32]) {
        match wide.len() {
            0 => each!(self, find => fill(firsts, nodes, |first| find.node(*first))),
            _ => each!(self, find => fill(wide, nodes, |words| find.node_wide(words))),
        }
    }

    /// Looks up hashes one after another; the sum of their nodes, so that none of them can be left out.
    #[must_use]
    pub fn sum(&self, firsts: &[u64]) -> u32 {
        each!(self, find => sum(firsts, |first| find.node(first)))
    }

    /// The same of integers that [`mix64`] hashes on the way.
    #[must_use]
    pub fn sum_mixed(&self, ids: &[u64]) -> u32 {
        each!(self, find => sum(ids, |id| find.node(mix64(id))))
    }

    /// What is held, bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        each!(self, find => find.bytes())
    }
}

#[inline(always)]
fn fill<T>(hashes: &[T], nodes: &mut [u32], node: impl Fn(&T) -> u32) {
    nodes.iter_mut().zip(hashes).for_each(|(to, hash)| *to = node(hash));
}

#[inline(always)]
fn sum(hashes: &[u64], node: impl Fn(u64) -> u32) -> u32 {
    hashes.iter().fold(0, |sum, hash| sum.wrapping_add(node(*hash)))
}

/// A place on a circle: a first word, and perhaps more.
pub trait Place: Copy + Ord {
    /// The least and the greatest place of a first word.
    fn ends(first: u64) -> (Self, Self);
    /// Of a hash of at most 64 bits, and of the words of one of more.
    fn of(first: u64, words: Option<&[u64; 4]>) -> Self;
}

impl Place for u64 {
    fn ends(first: u64) -> (Self, Self) {
        (first, first)
    }

    #[inline(always)]
    fn of(first: u64, _: Option<&[u64; 4]>) -> Self {
        first
    }
}

impl Place for [u64; 4] {
    fn ends(first: u64) -> (Self, Self) {
        ([first, 0, 0, 0], [first, u64::MAX, u64::MAX, u64::MAX])
    }

    #[inline(always)]
    fn of(first: u64, words: Option<&[u64; 4]>) -> Self {
        words.copied().unwrap_or([first, 0, 0, 0])
    }
}

/// Buckets for a stretch, at least; a bucket within one stretch has its node at once.
const BUCKETS_A_STRETCH: usize = 16;
/// The most bits of a bucket: the buckets then take 2 MB.
const BITS: u32 = 19;

/// Stretches that are passed one by one.
const NEAR: usize = 8;

/// A circle cut into stretches, each with a node; the first bits of a hash are its bucket.
#[derive(Clone, Debug)]
pub struct Ring<T> {
    shift: u32,
    /// Twice the node of the bucket, or, where a stretch begins within it, twice the number of the stretch that it begins in
    /// and one more.
    buckets: Vec<u32>,
    /// Where each stretch but the last ends, and its node.
    ends: Vec<(T, u32)>,
    /// The node of the last stretch.
    last: u32,
}

impl<T: Place> Ring<T> {
    /// Stretches of nodes below 2^31: the first begins at 0, the others at `begins`, in their order; one node more than begins.
    #[must_use]
    pub fn new(begins: &[T], nodes: &[u32]) -> Self {
        let last = nodes.get(begins.len()).copied().unwrap_or_default();
        // Neighbours of one node are one stretch.
        let goes_on = |at: usize| nodes.get(at + 1) == nodes.get(at);
        let ends = begins.iter().zip(nodes).enumerate().filter(|(at, _)| !goes_on(*at)).map(|(_, (end, node))| (*end, *node));
        let ends: Vec<(T, u32)> = ends.collect();
        let bits = (ends.len() * BUCKETS_A_STRETCH).max(2).next_power_of_two().ilog2().min(BITS);
        let mut ring = Self { shift: 64 - bits, buckets: Vec::with_capacity(1 << bits), ends, last };
        ring.fill(1 << bits);
        ring
    }

    fn fill(&mut self, buckets: u64) {
        let mut passed = 0;
        for bucket in 0..buckets {
            let (low, high) = (bucket << self.shift, (bucket << self.shift) | ((1 << self.shift) - 1));
            passed = self.pass(passed, T::ends(low).0);
            let whole = self.pass(passed, T::ends(high).1) == passed;
            self.buckets.push(if whole { 2 * self.node_of(passed) } else { 2 * passed as u32 + 1 });
        }
    }

    /// The stretch at a place, from one before it on.
    #[inline(always)]
    fn pass(&self, from: usize, place: T) -> usize {
        let mut at = from;
        while self.ends.get(at).is_some_and(|end| end.0 <= place) {
            at += 1;
            if at == from + NEAR {
                return self.far(at, place);
            }
        }
        at
    }

    /// The same where many stretches begin close together, as labels under a weak hash do.
    #[cold]
    fn far(&self, from: usize, place: T) -> usize {
        from + self.ends[from..].partition_point(|end| end.0 <= place)
    }

    #[inline(always)]
    fn node_of(&self, stretch: usize) -> u32 {
        self.ends.get(stretch).map_or(self.last, |end| end.1)
    }

    #[inline(always)]
    fn find(&self, first: u64, words: Option<&[u64; 4]>) -> u32 {
        let entry = self.buckets[(first >> self.shift) as usize];
        if entry & 1 == 0 { entry / 2 } else { self.node_of(self.pass((entry / 2) as usize, T::of(first, words))) }
    }
}

impl<T: Place> Find for Ring<T> {
    #[inline(always)]
    fn node(&self, first: u64) -> u32 {
        self.find(first, None)
    }

    #[inline(always)]
    fn node_wide(&self, words: &[u64; 4]) -> u32 {
        self.find(words[0], Some(words))
    }

    fn bytes(&self) -> usize {
        self.buckets.len() * size_of::<u32>() + self.ends.len() * size_of::<(T, u32)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_key_has_the_node_of_its_stretch(mut begins in prop::collection::vec(any::<[u64; 2]>(), 0..60), nodes in prop::collection::vec(0_u32..4, 61), keys: [[u64; 2]; 40], narrow: bool) {
            // Few first words, so that many are equal; places may be, too.
            let wide = |[first, second]: [u64; 2]| [if narrow { first } else { first % 7 << 61 }, second % 5, 0, 0];
            begins.sort_unstable_by_key(|begin| wide(*begin));
            let begins: Vec<[u64; 4]> = begins.into_iter().map(wide).collect();
            let edges = begins.iter().flat_map(|[first, second, ..]| [(*first, *second), (*first, second.wrapping_sub(1)), (first.wrapping_sub(1), *second)]);
            let keys: Vec<[u64; 4]> = keys.into_iter().map(wide).chain(edges.map(|(first, second)| [first, second, 0, 0])).collect();
            let stretch = |key: &[u64; 4]| begins.iter().filter(|begin| *begin <= key).count();
            let ring = Ring::new(&begins, &nodes[..=begins.len()]);
            for key in &keys {
                prop_assert_eq!(ring.node_wide(key), nodes[stretch(key)]);
                prop_assert_eq!(ring.node(key[0]), nodes[stretch(&[key[0], 0, 0, 0])]);
            }
            let firsts: Vec<u64> = begins.iter().map(|begin| begin[0]).collect();
            let ring = Ring::new(&firsts, &nodes[..=firsts.len()]);
            for key in &keys {
                prop_assert_eq!(ring.node(key[0]), nodes[firsts.iter().filter(|begin| **begin <= key[0]).count()]);
            }
        }
    }
}
