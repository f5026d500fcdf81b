//! Nodes by several probes of a ring: the points that all states have are searched, the others looked at one by one.

use super::members::Groups;
use super::pairs::Pairs;
use super::{Ledger, Pass};
use crate::cluster::NodeId;
use crate::keys::Block;
use shardlab_loops::probes::{Points, distance, scan_one};

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
    groups.apart(1);
    let mut places: Vec<u64> = groups.groups.iter().flat_map(|group| &group.members).map(|member| member.0).collect();
    places.sort_unstable();
    if groups.groups.len() > 1 + BESIDE || places.windows(2).any(|pair| pair[0] == pair[1]) {
        return None;
    }
    let points = Points::new(&groups.groups[0].members);
    Some(Box::new(Probes { probes, step, steps: vec![0; Block::KEYS as usize], points, groups, pairs: Pairs::new(empty) }))
}

struct Probes {
    probes: u64,
    step: fn(u64) -> u64,
    steps: Vec<u64>,
    /// The points of the first group; every other group has one.
    points: Points,
    groups: Groups<u64>,
    pairs: Pairs,
}

impl Probes {
    /// Of equal distances the first probe's counts: turns the distances of the later ones back by 1.
    #[cold]
    fn untie(&mut self, first: u64, step: u64, key: usize) {
        let place = |member: u32| self.groups.groups.iter().flat_map(|group| &group.members).find(|found| found.1 == member);
        let probe_of = |group: usize| {
            let (score, member) = (self.groups.best[group].0[key], self.groups.best[group].1[key]);
            let at = place(member).map_or(0, |found| found.0);
            (0..self.probes).find(|i| distance(first.wrapping_add(i.wrapping_mul(step)), at) == !score).unwrap_or(0)
        };
        let most = self.groups.best[0].0[key];
        let tied: Vec<usize> = (0..self.groups.best.len()).filter(|group| self.groups.best[*group].0[key] == most).collect();
        let probes: Vec<u64> = tied.iter().map(|group| probe_of(*group)).collect();
        let earliest = probes.iter().min().copied().unwrap_or(0);
        for (group, probe) in tied.into_iter().zip(probes) {
            let score = &mut self.groups.best[group].0[key];
            *score = score.saturating_sub(u64::from(probe != earliest));
        }
    }
}

impl Pass for Probes {
    fn count(&mut self, block: &Block) {
        let (firsts, keys) = (block.firsts(), block.firsts().len());
        self.steps.iter_mut().zip(firsts).for_each(|(step, first)| *step = (self.step)(*first));
        let steps = &self.steps[..keys];
        for (number, (group, (scores, best))) in self.groups.groups.iter().zip(&mut self.groups.best).enumerate() {
            match (number, group.members.first()) {
                (0, _) => self.points.scan(firsts, steps, self.probes, scores, best),
                (_, Some((place, member))) => scan_one(*place, *member, firsts, steps, self.probes, scores, best),
                (_, None) => {}
            }
        }
        for (key, first_probe) in firsts.iter().enumerate() {
            let (first, others) = self.groups.best.split_at(1);
            if others.iter().any(|other| other.0[key] == first[0].0[key]) {
                self.untie(*first_probe, self.steps[key], key);
            }
        }
        self.groups.count(keys, &mut self.pairs);
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}
