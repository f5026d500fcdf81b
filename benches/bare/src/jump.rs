//! Jump: one walk gives both nodes, since the first number at or above n ends it. At few nodes the walk is an automaton of
//! thresholds, whose outcome is a slot of a histogram; at more nodes a block of keys walks together, the live ones in front.

use crate::mix::{Histogram, in_a_row};
use crate::{Counts, Technique};

const STEP: u64 = 2_862_933_555_777_941_757;

/// The number after `b`, as published.
#[inline(always)]
fn next(b: f64, state: u64) -> f64 {
    (b + 1.0) * (2_147_483_648.0 / ((state >> 33) as i64 + 1) as f64)
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
        let mut hash = in_a_row(begin, keys);
        for id in begin..begin + keys {
            let first = hash(id).wrapping_mul(STEP).wrapping_add(1);
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
    states: [u64; BLOCK],
    /// One more than the numbers.
    numbers: [f64; BLOCK],
    places: [f64; BLOCK],
    /// One more than the owner before, and the place behind it.
    ends: [(f64, f64); BLOCK],
    /// Twice the owner before, and one more where the new node is next.
    slots: Histogram,
}

impl Blocks {
    fn new(nodes: usize) -> Self {
        let slots = Histogram::new(2 * nodes);
        Self { nodes, states: [0; BLOCK], numbers: [0.0; BLOCK], places: [0.0; BLOCK], ends: [(0.0, 0.0); BLOCK], slots }
    }

    fn walk(&mut self, begin: u64, keys: usize) {
        let n = self.nodes as f64;
        let mut hash = in_a_row(begin, keys as u64);
        for (id, state) in (begin..).zip(&mut self.states[..keys]) {
            *state = hash(id);
        }
        self.numbers = [1.0; BLOCK];
        let (mut live, mut ended) = (keys.min(BLOCK), 0);
        while live > 0 {
            step(&mut self.states[..live], &self.numbers[..live], &mut self.places[..live]);
            let mut stay = 0;
            for at in 0..live {
                let place = self.places[at];
                self.ends[(ended + at - stay) & (BLOCK - 1)] = (self.numbers[at], place);
                self.states[stay & (BLOCK - 1)] = self.states[at];
                self.numbers[stay & (BLOCK - 1)] = after(place);
                stay += usize::from(place < n);
            }
            ended += live - stay;
            live = stay;
        }
        for (number, place) in &self.ends[..keys] {
            // What is at or above n + 1 is no number of a node.
            self.slots.slots[2 * (*number as i32 as usize - 1) + usize::from(*place < n + 1.0)] += 1;
        }
    }
}

/// One more than the whole number of a place.
#[inline(always)]
fn after(place: f64) -> f64 {
    if cfg!(target_arch = "wasm32") { place.floor() + 1.0 } else { f64::from(place as i32) + 1.0 }
}

/// 2^52 as bits: what is set below is a whole number.
const WHOLE: u64 = 0x4330_0000_0000_0000;
/// One less than it, as a number.
const LESS: f64 = 4_503_599_627_370_495.0;

/// One step of every live walker.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn step(states: &mut [u64], numbers: &[f64], places: &mut [f64]) {
    for ((state, number), place) in states.iter_mut().zip(numbers).zip(places) {
        *state = state.wrapping_mul(STEP).wrapping_add(1);
        *place = number * (2_147_483_648.0 / (f64::from_bits(WHOLE | (*state >> 33)) - LESS));
    }
}

/// The same, two divisions at once.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn step(states: &mut [u64], numbers: &[f64], places: &mut [f64]) {
    use std::arch::wasm32::*;
    let again = |state: u64| state.wrapping_mul(STEP).wrapping_add(1);
    let pairs = states.chunks_exact_mut(2).zip(numbers.chunks_exact(2)).zip(places.chunks_exact_mut(2));
    for ((state, number), place) in pairs {
        state.copy_from_slice(&[again(state[0]), again(state[1])]);
        let tops = v128_or(u64x2(state[0] >> 33, state[1] >> 33), u64x2_splat(WHOLE));
        let parts = f64x2_div(f64x2_splat(2_147_483_648.0), f64x2_sub(tops, f64x2_splat(LESS)));
        let found = f64x2_mul(f64x2(number[0], number[1]), parts);
        place.copy_from_slice(&[f64x2_extract_lane::<0>(found), f64x2_extract_lane::<1>(found)]);
    }
    if states.len() % 2 == 1 {
        let last = states.len() - 1;
        states[last] = again(states[last]);
        places[last] = next(numbers[last] - 1.0, states[last]);
    }
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
