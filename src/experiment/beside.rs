//! Clients that disagree: a strategy with a list of nodes of its own stands beside one that has another list.

use super::build_phase;
use crate::cluster::{Cluster, NodeId};
use crate::keys::Key;
use crate::scenario::Scenario;
use crate::strategy::{HashedKey, Placement};

/// The strategy beside: its placements, one a phase, up to a step that it refuses.
pub(super) struct Beside {
    index: usize,
    clusters: Vec<Cluster>,
    placements: Vec<Box<dyn Placement>>,
}

/// The strategy that number `index` is compared with, where it has its own list of nodes: the first other one of its kind,
/// else the first other one.
pub(super) fn index(scenario: &Scenario, index: usize) -> Option<usize> {
    let own = &scenario.strategies[index];
    own.nodes.as_ref()?;
    let others = || (0..scenario.strategies.len()).filter(|other| *other != index);
    others().find(|other| scenario.strategies[*other].kind.id == own.kind.id).or_else(|| others().next())
}

impl Beside {
    /// What strategy number `index` is compared with, nothing built yet.
    pub(super) fn of(scenario: &Scenario, strategy: usize) -> Option<Self> {
        let index = index(scenario, strategy)?;
        Some(Self { index, clusters: scenario.clusters(index), placements: Vec::new() })
    }

    /// Builds a phase; after a refusal none.
    pub(super) fn build_one(&mut self, scenario: &Scenario, phase: usize) {
        if self.placements.len() == phase {
            let placed = self.placements.last().map(AsRef::as_ref);
            self.placements.extend(build_phase(scenario, self.index, phase, &self.clusters, placed));
        }
    }

    /// The first node of a key in a phase.
    pub(super) fn owner(&self, scenario: &Scenario, phase: usize, key: Key<'_>) -> Option<NodeId> {
        let placement = self.placements.get(phase)?;
        let owner = placement.owner(&HashedKey::new(scenario.spec(self.index, phase).hash, key));
        placement.failure().is_none().then_some(owner)
    }

    pub(super) fn name(&self, scenario: &Scenario) -> String {
        scenario.strategies[self.index].name.clone()
    }
}
