//! Nodes by a ring: the points of all states cut the circle into stretches, each with one node in every state.
//!
//! The first bits of a hash are its bucket. Most buckets lie within one stretch, and the pass does no more than count them;
//! the keys of those that hold a point go to a list without a branch, and are finished a block at a time.

use super::slots::Slots;
use super::{Ledger, Pass, Points};
use crate::cluster::NodeId;
use crate::hash::{HashKind, HashValue};
use crate::keys::Block;
use std::cmp::Ordering;

/// Buckets for a point, at least; so few keys fall into a bucket with a point.
const BUCKETS_A_POINT: usize = 32;
/// The most bits of a bucket: the counts then take 4 MB.
const BITS: u32 = 20;

/// The pass over all states with a ring.
pub(super) fn pass(states: &[&Points], hash: HashKind) -> Box<dyn Pass> {
    let at = states.iter().any(|state| state.at);
    let mut cuts: Vec<HashValue> = states.iter().flat_map(|state| state.places.iter().copied()).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let wide = hash.bits() > 64 || cuts.iter().any(|cut| cut.bits() > 64);
    // Whether a key goes on from a point with its own first word, where that is all there is to compare.
    let goes_on = |cut: &HashValue| match cut.bits().cmp(&hash.bits()) {
        Ordering::Less => true,
        Ordering::Equal => !at,
        Ordering::Greater => false,
    };
    let mut owners: Vec<Vec<NodeId>> = states.iter().map(|state| stretches(state, &cuts)).collect();
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
    let bits = (begins.len() * BUCKETS_A_POINT).max(2).next_power_of_two().ilog2().min(BITS);
    let buckets = Buckets::new(&begins, bits, wide);
    if !wide {
        cuts = Vec::new();
    }
    Box::new(Ring { at, begins, cuts, buckets, slots: Slots::new(owners) })
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

/// Keys by the first bits of their hashes.
struct Buckets {
    shift: u32,
    /// Twice the keys, and one more where a stretch begins within the bucket.
    counts: Vec<u32>,
    /// The stretch in which each bucket begins.
    stretch: Vec<u32>,
}

impl Buckets {
    /// `look` where keys at the very beginning of a stretch may belong to the one before.
    fn new(begins: &[u64], bits: u32, look: bool) -> Self {
        let (shift, count) = (64 - bits, 1_usize << bits);
        let (mut counts, mut stretch) = (vec![0; count], Vec::with_capacity(count));
        let mut passed = 0;
        for (bucket, keys) in counts.iter_mut().enumerate() {
            let (low, high) = ((bucket as u64) << shift, ((bucket as u64) << shift) | ((1 << shift) - 1));
            while begins.get(passed).is_some_and(|begin| if look { *begin < low } else { *begin <= low }) {
                passed += 1;
            }
            stretch.push(passed as u32);
            *keys = u32::from(begins.get(passed).is_some_and(|begin| *begin <= high));
        }
        Self { shift, counts, stretch }
    }
}

/// All states of a ring.
struct Ring {
    at: bool,
    /// The first words of the hashes at which stretches begin, the first stretch at 0 beside them.
    begins: Vec<u64>,
    /// The points themselves, where first words do not tell everything.
    cuts: Vec<HashValue>,
    buckets: Buckets,
    /// By stretch: the keys of buckets with a point.
    slots: Slots,
}

impl Ring {
    /// The stretch of a key in a bucket with a point.
    #[inline]
    fn stretch(&self, block: &Block, key: usize) -> usize {
        let first = block.firsts()[key];
        let mut stretch = self.buckets.stretch[(first >> self.buckets.shift) as usize] as usize;
        if self.cuts.is_empty() {
            while self.begins.get(stretch).is_some_and(|begin| *begin <= first) {
                stretch += 1;
            }
            return stretch;
        }
        while self.begins.get(stretch).is_some_and(|begin| *begin < first || *begin == first && self.passes(block, key, stretch)) {
            stretch += 1;
        }
        stretch
    }

    /// Whether a key goes on from a point with the same first word.
    fn passes(&self, block: &Block, key: usize, cut: usize) -> bool {
        let order = self.cuts[cut].cmp(&block.value(key));
        order == Ordering::Less || order == Ordering::Equal && !self.at
    }
}

impl Pass for Ring {
    #[inline(never)]
    fn count(&mut self, block: &Block) {
        let mut list = [0_u16; Block::KEYS as usize];
        let mut length = 0;
        let Buckets { shift, counts, .. } = &mut self.buckets;
        for (key, first) in block.firsts().iter().enumerate() {
            let bucket = (first >> *shift) as usize;
            let keys = counts[bucket];
            counts[bucket] = keys + 2;
            list[length] = key as u16;
            length += (keys & 1) as usize;
        }
        for key in &list[..length] {
            let stretch = self.stretch(block, usize::from(*key));
            self.slots.counts[stretch] += 1;
        }
    }

    fn tell(&self, ledger: &mut Ledger) {
        let mut whole: Vec<u64> = self.slots.counts.iter().map(|keys| u64::from(*keys)).collect();
        let Buckets { counts, stretch, .. } = &self.buckets;
        let uncut = counts.iter().zip(stretch).filter(|(keys, _)| *keys & 1 == 0);
        uncut.for_each(|(keys, stretch)| whole[*stretch as usize] += u64::from(*keys / 2));
        self.slots.tell_all(whole.into_iter(), ledger);
    }
}
