//! Modulo: the node at index `hash(key) mod n`.
//!
//! The oldest way to spread keys, in memcached's first clients and in every `user_id % 3`; the counter-example of
//! D. Karger, E. Lehman, T. Leighton, M. Levine, D. Lewin and R. Panigrahy, "Consistent hashing and random trees"
//! (STOC 1997). The whole hash is read as one big-endian integer and divided by the number of members; the rest is an
//! index into the members in the order in which they were added. Where that member has failed, the next one in the
//! list answers, and replicas are the next ones again.
//!
//! # Complexity
//! n nodes, k keys: build O(n), look-up O(1), memory O(n).
//!
//! # Guarantees
//! Balance is that of the hash. When servers come or go at the end of the list from n to m, min(n,m)/lcm(n,m) of the
//! keys stay; nothing bounds where the others go.
//!
//! # Limits
//! Every node has the same share: weights are not read. The order of the nodes matters: clients that list them in
//! another order disagree.
//!
//! # Deviations
//! None from the workshop's definition. `kafka` and `elasticsearch` are those systems' own hashes over partitions and
//! shards; Elasticsearch divides a number with a sign, and its routing factor is 1 here.

#[cfg(feature = "full")]
use super::bulk::Form;
use super::kind::{Complexity, Dialect, Expectation, Guarantees, Input, Kind, Refusal};
use super::placement::{HashedKey, Placement, WorkLine, Working, hash_line};
use crate::cluster::{Cluster, Node, NodeId};
use crate::collections::Counts;
use crate::hash::{HashKind, SystemHash};

/// The declaration.
pub static KIND: Kind = Kind {
    id: "modulo",
    title: "Modulo",
    summary: "The hash modulo the number of nodes is an index into the list of nodes.",
    reference: "Karger et al., Consistent hashing and random trees, STOC 1997 (as the counter-example)",
    mechanism: "The hash of the key is divided by the number of members; the rest is an index into the list of members in the \
                order in which they were added. Where that member has failed, the next one in the list answers, and replicas are \
                the next ones again.",
    complexity: Complexity { build: "O(n)", lookup: "O(1)", memory: "O(n)" },
    balance: "as even as the hash: every node has 1/n of the keys but for chance",
    instead: "A change of n moves most keys, and weights are not read. People fix the number of slots or partitions instead \
                and move those.",
    params: &[],
    dialects: &[
        Dialect::plain("workshop", "The whole hash as one big-endian integer, modulo the nodes in the order added."),
        #[cfg(feature = "full")]
        Dialect {
            hash: Some(HashKind::System(SystemHash::Kafka)),
            ..Dialect::plain("kafka", "Murmur2 of the key with its sign cleared; the nodes are the partitions.")
        },
        #[cfg(feature = "full")]
        Dialect {
            hash: Some(HashKind::System(SystemHash::Elasticsearch)),
            ..Dialect::plain(
                ELASTICSEARCH,
                "Murmur3 over UTF-16, a number with a sign; the nodes are the shards, without a routing factor.",
            )
        },
    ],
    guarantees: Guarantees { order_free: false, weighted: false, minimal: false, any_removal: true, history_free: true, passes_over: true },
    build,
    expectation,
    cost_ns: |_, _, _| 12.0,
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |_| 0.0,
};

const ELASTICSEARCH: &str = "elasticsearch";

/// The members in order; at least one is live.
struct Modulo {
    hash: HashKind,
    /// Whether the hash is read with a sign, 32 bits.
    signed: bool,
    /// Whether the nodes are the partitions or shards of a system.
    partitioned: bool,
    nodes: Vec<Node>,
}

#[expect(clippy::unnecessary_wraps, reason = "the registry's signature: other kinds refuse")]
fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    Ok(Box::new(Modulo {
        hash: input.hash,
        signed: input.dialect.id == ELASTICSEARCH,
        partitioned: input.dialect.hash.is_some(),
        nodes: input.cluster.nodes().to_vec(),
    }))
}

impl Modulo {
    fn index(&self, key: &HashedKey<'_>) -> usize {
        let n = self.nodes.len();
        // The rest of a number below zero counts from the end.
        if self.signed {
            return i64::from(key.hash.integer_u64() as u32 as i32).rem_euclid(n as i64) as usize;
        }
        key.hash.modulo(n as u64) as usize
    }

    /// The live nodes from the key's index on, round the list once.
    fn walk(&self, key: &HashedKey<'_>) -> impl Iterator<Item = &Node> {
        let index = self.index(key);
        self.nodes[index..].iter().chain(&self.nodes[..index]).filter(|node| node.live)
    }
}

