//! Nodes by numbered buckets, drawn again from empty ones.

use super::{Ledger, Pass};
use crate::cluster::NodeId;
use crate::hash::HashKind;
use crate::keys::Block;
use shardlab_loops::drawn::{EMPTY, Table, Walks};

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
        let nodes: Vec<u32> = self.nodes.iter().map(|node| node.map_or(EMPTY, |id| id.0)).collect();
        Table::new(&nodes, &self.stayed, &self.instead)
    }
}

/// The pass over one state, or over two of which one has one empty bucket more; none for others.
pub(super) fn pass(states: &[&Drawn], hash: HashKind) -> Option<Box<dyn Pass>> {
    let more = match states {
        [_] => 0,
        [a, b] if a.nodes.len() == b.nodes.len() => usize::from(b.empty.len() > a.empty.len()),
        _ => return None,
    };
    let (with_more, fewer) = (states[more], states[states.len() - 1 - more]);
    let one = match with_more.empty.strip_prefix(&fewer.empty[..])? {
        [] => None,
        [one] => Some(*one),
        _ => return None,
    };
    Some(Box::new(Buckets {
        shift: 64 - hash.bits().min(64),
        walks: Walks::new(with_more.table(), one),
        more,
        one: one.and_then(|one| fewer.nodes[one as usize]),
        nodes: states.iter().map(|state| state.nodes.clone()).collect(),
    }))
}

struct Buckets {
    shift: u32,
    walks: Walks,
    /// The number of the state with more empty buckets.
    more: usize,
    /// The node of the bucket that is empty in that state alone.
    one: Option<NodeId>,
    /// By state the node of every bucket.
    nodes: Vec<Vec<Option<NodeId>>>,
}

impl Pass for Buckets {
    fn count(&mut self, block: &Block) {
        self.walks.count(block.firsts(), self.shift);
    }

    fn tell(&self, ledger: &mut Ledger) {
        for (bucket, (met, drawn)) in self.walks.counts().enumerate() {
            // From a bucket that is empty keys went on.
            if self.nodes[self.more][bucket].is_none() {
                continue;
            }
            let mut owners: Vec<NodeId> = self.nodes.iter().filter_map(|nodes| nodes[bucket]).collect();
            ledger.count(&owners, u64::from(met));
            if let Some(one) = self.one {
                owners[1 - self.more] = one;
                ledger.count(&owners, u64::from(drawn));
            }
        }
    }
}
