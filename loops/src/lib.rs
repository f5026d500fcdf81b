//! The loops that run once a key, over plain numbers: compiled for speed, where the core is compiled for size.
//!
//! Nothing here knows a cluster or a scenario: `src/strategy/bulk/` says what the numbers mean, and `tests/scale.rs` holds
//! the counts to those of single keys. A node is a `u32`, a hash its most significant 64 bits, left-aligned.

pub mod drawn;
pub mod jumps;
pub mod look;
pub mod mix;
pub mod pairs;
pub mod probes;
pub mod repeats;
pub mod residues;
pub mod rest;
pub mod ring;
pub mod scores;
pub mod sha256;
pub mod texts;

/// The most keys that are handed over at a time: their hashes stay in the cache nearest to the processor.
pub const BLOCK: usize = 1_024;

/// Room for what is listed of a block, and for one entry more, which is written before it is known to belong there; a power of
/// two, so that a mask spares the check of a place.
const ROOM: usize = 2 * BLOCK;
