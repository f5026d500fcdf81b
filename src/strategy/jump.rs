//! Jump consistent hash: the key walks up the numbers of nodes in few, ever longer jumps.
//!
//! J. Lamping and E. Veach, "A fast, minimal memory, consistent hash algorithm" (2014, arXiv:1406.2294). A generator
//! seeded with the key decides at which sizes of the cluster the key would have moved to the newest node; the last such
//! size up to n is its node.
//!
//! # Complexity
//! n nodes: build O(n) for the names, look-up O(ln n), memory none beyond the names.
//!
//! # Guarantees
//! Adding a node moves keys only to it, in expectation 1/(n+1) of them. Balance is that of the generator: no points, no
//! table, no noise but sampling.
//!
//! # Limits
//! Every node has the same share: weights are not read. Nodes are numbers: only the one added last can be removed.
//!
//! # Deviations
//! The paper's input is a 64-bit integer; here it is the hash of the key, of a wider one its first 64 bits. Failed nodes
//! and copies are ours: the hash is mixed and asked again (see `numbered.rs`).

use super::bulk::Form;
use super::kind::{Complexity, Input, Kind, Refusal};
use super::placement::Placement;
use super::{least_expected, numbered};

/// The declaration.
pub static KIND: Kind = Kind {
    id: "jump",
    title: "Jump hash",
    summary: "A key jumps up the numbers of nodes, by chance seeded with itself; no memory, and only the last node can go.",
    reference: "Lamping and Veach, A fast, minimal memory, consistent hash algorithm, 2014, arXiv:1406.2294",
    mechanism: "A generator seeded with the key decides at which sizes of the cluster the key would have moved to the newest \
                node. The last such size up to n names its node, and the jumps from size to size grow longer, so that there are \
                few of them. Where that node has failed, and for replicas, the hash is mixed and asked again.",
    complexity: Complexity { build: "O(n) for the names", lookup: "O(ln n)", memory: "none beyond the names" },
    balance: "every node has 1/n of the keys but for chance",
    instead: "Only the node added last can be removed, and weights are not read. People let a failed node keep its number, or \
                keep a table from numbers to servers; AnchorHash, DxHash and MementoHash let any node go.",
    params: &[],
    dialects: &[numbered::WORKSHOP, numbered::SUPSI],
    guarantees: numbered::GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |_, _, nodes| 15.0 + 12.0 * f64::from((nodes.max(1) as u64).ilog2()),
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |_| 0.0,
};

fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let how = |key, n| format!("{} = {}", trail(key, n).map(|b| b.to_string()).collect::<Vec<_>>().join(" → "), jump(key, n));
    numbered::build_as(input, jump, how, Form::Jump)
}

/// The sizes at which the key would have moved, each as the number of the node that was new then.
fn trail(key: u64, n: u32) -> impl Iterator<Item = u32> {
    let (mut key, mut next) = (key, 0.0);
    std::iter::from_fn(move || {
        if next >= f64::from(n) {
            return None;
        }
        let number = next as u32;
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        next = ((next + 1.0) * (2_147_483_648.0 / ((key >> 33) + 1) as f64)).floor();
        Some(number)
    })
}

/// The number of a key among n.
pub(super) fn jump(key: u64, n: u32) -> u32 {
    trail(key, n).last().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::suite;
    use super::*;

    /// The paper's loop in whole numbers: the size after b is the greatest j with j·r ≤ (b + 1)·2^31.
    fn by_fractions(key: u64, n: u32) -> u32 {
        let (mut state, mut number, mut next) = (u128::from(key), 0, 0_u128);
        while next < u128::from(n) {
            number = next;
            state = (state * 2_862_933_555_777_941_757 + 1) % (1 << 64);
            next = ((next + 1) << 31) / (state / (1 << 33) + 1);
        }
        number as u32
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, |input, key, want| numbered::oracle(input, key, want, by_fractions));
    }

    #[test]
    fn the_papers_keys_jump_as_published() {
        assert_eq!([jump(256, 1_024), jump(42, 57), jump(0, 19)], [520, 43, 0]);
        let from_1_to_19 = |key| (1..20).map(|n| jump(key, n)).collect::<Vec<_>>();
        assert_eq!(from_1_to_19(1), [0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 17, 17]);
        assert_eq!(from_1_to_19(0xdead_beef), [0, 1, 2, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 16, 16, 16]);
        assert_eq!(from_1_to_19(0x0ddc_0ffe_ebad_f00d), [0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 15, 15, 15, 15]);
    }
}
