//! Nodes by the greatest score: one scan over the members of all states, each group of them with a best of its own.

use super::members::Groups;
use super::pairs::Pairs;
use super::{Ledger, Pass};
use crate::cluster::NodeId;
use crate::hash::{HashKind, HashValue, mixed_pair, prepared};
use crate::keys::{Block, KeySet};

/// A member as a score sees it: its name, and the name's hash.
pub type Scored = (String, HashValue);

/// The pass over all states by scores of integers; none where there are too many states.
pub(super) fn mixed(states: &[&[(NodeId, Scored)]], empty: &Ledger) -> Option<Box<dyn Pass>> {
    let mut groups = Groups::new(states, |scored| scored.0.clone())?;
    // The seeds apart: the scan reads nothing else.
    let seeds = groups.groups.iter_mut().map(|group| group.members.iter().map(|member| prepared(member.0.1.first_u64())).collect());
    let seeds = seeds.collect();
    Some(Box::new(Mixed { groups, seeds, pairs: Pairs::new(empty) }))
}

struct Mixed {
    groups: Groups<Scored>,
    seeds: Vec<Vec<u64>>,
    pairs: Pairs,
}

/// The greatest score of a key among seeds, and the first index that has it.
#[inline(always)]
fn greatest(key: u64, seeds: &[u64]) -> (u64, usize) {
    let (mut best, mut at) = (mixed_pair(key, seeds[0]), 0);
    for (i, seed) in seeds.iter().enumerate().skip(1) {
        let score = mixed_pair(key, *seed);
        at = if score > best { i } else { at };
        best = if score > best { score } else { best };
    }
    (best, at)
}

impl Pass for Mixed {
    #[inline(never)]
    fn count(&mut self, block: &Block) {
        let mut best = vec![(0, 0); self.seeds.len()];
        let mut owners = Vec::new();
        for first in block.firsts() {
            let key = prepared(*first);
            for ((best, seeds), group) in best.iter_mut().zip(&self.seeds).zip(&self.groups.groups) {
                let (score, at) = greatest(key, seeds);
                *best = (score, group.members[at].1);
            }
            self.groups.winners(&best, &mut owners);
            self.pairs.count(&owners);
        }
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}

/// The pass over all states by hashes of the texts of key and node together.
pub(super) fn texts(states: &[&[(NodeId, Scored)]], hash: HashKind, keys: &KeySet, empty: &Ledger) -> Option<Box<dyn Pass>> {
    let groups = Groups::new(states, |scored| scored.0.clone())?;
    Some(Box::new(Texts { groups, hash, keys: keys.clone(), pairs: Pairs::new(empty) }))
}

struct Texts {
    groups: Groups<Scored>,
    hash: HashKind,
    keys: KeySet,
    pairs: Pairs,
}

impl Pass for Texts {
    fn count(&mut self, block: &Block) {
        let mut best = Vec::new();
        let (mut owners, mut room) = (Vec::new(), String::new());
        for i in 0..block.firsts().len() {
            let (key, value) = (self.keys.key(block.begin() + i as u64, &mut room), block.value(i));
            best.clear();
            for group in &self.groups.groups {
                let mut found: Option<(HashValue, u32)> = None;
                for ((name, own), place, _) in &group.members {
                    let score = self.hash.pair(key, value, name, *own);
                    if found.is_none_or(|(most, _)| score > most) {
                        found = Some((score, *place));
                    }
                }
                best.extend(found);
            }
            self.groups.winners(&best, &mut owners);
            self.pairs.count(&owners);
        }
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}
