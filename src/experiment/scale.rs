//! A billion keys: every strategy over every step, counted range by range, nothing kept a key.
//!
//! Ranges may be counted in any order and by several workers; their counts are added up. What is counted is each key's
//! first node: its copies, and how popular it is, are for runs that look at single keys.

use super::{build_phase, describe, tally};
use crate::analysis;
use crate::cluster::{Cluster, Needs, Node};
use crate::hash::HashKind;
use crate::keys::{Block, KeySet};
use crate::report::{NodeLoad, Refused, ScalePhase, ScaleReport, ScaleStrategy};
use crate::scenario::{Scenario, Step, StrategySpec};
use crate::strategy::bulk::{Ledger, Pass, PhaseCounts, Plan};
use crate::strategy::{Refusal, least_movement};
use serde::{Deserialize, Serialize};

/// What was counted of some of a scenario's keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScaleCounts {
    /// Keys that were placed.
    pub keys: u64,
    /// One entry a strategy, in the scenario's order.
    pub strategies: Vec<StrategyCounts>,
}

/// The counts of one strategy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrategyCounts {
    /// Phase 0 is the start, phase k the state after step k.
    pub phases: Vec<PhaseCounts>,
    /// The step that it could not take.
    pub refused: Option<Refused>,
}

impl ScaleCounts {
    /// Adds what was counted of other keys of the same scenario.
    pub fn add(&mut self, more: &Self) {
        self.keys += more.keys;
        let phases = |strategies: &[StrategyCounts]| strategies.iter().map(|found| found.phases.len()).collect::<Vec<_>>();
        if phases(&self.strategies) != phases(&more.strategies) {
            return;
        }
        let pairs = self.strategies.iter_mut().zip(&more.strategies);
        pairs.flat_map(|(found, more)| found.phases.iter_mut().zip(&more.phases)).for_each(|(phase, more)| phase.add(more));
    }
}

/// One worker's part: built once, then given ranges of keys.
pub struct Scale {
    scenario: Scenario,
    built: Vec<Built>,
    current: Option<Building>,
    /// The blocks of keys, each with whether its hashes are read.
    blocks: Vec<(Block, bool)>,
    keys: u64,
}

/// A strategy that is being built, state by state.
struct Building {
    clusters: Vec<Cluster>,
    plan: Plan,
}

/// A strategy that is ready.
struct Built {
    /// None where it refused the start.
    pass: Option<Box<dyn Pass>>,
    empty: Ledger,
    refused: Option<Refused>,
    /// Number of the block with its hash of the keys.
    block: usize,
}

impl Scale {
    /// A part in which nothing is built yet.
    #[must_use]
    pub const fn new(scenario: Scenario) -> Self {
        Self { scenario, built: Vec::new(), current: None, blocks: Vec::new(), keys: 0 }
    }

    /// Builds one state of a strategy; true when nothing is left to build.
    pub fn build_one(&mut self) -> bool {
        let index = self.built.len();
        if index == self.scenario.strategies.len() {
            return true;
        }
        let scenario = &self.scenario;
        let mut current = self.current.take().unwrap_or_else(|| Building { clusters: scenario.clusters(index), plan: Plan::default() });
        let phase = current.plan.states();
        let spec = scenario.spec(index, phase);
        let built = match takes_many(spec) {
            Ok(()) => build_phase(scenario, index, phase, &current.clusters, current.plan.last()),
            Err(refusal) => Err(refusal),
        };
        let refused = match built {
            Ok(placement) => {
                // The next state, where there is one, may be built from this one; members alone give it to most strategies.
                let asked = phase + 1 < current.clusters.len() && {
                    let next = scenario.spec(index, phase + 1);
                    !next.kind.promises(next.dialect).history_free
                };
                current.plan.add(placement, scenario.spec(index, phase).hash, asked);
                None
            }
            Err(refusal) => Some(Refused::at(phase, refusal)),
        };
        if refused.is_some() || current.plan.states() == current.clusters.len() {
            self.finish(current, refused);
        } else {
            self.current = Some(current);
        }
        self.built.len() == self.scenario.strategies.len()
    }

    fn finish(&mut self, Building { clusters, plan }: Building, refused: Option<Refused>) {
        let index = self.built.len();
        let steps = plan.states().saturating_sub(1);
        let needs = |step: usize| {
            let Step { changes, switch, .. } = &self.scenario.steps[step];
            switch.is_none().then(|| Needs::of(&clusters[step], &clusters[step + 1], changes))
        };
        let empty = Ledger::new(self.scenario.roster.len(), (0..steps).map(needs).collect());
        let block = self.block(self.scenario.spec(index, 0).hash);
        let pass = (plan.states() > 0).then(|| plan.into_pass(&self.scenario.keys, &empty));
        self.blocks[block].1 |= pass.as_ref().is_some_and(|pass| pass.reads_hashes());
        self.built.push(Built { pass, empty, refused, block });
    }

