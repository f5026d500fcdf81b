//! Modulo: a histogram of the rest by n(n + 1), which has both rests in it.

use crate::mix::{Divisor, Histogram, in_a_row};
use crate::{Counts, Technique};

pub struct Modulo {
    nodes: usize,
    divisor: Divisor,
    /// Whether slots are numbers that only have the same rest.
    short: bool,
    near: Histogram,
}

impl Modulo {
    pub fn new(nodes: usize) -> Self {
        let product = (nodes * (nodes + 1)) as u64;
        let short = product < SMALL;
        let times = if short { Divisor::BOUND } else { 2 };
        Self { nodes, short, divisor: Divisor::new(product), near: Histogram::new((times * product) as usize) }
    }
}

/// Below this the histogram is short enough to be some times longer.
const SMALL: u64 = 1 << 13;

impl Technique for Modulo {
    fn count(&mut self, begin: u64, keys: u64) {
        let (divisor, slots) = (self.divisor, &mut self.near.slots[..]);
        let mut hash = in_a_row(begin, keys);
        if self.short {
            for id in begin..begin + keys {
                slots[divisor.near(hash(id)) as usize] += 1;
            }
        } else {
            for id in begin..begin + keys {
                slots[divisor.nearer(hash(id)) as usize] += 1;
            }
        }
    }

    fn counts(&self) -> Vec<Counts> {
        let mut counts = Counts::new(self.nodes);
        for (slot, keys) in self.near.slots.iter().enumerate() {
            counts.add((slot % self.nodes) as u32, (slot % (self.nodes + 1)) as u32, u64::from(*keys));
        }
        vec![counts]
    }
}
