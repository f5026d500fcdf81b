//! Cassandra's tokens: given by hand, random, or allocated.
//!
//! A token is a number of 64 bits with a sign; the least stands at twelve o'clock. A node with tokens of its own has those.
//! Others have `num_tokens` for a weight of 1: `random` ones drawn by the scenario's seed and the node's name, the same
//! whoever else is there, or `allocated` ones. Those of the first members are even, i · ⌊2^64/T⌋ − 2^63 for T tokens, as
//! its documents compute them by hand; they are dealt in turn. A node that comes later splits the greatest ranges of the
//! nodes that own most for their weight, so that it owns about its fair share at once; what nodes have they keep, and a
//! removed node's ranges fall to the next tokens.
//!
//! # Deviations
//! The allocation is that of Cassandra's allocator for one copy, simplified: it evens out primary ranges alone, where
//! Cassandra's own also looks at racks and copies, and lets the first nodes join one by one. The generator of the random
//! tokens is not Cassandra's. Copies go to the next other nodes clockwise, as with its `SimpleStrategy`.

use super::dialects::CASSANDRA;
use super::{by_name, by_place, points_of};
use crate::cluster::{Cluster, Node, NodeId};
use crate::collections::{sort_by, sort_by_key};
use crate::hash::{HashValue, xxh64};
use crate::strategy::kind::{Input, Param, Params, Range, Refusal};
use crate::strategy::placement::RingPoint;
use crate::strategy::table::Turns;
use std::collections::BinaryHeap;

/// Tokens of a node of weight 1.
pub(super) const NUM_TOKENS: Param = Param {
    id: "num_tokens",
    title: "tokens",
    summary: "Tokens that a node of weight 1 has on the ring, where it has none of its own.",
    unit: "tokens a node",
    range: Range::Whole { min: 1, max: 1_536, default: 16, usual: 256 },
    prime: false,
    only: &[CASSANDRA],
};

/// How nodes come by their tokens.
pub(super) const TOKENS: Param = Param {
    id: "tokens",
    title: "choice of tokens",
    summary: "Allocated tokens share the ring evenly; random ones are drawn by the seed.",
    unit: "",
    range: Range::Choice(&["allocated", RANDOM]),
    prime: false,
    only: &[CASSANDRA],
};

const RANDOM: &str = "random";

/// Tokens given by hand.
pub(super) const INITIAL_TOKEN: Param = Param {
    id: "initial_token",
    title: "initial tokens",
    summary: "The tokens of nodes that have their own, numbers of 64 bits with a sign.",
    unit: "tokens",
    range: Range::ByNode,
    prime: false,
    only: &[CASSANDRA],
};

const SIGN: u64 = 1 << 63;

/// The relative standard deviation of a node's load: none where the ring is shared evenly.
pub(super) fn deviation(params: &Params, _: &Cluster) -> f64 {
    if params.choice(&TOKENS) == RANDOM { 1.0 / libm::sqrt(params.whole(&NUM_TOKENS) as f64) } else { 0.0 }
}

/// A token as people write it.
pub(super) fn shown(place: HashValue) -> String {
    ((place.first_u64() ^ SIGN) as i64).to_string()
}

/// The tokens of all members, by place.
pub(super) fn tokens(input: &Input<'_>) -> Result<Vec<RingPoint>, Refusal> {
    let mut points = given(input)?;
    let has_own = |node: &Node| input.params.list(&INITIAL_TOKEN).iter().any(|entry| entry.node == node.name);
    let (_, others): (Vec<Node>, Vec<Node>) = input.cluster.nodes().iter().cloned().partition(has_own);
    if input.params.choice(&TOKENS) == RANDOM {
        for node in &others {
            let token = |i: u64| xxh64(format!("{}-{i}", node.name).as_bytes(), input.seed);
            points.extend((0..wanted(input, node)).map(|i| point(token(i), node.id, i)));
        }
        // Of one place the first by name: the order of the nodes does not matter.
        let ranks = by_id(by_name(input.cluster).iter().enumerate().map(|(rank, node)| (node.id, rank as u64)));
        sort_by_key(&mut points, |point| ranks[point.node.index()]);
    } else {
        allocate(input, &others, &mut points);
    }
    Ok(by_place(points))
}

