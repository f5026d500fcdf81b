//! Whether answers hold to a check; where they do not, the smallest example: the first key of the smallest cluster.

use super::ask::Asked;
use super::check::{Check, named};
use super::content::{Challenge, Fleet};
use super::world::{At, KEYS, World};
use crate::analysis::words::thousands;
use crate::cluster::{Cluster, NodeId};
use crate::strategy::{Copies, HashedKey, Input, LabelTemplate, Params, find};
use crate::{hash::HashKind, keys::KeySet};

/// The nodes of every key.
type Answers = [Vec<NodeId>];

/// Answers of the states that a check needs.
pub(super) struct Found<'a> {
    pub(super) challenge: &'a Challenge,
    pub(super) world: &'a World,
    /// By state; none where nobody has asked.
    pub(super) asked: &'a [Option<Asked>],
}

impl Check {
    /// The states that it looks at, the smallest first.
    pub(super) const fn states(self) -> &'static [At] {
        match self {
            Self::Live | Self::Zones | Self::Bounded { .. } => &[At::Three, At::Four, At::Seven],
            Self::Same => &[At::Three, At::ThreeAgain],
            Self::Order => &[At::Four, At::FourShuffled, At::Seven, At::SevenShuffled],
            Self::Balance { .. } => &[At::Three, At::Seven],
            Self::Add | Self::Movement { .. } => &[At::Three, At::Four, At::Seven, At::Eight],
            Self::Remove => &[At::Four, At::FourLess, At::Seven, At::Six],
            Self::Alone => &[At::One],
            Self::Reference => &[At::Three, At::Four, At::Seven, At::Six],
            Self::Beats => &[At::Three, At::Four, At::Seven, At::Eight, At::Six],
        }
    }

    /// The smallest example that breaks it; none where it holds.
    pub(super) fn broken(self, found: &Found<'_>) -> Option<String> {
        match self {
            Self::Live => found.first(self, |at| found.too_few(at)),
            Self::Same => found.differs((At::Three, At::ThreeAgain), |key, old, new| {
                format!("{key} is on {old}; asked again for the same nodes it is on {new}.")
            }),
            Self::Order => found.order(),
            Self::Balance { deviations, uneven } => found.first(self, |at| found.uneven(at, deviations, uneven)),
            Self::Add => found.add((At::Three, At::Four)).or_else(|| found.add((At::Seven, At::Eight))),
            Self::Remove => found.remove((At::Four, At::FourLess)).or_else(|| found.remove((At::Seven, At::Six))),
            Self::Alone => found.first(self, |at| found.too_few(at)),
            Self::Reference => found.first(self, |at| found.other_than_reference(at)),
            Self::Zones => found.first(self, |at| found.one_zone(at)),
            Self::Bounded { factor } => found.first(self, |at| found.above(at, factor)),
            Self::Movement { factor } => {
                [(At::Three, At::Four), (At::Seven, At::Eight)].into_iter().find_map(|step| found.moves(step, factor))
            }
            Self::Beats => found.beaten_by_the_ring(),
        }
    }
}

