//! The suite that judges every strategy: properties held by random clusters and keys, each against a naive oracle.
//!
//! A property that a kind does not promise is skipped, counted and printed.

use super::*;
use crate::cluster::{Changes, Node, NodeId};
use crate::hash::HashKind;
use crate::keys::Key;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// The answer from the definition, sharing no code with the strategy: the first `want` live nodes of the key.
pub(crate) type Oracle = fn(&Input<'_>, &HashedKey<'_>, usize) -> Vec<NodeId>;

/// A cluster of equal nodes `Node 0`, `Node 1`, …
pub(crate) fn cluster(nodes: u32) -> Cluster {
    Cluster::new((0..nodes).map(|i| node(i, &format!("Node {i}"), 1.0, true)).collect())
}

fn node(id: u32, name: &str, weight: f64, live: bool) -> Node {
    Node { id: NodeId(id), name: name.to_owned(), weight, zone: None, capacity: None, live }
}

/// One random case: a cluster with at least one live node, a hash, parameters and keys.
#[derive(Clone, Debug)]
struct Case {
    cluster: Cluster,
    hash: HashKind,
    params: Params,
    keys: Vec<String>,
    want: usize,
}

fn cases(kind: &'static Kind) -> impl Strategy<Value = Case> {
    let names = prop::collection::btree_set("[a-zA-Z0-9 .:-]{1,12}|Node [A-Z]", 2..8);
    let state = prop::collection::vec((prop::sample::select(vec![0.5, 1.0, 2.0, 3.5]), any::<u8>()), 8);
    let hash = prop::sample::select(HashKind::ALL.into_iter().filter(|hash| !hash.ids_only()).collect::<Vec<_>>());
    let keys = prop::collection::vec("[a-z_0-9]{1,20}|.{0,8}", 1..20);
    (names, state, hash, keys, 1_usize..5, 1_u64..40, any::<u64>()).prop_map(move |(names, state, hash, keys, want, size, order)| {
        let mut nodes: Vec<Node> = names
            .iter()
            .zip(state)
            .enumerate()
            .map(|(i, (name, (weight, chance)))| {
                node(i as u32, name, if kind.guarantees.weighted { weight } else { 1.0 }, i == 0 || chance > 50)
            })
            .collect();
        let turn = order as usize % nodes.len();
        nodes.rotate_left(turn);
        Case { cluster: Cluster::new(nodes), hash, params: params(kind, size), keys, want }
    })
}

/// Every parameter of a kind set to a small value in its range.
fn params(kind: &'static Kind, size: u64) -> Params {
    let mut params = Params::default();
    for param in kind.params {
        params.set(param, param.fitting(size) as f64);
    }
    params
}

fn label(kind: &'static Kind) -> LabelTemplate {
    LabelTemplate::parse(kind.dialects[0].label.unwrap_or("{node}-{i}")).expect("a dialect's label has {node} and {i}")
}

/// A placement with what asks it.
struct Judged {
    kind: &'static Kind,
    cluster: Cluster,
    hash: HashKind,
    params: Params,
    label: LabelTemplate,
    placement: Box<dyn Placement>,
}

impl Judged {
    fn build(kind: &'static Kind, cluster: &Cluster, hash: HashKind, params: &Params) -> Self {
        let label = label(kind);
        let input = Input { cluster, hash, dialect: &kind.dialects[0], label: &label, params, before: None };
        let placement = (kind.build)(&input).expect("a fresh build of a live cluster");
        Self { kind, cluster: cluster.clone(), hash, params: params.clone(), label, placement }
    }

    fn of(kind: &'static Kind, case: &Case) -> Self {
        Self::build(kind, &case.cluster, case.hash, &case.params)
    }

    fn place(&self, key: &str, want: usize) -> Vec<NodeId> {
        let mut out = vec![NodeId(u32::MAX)];
        self.placement.place(&HashedKey::new(self.hash, Key::text(key)), want, &mut out);
        out
    }

    fn owner(&self, key: &str) -> NodeId {
        self.placement.owner(&HashedKey::new(self.hash, Key::text(key)))
    }

    fn oracle(&self, oracle: Oracle, key: &str, want: usize) -> Vec<NodeId> {
        let Self { cluster, hash, params, label, .. } = self;
        let input = Input { cluster, hash: *hash, dialect: &self.kind.dialects[0], label, params, before: None };
        oracle(&input, &HashedKey::new(*hash, Key::text(key)), want)
    }
}

fn holds(kind: &'static Kind, cases_run: u32, property: impl Fn(Case) -> Result<(), TestCaseError>) {
    let config = Config { cases: cases_run, failure_persistence: None, ..Config::default() };
    if let Err(failure) = TestRunner::new_with_rng(config, rng()).run(&cases(kind), property) {
        panic!("{}: {failure}", kind.id);
    }
}

fn rng() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}

