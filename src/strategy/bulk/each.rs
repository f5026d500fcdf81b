//! Key by key: every placement is asked for every key.

use super::pairs::Pairs;
use super::{Ledger, Pass, State};
use crate::keys::{Block, Key, KeySet};
use crate::strategy::HashedKey;

/// All states of a strategy, asked one by one.
pub(super) struct Each {
    states: Vec<State>,
    /// The keys, where a state asks for more than their hashes.
    keys: Option<KeySet>,
    pairs: Pairs,
}

impl Each {
    pub(super) fn new(states: Vec<State>, keys: Option<KeySet>, empty: &Ledger) -> Self {
        Self { states, keys, pairs: Pairs::new(empty) }
    }
}

impl Pass for Each {
    fn count(&mut self, block: &Block) {
        let mut room = String::new();
        for i in 0..block.firsts().len() {
            let key = match &self.keys {
                Some(keys) => keys.key(block.begin() + i as u64, &mut room),
                None => Key::text(""),
            };
            for (owners, state) in self.pairs.owners().iter_mut().zip(&self.states) {
                let known = state.hash == block.kind();
                let hashed = if known { HashedKey { key, hash: block.value(i) } } else { HashedKey::new(state.hash, key) };
                owners[i] = state.owner(&hashed);
            }
        }
        self.pairs.count(block.firsts().len());
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}
