//! Which nodes of a preference list hold a key's copies: the first ones, or the first ones of zones that differ.
//!
//! Copies that are spread over zones stand on the key's first node, then on the next nodes of its preference list whose
//! zone has no copy yet; when every zone has one, on the next nodes of any zone. A node without a zone is a zone of its
//! own. The order of the list is the strategy's, so that what holds for it (only needed moves) holds for the first node.

use super::placement::{HashedKey, Placement, Working};
use crate::cluster::{Cluster, Node, NodeId};
use crate::collections::sort_by;

/// How the copies of keys are taken from their preference lists in one state of a cluster.
#[derive(Clone, Debug)]
pub struct Copies {
    want: usize,
    /// The number of every node's zone, by [`NodeId`]; empty where copies are not spread.
    zones: Vec<u32>,
    /// Zones that have a live node.
    live_zones: usize,
}

impl Copies {
    /// `want` copies of each key, at least 1; over zones or not.
    #[must_use]
    pub fn new(cluster: &Cluster, want: usize, over_zones: bool) -> Self {
        let mut copies = Self { want, zones: Vec::new(), live_zones: 0 };
        if over_zones && want > 1 {
            copies.number_zones(cluster);
        }
        copies
    }

    fn number_zones(&mut self, cluster: &Cluster) {
        let mut named: Vec<&Node> = cluster.nodes().iter().collect();
        sort_by(&mut named, |a, b| a.zone.cmp(&b.zone));
        self.zones = vec![0; named.iter().map(|node| node.id.index() + 1).max().unwrap_or(0)];
        let mut number = 0;
        let mut counted = None;
        for (i, node) in named.iter().enumerate() {
            if i > 0 && (node.zone.is_none() || node.zone != named[i - 1].zone) {
                number += 1;
            }
            self.zones[node.id.index()] = number;
            if node.live && counted != Some(number) {
                counted = Some(number);
                self.live_zones += 1;
            }
        }
    }

    /// Writes the nodes that hold a copy of the key into `out` (cleared first), its first node first, all distinct.
    ///
    /// `out` is shorter than asked for only where fewer nodes are live; it is never empty.
    pub fn place(&self, placement: &dyn Placement, key: &HashedKey<'_>, out: &mut Vec<NodeId>) {
        self.list(placement, key, out);
        out.truncate(self.want);
    }

    /// The same, with what was passed over behind it; gives how much of the preference list was asked for.
    fn list(&self, placement: &dyn Placement, key: &HashedKey<'_>, out: &mut Vec<NodeId>) -> usize {
        if self.want == 1 {
            out.clear();
            out.push(placement.owner(key));
            return 1;
        }
        let mut asked = self.want;
        loop {
            placement.place(key, asked, out);
            if self.zones.is_empty() || self.apart(out) == self.want.min(self.live_zones) || out.len() < asked {
                return asked;
            }
            asked *= 2;
        }
    }

    /// Brings the first node of each zone to the front, as many as are wanted; the others keep their order. Gives how many.
    fn apart(&self, list: &mut [NodeId]) -> usize {
        let mut taken = 0;
        for i in 0..list.len() {
            let zone = self.zone(list[i]);
            if taken < self.want && list[..taken].iter().all(|id| self.zone(*id) != zone) {
                list[taken..=i].rotate_right(1);
                taken += 1;
            }
        }
        taken
    }

    fn zone(&self, id: NodeId) -> u32 {
        self.zones.get(id.index()).copied().unwrap_or(u32::MAX)
    }

