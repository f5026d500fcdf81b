//! Numbered buckets, drawn again from empty ones: keys go from stage to stage in lists, and are counted by the buckets they meet.
//!
//! Of two states one may have the empty buckets of the other and one more, which was left last. A key's way is the same in both
//! as far as that one, from where a single draw leads on; so one walk serves both.

use crate::look::Find;
use crate::mix::mix64;
use crate::rest::Divisor;
use crate::{BLOCK, ROOM};

/// The node of a bucket that has none.
pub const EMPTY: u32 = u32::MAX;

/// A state of the buckets.
#[derive(Clone, Debug)]
pub struct Table {
    first: Divisor,
    /// One less than the buckets where they are as many as a power of two, as mostly they are; else 0.
    mask: u64,
    buckets: Vec<Bucket>,
}

/// A bucket in 32 bytes: a walk meets many of them, and they are to stay in the cache.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// The hash of its number, which a draw from it is made of.
    seed: u64,
    /// How many stayed when it was left; 0 for a bucket with a node.
    stayed: Divisor,
    /// What stands for it where it was left before the one that is drawn from.
    instead: u32,
    /// Its node, or [`EMPTY`].
    node: u32,
}

impl Table {
    /// By bucket, of which there are at most 65,536: its node or [`EMPTY`], how many stayed when it was left, and what stands for
    /// it where it was left before the one that is drawn from.
    #[must_use]
    pub fn new(nodes: &[u32], stayed: &[u32], instead: &[u32]) -> Self {
        let bucket = |(number, node): (u64, &u32)| {
            let (stayed, instead) = (stayed[number as usize], instead[number as usize]);
            Bucket { seed: mix64(number + 1), stayed: Divisor::new(stayed), instead, node: *node }
        };
        let (buckets, many) = ((0..).zip(nodes).map(bucket).collect(), nodes.len() as u64);
        Self { first: Divisor::new(many as u32), mask: if many.is_power_of_two() { many - 1 } else { 0 }, buckets }
    }

    /// The first bucket of a hash.
    #[inline(always)]
    const fn first(&self, hash: u64) -> u32 {
        let bucket = if self.mask > 0 { hash & self.mask } else { self.first.rest(hash) };
        bucket as u32
    }

    /// The bucket after an empty one, and whether it is empty too.
    #[inline(always)]
    fn next(&self, hash: u64, bucket: &Bucket) -> (u32, bool) {
        let stayed = bucket.stayed.n();
        let mut number = bucket.stayed.rest(mix64(hash ^ bucket.seed)) as u32;
        let mut next = &self.buckets[number as usize];
        while next.stayed.n() >= stayed {
            number = next.instead;
            next = &self.buckets[number as usize];
        }
        (number, next.stayed.n() > 0)
    }
}

/// The nodes of single keys.
#[derive(Clone, Debug)]
pub struct Walk {
    table: Table,
    shift: u32,
}

impl Walk {
    /// The walks among the buckets of a state; a hash of less than 64 bits stands `shift` bits to the left.
    #[must_use]
    pub const fn new(table: Table, shift: u32) -> Self {
        Self { table, shift }
    }
}

impl Find for Walk {
    #[inline(always)]
    fn node(&self, first: u64) -> u32 {
        let hash = first >> self.shift;
        let mut bucket = &self.table.buckets[self.table.first(hash) as usize];
        while bucket.node == EMPTY {
            bucket = &self.table.buckets[self.table.next(hash, bucket).0 as usize];
        }
        bucket.node
    }

    fn bytes(&self) -> usize {
        self.table.buckets.len() * size_of::<Bucket>()
    }
}

/// The walks of blocks of keys in one state, or in two that differ by one bucket.
#[derive(Clone, Debug)]
pub struct Walks {
    more: Table,
    /// The bucket that is empty in one of the two.
    one: u32,
    /// The hashes of a stage's keys, and the buckets at which they stand.
    hashes: Vec<u64>,
    at: Vec<u32>,
    /// By bucket the keys that met it, and behind these those that met it when they were drawn from `one`.
    slots: Vec<u32>,
}

impl Walks {
    /// The walks in the state with more empty buckets; `one` was left last and has a node in the other.
    #[must_use]
    pub fn new(more: Table, one: Option<u32>) -> Self {
        let slots = vec![0; 2 * more.buckets.len()];
        Self { more, one: one.unwrap_or(u32::MAX), hashes: vec![0; ROOM], at: vec![0; ROOM], slots }
    }

    /// Counts a block's keys, whose hashes stand `shift` bits to the left.
    #[inline(never)]
    pub fn count(&mut self, firsts: &[u64], shift: u32) {
        let Self { more, one, slots, .. } = self;
        let (Some(hashes), Some(at)) = (self.hashes.first_chunk_mut::<ROOM>(), self.at.first_chunk_mut::<ROOM>()) else { return };
        let mut listed = 0;
        for hash in &firsts[..firsts.len().min(BLOCK)] {
            let hash = hash >> shift;
            let bucket = more.first(hash);
            slots[bucket as usize] += 1;
            (hashes[listed & (ROOM - 1)], at[listed & (ROOM - 1)]) = (hash, bucket);
            listed += usize::from(more.buckets[bucket as usize].stayed.n() > 0);
        }
        let behind = more.buckets.len() as u32;
        while listed > 0 {
            let mut stay = 0;
            for i in 0..listed {
                let (hash, bucket) = (hashes[i & (ROOM - 1)], at[i & (ROOM - 1)]);
                let (next, empty) = more.next(hash, &more.buckets[bucket as usize]);
                slots[(next + if bucket == *one { behind } else { 0 }) as usize] += 1;
                (hashes[stay & (ROOM - 1)], at[stay & (ROOM - 1)]) = (hash, next);
                stay += usize::from(empty);
            }
            listed = stay;
        }
    }

    /// By bucket the keys that met it on ways that are the same in both states, and those that were drawn to it from the one which
    /// is empty in one of them. Where it has a node they end there.
    pub fn counts(&self) -> impl Iterator<Item = (u32, u32)> {
        let (met, drawn) = self.slots.split_at(self.more.buckets.len());
        met.iter().copied().zip(drawn.iter().copied())
    }
}
