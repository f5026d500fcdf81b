//! SHA-256 of short texts: one block each, four at a time where WebAssembly has lanes.
//!
//! The lanes are the one function that is written here and not taken from a crate: none has several messages at once in
//! WebAssembly. They are held to the crate, text by text.

use sha2::{Digest, Sha256};

/// Texts that wait for one another.
pub struct Lanes {
    blocks: [[u8; 64]; 4],
    /// Where the digests belong.
    to: [usize; 4],
    waiting: usize,
}

/// The longest text of one block: behind it stand a bit and the length.
const SHORT: usize = 55;

/// FIPS 180-4, 5.3.3.
const START: [u32; 8] = [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

impl Default for Lanes {
    fn default() -> Self {
        Self::new()
    }
}

impl Lanes {
    /// Nothing waits.
    #[must_use]
    pub const fn new() -> Self {
        Self { blocks: [[0; 64]; 4], to: [0; 4], waiting: 0 }
    }

    /// Takes a text; its digest is written to `out[at]` now, or when three more have come, or at the end.
    #[inline]
    pub fn push(&mut self, text: &[u8], at: usize, out: &mut [[u64; 4]]) {
        if text.len() > SHORT {
            out[at] = words_of(&Sha256::digest(text));
            return;
        }
        let block = &mut self.blocks[self.waiting];
        *block = [0; 64];
        block[..text.len()].copy_from_slice(text);
        block[text.len()] = 0x80;
        block[56..].copy_from_slice(&(8 * text.len() as u64).to_be_bytes());
        self.to[self.waiting] = at;
        self.waiting += 1;
        if self.waiting == 4 {
            self.finish(out);
        }
    }

    /// Writes the digests of the texts that wait.
    #[inline]
    pub fn finish(&mut self, out: &mut [[u64; 4]]) {
        if self.waiting > 0 {
            let digests = digests(&self.blocks, self.waiting);
            for (digest, to) in digests.iter().zip(&self.to[..self.waiting]) {
                out[*to] = std::array::from_fn(|i| (u64::from(digest[2 * i]) << 32) | u64::from(digest[2 * i + 1]));
            }
        }
        self.waiting = 0;
    }
}

fn words_of(digest: &[u8]) -> [u64; 4] {
    let mut words = [0; 4];
    for (i, byte) in digest.iter().enumerate() {
        words[i / 8] = (words[i / 8] << 8) | u64::from(*byte);
    }
    words
}

/// The digests of the first `count` blocks.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
fn digests(blocks: &[[u8; 64]; 4], count: usize) -> [[u32; 8]; 4] {
    let mut digests = [START; 4];
    for (digest, block) in digests.iter_mut().zip(blocks).take(count) {
        sha2::block_api::compress256(digest, std::slice::from_ref(block));
    }
    digests
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use lanes::digests;

/// Four lanes of 32 bits.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use super::START;
    use std::arch::wasm32::*;

    const ROUNDS: [u32; 64] = rounds();

    /// The first 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
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

    #[inline(always)]
    fn turned(word: v128, by: u32) -> v128 {
        v128_or(u32x4_shr(word, by), u32x4_shl(word, 32 - by))
    }

    #[inline(always)]
    fn xor3(a: v128, b: v128, c: v128) -> v128 {
        v128_xor(v128_xor(a, b), c)
    }

    #[inline(always)]
    fn sum(a: v128, b: v128, c: v128, d: v128) -> v128 {
        u32x4_add(u32x4_add(a, b), u32x4_add(c, d))
    }

    #[inline(never)]
    pub(super) fn digests(blocks: &[[u8; 64]; 4], _count: usize) -> [[u32; 8]; 4] {
        let word = |lane: usize, i: usize| {
            let bytes = &blocks[lane][4 * i..4 * i + 4];
            u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
        };
        let mut words: [v128; 16] = std::array::from_fn(|i| u32x4(word(0, i), word(1, i), word(2, i), word(3, i)));
        let start = START.map(|word| u32x4_splat(word));
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = start;
        for round in 0..64 {
            if round >= 16 {
                let (near, far) = (words[(round + 14) % 16], words[(round + 1) % 16]);
                let small_0 = xor3(turned(far, 7), turned(far, 18), u32x4_shr(far, 3));
                let small_1 = xor3(turned(near, 17), turned(near, 19), u32x4_shr(near, 10));
                words[round % 16] = sum(words[round % 16], small_0, words[(round + 9) % 16], small_1);
            }
            let big_1 = xor3(turned(e, 6), turned(e, 11), turned(e, 25));
            let first = u32x4_add(sum(h, big_1, v128_bitselect(f, g, e), u32x4_splat(ROUNDS[round])), words[round % 16]);
            let big_0 = xor3(turned(a, 2), turned(a, 13), turned(a, 22));
            let second = u32x4_add(big_0, v128_bitselect(a, c, v128_xor(b, c)));
            (h, g, f, e) = (g, f, e, u32x4_add(d, first));
            (d, c, b, a) = (c, b, a, u32x4_add(first, second));
        }
        let all = [a, b, c, d, e, f, g, h];
        let ends: [v128; 8] = std::array::from_fn(|i| u32x4_add(start[i], all[i]));
        let lane = |word: v128, lane: usize| match lane {
            0 => u32x4_extract_lane::<0>(word),
            1 => u32x4_extract_lane::<1>(word),
            2 => u32x4_extract_lane::<2>(word),
            _ => u32x4_extract_lane::<3>(word),
        };
        std::array::from_fn(|i| std::array::from_fn(|word| lane(ends[word], i)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_have_the_digest_of_the_crate() {
        let texts: Vec<Vec<u8>> = (0..140).map(|length| (0..length).map(|i| (i * 7 + length) as u8).collect()).collect();
        let (mut lanes, mut out) = (Lanes::new(), vec![[0; 4]; texts.len()]);
        texts.iter().enumerate().for_each(|(i, text)| lanes.push(text, i, &mut out));
        lanes.finish(&mut out);
        for (text, found) in texts.iter().zip(&out) {
            assert_eq!(*found, words_of(&Sha256::digest(text)), "{} bytes", text.len());
        }
    }
}
