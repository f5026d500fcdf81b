//! Keys in blocks: the hashes of many keys at a time, for passes over whole key sets.

use super::KeySet;
use crate::hash::{HashKind, HashValue};
use shardlab_loops::mix::mix_from;
use shardlab_loops::texts::Numbered;

/// The hashes of some keys that follow one another in their set, under one function.
#[derive(Clone, Debug)]
pub struct Block {
    kind: HashKind,
    begin: u64,
    /// The most significant 64 bits of each; a narrower value stands in the upper ones.
    firsts: Vec<u64>,
    /// The words of the whole values, where the function has more than 64 bits; else empty.
    wide: Vec<[u64; 4]>,
}

impl Block {
    /// The most keys of a block: their hashes stay in the cache nearest to the processor.
    pub const KEYS: u64 = shardlab_loops::BLOCK as u64;

    /// An empty block for a function.
    #[must_use]
    pub const fn new(kind: HashKind) -> Self {
        Self { kind, begin: 0, firsts: Vec::new(), wide: Vec::new() }
    }

    /// Takes the keys number `begin` up to, not including, `end`, without hashing them: their hashes are not to be read.
    pub fn skip(&mut self, begin: u64, end: u64) {
        self.begin = begin;
        self.firsts.resize(end.saturating_sub(begin) as usize, 0);
    }

    /// Hashes the keys number `begin` up to, not including, `end`.
    pub fn fill(&mut self, keys: &KeySet, begin: u64, end: u64) {
        let count = end.saturating_sub(begin) as usize;
        self.begin = begin;
        self.firsts.resize(count, 0);
        match (keys, self.kind) {
            (KeySet::Ids { from, .. }, HashKind::Mix64) => mix_from(from + begin, &mut self.firsts),
            (KeySet::Ids { from, .. }, HashKind::Identity) => {
                self.firsts.iter_mut().zip(from + begin..).for_each(|(first, id)| *first = id)
            }
            _ => match numbered(keys, begin) {
                Some(mut texts) => self.hash(&mut texts),
                None => self.one_by_one(keys, begin..end),
            },
        }
    }

    fn hash(&mut self, texts: &mut Numbered) {
        self.wide.clear();
        match self.kind {
            HashKind::Mix64 | HashKind::Identity | HashKind::Xxh64 => texts.xxh64(&mut self.firsts),
            HashKind::Xxh3 => texts.xxh3(&mut self.firsts),
            HashKind::Sha256 => {
                self.wide.resize(self.firsts.len(), [0; 4]);
                texts.sha256(&mut self.wide);
            }
            kind if kind.bits() > 64 => self.wide.extend((0..self.firsts.len()).map(|_| *kind.bytes(texts.next_text()).words())),
            kind => texts.any(&|text| kind.bytes(text).first_u64(), &mut self.firsts),
        }
        self.firsts.iter_mut().zip(&self.wide).for_each(|(first, words)| *first = words[0]);
    }

    fn one_by_one(&mut self, keys: &KeySet, range: std::ops::Range<u64>) {
        let mut room = String::new();
        self.wide.clear();
        for (i, first) in range.zip(&mut self.firsts) {
            let value = self.kind.key(keys.key(i, &mut room));
            *first = value.first_u64();
            if value.bits() > 64 {
                self.wide.push(*value.words());
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

    /// The words of the hashes where they are wider than 64 bits, else none.
    #[must_use]
    pub fn wide(&self) -> &[[u64; 4]] {
        &self.wide
    }

    /// The whole hash of key number `i` of the block.
    #[must_use]
    pub fn value(&self, i: usize) -> HashValue {
        match self.wide.get(i) {
            Some(words) => HashValue::from_words(*words, self.kind.bits()),
            None => HashValue::from_first(self.firsts[i], self.kind.bits()),
        }
    }
}

/// The texts from key number `begin` on, where they differ in one number; else none.
fn numbered(keys: &KeySet, begin: u64) -> Option<Numbered> {
    match keys {
        KeySet::Ids { from, .. } => Some(Numbered::new("", from + begin, "")),
        KeySet::Pattern { from, parts, .. } if parts.len() == 2 => Some(Numbered::new(&parts[0], from + begin, &parts[1])),
        _ => None,
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
                    prop_assert_eq!(kind.first_u64(keys.key(begin + i, &mut room)), expected.first_u64());
                }
            }
        }
    }
}
