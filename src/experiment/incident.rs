//! The incident of one step under one strategy: the shares of the nodes, what is streamed, and how it ends.

use super::{build_phase, tally};
use crate::cluster::{Cluster, NodeId};
use crate::report::IncidentFound;
use crate::scenario::Scenario;
use crate::sim::overload::{Flow, Ground, Lists, Member, Role, end_of, forms::Numbers};
use crate::strategy::{Copies, HashedKey, Placement, least_movement};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The most keys that are looked at.
const KEYS: u64 = 100_000;
/// What looking at keys may take, ns in WebAssembly by estimate; some keys are always looked at.
const BUDGET_NS: f64 = 2e9;
const KEYS_AT_LEAST: u64 = 2_000;
/// With one copy of each key, so many nodes of its preference list may answer one after the other.
const LIST: usize = 8;

/// What the report says of it; none without `[incident]`, at the start, and where the strategy refuses the step.
pub(super) fn found(scenario: &Scenario, strategy: usize, phase: usize) -> Option<IncidentFound> {
    let settings = scenario.incident.as_ref()?;
    let ground = Rc::new(incident_ground(scenario, strategy, phase)?);
    let outcome = end_of(&ground, settings);
    Some(IncidentFound {
        ended_by: outcome.ended_by.map(str::to_owned),
        final_goodput: outcome.final_goodput,
        first_timeout_s: outcome.first_timeout_s,
        min_goodput: outcome.min_goodput,
        peak_utilisation: outcome.peak_utilisation,
        safe_throttle_mb_s: Numbers::of(&ground, settings).safe_throttle,
        stream_s: outcome.stream_s,
        verdict: outcome.verdict.id(),
    })
}

/// What a strategy says of the step to a phase; none without `[incident]`, at the start, and where it refuses.
#[must_use]
pub fn incident_ground(scenario: &Scenario, strategy: usize, phase: usize) -> Option<Ground> {
    let settings = scenario.incident.as_ref()?;
    let step = scenario.steps.get(phase.checked_sub(1)?)?;
    let clusters = scenario.clusters(strategy);
    let (before, after) = (&clusters[phase - 1], &clusters[phase]);
    let members = members(before, after);
    let theory = tally::theory(scenario, strategy, phase, before, after).filter(|_| step.switch.is_none());
    let (old, new) = built(scenario, strategy, phase, &clusters)?;
    if let Some(theory) = theory.filter(|_| settings.balanced) {
        return Some(Ground::balanced(members, (theory.moved - least_movement(before, after)).max(0.0)));
    }
    let mut walk = Walk::new(scenario, strategy, phase, &members, (before, after));
    walk.keys(old.as_ref(), new.as_ref());
    if old.failure().or_else(|| new.failure()).is_some() {
        return None;
    }
    Some(if settings.balanced { Ground::balanced(members, walk.needless(least_movement(before, after))) } else { walk.ground(members) })
}

/// The placements before and after the step.
fn built(scenario: &Scenario, strategy: usize, phase: usize, clusters: &[Cluster]) -> Option<(Box<dyn Placement>, Box<dyn Placement>)> {
    let mut placed = build_phase(scenario, strategy, 0, clusters, None).ok()?;
    for k in 1..phase {
        placed = build_phase(scenario, strategy, k, clusters, Some(placed.as_ref())).ok()?;
    }
    let after = build_phase(scenario, strategy, phase, clusters, Some(placed.as_ref())).ok()?;
    Some((placed, after))
}

/// The nodes that are live before or after the step; those that join come last.
fn members(before: &Cluster, after: &Cluster) -> Vec<Member> {
    let new = after.live_by_id();
    let old = before.live_by_id();
    let is = |live: &[bool], id: NodeId| live.get(id.index()).copied().unwrap_or(false);
    let gone = |id: NodeId| if after.get(id).is_some() { Role::Fails } else { Role::Leaves };
    let role = |id: NodeId| if is(&new, id) { Role::Stays } else { gone(id) };
    let stay = before.live().map(|node| Member { id: node.id, role: role(node.id) });
    let join = after.live().filter(|node| !is(&old, node.id)).map(|node| Member { id: node.id, role: Role::Joins });
    stay.chain(join).collect()
}

