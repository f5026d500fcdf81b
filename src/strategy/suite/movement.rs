//! What may move: movement as declared, and the declaration reached.

use super::Subject;
use super::balance::{MANY, allowed, defaults, many};
use super::case::{Case, Judged, cluster, holds, node, states};
use crate::cluster::{Changes, NodeId};
use crate::hash::HashKind;
use proptest::prelude::*;

pub(super) fn adding_a_node_moves_keys_only_to_it(kind: Subject) {
    holds(kind, 100, |case| {
        let new = node(99, "one more", if kind.promises().weighted { 2.0 } else { 1.0 }, true);
        let after = case.cluster.after(&Changes { add: vec![new], ..Changes::default() });
        let before = Judged::of(kind, &case);
        let after = before.after(&after).expect("a step that it promises");
        for key in &case.keys {
            let (old, new) = (before.owner(key), after.owner(key));
            prop_assert!(old == new || new == NodeId(99));
        }
        Ok(())
    });
}

pub(super) fn removing_a_node_moves_only_its_keys(kind: Subject, failed_too: bool) {
    holds(kind, 100, |case| {
        let last = case.cluster.nodes().len() - 1;
        let gone = if kind.promises().any_removal { case.keys.len() % (last + 1) } else { last };
        let gone = &case.cluster.nodes()[gone];
        prop_assume!(gone.live || failed_too);
        let gone = gone.id;
        let after = case.cluster.after(&Changes { remove: vec![gone], ..Changes::default() });
        prop_assume!(after.live().count() > 0);
        let before = Judged::of(kind, &case);
        let after = before.after(&after).expect("a step that it promises");
        for key in &case.keys {
            let (old, new) = (before.owner(key), after.owner(key));
            prop_assert!(old == new || old == gone);
        }
        Ok(())
    });
}

pub(super) fn a_greater_weight_moves_keys_only_to_that_node(kind: Subject) {
    holds(kind, 100, |case| {
        let gains = case.cluster.nodes()[case.keys.len() % case.cluster.nodes().len()].clone();
        let after = case.cluster.after(&Changes { reweight: vec![(gains.id, gains.weight * 3.0)], ..Changes::default() });
        let before = Judged::of(kind, &case);
        let after = before.after(&after).expect("a step that it promises");
        for key in &case.keys {
            let (old, new) = (before.owner(key), after.owner(key));
            prop_assert!(old == new || new == gains.id);
        }
        Ok(())
    });
}

pub(super) fn a_key_moves_without_need(kind: Subject, case: &Case) -> bool {
    let before = Judged::of(kind, case);
    let more = case.cluster.after(&Changes { add: vec![node(99, "one more", 1.0, true)], ..Changes::default() });
    let Ok(after) = before.after(&more) else { return false };
    case.keys.iter().any(|key| ![before.owner(key), NodeId(99)].contains(&after.owner(key)))
}

/// The bound of a minimal strategy is reached: one of five equal nodes takes a fifth, and no more moves.
pub(super) fn a_new_node_takes_its_fair_share(kind: Subject) {
    let (hash, params, keys) = (kind.dialect.hash.unwrap_or(HashKind::Sha256), defaults(), many());
    let before = Judged::build(kind, &cluster(4), (hash, &params, &keys));
    let after = before.after(&cluster(5)).expect("one node more");
    let moved = (0..MANY).map(|i| format!("key_{i}")).filter(|key| before.owner(key) != after.owner(key)).count() as f64;
    let (expected, allowed) = (0.2 * MANY as f64, allowed(kind, &params, 0.2, 1.0));
    assert!((moved - expected).abs() <= allowed, "{kind}: {moved} keys moved, expected {expected} ± {allowed}");
}

/// Along any history: a key moves only from a node that was removed or failed, to one that was added or recovered, or, for
/// a weight, from a node whose fair share shrank to one whose fair share grew.
pub(super) fn every_step_of_a_history_moves_only_what_it_must(kind: Subject, failed_too: bool) {
    holds(kind, 150, |case| {
        let states = states(kind, &case);
        for ((_, before), (changes, after)) in states.iter().zip(&states[1..]) {
            let failed = |id: &NodeId| before.cluster.get(*id).is_some_and(|node| !node.live);
            if !failed_too && changes.remove.iter().any(failed) {
                continue;
            }
            for key in &case.keys {
                let (old, new) = (before.owner(key), after.owner(key));
                prop_assert!(old == new || needed(before, changes, after, old, new), "{key}: {old:?} to {new:?} by {changes:?}");
            }
        }
        Ok(())
    });
}

fn needed(before: &Judged, changes: &Changes, after: &Judged, old: NodeId, new: NodeId) -> bool {
    let share = |judged: &Judged, id: NodeId| {
        let place = judged.cluster.nodes().iter().position(|node| node.id == id);
        place.map_or(0.0, |place| judged.cluster.fair_shares()[place])
    };
    let left = changes.remove.contains(&old) || changes.fail.contains(&old);
    let came = changes.recover.contains(&new) || changes.add.iter().any(|node| node.id == new);
    let weighed = !changes.reweight.is_empty() && share(after, old) < share(before, old) && share(after, new) > share(before, new);
    left || came || weighed
}

pub(super) fn removing_a_failed_node_moves_a_key(kind: Subject, case: &Case) -> bool {
    let nodes = case.cluster.nodes();
    let Some(failed) = nodes.iter().rev().find(|node| !node.live) else { return false };
    let before = Judged::of(kind, case);
    let Ok(after) = before.after(&case.cluster.after(&Changes { remove: vec![failed.id], ..Changes::default() })) else { return false };
    case.keys.iter().any(|key| before.owner(key) != after.owner(key))
}

/// The other bound: one of five equal nodes that leaves moves its fifth.
pub(super) fn a_removed_node_gives_its_fair_share(kind: Subject) {
    let (hash, params, keys) = (kind.dialect.hash.unwrap_or(HashKind::Sha256), defaults(), many());
    let before = Judged::build(kind, &cluster(5), (hash, &params, &keys));
    let after = before.after(&cluster(4)).expect("the node added last can go");
    let moved = (0..MANY).map(|i| format!("key_{i}")).filter(|key| before.owner(key) != after.owner(key)).count() as f64;
    let (expected, allowed) = (0.2 * MANY as f64, allowed(kind, &params, 0.2, 1.0));
    assert!((moved - expected).abs() <= allowed, "{kind}: {moved} keys moved, expected {expected} ± {allowed}");
}
