//! A hash value: a big-endian integer of 32 to 256 bits, kept left-aligned so that values of one width compare as integers.

use std::cmp::Ordering;

/// A hash value of 32, 64, 128 or 256 bits.
///
/// Invariant: the most significant bit of the integer is the most significant bit of `words[0]`; unused words are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HashValue {
    words: [u64; 4],
    bits: u32,
}

/// By the words, then by the width. The first words nearly always decide, so they are looked at alone first: a search on a
/// ring does little else.
impl Ord for HashValue {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match self.words[0].cmp(&other.words[0]) {
            Ordering::Equal => self.rest().cmp(&other.rest()),
            decided => decided,
        }
    }
}

impl PartialOrd for HashValue {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl HashValue {
    /// What decides between values of one first word.
    const fn rest(&self) -> (u64, u64, u64, u32) {
        let [_, second, third, fourth] = self.words;
        (second, third, fourth, self.bits)
    }

    /// The value of a digest of 4, 8, 16 or 32 bytes, read as one big-endian integer; longer ones are cut to 32 bytes.
    #[must_use]
    pub fn from_bytes(digest: &[u8]) -> Self {
        let mut words = [0_u64; 4];
        for (i, byte) in digest.iter().take(32).enumerate() {
            words[i / 8] |= u64::from(*byte) << (56 - 8 * (i % 8));
        }
        Self { words, bits: 8 * digest.len().min(32) as u32 }
    }

    /// A value of 64 bits.
    #[must_use]
    pub const fn from_u64(value: u64) -> Self {
        Self { words: [value, 0, 0, 0], bits: 64 }
    }

    /// A value of 32 bits.
    #[must_use]
    pub const fn from_u32(value: u32) -> Self {
        Self { words: [(value as u64) << 32, 0, 0, 0], bits: 32 }
    }

    /// A value from its four words, the most significant first; those beyond the width are 0.
    #[must_use]
    pub const fn from_words(words: [u64; 4], bits: u32) -> Self {
        Self { words, bits }
    }

    /// A value of at most 64 bits from what [`Self::first_u64`] gives of it.
    #[must_use]
    pub const fn from_first(first: u64, bits: u32) -> Self {
        Self { words: [first, 0, 0, 0], bits }
    }

    /// The four words, the most significant first; those beyond the width are 0.
    #[must_use]
    pub const fn words(&self) -> &[u64; 4] {
        &self.words
    }

    /// The most significant 64 bits; a value of 32 bits stands in their upper half.
    #[must_use]
    pub const fn first_u64(self) -> u64 {
        self.words[0]
    }

    /// The integer, of a wider value its most significant 64 bits.
    #[must_use]
    pub const fn integer_u64(self) -> u64 {
        if self.bits < 64 { self.words[0] >> (64 - self.bits) } else { self.words[0] }
    }

    /// Width in bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.bits
    }

    /// The whole integer modulo `n`; `n` must not be 0.
    #[must_use]
    pub fn modulo(self, n: u64) -> u64 {
        if self.bits <= 64 {
            return (self.words[0] >> (64 - self.bits)) % n;
        }
        let words = &self.words[..(self.bits / 64) as usize];
        let rest = words.iter().fold(0_u128, |rest, word| ((rest << 64) | u128::from(*word)) % u128::from(n));
        rest as u64
    }

    /// The place on a circle, in turns from 0 up to (not including) 1: the integer over 2^bits, rounded down to 53 bits.
    #[must_use]
    pub fn turn(self) -> f64 {
        (self.words[0] >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number strictly between 0 and 1, from the first 53 bits (all 32 of a narrower value).
    #[must_use]
    pub fn unit_open(self) -> f64 {
        if self.bits == 32 {
            ((self.words[0] >> 32) as f64 + 0.5) / 4_294_967_296.0
        } else {
            ((self.words[0] >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
        }
    }

    /// The integer in hexadecimal, all its digits.
    #[must_use]
    pub fn hex(self) -> String {
        let full: String = self.words.iter().map(|word| format!("{word:016x}")).collect();
        full[..(self.bits / 4) as usize].to_owned()
    }
}
