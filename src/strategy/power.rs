//! PowerCH: by the bits of the hash within a power of two, and by jumps in the half that is not full.
//!
//! E. Leu, "Fast consistent hashing in constant time" (2023, arXiv:2307.12448). Numbers of one level are mixed among
//! themselves; a number beyond n is replaced by a walk of jump hash that begins at the end of the full half; where the
//! walk does not leave it, the full half decides by bits again.
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
//! The paper asks for a family of hashes: XXH64 of the hash's eight bytes (little-endian) with the level as seed, as
//! SUPSI's engine is run. Failed nodes
//! and copies are ours: the hash is mixed and asked again (see `numbered.rs`).

use super::kind::{Complexity, Input, Kind, Refusal};
use super::placement::Placement;
use super::{least_expected, numbered};
use crate::hash::xxh64;

/// The declaration.
pub static KIND: Kind = Kind {
    id: "power",
    title: "PowerCH",
    summary: "A power of two of numbers takes the key by its bits; where that number is empty, a short walk of jumps above the full half decides.",
    reference: "Leu, Fast consistent hashing in constant time, 2023, arXiv:2307.12448",
    mechanism: "The low bits of the hash, mixed below their highest one, are a number below a power of two. A number at or above \
                n is replaced by a walk of jump hash that begins at the end of the full half; where the walk does not leave it, \
                the full half decides by bits again.",
    complexity: Complexity { build: "O(n) for the names", lookup: "O(1) on average", memory: "none beyond the names" },
    balance: "every node has 1/n of the keys but for chance",
    instead: "Only the node added last can be removed, and weights are not read. MementoHash lets any node go.",
    params: &[],
    dialects: &[numbered::WORKSHOP, numbered::SUPSI],
    guarantees: numbered::GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |_, _, _| 18.0,
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |_| 0.0,
};

fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    numbered::build(input, power, |hash, n| format!("power(0x{hash:016x}, {n}) = {}", power(hash, n)))
}

fn power(hash: u64, n: u32) -> u32 {
    let room = n.next_power_of_two() - 1; // as a mask
    let number = leveled(hash, room);
    if number < n {
        return number;
    }
    let full = room >> 1;
    let number = walked(hash, full, n);
    if number > full { number } else { leveled(hash, full) }
}

/// The bits of the hash under a mask: the highest stays, those below it are drawn.
fn leveled(hash: u64, mask: u32) -> u32 {
    let bits = hash as u32 & mask;
    if bits == 0 {
        return 0;
    }
    let top = 1 << bits.ilog2();
    top + (xxh64(&hash.to_le_bytes(), u64::from(top)) as u32 & (top - 1))
}

/// The last number below n on a walk of jumps from `start`.
fn walked(hash: u64, start: u32, n: u32) -> u32 {
    let (mut state, mut number) = (hash, start);
    loop {
        state = state.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        let part = ((state >> 33) + 1) as f64 / 2_147_483_648.0;
        let next = f64::from(number + 1) / part;
        if next >= f64::from(n) {
            return number;
        }
        number = next as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::super::suite;
    use super::*;

    /// The same by division, and the walk in whole numbers.
    fn oracle(hash: u64, n: u32) -> u32 {
        let n = u128::from(n);
        let hash = u128::from(hash);
        let next = |state: u128| (state * 2_862_933_555_777_941_757 + 1) % (1 << 64);
        let in_power = |size: u128| {
            let mut level = 1;
            while level * 2 <= hash % size {
                level *= 2;
            }
            let drawn = u128::from(xxh64(&(hash as u64).to_le_bytes(), level as u64));
            if hash % size == 0 { 0 } else { level + drawn % level }
        };
        let mut size = 1;
        while size < n {
            size *= 2;
        }
        if in_power(size) < n {
            return in_power(size) as u32;
        }
        let (mut state, mut number, mut candidate) = (hash, size / 2 - 1, size / 2 - 1);
        while candidate < n {
            number = candidate;
            state = next(state);
            candidate = ((number + 1) << 31) / (state / (1 << 33) + 1);
        }
        if number >= size / 2 { number as u32 } else { in_power(size / 2) as u32 }
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, |input, key, want| numbered::oracle(input, key, want, oracle));
    }
}
