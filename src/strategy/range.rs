//! Range partitioning: keys in their order, cut at split points; each range has a node.
//!
//! The oldest way to partition data, as in Bigtable (F. Chang et al., OSDI 2006), HBase, CockroachDB and every B-tree cut
//! in pieces. Texts stand in the order of their bytes, integer ids in that of numbers. Without split points of their own
//! the nodes begin with one range each, cut so that the learner's keys are shared fairly; when members or weights change,
//! a node gives the end of its ranges, as many keys as the others lack. In the dialects of hashed sharding it is the hash
//! that is ordered and cut. Where a range's node has failed, and for copies, the next members answer.
//!
//! # Complexity
//! n nodes, r ranges, k keys (a sample of at most 100,000): build O(k log k), look-up O(log r), memory O(r).
//!
//! # Guarantees
//! Adding a node moves keys only to it, removing one only its own. Keys that stand beside each other stay together, so
//! that ranges can be scanned.
//!
//! # Limits
//! Balance holds for the keys that were known when the cuts were made; new keys at the end of the order all go to the
//! last node. The ranges depend on the steps that led to them.
//!
//! # Deviations
//! `vitess` cuts the 64-bit keyspace at the bounds of its `GenerateShardRanges`, `mongodb` at two chunks a shard; both
//! leave later cuts to the operator, who here moves as few keys as can be.

use super::kind::{Complexity, Dialect, Guarantees, Input, Kind, Listed, Param, Range, Refusal};
use super::least_expected;
use super::placement::{HashedKey, Placement, WorkLine, Working, hash_line};
use super::table::{self, next_members};
use crate::cluster::{Cluster, Node, NodeId};
use crate::collections::sort_by;
use crate::hash::{HashKind, SystemHash};
use crate::keys::Key;

/// The declaration.
pub static KIND: Kind = Kind {
    id: "range",
    title: "Ranges",
    summary: "Keys stand in their order and are cut at split points; each range has a node.",
    reference: "Chang et al., Bigtable, OSDI 2006; the hashed sharding of Vitess and MongoDB",
    mechanism: "Keys stand in their order and are cut at split points; each range has a node. Without split points of their own \
                the nodes begin with one range each, cut so that the keys are shared fairly. When members or weights change, a \
                node gives the ends of its ranges, as many keys as the others lack.",
    complexity: Complexity { build: "O(k log k), k being at most 100,000 sampled keys", lookup: "O(log r)", memory: "O(r)" },
    balance: "fair shares of the keys that were known when the cuts were made; of the hash space in the hashed dialects",
    instead: "Keys that come later at one end all go to one node. People split hot ranges, or order the hashes of keys \
                instead.",
    params: &[SPLITS],
    dialects: &[
        Dialect::plain("workshop", "Texts by their bytes, ids by number; cut so that the keys are shared fairly at the start."),
        Dialect {
            hash: Some(HashKind::System(SystemHash::Vitess)),
            ..Dialect::plain(VITESS, "The keyspace id of the hash vindex, in equal shards from the first node to the last.")
        },
        Dialect {
            hash: Some(HashKind::System(SystemHash::Mongodb)),
            guarantees: Some(Guarantees { weighted: false, ..table::GUARANTEES }),
            ..Dialect::plain(MONGODB, "The hashed index of an integer or a text, two equal chunks a shard.")
        },
    ],
    guarantees: table::GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |_, _, nodes| 15.0 + 6.0 * f64::from((1 + nodes as u32).ilog2()),
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |_| 0.0,
};

const VITESS: &str = "vitess";
const MONGODB: &str = "mongodb";

/// Where ranges begin, beside the first.
const SPLITS: Param = Param {
    id: "splits",
    title: "split points",
    summary: "The first key of every range but the first; the ranges go to the nodes in turn.",
    unit: "keys",
    range: Range::Texts,
    prime: false,
    only: &["workshop"],
};

/// Keys that are asked for where to cut: enough for a thousandth of a share.
const SAMPLE: u64 = 100_000;

/// A place in the order of keys: the bytes of a text, or those of a number from the greatest on.
type Place = Vec<u8>;

/// Ranges in their order; the first begins before every key.
struct Ranges {
    hash: HashKind,
    /// Whether it is the hash that is ordered.
    hashed: bool,
    nodes: Vec<Node>,
    from: Vec<Place>,
    owners: Vec<NodeId>,
}

#[expect(clippy::unnecessary_wraps, reason = "the registry's signature: other kinds refuse")]
fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let hashed = input.dialect.hash.is_some();
    let cluster = members(input, input.cluster);
    let input = &Input { cluster: &cluster, ..*input };
    let nodes = cluster.nodes().to_vec();
    let mut ranges = Ranges { hash: input.hash, hashed, nodes, from: vec![Place::new()], owners: Vec::new() };
    match input.before.and_then(|before| before.placement.ranges().map(|(from, owners)| (before.cluster, from, owners))) {
        Some((cluster, from, owners)) => {
            (ranges.from, ranges.owners) = (from.to_vec(), owners.to_vec());
            let sample = sample(input, hashed);
            ranges.change(&sample, &members(input, cluster), input.cluster);
        }
        None => ranges.begin(input),
    }
    Ok(Box::new(ranges))
}

