//! The suite that judges every strategy: properties held by random clusters and keys, each against a naive oracle.
//!
//! A property that a kind does not promise is skipped and printed with its reason, and shown not to hold: a promise that is
//! kept must be made.

mod answers;
mod balance;
mod case;
mod movement;

use super::*;
use crate::cluster::NodeId;
use crate::hash::HashKind;
use crate::keys::KeySet;
use case::{Case, Judged, Oracle, cases, node, rng};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, TestRunner};

pub(crate) use balance::shares_follow_weights;
pub(crate) use case::cluster;

/// A kind in one of its dialects.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    pub(super) kind: &'static Kind,
    pub(super) dialect: &'static Dialect,
}

impl Subject {
    /// A kind in its default dialect.
    pub(crate) fn first(kind: &'static Kind) -> Self {
        Self { kind, dialect: &kind.dialects[0] }
    }

    fn promises(self) -> Guarantees {
        self.kind.promises(self.dialect)
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} ({})", self.kind.id, self.dialect.id)
    }
}

/// Holds a kind in each of its dialects to everything that it promises, and shows that it promises no less than it holds.
pub(crate) fn judge(kind: &'static Kind, oracle: Oracle) {
    for dialect in kind.dialects {
        judge_dialect(Subject { kind, dialect }, oracle);
    }
}

fn judge_dialect(kind: Subject, oracle: Oracle) {
    let Guarantees { order_free, weighted, minimal, any_removal, history_free, passes_over } = kind.promises();
    answers::answers_are_live_distinct_and_equal_to_the_oracle(kind, oracle);
    answers::the_look_up_is_prepared_where_it_can_be(kind);
    answers::the_working_names_the_owner(kind);
    if promised(kind, passes_over, "a failure moves the failed node's keys alone") {
        answers::a_failed_node_is_passed_over_in_the_preference_list(kind);
    } else {
        happens(kind, "a failure moves the keys of other nodes", answers::a_failure_moves_other_keys);
    }
    answers::any_history_leaves_live_and_distinct_answers(kind);
    if promised(kind, order_free, "the order of nodes does not matter") {
        answers::order_does_not_matter(kind);
    } else {
        happens(kind, "another order of the nodes gives another answer", answers::order_changes_an_answer);
    }
    if promised(kind, minimal, "only needed moves") {
        judge_movement(kind, weighted);
    } else {
        happens(kind, "a new node makes a key move between old ones", movement::a_key_moves_without_need);
    }
    if !promised(kind, any_removal, "any node can be removed") {
        answers::a_middle_removal_is_refused_in_words(kind);
    }
    if promised(kind, history_free, "the same members give the same answers after any history") {
        answers::any_history_equals_a_first_build(kind);
    } else {
        happens(kind, "the history changes an answer", answers::history_changes_an_answer);
    }
    answers::what_leaves_and_comes_back_in_turn_restores_the_buckets(kind);
    balance::shares_follow_weights(kind, if weighted { &[1.0, 2.0, 0.5, 3.0] } else { &[1.0; 4] });
    balance::the_stated_deviation_is_met_and_reached(kind);
    balance::a_table_gives_every_node_its_fair_share(kind);
}

/// Kinds whose stand-ins for a failed node are drawn by its number, with what that means when it is removed.
const DRAWN_ANEW: [&str; 7] = ["jump", "binomial", "flip", "power", "jumpback", "anchor", "memento"];

fn judge_movement(kind: Subject, weighted: bool) {
    let keeps = !DRAWN_ANEW.contains(&kind.kind.id);
    movement::adding_a_node_moves_keys_only_to_it(kind);
    movement::removing_a_node_moves_only_its_keys(kind, keeps);
    movement::every_step_of_a_history_moves_only_what_it_must(kind, keeps);
    movement::a_new_node_takes_its_fair_share(kind);
    movement::a_removed_node_gives_its_fair_share(kind);
    if !promised(kind, keeps, "a failed node that is removed moves nothing: its stand-ins were drawn by its number") {
        happens(kind, "a failed node that is removed moves keys once more", movement::removing_a_failed_node_moves_a_key);
    }
    if promised(kind, weighted, "reweighting moves keys only to the node that gains") {
        movement::a_greater_weight_moves_keys_only_to_that_node(kind);
    }
}

fn promised(kind: Subject, promise: bool, what: &str) -> bool {
    if !promise {
        println!("skipped, not promised by {kind}: {what}");
    }
    promise
}

/// What a kind does not promise does happen, in one of many cases: a promise that is kept must be made.
fn happens(kind: Subject, what: &str, found: fn(Subject, &Case) -> bool) {
    let mut runner = TestRunner::new_with_rng(Config::default(), rng());
    let case = |_| cases(kind).new_tree(&mut runner).expect("a case").current();
    assert!((0..400).map(case).any(|case| found(kind, &case)), "{kind} never shows that {what}: it may promise more");
}

/// The workshop's figures: 1,000 keys, Node A to C, then Node D.
#[test]
fn the_workshops_keys_move_as_published() {
    let nodes = |count: usize| {
        let names = ["Node A", "Node B", "Node C", "Node D"];
        Cluster::new(names[..count].iter().enumerate().map(|(i, name)| node(i as u32, name, 1.0, true)).collect())
    };
    for (id, expected) in [("modulo", 746), ("ring", 246), ("rendezvous", 241)] {
        let kind = find(id).expect("one of the workshop's kinds");
        let kind = Subject::first(kind);
        let keys = KeySet::Pattern { from: 0, count: 1_000, parts: vec!["key_".to_owned(), String::new()] };
        let build = |count| Judged::build(kind, &nodes(count), (HashKind::Sha256, &Params::default(), &keys));
        let (before, after) = (build(3), build(4));
        let moved = (0..1_000).filter(|i| before.owner(&format!("key_{i}")) != after.owner(&format!("key_{i}"))).count();
        assert_eq!(moved, expected, "{kind}");
        assert_eq!(before.owner("user_123"), NodeId(1), "{kind}");
    }
}
