//! A sweep, advanced in slices: the scenario run at each value and seed, and of each run one figure a strategy kept.

use super::{Progress, Run, estimate_ms};
use crate::report::{Figure, StrategyReport, SweepLine, SweepPoint, SweepReport};
use crate::scenario::{Scenario, Sweep};

/// A sweep of a scenario that can be advanced bit by bit.
pub struct SweepRun {
    scenario: Scenario,
    sweep: Sweep,
    report: SweepReport,
    /// What a run at each value takes, in parts of the whole.
    weights: Vec<u64>,
    seed: u32,
    run: Option<Run>,
    done: u64,
    /// What the seeds found at the current value, by strategy; of those that the value does not touch, at the first value.
    found: Vec<Found>,
}

/// What the seeds found of one strategy.
#[derive(Clone, Default)]
struct Found {
    figures: Vec<f64>,
    theory: Option<f64>,
    refused: String,
}

impl SweepRun {
    /// A sweep that has not begun; none where the scenario asks for none.
    #[must_use]
    pub fn new(scenario: Scenario) -> Option<Self> {
        let sweep = scenario.sweep.clone()?;
        let line = |spec: &crate::scenario::StrategySpec| SweepLine { name: spec.name.clone(), points: Vec::new() };
        let report = SweepReport {
            title: scenario.title.clone(),
            parameter: sweep.parameter.id().to_owned(),
            axis: sweep.parameter.title(&scenario),
            log: sweep.log,
            measure: sweep.measure,
            seeds: sweep.seeds,
            step: sweep.step,
            lines: scenario.strategies.iter().map(line).collect(),
        };
        // Microseconds by estimate; at least one, so that each run is a part of the whole.
        let weight = |index| 1 + (estimate_ms(&point(&scenario, &sweep, index, 0)) * 1e3) as u64;
        let weights = (0..sweep.values.len()).map(weight).collect();
        let found = vec![Found::default(); scenario.strategies.len()];
        Some(Self { scenario, sweep, report, weights, seed: 0, run: None, done: 0, found })
    }

    /// How far it is, in parts of the estimate of the whole.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let total = self.weights.iter().sum::<u64>() * u64::from(self.sweep.seeds);
        let within = self.run.as_ref().map_or(0, |run| {
            let Progress { done, total } = run.progress();
            (self.weights[self.at()] as f64 * done as f64 / total.max(1) as f64) as u64
        });
        // A run that has just ended is not counted yet: only what is kept is done.
        Progress { done: (self.done + within).min(total - u64::from(!self.finished())), total }
    }

    /// Number of the value that is at work.
    fn at(&self) -> usize {
        self.report.lines.first().map_or(0, |line| line.points.len())
    }

    fn finished(&self) -> bool {
        self.at() == self.sweep.values.len()
    }

    /// Does a piece of work: builds one phase of a strategy, or places at most `keys` keys under one.
    pub fn advance(&mut self, keys: u64) -> Progress {
        if self.finished() {
            return self.progress();
        }
        let at = self.at();
        let run = self.run.get_or_insert_with(|| Run::new(point(&self.scenario, &self.sweep, at, self.seed)));
        if run.advance(keys).finished()
            && let Some(run) = self.run.take()
        {
            self.keep(&run);
            self.done += self.weights[at];
            self.seed += 1;
            if self.seed == self.sweep.seeds {
                self.seed = 0;
                self.close_value();
            }
        }
        self.progress()
    }

    /// Takes the figures of a run that has ended.
    fn keep(&mut self, run: &Run) {
        let keys = run.report().keys;
        let touched = touched(&self.scenario, &self.sweep, self.at());
        for (index, strategy) in touched.into_iter().zip(&run.report().strategies) {
            let found = &mut self.found[index];
            if self.seed == 0 {
                *found = Found::default();
            }
            found.add(&self.sweep, strategy, keys);
        }
    }

    /// Makes a point of each line of what the seeds found.
    fn close_value(&mut self) {
        let x = self.sweep.values[self.at()];
        for (line, found) in self.report.lines.iter_mut().zip(&self.found) {
            let without = if found.figures.is_empty() { "there is nothing to measure" } else { "" };
            let refused = if found.refused.is_empty() { without.to_owned() } else { found.refused.clone() };
            let figure = Figure::of(&found.figures, self.sweep.measure.least()).filter(|_| refused.is_empty());
            line.points.push(SweepPoint { x, figure, theory: found.theory, refused });
        }
    }

    /// What was found so far: every value that is ready.
    #[must_use]
    pub const fn report(&self) -> &SweepReport {
        &self.report
    }
}

impl Found {
    fn add(&mut self, sweep: &Sweep, strategy: &StrategyReport, keys: u64) {
        if let Some(phase) = strategy.phases.get(sweep.step as usize) {
            self.figures.extend(sweep.measure.of(phase, keys));
            self.theory = self.theory.or_else(|| sweep.measure.theory(phase));
        } else if let Some(refused) = strategy.refused.as_ref().filter(|_| self.refused.is_empty()) {
            self.refused = format!("{} ({})", refused.why, refused.instead);
        }
    }
}

/// The strategies that are run at a value: all at the first one, then those that the value touches.
fn touched(scenario: &Scenario, sweep: &Sweep, at: usize) -> Vec<usize> {
    let touches = |index: &usize| at == 0 || sweep.parameter.touches(&scenario.strategies[*index]);
    (0..scenario.strategies.len()).filter(touches).collect()
}

fn point(scenario: &Scenario, sweep: &Sweep, at: usize, seed: u32) -> Scenario {
    let mut point = scenario.swept(sweep, sweep.values[at], seed);
    point.keep_strategies(&touched(scenario, sweep, at));
    point
}

/// Runs the sweep of a scenario from beginning to end; none where it asks for none.
#[must_use]
pub fn sweep(scenario: &Scenario) -> Option<SweepReport> {
    let mut run = SweepRun::new(scenario.clone())?;
    while !run.advance(1 << 16).finished() {}
    Some(run.report)
}

/// A rough estimate of what the sweep takes in WebAssembly, milliseconds; 0 where the scenario asks for none.
#[must_use]
pub fn estimate_sweep_ms(scenario: &Scenario) -> f64 {
    let Some(sweep) = &scenario.sweep else { return 0.0 };
    let one = |at| estimate_ms(&point(scenario, sweep, at, 0));
    (0..sweep.values.len()).map(one).sum::<f64>() * f64::from(sweep.seeds)
}
