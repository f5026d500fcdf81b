//! A run to its end, and how it ended.

use super::events::{Event, Told};
use super::ground::Ground;
use super::series::{Recorder, Series};
use super::settings::OverloadSettings;
use super::streaming::undisturbed_s;
use super::world::{CHANGE_S, Flux, STEP_S, World, steps};
use std::rc::Rc;

/// A run ends so long after the streaming has ended and the backlog is empty, s.
const AFTERWARDS_S: f64 = 300.0;
/// Of so much the final goodput is the mean, s.
const FINAL_S: f64 = 240.0;
/// A run is given so much beside three times the undisturbed streaming, s.
const GRACE_S: f64 = 1_200.0;
/// The most that a run may take, in nodes that were looked at: seconds, however many nodes there are.
const WORK: u64 = 20_000_000;
/// The most events that are kept; flapping nodes make many.
const EVENTS: usize = 2_000;

/// How a step under load ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Goodput stays over 99 %.
    Survives,
    /// It does not, and comes back.
    Degrades,
    /// Under half of the fresh requests are answered in the end.
    Cascades,
}

impl Verdict {
    /// Its name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Survives => "survives",
            Self::Degrades => "degrades",
            Self::Cascades => "cascades",
        }
    }
}

/// What a run found. Times are from the change on.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How it ended.
    pub verdict: Verdict,
    /// The least goodput of a step after the change.
    pub min_goodput: f64,
    /// The mean of the last 240 s.
    pub final_goodput: f64,
    /// Until one attempt in a hundred timed out, s.
    pub first_timeout_s: Option<f64>,
    /// Until everything was sent, s; 0 where nothing was to be sent.
    pub stream_s: Option<f64>,
    /// The greatest load and streaming of a node that answers, over its capacity.
    pub peak_utilisation: f64,
    /// When the run ended, s from its beginning.
    pub end_s: f64,
    /// What bounded the run before it ended by itself.
    pub ended_by: Option<&'static str>,
}

/// A run that can be advanced bit by bit.
#[derive(Clone, Debug)]
pub struct Run {
    world: World,
    latest: u64,
    /// The last step with streaming or a backlog.
    busy: u64,
    recent: Recent,
    outcome: Outcome,
    events: Vec<Told>,
    recorder: Option<Recorder>,
    done: bool,
}

impl Run {
    /// A run that has not begun; with `recorded`, it keeps what it passes through.
    #[must_use]
    pub fn new(ground: Rc<Ground>, settings: OverloadSettings, recorded: bool) -> Self {
        let latest = steps(CHANGE_S + (3.0 * undisturbed_s(&ground, &settings) + GRACE_S).min(1e15));
        let world = World::new(ground, settings);
        let recorder = recorded.then(|| Recorder::new(&world));
        let outcome = Outcome {
            verdict: Verdict::Survives,
            min_goodput: f64::INFINITY,
            final_goodput: 1.0,
            first_timeout_s: None,
            stream_s: None,
            peak_utilisation: 0.0,
            end_s: 0.0,
            ended_by: None,
        };
        Self { world, latest, busy: 0, recent: Recent::default(), outcome, events: Vec::new(), recorder, done: false }
    }

    /// Takes at most `most` steps, or one leap over steps that are all alike; gives whether it has ended.
    pub fn advance(&mut self, most: u64) -> bool {
        for _ in 0..most {
            if self.done {
                break;
            }
            self.step();
        }
        self.done
    }

    /// How far it is of the time that it may take at the most; 1 when it has ended.
    #[must_use]
    pub fn progress(&self) -> f64 {
        if self.done { 1.0 } else { self.world.now() as f64 / (self.latest + 1) as f64 }
    }

    fn step(&mut self) {
        let told = self.world.step();
        self.note(&told);
        self.count(1);
        let left = self.end().saturating_sub(self.world.now());
        let skipped = self.world.skip(left);
        if skipped > 0 {
            self.count(skipped);
        }
        self.finish_if_over();
    }

    fn note(&mut self, told: &[Told]) {
        for told in told {
            let since = told.at_s - CHANGE_S;
            match told.event {
                Event::FirstTimeout => self.outcome.first_timeout_s = Some(since),
                Event::Streamed => self.outcome.stream_s = Some(since),
                _ => {}
            }
            if self.events.len() < EVENTS {
                self.events.push(*told);
            }
        }
    }

    /// Counts the last step so many times.
    fn count(&mut self, times: u64) {
        let flux: &Flux = self.world.flux();
        self.recent.push(flux.goodput(), times);
        self.outcome.peak_utilisation = self.outcome.peak_utilisation.max(flux.utilisation);
        if !self.world.is_before_change() {
            self.outcome.min_goodput = self.outcome.min_goodput.min(flux.goodput());
        }
        if self.world.is_before_change() || self.world.is_streaming() || self.world.backlog() > 0.0 {
            self.busy = self.world.now();
        }
        if let Some(recorder) = &mut self.recorder {
            recorder.push(&self.world, times);
        }
    }

    /// The step at which it ends if nothing changes.
    fn end(&self) -> u64 {
        let busy = self.world.is_before_change() || self.world.is_streaming() || self.world.backlog() > 0.0;
        if busy { self.latest } else { self.latest.min(self.busy + steps(AFTERWARDS_S)) }
    }

    fn finish_if_over(&mut self) {
        let worn = self.world.work() > WORK;
        if self.world.now() < self.end() && !worn {
            return;
        }
        let quiet = self.world.now() >= self.busy + steps(AFTERWARDS_S);
        self.done = true;
        self.outcome.end_s = self.world.now() as f64 * STEP_S;
        self.outcome.final_goodput = self.recent.mean();
        self.outcome.ended_by = match (quiet, worn) {
            (true, _) => None,
            (false, true) => Some("the most work that a run may take"),
            (false, false) => Some("three times the undisturbed streaming time and 1,200 s after the step"),
        };
        self.outcome.verdict = match self.outcome {
            Outcome { min_goodput, .. } if min_goodput > 0.99 => Verdict::Survives,
            Outcome { final_goodput, .. } if final_goodput < 0.5 => Verdict::Cascades,
            _ => Verdict::Degrades,
        };
    }

    /// What it found; whole once it has ended.
    #[must_use]
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The world as it is now.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// What happened so far, the first two thousand.
    #[must_use]
    pub fn events(&self) -> &[Told] {
        &self.events
    }

    /// What it passed through, where it was to be recorded.
    #[must_use]
    pub fn series(&self) -> Option<Series> {
        self.recorder.as_ref().map(|recorder| recorder.series(&self.world))
    }
}

/// How a run ends.
#[must_use]
pub fn end_of(ground: &Rc<Ground>, settings: &OverloadSettings) -> Outcome {
    let mut run = Run::new(Rc::clone(ground), settings.clone(), false);
    while !run.advance(1 << 16) {}
    run.outcome
}

/// The goodput of the last [`FINAL_S`].
#[derive(Clone, Debug, Default)]
struct Recent {
    ring: Vec<f64>,
    at: usize,
}

impl Recent {
    fn push(&mut self, goodput: f64, times: u64) {
        let most = steps(FINAL_S) as usize;
        for _ in 0..times.min(most as u64) {
            if self.ring.len() < most {
                self.ring.push(goodput);
            } else {
                self.ring[self.at] = goodput;
                self.at = (self.at + 1) % most;
            }
        }
    }

    fn mean(&self) -> f64 {
        self.ring.iter().sum::<f64>() / self.ring.len().max(1) as f64
    }
}
