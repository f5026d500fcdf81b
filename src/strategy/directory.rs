//! Directory: a table with an entry for every key says where it is.
//!
//! The look-up table of S. Agrawal et al. and of every "shard map" that lists tenants one by one; also GFS's and HDFS's
//! name node. No hash decides anything: the first keys go one by one to the node with the
//! least load for its weight, none above its fair share rounded up. When members or
//! weights change, the fewest entries are rewritten that give every node its fair share. The keys of a failed node are
//! answered by the others, a part by each.
//!
//! # Complexity
//! n nodes, k keys: build O(k log n), a step O(k + n), look-up O(1) where keys have numbers, else O(log k), memory O(k).
//!
//! # Guarantees
//! Every node has its fair share of the keys, to one key. Adding a node moves keys only to it, removing one only its own,
//! reweighting only to nodes that gain.
//!
//! # Limits
//! The table is as large as the data's keys are many, and must be asked for every one of them; it depends on the steps
//! that led to it. Above a million keys it is refused.
//!
//! # Deviations
//! None: there is no paper to deviate from.

use super::kind::{Complexity, Dialect, Input, Kind, Refusal};
use super::least_expected;
use super::placement::{HashedKey, Placement, WorkLine, Working};
use super::table;
use crate::cluster::{Node, NodeId};
use crate::collections::sort_by_key;
use crate::hash::{mix64, xxh64};
use crate::keys::{Key, KeySet};

/// The declaration.
pub static KIND: Kind = Kind {
    id: "directory",
    title: "Directory",
    summary: "A table with an entry for every key says where it is; the least loaded node gets the next key.",
    reference: "the shard maps of multi-tenant databases; Ghemawat et al., The Google file system, SOSP 2003",
    mechanism: "A table has an entry for every key. Keys go one by one to the node with the least load, and when \
                members or weights change the fewest entries are rewritten that give every node its fair share. The keys of a \
                failed node are answered by the others, a part by each.",
    complexity: Complexity { build: "O(k log n)", lookup: "O(1) for numbered keys, else O(log k)", memory: "O(k)" },
    balance: "every node has its fair share of the keys, to one key",
    instead: "The table grows with the keys and is asked for each of them. People list ranges or slots instead of keys.",
    params: &[],
    dialects: &[Dialect::plain(
        "workshop",
        "Keys go one by one to the node with the least load for its weight, in the order of the key set.",
    )],
    guarantees: table::GUARANTEES,
    build,
    expectation: least_expected,
    cost_ns: |_, _, _| 60.0,
    build_ns: |_| 0.0,
    points_per_node: None,
    deviation: |_| 0.0,
};

/// The most keys of a directory: 4 bytes each in every step, in a list some 20.
const KEYS: u64 = 1_000_000;

/// The entries: `table` by the key's number.
struct Directory {
    nodes: Vec<Node>,
    table: Vec<NodeId>,
    numbers: Numbers,
    /// Where a key goes that is not in the table.
    least_loaded: NodeId,
}

fn build(input: &Input<'_>) -> Result<Box<dyn Placement>, Refusal> {
    let count = input.keys.count();
    if count > KEYS {
        return Err(Refusal {
            why: format!("a directory of {count} keys is larger than the {KEYS} entries that are kept here"),
            instead: "people give ranges or slots an entry instead of keys".to_owned(),
            code: None,
        });
    }
    let nodes = input.cluster.nodes().to_vec();
    let after = table::after(input.before, input.cluster, count as usize, scattered);
    let table = after.unwrap_or_else(|| table::by_least_load(input.cluster, count as usize));
    let least_loaded = least_loaded(&nodes, &table);
    Ok(Box::new(Directory { nodes, table, numbers: Numbers::of(input.keys), least_loaded }))
}

/// What gives a key its number in the key set.
pub(super) enum Numbers {
    /// The id, from a first one on, so many.
    Ids(u64, u64),
    /// The number between the parts of a pattern, from a first one on, so many.
    Pattern(u64, u64, Vec<String>),
    /// From the key's own hash to its number, sorted.
    Listed(Vec<(u64, u32)>),
}

