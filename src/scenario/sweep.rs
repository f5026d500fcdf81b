//! A sweep: one value of the scenario over a range. Each of its points is the scenario itself with that value changed.

use super::model::{Scenario, Step, StrategySpec, next_names};
use crate::analysis::Measure;
use crate::cluster::{Changes, Cluster, Node, NodeId};
use crate::keys::{KeySet, Popularity};
use crate::strategy::{Param, Range};

/// What a scenario varies, and what a chart of it shows.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// What is varied.
    pub parameter: Parameter,
    /// Its values, rising; at least two.
    pub values: Vec<f64>,
    /// Whether the axis is logarithmic.
    pub log: bool,
    /// What is measured.
    pub measure: Measure,
    /// How often each point is measured, each time with other keys and other names of nodes.
    pub seeds: u32,
    /// The phase that is measured; 0 is the start.
    pub step: u32,
}

/// What a sweep varies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parameter {
    /// The number of nodes at the start, all equal.
    Nodes,
    /// The weight of a node at the start.
    Weight(NodeId),
    /// The number of keys.
    Keys,
    /// The copies of each key.
    Replicas,
    /// The exponent of Zipf's law, by which requests are shared among the keys.
    Zipf,
    /// A parameter of strategies.
    Own(&'static Param),
}

impl Parameter {
    /// Its name in a scenario.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Nodes => "nodes",
            Self::Weight(_) => "weight",
            Self::Keys => "keys",
            Self::Replicas => "replicas",
            Self::Zipf => "zipf",
            Self::Own(param) => param.id,
        }
    }

    /// Whether its values are whole numbers.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        match self {
            Self::Weight(_) | Self::Zipf => false,
            Self::Own(param) => !matches!(param.range, Range::Number { .. }),
            _ => true,
        }
    }

    /// What it is, for people: `virtual nodes (points a node)`.
    #[must_use]
    pub fn title(self, scenario: &Scenario) -> String {
        match self {
            Self::Weight(id) => format!("weight of {}", scenario.name(id)),
            Self::Zipf => "exponent of Zipf's law".to_owned(),
            Self::Own(param) if param.unit.is_empty() || param.unit == param.title => param.title.to_owned(),
            Self::Own(param) => format!("{} ({})", param.title, param.unit),
            other => other.id().to_owned(),
        }
    }

    /// Whether a strategy depends on it.
    #[must_use]
    pub fn touches(self, spec: &StrategySpec) -> bool {
        match self {
            Self::Own(param) => own(spec, param.id).is_some(),
            _ => true,
        }
    }
}

/// The numbers that strategies have as parameters, each once.
#[must_use]
pub fn swept_params(strategies: &[StrategySpec]) -> Vec<&'static Param> {
    let mut found: Vec<&'static Param> = Vec::new();
    for param in strategies.iter().flat_map(|spec| spec.kind.params_of(spec.dialect)) {
        let number = matches!(param.range, Range::Whole { .. } | Range::Number { .. } | Range::Capacity { .. });
        if number && found.iter().all(|other| other.id != param.id) {
            found.push(param);
        }
    }
    found
}

/// A strategy's own parameter of that name.
fn own(spec: &StrategySpec, id: &str) -> Option<&'static Param> {
    spec.kind.params_of(spec.dialect).find(|own| own.id == id)
}

impl Scenario {
    /// The scenario with the swept value changed, for seed number `seed` of the sweep, up to the phase that is measured.
    ///
    /// Seed 0 is the scenario itself. Any other has other keys of the same form and other names of nodes, so that both
    /// what the keys and what the names leave to chance differ.
    #[must_use]
    pub fn swept(&self, sweep: &Sweep, value: f64, seed: u32) -> Self {
        let mut point = Self { sweep: None, expect: Vec::new(), ..self.clone() };
        match sweep.parameter {
            Parameter::Nodes => point.set_nodes(value as usize),
            Parameter::Weight(id) => point.clusters_at_start().for_each(|cluster| cluster.set_weight(id, value)),
            Parameter::Keys => point.set_keys(value as u64),
            Parameter::Replicas => point.replicas = value as u32,
            Parameter::Zipf => point.popularity = Popularity::Zipf(value),
            Parameter::Own(param) => point.set_param(param.id, value),
        }
        if self.steps.is_empty() {
            point.add_a_node();
        }
        if self.steps.is_empty() || sweep.parameter == Parameter::Nodes {
            let most: Vec<u64> = (0..point.strategies.len()).map(|index| point.most_nodes(index)).collect();
            point.set_most_nodes(&most);
        }
        point.steps.truncate(sweep.step as usize);
        point.reseed(seed);
        point
    }

    /// Keeps these strategies alone, in their order.
    pub fn keep_strategies(&mut self, kept: &[usize]) {
        let switched = self.steps.iter_mut().filter_map(|step| step.switch.as_mut());
        for specs in std::iter::once(&mut self.strategies).chain(switched) {
            *specs = kept.iter().filter_map(|index| specs.get(*index).cloned()).collect();
        }
    }