/// The members; MongoDB knows no weights.
fn members(input: &Input<'_>, cluster: &Cluster) -> Cluster {
    let mut nodes = cluster.nodes().to_vec();
    if input.dialect.id == MONGODB {
        nodes.iter_mut().for_each(|node| node.weight = 1.0);
    }
    Cluster::new(nodes)
}

/// The place of a key.
fn place_of(key: &HashedKey<'_>, hashed: bool) -> Place {
    match key.key.id {
        _ if hashed => key.hash.first_u64().to_be_bytes().to_vec(),
        Some(id) => id.to_be_bytes().to_vec(),
        None => key.key.text.as_bytes().to_vec(),
    }
}

/// The places of the keys, or of some at equal distances, in their order.
fn sample(input: &Input<'_>, hashed: bool) -> Vec<Place> {
    let (count, mut room) = (input.keys.count(), String::new());
    let taken = count.min(SAMPLE);
    let mut place = |i: u64| {
        let key: Key<'_> = input.keys.key((u128::from(i) * u128::from(count) / u128::from(taken)) as u64, &mut room);
        place_of(&HashedKey::new(input.hash, key), hashed)
    };
    let mut places: Vec<Place> = (0..taken).map(&mut place).collect();
    sort_by(&mut places, Ord::cmp);
    places
}

impl Ranges {
    /// The ranges of a first build.
    fn begin(&mut self, input: &Input<'_>) {
        let members = self.nodes.len();
        let mut splits: Vec<Place> = input.params.list(&SPLITS).iter().map(|split| place_of_split(input, split)).collect();
        if !splits.is_empty() {
            sort_by(&mut splits, Ord::cmp);
            splits.dedup();
            self.from.extend(splits);
            self.owners = (0..self.from.len()).map(|range| self.nodes[range % members].id).collect();
            return;
        }
        self.owners = self.nodes.iter().map(|node| node.id).collect();
        let cuts: Vec<Place> = match input.dialect.id {
            VITESS => equal(input.cluster, shard_bound),
            MONGODB => equal(input.cluster, chunk_bound),
            _ => {
                let sample = sample(input, false);
                // Behind the last key, where nodes have none.
                let behind = [sample.last().cloned().unwrap_or_default(), vec![0]].concat();
                let ends = table::ends(input.cluster, sample.len());
                ends[..members - 1].iter().map(|end| sample.get(*end).unwrap_or(&behind).clone()).collect()
            }
        };
        self.from.extend(cuts);
    }

    /// Moves the ends of ranges to the members that lack keys.
    fn change(&mut self, sample: &[Place], before: &Cluster, after: &Cluster) {
        let table: Vec<NodeId> = sample.iter().map(|place| self.owners[self.range_of(place)]).collect();
        let changed = table::change(table, before, after, next_members);
        let stays = |id: NodeId| after.get(id).map_or_else(|| table::heir(before, after, id), |node| node.id);
        let (old_from, old_owners) = (std::mem::take(&mut self.from), std::mem::take(&mut self.owners));
        let mut next = 0;
        for (i, (from, owner)) in old_from.iter().zip(old_owners).enumerate() {
            let end = old_from.get(i + 1);
            let first = next;
            while next < sample.len() && end.is_none_or(|end| sample[next] < *end) {
                if next == first || changed[next] != changed[next - 1] {
                    self.from.push(if next == first { from.clone() } else { sample[next].clone() });
                    self.owners.push(changed[next]);
                }
                next += 1;
            }
            if next == first {
                self.from.push(from.clone());
                self.owners.push(stays(owner));
            }
        }
    }

    fn range_of(&self, place: &[u8]) -> usize {
        self.from.partition_point(|from| from.as_slice() <= place).saturating_sub(1)
    }

    fn range(&self, key: &HashedKey<'_>) -> usize {
        self.range_of(&place_of(key, self.hashed))
    }

    /// A place as people write it.
    fn shown(&self, place: &[u8]) -> String {
        let number = <[u8; 8]>::try_from(place).map(u64::from_be_bytes);
        match number {
            Ok(number) if self.hashed => format!("0x{number:016x}"),
            Ok(number) if !place.iter().all(|byte| byte.is_ascii_graphic()) => number.to_string(),
            _ => format!("\"{}\"", String::from_utf8_lossy(place)),
        }
    }
}

/// A split point as a place: a number where the keys are numbers.
fn place_of_split(input: &Input<'_>, split: &Listed) -> Place {
    match split.value.parse::<u64>() {
        Ok(number) if input.keys.is_ids() => number.to_be_bytes().to_vec(),
        _ => split.value.as_bytes().to_vec(),
    }
}