/// A table of numbers by [`NodeId`], 0 for those that have none.
fn by_id(numbers: impl Iterator<Item = (NodeId, u64)>) -> Vec<u64> {
    let mut table = Vec::new();
    for (id, number) in numbers {
        table.resize(table.len().max(id.index() + 1), 0);
        table[id.index()] = number;
    }
    table
}

const fn point(token: u64, node: NodeId, number: u64) -> RingPoint {
    RingPoint { hash: HashValue::from_u64(token), node, number: number as u32 }
}

fn wanted(input: &Input<'_>, node: &Node) -> u64 {
    points_of(node, input.params.whole(&NUM_TOKENS) as f64)
}

/// The tokens that members have of their own; no two of one place.
fn given(input: &Input<'_>) -> Result<Vec<RingPoint>, Refusal> {
    let mut points: Vec<RingPoint> = Vec::new();
    for node in input.cluster.nodes() {
        let own = input.params.list(&INITIAL_TOKEN).iter().filter(|entry| entry.node == node.name);
        let tokens = own.filter_map(|entry| entry.value.parse::<i64>().ok()).map(|token| token as u64 ^ SIGN);
        points.extend(tokens.enumerate().map(|(i, token)| point(token, node.id, i as u64)));
    }
    sort_by_key(&mut points, |point| point.hash);
    let twice = points.windows(2).find(|pair| pair[0].hash == pair[1].hash);
    let Some(pair) = twice else { return Ok(points) };
    let name = |id: NodeId| input.cluster.get(id).map_or("", |node| node.name.as_str());
    Err(Refusal {
        why: format!("token {} is given to {} and to {}", shown(pair[0].hash), name(pair[0].node), name(pair[1].node)),
        instead: "Cassandra does not start a node whose token is taken; people give it a free one".to_owned(),
        code: None,
    })
}

/// Gives the others their tokens: what they had before, then what they lack.
fn allocate(input: &Input<'_>, others: &[Node], points: &mut Vec<RingPoint>) {
    let own = points.len();
    let wants = by_id(others.iter().map(|node| (node.id, wanted(input, node))));
    for held in input.before.iter().flat_map(|before| before.placement.points()) {
        let keeps = wants.get(held.node.index()).is_some_and(|wants| u64::from(held.number) < *wants);
        let taken = points[..own].binary_search_by_key(&held.hash, |point| point.hash).is_ok();
        // Points that were held stand by place: two of one place follow each other.
        if keeps && !taken && points[own..].last().is_none_or(|last| last.hash != held.hash) {
            points.push(*held);
        }
    }
    if points.is_empty() {
        return deal(input, others, points);
    }
    let mut members = Member::all(input.cluster, points);
    let mut has = vec![0_u64; members.iter().map(|member| member.id.index() + 1).max().unwrap_or(0)];
    points.iter().for_each(|point| has[point.node.index()] += 1);
    for node in others {
        let has = has[node.id.index()];
        if let Some(lacks) = wanted(input, node).checked_sub(has).filter(|lacks| *lacks > 0) {
            let new = split(&mut members, node, lacks);
            points.extend(new.iter().zip(has..).map(|(token, number)| point(*token, node.id, number)));
        }
    }
}

/// Even tokens, dealt in turn.
fn deal(input: &Input<'_>, nodes: &[Node], points: &mut Vec<RingPoint>) {
    let wants: Vec<u64> = nodes.iter().map(|node| wanted(input, node)).collect();
    let count: u64 = wants.iter().sum();
    let mut turns = Turns::waiting(wants.iter().map(|want| *want as f64));
    let mut had = vec![0; nodes.len()];
    let width = ((1_u128 << 64) / u128::from(count.max(1))) as u64;
    for i in 0..count {
        let index = turns.take();
        points.push(point(i.wrapping_mul(width), nodes[index].id, had[index]));
        had[index] += 1;
    }
}

