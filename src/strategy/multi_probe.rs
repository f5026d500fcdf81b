//! Multi-probe consistent hashing: one point a node, several probes a key; the probe nearest to its next point decides.
//!
//! B. Appleton and M. O'Reilly, "Multi-probe consistent hashing" (2015, arXiv:1505.00062). Instead of many points a node,
//! a key has p places on the ring. From each the first point clockwise is looked up, and the least distance wins, so that
//! long arcs win less often. Replicas are the nodes in the order of their distance from the nearest probe before them; a
//! failed node does not take part.
//!
//! # Complexity
//! n nodes, p probes: build O(n log n), look-up O(p log n), memory O(n).
//!
//! # Guarantees
//! Adding a node moves keys only to it, removing one only its own. With many nodes the load of one has a relative standard
//! deviation of 1/√(2p − 1), and none has much more than p/(p − 1) of the average.
//!
//! # Limits
//! Every node has the same share: weights are not read. A look-up is p searches.
//!
//! # Deviations
//! Probe i is h₁ + i·h₂, as in D. Gryski's go-mpchash. `workshop`: h₁ is the first 64 bits of the key's hash, h₂ is h₁
//! mixed by SplitMix64; a point is the hash of the node's name. `go-mpchash`: SipHash-2-4 with the seeds 0 for points, 1
//! and 2 for keys. Of two nodes on one place the first by name owns it.

use super::bulk::{Form, Probed};
use super::kind::{Complexity, Dialect, Guarantees, Input, Kind, Param, Range, Refusal};
use super::least_expected;
use super::numbered::again;
use super::placement::{HashedKey, Placement, WorkLine, Working, hash_line, short_hex};
use crate::cluster::{Node, NodeId};
use crate::collections::sort_by;
use crate::hash::{HashKind, HashValue, SystemHash, siphash};

/// The declaration.
pub static KIND: Kind = Kind {
    id: "multi-probe",
    title: "Multi-probe",
    summary: "Nodes stand on a ring at one point each; of several probes of a key the one nearest to its next point decides.",
    reference: "Appleton and O'Reilly, Multi-probe consistent hashing, 2015, arXiv:1505.00062",
    mechanism: "Every node has one point on the ring and every key p places. From each place the first point clockwise is looked \
                up, and the least distance wins, so that nodes with long arcs win less often. Replicas are the next nodes by \
                that distance; a failed node does not take part.",
    complexity: Complexity { build: "O(n log n)", lookup: "O(p log n), p probes", memory: "O(n)" },
    balance: "a node's load has a relative standard deviation of about 1/√(2p − 1)",
    instead: "Weights are not read, and a look-up is p searches. People give nodes more points on a ring instead, which takes \
              memory but one search.",
    params: &[PROBES],
    dialects: &[
        Dialect::plain("workshop", "A point is the hash of {node}; the probes of a key go on from its hash in equal steps."),
        Dialect {
            hash: Some(HashKind::System(SystemHash::GoMpchash)),
            ..Dialect::plain(GO_MPCHASH, "SipHash-2-4, for points with the seed 0, for the first probe and the step with 1 and 2.")
        },
    ],
    guarantees: Guarantees { order_free: true, weighted: false, minimal: true, any_removal: true, history_free: true, passes_over: true },
    build,
    expectation: least_expected,
    cost_ns: |params, _, nodes| 10.0 + params.number(&PROBES) * (4.0 + 4.0 * f64::from((1 + nodes as u32).ilog2())),
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |params| 1.0 / libm::sqrt(2.0 * params.number(&PROBES) - 1.0),
};

const GO_MPCHASH: &str = "go-mpchash";

/// Probes of a key.
const PROBES: Param = Param {
    id: "probes",
    title: "probes",
    summary: "Places of a key on the ring; more of them spread the load more evenly. The paper has 21.",
    unit: "probes",
    range: Range::Whole { min: 1, max: 1_000, default: 21, usual: 100 },
    prime: false,
    only: &[],
};

/// The points of the live nodes, sorted by place, then by name.
struct MultiProbe {
    hash: HashKind,
    go: bool,
    probes: u64,
    points: Vec<(u64, Node)>,
}

/// A node as a key sees it: how far its point is from the nearest probe before it, less 1, and that probe.
#[derive(Clone, Copy)]
struct Near {
    distance: u64,
    probe: u64,
    index: usize,
}

#[expect(clippy::unnecessary_wraps, reason = "the registry's signature: other kinds refuse")]
fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let go = input.dialect.id == GO_MPCHASH;
    let place = |name: &str| if go { siphash(name.as_bytes(), 0, 0) } else { input.hash.text(name).first_u64() };
    let mut points: Vec<(u64, Node)> = input.cluster.live().map(|node| (place(&node.name), node.clone())).collect();
    sort_by(&mut points, |a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
    Ok(Box::new(MultiProbe { hash: input.hash, go, probes: input.params.whole(&PROBES), points }))
}

