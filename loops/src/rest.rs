//! The rest of a division without a division: three products for a small divisor.

/// A divisor of at most 65,536, or 0 for none.
#[derive(Clone, Copy, Debug)]
pub struct Divisor {
    /// 2^64 by the divisor, rounded up; it wraps to 0 for 1.
    reciprocal: u64,
    /// The rest of 2^32.
    wraps: u32,
    n: u32,
}

impl Divisor {
    /// The greatest.
    pub const MOST: usize = 1 << 16;

    /// The divisor, of which 0 has no rests.
    #[must_use]
    pub const fn new(n: u32) -> Self {
        let by = if n == 0 { 1 } else { n as u64 };
        Self { reciprocal: (u64::MAX / by).wrapping_add(1), wraps: ((1 << 32) % by) as u32, n }
    }

    /// The rest of a number, in three products. What is congruent to it and below (n + 1)·2^32 is taken times the reciprocal: of
    /// that the lower word is how far it is on from a multiple of n, as a part of n in 2^64; its upper half, rounded up, is right
    /// enough, since the reciprocal's error times (n + 1)·2^32, and n·2^32 for what was rounded, are less than 2^64 together.
    #[inline(always)]
    #[must_use]
    pub const fn rest(self, number: u64) -> u64 {
        let near = (number >> 32) * self.wraps as u64 + (number & 0xffff_ffff);
        let part = near.wrapping_mul(self.reciprocal);
        (((part >> 32) + 1) * self.n as u64) >> 32
    }

    /// The divisor itself.
    #[inline(always)]
    #[must_use]
    pub const fn n(self) -> u32 {
        self.n
    }
}

#[cfg(test)]
mod tests {
    use super::Divisor;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_rest_is_that_of_a_division(n in 1_u64..=1 << 16, many in 65_000_u64..=1 << 16, few in 1_u64..9, number: u64, times: u64) {
            for n in [n, many, few] {
                let near = (times % (1 << 16)) * n;
                for number in [number, u64::MAX - number % 8, number / n * n, (number / n * n).wrapping_sub(1), near, near + n - 1] {
                    // The greatest upper halves and lower ones, where the error is greatest.
                    for number in [number, number | 0xffff_ffff, number | 0xffff_ffff << 32] {
                        prop_assert_eq!(Divisor::new(n as u32).rest(number), number % n, "{} by {}", number, n);
                    }
                }
            }
        }
    }
}
