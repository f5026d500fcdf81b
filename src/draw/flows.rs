//! The matrix of moves: from node to node, shaded by how many keys went.

use super::badge::letter;
use super::list::{Anchor, DisplayList, Shape};
use super::load::LoadView;
use super::metrics;
use crate::analysis::Matrix;
use crate::analysis::words::thousands;
use crate::cluster::NodeId;
use crate::report::Report;

/// More rows or columns than this have no room.
const SHOWN: usize = 10;

/// The moves of a step; rows give, columns take. Of many nodes the busiest are shown, the others summed.
#[must_use]
pub fn flows(report: &Report, view: &LoadView) -> DisplayList {
    let roles = view.theme.roles();
    let mut list = DisplayList::new(view.width, view.height, roles.surface);
    let found = report.strategies.get(view.strategy).and_then(|strategy| strategy.phases.get(view.phase));
    let flows = found.map_or(&[][..], |phase| &phase.flows);
    let size = 12.0 * view.scale;
    if flows.is_empty() {
        list.text((8.0, size * 1.5), "No key moved.", size * 1.2, false, Anchor::Start, roles.ink_soft);
        return list;
    }
    let matrix = Matrix::of(flows, SHOWN);
    let heads = |nodes: &[NodeId], more: u64| {
        let named = nodes.iter().map(|node| (report.name(*node).to_owned(), letter(&report.roster, *node)));
        let rest = (more > 0).then(|| (format!("{} others", thousands(more)), format!("+{}", thousands(more))));
        named.chain(rest).collect::<Vec<_>>()
    };
    let (rows, columns) = (heads(&matrix.givers, matrix.more_givers), heads(&matrix.takers, matrix.more_takers));
    let grid = Grid::of(view, &rows, &columns, size);
    grid.heads(&rows, &columns, view, &mut list);
    grid.cells(&matrix, view, &mut list);
    list
}

/// A head: a name, and what stands for it where there is no room.
type Head = (String, String);

/// Where the cells are.
struct Grid {
    left: f32,
    top: f32,
    cell: (f32, f32),
    size: f32,
}

impl Grid {
    fn of(view: &LoadView, rows: &[Head], columns: &[Head], size: f32) -> Self {
        let widest = rows.iter().map(|(name, _)| metrics::width(name, size, false)).fold(0.0, f32::max);
        let left = widest.min(view.width * 0.35) + 14.0;
        let top = size * 3.4;
        let wide = ((view.width - left - 4.0) / columns.len() as f32).min(96.0 * view.scale);
        let tall = ((view.height - top - 4.0) / rows.len() as f32).min(34.0 * view.scale);
        Self { left, top, cell: (wide, tall), size }
    }

    fn heads(&self, rows: &[Head], columns: &[Head], view: &LoadView, list: &mut DisplayList) {
        let (roles, size) = (view.theme.roles(), self.size);
        list.text((self.left, size * 0.8), "to", size, false, Anchor::Start, roles.ink_soft);
        list.text((self.left - 10.0, self.top - size), "from", size, false, Anchor::End, roles.ink_soft);
        let fitting = |(name, short): &Head, room: f32| if metrics::width(name, size, false) < room { name.clone() } else { short.clone() };
        for (i, head) in columns.iter().enumerate() {
            let x = self.left + self.cell.0 * (i as f32 + 0.5);
            list.text((x, self.top - size), fitting(head, self.cell.0 - 6.0), size, true, Anchor::Middle, roles.ink);
        }
        for (i, head) in rows.iter().enumerate() {
            let y = self.top + self.cell.1 * (i as f32 + 0.5);
            list.text((self.left - 10.0, y), fitting(head, self.left - 14.0), size, true, Anchor::End, roles.ink);
        }
    }

    fn cells(&self, matrix: &Matrix, view: &LoadView, list: &mut DisplayList) {
        let roles = view.theme.roles();
        let most = matrix.cells.iter().max().copied().unwrap_or(1).max(1) as f32;
        for (i, keys) in matrix.cells.iter().copied().enumerate() {
            let (row, column) = (i / matrix.wide(), i % matrix.wide());
            let (x, y) = (self.left + self.cell.0 * column as f32, self.top + self.cell.1 * row as f32);
            let area = (x + 1.0, y + 1.0, self.cell.0 - 2.0, self.cell.1 - 2.0);
            let strength = if keys == 0 { 0.0 } else { 0.12 + 0.5 * keys as f32 / most };
            let fill = if keys == 0 { roles.well } else { roles.accent.alpha(strength) };
            list.push(Shape::Rect { area, fill: Some(fill), stroke: None, dashed: false });
            let text = if keys == 0 { "–".to_owned() } else { thousands(keys) };
            let ink = if keys == 0 { roles.ink_soft } else { roles.ink };
            list.text((x + self.cell.0 / 2.0, y + self.cell.1 / 2.0), text, self.size, false, Anchor::Middle, ink);
        }
    }
}
