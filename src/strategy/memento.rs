//! MementoHash: jump hash that remembers which numbers were left, and in which order.
//!
//! M. Coluzzi, A. Brocco, A. Antonucci and T. Leidi, "MementoHash: a stateful, minimal memory, best performing consistent
//! hash algorithm" (2023, arXiv:2306.09783). Jump hash gives a number below n. Where that number was left, the key is drawn
//! again among as many numbers as stayed then; where the drawn one had been left earlier, the number that took its place
//! stands for it. Nothing is kept while only the last number comes and goes. A node that joins takes the number left last.
//!
//! # Complexity
//! n nodes, r numbers that were left: build O(n + r), look-up O(ln n + ln²((n + r)/n)) in expectation, memory O(r) beyond
//! the names.
//!
//! # Guarantees
//! Adding a node moves keys only to it, removing one only its own, in expectation a fair share; what has left and comes
//! back in turn restores every answer.
//!
//! # Limits
//! Every node has the same share: weights are not read. All must agree on the order of what left. The keys of a failed
//! node that is then removed are drawn once more.
//!
//! # Deviations
//! `supsi` draws by XXH64 of the key's text with the number as seed, as SUPSI's engine is run; `workshop` by SplitMix64's
//! finaliser of the key's hash and the number. The paper keeps r entries in a hash table, here every number has one.
//! Failed nodes and copies are ours: the hash is mixed and asked again (see `numbered.rs`).

use super::buckets::{Buckets, GUARANTEES, Replacements, draw};
use super::bulk::Form;
use super::jump::jump;
use super::kind::{Complexity, Dialect, Input, Kind, Refusal};
use super::numbered::Numbers;
use super::placement::{HashedKey, Placement};
use super::{least_expected, numbered};
use crate::cluster::NodeId;
use crate::hash::xxh64;

/// The declaration.
pub static KIND: Kind = Kind {
    id: "memento",
    title: "MementoHash",
    summary: "Jump hash with a memory of the numbers that were left: any node can go, and only that is remembered.",
    reference: "Coluzzi, Brocco, Antonucci and Leidi, MementoHash, 2023, arXiv:2306.09783",
    mechanism: "Jump hash gives a number below n. Where that number was left, the key is drawn again among as many numbers as \
                stayed then, until its number has a node. A node that joins takes the number that was left last; without \
                numbers that were left it is jump hash.",
    complexity: Complexity {
        build: "O(n + r), r numbers that were left",
        lookup: "O(ln n + ln²((n + r)/n)) on average",
        memory: "O(r) beyond the names",
    },
    balance: "every node has 1/n of the keys but for chance",
    instead: "All must agree on the order in which nodes left, and weights are not read. Where nobody can keep that memory, \
              people compute from the members alone: a ring, rendezvous.",
    params: &[],
    dialects: &[
        Dialect::plain("workshop", "The first 64 bits of the hash are the key; drawn again by SplitMix64's finaliser."),
        Dialect {
            summary: "Jump hash of XXH64; drawn again by XXH64 with the number as seed, as SUPSI's engine is run.",
            ..numbered::SUPSI
        },
    ],
    guarantees: GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |_, _, nodes| 25.0 + 12.0 * f64::from((nodes.max(1) as u64).ilog2()),
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |_| 0.0,
};

/// The look-up among the numbers.
struct Memento {
    supsi: bool,
    n: u32,
    replacements: Replacements,
}

#[expect(clippy::unnecessary_wraps, reason = "the registry's signature: other kinds refuse")]
fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let buckets = Buckets::growing(input);
    // As many numbers as stay are those below that count, and the count itself is the number whose place is taken.
    let replacements = Replacements::new(&buckets, |_, stay| stay);
    let n = buckets.nodes().len() as u32;
    Ok(numbered::in_buckets(input, buckets, Box::new(Memento { supsi: input.dialect.id == "supsi", n, replacements })))
}

impl Memento {
    /// The hash of a key and a number that was left; the text counts for the first asking alone.
    fn draw(&self, key: &HashedKey<'_>, hash: u64, number: u32) -> u64 {
        if !self.supsi || hash != key.hash.integer_u64() {
            return draw(hash, number);
        }
        let drawn = xxh64(key.key.text.as_bytes(), u64::from(number));
        // The engine reads it with a sign and takes the absolute value.
        (drawn as i64).unsigned_abs()
    }
}

impl Numbers for Memento {
    fn number(&self, key: &HashedKey<'_>, hash: u64) -> u32 {
        self.replacements.end(jump(hash, self.n), |number| self.draw(key, hash, number))
    }

    fn form(&self, _: Option<Vec<Option<NodeId>>>) -> Form {
        if self.supsi { Form::Key } else { Form::Hash }
    }

    fn how(&self, key: &HashedKey<'_>, hash: u64) -> (String, String) {
        let trail = self.replacements.trail(jump(hash, self.n), |number| self.draw(key, hash, number));
        let text = format!("Its number among {}, counted from 0; from one that was left it goes on to one that stayed.", self.n);
        (text, format!("jump(0x{hash:016x}, {}) = {trail}", self.n))
    }

    fn memory_bytes(&self) -> u64 {
        self.replacements.memory_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::super::suite;
    use super::*;

    /// Without numbers that were left it is jump hash.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        numbered::oracle(input, key, want, jump)
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }
}
