//! The suite that judges every strategy: properties held by random clusters and keys, each against a naive oracle.
//!
//! A property that a kind does not promise is skipped, counted and printed.

use super::*;
use crate::cluster::{Changes, Node, NodeId};
use crate::hash::HashKind;
use crate::keys::{Key, KeySet};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
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
    all: KeySet,
    want: usize,
    /// What happens, and to which node.
    steps: Vec<(u8, u8)>,
}

impl Case {
    /// What a build is given beside the cluster.
    fn given(&self) -> (HashKind, &Params, &KeySet) {
        (self.hash, &self.params, &self.all)
    }
}

/// A kind in one of its dialects.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    kind: &'static Kind,
    dialect: &'static Dialect,
}

impl Subject {
    /// A kind in its default dialect.
    pub(crate) fn first(kind: &'static Kind) -> Self {
        Self { kind, dialect: &kind.dialects[0] }
    }

    fn promises(self) -> Guarantees {
        self.kind.promises(self.dialect)
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} ({})", self.kind.id, self.dialect.id)
    }
}

fn cases(kind: Subject) -> impl Strategy<Value = Case> {
    let names = prop::collection::btree_set("[a-zA-Z0-9 .:-]{1,12}|Node [A-Z]", 2..8);
    let state = prop::collection::vec((prop::sample::select(vec![0.5, 1.0, 2.0, 3.5]), any::<u8>()), 8);
    let hash = prop::sample::select(match kind.dialect.hash {
        Some(own) => vec![own],
        None => HashKind::ALL.into_iter().filter(|hash| !hash.ids_only()).collect(),
    });
    let keys = prop::collection::vec("[a-z_0-9]{1,20}|.{0,8}", 1..20);
    let steps = prop::collection::vec((any::<u8>(), any::<u8>()), 1..8);
    let sizes = (1_usize..5, 1_u64..40, any::<u64>());
    (names, state, hash, keys, sizes, steps).prop_map(move |(names, state, hash, keys, (want, size, order), steps)| {
        let mut nodes: Vec<Node> = names
            .iter()
            .zip(state)
            .enumerate()
            .map(|(i, (name, (weight, chance)))| {
                node(i as u32, name, if kind.promises().weighted { weight } else { 1.0 }, i == 0 || chance > 50)
            })
            .collect();
        let turn = order as usize % nodes.len();
        nodes.rotate_left(turn);
        let mut all = keys.clone();
        all.sort();
        all.dedup();
        Case { cluster: Cluster::new(nodes), hash, params: params(kind, size), keys, all: KeySet::List(all), want, steps }
    })
}

/// Every parameter of a kind set to a small value in its range.
fn params(kind: Subject, size: u64) -> Params {
    let mut params = Params::default();
    params.set_most_nodes(8);
    for param in kind.kind.params_of(kind.dialect) {
        match param.range {
            Range::Whole { .. } => params.set(param, param.fitting(size) as f64),
            Range::Number { min, max, .. } => params.set(param, (min + size as f64 / 16.0).min(max)),
            Range::Choice(names) => params.set(param, (size as usize % names.len()) as f64),
            Range::Capacity { .. } => params.set(param, (9 + size) as f64),
            Range::Texts | Range::ByNode => {}
        }
    }
    params
}

fn label(kind: Subject) -> LabelTemplate {
    LabelTemplate::parse(kind.dialect.label.unwrap_or("{node}-{i}")).expect("a dialect's label has {node} and {i}")
}

/// A placement with what asks it.
struct Judged {
    kind: Subject,
    cluster: Cluster,
    hash: HashKind,
    params: Params,
    label: LabelTemplate,
    keys: KeySet,
    placement: Box<dyn Placement>,
}

impl Judged {
    /// A first build.
    fn build(kind: Subject, cluster: &Cluster, (hash, params, keys): (HashKind, &Params, &KeySet)) -> Self {
        Self::try_build(kind, cluster, (hash, params, keys), None).expect("a first build of a live cluster")
    }

    fn try_build(
        kind: Subject,
        cluster: &Cluster,
        (hash, params, keys): (HashKind, &Params, &KeySet),
        before: Option<Before<'_>>,
    ) -> Result<Self, Refusal> {
        let (label, dialect) = (label(kind), kind.dialect);
        let input = Input { cluster, hash, dialect, label: &label, params, keys, seed: 1, before };
        let placement = (kind.kind.build)(&input)?;
        Ok(Self { kind, cluster: cluster.clone(), hash, params: params.clone(), label, keys: keys.clone(), placement })
    }

    fn of(kind: Subject, case: &Case) -> Self {
        Self::build(kind, &case.cluster, case.given())
    }

