//! A migration as the page plays it: every policy on the same seed, and the same step under the strategies beside it.

use super::Progress;
use super::migration::{outcomes, transit};
use crate::collections::sort_by;
use crate::report::{MigrationBeside, MigrationPlay, MigrationReport, PlayForm, Travel};
use crate::scenario::Scenario;
use crate::sim::migration::{Answer, Form, MigrationRun, MigrationSettings, Party, Phase, Policy, Transit, Watch, What, World, migrate};

/// Strategies that are shown side by side.
const BESIDE: usize = 4;
/// These first: modulo moves nearly all, the others as little as can be.
const FIRST: [&str; 3] = ["modulo", "ring", "rendezvous"];

/// The runs of a panel, one at a time.
pub struct MigrationWork {
    scenario: Scenario,
    settings: MigrationSettings,
    phase: usize,
    transit: Transit,
    /// Strategies that are still to be run beside it.
    beside: Vec<usize>,
    watched: Policy,
    total: u64,
    report: MigrationReport,
}

impl MigrationWork {
    /// The step to a phase under a strategy, and under the strategies beside it with the policy that is watched. None at the
    /// start, beyond the last step, and where the strategy refuses the step.
    #[must_use]
    pub fn new(scenario: Scenario, strategy: usize, phase: usize, watched: Policy) -> Option<Self> {
        let transit = transit(&scenario, strategy, phase)?;
        let settings = scenario.migration.clone().unwrap_or_default();
        let mut beside = beside(&scenario, strategy);
        beside.reverse();
        let report = MigrationReport {
            roster: scenario.roster.clone(),
            all: scenario.keys.count(),
            keys: transit.keys,
            moved: transit.moved,
            gone: transit.gone,
            owned: transit.owned.clone(),
            travels: transit.parties.iter().map(travel).collect(),
            plays: Vec::new(),
            beside: Vec::new(),
        };
        let total = (Policy::ALL.len() + beside.len()) as u64;
        Some(Self { scenario, settings, phase, transit, beside, watched, total, report })
    }

    /// Does one run.
    pub fn advance(&mut self) -> Progress {
        if let Some(policy) = Policy::ALL.get(self.report.plays.len()) {
            self.report.plays.push(self.play(*policy));
        } else if let Some(strategy) = self.beside.pop() {
            let found = self.beside(strategy);
            self.report.beside.extend(found);
        }
        let left = (Policy::ALL.len() - self.report.plays.len() + self.beside.len()) as u64;
        Progress { done: self.total - left, total: self.total }
    }

    /// What was found so far.
    #[must_use]
    pub const fn report(&self) -> &MigrationReport {
        &self.report
    }

    /// A step that moves nothing has nothing to play.
    fn play(&self, policy: Policy) -> MigrationPlay {
        if self.transit.parties.is_empty() {
            return MigrationPlay { policy: policy.id().to_owned(), ..MigrationPlay::default() };
        }
        played(migrate(&self.transit, &self.settings, policy, self.scenario.seed))
    }

    /// The pace of a strategy; none where it refuses the step.
    fn beside(&self, strategy: usize) -> Option<MigrationBeside> {
        let transit = transit(&self.scenario, strategy, self.phase)?;
        let name = self.scenario.spec(strategy, self.phase).name.clone();
        if transit.parties.is_empty() {
            return Some(MigrationBeside { name, moved: 0, duration_s: 0.0, arrivals: Vec::new() });
        }
        let run = migrate(&transit, &self.settings, self.watched, self.scenario.seed);
        let mut arrivals: Vec<f32> = run.times.iter().map(|(_, arrived)| *arrived as f32).filter(|at| at.is_finite()).collect();
        sort_by(&mut arrivals, f32::total_cmp);
        Some(MigrationBeside { name, moved: transit.moved, duration_s: run.duration_s, arrivals })
    }
}

/// The strategies to show beside the one that is watched, itself among them, in the scenario's order.
fn beside(scenario: &Scenario, watched: usize) -> Vec<usize> {
    let kind = |index: &usize| scenario.strategies[*index].kind.id;
    let all = || 0..scenario.strategies.len();
    let first = FIRST.iter().filter_map(|id| all().find(|index| kind(index) == *id));
    let mut chosen = vec![watched];
    for index in first.chain(all()) {
        if chosen.len() < BESIDE && !chosen.contains(&index) {
            chosen.push(index);
        }
    }
    chosen.sort_unstable();
    chosen
}

fn travel(party: &Party) -> Travel {
    let new = party.after.iter().find(|node| !party.before.contains(node));
    let (from, to) = (party.from(), new.copied().unwrap_or_else(|| party.to()));
    Travel { from, to, kept: party.after.contains(&from) }
}

fn played(run: MigrationRun) -> MigrationPlay {
    MigrationPlay {
        policy: run.policy.id().to_owned(),
        phases: lasting(&run.phases),
        duration_s: run.duration_s,
        pause_s: run.pause_s,
        totals: outcomes(&run.totals),
        column_s: run.column_s,
        columns: run.columns.into_iter().map(|column| column.bands).collect(),
        times: run.times.into_iter().map(|(left, arrived)| (left as f32, arrived as f32)).collect(),
        ended_by: run.ended_by,
        left: run.left,
        forms: run.forms.into_iter().map(|Form { of, value, text }| PlayForm { of: of.to_owned(), value, text }).collect(),
    }
}

/// The phases that last, and the end.
fn lasting(phases: &[(Phase, f64)]) -> Vec<(String, f64)> {
    let next = |i: usize| phases.get(i + 1).map_or(f64::INFINITY, |(_, at)| *at);
    let lasts = |(i, (_, at)): &(usize, &(Phase, f64))| next(*i) > *at;
    phases.iter().enumerate().filter(lasts).map(|(_, (phase, at))| (phase.title().to_owned(), *at)).collect()
}

/// A key that has a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// Its newest write was lost.
    Lost,
    /// An older value of it was read.
    Stale,
    /// It was missed.
    Missed,
    /// It was sent on, fetched or made to wait.
    Hindered,
    /// It was copied.
    Copied,
}

/// The first key of the worst kind that a policy has, and which kind; none where no key travels.
#[must_use]
pub fn noted(transit: &Transit, settings: &MigrationSettings, policy: Policy, seed: u64) -> Option<(Noted, u32)> {
    let mut world = World::new(transit, settings, policy, seed).watching(Watch::All);
    let mut found = [None; 5];
    while world.phase() != Phase::Done && found[0].is_none() {
        for event in world.step().events {
            if let Some((kind, party)) = kind(event.what) {
                found[kind as usize].get_or_insert((kind, party));
            }
        }
    }
    found.into_iter().flatten().next()
}

const fn kind(what: What) -> Option<(Noted, u32)> {
    match what {
        What::Lost { party, .. } => Some((Noted::Lost, party)),
        What::Read { party, answer: Answer::Stale, .. } => Some((Noted::Stale, party)),
        What::Read { party, answer: Answer::Miss, .. } => Some((Noted::Missed, party)),
        What::Redirected { party } | What::Fetched { party, .. } | What::Waits { party, .. } => Some((Noted::Hindered, party)),
        What::Landed { party, .. } => Some((Noted::Copied, party)),
        _ => None,
    }
}
