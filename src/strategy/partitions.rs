//! Equal partitions: the ring is cut into Q equal parts once, nodes hold tokens of them.
//!
//! G. DeCandia et al., "Dynamo: Amazon's highly available key-value store" (SOSP 2007), section 6.2, strategy 3. Placing
//! keys and placing nodes are separate there: a key's partition never changes, only the node that has its token. The
//! tokens begin with the nodes in turn, by least load; a node that joins takes tokens from the others, one that leaves gives its own
//! away, the fewest that give every node its fair share. Replicas are the next other nodes clockwise.
//!
//! # Complexity
//! n nodes, Q partitions: build O(Q log n), a step O(Q + n), look-up O(1), memory O(Q).
//!
//! # Guarantees
//! Adding a node moves tokens only to it, removing one only its own, reweighting only to nodes that gain; nodes differ
//! from their fair share by one partition.
//!
//! # Limits
//! The table must be kept and agreed on: it depends on the steps that led to it. More nodes than partitions leave some
//! without any.
//!
//! # Deviations
//! Dynamo hands tokens over at random; here a node gives its last ones, and the tokens of a node that leaves go round the
//! others in turn.

use super::bulk::{Form, Places, Points, next_live};
use super::kind::{Complexity, Dialect, Input, Kind, Param, Range, Refusal};
use super::least_expected;
use super::placement::{HashedKey, Placement, RingPoint, WorkLine, Working, hash_line, short_hex};
use super::table;
use crate::cluster::{Node, NodeId};
use crate::hash::{HashKind, HashValue};

/// The declaration.
pub static KIND: Kind = Kind {
    id: "partitions",
    title: "Equal partitions",
    summary: "The ring is cut into equal partitions once; nodes hold tokens of them and hand tokens over.",
    reference: "DeCandia et al., Dynamo, SOSP 2007, section 6.2, strategy 3",
    mechanism: "The ring is cut into Q equal partitions once, and a key's partition never changes. Nodes hold tokens of \
                partitions, dealt by least load at the start; a node that joins takes tokens from the others, one that leaves gives \
                its own away. Replicas are the next other nodes clockwise.",
    complexity: Complexity { build: "O(Q log n)", lookup: "O(1)", memory: "O(Q)" },
    balance: "every node has its fair share of the partitions, to one partition",
    instead: "Q is fixed at the start and the table must be agreed on. People choose many more partitions than they will ever \
                have nodes.",
    params: &[PARTITIONS],
    dialects: &[Dialect::plain("workshop", "A key belongs to the partition that its hash falls into.")],
    guarantees: table::GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |_, _, _| 12.0,
    build_ns: |params| 60.0 * params.whole(&PARTITIONS) as f64,
    points_per_node: None,
    deviation: |_| 0.0,
};

/// Partitions of the ring.
const PARTITIONS: Param = Param {
    id: "partitions",
    title: "partitions",
    summary: "Equal parts of the ring, the same for ever; many more than nodes, so that shares can be even.",
    unit: "partitions",
    range: Range::Whole { min: 1, max: 65_536, default: 1_024, usual: 4_096 },
    prime: false,
    only: &[],
};

/// Partitions with their nodes. `live` is indexed by [`NodeId`]; `points` are the ends of the partitions.
struct Partitions {
    hash: HashKind,
    nodes: Vec<Node>,
    live: Vec<bool>,
    table: Vec<NodeId>,
    points: Vec<RingPoint>,
}

#[expect(clippy::unnecessary_wraps, reason = "the registry's signature: other kinds refuse")]
fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let partitions = input.params.whole(&PARTITIONS) as usize;
    let after = table::after(input.before, input.cluster, partitions, table::next_entries);
    let table = after.unwrap_or_else(|| table::by_least_load(input.cluster, partitions));
    let points = ends(&table);
    Ok(Box::new(Partitions { hash: input.hash, nodes: input.cluster.nodes().to_vec(), live: input.cluster.live_by_id(), table, points }))
}

/// The end of every partition clockwise from twelve o'clock, where the last one ends.
fn ends(table: &[NodeId]) -> Vec<RingPoint> {
    let end = |number: usize| ((number as u128) << 64) / table.len() as u128;
    let point = |number: usize| RingPoint { hash: HashValue::from_u64(end(number + 1) as u64), node: table[number], number: number as u32 };
    std::iter::once(table.len() - 1).chain(0..table.len() - 1).map(point).collect()
}

impl Partitions {
    fn partition_of(&self, key: &HashedKey<'_>) -> usize {
        ((u128::from(key.hash.first_u64()) * self.table.len() as u128) >> 64) as usize
    }

    fn list(&self, key: &HashedKey<'_>, want: usize) -> Vec<&Node> {
        table::next_entries(&self.nodes, &self.table, self.partition_of(key), want)
    }
}

impl Placement for Partitions {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        out.extend(self.list(key, want).iter().map(|node| node.id));
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        let owner = self.table[self.partition_of(key)];
        if self.live[owner.index()] { owner } else { self.list(key, 1).first().map_or(owner, |node| node.id) }
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let (all, at) = (self.table.len(), self.partition_of(key));
        let code = format!("⌊{} / 2^{} · {all}⌋ = {at}", short_hex(key.hash), key.hash.bits());
        let lines =
            vec![hash_line(self.hash, key), WorkLine::new("position", format!("The partition that it falls into, of {all}."), code, None)];
        let owner = self.nodes.iter().find(|node| node.id == self.table[at]);
        table::working(lines, owner, &format!("Partition {at}"), &self.list(key, want))
    }

    fn points(&self) -> &[RingPoint] {
        &self.points
    }

    fn partition(&self, key: &HashedKey<'_>) -> Option<u64> {
        Some(self.partition_of(key) as u64)
    }

    fn table(&self) -> &[NodeId] {
        &self.table
    }

    fn form(&self) -> Form {
        let Some(owners) = next_live(self.table.clone(), |id| self.live[id.index()]) else { return Form::Hash };
        // Where partitions begin; a key before the first point belongs to the last one, so that stands at 0.
        let all = self.table.len() as u128;
        let begin = |number: u128| ((number << 64).div_ceil(all)) as u64;
        // A hash of more bits is past a place that its first word equals, one of as many bits too.
        let places = Places::Narrow((0..all).map(begin).collect(), self.hash.bits().min(64));
        let mut owners_before = owners;
        owners_before.rotate_right(1);
        Form::Ring(Points { places, owners: owners_before, at: false })
    }

    fn memory_bytes(&self) -> u64 {
        (self.table.len() * size_of::<NodeId>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::suite;

    /// Tokens dealt one by one, from the definition; the partition by its bounds.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let nodes = input.cluster.nodes();
        let partitions = input.params.whole(&PARTITIONS);
        let table: Vec<&Node> = table::naively_dealt(input.cluster, partitions as usize).into_iter().map(|i| &nodes[i]).collect();
        let place = (0..partitions).rev().find(|p| u128::from(key.hash.first_u64()) * u128::from(partitions) >= u128::from(*p) << 64);
        let at = place.expect("every place is at or after the first partition") as usize;
        let all = partitions as usize;
        let mut list: Vec<NodeId> = Vec::new();
        for node in (0..all).map(|i| table[(at + i) % all]).chain(nodes).filter(|node| node.live) {
            if !list.contains(&node.id) {
                list.push(node.id);
            }
        }
        list.truncate(want);
        list
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }
}
