//! Multi-probe: buckets of the top bits name the next point of a probe; the new node's point is looked at beside.

use crate::mix::{GAMMA, mix64};
use crate::{Counts, PROBES, Technique, name};
use xxhash_rust::xxh64::xxh64;

const BUCKETS_A_POINT: usize = 32;

pub struct MultiProbe {
    /// The points of the old nodes by place, and the first once more, a turn on.
    points: Vec<(u64, u32)>,
    /// The first point that a probe in a bucket can have.
    first: Vec<u32>,
    shift: u32,
    new: u64,
    counts: Counts,
}

impl MultiProbe {
    pub fn new(nodes: usize) -> Self {
        let place = |node: usize| xxh64(name(node).as_bytes(), 0);
        let mut points: Vec<(u64, u32)> = (0..nodes).map(|node| (place(node), node as u32)).collect();
        points.sort_unstable();
        let buckets = (BUCKETS_A_POINT * nodes).next_power_of_two();
        let shift = 64 - buckets.ilog2();
        let first = (0..buckets as u64).map(|bucket| points.partition_point(|point| point.0 < bucket << shift) as u32).collect();
        points.push(points[0]);
        Self { points, first, shift, new: place(nodes), counts: Counts::new(nodes) }
    }
}

impl Technique for MultiProbe {
    fn count(&mut self, begin: u64, keys: u64) {
        let (points, first, shift, last) = (&self.points[..], &self.first[..], self.shift, self.points.len() - 1);
        for id in begin..begin + keys {
            let mut probe = mix64(id);
            let step = mix64(probe.wrapping_add(GAMMA));
            let (mut least, mut owner, mut new) = (u64::MAX, 0, u64::MAX);
            for _ in 0..PROBES {
                let mut next = first[(probe >> shift) as usize] as usize;
                while next < last && points[next].0 <= probe {
                    next += 1;
                }
                let distance = points[next].0.wrapping_sub(probe).wrapping_sub(1);
                owner = if distance < least { points[next].1 } else { owner };
                least = if distance < least { distance } else { least };
                let distance = self.new.wrapping_sub(probe).wrapping_sub(1);
                new = if distance < new { distance } else { new };
                probe = probe.wrapping_add(step);
            }
            self.counts.add(owner, if new < least { last as u32 } else { owner }, 1);
        }
    }

    fn counts(&self) -> Vec<Counts> {
        vec![self.counts.clone()]
    }
}
