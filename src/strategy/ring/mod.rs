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
//! has a relative standard deviation of about 1/√v. `ketama`, `libmemcached` and `envoy` count the points of a node by
//! its part of all weights: a new node changes the counts of the others, and some keys move between old nodes.
//!
//! # Limits
//! Weights scale the number of points, round(v·weight), at least one: a weight below 1/(2v) still gets a point. Under
//! `ketama`, `libmemcached` and `envoy` a small part rounds to no point at all: such a node has no keys of its own.
//!
//! # Deviations
//! Two labels that hash to one place both stay; the node that comes first by name owns it, in a real system's dialect the
//! node that was added first (nginx drops the others, the rest leave the order open). In these dialects a failed node
//! keeps its points and is passed over, as with nginx's `down`; libketama reads its list of servers anew, libmemcached
//! ejects hosts only where it is told to, Envoy builds the ring of the healthy hosts, and copies are an addition of ours.
//! `libmemcached` is its weighted ketama; without weights it can also have 100 points a server, one a digest. `envoy` has
//! no locality weights and no hash but the scenario's or XXH64. nginx goes round the live servers in turn after 20 points
//! that are down. `haproxy`: a server whose name is a number has it as its `id`, any other its place in the scenario's list
//! of nodes from 1, which it keeps; a configuration without ids that is read anew numbers its servers anew. Of the hash
//! functions that HAProxy can be told to use it has the default, sdbm with avalanche. Weights are not rounded to whole
//! numbers, as those systems have them; above 256 HAProxy has none, and more points are not given.
//! `cassandra`: see the file of that name. There, and under `ketama` to `haproxy`, a `hash` of one's own is that of the
//! keys alone.

#[cfg(feature = "full")]
mod cassandra;
#[cfg_attr(not(feature = "full"), path = "no_dialects.rs")]
mod dialects;
#[cfg(feature = "full")]
mod systems;
#[cfg(test)]
mod tests;

#[cfg(feature = "full")]
use super::bulk::{Form, Places, Points, next_live};
use super::kind::{Complexity, Dialect, Guarantees, Input, Kind, LabelTemplate, Param, Params, Range, Refusal};
use super::least_expected;
use super::placement::{HashedKey, Placement, RingPoint, WorkLine, Working, hash_line, short_hex};
use crate::cluster::{Cluster, Node, NodeId};
use crate::collections::{sort_by, sort_by_key};
use crate::hash::{HashKind, HashValue};

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
    params: dialects::PARAMS,
    dialects: dialects::DIALECTS,
    guarantees: FREE,
    build,
    expectation: least_expected,
    cost_ns: |params, _, nodes| 10.0 + 6.0 * f64::from((1 + nodes as u64 * params.whole(&VNODES)).ilog2()),
    build_ns: |_| 0.0,
    points_per_node: Some(points_per_node),
    deviation: |params| 1.0 / libm::sqrt(params.whole(&VNODES) as f64),
};

/// The workshop's conventions.
const WORKSHOP: Dialect = Dialect {
    label: Some("{node}-{i}"),
    ..Dialect::plain("workshop", "Point i is the hash of {node}-{i}; a key goes to the first point greater than its own hash.")
};

const FREE: Guarantees =
    Guarantees { order_free: true, weighted: true, minimal: true, any_removal: true, history_free: true, passes_over: true };

/// Virtual nodes, points a node of weight 1.
pub(super) const VNODES: Param = Param {
    id: "vnodes",
    title: "virtual nodes",
    summary: "Points that a node of weight 1 has on the ring; more points spread the load more evenly.",
    unit: "points a node",
    range: Range::Whole { min: 1, max: 100_000, default: 100, usual: 500 },
    prime: false,
    only: &["workshop"],
};

/// The points of a node of weight 1 in a cluster.
fn points_per_node(params: &Params, dialect: &Dialect, cluster: &Cluster) -> f64 {
    dialects::points_per_node(params, dialect, cluster).unwrap_or_else(|| params.whole(&VNODES) as f64)
}

/// The points that a node of this weight has, of `each` for a weight of 1.
fn points_of(node: &Node, each: f64) -> u64 {
    (libm::round(each * node.weight) as u64).max(1)
}

/// The members in the order of their names.
pub(super) fn by_name(cluster: &Cluster) -> Vec<Node> {
    let mut nodes = cluster.nodes().to_vec();
    sort_by(&mut nodes, |a, b| a.name.cmp(&b.name));
    nodes
}

