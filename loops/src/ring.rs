//! Stretches of a circle: most keys are counted by the first bits of their hashes alone.
//!
//! The first bits of a hash are its bucket. Most buckets lie within one stretch, and nothing more is done than counting
//! them; the keys of those in which a stretch begins go to a list without a branch, and are finished a block at a time.

use crate::mix::{finished, unfinished};
use crate::{BLOCK, ROOM};

/// Buckets for a stretch, at least; so few keys fall into a bucket in which one begins.
const BUCKETS_A_STRETCH: usize = 32;
/// The most bits of a bucket: the counts then take 2 MB. With more, fewer keys would be listed, but what is touched at random
/// would have more pages than a processor remembers the places of.
const BITS: u32 = 19;

/// A circle cut into stretches, and how many keys fell into each.
pub struct Ring {
    bits: u32,
    /// By bucket: twice the keys, and one more where a stretch begins within it.
    buckets: Vec<u32>,
    rows: Vec<Row>,
    /// The hashes at which stretches begin; the first one begins at 0 beside them.
    begins: Vec<u64>,
    /// By stretch: the keys of buckets in which one begins.
    slots: Vec<u32>,
    list: Vec<u16>,
    listed: usize,
    /// Hashes on their way.
    hashes: Vec<u64>,
}

/// Sixty-four buckets.
#[derive(Clone, Copy, Default)]
struct Row {
    /// A bit for each in which a stretch begins.
    marks: u64,
    /// How many begin before these.
    before: u32,
}

/// Stretches that are passed one by one; among more of a row a key's is searched for.
const NEAR: usize = 16;

/// Calls a function for the number of buckets that a ring has: fixed numbers spare a loop its checks.
macro_rules! sized {
    ($bits:expr, $counts:ident($($given:expr),*)) => {
        match $bits {
            8 => $counts::<{ 1 << 8 }, 56>($($given),*),
            10 => $counts::<{ 1 << 10 }, 54>($($given),*),
            12 => $counts::<{ 1 << 12 }, 52>($($given),*),
            14 => $counts::<{ 1 << 14 }, 50>($($given),*),
            16 => $counts::<{ 1 << 16 }, 48>($($given),*),
            18 => $counts::<{ 1 << 18 }, 46>($($given),*),
            _ => $counts::<{ 1 << 19 }, 45>($($given),*),
        }
    };
}

impl Ring {
    /// Stretches that begin at these hashes, in their order, and at 0.
    #[must_use]
    pub fn new(begins: Vec<u64>) -> Self {
        let bits = (begins.len() * BUCKETS_A_STRETCH).max(1 << 8).next_power_of_two().ilog2().next_multiple_of(2).min(BITS);
        let (mut buckets, mut rows) = (vec![0; 1 << bits], vec![Row::default(); 1 << bits >> 6]);
        for begin in &begins {
            let bucket = (begin >> (64 - bits)) as usize;
            buckets[bucket] = 1;
            rows[bucket >> 6].marks |= 1 << (bucket & 63);
            rows[bucket >> 6].before += 1;
        }
        let mut before = 0;
        for row in &mut rows {
            before += std::mem::replace(&mut row.before, before);
        }
        let slots = vec![0; begins.len() + 1];
        Self { bits, buckets, rows, begins, slots, list: vec![0; ROOM], listed: 0, hashes: vec![0; ROOM] }
    }

    /// Counts the hashes of a block by bucket, and lists the keys that are to be looked at.
    #[inline(never)]
    pub fn count(&mut self, firsts: &[u64]) {
        self.listed = sized!(self.bits, count(firsts, &mut self.buckets, &mut self.list));
    }

    /// Counts the integers from `begin` on, hashed by [`mix64`](crate::mix::mix64) on the way, where first words tell everything.
    #[inline(never)]
    pub fn count_mixed(&mut self, begin: u64, keys: u64) {
        let mut done = 0;
        while done < keys {
            let block = (keys - done).min(BLOCK as u64);
            let listed = sized!(self.bits, count_mixed(begin + done, block, &mut self.buckets, &mut self.hashes));
            for z in &self.hashes[..listed] {
                let hash = finished(*z);
                let stretch = stretch_of(&self.rows, &self.begins, self.bits, hash, |begin, _| begin <= hash);
                self.slots[stretch] += 1;
            }
            done += block;
        }
    }

    /// Counts the keys of the list, where first words tell everything.
    #[inline(never)]
    pub fn resolve(&mut self, firsts: &[u64]) {
        for key in &self.list[..self.listed] {
            let hash = firsts[usize::from(*key)];
            let stretch = stretch_of(&self.rows, &self.begins, self.bits, hash, |begin, _| begin <= hash);
            self.slots[stretch] += 1;
        }
    }