impl Numbers {
    pub(super) fn of(keys: &KeySet) -> Self {
        match keys {
            KeySet::Ids { from, count } => Self::Ids(*from, *count),
            KeySet::Pattern { from, count, parts } => Self::Pattern(*from, *count, parts.clone()),
            KeySet::List(_) | KeySet::Split { .. } => {
                let mut room = String::new();
                let mut index: Vec<(u64, u32)> = (0..keys.count()).map(|i| (name_of(keys.key(i, &mut room)), i as u32)).collect();
                sort_by_key(&mut index, |entry| entry.0);
                Self::Listed(index)
            }
        }
    }

    pub(super) fn number(&self, key: Key<'_>) -> Option<u64> {
        let place = |number: u64, from: &u64, count: &u64| number.checked_sub(*from).filter(|place| place < count);
        match self {
            Self::Ids(from, count) => place(key.id?, from, count),
            Self::Pattern(from, count, parts) => place(between(key.text, parts)?, from, count),
            Self::Listed(index) => {
                let name = name_of(key);
                let at = index.partition_point(|entry| entry.0 < name);
                index.get(at).filter(|entry| entry.0 == name).map(|entry| u64::from(entry.1))
            }
        }
    }

    pub(super) fn memory_bytes(&self) -> u64 {
        if let Self::Listed(index) = self { size_of_val(index.as_slice()) as u64 } else { 0 }
    }
}

/// The number that stands between the parts of a pattern, in each of its places the same.
fn between(text: &str, parts: &[String]) -> Option<u64> {
    let digits = text.len().checked_sub(parts.iter().map(String::len).sum())? / (parts.len() - 1);
    let number = text.get(parts[0].len()..parts[0].len() + digits)?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && (digits == 1 || !number.starts_with('0'));
    let mut rest = text.strip_prefix(parts[0].as_str())?;
    for part in &parts[1..] {
        rest = rest.strip_prefix(number)?.strip_prefix(part.as_str())?;
    }
    if plain && rest.is_empty() { number.parse().ok() } else { None }
}

/// 64 bits that stand for a key: they differ for any two of a million keys.
fn name_of(key: Key<'_>) -> u64 {
    key.id.map_or_else(|| xxh64(key.text.as_bytes(), 0), mix64)
}

/// The live node with the fewest keys for its weight; of equals the first.
fn least_loaded(nodes: &[Node], table: &[NodeId]) -> NodeId {
    let load = |node: &&Node| table.iter().filter(|id| **id == node.id).count() as f64 / node.weight;
    let mut best: Option<(&Node, f64)> = None;
    for node in nodes.iter().filter(|node| node.live) {
        let load = load(&node);
        if best.is_none_or(|(_, least)| load < least) {
            best = Some((node, load));
        }
    }
    best.map_or(nodes[0].id, |(node, _)| node.id)
}

/// The node of an entry, then the members in an order of the entry's own; live ones, at most `want`.
fn scattered<'a>(nodes: &'a [Node], table: &'a [NodeId], entry: usize, want: usize) -> Vec<&'a Node> {
    if want == 1
        && let Some(owner) = nodes.iter().find(|node| node.id == table[entry] && node.live)
    {
        return vec![owner];
    }
    let mut others: Vec<&NodeId> = nodes.iter().map(|node| &node.id).collect();
    sort_by_key(&mut others, |id| score(entry, **id));
    table::list(nodes, std::iter::once(&table[entry]).chain(others), want)
}

/// The least score stands in first: as in rendezvous hashing, others that come or go change no order.
const fn score(entry: usize, id: NodeId) -> u64 {
    mix64(mix64(entry as u64) ^ id.0 as u64)
}

impl Directory {
    /// The number of a key, where it is in the table.
    fn entry(&self, key: &HashedKey<'_>) -> Option<usize> {
        self.numbers.number(key.key).map(|number| number as usize)
    }

    fn list(&self, key: &HashedKey<'_>, want: usize) -> Vec<&Node> {
        match self.entry(key) {
            Some(entry) => scattered(&self.nodes, &self.table, entry, want),
            None => table::next_members(&self.nodes, std::slice::from_ref(&self.least_loaded), 0, want),
        }
    }
}

