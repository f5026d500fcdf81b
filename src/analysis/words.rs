//! The sentences that say what a step did: computed from the report, for headlines, captions and screen readers.

use crate::cluster::NodeId;
use crate::report::{Phase, Report, StrategyReport};
use serde::{Deserialize, Serialize};

/// More than half moved is high impact, as in the workshop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum Impact {
    /// At most half of the keys moved.
    Low,
    /// More than half of the keys moved.
    High,
}

/// What stands in the middle of the ring and above the results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(into_wasm_abi))]
pub struct Headline {
    /// The large figure: `246`, or the number of keys at the start.
    pub figure: String,
    /// What it counts: `of 1,000 keys moved`; at the start, where clients disagree, `of 1,000 keys in dispute`.
    pub of: String,
    /// `24.6 %`; empty at the start.
    pub share: String,
    /// The verdict; none at the start.
    pub impact: Option<Impact>,
    /// What a strategy with even loads would have moved: `perfect balance needs 25.0 %`; empty at the start.
    pub least: String,
    /// One or two sentences: `Node D took 246 keys, all it needed: 57 from Node A, …`.
    pub sentence: String,
    /// One sentence about copies, clients or requests, where there is something to say; else empty.
    pub more: String,
}

/// A whole number with commas between its thousands.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of 1 in percent with one decimal.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

pub(crate) fn keys_text(keys: u64) -> String {
    if keys == 1 { "1 key".to_owned() } else { format!("{} keys", thousands(keys)) }
}

/// The headline of a phase; none where the strategy refused the step.
#[must_use]
pub fn headline(report: &Report, strategy: &StrategyReport, phase: usize) -> Option<Headline> {
    let found = strategy.phases.get(phase)?;
    let more = super::asides::aside(report, strategy, found);
    let Some(before) = phase.checked_sub(1) else {
        let said = at_the_start(report, found);
        // Where two clients are compared, what they disagree on comes first.
        return Some(match found.disagree {
            Some(keys) => Headline {
                figure: thousands(keys),
                of: format!("of {} in dispute", keys_text(report.keys)),
                more: said.sentence,
                sentence: more,
                ..said
            },
            None => Headline { more, ..said },
        });
    };
    let said = after_a_step(report, found);
    let sentence = match strategy.phases.get(before).and_then(|before| without_keys(before, found)) {
        Some(new) if found.moved == 0 => format!("No key moved: {} is new and got none.", report.name(new)),
        _ => said.sentence,
    };
    Some(Headline { more, sentence, ..said })
}

/// A node that came in a step and got no key.
fn without_keys(before: &Phase, after: &Phase) -> Option<NodeId> {
    let new = |node: NodeId| before.nodes.iter().all(|old| old.node != node);
    after.nodes.iter().find(|load| load.live && load.keys == 0 && load.fair > 0.0 && new(load.node)).map(|load| load.node)
}

fn at_the_start(report: &Report, phase: &Phase) -> Headline {
    let live: Vec<_> = phase.nodes.iter().filter(|node| node.live).collect();
    let most = live.iter().max_by_key(|node| node.keys);
    let least = live.iter().min_by_key(|node| node.keys);
    let sentence = match (most, least) {
        (Some(most), Some(least)) if live.len() > 1 => format!(
            "{} has the most keys, {}; {} the fewest, {}.",
            report.name(most.node),
            thousands(most.keys),
            report.name(least.node),
            thousands(least.keys)
        ),
        (Some(only), _) => format!("{} has all {}.", report.name(only.node), keys_text(only.keys)),
        _ => String::new(),
    };
    Headline {
        figure: thousands(report.keys),
        of: format!("{} on {}", if report.keys == 1 { "key" } else { "keys" }, nodes_text(live.len())),
        share: String::new(),
        impact: None,
        least: String::new(),
        sentence,
        more: String::new(),
    }
}

fn nodes_text(nodes: usize) -> String {
    if nodes == 1 { "1 node".to_owned() } else { format!("{} nodes", thousands(nodes as u64)) }
}

fn after_a_step(report: &Report, phase: &Phase) -> Headline {
    let share = phase.moved as f64 / report.keys.max(1) as f64;
    Headline {
        figure: thousands(phase.moved),
        of: format!("of {} moved", keys_text(report.keys)),
        share: percent(share),
        impact: Some(if phase.moved > report.keys / 2 { Impact::High } else { Impact::Low }),
        least: if phase.switched { String::new() } else { format!("perfect balance needs {}", percent(phase.least)) },
        sentence: movement(report, phase),
        more: String::new(),
    }
}

/// Who took keys from whom, and how many moves were needless.
fn movement(report: &Report, phase: &Phase) -> String {
    if phase.moved == 0 {
        return "No key moved.".to_owned();
    }
    if phase.switched {
        return format!("{} changed their node with the strategy.", keys_text(phase.moved));
    }
    let needed = phase.moved - phase.needless;
    let taker = only(phase, |flow| flow.1).filter(|_| phase.needless == 0);
    if let Some(taker) = taker {
        let from = parts(report, phase, "from", |flow| flow.0);
        return format!("{} took {}, all it needed{from}. Nothing else moved.", report.name(taker), keys_text(phase.moved));
    }
    let giver = only(phase, |flow| flow.0).filter(|_| phase.needless == 0);
    if let Some(giver) = giver {
        let to = parts(report, phase, "to", |flow| flow.1);
        return format!("{} gave up {}{to}. Nothing else moved.", report.name(giver), keys_text(phase.moved));
    }
    if phase.needless == 0 {
        return format!("{} moved, every one of them needed.", keys_text(phase.moved));
    }
    format!(
        "{} moved, but only {} needed to: the other {} went between nodes that were there before and after.",
        keys_text(phase.moved),
        thousands(needed),
        thousands(phase.needless)
    )
}

/// From node to node, so many keys.
type Flow = (NodeId, NodeId, u64);

/// The node at one end of every move, where it is one.
fn only(phase: &Phase, end: fn(&Flow) -> NodeId) -> Option<NodeId> {
    let first = end(phase.flows.first()?);
    phase.flows.iter().all(|flow| end(flow) == first).then_some(first)
}

/// The moves by the nodes at their other end: one by one, or of many the greatest.
fn parts(report: &Report, phase: &Phase, way: &str, end: fn(&Flow) -> NodeId) -> String {
    let part = |flow: &Flow| format!("{} {way} {}", thousands(flow.2), report.name(end(flow)));
    if phase.flows.len() <= SHOWN {
        return format!(": {}", list(phase.flows.iter().map(part)));
    }
    // Of equal ones the first.
    let greatest = phase.flows.iter().rev().max_by_key(|flow| flow.2).map(part).unwrap_or_default();
    format!(", {way} {}: at most {greatest}", nodes_text(phase.flows.len()))
}

/// A list of more things than this is cut.
const SHOWN: usize = 6;

/// A list in words; long ones are cut after the six first.
pub(super) fn list(parts: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = parts.collect();
    if all.len() > SHOWN {
        return format!("{} and {} more", all[..SHOWN].join(", "), all.len() - SHOWN);
    }
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_have_commas() {
        let written: Vec<String> = [0, 999, 1_000, 749_999_998].map(thousands).into();
        assert_eq!(written, ["0", "999", "1,000", "749,999,998"]);
    }
}
