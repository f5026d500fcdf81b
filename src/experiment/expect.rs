//! Expectations against what a run found: passed or failed, with the figure that decides.

use crate::analysis::sweep_words::figure;
use crate::analysis::{Measure, Unit};
use crate::cluster::NodeId;
use crate::report::{Expected, Report, StrategyReport};
use crate::scenario::{Claim, Expectation, Scenario, Side};

/// What became of every expectation of a scenario in its finished report, in the order of the text.
#[must_use]
pub fn expected(scenario: &Scenario, report: &Report) -> Vec<Expected> {
    scenario.expect.iter().map(|expectation| Case { scenario, report, expectation }.judge()).collect()
}

/// An expectation beside what it is about.
struct Case<'a> {
    scenario: &'a Scenario,
    report: &'a Report,
    expectation: &'a Expectation,
}

/// What one strategy shows, in one phase.
struct Seen {
    strategy: usize,
    phase: Option<usize>,
    passed: bool,
    value: Option<f64>,
    shown: String,
}

impl Case<'_> {
    fn judge(&self) -> Expected {
        let seen: Vec<Seen> = self.strategies().flat_map(|index| self.see(index)).collect();
        let worst = seen.iter().reduce(|a, b| if self.is_worse(b, a) { b } else { a });
        Expected {
            measured: worst.map_or_else(|| "nothing to measure".to_owned(), |worst| self.place(worst) + &worst.shown),
            passed: worst.is_some() && seen.iter().all(|seen| seen.passed),
            step: self.expectation.step,
            strategy: self.expectation.strategy.map(|index| self.name(index).to_owned()),
            text: format!("{}: {}", self.subject(), self.claim()),
            value: worst.and_then(|worst| worst.value),
        }
    }

    fn name(&self, index: usize) -> &str {
        self.report.strategies.get(index).map_or("", |strategy| &strategy.name)
    }

    fn strategies(&self) -> impl Iterator<Item = usize> {
        let asked = self.expectation.strategy;
        (0..self.report.strategies.len()).filter(move |index| asked.is_none_or(|asked| asked == *index))
    }

    /// What a strategy shows in the phases that are asked for.
    fn see(&self, index: usize) -> Vec<Seen> {
        let strategy = &self.report.strategies[index];
        let step = self.expectation.step.map(|step| step as usize);
        if let Claim::Refused(wanted) = &self.expectation.claim {
            let refused = strategy.refused.as_ref().filter(|refused| step.is_none_or(|step| refused.step as usize <= step));
            let shown = refused.map_or_else(|| "taken".to_owned(), |refused| refusal(refused.step as usize));
            return vec![Seen { strategy: index, phase: None, passed: refused.is_some() == *wanted, value: None, shown }];
        }
        // The measures of a step begin with the first one.
        let first = usize::from(matches!(&self.expectation.claim, Claim::Bound { measure, .. } if measure.of_a_step()));
        let phases = step.map_or(first..self.scenario.steps.len() + 1, |step| step..step + 1);
        phases.filter_map(|phase| self.see_phase(strategy, index, phase)).collect()
    }

    /// What a strategy shows in a phase; none where there is no such thing to see.
    fn see_phase(&self, strategy: &StrategyReport, index: usize, phase: usize) -> Option<Seen> {
        let Some(found) = strategy.phases.get(phase) else {
            let shown = strategy.refused.as_ref().map_or_else(String::new, |refused| refusal(refused.step as usize));
            return Some(Seen { strategy: index, phase: None, passed: false, value: None, shown });
        };
        let (passed, value, shown) = match &self.expectation.claim {
            Claim::Bound { measure, side, bound } => {
                let value = measure.of(found, self.report.keys)?;
                (side.holds(value, *bound), Some(value), beside(measure.unit(), value, *bound))
            }
            Claim::Owner { key, node } => {
                let owner = self.owner(strategy, key, phase)?;
                (owner == *node, None, self.report.name(owner).to_owned())
            }
            Claim::Refused(_) => return None,
        };
        Some(Seen { strategy: index, phase: Some(phase), passed, value, shown })
    }

    fn owner(&self, strategy: &StrategyReport, key: &str, phase: usize) -> Option<NodeId> {
        let number = self.scenario.named_keys().iter().position(|named| *named == key)?;
        strategy.owners.get(number)?.get(phase).copied()
    }

    /// Whether `a` is farther from the claim than `b`; what could not be measured is the farthest.
    fn is_worse(&self, a: &Seen, b: &Seen) -> bool {
        match (&self.expectation.claim, a.value, b.value) {
            (Claim::Bound { side, .. }, Some(a), Some(b)) => {
                if side.is_from_above() {
                    a > b
                } else {
                    a < b
                }
            }
            (Claim::Bound { .. }, None, Some(_)) => true,
            (Claim::Bound { .. }, ..) => false,
            _ => b.passed && !a.passed,
        }
    }

    /// Whose figure it is, where several were asked for: `modulo, step 1: `.
    fn place(&self, seen: &Seen) -> String {
        let several = self.expectation.strategy.is_none() && self.report.strategies.len() > 1;
        let strategy = several.then(|| self.name(seen.strategy).to_owned());
        let phase = seen.phase.filter(|_| self.expectation.step.is_none() && !self.scenario.steps.is_empty()).map(at);
        let words: Vec<String> = strategy.into_iter().chain(phase).collect();
        if words.is_empty() { String::new() } else { words.join(", ") + ": " }
    }

    /// What the claim is about: `ring, step 1`.
    fn subject(&self) -> String {
        let strategy = self.expectation.strategy.or_else(|| (self.report.strategies.len() == 1).then_some(0));
        let strategy = strategy.map_or("every strategy", |index| self.name(index));
        self.expectation.step.map_or_else(|| strategy.to_owned(), |step| format!("{strategy}, {}", at(step as usize)))
    }

    fn claim(&self) -> String {
        let throughout = self.expectation.step.is_none() && !self.scenario.steps.is_empty();
        match &self.expectation.claim {
            Claim::Bound { measure, side, bound } => bounded(*measure, *side, *bound),
            Claim::Owner { key, node } => format!("{key} {} on {}", if throughout { "always" } else { "is" }, self.scenario.name(*node)),
            Claim::Refused(true) if throughout => "refuses a step".to_owned(),
            Claim::Refused(false) if throughout => "takes every step".to_owned(),
            Claim::Refused(true) => "refused".to_owned(),
            Claim::Refused(false) => "taken".to_owned(),
        }
    }
}

fn at(phase: usize) -> String {
    if phase == 0 { "at the start".to_owned() } else { format!("step {phase}") }
}

fn refusal(step: usize) -> String {
    if step == 0 { "refused from the start".to_owned() } else { format!("refused step {step}") }
}

/// `keys moved below 30 %`.
fn bounded(measure: Measure, side: Side, bound: f64) -> String {
    format!("{} {} {}", measure.title(), side.words(), exact(measure.unit(), bound))
}

/// A figure as people write it; with more digits where it would look like the bound and is not.
fn beside(unit: Unit, value: f64, bound: f64) -> String {
    let short = figure(unit, value);
    if value != bound && short == figure(unit, bound) { exact(unit, value) } else { short }
}

/// A figure with the digits that it has, four behind the point at the most.
fn exact(unit: Unit, value: f64) -> String {
    let digits = |value: f64| format!("{value:.4}").trim_end_matches('0').trim_end_matches('.').to_owned();
    match unit {
        Unit::Share => digits(value * 100.0) + " %",
        Unit::Ratio => digits(value),
        Unit::Bytes => digits(value) + " B",
    }
}
