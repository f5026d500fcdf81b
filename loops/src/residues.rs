//! A histogram of residues without a division.
//!
//! For an odd divisor d with inverse i modulo 2^64, u = h·i has u·d ≡ h (mod 2^64), so that u·d = h + t·2^64 with t < d, and
//! t tells the residues of h apart as well as h mod d does (P. L. Montgomery, "Modular multiplication without trial
//! division", Mathematics of Computation 44, 1985). The lower bits of h stand for a divisor's powers of two.

use crate::BLOCK;
use crate::look::Find;
use crate::mix::{finished, unfinished};
use crate::rest;

/// A divisor, and the slots of its residues.
#[derive(Clone, Copy, Debug)]
pub struct Divisor {
    odd: u64,
    inverse: u64,
    twos: u32,
}

impl Divisor {
    /// A divisor of at least 1 and less than 2^32.
    #[must_use]
    pub fn new(divisor: u64) -> Self {
        let twos = divisor.trailing_zeros();
        let odd = divisor >> twos;
        // Newton's steps double the bits that are right; an odd number is its own inverse modulo 8.
        let inverse = (0..5).fold(odd, |inverse, _| inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse))));
        Self { odd, inverse, twos }
    }

    /// The slot of a number: below the divisor, and another one for each residue.
    #[inline(always)]
    #[must_use]
    pub const fn slot(self, number: u64) -> usize {
        let u = number.wrapping_mul(self.inverse);
        // The upper half of u·odd, from halves that do not overflow: odd < 2^32.
        let t = ((u >> 32) * self.odd + (((u & 0xffff_ffff) * self.odd) >> 32)) >> 32;
        let low = number & ((1 << self.twos) - 1);
        ((t << self.twos) | low) as usize
    }

    /// Counts hashes by their slots; a hash of less than 64 bits stands `shift` bits to the left.
    #[inline(never)]
    pub fn count(self, firsts: &[u64], shift: u32, counts: &mut [u32]) {
        for first in firsts {
            counts[self.slot(first >> shift)] += 1;
        }
    }

    /// Counts the integers from `begin` on, hashed by [`mix64`](crate::mix::mix64) on the way.
    #[inline(never)]
    pub fn count_mixed(self, begin: u64, keys: u64, counts: &mut [u32]) {
        unfinished(begin, keys, |z| counts[self.slot(finished(z))] += 1);
    }

    /// Counts wide hashes by the slots of their whole integers.
    #[inline(never)]
    pub fn count_wide(self, wide: &[[u64; 4]], digits: &Digits, counts: &mut [u32]) {
        for words in wide {
            counts[self.slot(digits.sum(words))] += 1;
        }
    }
}

/// The nodes of single keys, by the slots of their residues.
#[derive(Clone, Debug)]
pub struct Table {
    divisor: Divisor,
    shift: u32,
    digits: Digits,
    nodes: Vec<u32>,
}

impl Table {
    /// The node of every residue, at least one and less than 2^29, of hashes of so many bits.
    #[must_use]
    pub fn new(residues: &[u32], bits: u32) -> Self {
        let divisor = Divisor::new(residues.len() as u64);
        let mut nodes = vec![0; residues.len()];
        residues.iter().zip(0..).for_each(|(node, residue)| nodes[divisor.slot(residue)] = *node);
        Self { divisor, shift: 64 - bits.min(64), digits: Digits::new(residues.len() as u64, bits), nodes }
    }
}

impl Find for Table {
    #[inline(always)]
    fn node(&self, first: u64) -> u32 {
        self.nodes[self.divisor.slot(first >> self.shift)]
    }

    #[inline(always)]
    fn node_wide(&self, words: &[u64; 4]) -> u32 {
        self.nodes[self.divisor.slot(self.digits.sum(words))]
    }

    fn bytes(&self) -> usize {
        self.nodes.len() * size_of::<u32>()
    }
}

/// A step between two states, each with a table of its own that is looked up for every key.
#[derive(Clone, Debug)]
pub struct Step {
    shift: u32,
    /// By state the number of residues, and the entry of each.
    states: [(rest::Divisor, Vec<Entry>); 2],
    /// By state the residues of a block's keys: two short loops are quicker than one that needs more registers than there are.
    rests: [Vec<u32>; 2],
    /// Keys whose node changed.
    pub moved: u64,
    /// Those of them that had no need to.
    pub needless: u64,
}

/// What is known of a residue stands in one place.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Keys with that residue.
    keys: u32,
    /// Its node below, and above it the node's mask: a move is needed where two masks have a bit in common.
    mark: u32,
}

/// Where the mask of a mark begins.
const MASK: u32 = 24;

impl Step {
    /// A step among this many nodes has room for them in its marks.
    pub const NODES: usize = 1 << MASK;

    /// Nothing counted yet, with the node of every residue before and after, at least one and at most [`rest::Divisor::MOST`], and
    /// by node the mask of moves from it and of those to it; a hash of less than 64 bits stands `shift` bits to the left.
    #[must_use]
    pub fn new(before: (&[u32], &[u8]), after: (&[u32], &[u8]), shift: u32) -> Self {
        let states = [before, after].map(|(nodes, masks)| {
            let entry = |node: &u32| Entry { keys: 0, mark: node | u32::from(masks[*node as usize]) << MASK };
            (rest::Divisor::new(nodes.len() as u32), nodes.iter().map(entry).collect())
        });
        Self { shift, states, rests: [vec![0; BLOCK], vec![0; BLOCK]], moved: 0, needless: 0 }
    }

