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
        self.each(out, xxh3_64);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_up_through_every_length() {
        let mut texts = Numbered::new("key_", 8, "é");
        for number in 8..12_345 {
            assert_eq!(texts.next_text(), format!("key_{number}é").as_bytes());
        }
        let (mut texts, mut hashes) = (Numbered::new("key_", 8, ""), vec![0; 12_345]);
        texts.xxh3(&mut hashes[..5]);
        texts.xxh3(&mut hashes[5..]);
        assert!(hashes.iter().enumerate().all(|(i, hash)| *hash == xxh3_64(format!("key_{}", i + 8).as_bytes())));
    }
}
