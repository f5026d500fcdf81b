//! The nearest of many points to several probes: the first bits of a probe name the next point and the one behind it, and
//! the nearer of the two counts without a branch.

use crate::look::Find;
use std::hint::select_unpredictable;

/// Buckets for a point, at least.
const BUCKETS_A_POINT: usize = 32;

/// Points of a ring, found by the first bits of a probe.
#[derive(Clone, Debug)]
pub struct Points {
    /// In order, and the first two once more, a turn on.
    places: Vec<u64>,
    /// The place of every point's node in the order of all members.
    members: Vec<u32>,
    /// Twice the first point at or after a bucket's beginning, and one more where the bucket holds several.
    first: Vec<u32>,
    shift: u32,
}

impl Points {
    /// At least one point, in order, no two at one place.
    #[must_use]
    pub fn new(points: &[(u64, u32)]) -> Self {
        let buckets = (BUCKETS_A_POINT * points.len()).max(2).next_power_of_two();
        let shift = 64 - buckets.ilog2();
        let mut within = vec![0_u32; buckets];
        points.iter().for_each(|point| within[(point.0 >> shift) as usize] += 1);
        let entry = |below: &mut u32, within: &u32| {
            let first = *below;
            *below += within;
            Some(2 * first + u32::from(*within > 1))
        };
        let first = within.iter().scan(0, entry).collect();
        let around = || points.iter().chain(points).chain(points).take(points.len() + 2);
        let (places, members) = (around().map(|point| point.0).collect(), around().map(|point| point.1).collect());
        Self { places, members, first, shift }
    }

    /// Of every key the nearest point to its probes: the distance turned round, so that the greatest is best, and the
    /// member. A key's first probe is its hash, and `steps` has the distance from one to the next.
    #[inline(never)]
    pub fn scan(&self, firsts: &[u64], steps: &[u64], probes: u64, scores: &mut [u64], best: &mut [u32]) {
        for (((first, step), score), at) in firsts.iter().zip(steps).zip(scores).zip(best) {
            let (least, point) = self.nearest(*first, *step, probes);
            (*score, *at) = (!least, self.members[point]);
        }
    }

    /// The least distance, and the number of the point that has it; of equal ones that of the first probe.
    #[inline(always)]
    fn nearest(&self, first: u64, step: u64, probes: u64) -> (u64, usize) {
        let (places, table, shift) = (&self.places[..], &self.first[..], self.shift);
        let (mut probe, mut least, mut point) = (first, u64::MAX, 0);
        for _ in 0..probes {
            let entry = table[(probe >> shift) as usize];
            let mut next = (entry / 2) as usize;
            if entry % 2 == 1 {
                while next + 2 < places.len() && places[next] <= probe {
                    next += 1;
                }
            }
            let (one, other) = (distance(probe, places[next]), distance(probe, places[next + 1]));
            // A point that is not ahead is nearly a turn away.
            let nearer = other < one;
            let (near, index) = (select_unpredictable(nearer, other, one), next + usize::from(nearer));
            point = select_unpredictable(near < least, index, point);
            least = select_unpredictable(near < least, near, least);
            probe = probe.wrapping_add(step);
        }
        (least, point)
    }
}

/// The nodes of single keys.
#[derive(Clone, Debug)]
pub struct Probes {
    points: Points,
    probes: u64,
    step: fn(u64) -> u64,
}

impl Probes {
    /// Points whose members are their nodes, at least one, in order, no two at one place; `step` gives the distance from probe
    /// to probe.
    #[must_use]
    pub fn new(points: &[(u64, u32)], probes: u64, step: fn(u64) -> u64) -> Self {
        Self { points: Points::new(points), probes, step }
    }
}

impl Find for Probes {
    #[inline(always)]
    fn node(&self, first: u64) -> u32 {
        self.points.members[self.points.nearest(first, (self.step)(first), self.probes).1]
    }

    fn bytes(&self) -> usize {
        let Points { places, members, first, .. } = &self.points;
        places.len() * size_of::<u64>() + (members.len() + first.len()) * size_of::<u32>()
    }
}

/// The same of a single point.
#[inline(never)]
pub fn scan_one(place: u64, member: u32, firsts: &[u64], steps: &[u64], probes: u64, scores: &mut [u64], best: &mut [u32]) {
    for (((first, step), score), at) in firsts.iter().zip(steps).zip(scores).zip(best) {
        let (mut away, mut least) = (distance(*first, place), u64::MAX);
        for _ in 0..probes {
            least = select_unpredictable(away < least, away, least);
            away = away.wrapping_sub(*step);
        }
        (*score, *at) = (!least, member);
    }
}

/// How far a point is from a probe clockwise, less 1.
#[inline(always)]
#[must_use]
pub const fn distance(probe: u64, point: u64) -> u64 {
    point.wrapping_sub(probe).wrapping_sub(1)
}
