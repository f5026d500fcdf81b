//! The report as rows: the comparison of strategies at one step, and the moved keys as CSV.

use super::{Report, Spread, Theory};
use serde::{Deserialize, Serialize};

/// One strategy in the comparison at one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(into_wasm_abi))]
pub struct CompareRow {
    /// The strategy's name.
    pub name: String,
    /// What tells it apart.
    pub description: String,
    /// Keys moved by the step.
    pub moved: u64,
    /// The same as a share of all keys.
    pub moved_share: f64,
    /// Moved keys that did not need to.
    pub needless: u64,
    /// What theory expects to move.
    pub theory: Option<Theory>,
    /// What a perfect strategy would have moved, a share.
    pub least: f64,
    /// The greatest load over its fair share.
    pub peak_to_average: f64,
    /// The 99th percentile over live nodes of load over fair share.
    pub p99_to_average: f64,
    /// Where the keys of removed or failed nodes went.
    pub spread: Option<Spread>,
    /// What the built structure takes, bytes.
    pub memory_bytes: u64,
    /// Why there are no figures, where the strategy refused a step up to here.
    pub refused: Option<String>,
}

/// The comparison at a phase, in the scenario's order.
#[must_use]
pub fn compare_rows(report: &Report, phase: usize) -> Vec<CompareRow> {
    let total = report.keys.max(1) as f64;
    let row = |strategy: &super::StrategyReport| {
        let found = strategy.phases.get(phase);
        CompareRow {
            name: strategy.name.clone(),
            description: strategy.description.clone(),
            moved: found.map_or(0, |found| found.moved),
            moved_share: found.map_or(0.0, |found| found.moved as f64 / total),
            needless: found.map_or(0, |found| found.needless),
            theory: found.and_then(|found| found.theory.clone()),
            least: found.map_or(0.0, |found| found.least),
            peak_to_average: found.map_or(0.0, |found| found.peak_to_average),
            p99_to_average: found.map_or(0.0, |found| found.p99_to_average),
            spread: found.and_then(|found| found.spread.clone()),
            memory_bytes: found.map_or(0, |found| found.memory_bytes),
            refused: if found.is_some() {
                None
            } else {
                strategy.refused.as_ref().map(|refused| format!("{} {}", refused.why, refused.instead))
            },
        }
    };
    report.strategies.iter().map(row).collect()
}

/// The first line of the moved keys as CSV.
#[must_use]
pub const fn moved_csv_header() -> &'static str {
    "key,from,to\r\n"
}

/// One moved key as a line of CSV (RFC 4180: fields with commas, quotes or line ends are quoted).
#[must_use]
pub fn moved_csv(key: &str, from: &str, to: &str) -> String {
    format!("{},{},{}\r\n", field(key), field(from), field(to))
}

fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
