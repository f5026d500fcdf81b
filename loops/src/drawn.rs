//! Numbered buckets, drawn again from empty ones: keys go from stage to stage in lists.
//!
//! Of two states one may have the empty buckets of the other and some that were left later. A key's way then is the same in
//! both up to the first of those, so it is walked once, with the state that has fewer empty buckets; only keys that end in a
//! bucket which is empty in the other state walk on there.

use crate::BLOCK;
use crate::mix::mix64;

/// The node of a bucket that has none.
pub const EMPTY: u32 = u32::MAX;

/// A state of the buckets.
#[derive(Clone, Debug)]
pub struct Table {
    nodes: Vec<u32>,
    /// By bucket: how many stayed when it was left, as a divisor, and the number itself; 0 for one with a node.
    stayed: Vec<(Divisor, u32)>,
    instead: Vec<u32>,
}

impl Table {
    /// By bucket: its node or [`EMPTY`], how many stayed when it was left, and what stands for it where it was left before
    /// the one that is drawn from.
    #[must_use]
    pub fn new(nodes: Vec<u32>, stayed: &[u32], instead: &[u32]) -> Self {
        let stayed = stayed.iter().map(|stayed| (Divisor::new(u64::from(*stayed)), *stayed)).collect();
        Self { nodes, stayed, instead: instead.to_vec() }
    }

    /// The bucket after an empty one; `seed` is the empty one's.
    #[inline(always)]
    fn next(&self, hash: u64, bucket: u32, seed: u64) -> u32 {
        let (divisor, stayed) = self.stayed[bucket as usize];
        let mut next = divisor.rest(mix64(hash ^ seed)) as u32;
        while self.stayed[next as usize].1 >= stayed {
            next = self.instead[next as usize];
        }
        next
    }
}

/// A divisor below 2^31 and its reciprocal in two halves, for rests in three products of 32 bits.
#[derive(Clone, Copy, Debug)]
struct Divisor {
    n: u64,
    high: u64,
    low: u64,
}

impl Divisor {
    const fn new(n: u64) -> Self {
        let n = if n == 0 { 1 } else { n };
        let reciprocal = u64::MAX / n;
        Self { n, high: reciprocal >> 32, low: reciprocal & 0xffff_ffff }
    }

    /// The rest of a division. The quotient is too small by less than 5: by 1 for each product that is rounded down, for the
    /// reciprocal and for the product that is left out.
    #[inline(always)]
    const fn rest(self, number: u64) -> u64 {
        let (high, low) = (number >> 32, number & 0xffff_ffff);
        let quotient = high * self.high + ((high * self.low) >> 32) + ((low * self.high) >> 32);
        let rest = less(number.wrapping_sub(quotient.wrapping_mul(self.n)), 2 * self.n);
        less(less(rest, 2 * self.n), self.n)
    }
}

/// A number less another one, where it is not below it.
#[inline(always)]
const fn less(number: u64, other: u64) -> u64 {
    let less = number.wrapping_sub(other);
    // Below it the difference wraps to a great number.
    if less < number { less } else { number }
}

/// The walks of a block.
#[derive(Clone, Debug)]
pub struct Drawn {
    first: Divisor,
    /// By bucket the hash of its number.
    seeds: Vec<u64>,
    fewer: Table,
    lists: [Vec<(u64, u32)>; 2],
    /// The hashes of a block with their buckets, as they ended.
    ends: Vec<(u64, u32)>,
    keys: usize,
}

impl Drawn {
    /// The walks among the buckets of the state with fewer empty ones.
    #[must_use]
    pub fn new(fewer: Table) -> Self {
        let capacity = fewer.nodes.len() as u64;
        // One more than there are keys: an entry is written before it is known to be one.
        let list = || vec![(0, 0); BLOCK + 1];
        let seeds = (0..capacity).map(|bucket| mix64(bucket + 1)).collect();
        Self { first: Divisor::new(capacity), seeds, fewer, lists: [list(), list()], ends: list(), keys: 0 }
    }

    /// Walks the keys of a block to buckets with a node; they end in no order.
    #[inline(never)]
    pub fn walk(&mut self, firsts: &[u64], shift: u32) {
        let Self { first, seeds, fewer, lists: [here, there], ends, .. } = self;
        let (mut from, mut to) = (&mut here[..], &mut there[..]);
        let (mut listed, mut ended) = (0, 0);
        // Mostly there are as many buckets as a power of two.
        let mask = if first.n.is_power_of_two() { first.n - 1 } else { 0 };
        for hash in firsts {
            let hash = hash >> shift;
            let bucket = if mask > 0 { hash & mask } else { first.rest(hash) } as u32;
            let empty = fewer.nodes[bucket as usize] == EMPTY;
            from[listed] = (hash, bucket);
            ends[ended] = (hash, bucket);
            listed += usize::from(empty);
            ended += usize::from(!empty);
        }
        while listed > 0 {
            let mut stay = 0;
            for (hash, bucket) in &from[..listed] {
                let next = fewer.next(*hash, *bucket, seeds[*bucket as usize]);
                let empty = fewer.nodes[next as usize] == EMPTY;
                to[stay] = (*hash, next);
                ends[ended] = (*hash, next);
                stay += usize::from(empty);
                ended += usize::from(!empty);
            }
            (from, to, listed) = (to, from, stay);
        }
        self.keys = ended;
    }

    /// The nodes of the keys that were walked, in the order in which they ended.
    #[inline(never)]
    pub fn nodes(&self, owners: &mut [u32]) {
        for ((_, bucket), owner) in self.ends[..self.keys].iter().zip(owners) {
            *owner = self.fewer.nodes[*bucket as usize];
        }
    }

    /// The nodes of the same keys in the state with more empty buckets.
    #[inline(never)]
    pub fn nodes_of(&self, other: &Table, owners: &mut [u32]) {
        for ((hash, bucket), owner) in self.ends[..self.keys].iter().zip(owners) {
            let mut at = *bucket;
            while other.nodes[at as usize] == EMPTY {
                at = other.next(*hash, at, self.seeds[at as usize]);
            }
            *owner = other.nodes[at as usize];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Divisor;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_rest_is_that_of_a_division(n in 1_u64..1 << 31, number: u64, small in 1_u64..70_000) {
            for n in [n, small] {
                for number in [number, u64::MAX - number % 8, number / n * n, (number / n * n).wrapping_sub(1)] {
                    prop_assert_eq!(Divisor::new(n).rest(number), number % n);
                }
            }
        }
    }
}
