//! Density: what a circle of columns can show of any number of keys.

use crate::cluster::NodeId;
use crate::report::{Column, Report};

/// Counts a column of the circle, with the owner of most keys by majority vote (Boyer and Moore 1981).
#[derive(Clone, Debug)]
pub struct Density {
    columns: Vec<Column>,
    votes: Vec<u64>,
}

impl Default for Density {
    fn default() -> Self {
        let empty = Column { keys: 0, moved: 0, owner: NodeId(0) };
        Self { columns: vec![empty; Report::COLUMNS], votes: vec![0; Report::COLUMNS] }
    }
}

impl Density {
    /// Counts one key at a place of the circle, 0 up to (not including) 1 turn.
    pub fn count(&mut self, turn: f64, owner: NodeId, moved: bool) {
        let i = ((turn * Report::COLUMNS as f64) as usize).min(Report::COLUMNS - 1);
        let (column, votes) = (&mut self.columns[i], &mut self.votes[i]);
        column.keys += 1;
        column.moved += u64::from(moved);
        if *votes == 0 {
            column.owner = owner;
        }
        *votes = if column.owner == owner { *votes + 1 } else { *votes - 1 };
    }

    /// The columns.
    #[must_use]
    pub fn into_columns(self) -> Vec<Column> {
        self.columns
    }
}
