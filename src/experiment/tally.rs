//! What is counted while keys are placed: loads, requests, moves, copies and density, phase by phase, nothing a key beyond
//! the sample.

use super::picture::{self, State};
use crate::analysis::{self, Density, Flows, Sets};
use crate::cluster::{Changes, Cluster, NodeId};
use crate::report::{DeviationTheory, LostCopies, NodeLoad, Phase, Picture, Report, Theory};
use crate::scenario::{Scenario, StrategySpec};
use crate::strategy::{Copies, HashedKey, Placement, least_movement};

/// The counts of one strategy.
pub(super) struct Tally {
    phases: Vec<Counts>,
    turns: Vec<f32>,
    sampled: usize,
    turn: f64,
    /// The parts of all requests that are for the key, 0 where they are as many for each.
    requests: u64,
    /// Whether any copy answers them.
    any_reads: bool,
    previous: Vec<NodeId>,
    current: Vec<NodeId>,
}

/// The counts of one phase; `keys`, `copies`, `requests` and `failing` are indexed by [`NodeId`].
struct Counts {
    keys: Vec<u64>,
    copies: Vec<u64>,
    /// Empty where requests are shared as keys are.
    requests: Vec<u64>,
    disagree: Option<u64>,
    sets: Option<Sets>,
    /// The nodes that fail in the step; empty where none does.
    failing: Vec<bool>,
    lost: LostCopies,
    moved: u64,
    new_copies: u64,
    flows: Flows,
    owners: Vec<NodeId>,
    density: Option<Density>,
}

impl Tally {
    pub(super) fn new(scenario: &Scenario, clusters: &[Cluster]) -> Self {
        let (names, keys) = (scenario.roster.len(), scenario.keys.count());
        let asked = if scenario.requests().is_some() { names } else { 0 };
        let counts = |phase: usize| Counts {
            keys: vec![0; names],
            copies: vec![0; names],
            requests: vec![0; asked],
            disagree: None,
            sets: (scenario.replicas > 1).then(|| Sets::new(clusters.len())),
            failing: phase.checked_sub(1).map(|step| failing(&scenario.steps[step].changes, names)).unwrap_or_default(),
            lost: LostCopies::default(),
            moved: 0,
            new_copies: 0,
            flows: Flows::default(),
            owners: Vec::new(),
            density: (keys > Report::SAMPLE).then(Density::default),
        };
        let sampled = keys.min(Report::SAMPLE) as usize;
        Self {
            phases: (0..clusters.len()).map(counts).collect(),
            turns: Vec::with_capacity(sampled),
            sampled,
            turn: 0.0,
            requests: 0,
            any_reads: scenario.any_reads,
            previous: Vec::new(),
            current: Vec::new(),
        }
    }

    /// Begins a key at its place on the circle, with its parts of all requests.
    pub(super) fn begin(&mut self, turn: f64, requests: u64) {
        (self.turn, self.requests) = (turn, requests);
        if self.turns.len() < self.sampled {
            self.turns.push(turn as f32);
        }
    }

    /// Places the key in a phase; phases come in their order.
    pub(super) fn place(&mut self, phase: usize, placement: &dyn Placement, copies: &Copies, key: &HashedKey<'_>) {
        std::mem::swap(&mut self.previous, &mut self.current);
        copies.place(placement, key, &mut self.current);
        self.count(phase);
    }

    /// Places the key, which has one copy, on a node in a phase; phases come in their order.
    #[cfg(feature = "full")]
    pub(super) fn place_one(&mut self, phase: usize, owner: NodeId) {
        std::mem::swap(&mut self.previous, &mut self.current);
        self.current.clear();
        self.current.push(owner);
        self.count(phase);
    }

    /// Counts the key in a phase where it was just placed.
    fn count(&mut self, phase: usize) {
        let counts = &mut self.phases[phase];
        let owner = self.current[0];
        counts.keys[owner.index()] += 1;
        for node in &self.current {
            counts.copies[node.index()] += 1;
        }
        if !counts.requests.is_empty() {
            counts.answer(&self.current, self.requests, self.any_reads);
        }
        if let Some(sets) = &mut counts.sets {
            sets.count(&self.current);
        }
        if !counts.failing.is_empty() {
            counts.lose(&self.previous);
        }
        let moved = phase > 0 && self.previous[0] != owner;
        if phase > 0 {
            counts.new_copies += self.current.iter().filter(|node| !self.previous.contains(node)).count() as u64;
        }
        if moved {
            counts.moved += 1;
            counts.flows.count(self.previous[0], owner);
        }
        if counts.owners.len() < self.sampled {
            counts.owners.push(owner);
        }
        if let Some(density) = &mut counts.density {
            density.count(self.turn, owner, moved);
        }
    }

    /// Compares the first node of the key in a phase that it was just placed in with another one.
    pub(super) fn compare(&mut self, phase: usize, other: NodeId) {
        *self.phases[phase].disagree.get_or_insert(0) += u64::from(self.current[0] != other);
    }

