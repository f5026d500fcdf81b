//! Deviation: how far the loads are from their fair shares on the whole, and how far theory expects them to be.

use crate::report::{DeviationTheory, NodeLoad};

/// The relative standard deviation of the loads from their fair shares of all `keys`, over live nodes; 0 without keys.
#[must_use]
pub fn deviation(nodes: &[NodeLoad], keys: u64) -> f64 {
    let off = |node: &NodeLoad| node.keys as f64 / (node.fair * keys as f64) - 1.0;
    if keys == 0 { 0.0 } else { mean(nodes, |node| off(node) * off(node)).sqrt() }
}

/// What [`deviation`] is expected to be: keys that fall by chance, and `own`, the strategy's own relative standard
/// deviation for a node of weight 1; none without keys.
#[must_use]
pub fn deviation_theory(nodes: &[NodeLoad], keys: u64, own: f64) -> Option<DeviationTheory> {
    if keys == 0 {
        return None;
    }
    let chance = mean(nodes, |node| (1.0 / node.fair - 1.0) / keys as f64);
    let strategy = mean(nodes, |node| own * own / node.weight);
    let deviation = (chance + strategy).sqrt();
    let live = nodes.iter().filter(|node| node.fair > 0.0).count();
    let equal = nodes.iter().filter(|node| node.fair > 0.0).all(|node| node.weight == 1.0);
    let chance = if equal { format!("{}/{keys}", live - 1) } else { "mean of (1/share − 1)/keys".to_owned() };
    let formula = match (own > 0.0, equal) {
        (false, _) => format!("√({chance}) = {deviation:.4}"),
        (true, true) => format!("√({chance} + {own:.4}²) = {deviation:.4}"),
        (true, false) => format!("√({chance} + {own:.4}²/weight) = {deviation:.4}"),
    };
    Some(DeviationTheory { deviation, formula })
}

/// The mean over live nodes; a cluster always has one.
fn mean(nodes: &[NodeLoad], value: impl Fn(&NodeLoad) -> f64) -> f64 {
    let live = nodes.iter().filter(|node| node.fair > 0.0);
    live.clone().map(value).sum::<f64>() / live.count().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::{deviation, deviation_theory};
    use crate::cluster::NodeId;
    use crate::report::NodeLoad;

    fn loads(keys: &[(u64, f64)]) -> Vec<NodeLoad> {
        let all: f64 = keys.iter().map(|(_, weight)| weight).sum();
        let load = |(i, (keys, weight)): (usize, &(u64, f64))| NodeLoad {
            node: NodeId(i as u32),
            keys: *keys,
            copies: *keys,
            requests: *keys,
            fair: weight / all,
            weight: *weight,
            live: *weight > 0.0,
        };
        keys.iter().enumerate().map(load).collect()
    }

    #[test]
    fn the_deviation_is_the_root_of_the_mean_square_over_live_nodes() {
        let two = loads(&[(60, 1.0), (40, 1.0), (0, 0.0)]);
        assert!((deviation(&two, 100) - 0.2).abs() < 1e-12);
        assert_eq!(deviation(&loads(&[(75, 3.0), (25, 1.0)]), 100), 0.0);
        assert_eq!(deviation(&two, 0), 0.0);
    }

    #[test]
    fn theory_adds_the_chance_of_the_keys_and_the_strategys_own() {
        let four = loads(&[(250, 1.0); 4]);
        let chance = deviation_theory(&four, 1000, 0.0).unwrap();
        assert_eq!(chance.formula, "√(3/1000) = 0.0548");
        let ring = deviation_theory(&four, 1000, 0.1).unwrap();
        assert_eq!(ring.formula, "√(3/1000 + 0.1000²) = 0.1140");
        assert!((ring.deviation * ring.deviation - 0.013).abs() < 1e-12);
        // A node of weight 3 has three times the points: a third of the square.
        let weighted = deviation_theory(&loads(&[(75, 3.0), (25, 1.0)]), 100, 0.1).unwrap();
        let expected = f64::midpoint((4.0 / 3.0 - 1.0) / 100.0, 0.03) + f64::midpoint(0.01 / 3.0, 0.01);
        assert!((weighted.deviation * weighted.deviation - expected).abs() < 1e-12);
        assert_eq!(deviation_theory(&four, 0, 0.1), None);
    }
}
