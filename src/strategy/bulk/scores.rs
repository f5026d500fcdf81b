//! Nodes by the greatest score: one scan over the members of all states, each group of them with a best of its own.

use super::members::{Groups, Member};
use super::pairs::Pairs;
use super::{Ledger, Pass};
use crate::cluster::NodeId;
use crate::hash::{HashKind, HashValue};
use crate::keys::{Block, KeySet};
use shardlab_loops::{mix, scores};

/// A member as a score sees it: its name, and the name's hash.
pub type Scored = (String, HashValue);

/// The pass over all states by scores of integers; none where there are too many states.
pub(super) fn mixed(states: &[&[(NodeId, Scored)]], empty: &Ledger) -> Option<Box<dyn Pass>> {
    let groups = Groups::new(states, |scored| scored.0.clone())?;
    let seed = |member: &Member<Scored>| mix::prepared(member.0.1.first_u64());
    let mut pairs = Pairs::new(empty);
    if let Some(step) = groups.step().filter(|_| !pairs.tables().is_empty()) {
        let named = |member: &Member<Scored>| (seed(member), groups.node(member.1));
        if let Some(step) = scores::Step::new(step.both.iter().map(named).collect(), named(step.one), step.joins, empty.nodes()) {
            return Some(Box::new(OneMore { step, pairs }));
        }
    }
    let seeds = |members: &[Member<Scored>]| (members.iter().map(seed).collect(), members.iter().map(|member| member.1).collect());
    let seeds = groups.groups.iter().map(|group| seeds(&group.members)).collect();
    Some(Box::new(Mixed { groups, seeds, pairs }))
}

/// One step by which a member joins few others, or leaves them.
struct OneMore {
    step: scores::Step,
    pairs: Pairs,
}

impl Pass for OneMore {
    fn count(&mut self, block: &Block) {
        let Self { step, pairs } = self;
        pairs.tables().iter_mut().for_each(|table| step.count(block.firsts(), table));
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}

struct Mixed {
    groups: Groups<Scored>,
    /// By group what its members' scores are made of, and their places.
    seeds: Vec<(Vec<u64>, Vec<u32>)>,
    pairs: Pairs,
}

impl Pass for Mixed {
    fn count(&mut self, block: &Block) {
        for ((seeds, places), (scores, best)) in self.seeds.iter().zip(&mut self.groups.best) {
            scores::scan(block.firsts(), seeds, places, scores, best);
        }
        self.groups.count(block.firsts().len(), &mut self.pairs);
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}

/// The keys with a name behind each: what a score of texts hashes. None where they are no pattern.
fn followed(keys: &KeySet, name: &str) -> Option<KeySet> {
    let (from, count, mut parts) = match keys {
        KeySet::Ids { from, count } => (*from, *count, vec![String::new(), String::new()]),
        KeySet::Pattern { from, count, parts } => (*from, *count, parts.clone()),
        KeySet::List(_) | KeySet::Split { .. } => return None,
    };
    *parts.last_mut()? += name;
    Some(KeySet::Pattern { from, count, parts })
}

/// The pass over all states by hashes of the texts of key and node together; none where keys are no pattern.
pub(super) fn texts(states: &[&[(NodeId, Scored)]], hash: HashKind, keys: &KeySet, empty: &Ledger) -> Option<Box<dyn Pass>> {
    let groups = Groups::new(states, |scored| scored.0.clone())?;
    let of = |member: &(Scored, u32)| Some((followed(keys, &member.0.0)?, member.1));
    let members: Option<Vec<Vec<_>>> = groups.groups.iter().map(|group| group.members.iter().map(of).collect()).collect();
    let best = groups.groups.iter().map(|_| Vec::new()).collect();
    Some(Box::new(Texts { groups, members: members?, best, room: Block::new(hash), pairs: Pairs::new(empty) }))
}

struct Texts {
    groups: Groups<Scored>,
    /// By group: the texts of all keys with a member, and the member's place.
    members: Vec<Vec<(KeySet, u32)>>,
    /// By group, then by key: the greatest hash and the place of the member that has it.
    best: Vec<Vec<(HashValue, u32)>>,
    room: Block,
    pairs: Pairs,
}

impl Pass for Texts {
    fn count(&mut self, block: &Block) {
        let keys = block.firsts().len();
        let (begin, end) = (block.begin(), block.begin() + keys as u64);
        for (members, best) in self.members.iter().zip(&mut self.best) {
            best.clear();
            for (texts, place) in members {
                self.room.fill(texts, begin, end);
                if best.is_empty() {
                    best.extend((0..keys).map(|i| (self.room.value(i), *place)));
                    continue;
                }
                for (i, (most, at)) in best.iter_mut().enumerate() {
                    let first = self.room.firsts()[i];
                    // The first words nearly always decide; of equal hashes the member that comes first stays.
                    if first > most.first_u64() || first == most.first_u64() && self.room.value(i) > *most {
                        (*most, *at) = (self.room.value(i), *place);
                    }
                }
            }
        }
        for (state, owners) in self.pairs.owners().iter_mut().enumerate() {
            for (key, owner) in owners[..keys].iter_mut().enumerate() {
                let found = self.groups.of(state).map(|group| self.best[group][key]);
                let better = |one: (HashValue, u32), other: (HashValue, u32)| {
                    if other.0 > one.0 || other.0 == one.0 && other.1 < one.1 { other } else { one }
                };
                *owner = found.reduce(better).map_or(0, |best| self.groups.node(best.1));
            }
        }
        self.pairs.count(keys);
    }

    fn reads_hashes(&self) -> bool {
        false
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}