impl MultiProbe {
    /// The places of a key.
    fn probes(&self, key: &HashedKey<'_>) -> impl Iterator<Item = u64> + use<> {
        let first = key.hash.first_u64();
        let step = if self.go { siphash(key.key.text.as_bytes(), 2, 0) } else { again(first) };
        (0..self.probes).map(move |i| first.wrapping_add(i.wrapping_mul(step)))
    }

    /// The first point clockwise of a probe; a point on the probe itself is a whole turn away.
    fn next(&self, probe: u64) -> Near {
        let after = self.points.partition_point(|point| point.0 <= probe);
        let index = if after == self.points.len() { 0 } else { after };
        Near { distance: distance(probe, self.points[index].0), probe, index }
    }

    fn nearest(&self, key: &HashedKey<'_>) -> Near {
        let mut best: Option<Near> = None;
        for probe in self.probes(key) {
            let near = self.next(probe);
            if best.is_none_or(|best| near.distance < best.distance) {
                best = Some(near);
            }
        }
        best.unwrap_or(Near { distance: 0, probe: 0, index: 0 })
    }

    /// The nodes by distance from the nearest probe before them: from all probes at once, always the nearest goes on.
    fn list(&self, key: &HashedKey<'_>, want: usize) -> Vec<Near> {
        let (want, mut found): (usize, Vec<Near>) = (want.min(self.points.len()), Vec::new());
        let mut heads: Vec<Near> = self.probes(key).map(|probe| self.next(probe)).collect();
        while found.len() < want {
            let mut least = 0;
            for (i, head) in heads.iter().enumerate() {
                if (head.distance, head.index) < (heads[least].distance, heads[least].index) {
                    least = i;
                }
            }
            let Some(head) = heads.get_mut(least) else { break };
            if found.iter().all(|near| near.index != head.index) {
                found.push(*head);
            }
            head.index = (head.index + 1) % self.points.len();
            head.distance = distance(head.probe, self.points[head.index].0);
        }
        found
    }
}

/// How far a point is from a probe clockwise, less 1.
const fn distance(probe: u64, point: u64) -> u64 {
    point.wrapping_sub(probe).wrapping_sub(1)
}

/// Degrees of a place or distance.
fn degrees(place: u64) -> String {
    format!("{:.2}°", HashValue::from_u64(place).turn() * 360.0)
}

impl Placement for MultiProbe {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        if want == 1 {
            out.push(self.owner(key));
        } else {
            out.extend(self.list(key, want).iter().map(|near| self.points[near.index].1.id));
        }
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        self.points[self.nearest(key).index].1.id
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let probes: Vec<String> = self.probes(key).take(SHOWN).map(degrees).collect();
        let more = if self.probes as usize > SHOWN { ", …" } else { "" };
        let text = format!("Its {} probes on the ring, clockwise from twelve o'clock.", self.probes);
        let mut lines = vec![hash_line(self.hash, key), WorkLine::new("position", text, probes.join(", ") + more, None)];
        for (place, near) in self.list(key, want).into_iter().enumerate() {
            let (point, node) = &self.points[near.index];
            let (what, text) = match place {
                0 => ("winner", format!("The nearest point after a probe belongs to {}.", node.name)),
                _ => ("replica", format!("The next other node by distance is {}.", node.name)),
            };
            let hash = short_hex(HashValue::from_u64(*point));
            let code = format!("{hash}, {} after the probe at {}", degrees(near.distance), degrees(near.probe));
            lines.push(WorkLine::new(what, text, code, Some(node.id)));
        }
        Working { lines }
    }

    fn form(&self) -> Form {
        if self.go {
            return Form::Key;
        }
        let points = self.points.iter().map(|(place, node)| (node.id, *place)).collect();
        Form::Probed(Probed { points, probes: self.probes, step: again })
    }

    fn memory_bytes(&self) -> u64 {
        (self.points.len() * (size_of::<u64>() + size_of::<NodeId>())) as u64
    }
}

/// Probes that a person reads.
const SHOWN: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::suite;

    /// Every node by the least of its distances from all probes: no sorting of points and no search.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let go = input.dialect.id == GO_MPCHASH;
        let sip = |seed: u64, text: &str| siphash(text.as_bytes(), seed, 0);
        let first = if go { sip(1, key.key.text) } else { key.hash.first_u64() };
        let step = if go { sip(2, key.key.text) } else { crate::hash::mix64(first.wrapping_add(0x9e37_79b9_7f4a_7c15)) };
        let mut nodes: Vec<(u128, &str, NodeId)> = input
            .cluster
            .live()
            .map(|node| {
                let point = if go { sip(0, &node.name) } else { input.hash.text(&node.name).first_u64() };
                let from = |i: u64| {
                    let probe = (u128::from(first) + u128::from(i) * u128::from(step)) % (1 << 64);
                    let ahead = (u128::from(point) + (1 << 64) - probe) % (1 << 64);
                    if ahead == 0 { 1 << 64 } else { ahead }
                };
                let least = (0..input.params.whole(&PROBES)).map(from).min().unwrap_or(0);
                (least, node.name.as_str(), node.id)
            })
            .collect();
        nodes.sort_unstable();
        nodes.into_iter().take(want).map(|node| node.2).collect()
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }
}
