//! The members of all states of a strategy, those with the same states in one group: what is scanned once serves them all.

use crate::cluster::NodeId;
use crate::collections::sort_by_key;

/// Members that take part in the same states.
pub(super) struct Group<T> {
    /// A bit for every state.
    states: u64,
    /// In the order of all members: what each one is, its place in that order, and its number.
    pub(super) members: Vec<(T, u32, NodeId)>,
}

/// The best of a group, or of all groups so far.
pub(super) struct Groups<T> {
    pub(super) groups: Vec<Group<T>>,
    /// The number of every member by its place in the order.
    nodes: Vec<u32>,
    states: usize,
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
            let states = masks[id.index()];
            let member = (value, place as u32, id);
            match groups.iter_mut().find(|group| group.states == states) {
                Some(group) => group.members.push(member),
                None => groups.push(Group { states, members: vec![member] }),
            }
        }
        Some(Self { groups, nodes, states: states.len() })
    }

    /// The node that wins in every state, from the best of each group: its score, and its place in the order. The greatest
    /// score wins, of equal ones the first place.
    #[inline]
    pub(super) fn winners<S: Ord + Copy>(&self, best: &[(S, u32)], out: &mut Vec<u32>) {
        out.clear();
        for state in 0..self.states {
            let mut found: Option<(S, u32)> = None;
            for (group, (score, place)) in self.groups.iter().zip(best) {
                let takes_part = group.states >> state & 1 == 1;
                if takes_part && found.is_none_or(|(most, at)| *score > most || *score == most && *place < at) {
                    found = Some((*score, *place));
                }
            }
            out.extend(found.map(|(_, place)| self.nodes[place as usize]));
        }
    }
}
