//! Ring: a histogram of the top bits over the merged ring of before and after; keys in buckets with a point go to a list.

use crate::mix::{Histogram, in_a_row};
use crate::{Counts, POINTS, Technique, name};
use xxhash_rust::xxh64::xxh64;

/// Keys between two looks at the list.
const BLOCK: u64 = 4_096;
/// Buckets for every point, and at most so many in all.
const BUCKETS_A_POINT: usize = 32;
const BUCKETS_MAX: usize = 1 << 20;

/// The merged ring and its histogram, for hashes of any kind.
pub struct Merged {
    nodes: usize,
    shift: u32,
    /// All points of after, by place, each with its owner before and after; one for the way round at the end.
    points: Vec<(u64, u32, u32)>,
    /// The first point at or after a bucket's beginning.
    first: Vec<u32>,
    /// Twice the keys of a bucket, and one more where it has a point.
    buckets: Histogram,
    segments: Vec<u64>,
    list: Vec<u64>,
}

impl Merged {
    pub fn new(nodes: usize, label: impl Fn(&[u8]) -> u64) -> Self {
        let mut places: Vec<(u64, u32)> = Vec::new();
        for node in 0..=nodes {
            places.extend((0..POINTS).map(|i| (label(format!("{}-{i}", name(node)).as_bytes()), node as u32)));
        }
        places.sort_unstable();
        let new = nodes as u32;
        let mut before = places.iter().find(|point| point.1 != new).map_or(0, |point| point.1);
        let mut points = vec![(u64::MAX, before, places[0].1)];
        for (place, after) in places.iter().rev() {
            before = if *after == new { before } else { *after };
            points.push((*place, before, *after));
        }
        points.reverse();
        let buckets = (BUCKETS_A_POINT * places.len()).next_power_of_two().min(BUCKETS_MAX);
        let shift = 64 - buckets.ilog2();
        let first: Vec<u32> =
            (0..buckets).map(|bucket| places.partition_point(|point| point.0 < (bucket as u64) << shift) as u32).collect();
        let mut histogram = Histogram::new(buckets);
        places.iter().for_each(|point| histogram.slots[(point.0 >> shift) as usize] = 1);
        let segments = vec![0; points.len()];
        Self { nodes, shift, points, first, buckets: histogram, segments, list: vec![0; BLOCK as usize + 1] }
    }

    /// Counts the hashes of keys.
    #[inline(always)]
    pub fn count(&mut self, begin: u64, end: u64, mut hash: impl FnMut(u64) -> u64) {
        let mut at = begin;
        while at < end {
            let block = BLOCK.min(end - at);
            let (slots, list) = (&mut self.buckets.slots[..], &mut self.list[..]);
            let (shift, mut listed) = (self.shift, 0);
            for key in at..at + block {
                let hash = hash(key);
                let bucket = (hash >> shift) as usize;
                let keys = slots[bucket];
                slots[bucket] = keys + 2;
                list[listed] = hash;
                listed += (keys & 1) as usize;
            }
            self.resolve(listed);
            at += block;
        }
    }

    /// The first point greater than each hash of the list.
    fn resolve(&mut self, listed: usize) {
        for hash in &self.list[..listed] {
            let mut point = self.first[(hash >> self.shift) as usize] as usize;
            while self.points[point].0 <= *hash && point + 1 < self.points.len() {
                point += 1;
            }
            self.segments[point] += 1;
        }
    }

    pub fn counts(&self) -> Counts {
        let mut counts = Counts::new(self.nodes);
        let mut add = |point: usize, keys| counts.add(self.points[point].1, self.points[point].2, keys);
        self.segments.iter().enumerate().for_each(|(point, keys)| add(point, *keys));
        for (bucket, keys) in self.buckets.slots.iter().enumerate().filter(|(_, keys)| *keys & 1 == 0) {
            add(self.first[bucket] as usize, u64::from(*keys / 2));
        }
        counts
    }
}

pub struct Ring(Merged);

impl Ring {
    pub fn new(nodes: usize) -> Self {
        Self(Merged::new(nodes, |label| xxh64(label, 0)))
    }
}

impl Technique for Ring {
    fn count(&mut self, begin: u64, keys: u64) {
        self.0.count(begin, begin + keys, in_a_row(begin, keys));
    }

    fn counts(&self) -> Vec<Counts> {
        vec![self.0.counts()]
    }
}
