//! DxHash: a fixed number of buckets, and for every key an endless sequence of them; the first with a node has the key.
//!
//! C. Dong and F. Wang, "DxHash: a scalable consistent hash based on the pseudo-random sequence" (2021, arXiv:2107.07930).
//! A generator seeded with the key gives bucket after bucket of a fixed capacity; empty ones are passed over, as are those
//! of failed nodes, and replicas are the next other nodes of the sequence. A node that joins takes the bucket left last.
//!
//! # Complexity
//! n nodes, a buckets: build O(a), look-up O(a/n) in expectation, memory O(a).
//!
//! # Guarantees
//! Adding a node moves keys only to it, removing one only its own, in expectation a fair share; what has left and comes
//! back in turn restores every answer.
//!
//! # Limits
//! The capacity is fixed at the start, and the look-up slow where most of it is empty. Every node has the same share:
//! weights are not read. All must agree on who stands where.
//!
//! # Deviations
//! The paper leaves the generator open: SplitMix64, its upper 32 bits scaled to the capacity. After 16·a empty buckets,
//! which e^−16 of the keys of one node meet and hardly any of more, the members follow in their order.

use super::buckets::{Buckets, GUARANTEES};
use super::kind::{Complexity, Dialect, Input, Kind, Param, Range, Refusal};
use super::least_expected;
use super::numbered::GAMMA;
use super::placement::{HashedKey, Placement, WorkLine, Working, hash_line};
use crate::cluster::{Node, NodeId};
use crate::hash::{HashKind, mix64};

/// The declaration.
pub static KIND: Kind = Kind {
    id: "dx",
    title: "DxHash",
    summary: "A generator seeded with the key gives bucket after bucket; the first one that has a node has the key.",
    reference: "Dong and Wang, DxHash: a scalable consistent hash based on the pseudo-random sequence, 2021, arXiv:2107.07930",
    mechanism: "A generator seeded with the key gives bucket after bucket of a fixed capacity. Empty buckets are passed over, \
                and so are those of failed nodes; replicas are the next other nodes of the sequence. A node that joins takes \
                the bucket that was left last.",
    complexity: Complexity { build: "O(a), a buckets", lookup: "O(a/n) on average", memory: "O(a)" },
    balance: "every node has 1/n of the keys but for chance",
    instead: "There are never more nodes than the capacity, a nearly empty one is slow, and weights are not read. People double \
              the capacity when it is full, which moves half of the keys, or take AnchorHash.",
    params: &[CAPACITY],
    dialects: &[Dialect::plain("workshop", "SplitMix64 from the first 64 bits of the hash, its upper 32 bits scaled to the capacity.")],
    guarantees: GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |params, _, nodes| 12.0 + 3.0 * params.number(&CAPACITY) / nodes.max(1) as f64,
    build_ns: |params| 4.0 * params.number(&CAPACITY),
    points_per_node: None,
    deviation: |_| 0.0,
};

/// Buckets, those with a node and the empty ones.
const CAPACITY: Param = Param {
    id: "capacity",
    title: "capacity",
    summary: "Buckets that are set up at the start; there are never more nodes than these.",
    unit: "buckets",
    range: Range::Capacity { min: 1, max: 65_536 },
    prime: false,
    only: &[],
};

/// Buckets that are asked at most, for each of the capacity.
const TRIES: u64 = 16;

/// A bucket without a node.
const EMPTY: u16 = u16::MAX;

/// The members in their buckets: `places` has the index into `nodes` of every bucket.
struct Dx {
    hash: HashKind,
    nodes: Vec<Node>,
    live: usize,
    places: Vec<u16>,
    buckets: Buckets,
}

fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let buckets = Buckets::fixed(input, input.params.whole(&CAPACITY) as usize)?;
    let nodes = input.cluster.nodes().to_vec();
    let mut index = vec![EMPTY; nodes.iter().map(|node| node.id.index() + 1).max().unwrap_or(0)];
    nodes.iter().enumerate().for_each(|(place, node)| index[node.id.index()] = place as u16);
    let places = buckets.nodes().iter().map(|id| id.map_or(EMPTY, |id| index[id.index()])).collect();
    let live = input.cluster.live().count();
    Ok(Box::new(Dx { hash: input.hash, nodes, live, places, buckets }))
}

