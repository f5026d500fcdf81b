//! Where everything of a ring's picture is: segments of the band and dots of the keys, from the report alone.

use super::list::on_circle;
use super::ring::RingView;
use crate::cluster::NodeId;
use crate::collections::sort_by;
use crate::report::{Arc, Phase, Picture, Report, StrategyReport};

/// A stretch of the band with its owner before and after the step; they are equal where nothing changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Segment {
    pub(super) from: f32,
    pub(super) to: f32,
    pub(super) old: NodeId,
    pub(super) new: NodeId,
}

/// A key's dot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Dot {
    /// Number of the key in the sample.
    pub(super) key: u32,
    pub(super) turn: f32,
    pub(super) at: (f32, f32),
    pub(super) old: NodeId,
    pub(super) new: NodeId,
    /// How far the key's own move is, 0 to 1.
    pub(super) moved: f32,
}

impl Dot {
    pub(super) fn moves(&self) -> bool {
        self.old != self.new
    }
}

/// The measures of a ring in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measures {
    pub(super) centre: (f32, f32),
    /// Outer radius of the band.
    pub(super) outer: f32,
    /// Inner radius of the band.
    pub(super) inner: f32,
    /// Radius of the orbit of keys that do not move.
    pub(super) orbit: f32,
    /// Distance between rows of moved keys, and their dots' diameter with its gap.
    pub(super) row: f32,
}

/// Rows that moved keys are stacked in, outward.
const ROWS: f32 = 4.0;

impl Measures {
    pub(super) fn of(view: &RingView, moved: usize) -> Self {
        let side = view.width.min(view.height).max(80.0);
        let room = (side * 0.085).clamp(20.0, 46.0);
        let outer = side / 2.0 - room;
        let band = (side * 0.05).clamp(12.0, 28.0);
        let around = std::f32::consts::TAU * (outer + room * 0.6);
        let row = (around * ROWS / (moved.max(1) as f32 * 1.25)).clamp(2.2, (room - 11.0) / ROWS).min(if moved < 60 { 9.0 } else { 6.6 });
        Self { centre: (view.width / 2.0, view.height / 2.0), outer, inner: outer - band, orbit: outer + 5.0, row }
    }
}

/// The strategy and phase that a view shows.
pub(super) fn shown<'a>(report: &'a Report, view: &RingView) -> Option<(&'a StrategyReport, &'a Phase)> {
    let strategy = report.strategies.get(view.strategy)?;
    Some((strategy, strategy.phases.get(view.phase)?))
}

/// The picture of the phase before, or of the phase itself at the start.
pub(super) fn before(strategy: &StrategyReport, phase: usize) -> Option<&Picture> {
    strategy.phases.get(phase.saturating_sub(1)).map(|phase| &phase.picture)
}

/// The band of a phase: a ring's arcs, or stretches coloured by the sample keys that lie there; none where it is drawn by
/// columns.
pub(super) fn segments(strategy: &StrategyReport, phase: usize) -> Vec<Segment> {
    let (Some(old), Some(new)) = (before(strategy, phase), strategy.phases.get(phase)) else { return Vec::new() };
    let new = &new.picture;
    match () {
        () if by_columns(strategy, phase) => Vec::new(),
        () if both_rings(old, new) => overlaid(&old.arcs, &new.arcs),
        () => cells(&strategy.turns, old, new),
    }
}

fn both_rings(old: &Picture, new: &Picture) -> bool {
    !old.arcs.is_empty() && !new.arcs.is_empty()
}

/// Whether the band of a phase is drawn by columns: of a ring with too many arcs, or of too many keys.
pub(super) fn by_columns(strategy: &StrategyReport, phase: usize) -> bool {
    let (Some(old), Some(new)) = (before(strategy, phase), strategy.phases.get(phase)) else { return false };
    let new = &new.picture;
    !new.cells.is_empty() || (!both_rings(old, new) && !new.columns.is_empty())
}

/// Two rings laid over each other, cut where either changes its owner; neighbours that agree are merged.
fn overlaid(old: &[Arc], new: &[Arc]) -> Vec<Segment> {
    let (mut i, mut j, mut from) = (0, 0, 0.0_f32);
    let mut segments: Vec<Segment> = Vec::new();
    while let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
        let to = a.to.min(b.to);
        extend(&mut segments, Segment { from, to, old: a.node, new: b.node });
        i += usize::from(a.to <= to);
        j += usize::from(b.to <= to);
        from = to;
    }
    segments
}

