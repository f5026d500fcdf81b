//! SHA-256 of the texts `key_{i}`, one digest for a ring and for modulo, four keys at a time where lanes are there.

use crate::mix::Histogram;
use crate::naive::first_64;
use crate::ring::Merged;
use crate::{Counts, Technique};

const BLOCK: u64 = 4_096;

pub struct Sha {
    nodes: usize,
    ring: Merged,
    /// 2^32 to the powers 7 to 0, by n(n + 1).
    powers: [u64; 8],
    rests: Histogram,
    digests: Vec<[u32; 8]>,
}

const START: [u32; 8] = [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

impl Sha {
    pub fn new(nodes: usize) -> Self {
        let product = (nodes * (nodes + 1)) as u64;
        let mut powers = [1 % product; 8];
        for i in (0..7).rev() {
            powers[i] = (powers[i + 1] << 32) % product;
        }
        let (ring, rests) = (Merged::new(nodes, first_64), Histogram::new(product as usize));
        Self { nodes, ring, powers, rests, digests: vec![START; BLOCK as usize + 3] }
    }
}

/// The one block of a text `key_{i}`.
fn message(key: u64) -> [u8; 64] {
    let mut block = [0; 64];
    block[..4].copy_from_slice(b"key_");
    let digits = key.checked_ilog10().unwrap_or(0) as usize + 1;
    let mut left = key;
    for at in (4..4 + digits).rev() {
        block[at] = b'0' + (left % 10) as u8;
        left /= 10;
    }
    block[4 + digits] = 0x80;
    block[63] = 8 * (4 + digits) as u8;
    block
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn hash(begin: u64, digests: &mut [[u32; 8]]) {
    for (key, digest) in (begin..).zip(digests) {
        *digest = START;
        sha2::block_api::compress256(digest, &[message(key)]);
    }
}

/// Four digests at a time; there is room behind the last.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
fn hash(begin: u64, digests: &mut [[u32; 8]]) {
    for (key, digests) in (begin..).step_by(4).zip(digests.chunks_exact_mut(4)) {
        let words = lanes::digests([key, key + 1, key + 2, key + 3].map(message));
        digests.iter_mut().zip(words).for_each(|(digest, words)| *digest = words);
    }
}

impl Technique for Sha {
    fn count(&mut self, begin: u64, keys: u64) {
        let (mut at, end, product) = (begin, begin + keys, (self.nodes * (self.nodes + 1)) as u64);
        while at < end {
            let stop = end.min(at + BLOCK);
            let digests = &mut self.digests[..];
            hash(at, &mut digests[..((stop - at).next_multiple_of(4) as usize)]);
            self.ring.count(at, stop, |key| {
                let digest = &digests[(key - at) as usize];
                (u64::from(digest[0]) << 32) | u64::from(digest[1])
            });
            for digest in &digests[..(stop - at) as usize] {
                let sum: u64 = digest.iter().zip(self.powers).map(|(word, power)| u64::from(*word) * power).sum();
                self.rests.slots[(sum % product) as usize] += 1;
            }
            at = stop;
        }
    }

    fn counts(&self) -> Vec<Counts> {
        let mut modulo = Counts::new(self.nodes);
        for (rest, keys) in self.rests.slots.iter().enumerate() {
            modulo.add((rest % self.nodes) as u32, (rest % (self.nodes + 1)) as u32, u64::from(*keys));
        }
        vec![self.ring.counts(), modulo]
    }
}

/// Four lanes of 32 bits.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use super::START;
    use std::arch::wasm32::*;

    const ROUNDS: [u32; 64] = rounds();

    /// The first 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4).
    const fn rounds() -> [u32; 64] {
        let (mut rounds, mut found, mut candidate) = ([0; 64], 0, 2_u128);
        while found < 64 {
            let mut divisor = 2;
            while !candidate.is_multiple_of(divisor) {
                divisor += 1;
            }
            if divisor == candidate {
                let (mut low, mut high) = (0_u128, 1 << 36);
                while high - low > 1 {
                    let middle = (low + high) / 2;
                    if middle * middle * middle <= candidate << 96 {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                rounds[found] = low as u32;
                found += 1;
            }
            candidate += 1;
        }
        rounds
    }

    fn turned(word: v128, by: u32) -> v128 {
        v128_or(u32x4_shr(word, by), u32x4_shl(word, 32 - by))
    }

    fn xor3(a: v128, b: v128, c: v128) -> v128 {
        v128_xor(v128_xor(a, b), c)
    }

    fn sum(words: &[v128]) -> v128 {
        words.iter().skip(1).fold(words[0], |sum, word| u32x4_add(sum, *word))
    }

    pub fn digests(messages: [[u8; 64]; 4]) -> [[u32; 8]; 4] {
        let word = |lane: usize, i: usize| {
            let bytes: &[u8] = &messages[lane][4 * i..4 * i + 4];
            u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
        };
        let mut words = [u32x4_splat(0); 16];
        for (i, to) in words.iter_mut().enumerate() {
            *to = u32x4(word(0, i), word(1, i), word(2, i), word(3, i));
        }
        let start = START.map(|word| u32x4_splat(word));
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = start;
        for round in 0..64 {
            if round >= 16 {
                let (near, far) = (words[(round + 14) % 16], words[(round + 1) % 16]);
                let small_0 = xor3(turned(far, 7), turned(far, 18), u32x4_shr(far, 3));
                let small_1 = xor3(turned(near, 17), turned(near, 19), u32x4_shr(near, 10));
                words[round % 16] = sum(&[words[round % 16], small_0, words[(round + 9) % 16], small_1]);
            }
            let big_1 = xor3(turned(e, 6), turned(e, 11), turned(e, 25));
            let first = sum(&[h, big_1, v128_bitselect(f, g, e), u32x4_splat(ROUNDS[round]), words[round % 16]]);
            let big_0 = xor3(turned(a, 2), turned(a, 13), turned(a, 22));
            let majority = v128_bitselect(a, c, v128_xor(b, c));
            let second = u32x4_add(big_0, majority);
            (h, g, f, e) = (g, f, e, u32x4_add(d, first));
            (d, c, b, a) = (c, b, a, u32x4_add(first, second));
        }
        let all = [a, b, c, d, e, f, g, h];
        let ends: [v128; 8] = std::array::from_fn(|i| u32x4_add(start[i], all[i]));
        let lane = |word: &v128, lane: usize| match lane {
            0 => u32x4_extract_lane::<0>(*word),
            1 => u32x4_extract_lane::<1>(*word),
            2 => u32x4_extract_lane::<2>(*word),
            _ => u32x4_extract_lane::<3>(*word),
        };
        std::array::from_fn(|i| std::array::from_fn(|word| lane(&ends[word], i)))
    }
}
