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
    let nodes: Vec<Vec<u32>> = states.iter().map(|nodes| nodes.iter().map(|id| id.0).collect()).collect();
    match &nodes[..] {
        [three, four] if three.len() == 3 && four.len() == 4 => Box::new(Three { nodes, shift, automaton: Automaton::default() }),
        _ => Box::new(Many {
            least: nodes.iter().map(Vec::len).min().unwrap_or(1),
            nodes,
            shift,
            walks: Walks::default(),
            pairs: Pairs::new(empty),
        }),
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
