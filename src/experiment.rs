//! Scenario in, report out: every strategy over every step, in slices, so that progress and cancelling are honest.

mod answers;
#[cfg(feature = "full")]
mod bench;
mod beside;
#[cfg(feature = "full")]
mod expect;
#[cfg(feature = "full")]
mod incident;
#[cfg(feature = "full")]
mod incident_play;
#[cfg(feature = "full")]
mod migration;
#[cfg(feature = "full")]
mod migration_play;
mod picture;
#[cfg(feature = "full")]
mod prepared;
#[cfg(feature = "full")]
mod scale;
#[cfg(feature = "full")]
mod sweep;
mod tally;

#[cfg(feature = "full")]
pub use answers::placements;
pub use answers::{Routed, Router, moved_keys};
#[cfg(feature = "full")]
pub use bench::Bench;
#[cfg(feature = "full")]
pub use expect::expected;
#[cfg(feature = "full")]
pub use incident::incident_ground;
#[cfg(feature = "full")]
pub use incident_play::{IncidentWork, TippingWork, incident_of};
#[cfg(feature = "full")]
pub use migration::{KeyStory, MIGRATING_KEYS, migrating_key, migration_story, transit};
#[cfg(feature = "full")]
pub use migration_play::{MigrationWork, Noted, noted};
#[cfg(feature = "full")]
pub use scale::{Scale, ScaleCounts, StrategyCounts, scale_report};
#[cfg(feature = "full")]
pub use sweep::{SweepRun, estimate_sweep_ms, sweep};

use crate::analysis::words;
use crate::cluster::{Cluster, NodeId};
use crate::keys::{Popularity, Requests};
use crate::report::{Refused, Report, StrategyReport};
use crate::scenario::Scenario;
use crate::strategy::{Before, Copies, HashedKey, Placement, Range, Refusal};
use beside::Beside;
use tally::Tally;

/// A run of a scenario that can be advanced bit by bit.
pub struct Run {
    scenario: Scenario,
    report: Report,
    current: Option<Current>,
    keys_done: u64,
    /// What an earlier run found of strategies that have the same to do, by their number.
    kept: Vec<Option<StrategyReport>>,
}

