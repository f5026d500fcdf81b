//! A learner's own strategy: code in Starlark (Python's syntax), run within limits, judged like any other.
//!
//! `source` defines `assign(key, nodes)`: it returns a node of the list, a name, or a list of these in order of preference.
//! Where it also defines `prepare(nodes, before)`, its result is handed on as a third argument; `before` is what it returned
//! in the state before, or None. `assign_all(keys, nodes)` may stand in the place of `assign`: it places all keys at once and
//! returns a list as long as theirs. `nodes` are the live nodes in the order in which they were added, each with `name`,
//! `weight` and `zone`; a key is a text. Where fewer nodes come back than are asked for, the others follow in the order of
//! the list, after the last one. What is given besides Starlark's own functions stands in `given.rs`.
//!
//! # Complexity
//! What the code costs. It is asked a key at a time, some keys on one heap.
//!
//! # Guarantees
//! None but these: the same text gives the same answers, natively and in every browser, and code that is wrong, slow or
//! hungry is stopped at the same place everywhere (`engine.rs`), with its line and column.
//!
//! # Limits
//! Without the engine (feature `script`), which the page loads when a script is first run, the strategy is refused.

#[cfg(feature = "script")]
mod code;
#[cfg(feature = "script")]
mod engine;
#[cfg(feature = "script")]
mod given;
#[cfg(feature = "script")]
mod guard;
#[cfg(feature = "script")]
mod higher;
#[cfg(feature = "script")]
mod mistake;
#[cfg(feature = "script")]
mod placed;
mod twins;

#[cfg(feature = "script")]
pub use code::Code;
#[cfg(feature = "script")]
pub use engine::code_calls;
pub use twins::{TWINS, twin};

use super::kind::{Complexity, Dialect, Guarantees, Input, Kind, Param, Range, Refusal};
use super::placement::Placement;

/// The declaration.
pub static KIND: Kind = Kind {
    id: "script",
    title: "Your own code",
    summary: "A strategy that a learner writes, in Starlark: Python's syntax.",
    reference: "The Starlark specification, bazelbuild/starlark",
    mechanism: "`assign(key, nodes)` returns the node of a key, or several in order of preference. `prepare(nodes, before)`, where \
                it is there, works once a state; `assign_all(keys, nodes)` places all keys at once. The code sees keys, nodes \
                and hash functions, nothing else, and is stopped where it takes too many steps or too much memory.",
    complexity: Complexity { build: "the code's", lookup: "the code's", memory: "the code's" },
    balance: "what the code gives",
    instead: "It places up to a million keys; the built-in strategies count more.",
    params: &[SOURCE],
    dialects: &[Dialect::plain("workshop", "Starlark with the workshop's hash.")],
    guarantees: Guarantees {
        order_free: false,
        weighted: false,
        minimal: false,
        any_removal: true,
        history_free: false,
        passes_over: false,
    },
    build,
    expectation: |_, _| None,
    cost_ns: |_, _, nodes| 1_500.0 + 700.0 * nodes as f64,
    build_ns: |_| 2e6,
    points_per_node: None,
    deviation: |_| f64::NAN,
};

/// The code.
pub const SOURCE: Param = Param {
    id: "source",
    title: "code",
    summary: "Defines `assign(key, nodes)`; see docs/scripts.md.",
    unit: "",
    range: Range::Code(DEFAULT),
    prime: false,
    only: &[],
};

/// The functions that code is given, with what they say; for the documents and for help while writing.
pub const GIVEN: &[(&str, &str)] = &[
    ("hash(text)", "SHA-256 of the text, as one integer of 256 bits: the workshop's hash"),
    ("xxh64(text)", "XXH64 with seed 0: an integer of 64 bits, faster"),
    ("murmur3(text)", "MurmurHash3 x86 with seed 0: an integer of 32 bits"),
    ("fnv1a(text)", "FNV-1a: an integer of 32 bits"),
    ("bisect(list, x)", "the first index of a sorted list whose element is greater than x; the list's length where none is"),
    ("ln(x)", "the natural logarithm of a number greater than 0"),
];

const DEFAULT: &str = "def assign(key, nodes):\n    return nodes[hash(key) % len(nodes)]\n";

#[cfg(feature = "script")]
fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let before = input.before.map(|before| before.placement);
    Ok(Box::new(placed::place(input.cluster, input.keys, input.params.code(&SOURCE), before)?))
}

#[cfg(not(feature = "script"))]
fn build(_: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    Err(Refusal {
        why: "Code runs in an engine of its own, which is not here.".to_owned(),
        instead: "Take a build with it.".to_owned(),
        code: None,
    })
}
