//! The suite that judges every strategy.
use super::*;
use crate::cluster::{Node, NodeId};

pub(crate) type Oracle = fn(&Input<'_>, &HashedKey<'_>, usize) -> Vec<NodeId>;

pub(crate) fn judge(_kind: &'static Kind, _oracle: Oracle) {}

pub(crate) fn shares_follow_weights(_kind: &'static Kind, _weights: &[f64]) {}

pub(crate) fn cluster(nodes: u32) -> Cluster {
    let node = |i: u32| Node { id: NodeId(i), name: format!("Node {i}"), weight: 1.0, zone: None, capacity: None, live: true };
    Cluster::new((0..nodes).map(node).collect())
}
