//! Streaming: what is left to send between members, at rates that hold until something changes.
//!
//! A sender sends at its throttle, shared among its receivers by what is left for each; a joining node takes whatever it is
//! sent unless it is capped. What is left is settled when rates change, so that a step costs nothing for the pairs.

use super::ground::{Flow, Ground, Role};
use super::settings::OverloadSettings;
use super::world::STEP_S;

/// Up to here streaming at low priority fills a node.
const FILLED: f64 = 0.98;

#[derive(Clone, Debug)]
pub(super) struct Streaming {
    pairs: Vec<Pair>,
    /// The step from which on the rates hold.
    since: u64,
    /// The step at which the first pair ends.
    until: u64,
    /// What streaming takes of every member's disk, MB/s.
    pub(super) busy: Vec<f64>,
    /// What all senders send together, MB/s.
    pub(super) rate: f64,
    /// MB sent and received by every member.
    pub(super) sent: Vec<f64>,
    pub(super) received: Vec<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Pair {
    from: u32,
    to: u32,
    /// MB.
    left: f64,
    /// MB/s.
    rate: f64,
}

impl Streaming {
    pub(super) fn new(ground: &Ground, settings: &OverloadSettings) -> Self {
        let total = settings.data_gb * 1e3 * ground.live_before() as f64;
        let pair = |flow: &Flow| Pair { from: flow.from, to: flow.to, left: flow.share * total, rate: 0.0 };
        let pairs = ground.flows.iter().map(pair).filter(|pair| pair.left > 0.0).collect();
        let none = vec![0.0; ground.members.len()];
        Self { pairs, since: 0, until: u64::MAX, busy: none.clone(), rate: 0.0, sent: none.clone(), received: none }
    }

    /// MB that are left to send.
    pub(super) fn left(&self, now: u64) -> f64 {
        let elapsed = (now - self.since) as f64 * STEP_S;
        self.pairs.iter().map(|pair| (pair.left - pair.rate * elapsed).max(0.0)).sum()
    }

    /// The step at which the first pair ends at these rates.
    pub(super) const fn until(&self) -> u64 {
        self.until
    }

    /// Counts what was sent up to now; gives whether all is.
    pub(super) fn settle(&mut self, ground: &Ground, now: u64) -> bool {
        let elapsed = (now - self.since) as f64 * STEP_S;
        for pair in &mut self.pairs {
            let all = elapsed * pair.rate >= pair.left * (1.0 - 1e-9);
            let moved = if all && pair.rate > 0.0 { pair.left } else { elapsed * pair.rate };
            pair.left = if all && pair.rate > 0.0 { 0.0 } else { pair.left - moved };
            self.sent[pair.from as usize] += moved;
            ground.receivers(pair.to).for_each(|(to, part)| self.received[to] += moved * part);
        }
        self.pairs.retain(|pair| pair.left > 0.0);
        self.since = now;
        self.pairs.is_empty()
    }

    /// No more is sent.
    pub(super) fn stop(&mut self) {
        self.pairs.clear();
        self.busy.fill(0.0);
        (self.rate, self.until) = (0.0, u64::MAX);
    }

    /// Sets the rates from now on. `reachable` are members that send and receive; `room` is what requests leave of a
    /// member's disk, MB/s, where streaming takes only that.
    pub(super) fn set_rates(&mut self, ground: &Ground, settings: &OverloadSettings, reachable: &[bool], room: Option<&[f64]>) {
        self.share_throttles(settings.throttle_mb_s, reachable);
        self.add_up(ground);
        if let Some(most) = settings.joiner_mb_s {
            let joins = |place: usize| ground.members[place].role == Role::Joins;
            self.slow(ground, |busy, place| if joins(place) { most / busy } else { 1.0 });
        }
        if let Some(room) = room {
            self.slow(ground, |busy, place| room[place] / busy);
        }
        let steps = |pair: &Pair| libm::ceil(pair.left / pair.rate / STEP_S - 1e-6).max(1.0);
        let first = self.pairs.iter().filter(|pair| pair.rate > 0.0).map(steps).fold(f64::INFINITY, f64::min);
        self.until = if first < 1e15 { self.since + first as u64 } else { u64::MAX };
    }

    fn share_throttles(&mut self, throttle: f64, reachable: &[bool]) {
        let goes = |pair: &Pair| reachable[pair.from as usize] && (pair.to == Flow::ALL || reachable[pair.to as usize]);
        let left = &mut self.busy;
        left.fill(0.0);
        self.pairs.iter().filter(|pair| goes(pair)).for_each(|pair| left[pair.from as usize] += pair.left);
        for pair in &mut self.pairs {
            pair.rate = if goes(pair) { throttle * pair.left / left[pair.from as usize] } else { 0.0 };
        }
    }

    /// What streaming takes of every member at the pairs' rates.
    fn add_up(&mut self, ground: &Ground) {
        self.busy.fill(0.0);
        self.rate = 0.0;
        for pair in &self.pairs {
            self.rate += pair.rate;
            self.busy[pair.from as usize] += pair.rate;
            ground.receivers(pair.to).for_each(|(to, part)| self.busy[to] += pair.rate * part);
        }
    }

    /// Slows pairs to what the slower of their ends allows: `allowed` gives the part of what it would be busy with.
    fn slow(&mut self, ground: &Ground, allowed: impl Fn(f64, usize) -> f64) {
        let part = |(place, busy): (usize, &f64)| if *busy > 0.0 { allowed(*busy, place).clamp(0.0, 1.0) } else { 1.0 };
        let parts: Vec<f64> = self.busy.iter().enumerate().map(part).collect();
        for pair in &mut self.pairs {
            let to = ground.receivers(pair.to).map(|(to, _)| parts[to]).fold(1.0, f64::min);
            pair.rate *= parts[pair.from as usize].min(to);
        }
        self.add_up(ground);
    }
}

/// What requests leave of a disk, MB/s: it is filled up to [`FILLED`].
pub(super) fn room(used: f64, disk: f64) -> f64 {
    (FILLED - used).max(0.0) * disk
}

/// How long it takes when nothing disturbs it, s: the longest that a sender sends, or a joining node with a cap takes.
pub(super) fn undisturbed_s(ground: &Ground, settings: &OverloadSettings) -> f64 {
    let total = settings.data_gb * 1e3 * ground.live_before() as f64;
    let (mut sent, mut taken) = (vec![0.0; ground.members.len()], vec![0.0; ground.members.len()]);
    for flow in &ground.flows {
        sent[flow.from as usize] += flow.share * total;
        ground.receivers(flow.to).for_each(|(to, part)| taken[to] += flow.share * total * part);
    }
    let greatest = |all: Vec<f64>| all.into_iter().fold(0.0, f64::max);
    ground.members.iter().zip(&mut taken).filter(|(member, _)| member.role != Role::Joins).for_each(|(_, taken)| *taken = 0.0);
    let capped = settings.joiner_mb_s.map_or(0.0, |most| greatest(taken) / most);
    capped.max(greatest(sent) / settings.throttle_mb_s)
}
