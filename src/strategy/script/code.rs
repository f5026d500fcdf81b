//! A learner's code in a state, asked for single keys; its answers as they are, errors among them.

use super::placed::{Placed, place};
use crate::cluster::{Cluster, NodeId};
use crate::keys::KeySet;
use crate::strategy::Placement;
use crate::strategy::kind::CodeError;

/// Code that was prepared for a state of a cluster.
pub struct Code(Placed);

impl Code {
    /// Reads the code and prepares it for the live nodes of a cluster; `before` is the same code in the state before.
    ///
    /// # Errors
    /// Where the code is wrong, or was stopped at a limit.
    pub fn new(source: &str, cluster: &Cluster, keys: &KeySet, before: Option<&Self>) -> Result<Self, CodeError> {
        let before = before.map(|before| &before.0 as &dyn Placement);
        let placed = place(cluster, keys, source, before);
        placed.map(Self).map_err(|refusal| match refusal.code {
            Some(error) => *error,
            None => CodeError {
                message: refusal.why,
                remedy: refusal.instead,
                line: 1,
                column: 1,
                end_line: 1,
                end_column: 1,
                ..CodeError::default()
            },
        })
    }

    /// The nodes that it gives a key, the most wanted first, all distinct and live; as many as it returned. Keys that come in
    /// the order of the set are answered fastest.
    ///
    /// # Errors
    /// Where the code is wrong, or was stopped at a limit.
    pub fn answer(&self, key: &str) -> Result<Vec<NodeId>, CodeError> {
        self.0.answer(key)
    }

    /// What it printed.
    #[must_use]
    pub fn printed(&self) -> Vec<String> {
        self.0.printed()
    }
}
