//! JumpBackHash: the jumps of jump hash walked from the end, so that a few random words are enough.
//!
//! O. Ertl, "JumpBackHash: say goodbye to the modulo operation to distribute keys uniformly to buckets" (2024,
//! arXiv:2403.18682). The set bits of a random word are the levels (powers of two) in which the key was moved at all;
//! from the highest down, a number within the level is drawn until it is below n or the level is left.
//!
//! # Complexity
//! n nodes: build O(n) for the names, look-up O(1) in expectation, memory none beyond the names.
//!
//! # Guarantees
//! Adding a node moves keys only to it, in expectation 1/(n+1) of them.
//!
//! # Limits
//! Every node has the same share: weights are not read. Nodes are numbers: only the one added last can be removed.
//!
//! # Deviations
//! The generator is SplitMix64, as in the author's library. Failed nodes
//! and copies are ours: the hash is mixed and asked again (see `numbered.rs`).

use super::kind::{Complexity, Input, Kind, Refusal};
use super::numbered::{GAMMA, again};
use super::placement::Placement;
use super::{least_expected, numbered};

/// The declaration.
pub static KIND: Kind = Kind {
    id: "jumpback",
    title: "JumpBackHash",
    summary: "Jump hash walked from the end: the bits of one random word say at once which level the key was last moved in.",
    reference: "Ertl, JumpBackHash: say goodbye to the modulo operation, Software: Practice and Experience, 2024, arXiv:2403.18682",
    mechanism: "The words of a generator seeded with the key say from the highest level of the numbers downwards whether the key \
                was last moved in that level, and to which number. It gives what jump hash promises in constant time and with \
                whole numbers only.",
    complexity: Complexity { build: "O(n) for the names", lookup: "O(1) on average", memory: "none beyond the names" },
    balance: "every node has 1/n of the keys but for chance",
    instead: "Only the node added last can be removed, and weights are not read. People keep a table from numbers to servers.",
    params: &[],
    dialects: &[numbered::WORKSHOP],
    guarantees: numbered::GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |_, _, _| 16.0,
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |_| 0.0,
};

fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    numbered::build(input, jumpback, |hash, n| format!("jumpback(0x{hash:016x}, {n}) = {}", jumpback(hash, n)))
}

fn jumpback(hash: u64, n: u32) -> u32 {
    let mut state = hash;
    let mut word = || {
        let drawn = again(state);
        state = state.wrapping_add(GAMMA);
        drawn
    };
    let levels = word();
    let room = n.next_power_of_two() - 1; // as a mask
    let mut left = (levels ^ (levels >> 32)) as u32 & room;
    while left != 0 {
        let first = 1 << left.ilog2();
        // Each half of the word serves the levels of one parity.
        let half = (levels >> (32 * (left.count_ones() & 1))) as u32;
        let mut number = first + (half & (first - 1));
        let mut upper = None;
        while number >= first {
            if number < n {
                return number;
            }
            let drawn = upper.take().unwrap_or_else(|| {
                let drawn = word();
                upper = Some((drawn >> 32) as u32);
                drawn as u32
            });
            number = drawn & (2 * first - 1);
        }
        left ^= first;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::super::suite;
    use super::*;

    /// The same with lists: the words as they come, the levels from the highest down.
    fn oracle(hash: u64, n: u32) -> u32 {
        let words: Vec<u64> = (0..400).map(|i| again(hash.wrapping_add(GAMMA.wrapping_mul(i)))).collect();
        let (low, high) = (words[0] % (1 << 32), words[0] / (1 << 32));
        let mut halves = words[1..].iter().flat_map(|word| [word % (1 << 32), word / (1 << 32)]).enumerate().peekable();
        let set: Vec<u32> = (0..32).filter(|i| 1_u64 << i < u64::from(n) && (low ^ high) >> i & 1 == 1).collect();
        for (index, level) in set.iter().enumerate().rev() {
            let (first, odd) = (1_u64 << level, index % 2 == 0);
            let mut number = first + if odd { high } else { low } % first;
            loop {
                if number < first {
                    break;
                }
                if number < u64::from(n) {
                    return number as u32;
                }
                number = halves.next().expect("enough words").1 % (2 * first);
            }
            // The rest of a word is not used for the next level.
            if halves.peek().is_some_and(|(i, _)| i % 2 == 1) {
                halves.next();
            }
        }
        0
    }

    #[test]
    fn the_authors_keys_go_as_published() {
        for (key, numbers) in [(0x7f74_87ee_708c_8a96, [1, 1]), (0x6265_648f_bc79_7f25, [0, 0]), (0x85ef_23a0_b545_d53b, [0, 2])] {
            assert_eq!([jumpback(key, 2), jumpback(key, 3)], numbers, "{key:x}");
        }
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, |input, key, want| numbered::oracle(input, key, want, oracle));
    }
}