    /// The same strategy after a step.
    fn after(&self, cluster: &Cluster) -> Result<Self, Refusal> {
        let before = Before { cluster: &self.cluster, placement: self.placement.as_ref() };
        Self::try_build(self.kind, cluster, (self.hash, &self.params, &self.keys), Some(before))
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
        let Self { cluster, hash, params, label, keys, .. } = self;
        let input = Input { cluster, hash: *hash, dialect: self.kind.dialect, label, params, keys, seed: 1, before: None };
        oracle(&input, &HashedKey::new(*hash, Key::text(key)), want)
    }
}

fn holds(kind: Subject, cases_run: u32, property: impl Fn(Case) -> Result<(), TestCaseError>) {
    let config = Config { cases: cases_run, failure_persistence: None, ..Config::default() };
    if let Err(failure) = TestRunner::new_with_rng(config, rng()).run(&cases(kind), property) {
        panic!("{kind}: {failure}");
    }
}

fn rng() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}

/// Holds a kind in each of its dialects to everything that it promises, and shows that it promises no less than it holds.
pub(crate) fn judge(kind: &'static Kind, oracle: Oracle) {
    for dialect in kind.dialects {
        judge_dialect(Subject { kind, dialect }, oracle);
    }
}

fn judge_dialect(kind: Subject, oracle: Oracle) {
    let Guarantees { order_free, weighted, minimal, any_removal, history_free } = kind.promises();
    answers_are_live_distinct_and_equal_to_the_oracle(kind, oracle);
    the_working_names_the_owner(kind);
    a_failed_node_is_passed_over_in_the_preference_list(kind);
    any_history_leaves_live_and_distinct_answers(kind);
    if promised(kind, order_free, "the order of nodes does not matter") {
        order_does_not_matter(kind);
    } else {
        happens(kind, "another order of the nodes gives another answer", order_changes_an_answer);
    }
    if promised(kind, minimal, "only needed moves") {
        adding_a_node_moves_keys_only_to_it(kind);
        removing_a_node_moves_only_its_keys(kind);
        a_new_node_takes_its_fair_share(kind);
    } else {
        happens(kind, "a new node makes a key move between old ones", a_key_moves_without_need);
    }
    if !promised(kind, any_removal, "any node can be removed") {
        a_middle_removal_is_refused_in_words(kind);
    }
    if promised(kind, history_free, "the same members give the same answers after any history") {
        any_history_equals_a_first_build(kind);
    } else {
        happens(kind, "the history changes an answer", history_changes_an_answer);
    }
    if promised(kind, minimal && weighted, "reweighting moves keys only to the node that gains") {
        a_greater_weight_moves_keys_only_to_that_node(kind);
    }
    shares_follow_weights(kind, if weighted { &[1.0, 2.0, 0.5, 3.0] } else { &[1.0; 4] });
}

fn promised(kind: Subject, promise: bool, what: &str) -> bool {
    if !promise {
        println!("skipped, not promised by {kind}: {what}");
    }
    promise
}

/// What a kind does not promise does happen, in one of many cases: a promise that is kept must be made.
fn happens(kind: Subject, what: &str, found: fn(Subject, &Case) -> bool) {
    let mut runner = TestRunner::new_with_rng(Config::default(), rng());
    let case = |_| cases(kind).new_tree(&mut runner).expect("a case").current();
    assert!((0..400).map(case).any(|case| found(kind, &case)), "{kind} never shows that {what}: it may promise more");
}

fn order_changes_an_answer(kind: Subject, case: &Case) -> bool {
    let mut turned = case.cluster.nodes().to_vec();
    turned.reverse();
    let (one, other) = (Judged::of(kind, case), Judged::build(kind, &Cluster::new(turned), case.given()));
    case.keys.iter().any(|key| one.place(key, case.want) != other.place(key, case.want))
}

fn a_key_moves_without_need(kind: Subject, case: &Case) -> bool {
    let before = Judged::of(kind, case);
    let more = case.cluster.after(&Changes { add: vec![node(99, "one more", 1.0, true)], ..Changes::default() });
    let Ok(after) = before.after(&more) else { return false };
    case.keys.iter().any(|key| ![before.owner(key), NodeId(99)].contains(&after.owner(key)))
}

fn history_changes_an_answer(kind: Subject, case: &Case) -> bool {
    let Some(last) = with_history(kind, case) else { return false };
    let fresh = Judged::build(kind, &last.cluster, case.given());
    case.keys.iter().any(|key| last.place(key, case.want) != fresh.place(key, case.want))
}

