//! What would have saved it: one setting changed as a closed form says, and the run with that change.

use super::forms::{Numbers, greatest_budget, headroom};
use super::ground::Ground;
use super::run::{Outcome, Verdict, end_of};
use super::settings::{OVERLOAD_SETTINGS, OverloadSettings};
use std::rc::Rc;

/// A setting that would have made the difference, and how the run with it ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Rescue {
    /// The setting's name.
    pub setting: &'static str,
    /// The value that the closed form gives.
    pub limit: f64,
    /// The value that was tried: at the limit or a little within.
    pub value: f64,
    /// The settings with that value.
    pub settings: OverloadSettings,
    /// How that run ends.
    pub outcome: Outcome,
}

/// The parts of a limit that are tried, one after the other: at the limit itself a long streaming may still tip, since some
/// requests time out at 100 % too and come back.
const PARTS: [f64; 5] = [1.0, 0.98, 0.95, 0.9, 0.8];

/// What would have saved a step: the safe throttle, the headroom, the retry budget. Each was run; one that does not save it
/// is left out. Empty where nothing needs saving.
#[must_use]
pub fn rescues(ground: &Rc<Ground>, settings: &OverloadSettings) -> Vec<Rescue> {
    let found = end_of(ground, settings);
    if found.verdict == Verdict::Survives {
        return Vec::new();
    }
    let numbers = Numbers::of(ground, settings);
    let load = numbers.tipping - numbers.s;
    let mut limits = vec![
        ("throttle_mb_s", numbers.safe_throttle, Verdict::Survives),
        ("utilisation", headroom(numbers.s, numbers.n), Verdict::Survives),
    ];
    if found.verdict == Verdict::Cascades {
        limits.push(("retry_budget", greatest_budget(load), Verdict::Degrades));
    }
    limits.into_iter().filter_map(|(setting, limit, wanted)| tried(ground, settings, setting, limit, wanted)).collect()
}

fn tried(ground: &Rc<Ground>, settings: &OverloadSettings, setting: &'static str, limit: f64, wanted: Verdict) -> Option<Rescue> {
    let entry = OVERLOAD_SETTINGS.iter().find(|entry| entry.id == setting)?;
    PARTS.iter().map(|part| rounded_down(limit * part)).filter(|value| entry.range.holds(*value)).find_map(|value| {
        let mut changed = settings.clone();
        (entry.set)(&mut changed, value);
        let outcome = end_of(ground, &changed);
        (outcome.verdict <= wanted).then_some(Rescue { setting, limit, value, settings: changed, outcome })
    })
}

/// A number down to three digits, as people would write it.
fn rounded_down(value: f64) -> f64 {
    let step = libm::pow(10.0, libm::floor(libm::log10(value.max(1e-9))) - 2.0);
    let parts = libm::floor(value / step + 1e-9);
    if step < 1.0 { parts / libm::round(1.0 / step) } else { parts * step }
}