/// Holds a kind to everything that it promises.
pub(crate) fn judge(kind: &'static Kind, oracle: Oracle) {
    answers_are_live_distinct_and_equal_to_the_oracle(kind, oracle);
    the_working_names_the_owner(kind);
    a_failed_node_is_passed_over_in_the_preference_list(kind);
    if promised(kind, kind.guarantees.order_free, "the order of nodes does not matter") {
        order_does_not_matter(kind);
    }
    if promised(kind, kind.guarantees.minimal, "only needed moves") {
        adding_a_node_moves_keys_only_to_it(kind);
        removing_a_node_moves_only_its_keys(kind);
    }
    if !promised(kind, kind.guarantees.any_removal, "any node can be removed") {
        a_middle_removal_is_refused_in_words(kind);
    }
    if promised(kind, kind.guarantees.minimal && kind.guarantees.weighted, "reweighting moves keys only to the node that gains") {
        a_greater_weight_moves_keys_only_to_that_node(kind);
    }
    shares_follow_weights(kind, if kind.guarantees.weighted { &[1.0, 2.0, 0.5, 3.0] } else { &[1.0; 4] });
}

fn promised(kind: &'static Kind, promise: bool, what: &str) -> bool {
    if !promise {
        println!("skipped, not promised by {}: {what}", kind.id);
    }
    promise
}

fn answers_are_live_distinct_and_equal_to_the_oracle(kind: &'static Kind, oracle: Oracle) {
    holds(kind, 200, |case| {
        let (judged, again) = (Judged::of(kind, &case), Judged::of(kind, &case));
        for key in &case.keys {
            let found = judged.place(key, case.want);
            prop_assert_eq!(found.len(), case.want.min(case.cluster.live().count()));
            prop_assert!(found.iter().all(|id| case.cluster.get(*id).is_some_and(|node| node.live)));
            prop_assert!((1..found.len()).all(|i| !found[..i].contains(&found[i])));
            prop_assert_eq!(judged.owner(key), found[0]);
            prop_assert_eq!(&found, &again.place(key, case.want));
            prop_assert_eq!(&found, &judged.oracle(oracle, key, case.want));
        }
        Ok(())
    });
}

fn the_working_names_the_owner(kind: &'static Kind) {
    holds(kind, 100, |case| {
        let judged = Judged::of(kind, &case);
        for key in &case.keys {
            let working = judged.placement.explain(&HashedKey::new(case.hash, Key::text(key)), case.want);
            let winners: Vec<_> = working.lines.iter().filter(|line| line.what == "winner").filter_map(|line| line.node).collect();
            prop_assert_eq!(winners.last(), Some(&judged.owner(key)));
            let named = working.lines.iter().filter(|line| line.what == "replica").filter_map(|line| line.node);
            prop_assert_eq!(named.collect::<Vec<_>>(), &judged.place(key, case.want)[1..]);
        }
        Ok(())
    });
}

fn a_failed_node_is_passed_over_in_the_preference_list(kind: &'static Kind) {
    holds(kind, 100, |case| {
        let all_live = Cluster::new(case.cluster.nodes().iter().cloned().map(|node| Node { live: true, ..node }).collect());
        let (with, without) = (Judged::build(kind, &all_live, case.hash, &case.params), Judged::of(kind, &case));
        for key in &case.keys {
            let whole = with.place(key, all_live.nodes().len());
            let live: Vec<NodeId> = whole.into_iter().filter(|id| case.cluster.get(*id).is_some_and(|node| node.live)).collect();
            prop_assert_eq!(without.place(key, all_live.nodes().len()), live);
        }
        Ok(())
    });
}

fn order_does_not_matter(kind: &'static Kind) {
    holds(kind, 100, |case| {
        let mut turned = case.cluster.nodes().to_vec();
        turned.reverse();
        let (one, other) = (Judged::of(kind, &case), Judged::build(kind, &Cluster::new(turned), case.hash, &case.params));
        for key in &case.keys {
            prop_assert_eq!(one.place(key, case.want), other.place(key, case.want));
        }
        Ok(())
    });
}

fn adding_a_node_moves_keys_only_to_it(kind: &'static Kind) {
    holds(kind, 100, |case| {
        let new = node(99, "one more", if kind.guarantees.weighted { 2.0 } else { 1.0 }, true);
        let after = case.cluster.after(&Changes { add: vec![new], ..Changes::default() });
        let (before, after) = (Judged::of(kind, &case), Judged::build(kind, &after, case.hash, &case.params));
        for key in &case.keys {
            let (old, new) = (before.owner(key), after.owner(key));
            prop_assert!(old == new || new == NodeId(99));
        }
        Ok(())
    });
}

