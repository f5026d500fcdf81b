//! Key sets: what a scenario places, named one by one from an index so that no set is ever held in memory whole.

#[cfg(feature = "full")]
mod blocks;
mod texts;
mod traffic;

#[cfg(feature = "full")]
pub use blocks::Block;
pub use texts::Texts;
pub use traffic::{Popularity, Requests};

use std::fmt::Write as _;

/// One key: its text, and its number where the keys are integer ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    /// The key as text; an id in decimal.
    pub text: &'a str,
    /// The id, where keys are integers.
    pub id: Option<u64>,
}

impl<'a> Key<'a> {
    /// A key that is text.
    #[must_use]
    pub const fn text(text: &'a str) -> Self {
        Self { text, id: None }
    }
}

/// The keys of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySet {
    /// `count` keys, key i being `parts` joined by the decimal number `from` + i; `key_{i}` has the parts `key_` and the empty text.
    Pattern {
        /// The number of the first key; 0 but in a sweep.
        from: u64,
        /// Number of keys.
        count: u64,
        /// The text between the places of the number; at least two parts.
        parts: Vec<String>,
    },
    /// The integers from `from` on.
    Ids {
        /// The first; 0 but in a sweep.
        from: u64,
        /// Number of keys.
        count: u64,
    },
    /// The learner's own, each once.
    List(Texts),
    /// The keys of another set, the first of them split: in the place of `key` stand `key#0`, `key#1` and so on.
    Split {
        /// The set.
        keys: Box<KeySet>,
        /// How many keys are split, from the first on; at most all.
        hottest: u64,
        /// Into how many pieces each, at least 2.
        ways: u64,
    },
}

impl KeySet {
    /// Number of keys.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::Pattern { count, .. } | Self::Ids { count, .. } => *count,
            Self::List(list) => list.len() as u64,
            Self::Split { keys, hottest, ways } => keys.count() + hottest * (ways - 1),
        }
    }

    /// As many other keys of the same form, for another seed of a sweep; seed 0 has the keys themselves.
    ///
    /// A pattern and ids go on with the next numbers, a list puts the seed behind each of its keys.
    #[must_use]
    pub fn reseeded(&self, seed: u32) -> Self {
        match self {
            Self::Pattern { from, count, parts } => {
                Self::Pattern { from: from + count * u64::from(seed), count: *count, parts: parts.clone() }
            }
            Self::Ids { from, count } => Self::Ids { from: from + count * u64::from(seed), count: *count },
            Self::List(list) if seed > 0 => Self::List(list.iter().map(|key| format!("{key}.{seed}")).collect()),
            Self::List(list) => Self::List(list.clone()),
            Self::Split { keys, hottest, ways } => Self::Split { keys: Box::new(keys.reseeded(seed)), hottest: *hottest, ways: *ways },
        }
    }

    /// Whether keys are integers, whose default hash is `mix64`.
    #[must_use]
    pub fn is_ids(&self) -> bool {
        match self {
            Self::Split { keys, .. } => keys.is_ids(),
            _ => matches!(self, Self::Ids { .. }),
        }
    }

    /// How many keys are split, and into how many pieces each; none into one where the set is not split.
    #[must_use]
    pub const fn split(&self) -> (u64, u64) {
        if let Self::Split { hottest, ways, .. } = self { (*hottest, *ways) } else { (0, 1) }
    }

    /// Key number `index` (below [`Self::count`]), its text written into `room`.
    pub fn key<'a>(&'a self, index: u64, room: &'a mut String) -> Key<'a> {
        room.clear();
        match self {
            Self::List(list) => Key::text(list.get(index as usize)),
            Self::Ids { from, .. } => {
                let id = from + index;
                let _ = write!(room, "{id}");
                Key { text: room, id: Some(id) }
            }
            Self::Split { keys, hottest, ways } if index < hottest * ways => {
                let whole = keys.key(index / ways, room).text.to_owned();
                room.clear();
                let _ = write!(room, "{whole}#{}", index % ways);
                Key::text(room)
            }
            Self::Split { keys, hottest, ways } => keys.key(index - hottest * (ways - 1), room),
            Self::Pattern { from, parts, .. } => {
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        let _ = write!(room, "{}", from + index);
                    }
                    room.push_str(part);
                }
                Key::text(room)
            }
        }
    }

    /// The key that a person typed: its number too where the keys are ids and the text is a plain decimal number.
    #[must_use]
    pub fn typed<'a>(&self, text: &'a str) -> Key<'a> {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        Key { text, id: if self.is_ids() && plain { text.parse().ok() } else { None } }
    }
}