impl<'a> Found<'a> {
    fn of(&self, at: At) -> &'a Answers {
        self.asked[at.index()].as_ref().map_or(&[], Asked::answers)
    }

    fn first(&self, check: Check, broken: impl Fn(At) -> Option<String>) -> Option<String> {
        check.states().iter().find_map(|at| broken(*at))
    }

    /// The copies of a key: more nodes than that are a preference list.
    fn copies<'n>(&self, nodes: &'n [NodeId]) -> &'n [NodeId] {
        &nodes[..nodes.len().min(self.challenge.copies)]
    }

    fn name(&self, at: At, id: NodeId) -> &str {
        self.world.cluster(at).get(id).map_or("no node", |node| &node.name)
    }

    fn names(&self, at: At, ids: &[NodeId]) -> String {
        listed(&ids.iter().map(|id| self.name(at, *id)).collect::<Vec<_>>())
    }

    /// All nodes of a state, as a sentence lists them.
    fn nodes(&self, at: At) -> String {
        listed(&members(self.world.cluster(at)))
    }

    fn too_few(&self, at: At) -> Option<String> {
        let wanted = self.challenge.copies;
        let number = self.of(at).iter().position(|nodes| nodes.len() < wanted)?;
        let nodes = &self.of(at)[number];
        let (key, returned) = (self.world.key(at, number as u64), self.names(at, nodes));
        Some(format!("For {key} the code returned {returned}, and {wanted} nodes are wanted: a list of {wanted}."))
    }

    /// The first key whose copies differ, in order too.
    fn differs(&self, (old, new): (At, At), says: impl Fn(&str, &str, &str) -> String) -> Option<String> {
        let (before, after) = (self.of(old), self.of(new));
        let number = before.iter().zip(after).position(|(before, after)| self.copies(before) != self.copies(after))?;
        let (was, is) = (self.names(old, self.copies(&before[number])), self.names(new, self.copies(&after[number])));
        Some(says(&self.world.key(old, number as u64), &was, &is))
    }

    fn order(&self) -> Option<String> {
        [(At::Four, At::FourShuffled), (At::Seven, At::SevenShuffled)].into_iter().find_map(|(at, shuffled)| {
            let (one, other) = (members(self.world.cluster(at)).join(", "), members(self.world.cluster(shuffled)).join(", "));
            self.differs((at, shuffled), |key, old, new| {
                format!("{key} is on {old} where the list is {one}, and on {new} where it is {other}. Every server must give the same answer, whatever the order of its list.")
            })
        })
    }

    /// The fair share of the first `copies` nodes of all keys: by weight, or within a zone where each zone has one copy.
    fn fair(&self, at: At, id: NodeId) -> f64 {
        let cluster = self.world.cluster(at);
        let Some(node) = cluster.get(id) else { return 0.0 };
        let rivals = |other: &&crate::cluster::Node| self.challenge.nodes != Fleet::Zoned || other.zone == node.zone;
        node.weight / cluster.nodes().iter().filter(rivals).map(|other| other.weight).sum::<f64>()
    }

    fn load(&self, at: At, id: NodeId) -> u64 {
        self.of(at).iter().filter(|nodes| self.copies(nodes).contains(&id)).count() as u64
    }

    /// The node that is farthest from its fair share, where that is too far.
    fn uneven(&self, at: At, deviations: f64, uneven: f64) -> Option<String> {
        let keys = self.of(at).len() as f64;
        let far = |id: NodeId| {
            let (fair, load) = (self.fair(at, id), self.load(at, id));
            // The chance of the keys, and that of the method.
            let deviation = libm::sqrt(keys * fair * (1.0 - fair) + (keys * fair * uneven) * (keys * fair * uneven));
            ((load as f64 - keys * fair).abs() / deviation, id, load, keys * fair, deviations * deviation)
        };
        let worst = self.world.cluster(at).nodes().iter().map(|node| far(node.id)).max_by(|a, b| a.0.total_cmp(&b.0))?;
        let (off, id, load, fair, reach) = worst;
        (off > deviations).then(|| {
            let (low, high) = (libm::ceil((fair - reach).max(0.0)) as u64, libm::floor((fair + reach).min(keys)) as u64);
            let (least, most) = (thousands(low), thousands(high));
            let (kept, name) = (if self.challenge.copies > 1 { "copies" } else { "keys" }, self.name(at, id));
            let load = if load == 0 { "none".to_owned() } else { thousands(load) };
            let chance =
                if low < high { format!("; chance explains {least} to {most} ({deviations} standard deviations)") } else { String::new() };
            let (all, nodes) = (thousands(keys as u64 * self.challenge.copies as u64), self.nodes(at));
            format!("{name} has {load} of the {all} {kept} of {nodes}. Its fair share is {}{chance}.", thousands(libm::round(fair) as u64))
        })
    }

    /// The first key that moves against the rule, with a node that it leaves and one that it goes to: with `gains` it may
    /// only go to one node, else only leave it.
    fn wrong_move(&self, (from, to): (At, At), may: NodeId, gains: bool) -> Option<(usize, NodeId, NodeId)> {
        let mut pairs = self.of(from).iter().zip(self.of(to)).enumerate();
        pairs.find_map(|(number, (before, after))| {
            let (before, after) = (self.copies(before), self.copies(after));
            let mut lost = before.iter().filter(|id| !after.contains(id)).copied();
            let mut gained = after.iter().filter(|id| !before.contains(id)).copied();
            let (lost, gained) =
                if gains { (lost.next(), gained.find(|id| *id != may)) } else { (lost.find(|id| *id != may), gained.next()) };
            Some((number, lost?, gained?))
        })
    }

    fn add(&self, step: (At, At)) -> Option<String> {
        let (from, to) = step;
        let new = stranger(self.world.cluster(to), self.world.cluster(from))?;
        let (number, lost, gained) = self.wrong_move(step, new, true)?;
        let (key, rule) = (self.world.key(from, number as u64), self.rule("only to the new node"));
        let (copy, was, is, new) = (self.copy_of(), self.name(from, lost), self.name(to, gained), self.name(to, new));
        Some(format!("{copy}{key} moved from {was} to {is} when {new} was added; {rule}."))
    }

    fn remove(&self, step: (At, At)) -> Option<String> {
        let (from, to) = step;
        let gone = stranger(self.world.cluster(from), self.world.cluster(to))?;
        let (number, lost, gained) = self.wrong_move(step, gone, false)?;
        let (key, rule) = (self.world.key(from, number as u64), self.rule("only from the removed node"));
        let (copy, was, is, gone) = (self.copy_of(), self.name(from, lost), self.name(to, gained), self.name(from, gone));
        Some(format!("{copy}{key} moved from {was} to {is} when {gone} was removed; {rule}."))
    }

    const fn copy_of(&self) -> &'static str {
        if self.challenge.copies > 1 { "A copy of " } else { "" }
    }

    fn rule(&self, moves: &str) -> String {
        let kept = if self.challenge.copies > 1 { "copies" } else { "keys" };
        match self.challenge.reference {
            Some(_) => format!("{} moves {kept} {moves}", named(self.challenge)),
            None => format!("{kept} may move {moves}"),
        }
    }

    fn other_than_reference(&self, at: At) -> Option<String> {
        let wanted = self.built_in(self.challenge.reference?, at)?;
        let number = self.of(at).iter().zip(&wanted).position(|(is, wanted)| self.copies(is) != wanted.as_slice())?;
        let (key, is) = (self.world.key(at, number as u64), self.names(at, self.copies(&self.of(at)[number])));
        let (reference, wanted) = (named(self.challenge), self.names(at, &wanted[number]));
        Some(format!("With the nodes {}, {key} goes to {is}; {reference} gives it to {wanted}.", self.nodes(at)))
    }

    /// The answers of a kind.
    fn built_in(&self, kind: &str, at: At) -> Option<Vec<Vec<NodeId>>> {
        built_in(kind, self.world.cluster(at), self.world.keys(at), self.challenge)
    }

    fn one_zone(&self, at: At) -> Option<String> {
        let cluster = self.world.cluster(at);
        let zone = |id: NodeId| cluster.get(id).and_then(|node| node.zone.clone()).unwrap_or_default();
        let twice = |nodes: &[NodeId]| {
            let alike = |(i, id): (usize, &NodeId)| nodes[..i].iter().find(|other| zone(**other) == zone(*id)).map(|other| (*other, *id));
            nodes.iter().enumerate().find_map(alike)
        };
        let all = self.of(at).iter().enumerate();
        let (number, (one, other)) = all.filter_map(|(number, nodes)| Some((number, twice(self.copies(nodes))?))).next()?;
        let (key, names) = (self.world.key(at, number as u64), self.names(at, &[one, other]));
        Some(format!("Two copies of {key} are on {names}, both in zone {}: the loss of that zone takes both.", zone(one)))
    }

    fn above(&self, at: At, factor: f64) -> Option<String> {
        let cluster = self.world.cluster(at);
        let mean = self.of(at).len() as f64 / cluster.nodes().len() as f64;
        let most = libm::ceil(factor * mean * (1.0 - 1e-12)) as u64;
        let (load, name) = cluster.nodes().iter().map(|node| (self.load(at, node.id), &node.name)).max_by_key(|(load, _)| *load)?;
        (load > most).then(|| {
            let (load, most, mean) = (thousands(load), thousands(most), thousands(libm::round(mean) as u64));
            format!("{name}, one of {}, has {load} keys; the mean is {mean}, and {factor} times that is {most}.", self.nodes(at))
        })
    }

    fn moved(&self, (from, to): (At, At)) -> u64 {
        moved(self.of(from), self.of(to))
    }

    fn moved_by(&self, kind: &str, (from, to): (At, At)) -> Option<u64> {
        Some(moved(&self.built_in(kind, from)?, &self.built_in(kind, to)?))
    }

    fn moves(&self, step: (At, At), factor: f64) -> Option<String> {
        let (moved, reference) = (self.moved(step), self.moved_by(self.challenge.reference?, step)?);
        let new = stranger(self.world.cluster(step.1), self.world.cluster(step.0))?;
        (moved as f64 > factor * reference as f64).then(|| {
            let (old, new, by) = (self.nodes(step.0), self.name(step.1, new), named(self.challenge));
            let (moved, keys, few) = (thousands(moved), thousands(KEYS), thousands(reference));
            format!("{moved} of {keys} keys moved when {new} was added to {old}; {by} moves {few}, and at most {factor} times that is asked for.")
        })
    }

    fn beaten_by_the_ring(&self) -> Option<String> {
        let steps = [(At::Three, At::Four), (At::Seven, At::Eight), (At::Seven, At::Six)];
        let own: u64 = steps.iter().map(|step| self.moved(*step)).sum();
        let ring: u64 = steps.iter().filter_map(|step| self.moved_by("ring", *step)).sum();
        let states = Check::Beats.states();
        let peak = |at: At, answers: &Answers| peak(answers, self.world.cluster(at).nodes().len());
        let own_peak = states.iter().map(|at| peak(*at, self.of(*at))).fold(0.0, f64::max);
        let ring_peak = states.iter().filter_map(|at| Some(peak(*at, &self.built_in("ring", *at)?))).fold(0.0, f64::max);
        let figures = format!(
            "Over the three changes {} keys moved, on the ring {}; the fullest node has {own_peak:.2} times the mean, on the ring {ring_peak:.2}",
            thousands(own),
            thousands(ring)
        );
        match (own.cmp(&ring), own_peak.total_cmp(&ring_peak)) {
            (std::cmp::Ordering::Greater, _) => Some(format!("{figures}: more keys move.")),
            (_, std::cmp::Ordering::Greater) => Some(format!("{figures}: it is fuller.")),
            (std::cmp::Ordering::Equal, _) => Some(format!("{figures}: no fewer keys move.")),
            _ => None,
        }
    }

    /// What the workshop would see: its 1,000 keys, its three nodes, and Node D. Of copies those that are new.
    pub(super) fn workshop(&self) -> Option<String> {
        let step @ (from, to) = (At::Workshop, At::WorkshopMore);
        let new = stranger(self.world.cluster(to), self.world.cluster(from))?;
        let fresh = |answers: &Answers, old: &Answers| {
            let pairs = old.iter().zip(answers);
            let gained = pairs.flat_map(|(old, new)| self.copies(new).iter().filter(|id| !self.copies(old).contains(id)).copied());
            gained.collect::<Vec<NodeId>>()
        };
        let gained = fresh(self.of(to), self.of(from));
        let (all, to_new) = (gained.len() as u64, gained.iter().filter(|id| **id == new).count() as u64);
        let name = self.name(to, new);
        let whose = if all == to_new { format!("all to {name}") } else { format!("{} of them to {name}", thousands(to_new)) };
        let modulo = fresh(&self.built_in("modulo", step.1)?, &self.built_in("modulo", step.0)?).len() as u64;
        let kept = if self.challenge.copies > 1 { "copies" } else { "keys" };
        let of = thousands(self.of(to).len() as u64 * self.challenge.copies as u64);
        Some(format!("{} of {of} {kept} move, {whose}; modulo moves {}.", thousands(all), thousands(modulo)))
    }
}

