//! The moves of a step from node to node as a matrix that people can read: of many nodes the busiest, the others summed.

use crate::cluster::NodeId;
use crate::collections::sort_by_key;

/// Moves from givers (rows) to takers (columns).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The nodes that gave the most keys, in their order.
    pub givers: Vec<NodeId>,
    /// The nodes that took the most keys, in their order.
    pub takers: Vec<NodeId>,
    /// How many more nodes gave keys.
    pub more_givers: u64,
    /// How many more nodes took keys.
    pub more_takers: u64,
    /// Keys, row by row. A last column stands for the other takers and a last row for the other givers, where there are any.
    pub cells: Vec<u64>,
}

impl Matrix {
    /// The matrix of moves that are sorted by their nodes, of at most `most` rows and columns.
    #[must_use]
    pub fn of(flows: &[(NodeId, NodeId, u64)], most: usize) -> Self {
        let (givers, more_givers) = busiest(flows.iter().map(|flow| (flow.0, flow.2)), most);
        let (takers, more_takers) = busiest(flows.iter().map(|flow| (flow.1, flow.2)), most);
        let wide = takers.len() + usize::from(more_takers > 0);
        let tall = givers.len() + usize::from(more_givers > 0);
        let mut cells = vec![0; wide * tall];
        let place = |nodes: &[NodeId], node| nodes.binary_search(&node).unwrap_or(nodes.len());
        for (from, to, keys) in flows {
            cells[place(&givers, *from) * wide + place(&takers, *to)] += keys;
        }
        Self { givers, takers, more_givers, more_takers, cells }
    }

    /// Columns, the one of the other takers among them.
    #[must_use]
    pub fn wide(&self) -> usize {
        self.takers.len() + usize::from(self.more_takers > 0)
    }
}

/// The nodes with most keys in their order, and how many others there are: one place is theirs.
fn busiest(ends: impl Iterator<Item = (NodeId, u64)>, most: usize) -> (Vec<NodeId>, u64) {
    let mut totals: Vec<u64> = Vec::new();
    for (node, keys) in ends {
        if totals.len() <= node.index() {
            totals.resize(node.index() + 1, 0);
        }
        totals[node.index()] += keys;
    }
    let mut nodes: Vec<u32> = (0..totals.len() as u32).filter(|node| totals[*node as usize] > 0).collect();
    let all = nodes.len();
    if all > most {
        // Busiest first, else in their order.
        sort_by_key(&mut nodes, |node| std::cmp::Reverse(totals[*node as usize]));
        nodes.truncate(most.saturating_sub(1));
        nodes.sort_unstable();
    }
    let others = (all - nodes.len()) as u64;
    (nodes.into_iter().map(NodeId).collect(), others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_move_is_in_one_cell(moves in proptest::collection::btree_map((0_u32..30, 0_u32..30), 1_u64..1_000, 0..200), most in 2_usize..40) {
            let flows: Vec<_> = moves.into_iter().map(|((from, to), keys)| (NodeId(from), NodeId(to), keys)).collect();
            let matrix = Matrix::of(&flows, most);
            let (rows, wide) = (matrix.givers.len() + usize::from(matrix.more_givers > 0), matrix.wide());
            prop_assert!(rows <= most && wide <= most && matrix.cells.len() == rows * wide);
            prop_assert_eq!(matrix.cells.iter().sum::<u64>(), flows.iter().map(|flow| flow.2).sum::<u64>());
            for (row, from) in matrix.givers.iter().enumerate() {
                for (column, to) in matrix.takers.iter().enumerate() {
                    let keys: u64 = flows.iter().filter(|flow| flow.0 == *from && flow.1 == *to).map(|flow| flow.2).sum();
                    prop_assert_eq!(matrix.cells[row * wide + column], keys);
                }
            }
            // No node of the rest gave more than one that has a row.
            let gave = |node: NodeId| flows.iter().filter(|flow| flow.0 == node).map(|flow| flow.2).sum::<u64>();
            let least = matrix.givers.iter().map(|node| gave(*node)).min().unwrap_or(0);
            let others = (0..30).map(NodeId).filter(|node| !matrix.givers.contains(node));
            prop_assert!(others.clone().all(|node| gave(node) <= least));
            prop_assert_eq!(others.filter(|node| gave(*node) > 0).count() as u64, matrix.more_givers);
        }
    }
}
