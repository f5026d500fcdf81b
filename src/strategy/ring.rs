//! Consistent hashing: a ring of points, a key belongs to the first point clockwise.
//!
//! D. Karger, E. Lehman, T. Leighton, M. Levine, D. Lewin and R. Panigrahy, "Consistent hashing and random trees"
//! (STOC 1997); virtual nodes as in G. DeCandia et al., "Dynamo" (SOSP 2007). Point i of a node is the hash of a label
//! made of the node's name and i. A key goes to the first point whose hash is greater than its own, after the last one
//! to the first. Points of failed nodes stay and are passed over; replicas are the next distinct nodes clockwise.
//!
//! # Complexity
//! n nodes, v virtual nodes a node, p = n·v points: build O(p log p), look-up O(log p), memory O(p).
//!
//! # Guarantees
//! Adding a node moves keys only to it, removing one only its own, in expectation its fair share. The load of a node
//! has a relative standard deviation of about 1/√v.
//!
//! # Limits
//! Weights scale the number of points, round(v·weight), at least one: a weight below 1/(2v) still gets a point.
//!
//! # Deviations
//! Two labels that hash to one place both stay; the node that comes first by name owns it.

use super::kind::{Complexity, Dialect, Guarantees, Input, Kind, LabelTemplate, Param, Params, Range, Refusal};
use super::least_expected;
use super::placement::{HashedKey, Placement, RingPoint, WorkLine, Working, hash_line, short_hex};
use crate::cluster::{Node, NodeId};
use crate::collections::{sort_by, sort_by_key};
use crate::hash::HashKind;

/// The declaration.
pub static KIND: Kind = Kind {
    id: "ring",
    title: "Consistent hashing",
    summary: "Nodes stand on a ring at many points; a key belongs to the first point clockwise.",
    reference: "Karger et al., Consistent hashing and random trees, STOC 1997; DeCandia et al., Dynamo, SOSP 2007",
    mechanism: "Point i of a node is the hash of a label made of its name and i. A key goes to the first point whose hash is \
                greater than its own, after the last one to the first. Points of failed nodes are passed over; replicas are the \
                next other nodes clockwise.",
    complexity: Complexity { build: "O(n·v log(n·v))", lookup: "O(log(n·v))", memory: "O(n·v)" },
    balance: "a node's load has a relative standard deviation of about 1/√v",
    instead: "Even loads take many points. Where they must be even, people bound the loads, or take rendezvous, Maglev or a \
                table of slots.",
    params: &[VNODES],
    dialects: &[Dialect {
        id: "workshop",
        summary: "Point i is the hash of {node}-{i}; a key goes to the first point greater than its own hash.",
        label: Some("{node}-{i}"),
        hash: None,
        guarantees: None,
    }],
    guarantees: Guarantees { order_free: true, weighted: true, minimal: true, any_removal: true, history_free: true },
    build,
    expectation: least_expected,
    cost_ns: |params, _, nodes| 10.0 + 6.0 * f64::from((1 + nodes as u64 * params.whole(&VNODES)).ilog2()),
    build_ns: |_| 0.0,
    points_per_node: Some(|params| params.whole(&VNODES)),
    deviation: |params| 1.0 / libm::sqrt(params.whole(&VNODES) as f64),
};

/// Virtual nodes, points a node of weight 1.
const VNODES: Param = Param {
    id: "vnodes",
    title: "virtual nodes",
    summary: "Points that a node of weight 1 has on the ring; more points spread the load more evenly.",
    unit: "points a node",
    range: Range::Whole { min: 1, max: 100_000, default: 100, usual: 500 },
    prime: false,
    only: &[],
};

/// The points that a node of this weight has.
fn points_of(node: &Node, params: &Params) -> u64 {
    let points = libm::round(params.whole(&VNODES) as f64 * node.weight);
    (points as u64).max(1)
}

/// A ring. `points` is sorted by place, then by the node's name; `live` and `names` are indexed by [`NodeId`].
struct Ring {
    hash: HashKind,
    label: LabelTemplate,
    points: Vec<RingPoint>,
    nodes: Vec<Node>,
    live: Vec<bool>,
    live_count: usize,
}