    /// The places of the sample keys, and the phases that were built.
    pub(super) fn finish(
        self,
        scenario: &Scenario,
        index: usize,
        placements: &[Box<dyn Placement>],
        clusters: &[Cluster],
    ) -> (Vec<f32>, Vec<Phase>) {
        let states: Vec<State<'_>> = placements.iter().map(AsRef::as_ref).zip(clusters).collect();
        let finish = |(phase, counts): (usize, Counts)| counts.finish(scenario, index, phase, &states);
        let phases = self.phases.into_iter().take(states.len()).enumerate().map(finish).collect();
        (self.turns, phases)
    }
}

/// The nodes that fail, by number; empty where none does.
fn failing(changes: &Changes, names: usize) -> Vec<bool> {
    let mut failing = vec![false; if changes.fail.is_empty() { 0 } else { names }];
    changes.fail.iter().for_each(|id| failing[id.index()] = true);
    failing
}

impl Counts {
    /// Counts the requests for one key at its first node, or at each of its copies alike; what is left over at the first.
    fn answer(&mut self, nodes: &[NodeId], requests: u64, any: bool) {
        let each = if any { requests / nodes.len() as u64 } else { 0 };
        for node in nodes {
            self.requests[node.index()] += each;
        }
        self.requests[nodes[0].index()] += requests - each * nodes.len() as u64;
    }

    /// Counts a key whose copies stood on these nodes before the step.
    fn lose(&mut self, before: &[NodeId]) {
        match before.iter().filter(|node| !self.failing[node.index()]).count() {
            0 => self.lost.all += 1,
            1 if before.len() > 1 => self.lost.one_left += 1,
            _ => {}
        }
    }

    fn finish(self, scenario: &Scenario, index: usize, phase: usize, states: &[State<'_>]) -> Phase {
        let (placement, cluster) = states[phase];
        let start = Changes::default();
        let step = phase.checked_sub(1).map(|k| (&scenario.steps[k], states[k].1));
        let changes = step.map_or(&start, |(step, _)| &step.changes);
        let switched = step.is_some_and(|(step, _)| step.switch.is_some());
        let flows = self.flows.sorted();
        let nodes: Vec<NodeLoad> = self.loads(cluster);
        let marked = picture::draw(states[phase], phase.checked_sub(1).map(|before| states[before]));
        let (spec, keys) = (scenario.spec(index, phase), scenario.keys.count());
        Phase {
            label: step.map_or("start", |(step, _)| &step.label).to_owned(),
            kind: spec.kind.id.to_owned(),
            dialect: spec.dialect.id.to_owned(),
            moved: self.moved,
            needless: match step {
                Some((_, before)) if !switched => analysis::needless(&flows, before, cluster, changes),
                _ => 0,
            },
            new_copies: self.new_copies,
            switched,
            least: step.map_or(0.0, |(_, before)| least_movement(before, cluster)),
            theory: step.filter(|_| !switched).and_then(|(_, before)| theory(scenario, index, phase, before, cluster)),
            peak_to_average: analysis::peak_to_average(&nodes, keys),
            p99_to_average: analysis::p99_to_average(&nodes, keys),
            deviation: analysis::deviation(&nodes, keys),
            deviation_theory: deviation_theory(spec, cluster, &nodes, keys),
            peak_requests: analysis::peak_requests(&nodes),
            disagree: self.disagree,
            replica_sets: self.sets.as_ref().map(Sets::found),
            lost_copies: (!self.failing.is_empty()).then_some(self.lost),
            spread: analysis::spread(&flows, changes),
            memory_bytes: placement.memory_bytes(),
            picture: Picture { owners: self.owners, columns: self.density.map(Density::into_columns).unwrap_or_default(), ..marked },
            flows,
            nodes,
        }
    }

    fn loads(&self, cluster: &Cluster) -> Vec<NodeLoad> {
        let load = |(node, fair): (&crate::cluster::Node, f64)| NodeLoad {
            node: node.id,
            keys: self.keys[node.id.index()],
            copies: self.copies[node.id.index()],
            requests: *self.requests.get(node.id.index()).unwrap_or(&self.keys[node.id.index()]),
            fair,
            weight: node.weight,
            live: node.live,
        };
        cluster.nodes().iter().zip(cluster.fair_shares()).map(load).collect()
    }
}

/// Where weights set no shares, theory says nothing of nodes that differ in weight; of a learner's code it says nothing at all.
pub(super) fn deviation_theory(spec: &StrategySpec, cluster: &Cluster, nodes: &[NodeLoad], keys: u64) -> Option<DeviationTheory> {
    let promised = spec.kind.deviation_in(spec.dialect, &spec.params, cluster);
    let says = !promised.is_nan() && (spec.kind.promises(spec.dialect).weighted || cluster.equal_weights());
    if says { analysis::deviation_theory(nodes, keys, promised) } else { None }
}

pub(super) fn theory(scenario: &Scenario, index: usize, phase: usize, before: &Cluster, after: &Cluster) -> Option<Theory> {
    let spec = scenario.spec(index, phase);
    // Theory says what a strategy that moves the least is expected to move; a dialect may move more.
    if spec.kind.guarantees.minimal && !spec.kind.promises(spec.dialect).minimal {
        return None;
    }
    let expected = (spec.kind.expectation)(before, after)?;
    Some(Theory { moved: expected.moved, formula: expected.formula })
}
