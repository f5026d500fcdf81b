//! A built strategy: who owns a key, why, and what there is to draw.

use super::kind::Refusal;
#[cfg(feature = "full")]
use super::{buckets::Buckets, bulk::Form};
use crate::cluster::NodeId;
use crate::hash::{HashKind, HashValue};
use crate::keys::Key;

/// A key with its hash, computed once for all steps.
#[derive(Clone, Copy, Debug)]
pub struct HashedKey<'a> {
    /// The key.
    pub key: Key<'a>,
    /// Its hash under the strategy's function.
    pub hash: HashValue,
}

impl<'a> HashedKey<'a> {
    /// Hashes a key.
    #[must_use]
    pub fn new(hash: HashKind, key: Key<'a>) -> Self {
        Self { key, hash: hash.key(key) }
    }
}

/// A strategy built for one state of a cluster.
pub trait Placement {
    /// Writes the first `want` live nodes of the key's preference list, all distinct, into `out` (cleared first).
    ///
    /// `out` is shorter only where fewer nodes are live; it is never empty.
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>);

    /// The first live node of the key's preference list.
    fn owner(&self, key: &HashedKey<'_>) -> NodeId;

    /// How the answer comes about, for people: hash, position, comparison, winner.
    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working;

    /// The points of a ring in clockwise order, where the strategy has a ring.
    fn points(&self) -> &[RingPoint] {
        &[]
    }

    /// Whether a key belongs to the nearest point of the ring on either side, not to the next one clockwise.
    fn nearest(&self) -> bool {
        false
    }

    /// The slot, token range or shard of a key, where the strategy has one.
    fn partition(&self, _key: &HashedKey<'_>) -> Option<u64> {
        None
    }

    /// The node of every entry of a table that the strategy changes from step to step, where it keeps one.
    fn table(&self) -> &[NodeId] {
        &[]
    }

    /// Where ranges of keys begin, in their order, and the node of each; where the strategy has ranges.
    fn ranges(&self) -> Option<(&[Vec<u8>], &[NodeId])> {
        None
    }

    /// Which node stands in which bucket, where the strategy fills and leaves buckets from step to step.
    #[cfg(feature = "full")]
    fn buckets(&self) -> Option<&Buckets> {
        None
    }

    /// How a hash leads to the first node of a key, where whole key sets can be counted faster than key by key.
    #[cfg(feature = "full")]
    fn form(&self) -> Form {
        Form::Key
    }

    /// The same of a placement that is not asked again if it gives a [`Form::Ring`]: its points may become those of the form.
    #[cfg(feature = "full")]
    fn take_form(&mut self) -> Form {
        self.form()
    }

    /// Why its answers mean nothing, where they can go wrong in the middle: code of a learner can.
    fn failure(&self) -> Option<Refusal> {
        None
    }

    /// What code of a learner printed.
    fn printed(&self) -> Vec<String> {
        Vec::new()
    }

    /// What the next state is given of this one beside its answers; its kind knows the type.
    fn kept(&self) -> Option<&dyn std::any::Any> {
        None
    }

    /// What the built structure takes, bytes.
    fn memory_bytes(&self) -> u64;
}

/// One point of a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RingPoint {
    /// Its place.
    pub hash: HashValue,
    /// The node that it belongs to.
    pub node: NodeId,
    /// Its number among the points of its node.
    pub number: u32,
}

/// The working of one answer.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Working {
    /// The steps in order.
    pub lines: Vec<WorkLine>,
}

/// One line of a working.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct WorkLine {
    /// What is done: `hash`, `position`, `comparison`, `winner`, `replica`.
    pub what: String,
    /// The sentence.
    pub text: String,
    /// The expression or value, to be set in monospace; may be empty.
    pub code: String,
    /// The node that the line is about.
    pub node: Option<NodeId>,
}

impl WorkLine {
    /// A line.
    #[must_use]
    pub fn new(what: &str, text: impl Into<String>, code: impl Into<String>, node: Option<NodeId>) -> Self {
        Self { what: what.to_owned(), text: text.into(), code: code.into(), node }
    }
}

/// The line that every working begins with: the key's hash.
#[must_use]
pub(super) fn hash_line(hash: HashKind, key: &HashedKey<'_>) -> WorkLine {
    let of = match key.key.id {
        Some(id) if !hash.pairs_text() => id.to_string(),
        _ => format!("\"{}\"", key.key.text),
    };
    WorkLine::new("hash", format!("Hash the key with {}.", hash.title()), format!("{}({of}) = {}", hash.id(), short_hex(key.hash)), None)
}

/// A hash as people can read it: the first 16 hexadecimal digits, and an ellipsis where more follow.
#[must_use]
pub(super) fn short_hex(hash: HashValue) -> String {
    let hex = hash.hex();
    if hex.len() > 16 { format!("0x{}…", &hex[..16]) } else { format!("0x{hex}") }
}