/// The strategy that is being run: its placements, one a phase, and what was counted so far.
struct Current {
    placements: Vec<Box<dyn Placement>>,
    clusters: Vec<Cluster>,
    /// How copies are taken, one a phase.
    copies: Vec<Copies>,
    refused: Option<Refused>,
    /// What a learner's code printed in phases that are given up.
    printed: Vec<String>,
    built: bool,
    next_key: u64,
    requests: Option<Requests>,
    /// The strategy that its first nodes are compared with.
    beside: Option<Beside>,
    /// The look-ups that were prepared, where all were and nothing else is asked for.
    #[cfg(feature = "full")]
    prepared: Option<prepared::Prepared>,
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
            by_requests: scenario.requests().is_some(),
            roster: scenario.roster.clone(),
            sample: (0..sampled).map(|i| scenario.keys.key(i, &mut room).text.to_owned()).collect(),
            strategies: Vec::new(),
        };
        Self { scenario, report, current: None, keys_done: 0, kept: Vec::new() }
    }

    /// A run that takes over what the finished run of an `earlier` scenario found of strategies that have the same to do.
    #[cfg(feature = "full")]
    #[must_use]
    pub fn after(scenario: Scenario, earlier: &Scenario, found: Report) -> Self {
        let mut found: Vec<Option<StrategyReport>> = found.strategies.into_iter().map(Some).collect();
        let kept = |index: usize| found.get_mut(scenario.same_in(index, earlier)?)?.take();
        let kept = (0..scenario.strategies.len()).map(kept).collect();
        Self { kept, ..Self::new(scenario) }
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let strategies = self.scenario.strategies.len() as u64;
        let total = strategies * self.report.keys;
        // Placed is not yet finished.
        let done = if self.report.strategies.len() as u64 == strategies { total } else { self.keys_done.min(total.saturating_sub(1)) };
        Progress { done, total }
    }

    /// Does a piece of work: builds one phase of a strategy, places at most `keys` keys under one, or sums up what it found.
    pub fn advance(&mut self, keys: u64) -> Progress {
        let index = self.report.strategies.len();
        if index == self.scenario.strategies.len() {
            return self.progress();
        }
        if let Some(kept) = self.kept.get_mut(index).and_then(Option::take) {
            self.keys_done = (index as u64 + 1) * self.report.keys;
            self.report.strategies.push(kept);
            return self.progress();
        }
        let mut current = self.current.take().unwrap_or_else(|| Current::new(&self.scenario, index));
        if current.built && (current.next_key == self.report.keys || current.placements.is_empty()) {
            self.keys_done = (index as u64 + 1) * self.report.keys;
            self.report.strategies.push(current.finish(&self.scenario, index));
            return self.progress();
        }
        if current.built {
            self.keys_done += current.place_some(&self.scenario, index, keys);
        } else {
            current.build_one(&self.scenario, index);
        }
        self.current = Some(current);
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
        let copies = clusters.iter().map(|cluster| scenario.copies(cluster)).collect();
        Self {
            placements: Vec::new(),
            clusters,
            copies,
            refused: None,
            printed: Vec::new(),
            built: false,
            next_key: 0,
            requests: scenario.requests(),
            beside: Beside::of(scenario, index),
            #[cfg(feature = "full")]
            prepared: None,
            tally,
        }
    }

    /// Builds the next phase; a refusal ends the phases there.
    fn build_one(&mut self, scenario: &Scenario, index: usize) {
        let phase = self.placements.len();
        let placed = self.placements.last().map(AsRef::as_ref);
        match build_phase(scenario, index, phase, &self.clusters, placed) {
            Ok(placement) => {
                self.placements.push(placement);
                self.beside.iter_mut().for_each(|beside| beside.build_one(scenario, phase));
            }
            Err(refusal) => {
                self.printed.extend(refusal.code.iter().flat_map(|code| code.printed.iter().cloned()));
                self.refused = Some(Refused::at(phase, refusal));
            }
        }
        self.built = self.refused.is_some() || self.placements.len() == self.clusters.len();
        #[cfg(feature = "full")]
        if self.built && self.beside.is_none() && !self.placements.is_empty() {
            self.prepared = prepared::Prepared::of(scenario, index, &self.placements);
        }
    }

    /// Places up to `keys` keys in every phase; gives how many.
    fn place_some(&mut self, scenario: &Scenario, index: usize, keys: u64) -> u64 {
        let end = scenario.keys.count().min(self.next_key.saturating_add(keys));
        let begin = std::mem::replace(&mut self.next_key, end);
        #[cfg(feature = "full")]
        if let Some(prepared) = &mut self.prepared {
            prepared.place(scenario, self.requests.as_ref(), begin, end, &mut self.tally);
            return end - begin;
        }
        let mut room = String::new();
        for i in begin..end {
            let key = scenario.keys.key(i, &mut room);
            let mut hashed = HashedKey::new(scenario.spec(index, 0).hash, key);
            self.tally.begin(hashed.hash.turn(), self.requests.as_ref().map_or(0, |requests| requests.of(i)));
            for (phase, placement) in self.placements.iter().enumerate() {
                if scenario.spec(index, phase).hash != scenario.spec(index, phase.saturating_sub(1)).hash {
                    hashed = HashedKey::new(scenario.spec(index, phase).hash, key);
                }
                self.tally.place(phase, placement.as_ref(), &self.copies[phase], &hashed);
                if let Some(other) = self.beside.as_ref().and_then(|beside| beside.owner(scenario, phase, key)) {
                    self.tally.compare(phase, other);
                }
            }
        }
        self.give_up_failed();
        end - begin
    }

    /// Ends the phases before one whose answers mean nothing; those before it go on.
    fn give_up_failed(&mut self) {
        let failed = self.placements.iter().enumerate().find_map(|(phase, placement)| Some((phase, placement.failure()?)));
        if let Some((phase, refusal)) = failed {
            self.printed.extend(self.placements.drain(phase..).flat_map(|placement| placement.printed()));
            self.refused = Some(Refused::at(phase, refusal));
        }
    }

    fn finish(mut self, scenario: &Scenario, index: usize) -> StrategyReport {
        let spec = scenario.spec(index, 0);
        let owners = self.owners(scenario, index);
        self.give_up_failed();
        let Self { placements, clusters, refused, mut printed, tally, beside, .. } = self;
        printed.splice(0..0, placements.iter().flat_map(|placement| placement.printed()));
        let (turns, phases) = tally.finish(scenario, index, &placements, &clusters);
        let beside = beside.map(|beside| beside.name(scenario));
        StrategyReport {
            name: spec.name.clone(),
            kind: spec.kind.id.to_owned(),
            description: describe(spec),
            turns,
            beside,
            phases,
            refused,
            owners,
            printed,
        }
    }

    /// The first node of each key that an expectation names, phase by phase.
    #[cfg(feature = "full")]
    fn owners(&self, scenario: &Scenario, index: usize) -> Vec<Vec<NodeId>> {
        let owner =
            |phase: usize, key| self.placements[phase].owner(&HashedKey::new(scenario.spec(index, phase).hash, scenario.keys.typed(key)));
        let owners = |key| (0..self.placements.len()).map(|phase| owner(phase, key)).collect();
        scenario.named_keys().into_iter().map(owners).collect()
    }

    #[cfg(not(feature = "full"))]
    #[expect(clippy::unused_self, reason = "the whole core answers")]
    const fn owners(&self, _: &Scenario, _: usize) -> Vec<Vec<NodeId>> {
        Vec::new()
    }
}

/// What tells a strategy apart, for people: `ring, 100 points a node`.
fn describe(spec: &crate::scenario::StrategySpec) -> String {
    let mut text = spec.name.clone();
    for param in spec.kind.params_of(spec.dialect) {
        match param.range {
            Range::Whole { .. } | Range::Capacity { .. } => text += &counted(spec.params.whole(param), param.unit),
            Range::Number { .. } => text += &format!(", {} {}", spec.params.number(param), param.title),
            Range::Choice(_) => text += &format!(", {} {}", spec.params.choice(param), param.title),
            Range::Texts | Range::ByNode | Range::Code(_) => {}
        }
    }
    text
}

