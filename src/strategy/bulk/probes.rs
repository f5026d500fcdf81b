//! Nodes by several probes: the first bits of a probe name the next point and the one behind it, and the nearer of the two
//! counts without a branch. Points that not every state has are looked at beside.

use super::members::Groups;
use super::pairs::Pairs;
use super::{Ledger, Pass};
use crate::cluster::NodeId;
use crate::collections::sort_by_key;
use crate::keys::Block;

/// Buckets for a point, at least.
const BUCKETS_A_POINT: usize = 32;
/// Points that are looked at one by one; with more of them a search for every state is no slower.
const BESIDE: usize = 8;

/// The points of one state, in order, and the step from a key's first probe to the next ones.
#[derive(Clone, Debug)]
pub struct Probed {
    /// The place of every node's point.
    pub points: Vec<(NodeId, u64)>,
    /// Probes of a key.
    pub probes: u64,
    /// The distance from probe to probe, from the key's hash.
    pub step: fn(u64) -> u64,
}

/// The pass over all states; none where they differ too much, or two points stand at one place.
pub(super) fn pass(states: &[&Probed], empty: &Ledger) -> Option<Box<dyn Pass>> {
    let (probes, step) = (states.first()?.probes, states.first()?.step);
    if states.iter().any(|state| state.probes != probes) {
        return None;
    }
    let points: Vec<&[(NodeId, u64)]> = states.iter().map(|state| state.points.as_slice()).collect();
    let mut groups = Groups::new(&points, |place| *place)?;
    // The greatest group is searched by buckets.
    sort_by_key(&mut groups.groups, |group| std::cmp::Reverse(group.members.len()));
    let beside: usize = groups.groups[1..].iter().map(|group| group.members.len()).sum();
    let mut places: Vec<u64> = groups.groups.iter().flat_map(|group| &group.members).map(|member| member.0).collect();
    places.sort_unstable();
    if beside > BESIDE || places.windows(2).any(|pair| pair[0] == pair[1]) {
        return None;
    }
    let buckets = Buckets::new(groups.groups[0].members.iter().map(|member| (member.0, member.1)).collect());
    let beside = groups.groups[1..].iter().map(|group| group.members.iter().map(|member| (member.0, member.1)).collect()).collect();
    Some(Box::new(Probes { probes, step, buckets, beside, groups, pairs: Pairs::new(empty) }))
}

/// The points of a group, found by the first bits of a probe.
struct Buckets {
    /// In order, and the first two once more, a turn on.
    places: Vec<u64>,
    /// The place of every point's node among all members.
    members: Vec<u32>,
    /// Twice the first point at or after a bucket's beginning, and one more where the bucket holds several.
    first: Vec<u32>,
    shift: u32,
}

impl Buckets {
    fn new(points: Vec<(u64, u32)>) -> Self {
        let buckets = (BUCKETS_A_POINT * points.len()).next_power_of_two();
        let shift = 64 - buckets.ilog2();
        let below = |bucket: usize| points.partition_point(|point| ((point.0 >> shift) as usize) < bucket) as u32;
        let first = (0..buckets).map(|bucket| 2 * below(bucket) + u32::from(below(bucket + 1) - below(bucket) > 1)).collect();
        let around = || points.iter().chain(&points).chain(&points).take(points.len() + 2);
        let (places, members) = (around().map(|point| point.0).collect(), around().map(|point| point.1).collect());
        Self { places, members, first, shift }
    }

    /// The least distance of a point from a probe before it, and the point's index.
    #[inline(always)]
    fn nearest(&self, probe: u64) -> (u64, usize) {
        let entry = self.first[(probe >> self.shift) as usize];
        let mut next = (entry / 2) as usize;
        if entry % 2 == 1 {
            while next + 2 < self.places.len() && self.places[next] <= probe {
                next += 1;
            }
        }
        let (one, other) = (distance(probe, self.places[next]), distance(probe, self.places[next + 1]));
        // A point that is not ahead is nearly a turn away.
        let nearer = other < one;
        (if nearer { other } else { one }, next + usize::from(nearer))
    }
}

/// How far a point is from a probe clockwise, less 1.
#[inline(always)]
const fn distance(probe: u64, point: u64) -> u64 {
    point.wrapping_sub(probe).wrapping_sub(1)
}

struct Probes {
    probes: u64,
    step: fn(u64) -> u64,
    buckets: Buckets,
    /// The points of the other groups, with their members.
    beside: Vec<Vec<(u64, u32)>>,
    groups: Groups<u64>,
    pairs: Pairs,
}

impl Probes {
    /// The nearest point of a group beside, with the probe that it is nearest to.
    #[inline(always)]
    fn beside(&self, first: u64, step: u64, points: &[(u64, u32)]) -> (u64, u32) {
        let mut best = (u64::MAX, points[0].1);
        for (place, member) in points {
            let (mut probe, mut least) = (first, u64::MAX);
            for _ in 0..self.probes {
                least = least.min(distance(probe, *place));
                probe = probe.wrapping_add(step);
            }
            best = if least < best.0 { (least, *member) } else { best };
        }
        best
    }
}

impl Probes {
    /// Of equal distances the first probe's counts: the best of every group, turned so that its probe decides.
    #[cold]
    fn one_by_one(&self, first: u64, step: u64, best: &mut [(u64, u32)]) {
        let probe_of = |group: usize, (score, member): (u64, u32)| {
            let place = self.groups.groups[group].members.iter().find(|found| found.1 == member).map_or(0, |found| found.0);
            let probe = |i: &u64| distance(first.wrapping_add(i.wrapping_mul(step)), place) == !score;
            (0..self.probes).find(probe).unwrap_or(0)
        };
        let least = best[0].0;
        let ties: Vec<usize> = (0..best.len()).filter(|group| best[*group].0 == least).collect();
        let earliest = ties.iter().map(|group| probe_of(*group, best[*group])).min().unwrap_or(0);
        for group in ties {
            if probe_of(group, best[group]) != earliest {
                best[group].0 = best[group].0.saturating_sub(1);
            }
        }
    }
}

impl Pass for Probes {
    #[inline(never)]
    fn count(&mut self, block: &Block) {
        let mut best = vec![(0, 0); 1 + self.beside.len()];
        let mut owners = Vec::new();
        for hash in block.firsts() {
            let step = (self.step)(*hash);
            let (mut probe, mut least, mut point) = (*hash, u64::MAX, 0);
            for _ in 0..self.probes {
                let (near, at) = self.buckets.nearest(probe);
                point = if near < least { at } else { point };
                least = if near < least { near } else { least };
                probe = probe.wrapping_add(step);
            }
            // The greatest score wins: the least distance, turned round.
            best[0] = (!least, self.buckets.members[point]);
            for (best, points) in best[1..].iter_mut().zip(&self.beside) {
                let (least, member) = self.beside(*hash, step, points);
                *best = (!least, member);
            }
            if best[1..].iter().any(|other| other.0 == best[0].0) {
                self.one_by_one(*hash, step, &mut best);
            }
            self.groups.winners(&best, &mut owners);
            self.pairs.count(&owners);
        }
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}
