//! The bare techniques of the bulk path, a loop of a few lines each: the yardstick that Shardlab's own path is measured with.
//!
//! Each places keys number `begin` and on before and after one node is added and counts them: the loads before, the loads
//! after, the keys that moved. The nodes are `n0000` and on, the keys ids (or the texts `key_{i}`), the conventions those of
//! Shardlab's workshop dialect, so that the counts of all sides can be compared. [`naive`] has the same from the
//! definitions.

mod anchor;
mod jump;
mod maglev;
mod mix;
mod modulo;
mod multi_probe;
pub mod naive;
mod rendezvous;
mod ring;
mod sha;
mod text;

use std::sync::Mutex;

/// What was counted: keys by node before and after, and those that changed their node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub before: Vec<u64>,
    pub after: Vec<u64>,
    pub moved: u64,
}

impl Counts {
    fn new(nodes: usize) -> Self {
        Self { before: vec![0; nodes], after: vec![0; nodes + 1], moved: 0 }
    }

    /// Keys that have these two nodes.
    fn add(&mut self, before: u32, after: u32, keys: u64) {
        self.before[before as usize] += keys;
        self.after[after as usize] += keys;
        self.moved += if before == after { 0 } else { keys };
    }
}

/// A technique with its tables.
pub trait Technique: Send {
    /// Counts keys number `begin` up to `begin + keys`.
    fn count(&mut self, begin: u64, keys: u64);
    /// What was counted so far; of SHA-256 the ring, then modulo.
    fn counts(&self) -> Vec<Counts>;
}

/// The names of the techniques, in the order of their numbers.
pub const NAMES: [&str; 9] = ["modulo", "ring", "rendezvous", "jump", "maglev", "anchor", "multi-probe", "sha256", "text"];

/// Points of a node on a ring.
pub const POINTS: u64 = 100;
/// Entries of a Maglev table.
pub const TABLE: u64 = 65_537;
/// Probes of a key.
pub const PROBES: u64 = 21;

/// The name of a node; they sort by number.
#[must_use]
pub fn name(node: usize) -> String {
    format!("n{node:04}")
}

/// Builds a technique for some nodes and one more.
#[must_use]
pub fn build(number: usize, nodes: usize) -> Box<dyn Technique> {
    match NAMES[number] {
        "modulo" => Box::new(modulo::Modulo::new(nodes)),
        "ring" => Box::new(ring::Ring::new(nodes)),
        "rendezvous" => Box::new(rendezvous::Rendezvous::new(nodes)),
        "jump" => jump::build(nodes),
        "maglev" => Box::new(maglev::Maglev::new(nodes)),
        "anchor" => Box::new(anchor::Anchor::new(nodes)),
        "multi-probe" => Box::new(multi_probe::MultiProbe::new(nodes)),
        "sha256" => Box::new(sha::Sha::new(nodes)),
        _ => Box::new(text::Text::new(nodes)),
    }
}

/// The one technique that a page's module has at a time.
static OPEN: Mutex<Option<Box<dyn Technique>>> = Mutex::new(None);
/// The last counts as the page reads them: before, after, moved.
static SHOWN: Mutex<Vec<u64>> = Mutex::new(Vec::new());

/// Builds technique `number` of [`NAMES`]; from 100 on the naive reference of number − 100.
#[unsafe(no_mangle)]
pub extern "C" fn open(number: u32, nodes: u32) {
    let number = number as usize;
    let built = if number < 100 { build(number, nodes as usize) } else { naive::build(number - 100, nodes as usize) };
    *OPEN.lock().expect("one thread") = Some(built);
}

/// Counts keys with the open technique.
#[unsafe(no_mangle)]
pub extern "C" fn count(begin: u64, keys: u64) {
    if let Some(open) = OPEN.lock().expect("one thread").as_mut() {
        open.count(begin, keys);
    }
}

/// Where the counts stand in memory: `2 * nodes + 2` numbers of 64 bits, of SHA-256 twice.
#[unsafe(no_mangle)]
pub extern "C" fn counts() -> *const u64 {
    let counts = OPEN.lock().expect("one thread").as_ref().map(|open| open.counts()).unwrap_or_default();
    let mut shown = SHOWN.lock().expect("one thread");
    *shown = counts.into_iter().flat_map(|counts| [counts.before, counts.after, vec![counts.moved]].concat()).collect();
    shown.as_ptr()
}

#[cfg(test)]
mod tests {
    use super::{NAMES, build, naive};

    #[test]
    fn every_technique_counts_what_its_definition_counts() {
        for (number, name) in NAMES.iter().enumerate() {
            for nodes in [1, 2, 3, 4, 7, 64, 100, 1_024] {
                let keys = if nodes > 100 { 3_000 } else { 30_000 };
                let (mut bare, mut naive) = (build(number, nodes), naive::build(number, nodes));
                // In parts, from places where the number of digits changes.
                for (begin, keys) in [(0, keys), (99_999, 12), (9_995, 3_001), (999_999_990, 20), (123_456_789, 1_000)] {
                    bare.count(begin, keys);
                    naive.count(begin, keys);
                }
                assert_eq!(bare.counts(), naive.counts(), "{name} with {nodes} nodes");
            }
        }
    }
}
