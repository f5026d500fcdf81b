//! What every answer must be: live, distinct, the oracle's, in words, and the same after any history where promised.

use super::super::*;
use super::Subject;
use super::balance::{defaults, many};
use super::case::{Case, Judged, Oracle, cluster, holds, with_history};
use crate::cluster::{Changes, Node, NodeId};
use crate::hash::HashKind;
use crate::keys::Key;
use proptest::prelude::*;

pub(super) fn answers_are_live_distinct_and_equal_to_the_oracle(kind: Subject, oracle: Oracle) {
    holds(kind, 200, |case| {
        let (judged, again) = (Judged::of(kind, &case), Judged::of(kind, &case));
        for key in &case.keys {
            let found = judged.place(key, case.want);
            prop_assert_eq!(found.len(), case.want.min(case.cluster.live().count()));
            prop_assert!(found.iter().all(|id| case.cluster.get(*id).is_some_and(|node| node.live)));
            prop_assert!((1..found.len()).all(|i| !found[..i].contains(&found[i])));
            prop_assert_eq!(judged.owner(key), found[0]);
            prop_assert_eq!(judged.looked_up(key).unwrap_or(found[0]), found[0], "prepared");
            prop_assert_eq!(&found, &again.place(key, case.want));
            prop_assert_eq!(&found, &judged.oracle(oracle, key, case.want));
        }
        Ok(())
    });
}

/// The kinds whose look-up is prepared, while all nodes are live and weigh the same.
const PREPARED: [&str; 9] = ["modulo", "ring", "rendezvous", "jump", "maglev", "multi-probe", "anchor", "slots", "partitions"];

pub(super) fn the_look_up_is_prepared_where_it_can_be(kind: Subject) {
    let judged = Judged::build(kind, &cluster(6), (HashKind::Mix64, &defaults(), &many()));
    let first = kind.dialect.id == kind.kind.dialects[0].id;
    assert!(!first || judged.look_up.is_some() == PREPARED.contains(&kind.kind.id), "{kind}");
}

pub(super) fn the_working_names_the_owner(kind: Subject) {
    holds(kind, 100, |case| {
        let judged = Judged::of(kind, &case);
        for key in &case.keys {
            let working = judged.placement.explain(&HashedKey::new(case.hash, Key::text(key)), case.want);
            let winners: Vec<_> = working.lines.iter().filter(|line| line.what == "winner").filter_map(|line| line.node).collect();
            prop_assert_eq!(winners.last(), Some(&judged.owner(key)));
            let named = working.lines.iter().filter(|line| line.what == "replica").filter_map(|line| line.node);
            prop_assert_eq!(named.collect::<Vec<_>>(), &judged.place(key, case.want)[1..]);
        }
        Ok(())
    });
}

pub(super) fn a_failed_node_is_passed_over_in_the_preference_list(kind: Subject) {
    holds(kind, 100, |case| {
        let all_live = Cluster::new(case.cluster.nodes().iter().cloned().map(|node| Node { live: true, ..node }).collect());
        let (with, without) = (Judged::build(kind, &all_live, case.given()), Judged::of(kind, &case));
        for key in &case.keys {
            let whole = with.place(key, all_live.nodes().len());
            let live: Vec<NodeId> = whole.into_iter().filter(|id| case.cluster.get(*id).is_some_and(|node| node.live)).collect();
            prop_assert_eq!(without.place(key, all_live.nodes().len()), live);
        }
        Ok(())
    });
}

pub(super) fn any_history_leaves_live_and_distinct_answers(kind: Subject) {
    holds(kind, 100, |case| {
        let Some(last) = with_history(kind, &case) else { return Ok(()) };
        for key in &case.keys {
            let found = last.place(key, case.want);
            prop_assert_eq!(found.len(), case.want.min(last.cluster.live().count()));
            prop_assert!(found.iter().all(|id| last.cluster.get(*id).is_some_and(|node| node.live)));
            prop_assert!((1..found.len()).all(|i| !found[..i].contains(&found[i])));
            prop_assert_eq!(last.owner(key), found[0]);
            prop_assert_eq!(last.looked_up(key).unwrap_or(found[0]), found[0], "prepared");
        }
        Ok(())
    });
}

