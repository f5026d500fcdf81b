//! Answers about single keys: the router's working, the keys that a step moved, and where every key is.

use super::build_phase;
use crate::cluster::NodeId;
#[cfg(feature = "full")]
use crate::report::PlacedKey;
use crate::scenario::Scenario;
use crate::strategy::{HashedKey, Placement, Refusal, Working};

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
    placements: Vec<Result<Box<dyn Placement>, Refusal>>,
}

impl Router {
    /// Builds every strategy for one phase; a strategy that refuses a step up to there says so.
    #[must_use]
    pub fn new(scenario: Scenario, phase: usize) -> Self {
        let phase = phase.min(scenario.steps.len());
        let placements = (0..scenario.strategies.len()).map(|index| build_to(&scenario, index, phase)).collect();
        Self { scenario, phase, placements }
    }

    /// What each strategy answers for a key that a person typed, or why it cannot.
    #[must_use]
    pub fn route(&self, text: &str) -> Vec<Result<Routed, Refusal>> {
        let key = self.scenario.keys.typed(text);
        let answer = |(index, placement): (usize, &Result<Box<dyn Placement>, Refusal>)| match placement {
            Ok(placement) => Ok(self.answer(index, placement.as_ref(), key)),
            Err(refusal) => Err(refusal.clone()),
        };
        self.placements.iter().enumerate().map(answer).collect()
    }

    fn answer(&self, index: usize, placement: &dyn Placement, key: crate::keys::Key<'_>) -> Routed {
        let spec = self.scenario.spec(index, self.phase);
        let hashed = HashedKey::new(spec.hash, key);
        let want = self.scenario.replicas as usize;
        let mut nodes = Vec::new();
        placement.place(&hashed, want, &mut nodes);
        Routed {
            strategy: self.scenario.strategies[index].name.clone(),
            nodes,
            partition: placement.partition(&hashed),
            working: placement.explain(&hashed, want),
        }
    }

    /// The scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }
}

/// A strategy's placement in a phase, built through all phases before it.
fn build_to(scenario: &Scenario, index: usize, phase: usize) -> Result<Box<dyn Placement>, Refusal> {
    let clusters = scenario.clusters(index);
    let mut placement = build_phase(scenario, index, 0, &clusters, None)?;
    for phase in 1..=phase.min(clusters.len() - 1) {
        placement = build_phase(scenario, index, phase, &clusters, Some(placement.as_ref()))?;
    }
    Ok(placement)
}

/// Calls `visit` with every key that a step moved, its old and its new first node, in key order.
///
/// Nothing is visited where the strategy refused the step or `phase` is 0 or beyond the last one.
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
        let (from, to) = (before.owner(&HashedKey::new(old_hash, key)), after.owner(&HashedKey::new(new_hash, key)));
        if from != to {
            visit(key.text, from, to);
        }
    }
}

/// Where every key is under a strategy in a phase, in key order; none where the strategy refused a step up to there.
#[cfg(feature = "full")]
#[must_use]
pub fn placements(scenario: &Scenario, strategy: usize, phase: usize) -> Vec<PlacedKey> {
    let Ok(placement) = build_to(scenario, strategy, phase) else { return Vec::new() };
    let hash = scenario.spec(strategy, phase).hash;
    let (mut room, mut nodes) = (String::new(), Vec::new());
    let mut placed = |i| {
        let hashed = HashedKey::new(hash, scenario.keys.key(i, &mut room));
        placement.place(&hashed, scenario.replicas as usize, &mut nodes);
        PlacedKey {
            key: hashed.key.text.to_owned(),
            nodes: nodes.iter().map(|id| scenario.name(*id).to_owned()).collect(),
            partition: placement.partition(&hashed),
        }
    };
    (0..scenario.keys.count()).map(&mut placed).collect()
}
