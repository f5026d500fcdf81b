//! The circle by columns of half a degree, where arcs or keys are too many to be told apart: a column's part that changed
//! is as thick as it is great, and never too thin to be seen.

use super::layout;
use super::list::{DisplayList, Rgba, Shape, on_circle};
use super::theme::{COLOURED, Theme};
use crate::cluster::NodeId;
use crate::collections::grouped;
use crate::report::{Column, StrategyReport};
use std::f32::consts::TAU;

/// What moved is drawn at least this long, CSS pixels.
const SEEN: f32 = 4.0;
/// What a step left alone.
pub(super) const FADED: f32 = 0.34;

/// A column of the band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    /// Who owned most of it before the step.
    pub(super) old: NodeId,
    /// Who took most of what changed.
    pub(super) taker: NodeId,
    /// The part of it that changed, 0 to 1.
    pub(super) changed: f32,
}

/// The columns of a band that is not drawn stretch by stretch; of a ring its own, else those of the keys.
pub(super) fn cells(strategy: &StrategyReport, phase: usize) -> Vec<Cell> {
    let (Some(old), Some(new)) = (layout::before(strategy, phase), strategy.phases.get(phase)) else { return Vec::new() };
    if !layout::by_columns(strategy, phase) {
        return Vec::new();
    }
    let new = &new.picture;
    if new.cells.is_empty() {
        let had = |i: usize, now: &Column| old.columns.get(i).map_or(now.owner, |old| old.owner);
        let part = |column: &Column| column.moved as f32 / column.keys.max(1) as f32;
        let cell = |(i, now): (usize, &Column)| Cell { old: had(i, now), taker: now.owner, changed: part(now) };
        return new.columns.iter().enumerate().map(cell).collect();
    }
    let cell = |(i, now): (usize, &crate::report::Cell)| Cell {
        old: old.cells.get(i).map_or(now.owner, |old| old.owner),
        taker: now.taker,
        changed: now.changed,
    };
    new.cells.iter().enumerate().map(cell).collect()
}

/// How columns are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) theme: Theme,
    /// How many nodes there are.
    pub(super) nodes: usize,
    pub(super) centre: (f32, f32),
    /// Whether a step is shown, so that what it left alone steps back.
    pub(super) step: bool,
    /// How far the step is, 0 to 1.
    pub(super) progress: f32,
}

impl Look {
    fn resting(&self, node: NodeId) -> Rgba {
        self.theme.node(self.nodes, node).alpha(if self.step { FADED } else { 1.0 })
    }

    fn taken(&self, node: NodeId) -> Rgba {
        self.theme.taken(self.nodes, node)
    }

    fn line(&self, turn: f32, from: f32, to: f32) -> [(f32, f32); 2] {
        [on_circle(self.centre, from, turn), on_circle(self.centre, to, turn)]
    }

    /// The band between two radii.
    pub(super) fn band(&self, cells: &[Cell], (inner, outer): (f32, f32), list: &mut DisplayList) {
        let count = cells.len().max(1) as f32;
        let least = SEEN.min((outer - inner) * 0.2);
        let mut rests: Vec<(Rgba, (f32, f32))> = Vec::new();
        let mut takes = Vec::new();
        for (i, cell) in cells.iter().enumerate() {
            let (from, to, middle) = (i as f32 / count, (i + 1) as f32 / count, (i as f32 + 0.5) / count);
            let fill = self.resting(cell.old);
            match rests.last_mut() {
                Some((last, stretch)) if *last == fill => stretch.1 = to,
                _ => rests.push((fill, (from, to))),
            }
            let done = cell.changed * layout::wave(self.progress, middle);
            if done > 0.0 {
                let thick = (done * (outer - inner)).max(least);
                takes.push((self.taken(cell.taker), self.line(middle, outer - thick, outer)));
            }
        }
        for (fill, stretches) in grouped(rests) {
            list.push(Shape::Bands { centre: self.centre, radii: (inner, outer), stretches, fill });
        }
        bars(takes, TAU * outer / count, list);
    }

    /// Keys as bars outward from an orbit, `room` long at most; their moved part in front.
    pub(super) fn density(&self, columns: &[Column], orbit: f32, room: f32, list: &mut DisplayList) {
        let most = columns.iter().map(|column| column.keys).max().unwrap_or(0).max(1) as f32;
        let count = columns.len().max(1) as f32;
        let (half, mut rests, mut takes, mut outline) = (0.5 / count, Vec::new(), Vec::new(), Vec::new());
        for (i, column) in columns.iter().enumerate() {
            let turn = (i as f32 + 0.5) / count;
            let moved = column.moved as f32 * layout::wave(self.progress, turn);
            let front = if moved > 0.0 { (moved / most * room).max(SEEN) } else { 0.0 };
            let whole = orbit + (column.keys as f32 / most * room).max(front);
            if self.nodes > COLOURED {
                outline.extend([turn - half, turn + half].map(|turn| on_circle(self.centre, whole, turn)));
            } else if column.keys > 0 {
                rests.push((self.resting(column.owner), self.line(turn, orbit + front, whole)));
            }
            if front > 0.0 {
                takes.push((self.taken(column.owner), self.line(turn, orbit, orbit + front)));
            }
        }
        let width = TAU * orbit / count;
        bars(rests, width, list);
        if !outline.is_empty() {
            // Without colours of their own the bars are one shape: back along the orbit.
            outline.extend((0..=columns.len()).rev().map(|i| on_circle(self.centre, orbit, i as f32 / count)));
            list.push(Shape::Polygon { points: outline, fill: self.resting(NodeId(0)) });
        }
        bars(takes, width, list);
    }
}

/// Lines of one colour are one shape.
fn bars(bars: Vec<(Rgba, [(f32, f32); 2])>, width: f32, list: &mut DisplayList) {
    for (stroke, ends) in grouped(bars) {
        list.push(Shape::Lines { ends, stroke, width: width.max(0.8), dashed: false });
    }
}

/// At most `count` columns: the changed part of those that fall together is their mean.
pub(super) fn coarse(cells: &[Cell], count: usize) -> Vec<Cell> {
    let count = count.clamp(1, cells.len().max(1));
    let one = |i: usize| {
        let some = &cells[i * cells.len() / count..(i + 1) * cells.len() / count];
        let changed = some.iter().map(|cell| cell.changed).sum::<f32>() / some.len() as f32;
        let taker = some.iter().max_by(|a, b| a.changed.total_cmp(&b.changed)).map(|cell| cell.taker);
        Cell { changed, taker: taker.unwrap_or(NodeId(0)), ..some[some.len() / 2] }
    };
    if cells.is_empty() { Vec::new() } else { (0..count).map(one).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_columns_keep_what_changed() {
        let cells: Vec<Cell> =
            (0..720).map(|i| Cell { old: NodeId(i), taker: NodeId(i), changed: if i % 100 == 0 { 0.4 } else { 0.0 } }).collect();
        for count in [1, 7, 90, 720, 5_000] {
            let found = coarse(&cells, count);
            assert_eq!(found.len(), count.min(720));
            let sum = |cells: &[Cell]| cells.iter().map(|cell| cell.changed).sum::<f32>() / cells.len() as f32;
            assert!((sum(&found) - sum(&cells)).abs() < 1e-3, "{count}");
            assert_eq!(found.iter().filter(|cell| cell.changed > 0.0).count(), count.min(8), "{count}");
        }
        assert!(coarse(&[], 90).is_empty());
    }
}
