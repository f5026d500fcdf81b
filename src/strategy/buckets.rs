//! What strategies share that put nodes in numbered buckets and remember the order in which buckets were left.
//!
//! A node that joins takes the bucket that was left last, so that the members and the order of what has left say all:
//! leaving and coming back in turn restores every answer. Within one step those that leave go first, by their buckets.

use super::bulk::Drawn;
use super::kind::{Guarantees, Input, Refusal};
use crate::cluster::{Cluster, NodeId, NodeSet};
use crate::hash::mix64;

/// What those promise that let any node go and remember it.
pub(super) const GUARANTEES: Guarantees =
    Guarantees { order_free: false, weighted: false, minimal: true, any_removal: true, history_free: false, passes_over: true };

/// Which node stands in which bucket, and the empty buckets in the order in which they were left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buckets {
    nodes: Vec<Option<NodeId>>,
    empty: Vec<u32>,
}

impl Buckets {
    /// The node of every bucket.
    #[must_use]
    pub fn nodes(&self) -> &[Option<NodeId>] {
        &self.nodes
    }

    /// The empty buckets, the one that was left last at the end.
    #[must_use]
    pub fn empty(&self) -> &[u32] {
        &self.empty
    }

    /// A state.
    #[cfg(test)]
    pub(super) const fn of(nodes: Vec<Option<NodeId>>, empty: Vec<u32>) -> Self {
        Self { nodes, empty }
    }

    /// The state after a step with a fixed number of buckets; at the start the empty ones were left from the last down.
    ///
    /// # Errors
    /// When there are more members than buckets.
    pub(super) fn fixed(input: &Input<'_>, capacity: usize) -> Result<Self, Refusal> {
        let members = input.cluster.nodes().len();
        if members > capacity {
            return Err(Refusal {
                why: format!("{members} nodes do not fit into the {capacity} buckets that were set up at the start"),
                instead: "people set up more buckets than they will ever have nodes".to_owned(),
                code: None,
            });
        }
        let state = before(input).filter(|before| before.nodes.len() == capacity);
        let mut state = state.unwrap_or_else(|| Self { nodes: vec![None; capacity], empty: (0..capacity as u32).rev().collect() });
        state.change(input.cluster, false);
        Ok(state)
    }

    /// The state after a step with as many buckets as it takes: the last one goes with its node while no other is empty.
    pub(super) fn growing(input: &Input<'_>) -> Self {
        let mut state = before(input).unwrap_or(Self { nodes: Vec::new(), empty: Vec::new() });
        state.change(input.cluster, true);
        state
    }

    fn change(&mut self, cluster: &Cluster, growing: bool) {
        let mut members = NodeSet::default();
        cluster.nodes().iter().for_each(|node| _ = members.insert(node.id));
        for bucket in 0..self.nodes.len() {
            let Some(id) = self.nodes[bucket] else { continue };
            if members.insert(id) {
                self.leave(bucket, growing);
            }
        }
        let mut there = NodeSet::default();
        self.nodes.iter().flatten().for_each(|id| _ = there.insert(*id));
        for node in cluster.nodes() {
            if there.insert(node.id) {
                self.join(node.id);
            }
        }
    }

    fn leave(&mut self, bucket: usize, growing: bool) {
        if growing && self.empty.is_empty() && bucket + 1 == self.nodes.len() {
            self.nodes.pop();
        } else {
            self.nodes[bucket] = None;
            self.empty.push(bucket as u32);
        }
    }

    fn join(&mut self, id: NodeId) {
        match self.empty.pop() {
            Some(bucket) => self.nodes[bucket as usize] = Some(id),
            None => self.nodes.push(Some(id)),
        }
    }
}

fn before(input: &Input<'_>) -> Option<Buckets> {
    input.before.and_then(|before| before.placement.buckets()).cloned()
}

/// Where the look-up goes on from an empty bucket.
pub(super) struct Replacements {
    /// How many nodes stayed when the bucket was left; 0 for one that is not empty.
    stayed: Vec<u32>,
    /// What stands for the bucket where it was left before the one that is asked for.
    instead: Vec<u32>,
}

impl Replacements {
    /// `instead` has the bucket that stands for one that is left, from the bucket and how many stay; buckets are left
    /// in their order.
    pub(super) fn new(buckets: &Buckets, mut instead: impl FnMut(u32, u32) -> u32) -> Self {
        let all = buckets.nodes.len() as u32;
        let mut new = Self { stayed: vec![0; all as usize], instead: (0..all).collect() };
        for (bucket, stay) in buckets.empty.iter().zip((0..all).rev()) {
            new.stayed[*bucket as usize] = stay;
            new.instead[*bucket as usize] = instead(*bucket, stay);
        }
        new
    }

    /// The state of the look-up, with the node of every bucket.
    pub(super) fn drawn(&self, nodes: Vec<Option<NodeId>>, empty: &[u32]) -> Drawn {
        Drawn { nodes, empty: empty.to_vec(), stayed: self.stayed.clone(), instead: self.instead.clone() }
    }

    #[cfg(test)]
    pub(super) fn stayed(&self) -> &[u32] {
        &self.stayed
    }

    #[cfg(test)]
    pub(super) fn instead(&self) -> &[u32] {
        &self.instead
    }

    /// The bucket after an empty one, drawn among those that stayed when it was left; `None` where it has a node.
    fn next(&self, bucket: u32, draw: impl Fn(u32) -> u64) -> Option<u32> {
        let stayed = self.stayed[bucket as usize];
        if stayed == 0 {
            return None;
        }
        let mut next = (draw(bucket) % u64::from(stayed)) as u32;
        while self.stayed[next as usize] >= stayed {
            next = self.instead[next as usize];
        }
        Some(next)
    }

    /// The bucket with a node that a look-up ends in.
    pub(super) fn end(&self, first: u32, draw: impl Fn(u32) -> u64) -> u32 {
        let mut bucket = first;
        while let Some(next) = self.next(bucket, &draw) {
            bucket = next;
        }
        bucket
    }

    /// The buckets of a look-up, for people.
    pub(super) fn trail(&self, first: u32, draw: impl Fn(u32) -> u64) -> String {
        let all = std::iter::successors(Some(first), |bucket| self.next(*bucket, &draw));
        all.map(|bucket| bucket.to_string()).collect::<Vec<_>>().join(" → ")
    }

    /// What it takes, bytes, with the buckets' nodes.
    pub(super) fn memory_bytes(&self) -> u64 {
        (self.stayed.len() * (2 * size_of::<u32>() + size_of::<NodeId>())) as u64
    }
}

/// The hash of a key and an empty bucket.
pub(super) const fn draw(hash: u64, bucket: u32) -> u64 {
    mix64(hash ^ mix64(bucket as u64 + 1))
}
