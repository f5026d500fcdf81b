//! Anchor: lists by stage. All keys fall into their first bucket; those in an empty one go on to the next stage together.

use crate::mix::{Histogram, Small, in_a_row, mix64};
use crate::{Counts, Technique};

const BLOCK: usize = 4_096;

pub struct Anchor {
    nodes: usize,
    /// Every bucket's hash, and the divisor of the draw from it: empty buckets were left from the last down, so that as many
    /// stayed as the bucket's number says.
    draws: Vec<(u64, Small)>,
    first: Small,
    lists: [Vec<(u64, u32)>; 2],
    /// Keys by their bucket after, and of those in the new one by their bucket before.
    after: Histogram,
    moved: Histogram,
}

/// The buckets for so many nodes at most: the power of two at or above twice as many.
pub const fn capacity(most: usize) -> usize {
    (2 * most).next_power_of_two()
}

impl Anchor {
    pub fn new(nodes: usize) -> Self {
        let capacity = capacity(nodes + 1) as u64;
        let draws = (0..capacity).map(|bucket| (mix64(bucket + 1), Small::new(bucket.max(1)))).collect();
        let lists = [vec![(0, 0); BLOCK + 1], vec![(0, 0); BLOCK + 1]];
        let (after, moved) = (Histogram::new(capacity as usize), Histogram::new(nodes));
        Self { nodes, draws, first: Small::new(capacity), lists, after, moved }
    }

    fn draw(draws: &[(u64, Small)], hash: u64, bucket: u32) -> u32 {
        let (own, divisor) = draws[bucket as usize];
        divisor.rest(mix64(hash ^ own)) as u32
    }

    fn block(&mut self, begin: u64, keys: usize) {
        let new = self.nodes as u32;
        let [here, there] = &mut self.lists;
        let (mut from, mut to, mut listed) = (&mut here[..], &mut there[..], 0);
        let slots = &mut self.after.slots[..];
        let mut hash = in_a_row(begin, keys as u64);
        for id in begin..begin + keys as u64 {
            let hash = hash(id);
            let bucket = self.first.rest(hash) as u32;
            slots[bucket as usize] += 1;
            from[listed] = (hash, bucket);
            // The new node's bucket is listed too: where its keys were before is drawn from it.
            listed += usize::from(bucket >= new);
        }
        while listed > 0 {
            let mut stay = 0;
            for (hash, bucket) in &from[..listed] {
                let next = Self::draw(&self.draws, *hash, *bucket);
                if *bucket == new {
                    self.moved.slots[next as usize] += 1;
                    continue;
                }
                slots[next as usize] += 1;
                to[stay] = (*hash, next);
                stay += usize::from(next >= new);
            }
            (from, to, listed) = (to, from, stay);
        }
    }
}

impl Technique for Anchor {
    fn count(&mut self, begin: u64, keys: u64) {
        let mut at = begin;
        while at < begin + keys {
            let block = (begin + keys - at).min(BLOCK as u64);
            self.block(at, block as usize);
            at += block;
        }
    }

    fn counts(&self) -> Vec<Counts> {
        let mut counts = Counts::new(self.nodes);
        for (node, keys) in self.after.slots[..self.nodes].iter().enumerate() {
            counts.add(node as u32, node as u32, u64::from(*keys));
        }
        for (node, keys) in self.moved.slots.iter().enumerate() {
            counts.add(node as u32, self.nodes as u32, u64::from(*keys));
        }
        vec![counts]
    }
}