    /// Counts hashes.
    pub fn count(&mut self, firsts: &[u64]) {
        for firsts in firsts.chunks(BLOCK) {
            self.find(firsts);
            self.add(firsts.len());
        }
    }

    /// Finds the residues of a block's hashes.
    #[inline(never)]
    fn find(&mut self, firsts: &[u64]) {
        let Self { shift, states: [(before, _), (after, _)], rests: [from, to], .. } = self;
        for ((first, from), to) in firsts.iter().zip(from).zip(to) {
            let hash = first >> *shift;
            (*from, *to) = (before.rest(hash) as u32, after.rest(hash) as u32);
        }
    }

    /// Counts the first residues that were found.
    #[inline(never)]
    fn add(&mut self, keys: usize) {
        let Self { states: [(_, before), (_, after)], rests: [from, to], .. } = self;
        let (mut moved, mut needless) = (0, 0);
        for (from, to) in from[..keys].iter().zip(&to[..keys]) {
            let (from, to) = (&mut before[*from as usize], &mut after[*to as usize]);
            from.keys += 1;
            to.keys += 1;
            let moves = u64::from((from.mark ^ to.mark) << (32 - MASK) != 0);
            moved += moves;
            needless += moves & u64::from((from.mark & to.mark) >> MASK == 0);
        }
        self.moved += moved;
        self.needless += needless;
    }

    /// Keys by their node, of so many, before the step (0) or after it (1).
    #[must_use]
    pub fn loads(&self, state: usize, nodes: usize) -> Vec<u64> {
        let mut loads = vec![0; nodes];
        for Entry { keys, mark } in &self.states[state].1 {
            loads[(mark & ((1 << MASK) - 1)) as usize] += u64::from(*keys);
        }
        loads
    }
}

/// The weights of a wide hash's 32-bit digits modulo a divisor below 2^29: their sum is congruent to the whole integer.
#[derive(Clone, Copy, Debug)]
pub struct Digits([u64; 8]);

impl Digits {
    /// The weights for a divisor, of a hash of so many bits.
    #[must_use]
    pub fn new(divisor: u64, bits: u32) -> Self {
        let mut weights = [0; 8];
        let mut weight = 1 % divisor;
        for digit in (0..(bits / 32) as usize).rev() {
            weights[digit] = weight;
            weight = (weight << 32) % divisor;
        }
        Self(weights)
    }

    #[inline(always)]
    fn sum(&self, words: &[u64; 4]) -> u64 {
        let two = |word: u64, i: usize| (word >> 32) * self.0[i] + (word & 0xffff_ffff) * self.0[i + 1];
        two(words[0], 0) + two(words[1], 2) + two(words[2], 4) + two(words[3], 6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_have_one_slot_exactly_where_they_have_one_residue(divisor in 1_u64..3_000, numbers: [u64; 4]) {
            let by = Divisor::new(divisor);
            for number in numbers {
                prop_assert!((by.slot(number) as u64) < divisor);
                prop_assert_eq!(by.slot(number) == by.slot(numbers[0]), number % divisor == numbers[0] % divisor);
                // A small number has the slot of its residue.
                prop_assert_eq!(by.slot(number), by.slot(number % divisor));
            }
        }

        #[test]
        fn a_wide_hash_has_the_residue_of_its_integer(divisor in 1_u64..1 << 21, words: [u64; 4]) {
            let rest = words.iter().fold(0_u128, |rest, word| ((rest << 64) | u128::from(*word)) % u128::from(divisor));
            prop_assert_eq!(u128::from(Digits::new(divisor, 256).sum(&words) % divisor), rest);
        }

        #[test]
        fn a_step_counts_what_a_division_finds(
            before in proptest::collection::vec(0_u32..40, 1..60), after in proptest::collection::vec(0_u32..40, 1..60),
            masks: ([u8; 32], [u8; 32]), hashes in proptest::collection::vec(any::<u64>(), 0..3_000),
        ) {
            let masks = [masks.0, masks.1].map(|masks| masks.iter().chain(&masks[..8]).copied().collect::<Vec<_>>());
            let mut step = Step::new((&before, &masks[0]), (&after, &masks[1]), 3);
            step.count(&hashes);
            let (mut loads, mut moved, mut needless) = ([vec![0; 40], vec![0; 40]], 0, 0);
            for hash in hashes {
                let [from, to] = [&before, &after].map(|nodes| nodes[((hash >> 3) % nodes.len() as u64) as usize]);
                loads[0][from as usize] += 1;
                loads[1][to as usize] += 1;
                moved += u64::from(from != to);
                needless += u64::from(from != to && masks[0][from as usize] & masks[1][to as usize] == 0);
            }
            prop_assert_eq!([step.loads(0, 40), step.loads(1, 40)], loads);
            prop_assert_eq!((step.moved, step.needless), (moved, needless));
        }
    }

    #[test]
    fn every_residue_has_a_slot_of_its_own() {
        for divisor in [1, 2, 3, 12, 64, 4_095, 65_537, 1_049_600] {
            let by = Divisor::new(divisor);
            let mut seen = vec![false; divisor as usize];
            (0..divisor).for_each(|residue| assert!(!std::mem::replace(&mut seen[by.slot(residue)], true)));
        }
    }
}
