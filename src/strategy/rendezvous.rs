//! Rendezvous hashing: every node scores the key, the greatest score wins.
//!
//! D. G. Thaler and C. V. Ravishankar, "Using name-based mappings to increase hit rates" (IEEE/ACM Transactions on
//! Networking 6(1), 1998); weights as in C. Schindelhauer and G. Schomaker, "Weighted distributed hash tables"
//! (SPAA 2005). The score of a node is the hash of the key and the node's name together. With unequal weights it is
//! −w/ln(u), u being that hash scaled into (0, 1): shares are then exactly proportional to the weights. Replicas are
//! the next best scores; a failed node does not take part.
//!
//! # Complexity
//! n nodes: build O(n), look-up O(n), memory O(n).
//!
//! # Guarantees
//! Adding a node moves keys only to it, removing one only its own, reweighting only to nodes that gain; expected shares
//! are the fair shares.
//!
//! # Limits
//! A look-up asks every node.
//!
//! # Deviations
//! `nspcc` (nspcc-dev/hrw) keeps a distance instead of a score; there a weight scales 2^64 less the distance, over the
//! greatest weight, so that shares grow faster than weights. Equal scores go to the name that comes first. Weights compare 52 bits of the hash (all of a 32-bit one); with equal
//! weights the whole hash counts.

#[cfg(feature = "full")]
use super::bulk::Form;
use super::kind::{Complexity, Dialect, Guarantees, Input, Kind, Refusal};
use super::least_expected;
use super::placement::{HashedKey, Placement, WorkLine, Working, hash_line, short_hex};
use crate::cluster::{Node, NodeId};
use crate::collections::sort_by;
use crate::hash::{HashKind, HashValue, SystemHash, fmix64, is_plain};
use std::cmp::Ordering;

/// The declaration.
pub static KIND: Kind = Kind {
    id: "rendezvous",
    title: "Rendezvous",
    summary: "Every node scores the key with a hash of both; the greatest score wins.",
    reference: "Thaler and Ravishankar, IEEE/ACM ToN 6(1), 1998; Schindelhauer and Schomaker, SPAA 2005",
    mechanism: "Every node scores the key with a hash of both, and the greatest score wins. With unequal weights the score is \
                −w/ln(u), u being the hash scaled into (0, 1), so that shares are proportional to the weights. Replicas are the \
                next best scores; a failed node does not take part.",
    complexity: Complexity { build: "O(n)", lookup: "O(n)", memory: "O(n)" },
    balance: "expected shares are exactly the fair shares; only chance is left",
    instead: "A look-up asks every node. With thousands of nodes people score groups first, or take a ring or a table.",
    params: &[],
    dialects: &[
        Dialect::plain("workshop", "The score is the hash of {key}{node}; the greatest wins."),
        #[cfg(feature = "full")]
        Dialect {
            id: NSPCC,
            summary: "The distance is MurmurHash3's finaliser of key xor node; the least wins. A node whose name is a number is that number.",
            label: None,
            hash: Some(HashKind::System(SystemHash::Nspcc)),
            guarantees: Some(Guarantees {
                order_free: true,
                weighted: false,
                minimal: true,
                any_removal: true,
                history_free: true,
                passes_over: true,
            }),
            deviation: None,
        },
    ],
    guarantees: Guarantees { order_free: true, weighted: true, minimal: true, any_removal: true, history_free: true, passes_over: true },
    build,
    expectation: least_expected,
    cost_ns: |_, hash, nodes| (hash.cost_ns() + 8.0) * nodes as f64,
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |_| 0.0,
};

const NSPCC: &str = "nspcc";

/// The live nodes in order of their names, each with the hash of its name.
struct Rendezvous {
    hash: HashKind,
    weighted: bool,
    nspcc: bool,
    /// The greatest weight.
    most: f64,
    nodes: Vec<(Node, HashValue)>,
}

/// A score: the weighted form (0 when all weights are equal), then the hash.
#[derive(Clone, Copy)]
struct Score {
    weighted: f64,
    hash: HashValue,
}

impl Score {
    fn order(self, other: Self) -> Ordering {
        self.weighted.total_cmp(&other.weighted).then(self.hash.cmp(&other.hash))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the registry's signature: other kinds refuse")]
fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let nspcc = input.dialect.id == NSPCC;
    let number = |name: &str| if nspcc && is_plain(name) { name.parse().ok() } else { None };
    let own = |name: &str| number(name).map_or_else(|| input.hash.text(name), HashValue::from_u64);
    let mut nodes: Vec<(Node, HashValue)> = input.cluster.live().map(|node| (node.clone(), own(&node.name))).collect();
    sort_by(&mut nodes, |a, b| a.0.name.cmp(&b.0.name));
    let most = nodes.iter().map(|(node, _)| node.weight).fold(0.0, f64::max);
    Ok(Box::new(Rendezvous { hash: input.hash, weighted: !input.cluster.equal_weights(), nspcc, most, nodes }))
}

impl Rendezvous {
    fn score(&self, key: &HashedKey<'_>, node: &(Node, HashValue)) -> Score {
        if self.nspcc {
            let nearness = !fmix64(key.hash.first_u64() ^ node.1.first_u64());
            let weighted = if self.weighted { nearness as f64 * (node.0.weight / self.most) } else { 0.0 };
            return Score { weighted, hash: HashValue::from_u64(nearness) };
        }
        let hash = self.hash.pair(key.key, key.hash, &node.0.name, node.1);
        let weighted = if self.weighted { -node.0.weight / libm::log(hash.unit_open()) } else { 0.0 };
        Score { weighted, hash }
    }

