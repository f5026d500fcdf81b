//! Multi-probe: buckets of the top bits name the next point of a probe and the one behind it; the nearer of the two counts,
//! without a branch. The new node's point is looked at beside.

use crate::mix::{GAMMA, mix64};
use crate::{Counts, PROBES, Technique, name};
use std::hint::select_unpredictable;
use xxhash_rust::xxh64::xxh64;

const BUCKETS_A_POINT: usize = 32;

pub struct MultiProbe {
    /// The places of the old nodes' points in order, and the first two once more, a turn on.
    places: Vec<u64>,
    owners: Vec<u32>,
    /// Twice the first point at or after a bucket's beginning, and one more where the bucket holds several.
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
        let below = |bucket: usize| points.partition_point(|point| ((point.0 >> shift) as usize) < bucket) as u32;
        let first = (0..buckets).map(|bucket| 2 * below(bucket) + u32::from(below(bucket + 1) - below(bucket) > 1)).collect();
        let around = || points.iter().chain(&points).chain(&points).take(nodes + 2);
        let (places, owners) = (around().map(|point| point.0).collect(), around().map(|point| point.1).collect());
        Self { places, owners, first, shift, new: place(nodes), counts: Counts::new(nodes) }
    }
}

impl Technique for MultiProbe {
    fn count(&mut self, begin: u64, keys: u64) {
        let (places, first, shift) = (&self.places[..], &self.first[..], self.shift);
        let nodes = self.counts.before.len() as u32;
        for id in begin..begin + keys {
            let mut probe = mix64(id);
            let step = mix64(probe.wrapping_add(GAMMA));
            let (mut least, mut owner, mut new) = (u64::MAX, 0, u64::MAX);
            for _ in 0..PROBES {
                let entry = first[(probe >> shift) as usize];
                let mut next = (entry / 2) as usize;
                if entry % 2 == 1 {
                    while next + 2 < places.len() && places[next] <= probe {
                        next += 1;
                    }
                }
                // A point that is not ahead is nearly a turn away.
                let distance = |place: u64| place.wrapping_sub(probe).wrapping_sub(1);
                let (one, other, added) = (distance(places[next]), distance(places[next + 1]), distance(self.new));
                let nearer = other < one;
                let (near, point) = (select_unpredictable(nearer, other, one), next + usize::from(nearer));
                owner = select_unpredictable(near < least, point, owner);
                least = select_unpredictable(near < least, near, least);
                new = select_unpredictable(added < new, added, new);
                probe = probe.wrapping_add(step);
            }
            let owner = self.owners[owner];
            self.counts.add(owner, select_unpredictable(new < least, nodes, owner), 1);
        }
    }

    fn counts(&self) -> Vec<Counts> {
        vec![self.counts.clone()]
    }
}
