//! Numbered buckets, drawn again from empty ones: keys go from stage to stage in lists.
//!
//! Of two states one may have the empty buckets of the other and some that were left later. A key's way then is the same in
//! both up to the first of those, so it is walked once, with the state that has fewer empty buckets; only keys that end in a
//! bucket which is empty in the other state walk on there.

use crate::look::Find;
use crate::mix::mix64;
use crate::{BLOCK, ROOM};

/// The node of a bucket that has none.
pub const EMPTY: u32 = u32::MAX;

/// A state of the buckets.
#[derive(Clone, Debug)]
pub struct Table {
    nodes: Vec<u32>,
    ways: Vec<Way>,
}

/// The way on from an empty bucket, in sixteen bytes: a walk meets the ways of many buckets, and they are to stay in the cache.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// The reciprocal of `stayed`.
    reciprocal: u64,
    /// How many stayed when it was left; 0 for a bucket with a node.
    stayed: u32,
    /// What stands for it where it was left before the one that is drawn from.
    instead: u32,
}

impl Table {
    /// By bucket: its node or [`EMPTY`], how many stayed when it was left, and what stands for it where it was left before
    /// the one that is drawn from.
    #[must_use]
    pub fn new(nodes: Vec<u32>, stayed: &[u32], instead: &[u32]) -> Self {
        let way = |(stayed, instead): (&u32, &u32)| Way {
            reciprocal: u64::MAX / u64::from((*stayed).max(1)),
            stayed: *stayed,
            instead: *instead,
        };
        let ways = stayed.iter().zip(instead).map(way).collect();
        Self { nodes, ways }
    }

    /// The bucket after an empty one, and whether it is empty too; `seed` is the first one's.
    #[inline(always)]
    fn next(&self, hash: u64, bucket: u32, seed: u64) -> (u32, bool) {
        let Way { reciprocal, stayed, .. } = self.ways[bucket as usize];
        let mut next = rest(mix64(hash ^ seed), u64::from(stayed), reciprocal) as u32;
        let mut way = self.ways[next as usize];
        while way.stayed >= stayed {
            next = way.instead;
            way = self.ways[next as usize];
        }
        (next, way.stayed > 0)
    }

    /// The node of a walk that stands at a bucket.
    #[inline(always)]
    fn end(&self, hash: u64, mut bucket: u32, seeds: &[u64]) -> u32 {
        let mut node = self.nodes[bucket as usize];
        while node == EMPTY {
            bucket = self.next(hash, bucket, seeds[bucket as usize]).0;
            node = self.nodes[bucket as usize];
        }
        node
    }

    /// What is held, bytes.
    const fn bytes(&self) -> usize {
        self.nodes.len() * size_of::<u32>() + self.ways.len() * size_of::<Way>()
    }
}

/// The seeds of the draws: by bucket the hash of its number.
fn seeds(buckets: usize) -> Vec<u64> {
    (0..buckets as u64).map(|bucket| mix64(bucket + 1)).collect()
}

/// The first bucket of a hash.
#[derive(Clone, Copy, Debug)]
struct First {
    buckets: u64,
    reciprocal: u64,
    /// One less than the buckets where they are as many as a power of two, as mostly they are; else 0.
    mask: u64,
}

impl First {
    const fn new(buckets: u64) -> Self {
        let buckets = if buckets == 0 { 1 } else { buckets };
        Self { buckets, reciprocal: u64::MAX / buckets, mask: if buckets.is_power_of_two() { buckets - 1 } else { 0 } }
    }

    #[inline(always)]
    const fn bucket(self, hash: u64) -> u32 {
        let bucket = if self.mask > 0 { hash & self.mask } else { rest(hash, self.buckets, self.reciprocal) };
        bucket as u32
    }
}

/// The rest of a division by a number below 2^31 with its reciprocal, in three products of 32 bits. The quotient is too small by
/// less than 5: by 1 for each product that is rounded down, for the reciprocal and for the product that is left out.
#[inline(always)]
const fn rest(number: u64, n: u64, reciprocal: u64) -> u64 {
    let (high, low) = (number >> 32, number & 0xffff_ffff);
    let (by_high, by_low) = (reciprocal >> 32, reciprocal & 0xffff_ffff);
    let quotient = high * by_high + ((high * by_low) >> 32) + ((low * by_high) >> 32);
    let rest = less(number.wrapping_sub(quotient.wrapping_mul(n)), 2 * n);
    less(less(rest, 2 * n), n)
}

