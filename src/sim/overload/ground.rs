//! What a strategy says of a step: which nodes take part, who answers which part of the load, and who sends what to whom.

use crate::cluster::NodeId;
use std::collections::BTreeMap;

/// What a node does in the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Live before and after.
    Stays,
    /// Answers once the streaming has ended: added or recovered.
    Joins,
    /// Answers until the streaming has ended: removed.
    Leaves,
    /// Fails with the step, and sends nothing.
    Fails,
}

/// A node that takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its number in the scenario.
    pub id: NodeId,
    /// What it does.
    pub role: Role,
}

/// Data that goes from one member to another, by their places among the members.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// The sender.
    pub from: u32,
    /// The receiver; [`Flow::ALL`] where it is spread over the receivers as [`Ground::spread`] says.
    pub to: u32,
    /// Its part of all data.
    pub share: f64,
}

impl Flow {
    /// Stands for all receivers together, where pairs are too many to be told apart.
    pub const ALL: u32 = u32::MAX;
    /// The most pairs that are told apart.
    pub const PAIRS: usize = 16_384;
}

/// Who answers which part of the load: preference lists with the part of the load that each has.
#[derive(Clone, Debug, PartialEq)]
pub enum Lists {
    /// All live nodes alike.
    Equal,
    /// Distinct lists of places among the members with their parts, which sum to one.
    Of {
        /// The lists.
        lists: Vec<(Vec<u32>, f64)>,
        /// Whether all live nodes of a list answer alike; else the first one does.
        any: bool,
    },
}

impl Lists {
    /// Lists from what they weigh; any weights that are not all 0.
    #[must_use]
    pub fn of(weights: BTreeMap<Vec<u32>, f64>, any: bool) -> Self {
        let total: f64 = weights.values().sum();
        let lists = weights.into_iter().map(|(list, weight)| (list, weight / total)).collect();
        Self::Of { lists, any }
    }

    /// Writes every member's part of the load into `out`; gives the part that no live node can answer.
    pub fn shares(&self, up: &[bool], out: &mut [f64]) -> f64 {
        out.fill(0.0);
        match self {
            Self::Equal => equal(up, out),
            Self::Of { lists, any } => lists.iter().map(|(list, part)| give(list, *part, *any, up, out)).sum(),
        }
    }

    /// What [`Self::shares`] takes, in nodes looked at.
    #[must_use]
    pub fn cost(&self) -> u64 {
        match self {
            Self::Equal => 1,
            Self::Of { lists, .. } => lists.iter().map(|(list, _)| 1 + list.len() as u64).sum(),
        }
    }
}

fn equal(up: &[bool], out: &mut [f64]) -> f64 {
    let live = up.iter().filter(|up| **up).count();
    out.iter_mut().zip(up).filter(|(_, up)| **up).for_each(|(out, _)| *out = 1.0 / live as f64);
    if live == 0 { 1.0 } else { 0.0 }
}

/// Gives a list's part to its live nodes; gives back what none takes.
fn give(list: &[u32], part: f64, any: bool, up: &[bool], out: &mut [f64]) -> f64 {
    let live = || list.iter().map(|place| *place as usize).filter(|place| up[*place]);
    let takers = if any { live().count() } else { 1 };
    live().take(takers).for_each(|place| out[place] += part / takers as f64);
    if live().next().is_none() { part } else { 0.0 }
}

/// What a strategy says of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// The members, in the order of the cluster; those that join come last.
    pub members: Vec<Member>,
    /// Who answers until the streaming has ended.
    pub before: Lists,
    /// Who answers from then on.
    pub after: Lists,
    /// What is sent, by senders that do not fail.
    pub flows: Vec<Flow>,
    /// How what goes to all is spread over the receivers; sums to one, empty where nothing goes to all.
    pub spread: Vec<f64>,
}

impl Ground {
    /// What is sent by pairs of members; those of failing nodes send nothing, and too many pairs are taken together.
    #[must_use]
    pub fn new(members: Vec<Member>, before: Lists, after: Lists, flows: Vec<Flow>) -> Self {
        let fails = |flow: &Flow| members[flow.from as usize].role == Role::Fails;
        let flows: Vec<Flow> = flows.into_iter().filter(|flow| flow.share > 0.0 && !fails(flow)).collect();
        if flows.len() <= Flow::PAIRS {
            return Self { members, before, after, flows, spread: Vec::new() };
        }
        let (mut sent, mut spread) = (vec![0.0; members.len()], vec![0.0; members.len()]);
        for flow in &flows {
            sent[flow.from as usize] += flow.share;
            spread[flow.to as usize] += flow.share;
        }
        Self::spread_over(members, (before, after), &sent, spread)
    }