fn removing_a_node_moves_only_its_keys(kind: &'static Kind) {
    holds(kind, 100, |case| {
        // Where nodes are numbers, a failed node's stand-ins change with n: the promise is for members that are live.
        prop_assume!(kind.guarantees.any_removal || case.cluster.nodes().iter().all(|node| node.live));
        let last = case.cluster.nodes().len() - 1;
        let gone = if kind.guarantees.any_removal { case.keys.len() % (last + 1) } else { last };
        let gone = case.cluster.nodes()[gone].id;
        let after = case.cluster.after(&Changes { remove: vec![gone], ..Changes::default() });
        prop_assume!(after.live().count() > 0);
        let (before, after) = (Judged::of(kind, &case), Judged::build(kind, &after, case.hash, &case.params));
        for key in &case.keys {
            let (old, new) = (before.owner(key), after.owner(key));
            prop_assert!(old == new || old == gone);
        }
        Ok(())
    });
}

/// What a strategy cannot do is a typed answer with what people do instead.
fn a_middle_removal_is_refused_in_words(kind: &'static Kind) {
    holds(kind, 50, |case| {
        let nodes = case.cluster.nodes();
        let after = case.cluster.after(&Changes { remove: vec![nodes[0].id], ..Changes::default() });
        prop_assume!(after.live().count() > 0);
        let judged = Judged::of(kind, &case);
        let before = Before { cluster: &case.cluster, placement: judged.placement.as_ref() };
        let build = |cluster: &Cluster| {
            let (hash, dialect, label, params) = (case.hash, &kind.dialects[0], &judged.label, &case.params);
            (kind.build)(&Input { cluster, hash, dialect, label, params, before: Some(before) }).map(drop)
        };
        let refusal = build(&after).expect_err("a hole among the numbers");
        prop_assert!(refusal.why.contains(&after.nodes()[0].name) && !refusal.instead.is_empty());
        let last = case.cluster.after(&Changes { remove: vec![nodes[nodes.len() - 1].id], ..Changes::default() });
        prop_assert!(last.live().count() == 0 || build(&last).is_ok());
        Ok(())
    });
}

fn a_greater_weight_moves_keys_only_to_that_node(kind: &'static Kind) {
    holds(kind, 100, |case| {
        let gains = case.cluster.nodes()[case.keys.len() % case.cluster.nodes().len()].clone();
        let after = case.cluster.after(&Changes { reweight: vec![(gains.id, gains.weight * 3.0)], ..Changes::default() });
        let (before, after) = (Judged::of(kind, &case), Judged::build(kind, &after, case.hash, &case.params));
        for key in &case.keys {
            let (old, new) = (before.owner(key), after.owner(key));
            prop_assert!(old == new || new == gains.id);
        }
        Ok(())
    });
}

/// Loads are within four standard errors of the fair shares, plus the noise of the points where there are any: a node
/// with p points has a relative deviation of about 1/√p.
pub(crate) fn shares_follow_weights(kind: &'static Kind, weights: &[f64]) {
    const KEYS: u64 = 40_000;
    let nodes = weights.iter().enumerate().map(|(i, weight)| node(i as u32, &format!("Node {i}"), *weight, true)).collect();
    let judged = Judged::build(kind, &Cluster::new(nodes), HashKind::Sha256, &Params::default());
    let mut loads = vec![0_u64; weights.len()];
    for i in 0..KEYS {
        loads[judged.owner(&format!("key_{i}")).index()] += 1;
    }
    for ((load, fair), weight) in loads.iter().zip(judged.cluster.fair_shares()).zip(weights) {
        let expected = fair * KEYS as f64;
        let sampling = (expected * (1.0 - fair)).sqrt();
        let points = kind.points_per_node.map_or(0.0, |points| expected / (points(&Params::default()) as f64 * weight).sqrt());
        let allowed = 4.0 * sampling.hypot(points);
        assert!((*load as f64 - expected).abs() < allowed, "{}: {load} keys, expected {expected} ± {allowed}", kind.id);
    }
}

/// The workshop's figures: 1,000 keys, Node A to C, then Node D.
#[test]
fn the_workshops_keys_move_as_published() {
    let nodes = |count: usize| {
        let names = ["Node A", "Node B", "Node C", "Node D"];
        Cluster::new(names[..count].iter().enumerate().map(|(i, name)| node(i as u32, name, 1.0, true)).collect())
    };
    for (id, expected) in [("modulo", 746), ("ring", 246), ("rendezvous", 241)] {
        let kind = find(id).expect("one of the workshop's kinds");
        let build = |count| Judged::build(kind, &nodes(count), HashKind::Sha256, &Params::default());
        let (before, after) = (build(3), build(4));
        let moved = (0..1_000).filter(|i| before.owner(&format!("key_{i}")) != after.owner(&format!("key_{i}"))).count();
        assert_eq!(moved, expected, "{}", kind.id);
        assert_eq!(before.owner("user_123"), NodeId(1), "{}", kind.id);
    }
}
