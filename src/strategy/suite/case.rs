//! Random cases: clusters, parameters, keys and histories, and a placement with what asks it.

use super::super::bulk::LookUp;
use super::super::*;
use super::Subject;
use crate::cluster::{Changes, Node, NodeId};
use crate::hash::HashKind;
use crate::keys::{Key, KeySet};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// The answer from the definition, sharing no code with the strategy: the first `want` live nodes of the key.
pub(crate) type Oracle = fn(&Input<'_>, &HashedKey<'_>, usize) -> Vec<NodeId>;

/// A cluster of equal nodes `Node 0`, `Node 1`, …
pub(crate) fn cluster(nodes: u32) -> Cluster {
    Cluster::new((0..nodes).map(|i| node(i, &format!("Node {i}"), 1.0, true)).collect())
}

pub(super) fn node(id: u32, name: &str, weight: f64, live: bool) -> Node {
    Node { id: NodeId(id), name: name.to_owned(), weight, zone: None, capacity: None, live }
}

/// One random case: a cluster with at least one live node, a hash, parameters and keys.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) cluster: Cluster,
    pub(super) hash: HashKind,
    pub(super) params: Params,
    pub(super) keys: Vec<String>,
    pub(super) all: KeySet,
    pub(super) want: usize,
    /// What happens, and to which node.
    pub(super) steps: Vec<(u8, u8)>,
}

impl Case {
    /// What a build is given beside the cluster.
    pub(super) fn given(&self) -> (HashKind, &Params, &KeySet) {
        (self.hash, &self.params, &self.all)
    }
}

pub(super) fn cases(kind: Subject) -> impl Strategy<Value = Case> {
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
        Case {
            cluster: Cluster::new(nodes),
            hash,
            params: params(kind, size),
            keys,
            all: KeySet::List(all.into_iter().collect()),
            want,
            steps,
        }
    })
}

/// Every parameter of a kind set to a small value in its range.
pub(super) fn params(kind: Subject, size: u64) -> Params {
    let mut params = Params::default();
    params.set_most_nodes(8);
    for param in kind.kind.params_of(kind.dialect) {
        match param.range {
            Range::Whole { .. } => params.set(param, param.fitting(size) as f64),
            Range::Number { min, max, .. } => params.set(param, (min + size as f64 / 16.0).min(max)),
            Range::Choice(names) => params.set(param, (size as usize % names.len()) as f64),
            Range::Capacity { .. } => params.set(param, (9 + size) as f64),
            Range::Texts | Range::ByNode | Range::Code(_) => {}
        }
    }
    params
}

pub(super) fn label(kind: Subject) -> LabelTemplate {
    LabelTemplate::parse(kind.dialect.label.unwrap_or("{node}-{i}")).expect("a dialect's label has {node} and {i}")
}

/// A placement with what asks it.
pub(super) struct Judged {
    pub(super) kind: Subject,
    pub(super) cluster: Cluster,
    pub(super) hash: HashKind,
    pub(super) params: Params,
    pub(super) label: LabelTemplate,
    pub(super) keys: KeySet,
    pub(super) placement: Box<dyn Placement>,
    pub(super) look_up: Option<LookUp>,
}

impl Judged {
    /// A first build.
    pub(super) fn build(kind: Subject, cluster: &Cluster, (hash, params, keys): (HashKind, &Params, &KeySet)) -> Self {
        Self::try_build(kind, cluster, (hash, params, keys), None).expect("a first build of a live cluster")
    }

    pub(super) fn try_build(
        kind: Subject,
        cluster: &Cluster,
        (hash, params, keys): (HashKind, &Params, &KeySet),
        before: Option<Before<'_>>,
    ) -> Result<Self, Refusal> {
        let (label, dialect) = (label(kind), kind.dialect);
        let input = Input { cluster, hash, dialect, label: &label, params, keys, seed: 1, before };
        let placement = (kind.kind.build)(&input)?;
        let look_up = LookUp::of(&placement.form(), hash);
        Ok(Self { kind, cluster: cluster.clone(), hash, params: params.clone(), label, keys: keys.clone(), placement, look_up })
    }