/// The ring of the workshop: points by place, those of one place by the name of their node.
pub(super) fn workshop(input: &Input<'_>) -> Vec<RingPoint> {
    let each = input.params.whole(&VNODES) as f64;
    let count: u64 = input.cluster.nodes().iter().map(|node| points_of(node, each)).sum();
    let mut points = Vec::with_capacity(count as usize);
    for node in &by_name(input.cluster) {
        let mut labels = input.label.of(&node.name);
        for i in 0..points_of(node, each) {
            let hash = input.hash.text(labels.at(i));
            points.push(RingPoint { hash, node: node.id, number: i as u32 });
        }
    }
    by_place(points)
}

/// Points by place; those of one place keep their order.
///
/// The first words of the places nearly always decide: sorting these alone moves a third of the bytes.
pub(super) fn by_place(mut points: Vec<RingPoint>) -> Vec<RingPoint> {
    let mut order: Vec<(u64, u32)> = points.iter().enumerate().map(|(i, point)| (point.hash.first_u64(), i as u32)).collect();
    order.sort_unstable();
    // In place, since many points are large: each cycle of the order is walked once; a place that is right points at itself.
    for start in 0..points.len() {
        let mut here = start;
        while order[here].1 as usize != start {
            let from = order[here].1 as usize;
            points.swap(here, from);
            order[here].1 = here as u32;
            here = from;
        }
        order[here].1 = here as u32;
    }
    for alike in points.chunk_by_mut(|a, b| a.hash.first_u64() == b.hash.first_u64()).filter(|alike| alike.len() > 1) {
        sort_by_key(alike, |point| point.hash);
    }
    points
}

/// Index of the first point greater than a place, or of the first point.
pub(super) fn first_after(points: &[RingPoint], place: HashValue) -> usize {
    first(points, place, |point| point.hash <= place)
}

/// Index of the first point that is not `before` the place, or of the first point.
///
/// Hashes are even, so the place says where to look: the search among all points is for those that are not.
fn first(points: &[RingPoint], place: HashValue, before: impl Fn(&RingPoint) -> bool) -> usize {
    let count = points.len();
    let guess = (place.turn() * count as f64) as usize;
    let reach = 2 << (count.max(1).ilog2() / 2);
    let low = guess.saturating_sub(reach);
    let low = if points.get(low).is_some_and(&before) { low } else { 0 };
    let high = guess.saturating_add(reach).min(count);
    let high = if points.get(high).is_some_and(|point| !before(point)) { high } else { count };
    let found = low + points[low..high].partition_point(before);
    if found == count { 0 } else { found }
}

/// Which point a key goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goes {
    /// The first one greater than its own hash.
    After,
    /// The first one that is not less.
    At,
    /// The nearest, of equals the one before.
    Nearest,
}

/// A ring. `points` is sorted by place, `nodes` by name; `live` is indexed by [`NodeId`].
struct Ring {
    hash: HashKind,
    dialect: &'static Dialect,
    label: LabelTemplate,
    goes: Goes,
    points: Vec<RingPoint>,
    /// The width of the places of points.
    bits: u32,
    nodes: Vec<Node>,
    live: Vec<bool>,
    live_count: usize,
    /// By live node the indices of its points, in order; empty where a key meets enough nodes within [`NEAR`] points.
    by_node: Vec<Vec<u32>>,
}

/// Points that a key passes one by one. Where nodes have failed or few points, the others are then looked up node by node:
/// the point of a node of weight 0.001 may be half a million points away.
pub(super) const NEAR: usize = 1_024;

fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let (goes, points) = dialects::points(input)?.unwrap_or_else(|| (Goes::After, workshop(input)));
    let (nodes, live) = (by_name(input.cluster), input.cluster.live_by_id());
    let live_count = nodes.iter().filter(|node| node.live).count();
    let (dialect, label) = (input.dialect, input.label.clone());
    let by_node = if goes == Goes::Nearest { Vec::new() } else { by_node(input.cluster, &points) };
    let bits = points.first().map_or(64, |point| point.hash.bits());
    Ok(Box::new(Ring { hash: input.hash, dialect, label, goes, points, bits, nodes, live, live_count, by_node }))
}

/// The indices of the points of each live node that has points; none where nodes are met within [`NEAR`] points.
pub(super) fn by_node(cluster: &Cluster, points: &[RingPoint]) -> Vec<Vec<u32>> {
    let live = cluster.live_by_id();
    let rare = !cluster.equal_weights() || cluster.nodes().iter().any(|node| !node.live);
    if !rare || points.len() <= NEAR {
        return Vec::new();
    }
    let mut lists = vec![Vec::new(); live.len()];
    points.iter().zip(0..).filter(|(point, _)| live[point.node.index()]).for_each(|(point, i)| lists[point.node.index()].push(i));
    lists.retain(|list| !list.is_empty());
    lists
}

