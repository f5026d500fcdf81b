//! Consistent hashing with bounded loads: no node holds more than a factor of its fair share; a key overflows clockwise.
//!
//! V. Mirrokni, M. Thorup and M. Zadimoghaddam, "Consistent hashing with bounded loads" (SODA 2018). The ring is that of
//! consistent hashing. The capacity of a node is ⌈c · m · w/W⌉ for m keys, a load factor c, its weight w and the weights W
//! of all live nodes. Keys come one by one in the order of the key set, and each goes to the first point clockwise whose
//! node has room. Copies are on the next other live nodes clockwise, whether they have room or not: they are not counted.
//!
//! # Complexity
//! n nodes, v virtual nodes a node, k keys: build O(n·v log(n·v) + k log(n·v)), look-up O(1) where keys
//! have numbers, else O(log k), memory O(n·v + k).
//!
//! # Guarantees
//! No live node is above its capacity, ever. Points of full nodes are united with the next point (a disjoint-set forest),
//! so that the last key finds the last node with room, wherever it stands.
//!
//! # Limits
//! Where a key stands depends on all keys: above a million keys it is refused. Adding a node lowers the capacities of the
//! others and makes room among them: keys move between old nodes. So they do when a node fails.
//!
//! # Deviations
//! The paper moves keys one after the other as keys and nodes come and go, so that its answers depend on the steps. Here
//! every state is filled anew in key order: the same members and keys give the same answers. A key that is not in the set
//! is answered as if it came last; where nobody has room left, the capacities would rise with it, and the first live node
//! clockwise takes it. Weights are an addition of ours.

use super::directory::Numbers;
use super::kind::{Complexity, Dialect, Guarantees, Input, Kind, LabelTemplate, Param, Range, Refusal};
use super::placement::{HashedKey, Placement, RingPoint, WorkLine, Working, hash_line, short_hex};
use super::ring::{self, VNODES};
use crate::cluster::{Node, NodeId};
use crate::hash::HashKind;

/// The declaration.
pub static KIND: Kind = Kind {
    id: "bounded",
    title: "Bounded loads",
    summary: "A ring on which no node takes more than a factor of its fair share; a key goes on to the next node with room.",
    reference: "Mirrokni, Thorup and Zadimoghaddam, Consistent hashing with bounded loads, SODA 2018",
    mechanism: "Nodes stand on a ring at many points. Each has a capacity, a factor of its fair share of the keys, rounded up. \
                Keys come in their order, and each goes to the first point clockwise whose node has room.",
    complexity: Complexity {
        build: "O(n·v log(n·v) + k log(n·v))", lookup: "O(1) for numbered keys, else O(log k)", memory: "O(n·v + k)"
    },
    balance: "no node is above the load factor times its fair share, rounded up",
    instead: "Where a key stands depends on the others: keys must be looked up in a table, and a new node also moves keys \
              between old ones. People bound open requests instead of keys, as load balancers do.",
    params: &[LOAD_FACTOR, VNODES],
    dialects: &[Dialect {
        label: Some("{node}-{i}"),
        ..Dialect::plain("workshop", "The workshop's ring; keys are taken in the order of the key set.")
    }],
    guarantees: Guarantees { order_free: true, weighted: true, minimal: false, any_removal: true, history_free: true, passes_over: false },
    build,
    expectation: |_, _| None,
    cost_ns: |_, _, _| 800.0,
    build_ns: |_| 0.0,
    points_per_node: Some(|params, _, _| params.whole(&VNODES) as f64),
    deviation: |params| (1.0 / libm::sqrt(params.whole(&VNODES) as f64)).min(params.number(&LOAD_FACTOR) - 1.0),
};

/// The factor of the fair share that a node takes at the most.
const LOAD_FACTOR: Param = Param {
    id: "load_factor",
    title: "load factor",
    summary: "What a node takes at the most, as a factor of its fair share; nearer to 1 is more even, and moves more keys.",
    unit: "",
    range: Range::Number { min: 1.0, max: 100.0, default: 1.25, usual: 3.0 },
    prime: false,
    only: &[],
};

