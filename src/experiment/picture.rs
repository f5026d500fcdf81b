//! What there is to draw of a placement: a ring's arcs merged by owner and its points while they can be told apart, else
//! the ring by columns.

use crate::cluster::{Cluster, NodeId};
use crate::collections::Counts;
use crate::report::{Arc, Cell, Mark, Picture, Report};
use crate::strategy::{Placement, RingPoint};

/// A placement with the cluster that it is for.
pub(super) type State<'a> = (&'a dyn Placement, &'a Cluster);

/// The picture of a placement without its keys; a step has the state before it.
pub(super) fn draw(now: State<'_>, before: Option<State<'_>>) -> Picture {
    let points = now.0.points();
    let marks = if points.len() > Report::MARKS { Vec::new() } else { points.iter().map(mark).collect() };
    let new = arcs(now);
    let old = before.map(arcs);
    let many = |arcs: &[Arc]| arcs.len() > Report::MARKS;
    let cells = match &old {
        // Where there was no ring before, keys alone can be compared.
        Some(old) if !old.is_empty() && !new.is_empty() && (many(old) || many(&new)) => cells(old, &new),
        None if many(&new) => cells(&new, &new),
        _ => Vec::new(),
    };
    let arcs = if many(&new) { Vec::new() } else { new };
    Picture { arcs, cells, marks, points: points.len() as u64, ..Picture::default() }
}

fn mark(point: &RingPoint) -> Mark {
    Mark { turn: point.hash.turn() as f32, node: point.node, number: point.number }
}

/// The stretches of the circle by owner, clockwise from 0 to 1; a stretch belongs to the live point at its end, or to the
/// nearest one.
fn arcs((placement, cluster): State<'_>) -> Vec<Arc> {
    let mut live = vec![false; cluster.nodes().iter().map(|node| node.id.index() + 1).max().unwrap_or(0)];
    for node in cluster.live() {
        live[node.id.index()] = true;
    }
    let living = placement.points().iter().filter(|point| live[point.node.index()]);
    let points: Vec<(f32, NodeId)> = living.map(|point| (point.hash.turn() as f32, point.node)).collect();
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else { return Vec::new() };
    let mut arcs: Vec<Arc> = Vec::new();
    let mut from = 0.0;
    if placement.nearest() {
        // Half of the way round the end belongs to the last point, half to the first.
        let turn = f32::midpoint(last.0, first.0 + 1.0);
        extend(&mut arcs, 0.0, turn - 1.0, last.1);
        from = (turn - 1.0).max(0.0);
        for pair in points.windows(2) {
            let to = f32::midpoint(pair[0].0, pair[1].0);
            extend(&mut arcs, from, to, pair[0].1);
            from = to;
        }
        extend(&mut arcs, from, turn.min(1.0), last.1);
        from = turn.min(1.0);
    } else {
        for (to, node) in points {
            extend(&mut arcs, from, to, node);
            from = to;
        }
    }
    extend(&mut arcs, from, 1.0, first.1);
    arcs
}

fn extend(arcs: &mut Vec<Arc>, from: f32, to: f32, node: NodeId) {
    match arcs.last_mut() {
        _ if to <= from => {}
        Some(last) if last.node == node => last.to = to,
        _ => arcs.push(Arc { from, to, node }),
    }
}

/// Two rings laid over each other, column by column.
fn cells(old: &[Arc], new: &[Arc]) -> Vec<Cell> {
    let (mut i, mut j) = (0, 0);
    let cell = |column: usize| {
        let (mut from, end) = (column as f32 / Report::COLUMNS as f32, (column + 1) as f32 / Report::COLUMNS as f32);
        let (mut owners, mut takers) = (Counts::default(), Counts::default());
        let (mut arcs, mut changed) = (1, 0.0);
        while let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
            let to = a.to.min(b.to).min(end);
            // In parts of a column, for both to be whole numbers.
            let part = (to - from).max(0.0) * Report::COLUMNS as f32;
            owners.add((b.node.0, 0), weight(part));
            if a.node != b.node && part > 0.0 {
                takers.add((b.node.0, 0), weight(part));
                changed += part;
            }
            from = to;
            if to >= end {
                break;
            }
            i += usize::from(a.to <= to);
            arcs += u32::from(b.to <= to);
            j += usize::from(b.to <= to);
        }
        let owner = greatest(&owners).unwrap_or(NodeId(0));
        Cell { arcs, owner, changed: changed.min(1.0), taker: greatest(&takers).unwrap_or(owner) }
    };
    (0..Report::COLUMNS).map(cell).collect()
}

fn weight(part: f32) -> u64 {
    (part * 1e9) as u64
}

/// The node with the greatest count, of equal ones the first.
fn greatest(counts: &Counts) -> Option<NodeId> {
    let mut best: Option<(NodeId, u64)> = None;
    for ((node, _), count) in counts.iter() {
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((NodeId(node), count));
        }
    }
    best.map(|(node, _)| node)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many arcs of one length, owned by the nodes that `owner` gives.
    fn ring(count: usize, owner: impl Fn(usize) -> u32) -> Vec<Arc> {
        let turn = |i: usize| i as f32 / count as f32;
        (0..count).map(|i| Arc { from: turn(i), to: turn(i + 1), node: NodeId(owner(i)) }).collect()
    }

    /// The part of the circle that changed its owner, arc by arc: both rings have the same ends.
    fn changed(old: &[Arc], new: &[Arc]) -> f32 {
        old.iter().zip(new).filter(|(a, b)| a.node != b.node).map(|(a, _)| a.to - a.from).sum()
    }

    #[test]
    fn columns_say_exactly_how_much_of_them_changed() {
        for every in [1, 7, 100, 999] {
            let old = ring(72_000, |i| i as u32 % 1_000);
            let new = ring(72_000, |i| if i % every == 0 { 1_000 } else { i as u32 % 1_000 });
            let cells = cells(&old, &new);
            assert_eq!(cells.len(), Report::COLUMNS);
            let found: f32 = cells.iter().map(|cell| cell.changed).sum::<f32>() / Report::COLUMNS as f32;
            assert!((found - changed(&old, &new)).abs() < 1e-3, "every {every}: {found}");
            for (i, cell) in cells.iter().enumerate() {
                let taken = (i * 100..(i + 1) * 100).any(|arc| arc % every == 0);
                // The end of a column is that of an arc but for rounding.
                assert_eq!(cell.changed > 1e-3, taken, "column {i}, every {every}: {cell:?}");
                assert!(!taken || cell.taker == NodeId(1_000), "column {i}, every {every}: {cell:?}");
                assert!((100..=102).contains(&cell.arcs), "{cell:?}");
            }
        }
    }

    #[test]
    fn a_column_knows_who_owns_most_of_it() {
        let halves = ring(2, |i| i as u32);
        let cells = cells(&halves, &halves);
        assert!(cells.iter().all(|cell| cell.changed == 0.0 && cell.taker == cell.owner && cell.arcs <= 2));
        assert_eq!((cells[0].owner, cells[359].owner, cells[360].owner, cells[719].owner), (NodeId(0), NodeId(0), NodeId(1), NodeId(1)));
    }
}
