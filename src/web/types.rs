//! What crosses the boundary to the page in more than one place; TypeScript's types are made from these.

use crate::cluster::NodeId;
use crate::draw;
use crate::experiment::{self, Routed, Router};
#[cfg(feature = "full")]
use crate::sim::{Setting, SettingRange};
use crate::strategy;
use serde::Serialize;
use tsify::Tsify;

/// How far a run is.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct Progress {
    done: u64,
    total: u64,
    finished: bool,
}

impl From<experiment::Progress> for Progress {
    fn from(progress: experiment::Progress) -> Self {
        Self { done: progress.done, total: progress.total, finished: progress.finished() }
    }
}

/// A node as a badge: its name, its letter and the number of its colour (0: none of its own).
#[derive(Serialize, Tsify)]
pub struct Badge {
    name: String,
    letter: String,
    colour: u32,
}

impl Badge {
    pub(super) fn of(roster: &[String], id: NodeId) -> Self {
        let name = roster.get(id.index()).cloned().unwrap_or_default();
        Self { name, letter: draw::letter(roster, id), colour: draw::colour(roster.len(), id) }
    }
}

/// What one strategy answers for a key.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct RouteAnswer {
    strategy: String,
    nodes: Vec<Badge>,
    #[tsify(optional)]
    partition: Option<u64>,
    #[tsify(optional)]
    refused: Option<String>,
    /// Where a learner's code was wrong or stopped, where that is the reason.
    #[tsify(optional)]
    error: Option<CodeError>,
    lines: Vec<RouteLine>,
}

/// Where and why code of a learner was wrong, or stopped at a limit; lines and columns begin with 1.
#[derive(Serialize, Tsify)]
pub struct CodeError {
    message: String,
    remedy: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    stopped: bool,
}

impl CodeError {
    pub(super) fn of(error: &strategy::CodeError) -> Self {
        let strategy::CodeError { message, remedy, line, column, end_line, end_column, stopped, .. } = error.clone();
        Self { message, remedy, line, column, end_line, end_column, stopped }
    }
}

/// One line of a working.
#[derive(Serialize, Tsify)]
pub struct RouteLine {
    what: String,
    text: String,
    code: String,
    #[tsify(optional)]
    node: Option<Badge>,
}

impl RouteAnswer {
    pub(super) fn all(router: &Router, key: &str) -> Vec<Self> {
        let scenario = router.scenario();
        let names = scenario.strategies.iter().map(|spec| &spec.name);
        router.route(key).into_iter().zip(names).map(|(answer, name)| Self::of(&scenario.roster, name, answer)).collect()
    }

    /// Whether it is that of code that was wrong or stopped.
    pub(super) const fn is_wrong(&self) -> bool {
        self.error.is_some()
    }

    fn of(roster: &[String], strategy: &str, answer: Result<Routed, strategy::Refusal>) -> Self {
        let strategy = strategy.to_owned();
        match answer {
            Err(refusal) => {
                let refused = Some(format!("{} {}", refusal.why, refusal.instead));
                let error = refusal.code.as_deref().map(CodeError::of);
                Self { strategy, nodes: Vec::new(), partition: None, refused, error, lines: Vec::new() }
            }
            Ok(routed) => {
                let line = |line: strategy::WorkLine| RouteLine {
                    what: line.what,
                    text: line.text,
                    code: line.code,
                    node: line.node.map(|id| Badge::of(roster, id)),
                };
                Self {
                    strategy,
                    nodes: routed.nodes.iter().map(|id| Badge::of(roster, *id)).collect(),
                    partition: routed.partition,
                    refused: None,
                    error: None,
                    lines: routed.working.lines.into_iter().map(line).collect(),
                }
            }
        }
    }
}

/// A setting of a simulation with its value in the text.
#[cfg(feature = "full")]
#[derive(Serialize, Tsify)]
pub struct SettingInfo {
    id: &'static str,
    title: &'static str,
    unit: &'static str,
    about: &'static str,
    switch: bool,
    whole: bool,
    /// A switch as 1 or 0; none where it is off.
    #[tsify(optional)]
    value: Option<f64>,
}

#[cfg(feature = "full")]
impl SettingInfo {
    /// All settings of a table with their values.
    pub(super) fn all<S>(table: &[Setting<S>], values: &S) -> Vec<Self> {
        let info = |setting: &Setting<S>| Self {
            id: setting.id,
            title: setting.title,
            unit: setting.unit,
            about: setting.about,
            switch: setting.range == SettingRange::Switch,
            whole: matches!(setting.range, SettingRange::Whole(..)),
            value: (setting.get)(values),
        };
        table.iter().map(info).collect()
    }
}
