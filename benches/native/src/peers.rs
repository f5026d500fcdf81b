//! The crates that a Rust programmer would take, as their documents show them; points, table and probes as ours.
//!
//! All of them get the id as a number, or as its eight bytes where they take bytes, and hash it their own way.

use crate::subject::{Pass, Subject};
use maglev::ConsistentHasher;
use shardlab_bare::{POINTS, PROBES, TABLE, name};
use std::collections::hash_map::DefaultHasher;
use std::hash::BuildHasherDefault;

type Sip = BuildHasherDefault<DefaultHasher>;

/// Of two answers none: the crate has no node.
const NONE: u32 = 0;

pub fn build(peer: &str, nodes: usize) -> Result<Box<dyn Subject>, String> {
    match peer {
        "hashring" => Ok(hashring(nodes)),
        "hash-rings ring" => Ok(hash_rings_ring(nodes)),
        "consistent_hash" => Ok(consistent_hash(nodes)),
        "ketama" => Ok(ketama(nodes)),
        "conhash" => Ok(conhash(nodes)),
        "hash-rings rendezvous" => Ok(hash_rings_rendezvous(nodes)),
        "rendezvous_hash" => Ok(rendezvous_hash(nodes)),
        "hrw-hash" => Ok(hrw_hash(nodes)),
        "jumphash" => Ok(jumphash(nodes)),
        "hash-rings jump" => Ok(hash_rings_jump(nodes)),
        "maglev" => Ok(maglev(nodes)),
        "anchorhash" => Ok(anchorhash(nodes)),
        "hash-rings multi-probe" => Ok(hash_rings_multi_probe(nodes)),
        "mpchash" => Ok(mpchash(nodes)),
        _ => Err(format!("there is no peer {peer}")),
    }
}

/// Numbers of nodes that live as long as the process, for the crates that borrow them.
fn numbers(nodes: usize) -> &'static [u32] {
    Box::leak((0..nodes as u32).collect::<Vec<_>>().into_boxed_slice())
}

fn hashring(nodes: usize) -> Box<dyn Subject> {
    let ring = |nodes: usize| {
        let mut ring = hashring::HashRing::new();
        ring.batch_add((0..nodes as u32).flat_map(|node| (0..POINTS as u32).map(move |i| (node, i))).collect());
        ring
    };
    Box::new(Pass::new(nodes, ring, |ring, id| ring.get(&id).map_or(NONE, |point| point.0)))
}

fn hash_rings_ring(nodes: usize) -> Box<dyn Subject> {
    let ring = |nodes: usize| {
        let mut ring = hash_rings::consistent::Ring::with_hasher(Sip::default());
        numbers(nodes).iter().for_each(|node| ring.insert_node(node, POINTS as usize));
        ring
    };
    Box::new(Pass::new(nodes, ring, |ring, id| *ring.get_node(&id)))
}

fn consistent_hash(nodes: usize) -> Box<dyn Subject> {
    let ring = |nodes: usize| {
        let nodes = (0..nodes as u32).map(|node| consistent_hash::Node::new(node).quantity(POINTS as usize));
        consistent_hash::StaticHashRing::new(consistent_hash::DefaultHash, nodes)
    };
    Box::new(Pass::new(nodes, ring, |ring, id| ring.calc_candidates(&id).next().map_or(NONE, |node| node.key)))
}

/// 160 points a node: the crate has no other number.
fn ketama(nodes: usize) -> Box<dyn Subject> {
    let ring = |nodes: usize| {
        let names: Vec<String> = (0..nodes).map(name).collect();
        ketama::Ring::build(&names.iter().map(String::as_str).collect::<Vec<_>>())
    };
    Box::new(Pass::new(nodes, ring, |ring, id| ring.route(&id.to_le_bytes()) as u32))
}

#[derive(Clone)]
struct Server(u32);

impl conhash::Node for Server {
    fn name(&self) -> String {
        name(self.0 as usize)
    }
}

