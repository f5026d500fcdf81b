//! What only the whole scenario shows: rings and reports that would be too large, and settings without an effect.

use super::super::diagnostic::{Diagnostics, shown};
use super::super::limits;
use super::super::model::{Scenario, StrategySpec};
use crate::cluster::Cluster;
use crate::strategy::{Listed, Range as Values};
use std::ops::Range;

/// Where the parts of the text stand that sizes depend on.
pub(super) struct Places {
    pub(super) strategies: Vec<Range<usize>>,
    pub(super) replicas: Range<usize>,
    pub(super) spread: Range<usize>,
    pub(super) reads: Range<usize>,
}

impl Places {
    fn strategy(&self, index: usize) -> Range<usize> {
        self.strategies.get(index).cloned().unwrap_or_default()
    }
}

/// Checks the sizes of a scenario that is right in all its parts; gives the most nodes that each strategy ever has.
pub(super) fn check(scenario: &Scenario, places: &Places, out: &mut Diagnostics<'_>) -> Vec<u64> {
    let mut most = Vec::new();
    if scenario.roster.len() > limits::NODES {
        let message = format!("{} nodes take part, at most {} can", scenario.roster.len(), limits::NODES);
        out.misfit(0..0, "", message, "use fewer nodes");
        return most;
    }
    let all = scenario.clusters_of_all();
    let mut cells = 0;
    for (index, strategy) in scenario.strategies.iter().enumerate() {
        let own = strategy.nodes.as_ref().map(|_| scenario.clusters(index));
        let clusters = own.as_ref().unwrap_or(&all);
        cells += clusters.iter().map(|cluster| cluster.nodes().len()).sum::<usize>();
        // At once, since the clusters of a text at the limits take seconds to walk through.
        if cells > limits::CELLS {
            let message = format!("strategies × states × nodes are more than {}", limits::CELLS);
            out.misfit(0..0, "", message, "use fewer nodes, steps or strategies");
            return most;
        }
        let nodes = clusters.iter().map(|cluster| cluster.nodes().len() as u64).max().unwrap_or(0);
        capacities(scenario, index, nodes, places, out);
        codes(scenario, index, places, out);
        most.push(nodes);
        rings(scenario, index, clusters, places, out);
        unknown_nodes(scenario, index, places, out);
    }
    copies(scenario, &all, places, out);
    weights(scenario, &all, places, out);
    zones(scenario, &all, places, out);
    if scenario.any_reads && scenario.replicas == 1 {
        let message = "reads is \"any\", but each key has one copy: it answers them all";
        out.note(places.reads.clone(), "reads", message, "write replicas = 2 or more");
    }
    most
}

/// Tells a capacity that has no room for the nodes.
fn capacities(scenario: &Scenario, index: usize, nodes: u64, places: &Places, out: &mut Diagnostics<'_>) {
    for phase in 0..=scenario.steps.len() {
        let spec = scenario.spec(index, phase);
        let capacity = spec.kind.params_of(spec.dialect).find(|param| matches!(param.range, Values::Capacity { .. }));
        let Some(param) = capacity.filter(|param| spec.params.is_set(param)) else { continue };
        let room = spec.params.whole(param);
        if room < nodes {
            let path = format!("strategy[{index}].{}", param.id);
            let message = format!("{path} is {room}, but {nodes} nodes take part at one point");
            return out.misfit(places.strategy(index), &path, message, format!("write {} = {nodes} or more", param.id));
        }
    }
}

/// Tells code that would be asked for too many keys.
fn codes(scenario: &Scenario, index: usize, places: &Places, out: &mut Diagnostics<'_>) {
    let coded = (0..=scenario.steps.len()).any(|phase| scenario.spec(index, phase).code().is_some());
    if coded && scenario.keys.count() > limits::CODE_KEYS {
        let path = format!("strategy[{index}]");
        let message =
            format!("{path} is code of your own, which places at most {} keys; here are {}", limits::CODE_KEYS, scenario.keys.count());
        out.misfit(places.strategy(index), &path, message, "use fewer keys; a run of 100,000 says as much");
    }
}

