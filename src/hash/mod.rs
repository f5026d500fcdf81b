//! Hash functions behind one small interface: text or integer in, a big-endian integer of up to 256 bits out.
//!
//! Every function is a thin face on a well-kept crate; `tests/vectors/hash.toml` holds the published vectors.

mod functions;
#[cfg_attr(not(feature = "full"), path = "no_systems.rs")]
mod systems;
mod value;

pub(crate) use functions::{fmix64, is_plain, mix64};
pub use systems::SystemHash;
#[cfg(feature = "full")]
pub(crate) use systems::{full_hash, md5_words, siphash};
pub use value::HashValue;
#[cfg(feature = "full")]
use xxhash_rust::xxh3::xxh3_64;
pub(crate) use xxhash_rust::xxh64::xxh64;

use crate::keys::Key;

/// The hash functions that a scenario can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum HashKind {
    /// SHA-256, 256 bits (FIPS 180-4). The default for keys that are text.
    Sha256,
    /// SplitMix64's finaliser, 64 bits (Steele, Lea and Flood 2014). The default for integer ids; text is hashed by XXH64.
    Mix64,
    /// The id itself, 64 bits: `user_id % 3` as the workshop writes it. Integer ids only; node labels are hashed by XXH64.
    Identity,
    /// XXH64 with seed 0.
    Xxh64,
    /// XXH3, 64 bits, with seed 0.
    Xxh3,
    /// MurmurHash3 x86, 32 bits, with seed 0.
    Murmur3,
    /// FNV-1a, 32 bits.
    Fnv1a,
    /// MD5, 128 bits.
    Md5,
    /// The hash of a real system, which its dialects use; no scenario names it.
    System(SystemHash),
}

impl HashKind {
    /// Every function that a scenario can name, in the order in which menus show them.
    pub const ALL: [Self; 8] = [Self::Sha256, Self::Mix64, Self::Identity, Self::Xxh64, Self::Xxh3, Self::Murmur3, Self::Fnv1a, Self::Md5];

    /// The name in a scenario.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Mix64 => "mix64",
            Self::Identity => "identity",
            Self::Xxh64 => "xxh64",
            Self::Xxh3 => "xxh3",
            Self::Murmur3 => "murmur3",
            Self::Fnv1a => "fnv1a",
            Self::Md5 => "md5",
            Self::System(system) => system.id(),
        }
    }

    /// The name as people write it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Sha256 => "SHA-256",
            Self::Mix64 => "SplitMix64",
            Self::Identity => "identity",
            Self::Xxh64 => "XXH64",
            Self::Xxh3 => "XXH3",
            Self::Murmur3 => "Murmur3",
            Self::Fnv1a => "FNV-1a",
            Self::Md5 => "MD5",
            Self::System(system) => system.title(),
        }
    }

    /// The function of that name.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// Width of the result in bits: 16, 32, 64, 128 or 256.
    #[must_use]
    pub const fn bits(self) -> u32 {
        match self {
            Self::Sha256 => 256,
            Self::Md5 => 128,
            Self::Murmur3 | Self::Fnv1a => 32,
            Self::Mix64 | Self::Identity | Self::Xxh64 | Self::Xxh3 => 64,
            Self::System(system) => system.bits(),
        }
    }

    /// Whether the function is defined on integers alone, so that keys must be `ids`.
    #[must_use]
    pub const fn ids_only(self) -> bool {
        matches!(self, Self::Identity)
    }

    /// Rough cost of one call on a short text in WebAssembly, nanoseconds (docs/performance.md); for estimates only.
    #[must_use]
    pub const fn cost_ns(self) -> f64 {
        match self {
            Self::Sha256 => 165.0,
            Self::Md5 => 110.0,
            Self::Mix64 | Self::Identity => 1.5,
            Self::Xxh64 | Self::Xxh3 | Self::Murmur3 | Self::Fnv1a => 10.0,
            Self::System(system) => system.cost_ns(),
        }
    }

    /// The hash of a text: the function over its UTF-8 bytes, under [`Self::Mix64`] and [`Self::Identity`] XXH64.
    #[must_use]
    pub fn text(self, text: &str) -> HashValue {
        functions::bytes(self, text.as_bytes())
    }

    /// The hash of bytes, as [`Self::text`] has it.
    #[must_use]
    pub fn bytes(self, bytes: &[u8]) -> HashValue {
        functions::bytes(self, bytes)
    }

    /// The hash of a key: of the integer under [`Self::Mix64`] and [`Self::Identity`] where it has one, else of its text.
    #[must_use]
    pub fn key(self, key: Key<'_>) -> HashValue {
        match (self, key.id) {
            (Self::Mix64, Some(id)) => HashValue::from_u64(functions::mix64(id)),
            (Self::Identity, Some(id)) => HashValue::from_u64(id),
            _ => self.text(key.text),
        }
    }

    /// The most significant 64 bits of [`Self::key`], without the others where they need not be.
    #[cfg(feature = "full")]
    #[must_use]
    pub fn first_u64(self, key: Key<'_>) -> u64 {
        match (self, key.id) {
            (Self::Mix64, Some(id)) => functions::mix64(id),
            (Self::Identity, Some(id)) => id,
            (Self::Mix64 | Self::Identity | Self::Xxh64, _) => xxh64(key.text.as_bytes(), 0),
            (Self::Xxh3, _) => xxh3_64(key.text.as_bytes()),
            _ => self.text(key.text).first_u64(),
        }
    }

    /// The hash of a key and a node together, the score of rendezvous hashing: of the text `{key}{node}`.
    ///
    /// [`Self::Mix64`] and [`Self::Identity`] work on integers: there it is `mix64(hash(key) xor hash(node))`.
    /// `key_hash` and `node_hash` are what [`Self::key`] and [`Self::text`] gave for the two.
    #[must_use]
    pub fn pair(self, key: Key<'_>, key_hash: HashValue, node: &str, node_hash: HashValue) -> HashValue {
        match self {
            Self::Mix64 | Self::Identity => HashValue::from_u64(functions::mix64(key_hash.first_u64() ^ node_hash.first_u64())),
            _ => functions::joined(self, key.text.as_bytes(), node.as_bytes()),
        }
    }

    /// How the pair is written in a working: `{key}{node}` or the integer form.
    #[must_use]
    pub const fn pairs_text(self) -> bool {
        !matches!(self, Self::Mix64 | Self::Identity)
    }
}
