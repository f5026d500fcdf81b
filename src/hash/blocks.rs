//! The hashes of many texts one after another: the function is chosen once, not for every text.

use super::functions::{self, mix64};
use super::{HashKind, HashValue};
use xxhash_rust::{xxh3::xxh3_64, xxh64::xxh64};

/// Texts that come one after another.
pub(crate) trait Texts {
    /// The next one, in UTF-8.
    fn next(&mut self) -> &[u8];
}

/// The hashes of the integers from `begin` on under [`HashKind::Mix64`].
#[inline(never)]
pub(crate) fn mix_from(begin: u64, out: &mut [u64]) {
    for (i, hash) in out.iter_mut().enumerate() {
        *hash = mix64(begin.wrapping_add(i as u64));
    }
}

/// The first 64 bits of the hashes of the next texts, as many as there is room for.
pub(crate) fn firsts(kind: HashKind, texts: &mut impl Texts, out: &mut [u64]) {
    match kind {
        HashKind::Mix64 | HashKind::Identity | HashKind::Xxh64 => out.iter_mut().for_each(|hash| *hash = xxh64(texts.next(), 0)),
        HashKind::Xxh3 => out.iter_mut().for_each(|hash| *hash = xxh3_64(texts.next())),
        _ => out.iter_mut().for_each(|hash| *hash = functions::bytes(kind, texts.next()).first_u64()),
    }
}

/// The whole hashes of the next texts.
pub(crate) fn wide(kind: HashKind, texts: &mut impl Texts, count: usize, out: &mut Vec<HashValue>) {
    out.extend((0..count).map(|_| functions::bytes(kind, texts.next())));
}
