//! Maglev: a table of prime size, filled by the nodes in turn, each along a permutation of its own.
//!
//! D. E. Eisenbud et al., "Maglev: a fast and reliable software network load balancer" (NSDI 2016), section 3.4. A node's
//! permutation begins at its offset and goes on by its skip; the nodes, by name, take turns in claiming the next free
//! entry of theirs, a node of weight w in w of the turns that the heaviest node has. A key belongs to the entry of its
//! hash modulo the table's size; failed nodes keep their entries and are passed over, replicas are the next other nodes.
//!
//! # Complexity
//! n nodes, a table of M entries: build O(M log M) on average, look-up O(1), memory O(M).
//!
//! # Guarantees
//! Of equal nodes none has more than one entry more than another. The order of the nodes does not matter.
//!
//! # Limits
//! A change of the members also moves some entries between nodes that stay: the smaller the table, the more. A table
//! size that is not prime would have permutations with holes, and is an error.
//!
//! # Deviations
//! The paper leaves its two hashes open. `workshop`: offset and skip are the hashes of `{node}-0` and `{node}-1`; the
//! whole hash is divided. `envoy`: XXH64 of the name with the seeds 0 and 1. `go-maglev` (D. Gryski): SipHash-2-4 of the
//! name; nodes claim in the order in which they were added.

use super::bulk::{Form, next_live};
use super::kind::{Complexity, Dialect, Guarantees, Input, Kind, Param, Range, Refusal};
use super::placement::{HashedKey, Placement, WorkLine, Working, hash_line};
use super::table::Turns;
use crate::cluster::{Node, NodeId};
use crate::collections::sort_by;
use crate::hash::{HashKind, SystemHash, xxh64};

/// The declaration.
pub static KIND: Kind = Kind {
    id: "maglev",
    title: "Maglev",
    summary: "Nodes fill a table in turn, each along its own permutation; a key is one look-up in it.",
    reference: "Eisenbud et al., Maglev: a fast and reliable software network load balancer, NSDI 2016",
    mechanism: "A node's permutation of the table begins at its offset and goes on by its skip. The nodes take turns in claiming \
                the next free entry of theirs, a node of weight w in w of the turns that the heaviest has. A key belongs to the \
                entry of its hash modulo the table's size.",
    complexity: Complexity { build: "O(M log M) on average", lookup: "O(1)", memory: "O(M)" },
    balance: "equal nodes differ by at most one entry of the table",
    instead: "A change also moves some keys between nodes that stay, fewer in a larger table. Where none may, people take \
                rendezvous or a ring.",
    params: &[TABLE_SIZE],
    dialects: &[
        Dialect {
            id: "workshop",
            summary: "Offset and skip are the hashes of {node}-0 and {node}-1; the whole hash of the key modulo the table.",
            label: None,
            hash: None,
            guarantees: None,
            deviation: None,
        },
        Dialect {
            id: ENVOY,
            summary: "XXH64 of the name (host with port) with the seeds 0 and 1 gives offset and skip; keys by XXH64.",
            label: None,
            hash: Some(HashKind::Xxh64),
            guarantees: None,
            deviation: None,
        },
        Dialect {
            id: GO_MAGLEV,
            summary: "The halves of SipHash-2-4 of the name give offset and skip; nodes claim in the order added, without weights.",
            label: None,
            hash: Some(HashKind::System(SystemHash::GoMaglev)),
            guarantees: Some(Guarantees {
                order_free: false,
                weighted: false,
                minimal: false,
                any_removal: true,
                history_free: true,
                passes_over: true,
            }),
            deviation: None,
        },
    ],
    guarantees: Guarantees { order_free: true, weighted: true, minimal: false, any_removal: true, history_free: true, passes_over: true },
    build,
    expectation: |_, _| None,
    cost_ns: |_, _, _| 14.0,
    build_ns: |params| 60.0 * params.whole(&TABLE_SIZE) as f64,
    points_per_node: None,
    deviation: |_| 0.0,
};

const ENVOY: &str = "envoy";
const GO_MAGLEV: &str = "go-maglev";

/// Entries of the table.
const TABLE_SIZE: Param = Param {
    id: "table_size",
    title: "table size",
    summary: "Entries of the table, a prime (the paper has 65,537 and 655,373); a larger one moves fewer keys without need.",
    unit: "entries",
    range: Range::Whole { min: 2, max: 655_373, default: 65_537, usual: 65_537 },
    prime: true,
    only: &[],
};