    /// How the answer comes about; nodes that were passed over for their zone say so.
    #[must_use]
    pub fn explain(&self, placement: &dyn Placement, key: &HashedKey<'_>, cluster: &Cluster) -> Working {
        if self.zones.is_empty() {
            return placement.explain(key, self.want);
        }
        let mut chosen = Vec::new();
        let asked = self.list(placement, key, &mut chosen);
        chosen.truncate(self.want);
        let mut working = placement.explain(key, asked);
        let is_chosen = |node: Option<NodeId>| node.is_some_and(|id| chosen.contains(&id));
        let last = working.lines.iter().rposition(|line| is_chosen(line.node)).unwrap_or(0);
        for line in working.lines[..=last].iter_mut().filter(|line| line.what == "replica" && !is_chosen(line.node)) {
            let Some(node) = line.node.and_then(|id| cluster.get(id)) else { continue };
            "comparison".clone_into(&mut line.what);
            line.text =
                format!("{} comes next, but its zone, {}, has a copy already.", node.name, node.zone.as_deref().unwrap_or_default());
        }
        let mut at = 0;
        working.lines.retain(|line| {
            at += 1;
            at - 1 <= last || line.what != "replica"
        });
        working
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::HashKind;
    use crate::keys::{Key, KeySet};
    use crate::strategy::{Input, KINDS, LabelTemplate, Params};
    use proptest::prelude::*;

    fn cluster(zones: &[u8], failed: &[bool]) -> Cluster {
        let node = |(i, zone): (usize, &u8)| Node {
            id: NodeId(i as u32),
            name: format!("Node {i}"),
            weight: 1.0,
            zone: (*zone > 0).then(|| format!("zone {zone}")),
            capacity: None,
            live: i == 0 || !failed[i % failed.len()],
        };
        Cluster::new(zones.iter().enumerate().map(node).collect())
    }

    fn built(kind: &crate::strategy::Kind, cluster: &Cluster, keys: &KeySet) -> Box<dyn Placement> {
        let label = LabelTemplate::parse("{node}-{i}").unwrap();
        let (dialect, mut params) = (&kind.dialects[0], Params::default());
        params.set_most_nodes(16);
        let input = Input { cluster, hash: HashKind::Xxh64, dialect, label: &label, params: &params, keys, seed: 1, before: None };
        (kind.build)(&input).ok().unwrap()
    }

    /// From the definition: the whole list, picked by zone in a first walk and by nothing in a second one.
    fn oracle(cluster: &Cluster, list: &[NodeId], want: usize) -> Vec<NodeId> {
        let zone = |id: &NodeId| cluster.get(*id).unwrap().zone.clone().unwrap_or_else(|| format!("alone {}", id.0));
        let (mut found, mut zones): (Vec<NodeId>, Vec<String>) = Default::default();
        for id in list {
            if found.len() < want && !zones.contains(&zone(id)) {
                zones.push(zone(id));
                found.push(*id);
            }
        }
        let rest: Vec<NodeId> = list.iter().filter(|id| !found.contains(id)).copied().collect();
        found.extend(rest.into_iter().take(want - found.len()));
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn copies_stand_in_zones_that_differ_as_far_as_there_are_any(
            zones in prop::collection::vec(0_u8..4, 1..14),
            failed in prop::collection::vec(any::<bool>(), 1..14),
            want in 1_usize..6,
            names in prop::collection::vec("[a-z]{1,8}", 1..6),
        ) {
            let cluster = cluster(&zones, &failed);
            let mut distinct = names.clone();
            distinct.sort();
            distinct.dedup();
            let keys = KeySet::List(distinct.into_iter().collect());
            for kind in KINDS {
                let placement = built(kind, &cluster, &keys);
                let copies = Copies::new(&cluster, want, true);
                for name in &names {
                    let key = HashedKey::new(HashKind::Xxh64, Key::text(name));
                    let (mut whole, mut found) = (Vec::new(), Vec::new());
                    placement.place(&key, zones.len(), &mut whole);
                    copies.place(placement.as_ref(), &key, &mut found);
                    prop_assert_eq!(&found, &oracle(&cluster, &whole, want), "{}", kind.id);
                    prop_assert_eq!(found[0], placement.owner(&key));
                    let lines = copies.explain(placement.as_ref(), &key, &cluster).lines;
                    let mut said: Vec<_> = lines.iter().filter(|line| line.what == "replica").filter_map(|line| line.node).collect();
                    let mut held = found[1..].to_vec();
                    said.sort();
                    held.sort();
                    prop_assert_eq!(said, held, "{}", kind.id);
                }
            }
        }
    }

    #[test]
    fn without_zones_the_copies_are_the_first_nodes_of_the_list() {
        let cluster = cluster(&[1, 1, 1, 2, 2], &[false]);
        let keys = KeySet::List(["a"].iter().collect());
        let placement = built(crate::strategy::find("ring").unwrap(), &cluster, &keys);
        let key = HashedKey::new(HashKind::Xxh64, Key::text("a"));
        let (mut plain, mut list) = (Vec::new(), Vec::new());
        placement.place(&key, 3, &mut list);
        Copies::new(&cluster, 3, false).place(placement.as_ref(), &key, &mut plain);
        assert_eq!(plain, list);
    }
}
