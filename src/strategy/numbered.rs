//! What strategies share that know nodes by number alone: a function from a key's hash to the number of a member.
//!
//! For jump hash and its kin the members have the numbers 0 to n − 1 in the order in which they were added, so that only
//! the last can be removed: a hole cannot be skipped. Others keep the numbers of members in [`Buckets`] with holes. Where a
//! number's node has failed, and for copies, the hash is mixed once more (SplitMix64) and asked again, until the answer is
//! a node that has not been named.

use super::buckets::Buckets;
use super::bulk::Form;
use super::kind::{Dialect, Guarantees, Input, Refusal};
use super::placement::{HashedKey, Placement, WorkLine, Working, hash_line};
use crate::cluster::{Node, NodeId};
use crate::hash::{HashKind, mix64};

/// The number of a hash among n; n is at least 1.
pub(super) type Number = fn(hash: u64, n: u32) -> u32;

/// The workshop's conventions for a hash and numbers.
pub(super) const WORKSHOP: Dialect = Dialect {
    id: "workshop",
    summary: "The first 64 bits of the hash are the key; nodes by number in the order added.",
    label: None,
    hash: None,
    guarantees: None,
    deviation: None,
};

/// How SUPSI's engines are run on texts.
pub(super) const SUPSI: Dialect = Dialect {
    id: "supsi",
    summary: "The same with XXH64, as the Java engines of SUPSI are run on texts.",
    label: None,
    hash: Some(HashKind::Xxh64),
    guarantees: None,
    deviation: None,
};

/// What all of them promise.
pub(super) const GUARANTEES: Guarantees =
    Guarantees { order_free: false, weighted: false, minimal: true, any_removal: false, history_free: true, passes_over: true };

/// How often the hash is mixed for each member before the rest of the list follows in its order.
const TRIES: usize = 32;

/// The next hash of SplitMix64's sequence.
pub(super) const fn again(hash: u64) -> u64 {
    mix64(hash.wrapping_add(GAMMA))
}