/// The most keys: 4 bytes each in every step, in a list some 20.
const KEYS: u64 = 1_000_000;

/// A filled ring. `points` is sorted by place, `nodes` by name; `live` and `loads` are indexed by [`NodeId`].
struct Bounded {
    hash: HashKind,
    label: LabelTemplate,
    points: Vec<RingPoint>,
    nodes: Vec<Node>,
    live: Vec<bool>,
    live_count: usize,
    /// The keys that a node takes at the most, and those that it has.
    loads: Vec<(u64, u64)>,
    numbers: Numbers,
    /// The point of every key by its number, of those that have room.
    taken: Vec<u32>,
    /// By live node the indices of its points, where a key may have to pass more than are passed one by one.
    by_node: Vec<Vec<u32>>,
}

fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let count = input.keys.count();
    if count > KEYS {
        return Err(Refusal {
            why: format!("bounded loads of {count} keys take a table larger than the {KEYS} entries that are kept here"),
            instead: "people bound the open requests of a server, which need no table".to_owned(),
            code: None,
        });
    }
    let (points, nodes) = (ring::workshop(input), ring::by_name(input.cluster));
    let live = input.cluster.live_by_id();
    let loads = capacities(&nodes, live.len(), input.params.number(&LOAD_FACTOR) * count as f64);
    let live_count = nodes.iter().filter(|node| node.live).count();
    let (hash, label) = (input.hash, input.label.clone());
    let (numbers, by_node) = (Numbers::of(input.keys), ring::by_node(input.cluster, &points));
    let mut bounded = Bounded { hash, label, points, nodes, live, live_count, loads, numbers, taken: Vec::new(), by_node };
    bounded.fill(input);
    Ok(Box::new(bounded))
}

/// What each node takes, by [`NodeId`], with a load of 0; `all` is the load factor times the keys.
fn capacities(nodes: &[Node], ids: usize, all: f64) -> Vec<(u64, u64)> {
    let total: f64 = nodes.iter().filter(|node| node.live).map(|node| node.weight).sum();
    let mut loads = vec![(0, 0); ids];
    for node in nodes.iter().filter(|node| node.live) {
        // A product that is a whole number may come out a little above it: that is no reason for one key more.
        loads[node.id.index()].0 = libm::ceil(all * node.weight / total * (1.0 - 1e-12)) as u64;
    }
    loads
}

/// For every point the next one clockwise, itself among them, whose node has room.
struct Room(Vec<u32>);

impl Room {
    /// The first point with room from one on; there must be one.
    fn from(&mut self, mut point: u32) -> u32 {
        while self.0[point as usize] != point {
            // Halves the way for those who come after.
            let next = self.0[point as usize];
            self.0[point as usize] = self.0[next as usize];
            point = next;
        }
        point
    }

    /// Points whose node takes no more.
    fn close(&mut self, points: &[u32]) {
        let count = self.0.len() as u32;
        points.iter().for_each(|point| self.0[*point as usize] = (point + 1) % count);
    }
}

impl Bounded {
    /// Takes all keys in their order.
    fn fill(&mut self, input: &Input<'_>) {
        let count = self.points.len() as u32;
        let mut of_node: Vec<Vec<u32>> = vec![Vec::new(); self.live.len()];
        (0..count).zip(&self.points).for_each(|(i, point)| of_node[point.node.index()].push(i));
        let mut room = Room((0..count).collect());
        let mut left = 0;
        for (node, points) in of_node.iter().enumerate() {
            left += self.loads[node].0;
            if self.loads[node].0 == 0 {
                room.close(points);
            }
        }
        let mut text = String::new();
        for i in 0..input.keys.count().min(left) {
            let key = input.keys.key(i, &mut text);
            let point = room.from(ring::first_after(&self.points, input.hash.key(key)) as u32);
            self.taken.push(point);
            let node = self.points[point as usize].node.index();
            self.loads[node].1 += 1;
            if self.loads[node].1 == self.loads[node].0 && i + 1 < left {
                room.close(&of_node[node]);
            }
        }
    }