    /// All nodes with their scores, the best first; of equals the first by name.
    fn ranking(&self, key: &HashedKey<'_>) -> Vec<(&Node, Score)> {
        let mut all: Vec<(&Node, Score)> = self.nodes.iter().map(|node| (&node.0, self.score(key, node))).collect();
        sort_by(&mut all, |a, b| b.1.order(a.1));
        all
    }

    fn score_text(&self, score: Score, key: &str, node: &Node) -> String {
        if self.nspcc {
            let distance = short_hex(HashValue::from_u64(!score.hash.first_u64()));
            let weight = if self.weighted { format!(", nearness × {} / {}", node.weight, self.most) } else { String::new() };
            return format!("fmix64(key ^ node) = {distance}{weight}");
        }
        let of = if self.hash.pairs_text() {
            format!("{}(\"{key}{}\")", self.hash.id(), node.name)
        } else {
            format!("mix64(hash ^ xxh64(\"{}\"))", node.name)
        };
        if self.weighted {
            format!("−{} / ln(u) = {:.4}, u = {:.4} from {of}", node.weight, score.weighted, score.hash.unit_open())
        } else {
            format!("{of} = {}", short_hex(score.hash))
        }
    }
}

impl Placement for Rendezvous {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        if want == 1 {
            out.push(self.owner(key));
        } else {
            out.extend(self.ranking(key).iter().take(want).map(|(node, _)| node.id));
        }
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        let mut best = (self.nodes[0].0.id, self.score(key, &self.nodes[0]));
        for node in &self.nodes[1..] {
            let score = self.score(key, node);
            if score.order(best.1) == Ordering::Greater {
                best = (node.0.id, score);
            }
        }
        best.0
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        const SHOWN: usize = 12;
        let mut lines = vec![hash_line(self.hash, key)];
        let ranking = self.ranking(key);
        for (place, (node, score)) in ranking.iter().take(SHOWN.max(want)).enumerate() {
            let (what, text) = match place {
                0 if self.nspcc => ("winner", format!("{} is nearest: it wins.", node.name)),
                0 => ("winner", format!("{} has the greatest score: it wins.", node.name)),
                place if place < want => ("replica", format!("{} comes next and holds a replica.", node.name)),
                _ if self.nspcc => ("comparison", format!("{} is farther.", node.name)),
                _ => ("comparison", format!("{} scores less.", node.name)),
            };
            lines.push(WorkLine::new(what, text, self.score_text(*score, key.key.text, node), Some(node.id)));
        }
        if let Some(more) = ranking.len().checked_sub(SHOWN.max(want)).filter(|more| *more > 0) {
            lines.push(WorkLine::new("comparison", format!("{more} more nodes come after these."), "", None));
        }
        Working { lines }
    }

    #[cfg(feature = "full")]
    fn form(&self) -> Form {
        let members = || self.nodes.iter().map(|(node, hash)| (node.id, (node.name.clone(), *hash))).collect();
        match (self.nspcc || !self.hash.pairs_text(), self.nspcc || self.weighted) {
            (true, true) => Form::Hash,
            (false, true) => Form::Key,
            (true, false) => Form::Mixed(members()),
            (false, false) => Form::Texts(members()),
        }
    }

    fn memory_bytes(&self) -> u64 {
        (self.nodes.len() * size_of::<HashValue>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Key;
    use crate::strategy::suite;

    /// Nodes picked one after the other by the greatest score, from the definition.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let equal = input.cluster.equal_weights();
        let mut left: Vec<&Node> = input.cluster.live().collect();
        let mut found = Vec::new();
        while found.len() < want && !left.is_empty() {
            let most = left.iter().map(|node| node.weight).fold(0.0, f64::max);
            let score = |node: &Node| {
                if input.dialect.id == NSPCC {
                    let hashed = input.hash.text(&node.name).first_u64();
                    let value = node.name.parse().ok().filter(|n: &u64| n.to_string() == node.name).unwrap_or(hashed);
                    let nearness = u64::MAX - fmix64(value ^ key.hash.first_u64());
                    let weighted = if equal { 0.0 } else { nearness as f64 * (node.weight / most) };
                    return (weighted, HashValue::from_u64(nearness));
                }
                let hash = naive_pair(input.hash, key, &node.name);
                (if equal { 0.0 } else { -node.weight / libm::log(hash.unit_open()) }, hash)
            };
            let mut best = 0;
            for i in 1..left.len() {
                let (a, b) = (score(left[i]), score(left[best]));
                if a > b || (a == b && left[i].name < left[best].name) {
                    best = i;
                }
            }
            found.push(left.remove(best).id);
        }
        found
    }

    /// The hash of key and node: of the joined text, or of the two integers as the documents spell it.
    fn naive_pair(hash: HashKind, key: &HashedKey<'_>, node: &str) -> HashValue {
        if hash.pairs_text() {
            return hash.text(&format!("{}{node}", key.key.text));
        }
        let mixed = Key { text: "", id: Some(key.hash.first_u64() ^ HashKind::Xxh64.text(node).first_u64()) };
        HashKind::Mix64.key(mixed)
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }

    #[test]
    fn weights_1_2_4_share_keys_1_2_4() {
        suite::shares_follow_weights(suite::Subject::first(&KIND), &[1.0, 2.0, 4.0]);
    }
}
