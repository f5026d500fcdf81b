//! The work of a migration: copies that leave evenly and are in flight for a while, and written keys that are applied.

use super::event::{Phase, Side, What};
use super::settings::{MigrationSettings, Policy};
use super::transit::Transit;
use super::world::{KeyState, NEVER, World};
use std::collections::VecDeque;

/// Something on its way from the old side to the new one, or to the warm cache.
#[derive(Clone, Copy, Debug)]
enum Flight {
    /// A copy of a key.
    Copy(u32),
    /// A value from the warm cache, to be added where there is none.
    Add(u32),
    /// Word to the warm cache that a key was written.
    Drop(u32),
}

/// What there is to do next.
#[derive(Clone, Copy, Debug)]
enum Job {
    Send(u32),
    Land(Flight),
    Apply(u32),
}

/// What was copied, what is on its way, and what is to be applied.
#[derive(Debug)]
pub(super) struct Copying {
    /// The parties that have something to copy, in the order in which they leave.
    order: Vec<(u32, u32)>,
    /// The parties in transit whose new node has a copy already.
    there: Vec<u32>,
    sent: usize,
    /// Copies that have left.
    left: u64,
    copies: u64,
    /// Copies a second.
    rate: f64,
    latency_s: f64,
    began_s: f64,
    /// All are as long on their way, so the first that left arrives first.
    flights: VecDeque<(f64, Flight)>,
    dirty: VecDeque<u32>,
    apply_s: f64,
    times: Vec<(f64, f64)>,
    send_at: f64,
    apply_at: f64,
    next: f64,
}

impl Copying {
    /// The copying of a step, in an order of its parties.
    pub(super) fn new(transit: &Transit, settings: &MigrationSettings, policy: Policy, order: Vec<u32>) -> Self {
        let copies = |party: u32| transit.parties[party as usize].copies;
        let (to_copy, without): (Vec<u32>, Vec<u32>) = order.into_iter().partition(|party| copies(*party) > 0);
        // A cache is not copied: it fills by its misses, for as long as copying would take.
        let to_copy = if policy == Policy::CacheWarmup { Vec::new() } else { to_copy };
        Self {
            order: to_copy.into_iter().map(|party| (party, copies(party))).collect(),
            there: without.into_iter().filter(|party| *party < transit.in_transit).collect(),
            sent: 0,
            left: 0,
            copies: transit.copies,
            rate: copies_per_s(transit, settings),
            latency_s: settings.in_flight_ms / 1e3 + settings.value_kb / settings.link_mb_s / 1e3,
            began_s: 0.0,
            flights: VecDeque::new(),
            dirty: VecDeque::new(),
            apply_s: 1.0 / settings.apply_keys_per_s,
            times: vec![(NEVER, NEVER); transit.parties.len()],
            send_at: NEVER,
            apply_at: NEVER,
            next: NEVER,
        }
    }

    /// When there is something to do, s.
    #[inline]
    pub(super) const fn next(&self) -> f64 {
        self.next
    }

    /// How long copying takes, s.
    pub(super) fn takes_s(&self) -> f64 {
        self.copies as f64 / self.rate
    }

    /// Begins; gives when it ends. The last copies are waited for where the new side must have all.
    pub(super) fn begin(&mut self, at: f64, drain: bool) -> f64 {
        self.began_s = at;
        self.plan_send();
        self.plan();
        let ends = at + self.takes_s();
        let last = self.order.last().map_or(0, |(_, copies)| *copies);
        let landed = at + (self.copies as f64 - f64::from(last) / 2.0) / self.rate + self.latency_s;
        if drain && last > 0 { ends.max(landed) } else { ends }
    }

    /// A copy leaves in the middle of the time that is its own.
    fn plan_send(&mut self) {
        let middle = |copies: u32| self.began_s + (self.left as f64 + f64::from(copies) / 2.0) / self.rate;
        self.send_at = self.order.get(self.sent).map_or(NEVER, |(_, copies)| middle(*copies));
    }

    fn plan(&mut self) {
        let lands = self.flights.front().map_or(NEVER, |(at, _)| *at);
        self.next = self.send_at.min(lands).min(self.apply_at);
    }

    /// Takes what is next.
    fn take(&mut self) -> Option<Job> {
        let job = if self.flights.front().is_some_and(|(at, _)| *at <= self.next) {
            self.flights.pop_front().map(|(_, flight)| Job::Land(flight))
        } else if self.send_at <= self.next {
            self.take_send()
        } else {
            self.take_dirty()
        };
        self.plan();
        job
    }

    fn take_send(&mut self) -> Option<Job> {
        let (party, copies) = *self.order.get(self.sent)?;
        self.sent += 1;
        self.left += u64::from(copies);
        self.plan_send();
        Some(Job::Send(party))
    }

    fn take_dirty(&mut self) -> Option<Job> {
        let party = self.dirty.pop_front();
        self.apply_at = if self.dirty.is_empty() { NEVER } else { self.apply_at + self.apply_s };
        party.map(Job::Apply)
    }

    fn fly(&mut self, at: f64, flight: Flight) {
        self.flights.push_back((at + self.latency_s, flight));
        self.plan();
    }

    /// Begins to apply what was written.
    pub(super) fn apply_from(&mut self, at: f64) {
        self.apply_at = if self.dirty.is_empty() { NEVER } else { at + self.apply_s };
        self.plan();
    }

    /// Applies no more.
    pub(super) fn stop_applying(&mut self) {
        self.apply_at = NEVER;
        self.plan();
    }

