//! Jump hash: one walk up the numbers gives the number among several sizes.
//!
//! J. Lamping and E. Veach, "A fast, minimal memory, consistent hash algorithm" (2014, arXiv:1406.2294). From three to four
//! the walk is an automaton of thresholds, whose outcome is a slot of a histogram. At other sizes a block of keys walks
//! together, those that go on in front; what has passed the least size is done, or walks on alone for a greater one.

use crate::look::Find;
use crate::{BLOCK, ROOM};

const STEP: u64 = 2_862_933_555_777_941_757;

/// The next state of the generator.
#[inline(always)]
const fn again(state: u64) -> u64 {
    state.wrapping_mul(STEP).wrapping_add(1)
}

/// The place after number `b`, before it is rounded down.
#[inline(always)]
fn next(b: f64, state: u64) -> f64 {
    (b + 1.0) * (2_147_483_648.0 / ((state >> 33) as i64 + 1) as f64)
}

/// The nodes of single keys. Little is divided on the way to one: thresholds tell where a walk ends, and the first step of most
/// is read from a table.
#[derive(Clone, Debug)]
pub struct Jump {
    shift: u32,
    /// By number: the greatest upper 31 bits of the generator with which a walk ends there, and the node.
    numbers: Vec<(u32, u32)>,
    /// By the first [`FIRST_BITS`] bits: the number after the first step, 0 where more bits decide or the walk ends.
    seconds: Vec<u32>,
}

/// With so many a table takes 4 KB, and one first step in sixteen is divided.
const FIRST_BITS: u32 = 10;

impl Jump {
    /// The nodes by number, at least one and less than 2^31; a hash of less than 64 bits stands `shift` bits to the left.
    #[must_use]
    pub fn new(nodes: &[u32], shift: u32) -> Self {
        let n = nodes.len() as u32;
        let numbers = nodes.iter().enumerate().map(|(number, node)| (last(number as u32, n), *node)).collect();
        let after = |top: u64| next(0.0, top << 33) as u32;
        let second = |first: u64| {
            let (low, high) = (first << (31 - FIRST_BITS), ((first + 1) << (31 - FIRST_BITS)) - 1);
            if after(low) == after(high) && after(low) < n { after(low) } else { 0 }
        };
        Self { shift, numbers, seconds: (0..1 << FIRST_BITS).map(second).collect() }
    }
}

impl Find for Jump {
    #[inline(always)]
    fn node(&self, first: u64) -> u32 {
        let mut state = again(first >> self.shift);
        let (mut number, mut entry) = (self.seconds[(state >> (64 - FIRST_BITS)) as usize], self.numbers[0]);
        if number > 0 {
            entry = self.numbers[number as usize];
            state = again(state);
        }
        while (state >> 33) as u32 > entry.0 {
            number = next(f64::from(number as i32), state) as i32 as u32;
            entry = self.numbers[number as usize];
            state = again(state);
        }
        entry.1
    }

    fn bytes(&self) -> usize {
        self.numbers.len() * size_of::<(u32, u32)>() + self.seconds.len() * size_of::<u32>()
    }
}

/// The greatest upper 31 bits of the generator with which the walk goes from a number to `n` or beyond.
fn last(number: u32, n: u32) -> u32 {
    let far = |top: u64| next(f64::from(number), top << 33) >= f64::from(n);
    // What it is in whole numbers; a quotient that is rounded may differ by one.
    let mut top = ((u64::from(number) + 1) << 31) / u64::from(n) - 1;
    while top + 1 < 1 << 31 && far(top + 1) {
        top += 1;
    }
    while top > 0 && !far(top) {
        top -= 1;
    }
    top as u32
}

/// Three numbers, and a fourth: at most three steps, six thresholds.
#[derive(Clone, Debug)]
pub struct Automaton {
    /// The greatest upper 31 bits of the generator with which the walk goes from 0 to 2, 3 and 4, or beyond.
    from_0: [u32; 3],
    /// From 1 to 3 and 4.
    from_1: [u32; 2],
    /// From 2 to 4.
    from_2: u32,
    slots: [u32; 64],
}

impl Default for Automaton {
    fn default() -> Self {
        let reaches = |from: u32, to: u32| {
            let far = |top: u64| next(f64::from(from), top << 33) >= f64::from(to);
            (0..31).rev().fold(0, |least, bit| if far(least + (1 << bit)) { least + (1 << bit) } else { least }) as u32
        };
        let (from_0, from_1) = ([2, 3, 4].map(|to| reaches(0, to)), [3, 4].map(|to| reaches(1, to)));
        Self { from_0, from_1, from_2: reaches(2, 4), slots: [0; 64] }
    }
}

