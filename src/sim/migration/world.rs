//! The world of a migration: its state and its clock.
//!
//! A step is a tick of 50 ms. Within it everything happens at its exact time and in its order: requests come evenly, copies
//! leave evenly, so that what is counted does not depend on the tick. A barrier stands between phases: with it the next one
//! begins when the last client has heard of the map of the one before.

mod phases;

use super::chance::{Draw, Stream, shuffled};
use super::clients::Clients;
use super::copying::Copying;
use super::counts::Counts;
use super::event::{Event, Phase, Side, Watch, What};
use super::settings::{MigrationSettings, Policy};
use super::transit::Transit;
use crate::analysis::words::thousands;

/// A tick, s.
pub const TICK_S: f64 = 0.05;
/// A hop from one node to another, ms.
pub const HOP_MS: f64 = 0.5;
/// How long requests are watched after the old copies are gone, s.
pub const AFTERMATH_S: f64 = 2.0;
/// The most simulated time, s.
pub const MOST_SECONDS: f64 = 20_000.0;
/// The most requests for keys in transit.
pub const MOST_REQUESTS: u64 = 20_000_000;
/// How long nothing is added to a cold cache after a delete, s.
pub const HOLD_OFF_S: f64 = 2.0;
/// A time that does not come.
pub(super) const NEVER: f64 = f64::INFINITY;

/// A key in transit, or one whose copies move in the background.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KeyState {
    /// What the old side has; 0 for nothing.
    pub old: u32,
    /// What the new side has; 0 for nothing.
    pub new: u32,
    /// The newest acknowledged write.
    pub newest: u32,
    /// What is on its way to the new side; 0 for nothing.
    pub flight: u32,
    /// Reads that wait.
    pub held_reads: u32,
    /// Writes that wait.
    pub held_writes: u32,
    /// Whether the new side is its owner.
    pub handed: bool,
    /// Whether it waits to be applied, or word of a write is on its way to the warm cache.
    pub dirty: bool,
}

/// Operations that wait, so that their waiting can be added up when it ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waiting {
    pub count: u64,
    /// The sum of the times when they began to, s.
    pub since_s: f64,
}

/// A migration under one policy.
#[derive(Debug)]
pub struct World<'a> {
    pub(super) transit: &'a Transit,
    pub(super) settings: &'a MigrationSettings,
    pub(super) policy: Policy,
    pub(super) keys: Vec<KeyState>,
    pub(super) clients: Clients,
    pub(super) copying: Copying,
    pub(super) totals: Counts,
    /// Operations by what the timeline shows them as, see [`super::Band`].
    pub(super) bands: [u64; 6],
    /// Waiting operations by client.
    pub(super) waiting: Vec<Waiting>,
    /// Until when adds of a key are refused, by key, s; empty but for a cache.
    pub(super) held_off: Vec<f64>,
    pub(super) now: f64,
    pub(super) old_gone: bool,
    pub(super) switched: bool,
    owned: Vec<u64>,
    draw: Draw,
    streams: [Stream; 2],
    /// The next request of each kind, reads first: its number and its time.
    next: [(u64, f64); 2],
    /// Reads and writes on keys in transit, and all requests on the others, a second.
    rates: [f64; 3],
    others: u64,
    phases: Vec<(Phase, f64)>,
    /// When the phase ends by itself.
    phase_ends: f64,
    ticks: u64,
    pub(super) watch: Watch,
    events: Vec<Event>,
    digest: u64,
    began_s: Option<f64>,
    took_s: Option<f64>,
    pub(super) pause: Option<(f64, f64)>,
    ended_by: Option<String>,
    left: Option<u64>,
}

/// What a tick gave.
#[derive(Debug)]
pub struct Tick<'w> {
    /// When it ended, s.
    pub until_s: f64,
    /// What was counted in it.
    pub counts: Counts,
    /// Operations of it by what the timeline shows them as.
    pub bands: [u64; 6],
    /// What happened in it, of what is watched, in order.
    pub events: &'w [Event],
}

