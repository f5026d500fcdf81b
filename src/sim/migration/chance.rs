//! Chance that is the same on every machine: the numbers of SplitMix64, asked for by their place in the sequence.
//!
//! Number n of a stream is SplitMix64's finaliser of the stream's seed plus n times its step (Steele, Lea and Flood 2014),
//! which is the n-th number of that generator. So a request draws the same key and client under every policy.

use crate::hash::mix64;

/// The step of SplitMix64's state.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A sequence of random numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stream(u64);

impl Stream {
    /// Stream number `which` of a seed.
    pub(super) const fn new(seed: u64, which: u64) -> Self {
        Self(mix64(mix64(seed.wrapping_add(STEP)) ^ which))
    }

    /// Its n-th number, 64 even bits.
    #[inline]
    pub(super) const fn at(self, n: u64) -> u64 {
        mix64(self.0.wrapping_add(n.wrapping_add(1).wrapping_mul(STEP)))
    }

    /// Its n-th number, above 0 up to 1.
    pub(super) fn share(self, n: u64) -> f64 {
        ((self.at(n) >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }
}

/// A number below `n` from 32 even bits; its bias is below n / 2^32.
#[inline]
pub(super) const fn below(bits: u32, n: u32) -> u32 {
    ((bits as u64 * n as u64) >> 32) as u32
}

/// The numbers below a bound in a random order (Fisher and Yates).
pub(super) fn shuffled(stream: Stream, bound: u32) -> Vec<u32> {
    let mut order: Vec<u32> = (0..bound).collect();
    for i in (1..order.len()).rev() {
        order.swap(i, below((stream.at(i as u64) >> 32) as u32, i as u32 + 1) as usize);
    }
    order
}

/// How a key is drawn.
#[derive(Clone, Debug)]
pub(super) enum Draw {
    /// Each of so many alike.
    Even(u32),
    /// By weight: the sums of the weights up to each.
    Weighted(Vec<u64>),
}

impl Draw {
    /// By these weights; at least one, none of them needs to differ from 0 as long as one does.
    pub(super) fn new(weights: &[u64]) -> Self {
        if weights.windows(2).all(|pair| pair[0] == pair[1]) {
            return Self::Even(weights.len() as u32);
        }
        let mut sum = 0;
        let up_to = |weight: &u64| {
            sum += weight;
            sum
        };
        Self::Weighted(weights.iter().map(up_to).collect())
    }

    /// The number that 32 even bits draw.
    #[inline]
    pub(super) fn pick(&self, bits: u32) -> u32 {
        match self {
            Self::Even(n) => below(bits, *n),
            Self::Weighted(sums) => {
                let total = sums.last().copied().unwrap_or(0);
                let point = ((u128::from(bits) * u128::from(total)) >> 32) as u64;
                sums.partition_point(|sum| *sum <= point) as u32
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_stream_is_that_of_the_published_generator() {
        // The first numbers of SplitMix64 from seed 0 and from 1234567, as its authors' C code prints them.
        let published = |seed: u64, n| Stream(seed).at(n);
        assert_eq!([0, 1].map(|n| published(0, n)), [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
        assert_eq!([0, 1].map(|n| published(1_234_567, n)), [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    proptest! {
        #[test]
        fn every_number_is_in_a_random_order_once(seed: u64, bound in 0_u32..2_000) {
            let mut order = shuffled(Stream::new(seed, 0), bound);
            order.sort_unstable();
            prop_assert_eq!(order, (0..bound).collect::<Vec<_>>());
        }

        #[test]
        fn keys_are_drawn_by_their_weight(seed: u64, weights in prop::collection::vec(0_u64..1_000, 1..20)) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let (draw, stream, total) = (Draw::new(&weights), Stream::new(seed, 1), weights.iter().sum::<u64>() as f64);
            let mut drawn = vec![0_u32; weights.len()];
            (0..20_000).for_each(|n| drawn[draw.pick((stream.at(n) >> 32) as u32) as usize] += 1);
            for (drawn, weight) in drawn.into_iter().zip(weights) {
                let share = weight as f64 / total;
                prop_assert!((f64::from(drawn) - 20_000.0 * share).abs() <= 6.0 * (20_000.0 * share).sqrt() + 6.0);
            }
        }
    }
}