/// The strategy after the steps of a case; steps that it refuses, or after which nobody is live, are left out.
fn with_history(kind: Subject, case: &Case) -> Option<Judged> {
    let mut now = Judged::of(kind, case);
    let mut taken = 0;
    for (i, (what, which)) in case.steps.iter().enumerate() {
        let nodes = now.cluster.nodes();
        let node_of = &nodes[usize::from(*which) % nodes.len()];
        let mut changes = Changes::default();
        match what % 4 {
            0 => changes.add.push(node(100 + i as u32, &format!("new {i}"), 1.0, true)),
            1 => changes.remove.push(node_of.id),
            2 => changes.fail.push(node_of.id),
            _ => changes.recover.push(node_of.id),
        }
        let next = now.cluster.after(&changes);
        if next.nodes().len() > 8 || next.live().next().is_none() {
            continue;
        }
        if let Ok(next) = now.after(&next) {
            now = next;
            taken += 1;
        }
    }
    (taken > 0).then_some(now)
}

fn any_history_leaves_live_and_distinct_answers(kind: Subject) {
    holds(kind, 100, |case| {
        let Some(last) = with_history(kind, &case) else { return Ok(()) };
        for key in &case.keys {
            let found = last.place(key, case.want);
            prop_assert_eq!(found.len(), case.want.min(last.cluster.live().count()));
            prop_assert!(found.iter().all(|id| last.cluster.get(*id).is_some_and(|node| node.live)));
            prop_assert!((1..found.len()).all(|i| !found[..i].contains(&found[i])));
            prop_assert_eq!(last.owner(key), found[0]);
        }
        Ok(())
    });
}

fn any_history_equals_a_first_build(kind: Subject) {
    holds(kind, 100, |case| {
        let Some(last) = with_history(kind, &case) else { return Ok(()) };
        let fresh = Judged::build(kind, &last.cluster, case.given());
        for key in &case.keys {
            prop_assert_eq!(last.place(key, case.want), fresh.place(key, case.want));
        }
        Ok(())
    });
}

