//! Asking code for the keys of a state, bit by bit.

use super::world::{At, World};
use crate::cluster::NodeId;
use crate::strategy::{Code, CodeError};

/// Code in a state, and what it has answered so far, key by key: the nodes, the most wanted first.
pub(super) struct Asked {
    at: At,
    code: Code,
    answers: Vec<Vec<NodeId>>,
}

/// Why there is no answer: the error, and the key where one was asked for.
pub(super) struct Wrong {
    pub(super) error: CodeError,
    pub(super) key: Option<String>,
}

impl Asked {
    /// Prepares code for a state.
    pub(super) fn new(world: &World, at: At, source: &str, before: Option<&Self>) -> Result<Self, Wrong> {
        let code = Code::new(source, world.cluster(at), world.keys(at), before.map(|before| &before.code));
        match code {
            Ok(code) => Ok(Self { at, code, answers: Vec::new() }),
            Err(error) => Err(Wrong { error, key: None }),
        }
    }

    /// Asks for up to `keys` keys more.
    pub(super) fn ask(&mut self, world: &World, keys: u64) -> Result<(), Wrong> {
        let (begin, count) = (self.done(), world.keys(self.at).count());
        for number in begin..count.min(begin.saturating_add(keys)) {
            let key = world.key(self.at, number);
            match self.code.answer(&key) {
                Ok(nodes) => self.answers.push(nodes),
                Err(error) => return Err(Wrong { error, key: Some(key) }),
            }
        }
        Ok(())
    }

    /// Keys that are answered.
    pub(super) fn done(&self) -> u64 {
        self.answers.len() as u64
    }

    /// The answers.
    pub(super) fn answers(&self) -> &[Vec<NodeId>] {
        &self.answers
    }

    /// What the code printed.
    pub(super) fn printed(&self) -> Vec<String> {
        self.code.printed()
    }
}