#[expect(clippy::unnecessary_wraps, reason = "the registry's signature: other kinds refuse")]
fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let mut nodes = input.cluster.nodes().to_vec();
    sort_by(&mut nodes, |a, b| a.name.cmp(&b.name));
    let mut points = Vec::new();
    for node in &nodes {
        for i in 0..points_of(node, input.params) {
            let hash = input.hash.text(&input.label.label(&node.name, i));
            points.push(RingPoint { hash, node: node.id, number: i as u32 });
        }
    }
    // Stable: points of one place keep the order of their nodes' names.
    sort_by_key(&mut points, |point| point.hash);
    let mut live = vec![false; nodes.iter().map(|node| node.id.index() + 1).max().unwrap_or(0)];
    for node in &nodes {
        live[node.id.index()] = node.live;
    }
    let live_count = nodes.iter().filter(|node| node.live).count();
    Ok(Box::new(Ring { hash: input.hash, label: input.label.clone(), points, nodes, live, live_count }))
}

impl Ring {
    /// Index of the first point greater than the key, or of the first point.
    fn first(&self, key: &HashedKey<'_>) -> usize {
        let after = self.points.partition_point(|point| point.hash <= key.hash);
        if after == self.points.len() { 0 } else { after }
    }

    /// The points of live nodes clockwise from the key, once round.
    fn walk(&self, key: &HashedKey<'_>) -> impl Iterator<Item = &RingPoint> {
        let first = self.first(key);
        self.points[first..].iter().chain(&self.points[..first]).filter(|point| self.live[point.node.index()])
    }

    fn node(&self, id: NodeId) -> &Node {
        self.nodes.iter().find(|node| node.id == id).unwrap_or(&self.nodes[0])
    }

    fn point_label(&self, point: &RingPoint) -> String {
        self.label.label(&self.node(point.node).name, u64::from(point.number))
    }

    fn place_line(&self, what: &str, text: &str, point: &RingPoint) -> WorkLine {
        let label = self.point_label(point);
        let code = format!("{}(\"{label}\") = {}, {}", self.hash.id(), short_hex(point.hash), degrees(point.hash.turn()));
        WorkLine::new(what, format!("{text} {}.", self.node(point.node).name), code, Some(point.node))
    }
}

/// Degrees with one decimal.
fn degrees(turn: f64) -> String {
    format!("{:.1}°", turn * 360.0)
}

impl Placement for Ring {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        let want = want.min(self.live_count);
        for point in self.walk(key) {
            if out.len() == want {
                break;
            }
            if !out.contains(&point.node) {
                out.push(point.node);
            }
        }
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        self.walk(key).next().map_or(self.points[0].node, |point| point.node)
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let first = &self.points[self.first(key)];
        let wraps = first.hash <= key.hash;
        let mut lines = vec![
            hash_line(self.hash, key),
            WorkLine::new(
                "position",
                "Its place on the ring, clockwise from twelve o'clock.",
                format!("{} / 2^{} · 360° = {}", short_hex(key.hash), key.hash.bits(), degrees(key.hash.turn())),
                None,
            ),
        ];
        if wraps {
            lines.push(WorkLine::new("comparison", "No point is greater: the ring begins again at its first point.", "", None));
        }
        if !self.live[first.node.index()] {
            lines.push(self.place_line("comparison", "The first point clockwise belongs to a failed node and is passed over:", first));
        }
        let mut seen: Vec<NodeId> = Vec::new();
        for point in self.walk(key) {
            if seen.len() == want.min(self.live_count) {
                break;
            }
            if !seen.contains(&point.node) {
                let (what, text) = if seen.is_empty() {
                    ("winner", "The first point clockwise belongs to")
                } else {
                    ("replica", "The next other node clockwise is")
                };
                lines.push(self.place_line(what, text, point));
                seen.push(point.node);
            }
        }
        Working { lines }
    }

    fn points(&self) -> &[RingPoint] {
        &self.points
    }

    fn memory_bytes(&self) -> u64 {
        (self.points.len() * size_of::<RingPoint>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::suite;

    /// Every point of every live node by distance, from the definition: a scan, no sorting and no search.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let mut found: Vec<NodeId> = Vec::new();
        while found.len() < want.min(input.cluster.live().count()) {
            let mut best: Option<(bool, crate::hash::HashValue, &str, NodeId)> = None;
            for node in input.cluster.live().filter(|node| !found.contains(&node.id)) {
                for i in 0..points_of(node, input.params) {
                    let hash = input.hash.text(&format!("{}-{i}", node.name));
                    let candidate = (hash <= key.hash, hash, node.name.as_str(), node.id);
                    if best.is_none_or(|best| (candidate.0, candidate.1, candidate.2) < (best.0, best.1, best.2)) {
                        best = Some(candidate);
                    }
                }
            }
            found.extend(best.map(|best| best.3));
        }
        found
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }
}
