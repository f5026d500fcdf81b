//! The world of an incident: nodes with their queues, clients, streaming and the failure detector, a quarter of a second a step.

use super::clients::Clients;
use super::detector::{Judgement, patience};
use super::events::{Event, Told};
use super::ground::{Ground, Role};
use super::node::{NodeNow, NodeState, Rules};
use super::settings::OverloadSettings;
use super::streaming::{Streaming, room};
use std::rc::Rc;

/// A step, s.
pub const STEP_S: f64 = 0.25;
/// When the change of the scenario happens, s.
pub const CHANGE_S: f64 = 60.0;
/// Up to here two steps are alike, in parts.
pub(super) const ALIKE: f64 = 1e-12;
/// The part of the attempts that must time out for the first timeout to be told.
const NOTICED: f64 = 0.01;

/// A cluster under load while it takes a step.
#[derive(Clone, Debug)]
pub struct World {
    ground: Rc<Ground>,
    settings: OverloadSettings,
    now: u64,
    clients: Clients,
    streaming: Streaming,
    nodes: Vec<NodeState>,
    /// Whether each member answers requests: it has joined, and is not taken for dead.
    up: Vec<bool>,
    /// Every member's part of the load, and the part that nobody answers.
    shares: Vec<f64>,
    nobody: f64,
    stage: Stage,
    timed_out: bool,
    flux: Flux,
    /// Steps without a change of anything that the next step reads.
    still: u64,
    /// What the steps so far have taken, in nodes.
    work: u64,
    patience: u64,
}

/// How far the change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Before,
    Streaming,
    Joined,
    Cancelled,
}

/// What happened in a step, in requests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flux {
    /// Fresh requests.
    pub fresh: f64,
    /// Fresh requests and retries.
    pub attempts: f64,
    /// Attempts that were answered in time.
    pub good: f64,
    /// Attempts that were answered too late, or not at all.
    pub failed: f64,
    /// Attempts that a node turned away, or that found no node.
    pub rejected: f64,
    /// Attempts that a node took in.
    pub admitted: f64,
    /// Requests that nodes served, in time or not.
    pub served: f64,
    /// Requests that nodes dropped since their clients would have given up.
    pub dropped: f64,
    /// Requests that were given up.
    pub given_up: f64,
    /// The greatest load and streaming of a node that answers, over its capacity.
    pub utilisation: f64,
}

impl Flux {
    /// Good answers over fresh requests.
    #[must_use]
    pub fn goodput(&self) -> f64 {
        self.good / self.fresh
    }
}

impl World {
    /// A world at time 0, [`CHANGE_S`] before the change. The settings are in their ranges.
    #[must_use]
    pub fn new(ground: Rc<Ground>, settings: OverloadSettings) -> Self {
        let members = ground.members.len();
        let fresh = settings.utilisation * settings.capacity_rps * ground.live_before() as f64 * STEP_S;
        let mut world = Self {
            now: 0,
            clients: Clients::new(&settings, fresh, members),
            streaming: Streaming::new(&ground, &settings),
            nodes: vec![NodeState::default(); members],
            up: vec![false; members],
            shares: vec![0.0; members],
            nobody: 0.0,
            stage: Stage::Before,
            timed_out: false,
            flux: Flux::default(),
            still: 0,
            work: 0,
            patience: patience(&settings),
            ground,
            settings,
        };
        world.share();
        world
    }

    /// Goes on by a step; gives what happened in it that is worth telling.
    pub fn step(&mut self) -> Vec<Told> {
        let mut told = Vec::new();
        self.turn(&mut told);
        self.flow();
        if !self.timed_out && self.stage != Stage::Before && self.flux.failed - self.flux.rejected >= NOTICED * self.flux.attempts {
            self.timed_out = true;
            self.tell(Event::FirstTimeout, &mut told);
        }
        self.judge(&mut told);
        self.now += 1;
        self.work += 8 + self.nodes.len() as u64;
        told
    }

    /// What the clock brings: the change, the end of the outage, of the streaming, or of the patience with it.
    fn turn(&mut self, told: &mut Vec<Told>) {
        if self.stage == Stage::Before && self.now >= steps(CHANGE_S) {
            self.change(told);
        }
        if self.settings.outage_s > 0.0 && self.now == self.outage_end() {
            self.still = 0;
            self.tell(Event::OutageOver, told);
            self.stream();
        }
        if self.stage == Stage::Streaming && self.now >= self.streaming.until() {
            self.still = 0;
            if self.streaming.settle(&self.ground, self.now) { self.join(told) } else { self.stream() }
        }
        if self.stage == Stage::Streaming && self.now >= self.cancel_at() {
            self.still = 0;
            self.streaming.settle(&self.ground, self.now);
            self.streaming.stop();
            self.stage = Stage::Cancelled;
            self.tell(Event::Cancelled, told);
        }
    }

    fn change(&mut self, told: &mut Vec<Told>) {
        (self.stage, self.still) = (Stage::Streaming, 0);
        self.tell(Event::Changed, told);
        if self.settings.outage_s > 0.0 {
            self.tell(Event::Outage, told);
        }
        if self.streaming.settle(&self.ground, self.now) {
            self.join(told);
        } else {
            self.share();
            self.stream();
        }
    }

