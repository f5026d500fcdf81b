//! Texts that differ in one number, counted up in decimal where they stand, and their hashes.

use xxhash_rust::{xxh3::xxh3_64, xxh64::xxh64};

/// The texts from a number on.
#[derive(Clone, Debug)]
pub struct Numbered {
    text: Vec<u8>,
    /// Where the number begins and ends.
    digits: (usize, usize),
    fresh: bool,
}

impl Numbered {
    /// The texts with a number between two parts.
    #[must_use]
    pub fn new(before: &str, number: u64, behind: &str) -> Self {
        let text = format!("{before}{number}{behind}").into_bytes();
        let digits = (before.len(), text.len() - behind.len());
        Self { text, digits, fresh: true }
    }

    /// The next text, in UTF-8.
    #[inline]
    pub fn next_text(&mut self) -> &[u8] {
        if !std::mem::replace(&mut self.fresh, false) {
            self.count_up();
        }
        &self.text
    }

    #[inline]
    fn count_up(&mut self) {
        let (begin, end) = self.digits;
        for digit in self.text[begin..end].iter_mut().rev() {
            if *digit != b'9' {
                *digit += 1;
                return;
            }
            *digit = b'0';
        }
        self.text.insert(begin, b'1');
        self.digits.1 += 1;
    }

    /// Hands over the next texts; those that differ in their last digit alone are made by that digit alone.
    #[inline(always)]
    fn each(&mut self, out: &mut [u64], hash: impl Fn(&[u8]) -> u64) {
        let mut left = out;
        while let Some((to, rest)) = left.split_first_mut() {
            *to = hash(self.next_text());
            let last = self.digits.1 - 1;
            let run = usize::from(b'9' - self.text[last]).min(rest.len());
            let (now, later) = rest.split_at_mut(run);
            for to in now {
                self.text[last] += 1;
                *to = hash(&self.text);
            }
            left = later;
        }
    }

    /// The XXH3 of the next texts.
    #[inline(never)]
    pub fn xxh3(&mut self, out: &mut [u64]) {
        let mut left = out;
        while let Some((to, rest)) = left.split_first_mut() {
            *to = xxh3_64(self.next_text());
            let last = self.digits.1 - 1;
            let run = usize::from(b'9' - self.text[last]).min(rest.len());
            let (now, later) = rest.split_at_mut(run);
            match Middling::new(&self.text, last) {
                Some(mut text) => now.iter_mut().for_each(|to| *to = text.next_hash()),
                None => {
                    for to in now {
                        self.text[last] += 1;
                        *to = xxh3_64(&self.text);
                    }
                    self.text[last] -= run as u8;
                }
            }
            self.text[last] += run as u8;
            left = later;
        }
    }

    /// The XXH64 of the next texts.
    #[inline(never)]
    pub fn xxh64(&mut self, out: &mut [u64]) {
        self.each(out, |text| xxh64(text, 0));
    }

    /// Any hash of the next texts, the first 64 bits of each.
    pub fn any(&mut self, hash: &dyn Fn(&[u8]) -> u64, out: &mut [u64]) {
        out.iter_mut().for_each(|to| *to = hash(self.next_text()));
    }

    /// The SHA-256 of the next texts.
    #[inline(never)]
    pub fn sha256(&mut self, out: &mut [[u64; 4]]) {
        let mut lanes = crate::sha256::Lanes::new();
        for i in 0..out.len() {
            lanes.push(self.next_text(), i, out);
        }
        lanes.finish(out);
    }
}

/// A text of 9 to 16 bytes that counts up in one byte, as XXH3 reads it: its first and its last eight bytes.
struct Middling {
    first: u64,
    last: u64,
    /// What one more adds to each.
    steps: [u64; 2],
    length: u64,
}

impl Middling {
    /// A text, and where its byte is; none of another length.
    #[inline(always)]
    fn new(text: &[u8], at: usize) -> Option<Self> {
        let length = text.len();
        let (first, last) = if length > 8 && length <= 16 { (text.first_chunk()?, text.last_chunk()?) } else { return None };
        let step = |at: Option<usize>| at.filter(|at| *at < 8).map_or(0, |at| 1 << (8 * at));
        let steps = [step(Some(at)), step(at.checked_sub(length - 8))];
        Some(Self { first: u64::from_le_bytes(*first), last: u64::from_le_bytes(*last), steps, length: length as u64 })
    }

    /// The XXH3 of the next text (Y. Collet, xxHash 0.8, `XXH3_len_9to16_64b` with seed 0).
    #[inline(always)]
    const fn next_hash(&mut self) -> u64 {
        self.first = self.first.wrapping_add(self.steps[0]);
        self.last = self.last.wrapping_add(self.steps[1]);
        let (low, high) = (self.first ^ FLIPS[0], self.last ^ FLIPS[1]);
        let sum = self.length.wrapping_add(low.swap_bytes()).wrapping_add(high).wrapping_add(folded(low, high));
        let hash = (sum ^ (sum >> 37)).wrapping_mul(0x1656_6791_9e37_79f9);
        hash ^ (hash >> 32)
    }
}

/// Words of XXH3's secret from bytes 24, 32, 40 and 48 on, xored by twos.
const FLIPS: [u64; 2] = [0x1f67_b3b7_a4a4_4072 ^ 0x78e5_c0cc_4ee6_79cb, 0x2172_ffcc_7dd0_5a82 ^ 0x8e24_43f7_7446_08b8];

/// The halves of the product of 128 bits, xored: products of 32 bits, since WebAssembly has no wider one.
#[inline(always)]
const fn folded(a: u64, b: u64) -> u64 {
    let (a_high, a_low, b_high, b_low) = (a >> 32, a & 0xffff_ffff, b >> 32, b & 0xffff_ffff);
    let (cross, other) = (a_high * b_low, a_low * b_high);
    let carry = ((a_low * b_low) >> 32) + (cross & 0xffff_ffff) + other;
    let high = a_high * b_high + (cross >> 32) + (carry >> 32);
    a.wrapping_mul(b) ^ high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_up_through_every_length() {
        let mut texts = Numbered::new("key_", 8, "é");
        for number in 8..12_345 {
            assert_eq!(texts.next_text(), format!("key_{number}é").as_bytes());
        }
    }

    #[test]
    fn texts_of_every_length_have_the_hash_of_the_crate() {
        for (before, behind) in
            [("", ""), ("k", ""), ("key_", ""), ("key_", "é"), ("", "/tail/"), ("a longer one ", ""), ("", "a long tail behind it")]
        {
            let (mut texts, mut hashes) = (Numbered::new(before, 8, behind), vec![0; 12_345]);
            let (head, tail) = hashes.split_at_mut(5);
            texts.xxh3(head);
            texts.xxh3(tail);
            for (i, hash) in hashes.iter().enumerate() {
                assert_eq!(*hash, xxh3_64(format!("{before}{}{behind}", i + 8).as_bytes()), "{before}{}{behind}", i + 8);
            }
            let mut texts = Numbered::new(before, 8, behind);
            texts.xxh64(&mut hashes);
            assert!(hashes.iter().enumerate().all(|(i, hash)| *hash == xxh64(format!("{before}{}{behind}", i + 8).as_bytes(), 0)));
        }
    }
}