fn extend(segments: &mut Vec<Segment>, next: Segment) {
    match segments.last_mut() {
        _ if next.to <= next.from => {}
        Some(last) if last.old == next.old && last.new == next.new => last.to = next.to,
        _ => segments.push(next),
    }
}

/// A cell for every sample key, from half way to the key before it to half way to the next.
fn cells(turns: &[f32], old: &Picture, new: &Picture) -> Vec<Segment> {
    let order = clockwise(turns);
    let mut segments = Vec::new();
    let middle = |a: usize, b: usize| (turns[a] + turns[b]) / 2.0;
    for (place, key) in order.iter().enumerate() {
        let from = if place == 0 { 0.0 } else { middle(order[place - 1], *key) };
        let to = order.get(place + 1).map_or(1.0, |next| middle(*key, *next));
        let owner = |picture: &Picture| picture.owners.get(*key).copied().unwrap_or(NodeId(0));
        extend(&mut segments, Segment { from, to, old: owner(old), new: owner(new) });
    }
    segments
}

/// Numbers of the sample keys in clockwise order.
pub(super) fn clockwise(turns: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..turns.len()).collect();
    sort_by(&mut order, |a, b| turns[*a].total_cmp(&turns[*b]));
    order
}

/// Every dot of a view; none where the keys are too many for dots.
pub(super) fn dots(strategy: &StrategyReport, view: &RingView, measures: &Measures) -> Vec<Dot> {
    let (Some(old), Some(new)) = (before(strategy, view.phase), strategy.phases.get(view.phase)) else { return Vec::new() };
    if !new.picture.columns.is_empty() {
        return Vec::new();
    }
    let mut stack = Stack::new(measures);
    let mut dots = Vec::with_capacity(strategy.turns.len());
    for key in clockwise(&strategy.turns) {
        let (Some(old), Some(new)) = (old.owners.get(key), new.picture.owners.get(key)) else { continue };
        let turn = strategy.turns[key];
        let moved = if old == new { 0.0 } else { wave(view.progress, turn) };
        let rest = if old == new { measures.orbit } else { stack.radius(turn) };
        let radius = measures.orbit + (rest - measures.orbit) * lift(moved);
        dots.push(Dot { key: key as u32, turn, at: on_circle(measures.centre, radius, turn), old: *old, new: *new, moved });
    }
    dots
}

/// How far a move is at a place of the circle: it goes round clockwise as a wave, each key taking half of the time.
pub(super) fn wave(progress: f32, turn: f32) -> f32 {
    let t = ((progress - turn * 0.5) / 0.5).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The way of a dot outward: a little beyond its rest and back.
fn lift(t: f32) -> f32 {
    t + 0.15 * (4.0 * t * (1.0 - t))
}

/// Rows that hold moved dots side by side without covering each other.
struct Stack {
    base: f32,
    row: f32,
    /// The first and the last turn taken in each row.
    taken: Vec<(f32, f32)>,
}

impl Stack {
    fn new(measures: &Measures) -> Self {
        Self { base: measures.orbit + measures.row + 1.5, row: measures.row, taken: Vec::new() }
    }

    /// The radius for the next dot; dots come in clockwise order.
    fn radius(&mut self, turn: f32) -> f32 {
        let (base, row) = (self.base, self.row);
        let gap = |i: usize| row / (std::f32::consts::TAU * (base + i as f32 * row));
        let free = self.taken.iter().enumerate().position(|(i, (first, last))| turn - last >= gap(i) && first + 1.0 - turn >= gap(i));
        // Beyond the rows there is no room: the dot lies on the row that has been free the longest.
        let full = self.taken.len() >= ROWS as usize;
        let longest = || self.taken.iter().enumerate().min_by(|a, b| a.1.1.total_cmp(&b.1.1)).map_or(0, |(i, _)| i);
        let at = match free {
            Some(i) => i,
            None if full => longest(),
            None => {
                self.taken.push((turn, turn));
                self.taken.len() - 1
            }
        };
        self.taken[at].1 = turn;
        base + at as f32 * row
    }
}
