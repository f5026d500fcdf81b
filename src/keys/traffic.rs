//! Traffic: how many requests each key gets, in whole parts of a fixed total, so that sums are the same in any order.

use super::KeySet;

/// How requests are shared among the keys. Key i of a set, counted from 0, has rank i + 1.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Popularity {
    /// Every key gets as many.
    #[default]
    Uniform,
    /// The key of rank r gets requests in proportion to r to the power of minus this.
    Zipf(f64),
    /// The first keys share a part of all requests evenly, the others the rest.
    Hot {
        /// How many keys are hot; at least 1, at most all.
        keys: u64,
        /// The part of all requests that is for them, 0 to 1.
        share: f64,
    },
}

/// The parts of all requests together, nearly: each key's are rounded down. Sums of so many are exact as `f64` too.
const TOTAL: f64 = (1_u64 << 50) as f64;
/// The parts of each key where all get as many: a number that 1 to 16 divide, so that copies share it evenly.
const EVEN: u64 = 720_720;

/// The requests of every key of a set, in parts.
#[derive(Clone, Debug)]
pub struct Requests {
    popularity: Popularity,
    split: (u64, u64),
    /// The parts of the first rank under Zipf's law, before rounding.
    first: f64,
    /// The parts of a hot key and of another one.
    parts: (u64, u64),
}

impl Requests {
    /// The requests of the keys of a set.
    #[must_use]
    pub fn new(keys: &KeySet, popularity: Popularity) -> Self {
        let split = keys.split();
        let whole = keys.count() - split.0 * (split.1 - 1);
        let mut requests = Self { popularity, split, first: 0.0, parts: (EVEN, EVEN) };
        match popularity {
            Popularity::Uniform => {}
            Popularity::Zipf(exponent) => requests.first = TOTAL / powers(whole, exponent),
            Popularity::Hot { keys, share } => {
                let each = |share: f64, keys: u64| if keys == 0 { 0 } else { (TOTAL * share / keys as f64) as u64 };
                requests.parts = (each(share, keys), each(1.0 - share, whole - keys));
                // Where every key is hot they get all there is.
                if keys == whole {
                    requests.parts.0 = EVEN;
                }
            }
        }
        requests
    }

    /// The parts of key number `index` of the set; a key that was split shares its parts among its pieces to one part.
    #[must_use]
    pub fn of(&self, index: u64) -> u64 {
        let (hottest, ways) = self.split;
        if index >= hottest * ways {
            return self.of_rank(index - hottest * ways + hottest);
        }
        let (parts, piece) = (self.of_rank(index / ways), index % ways);
        parts / ways + u64::from(piece < parts % ways)
    }

    /// The parts of a whole key, its rank counted from 0.
    fn of_rank(&self, rank: u64) -> u64 {
        match self.popularity {
            Popularity::Uniform => EVEN,
            Popularity::Zipf(exponent) => (self.first * power((rank + 1) as f64, exponent)) as u64,
            Popularity::Hot { keys, .. } => {
                if rank < keys {
                    self.parts.0
                } else {
                    self.parts.1
                }
            }
        }
    }
}

/// x to the power of minus `exponent`.
fn power(x: f64, exponent: f64) -> f64 {
    libm::exp(-exponent * libm::log(x))
}

/// The sum of r to the power of minus `exponent` for r from 1 to `count`: the head one by one, the tail by the formula of
/// Euler and Maclaurin, to some eleven digits.
fn powers(count: u64, exponent: f64) -> f64 {
    const HEAD: u64 = 1_000;
    let head: f64 = (1..=count.min(HEAD)).map(|rank| power(rank as f64, exponent)).sum();
    if count <= HEAD {
        return head;
    }
    let (from, to) = ((HEAD + 1) as f64, count as f64);
    let slope = |x: f64| -exponent * power(x, exponent + 1.0);
    let ends = (power(from, exponent) + power(to, exponent)) / 2.0;
    head + integral(from, to, exponent) + ends + (slope(to) - slope(from)) / 12.0
}

/// The integral of x to the power of minus `exponent`.
fn integral(from: f64, to: f64, exponent: f64) -> f64 {
    let (more, log) = (1.0 - exponent, libm::log(to / from));
    let stretched = if libm::fabs(more) < 1e-6 { log * (1.0 + more * log / 2.0) } else { (power(to / from, -more) - 1.0) / more };
    power(from, -more) * stretched
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(count: u64) -> KeySet {
        KeySet::Ids { from: 0, count }
    }

    fn all(keys: &KeySet, popularity: Popularity) -> Vec<u64> {
        let requests = Requests::new(keys, popularity);
        (0..keys.count()).map(|i| requests.of(i)).collect()
    }

    #[test]
    fn the_sum_of_powers_is_that_of_adding_one_by_one() {
        for exponent in [0.0, 0.5, 0.999_999_9, 1.0, 1.000_000_1, 1.1, 2.0, 4.0] {
            for count in [1, 999, 1_001, 30_000] {
                let slow: f64 = (1..=count).rev().map(|rank| libm::pow(rank as f64, -exponent)).sum();
                let found = powers(count, exponent);
                assert!((found / slow - 1.0).abs() < 1e-10, "{exponent}, {count}: {found}, {slow}");
            }
        }
    }

    #[test]
    fn zipf_with_exponent_1_gives_rank_2_half_and_rank_10_a_tenth() {
        let parts = all(&keys(1_000), Popularity::Zipf(1.0));
        for rank in [2, 10, 1_000] {
            let ratio = parts[0] as f64 / parts[rank - 1] as f64;
            assert!((ratio / rank as f64 - 1.0).abs() < 1e-9, "{rank}: {ratio}");
        }
    }

    #[test]
    fn one_hot_key_has_its_share() {
        let parts = all(&keys(101), Popularity::Hot { keys: 1, share: 0.5 });
        let sum: u64 = parts.iter().sum();
        assert!((parts[0] as f64 / sum as f64 - 0.5).abs() < 1e-12);
        assert!(parts[1..].windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(all(&keys(3), Popularity::Hot { keys: 3, share: 0.2 }), [EVEN; 3]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parts_fall_with_the_rank_and_add_up_to_the_total(count in 1_u64..5_000, exponent in 0.0..4.0) {
            let parts = all(&keys(count), Popularity::Zipf(exponent));
            prop_assert!(parts.is_sorted_by(|a, b| a >= b));
            let sum: u64 = parts.iter().sum();
            prop_assert!(sum as f64 <= TOTAL * (1.0 + 1e-9) && sum as f64 > TOTAL * (1.0 - 1e-9) - count as f64);
        }

        #[test]
        fn the_pieces_of_a_key_have_its_requests_together(
            count in 1_u64..50, ways in 2_u64..20, hottest in 1_u64..50, exponent in 0.0..2.0,
        ) {
            let hottest = hottest.min(count);
            let split = KeySet::Split { keys: Box::new(keys(count)), hottest, ways };
            for popularity in [Popularity::Uniform, Popularity::Zipf(exponent), Popularity::Hot { keys: hottest, share: 0.7 }] {
                let (whole, parts) = (all(&keys(count), popularity), all(&split, popularity));
                for (rank, whole) in whole.iter().enumerate().take(hottest as usize) {
                    let pieces = &parts[rank * ways as usize..][..ways as usize];
                    prop_assert_eq!(pieces.iter().sum::<u64>(), *whole);
                    prop_assert!(pieces[0] - pieces[ways as usize - 1] <= 1);
                }
                prop_assert_eq!(&parts[(hottest * ways) as usize..], &whole[hottest as usize..]);
            }
        }
    }
}
