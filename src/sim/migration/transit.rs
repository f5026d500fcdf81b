//! What a step moves: the keys that take part, the nodes of each before and after, and what is copied.

use super::chance::Draw;
use crate::cluster::NodeId;

/// A step as the simulation sees it.
#[derive(Clone, Debug, Default)]
pub struct Transit {
    /// Keys that take part: all of them, or a fixed sample.
    pub keys: u64,
    /// Keys of those whose first node changes.
    pub moved: u64,
    /// Keys of those whose copies were all on nodes that failed: nothing is left to copy, and no request for them is counted.
    pub gone: u64,
    /// The parts of all requests that are for those.
    pub gone_requests: u64,
    /// Copies that are new on their node.
    pub copies: u64,
    /// Pairs of an old and a new node that a copy travels between.
    pub links: u64,
    /// The parts of all requests that are for the keys that take part.
    pub requests: u64,
    /// Copies by node at the start, by [`NodeId`].
    pub owned: Vec<u64>,
    /// The keys that change nodes: first those in transit, whose first node changes.
    pub parties: Vec<Party>,
    /// How many of them are in transit.
    pub in_transit: u32,
}

/// A key that changes nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Its number in the key set.
    pub key: u64,
    /// Its nodes before the step; the first answers.
    pub before: Vec<NodeId>,
    /// Its nodes after the step; the first answers.
    pub after: Vec<NodeId>,
    /// Copies that are new on their node.
    pub copies: u32,
    /// Its part of all requests.
    pub requests: u64,
}

impl Party {
    /// The node that answered for it.
    #[must_use]
    pub fn from(&self) -> NodeId {
        self.before.first().copied().unwrap_or(NodeId(0))
    }

    /// The node that will answer for it.
    #[must_use]
    pub fn to(&self) -> NodeId {
        self.after.first().copied().unwrap_or(NodeId(0))
    }
}

impl Transit {
    /// A step without keys yet, in a cluster whose nodes have numbers below `nodes`.
    #[must_use]
    pub fn new(nodes: usize) -> Self {
        Self { owned: vec![0; nodes], ..Self::default() }
    }

    /// Adds a key: its nodes before and after the step, and those of before that the step left alive.
    pub fn add(&mut self, key: u64, before: &[NodeId], alive: &[NodeId], after: &[NodeId], requests: u64) {
        self.keys += 1;
        self.requests += requests;
        let moved = before.first() != after.first();
        self.moved += u64::from(moved);
        if alive.is_empty() {
            self.gone += 1;
            self.gone_requests += requests;
            return;
        }
        alive.iter().for_each(|node| self.owned[node.index()] += 1);
        let copies = after.iter().filter(|node| !alive.contains(node)).count() as u32;
        if alive == after {
            return;
        }
        self.copies += u64::from(copies);
        let party = Party { key, before: alive.to_vec(), after: after.to_vec(), copies, requests };
        let in_transit = party.from() != party.to();
        self.parties.push(party);
        if in_transit {
            let (at, last) = (self.in_transit as usize, self.parties.len() - 1);
            self.parties.swap(at, last);
            self.in_transit += 1;
        }
    }

    /// Counts the links, once all keys are added.
    pub fn close(&mut self) {
        let copied = self.parties.iter().filter(|party| party.copies > 0);
        let mut pairs: Vec<(NodeId, NodeId)> = copied.map(|party| (party.from(), new_node(party))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        self.links = pairs.len() as u64;
    }

    /// How the keys in transit are drawn.
    pub(super) fn draw(&self) -> Draw {
        let weights: Vec<u64> = self.moving().iter().map(|party| party.requests).collect();
        Draw::new(&weights)
    }

    /// The keys in transit.
    #[must_use]
    pub fn moving(&self) -> &[Party] {
        &self.parties[..self.in_transit as usize]
    }

    /// The share of all requests that is for keys in transit, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.part(self.moving().iter().map(|party| party.requests).sum())
    }

    /// The share of all requests that is for keys that stay where they are, 0 to 1.
    #[must_use]
    pub fn staying(&self) -> f64 {
        let moving: u64 = self.moving().iter().map(|party| party.requests).sum();
        self.part(self.requests - moving - self.gone_requests)
    }

    fn part(&self, requests: u64) -> f64 {
        if self.requests == 0 { 0.0 } else { requests as f64 / self.requests as f64 }
    }

    /// Whether every key in transit gets as many requests: the closed forms hold for these.
    #[must_use]
    pub fn uniform(&self) -> bool {
        self.moving().windows(2).all(|pair| pair[0].requests == pair[1].requests)
    }
}

/// The first node that a copy is new on.
fn new_node(party: &Party) -> NodeId {
    party.after.iter().find(|node| !party.before.contains(node)).copied().unwrap_or_else(|| party.to())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart_by_what_becomes_of_their_first_node_and_their_copies() {
        let id = |numbers: &[u32]| numbers.iter().map(|number| NodeId(*number)).collect::<Vec<_>>();
        let mut transit = Transit::new(4);
        for (key, before, alive, after) in [
            (0, [0, 1].as_slice(), [0, 1].as_slice(), [0, 1].as_slice()), // stays
            (1, &[0, 1], &[0, 1], &[0, 3]),                               // a copy moves in the background
            (2, &[0, 1], &[0, 1], &[3, 0]),                               // its first node changes
            (3, &[2, 1], &[1], &[1, 0]),                                  // its first node failed, the next one answers
            (4, &[2], &[], &[0]),                                         // nothing is left of it
        ] {
            transit.add(key, &id(before), &id(alive), &id(after), 1);
        }
        transit.close();
        assert_eq!((transit.keys, transit.moved, transit.gone, transit.copies, transit.in_transit), (5, 3, 1, 3, 1));
        assert_eq!(transit.moving()[0].key, 2);
        assert_eq!(transit.parties.iter().map(|party| party.key).collect::<Vec<_>>(), [2, 1, 3]);
        assert_eq!(transit.owned, [3, 4, 0, 0]);
        assert_eq!(transit.links, 2);
        assert_eq!((transit.share(), transit.staying()), (0.2, 0.6));
    }
}