    fn join(&mut self, told: &mut Vec<Told>) {
        self.streaming.stop();
        self.stage = Stage::Joined;
        self.tell(Event::Streamed, told);
        self.share();
    }

    /// Shares the load anew among the nodes that answer now.
    fn share(&mut self) {
        let joined = self.stage == Stage::Joined;
        for (place, member) in self.ground.members.iter().enumerate() {
            let answers = match member.role {
                Role::Stays => true,
                Role::Joins => joined,
                Role::Leaves => !joined,
                Role::Fails => self.stage == Stage::Before,
            };
            self.up[place] = answers && !self.nodes[place].seen.down;
        }
        let lists = if joined { &self.ground.after } else { &self.ground.before };
        self.nobody = lists.shares(&self.up, &mut self.shares);
        self.work += lists.cost() + self.clients.follow(&self.shares, self.nobody);
    }

    /// Sets the rates of the streaming anew.
    fn stream(&mut self) {
        if self.stage != Stage::Streaming {
            return;
        }
        self.streaming.settle(&self.ground, self.now);
        let live = |(place, node): (usize, &NodeState)| !node.seen.down && self.ground.members[place].role != Role::Fails && !self.out();
        let reachable: Vec<bool> = self.nodes.iter().enumerate().map(live).collect();
        let room = self.settings.low_priority.then(|| self.room());
        self.streaming.set_rates(&self.ground, &self.settings, &reachable, room.as_deref());
    }

    /// What requests leave of every disk, MB/s.
    fn room(&self) -> Vec<f64> {
        let capacity = self.settings.capacity_rps * STEP_S;
        let left = |(node, up): (&NodeState, &bool)| {
            if *up { room((node.arrivals + node.backlog) / capacity, self.settings.disk_mb_s) } else { f64::INFINITY }
        };
        self.nodes.iter().zip(&self.up).map(left).collect()
    }

    /// Whether no node answers.
    fn out(&self) -> bool {
        self.settings.outage_s > 0.0 && self.now >= steps(CHANGE_S) && self.now < self.outage_end()
    }

    fn outage_end(&self) -> u64 {
        steps(CHANGE_S + self.settings.outage_s)
    }

    fn cancel_at(&self) -> u64 {
        self.settings.cancel_after_s.map_or(u64::MAX, |after| steps(CHANGE_S + after))
    }

    /// Requests come, are served, and fail.
    fn flow(&mut self) {
        let given_up = self.clients.given_up;
        let attempts = self.clients.send();
        let (fresh, retries) = (self.clients.fresh, self.clients.retries);
        let parts = self.clients.parts();
        // Slots of the wheel can each stay as they are and yet differ from one another.
        let mut moved = false;
        for ((node, share), part) in self.nodes.iter_mut().zip(&self.shares).zip(parts) {
            let arrivals = fresh * share + retries * part;
            moved |= (arrivals - node.arrivals).abs() > ALIKE * fresh;
            node.arrivals = arrivals;
        }
        let unheard = fresh * self.nobody + retries * parts[self.nodes.len()];
        if self.settings.low_priority && self.still == 0 {
            self.stream();
        }
        let mut flux = Flux { fresh, attempts, failed: unheard, rejected: unheard, ..Flux::default() };
        let changed = self.serve(&mut flux);
        flux.good = (attempts - flux.failed).max(0.0);
        let turned = self.give_back(unheard);
        flux.given_up = self.clients.given_up - given_up;
        self.flux = flux;
        self.still = if moved || changed || turned { 0 } else { self.still + 1 };
    }

    /// Gives clients back what failed; gives whether that is other than a turn of their wheel ago.
    fn give_back(&mut self, unheard: f64) -> bool {
        let parts = self.clients.parts();
        let (mut fresh, mut retries) = (self.nobody, parts[self.nodes.len()]);
        for ((node, share), part) in self.nodes.iter().zip(&self.shares).zip(parts) {
            if node.failed > 0.0 {
                let chance = node.failed / node.arrivals;
                fresh += share * chance;
                retries += part * chance;
            }
        }
        let failed = self.nodes.iter().map(|node| node.failed).chain([unheard]);
        self.clients.take(fresh, retries, failed)
    }

    /// Every node serves; gives whether a queue changed.
    fn serve(&mut self, flux: &mut Flux) -> bool {
        let rules = Rules::of(&self.settings, self.out());
        let mut changed = false;
        for (place, node) in self.nodes.iter_mut().enumerate() {
            let streaming = self.streaming.busy[place] / rules.disk;
            if self.up[place] {
                flux.utilisation = flux.utilisation.max(node.arrivals / rules.capacity + streaming);
            }
            let before = node.backlog;
            rules.serve(node, streaming, flux);
            changed |= (node.backlog - before).abs() > ALIKE * before;
        }
        changed
    }