/// The step of SplitMix64's state.
pub(super) const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// What gives a key its number.
pub(super) trait Numbers {
    /// The number by the key and by a hash, which is the key's own the first time.
    fn number(&self, key: &HashedKey<'_>, hash: u64) -> u32;

    /// How the key's first number comes about, for people: the sentence and the expression.
    fn how(&self, key: &HashedKey<'_>, hash: u64) -> (String, String);

    /// The [`Placement::form`], given the node of every number where all members are live; most depend on the hash alone.
    fn form(&self, _nodes: Option<Vec<Option<NodeId>>>) -> Form {
        Form::Hash
    }

    /// What is kept for it, bytes.
    fn memory_bytes(&self) -> u64;
}

/// A number by a function of the hash and n.
struct ByFunction {
    n: u32,
    number: Number,
    how: fn(hash: u64, n: u32) -> String,
    /// The form where all members are live, from the node of every number.
    form: fn(Vec<NodeId>) -> Form,
}

impl Numbers for ByFunction {
    fn number(&self, _: &HashedKey<'_>, hash: u64) -> u32 {
        (self.number)(hash, self.n)
    }

    fn how(&self, _: &HashedKey<'_>, hash: u64) -> (String, String) {
        (format!("Its number among {}, counted from 0.", self.n), (self.how)(hash, self.n))
    }

    fn form(&self, nodes: Option<Vec<Option<NodeId>>>) -> Form {
        nodes.map_or(Form::Hash, |nodes| (self.form)(nodes.into_iter().flatten().collect()))
    }

    fn memory_bytes(&self) -> u64 {
        u64::from(self.n) * size_of::<NodeId>() as u64
    }
}

/// Nodes by number.
struct Numbered {
    hash: HashKind,
    nodes: Vec<Node>,
    live: usize,
    /// The index in `nodes` of every number; a number without a node is never given.
    places: Vec<usize>,
    numbers: Box<dyn Numbers>,
    buckets: Option<Buckets>,
}

/// Numbers the members.
///
/// # Errors
/// When a member that stays would change its number.
pub(super) fn build(input: &Input<'_>, number: Number, how: fn(u64, u32) -> String) -> Result<Box<dyn Placement>, Refusal> {
    build_as(input, number, how, |_| Form::Hash)
}

/// The same of numbers that have a form of their own.
///
/// # Errors
/// When a member that stays would change its number.
pub(super) fn build_as(
    input: &Input<'_>,
    number: Number,
    how: fn(u64, u32) -> String,
    form: fn(Vec<NodeId>) -> Form,
) -> Result<Box<dyn Placement>, Refusal> {
    let nodes = input.cluster.nodes();
    if let Some(before) = input.before {
        let old = before.cluster.nodes();
        let moved =
            nodes.iter().enumerate().find(|(i, node)| old.iter().position(|other| other.id == node.id).is_some_and(|was| was != *i));
        if let Some((i, node)) = moved {
            return Err(Refusal {
                why: format!("{} would become number {i}, and only the node added last can be removed", node.name),
                instead: "people let a failed node keep its number, give the number to a new server, or keep a table from \
                          numbers to servers"
                    .to_owned(),
                code: None,
            });
        }
    }
    let (n, places) = (nodes.len() as u32, (0..nodes.len()).collect());
    Ok(numbered(input, Box::new(ByFunction { n, number, how, form }), places, None))
}

/// Members by the numbers of their buckets.
pub(super) fn in_buckets(input: &Input<'_>, buckets: Buckets, numbers: Box<dyn Numbers>) -> Box<dyn Placement> {
    let mut places = vec![0; input.cluster.nodes().iter().map(|node| node.id.index() + 1).max().unwrap_or(0)];
    input.cluster.nodes().iter().enumerate().for_each(|(place, node)| places[node.id.index()] = place);
    let places = buckets.nodes().iter().map(|id| id.map_or(0, |id| places[id.index()])).collect();
    numbered(input, numbers, places, Some(buckets))
}

fn numbered(input: &Input<'_>, numbers: Box<dyn Numbers>, places: Vec<usize>, buckets: Option<Buckets>) -> Box<dyn Placement> {
    let live = input.cluster.live().count();
    Box::new(Numbered { hash: input.hash, nodes: input.cluster.nodes().to_vec(), live, places, numbers, buckets })
}

impl Numbered {
    fn asked(&self, key: &HashedKey<'_>, hash: u64) -> usize {
        self.places[self.numbers.number(key, hash) as usize]
    }

    /// The number of a member.
    fn number_of(&self, index: usize) -> usize {
        let has = |number: &usize| match &self.buckets {
            Some(buckets) => buckets.nodes()[*number] == Some(self.nodes[index].id),
            None => *number == index,
        };
        (0..self.places.len()).find(has).unwrap_or(index)
    }

    /// Calls `found` with the live nodes of the key's preference list until it has had enough of them.
    fn walk(&self, key: &HashedKey<'_>, want: usize, mut found: impl FnMut(usize)) {
        let (mut hash, mut named) = (key.hash.integer_u64(), Vec::new());
        let mut left = want.min(self.live);
        let tries = TRIES * self.nodes.len();
        for next in 0..tries + self.nodes.len() {
            if left == 0 {
                return;
            }
            let index = if next < tries { self.asked(key, hash) } else { next - tries };
            hash = again(hash);
            if self.nodes[index].live && !named.contains(&index) {
                named.push(index);
                found(index);
                left -= 1;
            }
        }
    }
}

impl Placement for Numbered {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        self.walk(key, want, |index| out.push(self.nodes[index].id));
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        let index = self.asked(key, key.hash.integer_u64());
        let mut owner = self.nodes[index].id;
        if !self.nodes[index].live {
            self.walk(key, 1, |index| owner = self.nodes[index].id);
        }
        owner
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let hash = key.hash.integer_u64();
        let first = &self.nodes[self.asked(key, hash)];
        let (what, how) = self.numbers.how(key, hash);
        let mut lines = vec![hash_line(self.hash, key), WorkLine::new("position", what, how, None)];
        if !first.live {
            let text = format!("That is {}, which has failed: the hash is mixed and asked again.", first.name);
            lines.push(WorkLine::new("comparison", text, "", Some(first.id)));
        }
        self.walk(key, want, |index| {
            let node = &self.nodes[index];
            let index = self.number_of(index);
            let winner = lines.iter().all(|line| line.what != "winner");
            let (what, text) = match winner {
                true => ("winner", format!("Number {index} is {}.", node.name)),
                false => ("replica", format!("The hash mixed again gives number {index}: {}.", node.name)),
            };
            lines.push(WorkLine::new(what, text, "", Some(node.id)));
        });
        Working { lines }
    }

    fn form(&self) -> Form {
        let all_live = self.live == self.nodes.len();
        let nodes: Vec<Option<NodeId>> = match &self.buckets {
            Some(buckets) => buckets.nodes().to_vec(),
            None => self.nodes.iter().map(|node| Some(node.id)).collect(),
        };
        self.numbers.form(if all_live { Some(nodes) } else { None })
    }

    fn buckets(&self) -> Option<&Buckets> {
        self.buckets.as_ref()
    }

    fn memory_bytes(&self) -> u64 {
        self.numbers.memory_bytes()
    }
}

/// The preference list from the definition, for the suite: the same words, with the number from an oracle.
#[cfg(test)]
pub(super) fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize, number: Number) -> Vec<NodeId> {
    let n = input.cluster.nodes().len() as u32;
    list(input, key, want, |hash| number(hash, n) as usize)
}

/// The preference list where a hash gives the index of a member.
#[cfg(test)]
pub(super) fn list(input: &Input<'_>, key: &HashedKey<'_>, want: usize, index: impl Fn(u64) -> usize) -> Vec<NodeId> {
    let nodes = input.cluster.nodes();
    let mut order = Vec::new();
    let mut hash = key.hash.integer_u64();
    for _ in 0..TRIES * nodes.len() {
        order.push(index(hash));
        hash = mix64(hash.wrapping_add(0x9e37_79b9_7f4a_7c15));
    }
    order.extend(0..nodes.len());
    let mut list: Vec<NodeId> = Vec::new();
    for node in order.into_iter().map(|index| &nodes[index]).filter(|node| node.live) {
        if !list.contains(&node.id) {
            list.push(node.id);
        }
    }
    list.truncate(want);
    list
}
