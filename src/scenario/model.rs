//! The checked model of a scenario: every name resolved, every number in its range, every step possible.

#[cfg(feature = "full")]
use super::{expect::Expectation, sweep::Sweep};
use crate::cluster::{Changes, Cluster, NodeId};
use crate::collections::sort_by_key;
use crate::hash::HashKind;
use crate::keys::{KeySet, Popularity, Requests};
#[cfg(feature = "full")]
use crate::sim::{migration::MigrationSettings, overload::OverloadSettings};
use crate::strategy::{Before, Copies, Dialect, Input, Kind, LabelTemplate, Params, Placement, Range, Refusal};

/// A scenario that can be run. Every cluster that it passes through has at least one live node.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its title; may be empty.
    pub title: String,
    /// Names of all nodes that ever take part, by [`NodeId`].
    pub roster: Vec<String>,
    /// The cluster at the start.
    pub cluster: Cluster,
    /// Copies of each key, at least 1.
    pub replicas: u32,
    /// Whether the copies of a key stand in zones that differ, as far as there are any.
    pub over_zones: bool,
    /// The default hash, where the text names one.
    pub hash: Option<HashKind>,
    /// The seed of everything drawn by chance.
    pub seed: u64,
    /// What is placed.
    pub keys: KeySet,
    /// How popular they are.
    pub popularity: Popularity,
    /// Whether any live copy of a key answers its requests, all alike; else the first does.
    pub any_reads: bool,
    /// At least one; names are unique.
    pub strategies: Vec<StrategySpec>,
    /// What happens, in order.
    pub steps: Vec<Step>,
    /// What a chart over many scenarios like this one varies, where the text asks for one.
    #[cfg(feature = "full")]
    pub sweep: Option<Sweep>,
    /// How requests fare while its steps move keys, where the text asks.
    #[cfg(feature = "full")]
    pub migration: Option<MigrationSettings>,
    /// How its steps end under load, where the text asks.
    #[cfg(feature = "full")]
    pub incident: Option<OverloadSettings>,
    /// What must hold of a run, in the order of the text.
    #[cfg(feature = "full")]
    pub expect: Vec<Expectation>,
}

/// One strategy with all that its text or its defaults say.
#[derive(Clone, Debug)]
pub struct StrategySpec {
    /// Unique in the scenario; the kind's name unless said.
    pub name: String,
    /// The algorithm.
    pub kind: &'static Kind,
    /// The hash of keys and labels.
    pub hash: HashKind,
    /// The conventions.
    pub dialect: &'static Dialect,
    /// The label of a ring's point.
    pub label: LabelTemplate,
    /// Its own parameters.
    pub params: Params,
    /// Its own list of nodes at the start, where it differs from the scenario's.
    pub nodes: Option<Cluster>,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it does, for people: `+ Node D`.
    pub label: String,
    /// What it does to the cluster.
    pub changes: Changes,
    /// The strategies from here on, parallel to [`Scenario::strategies`], where the step switches.
    pub switch: Option<Vec<StrategySpec>>,
}

impl StrategySpec {
    /// The learner's code, where it has any.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        let param = self.kind.params.iter().find(|param| matches!(param.range, Range::Code(_)))?;
        Some(self.params.code(param))
    }

    /// Places the members of a cluster.
    ///
    /// # Errors
    /// What the strategy cannot do with this cluster.
    pub fn build(&self, scenario: &Scenario, cluster: &Cluster, before: Option<Before<'_>>) -> Result<Box<dyn Placement>, Refusal> {
        let Self { hash, dialect, label, params, .. } = self;
        let (keys, seed) = (&scenario.keys, scenario.seed);
        (self.kind.build)(&Input { cluster, hash: *hash, dialect, label, params, keys, seed, before })
    }
}

impl Scenario {
    /// The clusters that the scenario's own nodes pass through: the start, then one a step.
    #[must_use]
    pub fn clusters_of_all(&self) -> Vec<Cluster> {
        self.through(&self.cluster)
    }

    /// The clusters that strategy number `strategy` passes through: the scenario's, or those of its own list of nodes.
    #[must_use]
    pub fn clusters(&self, strategy: usize) -> Vec<Cluster> {
        let own = self.strategies.get(strategy).and_then(|spec| spec.nodes.as_ref());
        self.through(own.unwrap_or(&self.cluster))
    }

    fn through(&self, start: &Cluster) -> Vec<Cluster> {
        let mut all = vec![start.clone()];
        for step in &self.steps {
            let next = all[all.len() - 1].after(&step.changes);
            all.push(next);
        }
        all
    }

    /// Strategy number `strategy` as it is in phase `phase`: after the last switch up to there.
    #[must_use]
    pub fn spec(&self, strategy: usize, phase: usize) -> &StrategySpec {
        let taken = &self.steps[..phase.min(self.steps.len())];
        taken.iter().rev().find_map(|step| step.switch.as_ref()).and_then(|specs| specs.get(strategy)).unwrap_or(&self.strategies[strategy])
    }

    /// How copies are taken from preference lists in a cluster.
    #[must_use]
    pub fn copies(&self, cluster: &Cluster) -> Copies {
        Copies::new(cluster, self.replicas as usize, self.over_zones)
    }

    /// The requests of every key, where nodes have another share of them than of the keys.
    #[must_use]
    pub fn requests(&self) -> Option<Requests> {
        let even = self.popularity == Popularity::Uniform && self.keys.split().0 == 0;
        let first = !self.any_reads || self.replicas == 1;
        (!(even && first)).then(|| Requests::new(&self.keys, self.popularity))
    }

    /// The learners' code in it: number and name of the strategy, the code; also what steps switch to.
    pub fn codes(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        let switched = self.steps.iter().filter_map(|step| step.switch.as_ref());
        let specs = std::iter::once(&self.strategies).chain(switched).flat_map(|specs| specs.iter().enumerate());
        specs.filter_map(|(index, spec)| Some((index, spec.name.as_str(), spec.code()?)))
    }

    /// Tells every strategy the most nodes that it ever has, in their order.
    pub(super) fn set_most_nodes(&mut self, most: &[u64]) {
        let switched = self.steps.iter_mut().filter_map(|step| step.switch.as_mut());
        for specs in std::iter::once(&mut self.strategies).chain(switched) {
            specs.iter_mut().zip(most).for_each(|(spec, nodes)| spec.params.set_most_nodes(*nodes));
        }
    }

    /// A node's name.
    #[must_use]
    pub fn name(&self, id: NodeId) -> &str {
        self.roster.get(id.index()).map_or("", String::as_str)
    }
}

/// The next free name: `Node A` to `Node Z`, then `Node 27` and on.
#[must_use]
pub fn next_name(roster: &[String]) -> String {
    next_names(roster).next().unwrap_or_default()
}

/// The free names in their order, without end.
pub(super) fn next_names(roster: &[String]) -> impl Iterator<Item = String> {
    let mut taken: Vec<&str> = roster.iter().map(String::as_str).collect();
    sort_by_key(&mut taken, |name| *name);
    let letters = ('A'..='Z').map(|letter| format!("Node {letter}"));
    let numbers = (27..u32::MAX).map(|number| format!("Node {number}"));
    letters.chain(numbers).filter(move |name| taken.binary_search(&name.as_str()).is_err())
}