impl Dx {
    /// Bucket number `i` of a key's sequence, from 1.
    fn bucket(&self, key: &HashedKey<'_>, i: u64) -> usize {
        let drawn = mix64(key.hash.integer_u64().wrapping_add(GAMMA.wrapping_mul(i)));
        (((drawn >> 32) * self.places.len() as u64) >> 32) as usize
    }

    /// The live members in the key's order, each as often as the sequence gives it; then all once more.
    fn walk(&self, key: &HashedKey<'_>) -> impl Iterator<Item = (Option<usize>, &Node)> {
        let tries = TRIES * self.places.len() as u64;
        let sequence = (1..=tries).map(|i| self.bucket(key, i)).filter(|bucket| self.places[*bucket] != EMPTY);
        let named = sequence.map(|bucket| (Some(bucket), &self.nodes[usize::from(self.places[bucket])]));
        named.chain(self.nodes.iter().map(|node| (None, node))).filter(|(_, node)| node.live)
    }

    fn list(&self, key: &HashedKey<'_>, want: usize) -> Vec<(Option<usize>, &Node)> {
        let want = want.min(self.live);
        let mut list: Vec<(Option<usize>, &Node)> = Vec::new();
        for found in self.walk(key) {
            if list.len() == want {
                break;
            }
            if list.iter().all(|(_, node)| node.id != found.1.id) {
                list.push(found);
            }
        }
        list
    }
}

impl Placement for Dx {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        out.extend(self.list(key, want).iter().map(|(_, node)| node.id));
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        self.walk(key).next().map_or(self.nodes[0].id, |(_, node)| node.id)
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let capacity = self.places.len();
        let is_winner = |bucket: &usize| self.nodes.get(usize::from(self.places[*bucket])).is_some_and(|node| node.live);
        let sequence = (1..).map(|i| self.bucket(key, i)).take(SHOWN);
        let passed: Vec<usize> = sequence.clone().take_while(|bucket| !is_winner(bucket)).collect();
        let shown: Vec<String> = sequence.take(passed.len() + 1).map(|bucket| bucket.to_string()).collect();
        let text = format!("The key's sequence of buckets among {capacity}, counted from 0; those without a live node are passed over.");
        let mut lines = vec![hash_line(self.hash, key), WorkLine::new("position", text, shown.join(", "), None)];
        for (place, (bucket, node)) in self.list(key, want).into_iter().enumerate() {
            let what = if place == 0 { "winner" } else { "replica" };
            let text = match bucket {
                Some(bucket) if place == 0 => format!("Bucket {bucket} has {}.", node.name),
                Some(bucket) => format!("The next other node of the sequence is {} in bucket {bucket}.", node.name),
                None => format!("The sequence is long: the first live member is {}.", node.name),
            };
            lines.push(WorkLine::new(what, text, "", Some(node.id)));
        }
        Working { lines }
    }

    fn buckets(&self) -> Option<&Buckets> {
        Some(&self.buckets)
    }

    fn memory_bytes(&self) -> u64 {
        (self.places.len() * size_of::<u16>()) as u64
    }
}

/// Buckets of a sequence that a person reads.
const SHOWN: usize = 24;

#[cfg(test)]
mod tests {
    use super::super::suite;
    use super::*;

    /// The sequence from the definition in fractions; nodes stand in the first buckets.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let nodes = input.cluster.nodes();
        let capacity = input.params.whole(&CAPACITY);
        let mut list: Vec<NodeId> = Vec::new();
        let mut state = key.hash.integer_u64();
        for _ in 0..16 * capacity {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let turn = (mix64(state) / (1 << 32)) as f64 / 4_294_967_296.0;
            let node = nodes.get((turn * capacity as f64).floor() as usize).filter(|node| node.live);
            list.extend(node.map(|node| node.id).filter(|id| !list.contains(id)));
        }
        list.extend(nodes.iter().filter(|node| node.live).map(|node| node.id).filter(|id| !list.contains(id)).collect::<Vec<_>>());
        list.truncate(want);
        list
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }
}
