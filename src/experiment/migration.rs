//! The migration of one step under one strategy: which keys move, and what requests meet with under each policy.

use super::answers::build_to;
use crate::hash::mix64;
use crate::keys::Requests;
use crate::report::{MigrationFound, Outcomes, PolicyFound};
use crate::scenario::Scenario;
use crate::sim::migration::{Counts, Event, MigrationRun, MigrationSettings, Policy, Transit, migrate, phrase, story};
use crate::strategy::HashedKey;

/// The most keys that take part; of more, a fixed sample does.
pub const MIGRATING_KEYS: u64 = 100_000;

/// What the report says of it; none without `[migration]`, at the start, and where the strategy refuses the step.
pub(super) fn found(scenario: &Scenario, strategy: usize, phase: usize) -> Option<MigrationFound> {
    let settings = scenario.migration.as_ref().filter(|_| phase > 0)?;
    let transit = transit(scenario, strategy, phase)?;
    let policies = settings.policies.iter().map(|policy| of_policy(&transit, settings, *policy, scenario.seed)).collect();
    Some(MigrationFound { keys: transit.keys, moved: transit.moved, gone: transit.gone, policies })
}

/// What a step moves under a strategy: of all keys, or of a fixed sample of [`MIGRATING_KEYS`].
///
/// None at the start, beyond the last step, and where the strategy refuses a step up to there or a learner's code fails.
#[must_use]
pub fn transit(scenario: &Scenario, strategy: usize, phase: usize) -> Option<Transit> {
    if phase == 0 || phase > scenario.steps.len() || strategy >= scenario.strategies.len() {
        return None;
    }
    let before = build_to(scenario, strategy, phase - 1).ok()?;
    let after = build_to(scenario, strategy, phase).ok()?;
    let hashes = [phase - 1, phase].map(|phase| scenario.spec(strategy, phase).hash);
    let failed = &scenario.steps[phase - 1].changes.fail;
    let requests = Requests::new(&scenario.keys, scenario.popularity);
    let mut transit = Transit::new(scenario.roster.len());
    let (mut room, mut old, mut alive, mut new) = (String::new(), Vec::new(), Vec::new(), Vec::new());
    for index in sample(scenario.keys.count(), scenario.seed) {
        let key = scenario.keys.key(index, &mut room);
        before.place(&HashedKey::new(hashes[0], key), &mut old);
        after.place(&HashedKey::new(hashes[1], key), &mut new);
        alive.clear();
        alive.extend(old.iter().filter(|node| !failed.contains(node)));
        transit.add(index, &old, &alive, &new, requests.of(index));
    }
    transit.close();
    let failed = before.failure().or_else(|| after.failure());
    failed.is_none().then_some(transit)
}

/// The numbers of the keys that take part: one by chance of each of so many equal stretches, where there are more.
fn sample(count: u64, seed: u64) -> impl Iterator<Item = u64> {
    let taken = count.min(MIGRATING_KEYS);
    let begin = move |i: u64| (u128::from(i) * u128::from(count) / u128::from(taken)) as u64;
    (0..taken).map(move |i| begin(i) + mix64(mix64(seed) ^ i) % (begin(i + 1) - begin(i)))
}

fn of_policy(transit: &Transit, settings: &MigrationSettings, policy: Policy, seed: u64) -> PolicyFound {
    if transit.parties.is_empty() {
        let (totals, trace) = (Outcomes::default(), hex(0));
        return PolicyFound { duration_s: 0.0, ended_by: None, left: None, pause_s: 0.0, policy: policy.id(), totals, trace };
    }
    let MigrationRun { duration_s, pause_s, totals, ended_by, left, digest, .. } = migrate(transit, settings, policy, seed);
    PolicyFound { duration_s, ended_by, left, pause_s, policy: policy.id(), totals: outcomes(&totals), trace: hex(digest) }
}

fn hex(digest: u64) -> String {
    format!("{digest:016x}")
}

pub(super) const fn outcomes(counts: &Counts) -> Outcomes {
    let Counts { hit, miss, stale, error, blocked, blocked_ms, redirect, extra, lost } = *counts;
    Outcomes { blocked, blocked_ms, error, extra, hit, lost, miss, redirect, stale }
}

/// What happened to one key, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyStory {
    /// The key.
    pub key: String,
    /// When, s, and what, in order.
    pub lines: Vec<(f64, String)>,
    /// How many more events there were.
    pub more: u64,
}

/// The story of a key that changes nodes, by its number in [`Transit::parties`]; with the defaults where the scenario has no
/// `[migration]`.
#[must_use]
pub fn migration_story(scenario: &Scenario, transit: &Transit, policy: Policy, party: u32) -> KeyStory {
    let settings = scenario.migration.clone().unwrap_or_default();
    let Some(moving) = transit.parties.get(party as usize) else { return KeyStory { key: String::new(), lines: Vec::new(), more: 0 } };
    let (events, more) = story(transit, &settings, policy, scenario.seed, party);
    let line = |event: Event| (event.at_s, phrase(&event, moving, &|node| scenario.name(node)));
    let mut room = String::new();
    let key = scenario.keys.key(moving.key, &mut room).text.to_owned();
    KeyStory { key, lines: events.into_iter().map(line).collect(), more }
}

/// The number of a key in [`Transit::parties`]; none for one that does not change nodes or does not take part.
#[must_use]
pub fn migrating_key(scenario: &Scenario, transit: &Transit, text: &str) -> Option<u32> {
    let mut room = String::new();
    let found = transit.parties.iter().position(|party| scenario.keys.key(party.key, &mut room).text == text)?;
    Some(found as u32)
}