    /// A ground on which what members send is spread over receivers by weights.
    fn spread_over(members: Vec<Member>, (before, after): (Lists, Lists), sent: &[f64], mut spread: Vec<f64>) -> Self {
        let total: f64 = spread.iter().sum();
        spread.iter_mut().for_each(|part| *part /= total);
        let flow = |(from, share): (usize, &f64)| Flow { from: from as u32, to: Flow::ALL, share: *share };
        let flows = sent.iter().enumerate().filter(|(_, share)| **share > 0.0).map(flow).collect();
        Self { members, before, after, flows, spread }
    }

    /// Equal shares before and after: what nodes gain comes from all that lose, and `needless` parts of the data change
    /// places among the nodes that stay, alike between every two of them.
    #[must_use]
    pub fn balanced(members: Vec<Member>, needless: f64) -> Self {
        let count = |roles: &[Role]| members.iter().filter(|member| roles.contains(&member.role)).count() as f64;
        let (old, new) = (count(&[Role::Stays, Role::Leaves]), count(&[Role::Stays, Role::Joins]));
        let had = |role: Role| if matches!(role, Role::Stays | Role::Leaves) { 1.0 / old } else { 0.0 };
        let has = |role: Role| if matches!(role, Role::Stays | Role::Joins) { 1.0 / new } else { 0.0 };
        let gains: Vec<f64> = members.iter().map(|member| (has(member.role) - had(member.role)).max(0.0)).collect();
        let losses: Vec<f64> = members.iter().map(|member| (had(member.role) - has(member.role)).max(0.0)).collect();
        let stay = count(&[Role::Stays]);
        let swap = if stay > 1.0 { needless / (stay * (stay - 1.0)) } else { 0.0 };
        let lists = (Lists::Equal, Lists::Equal);
        let pairs = members.len() * members.len();
        let stays: Vec<bool> = members.iter().map(|member| member.role == Role::Stays).collect();
        let total: f64 = gains.iter().sum();
        if pairs > Flow::PAIRS && (total > 0.0 || swap > 0.0) {
            let swapped = |i: usize| if stays[i] { swap * (stay - 1.0) } else { 0.0 };
            let sent: Vec<f64> = (0..members.len()).map(|i| losses[i] + swapped(i)).collect();
            let taken = (0..members.len()).map(|i| gains[i] + swapped(i)).collect();
            return Self::spread_over(members, lists, &sent, taken);
        }
        let share = |i: usize, j: usize| {
            let swapped = if stays[i] && stays[j] && i != j { swap } else { 0.0 };
            swapped + if total > 0.0 { losses[i] * gains[j] / total } else { 0.0 }
        };
        let flow = |i: usize, j: usize| Flow { from: i as u32, to: j as u32, share: share(i, j) };
        let flows = (0..members.len()).flat_map(|i| (0..members.len()).map(move |j| (i, j))).map(|(i, j)| flow(i, j)).collect();
        Self::new(members, lists.0, lists.1, flows)
    }

    /// Nodes that are live before the step.
    #[must_use]
    pub fn live_before(&self) -> usize {
        self.members.iter().filter(|member| member.role != Role::Joins).count()
    }

    /// Every member's part of the load while the streaming lasts, and the part that nobody answers.
    #[must_use]
    pub fn shares_while_streaming(&self) -> (Vec<f64>, f64) {
        let up: Vec<bool> = self.members.iter().map(|member| matches!(member.role, Role::Stays | Role::Leaves)).collect();
        let mut shares = vec![0.0; self.members.len()];
        let nobody = self.before.shares(&up, &mut shares);
        (shares, nobody)
    }

    /// What streaming takes of every member at a throttle of one: 1 for a sender, and what it is sent.
    #[must_use]
    pub fn streams(&self) -> Vec<f64> {
        let mut sent = vec![0.0; self.members.len()];
        self.flows.iter().for_each(|flow| sent[flow.from as usize] += flow.share);
        let mut streams: Vec<f64> = sent.iter().map(|sent| if *sent > 0.0 { 1.0 } else { 0.0 }).collect();
        for flow in &self.flows {
            let part = flow.share / sent[flow.from as usize];
            self.receivers(flow.to).for_each(|(to, of)| streams[to] += part * of);
        }
        streams
    }

    /// The receivers of a flow, each with its part of it.
    pub(super) fn receivers(&self, to: u32) -> impl Iterator<Item = (usize, f64)> {
        let all: &[f64] = if to == Flow::ALL { &self.spread } else { &[] };
        let one = (to != Flow::ALL).then_some((to as usize, 1.0));
        one.into_iter().chain(all.iter().copied().enumerate().filter(|(_, part)| *part > 0.0))
    }
}