/// One member while tokens are allocated.
struct Member {
    id: NodeId,
    weight: f64,
    /// What it owns of the 2^64 places.
    owned: f64,
    /// Its ranges, the greatest first: the places of each less one, and the token at its end.
    ranges: BinaryHeap<(u64, u64)>,
}

impl Member {
    fn all(cluster: &Cluster, points: &mut [RingPoint]) -> Vec<Self> {
        sort_by_key(points, |point| point.hash);
        let member = |node: &Node| Self { id: node.id, weight: node.weight, owned: 0.0, ranges: BinaryHeap::new() };
        let mut members: Vec<Self> = cluster.nodes().iter().map(member).collect();
        let mut places = vec![0; members.iter().map(|member| member.id.index() + 1).max().unwrap_or(0)];
        members.iter().enumerate().for_each(|(place, member)| places[member.id.index()] = place);
        let mut before = points.last().map_or(0, |point| point.hash.first_u64());
        for point in points {
            let token = point.hash.first_u64();
            members[places[point.node.index()]].add(token.wrapping_sub(before).wrapping_sub(1), token);
            before = token;
        }
        members
    }

    fn add(&mut self, less_one: u64, token: u64) {
        self.owned += less_one as f64 + 1.0;
        self.ranges.push((less_one, token));
    }
}

/// Splits ranges so that a node owns about its fair share; gives its new tokens, at most `count`.
fn split(members: &mut [Member], node: &Node, count: u64) -> Vec<u64> {
    let present = |member: &Member| member.id == node.id || !member.ranges.is_empty();
    let weights: f64 = members.iter().filter(|member| present(member)).map(|member| member.weight).sum();
    let all: f64 = members.iter().map(|member| member.owned).sum();
    let fair = |member: &Member| all / weights * member.weight;
    let lacks: f64 = members.iter().filter(|member| member.id == node.id).map(|member| fair(member) - member.owned).sum();
    let surplus = |member: &Member| member.owned - fair(member);
    let mut donors: Vec<usize> = (0..members.len()).filter(|i| members[*i].id != node.id && surplus(&members[*i]) > 0.0).collect();
    if lacks < 1.0 || donors.is_empty() {
        return Vec::new();
    }
    let load = |i: usize| members[i].owned / members[i].weight;
    sort_by(&mut donors, |a, b| load(*b).total_cmp(&load(*a)));
    donors.truncate(count.min(donors.len() as u64) as usize);
    let spare: f64 = donors.iter().map(|i| surplus(&members[*i])).sum();
    let gives: Vec<f64> = donors.iter().map(|i| lacks * surplus(&members[*i]) / spare).collect();
    let (each, more) = (count / donors.len() as u64, count % donors.len() as u64);
    let mut new = Vec::new();
    for (place, (donor, gives)) in donors.iter().zip(gives).enumerate() {
        let parts = each + u64::from((place as u64) < more);
        for _ in 0..parts {
            new.extend(cut(&mut members[*donor], gives / parts as f64));
        }
    }
    if let Some(member) = members.iter_mut().find(|member| member.id == node.id) {
        new.iter().for_each(|(less_one, token)| member.add(*less_one, *token));
    }
    new.iter().map(|(_, token)| *token).collect()
}

/// Cuts the beginning off a node's greatest range, at most all of it but its last place.
fn cut(donor: &mut Member, size: f64) -> Option<(u64, u64)> {
    let (less_one, token) = donor.ranges.pop()?;
    donor.owned -= less_one as f64 + 1.0;
    if less_one == 0 {
        donor.add(less_one, token);
        return None;
    }
    let size = (size as u64).clamp(1, less_one);
    donor.add(less_one - size, token);
    Some((size - 1, token.wrapping_sub(less_one).wrapping_sub(1).wrapping_add(size)))
}
