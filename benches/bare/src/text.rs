//! The texts `key_{i}` under XXH3, digits from a table, counted on the ring.

use crate::ring::Merged;
use crate::{Counts, Technique};
use xxhash_rust::xxh3::xxh3_64;

/// Keys that differ in their last three digits alone.
const RUN: u64 = 1_000;

pub struct Text {
    ring: Merged,
    /// Three digits as their bytes, the first lowest.
    digits: Vec<u32>,
    hashes: Vec<u64>,
    /// The halves of XXH3's secret for 9 to 16 bytes.
    flips: [u64; 2],
}

impl Text {
    pub fn new(nodes: usize) -> Self {
        let digits = (0..RUN).map(|i| format!("{i:03}").bytes().rev().fold(0, |word, byte| (word << 8) | u32::from(byte))).collect();
        Self { ring: Merged::new(nodes, xxh3_64), digits, hashes: vec![0; RUN as usize], flips: FLIPS }
    }
}

/// Words of XXH3's secret from bytes 24, 32, 40 and 48 on, xored by twos.
const FLIPS: [u64; 2] = [0x1f67_b3b7_a4a4_4072 ^ 0x78e5_c0cc_4ee6_79cb, 0x2172_ffcc_7dd0_5a82 ^ 0x8e24_43f7_7446_08b8];

/// XXH3 of 9 to 16 bytes: the first and the last eight of them.
#[inline(always)]
const fn xxh3_9_to_16(first: u64, last: u64, length: u64, flips: [u64; 2]) -> u64 {
    let (low, high) = (first ^ flips[0], last ^ flips[1]);
    let sum = length.wrapping_add(low.swap_bytes()).wrapping_add(high).wrapping_add(folded(low, high));
    let hash = (sum ^ (sum >> 37)).wrapping_mul(0x1656_6791_9e37_79f9);
    hash ^ (hash >> 32)
}

/// The halves of the product of 128 bits, xored: products of 32 bits, since wasm has no wider one.
#[inline(always)]
const fn folded(a: u64, b: u64) -> u64 {
    let (a_high, a_low, b_high, b_low) = (a >> 32, a & 0xffff_ffff, b >> 32, b & 0xffff_ffff);
    let (cross, other) = (a_high * b_low, a_low * b_high);
    let carry = ((a_low * b_low) >> 32) + (cross & 0xffff_ffff) + other;
    let high = a_high * b_high + (cross >> 32) + (carry >> 32);
    a.wrapping_mul(b) ^ high
}

impl Technique for Text {
    fn count(&mut self, begin: u64, keys: u64) {
        let (mut at, end) = (begin, begin + keys);
        while at < end {
            let stop = end.min((at / RUN + 1) * RUN);
            if at < 10_000 {
                self.ring.count(at, stop, |i| xxh3_64(format!("key_{i}").as_bytes()));
            } else {
                let front = format!("key_{}", at / RUN);
                let length = front.len() as u32 + 3;
                let mut bytes = [0; 16];
                bytes[..front.len()].copy_from_slice(front.as_bytes());
                let whole = u128::from_le_bytes(bytes);
                let (front_first, front_last) = (whole as u64, (whole >> (8 * (length - 8))) as u64);
                // The last digits reach into the first eight bytes of a short key.
                let (reach, mask) = if length < 11 { (8 * (length - 3), u64::MAX) } else { (0, 0) };
                let (digits, flips, base) = (&self.digits[..], self.flips, at / RUN * RUN);
                // All hashes first: so many that wait for the memory at a time no loop with a long hash in it has.
                for i in at..stop {
                    let last = u64::from(digits[(i - base) as usize]);
                    self.hashes[(i - base) as usize] =
                        xxh3_9_to_16(front_first | ((last << reach) & mask), front_last | (last << 40), u64::from(length), flips);
                }
                let hashes = &self.hashes[..];
                self.ring.count(at, stop, |i| hashes[(i - base) as usize]);
            }
            at = stop;
        }
    }

    fn counts(&self) -> Vec<Counts> {
        vec![self.ring.counts()]
    }
}
