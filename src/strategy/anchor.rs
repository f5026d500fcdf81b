//! AnchorHash: a fixed number of buckets, of which those in use are a part; a key that falls into an empty one is drawn
//! again among those that were in use when it was left.
//!
//! G. Mendelson, S. Vargaftik, K. Barabash, D. Lorenz, I. Keslassy and A. Orda, "AnchorHash: a scalable consistent hash"
//! (IEEE/ACM Transactions on Networking 29(2), 2021; arXiv:1812.09674, algorithm 3). The first bucket is the hash modulo
//! the capacity. From an empty one the look-up draws among the buckets that stayed when it was left; where the drawn one
//! had been left earlier, the bucket that took its place stands for it. A node that joins takes the bucket left last.
//!
//! # Complexity
//! n nodes, a buckets: build O(a), look-up O(1 + ln(a/n)) in expectation, memory O(a).
//!
//! # Guarantees
//! Adding a node moves keys only to it, removing one only its own, in expectation a fair share; what has left and comes
//! back in turn restores every answer.
//!
//! # Limits
//! The capacity is fixed at the start. Every node has the same share: weights are not read. All must agree on the order
//! of what left. The keys of a failed node that is then removed are drawn once more.
//!
//! # Deviations
//! The paper leaves the hashes open: SplitMix64's finaliser of the key's hash and the bucket. Failed nodes and copies are
//! ours: the hash is mixed and asked again (see `numbered.rs`).

use super::buckets::{Buckets, GUARANTEES, Replacements, draw};
use super::bulk::Form;
use super::kind::{Complexity, Dialect, Input, Kind, Param, Range, Refusal};
use super::numbered::Numbers;
use super::placement::{HashedKey, Placement};
use super::{least_expected, numbered};
use crate::cluster::NodeId;

/// The declaration.
pub static KIND: Kind = Kind {
    id: "anchor",
    title: "AnchorHash",
    summary: "The key falls into one of a fixed number of buckets; from an empty one it is drawn again among those left then.",
    reference: "Mendelson et al., AnchorHash: a scalable consistent hash, IEEE/ACM ToN 29(2), 2021, arXiv:1812.09674",
    mechanism: "The first bucket is the hash modulo a fixed capacity. From an empty bucket the key is drawn again among the \
                buckets that stayed in use when that one was left, until its bucket has a node. A node that joins takes the \
                bucket that was left last.",
    complexity: Complexity { build: "O(a), a buckets", lookup: "O(1 + ln(a/n)) on average", memory: "O(a)" },
    balance: "every node has 1/n of the keys but for chance",
    instead: "There are never more nodes than the capacity, and weights are not read. People set the capacity well above the \
              nodes that they will ever have, or take MementoHash, which grows.",
    params: &[CAPACITY],
    dialects: &[Dialect::plain("workshop", "The first 64 bits of the hash modulo the capacity; drawn again by SplitMix64's finaliser.")],
    guarantees: GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |params, _, nodes| 14.0 + 12.0 * libm::log(1.0 + params.number(&CAPACITY) / nodes.max(1) as f64),
    build_ns: |params| 6.0 * params.number(&CAPACITY),
    points_per_node: None,
    deviation: |_| 0.0,
};

/// Buckets, those in use and the others.
const CAPACITY: Param = Param {
    id: "capacity",
    title: "capacity",
    summary: "Buckets that are set up at the start; there are never more nodes than these.",
    unit: "buckets",
    range: Range::Capacity { min: 1, max: 65_536 },
    prime: false,
    only: &[],
};

/// The look-up among the buckets.
struct Anchor {
    capacity: u64,
    /// The empty buckets, the one that was left last at the end.
    empty: Vec<u32>,
    replacements: Replacements,
}

fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let capacity = input.params.whole(&CAPACITY);
    let buckets = Buckets::fixed(input, capacity as usize)?;
    let replacements = replacements(&buckets);
    let empty = buckets.empty().to_vec();
    Ok(numbered::in_buckets(input, buckets, Box::new(Anchor { capacity, empty, replacements })))
}

/// Where a bucket is left, the last one in use takes its place; the paper's K, with W and L kept while it is filled.
fn replacements(buckets: &Buckets) -> Replacements {
    let mut used: Vec<u32> = (0..buckets.nodes().len() as u32).collect();
    let mut places = used.clone();
    Replacements::new(buckets, |bucket, stay| {
        let last = used[stay as usize];
        let place = places[bucket as usize];
        used[place as usize] = last;
        places[last as usize] = place;
        last
    })
}

