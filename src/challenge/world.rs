//! What a learner's code is tried on: hidden keys, and states of a hidden cluster that nodes join and leave.

use super::content::Fleet;
use crate::cluster::{Cluster, Node, NodeId};
use crate::hash::mix64;
use crate::keys::KeySet;

/// Hidden keys.
pub(super) const KEYS: u64 = 2_000;
/// The workshop's keys, for the figures that are told when all checks have passed.
pub(super) const WORKSHOP_KEYS: u64 = 1_000;

/// A state of a cluster. Names say what led to it from the one that its code knows as `before`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// Three nodes.
    Three,
    /// The same once more.
    ThreeAgain,
    /// A fourth joins.
    Four,
    /// The four from the start, in another order.
    FourShuffled,
    /// Of the four the second leaves.
    FourLess,
    /// Seven nodes.
    Seven,
    /// The same from the start, in another order.
    SevenShuffled,
    /// An eighth joins the seven.
    Eight,
    /// Of the seven the third leaves.
    Six,
    /// One node.
    One,
    /// The workshop's three nodes and keys.
    Workshop,
    /// Its Node D joins.
    WorkshopMore,
}

/// All states, in the order of their numbers.
pub(super) const STATES: [At; 12] = [
    At::Three,
    At::ThreeAgain,
    At::Four,
    At::FourShuffled,
    At::FourLess,
    At::Seven,
    At::SevenShuffled,
    At::Eight,
    At::Six,
    At::One,
    At::Workshop,
    At::WorkshopMore,
];

impl At {
    /// Its number.
    pub(super) const fn index(self) -> usize {
        self as usize
    }

    /// The state before it, where a step leads to it.
    pub(super) const fn before(self) -> Option<Self> {
        match self {
            Self::ThreeAgain | Self::Four => Some(Self::Three),
            Self::FourLess => Some(Self::Four),
            Self::Eight | Self::Six => Some(Self::Seven),
            Self::WorkshopMore => Some(Self::Workshop),
            _ => None,
        }
    }
}

/// The states with their keys.
pub(super) struct World {
    hidden: KeySet,
    workshop: KeySet,
    clusters: Vec<Cluster>,
}

impl World {
    /// The same for every learner: an answer in one browser is the answer in all.
    pub(super) fn new(fleet: Fleet) -> Self {
        let list = KeySet::List((0..KEYS).map(key).collect());
        let parts = vec!["key_".to_owned(), String::new()];
        let workshop = KeySet::Pattern { from: 0, count: WORKSHOP_KEYS, parts };
        Self { hidden: list, workshop, clusters: STATES.iter().map(|at| cluster(*at, fleet)).collect() }
    }

    /// The cluster of a state.
    pub(super) fn cluster(&self, at: At) -> &Cluster {
        &self.clusters[at.index()]
    }

    /// The keys of a state.
    pub(super) const fn keys(&self, at: At) -> &KeySet {
        if matches!(at, At::Workshop | At::WorkshopMore) { &self.workshop } else { &self.hidden }
    }

    /// A key's text.
    pub(super) fn key(&self, at: At, number: u64) -> String {
        self.keys(at).key(number, &mut String::new()).text.to_owned()
    }
}

/// Letters that begin many keys, as real keys do: they are no good hash.
const FORMS: [&str; 8] = ["user_", "user_", "user_", "user_", "order-", "session.", "cart:", "straße "];

/// Key number `i`; the shortest come first, so that examples are short.
fn key(i: u64) -> String {
    let form = FORMS[(mix64(i) % 8) as usize];
    format!("{form}{i}")
}

/// Names by the number of a node: in no order, of different lengths.
const NAMES: [&str; 8] = ["Oak", "Elm", "Willow", "Ash", "Birch", "Yew", "Cedar", "Alder"];
const WEIGHTS: [f64; 8] = [1.0, 2.0, 0.5, 3.0, 1.0, 4.0, 2.0, 1.5];
const ZONES: [&str; 8] = ["east", "west", "north", "east", "west", "north", "east", "south"];
/// The workshop's, with what makes the fourth one a new kind of node.
const WORKSHOP_WEIGHTS: [f64; 4] = [1.0, 1.0, 1.0, 2.0];
const WORKSHOP_ZONES: [&str; 4] = ["a", "b", "c", "a"];

fn cluster(at: At, fleet: Fleet) -> Cluster {
    let order: &[u32] = match at {
        At::Three | At::ThreeAgain | At::Workshop => &[0, 1, 2],
        At::Four | At::WorkshopMore => &[0, 1, 2, 3],
        At::FourShuffled => &[2, 0, 3, 1],
        At::FourLess => &[0, 2, 3],
        At::Seven => &[0, 1, 2, 3, 4, 5, 6],
        At::SevenShuffled => &[5, 2, 6, 0, 4, 1, 3],
        At::Eight => &[0, 1, 2, 3, 4, 5, 6, 7],
        At::Six => &[0, 1, 3, 4, 5, 6],
        At::One => &[0],
    };
    let workshop = matches!(at, At::Workshop | At::WorkshopMore);
    Cluster::new(order.iter().map(|id| node(*id, fleet, workshop)).collect())
}

fn node(id: u32, fleet: Fleet, workshop: bool) -> Node {
    let i = id as usize;
    let (weights, zones): (&[f64], &[&str]) = if workshop { (&WORKSHOP_WEIGHTS, &WORKSHOP_ZONES) } else { (&WEIGHTS, &ZONES) };
    let name = if workshop { format!("Node {}", char::from(b'A' + id as u8)) } else { NAMES[i].to_owned() };
    let weight = if fleet == Fleet::Weighted { weights[i] } else { 1.0 };
    let zone = (fleet == Fleet::Zoned).then(|| zones[i].to_owned());
    Node { id: NodeId(id), name, weight, zone, capacity: None, live: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(at: At) -> Vec<String> {
        World::new(Fleet::Equal).cluster(at).nodes().iter().map(|node| node.name.clone()).collect()
    }

    #[test]
    fn the_order_of_a_list_is_not_that_of_its_names() {
        for at in [At::Three, At::Four, At::FourShuffled, At::Seven, At::SevenShuffled] {
            let mut sorted = names(at);
            sorted.sort();
            assert_ne!(names(at), sorted, "{at:?}");
        }
    }

    #[test]
    fn a_step_adds_or_removes_one_node_or_none() {
        for at in STATES {
            let Some(before) = at.before() else { continue };
            let (old, new) = (names(before), names(at));
            assert!(old.len().abs_diff(new.len()) <= 1, "{at:?}");
            let (few, many) = if old.len() < new.len() { (&old, &new) } else { (&new, &old) };
            assert!(few.iter().all(|name| many.contains(name)), "{at:?}");
        }
    }

    #[test]
    fn states_stand_at_their_numbers() {
        assert!(STATES.iter().enumerate().all(|(i, at)| at.index() == i));
    }

    #[test]
    fn no_key_stands_twice_and_first_letters_are_no_good_hash() {
        let KeySet::List(keys) = World::new(Fleet::Equal).hidden else { panic!("a list") };
        let distinct: std::collections::BTreeSet<&str> = keys.iter().collect();
        assert_eq!(distinct.len() as u64, KEYS);
        let users = keys.iter().filter(|key| key.starts_with('u')).count();
        assert!(users * 3 > keys.len(), "{users}");
    }
}
