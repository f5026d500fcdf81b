//! How even the loads are: fair shares within the stated deviation, and the deviation reached.

use super::super::*;
use super::Subject;
use super::case::{Judged, cluster, holds, node, states};
use crate::hash::HashKind;
use crate::keys::KeySet;
use proptest::prelude::*;

pub(super) const MANY: u64 = 40_000;

/// The loads of many keys, by node number, and what may be their distance from `expected`: four standard errors of the
/// keys and of the strategy's own unevenness together.
pub(super) fn loads(judged: &Judged) -> Vec<u64> {
    let mut loads = vec![0_u64; 128];
    (0..MANY).for_each(|i| loads[judged.owner(&format!("key_{i}")).index()] += 1);
    loads
}

pub(super) fn allowed(kind: Subject, params: &Params, fair: f64, weight: f64) -> f64 {
    let expected = fair * MANY as f64;
    4.0 * (expected * (1.0 - fair)).sqrt().hypot(expected * kind.kind.deviation_in(kind.dialect, params, &cluster(4)) / weight.sqrt())
}

pub(super) fn many() -> KeySet {
    KeySet::Pattern { from: 0, count: MANY, parts: vec!["key_".to_owned(), String::new()] }
}

/// The parameters that a scenario of a few nodes has by default.
pub(super) fn defaults() -> Params {
    let mut params = Params::default();
    params.set_most_nodes(5);
    params
}

pub(crate) fn shares_follow_weights(kind: Subject, weights: &[f64]) {
    let nodes = weights.iter().enumerate().map(|(i, weight)| node(i as u32, &format!("Node {i}"), *weight, true)).collect();
    let (hash, params, keys) = (kind.dialect.hash.unwrap_or(HashKind::Sha256), defaults(), many());
    let judged = Judged::build(kind, &Cluster::new(nodes), (hash, &params, &keys));
    for ((load, fair), weight) in loads(&judged).iter().zip(judged.cluster.fair_shares()).zip(weights) {
        let (expected, allowed) = (fair * MANY as f64, allowed(kind, &params, fair, *weight));
        assert!((*load as f64 - expected).abs() <= allowed, "{kind}: {load} keys, expected {expected} ± {allowed}");
    }
}

/// With 64 nodes the squared deviation of the loads from their mean is the stated one and that of the keys together; a
/// stated one that is not 0 is reached.
pub(super) fn the_stated_deviation_is_met_and_reached(kind: Subject) {
    const NODES: f64 = 64.0;
    let (hash, keys, mut params) = (kind.dialect.hash.unwrap_or(HashKind::Xxh64), many(), Params::default());
    params.set_most_nodes(64);
    let judged = Judged::build(kind, &cluster(64), (hash, &params, &keys));
    let mean = MANY as f64 / NODES;
    let squares: f64 = loads(&judged).iter().take(64).map(|load| (*load as f64 / mean - 1.0).powi(2)).sum();
    let (found, stated, chance) =
        (squares / (NODES - 1.0), kind.kind.deviation_in(kind.dialect, &params, &judged.cluster).powi(2), 1.0 / mean);
    // The error of a variance from 64 values is √(2/63) of it; five of them above, two below.
    assert!(found <= (stated + chance) * 1.9, "{kind}: {found}, stated {stated} and {chance} by the keys");
    assert!(stated == 0.0 || found >= (stated + chance) * 0.6, "{kind}: {found}, stated {stated}: it may state less");
}

/// Where entries of a table belong to nodes, each has its fair share of them to one entry, at the start and after changes.
pub(super) fn a_table_gives_every_node_its_fair_share(kind: Subject) {
    holds(kind, 100, |case| {
        for (changes, state) in states(kind, &case) {
            if !changes.fail.is_empty() || state.cluster.nodes().iter().any(|node| !node.live) {
                break;
            }
            let table = state.placement.table();
            for (node, fair) in state.cluster.nodes().iter().zip(state.cluster.fair_shares()).filter(|_| !table.is_empty()) {
                let has = table.iter().filter(|id| **id == node.id).count() as f64;
                let fair = fair * table.len() as f64;
                prop_assert!((has - fair).abs() < 1.0 + 1e-3, "{has} entries, fair are {fair}");
            }
        }
        Ok(())
    });
}