    /// The scenario's own nodes and those of each strategy that has a list of its own.
    fn clusters_at_start(&mut self) -> impl Iterator<Item = &mut Cluster> {
        let own = self.strategies.iter_mut().filter_map(|spec| spec.nodes.as_mut());
        std::iter::once(&mut self.cluster).chain(own)
    }

    fn most_nodes(&self, strategy: usize) -> u64 {
        self.clusters(strategy).iter().map(|cluster| cluster.nodes().len() as u64).max().unwrap_or(0)
    }

    /// `count` equal nodes: the scenario's own first ones, then the next names. Of the steps the first one stays.
    fn set_nodes(&mut self, count: usize) {
        let before = std::mem::take(&mut self.roster);
        let own = self.cluster.nodes().iter().take(count).map(|node| node.name.clone());
        let roster: Vec<String> = own.chain(next_names(&before).take(count.saturating_sub(self.cluster.nodes().len()))).collect();
        let plain = |(i, name): (usize, &String)| equal(NodeId(i as u32), name);
        let start = Cluster::new(roster.iter().enumerate().map(plain).collect());
        self.roster = roster;
        self.steps.truncate(1);
        let old = std::mem::replace(&mut self.cluster, start);
        // Its nodes have new numbers: the first ones their place in the list, the others the next ones.
        let renumbered = |id: NodeId| old.nodes().iter().position(|node| node.id == id).map_or(id, |place| NodeId(place as u32));
        for step in &mut self.steps {
            let Changes { remove, fail, recover, reweight, add } = &mut step.changes;
            remove.iter_mut().chain(fail).chain(recover).for_each(|id| *id = renumbered(*id));
            reweight.iter_mut().for_each(|(id, _)| *id = renumbered(*id));
            for node in add {
                // A node that is removed and added again keeps its number.
                let place = self.roster.iter().position(|name| *name == node.name);
                node.id = NodeId(place.unwrap_or(self.roster.len()) as u32);
                if place.is_none() {
                    self.roster.push(node.name.clone());
                }
            }
        }
    }

    /// So many keys; no more of them are hot or split than there are.
    fn set_keys(&mut self, count: u64) {
        self.keys = resized(&self.keys, count);
        if let Popularity::Hot { keys, .. } = &mut self.popularity {
            *keys = count.min(*keys);
        }
    }

    fn set_param(&mut self, id: &str, value: f64) {
        let number = |spec: &StrategySpec| own(spec, id).map(|own| spec.params.number(own));
        let start: Vec<Option<f64>> = self.strategies.iter().map(number).collect();
        let switched = self.steps.iter_mut().filter_map(|step| step.switch.as_mut());
        for specs in std::iter::once(&mut self.strategies).chain(switched) {
            for (spec, start) in specs.iter_mut().zip(&start) {
                // A switch that sets it keeps what it sets.
                if let Some(own) = own(spec, id).filter(|_| number(spec) == *start) {
                    spec.params.set(own, value);
                }
            }
        }
    }

    /// A scenario without steps measures what one node more does.
    fn add_a_node(&mut self) {
        let name = next_names(&self.roster).next().unwrap_or_default();
        let node = equal(NodeId(self.roster.len() as u32), &name);
        let changes = Changes { add: vec![node], ..Changes::default() };
        self.steps = vec![Step { label: format!("+ {name}"), changes, switch: None }];
        self.roster.push(name);
    }

    fn reseed(&mut self, seed: u32) {
        if seed == 0 {
            return;
        }
        self.seed = self.seed.wrapping_add(u64::from(seed));
        self.keys = self.keys.reseeded(seed);
        let renamed = |name: &str| format!("{name}.{seed}");
        self.roster.iter_mut().for_each(|name| *name = renamed(name));
        self.clusters_at_start().for_each(|cluster| cluster.rename(&renamed));
        for step in &mut self.steps {
            step.changes.add.iter_mut().for_each(|node| node.name = renamed(&node.name));
        }
        let switched = self.steps.iter_mut().filter_map(|step| step.switch.as_mut());
        for spec in std::iter::once(&mut self.strategies).chain(switched).flatten() {
            spec.params.rename_nodes(&renamed);
        }
    }
}

fn equal(id: NodeId, name: &str) -> Node {
    Node { id, name: name.to_owned(), weight: 1.0, zone: None, capacity: None, live: true }
}

/// As many keys of the same form; a list has the length that it has.
fn resized(keys: &KeySet, count: u64) -> KeySet {
    match keys {
        KeySet::Pattern { from, parts, .. } => KeySet::Pattern { from: *from, count, parts: parts.clone() },
        KeySet::Ids { from, .. } => KeySet::Ids { from: *from, count },
        KeySet::List(list) => KeySet::List(list.clone()),
        KeySet::Split { keys, hottest, ways } => {
            KeySet::Split { keys: Box::new(resized(keys, count)), hottest: count.min(*hottest), ways: *ways }
        }
    }
}
