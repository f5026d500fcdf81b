//! The functions themselves: bytes in, value out; each a call of its crate.

use super::{HashKind, HashValue};
use md5::Md5;
use sha2::{Digest, Sha256};
use xxhash_rust::{xxh3::xxh3_64, xxh64::xxh64};

/// SplitMix64's finaliser (Steele, Lea and Flood 2014, figure 17): a bijection on 64 bits.
pub(crate) const fn mix64(id: u64) -> u64 {
    let z = (id ^ (id >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// FNV-1a with 32 bits (Fowler, Noll and Vo; RFC 9923).
fn fnv1a_32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// MurmurHash3 x86 32 bits with seed 0.
pub(super) fn murmur3_32(bytes: &[u8]) -> u32 {
    // Reading from a slice cannot fail.
    murmur3::murmur3_32(&mut &*bytes, 0).unwrap_or(0)
}

/// The first half of MurmurHash3 x64 128 bits with seed 0 (Austin Appleby); `widen` reads the bytes of the last,
/// incomplete block, with a sign or without.
pub(super) fn murmur3_x64_128(bytes: &[u8], widen: fn(u8) -> u64) -> u64 {
    const C1: u64 = 0x87c3_7b91_1142_53d5;
    const C2: u64 = 0x4cf5_ad43_2745_937f;
    let first = |word: u64| word.wrapping_mul(C1).rotate_left(31).wrapping_mul(C2);
    let second = |word: u64| word.wrapping_mul(C2).rotate_left(33).wrapping_mul(C1);
    let (mut one, mut two) = (0_u64, 0_u64);
    let mut blocks = bytes.chunks_exact(16);
    for block in &mut blocks {
        one = (one ^ first(cut(block, u64::from_le_bytes))).rotate_left(27).wrapping_add(two);
        one = one.wrapping_mul(5).wrapping_add(0x52dc_e729);
        two = (two ^ second(cut(&block[8..], u64::from_le_bytes))).rotate_left(31).wrapping_add(one);
        two = two.wrapping_mul(5).wrapping_add(0x3849_5ab5);
    }
    let mut tail = [0_u64; 2];
    for (i, byte) in blocks.remainder().iter().enumerate() {
        tail[i / 8] ^= widen(*byte) << (8 * (i % 8));
    }
    two ^= second(tail[1]) ^ bytes.len() as u64;
    one = (one ^ first(tail[0]) ^ bytes.len() as u64).wrapping_add(two);
    two = two.wrapping_add(one);
    fmix64(one).wrapping_add(fmix64(two))
}

/// MurmurHash3's finaliser of 64 bits.
pub(crate) const fn fmix64(word: u64) -> u64 {
    let word = (word ^ (word >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let word = (word ^ (word >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    word ^ (word >> 33)
}

/// A number from the first bytes of a slice; bytes that are missing are 0.
pub(super) fn cut<const N: usize, T>(bytes: &[u8], read: fn([u8; N]) -> T) -> T {
    let mut first = [0; N];
    first.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    read(first)
}

/// The hash of bytes.
pub(super) fn bytes(kind: HashKind, bytes: &[u8]) -> HashValue {
    match kind {
        HashKind::Sha256 => HashValue::from_bytes(&Sha256::digest(bytes)),
        HashKind::Md5 => HashValue::from_bytes(&Md5::digest(bytes)),
        HashKind::Mix64 | HashKind::Identity | HashKind::Xxh64 => HashValue::from_u64(xxh64(bytes, 0)),
        HashKind::Xxh3 => HashValue::from_u64(xxh3_64(bytes)),
        HashKind::Murmur3 => HashValue::from_u32(murmur3_32(bytes)),
        HashKind::Fnv1a => HashValue::from_u32(fnv1a_32(bytes)),
        HashKind::System(system) => system.bytes(bytes),
    }
}

/// The hash of two byte strings one after the other, without an allocation for short ones.
pub(super) fn joined(kind: HashKind, first: &[u8], second: &[u8]) -> HashValue {
    let length = first.len() + second.len();
    let mut short = [0_u8; 128];
    if let Some(room) = short.get_mut(..length) {
        let (left, right) = room.split_at_mut(first.len());
        left.copy_from_slice(first);
        right.copy_from_slice(second);
        bytes(kind, room)
    } else {
        bytes(kind, &[first, second].concat())
    }
}

/// Whether a text that can be read as a whole number is written as one is printed: `7`, not `007` or `+7`, which are
/// other texts and would have the same hash.
pub(crate) fn is_plain(text: &str) -> bool {
    text == "0" || !text.strip_prefix('-').unwrap_or(text).starts_with(['0', '+'])
}
