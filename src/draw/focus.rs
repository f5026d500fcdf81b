//! What can be pointed at on a ring: found by place, walked by arrow keys, and named in one line.

use super::layout::{self, Measures};
use super::ring::{RingView, moved_dots};
use crate::analysis::words::{keys_text, percent, thousands};
use crate::cluster::NodeId;
use crate::report::{Mark, Phase, Report, StrategyReport};
use serde::{Deserialize, Serialize};

/// Something on the ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(from_wasm_abi, into_wasm_abi))]
#[serde(rename_all = "lowercase")]
pub enum Focus {
    /// A key, by its number in the sample.
    Key(u32),
    /// A stretch of the band, by its number.
    Arc(u32),
    /// A node: everything that it owns.
    Node(#[cfg_attr(target_arch = "wasm32", tsify(type = "number"))] NodeId),
    /// A column of the density band.
    Column(u32),
}

/// Where an arrow key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(from_wasm_abi))]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The next one clockwise.
    Next,
    /// The one before.
    Previous,
    /// The first one after twelve o'clock.
    First,
    /// The last one before twelve o'clock.
    Last,
    /// From a key to the stretch under it.
    Inward,
    /// From a stretch to its first key.
    Outward,
}

/// One line that names a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The sentence.
    pub text: String,
    /// The node that it is about.
    pub node: Option<NodeId>,
    /// The key or label to be set in monospace; may be empty.
    pub code: String,
}

/// How far from a dot a finger may be, in CSS pixels.
const REACH: f32 = 14.0;

/// What is at a place of the picture.
#[must_use]
pub fn hit(report: &Report, view: &RingView, x: f32, y: f32) -> Option<Focus> {
    let (strategy, phase) = layout::shown(report, view)?;
    let measures = Measures::of(view, moved_dots(strategy, view.phase));
    let (dx, dy) = (x - measures.centre.0, y - measures.centre.1);
    let radius = dx.hypot(dy);
    let turn = turn_of(dx, dy);
    if (measures.inner - 6.0..measures.outer).contains(&radius) {
        return on_band(strategy, view.phase, turn);
    }
    if radius < measures.inner {
        return None;
    }
    if !phase.picture.columns.is_empty() {
        return Some(column_at(turn));
    }
    let distance = |at: (f32, f32)| (at.0 - x).hypot(at.1 - y);
    let dots = layout::dots(strategy, view, &measures);
    let nearest = dots.iter().map(|dot| (distance(dot.at), dot.key)).min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.filter(|(distance, _)| *distance <= REACH).map(|(_, key)| Focus::Key(key))
}

/// The turn of a direction, clockwise from twelve o'clock.
fn turn_of(dx: f32, dy: f32) -> f32 {
    let turn = (libm::atan2(f64::from(dx), f64::from(-dy)) / std::f64::consts::TAU) as f32;
    if turn < 0.0 { turn + 1.0 } else { turn }
}

fn column_at(turn: f32) -> Focus {
    Focus::Column(((turn * Report::COLUMNS as f32) as u32).min(Report::COLUMNS as u32 - 1))
}

/// What stands on the band at a place: a stretch, or the column where it is drawn by columns.
fn on_band(strategy: &StrategyReport, phase: usize, turn: f32) -> Option<Focus> {
    if layout::by_columns(strategy, phase) { Some(column_at(turn)) } else { segment_at(strategy, phase, turn).map(Focus::Arc) }
}

fn segment_at(strategy: &StrategyReport, phase: usize, turn: f32) -> Option<u32> {
    layout::segments(strategy, phase).iter().position(|segment| segment.from <= turn && turn < segment.to).map(|i| i as u32)
}

