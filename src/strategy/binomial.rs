//! BinomialHash: numbers as the places of a binary tree, of which only the last level has empty places.
//!
//! M. Coluzzi, A. Brocco, A. Antonucci and T. Leidi, "BinomialHash: a constant time, minimal memory consistent hashing
//! algorithm" (2024, arXiv:2406.19836). The low bits of the hash are a place in the smallest tree with room for n, mixed
//! within its level. An empty place is drawn again, four times at most; then the tree of half the size decides, which is
//! full.
//!
//! # Complexity
//! n nodes: build O(n) for the names, look-up O(1), memory none beyond the names.
//!
//! # Guarantees
//! Adding a node moves keys only to it, in expectation 1/(n+1) of them.
//!
//! # Limits
//! Every node has the same share: weights are not read. Nodes are numbers: only the one added last can be removed.
//! Between powers of two a key that drew four empty places goes to the full half: with n just above a power of two these
//! are at most 1/32 of the keys of the last level.
//!
//! # Deviations
//! The paper leaves the number of draws open; four is what the authors' own engine does. Failed nodes
//! and copies are ours: the hash is mixed and asked again (see `numbered.rs`).

use super::kind::{Complexity, Input, Kind, Refusal};
use super::placement::Placement;
use super::{least_expected, numbered};

/// The declaration.
pub static KIND: Kind = Kind {
    id: "binomial",
    title: "BinomialHash",
    summary: "The key falls into a tree with room for all nodes, and where its place is empty into the half that is full.",
    reference: "Coluzzi, Brocco, Antonucci and Leidi, BinomialHash, 2024, arXiv:2406.19836",
    mechanism: "The low bits of the hash are a place in the smallest binary tree with room for n, mixed within its level. An \
                empty place is drawn again, a few times at most; then the tree of half the size decides, which is full.",
    complexity: Complexity { build: "O(n) for the names", lookup: "O(1)", memory: "none beyond the names" },
    balance: "every node has 1/n of the keys but for chance and at most 1/32 of the keys of the last level",
    instead: "Only the node added last can be removed, and weights are not read. MementoHash lets any node go.",
    params: &[],
    dialects: &[numbered::WORKSHOP, numbered::SUPSI],
    guarantees: numbered::GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |_, _, _| 14.0,
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |_| 0.0,
};

fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    numbered::build(input, binomial, |hash, n| format!("binomial(0x{hash:016x}, {n}) = {}", binomial(hash, n)))
}

/// Draws at most before the full half decides.
const DRAWS: u32 = 4;

fn binomial(hash: u64, n: u32) -> u32 {
    let room = n.next_power_of_two() - 1; // the numbers of the smallest tree with room for n, as a mask
    let full = room >> 1;
    let number = mixed(hash, hash as u32 & room);
    if number < n {
        return number;
    }
    let mut draw = hash;
    for _ in 0..DRAWS {
        draw = redraw(draw, room);
        match mixed(draw, draw as u32 & room) {
            number if number <= full => break,
            number if number < n => return number,
            _ => {}
        }
    }
    mixed(hash, hash as u32 & full)
}

/// A draw of 32 bits that follows a value: a step of jump hash's generator, squared and spread by a seed.
const fn redraw(value: u64, seed: u32) -> u64 {
    let step = value.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
    step.wrapping_mul(step).wrapping_mul(seed as u64) >> 32
}

/// A number of the same level of the tree: its highest bit stays.
fn mixed(hash: u64, number: u32) -> u32 {
    if number < 2 {
        return number;
    }
    let below = (1 << number.ilog2()) - 1;
    below + 1 + (redraw(hash, below) as u32 & below)
}

#[cfg(test)]
mod tests {
    use super::super::suite;
    use super::*;

    /// The same in whole numbers without masks: levels by counting, remainders by division.
    fn oracle(hash: u64, n: u32) -> u32 {
        let n = u64::from(n);
        let draw = |value: u64, seed: u64| {
            let wide = (u128::from(value) * 2_862_933_555_777_941_757 + 1) % (1 << 64);
            let square = (wide * wide) % (1 << 64);
            ((square * u128::from(seed)) % (1 << 64) / (1 << 32)) as u64
        };
        let mut size = 1;
        while size < n {
            size *= 2;
        }
        let within = |hash: u64, number: u64| {
            let mut level = 1;
            while level * 2 <= number {
                level *= 2;
            }
            if level < 2 { number } else { level + draw(hash, level - 1) % level }
        };
        if size == 1 {
            return 0;
        }
        let first = within(hash, hash % size);
        let mut draws = vec![hash];
        (0..4).for_each(|i| draws.push(draw(draws[i], size - 1)));
        let tried = draws[1..].iter().map(|value| within(*value, value % size)).find(|place| *place < size / 2 || *place < n);
        let second = tried.filter(|place| *place >= size / 2).unwrap_or_else(|| within(hash, hash % (size / 2)));
        if first < n { first as u32 } else { second as u32 }
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, |input, key, want| numbered::oracle(input, key, want, oracle));
    }
}
