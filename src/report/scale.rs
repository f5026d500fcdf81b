//! What a count of a whole key set found: loads and moves beside theory, nothing of single keys.

use super::table::field;
use super::{DeviationTheory, NodeLoad, Refused, Theory};
use std::fmt::Write as _;

/// The counts of a scenario's keys, all of them or those that are done so far.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleReport {
    /// Keys that were placed.
    pub keys: u64,
    /// `start`, then what each step does.
    pub labels: Vec<String>,
    /// Names of all nodes that ever take part, by their number.
    pub roster: Vec<String>,
    /// One entry a strategy, in the scenario's order.
    pub strategies: Vec<ScaleStrategy>,
}

/// One strategy over all steps.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleStrategy {
    /// Its name.
    pub name: String,
    /// What tells it apart, for people.
    pub description: String,
    /// Phase 0 is the start, phase k the state after step k.
    pub phases: Vec<ScalePhase>,
    /// The step that it could not take.
    pub refused: Option<Refused>,
}

/// One state of a strategy, and what the step to it moved.
#[derive(Clone, Debug, PartialEq)]
pub struct ScalePhase {
    /// The members in their order.
    pub nodes: Vec<NodeLoad>,
    /// Keys whose node differs from the phase before.
    pub moved: u64,
    /// Those of them that did not need to.
    pub needless: u64,
    /// The share that a perfect strategy would have moved.
    pub least: f64,
    /// The share that theory expects to move, where it says so.
    pub theory: Option<Theory>,
    /// The greatest load over its fair share.
    pub peak_to_average: f64,
    /// The relative standard deviation of the loads from their fair shares.
    pub deviation: f64,
    /// What theory expects that deviation to be.
    pub deviation_theory: Option<DeviationTheory>,
}

/// The counts as CSV (RFC 4180): a row for every node of every strategy in every state.
#[must_use]
pub fn scale_csv(report: &ScaleReport) -> String {
    let mut text = String::from("strategy,step,state,keys,moved,needless,node,load,share,fair_share\r\n");
    for strategy in &report.strategies {
        for (step, (phase, label)) in strategy.phases.iter().zip(&report.labels).enumerate() {
            for load in &phase.nodes {
                let node = report.roster.get(load.node.index()).map_or("", String::as_str);
                let share = load.keys as f64 / report.keys.max(1) as f64;
                let [name, label, node] = [strategy.name.as_str(), label.as_str(), node].map(field);
                let _ = writeln!(
                    text,
                    "{name},{step},{label},{},{},{},{node},{},{share},{}\r",
                    report.keys, phase.moved, phase.needless, load.keys, load.fair
                );
            }
        }
    }
    text
}
