//! What the Incident panel shows: one run with all that it passed through, its closed forms, and what would have saved it.

use crate::cluster::NodeId;
use crate::sim::overload::Series;
use serde::{Deserialize, Serialize};

/// A run of an incident, as the panel plays it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentPlay {
    /// Names of all nodes, by their number.
    pub roster: Vec<String>,
    /// How it ended: `survives`, `degrades` or `cascades`.
    pub verdict: String,
    /// What happened, in a sentence.
    pub sentence: String,
    /// The formula that explains it, with its numbers.
    pub why: String,
    /// When the step begins, s.
    pub change_s: f64,
    /// When the run ends, s.
    pub end_s: f64,
    /// From when on a request waits too long, ms.
    pub timeout_ms: f64,
    /// What a disk reads and writes, MB/s.
    pub disk_mb_s: f64,
    /// The time at which everything is sent, s.
    pub streamed_s: Option<f64>,
    /// What it passed through.
    pub series: Series,
    /// Of the nodes of the series, which join with the step.
    pub joins: Vec<bool>,
    /// What happened, in order.
    pub events: Vec<PlayEvent>,
    /// The closed forms with their numbers put in.
    pub forms: Vec<IncidentForm>,
    /// What would have saved it; each was run.
    pub rescues: Vec<IncidentRescue>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlayEvent {
    /// When, s.
    pub at_s: f64,
    /// What, in words.
    pub words: String,
    /// To which node.
    pub node: Option<NodeId>,
}

/// A closed form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentForm {
    /// Its name for programs.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it gives, with its unit.
    pub value: String,
    /// The formula with its numbers.
    pub words: String,
}

/// A setting that would have made the difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentRescue {
    /// The setting's name.
    pub setting: String,
    /// The value that was tried.
    pub value: f64,
    /// What it means, in words.
    pub words: String,
    /// How the run with it ends.
    pub verdict: String,
}

impl IncidentPlay {
    /// The number of the column that a moment falls in.
    #[must_use]
    pub fn column(&self, at_s: f64) -> usize {
        let last = self.series.columns.len().saturating_sub(1);
        ((at_s / self.series.column_s).max(0.0) as usize).min(last)
    }

    /// Until when it is worth looking at first, s: where it goes wrong early the first minutes tell the story.
    #[must_use]
    pub fn first_s(&self) -> f64 {
        let late = self.events.iter().map(|event| event.at_s).filter(|at| *at < self.change_s + 240.0).fold(0.0, f64::max);
        let early = self.verdict != "survives" && late > self.change_s;
        if early { (late + 60.0).max(180.0).min(self.end_s) } else { self.end_s }
    }
}