    /// The point of a key of the set.
    fn known(&self, key: &HashedKey<'_>) -> Option<usize> {
        let number = self.numbers.number(key.key)?;
        self.taken.get(number as usize).map(|point| *point as usize)
    }

    /// The points of live nodes clockwise from one; after the near ones only the first of each node.
    fn clockwise(&self, from: usize) -> impl Iterator<Item = (usize, NodeId)> {
        let count = self.points.len();
        let near = (from..count).chain(0..from).take(if self.by_node.is_empty() { count } else { ring::NEAR });
        let far = std::iter::once_with(move || ring::far(&self.by_node, from)).flatten();
        near.chain(far).map(|i| (i, self.points[i].node)).filter(|(_, node)| self.live[node.index()])
    }

    fn has_room(&self, node: NodeId) -> bool {
        self.loads[node.index()].1 < self.loads[node.index()].0
    }

    /// The point that a key goes to.
    fn point(&self, key: &HashedKey<'_>) -> usize {
        self.known(key).unwrap_or_else(|| {
            let first = ring::first_after(&self.points, key.hash);
            let free = self.clockwise(first).find(|(_, node)| self.has_room(*node));
            free.or_else(|| self.clockwise(first).next()).map_or(first, |(point, _)| point)
        })
    }

    fn name(&self, id: NodeId) -> &str {
        self.nodes.iter().find(|node| node.id == id).map_or("", |node| &node.name)
    }

    fn line(&self, what: &str, text: &str, point: usize) -> WorkLine {
        let RingPoint { hash, node, number } = self.points[point];
        let label = self.label.label(self.name(node), u64::from(number));
        let code = format!("{}(\"{label}\") = {}, {}", self.hash.id(), short_hex(hash), ring::degrees(hash.turn()));
        WorkLine::new(what, format!("{text} {}.", self.name(node)), code, Some(node))
    }

    /// The live nodes that a key passed on its way from its first point to its own: they were full.
    fn passed(&self, first: usize, point: usize) -> Option<WorkLine> {
        const SHOWN: usize = 8;
        let mut full: Vec<NodeId> = Vec::new();
        for (_, node) in self.clockwise(first).take_while(|(i, _)| *i != point) {
            if !full.contains(&node) {
                full.push(node);
            }
        }
        let names: Vec<&str> = full.iter().take(SHOWN).map(|node| self.name(*node)).collect();
        let more = full.len().checked_sub(SHOWN).filter(|more| *more > 0).map_or_else(String::new, |more| format!(" and {more} more"));
        let text = format!("Full when the key came, and passed over: {}{more}.", names.join(", "));
        full.first().map(|node| WorkLine::new("comparison", text, "", Some(*node)))
    }
}

