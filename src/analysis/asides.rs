//! What there is to say of a phase beside what moved: clients that disagree, lost copies, requests, the sets of copies, a node
//! that is far too full.

use super::words::{keys_text, percent, thousands};
use crate::report::{LostCopies, NodeLoad, Phase, ReplicaSets, Report, StrategyReport};

/// From this load on, in fair shares, a node is worth a sentence.
const CROWDED: f64 = 1.5;

/// One sentence, of the first thing that there is to say; empty where there is none.
pub(super) fn aside(report: &Report, strategy: &StrategyReport, phase: &Phase) -> String {
    let several = report.replicas > 1;
    if let (Some(keys), Some(beside)) = (phase.disagree, &strategy.beside) {
        disagreement(report, &strategy.name, beside, keys)
    } else if let Some(lost) = &phase.lost_copies {
        losses(lost, several)
    } else if report.by_requests {
        requests(report, phase)
    } else {
        phase.replica_sets.as_ref().map_or_else(|| crowd(report, phase), |sets| copies(report, phase, sets))
    }
}

/// The live node that is fullest for its fair share, where that is far too full.
fn crowd(report: &Report, phase: &Phase) -> String {
    if phase.peak_to_average < CROWDED {
        return String::new();
    }
    let ratio = |node: &NodeLoad| node.keys as f64 / node.fair;
    let mut best: Option<&NodeLoad> = None;
    for node in phase.nodes.iter().filter(|node| node.live && node.fair > 0.0) {
        if best.is_none_or(|best| ratio(node) > ratio(best)) {
            best = Some(node);
        }
    }
    best.map(|node| format!("{} has {:.2} times its fair share of the keys.", report.name(node.node), phase.peak_to_average))
        .unwrap_or_default()
}

fn disagreement(report: &Report, name: &str, beside: &str, keys: u64) -> String {
    let (name, beside) = (quoted(name), quoted(beside));
    match keys {
        0 => format!("{name} and {beside} agree on every key."),
        _ => format!("{name} and {beside} disagree on {} of {}.", thousands(keys), keys_text(report.keys)),
    }
}

/// A name with a comma in quotes, so that it is read as one.
fn quoted(name: &str) -> String {
    if name.contains(',') { format!("“{name}”") } else { name.to_owned() }
}

fn losses(lost: &LostCopies, several: bool) -> String {
    let left = match lost.one_left {
        0 => "none has only one left".to_owned(),
        1 => "1 has one copy left".to_owned(),
        more => format!("{} have one copy left", thousands(more)),
    };
    match lost.all {
        0 if several => format!("No key lost its last copy; {left}."),
        0 => "No key had its only copy there.".to_owned(),
        all if several => format!("{} lost every copy; {left}.", keys_text(all)),
        all => format!("{} had no copy elsewhere.", keys_text(all)),
    }
}

/// The live node with the most requests for its fair share.
fn requests(report: &Report, phase: &Phase) -> String {
    let Some((node, share)) = busiest(phase) else { return String::new() };
    format!("{} answers {} of the requests, {:.2} times its fair share.", report.name(node.node), percent(share), phase.peak_requests)
}

/// The live node whose share of the requests is the greatest for its fair share, and that share.
pub(crate) fn busiest(phase: &Phase) -> Option<(&NodeLoad, f64)> {
    let total: u64 = phase.nodes.iter().map(|node| node.requests).sum();
    let ratio = |node: &NodeLoad| node.requests as f64 / node.fair;
    let mut best: Option<&NodeLoad> = None;
    for node in phase.nodes.iter().filter(|node| node.fair > 0.0) {
        if best.is_none_or(|best| ratio(node) > ratio(best)) {
            best = Some(node);
        }
    }
    best.map(|node| (node, node.requests as f64 / total.max(1) as f64))
}

fn copies(report: &Report, phase: &Phase, sets: &ReplicaSets) -> String {
    let live = phase.nodes.iter().filter(|node| node.live).count();
    let size = live.min(report.replicas as usize);
    let least = if sets.at_least { "at least " } else { "" };
    match sets.count {
        1 => format!("All copies stand on one set of {size} nodes."),
        count => format!("Copies stand together on {least}{} sets of {size} nodes: one that fails whole loses keys.", thousands(count)),
    }
}
