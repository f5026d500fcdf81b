//! Every state looked up by itself: what no pass counts together, where a hash leads to its node without the placement.

use super::pairs::Pairs;
use super::{Form, Ledger, LookUp, Pass};
use crate::hash::HashKind;
use crate::keys::Block;

/// The pass over all states by their forms; none where a placement must be asked.
pub(super) fn pass(states: &[&Form], hash: HashKind, empty: &Ledger) -> Option<Box<dyn Pass>> {
    let states = states.iter().map(|form| LookUp::of(form, hash)).collect::<Option<_>>()?;
    Some(Box::new(Looked { states, pairs: Pairs::new(empty) }))
}

struct Looked {
    states: Vec<LookUp>,
    pairs: Pairs,
}

impl Pass for Looked {
    fn count(&mut self, block: &Block) {
        let Self { states, pairs } = self;
        states.iter().zip(pairs.owners()).for_each(|(state, owners)| state.owners(block, owners));
        pairs.count(block.firsts().len());
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}
