//! The phases that a migration goes through: what begins each, what ends it, and what stands between two of them.

use super::super::clients::Route;
use super::super::event::{Event, Phase, Side, What};
use super::super::settings::Policy;
use super::{AFTERMATH_S, HOP_MS, KeyState, NEVER, Waiting, World};

impl World<'_> {
    pub(super) fn enter(&mut self, phase: Phase, ends: f64) {
        self.phases.push((phase, self.now));
        self.phase_ends = ends;
        self.digest = (self.digest ^ phase as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ self.now.to_bits();
        self.events.push(Event { at_s: self.now, what: What::Phase(phase) });
    }

    /// Hands out a map; gives when the next phase may begin.
    fn publish(&mut self, route: Route) -> f64 {
        self.clients.publish(self.now, route);
        if self.settings.barrier { self.clients.all_heard() } else { self.now }
    }

    pub(super) fn prepare(&mut self) {
        let route = match self.policy {
            Policy::StopWorld => Some(Route::Stop),
            Policy::DualWrite => Some(Route::WriteBoth),
            Policy::SwitchThenCopy | Policy::ProxyFromNew | Policy::CacheWarmup => Some(Route::New),
            Policy::CopyThenSwitch | Policy::AskRedirect | Policy::SnapshotCatchupPause => None,
        };
        let ends = route.map_or(0.0, |route| self.publish(route));
        self.enter(Phase::Prepare, ends);
        if self.new_from_the_start() {
            (0..self.keys.len() as u32).for_each(|party| self.hand_over(party));
            self.switched = true;
        }
    }

    /// Whether the new side owns the keys before they are copied.
    fn new_from_the_start(&self) -> bool {
        matches!(self.policy, Policy::SwitchThenCopy | Policy::ProxyFromNew | Policy::CacheWarmup)
    }

    pub(super) fn end_phase(&mut self) {
        match self.phase() {
            Phase::Prepare => self.begin_copying(),
            Phase::Copying if self.policy == Policy::SnapshotCatchupPause => self.catch_up(),
            Phase::CatchUp => self.never_converges(),
            Phase::Copying | Phase::Paused => self.switch(),
            Phase::Switched if self.policy == Policy::DualWrite && self.clients.newest() == Route::ReadNew => {
                self.phase_ends = self.publish(Route::New);
            }
            Phase::Switched => self.clean_up(),
            Phase::CleanUp | Phase::Done => self.finish(),
        }
    }

    fn begin_copying(&mut self) {
        self.began_s = Some(self.now);
        if self.policy == Policy::StopWorld {
            self.pause = Some((self.now, NEVER));
        }
        let ends = self.copying.begin(self.now, self.settings.drain);
        self.enter(Phase::Copying, ends);
        self.land_those_there();
    }

    fn catch_up(&mut self) {
        let rate = self.settings.apply_keys_per_s;
        let sticks = super::super::forms::sticks_at(self.transit.in_transit as f64, self.rates[1], rate);
        let hopeless = sticks > self.settings.pause_threshold_keys as f64;
        // Ten times the time in which the set of dirty keys comes e times closer to where it sticks.
        let patience = if hopeless { 10.0 + 10.0 * f64::from(self.transit.in_transit) / self.rates[1] } else { NEVER };
        self.enter(Phase::CatchUp, self.now + patience);
        self.copying.apply_from(self.now);
        self.pause_when_few();
    }

    /// The pause begins once few enough keys are left to apply.
    pub(in super::super) fn pause_when_few(&mut self) {
        let few = self.copying.dirty() as u64 <= self.settings.pause_threshold_keys;
        if self.phase() == Phase::CatchUp && few {
            self.pause = Some((self.now, NEVER));
            let waits = self.settings.drain && self.copying.dirty() > 0;
            self.enter(Phase::Paused, if waits { NEVER } else { self.now + 2.0 * HOP_MS / 1e3 });
        } else if self.phase() == Phase::Paused && self.copying.dirty() == 0 {
            self.phase_ends = self.now + 2.0 * HOP_MS / 1e3;
        }
    }

    fn never_converges(&mut self) {
        let (moved, writes, apply) = (f64::from(self.transit.in_transit), self.rates[1], self.settings.apply_keys_per_s);
        let why = super::super::forms::sticks(moved, writes, apply).text;
        let least = self.settings.pause_threshold_keys;
        let left = self.copying.dirty();
        let why = format!(
            "writes outrun what is applied, so that it never converges: {why}, above the {least} at which the pause may begin; given up with {left} keys left"
        );
        self.give_up(self.now, why);
    }

    fn switch(&mut self) {
        self.took_s = self.began_s.map(|began| self.now - began);
        self.switched = true;
        if let Some((_, end)) = &mut self.pause {
            *end = self.now;
        }
        self.copying.stop_applying();
        self.count_lost();
        (0..self.keys.len() as u32).for_each(|party| self.hand_over(party));
        let first = if self.policy == Policy::DualWrite { Route::ReadNew } else { Route::New };
        let ends = if self.new_from_the_start() { self.heard() } else { self.publish(first) };
        self.enter(Phase::Switched, ends);
        self.settle_after_switch();
        (0..self.transit.in_transit).for_each(|party| self.release(party, Side::New));
    }

    fn heard(&self) -> f64 {
        if self.settings.barrier { self.clients.all_heard().max(self.now) } else { self.now }
    }

    /// Counts the keys whose newest acknowledged write is not where it should be.
    fn count_lost(&mut self) {
        if self.policy == Policy::CacheWarmup {
            return; // The origin has every write.
        }
        for party in 0..self.transit.in_transit {
            let KeyState { new, newest, .. } = self.keys[party as usize];
            if new < newest {
                self.totals.lost += 1;
                self.emit(What::Lost { party, version: new, newest }, u64::from(party) << 8 | 0xf0);
            }
        }
    }

    /// The new nodes own a key from here on.
    pub(in super::super) fn hand_over(&mut self, party: u32) {
        if std::mem::replace(&mut self.keys[party as usize].handed, true) {
            return;
        }
        let moved = &self.transit.parties[party as usize];
        moved.before.iter().for_each(|node| self.owned[node.index()] -= 1);
        moved.after.iter().for_each(|node| self.owned[node.index()] += 1);
        self.emit(What::HandedOver { party }, u64::from(party) << 8 | 0xf1);
    }

    fn clean_up(&mut self) {
        self.old_gone = true;
        let late = if self.settings.barrier { 0.0 } else { self.settings.map_lag_ms / 1e3 };
        let ends = (self.now + AFTERMATH_S + late).max(self.copying.last_landing());
        self.enter(Phase::CleanUp, ends);
    }

    fn finish(&mut self) {
        self.settle(self.now);
        self.enter(Phase::Done, NEVER);
    }

    /// The waits that end at the switch, for each client when it hears of it.
    fn settle_after_switch(&mut self) {
        for client in 0..self.waiting.len() {
            let at = if self.policy == Policy::StopWorld { self.clients.hears(client as u32) } else { self.now };
            self.settle_one(client, at);
        }
    }

    /// Adds up the waits that have not ended.
    pub(super) fn settle(&mut self, at: f64) {
        (0..self.waiting.len()).for_each(|client| self.settle_one(client, at));
        if let Some((_, end)) = self.pause.as_mut().filter(|(_, end)| *end == NEVER) {
            *end = at;
        }
    }

    fn settle_one(&mut self, client: usize, at: f64) {
        let Waiting { count, since_s } = std::mem::take(&mut self.waiting[client]);
        self.totals.blocked_ms += (count as f64 * at - since_s).max(0.0) * 1e3;
    }
}
