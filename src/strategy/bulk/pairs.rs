//! Counting keys by their nodes in every state: how often each pair of nodes stands before and behind a step.

use super::Ledger;
use crate::cluster::NodeId;
use crate::keys::Block;
use shardlab_loops::pairs;

/// Pairs of nodes are counted in a table of at most so many cells, which stays in the cache; else the sums are kept alone.
const CELLS: usize = 1 << 14;

/// Counts of keys by their nodes in every state.
pub(super) struct Pairs {
    nodes: usize,
    /// For each step the keys by their node before it, times `nodes`, and behind it; without a step by their node.
    tables: Vec<Vec<u32>>,
    /// What does not fit into tables.
    sums: Ledger,
    /// By state the nodes of a block's keys, in one order.
    owners: Vec<Vec<u32>>,
}

impl Pairs {
    /// Nothing counted yet; `empty` is a ledger of the states.
    pub(super) fn new(empty: &Ledger) -> Self {
        let (nodes, steps) = (empty.nodes(), empty.steps());
        let tables = match steps {
            0 => vec![vec![0; nodes]],
            _ if nodes * nodes <= CELLS => vec![vec![0; nodes * nodes]; steps],
            _ => Vec::new(),
        };
        Self { nodes, tables, sums: empty.clone(), owners: vec![vec![0; Block::KEYS as usize]; steps + 1] }
    }

    /// Where the nodes of a block's keys are written, by state.
    pub(super) fn owners(&mut self) -> &mut [Vec<u32>] {
        &mut self.owners
    }

    /// Whether there are so few nodes that each step has a table.
    pub(super) const fn has_tables(&self) -> bool {
        !self.tables.is_empty()
    }

    /// For each step the table of keys by their node before it, times the number of nodes, and behind it.
    pub(super) fn tables(&mut self) -> &mut [Vec<u32>] {
        &mut self.tables
    }

    /// Counts the first keys of the block, whose nodes were written.
    pub(super) fn count(&mut self, keys: usize) {
        let Self { nodes, tables, sums, owners } = self;
        if let [only] = &owners[..] {
            return pairs::count_one(&mut tables[0], &only[..keys]);
        }
        for (step, pair) in owners.windows(2).enumerate() {
            let (before, after) = (&pair[0][..keys], &pair[1][..keys]);
            match tables.get_mut(step) {
                Some(table) => pairs::count(table, *nodes, before, after),
                None => before.iter().zip(after).for_each(|(from, to)| add(sums, step, (NodeId(*from), NodeId(*to)), 1)),
            }
        }
    }

    pub(super) fn tell(&self, ledger: &mut Ledger) {
        let node = |i: usize| NodeId(i as u32);
        ledger.merge(&self.sums);
        for (step, table) in self.tables.iter().enumerate() {
            for (cell, keys) in table.iter().enumerate().filter(|(_, keys)| **keys > 0) {
                let keys = u64::from(*keys);
                if ledger.steps() == 0 {
                    ledger.start(node(cell), keys);
                } else {
                    add(ledger, step, (node(cell / self.nodes), node(cell % self.nodes)), keys);
                }
            }
        }
    }
}

/// Counts keys in step number `step`, from 0 on; those of the first one are those of the start too.
fn add(ledger: &mut Ledger, step: usize, (from, to): (NodeId, NodeId), keys: u64) {
    if step == 0 {
        ledger.start(from, keys);
    }
    ledger.step(step + 1, from, to, keys);
}
