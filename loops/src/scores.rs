//! The greatest of mixed integers: every key against every seed.

use crate::look::Find;
use crate::mix::{pair, prepared};

/// The greatest score of every key among the seeds, and its place in the order of all members; of equal scores the first
/// seed's. Seeds are [`prepared`], `places` are theirs; there is at least one.
#[inline(never)]
pub fn scan(firsts: &[u64], seeds: &[u64], places: &[u32], scores: &mut [u64], best: &mut [u32]) {
    match seeds.len() {
        1 => few::<1>(firsts, seeds, places, scores, best),
        2 => few::<2>(firsts, seeds, places, scores, best),
        3 => few::<3>(firsts, seeds, places, scores, best),
        4 => few::<4>(firsts, seeds, places, scores, best),
        _ => many(firsts, seeds, places, scores, best),
    }
}

/// The scan of so few seeds that they stay in registers.
#[inline(always)]
fn few<const N: usize>(firsts: &[u64], seeds: &[u64], places: &[u32], scores: &mut [u64], best: &mut [u32]) {
    let fixed = fixed::<N>(seeds, places);
    for ((first, score), at) in firsts.iter().zip(scores).zip(best) {
        (*score, *at) = greatest(prepared(*first), &fixed);
    }
}

/// Seeds with what each stands for, as an array.
#[inline(always)]
fn fixed<const N: usize>(seeds: &[u64], names: &[u32]) -> [(u64, u32); N] {
    let mut fixed = [(0, 0); N];
    fixed.iter_mut().zip(seeds.iter().zip(names)).for_each(|(to, (seed, name))| *to = (*seed, *name));
    fixed
}

/// The greatest score of a key, and what the seed stands for that has it; of equal ones the first.
#[inline(always)]
fn greatest<const N: usize>(key: u64, fixed: &[(u64, u32); N]) -> (u64, u32) {
    let (mut most, mut name) = (pair(key, fixed[0].0), fixed[0].1);
    for (seed, its) in &fixed[1..] {
        let found = pair(key, *seed);
        name = if found > most { *its } else { name };
        most = if found > most { found } else { most };
    }
    (most, name)
}

fn many(firsts: &[u64], seeds: &[u64], places: &[u32], scores: &mut [u64], best: &mut [u32]) {
    for ((first, score), at) in firsts.iter().zip(scores).zip(best) {
        let key = prepared(*first);
        let (mut most, mut index) = (pair(key, seeds[0]), 0);
        for (i, seed) in seeds.iter().enumerate().skip(1) {
            let found = pair(key, *seed);
            index = if found > most { i } else { index };
            most = if found > most { found } else { most };
        }
        (*score, *at) = (most, places[index]);
    }
}

/// The members of two states that differ by one: up to four of both, and one more that only one of them has.
#[derive(Clone, Debug)]
pub struct Step {
    seeds: Vec<u64>,
    nodes: Vec<u32>,
    one: (u64, u32),
    /// By what the number of the common members' winner is multiplied in a cell's number, and that of the winner of all.
    times: (usize, usize),
}

impl Step {
    /// Seeds, which are [`prepared`] and all different, with their nodes, of both states and of the member that joins or
    /// else leaves. None for many: what a scan of theirs costs, it costs by the scan.
    #[must_use]
    pub fn new(common: Vec<(u64, u32)>, one: (u64, u32), joins: bool, nodes: usize) -> Option<Self> {
        let different = common.iter().enumerate().all(|(i, (seed, _))| *seed != one.0 && common[..i].iter().all(|other| other.0 != *seed));
        let (seeds, names) = common.into_iter().unzip::<_, _, Vec<_>, _>();
        let times = if joins { (nodes, 1) } else { (1, nodes) };
        ((1..=4).contains(&seeds.len()) && different).then_some(Self { seeds, nodes: names, one, times })
    }

    /// Counts keys in the cell of their node before, times the number of nodes, and after.
    #[inline(never)]
    pub fn count(&self, firsts: &[u64], table: &mut [u32]) {
        match self.seeds.len() {
            1 => self.of::<1>(firsts, table),
            2 => self.of::<2>(firsts, table),
            3 => self.of::<3>(firsts, table),
            _ => self.of::<4>(firsts, table),
        }
    }

    #[inline(always)]
    fn of<const N: usize>(&self, firsts: &[u64], table: &mut [u32]) {
        let (one, joined) = self.one;
        let fixed = fixed::<N>(&self.seeds, &self.nodes);
        for first in firsts {
            let key = prepared(*first);
            let (most, node) = greatest(key, &fixed);
            // Of different seeds no score is that of another.
            let winner = if pair(key, one) > most { joined } else { node };
            table[node as usize * self.times.0 + winner as usize * self.times.1] += 1;
        }
    }
}

/// The nodes of single keys.
#[derive(Clone, Debug)]
pub struct Scores {
    seeds: Vec<u64>,
    nodes: Vec<u32>,
}

impl Scores {
    /// Nodes with their [`prepared`] seeds, at least one; of equal scores the first one's counts.
    #[must_use]
    pub const fn new(seeds: Vec<u64>, nodes: Vec<u32>) -> Self {
        Self { seeds, nodes }
    }
}

impl Find for Scores {
    #[inline(always)]
    fn node(&self, first: u64) -> u32 {
        let key = prepared(first);
        let (mut most, mut index) = (pair(key, self.seeds[0]), 0);
        for (i, seed) in self.seeds.iter().enumerate().skip(1) {
            let found = pair(key, *seed);
            index = if found > most { i } else { index };
            most = if found > most { found } else { most };
        }
        self.nodes[index]
    }

    fn bytes(&self) -> usize {
        self.seeds.len() * size_of::<u64>() + self.nodes.len() * size_of::<u32>()
    }
}

/// Takes over what is better in another group: the greater score, of equal ones the first place.
#[inline(never)]
pub fn merge(scores: &mut [u64], best: &mut [u32], other_scores: &[u64], other_best: &[u32]) {
    for (((score, at), other_score), other_at) in scores.iter_mut().zip(best).zip(other_scores).zip(other_best) {
        let better = other_score > score || other_score == score && other_at < at;
        *score = if better { *other_score } else { *score };
        *at = if better { *other_at } else { *at };
    }
}

/// The nodes of places.
#[inline(never)]
pub fn name(best: &[u32], nodes: &[u32], owners: &mut [u32]) {
    for (owner, place) in owners.iter_mut().zip(best) {
        *owner = nodes[*place as usize];
    }
}