/// So many of a unit: `, 1,024 points at least`, `, 1 point a node`.
fn counted(number: u64, unit: &str) -> String {
    let (of, rest) = unit.split_once(' ').map_or((unit, ""), |(of, rest)| (of, rest));
    let of = if number == 1 { of.strip_suffix('s').unwrap_or(of) } else { of };
    format!(", {} {of} {rest}", words::thousands(number)).trim_end().to_owned()
}

/// Runs a scenario from beginning to end.
#[must_use]
pub fn run(scenario: Scenario) -> Report {
    let mut run = Run::new(scenario);
    while !run.advance(1 << 16).finished() {}
    run.into_report()
}

/// Builds a strategy for one phase; it knows its state before, unless the step switched to it.
fn build_phase(
    scenario: &Scenario,
    index: usize,
    phase: usize,
    clusters: &[Cluster],
    placed: Option<&dyn Placement>,
) -> Result<Box<dyn Placement>, Refusal> {
    let spec = scenario.spec(index, phase);
    let same = phase.checked_sub(1).map(|before| scenario.spec(index, before));
    let same = same.is_some_and(|old| old.kind.id == spec.kind.id && old.dialect.id == spec.dialect.id);
    let before = placed.filter(|_| same).map(|placement| Before { cluster: &clusters[phase - 1], placement });
    spec.build(scenario, &clusters[phase], before)
}

/// A rough estimate of what a run takes in WebAssembly, milliseconds; for choosing where to run it and what to say first.
#[must_use]
pub fn estimate_ms(scenario: &Scenario) -> f64 {
    (0..scenario.strategies.len()).map(|index| strategy_ms(scenario, index)).sum()
}

/// The same of a run after that of an `earlier` scenario, see [`Run::after`].
#[cfg(feature = "full")]
#[must_use]
pub fn estimate_after_ms(scenario: &Scenario, earlier: &Scenario) -> f64 {
    let left = (0..scenario.strategies.len()).filter(|index| scenario.same_in(*index, earlier).is_none());
    left.map(|index| strategy_ms(scenario, index)).sum()
}

fn strategy_ms(scenario: &Scenario, index: usize) -> f64 {
    // Zipf's law asks for a power of every key's rank.
    let requests = if matches!(scenario.popularity, Popularity::Zipf(_)) { 60.0 } else { 0.0 };
    let hashing = (scenario.strategies[index].hash.cost_ns() + requests) * scenario.keys.count() as f64;
    let phases = |index: usize| -> f64 {
        scenario.clusters(index).iter().enumerate().map(|(k, cluster)| phase_ns(scenario, index, k, cluster)).sum()
    };
    (hashing + phases(index) + beside::index(scenario, index).map_or(0.0, phases)) / 1e6
}

fn phase_ns(scenario: &Scenario, index: usize, phase: usize, cluster: &Cluster) -> f64 {
    let spec = scenario.spec(index, phase);
    let weights: f64 = cluster.nodes().iter().map(|node| node.weight).sum();
    let points = spec.kind.points_per_node.map_or(0.0, |points| points(&spec.params, spec.dialect, cluster) * weights);
    let building = points * (spec.hash.cost_ns() + 150.0) + (spec.kind.build_ns)(&spec.params);
    let key = (spec.kind.cost_ns)(&spec.params, spec.hash, cluster.nodes().len()) + 20.0;
    building + key * scenario.keys.count() as f64
}

/// The report of a scenario as pretty JSON, with its sweep where it asks for one, and the place of every key where asked for.
#[cfg(feature = "full")]
#[must_use]
pub fn json(scenario: &Scenario, with_placements: bool) -> String {
    json_of(scenario, &run(scenario.clone()), with_placements)
}

/// The same of a report that is there.
#[cfg(feature = "full")]
#[must_use]
pub fn json_of(scenario: &Scenario, found: &Report, with_placements: bool) -> String {
    let sweep = sweep(scenario);
    let placed = |strategy, phase| placements(scenario, strategy, phase);
    let simulated = |strategy, phase| simulated(scenario, strategy, phase);
    let expected = expected(scenario, found);
    let extras = crate::report::Extras {
        expected: &expected,
        sweep: sweep.as_ref(),
        placements: if with_placements { Some(&placed) } else { None },
        simulated: Some(&simulated),
    };
    crate::report::to_json(found, extras) + "\n"
}

/// What the simulations that the scenario asks for find of the step to a phase under a strategy.
#[cfg(feature = "full")]
#[must_use]
pub fn simulated(scenario: &Scenario, strategy: usize, phase: usize) -> crate::report::Simulated {
    crate::report::Simulated {
        migration: migration::found(scenario, strategy, phase),
        incident: incident::found(scenario, strategy, phase),
    }
}
