//! Scenario in, report out: every strategy over every step, in slices, so that progress and cancelling are honest.

mod picture;
mod tally;

use crate::cluster::{Cluster, NodeId};
use crate::report::{Refused, Report, StrategyReport};
use crate::scenario::Scenario;
use crate::strategy::{HashedKey, Placement, Working};
use tally::Tally;

/// A run of a scenario that can be advanced bit by bit.
pub struct Run {
    scenario: Scenario,
    report: Report,
    current: Option<Current>,
    keys_done: u64,
}

/// The strategy that is being run: its placements, one a phase, and what was counted so far.
struct Current {
    placements: Vec<Box<dyn Placement>>,
    clusters: Vec<Cluster>,
    refused: Option<Refused>,
    built: bool,
    next_key: u64,
    tally: Tally,
}

/// How far a run is, in keys times strategies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Placed so far.
    pub done: u64,
    /// To be placed in all.
    pub total: u64,
}

impl Progress {
    /// Whether nothing is left to do.
    #[must_use]
    pub const fn finished(self) -> bool {
        self.done == self.total
    }
}

impl Run {
    /// A run that has not begun.
    #[must_use]
    pub fn new(scenario: Scenario) -> Self {
        let mut room = String::new();
        let sampled = scenario.keys.count().min(Report::SAMPLE);
        let report = Report {
            title: scenario.title.clone(),
            keys: scenario.keys.count(),
            replicas: scenario.replicas,
            roster: scenario.roster.clone(),
            sample: (0..sampled).map(|i| scenario.keys.key(i, &mut room).text.to_owned()).collect(),
            strategies: Vec::new(),
        };
        Self { scenario, report, current: None, keys_done: 0 }
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let strategies = self.scenario.strategies.len() as u64;
        let done = if self.report.strategies.len() as u64 == strategies { strategies * self.report.keys } else { self.keys_done };
        Progress { done, total: strategies * self.report.keys }
    }

    /// Does a piece of work: builds one phase of a strategy, or places at most `keys` keys under one.
    pub fn advance(&mut self, keys: u64) -> Progress {
        let index = self.report.strategies.len();
        if index == self.scenario.strategies.len() {
            return self.progress();
        }
        let mut current = self.current.take().unwrap_or_else(|| Current::new(&self.scenario, index));
        if !current.built {
            current.build_one(&self.scenario, index);
        } else {
            self.keys_done += current.place_some(&self.scenario, index, keys);
        }
        if current.built && (current.next_key == self.report.keys || current.placements.is_empty()) {
            self.keys_done = (index as u64 + 1) * self.report.keys;
            self.report.strategies.push(current.finish(&self.scenario, index));
        } else {
            self.current = Some(current);
        }
        self.progress()
    }

    /// The report, once [`Progress::finished`]; before, the strategies that are ready.
    #[must_use]
    pub fn into_report(self) -> Report {
        self.report
    }

    /// The report so far.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }
}

impl Current {
    fn new(scenario: &Scenario, index: usize) -> Self {
        let clusters = scenario.clusters(index);
        let tally = Tally::new(scenario, &clusters);
        Self { placements: Vec::new(), clusters, refused: None, built: false, next_key: 0, tally }
    }

    /// Builds the next phase; a refusal ends the phases there.
    fn build_one(&mut self, scenario: &Scenario, index: usize) {
        let phase = self.placements.len();
        let before = self.placements.last().map(AsRef::as_ref);
        match scenario.spec(index, phase).build(&self.clusters[phase], before) {
            Ok(placement) => self.placements.push(placement),
            Err(refusal) => {
                self.refused = Some(Refused { step: phase as u32, why: refusal.why, instead: refusal.instead });
            }
        }
        self.built = self.refused.is_some() || self.placements.len() == self.clusters.len();
    }

    /// Places up to `keys` keys in every phase; gives how many.
    fn place_some(&mut self, scenario: &Scenario, index: usize, keys: u64) -> u64 {
        let end = scenario.keys.count().min(self.next_key.saturating_add(keys));
        let begin = std::mem::replace(&mut self.next_key, end);
        let mut room = String::new();
        for i in begin..end {
            let key = scenario.keys.key(i, &mut room);
            let mut hashed = HashedKey::new(scenario.spec(index, 0).hash, key);
            self.tally.begin(hashed.hash.turn());
            for (phase, placement) in self.placements.iter().enumerate() {
                if scenario.spec(index, phase).hash != scenario.spec(index, phase.saturating_sub(1)).hash {
                    hashed = HashedKey::new(scenario.spec(index, phase).hash, key);
                }
                self.tally.place(phase, placement.as_ref(), &hashed, scenario.replicas as usize);
            }
        }
        end - begin
    }

    fn finish(self, scenario: &Scenario, index: usize) -> StrategyReport {
        let spec = scenario.spec(index, 0);
        let Self { placements, clusters, refused, tally, .. } = self;
        let (turns, phases) = tally.finish(scenario, index, &placements, &clusters);
        StrategyReport { name: spec.name.clone(), kind: spec.kind.id.to_owned(), description: describe(spec), turns, phases, refused }
    }
}

/// What tells a strategy apart, for people: `ring, 100 points a node`.
fn describe(spec: &crate::scenario::StrategySpec) -> String {
    let params = spec.kind.params.iter().map(|param| format!(", {} {}", spec.params.whole(param), param.unit));
    std::iter::once(spec.name.clone()).chain(params).collect()
}

/// Runs a scenario from beginning to end.
#[must_use]
pub fn run(scenario: Scenario) -> Report {
    let mut run = Run::new(scenario);
    while !run.advance(1 << 16).finished() {}
    run.into_report()
}

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
    placements: Vec<Option<Box<dyn Placement>>>,
}

impl Router {
    /// Builds every strategy for one phase; a strategy that refuses a step up to there has no answer.
    #[must_use]
    pub fn new(scenario: Scenario, phase: usize) -> Self {
        let phase = phase.min(scenario.steps.len());
        let placements = (0..scenario.strategies.len()).map(|index| build_to(&scenario, index, phase)).collect();
        Self { scenario, phase, placements }
    }

    /// What each strategy answers for a key that a person typed; `None` where it refused.
    #[must_use]
    pub fn route(&self, text: &str) -> Vec<Option<Routed>> {
        let key = self.scenario.keys.typed(text);
        let answers = self.placements.iter().enumerate();
        answers.map(|(index, placement)| Some(self.answer(index, placement.as_deref()?, key))).collect()
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
fn build_to(scenario: &Scenario, index: usize, phase: usize) -> Option<Box<dyn Placement>> {
    let clusters = scenario.clusters(index);
    let mut placement = None;
    for (phase, cluster) in clusters.iter().take(phase + 1).enumerate() {
        let built = scenario.spec(index, phase).build(cluster, placement.as_deref());
        placement = Some(built.ok()?);
    }
    placement
}
