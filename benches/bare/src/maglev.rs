//! Maglev: a histogram of the table's slots.

use crate::mix::{Divisor, Histogram, in_a_row};
use crate::naive::maglev_table;
use crate::{Counts, TABLE, Technique};

pub struct Maglev {
    nodes: usize,
    before: Vec<u16>,
    after: Vec<u16>,
    near: Histogram,
}

impl Maglev {
    pub fn new(nodes: usize) -> Self {
        let near = Histogram::new(2 * TABLE as usize);
        Self { nodes, before: maglev_table(nodes), after: maglev_table(nodes + 1), near }
    }
}

impl Technique for Maglev {
    fn count(&mut self, begin: u64, keys: u64) {
        const DIVISOR: Divisor = Divisor::new(TABLE);
        let (slots, mut hash) = (&mut self.near.slots[..], in_a_row(begin, keys));
        for id in begin..begin + keys {
            slots[DIVISOR.nearer(hash(id)) as usize] += 1;
        }
    }

    fn counts(&self) -> Vec<Counts> {
        let mut counts = Counts::new(self.nodes);
        for (slot, keys) in self.near.slots.iter().enumerate() {
            let entry = slot % TABLE as usize;
            counts.add(u32::from(self.before[entry]), u32::from(self.after[entry]), u64::from(*keys));
        }
        vec![counts]
    }
}