/// A walk over the keys that are looked at.
struct Walk<'a> {
    scenario: &'a Scenario,
    hashes: [crate::hash::HashKind; 2],
    copies: [Copies; 2],
    /// How much of a preference list may answer.
    list: usize,
    /// Keys that are looked at.
    keys: u64,
    /// By node, its place among the members.
    places: Vec<u32>,
    lists: [BTreeMap<Vec<u32>, f64>; 2],
    flows: BTreeMap<(u32, u32), f64>,
    data: f64,
}

impl<'a> Walk<'a> {
    fn new(scenario: &'a Scenario, strategy: usize, phase: usize, members: &[Member], (before, after): (&Cluster, &Cluster)) -> Self {
        let specs = [scenario.spec(strategy, phase - 1), scenario.spec(strategy, phase)];
        let cost = |k: usize, cluster: &Cluster| {
            let spec = specs[k];
            // A place in a list costs about as much as the first one.
            (spec.kind.cost_ns)(&spec.params, spec.hash, cluster.nodes().len()) + spec.hash.cost_ns() + 500.0
        };
        let each = cost(0, before) + cost(1, after);
        let keys = ((BUDGET_NS / each) as u64).clamp(KEYS_AT_LEAST, KEYS).min(scenario.keys.count());
        let mut places = vec![0; scenario.roster.len()];
        members.iter().enumerate().for_each(|(place, member)| places[member.id.index()] = place as u32);
        Self {
            scenario,
            hashes: specs.map(|spec| spec.hash),
            copies: [scenario.copies(before), scenario.copies(after)],
            list: if scenario.replicas == 1 { LIST } else { 0 },
            keys,
            places,
            lists: Default::default(),
            flows: BTreeMap::new(),
            data: 0.0,
        }
    }

    /// Looks at the keys: the first half of them one by one, since they may be the hottest, the others at even distances.
    fn keys(&mut self, old: &dyn Placement, new: &dyn Placement) {
        let count = self.scenario.keys.count();
        let head = if self.keys == count { count } else { self.keys / 2 };
        let requests = self.scenario.requests();
        let mut room = String::new();
        let mut nodes = Vec::new();
        for at in 0..self.keys {
            let (index, stands_for) = spaced(at, head, self.keys, count);
            let key = self.scenario.keys.key(index, &mut room);
            let weight = stands_for * requests.as_ref().map_or(1.0, |requests| requests.of(index) as f64);
            let firsts = [old, new].into_iter().enumerate().map(|(k, placement)| {
                self.answerers(k, placement, &HashedKey::new(self.hashes[k], key), &mut nodes);
                let list: Vec<u32> = nodes.iter().map(|node: &NodeId| self.places[node.index()]).collect();
                let first = list[0];
                *self.lists[k].entry(list).or_default() += weight;
                first
            });
            let firsts: Vec<u32> = firsts.collect();
            self.data += stands_for;
            if firsts[0] != firsts[1] {
                *self.flows.entry((firsts[0], firsts[1])).or_default() += stands_for;
            }
        }
    }

    /// Who can answer for a key, in order: its copies, or with one copy the nodes of its preference list.
    fn answerers(&self, k: usize, placement: &dyn Placement, key: &HashedKey<'_>, out: &mut Vec<NodeId>) {
        if self.list > 0 { placement.place(key, self.list, out) } else { self.copies[k].place(placement, key, out) }
    }

    /// The part of the data that changes places beyond what it must.
    fn needless(&self, least: f64) -> f64 {
        (self.flows.values().sum::<f64>() / self.data - least).max(0.0)
    }

    fn ground(self, members: Vec<Member>) -> Ground {
        let any = self.scenario.any_reads && self.scenario.replicas > 1;
        let [before, after] = self.lists.map(|lists| Lists::of(lists, any));
        let flows = self.flows.into_iter().map(|((from, to), keys)| Flow { from, to, share: keys / self.data }).collect();
        Ground::new(members, before, after, flows)
    }
}

/// The number of a key and how many it stands for: up to `head` itself alone, from there on evenly spaced over the rest.
fn spaced(at: u64, head: u64, keys: u64, count: u64) -> (u64, f64) {
    if at < head {
        return (at, 1.0);
    }
    let (rest, sampled) = (count - head, keys - head);
    let index = head + (u128::from(at - head) * u128::from(rest) / u128::from(sampled)) as u64;
    (index, rest as f64 / sampled as f64)
}
