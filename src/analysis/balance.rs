//! Balance: how far the fullest nodes are above their fair share.

use crate::collections::sort_by;
use crate::report::NodeLoad;

/// The load of every live node over its fair share of all `keys`; 1 is a node's due.
fn ratios(nodes: &[NodeLoad], keys: u64) -> impl Iterator<Item = f64> {
    nodes.iter().filter(|node| node.fair > 0.0).map(move |node| node.keys as f64 / (node.fair * keys.max(1) as f64))
}

/// The greatest load over its fair share of all `keys`, over live nodes; 1 is perfect balance, 0 without keys.
#[must_use]
pub fn peak_to_average(nodes: &[NodeLoad], keys: u64) -> f64 {
    ratios(nodes, keys).fold(0.0, f64::max)
}

/// The 99th percentile over live nodes of their load over their fair share, by nearest rank: of a hundred nodes the second
/// greatest, of fewer the greatest.
#[must_use]
pub fn p99_to_average(nodes: &[NodeLoad], keys: u64) -> f64 {
    let mut all: Vec<f64> = ratios(nodes, keys).collect();
    sort_by(&mut all, f64::total_cmp);
    let rank = (all.len() * 99).div_ceil(100);
    rank.checked_sub(1).and_then(|at| all.get(at)).copied().unwrap_or(0.0)
}

/// The greatest share of the requests over its fair share, over live nodes; 0 without requests.
#[must_use]
pub fn peak_requests(nodes: &[NodeLoad]) -> f64 {
    let total: u64 = nodes.iter().map(|node| node.requests).sum();
    let ratio = |node: &NodeLoad| node.requests as f64 / (node.fair * total.max(1) as f64);
    nodes.iter().filter(|node| node.fair > 0.0).map(ratio).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::NodeId;

    fn load(keys: u64, fair: f64) -> NodeLoad {
        NodeLoad { node: NodeId(0), keys, copies: keys, requests: keys, fair, weight: 1.0, live: fair > 0.0 }
    }

    #[test]
    fn one_node_in_a_hundred_is_above_the_99th_percentile() {
        let nodes: Vec<NodeLoad> = (1..=100).map(|i| load(i, 0.01)).collect();
        assert_eq!((p99_to_average(&nodes, 100), peak_to_average(&nodes, 100)), (99.0, 100.0));
        assert_eq!(p99_to_average(&nodes[..50], 100), 50.0);
    }

    #[test]
    fn weighted_nodes_stand_against_their_share_and_failed_ones_not_at_all() {
        let nodes = [load(50, 0.5), load(30, 0.25), load(0, 0.0), load(20, 0.25)];
        assert_eq!((p99_to_average(&nodes, 100), peak_to_average(&nodes, 100), peak_requests(&nodes)), (1.2, 1.2, 1.2));
        assert_eq!(p99_to_average(&[], 100), 0.0);
    }
}