fn conhash(nodes: usize) -> Box<dyn Subject> {
    let ring = |nodes: usize| {
        let mut ring = conhash::ConsistentHash::new();
        (0..nodes as u32).for_each(|node| ring.add(&Server(node), POINTS as usize));
        ring
    };
    Box::new(Pass::new(nodes, ring, |ring, id| ring.get(&id.to_le_bytes()).map_or(NONE, |server| server.0)))
}

fn hash_rings_rendezvous(nodes: usize) -> Box<dyn Subject> {
    let ring = |nodes: usize| {
        let mut ring = hash_rings::rendezvous::Ring::with_hasher(Sip::default());
        numbers(nodes).iter().for_each(|node| ring.insert_node(node, 1));
        ring
    };
    Box::new(Pass::new(nodes, ring, |ring, id| *ring.get_node(&id)))
}

fn rendezvous_hash(nodes: usize) -> Box<dyn Subject> {
    let candidates = |nodes: usize| {
        let mut candidates = rendezvous_hash::RendezvousNodes::default();
        for node in 0..nodes as u32 {
            candidates.insert(rendezvous_hash::IdNode::new(node));
        }
        candidates
    };
    Box::new(Pass::new(nodes, candidates, |nodes, id| nodes.calc_candidates(&id).next().map_or(NONE, |node| **node)))
}

fn hrw_hash(nodes: usize) -> Box<dyn Subject> {
    let build = |nodes: usize| hrw_hash::HrwNodes::new(0..nodes as u32);
    Box::new(Pass::new(nodes, build, |nodes, id| nodes.sorted(&id).next().copied().unwrap_or(NONE)))
}

fn jumphash(nodes: usize) -> Box<dyn Subject> {
    let build = |nodes: usize| (jumphash::JumpHasher::new_with_keys(0, 0), nodes as u32);
    Box::new(Pass::new(nodes, build, |(hasher, nodes), id| hasher.slot(&id, *nodes)))
}

fn hash_rings_jump(nodes: usize) -> Box<dyn Subject> {
    let build = |nodes: usize| hash_rings::jump::Ring::with_hasher(Sip::default(), nodes as u32);
    Box::new(Pass::new(nodes, build, |ring, id| ring.get_node(&id)))
}

fn maglev(nodes: usize) -> Box<dyn Subject> {
    let build = |nodes: usize| maglev::Maglev::with_capacity(0..nodes as u32, TABLE as usize);
    Box::new(Pass::new(nodes, build, |table, id| table.get(&id).copied().unwrap_or(NONE)))
}

fn anchorhash(nodes: usize) -> Box<dyn Subject> {
    let capacity = (2 * (nodes + 1)).next_power_of_two() as u16;
    let builder = anchorhash::Builder::with_hasher(Sip::default()).with_resources(0..nodes as u32);
    let before: anchorhash::AnchorHash<u64, u32, Sip> = builder.build(capacity);
    let mut after = before.clone();
    let added = after.add_resource(nodes as u32);
    debug_assert!(added.is_ok(), "there is room");
    Box::new(Pass::of(nodes, [before, after], |anchor, id| anchor.get_resource(id).copied().unwrap_or(NONE)))
}

fn hash_rings_multi_probe(nodes: usize) -> Box<dyn Subject> {
    let build = |nodes: usize| {
        let mut ring = hash_rings::mpc::Ring::with_hasher(Sip::default(), PROBES);
        numbers(nodes).iter().for_each(|node| ring.insert_node(node));
        ring
    };
    Box::new(Pass::new(nodes, build, |ring, id| *ring.get_node(&id)))
}

fn mpchash(nodes: usize) -> Box<dyn Subject> {
    let build = |nodes: usize| {
        let ring = mpchash::HashRing::<u32>::new();
        (0..nodes as u32).for_each(|node| ring.add(node));
        ring
    };
    Box::new(Pass::new(nodes, build, |ring, id| ring.node(&id).map_or(NONE, |token| *token.node())))
}
