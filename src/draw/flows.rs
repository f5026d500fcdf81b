//! The matrix of moves: from node to node, shaded by how many keys went.

use super::badge::letter;
use super::list::{Anchor, DisplayList, Shape};
use super::load::LoadView;
use super::metrics;
use crate::analysis::words::thousands;
use crate::cluster::NodeId;
use crate::collections::{Counts, sort_by_key};
use crate::report::Report;

/// More nodes than this have no room: the ones with most moves are shown.
const SHOWN: usize = 10;

/// The moves of a step; rows give, columns take.
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
    let (givers, takers) = (busiest(flows, |flow| flow.0), busiest(flows, |flow| flow.1));
    let grid = Grid::of(report, view, &givers, &takers, size);
    grid.heads(report, &givers, &takers, view, &mut list);
    grid.cells(flows, &givers, &takers, view, &mut list);
    list
}

/// The nodes at one end of the moves: the busiest ones, in their order.
fn busiest(flows: &[(NodeId, NodeId, u64)], end: impl Fn(&(NodeId, NodeId, u64)) -> NodeId) -> Vec<NodeId> {
    let mut totals = Counts::default();
    flows.iter().for_each(|flow| totals.add((end(flow).0, 0), flow.2));
    let mut nodes: Vec<(u32, u64)> = totals.iter().map(|((node, _), keys)| (node, keys)).collect();
    sort_by_key(&mut nodes, |(_, keys)| std::cmp::Reverse(*keys)); // busiest first, else in their order
    nodes.truncate(SHOWN);
    sort_by_key(&mut nodes, |(node, _)| *node);
    nodes.into_iter().map(|(node, _)| NodeId(node)).collect()
}

/// Where the cells are.
struct Grid {
    left: f32,
    top: f32,
    cell: (f32, f32),
    size: f32,
}

impl Grid {
    fn of(report: &Report, view: &LoadView, givers: &[NodeId], takers: &[NodeId], size: f32) -> Self {
        let widest = givers.iter().map(|node| metrics::width(report.name(*node), size, false)).fold(0.0, f32::max);
        let left = widest.min(view.width * 0.35) + 14.0;
        let top = size * 3.4;
        let wide = ((view.width - left - 4.0) / takers.len() as f32).min(96.0 * view.scale);
        let tall = ((view.height - top - 4.0) / givers.len() as f32).min(34.0 * view.scale);
        Self { left, top, cell: (wide, tall), size }
    }

    fn heads(&self, report: &Report, givers: &[NodeId], takers: &[NodeId], view: &LoadView, list: &mut DisplayList) {
        let (roles, size) = (view.theme.roles(), self.size);
        list.text((self.left, size * 0.8), "to", size, false, Anchor::Start, roles.ink_soft);
        list.text((self.left - 10.0, self.top - size), "from", size, false, Anchor::End, roles.ink_soft);
        let name = |node: NodeId, room: f32| {
            let name = report.name(node);
            if metrics::width(name, size, false) < room { name.to_owned() } else { letter(&report.roster, node) }
        };
        for (i, node) in takers.iter().enumerate() {
            let x = self.left + self.cell.0 * (i as f32 + 0.5);
            list.text((x, self.top - size), name(*node, self.cell.0 - 6.0), size, true, Anchor::Middle, roles.ink);
        }
        for (i, node) in givers.iter().enumerate() {
            let y = self.top + self.cell.1 * (i as f32 + 0.5);
            list.text((self.left - 10.0, y), name(*node, self.left - 14.0), size, true, Anchor::End, roles.ink);
        }
    }

    fn cells(&self, flows: &[(NodeId, NodeId, u64)], givers: &[NodeId], takers: &[NodeId], view: &LoadView, list: &mut DisplayList) {
        let roles = view.theme.roles();
        let most = flows.iter().map(|flow| flow.2).max().unwrap_or(1).max(1) as f32;
        for (row, from) in givers.iter().enumerate() {
            for (column, to) in takers.iter().enumerate() {
                let keys = flows.iter().find(|flow| flow.0 == *from && flow.1 == *to).map_or(0, |flow| flow.2);
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
}
