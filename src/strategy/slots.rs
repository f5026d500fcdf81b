//! Hash slots: a key's hash names a slot, a table says which node has it.
//!
//! Redis Cluster's specification (2011 and later); the same idea is in Riak's and Couchbase's partition maps. The number of slots is
//! fixed, so that the hash never changes its answer; only the table does. It begins with one stretch of slots a node, as
//! `redis-cli --cluster create` makes it, and is changed by moving the fewest slots that give every node its fair share.
//! Where a slot's node has failed, and for replicas, the next members answer in the order in which they were added.
//!
//! # Complexity
//! n nodes, s slots: build O(s + n), a step O(s + n), look-up O(1), memory O(s).
//!
//! # Guarantees
//! Adding a node moves slots only to it, removing one only its own, reweighting only to nodes that gain; nodes differ
//! from their fair share by one slot.
//!
//! # Limits
//! Somebody must keep the table, and all must agree on it: it depends on the steps that led to it. A slot is the least
//! that can move.
//!
//! # Deviations
//! Redis leaves the choice of slots to the operator; here a node gives its last ones.

use super::bulk::Form;
use super::kind::{Complexity, Dialect, Input, Kind, Param, Range, Refusal};
use super::least_expected;
use super::placement::{HashedKey, Placement, WorkLine, Working, hash_line};
use super::table;
use crate::cluster::{Node, NodeId};
use crate::hash::{HashKind, SystemHash};

/// The declaration.
pub static KIND: Kind = Kind {
    id: "slots",
    title: "Hash slots",
    summary: "The hash of a key names one of a fixed number of slots; a table says which node has the slot.",
    reference: "Redis Cluster specification, redis.io",
    mechanism: "The hash of a key modulo a fixed number of slots names its slot, and a table says which node has the slot. The \
                table begins with one stretch of slots a node. When members or weights change, the fewest slots move that give \
                every node its fair share.",
    complexity: Complexity { build: "O(s + n)", lookup: "O(1)", memory: "O(s)" },
    balance: "every node has its fair share of the slots, to one slot",
    instead: "Somebody must keep the table, and all must agree on it. Where nobody can, people compute the answer: a ring, \
                rendezvous.",
    params: &[SLOTS],
    dialects: &[
        Dialect::plain("workshop", "The whole hash of the key modulo the slots."),
        Dialect {
            hash: Some(HashKind::System(SystemHash::Redis)),
            ..Dialect::plain("redis", "CRC16 of the key, or of its hash tag {…}, modulo 16,384.")
        },
    ],
    guarantees: table::GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |_, _, _| 14.0,
    build_ns: |params| 20.0 * params.whole(&SLOTS) as f64,
    points_per_node: None,
    deviation: |_| 0.0,
};

/// Slots of the table.
const SLOTS: Param = Param {
    id: "slots",
    title: "slots",
    summary: "Slots of the table, the same for ever; Redis Cluster has 16,384.",
    unit: "slots",
    range: Range::Whole { min: 1, max: 65_536, default: 16_384, usual: 16_384 },
    prime: false,
    only: &["workshop"],
};

/// A table of slots. `live` is indexed by [`NodeId`].
struct Slots {
    hash: HashKind,
    nodes: Vec<Node>,
    live: Vec<bool>,
    table: Vec<NodeId>,
}

#[expect(clippy::unnecessary_wraps, reason = "the registry's signature: other kinds refuse")]
fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let slots = input.params.whole(&SLOTS) as usize;
    let after = table::after(input.before, input.cluster, slots, table::next_members);
    let table = after.unwrap_or_else(|| table::in_stretches(input.cluster, slots));
    Ok(Box::new(Slots { hash: input.hash, nodes: input.cluster.nodes().to_vec(), live: input.cluster.live_by_id(), table }))
}

impl Slots {
    fn slot(&self, key: &HashedKey<'_>) -> usize {
        key.hash.modulo(self.table.len() as u64) as usize
    }

    fn list(&self, key: &HashedKey<'_>, want: usize) -> Vec<&Node> {
        table::next_members(&self.nodes, &self.table, self.slot(key), want)
    }
}

impl Placement for Slots {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        out.extend(self.list(key, want).iter().map(|node| node.id));
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        let owner = self.table[self.slot(key)];
        if self.live[owner.index()] { owner } else { self.list(key, 1).first().map_or(owner, |node| node.id) }
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let (slots, slot) = (self.table.len(), self.slot(key));
        let code = format!("hash mod {slots} = {slot}");
        let lines = vec![
            hash_line(self.hash, key),
            WorkLine::new("position", format!("Divide it by the {slots} slots; the rest is the slot."), code, None),
        ];
        let owner = self.nodes.iter().find(|node| node.id == self.table[slot]);
        table::working(lines, owner, &format!("Slot {slot}"), &self.list(key, want))
    }

    fn partition(&self, key: &HashedKey<'_>) -> Option<u64> {
        Some(self.slot(key) as u64)
    }

    fn table(&self) -> &[NodeId] {
        &self.table
    }

    fn form(&self) -> Form {
        let stands = |id: &NodeId| {
            let after = self.nodes.iter().position(|node| node.id == *id).unwrap_or(0);
            self.nodes[after..].iter().chain(&self.nodes[..after]).find(|node| node.live).map_or(*id, |node| node.id)
        };
        // One look-up a node, not one a slot.
        let most = self.table.iter().map(|id| id.index() + 1).max().unwrap_or(0);
        let stand_ins: Vec<NodeId> = (0..most).map(|i| stands(&NodeId(i as u32))).collect();
        Form::Residue(self.table.iter().map(|id| stand_ins[id.index()]).collect())
    }

    fn memory_bytes(&self) -> u64 {
        (self.table.len() * size_of::<NodeId>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::suite;

    /// The stretches as redis-cli's loop makes them, slot by slot; the next members in order where one has failed.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let nodes = input.cluster.nodes();
        let slots = input.params.whole(&SLOTS);
        let (slot, total) = (key.hash.modulo(slots), nodes.iter().map(|node| node.weight).sum::<f64>());
        let widths: Vec<f32> = nodes.iter().map(|node| (node.weight / total * slots as f64) as f32).collect();
        let end = |i: usize| ((widths[..i].iter().sum::<f32>() + widths[i] - 1.0).round() + 1.0) as u64;
        let owner = (0..nodes.len()).find(|i| slot < end(*i)).unwrap_or(nodes.len() - 1);
        let order = nodes[owner..].iter().chain(&nodes[..owner]);
        order.filter(|node| node.live).map(|node| node.id).take(want).collect()
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }
}
