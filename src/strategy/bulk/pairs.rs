//! Counting keys by their nodes in every state: how often each pair of nodes stands before and behind a step, of many nodes what
//! moves.

use super::{Ledger, PhaseCounts};
use crate::cluster::NodeId;
use crate::keys::Block;
use shardlab_loops::pairs::{self, Moves};

/// Pairs of nodes are counted in a table of at most so many cells, which stays in the cache; of more what moves is counted.
const CELLS: usize = 1 << 14;

/// Counts of keys by their nodes in every state.
pub(super) struct Pairs {
    nodes: usize,
    counts: Counts,
    /// By state the nodes of a block's keys, in one order.
    owners: Vec<Vec<u32>>,
}

enum Counts {
    /// For each step the keys by their node before it, times the number of nodes, and behind it.
    Tables(Vec<Vec<u32>>),
    /// The keys by their node at the start, and each step.
    Steps(Vec<u32>, Vec<Moves>),
}

impl Pairs {
    /// Nothing counted yet; `empty` is a ledger of the states.
    pub(super) fn new(empty: &Ledger) -> Self {
        let (nodes, steps) = (empty.nodes(), empty.steps());
        let moves = |step: usize| {
            let (from, to) = empty.masks(step);
            Moves::new(from, to)
        };
        let counts = if steps > 0 && nodes * nodes <= CELLS {
            Counts::Tables(vec![vec![0; nodes * nodes]; steps])
        } else {
            Counts::Steps(vec![0; nodes], (0..steps).map(moves).collect())
        };
        Self { nodes, counts, owners: vec![vec![0; Block::KEYS as usize]; steps + 1] }
    }

    /// Where the nodes of a block's keys are written, by state.
    pub(super) fn owners(&mut self) -> &mut [Vec<u32>] {
        &mut self.owners
    }

    /// For each step the table of keys by their node before it, times the number of nodes, and behind it; none of many nodes.
    pub(super) fn tables(&mut self) -> &mut [Vec<u32>] {
        if let Counts::Tables(tables) = &mut self.counts { tables } else { &mut [] }
    }

    /// Counts the first keys of the block, whose nodes were written.
    pub(super) fn count(&mut self, keys: usize) {
        let steps = || self.owners.windows(2).map(|pair| (&pair[0][..keys], &pair[1][..keys]));
        match &mut self.counts {
            Counts::Tables(tables) => {
                tables.iter_mut().zip(steps()).for_each(|(table, (before, after))| pairs::count(table, self.nodes, before, after));
            }
            Counts::Steps(start, moves) => {
                pairs::count_one(start, &self.owners[0][..keys]);
                moves.iter_mut().zip(steps()).for_each(|(moves, (before, after))| moves.count(before, after));
            }
        }
    }

    pub(super) fn tell(&self, ledger: &mut Ledger) {
        let node = |i: usize| NodeId(i as u32);
        let loads = |loads: &[u32]| loads.iter().map(|keys| u64::from(*keys)).collect();
        match &self.counts {
            Counts::Tables(tables) => {
                for (step, table) in tables.iter().enumerate() {
                    for (cell, keys) in table.iter().enumerate().filter(|(_, keys)| **keys > 0) {
                        let (from, to, keys) = (node(cell / self.nodes), node(cell % self.nodes), u64::from(*keys));
                        if step == 0 {
                            ledger.start(from, keys);
                        }
                        ledger.step(step + 1, from, to, keys);
                    }
                }
            }
            Counts::Steps(start, moves) => {
                ledger.add(0, &PhaseCounts { loads: loads(start), ..PhaseCounts::default() });
                for (state, Moves { loads: keys, moved, needless, .. }) in (1..).zip(moves) {
                    ledger.add(state, &PhaseCounts { loads: loads(keys), moved: *moved, needless: *needless });
                }
            }
        }
    }
}
