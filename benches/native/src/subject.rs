//! What every contestant can be asked, and the bare techniques as contestants.

use shardlab_bare::{Counts, NAMES, Technique};

/// A contestant.
pub trait Subject {
    /// Places keys number `begin` and on before and after, and counts them.
    fn count(&mut self, begin: u64, keys: u64);
    /// What was counted so far, one entry a strategy.
    fn counts(&self) -> Vec<Counts>;
    /// Looks up keys one after another; the sum of their nodes' numbers.
    fn look_up(&mut self, times: u32) -> u64;
    /// Builds once more what answers, where that can be timed.
    fn build(&mut self) {}
}

/// The keys of one-key look-ups take turns.
pub const TURNS: u64 = 4_096;

struct Bare(Box<dyn Technique>);

impl Subject for Bare {
    fn count(&mut self, begin: u64, keys: u64) {
        self.0.count(begin, keys);
    }

    fn counts(&self) -> Vec<Counts> {
        self.0.counts()
    }

    fn look_up(&mut self, _: u32) -> u64 {
        0
    }
}

fn number(technique: &str) -> Result<usize, String> {
    NAMES.iter().position(|name| *name == technique).ok_or_else(|| format!("there is no technique {technique}"))
}

pub fn bare(technique: &str, nodes: usize) -> Result<Box<dyn Subject>, String> {
    Ok(Box::new(Bare(shardlab_bare::build(number(technique)?, nodes))))
}

pub fn naive(technique: &str, nodes: usize) -> Result<Box<dyn Subject>, String> {
    Ok(Box::new(Bare(shardlab_bare::naive::build(number(technique)?, nodes))))
}

/// A structure before and one after, and how a key's node is asked for.
pub struct Pass<T, F> {
    nodes: usize,
    states: [T; 2],
    owner: F,
    counts: Counts,
    next: u64,
}

impl<T, F: Fn(&T, u64) -> u32> Pass<T, F> {
    pub fn new(nodes: usize, mut build: impl FnMut(usize) -> T, owner: F) -> Self {
        Self::of(nodes, [build(nodes), build(nodes + 1)], owner)
    }

    pub fn of(nodes: usize, states: [T; 2], owner: F) -> Self {
        let counts = Counts { before: vec![0; nodes], after: vec![0; nodes + 1], moved: 0 };
        Self { nodes, states, owner, counts, next: 0 }
    }
}

impl<T, F: Fn(&T, u64) -> u32> Subject for Pass<T, F> {
    fn count(&mut self, begin: u64, keys: u64) {
        for id in begin..begin + keys {
            let (before, after) = ((self.owner)(&self.states[0], id), (self.owner)(&self.states[1], id));
            self.counts.before[before as usize] += 1;
            self.counts.after[after as usize] += 1;
            self.counts.moved += u64::from(before != after);
        }
    }

    fn counts(&self) -> Vec<Counts> {
        debug_assert_eq!(self.counts.before.len(), self.nodes);
        vec![self.counts.clone()]
    }

    fn look_up(&mut self, times: u32) -> u64 {
        let mut sum = 0_u64;
        for _ in 0..times {
            sum += u64::from((self.owner)(&self.states[0], self.next));
            self.next = (self.next + 1) % TURNS;
        }
        sum
    }
}