impl Automaton {
    /// Counts hashes; one of less than 64 bits stands `shift` bits to the left.
    #[inline(never)]
    pub fn count(&mut self, firsts: &[u64], shift: u32) {
        let ([a, b, c], [d, e], f) = (self.from_0, self.from_1, self.from_2);
        for hash in firsts {
            let first = again(hash >> shift);
            let second = again(first);
            let third = again(second);
            let [first, second, third] = [first, second, third].map(|state| (state >> 33) as u32);
            let from_0 = u32::from(first <= a) + u32::from(first <= b) + u32::from(first <= c);
            let from_1 = u32::from(second <= d) + u32::from(second <= e);
            let slot = from_0 | (from_1 << 2) | (u32::from(second <= f) << 4) | (u32::from(third <= f) << 5);
            self.slots[(slot & 63) as usize] += 1;
        }
    }

    /// The number among three, the one among four, and how many keys have them; perhaps several times.
    pub fn counts(&self) -> impl Iterator<Item = (usize, usize, u32)> {
        self.slots.iter().enumerate().map(|(slot, keys)| {
            let (before, after) = ends(slot);
            (before, after, *keys)
        })
    }
}

/// The numbers of a slot: how far it goes from 0, from 1, and from 2 at the second and at the third step.
const fn ends(slot: usize) -> (usize, usize) {
    let (from_0, from_1, second, third) = (slot & 3, (slot >> 2) & 3, (slot >> 4) & 1, (slot >> 5) & 1);
    let (mut number, mut place) = (0, 1 + from_0);
    if place == 1 {
        (number, place) = (1, 2 + from_1);
        if place == 2 {
            (number, place) = (2, 3 + third);
        }
    } else if place == 2 {
        (number, place) = (2, 3 + second);
    }
    (number, if place == 3 { 3 } else { number })
}

/// One more than the number at a place below 2^31. Each way is exact; each is the quicker one where it stands.
#[inline(always)]
fn after(place: f64) -> f64 {
    if cfg!(target_arch = "wasm32") { place.floor() + 1.0 } else { f64::from(place as i32) + 1.0 }
}

/// A power of two behind which a number's least bits are a whole number.
const WHOLE: f64 = (1_u64 << 52) as f64;

/// The place behind a number plus one, as published.
#[inline(always)]
fn place(after: f64, state: u64) -> f64 {
    let top = f64::from_bits(WHOLE.to_bits() | (state >> 33));
    after * (2_147_483_648.0 / (top - (WHOLE - 1.0)))
}

/// The walkers of a block.
#[derive(Clone, Debug)]
pub struct Walks {
    states: Vec<u64>,
    /// One more than the numbers at which they stand, and the places behind these.
    numbers: Vec<f64>,
    places: Vec<f64>,
    /// Where each walk passed the least size: one more than the number before, the place behind, the generator's state.
    ends: Vec<(f64, f64, u64)>,
    keys: usize,
}

impl Default for Walks {
    fn default() -> Self {
        Self { states: vec![0; ROOM], numbers: vec![0.0; ROOM], places: vec![0.0; ROOM], ends: vec![(0.0, 0.0, 0); ROOM], keys: 0 }
    }
}

impl Walks {
    /// Walks the keys of a block past `least`, a size of at least 1 and less than 2^31; they end in no order.
    #[inline(never)]
    pub fn walk(&mut self, firsts: &[u64], shift: u32, least: usize) {
        let (Some(states), Some(numbers), Some(places), Some(ends)) = (
            self.states.first_chunk_mut::<ROOM>(),
            self.numbers.first_chunk_mut::<ROOM>(),
            self.places.first_chunk_mut::<ROOM>(),
            self.ends.first_chunk_mut::<ROOM>(),
        ) else {
            return;
        };
        states.iter_mut().zip(firsts).for_each(|(state, hash)| *state = hash >> shift);
        let (mut live, mut ended, least) = (firsts.len().min(BLOCK), 0, least as f64);
        numbers[..live].fill(1.0);
        self.keys = live;
        while live > 0 {
            for ((state, number), to) in states[..live].iter_mut().zip(&numbers[..live]).zip(&mut places[..live]) {
                *state = again(*state);
                *to = place(*number, *state);
            }
            let mut stay = 0;
            for at in 0..live {
                let (number, place, state) = (numbers[at & (ROOM - 1)], places[at & (ROOM - 1)], states[at & (ROOM - 1)]);
                // Written before it is known to end, and before it is known to stay.
                ends[(ended + at - stay) & (ROOM - 1)] = (number, place, state);
                states[stay & (ROOM - 1)] = state;
                numbers[stay & (ROOM - 1)] = after(place);
                stay += usize::from(place < least);
            }
            ended += live - stay;
            live = stay;
        }
    }

    /// Counts the keys that were walked by twice their number among `least`, and one more where `least` itself is the next.
    #[inline(never)]
    pub fn count(&self, least: usize, slots: &mut [u32]) {
        for (number, place, _) in &self.ends[..self.keys] {
            let number = *number as i32 as usize - 1;
            slots[2 * number + usize::from(*place < (least + 1) as f64)] += 1;
        }
    }