/// Tells a list by node whose node never takes part.
fn unknown_nodes(scenario: &Scenario, index: usize, places: &Places, out: &mut Diagnostics<'_>) {
    let spec = &scenario.strategies[index];
    for param in spec.kind.params_of(spec.dialect).filter(|param| matches!(param.range, Values::ByNode)) {
        let known = |entry: &&Listed| scenario.roster.contains(&entry.node);
        if let Some(entry) = spec.params.list(param).iter().find(|entry| !known(entry)) {
            let path = format!("strategy[{index}].{}", param.id);
            let message = format!("{path} names \"{}\", which is no node of this scenario", shown(&entry.node));
            out.misfit(places.strategy(index), &path, message, "write the name as it stands in nodes or in a step");
        }
    }
}

/// The points of a cluster's ring under a strategy.
pub(super) fn points(spec: &StrategySpec, cluster: &Cluster) -> f64 {
    let Some(per_node) = spec.kind.points_per_node else { return 0.0 };
    let each = per_node(&spec.params, spec.dialect, cluster);
    cluster.nodes().iter().map(|node| (each * node.weight).max(1.0)).sum()
}

fn rings(scenario: &Scenario, index: usize, clusters: &[Cluster], places: &Places, out: &mut Diagnostics<'_>) {
    let sizes: Vec<f64> = clusters.iter().enumerate().map(|(phase, cluster)| points(scenario.spec(index, phase), cluster)).collect();
    let (greatest, all) = (sizes.iter().copied().fold(0.0, f64::max), sizes.iter().sum::<f64>());
    let path = format!("strategy[{index}]");
    let problem = if greatest > limits::POINTS {
        format!("{path} would put {greatest:.0} points on its ring, at most {:.0}", limits::POINTS)
    } else if all > limits::POINTS_ALL {
        format!("{path} would put {all:.0} points on the rings of all steps, at most {:.0}", limits::POINTS_ALL)
    } else {
        return;
    };
    out.misfit(places.strategy(index), &path, problem, "use fewer virtual nodes, smaller weights, fewer nodes or steps");
}

fn copies(scenario: &Scenario, clusters: &[Cluster], places: &Places, out: &mut Diagnostics<'_>) {
    let live = clusters.iter().map(|cluster| cluster.live().count()).min().unwrap_or(0);
    if scenario.replicas as usize > live {
        let message = format!(
            "replicas is {}, but only {live} nodes are live at one point: a key then has a copy on each of them",
            scenario.replicas
        );
        out.note(places.replicas.clone(), "replicas", message, "");
    }
}

fn weights(scenario: &Scenario, clusters: &[Cluster], places: &Places, out: &mut Diagnostics<'_>) {
    if clusters.iter().all(Cluster::equal_weights) {
        return;
    }
    for (index, spec) in scenario.strategies.iter().enumerate().filter(|(_, spec)| !spec.kind.promises(spec.dialect).weighted) {
        let message = format!("{} does not share keys in proportion to weights", shown(&spec.name));
        out.note(places.strategy(index), &format!("strategy[{index}]"), message, "compare it with ring or rendezvous, which do");
    }
}

/// Tells that copies cannot be spread over zones.
fn zones(scenario: &Scenario, clusters: &[Cluster], places: &Places, out: &mut Diagnostics<'_>) {
    let named = clusters.iter().flat_map(Cluster::nodes).any(|node| node.zone.is_some());
    let problem = match scenario.replicas {
        _ if !scenario.over_zones => return,
        1 => "each key has one copy: there is none to put in another zone",
        _ if !named => "no node has a zone: each counts as a zone of its own",
        _ => return,
    };
    let remedy = if named { "write replicas = 2 or more" } else { "give nodes a zone: { name = \"Node A\", zone = \"a\" }" };
    out.note(places.spread.clone(), "spread", format!("spread is \"zones\", but {problem}"), remedy);
}