/// A filled table. `table` holds indices into `nodes`, which stand by name.
struct Maglev {
    hash: HashKind,
    nodes: Vec<Node>,
    live: usize,
    table: Vec<u16>,
}

/// Where a node's permutation begins, and its step.
fn permutation(input: &Input<'_>, name: &str, size: u64) -> (u64, u64) {
    match input.dialect.id {
        ENVOY => (xxh64(name.as_bytes(), 0) % size, xxh64(name.as_bytes(), 1) % (size - 1) + 1),
        GO_MAGLEV => {
            let hash = HashKind::System(SystemHash::GoMaglev).text(name).first_u64();
            ((hash >> 32) % size, (hash & 0xffff_ffff) % (size - 1) + 1)
        }
        _ => {
            let hash = |i: u8| input.hash.text(&format!("{name}-{i}"));
            (hash(0).modulo(size), hash(1).modulo(size - 1) + 1)
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the registry's signature: other kinds refuse")]
fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let mut nodes = input.cluster.nodes().to_vec();
    if input.dialect.id == GO_MAGLEV {
        nodes.iter_mut().for_each(|node| node.weight = 1.0);
    } else {
        sort_by(&mut nodes, |a, b| a.name.cmp(&b.name));
    }
    let size = input.params.whole(&TABLE_SIZE);
    let permutations = nodes.iter().map(|node| permutation(input, &node.name, size)).collect();
    let weights = nodes.iter().map(|node| node.weight);
    let turns = if input.dialect.id == ENVOY { Turns::added_up(weights) } else { Turns::new(weights) };
    let table = filled(permutations, turns, size);
    let live = nodes.iter().filter(|node| node.live).count();
    Ok(Box::new(Maglev { hash: input.hash, nodes, live, table }))
}

/// The table of the indices that claim its entries in turn; `next` has each one's next entry and its step.
fn filled(mut next: Vec<(u64, u64)>, mut turns: Turns, size: u64) -> Vec<u16> {
    let mut table = vec![FREE; size as usize];
    for _ in 0..size {
        let index = turns.take();
        let (at, skip) = &mut next[index];
        while table[*at as usize] != FREE {
            *at = (*at + *skip) % size;
        }
        table[*at as usize] = index as u16;
    }
    table
}

/// No node has this index: there are fewer nodes.
const FREE: u16 = u16::MAX;

impl Maglev {
    fn entry(&self, key: &HashedKey<'_>) -> usize {
        key.hash.modulo(self.table.len() as u64) as usize
    }

    /// The live nodes from the key's entry on, each where it first stands; then those without an entry, by name.
    fn list(&self, key: &HashedKey<'_>, want: usize) -> Vec<usize> {
        let (entry, want) = (self.entry(key), want.min(self.live));
        let mut found = Vec::new();
        let entries = self.table[entry..].iter().chain(&self.table[..entry]).map(|index| usize::from(*index));
        for index in entries.chain(0..self.nodes.len()) {
            if found.len() == want {
                break;
            }
            if self.nodes[index].live && !found.contains(&index) {
                found.push(index);
            }
        }
        found
    }
}

impl Placement for Maglev {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        out.extend(self.list(key, want).into_iter().map(|index| self.nodes[index].id));
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        let first = &self.nodes[usize::from(self.table[self.entry(key)])];
        if first.live { first.id } else { self.list(key, 1).first().map_or(first.id, |index| self.nodes[*index].id) }
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let (size, entry) = (self.table.len(), self.entry(key));
        let first = &self.nodes[usize::from(self.table[entry])];
        let mut lines = vec![
            hash_line(self.hash, key),
            WorkLine::new("position", "Divide it by the table's size; the rest is an entry.", format!("hash mod {size} = {entry}"), None),
        ];
        if !first.live {
            let text = format!("Entry {entry} belongs to {}, which has failed: the next entries are asked.", first.name);
            lines.push(WorkLine::new("comparison", text, "", Some(first.id)));
        }
        for (place, index) in self.list(key, want).into_iter().enumerate() {
            let node = &self.nodes[index];
            let (what, text) = match place {
                0 if first.live => ("winner", format!("Entry {entry} belongs to {}.", node.name)),
                0 => ("winner", format!("That is {}.", node.name)),
                _ => ("replica", format!("The next other node in the table is {}.", node.name)),
            };
            lines.push(WorkLine::new(what, text, "", Some(node.id)));
        }
        Working { lines }
    }

    fn form(&self) -> Form {
        let entries: Vec<NodeId> = self.table.iter().map(|index| self.nodes[usize::from(*index)].id).collect();
        // One look at the nodes, not one an entry.
        let most = self.nodes.iter().map(|node| node.id.index() + 1).max().unwrap_or(0);
        let mut live = vec![false; most];
        self.nodes.iter().for_each(|node| live[node.id.index()] = node.live);
        next_live(entries, |id| live[id.index()]).map_or(Form::Hash, Form::Residue)
    }

    fn memory_bytes(&self) -> u64 {
        (self.table.len() * size_of::<u16>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::suite;

    /// The paper's listing: whole permutations first, then claims in turns.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let mut nodes: Vec<&Node> = input.cluster.nodes().iter().collect();
        let dialect = input.dialect.id;
        if dialect != GO_MAGLEV {
            nodes.sort_by_key(|node| node.name.as_str());
        }
        let weight = |node: &Node| if dialect == GO_MAGLEV { 1.0 } else { node.weight };
        let size = input.params.whole(&TABLE_SIZE);
        let hashes = |name: &str| match dialect {
            ENVOY => [HashKind::Xxh64.text(name).first_u64(), xxh64(name.as_bytes(), 1)],
            GO_MAGLEV => {
                let hash = crate::hash::siphash(name.as_bytes(), 0xdead_beef_cafe_babe, 0);
                [hash / (1 << 32), hash % (1 << 32)]
            }
            _ => [0, 0],
        };
        let at = |name: &str, i: usize, size: u64| match dialect {
            "workshop" => input.hash.text(&format!("{name}-{i}")).modulo(size),
            _ => hashes(name)[i] % size,
        };
        let mut lists: Vec<Vec<u64>> = nodes
            .iter()
            .map(|node| {
                let (offset, skip) = (at(&node.name, 0, size), at(&node.name, 1, size - 1) + 1);
                (0..size).map(|j| (offset + j * skip) % size).collect()
            })
            .collect();
        let most = nodes.iter().map(|node| weight(node)).fold(0.0, f64::max);
        let mut table: Vec<Option<usize>> = vec![None; size as usize];
        let mut claims = vec![0_u32; nodes.len()];
        // Envoy divides by the sum, in doubles, and adds the greatest weight up.
        let envoy = dialect == ENVOY;
        let sum = if envoy { nodes.iter().map(|node| node.weight).sum() } else { 1.0 };
        let mut targets = vec![0.0; nodes.len()];
        for turn in 1.. {
            for (i, node) in nodes.iter().enumerate() {
                if table.iter().all(Option::is_some) {
                    break;
                }
                let target = if envoy { targets[i] } else { f64::from(claims[i]) * most };
                if f64::from(turn) * (weight(node) / sum) >= target {
                    claims[i] += 1;
                    targets[i] += most / sum;
                    lists[i].retain(|entry| table[*entry as usize].is_none());
                    table[lists[i][0] as usize] = Some(i);
                }
            }
            if table.iter().all(Option::is_some) {
                break;
            }
        }
        let start = key.hash.modulo(size) as usize;
        let order = (0..table.len()).filter_map(|j| table[(start + j) % table.len()]).chain(0..nodes.len());
        let mut list: Vec<NodeId> = Vec::new();
        for node in order.map(|i| nodes[i]).filter(|node| node.live) {
            if !list.contains(&node.id) {
                list.push(node.id);
            }
        }
        list.truncate(want);
        list
    }

    /// Section 3.4, table 1: permutations 3 0 4 1 5 2 6, 0 2 4 6 1 3 5 and 3 4 5 6 0 1 2; then without the second.
    #[test]
    fn the_papers_example_is_filled_as_published() {
        let turns = |nodes: usize| Turns::new(std::iter::repeat_n(1.0, nodes));
        assert_eq!(filled(vec![(3, 4), (0, 2), (3, 1)], turns(3), 7), [1, 0, 1, 0, 2, 2, 0]);
        assert_eq!(filled(vec![(3, 4), (3, 1)], turns(2), 7), [0, 0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }
}