/// Where the members' parts of the 64-bit space end, but for the last; `bound` has a sum of weights, that of all and the
/// number of members.
fn equal(cluster: &Cluster, bound: fn(f64, f64, usize) -> u64) -> Vec<Place> {
    let weights = cluster.nodes().iter().map(|node| node.weight);
    let total: f64 = weights.clone().sum();
    let mut sum = 0.0;
    let mut end = |weight: f64| {
        sum += weight;
        bound(sum, total, cluster.nodes().len()).to_be_bytes().to_vec()
    };
    weights.take(cluster.nodes().len() - 1).map(&mut end).collect()
}

/// The end of a shard in Vitess: whole bytes, two of them where one is not enough; rounded as there.
fn shard_bound(sum: f64, total: f64, shards: usize) -> u64 {
    let bits = if shards <= 256 { 8 } else { 16 };
    (libm::floor(sum * (f64::from(1_u32 << bits) / total)) as u64) << (64 - bits)
}

/// The end of the chunks of a shard in MongoDB, two a shard, counted from the middle in steps of one width.
fn chunk_bound(sum: f64, total: f64, shards: usize) -> u64 {
    let width = (i64::MAX as u64 / (2 * shards as u64)) * 2;
    let chunks = libm::round((sum / total - 0.5) * 2.0 * shards as f64) as i64;
    (1_u64 << 63).wrapping_add_signed(chunks.wrapping_mul(width as i64))
}

impl Placement for Ranges {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        out.extend(next_members(&self.nodes, &self.owners, self.range(key), want).iter().map(|node| node.id));
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        let range = self.range(key);
        next_members(&self.nodes, &self.owners, range, 1).first().map_or(self.owners[range], |node| node.id)
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let range = self.range(key);
        let mut lines = if self.hashed { vec![hash_line(self.hash, key)] } else { Vec::new() };
        let place = place_of(key, self.hashed);
        let from = if range == 0 { String::new() } else { format!("{} ≤ ", self.shown(&self.from[range])) };
        let to = self.from.get(range + 1).map_or_else(String::new, |end| format!(" < {}", self.shown(end)));
        let text = format!("Of {} ranges in order it is in number {range}, counted from 0.", self.from.len());
        lines.push(WorkLine::new("position", text, format!("{from}{}{to}", self.shown(&place)), None));
        let owner = self.nodes.iter().find(|node| node.id == self.owners[range]);
        table::working(lines, owner, &format!("Range {range}"), &next_members(&self.nodes, &self.owners, range, want))
    }

    fn partition(&self, key: &HashedKey<'_>) -> Option<u64> {
        Some(self.range(key) as u64)
    }

    fn ranges(&self) -> Option<(&[Vec<u8>], &[NodeId])> {
        Some((&self.from, &self.owners))
    }

    fn memory_bytes(&self) -> u64 {
        self.from.iter().map(|from| (from.len() + size_of::<Place>() + size_of::<NodeId>()) as u64).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::suite;

    /// The rank of the key decides, or the part of the hash space: no cuts, no search.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let nodes = input.cluster.nodes();
        let all = table::ends(input.cluster, input.keys.count() as usize);
        let owner = if input.dialect.id == "workshop" {
            let mut room = String::new();
            let below = (0..input.keys.count()).filter(|i| *input.keys.key(*i, &mut room).text <= *key.key.text).count();
            let rank = below.saturating_sub(1);
            all.iter().position(|end| rank < *end)
        } else {
            let total: f64 = nodes.iter().map(|node| node.weight).sum();
            let ends = (0..nodes.len()).map(|i| nodes[..=i].iter().map(|node| node.weight).sum::<f64>());
            let hash = key.hash.first_u64();
            ends.map(|end| match input.dialect.id {
                VITESS => (end * (256.0 / total)).floor() as u128 * (1 << 56),
                _ => {
                    let chunk = i128::from(i64::MAX / (2 * nodes.len() as i64)) * 2;
                    ((1_i128 << 63) + ((end / total - 0.5) * 2.0 * nodes.len() as f64).round() as i128 * chunk) as u128
                }
            })
            .position(|end| u128::from(hash) < end)
        };
        let owner = owner.unwrap_or(nodes.len() - 1);
        nodes[owner..].iter().chain(&nodes[..owner]).filter(|node| node.live).map(|node| node.id).take(want).collect()
    }

    /// Vitess multiplies the number of the shard by the width of one: 49 · (256 / 98) is a little less than 128.
    #[test]
    fn shards_that_do_not_divide_evenly_end_as_in_vitess() {
        assert_eq!([shard_bound(1.0, 3.0, 3), shard_bound(2.0, 3.0, 3)], [0x55 << 56, 0xaa << 56]);
        assert_eq!([shard_bound(49.0, 98.0, 98), shard_bound(1.0, 300.0, 300)], [0x7f << 56, 0x00da << 48]);
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }
}