    /// The failure detector looks at every node.
    fn judge(&mut self, told: &mut Vec<Told>) {
        if !self.settings.failure_detector {
            return;
        }
        let timeout = self.settings.timeout_ms / 1e3;
        let observed = self.observed();
        let mut changed = false;
        for place in 0..self.nodes.len() {
            let node = &mut self.nodes[place];
            // Who does not answer requests yet, or no more, is not judged by their wait.
            let late = node.wait > timeout && (self.up[place] || node.seen.down);
            let judgement = node.seen.see(late, observed, self.patience);
            let event = match judgement {
                Judgement::Nothing => continue,
                Judgement::Convicted => Event::Down,
                Judgement::TakenBack => Event::Back,
            };
            changed = true;
            told.push(Told { at_s: self.now as f64 * STEP_S, event, node: Some(self.ground.members[place].id) });
        }
        if changed {
            self.still = 0;
            self.share();
            self.stream();
        }
    }

    /// Whether at least half of the nodes that answer are on time.
    fn observed(&self) -> bool {
        let timeout = self.settings.timeout_ms / 1e3;
        let up = || self.nodes.iter().zip(&self.up).filter(|(_, up)| **up);
        up().next().is_some() && 2 * up().filter(|(node, _)| node.wait <= timeout).count() >= up().count()
    }

    fn tell(&self, event: Event, told: &mut Vec<Told>) {
        told.push(Told { at_s: self.now as f64 * STEP_S, event, node: None });
    }

    /// Goes on by steps that are like the last one, where the state stands still, up to the step before anything can happen;
    /// gives how many. The world is then as if it had gone step by step.
    pub fn skip(&mut self, most: u64) -> u64 {
        if self.still <= self.clients.delay() as u64 {
            return 0;
        }
        let mut steps = most.min(self.next_turn().saturating_sub(self.now));
        if self.settings.failure_detector {
            let observed = self.observed();
            let rests = self.nodes.iter().filter_map(|node| node.seen.rest(observed, self.patience));
            steps = rests.fold(steps, u64::min);
        }
        self.now += steps;
        self.nodes.iter_mut().for_each(|node| node.seen.skip(steps));
        self.clients.skip(steps, self.flux.given_up);
        steps
    }

    /// The next step at which the clock brings something.
    fn next_turn(&self) -> u64 {
        let ahead = |at: u64| if at >= self.now { at } else { u64::MAX };
        let change = ahead(steps(CHANGE_S));
        let outage = if self.settings.outage_s > 0.0 { ahead(self.outage_end()) } else { u64::MAX };
        let streaming = if self.stage == Stage::Streaming { self.streaming.until().min(self.cancel_at()) } else { u64::MAX };
        change.min(outage).min(streaming)
    }

    /// Steps so far.
    #[must_use]
    pub const fn now(&self) -> u64 {
        self.now
    }

    /// What happened in the last step.
    #[must_use]
    pub const fn flux(&self) -> &Flux {
        &self.flux
    }

    /// What the world goes by.
    #[must_use]
    pub const fn settings(&self) -> &OverloadSettings {
        &self.settings
    }

    /// What the strategy says.
    #[must_use]
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Whether the change is still ahead.
    #[must_use]
    pub fn is_before_change(&self) -> bool {
        self.stage == Stage::Before
    }

    /// Whether streaming is under way.
    #[must_use]
    pub fn is_streaming(&self) -> bool {
        self.stage == Stage::Streaming
    }

    /// Requests that wait at nodes.
    #[must_use]
    pub fn backlog(&self) -> f64 {
        self.nodes.iter().map(|node| node.backlog).sum()
    }

    /// Requests that wait for their next try.
    #[must_use]
    pub fn waiting(&self) -> f64 {
        self.clients.waiting()
    }

    /// Every member's part of the load, and the part that nobody answers.
    #[must_use]
    pub fn shares(&self) -> (&[f64], f64) {
        (&self.shares, self.nobody)
    }

    /// Retries that were sent in the last step.
    #[must_use]
    pub const fn retries(&self) -> f64 {
        self.clients.retries
    }

    /// MB that are left to send.
    #[must_use]
    pub fn left_mb(&self) -> f64 {
        self.streaming.left(self.now)
    }

    /// MB that members have sent and received, up to the last change of the rates.
    #[must_use]
    pub fn sent_and_received_mb(&self) -> (f64, f64) {
        (self.streaming.sent.iter().sum(), self.streaming.received.iter().sum())
    }

    /// What all senders send together, MB/s.
    #[must_use]
    pub const fn streaming_mb_s(&self) -> f64 {
        self.streaming.rate
    }

    /// Load and streaming over capacity of a member, and how long what comes now waits, s; `up` says whether it answers.
    #[must_use]
    pub fn node(&self, place: usize) -> NodeNow {
        let node = &self.nodes[place];
        NodeNow {
            load: node.arrivals / (self.settings.capacity_rps * STEP_S),
            streaming: self.streaming.busy[place] / self.settings.disk_mb_s,
            wait_s: node.wait,
            up: self.up[place],
        }
    }

    pub(super) const fn work(&self) -> u64 {
        self.work
    }
}

/// Steps up to a time, s.
pub(super) fn steps(seconds: f64) -> u64 {
    libm::ceil(seconds / STEP_S - 1e-9) as u64
}