impl Numbers for Anchor {
    fn number(&self, _: &HashedKey<'_>, hash: u64) -> u32 {
        self.replacements.end((hash % self.capacity) as u32, |bucket| draw(hash, bucket))
    }

    fn how(&self, _: &HashedKey<'_>, hash: u64) -> (String, String) {
        let Self { capacity, replacements, .. } = self;
        let trail = replacements.trail((hash % capacity) as u32, |bucket| draw(hash, bucket));
        let text = format!("Its bucket of {capacity}, counted from 0; from an empty one it goes on to one that stayed.");
        (text, format!("hash mod {capacity} = {trail}"))
    }

    fn form(&self, nodes: Option<Vec<Option<NodeId>>>) -> Form {
        nodes.map_or(Form::Hash, |nodes| Form::Drawn(self.replacements.drawn(nodes, &self.empty)))
    }

    fn memory_bytes(&self) -> u64 {
        self.replacements.memory_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::super::suite;
    use super::*;
    use crate::hash::mix64;
    use crate::keys::KeySet;
    use crate::strategy::Params;

    /// Algorithm 1 of the paper: the sets of buckets in use are kept whole, one for every bucket that was left.
    fn bucket(left: &[u32], capacity: u32, hash: u64) -> u32 {
        let mut used: Vec<u32> = (0..capacity).collect();
        let mut sets: Vec<(u32, Vec<u32>)> = Vec::new();
        for gone in left {
            let place = used.iter().position(|bucket| bucket == gone).expect("a bucket in use");
            used.swap_remove(place);
            sets.push((*gone, used.clone()));
        }
        let mut bucket = (hash % u64::from(capacity)) as u32;
        while let Some((_, set)) = sets.iter().find(|(gone, _)| *gone == bucket) {
            bucket = set[(mix64(hash ^ mix64(u64::from(bucket) + 1)) % set.len() as u64) as usize];
        }
        bucket
    }

    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let (n, capacity) = (input.cluster.nodes().len() as u32, input.params.whole(&CAPACITY) as u32);
        let left: Vec<u32> = (n..capacity).rev().collect();
        numbered::list(input, key, want, |hash| bucket(&left, capacity, hash) as usize)
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }

    #[test]
    fn buckets_left_in_any_order_are_drawn_from_as_by_the_papers_sets() {
        for seed in 0..50 {
            let capacity = 12;
            let mut order: Vec<u32> = (0..capacity).collect();
            order.sort_by_key(|bucket| draw(seed, *bucket));
            let left = &order[..(seed % 11) as usize + 1];
            let of = |bucket| if left.contains(&bucket) { None } else { Some(NodeId(bucket)) };
            let buckets = Buckets::of((0..capacity).map(of).collect(), left.to_vec());
            let anchor = Anchor { capacity: 12, empty: left.to_vec(), replacements: replacements(&buckets) };
            for hash in (0..100).map(mix64) {
                let key = HashedKey { key: crate::keys::Key::text(""), hash: crate::hash::HashValue::from_u64(hash) };
                assert_eq!(anchor.number(&key, hash), bucket(left, capacity, hash));
            }
        }
    }

    /// domodwyer/anchorhash, its test of a new anchor: capacity 20, 15 working.
    #[test]
    fn a_new_anchor_has_the_published_state() {
        let nodes: Vec<Option<NodeId>> = (0..20).map(|bucket| (bucket < 15).then_some(NodeId(bucket))).collect();
        let state = Buckets::of(nodes, vec![19, 18, 17, 16, 15]);
        let replacements = replacements(&state);
        assert_eq!(replacements.stayed(), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15, 16, 17, 18, 19]);
        assert!(replacements.instead().iter().enumerate().all(|(bucket, instead)| bucket as u32 == *instead));
        let (label, params, keys) =
            (crate::strategy::LabelTemplate::parse("{node}{i}").unwrap(), params(20), KeySet::Ids { from: 0, count: 1 });
        let cluster = suite::cluster(15);
        let (hash, dialect) = (crate::hash::HashKind::Xxh64, &KIND.dialects[0]);
        let input = Input { cluster: &cluster, hash, dialect, label: &label, params: &params, keys: &keys, seed: 1, before: None };
        assert_eq!(build(&input).ok().and_then(|built| built.buckets().cloned()), Some(state));
    }

    fn params(capacity: u64) -> Params {
        let mut params = Params::default();
        params.set(&CAPACITY, capacity as f64);
        params
    }
}
