//! FlipHash: the low bits of the hash with those below the highest flipped by a second hash.
//!
//! C. Masson and H. K. Lee, "FlipHash: a constant-time consistent range-hashing algorithm" (2024, arXiv:2402.17549). For
//! a power of two that is a permutation within each level of numbers; for n between two of them a number beyond n is
//! drawn again by hashes of its own until it is below n or in the lower half, where the smaller power of two decides.
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
//! The paper asks for a family of hashes: XXH64 of the hash's eight bytes (little-endian; then four of the level, for the
//! draws) with the level or the draw as seed, as SUPSI's engine is run. At most 64 draws, as the authors say. Failed nodes
//! and copies are ours: the hash is mixed and asked again (see `numbered.rs`).

use super::kind::{Complexity, Input, Kind, Refusal};
use super::placement::Placement;
use super::{least_expected, numbered};
use crate::hash::xxh64;

/// The declaration.
pub static KIND: Kind = Kind {
    id: "flip",
    title: "FlipHash",
    summary: "The low bits of the hash, flipped below their highest by a second hash, are the number; empty numbers are drawn again.",
    reference: "Masson and Lee, FlipHash: a constant-time consistent range-hashing algorithm, 2024, arXiv:2402.17549",
    mechanism: "The low bits of the hash, flipped below their highest one by a second hash, are the number. Where it is at or \
                above n, the hash is drawn again until the answer is a number that exists or lies in the lower half, which then \
                decides.",
    complexity: Complexity { build: "O(n) for the names", lookup: "O(1)", memory: "none beyond the names" },
    balance: "every node has 1/n of the keys but for chance",
    instead: "Only the node added last can be removed, and weights are not read. MementoHash lets any node go.",
    params: &[],
    dialects: &[numbered::WORKSHOP, numbered::SUPSI],
    guarantees: numbered::GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |_, _, _| 24.0,
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |_| 0.0,
};

fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    numbered::build(input, flip, |hash, n| format!("flip(0x{hash:016x}, {n}) = {}", flip(hash, n)))
}

/// Draws at most before the full half decides; the paper's.
const DRAWS: u64 = 64;

fn flip(hash: u64, n: u32) -> u32 {
    let room = u64::MAX >> u64::from(n).leading_zeros();
    let number = flipped(hash, room);
    if number < u64::from(n) {
        return number as u32;
    }
    let mut bytes = [0; 12];
    bytes[..8].copy_from_slice(&hash.to_le_bytes());
    bytes[8..].copy_from_slice(&n.leading_zeros().to_le_bytes());
    for draw in 1..=DRAWS {
        match xxh64(&bytes, draw) & room {
            number if number <= room >> 1 => break,
            number if number < u64::from(n) => return number as u32,
            _ => {}
        }
    }
    flipped(hash, room >> 1) as u32
}

/// The bits of the hash under a mask, those below the highest flipped.
fn flipped(hash: u64, mask: u64) -> u64 {
    let bits = hash & mask;
    let zeros = bits.leading_zeros();
    if bits == 0 { 0 } else { bits ^ (xxh64(&hash.to_le_bytes(), u64::from(zeros)) & (u64::MAX >> zeros >> 1)) }
}

#[cfg(test)]
mod tests {
    use super::super::suite;
    use super::*;

    /// The same by division: levels by counting, a flip bit by bit.
    fn oracle(hash: u64, n: u32) -> u32 {
        let n = u64::from(n);
        let seeded = |bytes: &[u8], seed: u64| xxh64(bytes, seed);
        let in_power = |size: u64| {
            let bits = hash % size;
            let Some(top) = (0..64).rev().find(|i| bits >> i & 1 == 1) else { return 0 };
            let flips = seeded(&hash.to_le_bytes(), 63 - top);
            (0..top).fold(1 << top, |number, i| number | ((bits >> i & 1) ^ (flips >> i & 1)) << i)
        };
        let mut size = 1;
        while size <= n {
            size *= 2;
        }
        let first = in_power(size);
        if first < n {
            return first as u32;
        }
        let level = (0..32_u32).take_while(|zeros| n >> (31 - zeros) == 0).count() as u32;
        let bytes: Vec<u8> = hash.to_le_bytes().into_iter().chain(level.to_le_bytes()).collect();
        let tried = (1..=64).map(|draw| seeded(&bytes, draw) % size).find(|place| *place < n || *place < size / 2);
        tried.filter(|place| *place >= size / 2).unwrap_or_else(|| in_power(size / 2)) as u32
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, |input, key, want| numbered::oracle(input, key, want, oracle));
    }
}
