//! The same counts from the definitions, key by key and state by state: what the techniques are judged by.

use crate::mix::{GAMMA, mix64};
use crate::{Counts, NAMES, POINTS, PROBES, TABLE, Technique, anchor, name};
use sha2::{Digest, Sha256};
use xxhash_rust::{xxh3::xxh3_64, xxh64::xxh64};

/// The node of a key before (0) or after (1).
type Owner = Box<dyn Fn(u64, usize) -> u32 + Send>;

struct Naive {
    owners: Vec<Owner>,
    counts: Vec<Counts>,
}

impl Technique for Naive {
    fn count(&mut self, begin: u64, keys: u64) {
        for key in begin..begin + keys {
            for (owner, counts) in self.owners.iter().zip(&mut self.counts) {
                counts.add(owner(key, 0), owner(key, 1), 1);
            }
        }
    }

    fn counts(&self) -> Vec<Counts> {
        self.counts.clone()
    }
}

/// The reference of a technique.
#[must_use]
pub fn build(number: usize, nodes: usize) -> Box<dyn Technique> {
    let owners = owners(NAMES[number], nodes);
    let counts = vec![Counts::new(nodes); owners.len()];
    Box::new(Naive { owners, counts })
}

fn owners(strategy: &str, nodes: usize) -> Vec<Owner> {
    let n = nodes as u64;
    match strategy {
        "modulo" => vec![Box::new(move |id, more| (mix64(id) % (n + more as u64)) as u32)],
        "ring" => vec![ring(nodes, |label| xxh64(label, 0), mix64)],
        "rendezvous" => vec![rendezvous(nodes)],
        "jump" => vec![Box::new(move |id, more| jump(mix64(id), nodes + more))],
        "maglev" => {
            let tables = [maglev_table(nodes), maglev_table(nodes + 1)];
            vec![Box::new(move |id, more| u32::from(tables[more][(mix64(id) % TABLE) as usize]))]
        }
        "anchor" => {
            let capacity = anchor::capacity(nodes + 1) as u64;
            vec![Box::new(move |id, more| anchored(mix64(id), n + more as u64, capacity))]
        }
        "multi-probe" => vec![multi_probe(nodes)],
        "sha256" => {
            let modulo = move |i: u64, more: usize| {
                let rest =
                    digest(format!("key_{i}").as_bytes()).iter().fold(0, |rest, byte| (rest * 256 + u64::from(*byte)) % (n + more as u64));
                rest as u32
            };
            vec![ring(nodes, first_64, |i| first_64(format!("key_{i}").as_bytes())), Box::new(modulo)]
        }
        _ => vec![ring(nodes, xxh3_64, |i| xxh3_64(format!("key_{i}").as_bytes()))],
    }
}

fn digest(text: &[u8]) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// The first 64 bits of a digest: no two of the hashes here agree in them.
pub fn first_64(text: &[u8]) -> u64 {
    digest(text)[..8].iter().fold(0, |word, byte| (word << 8) | u64::from(*byte))
}

/// The first point greater than the key's hash, by binary search.
fn ring(nodes: usize, label: impl Fn(&[u8]) -> u64, hash: impl Fn(u64) -> u64 + Send + 'static) -> Owner {
    let rings = [nodes, nodes + 1].map(|nodes| {
        let point = |node: usize, i: u64| (label(format!("{}-{i}", name(node)).as_bytes()), node as u32);
        let mut points: Vec<(u64, u32)> =
            (0..nodes).flat_map(|node| (0..POINTS).map(move |i| point(node, i)).collect::<Vec<_>>()).collect();
        points.sort_unstable();
        points
    });
    Box::new(move |key, more| {
        let (points, hash) = (&rings[more], hash(key));
        let next = points.partition_point(|point| point.0 <= hash);
        points[next % points.len()].1
    })
}

fn rendezvous(nodes: usize) -> Owner {
    let seeds: Vec<u64> = (0..=nodes).map(|node| xxh64(name(node).as_bytes(), 0)).collect();
    Box::new(move |id, more| {
        let scores = seeds[..nodes + more].iter().enumerate().map(|(node, seed)| (mix64(mix64(id) ^ seed), node as u32));
        scores.max_by_key(|(score, node)| (*score, u32::MAX - node)).map_or(0, |(_, node)| node)
    })
}

/// As published by Lamping and Veach.
fn jump(mut key: u64, nodes: usize) -> u32 {
    let (mut b, mut j) = (-1_i64, 0_i64);
    while j < nodes as i64 {
        b = j;
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        j = ((b + 1) as f64 * (2_147_483_648.0 / ((key >> 33) + 1) as f64)) as i64;
    }
    b as u32
}

/// The table of the paper: nodes claim the entries of their permutations in turn.
pub fn maglev_table(nodes: usize) -> Vec<u16> {
    let hash = |node: usize, i: u8| xxh64(format!("{}-{i}", name(node)).as_bytes(), 0);
    let mut next: Vec<(u64, u64)> = (0..nodes).map(|node| (hash(node, 0) % TABLE, hash(node, 1) % (TABLE - 1) + 1)).collect();
    let mut table = vec![u16::MAX; TABLE as usize];
    for claim in 0..TABLE as usize {
        let node = claim % nodes;
        let (at, skip) = &mut next[node];
        while table[*at as usize] != u16::MAX {
            *at = (*at + *skip) % TABLE;
        }
        table[*at as usize] = node as u16;
    }
    table
}

/// From an empty bucket on among those that stayed: buckets were left from the last down.
fn anchored(hash: u64, nodes: u64, capacity: u64) -> u32 {
    let mut bucket = hash % capacity;
    while bucket >= nodes {
        bucket = mix64(hash ^ mix64(bucket + 1)) % bucket;
    }
    bucket as u32
}

fn multi_probe(nodes: usize) -> Owner {
    let points: Vec<u64> = (0..=nodes).map(|node| xxh64(name(node).as_bytes(), 0)).collect();
    Box::new(move |id, more| {
        let first = mix64(id);
        let step = mix64(first.wrapping_add(GAMMA));
        let probes = (0..PROBES).map(|i| first.wrapping_add(i.wrapping_mul(step)));
        let near = probes.flat_map(|probe| {
            points[..nodes + more].iter().enumerate().map(move |(node, point)| (point.wrapping_sub(probe).wrapping_sub(1), node as u32))
        });
        near.min_by_key(|(distance, _)| *distance).map_or(0, |(_, node)| node)
    })
}
