//! Keys in blocks: the hashes of many keys at a time, for passes over whole key sets.

use super::KeySet;
use crate::hash::{HashKind, HashValue, Texts};

/// The hashes of some keys that follow one another in their set, under one function.
#[derive(Clone, Debug)]
pub struct Block {
    kind: HashKind,
    begin: u64,
    /// The most significant 64 bits of each; a narrower value stands in the upper ones.
    firsts: Vec<u64>,
    /// The whole values, where the function has more than 64 bits; else empty.
    wide: Vec<HashValue>,
}

impl Block {
    /// The most keys of a block: their hashes stay in the cache nearest to the processor.
    pub const KEYS: u64 = 1_024;

    /// An empty block for a function.
    #[must_use]
    pub const fn new(kind: HashKind) -> Self {
        Self { kind, begin: 0, firsts: Vec::new(), wide: Vec::new() }
    }

    /// Hashes the keys number `begin` up to, not including, `end`.
    pub fn fill(&mut self, keys: &KeySet, begin: u64, end: u64) {
        let count = end.saturating_sub(begin) as usize;
        self.begin = begin;
        self.firsts.resize(count, 0);
        match (keys, self.kind) {
            (KeySet::Ids { from, .. }, HashKind::Mix64) => crate::hash::mix_from(from + begin, &mut self.firsts),
            (KeySet::Ids { from, .. }, HashKind::Identity) => {
                self.firsts.iter_mut().zip(from + begin..).for_each(|(first, id)| *first = id)
            }
            _ => match Numbered::of(keys, begin) {
                Some(mut texts) => self.hash(count, &mut texts),
                None => self.one_by_one(keys, begin..end),
            },
        }
    }

    fn hash(&mut self, count: usize, texts: &mut impl Texts) {
        if self.kind.bits() > 64 {
            self.wide.clear();
            crate::hash::wide(self.kind, texts, count, &mut self.wide);
            self.firsts.iter_mut().zip(&self.wide).for_each(|(first, value)| *first = value.first_u64());
        } else {
            crate::hash::firsts(self.kind, texts, &mut self.firsts);
        }
    }

    fn one_by_one(&mut self, keys: &KeySet, range: std::ops::Range<u64>) {
        let mut room = String::new();
        self.wide.clear();
        for (i, first) in range.zip(&mut self.firsts) {
            let value = self.kind.key(keys.key(i, &mut room));
            *first = value.first_u64();
            if value.bits() > 64 {
                self.wide.push(value);
            }
        }
    }

    /// The function.
    #[must_use]
    pub const fn kind(&self) -> HashKind {
        self.kind
    }

    /// Number of the first key in its set.
    #[must_use]
    pub const fn begin(&self) -> u64 {
        self.begin
    }

    /// The most significant 64 bits of every hash; a narrower value stands in the upper ones.
    #[must_use]
    pub fn firsts(&self) -> &[u64] {
        &self.firsts
    }

    /// The whole hashes where they are wider than 64 bits, else none.
    #[must_use]
    pub fn wide(&self) -> &[HashValue] {
        &self.wide
    }

    /// The whole hash of key number `i` of the block.
    #[must_use]
    pub fn value(&self, i: usize) -> HashValue {
        match self.wide.get(i) {
            Some(value) => *value,
            None => HashValue::from_first(self.firsts[i], self.kind.bits()),
        }
    }
}

/// The texts of keys that differ in one number, counted up in decimal where they stand.
pub(crate) struct Numbered {
    text: Vec<u8>,
    /// Where the number begins and ends.
    digits: (usize, usize),
    fresh: bool,
}

impl Numbered {
    /// The texts from key number `begin` on; none where the keys are not of that form.
    pub(crate) fn of(keys: &KeySet, begin: u64) -> Option<Self> {
        let none = String::new();
        let (before, number, behind) = match keys {
            KeySet::Ids { from, .. } => (&none, from + begin, &none),
            KeySet::Pattern { from, parts, .. } if parts.len() == 2 => (&parts[0], from + begin, &parts[1]),
            _ => return None,
        };
        let text = format!("{before}{number}{behind}").into_bytes();
        let digits = (before.len(), text.len() - behind.len());
        Some(Self { text, digits, fresh: true })
    }

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
}

impl Texts for Numbered {
    fn next(&mut self) -> &[u8] {
        if !std::mem::replace(&mut self.fresh, false) {
            self.count_up();
        }
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::HashedKey;
    use proptest::prelude::*;

    fn sets() -> impl Strategy<Value = KeySet> {
        let from = prop::sample::select(vec![0_u64, 1, 7, 95, 9_990, 999_999_990]);
        let parts = prop::collection::vec("[a-z9_é]{0,12}", 2..4);
        let list = prop::collection::btree_set("[a-z0-9é]{1,20}", 60..80);
        prop_oneof![
            from.clone().prop_map(|from| KeySet::Ids { from, count: 60 }),
            (from, parts).prop_map(|(from, parts)| KeySet::Pattern { from, count: 60, parts }),
            list.prop_map(|list| KeySet::List(list.into_iter().collect())),
            (1_u64..5, 2_u64..4)
                .prop_map(|(hottest, ways)| { KeySet::Split { keys: Box::new(KeySet::Ids { from: 0, count: 60 }), hottest, ways } }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_block_has_the_hashes_of_its_keys(keys in sets(), begin in 0_u64..30, length in 0_u64..30) {
            let kinds = HashKind::ALL.into_iter().filter(|kind| !kind.ids_only() || keys.is_ids());
            for kind in kinds {
                let mut block = Block::new(kind);
                block.fill(&keys, 0, 3);
                block.fill(&keys, begin, begin + length);
                prop_assert_eq!(block.firsts().len() as u64, length);
                let mut room = String::new();
                for i in 0..length {
                    let expected = HashedKey::new(kind, keys.key(begin + i, &mut room)).hash;
                    prop_assert_eq!(block.value(i as usize), expected, "{} of key {}", kind.id(), begin + i);
                    prop_assert_eq!(block.firsts()[i as usize], expected.first_u64());
                }
            }
        }
    }
}