/// What an arrow key leads to; from nothing, the first key.
#[must_use]
pub fn neighbour(report: &Report, view: &RingView, from: Option<Focus>, direction: Direction) -> Option<Focus> {
    let (strategy, phase) = layout::shown(report, view)?;
    let middle = |column: u32| (column as f32 + 0.5) / Report::COLUMNS as f32;
    match (from, direction) {
        (Some(Focus::Arc(arc)), Direction::Outward) => {
            let segment = *layout::segments(strategy, view.phase).get(arc as usize)?;
            let bars = !phase.picture.columns.is_empty();
            if bars {
                Some(column_at(f32::midpoint(segment.from, segment.to)))
            } else {
                key_over(strategy, segment.from..segment.to).or(from)
            }
        }
        (Some(Focus::Arc(arc)), _) => {
            let count = layout::segments(strategy, view.phase).len();
            around(arc as usize, count, direction).map(|i| Focus::Arc(i as u32))
        }
        (Some(Focus::Key(key)), Direction::Inward) => on_band(strategy, view.phase, *strategy.turns.get(key as usize)?),
        (Some(Focus::Column(column)), Direction::Inward) => on_band(strategy, view.phase, middle(column)),
        (Some(Focus::Column(column)), Direction::Outward) if phase.picture.columns.is_empty() => {
            let width = 0.5 / Report::COLUMNS as f32;
            key_over(strategy, middle(column) - width..middle(column) + width).or(from)
        }
        (Some(Focus::Column(column)), _) => around(column as usize, Report::COLUMNS, direction).map(|i| Focus::Column(i as u32)),
        _ if !phase.picture.columns.is_empty() => Some(Focus::Column(0)),
        (from, _) => next_key(strategy, from, direction),
    }
}

fn next_key(strategy: &StrategyReport, from: Option<Focus>, direction: Direction) -> Option<Focus> {
    let order = layout::clockwise(&strategy.turns);
    let at = match from {
        Some(Focus::Key(key)) => order.iter().position(|other| *other == key as usize),
        _ => None,
    };
    let to = match (at, direction) {
        (None, Direction::Last | Direction::Previous) => order.len().checked_sub(1),
        (None, _) => Some(0),
        (Some(at), direction) => around(at, order.len(), direction),
    };
    to.and_then(|to| order.get(to)).map(|key| Focus::Key(*key as u32))
}

/// The number reached on a circle of `count`.
const fn around(at: usize, count: usize, direction: Direction) -> Option<usize> {
    if count == 0 {
        return None;
    }
    Some(match direction {
        Direction::Next => (at + 1) % count,
        Direction::Previous => (at + count - 1) % count,
        Direction::First => 0,
        Direction::Last => count - 1,
        Direction::Inward | Direction::Outward => at,
    })
}

/// The first key over a stretch of the circle.
fn key_over(strategy: &StrategyReport, stretch: std::ops::Range<f32>) -> Option<Focus> {
    let order = layout::clockwise(&strategy.turns);
    let over = |key: &&usize| stretch.contains(&strategy.turns[**key]);
    order.iter().find(over).map(|key| Focus::Key(*key as u32))
}

/// The first point of a live node after a place, where the points are known.
pub(super) fn mark_after<'a>(report: &Report, phase: &'a Phase, turn: f32) -> Option<&'a Mark> {
    let live = |node: NodeId| phase.load(node).is_some_and(|load| load.live);
    let marks = &phase.picture.marks;
    let after = marks.partition_point(|mark| mark.turn <= turn);
    debug_assert!(report.roster.len() >= phase.nodes.len());
    marks[after..].iter().chain(&marks[..after]).find(|mark| live(mark.node))
}

/// One line that names a thing.
#[must_use]
pub fn name(report: &Report, view: &RingView, focus: Focus) -> Named {
    let nothing = Named { text: String::new(), node: None, code: String::new() };
    let Some((strategy, phase)) = layout::shown(report, view) else { return nothing };
    let named = match focus {
        Focus::Key(key) => name_key(report, strategy, view, phase, key),
        Focus::Arc(arc) => name_arc(report, strategy, view.phase, arc),
        Focus::Node(node) => name_node(report, phase, node),
        Focus::Column(column) => name_column(report, phase, column, view.phase > 0),
    };
    named.unwrap_or(nothing)
}

fn degrees(turn: f32) -> String {
    format!("{:.1}°", turn * 360.0)
}

