//! Stretches of a circle: most keys are counted by the first bits of their hashes alone.
//!
//! The first bits of a hash are its bucket. Most buckets lie within one stretch, and nothing more is done than counting
//! them; the keys of those in which a stretch begins go to a list without a branch, and are finished a block at a time.

use crate::BLOCK;
use crate::mix::mix64;

/// Buckets for a stretch, at least; so few keys fall into a bucket in which one begins.
const BUCKETS_A_STRETCH: usize = 32;
/// The most bits of a bucket: the counts then take 4 MB.
const BITS: u32 = 20;

/// Buckets that share an entry of the table of stretches: few points are passed one by one then, and it is small.
const ROW: usize = 16;

/// A circle cut into stretches, and how many keys fell into each.
pub struct Ring {
    shift: u32,
    /// By bucket: twice the keys, and one more where a stretch begins within it.
    buckets: Vec<u32>,
    /// The stretch in which each row of [`ROW`] buckets begins; `look` tells what counts as begun.
    stretch: Vec<u32>,
    look: bool,
    /// The hashes at which stretches begin; the first one begins at 0 beside them.
    begins: Vec<u64>,
    /// By stretch: the keys of buckets in which one begins.
    slots: Vec<u32>,
    list: Vec<u16>,
    listed: usize,
    /// Hashes on their way, and room for one that is written before it is known to belong there.
    hashes: Vec<u64>,
}

impl Ring {
    /// Stretches that begin at these hashes, in their order, and at 0. With `look`, keys at the very beginning of a stretch
    /// are listed too: they may belong to the one before.
    #[must_use]
    pub fn new(begins: Vec<u64>, look: bool) -> Self {
        let bits = (begins.len() * BUCKETS_A_STRETCH).max(2).next_power_of_two().ilog2().min(BITS);
        let (shift, count) = (64 - bits, 1_usize << bits);
        let (mut buckets, mut stretch) = (vec![0; count], Vec::with_capacity(count.div_ceil(ROW)));
        let mut passed = 0;
        for (bucket, keys) in buckets.iter_mut().enumerate() {
            let (low, high) = ((bucket as u64) << shift, ((bucket as u64) << shift) | ((1 << shift) - 1));
            passed = pass(&begins, passed, low, look);
            if bucket % ROW == 0 {
                stretch.push(passed as u32);
            }
            *keys = u32::from(begins.get(passed).is_some_and(|begin| *begin <= high));
        }
        let slots = vec![0; begins.len() + 1];
        // One more than there are keys: an entry is written before it is known to be one.
        Self { shift, buckets, stretch, look, begins, slots, list: vec![0; BLOCK + 1], listed: 0, hashes: vec![0; BLOCK + 1] }
    }

    /// Counts the hashes of a block by bucket, and lists the keys that are to be looked at.
    #[inline(never)]
    pub fn count(&mut self, firsts: &[u64]) {
        let Self { shift, buckets, list, .. } = self;
        let mut listed = 0;
        for (key, first) in firsts.iter().enumerate() {
            let bucket = (first >> *shift) as usize;
            let keys = buckets[bucket];
            buckets[bucket] = keys + 2;
            list[listed] = key as u16;
            listed += (keys & 1) as usize;
        }
        self.listed = listed;
    }

    /// Counts the integers from `begin` on, hashed by [`mix64`] on the way, where first words tell everything.
    #[inline(never)]
    pub fn count_mixed(&mut self, begin: u64, keys: u64) {
        let Self { shift, buckets, stretch, begins, slots, hashes, .. } = self;
        let mut done = 0;
        while done < keys {
            let block = (keys - done).min(BLOCK as u64);
            let mut listed = 0;
            for id in begin + done..begin + done + block {
                let hash = mix64(id);
                let bucket = (hash >> *shift) as usize;
                let count = buckets[bucket];
                buckets[bucket] = count + 2;
                hashes[listed] = hash;
                listed += (count & 1) as usize;
            }
            for hash in &hashes[..listed] {
                slots[stretch_of(stretch, begins, *shift, *hash)] += 1;
            }
            done += block;
        }
    }

    /// Counts the keys of the list, where first words tell everything.
    #[inline(never)]
    pub fn resolve(&mut self, firsts: &[u64]) {
        let Self { shift, stretch, begins, slots, .. } = self;
        for key in &self.list[..self.listed] {
            slots[stretch_of(stretch, begins, *shift, firsts[usize::from(*key)])] += 1;
        }
    }

    /// The same where they do not: `passes` tells whether a key goes on from the begin of a stretch that is equal.
    pub fn resolve_by(&mut self, firsts: &[u64], passes: &dyn Fn(usize, usize) -> bool) {
        for key in &self.list[..self.listed] {
            let key = usize::from(*key);
            let first = firsts[key];
            let mut at = self.stretch[(first >> self.shift) as usize / ROW] as usize;
            while self.begins.get(at).is_some_and(|begin| *begin < first || *begin == first && passes(key, at)) {
                at += 1;
            }
            self.slots[at] += 1;
        }
    }

    /// How many keys fell into each stretch.
    #[must_use]
    pub fn counts(&self) -> Vec<u64> {
        let mut counts: Vec<u64> = self.slots.iter().map(|keys| u64::from(*keys)).collect();
        let mut at = 0;
        for (bucket, keys) in self.buckets.iter().enumerate().filter(|(_, keys)| *keys & 1 == 0) {
            at = pass(&self.begins, at, (bucket as u64) << self.shift, self.look);
            counts[at] += u64::from(*keys / 2);
        }
        counts
    }
}

/// The stretch of a hash, where first words tell everything.
#[inline(always)]
fn stretch_of(stretch: &[u32], begins: &[u64], shift: u32, first: u64) -> usize {
    let mut at = stretch[(first >> shift) as usize / ROW] as usize;
    while begins.get(at).is_some_and(|begin| *begin <= first) {
        at += 1;
    }
    at
}

/// The stretch at a place, from one before it on.
fn pass(begins: &[u64], mut at: usize, place: u64, look: bool) -> usize {
    while begins.get(at).is_some_and(|begin| if look { *begin < place } else { *begin <= place }) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_key_is_counted_in_the_stretch_that_it_is_in(mut begins in prop::collection::vec(any::<u64>(), 0..60), keys in prop::collection::vec(any::<u64>(), 0..200)) {
            begins.sort_unstable();
            begins.dedup();
            // Keys on a begin and just before it are the ones that can go wrong.
            let edges = begins.iter().flat_map(|begin| [*begin, begin.wrapping_sub(1)]);
            let keys: Vec<u64> = keys.into_iter().chain(edges).collect();
            let mut expected = vec![0; begins.len() + 1];
            keys.iter().for_each(|key| expected[begins.iter().filter(|begin| *begin <= key).count()] += 1);
            for by in [false, true] {
                let mut ring = Ring::new(begins.clone(), by);
                for block in keys.chunks(BLOCK) {
                    ring.count(block);
                    if by { ring.resolve_by(block, &|_, _| true) } else { ring.resolve(block) }
                }
                prop_assert_eq!(ring.counts(), expected.clone());
            }
            let ids = keys.len() as u64 * 20;
            let (mut one, mut other) = (Ring::new(begins.clone(), false), Ring::new(begins.clone(), false));
            one.count_mixed(7, ids);
            let hashes: Vec<u64> = (7..7 + ids).map(mix64).collect();
            for block in hashes.chunks(BLOCK) {
                other.count(block);
                other.resolve(block);
            }
            prop_assert_eq!(one.counts(), other.counts());
        }
    }
}
