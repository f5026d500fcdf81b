//! A learner's own lists: bytes in, keys or nodes out, with a report of everything that was skipped and where.
//!
//! Keys come as lines, as a column of a table (CSV) or as a field of JSON lines; what a list is, is found by looking at its
//! beginning and can be said otherwise. The same keys in the same order have the same digest, whatever they were read from:
//! the SHA-256 of the kept keys with a line feed behind each. Of a clean list with one key a line that is what `sha256sum`
//! says of the file.

mod detect;
mod gathered;
mod json;
mod keys;
mod nodes;
mod records;
mod skipped;

pub use detect::{Choice, Format};
pub use keys::{KeyReader, KeyReport, read_keys, seek_keys};
pub use nodes::{NodeReport, OwnNode, read_nodes};
pub use skipped::Told;

use crate::hash::HashKind;
use crate::keys::Texts;

/// The most keys of a file: a run of them under a few strategies takes seconds.
pub const KEYS: usize = 1_000_000;
/// The most bytes of all keys together, those that are read twice included: a copy of them is handed to every worker.
pub const KEYS_BYTES: usize = 64 << 20;
/// Characters of a key: URLs and paths fit.
pub const KEY_CHARS: usize = 1_000;
/// The most bytes of one line or row: a longer one is a quote that never ends, or no list.
pub const ROW_BYTES: usize = 64 << 10;
/// So many bytes are looked at to find what a list is.
const SAMPLE_BYTES: usize = 64 << 10;

/// The digest of keys: SHA-256 of each with a line feed behind it, in hexadecimal.
#[must_use]
pub fn digest(keys: &Texts) -> String {
    HashKind::Sha256.bytes(keys.joined().as_bytes()).hex()
}