fn name_key(report: &Report, strategy: &StrategyReport, view: &RingView, phase: &Phase, key: u32) -> Option<Named> {
    let (code, turn) = (report.sample.get(key as usize)?.clone(), *strategy.turns.get(key as usize)?);
    let owner = *phase.picture.owners.get(key as usize)?;
    let before = strategy.phases.get(view.phase.saturating_sub(1)).and_then(|phase| phase.picture.owners.get(key as usize)).copied();
    let place = match before.filter(|before| *before != owner) {
        Some(before) => format!("at {} moved from {} to {}", degrees(turn), report.name(before), report.name(owner)),
        None => format!("at {} is on {}", degrees(turn), report.name(owner)),
    };
    let why = mark_after(report, phase, turn).filter(|mark| mark.node == owner);
    let text = match why {
        Some(mark) => format!("{place}: the first point clockwise is its point {} at {}", mark.number, degrees(mark.turn)),
        None => place,
    };
    Some(Named { text, node: Some(owner), code })
}

fn name_arc(report: &Report, strategy: &StrategyReport, phase: usize, arc: u32) -> Option<Named> {
    let segment = *layout::segments(strategy, phase).get(arc as usize)?;
    let before = if segment.old == segment.new { String::new() } else { format!(", before this step {}", report.name(segment.old)) };
    let (from, to) = (degrees(segment.from), degrees(segment.to));
    let text = if strategy.phases.get(phase).is_some_and(|phase| phase.picture.arcs.is_empty()) {
        format!("Keys from {from} to {to} are on {}{before}", report.name(segment.new))
    } else {
        format!("{} owns {from} to {to}, {} of the ring{before}", report.name(segment.new), percent(f64::from(segment.to - segment.from)))
    };
    Some(Named { text, node: Some(segment.new), code: String::new() })
}

fn name_node(report: &Report, phase: &Phase, node: NodeId) -> Option<Named> {
    let load = phase.load(node)?;
    let share = load.keys as f64 / report.keys.max(1) as f64;
    let text = if load.live {
        format!("{} has {} keys, {}; its fair share is {}", report.name(node), thousands(load.keys), percent(share), percent(load.fair))
    } else {
        format!("{} has failed; its keys are on other nodes", report.name(node))
    };
    Some(Named { text, node: Some(node), code: String::new() })
}

/// A column of half a degree: what the ring and the keys have there.
fn name_column(report: &Report, phase: &Phase, column: u32, step: bool) -> Option<Named> {
    let (cell, keys) = (phase.picture.cells.get(column as usize), phase.picture.columns.get(column as usize));
    let at = |column: u32| degrees(column as f32 / Report::COLUMNS as f32);
    let mut parts = Vec::new();
    let mut node = None;
    if let Some(cell) = cell {
        node = Some(cell.owner);
        let (arcs, s) = (cell.arcs, if cell.arcs == 1 { "" } else { "s" });
        parts.push(format!("{arcs} arc{s}, {} has the greatest part", report.name(cell.owner)));
        if step {
            parts.push(format!("{} changed owner", percent(f64::from(cell.changed))));
        }
    }
    if let Some(keys) = keys {
        parts.push(keys_text(keys.keys));
        if step {
            parts.push(format!("{} of them moved", thousands(keys.moved)));
        }
        if keys.most {
            node = Some(keys.owner);
            parts.push(format!("most on {}", report.name(keys.owner)));
        }
    }
    if parts.is_empty() {
        return None;
    }
    let text = format!("{} to {}: {}", at(column), at(column + 1), parts.join(", "));
    Some(Named { text, node, code: String::new() })
}

/// The picture's finding in words, for those who cannot see it.
#[must_use]
pub fn describe_ring(report: &Report, view: &RingView) -> String {
    let Some(strategy) = report.strategies.get(view.strategy) else { return String::new() };
    let Some(phase) = strategy.phases.get(view.phase) else {
        return strategy.refused.as_ref().map(|refused| format!("{} {}", refused.why, refused.instead)).unwrap_or_default();
    };
    let said = crate::analysis::words::headline(report, strategy, view.phase);
    let sentence = said.map(|said| format!("{} {}", said.sentence, said.more)).unwrap_or_default();
    format!("{}, {}: {}", strategy.description, phase.label, sentence.trim_end())
}