impl Placement for Modulo {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        out.extend(self.walk(key).take(want).map(|node| node.id));
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        self.walk(key).next().map_or(self.nodes[0].id, |node| node.id)
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let (n, index) = (self.nodes.len(), self.index(key));
        let first = &self.nodes[index];
        let mut lines = vec![
            hash_line(self.hash, key),
            WorkLine::new(
                "position",
                format!("Divide it by the {n} nodes; the rest is an index."),
                format!("hash mod {n} = {index}"),
                None,
            ),
        ];
        if !first.live {
            let text =
                format!("Counting from 0, index {index} is {}, which has failed: the next live node in the list answers.", first.name);
            lines.push(WorkLine::new("comparison", text, "", Some(first.id)));
        }
        for (place, node) in self.walk(key).take(want).enumerate() {
            let (what, text) = match place {
                0 if first.live => ("winner", format!("Counting from 0, index {index} is {}.", node.name)),
                0 => ("winner", format!("That is {}.", node.name)),
                _ => ("replica", format!("The next in the list is {}.", node.name)),
            };
            lines.push(WorkLine::new(what, text, "", Some(node.id)));
        }
        Working { lines }
    }

    fn partition(&self, key: &HashedKey<'_>) -> Option<u64> {
        self.partitioned.then(|| self.index(key) as u64)
    }

    #[cfg(feature = "full")]
    fn form(&self) -> Form {
        if self.signed { Form::Hash } else { Form::Residue(owners(&self.nodes)) }
    }

    fn memory_bytes(&self) -> u64 {
        (self.nodes.len() * size_of::<NodeId>()) as u64
    }
}

/// The exact share that moves over a full period lcm(n, m), failed nodes handing theirs to the next live one.
#[expect(clippy::unnecessary_wraps, reason = "the registry's signature: other kinds have no theory")]
fn expectation(before: &Cluster, after: &Cluster) -> Option<Expectation> {
    let (old, new) = (owners(before.nodes()), owners(after.nodes()));
    let (n, m) = (old.len() as u64, new.len() as u64);
    let period = n / gcd(n, m) * m;
    let kept = stays(&old, &new, gcd(n, m));
    let moved = 1.0 - kept as f64 / period as f64;
    let at_the_end = old.iter().zip(&new).all(|(a, b)| a == b);
    let formula = if at_the_end && n != m {
        format!("1 − min(n,m)/lcm(n,m) = 1 − {}/{period}", n.min(m))
    } else {
        format!("1 − {kept}/{period}, counted over one period lcm({n},{m})")
    };
    Some(Expectation { moved, formula })
}

/// Who answers for each index: its node, or the next live one.
fn owners(nodes: &[Node]) -> Vec<NodeId> {
    let next_live = |index: usize| nodes[index..].iter().chain(&nodes[..index]).find(|node| node.live);
    let mut owners: Vec<NodeId> = nodes.iter().map(|node| node.id).collect();
    for (index, owner) in owners.iter_mut().enumerate() {
        if !nodes[index].live {
            *owner = next_live(index).map_or(*owner, |node| node.id);
        }
    }
    owners
}

/// How many of the lcm(n, m) rests keep their node: each pair of indices of one node that agree modulo the gcd is one.
fn stays(old: &[NodeId], new: &[NodeId], gcd: u64) -> u64 {
    let classes = |owners: &[NodeId]| {
        let mut count = Counts::default();
        owners.iter().enumerate().for_each(|(index, owner)| count.add((owner.0, (index as u64 % gcd) as u32), 1));
        count
    };
    let after = classes(new);
    classes(old).iter().map(|(class, count)| count * after.get(class)).sum()
}

const fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::suite;

    /// The owner straight from the definition, with no shared code: the hash's digits divided by hand.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let nodes = input.cluster.nodes();
        let mut rest =
            key.hash.hex().chars().fold(0, |rest, digit| (rest * 16 + digit.to_digit(16).map_or(0, |digit| digit as usize)) % nodes.len());
        // A number below zero is 2^32 less than its bits.
        if input.dialect.id == "elasticsearch" && key.hash.first_u64() >> 63 == 1 {
            rest = (rest + nodes.len() - (1 << 32) % nodes.len()) % nodes.len();
        }
        (0..nodes.len()).map(|i| &nodes[(rest + i) % nodes.len()]).filter(|node| node.live).map(|node| node.id).take(want).collect()
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }

    #[test]
    fn from_3_to_4_three_quarters_move() {
        let expected = expectation(&suite::cluster(3), &suite::cluster(4)).map(|theory| theory.moved);
        assert_eq!(expected, Some(0.75));
    }

    #[test]
    fn taking_1_and_3_out_of_4_keeps_a_quarter() {
        let four = suite::cluster(4);
        let two = Cluster::new(vec![four.nodes()[1].clone(), four.nodes()[3].clone()]);
        let expected = expectation(&four, &two).map(|theory| theory.moved);
        // Kept: rests where index b of {1, 3} stands at i mod 4 and at i mod 2 alike.
        assert_eq!(expected, Some(0.75));
    }
}
