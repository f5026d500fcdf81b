//! Answers about single keys: the router's working, the keys that a step moved, and where every key is.

use super::build_phase;
use crate::cluster::{Cluster, NodeId};
#[cfg(feature = "full")]
use crate::report::PlacedKey;
use crate::scenario::Scenario;
use crate::strategy::{Copies, HashedKey, Placement, Refusal, Working};

/// What the router says of one key under one strategy in one phase.
#[derive(Clone, Debug, PartialEq)]
pub struct Routed {
    /// The strategy's name.
    pub strategy: String,
    /// The key's live nodes in order of preference.
    pub nodes: Vec<NodeId>,
    /// The slot or shard, where the strategy has one.
    pub partition: Option<u64>,
    /// How the answer comes about.
    pub working: Working,
}

/// The placements of one phase, kept to answer for single keys.
pub struct Router {
    scenario: Scenario,
    phase: usize,
    built: Vec<Result<Built, Refusal>>,
}

/// One strategy in one phase.
pub(super) struct Built {
    placement: Box<dyn Placement>,
    cluster: Cluster,
    copies: Copies,
}

impl Router {
    /// Builds every strategy for one phase; a strategy that refuses a step up to there says so.
    #[must_use]
    pub fn new(scenario: Scenario, phase: usize) -> Self {
        let phase = phase.min(scenario.steps.len());
        let built = (0..scenario.strategies.len()).map(|index| build_to(&scenario, index, phase)).collect();
        Self { scenario, phase, built }
    }

    /// What each strategy answers for a key that a person typed, or why it cannot.
    #[must_use]
    pub fn route(&self, text: &str) -> Vec<Result<Routed, Refusal>> {
        let key = self.scenario.keys.typed(text);
        let answer = |(index, built): (usize, &Result<Built, Refusal>)| match built {
            Ok(built) => self.answer(index, built, key),
            Err(refusal) => Err(refusal.clone()),
        };
        self.built.iter().enumerate().map(answer).collect()
    }

    fn answer(&self, index: usize, built: &Built, key: crate::keys::Key<'_>) -> Result<Routed, Refusal> {
        let hashed = HashedKey::new(self.scenario.spec(index, self.phase).hash, key);
        let mut nodes = Vec::new();
        built.place(&hashed, &mut nodes);
        let working = built.copies.explain(built.placement.as_ref(), &hashed, &built.cluster);
        match built.failure() {
            Some(refusal) => Err(refusal),
            None => Ok(Routed {
                strategy: self.scenario.strategies[index].name.clone(),
                nodes,
                partition: built.placement.partition(&hashed),
                working,
            }),
        }
    }

    /// The scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }
}

impl Built {
    /// The nodes that hold a key's copies, its first node first.
    pub(super) fn place(&self, key: &HashedKey<'_>, out: &mut Vec<NodeId>) {
        self.copies.place(self.placement.as_ref(), key, out);
    }

    /// Why its answers mean nothing, where they do.
    pub(super) fn failure(&self) -> Option<Refusal> {
        self.placement.failure()
    }
}

/// A strategy in a phase, built through all phases before it.
pub(super) fn build_to(scenario: &Scenario, index: usize, phase: usize) -> Result<Built, Refusal> {
    let mut clusters = scenario.clusters(index);
    let mut placement = build_phase(scenario, index, 0, &clusters, None)?;
    let phase = phase.min(clusters.len() - 1);
    for phase in 1..=phase {
        placement = build_phase(scenario, index, phase, &clusters, Some(placement.as_ref()))?;
    }
    let cluster = clusters.swap_remove(phase);
    Ok(Built { placement, copies: scenario.copies(&cluster), cluster })
}

/// Calls `visit` with every key that a step moved, its old and its new first node, in key order.
///
/// It ends where a learner's code fails. Nothing is visited where the strategy refused the step or `phase` is 0 or beyond the last one.
pub fn moved_keys(scenario: &Scenario, strategy: usize, phase: usize, mut visit: impl FnMut(&str, NodeId, NodeId)) {
    if phase == 0 || phase > scenario.steps.len() {
        return;
    }
    let built = (build_to(scenario, strategy, phase - 1), build_to(scenario, strategy, phase));
    let (Ok(before), Ok(after)) = built else { return };
    let (old_hash, new_hash) = (scenario.spec(strategy, phase - 1).hash, scenario.spec(strategy, phase).hash);
    let mut room = String::new();
    for i in 0..scenario.keys.count() {
        let key = scenario.keys.key(i, &mut room);
        let (from, to) = (before.placement.owner(&HashedKey::new(old_hash, key)), after.placement.owner(&HashedKey::new(new_hash, key)));
        if before.failure().or_else(|| after.failure()).is_some() {
            return;
        }
        if from != to {
            visit(key.text, from, to);
        }
    }
}

/// Where every key is under a strategy in a phase, in key order; none where the strategy refused a step up to there.
#[cfg(feature = "full")]
#[must_use]
pub fn placements(scenario: &Scenario, strategy: usize, phase: usize) -> Vec<PlacedKey> {
    let Ok(built) = build_to(scenario, strategy, phase) else { return Vec::new() };
    let hash = scenario.spec(strategy, phase).hash;
    let (mut room, mut nodes) = (String::new(), Vec::new());
    let mut placed = |i| {
        let hashed = HashedKey::new(hash, scenario.keys.key(i, &mut room));
        built.place(&hashed, &mut nodes);
        PlacedKey {
            key: hashed.key.text.to_owned(),
            nodes: nodes.iter().map(|id| scenario.name(*id).to_owned()).collect(),
            partition: built.placement.partition(&hashed),
        }
    };
    (0..scenario.keys.count()).map(&mut placed).collect()
}
