//! The comparison's files, and a strategy to be timed: the core has no clock, the worker has.

use super::error;
use super::run::read;
use crate::experiment;
use crate::report::{self, Report, Timing};
use wasm_bindgen::prelude::*;

/// The comparison of an encoded report at a phase as a file, Markdown or else CSV: the strategies in `order`. `timings` has
/// two numbers a strategy of the scenario, nanoseconds of a look-up and of a build; NaN where they were not measured.
///
/// # Errors
/// When the bytes are not a report.
#[wasm_bindgen]
pub fn compare_file(report: &[u8], phase: usize, order: &[u32], timings: &[f64], markdown: bool) -> Result<String, JsError> {
    let report: Report = postcard::from_bytes(report).map_err(|problem| error(&problem.to_string()))?;
    let rows = report::compare_rows(&report, phase);
    let timing = |index: usize| match timings.get(2 * index..2 * index + 2) {
        Some([look_up_ns, build_ns]) if !look_up_ns.is_nan() => Some(Timing { look_up_ns: *look_up_ns, build_ns: *build_ns }),
        _ => None,
    };
    let row = |index: &u32| rows.get(*index as usize).map(|row| (row, timing(*index as usize)));
    let chosen: Vec<_> = order.iter().filter_map(row).collect();
    Ok(if markdown { report::compare_markdown(&chosen) } else { report::compare_csv(&chosen) })
}

/// The load of every node of an encoded report under a strategy at a phase, as CSV.
///
/// # Errors
/// When the bytes are not a report.
#[wasm_bindgen]
pub fn loads_file(report: &[u8], strategy: usize, phase: usize) -> Result<String, JsError> {
    let report: Report = postcard::from_bytes(report).map_err(|problem| error(&problem.to_string()))?;
    Ok(report::loads_csv(&report, strategy, phase))
}

/// One strategy in one phase, for a caller with a clock to time.
#[wasm_bindgen]
pub struct Bench(experiment::Bench);

#[wasm_bindgen]
impl Bench {
    /// Builds a strategy up to a phase.
    ///
    /// # Errors
    /// When the text has errors, or the strategy cannot take a step up to there.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, strategy: usize, phase: usize) -> Result<Self, JsError> {
        experiment::Bench::new(read(text)?, strategy, phase).map(Self).map_err(|refusal| error(&refusal.why))
    }

    /// Builds the phase once more.
    ///
    /// # Errors
    /// None that the first build did not have.
    pub fn build(&mut self) -> Result<(), JsError> {
        self.0.build().map_err(|refusal| error(&refusal.why))
    }

    /// Looks up `count` keys one after another; the sum of their nodes' numbers.
    pub fn look_up(&mut self, count: u32) -> u32 {
        self.0.look_up(count)
    }

    /// What was prepared for look-ups takes, bytes; 0 where the strategy's own structure is asked.
    #[must_use]
    pub fn prepared_bytes(&self) -> f64 {
        self.0.prepared_bytes() as f64
    }
}
