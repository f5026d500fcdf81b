//! Edits of the text: what a control of the form does, with the learner's comments, order and layout kept.
//!
//! Comments on lines of their own stay, but for those within a value that is removed as a whole. A comment at the end of a line goes with the line where an edit
//! removes what stands on it.

mod error;
mod expect;
mod keys;
mod layout;
mod nodes;
#[cfg(feature = "full")]
mod script;
mod sections;
#[cfg(feature = "full")]
mod simulation;
mod sweep;
mod view;
mod wire;

pub use error::EditError;

use super::diagnostic::{Diagnostic, Severity};
use super::limits;
use serde::{Deserialize, Serialize};
use toml::de::DeTable;

/// One change of a control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(from_wasm_abi))]
#[serde(tag = "do", rename_all = "snake_case", try_from = "wire::Wire")]
pub enum Edit {
    /// A node more at the start.
    AddNode {
        /// Its name; else the next that is free.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        name: Option<String>,
    },
    /// A node less, at the start and wherever it is named.
    RemoveNode {
        /// Its name.
        name: String,
    },
    /// Another name for a node, wherever it is named.
    RenameNode {
        /// The old name.
        name: String,
        /// The new one.
        to: String,
    },
    /// The weight of a node where it comes in.
    SetWeight {
        /// Its name.
        name: String,
        /// The weight; 1 is not written.
        weight: f64,
    },
    /// A strategy more.
    AddStrategy {
        /// Its kind.
        kind: String,
    },
    /// A strategy less.
    RemoveStrategy {
        /// Which, counted from 0.
        index: usize,
    },
    /// A parameter of a strategy.
    SetParam {
        /// Which strategy, counted from 0.
        index: usize,
        /// The parameter's name.
        param: String,
        /// Its value.
        value: f64,
    },
    /// The hash of one strategy.
    SetStrategyHash {
        /// Which strategy, counted from 0.
        index: usize,
        /// The hash; none for the scenario's.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        hash: Option<String>,
    },
    /// The dialect of one strategy.
    SetDialect {
        /// Which strategy, counted from 0.
        index: usize,
        /// The dialect; none for the default.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        dialect: Option<String>,
    },
    /// The keys: `count` and `pattern`, or `ids`.
    SetKeys {
        /// How many by a pattern.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        count: Option<u64>,
        /// The pattern.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        pattern: Option<String>,
        /// How many integers.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        ids: Option<u64>,
    },
    /// How popular the keys are.
    SetPopularity {
        /// `uniform`, `zipf` or `hot`.
        kind: String,
        /// Zipf's exponent, or the share of the hot keys.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        value: Option<f64>,
        /// How many keys are hot.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        count: Option<u64>,
    },
    /// A choice at the top that has a default: `spread` or `reads`.
    SetChoice {
        /// The field.
        param: String,
        /// What to choose; none for the default.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        to: Option<String>,
    },
    /// The copies of each key.
    SetReplicas {
        /// How many.
        value: u32,
    },
    /// The hash of all strategies that name none.
    SetHash {
        /// The hash; none for the default.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        hash: Option<String>,
    },
    /// The title.
    SetTitle {
        /// The title.
        title: String,
    },
    /// A step more, at the end.
    AddStep {
        /// What it does: `add`, `remove`, `fail`, `recover`, `reweight` or `switch`.
        action: String,
        /// The node; for `add` else the next name that is free.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        node: Option<String>,
        /// The zone in the node's place, for `remove`, `fail` and `recover`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        zone: Option<String>,
        /// The weight, for `add` and `reweight`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight: Option<f64>,
        /// The kind of strategy, for `switch`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        strategy: Option<String>,
    },
    /// A step less.
    RemoveStep {
        /// Which, counted from 0.
        index: usize,
    },
    /// What the sweep varies and measures; what is not given stays, and what belongs to another parameter goes.
    SetSweep {
        /// What is varied.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        parameter: Option<String>,
        /// What is measured.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        measure: Option<String>,
        /// The first value.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        begin: Option<f64>,
        /// The last value.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        end: Option<f64>,
        /// How many seeds.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        seeds: Option<u32>,
    },
    /// No sweep.
    RemoveSweep,
    /// A setting of a simulation, which comes into the text where it is not there.
    SetSimulation {
        /// `migration` or `incident`.
        section: String,
        /// The field; none for the section alone.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        param: Option<String>,
        /// Its value, a switch as 1 or 0; none for the default.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        value: Option<f64>,
        /// Policies with commas between them, for `policy`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        to: Option<String>,
    },
    /// Code into a strategy, or as one more.
    SetScript {
        /// Which strategy, counted from 0; none for one more.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        index: Option<usize>,
        /// The name of one more.
        name: String,
        /// The code.
        source: String,
    },
    /// No such simulation.
    RemoveSimulation {
        /// `migration` or `incident`.
        section: String,
    },
}