/// A number less another one, where it is not below it.
#[inline(always)]
const fn less(number: u64, other: u64) -> u64 {
    let less = number.wrapping_sub(other);
    // Below it the difference wraps to a great number.
    if less < number { less } else { number }
}

/// The nodes of single keys.
#[derive(Clone, Debug)]
pub struct Walk {
    first: First,
    shift: u32,
    seeds: Vec<u64>,
    table: Table,
}

impl Walk {
    /// The walks among the buckets of a state; a hash of less than 64 bits stands `shift` bits to the left.
    #[must_use]
    pub fn new(table: Table, shift: u32) -> Self {
        Self { first: First::new(table.nodes.len() as u64), shift, seeds: seeds(table.nodes.len()), table }
    }
}

impl Find for Walk {
    #[inline(always)]
    fn node(&self, first: u64) -> u32 {
        let hash = first >> self.shift;
        self.table.end(hash, self.first.bucket(hash), &self.seeds)
    }

    fn bytes(&self) -> usize {
        self.table.bytes() + self.seeds.len() * size_of::<u64>()
    }
}

/// The walks of a block.
#[derive(Clone, Debug)]
pub struct Drawn {
    first: First,
    /// By bucket the hash of its number.
    seeds: Vec<u64>,
    fewer: Table,
    /// By key the bucket at which it stands.
    at: Vec<u32>,
    list: Vec<u16>,
}

impl Drawn {
    /// The walks among the buckets of the state with fewer empty ones.
    #[must_use]
    pub fn new(fewer: Table) -> Self {
        let (first, seeds) = (First::new(fewer.nodes.len() as u64), seeds(fewer.nodes.len()));
        Self { first, seeds, fewer, at: vec![0; BLOCK], list: vec![0; ROOM] }
    }

    /// The nodes of a block's keys, whose hashes stand `shift` bits to the left.
    #[inline(never)]
    pub fn nodes(&mut self, firsts: &[u64], shift: u32, owners: &mut [u32]) {
        let first = self.first;
        firsts.iter().zip(&mut self.at).for_each(|(hash, at)| *at = first.bucket(hash >> shift));
        self.fewer.settle(firsts, shift, &self.seeds, &mut self.at, &mut self.list, owners);
    }

    /// The nodes of the same keys in the state with more empty buckets, asked after [`Self::nodes`], where their walks go on.
    #[inline(never)]
    pub fn nodes_of(&mut self, other: &Table, firsts: &[u64], shift: u32, owners: &mut [u32]) {
        other.settle(firsts, shift, &self.seeds, &mut self.at, &mut self.list, owners);
    }
}

impl Table {
    /// Walks the keys of a block to buckets with a node: all of them a stage, then those that stand at an empty one the next.
    #[inline(always)]
    fn settle(&self, firsts: &[u64], shift: u32, seeds: &[u64], at: &mut [u32], list: &mut [u16], owners: &mut [u32]) {
        let Some(list) = list.first_chunk_mut::<ROOM>() else { return };
        let mut listed = 0;
        for (key, (bucket, owner)) in at[..firsts.len()].iter().zip(&mut *owners).enumerate() {
            let node = self.nodes[*bucket as usize];
            *owner = node;
            list[listed & (ROOM - 1)] = key as u16;
            listed += usize::from(node == EMPTY);
        }
        while listed > 0 {
            let mut stay = 0;
            for i in 0..listed {
                let number = list[i & (ROOM - 1)];
                let key = usize::from(number);
                let bucket = at[key];
                let (next, empty) = self.next(firsts[key] >> shift, bucket, seeds[bucket as usize]);
                at[key] = next;
                owners[key] = self.nodes[next as usize];
                list[stay & (ROOM - 1)] = number;
                stay += usize::from(empty);
            }
            listed = stay;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rest;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_rest_is_that_of_a_division(n in 1_u64..1 << 31, number: u64, small in 1_u64..70_000) {
            for n in [n, small] {
                for number in [number, u64::MAX - number % 8, number / n * n, (number / n * n).wrapping_sub(1)] {
                    prop_assert_eq!(rest(number, n, u64::MAX / n), number % n);
                }
            }
        }
    }
}
