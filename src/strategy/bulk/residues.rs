//! Nodes by a residue: the hash modulo the least common multiple of all numbers of entries is a slot.
//!
//! No division: for an odd divisor d with inverse i modulo 2^64, u = h·i has u·d ≡ h (mod 2^64), so that u·d = h + t·2^64
//! with t < d, and t tells the residues of h apart as well as h mod d does (P. L. Montgomery, "Modular multiplication
//! without trial division", Mathematics of Computation 44, 1985). The lower bits of h stand for a divisor's powers of two.

use super::slots::Slots;
use super::{Ledger, Pass};
use crate::cluster::NodeId;
use crate::hash::{HashKind, HashValue};
use crate::keys::Block;

/// The most slots: their counts take 4 MB.
const SLOTS: u64 = 1 << 21;

/// A divisor, and the slots of its residues.
#[derive(Clone, Copy, Debug)]
pub(super) struct Divisor {
    odd: u64,
    inverse: u64,
    twos: u32,
}

impl Divisor {
    /// A divisor of at least 1 and less than 2^32.
    pub(super) fn new(divisor: u64) -> Self {
        let twos = divisor.trailing_zeros();
        let odd = divisor >> twos;
        // Newton's steps double the bits that are right; an odd number is its own inverse modulo 8.
        let inverse = (0..5).fold(odd, |inverse, _| inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse))));
        Self { odd, inverse, twos }
    }

    /// The slot of a number: below the divisor, and another one for each residue.
    #[inline(always)]
    pub(super) const fn slot(self, number: u64) -> usize {
        let u = number.wrapping_mul(self.inverse);
        // The upper half of u·odd, from halves that do not overflow: odd < 2^32.
        let t = ((u >> 32) * self.odd + (((u & 0xffff_ffff) * self.odd) >> 32)) >> 32;
        let low = number & ((1 << self.twos) - 1);
        ((t << self.twos) | low) as usize
    }
}

/// The weights of a wide hash's 32-bit digits modulo a divisor below 2^29: their sum is congruent to the whole integer.
#[derive(Clone, Copy)]
struct Digits([u64; 8]);

impl Digits {
    fn new(divisor: u64, bits: u32) -> Self {
        let mut weights = [0; 8];
        let mut weight = 1 % divisor;
        for digit in (0..(bits / 32) as usize).rev() {
            weights[digit] = weight;
            weight = (weight << 32) % divisor;
        }
        Self(weights)
    }

    #[inline(always)]
    fn sum(&self, value: &HashValue) -> u64 {
        value
            .words()
            .iter()
            .zip(self.0.chunks_exact(2))
            .map(|(word, weight)| (word >> 32) * weight[0] + (word & 0xffff_ffff) * weight[1])
            .sum()
    }
}

/// The pass over all states with residues, given by the nodes of their entries; none where there are too many slots.
pub(super) fn pass(states: &[&[NodeId]], hash: HashKind) -> Option<Box<dyn Pass>> {
    let mut all = 1_u64;
    for owners in states {
        all = all / gcd(all, owners.len() as u64) * owners.len() as u64;
        if all == 0 || all > SLOTS {
            return None;
        }
    }
    let divisor = Divisor::new(all);
    let mut owners = vec![vec![NodeId(0); all as usize]; states.len()];
    for residue in 0..all {
        let slot = divisor.slot(residue);
        owners.iter_mut().zip(states).for_each(|(to, from)| to[slot] = from[(residue % from.len() as u64) as usize]);
    }
    let digits = Digits::new(all, hash.bits());
    Some(Box::new(Residues { divisor, shift: 64 - hash.bits().min(64), digits, slots: Slots::new(owners) }))
}

const fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

struct Residues {
    divisor: Divisor,
    /// The bits that a hash of less than 64 stands to the left.
    shift: u32,
    digits: Digits,
    slots: Slots,
}

impl Pass for Residues {
    #[inline(never)]
    fn count(&mut self, block: &Block) {
        let (divisor, shift) = (self.divisor, self.shift);
        let counts = &mut self.slots.counts[..];
        if block.wide().is_empty() {
            for first in block.firsts() {
                counts[divisor.slot(first >> shift)] += 1;
            }
        } else {
            let digits = self.digits;
            for value in block.wide() {
                counts[divisor.slot(digits.sum(value))] += 1;
            }
        }
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.slots.tell(ledger);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_have_one_slot_exactly_where_they_have_one_residue(divisor in 1_u64..3_000, numbers: [u64; 4]) {
            let by = Divisor::new(divisor);
            for number in numbers {
                prop_assert!((by.slot(number) as u64) < divisor);
                // The residue as a small number has the slot, and no other residue has.
                prop_assert_eq!(by.slot(number) == by.slot(numbers[0]), number % divisor == numbers[0] % divisor);
            }
        }

        #[test]
        fn a_wide_hash_has_the_slot_of_its_residue(divisor in 1_u64..1 << 21, bytes: [u8; 32], bits in prop::sample::select(vec![128_usize, 256])) {
            let value = HashValue::from_bytes(&bytes[..bits / 8]);
            let sum = Digits::new(divisor, bits as u32).sum(&value);
            prop_assert_eq!(sum % divisor, value.modulo(divisor));
        }
    }

    #[test]
    fn every_residue_has_a_slot_of_its_own() {
        for divisor in [1, 2, 3, 12, 64, 4_095, 65_537, 1_049_600] {
            let by = Divisor::new(divisor);
            let mut seen = vec![false; divisor as usize];
            (0..divisor).for_each(|residue| assert!(!std::mem::replace(&mut seen[by.slot(residue)], true)));
        }
    }
}