/// Makes an edit in a text.
///
/// # Errors
/// Why it cannot be made. A text without an error never gets one.
pub fn edit(text: &str, edit: &Edit) -> Result<String, EditError> {
    plainly(text, |before| {
        let after = apply(before, edit)?;
        // Where there was an error before, the text must still be TOML; else it must still read.
        whole(&after).map_err(|_| EditError::Wrong("the text could not be edited here (change it by hand)".to_owned()))?;
        match (first_error(before), first_error(&after)) {
            (None, Some(error)) => Err(EditError::Wrong(error.to_string())),
            _ => Ok(after),
        }
    })
}

/// Changes a text that is TOML, its lines ended by line feeds meanwhile and without its mark.
pub(super) fn plainly(text: &str, change: impl FnOnce(&str) -> Result<String, EditError>) -> Result<String, EditError> {
    let unmarked = text.strip_prefix(MARK).unwrap_or(text);
    let before = unmarked.replace("\r\n", "\n");
    whole(&before)?;
    let after = change(&before)?;
    let after = if unmarked.contains("\r\n") { after.replace('\n', "\r\n") } else { after };
    Ok(if unmarked.len() < text.len() { format!("{MARK}{after}") } else { after })
}

/// The byte order mark that some editors write.
const MARK: char = '\u{feff}';

/// Refuses a text that is not TOML, or that no reader may walk.
fn whole(text: &str) -> Result<(), EditError> {
    if text.len() > limits::TEXT_BYTES {
        return Err(EditError::Shape("a text of this length".to_owned()));
    }
    if let Some(at) = super::read::too_deep(text) {
        return Err(EditError::Syntax { line: view::line(text, Some(at..at)) });
    }
    DeTable::parse(text).map(|_| ()).map_err(|error| EditError::Syntax { line: view::line(text, error.span()) })
}

fn first_error(text: &str) -> Option<Diagnostic> {
    super::read(text).diagnostics.into_iter().find(|diagnostic| diagnostic.severity == Severity::Error)
}

/// The number, where it is in a range; a NaN is in none.
fn in_range(what: &str, value: f64, min: f64, max: f64) -> Result<f64, EditError> {
    if (min..=max).contains(&value) {
        return Ok(value);
    }
    let [value, min, max] = [value, min, max].map(layout::number);
    Err(EditError::OutOfRange { what: what.to_owned(), value, min, max })
}

fn apply(text: &str, edit: &Edit) -> Result<String, EditError> {
    match edit {
        Edit::AddNode { name } => nodes::add(text, name.as_deref()),
        Edit::RemoveNode { name } => nodes::remove(text, name),
        Edit::RenameNode { name, to } => nodes::rename(text, name, to),
        Edit::SetWeight { name, weight } => nodes::set_weight(text, name, *weight),
        Edit::AddStrategy { kind } => sections::add_strategy(text, kind),
        Edit::RemoveStrategy { index } => sections::remove_strategy(text, *index),
        Edit::SetParam { index, param, value } => sections::set_param(text, *index, param, *value),
        Edit::SetStrategyHash { index, hash } => sections::set_hash(text, Some(*index), hash.as_deref()),
        Edit::SetDialect { index, dialect } => sections::set_dialect(text, *index, dialect.as_deref()),
        Edit::SetKeys { count, pattern, ids } => keys::set_keys(text, *count, pattern.as_deref(), *ids),
        Edit::SetReplicas { value } => sections::set_replicas(text, *value),
        Edit::SetHash { hash } => sections::set_hash(text, None, hash.as_deref()),
        Edit::SetTitle { title } => sections::set_title(text, title),
        Edit::SetPopularity { kind, value, count } => keys::set_popularity(text, kind, *value, *count),
        Edit::SetChoice { param, to } => sections::set_choice(text, param, to.as_deref()),
        Edit::AddStep { action, node, zone, weight, strategy } => {
            let [node, zone, strategy] = [node, zone, strategy].map(Option::as_deref);
            sections::add_step(text, action, (node, zone), *weight, strategy)
        }
        Edit::RemoveStep { index } => sections::remove_step(text, *index),
        Edit::SetSweep { parameter, measure, begin, end, seeds } => {
            let (parameter, measure) = (parameter.as_deref(), measure.as_deref());
            sweep::set(text, &sweep::Change { parameter, measure, begin: *begin, end: *end, seeds: *seeds })
        }
        Edit::RemoveSweep => sweep::remove(text),
        #[cfg(feature = "full")]
        Edit::SetSimulation { section, param, value, to } => simulation::set(text, section, param.as_deref(), *value, to.as_deref()),
        #[cfg(feature = "full")]
        Edit::RemoveSimulation { section } => simulation::remove(text, section),
        #[cfg(feature = "full")]
        Edit::SetScript { index, name, source } => script::set(text, *index, name, source),
        #[cfg(not(feature = "full"))]
        Edit::SetScript { name, .. } => Err(EditError::Shape(name.clone())),
        #[cfg(not(feature = "full"))]
        Edit::SetSimulation { section, .. } | Edit::RemoveSimulation { section } => Err(EditError::Shape(section.clone())),
    }
}