    /// Keys that were written and wait to be applied.
    pub(super) fn dirty(&self) -> usize {
        self.dirty.len()
    }

    /// Keys that are still to be copied or applied.
    pub(super) fn left(&self) -> u64 {
        (self.order.len() - self.sent + self.dirty.len()) as u64
    }

    /// When the last of what is on its way arrives, s.
    pub(super) fn last_landing(&self) -> f64 {
        self.flights.back().map_or(0.0, |(at, _)| *at)
    }

    /// When a copy that left at a time arrives, s.
    pub(super) fn lands(&self, party: u32) -> f64 {
        self.times[party as usize].0 + self.latency_s
    }

    /// When the copy of each key left and arrived, s.
    pub(super) fn times(&self) -> &[(f64, f64)] {
        &self.times
    }

    /// Drops everything that is not done.
    pub(super) fn drop_all(&mut self) {
        self.order.truncate(self.sent);
        self.flights.clear();
        self.dirty.clear();
        (self.send_at, self.apply_at, self.next) = (NEVER, NEVER, NEVER);
    }
}

/// Copies a second: what the scenario says, or what the links between the nodes carry.
pub(super) fn copies_per_s(transit: &Transit, settings: &MigrationSettings) -> f64 {
    let carried = transit.links.max(1) as f64 * settings.link_mb_s * 1e3 / settings.value_kb;
    settings.copy_keys_per_s.min(carried)
}

impl World<'_> {
    /// Does what is next of the copying.
    pub(super) fn work(&mut self) {
        match self.copying.take() {
            Some(Job::Send(party)) => self.send(party),
            Some(Job::Land(Flight::Copy(party))) => self.land(party),
            Some(Job::Land(Flight::Add(party))) => self.add(party),
            Some(Job::Land(Flight::Drop(party))) => self.forget(party),
            Some(Job::Apply(party)) => self.apply(party),
            None => {}
        }
    }

    /// Keys whose new node has a copy already are there as soon as copying begins.
    pub(super) fn land_those_there(&mut self) {
        for party in std::mem::take(&mut self.copying.there) {
            let key = self.key(party);
            key.flight = key.old;
            self.copying.times[party as usize].0 = self.now;
            self.land(party);
        }
    }

    fn send(&mut self, party: u32) {
        let key = self.key(party);
        key.flight = key.old;
        let version = key.flight;
        self.copying.times[party as usize].0 = self.now;
        self.copying.fly(self.now, Flight::Copy(party));
        self.emit(What::Sent { party, version }, word(party, version, 1));
        // Without draining, the old node gives a key up as soon as it has sent it.
        if self.policy == Policy::AskRedirect && !self.settings.drain {
            self.hand_over(party);
        }
    }

    /// A copy arrives: with timestamps it never replaces what is newer.
    fn land(&mut self, party: u32) {
        let timestamps = self.settings.timestamps;
        let key = self.key(party);
        let version = std::mem::take(&mut key.flight);
        let taken = !timestamps || version > key.new;
        if taken {
            key.new = version;
        }
        self.copying.times[party as usize].1 = self.now;
        self.emit(What::Landed { party, version, taken }, word(party, version, 2 + u64::from(taken)));
        if self.policy == Policy::AskRedirect {
            self.hand_over(party);
            self.key(party).old = 0;
            self.release(party, Side::New);
        }
    }

    fn apply(&mut self, party: u32) {
        let key = self.key(party);
        key.dirty = false;
        key.new = key.old;
        let version = key.old;
        self.emit(What::Applied { party, version }, word(party, version, 4));
        self.pause_when_few();
    }

    /// Notes that a key was written after its copying began.
    pub(super) fn mark_dirty(&mut self, party: u32) {
        let phase = self.phase();
        let KeyState { dirty, .. } = self.key(party);
        if !*dirty && (Phase::Copying..=Phase::Paused).contains(&phase) {
            *dirty = true;
            self.copying.dirty.push_back(party);
        }
    }

    /// Sends a value of the warm cache to the cold one, unless one is on its way.
    pub(super) fn send_add(&mut self, party: u32) {
        let key = self.key(party);
        if key.flight != 0 {
            return;
        }
        key.flight = key.old;
        let version = key.flight;
        if self.copying.times[party as usize].0 == NEVER {
            self.copying.times[party as usize].0 = self.now;
        }
        self.copying.fly(self.now, Flight::Add(party));
        self.emit(What::Sent { party, version }, word(party, version, 1));
    }

    /// Tells the warm cache that a key was written.
    pub(super) fn send_drop(&mut self, party: u32) {
        self.copying.fly(self.now, Flight::Drop(party));
    }

    fn forget(&mut self, party: u32) {
        let key = self.key(party);
        (key.old, key.dirty) = (0, false);
    }

    /// A value from the warm cache is added where there is none, unless deletes are held off.
    fn add(&mut self, party: u32) {
        let free = !self.held_off(party);
        let key = self.key(party);
        let version = std::mem::take(&mut key.flight);
        let taken = free && key.new == 0;
        if taken {
            key.new = version;
        }
        if self.copying.times[party as usize].1 == NEVER {
            self.copying.times[party as usize].1 = self.now;
        }
        self.emit(What::Landed { party, version, taken }, word(party, version, 2 + u64::from(taken)));
    }
}

/// An event as a number, for the digest.
#[inline]
pub(super) const fn word(party: u32, version: u32, what: u64) -> u64 {
    (party as u64) << 40 ^ (version as u64) << 8 ^ what
}
