//! At a million keys what moves and how even the loads are agrees with theory, within five standard errors.
//!
//! Keys are ids hashed by `mix64`, so that a run is quick and always the same.
#![cfg(not(target_arch = "wasm32"))]

use shardlab::report::StrategyReport;
use shardlab::strategy::KINDS;
use shardlab::{experiment, scenario};

const KEYS: f64 = 1e6;
/// Standard errors that a figure may be away from what theory expects.
const Z: f64 = 5.0;

/// The report of one strategy over a million ids on nodes `n0`, `n1`, …
fn run(nodes: &[String], strategy: &str, steps: &str) -> StrategyReport {
    let text = format!("nodes = [{}]\nkeys.ids = 1_000_000\n[[strategy]]\n{strategy}\n{steps}", nodes.join(", "));
    let reading = scenario::read(&text);
    let scenario = reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics));
    experiment::run(scenario).strategies.remove(0)
}

fn equal(nodes: usize) -> Vec<String> {
    (0..nodes).map(|i| format!("\"n{i}\"")).collect()
}

fn loads(found: &StrategyReport, phase: usize) -> Vec<f64> {
    found.phases[phase].nodes.iter().map(|node| node.keys as f64).collect()
}

/// The share of keys that moved in phase 1.
fn moved(found: &StrategyReport) -> f64 {
    found.phases[1].moved as f64 / KEYS
}

/// Holds a measured share to the expected one, with the standard error of the keys and one of the strategy's own.
fn agrees(what: &str, measured: f64, expected: f64, own: f64) {
    let error = (expected * (1.0 - expected) / KEYS).sqrt().hypot(own);
    println!("{what}: {measured:.6}, theory {expected:.6} ± {error:.6}");
    assert!((measured - expected).abs() <= Z * error, "{what}: {measured}, theory {expected} ± {error}");
}

/// The relative variance of the loads of equal nodes, less that of the keys themselves.
fn variance(loads: &[f64]) -> f64 {
    let (n, mean) = (loads.len() as f64, loads.iter().sum::<f64>() / loads.len() as f64);
    loads.iter().map(|load| (load / mean - 1.0).powi(2)).sum::<f64>() / (n - 1.0) - (1.0 - 1.0 / n) / mean
}

#[test]
fn modulo_keeps_min_over_lcm() {
    for (before, after, kept) in [(3, 4, 3.0 / 12.0), (4, 6, 4.0 / 12.0), (10, 11, 10.0 / 110.0), (6, 3, 3.0 / 6.0)] {
        let names = |from: usize, to: usize| (from..to).map(|i| format!("\"n{i}\"")).collect::<Vec<_>>().join(", ");
        let step =
            if after > before { format!("add = [{}]", names(before, after)) } else { format!("remove = [{}]", names(after, before)) };
        let found = run(&equal(before), "kind = \"modulo\"", &format!("[[step]]\n{step}\n"));
        agrees(&format!("modulo from {before} to {after}"), moved(&found), 1.0 - kept, 0.0);
    }
}

/// Kinds that move only what they must, from the registry: one node more takes 1/(n+1), and nothing else moves.
#[test]
fn a_minimal_strategy_moves_its_share_and_nothing_without_need() {
    for kind in KINDS.iter().filter(|kind| kind.guarantees.minimal) {
        let found = run(&equal(10), &format!("kind = \"{}\"", kind.id), "[[step]]\nadd = \"n10\"\n");
        let params = shardlab::strategy::Params::default();
        let share = 1.0 / 11.0;
        agrees(&format!("{} from 10 to 11", kind.id), moved(&found), share, share * (kind.deviation)(&params) + rounding(kind.id));
        assert_eq!(found.phases[1].needless, 0, "{}", kind.id);
    }
}

/// The part of the keys that a kind's own rounding may take from a node, by its definition.
fn rounding(kind: &str) -> f64 {
    match kind {
        // A key that five draws leave without a number goes to the full half: (5/16)^5 of the keys of 11 nodes.
        "binomial" => (5.0_f64 / 16.0).powi(5) / 11.0,
        // One slot, one partition, one key of the sample.
        "slots" => 1.0 / 16_384.0,
        "partitions" => 1.0 / 1_024.0,
        "range" => 1e-5,
        _ => 0.0,
    }
}

/// Every kind that states no deviation of its own: the loads of equal nodes are those of chance, or more even.
#[test]
fn loads_are_as_even_as_chance_where_no_deviation_is_stated() {
    let params = shardlab::strategy::Params::default();
    for kind in KINDS.iter().filter(|kind| (kind.deviation)(&params) == 0.0) {
        let found = run(&equal(8), &format!("kind = \"{}\"", kind.id), "");
        let chi_square: f64 = loads(&found, 0).iter().map(|load| (load - KEYS / 8.0).powi(2) / (KEYS / 8.0)).sum();
        println!("{}: χ² = {chi_square:.2} of 7 degrees of freedom", kind.id);
        // Mean 7, standard deviation √14.
        assert!(chi_square <= 7.0 + Z * 14.0_f64.sqrt(), "{}: {chi_square}", kind.id);
    }
}