impl Placement for Directory {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        out.extend(self.list(key, want).iter().map(|node| node.id));
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        self.list(key, 1).first().map_or(self.least_loaded, |node| node.id)
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let list = self.list(key, want);
        let Some(entry) = self.entry(key) else {
            let text = "The directory has no such key: the node with the fewest keys for its weight would take it.";
            let owner = self.nodes.iter().find(|node| node.id == self.least_loaded);
            return table::working(vec![WorkLine::new("position", text, "", None)], owner, "A new key", &list);
        };
        let line = WorkLine::new("position", "Look the key up in the directory.", format!("entry {entry}"), None);
        let owner = self.nodes.iter().find(|node| node.id == self.table[entry]);
        table::working(vec![line], owner, &format!("Entry {entry}"), &list)
    }

    fn table(&self) -> &[NodeId] {
        &self.table
    }

    fn memory_bytes(&self) -> u64 {
        (self.table.len() * size_of::<NodeId>()) as u64 + self.numbers.memory_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::suite;

    /// Keys dealt one by one, with the key's entry looked for one by one.
    fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
        let nodes = input.cluster.nodes();
        let mut room = String::new();
        let dealt = table::naively_dealt(input.cluster, input.keys.count() as usize);
        let entry = (0..dealt.len()).find(|i| input.keys.key(*i as u64, &mut room).text == key.key.text);
        let entry = entry.expect("the suite asks for keys of the set");
        let mut others: Vec<usize> = (0..nodes.len()).collect();
        others.sort_by_key(|i| mix64(mix64(entry as u64) ^ u64::from(nodes[*i].id.0)));
        let order = std::iter::once(dealt[entry]).chain(others);
        let mut list: Vec<NodeId> = Vec::new();
        for node in order.map(|i| &nodes[i]).filter(|node| node.live) {
            if !list.contains(&node.id) {
                list.push(node.id);
            }
        }
        list.truncate(want);
        list
    }

    #[test]
    fn a_number_is_found_between_the_parts_of_a_pattern() {
        for parts in [["key_", ""], ["", "0"], ["1", "1"], ["a", "b"]] {
            let keys = KeySet::Pattern { from: 0, count: 300, parts: parts.map(str::to_owned).to_vec() };
            let twice = KeySet::Pattern { from: 0, count: 300, parts: vec![parts[0].to_owned(), parts[1].to_owned(), "x".to_owned()] };
            let mut room = String::new();
            for keys in [&keys, &twice] {
                let numbers = Numbers::of(keys);
                assert!((0..300).all(|i| numbers.number(keys.key(i, &mut room)) == Some(i)), "{parts:?}");
                let more = KeySet::Pattern {
                    from: 0,
                    count: 400,
                    parts: match keys {
                        KeySet::Pattern { parts, .. } => parts.clone(),
                        _ => Vec::new(),
                    },
                };
                assert_eq!(numbers.number(more.key(300, &mut room)), None, "{parts:?}");
            }
        }
        let numbers = Numbers::of(&KeySet::Pattern { from: 0, count: 300, parts: vec!["key_".to_owned(), String::new()] });
        for text in ["", "key_", "key_007", "key_-1", "key_1x", "kez_1", "key_é"] {
            assert_eq!(numbers.number(Key::text(text)), None, "{text}");
        }
    }

    #[test]
    fn keeps_every_property_of_the_suite() {
        suite::judge(&KIND, oracle);
    }

    #[test]
    fn keys_that_begin_later_have_an_entry_each() {
        let parts = || vec!["key_".to_owned(), String::new()];
        for (keys, known, foreign) in [
            (KeySet::Pattern { from: 50, count: 10, parts: parts() }, "key_59", "key_49"),
            (KeySet::Ids { from: 50, count: 10 }, "59", "60"),
        ] {
            let numbers = Numbers::of(&keys);
            let mut room = String::new();
            let found: Vec<Option<u64>> = (0..10).map(|i| numbers.number(keys.key(i, &mut room))).collect();
            assert_eq!(found, (0..10).map(Some).collect::<Vec<_>>());
            assert_eq!((numbers.number(keys.typed(known)), numbers.number(keys.typed(foreign))), (Some(9), None));
        }
    }
}
