//! No hash of a real system: the core of the first view has none of their dialects.

use super::HashValue;

/// A hash function that belongs to one system; there is none here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum SystemHash {}

impl SystemHash {
    /// The name in a working.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {}
    }

    /// The name as people write it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {}
    }

    /// Width of the result in bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        match self {}
    }

    /// Rough cost of one call, nanoseconds.
    #[must_use]
    pub const fn cost_ns(self) -> f64 {
        match self {}
    }

    /// The hash of some bytes.
    pub(super) fn bytes(self, _bytes: &[u8]) -> HashValue {
        match self {}
    }
}