    /// Number of the block for a hash: strategies that hash alike share it.
    fn block(&mut self, hash: HashKind) -> usize {
        let known = self.blocks.iter().position(|(block, _)| block.kind() == hash);
        known.unwrap_or_else(|| {
            self.blocks.push((Block::new(hash), false));
            self.blocks.len() - 1
        })
    }

    /// Places the keys number `begin` on, at most `keys` of them, under every strategy in every state; gives how many.
    pub fn count(&mut self, begin: u64, keys: u64) -> u64 {
        while !self.build_one() {}
        let end = begin.saturating_add(keys).min(self.scenario.keys.count());
        let counted = end.saturating_sub(begin);
        self.keys += counted;
        if self.count_alone(begin, counted) {
            return counted;
        }
        let mut from = begin;
        while from < end {
            let to = end.min(from + Block::KEYS);
            for (block, read) in &mut self.blocks {
                if *read { block.fill(&self.scenario.keys, from, to) } else { block.skip(from, to) }
            }
            for Built { pass, block, .. } in &mut self.built {
                pass.iter_mut().for_each(|pass| pass.count(&self.blocks[*block].0));
            }
            from = to;
        }
        counted
    }

    /// Counts ids under the only strategy, where it hashes them on the way: there is nobody to share the hashes with.
    fn count_alone(&mut self, begin: u64, keys: u64) -> bool {
        match (&mut self.built[..], &self.scenario.keys) {
            ([Built { pass: Some(pass), block, .. }], KeySet::Ids { from, .. }) if self.blocks[*block].0.kind() == HashKind::Mix64 => {
                pass.count_mixed(from + begin, keys)
            }
            _ => false,
        }
    }

    /// What was counted so far.
    #[must_use]
    pub fn counts(&self) -> ScaleCounts {
        let told = |built: &Built| {
            let mut ledger = built.empty.clone();
            built.pass.iter().for_each(|pass| pass.tell(&mut ledger));
            let phases = if built.pass.is_some() { ledger.into_phases() } else { Vec::new() };
            StrategyCounts { phases, refused: built.refused.clone() }
        };
        ScaleCounts { keys: self.keys, strategies: self.built.iter().map(told).collect() }
    }
}

/// A learner's code is asked for every key: it does not count a billion.
fn takes_many(spec: &StrategySpec) -> Result<(), Refusal> {
    if spec.code().is_none() {
        return Ok(());
    }
    Err(Refusal {
        why: "Code of one's own is asked for every key, and is not counted here.".to_owned(),
        instead: "Compare shows it beside the others, up to a million keys.".to_owned(),
        code: None,
    })
}

/// What was counted of a scenario's keys, beside theory. Counts of another scenario give what there is in both.
#[must_use]
pub fn scale_report(scenario: &Scenario, counts: &ScaleCounts) -> ScaleReport {
    let strategy = |(index, found): (usize, &StrategyCounts)| {
        let clusters = scenario.clusters(index);
        let states = found.phases.iter().zip(&clusters).enumerate();
        ScaleStrategy {
            name: scenario.strategies[index].name.clone(),
            description: describe(&scenario.strategies[index]),
            phases: states.map(|(phase, (found, _))| state(scenario, index, phase, (found, counts.keys), &clusters)).collect(),
            refused: found.refused.clone(),
        }
    };
    let known = counts.strategies.iter().take(scenario.strategies.len());
    ScaleReport {
        keys: counts.keys,
        labels: std::iter::once("start".to_owned()).chain(scenario.steps.iter().map(|step| step.label.clone())).collect(),
        roster: scenario.roster.clone(),
        strategies: known.enumerate().map(strategy).collect(),
    }
}

fn state(scenario: &Scenario, index: usize, phase: usize, (found, keys): (&PhaseCounts, u64), clusters: &[Cluster]) -> ScalePhase {
    let cluster = &clusters[phase];
    let load = |(node, fair): (&Node, f64)| {
        let keys = found.loads.get(node.id.index()).copied().unwrap_or(0);
        NodeLoad { node: node.id, keys, copies: keys, requests: keys, fair, weight: node.weight, live: node.live }
    };
    let nodes: Vec<NodeLoad> = cluster.nodes().iter().zip(cluster.fair_shares()).map(load).collect();
    let before = phase.checked_sub(1).map(|before| &clusters[before]);
    let switched = phase > 0 && scenario.steps[phase - 1].switch.is_some();
    ScalePhase {
        moved: found.moved,
        needless: found.needless,
        least: before.map_or(0.0, |before| least_movement(before, cluster)),
        theory: before.filter(|_| !switched).and_then(|before| tally::theory(scenario, index, phase, before, cluster)),
        peak_to_average: analysis::peak_to_average(&nodes, keys),
        deviation: analysis::deviation(&nodes, keys),
        deviation_theory: tally::deviation_theory(scenario.spec(index, phase), cluster, &nodes, keys),
        nodes,
    }
}
