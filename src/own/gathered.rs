//! Keys as they are gathered: one that stands twice is found by sorting, now and then, so that memory stays bounded.

use super::skipped::{Skips, Why};
use super::{KEYS, KEYS_BYTES};
use crate::keys::Texts;
use shardlab_loops::repeats::repeats;

/// The keys so far, in the order of the list.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Each with a line feed behind it.
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// The line that each stands on.
    lines: Vec<u64>,
    /// How many are known to differ.
    settled: usize,
}

impl Gathered {
    pub(super) fn push(&mut self, key: &str, line: u64, skips: &mut Skips) {
        self.text.push_str(key);
        self.ends.push(self.text.len() as u32);
        self.text.push('\n');
        self.lines.push(line);
        if self.ends.len() - self.settled >= KEYS || self.text.len() >= 2 * KEYS_BYTES {
            self.settle(skips);
        }
    }

    /// The keys, each once.
    pub(super) fn finish(mut self, skips: &mut Skips) -> Texts {
        self.settle(skips);
        Texts::lines(self.text)
    }

    /// Takes out what stands there before, and what is too many.
    fn settle(&mut self, skips: &mut Skips) {
        let again = repeats(self.text.as_bytes(), &self.ends);
        let old = std::mem::take(self);
        self.text.reserve(old.text.len());
        let (mut again, mut start) = (again.into_iter().peekable(), 0);
        for (i, (end, line)) in old.ends.iter().zip(old.lines).enumerate() {
            let key = old.text.get(start..*end as usize).unwrap_or_default();
            start = *end as usize + 1;
            if again.next_if_eq(&(i as u32)).is_some() {
                skips.note(Why::Repeated, line);
            } else if self.ends.len() == KEYS || self.text.len() + key.len() >= KEYS_BYTES {
                skips.note(Why::TooMany, line);
            } else {
                self.text.push_str(key);
                self.ends.push(self.text.len() as u32);
                self.text.push('\n');
                self.lines.push(line);
            }
        }
        self.settled = self.ends.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_kept_once_and_the_first_million_of_them() {
        let (mut gathered, mut skips) = (Gathered::default(), Skips::default());
        let mut line = 0;
        for round in 0..3 {
            for i in 0..600_000 {
                line += 1;
                gathered.push(&format!("k{}", i + round * 300_000), line, &mut skips);
            }
        }
        let keys = gathered.finish(&mut skips);
        assert_eq!((keys.len(), keys.get(0), keys.get(999_999)), (KEYS, "k0", "k999999"));
        let told: Vec<String> = skips.told("").into_iter().map(|told| told.words).collect();
        assert!(told[0].starts_with("600,000 stand there before, and are kept once (lines 600,001, 600,002"), "{told:?}");
        assert!(told[1].starts_with("200,000 more keys stand behind the first 1,000,000 keys"), "{told:?}");
    }
}