#[test]
fn a_ring_spreads_by_one_over_the_root_of_its_points() {
    for vnodes in [1, 10, 100, 1_000] {
        let found = run(&equal(200), &format!("kind = \"ring\"\nvnodes = {vnodes}"), "");
        let (measured, theory) = (variance(&loads(&found, 0)), 1.0 / f64::from(vnodes));
        println!("ring, {vnodes} points a node: deviation {:.4}, theory {:.4}", measured.sqrt(), theory.sqrt());
        // The arcs of one point are exponential: the variance of a variance is (κ − 1)/n, κ = 3 + 6/v; the keys add theirs.
        let error = theory * ((2.0 + 6.0 / f64::from(vnodes)) / 200.0).sqrt() + 200.0 / KEYS * 0.1;
        assert!((measured - theory).abs() <= Z * error, "{vnodes}: {measured}, theory {theory} ± {error}");
    }
}

#[test]
fn probes_spread_by_one_over_the_root_of_twice_their_number() {
    for probes in [1, 5, 21] {
        let found = run(&equal(200), &format!("kind = \"multi-probe\"\nprobes = {probes}"), "");
        let loads = loads(&found, 0);
        let (measured, theory) = (variance(&loads), 1.0 / (2.0 * f64::from(probes) - 1.0));
        println!("multi-probe, {probes} probes: deviation {:.4}, theory {:.4}", measured.sqrt(), theory.sqrt());
        let error = theory * (8.0_f64 / 200.0).sqrt();
        assert!((measured - theory).abs() <= Z * error, "{probes}: {measured}, theory {theory} ± {error}");
        // In the limit of many nodes none has more than p/(p − 1) of the average; the arcs of 200 deviate by 1/√200.
        let peak = loads.iter().copied().fold(0.0, f64::max) / (KEYS / 200.0);
        let most = f64::from(probes) / (f64::from(probes) - 1.0);
        assert!(peak <= most * (1.0 + 1.0 / 200.0_f64.sqrt()) + Z * (200.0 / KEYS).sqrt(), "{probes}: {peak}, most {most}");
    }
}

#[test]
fn weights_share_keys_in_proportion() {
    let nodes: Vec<String> = [1.0, 2.0, 4.0].iter().enumerate().map(|(i, w)| format!("{{ name = \"n{i}\", weight = {w} }}")).collect();
    let params = shardlab::strategy::Params::default();
    for kind in KINDS.iter().filter(|kind| kind.guarantees.weighted) {
        let found = run(&nodes, &format!("kind = \"{}\"", kind.id), "");
        for (load, weight) in loads(&found, 0).iter().zip([1.0_f64, 2.0, 4.0]) {
            let share = weight / 7.0;
            let own = share * (kind.deviation)(&params) / weight.sqrt() + rounding(kind.id);
            agrees(&format!("{} with weight {weight}", kind.id), load / KEYS, share, own);
        }
    }
}

/// Maglev moves between nodes that stay: as the paper measures it, some percent of the entries when one node comes to ten
/// at 65,537 entries, and fewer in a larger table.
#[test]
fn maglev_moves_little_without_need_and_less_in_a_larger_table() {
    let needless = |size: u32| {
        let found = run(&equal(10), &format!("kind = \"maglev\"\ntable_size = {size}"), "[[step]]\nadd = \"n10\"\n");
        let (loads, share) = (loads(&found, 1), 1.0 / 11.0);
        for load in &loads {
            agrees(&format!("maglev, a load at {size} entries"), load / KEYS, share, 1.0 / f64::from(size));
        }
        let (moved, needless) = (moved(&found), found.phases[1].needless as f64 / KEYS);
        agrees(&format!("maglev, what the new node takes at {size} entries"), moved - needless, share, 1.0 / f64::from(size));
        println!("maglev: {needless:.4} needless at {size} entries");
        needless
    };
    let (small, usual) = (needless(251), needless(65_537));
    assert!(usual > 0.0 && usual < 0.05, "{usual}");
    assert!(small > usual, "{small} and {usual}");
}

/// No node is above ⌈c · keys / live nodes⌉, whatever comes and goes; ten points a node deviate by 1/√10, so that a ring
/// alone would be above 1.1 and the bound is reached.
#[test]
fn bounded_loads_are_never_above_the_cap_and_reach_it() {
    let step = "[[step]]\nfail = \"n3\"\nadd = [\"n10\", \"n11\"]\n";
    let found = run(&equal(10), "kind = \"bounded\"\nload_factor = 1.1\nvnodes = 10", step);
    assert_eq!(found.phases.len(), 2);
    for (phase, live) in [10.0, 11.0].into_iter().enumerate() {
        let (cap, loads) = ((1.1 * KEYS / live).ceil(), loads(&found, phase));
        let peak = loads.iter().copied().fold(0.0, f64::max);
        println!("bounded, phase {phase}: peak {peak}, cap {cap}");
        assert!((loads.iter().sum::<f64>() - KEYS).abs() < 0.5, "every key has a node");
        // 1.1 is a little more than 11/10 in binary.
        assert!(peak <= cap && peak >= cap - 1.0, "{peak}, cap {cap}");
    }
}