    /// The same where they do not: `passes` tells whether a key goes on from the begin of a stretch that is equal.
    pub fn resolve_by(&mut self, firsts: &[u64], passes: &dyn Fn(usize, usize) -> bool) {
        for key in &self.list[..self.listed] {
            let key = usize::from(*key);
            let first = firsts[key];
            let goes_on = |begin, at| begin < first || begin == first && passes(key, at);
            let stretch = stretch_of(&self.rows, &self.begins, self.bits, first, goes_on);
            self.slots[stretch] += 1;
        }
    }

    /// How many keys fell into each stretch.
    #[must_use]
    pub fn counts(&self) -> Vec<u64> {
        let mut counts: Vec<u64> = self.slots.iter().map(|keys| u64::from(*keys)).collect();
        let mut at = 0;
        for (bucket, keys) in self.buckets.iter().enumerate() {
            if keys & 1 == 0 {
                counts[at] += u64::from(*keys / 2);
            }
            while self.begins.get(at).is_some_and(|begin| (begin >> (64 - self.bits)) as usize == bucket) {
                at += 1;
            }
        }
        counts
    }
}

/// Counts hashes by bucket and lists those in whose bucket a stretch begins: how many they are.
#[inline(always)]
fn count<const BUCKETS: usize, const SHIFT: u32>(firsts: &[u64], buckets: &mut [u32], list: &mut [u16]) -> usize {
    let (Some(buckets), Some(list)) = (buckets.first_chunk_mut::<BUCKETS>(), list.first_chunk_mut::<ROOM>()) else { return 0 };
    let mut listed = 0;
    for (key, first) in firsts.iter().enumerate() {
        let bucket = (first >> SHIFT) as usize;
        let keys = buckets[bucket];
        buckets[bucket] = keys + 2;
        list[listed & (ROOM - 1)] = key as u16;
        listed += (keys & 1) as usize;
    }
    listed
}

/// The same for integers in a row, with their hashes before the last step in the list: a bucket is of the bits before it.
#[inline(always)]
fn count_mixed<const BUCKETS: usize, const SHIFT: u32>(begin: u64, keys: u64, buckets: &mut [u32], list: &mut [u64]) -> usize {
    let (Some(buckets), Some(list)) = (buckets.first_chunk_mut::<BUCKETS>(), list.first_chunk_mut::<ROOM>()) else { return 0 };
    let mut listed = 0;
    unfinished(begin, keys, |z| {
        let bucket = (z >> SHIFT) as usize;
        let keys = buckets[bucket];
        buckets[bucket] = keys + 2;
        list[listed & (ROOM - 1)] = z;
        listed += (keys & 1) as usize;
    });
    listed
}

/// The stretch of a hash in whose bucket one begins; `passes` tells whether it goes on from a begin, and which this is.
#[inline(always)]
fn stretch_of(rows: &[Row], begins: &[u64], bits: u32, hash: u64, passes: impl Fn(u64, usize) -> bool) -> usize {
    let bucket = (hash >> (64 - bits)) as usize;
    let Row { marks, before } = rows[bucket >> 6];
    // As many begin before it at least; more, where two of them share a bucket of the row.
    let mut at = before as usize + (marks & ((1 << (bucket & 63)) - 1)).count_ones() as usize;
    let mut end = rows.get((bucket >> 6) + 1).map_or(begins.len(), |row| row.before as usize);
    while end - at > NEAR {
        let middle = at + (end - at) / 2;
        if passes(begins[middle], middle) { at = middle + 1 } else { end = middle }
    }
    at += usize::from(begins.get(at).is_some_and(|begin| passes(*begin, at)));
    while begins.get(at).is_some_and(|begin| passes(*begin, at)) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix::mix64;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_key_is_counted_in_the_stretch_that_it_is_in(mut begins in prop::collection::vec(any::<u64>(), 0..60), dense: bool, keys in prop::collection::vec(any::<u64>(), 0..200)) {
            if dense {
                // Many in one row, and some in one bucket.
                begins.iter_mut().for_each(|begin| *begin >>= 3 + *begin % 13);
            }
            begins.sort_unstable();
            begins.dedup();
            // Keys on a begin and just before it are the ones that can go wrong.
            let edges = begins.iter().flat_map(|begin| [*begin, begin.wrapping_sub(1)]);
            let keys: Vec<u64> = keys.into_iter().chain(edges).collect();
            let mut expected = vec![0; begins.len() + 1];
            keys.iter().for_each(|key| expected[begins.iter().filter(|begin| *begin <= key).count()] += 1);
            for by in [false, true] {
                let mut ring = Ring::new(begins.clone());
                for block in keys.chunks(BLOCK) {
                    ring.count(block);
                    if by { ring.resolve_by(block, &|_, _| true) } else { ring.resolve(block) }
                }
                prop_assert_eq!(ring.counts(), expected.clone());
            }
            let ids = keys.len() as u64 * 20;
            let (mut one, mut other) = (Ring::new(begins.clone()), Ring::new(begins.clone()));
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