/// The copies of every key under a kind; over zones where the challenge has some.
fn built_in(kind: &str, cluster: &Cluster, keys: &KeySet, challenge: &Challenge) -> Option<Vec<Vec<NodeId>>> {
    let (kind, label, hash) = (find(kind)?, LabelTemplate::parse("{node}-{i}")?, HashKind::Sha256);
    let mut params = Params::default();
    // Where loads are bounded, its own bound is the challenge's.
    let bound = challenge.checks.iter().find_map(|check| if let Check::Bounded { factor } = check { Some(*factor) } else { None });
    if let (Some(bound), Some(param)) = (bound, kind.params.iter().find(|param| param.id == "load_factor")) {
        params.set(param, bound);
    }
    let dialect = kind.dialects.first()?;
    let input = Input { cluster, hash, dialect, label: &label, params: &params, keys, seed: 1, before: None };
    let placement = (kind.build)(&input).ok()?;
    let copies = Copies::new(cluster, challenge.copies, challenge.nodes == Fleet::Zoned);
    let mut room = String::new();
    let mut place = |number| {
        let mut nodes = Vec::new();
        copies.place(placement.as_ref(), &HashedKey::new(hash, keys.key(number, &mut room)), &mut nodes);
        nodes
    };
    Some((0..keys.count()).map(&mut place).collect())
}

/// Keys whose first node differs.
fn moved(before: &Answers, after: &Answers) -> u64 {
    before.iter().zip(after).filter(|(before, after)| before.first() != after.first()).count() as u64
}

/// Keys of the fullest node over the mean.
fn peak(answers: &Answers, nodes: usize) -> f64 {
    let mut loads: Vec<u64> = Vec::new();
    for id in answers.iter().filter_map(|nodes| nodes.first()) {
        loads.resize(loads.len().max(id.index() + 1), 0);
        loads[id.index()] += 1;
    }
    loads.iter().max().copied().unwrap_or(0) as f64 * nodes as f64 / answers.len() as f64
}

/// The node of one cluster that the other has not.
fn stranger(of: &Cluster, other: &Cluster) -> Option<NodeId> {
    of.nodes().iter().map(|node| node.id).find(|id| other.get(*id).is_none())
}

fn members(cluster: &Cluster) -> Vec<&str> {
    cluster.nodes().iter().map(|node| node.name.as_str()).collect()
}

/// `Oak, Elm and Ash`.
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => "no node".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
