//! Balance: how far the fullest node is above its fair share.

use crate::report::NodeLoad;

/// The greatest load over its fair share of all `keys`, over live nodes; 1 is perfect balance, 0 without keys.
#[must_use]
pub fn peak_to_average(nodes: &[NodeLoad], keys: u64) -> f64 {
    let ratio = |node: &NodeLoad| node.keys as f64 / (node.fair * keys as f64);
    if keys == 0 { 0.0 } else { nodes.iter().filter(|node| node.fair > 0.0).map(ratio).fold(0.0, f64::max) }
}