pub(super) fn any_history_equals_a_first_build(kind: Subject) {
    holds(kind, 100, |case| {
        let Some(last) = with_history(kind, &case) else { return Ok(()) };
        let fresh = Judged::build(kind, &last.cluster, case.given());
        for key in &case.keys {
            prop_assert_eq!(last.place(key, case.want), fresh.place(key, case.want));
        }
        Ok(())
    });
}

pub(super) fn history_changes_an_answer(kind: Subject, case: &Case) -> bool {
    let Some(last) = with_history(kind, case) else { return false };
    let fresh = Judged::build(kind, &last.cluster, case.given());
    case.keys.iter().any(|key| last.place(key, case.want) != fresh.place(key, case.want))
}

pub(super) fn order_does_not_matter(kind: Subject) {
    holds(kind, 100, |case| {
        let mut turned = case.cluster.nodes().to_vec();
        turned.reverse();
        let (one, other) = (Judged::of(kind, &case), Judged::build(kind, &Cluster::new(turned), case.given()));
        for key in &case.keys {
            prop_assert_eq!(one.place(key, case.want), other.place(key, case.want));
        }
        Ok(())
    });
}

pub(super) fn order_changes_an_answer(kind: Subject, case: &Case) -> bool {
    let mut turned = case.cluster.nodes().to_vec();
    turned.reverse();
    let (one, other) = (Judged::of(kind, case), Judged::build(kind, &Cluster::new(turned), case.given()));
    case.keys.iter().any(|key| one.place(key, case.want) != other.place(key, case.want))
}

pub(super) fn a_failure_moves_other_keys(kind: Subject, case: &Case) -> bool {
    let whole = Cluster::new(case.cluster.nodes().iter().cloned().map(|node| Node { live: true, ..node }).collect());
    let last = whole.nodes()[whole.nodes().len() - 1].id;
    let (before, after) = (Judged::build(kind, &whole, case.given()), whole.after(&Changes { fail: vec![last], ..Changes::default() }));
    let after = Judged::build(kind, &after, case.given());
    case.keys.iter().any(|key| before.owner(key) != last && before.owner(key) != after.owner(key))
}

/// What a strategy cannot do is a typed answer with what people do instead.
pub(super) fn a_middle_removal_is_refused_in_words(kind: Subject) {
    holds(kind, 50, |case| {
        let nodes = case.cluster.nodes();
        let after = case.cluster.after(&Changes { remove: vec![nodes[0].id], ..Changes::default() });
        prop_assume!(after.live().count() > 0);
        let judged = Judged::of(kind, &case);
        let build = |cluster: &Cluster| judged.after(cluster).map(drop);
        let refusal = build(&after).expect_err("a hole among the numbers");
        prop_assert!(refusal.why.contains(&after.nodes()[0].name) && !refusal.instead.is_empty());
        let last = case.cluster.after(&Changes { remove: vec![nodes[nodes.len() - 1].id], ..Changes::default() });
        prop_assert!(last.live().count() == 0 || build(&last).is_ok());
        Ok(())
    });
}

/// Where nodes stand in buckets: nodes that leave one after the other and come back the other way round find all as it was.
pub(super) fn what_leaves_and_comes_back_in_turn_restores_the_buckets(kind: Subject) {
    let first = Judged::build(kind, &cluster(6), (kind.dialect.hash.unwrap_or(HashKind::Xxh64), &defaults(), &many()));
    let Some(buckets) = first.placement.buckets().cloned() else { return };
    let keys: Vec<String> = (0..1_000).map(|i| format!("key_{i}")).collect();
    let leave = |now: &Judged, id: u32| now.after(&now.cluster.after(&Changes { remove: vec![NodeId(id)], ..Changes::default() }));
    let without_2 = leave(&first, 2).expect("any node can go");
    let without_2_4 = leave(&without_2, 4).expect("any node can go");
    let back = |now: &Judged, id: u32| {
        let node = first.cluster.nodes()[id as usize].clone();
        now.after(&now.cluster.after(&Changes { add: vec![node], ..Changes::default() }))
    };
    let with_4 = back(&without_2_4, 4).expect("a node joins");
    let whole = back(&with_4, 2).expect("a node joins");
    assert!(keys.iter().all(|key| with_4.place(key, 3) == without_2.place(key, 3)), "{kind}");
    assert!(keys.iter().all(|key| whole.owner(key) == first.owner(key)), "{kind}");
    assert_eq!(whole.placement.buckets(), Some(&buckets), "{kind}");
}
