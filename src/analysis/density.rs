//! Density: what a circle of columns can show of any number of keys.

use crate::cluster::NodeId;
use crate::report::{Column, Report};

/// Counts a column of the circle, with the owner of most keys by majority vote (Boyer and Moore 1981).
#[derive(Clone, Debug)]
pub struct Density {
    columns: Vec<Column>,
    votes: Vec<u64>,
    /// Keys of the owner counted since it is one: no more than it has.
    owned: Vec<u64>,
}

impl Default for Density {
    fn default() -> Self {
        let empty = Column { keys: 0, moved: 0, owner: NodeId(0), most: false };
        Self { columns: vec![empty; Report::COLUMNS], votes: vec![0; Report::COLUMNS], owned: vec![0; Report::COLUMNS] }
    }
}

impl Density {
    /// Counts one key at a place of the circle, 0 up to (not including) 1 turn.
    pub fn count(&mut self, turn: f64, owner: NodeId, moved: bool) {
        let i = ((turn * Report::COLUMNS as f64) as usize).min(Report::COLUMNS - 1);
        let (column, votes, owned) = (&mut self.columns[i], &mut self.votes[i], &mut self.owned[i]);
        column.keys += 1;
        column.moved += u64::from(moved);
        if *votes == 0 {
            if column.owner != owner {
                *owned = 0;
            }
            column.owner = owner;
        }
        let own = column.owner == owner;
        *votes = if own { *votes + 1 } else { *votes - 1 };
        *owned += u64::from(own);
    }

    /// The columns.
    #[must_use]
    pub fn into_columns(self) -> Vec<Column> {
        let judged = |(column, owned): (Column, u64)| Column { most: owned * 2 > column.keys, ..column };
        self.columns.into_iter().zip(self.owned).map(judged).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_column_never_claims_a_majority_that_is_none(owners in proptest::collection::vec(0_u32..4, 0..60), moved: bool) {
            let mut density = Density::default();
            owners.iter().for_each(|owner| density.count(0.0, NodeId(*owner), moved));
            let column = density.into_columns()[0];
            let has = owners.iter().filter(|owner| NodeId(**owner) == column.owner).count();
            prop_assert_eq!((column.keys, column.moved), (owners.len() as u64, if moved { owners.len() as u64 } else { 0 }));
            prop_assert!(!column.most || has * 2 > owners.len());
            let alone = owners.iter().all(|owner| *owner == owners[0]);
            prop_assert!(owners.is_empty() || !alone || column.most);
        }
    }
}
