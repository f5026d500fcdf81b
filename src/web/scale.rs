//! Whole key sets on the page: one worker's part of the count, and what all parts found. In the whole core alone.

use super::error;
use super::run::read;
use crate::analysis::scale_words::{bytes_text, describe_scale, time_text};
use crate::analysis::words::{percent, thousands};
use crate::collections::sort_by;
use crate::experiment::{self, ScaleCounts};
use crate::report::{self, NodeLoad, ScalePhase, ScaleReport, ScaleStrategy};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

/// One worker's part: built once, then given ranges of keys.
#[wasm_bindgen]
pub struct Scale(experiment::Scale);

#[wasm_bindgen]
impl Scale {
    /// A part in which nothing is built yet.
    ///
    /// # Errors
    /// When the text has errors.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, JsError> {
        Ok(Self(experiment::Scale::new(read(text)?)))
    }

    /// Builds one state of a strategy; true when nothing is left to build.
    pub fn build_one(&mut self) -> bool {
        self.0.build_one()
    }

    /// Places the keys number `begin` on, at most `keys` of them; numbers up to 2^53 are exact.
    pub fn count(&mut self, begin: f64, keys: f64) {
        self.0.count(begin.max(0.0) as u64, keys.max(0.0) as u64);
    }

    /// What was counted so far, encoded for [`ScaleScene`].
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn counts(&self) -> Result<Vec<u8>, JsError> {
        postcard::to_allocvec(&self.0.counts()).map_err(|problem| error(&problem.to_string()))
    }
}

/// What all parts found together.
#[wasm_bindgen]
pub struct ScaleScene(ScaleReport);

/// The strategies at one step, as texts.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct ScaleTable {
    /// `start`, then what each step does.
    steps: Vec<String>,
    rows: Vec<ScaleRow>,
}

/// One strategy at one step.
#[derive(Default, Serialize, Tsify)]
pub struct ScaleRow {
    name: String,
    description: String,
    moved: String,
    moved_share: String,
    needless: String,
    /// The share that theory expects to move; empty where it says nothing.
    theory: String,
    formula: String,
    /// The greatest load over its fair share.
    peak: String,
    deviation: String,
    deviation_theory: String,
    deviation_formula: String,
    /// What would be moved, and how long that takes.
    bytes: String,
    time: String,
    /// Why there are no figures; else empty.
    refused: String,
    loads: Vec<ScaleLoad>,
    /// Nodes beyond those in `loads`.
    more: usize,
}

/// The keys of one node.
#[derive(Serialize, Tsify)]
pub struct ScaleLoad {
    name: String,
    keys: String,
    share: String,
}

/// Nodes that a table shows.
const SHOWN: usize = 20;

#[wasm_bindgen]
impl ScaleScene {
    /// Adds up what [`Scale::counts`] gave in every worker, in any order.
    ///
    /// # Errors
    /// When the text has errors, or the bytes are no such counts.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, parts: Vec<js_sys::Uint8Array>) -> Result<Self, JsError> {
        let scenario = read(text)?;
        let mut all: Option<ScaleCounts> = None;
        for part in parts {
            let part: ScaleCounts = postcard::from_bytes(&part.to_vec()).map_err(|problem| error(&problem.to_string()))?;
            match &mut all {
                Some(all) => all.add(&part),
                None => all = Some(part),
            }
        }
        let all = all.unwrap_or(ScaleCounts { keys: 0, strategies: Vec::new() });
        Ok(Self(experiment::scale_report(&scenario, &all)))
    }

    /// Keys that were placed.
    #[wasm_bindgen(getter)]
    pub fn keys(&self) -> f64 {
        self.0.keys as f64
    }

    /// The strategies at a step, and what moving records of so many bytes at so many bytes a second would mean.
    pub fn table(&self, step: u32, record_bytes: f64, bytes_per_s: f64) -> ScaleTable {
        let (phase, report) = (step as usize, &self.0);
        let row = |strategy: &ScaleStrategy| {
            let (name, description) = (strategy.name.clone(), strategy.description.clone());
            match strategy.phases.get(phase) {
                Some(found) => ScaleRow { name, description, ..row(report, found, record_bytes, bytes_per_s) },
                None => {
                    let refused = strategy.refused.as_ref().map(|refused| format!("{} ({})", refused.why, refused.instead));
                    ScaleRow { name, description, refused: refused.unwrap_or_default(), ..ScaleRow::default() }
                }
            }
        };
        ScaleTable { steps: report.labels.clone(), rows: report.strategies.iter().map(row).collect() }
    }

    /// The finding in words.
    pub fn describe(&self, step: u32) -> String {
        describe_scale(&self.0, step as usize)
    }

    /// The counts as CSV.
    pub fn csv(&self) -> String {
        report::scale_csv(&self.0)
    }
}

fn row(report: &ScaleReport, found: &ScalePhase, record_bytes: f64, bytes_per_s: f64) -> ScaleRow {
    let share = |keys: u64| keys as f64 / report.keys.max(1) as f64;
    let (theory, deviation) = (found.theory.as_ref(), found.deviation_theory.as_ref());
    let bytes = found.moved as f64 * record_bytes.max(0.0);
    let mut nodes: Vec<&NodeLoad> = found.nodes.iter().collect();
    if nodes.len() > SHOWN {
        sort_by(&mut nodes, |a, b| b.keys.cmp(&a.keys));
    }
    let load = |load: &&NodeLoad| ScaleLoad {
        name: report.roster.get(load.node.index()).cloned().unwrap_or_default(),
        keys: thousands(load.keys),
        share: percent(share(load.keys)),
    };
    ScaleRow {
        moved: thousands(found.moved),
        moved_share: fine_percent(share(found.moved)),
        needless: thousands(found.needless),
        theory: theory.map(|theory| fine_percent(theory.moved)).unwrap_or_default(),
        formula: theory.map(|theory| theory.formula.clone()).unwrap_or_default(),
        peak: format!("{:.4}", found.peak_to_average),
        deviation: fine_percent(found.deviation),
        deviation_theory: deviation.map(|theory| fine_percent(theory.deviation)).unwrap_or_default(),
        deviation_formula: deviation.map(|theory| theory.formula.clone()).unwrap_or_default(),
        bytes: bytes_text(bytes),
        time: if bytes_per_s > 0.0 { time_text(bytes / bytes_per_s) } else { String::new() },
        loads: nodes.iter().take(SHOWN).map(load).collect(),
        more: nodes.len().saturating_sub(SHOWN),
        ..ScaleRow::default()
    }
}

/// A share in percent with three decimals: of a billion keys that is ten thousand.
fn fine_percent(share: f64) -> String {
    format!("{:.3} %", share * 100.0)
}