impl<'a> World<'a> {
    /// A migration that has not begun.
    #[must_use]
    pub fn new(transit: &'a Transit, settings: &'a MigrationSettings, policy: Policy, seed: u64) -> Self {
        let share = transit.share();
        let rates = [settings.reads_per_s * share, settings.writes_per_s * share];
        let others = (settings.reads_per_s + settings.writes_per_s) * transit.staying();
        let first = |rate: f64| (0, if rate > 0.0 { 0.5 / rate } else { NEVER });
        let order = shuffled(Stream::new(seed, 1), transit.parties.len() as u32);
        let mut world = Self {
            transit,
            settings,
            policy,
            keys: vec![KeyState { old: 1, newest: 1, ..KeyState::default() }; transit.parties.len()],
            clients: Clients::new(settings.clients.max(1), settings.map_lag_ms / 1e3, seed),
            copying: Copying::new(transit, settings, policy, order),
            totals: Counts::default(),
            bands: [0; 6],
            waiting: vec![Waiting::default(); settings.clients.max(1) as usize],
            held_off: Vec::new(),
            now: 0.0,
            old_gone: false,
            switched: false,
            owned: transit.owned.clone(),
            draw: transit.draw(),
            streams: [Stream::new(seed, 2), Stream::new(seed, 3)],
            next: rates.map(first),
            rates: [rates[0], rates[1], others],
            others: 0,
            phases: Vec::new(),
            phase_ends: NEVER,
            ticks: 0,
            watch: Watch::Phases,
            events: Vec::new(),
            digest: seed,
            began_s: None,
            took_s: None,
            pause: None,
            ended_by: None,
            left: None,
        };
        if policy == Policy::CacheWarmup {
            world.warm_cache(Stream::new(seed, 4));
        }
        world.prepare();
        world
    }

    /// The same, keeping more events.
    #[must_use]
    pub const fn watching(mut self, watch: Watch) -> Self {
        self.watch = watch;
        self
    }

    /// Each key is in the warm cache with the chance of its hit rate.
    fn warm_cache(&mut self, stream: Stream) {
        self.held_off = vec![0.0; self.keys.len()];
        for (i, key) in self.keys.iter_mut().enumerate() {
            key.old = u32::from(stream.share(i as u64) <= self.settings.hit_rate);
        }
    }

    /// One tick; nothing happens any more once [`Self::phase`] is done.
    pub fn step(&mut self) -> Tick<'_> {
        let (counts, bands) = (self.totals, self.bands);
        if self.ticks > 0 {
            self.events.clear();
        }
        let until = (self.ticks + 1) as f64 * TICK_S;
        while self.phase() != Phase::Done && self.advance(until) {}
        self.ticks += 1;
        self.count_others(until);
        self.bound();
        let bands = std::array::from_fn(|i| self.bands[i] - bands[i]);
        Tick { until_s: until.min(self.end_s()), counts: self.totals.since(&counts), bands, events: &self.events }
    }

    /// Goes to the next thing that happens before `until`; false where there is none.
    fn advance(&mut self, until: f64) -> bool {
        let work = self.copying.next().min(self.phase_ends);
        let end = work.min(until);
        while self.next[0].1.min(self.next[1].1) < end {
            let kind = usize::from(self.next[1].1 < self.next[0].1);
            self.request(kind);
            if self.copying.next() < work {
                return true;
            }
        }
        if work >= until {
            return false;
        }
        self.now = work;
        if self.copying.next() <= self.phase_ends {
            self.work()
        } else {
            self.end_phase()
        }
        true
    }

    #[inline]
    fn request(&mut self, kind: usize) {
        let (number, at) = self.next[kind];
        self.next[kind] = (number + 1, ((number + 1) as f64 + 0.5) / self.rates[kind]);
        self.now = at;
        let bits = self.streams[kind].at(number);
        let party = self.draw.pick((bits >> 32) as u32);
        let client = super::chance::below(bits as u32, self.clients.count());
        self.serve(party, client, kind == 1);
    }

    /// Requests for keys that stay where they are: all are answered.
    fn count_others(&mut self, until: f64) {
        let sent = (until.min(self.end_s()) * self.rates[2]) as u64;
        let more = sent.saturating_sub(self.others);
        self.others += more;
        self.totals.hit += more;
        self.bands[0] += more;
    }

    /// Ends a run that is too long, and says why.
    fn bound(&mut self) {
        let requests = self.next[0].0 + self.next[1].0;
        let (now, takes) = (self.now_s(), self.copying.takes_s());
        if self.phase() == Phase::Done {
        } else if now >= MOST_SECONDS {
            let most = thousands(MOST_SECONDS as u64);
            self.give_up(now, format!("stopped after {most} s of simulated time, the most there is; copying alone takes {takes:.0} s"));
        } else if requests >= MOST_REQUESTS {
            let most = thousands(MOST_REQUESTS);
            self.give_up(now, format!("stopped at {now:.1} s after {most} requests for moving keys, the most there are"));
        }
    }

    /// Ends the run before its switch or its clean-up.
    pub(super) fn give_up(&mut self, at: f64, why: String) {
        self.now = at;
        self.left = Some(self.copying.left());
        self.ended_by = Some(why);
        self.settle(at);
        self.enter(Phase::Done, NEVER);
    }

    /// Stops the migration before its switch: what is on its way is dropped, and what waits is answered by the old side.
    pub fn abort(&mut self) {
        self.now = self.now_s();
        self.copying.drop_all();
        for party in 0..self.transit.in_transit {
            let key = self.key(party);
            key.flight = 0;
            self.release(party, Side::Old);
        }
        self.settle(self.now);
        self.ended_by = Some("aborted".to_owned());
        self.enter(Phase::Done, NEVER);
    }

    #[inline]
    pub(super) fn key(&mut self, party: u32) -> &mut KeyState {
        &mut self.keys[party as usize]
    }

    /// Keeps an event if it is watched, and adds it to the digest.
    #[inline]
    pub(super) fn emit(&mut self, what: What, word: u64) {
        let mixed = self.digest.rotate_left(23) ^ word ^ self.now.to_bits();
        self.digest = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        if self.watch != Watch::Phases && what.party().is_some_and(|party| self.watch.sees(party)) {
            self.events.push(Event { at_s: self.now, what });
        }
    }
}