    /// The nodes of the keys that were walked among so many, in the order in which they ended; not fewer than the least.
    #[inline(never)]
    pub fn nodes(&self, nodes: &[u32], owners: &mut [u32]) {
        for ((number, place, state), owner) in self.ends[..self.keys].iter().zip(owners) {
            *owner = nodes[on(*number as u32 - 1, *place, *state, nodes.len()) as usize];
        }
    }
}

/// The number among `n` of a walk that stands at a number, with its next place.
#[inline(always)]
fn on(mut number: u32, mut place: f64, mut state: u64, n: usize) -> u32 {
    while place < n as f64 {
        number = place as i32 as u32;
        // From the last number there is no way but out.
        if number as usize + 1 == n {
            break;
        }
        state = again(state);
        place = next(f64::from(number as i32), state);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The loop of the paper.
    fn published(mut key: u64, buckets: i64) -> i64 {
        let (mut b, mut j) = (-1_i64, 0_i64);
        while j < buckets {
            b = j;
            key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
            j = ((b + 1) as f64 * ((1_i64 << 31) as f64 / ((key >> 33) + 1) as f64)) as i64;
        }
        b
    }

    /// The key whose generator begins with a state.
    fn key(state: u64) -> u64 {
        let inverse = (0..5).fold(STEP, |inverse, _| inverse.wrapping_mul(2_u64.wrapping_sub(STEP.wrapping_mul(inverse))));
        state.wrapping_sub(1).wrapping_mul(inverse)
    }

    proptest! {
        #[test]
        fn a_single_key_jumps_as_published(n in 1_u32..3_000, few in 1_u32..9, keys: [u64; 40], rest: u64) {
            for n in [n, few, 1 << few] {
                let jump = Jump::new(&(0..n).collect::<Vec<_>>(), 0);
                // First steps on both sides of where a number begins and of where the bits of the table change.
                let begins = (1..=u64::from(n) + 1).map(|to| (1 << 31) / to);
                let edges = begins.chain((0..=1 << FIRST_BITS).map(|bits: u64| bits << (31 - FIRST_BITS)));
                let tops = edges.flat_map(|top| (top.saturating_sub(2)..top + 2).filter(|top| *top < 1 << 31));
                for key in tops.map(|top| key((top << 33) | (rest >> 31))).chain(keys) {
                    prop_assert_eq!(i64::from(jump.node(key)), published(key, i64::from(n)), "{} among {}", key, n);
                }
            }
        }

        #[test]
        fn a_block_walks_as_published(n in 1_usize..3_000, few in 1_usize..9, more in 0_usize..40, keys: [u64; 60], rest: u64) {
            for n in [n, few] {
                // Places at whole numbers and about them.
                let tops = (1..=n as u64 + 1).take(300).map(|to| (1 << 31) / to).flat_map(|top| (top.saturating_sub(2)..top + 2).filter(|top| *top < 1 << 31));
                let keys: Vec<u64> = tops.map(|top| key((top << 33) | (rest >> 31))).chain(keys).take(BLOCK).collect();
                let (mut walks, mut slots, mut owners) = (Walks::default(), vec![0; 2 * n], vec![0; BLOCK]);
                walks.walk(&keys, 0, n);
                walks.count(n, &mut slots);
                let mut expected = vec![0; 2 * n];
                for key in &keys {
                    let (before, after) = (published(*key, n as i64), published(*key, n as i64 + 1));
                    expected[2 * before as usize + usize::from(after != before)] += 1;
                }
                prop_assert_eq!(slots, expected, "{}", n);
                walks.nodes(&(0..(n + more) as u32).collect::<Vec<_>>(), &mut owners);
                let mut expected: Vec<u32> = keys.iter().map(|key| published(*key, (n + more) as i64) as u32).collect();
                expected.sort_unstable();
                owners.truncate(keys.len());
                owners.sort_unstable();
                prop_assert_eq!(owners, expected, "{} more than {}", more, n);
            }
        }

        #[test]
        fn a_place_is_that_of_the_published_loop(before in 1_u32..1 << 20, twos in 0_u32..31, top in 0_u64..1 << 31) {
            // Any place, and those that would be powers of two if no division were rounded.
            let whole = (u64::from(before) << twos) - 1;
            for top in [top, whole].into_iter().filter(|top| *top < 1 << 31) {
                let to = place(f64::from(before), top << 33);
                prop_assert_eq!(to.to_bits(), next(f64::from(before) - 1.0, top << 33).to_bits());
                if to < 2_147_483_648.0 {
                    prop_assert_eq!(after(to), (to as i64 + 1) as f64);
                }
            }
        }

        #[test]
        fn a_walk_ends_at_its_threshold(n in 1_u32..1 << 20, part: u32) {
            let number = part % n;
            let (top, far) = (last(number, n), |top: u64| next(f64::from(number), top << 33) >= f64::from(n));
            prop_assert!(far(u64::from(top)));
            prop_assert!(top == (1 << 31) - 1 || !far(u64::from(top) + 1));
        }
    }
}
