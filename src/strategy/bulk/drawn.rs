//! Nodes by numbered buckets, drawn again from empty ones: keys go from stage to stage in lists.
//!
//! Of two states one may have the empty buckets of the other and some that were left later. A key's way then is the same in
//! both up to the first of those, so it is walked once, with the state that has fewer empty buckets; only keys that end in a
//! bucket which is empty in the other state walk on there.

use super::pairs::Pairs;
use super::{Ledger, Pass};
use crate::cluster::NodeId;
use crate::hash::{HashKind, mix64};
use crate::keys::Block;

/// The buckets of one state.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The node of every bucket.
    pub nodes: Vec<Option<NodeId>>,
    /// The empty buckets, the one that was left last at the end.
    pub empty: Vec<u32>,
    /// How many buckets stayed in use when a bucket was left; 0 for one that has a node.
    pub stayed: Vec<u32>,
    /// What stands for a bucket where it was left before the one that is drawn from.
    pub instead: Vec<u32>,
}

/// The pass over all states; none where no state's buckets lead to another's.
pub(super) fn pass(states: &[&Drawn], hash: HashKind, empty: &Ledger) -> Option<Box<dyn Pass>> {
    let (fewer, other, fewer_first) = match states {
        [only] => (*only, None, false),
        [a, b] if a.nodes.len() != b.nodes.len() => return None,
        [a, b] if b.empty.starts_with(&a.empty) => (*a, Some(*b), true),
        [a, b] if a.empty.starts_with(&b.empty) => (*b, Some(*a), false),
        _ => return None,
    };
    let capacity = fewer.nodes.len() as u64;
    Some(Box::new(Buckets {
        first: Divisor::new(capacity),
        shift: 64 - hash.bits().min(64),
        seeds: (0..capacity).map(|bucket| mix64(bucket + 1)).collect(),
        fewer: Table::new(fewer),
        other: other.map(Table::new),
        fewer_first,
        pairs: Pairs::new(empty),
        lists: [vec![(0, 0); LIST], vec![(0, 0); LIST]],
        ends: vec![(0, 0); LIST],
    }))
}

/// Room for every key of a block, and one more: an entry is written before it is known to be one.
const LIST: usize = Block::KEYS as usize + 1;

/// A divisor below 2^31 and its reciprocal in two halves, for rests in three products of 32 bits.
#[derive(Clone, Copy)]
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

/// A state as the walks read it.
struct Table {
    /// By bucket: its node, or [`EMPTY`].
    nodes: Vec<u32>,
    /// By bucket: how many stayed, as a divisor, and the number itself.
    stayed: Vec<(Divisor, u32)>,
    instead: Vec<u32>,
}

const EMPTY: u32 = u32::MAX;

impl Table {
    fn new(state: &Drawn) -> Self {
        Self {
            nodes: state.nodes.iter().map(|node| node.map_or(EMPTY, |id| id.0)).collect(),
            stayed: state.stayed.iter().map(|stayed| (Divisor::new(u64::from(*stayed)), *stayed)).collect(),
            instead: state.instead.clone(),
        }
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

struct Buckets {
    first: Divisor,
    shift: u32,
    /// By bucket the hash of its number.
    seeds: Vec<u64>,
    /// The state with fewer empty buckets, and the other one.
    fewer: Table,
    other: Option<Table>,
    /// Whether that one is the state before the step.
    fewer_first: bool,
    pairs: Pairs,
    lists: [Vec<(u64, u32)>; 2],
    /// The hashes of a block with their buckets in the state with fewer empty ones.
    ends: Vec<(u64, u32)>,
}

impl Buckets {
    /// Walks all keys of a block to a bucket with a node in the state that has fewer empty ones.
    #[inline(never)]
    fn walk(&mut self, block: &Block) {
        let Self { first, shift, seeds, fewer, lists: [here, there], ends, .. } = self;
        let (mut from, mut to) = (&mut here[..], &mut there[..]);
        let (mut listed, mut ended) = (0, 0);
        for hash in block.firsts() {
            let hash = hash >> *shift;
            let bucket = first.rest(hash) as u32;
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
    }
}

impl Pass for Buckets {
    fn count(&mut self, block: &Block) {
        self.walk(block);
        let Self { seeds, fewer, other, fewer_first, pairs, ends, .. } = self;
        for (hash, bucket) in &ends[..block.firsts().len()] {
            let owner = fewer.nodes[*bucket as usize];
            let Some(other) = other else {
                pairs.count(&[owner]);
                continue;
            };
            let mut at = *bucket;
            while other.nodes[at as usize] == EMPTY {
                at = other.next(*hash, at, seeds[at as usize]);
            }
            let there = other.nodes[at as usize];
            let (before, after) = if *fewer_first { (owner, there) } else { (there, owner) };
            pairs.step(0, before, after);
        }
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
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
