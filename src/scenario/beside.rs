//! Keys that stand beside a text: a text names them by their digest, and whoever reads it may have them.

use crate::keys::Texts;

/// The keys that a text names: all that it says of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFile {
    /// The file that they came from; a name for people, and natively a path beside the text.
    pub file: String,
    /// Their digest, 64 hexadecimal digits: SHA-256 of the keys with a line feed behind each.
    pub sha256: String,
    /// How many there are.
    pub count: u64,
}

/// The key sets that are at hand, each by its digest.
#[derive(Clone, Debug, Default)]
pub struct Beside(Vec<(String, Texts)>);

impl Beside {
    /// None at all.
    #[must_use]
    pub const fn nothing() -> Self {
        Self(Vec::new())
    }

    /// Keeps keys under their digest, which is taken as right.
    pub fn keep(&mut self, sha256: &str, keys: Texts) {
        self.forget(sha256);
        self.0.push((sha256.to_owned(), keys));
    }

    /// Lets go of keys.
    pub fn forget(&mut self, sha256: &str) {
        self.0.retain(|(kept, _)| kept != sha256);
    }

    /// The keys with a digest.
    #[must_use]
    pub fn get(&self, sha256: &str) -> Option<&Texts> {
        self.0.iter().find(|(kept, _)| kept == sha256).map(|(_, keys)| keys)
    }
}
