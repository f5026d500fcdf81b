//! Nodes by jump hash: one walk up the numbers gives the node in every state.

use super::pairs::Pairs;
use super::{Ledger, Pass};
use crate::cluster::NodeId;
use crate::hash::HashKind;
use crate::keys::Block;
use shardlab_loops::jumps::{Automaton, Walks};

/// The pass over all states, given by the nodes by number.
pub(super) fn pass(states: &[&[NodeId]], hash: HashKind, empty: &Ledger) -> Box<dyn Pass> {
    let shift = 64 - hash.bits().min(64);
    let least = states.iter().map(|nodes| nodes.len()).min().unwrap_or(1);
    let nodes: Vec<Vec<u32>> = states.iter().map(|nodes| nodes.iter().map(|id| id.0).collect()).collect();
    match &nodes[..] {
        [three, four] if three.len() == 3 && four.len() == 4 => Box::new(Three { nodes, shift, automaton: Automaton::default() }),
        [a, b] if a.len().abs_diff(b.len()) == 1 => {
            Box::new(OneMore { slots: vec![0; 2 * least], nodes, least, shift, walks: Walks::default() })
        }
        _ => Box::new(Many { least, nodes, shift, walks: Walks::default(), pairs: Pairs::new(empty) }),
    }
}

/// Three nodes, then four.
struct Three {
    nodes: Vec<Vec<u32>>,
    shift: u32,
    automaton: Automaton,
}

impl Pass for Three {
    fn count(&mut self, block: &Block) {
        self.automaton.count(block.firsts(), self.shift);
    }

    fn tell(&self, ledger: &mut Ledger) {
        for (before, after, keys) in self.automaton.counts() {
            ledger.count(&[NodeId(self.nodes[0][before]), NodeId(self.nodes[1][after])], u64::from(keys));
        }
    }
}

/// One step by which a node joins any others, or leaves them.
struct OneMore {
    /// By state the node of every number.
    nodes: Vec<Vec<u32>>,
    /// The lesser number of nodes.
    least: usize,
    shift: u32,
    walks: Walks,
    /// Keys by twice their number among the fewer nodes, and one more where they have the last number among the more.
    slots: Vec<u32>,
}

impl Pass for OneMore {
    fn count(&mut self, block: &Block) {
        self.walks.walk(block.firsts(), self.shift, self.least);
        self.walks.count(self.least, &mut self.slots);
    }

    fn tell(&self, ledger: &mut Ledger) {
        for (slot, keys) in self.slots.iter().enumerate() {
            let number = |nodes: &[u32]| if slot % 2 == 1 && nodes.len() > self.least { self.least } else { slot / 2 };
            let owners: Vec<NodeId> = self.nodes.iter().map(|nodes| NodeId(nodes[number(nodes)])).collect();
            ledger.count(&owners, u64::from(*keys));
        }
    }
}

/// Any numbers of nodes.
struct Many {
    /// By state the node of every number.
    nodes: Vec<Vec<u32>>,
    /// The least number of nodes of a state.
    least: usize,
    shift: u32,
    walks: Walks,
    pairs: Pairs,
}

impl Pass for Many {
    fn count(&mut self, block: &Block) {
        self.walks.walk(block.firsts(), self.shift, self.least);
        for (owners, nodes) in self.pairs.owners().iter_mut().zip(&self.nodes) {
            self.walks.nodes(nodes, owners);
        }
        self.pairs.count(block.firsts().len());
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}
