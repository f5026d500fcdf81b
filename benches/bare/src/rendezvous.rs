//! Rendezvous: one scan for both, with the first step of the mixer prepared for every node.

use crate::mix::in_a_row;
use crate::{Counts, Technique, name};
use xxhash_rust::xxh64::xxh64;

pub struct Rendezvous {
    seeds: Vec<u64>,
    counts: Counts,
}

/// The mixer's first step, which is the same on both sides of an xor.
const fn prepared(hash: u64) -> u64 {
    hash ^ (hash >> 30)
}

#[inline(always)]
const fn score(key: u64, seed: u64) -> u64 {
    let z = (key ^ seed).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Rendezvous {
    pub fn new(nodes: usize) -> Self {
        let seeds = (0..=nodes).map(|node| prepared(xxh64(name(node).as_bytes(), 0))).collect();
        Self { seeds, counts: Counts::new(nodes) }
    }
}

impl Technique for Rendezvous {
    fn count(&mut self, begin: u64, keys: u64) {
        let Some((new, old)) = self.seeds.split_last() else { return };
        let mut hash = in_a_row(begin, keys);
        for id in begin..begin + keys {
            let key = prepared(hash(id));
            let (mut best, mut owner) = (0, 0);
            for (node, seed) in old.iter().enumerate() {
                let score = score(key, *seed);
                owner = if score > best { node as u32 } else { owner };
                best = if score > best { score } else { best };
            }
            let moves = score(key, *new) > best;
            self.counts.before[owner as usize] += 1;
            self.counts.after[if moves { old.len() } else { owner as usize }] += 1;
            self.counts.moved += u64::from(moves);
        }
    }

    fn counts(&self) -> Vec<Counts> {
        vec![self.counts.clone()]
    }
}
