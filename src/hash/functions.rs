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
fn murmur3_32(bytes: &[u8]) -> u32 {
    // Reading from a slice cannot fail.
    murmur3::murmur3_32(&mut &*bytes, 0).unwrap_or(0)
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
