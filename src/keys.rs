//! Key sets: what a scenario places, named one by one from an index so that no set is ever held in memory whole.

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
    /// `count` keys, key i being `parts` joined by the decimal number i; `key_{i}` has the parts `key_` and the empty text.
    Pattern {
        /// Number of keys.
        count: u64,
        /// The text between the places of the number; at least two parts.
        parts: Vec<String>,
    },
    /// The integers 0 to `count` - 1.
    Ids {
        /// Number of keys.
        count: u64,
    },
    /// The learner's own, each once.
    List(Vec<String>),
}

impl KeySet {
    /// Number of keys.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::Pattern { count, .. } | Self::Ids { count } => *count,
            Self::List(list) => list.len() as u64,
        }
    }

    /// Whether keys are integers, whose default hash is `mix64`.
    #[must_use]
    pub const fn is_ids(&self) -> bool {
        matches!(self, Self::Ids { .. })
    }

    /// Key number `index` (below [`Self::count`]), its text written into `room`.
    pub fn key<'a>(&'a self, index: u64, room: &'a mut String) -> Key<'a> {
        room.clear();
        match self {
            Self::List(list) => Key::text(list.get(index as usize).map_or("", String::as_str)),
            Self::Ids { .. } => {
                let _ = write!(room, "{index}");
                Key { text: room, id: Some(index) }
            }
            Self::Pattern { parts, .. } => {
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        let _ = write!(room, "{index}");
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
