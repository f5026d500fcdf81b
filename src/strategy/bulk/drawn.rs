//! Nodes by numbered buckets, drawn again from empty ones.

use super::pairs::Pairs;
use super::{Ledger, Pass};
use crate::cluster::NodeId;
use crate::hash::HashKind;
use crate::keys::Block;
use shardlab_loops::drawn::{self, EMPTY, Table};

/// The buckets of one state.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The node of every bucket.
    pub nodes: Vec<Option<NodeId>>,
    /// The empty buckets, the one that was left last at the end.
    pub empty: Vec<u32>,
    /// How many buckets stayed in use when a bucket was left; 0 for one that has a node.
    pub stayed: Vec<u32>,
    /// What stands for a bucket where it was left before the one that is drawn from.
    pub instead: Vec<u32>,
}

impl Drawn {
    pub(super) fn table(&self) -> Table {
        Table::new(self.nodes.iter().map(|node| node.map_or(EMPTY, |id| id.0)).collect(), &self.stayed, &self.instead)
    }
}

/// The pass over all states; none for more than two of them, or where neither has all empty buckets of the other.
pub(super) fn pass(states: &[&Drawn], hash: HashKind, empty: &Ledger) -> Option<Box<dyn Pass>> {
    let (fewer, other, fewer_at) = match states {
        [only] => (*only, None, 0),
        [a, b] if a.nodes.len() != b.nodes.len() => return None,
        [a, b] if b.empty.starts_with(&a.empty) => (*a, Some(*b), 0),
        [a, b] if a.empty.starts_with(&b.empty) => (*b, Some(*a), 1),
        _ => return None,
    };
    Some(Box::new(Buckets {
        shift: 64 - hash.bits().min(64),
        walks: drawn::Drawn::new(fewer.table()),
        other: other.map(Drawn::table),
        fewer_at,
        pairs: Pairs::new(empty),
    }))
}

struct Buckets {
    shift: u32,
    /// The walks in the state with fewer empty buckets, and the other state.
    walks: drawn::Drawn,
    other: Option<Table>,
    /// The number of the state with fewer empty buckets.
    fewer_at: usize,
    pairs: Pairs,
}

impl Pass for Buckets {
    fn count(&mut self, block: &Block) {
        let (firsts, owners) = (block.firsts(), self.pairs.owners());
        self.walks.nodes(firsts, self.shift, &mut owners[self.fewer_at]);
        if let Some(other) = &self.other {
            self.walks.nodes_of(other, firsts, self.shift, &mut owners[1 - self.fewer_at]);
        }
        self.pairs.count(block.firsts().len());
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}