impl Placement for Bounded {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        let want = want.min(self.live_count);
        for (_, node) in self.clockwise(self.point(key)) {
            if out.len() == want {
                break;
            }
            if !out.contains(&node) {
                out.push(node);
            }
        }
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        self.points[self.point(key)].node
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let (first, point) = (ring::first_after(&self.points, key.hash), self.point(key));
        let mut lines = vec![hash_line(self.hash, key)];
        let place = format!("{} / 2^{} · 360° = {}", short_hex(key.hash), key.hash.bits(), ring::degrees(key.hash.turn()));
        lines.push(WorkLine::new("position", "Its place on the ring, clockwise from twelve o'clock.", place, None));
        if self.known(key).is_none() {
            lines.push(WorkLine::new("comparison", "The data has no such key: it is answered as if it came last.", "", None));
        }
        lines.extend(self.passed(first, point));
        let node = self.points[point].node;
        let (most, has) = self.loads[node.index()];
        lines.push(self.line("winner", "The first point clockwise with room belongs to", point));
        lines.push(WorkLine::new("comparison", format!("{} holds {has} of at most {most} keys.", self.name(node)), "", Some(node)));
        let mut seen = vec![node];
        for (i, node) in self.clockwise(point) {
            if seen.len() == want.min(self.live_count) {
                break;
            }
            if !seen.contains(&node) {
                lines.push(self.line("replica", "The next other node clockwise is", i));
                seen.push(node);
            }
        }
        Working { lines }
    }

    fn points(&self) -> &[RingPoint] {
        &self.points
    }

    fn memory_bytes(&self) -> u64 {
        (self.points.len() * size_of::<RingPoint>() + self.taken.len() * size_of::<u32>()) as u64 + self.numbers.memory_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Cluster;
    use crate::keys::{Key, KeySet};
    use crate::strategy::kind::Params;
    use crate::strategy::suite;
    use proptest::prelude::*;

    /// Key by key from the definition: every point by distance, the nearest of a node with room.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let mut ring = Vec::new();
        for node in input.cluster.live() {
            let points = (input.params.whole(&VNODES) as f64 * node.weight).round().max(1.0) as u64;
            ring.extend((0..points).map(|i| (input.hash.text(&format!("{}-{i}", node.name)), node.name.as_str(), node.id)));
        }
        let total: f64 = input.cluster.live().map(|node| node.weight).sum();
        let all = input.params.number(&LOAD_FACTOR) * input.keys.count() as f64;
        let most = |id: NodeId| (all * input.cluster.get(id).unwrap().weight / total - 1e-9).ceil() as usize;
        let (mut room, mut taken) = (String::new(), Vec::new());
        for i in 0..input.keys.count() {
            let next = input.keys.key(i, &mut room);
            let hash = input.hash.key(next);
            ring.sort_by_key(|point| (point.0 <= hash, point.0, point.1));
            let owner = ring.iter().position(|point| taken.iter().filter(|id| **id == point.2).count() < most(point.2)).unwrap();
            taken.push(ring[owner].2);
            if next.text == key.key.text {
                ring.rotate_left(owner);
                let mut list: Vec<NodeId> = Vec::new();
                ring.iter().for_each(|point| {
                    if !list.contains(&point.2) {
                        list.push(point.2)
                    }
                });
                list.truncate(want);
                return list;
            }
        }
        unreachable!("the suite asks for keys of the set")
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }

    fn built(cluster: &Cluster, keys: &KeySet, factor: f64, label: &str) -> Box<dyn Placement> {
        let mut params = Params::default();
        params.set(&LOAD_FACTOR, factor);
        params.set(&VNODES, 20.0);
        let label = LabelTemplate::parse(label).unwrap();
        let dialect = &KIND.dialects[0];
        build(&Input { cluster, hash: HashKind::Xxh64, dialect, label: &label, params: &params, keys, seed: 1, before: None }).ok().unwrap()
    }

    fn loads(cluster: &Cluster, keys: u64, factor: f64, label: &str) -> Vec<u64> {
        let set = KeySet::Ids { from: 0, count: keys };
        let placement = built(cluster, &set, factor, label);
        let mut loads = vec![0; cluster.nodes().len()];
        let mut room = String::new();
        for i in 0..keys {
            loads[placement.owner(&HashedKey::new(HashKind::Xxh64, set.key(i, &mut room))).index()] += 1;
        }
        loads
    }

    fn nodes(names: &[&str], weights: &[f64]) -> Cluster {
        let node = |(i, (name, weight)): (usize, (&&str, &f64))| Node {
            id: NodeId(i as u32),
            name: (*name).to_owned(),
            weight: *weight,
            zone: None,
            capacity: None,
            live: true,
        };
        Cluster::new(names.iter().zip(weights).enumerate().map(node).collect())
    }

    proptest! {
        /// With a factor of 1 the last key has one node left, wherever its points stand.
        #[test]
        fn no_node_is_above_its_capacity_and_every_key_has_a_place(
            weights in prop::collection::vec(prop::sample::select(vec![0.001, 0.5, 1.0, 1.1, 3.0]), 1..7),
            keys in 1_u64..300,
            factor in prop::sample::select(vec![1.0, 1.01, 1.1, 1.25, 2.0]),
        ) {
            let cluster = nodes(&["a", "b", "c", "d", "e", "f", "g"], &weights);
            let found = loads(&cluster, keys, factor, "{node}-{i}");
            let total: f64 = weights.iter().sum();
            for (load, weight) in found.iter().zip(&weights) {
                prop_assert!(*load as f64 <= (factor * keys as f64 * weight / total).ceil());
            }
            prop_assert_eq!(found.iter().sum::<u64>(), keys);
        }
    }

    #[test]
    fn a_factor_of_1_shares_keys_to_one_key() {
        assert_eq!(loads(&nodes(&["a", "b", "c"], &[1.0; 3]), 300, 1.0, "{node}-{i}"), [100; 3]);
        // 1.1 · 3000 / 3 is a little above 1,100 in binary.
        assert!(loads(&nodes(&["a", "b", "c"], &[1.0; 3]), 3_000, 1.1, "{node}-{i}").iter().all(|load| *load <= 1_100));
    }

    /// `member` + `10` is `member1` + `0`: where two nodes share a point, the second one is reached through it.
    #[test]
    fn labels_that_collide_lose_no_key() {
        let found = loads(&nodes(&["member", "member1"], &[1.0; 2]), 1_000, 1.0, "{node}{i}");
        assert_eq!(found, [500; 2]);
    }

    #[test]
    fn a_failure_moves_keys_of_other_nodes_too() {
        let all = nodes(&["a", "b", "c", "d"], &[1.0; 4]);
        let mut failed = all.nodes().to_vec();
        failed[0].live = false;
        let failed = Cluster::new(failed);
        let keys = KeySet::Ids { from: 0, count: 400 };
        let (before, after) = (built(&all, &keys, 1.05, "{node}-{i}"), built(&failed, &keys, 1.05, "{node}-{i}"));
        let mut room = String::new();
        let moved = |i: u64, room: &mut String| {
            let key = HashedKey::new(HashKind::Xxh64, keys.key(i, room));
            before.owner(&key) != NodeId(0) && before.owner(&key) != after.owner(&key)
        };
        assert!((0..400).any(|i| moved(i, &mut room)));
    }

    /// One point among thousands, and thousands of points of a node that has failed.
    #[test]
    fn copies_on_nodes_with_far_points_come_where_the_definition_says() {
        let all = nodes(&["a", "b", "c", "d", "e"], &[0.01, 20.0, 25.0, 0.01, 0.01]);
        for failed in ["", "b"] {
            let members = all.nodes().iter().map(|node| Node { live: node.name != failed, ..node.clone() }).collect();
            let (cluster, keys) = (Cluster::new(members), KeySet::Ids { from: 0, count: 8 });
            let (label, params, dialect) = (LabelTemplate::parse("{node}-{i}").unwrap(), Params::default(), &KIND.dialects[0]);
            let (hash, before) = (HashKind::Xxh64, None);
            let input = Input { cluster: &cluster, hash, dialect, label: &label, params: &params, keys: &keys, seed: 1, before };
            let (placement, mut room, mut found) = (build(&input).ok().unwrap(), String::new(), Vec::new());
            for i in 0..8 {
                let key = HashedKey::new(hash, keys.key(i, &mut room));
                placement.place(&key, 5, &mut found);
                assert_eq!(found, oracle(&input, &key, 5), "key {i} without {failed:?}");
            }
        }
    }

    #[test]
    fn a_key_that_is_not_there_goes_to_the_first_node_with_room() {
        let cluster = nodes(&["a", "b", "c"], &[1.0; 3]);
        let keys = KeySet::Pattern { from: 0, count: 100, parts: vec!["key_".to_owned(), String::new()] };
        let placement = built(&cluster, &keys, 1.0, "{node}-{i}");
        let mut room = String::new();
        let mut loads = [0; 3];
        for i in 0..100 {
            loads[placement.owner(&HashedKey::new(HashKind::Xxh64, keys.key(i, &mut room))).index()] += 1;
        }
        // 34 fit on each: two have room for one more.
        for text in ["x", "y", "z", "another"] {
            let key = HashedKey::new(HashKind::Xxh64, Key::text(text));
            assert!(loads[placement.owner(&key).index()] < 34, "{loads:?}");
            assert!(placement.explain(&key, 1).lines.iter().any(|line| line.text.contains("as if it came last")));
        }
    }
}
