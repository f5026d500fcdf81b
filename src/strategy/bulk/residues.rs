//! Nodes by a residue: the hash modulo the least common multiple of all numbers of entries is a slot.

use super::{Ledger, Pass, PhaseCounts};
use crate::cluster::NodeId;
use crate::hash::HashKind;
use crate::keys::Block;
use shardlab_loops::residues::{Digits, Divisor, Step};
use shardlab_loops::rest;

/// The most slots: their counts take half a megabyte. With more of them, what is touched at random is far from the processor, and
/// every state is looked up in a small table instead.
const SLOTS: u64 = 1 << 17;

/// The pass over all states with residues, given by the nodes of their entries; none where there are too many slots, unless it is
/// a step between two tables.
pub(super) fn pass(states: &[&[NodeId]], hash: HashKind, empty: &Ledger) -> Option<Box<dyn Pass>> {
    let mut all = 1_u64;
    for owners in states {
        all = all / gcd(all, owners.len() as u64) * owners.len() as u64;
        if all == 0 || all > SLOTS {
            return step(states, hash, empty);
        }
    }
    Some(Box::new(Residues {
        divisor: Divisor::new(all),
        shift: 64 - hash.bits().min(64),
        digits: Digits::new(all, hash.bits()),
        owners: states.iter().map(|owners| owners.to_vec()).collect(),
        counts: vec![0; all as usize],
    }))
}

/// The pass over two states whose entries are few enough to be looked up near by; none of wide hashes.
fn step(states: &[&[NodeId]], hash: HashKind, empty: &Ledger) -> Option<Box<dyn Pass>> {
    let [before, after] = states else { return None };
    let few = |owners: &[NodeId]| (1..=rest::Divisor::MOST).contains(&owners.len());
    if hash.bits() > 64 || !few(before) || !few(after) || empty.nodes() > Step::NODES {
        return None;
    }
    let nodes = |owners: &[NodeId]| owners.iter().map(|id| id.0).collect::<Vec<_>>();
    let (from, to) = empty.masks(0);
    let step = Step::new((&nodes(before), &from), (&nodes(after), &to), 64 - hash.bits());
    Some(Box::new(TwoTables { step, nodes: empty.nodes() }))
}

const fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

struct Residues {
    divisor: Divisor,
    /// The bits that a hash of less than 64 stands to the left.
    shift: u32,
    digits: Digits,
    /// By state the node of every entry.
    owners: Vec<Vec<NodeId>>,
    /// Keys by the slot of their residue.
    counts: Vec<u32>,
}

impl Pass for Residues {
    fn count(&mut self, block: &Block) {
        if block.wide().is_empty() {
            self.divisor.count(block.firsts(), self.shift, &mut self.counts);
        } else {
            self.divisor.count_wide(block.wide(), &self.digits, &mut self.counts);
        }
    }

    fn count_mixed(&mut self, begin: u64, keys: u64) -> bool {
        self.divisor.count_mixed(begin, keys, &mut self.counts);
        true
    }

    fn tell(&self, ledger: &mut Ledger) {
        let mut nodes = Vec::new();
        for residue in 0..self.counts.len() {
            let keys = self.counts[self.divisor.slot(residue as u64)];
            if keys > 0 {
                nodes.clear();
                nodes.extend(self.owners.iter().map(|owners| owners[residue % owners.len()]));
                ledger.count(&nodes, u64::from(keys));
            }
        }
    }
}

struct TwoTables {
    step: Step,
    nodes: usize,
}

impl Pass for TwoTables {
    fn count(&mut self, block: &Block) {
        self.step.count(block.firsts());
    }

    fn tell(&self, ledger: &mut Ledger) {
        let Self { step, nodes } = self;
        ledger.add(0, &PhaseCounts { loads: step.loads(0, *nodes), ..PhaseCounts::default() });
        ledger.add(1, &PhaseCounts { loads: step.loads(1, *nodes), moved: step.moved, needless: step.needless });
    }
}
