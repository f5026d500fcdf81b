//! What the techniques share: the mixer of ids, and rests of a division without a division.

/// SplitMix64's finaliser.
#[inline(always)]
pub const fn mix64(id: u64) -> u64 {
    let z = (id ^ (id >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The hashes of ids in a row from `begin` on, one a call: below 2^30 the first step changes nothing, so that its product grows by
/// the constant.
#[inline(always)]
pub fn in_a_row(begin: u64, keys: u64) -> impl FnMut(u64) -> u64 {
    assert!(begin + keys <= 1 << 30, "ids are below 2^30");
    let mut product = begin.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    move |_| {
        let z = (product ^ (product >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        product = product.wrapping_add(0xbf58_476d_1ce4_e5b9);
        z ^ (z >> 31)
    }
}

/// The step of SplitMix64's state.
pub const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// A divisor below 2^31 with its reciprocal in two halves.
#[derive(Clone, Copy, Debug)]
pub struct Divisor {
    n: u64,
    high: u64,
    low: u64,
}

impl Divisor {
    pub const fn new(n: u64) -> Self {
        let reciprocal = u64::MAX / n;
        Self { n, high: reciprocal >> 32, low: reciprocal & 0xffff_ffff }
    }

    /// A number with the same rest, below [`Self::BOUND`] times the divisor: three products of 32 bits instead of one of 128.
    #[inline(always)]
    pub const fn near(self, hash: u64) -> u64 {
        let (high, low) = (hash >> 32, hash & 0xffff_ffff);
        let quotient = high * self.high + ((high * self.low) >> 32) + ((low * self.high) >> 32);
        hash.wrapping_sub(quotient.wrapping_mul(self.n))
    }

    /// What [`Self::near`] stays below, in divisors: one for each of the products, the reciprocal and the quotient.
    pub const BOUND: u64 = 5;

    /// [`Self::near`] taken down to below twice the divisor.
    #[inline(always)]
    pub const fn nearer(self, hash: u64) -> u64 {
        let near = self.near(hash);
        // Less than the divisor wraps to a great number.
        let less = near.wrapping_sub(2 * self.n);
        let near = if less < near { less } else { near };
        let less = near.wrapping_sub(self.n);
        if less < near { less } else { near }
    }
}

/// A divisor of at most 65,536, whose rest takes three products: what is congruent to a number and below (n + 1)·2^32 is, times the
/// reciprocal, a part of n in 2^64.
#[derive(Clone, Copy, Debug)]
pub struct Small {
    reciprocal: u64,
    wraps: u32,
    n: u32,
}

impl Small {
    pub const fn new(n: u64) -> Self {
        Self { reciprocal: (u64::MAX / n).wrapping_add(1), wraps: ((1 << 32) % n) as u32, n: n as u32 }
    }

    #[inline(always)]
    pub const fn rest(self, hash: u64) -> u64 {
        let near = (hash >> 32) * self.wraps as u64 + (hash & 0xffff_ffff);
        (((near.wrapping_mul(self.reciprocal) >> 32) + 1) * self.n as u64) >> 32
    }
}

/// A histogram of slots in 32 bits; every slot is resolved once, at the end.
pub struct Histogram {
    pub slots: Vec<u32>,
}

impl Histogram {
    pub fn new(slots: usize) -> Self {
        Self { slots: vec![0; slots] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_are_exact() {
        for n in [1, 2, 3, 12, 256, 4_160, 65_535, 65_536, 65_537, 1_049_600, 0x7fff_ffff] {
            let divisor = Divisor::new(n);
            let edges = (0..4_u64).flat_map(|i| [i, u64::MAX - i, (u64::MAX / n) * n + i, (u64::MAX / n / 2) * n - i.min(1), n * 7 - i]);
            for hash in edges.chain((0..20_000).map(mix64)) {
                assert!(divisor.near(hash) < Divisor::BOUND * n && divisor.near(hash) % n == hash % n, "{hash} {n}");
                assert!(divisor.nearer(hash) < 2 * n && divisor.nearer(hash) % n == hash % n, "{hash} {n}");
                assert!(n > 1 << 16 || Small::new(n).rest(hash) == hash % n, "{hash} {n}");
            }
        }
    }
}