/// The index of the first point of each list clockwise from a point, the nearest first.
pub(super) fn far(by_node: &[Vec<u32>], from: usize) -> Vec<usize> {
    let met = |list: &Vec<u32>| list.get(list.partition_point(|index| (*index as usize) < from)).unwrap_or(&list[0]).to_owned() as usize;
    let mut found: Vec<usize> = by_node.iter().map(met).collect();
    sort_by_key(&mut found, |index| (*index < from, *index));
    found
}

/// The points of live nodes in the order in which a key meets them, each once.
struct Walk<'a> {
    ring: &'a Ring,
    place: u64,
    /// The next point clockwise, and the one before it: both wrap round.
    up: usize,
    down: usize,
    left: usize,
}

impl Walk<'_> {
    /// Whether the point before is no farther than the one after.
    fn turns_back(&self) -> bool {
        if self.ring.goes != Goes::Nearest {
            return false;
        }
        let at = |index: usize| self.ring.points[index].hash.first_u64();
        self.place.wrapping_sub(at(self.down)) <= at(self.up).wrapping_sub(self.place)
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = &'a RingPoint;

    fn next(&mut self) -> Option<&'a RingPoint> {
        let last = self.ring.points.len().wrapping_sub(1);
        while self.left > 0 {
            self.left -= 1;
            let index;
            if self.turns_back() {
                index = self.down;
                self.down = if index == 0 { last } else { index - 1 };
            } else {
                index = self.up;
                self.up = if index == last { 0 } else { index + 1 };
            }
            let point = &self.ring.points[index];
            if self.ring.live[point.node.index()] {
                return Some(point);
            }
        }
        None
    }
}

impl Ring {
    /// The live node of every point, or of the next one with a live node; none where that is not the way of a key.
    #[cfg(feature = "full")]
    fn owners(&self) -> Option<Vec<NodeId>> {
        let nodes = || self.points.iter().map(|point| point.node).collect();
        if self.goes == Goes::Nearest { None } else { next_live(nodes(), |id| self.live[id.index()]) }
    }

    #[cfg(feature = "full")]
    fn ring(&self, owners: Vec<NodeId>, hashes: impl Iterator<Item = HashValue>) -> Form {
        Form::Ring(Points { places: Places::of(hashes, self.bits), owners, at: self.goes == Goes::At })
    }

    /// Index of the point clockwise from the key.
    fn first(&self, key: &HashedKey<'_>) -> usize {
        if self.goes == Goes::After {
            return first_after(&self.points, key.hash);
        }
        first(&self.points, key.hash, |point| point.hash < key.hash)
    }

    fn walk(&self, key: &HashedKey<'_>) -> Walk<'_> {
        let (up, count) = (self.first(key), self.points.len());
        let left = if self.by_node.is_empty() { count } else { NEAR };
        Walk { ring: self, place: key.hash.first_u64(), up, down: if up == 0 { count.wrapping_sub(1) } else { up - 1 }, left }
    }

    fn node(&self, id: NodeId) -> &Node {
        self.nodes.iter().find(|node| node.id == id).unwrap_or(&self.nodes[0])
    }

    /// Live nodes in the order in which a key meets their points, then those without a point, by name; each perhaps often.
    fn nodes_met<'a>(&'a self, key: &'a HashedKey<'_>) -> impl Iterator<Item = (NodeId, Option<&'a RingPoint>)> {
        let pointless = self.nodes.iter().filter(|node| node.live).map(|node| (node.id, None));
        let far = std::iter::once_with(move || far(&self.by_node, self.first(key))).flatten().map(|index| &self.points[index]);
        self.walk(key).chain(far).map(|point| (point.node, Some(point))).chain(pointless)
    }

    /// What a point's place was made of.
    fn origin(&self, point: &RingPoint) -> String {
        let (name, number) = (&self.node(point.node).name, u64::from(point.number));
        let of_system = dialects::origin(self.dialect, self.node(point.node), &self.label, number);
        of_system.unwrap_or_else(|| format!("{}(\"{}\")", self.hash.id(), self.label.label(name, number)))
    }

