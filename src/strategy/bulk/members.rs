//! The members of all states of a strategy, those with the same states in one group: what is scanned once serves them all.

use super::pairs::Pairs;
use crate::cluster::NodeId;
use crate::collections::sort_by_key;
use crate::keys::Block;
use shardlab_loops::scores;

/// What a member is, and its place in the order of all.
pub(super) type Member<T> = (T, u32);

/// Members that take part in the same states.
pub(super) struct Group<T> {
    /// A bit for every state.
    states: u64,
    /// In their order.
    pub(super) members: Vec<Member<T>>,
}

/// A step by which one member joins or leaves.
pub(super) struct Step<'a, T> {
    /// The members of both states.
    pub(super) both: &'a [Member<T>],
    /// The one that only one of them has: the second, if it joins.
    pub(super) one: &'a Member<T>,
    pub(super) joins: bool,
}

/// Scores and places for the keys of a block.
fn room() -> (Vec<u64>, Vec<u32>) {
    (vec![0; Block::KEYS as usize], vec![0; Block::KEYS as usize])
}

/// All groups, and the best of each for every key of a block.
pub(super) struct Groups<T> {
    pub(super) groups: Vec<Group<T>>,
    /// The number of every member by its place in the order.
    nodes: Vec<u32>,
    /// By group, then by key: the greatest score and the place of the member that has it.
    pub(super) best: Vec<(Vec<u64>, Vec<u32>)>,
    room: (Vec<u64>, Vec<u32>),
}

impl<T: Clone> Groups<T> {
    /// The groups of the members of each state; members are ordered by `key`. None where there are too many states.
    pub(super) fn new<K: Ord>(states: &[&[(NodeId, T)]], key: impl Fn(&T) -> K) -> Option<Self> {
        if states.len() > u64::BITS as usize {
            return None;
        }
        let most = states.iter().flat_map(|state| state.iter()).map(|member| member.0.index() + 1).max()?;
        let mut masks = vec![0_u64; most];
        let mut all: Vec<(NodeId, T)> = Vec::new();
        for (state, members) in states.iter().enumerate() {
            for (id, value) in *members {
                if masks[id.index()] == 0 {
                    all.push((*id, value.clone()));
                }
                masks[id.index()] |= 1 << state;
            }
        }
        sort_by_key(&mut all, |member| key(&member.1));
        let nodes = all.iter().map(|member| member.0.0).collect();
        let mut groups: Vec<Group<T>> = Vec::new();
        for (place, (id, value)) in all.into_iter().enumerate() {
            let (states, member) = (masks[id.index()], (value, place as u32));
            match groups.iter_mut().find(|group| group.states == states) {
                Some(group) => group.members.push(member),
                None => groups.push(Group { states, members: vec![member] }),
            }
        }
        // The greatest group first.
        sort_by_key(&mut groups, |group| std::cmp::Reverse(group.members.len()));
        Some(Self { best: groups.iter().map(|_| room()).collect(), room: room(), groups, nodes })
    }

    /// Gives every member of the groups from number `from` on a group of its own.
    pub(super) fn apart(&mut self, from: usize) {
        let others = self.groups.split_off(from.min(self.groups.len()));
        for Group { states, members } in others {
            self.groups.extend(members.into_iter().map(|member| Group { states, members: vec![member] }));
        }
        self.best = self.groups.iter().map(|_| room()).collect();
    }

    /// Two states as a step, where they differ by one member.
    pub(super) fn step(&self) -> Option<Step<'_, T>> {
        match &self.groups[..] {
            [both, Group { states: one @ (1 | 2), members }] if both.states == 3 => match &members[..] {
                [one_more] => Some(Step { both: &both.members, one: one_more, joins: *one == 2 }),
                _ => None,
            },
            _ => None,
        }
    }

    /// The numbers of the groups that take part in a state.
    pub(super) fn of(&self, state: usize) -> impl Iterator<Item = usize> {
        self.groups.iter().enumerate().filter(move |(_, group)| group.states >> state & 1 == 1).map(|(number, _)| number)
    }

    /// The number of the member at a place in the order.
    pub(super) fn node(&self, place: u32) -> u32 {
        self.nodes[place as usize]
    }

    /// Counts the first keys of a block by the nodes that win in every state: the greatest score of its groups, of equal
    /// ones the first place.
    pub(super) fn count(&mut self, keys: usize, pairs: &mut Pairs) {
        let (mut scores, mut places) = std::mem::take(&mut self.room);
        for (state, owners) in pairs.owners().iter_mut().enumerate() {
            for (number, group) in self.of(state).enumerate() {
                let (other_scores, other_places) = &self.best[group];
                if number == 0 {
                    scores[..keys].copy_from_slice(&other_scores[..keys]);
                    places[..keys].copy_from_slice(&other_places[..keys]);
                } else {
                    scores::merge(&mut scores[..keys], &mut places[..keys], &other_scores[..keys], &other_places[..keys]);
                }
            }
            scores::name(&places[..keys], &self.nodes, owners);
        }
        self.room = (scores, places);
        pairs.count(keys);
    }
}
