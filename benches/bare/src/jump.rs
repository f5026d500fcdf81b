//! Jump: one walk gives both nodes, since the first number at or above n ends it. At few nodes the walk is an automaton of
//! thresholds, whose outcome is a slot of a histogram; at more nodes a block of keys walks together, the live ones in front.

use crate::mix::{Histogram, mix64};
use crate::{Counts, Technique};

const STEP: u64 = 2_862_933_555_777_941_757;

/// The number after `b`, as published.
#[inline(always)]
fn next(b: f64, state: u64) -> f64 {
    (b + 1.0) * (2_147_483_648.0 / ((state >> 33) + 1) as f64)
}

pub fn build(nodes: usize) -> Box<dyn Technique> {
    if nodes == 3 { Box::new(Automaton::new()) } else { Box::new(Blocks::new(nodes)) }
}

/// Three nodes and a fourth: at most three states, six thresholds.
struct Automaton {
    /// The greatest top 31 bits with which the walk goes from `from` to `to` or beyond.
    from_0: [u32; 3],
    from_1: [u32; 2],
    from_2: u32,
    slots: Histogram,
}

impl Automaton {
    fn new() -> Self {
        let reaches = |from: u32, to: u32| {
            let far = |top: u64| next(f64::from(from), top << 33) >= f64::from(to);
            (0..31).rev().fold(0, |least, bit| if far(least + (1 << bit)) { least + (1 << bit) } else { least }) as u32
        };
        Self {
            from_0: [2, 3, 4].map(|to| reaches(0, to)),
            from_1: [3, 4].map(|to| reaches(1, to)),
            from_2: reaches(2, 4),
            slots: Histogram::new(64),
        }
    }
}

impl Technique for Automaton {
    fn count(&mut self, begin: u64, keys: u64) {
        let ([a, b, c], [d, e], f) = (self.from_0, self.from_1, self.from_2);
        let slots: &mut [u32; 64] = (&mut self.slots.slots[..]).try_into().expect("64 slots");
        for id in begin..begin + keys {
            let first = mix64(id).wrapping_mul(STEP).wrapping_add(1);
            let second = first.wrapping_mul(STEP).wrapping_add(1);
            let third = second.wrapping_mul(STEP).wrapping_add(1);
            let [first, second, third] = [first, second, third].map(|state| (state >> 33) as u32);
            let from_0 = u32::from(first <= a) + u32::from(first <= b) + u32::from(first <= c);
            let from_1 = u32::from(second <= d) + u32::from(second <= e);
            let slot = from_0 | (from_1 << 2) | (u32::from(second <= f) << 4) | (u32::from(third <= f) << 5);
            slots[(slot & 63) as usize] += 1;
        }
    }

    fn counts(&self) -> Vec<Counts> {
        let mut counts = Counts::new(3);
        for (slot, keys) in self.slots.slots.iter().enumerate() {
            // From 0 to 1, 2, 3 or beyond; from 1 to 2, 3 or beyond; from 2 to 3 or beyond.
            let (from_0, from_1, second, third) = (slot & 3, (slot >> 2) & 3, (slot >> 4) & 1, (slot >> 5) & 1);
            let (mut owner, mut at) = (0, 1 + from_0);
            if at == 1 {
                (owner, at) = (1, 2 + from_1);
                if at == 2 {
                    (owner, at) = (2, 3 + third);
                }
            } else if at == 2 {
                (owner, at) = (2, 3 + second);
            }
            counts.add(owner, if at == 3 { 3 } else { owner }, u64::from(*keys));
        }
        vec![counts]
    }
}

/// Keys that walk together.
const BLOCK: usize = 512;

struct Blocks {
    nodes: usize,
    states: Vec<u64>,
    numbers: Vec<f64>,
    ends: Vec<u32>,
    /// Twice the owner before, and one more where the new node is next.
    slots: Histogram,
}

impl Blocks {
    fn new(nodes: usize) -> Self {
        // An even number of walkers, two at a time: there is room for one more.
        let (states, numbers) = (vec![0; BLOCK + 2], vec![0.0; BLOCK + 2]);
        Self { nodes, states, numbers, ends: vec![0; BLOCK + 2], slots: Histogram::new(2 * nodes) }
    }

    fn walk(&mut self, begin: u64, keys: usize) {
        let n = self.nodes as f64;
        let (states, numbers, ends) = (&mut self.states[..BLOCK + 2], &mut self.numbers[..BLOCK + 2], &mut self.ends[..BLOCK + 2]);
        for (i, (state, number)) in states.iter_mut().zip(numbers.iter_mut()).take(keys).enumerate() {
            (*state, *number) = (mix64(begin + i as u64), 0.0);
        }
        let (mut live, mut ended) = (keys, 0);
        while live > 0 {
            let mut stay = 0;
            let mut at = 0;
            while at < live {
                let pair = [states[at], states[at + 1]].map(|state| state.wrapping_mul(STEP).wrapping_add(1));
                let from = [numbers[at], numbers[at + 1]];
                let to = next_two(from, pair);
                for lane in 0..if at + 1 < live { 2 } else { 1 } {
                    let goes_on = to[lane] < n;
                    // What is at or above n + 1 is no number of a node.
                    ends[ended & (BLOCK - 1)] = 2 * from[lane] as u32 + u32::from(to[lane] < n + 1.0);
                    (states[stay & (BLOCK - 1)], numbers[stay & (BLOCK - 1)]) = (pair[lane], floor(to[lane], goes_on));
                    stay += usize::from(goes_on);
                    ended += usize::from(!goes_on);
                }
                at += 2;
            }
            live = stay;
        }
        ends[..keys].iter().for_each(|end| self.slots.slots[*end as usize] += 1);
    }
}

/// The whole number of a place below n.
#[inline(always)]
fn floor(place: f64, below: bool) -> f64 {
    f64::from(if below { place as i32 } else { 0 })
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn next_two(from: [f64; 2], states: [u64; 2]) -> [f64; 2] {
    [next(from[0], states[0]), next(from[1], states[1])]
}

/// Two divisions at once.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn next_two(from: [f64; 2], states: [u64; 2]) -> [f64; 2] {
    use std::arch::wasm32::*;
    let top = i32x4((states[0] >> 33) as i32, (states[1] >> 33) as i32, 0, 0);
    let divisors = f64x2_add(f64x2_convert_low_i32x4(top), f64x2_splat(1.0));
    let factors = f64x2_add(f64x2(from[0], from[1]), f64x2_splat(1.0));
    let to = f64x2_mul(factors, f64x2_div(f64x2_splat(2_147_483_648.0), divisors));
    [f64x2_extract_lane::<0>(to), f64x2_extract_lane::<1>(to)]
}

impl Technique for Blocks {
    fn count(&mut self, begin: u64, keys: u64) {
        let mut at = begin;
        while at < begin + keys {
            let block = (begin + keys - at).min(BLOCK as u64);
            self.walk(at, block as usize);
            at += block;
        }
    }

    fn counts(&self) -> Vec<Counts> {
        let mut counts = Counts::new(self.nodes);
        for (slot, keys) in self.slots.slots.iter().enumerate() {
            let owner = (slot / 2) as u32;
            counts.add(owner, if slot % 2 == 1 { self.nodes as u32 } else { owner }, u64::from(*keys));
        }
        vec![counts]
    }
}