    /// A place as people write it: in hexadecimal, a token of Cassandra as a number with a sign.
    fn shown(&self, place: HashValue) -> String {
        dialects::shown(self.dialect, place).unwrap_or_else(|| short_hex(place))
    }

    fn place_line(&self, what: &str, text: &str, point: &RingPoint) -> WorkLine {
        let code = format!("{} = {}, {}", self.origin(point), self.shown(point.hash), degrees(point.hash.turn()));
        WorkLine::new(what, format!("{text} {}.", self.node(point.node).name), code, Some(point.node))
    }

    /// What there is to say before the winner.
    fn way(&self, key: &HashedKey<'_>, lines: &mut Vec<WorkLine>) {
        let place = match dialects::shown(self.dialect, key.hash) {
            Some(token) => format!("{token} = {}", degrees(key.hash.turn())),
            None => format!("{} / 2^{} · 360° = {}", short_hex(key.hash), key.hash.bits(), degrees(key.hash.turn())),
        };
        lines.push(WorkLine::new("position", "Its place on the ring, clockwise from twelve o'clock.", place, None));
        let walk = self.walk(key);
        let (Some(on), Some(back)) = (self.points.get(walk.up), self.points.get(walk.down)) else {
            lines.push(WorkLine::new("comparison", "No node has a point on the ring: the first by name answers.", "", None));
            return;
        };
        if self.goes == Goes::Nearest {
            lines.push(self.place_line("comparison", "The last point before it belongs to", back));
            lines.push(self.place_line("comparison", "The first point after it belongs to", on));
        } else if on.hash < key.hash || (self.goes == Goes::After && on.hash == key.hash) {
            lines.push(WorkLine::new("comparison", "No point is greater: the ring begins again at its first point.", "", None));
        }
        let first = if walk.turns_back() { back } else { on };
        if !self.live[first.node.index()] {
            let which = if self.goes == Goes::Nearest { "nearest point" } else { "first point clockwise" };
            lines.push(self.place_line("comparison", &format!("The {which} belongs to a failed node and is passed over:"), first));
        }
    }
}

/// Degrees with one decimal.
pub(super) fn degrees(turn: f64) -> String {
    format!("{:.1}°", turn * 360.0)
}

impl Placement for Ring {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        let want = want.min(self.live_count);
        for (node, _) in self.nodes_met(key) {
            if out.len() == want {
                break;
            }
            if !out.contains(&node) {
                out.push(node);
            }
        }
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        let next = self.points.get(self.first(key)).map(|point| point.node);
        if let Some(node) = next.filter(|node| self.goes != Goes::Nearest && self.live[node.index()]) {
            return node;
        }
        self.nodes_met(key).next().map_or(self.nodes[0].id, |(node, _)| node)
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let mut lines = vec![hash_line(self.hash, key)];
        self.way(key, &mut lines);
        let (winner, next) = match self.goes {
            Goes::Nearest => ("The nearest point belongs to", "The next nearest other node is"),
            _ => ("The first point clockwise belongs to", "The next other node clockwise is"),
        };
        let mut seen: Vec<NodeId> = Vec::new();
        for (node, point) in self.nodes_met(key) {
            if seen.len() == want.min(self.live_count) {
                break;
            }
            if !seen.contains(&node) {
                let (what, text) = if seen.is_empty() { ("winner", winner) } else { ("replica", next) };
                lines.push(match point {
                    Some(point) => self.place_line(what, text, point),
                    None => WorkLine::new(what, format!("Without a point, {} comes last.", self.node(node).name), "", Some(node)),
                });
                seen.push(node);
            }
        }
        Working { lines }
    }

    fn points(&self) -> &[RingPoint] {
        &self.points
    }

    fn nearest(&self) -> bool {
        self.goes == Goes::Nearest
    }

    fn partition(&self, key: &HashedKey<'_>) -> Option<u64> {
        dialects::has_ranges(self.dialect).then(|| self.first(key) as u64)
    }

    #[cfg(feature = "full")]
    fn form(&self) -> Form {
        let owners = self.owners();
        owners.map_or(Form::Hash, |owners| self.ring(owners, self.points.iter().map(|point| point.hash)))
    }

    #[cfg(feature = "full")]
    fn take_form(&mut self) -> Form {
        let Some(owners) = self.owners() else { return Form::Hash };
        let points = std::mem::take(&mut self.points);
        self.ring(owners, points.into_iter().map(|point| point.hash))
    }

    fn memory_bytes(&self) -> u64 {
        (self.points.len() * size_of::<RingPoint>()) as u64
    }
}