/// What can be seen of it.
impl World<'_> {
    /// The phase that it is in.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phases.last().map_or(Phase::Prepare, |(phase, _)| *phase)
    }

    /// Every phase so far and when it began, s.
    #[must_use]
    pub fn phases(&self) -> &[(Phase, f64)] {
        &self.phases
    }

    /// How far it is, s.
    #[must_use]
    pub fn now_s(&self) -> f64 {
        (self.ticks as f64 * TICK_S).min(self.end_s())
    }

    /// When it was done; endless until then.
    fn end_s(&self) -> f64 {
        self.phases.last().filter(|(phase, _)| *phase == Phase::Done).map_or(NEVER, |(_, at)| *at)
    }

    /// What was counted so far.
    #[must_use]
    pub const fn totals(&self) -> &Counts {
        &self.totals
    }

    /// Copies by owning node, by [`crate::cluster::NodeId`]: their sum is that of all keys' copies at any time.
    #[must_use]
    pub fn owned(&self) -> &[u64] {
        &self.owned
    }

    /// The side that owns a key.
    #[must_use]
    pub fn owner(&self, party: u32) -> Side {
        if self.keys[party as usize].handed { Side::New } else { Side::Old }
    }

    /// What the old side and the new side have of a key, and the newest acknowledged write.
    #[must_use]
    pub fn versions(&self, party: u32) -> [u32; 3] {
        let KeyState { old, new, newest, .. } = self.keys[party as usize];
        [old, new, newest]
    }

    /// Keys that were written and wait to be applied.
    #[must_use]
    pub fn dirty(&self) -> u64 {
        self.copying.dirty() as u64
    }

    /// Whether the switch is made: from then on aborting is no way back.
    #[must_use]
    pub const fn switched(&self) -> bool {
        self.switched
    }

    /// From the first copy to the switch, or to the last copy where the switch came first; until now where there was none, s.
    #[must_use]
    pub fn duration_s(&self) -> f64 {
        self.took_s.unwrap_or_else(|| self.began_s.map_or(0.0, |began| self.now_s() - began))
    }

    /// How long requests for moving keys were paused, s.
    #[must_use]
    pub fn pause_s(&self) -> f64 {
        self.pause.map_or(0.0, |(begin, end)| end.min(self.now_s()) - begin)
    }

    /// What bounded the run before it ended by itself.
    #[must_use]
    pub fn ended_by(&self) -> Option<&str> {
        self.ended_by.as_deref()
    }

    /// Keys that were still to be copied or applied when it was ended.
    #[must_use]
    pub const fn left(&self) -> Option<u64> {
        self.left
    }

    /// When the copy of each key left and arrived, by party, s; endless for one that did not.
    #[must_use]
    pub fn times(&self) -> &[(f64, f64)] {
        self.copying.times()
    }

    /// A digest of all that happened, the same on every machine.
    #[must_use]
    pub const fn digest(&self) -> u64 {
        self.digest
    }
}