    pub(super) fn of(kind: Subject, case: &Case) -> Self {
        Self::build(kind, &case.cluster, case.given())
    }

    /// The same strategy after a step.
    pub(super) fn after(&self, cluster: &Cluster) -> Result<Self, Refusal> {
        let before = Before { cluster: &self.cluster, placement: self.placement.as_ref() };
        Self::try_build(self.kind, cluster, (self.hash, &self.params, &self.keys), Some(before))
    }

    pub(super) fn place(&self, key: &str, want: usize) -> Vec<NodeId> {
        let mut out = vec![NodeId(u32::MAX)];
        self.placement.place(&HashedKey::new(self.hash, Key::text(key)), want, &mut out);
        out
    }

    pub(super) fn owner(&self, key: &str) -> NodeId {
        self.placement.owner(&HashedKey::new(self.hash, Key::text(key)))
    }

    /// The owner by the prepared look-up, where there is one.
    pub(super) fn looked_up(&self, key: &str) -> Option<NodeId> {
        Some(self.look_up.as_ref()?.owner_of(Key::text(key)))
    }

    pub(super) fn oracle(&self, oracle: Oracle, key: &str, want: usize) -> Vec<NodeId> {
        let Self { cluster, hash, params, label, keys, .. } = self;
        let input = Input { cluster, hash: *hash, dialect: self.kind.dialect, label, params, keys, seed: 1, before: None };
        oracle(&input, &HashedKey::new(*hash, Key::text(key)), want)
    }
}

pub(super) fn holds(kind: Subject, cases_run: u32, property: impl Fn(Case) -> Result<(), TestCaseError>) {
    let config = Config { cases: cases_run, failure_persistence: None, ..Config::default() };
    if let Err(failure) = TestRunner::new_with_rng(config, rng()).run(&cases(kind), property) {
        panic!("{kind}: {failure}");
    }
}

pub(super) fn rng() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}

/// The change of the members that an entry of a case's history stands for, in a cluster.
fn change(cluster: &Cluster, number: usize, (what, which): (u8, u8), weighted: bool) -> Changes {
    let some = |offset: usize| &cluster.nodes()[(usize::from(which) + offset) % cluster.nodes().len()];
    let new = |i: usize| node((100 + 10 * number + i) as u32, &format!("new {number} {i}"), 1.0, true);
    match what % 8 {
        0 => Changes { add: vec![new(0)], ..Changes::default() },
        1 => Changes { remove: vec![some(0).id], ..Changes::default() },
        2 => Changes { fail: vec![some(0).id], ..Changes::default() },
        3 => Changes { recover: vec![some(0).id], ..Changes::default() },
        4 => Changes { add: vec![new(0), new(1)], fail: vec![some(0).id], ..Changes::default() },
        5 => Changes { remove: vec![some(0).id], add: vec![new(0)], ..Changes::default() },
        6 if weighted && some(0).live => Changes { reweight: vec![(some(0).id, 3.5 - some(0).weight / 2.0)], ..Changes::default() },
        6 => Changes { remove: vec![some(0).id, some(1).id], ..Changes::default() },
        _ => Changes { recover: vec![some(0).id], fail: vec![some(1).id], ..Changes::default() },
    }
}

/// Every state of the strategy over the steps of a case with the changes that led to it; steps that it refuses, or after
/// which nobody is live or too many are there, are left out.
pub(super) fn states(kind: Subject, case: &Case) -> Vec<(Changes, Judged)> {
    let mut states = vec![(Changes::default(), Judged::of(kind, case))];
    for (number, step) in case.steps.iter().enumerate() {
        let now = &states[states.len() - 1].1;
        let changes = change(&now.cluster, number, *step, kind.promises().weighted);
        let next = now.cluster.after(&changes);
        if next.nodes().len() > 8 || next.live().next().is_none() {
            continue;
        }
        if let Ok(next) = now.after(&next) {
            states.push((changes, next));
        }
    }
    states
}

/// The strategy after the steps of a case, where it took any.
pub(super) fn with_history(kind: Subject, case: &Case) -> Option<Judged> {
    let mut states = states(kind, case);
    let last = states.pop()?;
    (!states.is_empty()).then_some(last.1)
}