fn answers_are_live_distinct_and_equal_to_the_oracle(kind: Subject, oracle: Oracle) {
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

fn the_working_names_the_owner(kind: Subject) {
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

fn a_failed_node_is_passed_over_in_the_preference_list(kind: Subject) {
    holds(kind, 100, |case| {
        let all_live = Cluster::new(case.cluster.nodes().iter().cloned().map(|node| Node { live: true, ..node }).collect());
        let (with, without) = (Judged::build(kind, &all_live, case.given()), Judged::of(kind, &case));
        for key in &case.keys {
            let whole = with.place(key, all_live.nodes().len());
            let live: Vec<NodeId> = whole.into_iter().filter(|id| case.cluster.get(*id).is_some_and(|node| node.live)).collect();
            prop_assert_eq!(without.place(key, all_live.nodes().len()), live);
        }
        Ok(())
    });
}

fn order_does_not_matter(kind: Subject) {
    holds(kind, 100, |case| {
        let mut turned = case.cluster.nodes().to_vec();
        turned.reverse();
        let (one, other) = (Judged::of(kind, &case), Judged::build(kind, &Cluster::new(turned), case.given()));
        for key in &case.keys {
            prop_assert_eq!(one.place(key, case.want), other.place(key, case.want));
        }
        Ok(())
    });
}

fn adding_a_node_moves_keys_only_to_it(kind: Subject) {
    holds(kind, 100, |case| {
        let new = node(99, "one more", if kind.promises().weighted { 2.0 } else { 1.0 }, true);
        let after = case.cluster.after(&Changes { add: vec![new], ..Changes::default() });
        let before = Judged::of(kind, &case);
        let after = before.after(&after).expect("a step that it promises");
        for key in &case.keys {
            let (old, new) = (before.owner(key), after.owner(key));
            prop_assert!(old == new || new == NodeId(99));
        }
        Ok(())
    });
}

fn removing_a_node_moves_only_its_keys(kind: Subject) {
    holds(kind, 100, |case| {
        // Where nodes are numbers, a failed node's stand-ins change with n: the promise is for members that are live.
        prop_assume!(kind.promises().any_removal || case.cluster.nodes().iter().all(|node| node.live));
        let last = case.cluster.nodes().len() - 1;
        let gone = if kind.promises().any_removal { case.keys.len() % (last + 1) } else { last };
        let gone = case.cluster.nodes()[gone].id;
        let after = case.cluster.after(&Changes { remove: vec![gone], ..Changes::default() });
        prop_assume!(after.live().count() > 0);
        let before = Judged::of(kind, &case);
        let after = before.after(&after).expect("a step that it promises");
        for key in &case.keys {
            let (old, new) = (before.owner(key), after.owner(key));
            prop_assert!(old == new || old == gone);
        }
        Ok(())
    });
}

/// What a strategy cannot do is a typed answer with what people do instead.
fn a_middle_removal_is_refused_in_words(kind: Subject) {
    holds(kind, 50, |case| {
        let nodes = case.cluster.nodes();
        let after = case.cluster.after(&Changes { remove: vec![nodes[0].id], ..Changes::default() });
        prop_assume!(after.live().count() > 0);
        let judged = Judged::of(kind, &case);
        let build = |cluster: &Cluster| judged.after(cluster).map(drop);
        let refusal = build(&after).expect_err("a hole among the numbers");
        prop_assert!(refusal.why.contains(&after.nodes()[0].name) && !refusal.instead.is_empty());
        let last = case.cluster.after(&Changes { remove: vec![nodes[nodes.len() - 1].id], ..Changes::default() });
        prop_assert!(last.live().count() == 0 || build(&last).is_ok());
        Ok(())
    });
}

fn a_greater_weight_moves_keys_only_to_that_node(kind: Subject) {
    holds(kind, 100, |case| {
        let gains = case.cluster.nodes()[case.keys.len() % case.cluster.nodes().len()].clone();
        let after = case.cluster.after(&Changes { reweight: vec![(gains.id, gains.weight * 3.0)], ..Changes::default() });
        let before = Judged::of(kind, &case);
        let after = before.after(&after).expect("a step that it promises");
        for key in &case.keys {
            let (old, new) = (before.owner(key), after.owner(key));
            prop_assert!(old == new || new == gains.id);
        }
        Ok(())
    });
}

const MANY: u64 = 40_000;

/// The loads of many keys, by node number, and what may be their distance from `expected`: four standard errors of the
/// keys and of the strategy's own unevenness together.
fn loads(judged: &Judged) -> Vec<u64> {
    let mut loads = vec![0_u64; 128];
    (0..MANY).for_each(|i| loads[judged.owner(&format!("key_{i}")).index()] += 1);
    loads
}

fn allowed(kind: Subject, params: &Params, fair: f64, weight: f64) -> f64 {
    let expected = fair * MANY as f64;
    4.0 * (expected * (1.0 - fair)).sqrt().hypot(expected * kind.kind.deviation_in(kind.dialect, params) / weight.sqrt())
}

fn many() -> KeySet {
    KeySet::Pattern { count: MANY, parts: vec!["key_".to_owned(), String::new()] }
}

/// The parameters that a scenario of a few nodes has by default.
fn defaults() -> Params {
    let mut params = Params::default();
    params.set_most_nodes(5);
    params
}

pub(crate) fn shares_follow_weights(kind: Subject, weights: &[f64]) {
    let nodes = weights.iter().enumerate().map(|(i, weight)| node(i as u32, &format!("Node {i}"), *weight, true)).collect();
    let (hash, params, keys) = (kind.dialect.hash.unwrap_or(HashKind::Sha256), defaults(), many());
    let judged = Judged::build(kind, &Cluster::new(nodes), (hash, &params, &keys));
    for ((load, fair), weight) in loads(&judged).iter().zip(judged.cluster.fair_shares()).zip(weights) {
        let (expected, allowed) = (fair * MANY as f64, allowed(kind, &params, fair, *weight));
        assert!((*load as f64 - expected).abs() <= allowed, "{kind}: {load} keys, expected {expected} ± {allowed}");
    }
}

/// The bound of a minimal strategy is reached: one of five equal nodes takes a fifth, and no more moves.
fn a_new_node_takes_its_fair_share(kind: Subject) {
    let (hash, params, keys) = (kind.dialect.hash.unwrap_or(HashKind::Sha256), defaults(), many());
    let before = Judged::build(kind, &cluster(4), (hash, &params, &keys));
    let after = before.after(&cluster(5)).expect("one node more");
    let moved = (0..MANY).map(|i| format!("key_{i}")).filter(|key| before.owner(key) != after.owner(key)).count() as f64;
    let (expected, allowed) = (0.2 * MANY as f64, allowed(kind, &params, 0.2, 1.0));
    assert!((moved - expected).abs() <= allowed, "{kind}: {moved} keys moved, expected {expected} ± {allowed}");
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
        let kind = Subject::first(kind);
        let keys = KeySet::Pattern { count: 1_000, parts: vec!["key_".to_owned(), String::new()] };
        let build = |count| Judged::build(kind, &nodes(count), (HashKind::Sha256, &Params::default(), &keys));
        let (before, after) = (build(3), build(4));
        let moved = (0..1_000).filter(|i| before.owner(&format!("key_{i}")) != after.owner(&format!("key_{i}"))).count();
        assert_eq!(moved, expected, "{kind}");
        assert_eq!(before.owner("user_123"), NodeId(1), "{kind}");
    }
}
