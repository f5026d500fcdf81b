//! What there is to draw of a placement: a ring's arcs merged by owner, and its points while they can be told apart.

use crate::cluster::{Cluster, NodeId};
use crate::report::{Arc, Mark, Picture, Report};
use crate::strategy::{Placement, RingPoint};

/// The picture of a placement without its keys.
pub(super) fn draw(placement: &dyn Placement, cluster: &Cluster) -> Picture {
    let points = placement.points();
    let marks = if points.len() > Report::MARKS { Vec::new() } else { points.iter().map(mark).collect() };
    Picture { arcs: arcs(points, placement.nearest(), cluster), marks, points: points.len() as u64, ..Picture::default() }
}

fn mark(point: &RingPoint) -> Mark {
    Mark { turn: point.hash.turn() as f32, node: point.node, number: point.number }
}

/// The stretches of the circle by owner, clockwise from 0 to 1; a stretch belongs to the live point at its end, or to the
/// nearest one.
fn arcs(points: &[RingPoint], nearest: bool, cluster: &Cluster) -> Vec<Arc> {
    let mut live = vec![false; cluster.nodes().iter().map(|node| node.id.index() + 1).max().unwrap_or(0)];
    for node in cluster.live() {
        live[node.id.index()] = true;
    }
    let points: Vec<(f32, NodeId)> =
        points.iter().filter(|point| live[point.node.index()]).map(|point| (point.hash.turn() as f32, point.node)).collect();
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else { return Vec::new() };
    let mut arcs: Vec<Arc> = Vec::new();
    let mut from = 0.0;
    if nearest {
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
    if arcs.len() > Report::MARKS { sampled(&arcs) } else { arcs }
}

fn extend(arcs: &mut Vec<Arc>, from: f32, to: f32, node: NodeId) {
    match arcs.last_mut() {
        _ if to <= from => {}
        Some(last) if last.node == node => last.to = to,
        _ => arcs.push(Arc { from, to, node }),
    }
}

/// As many arcs as a large circle has pixels: the owner at the middle of each.
fn sampled(arcs: &[Arc]) -> Vec<Arc> {
    let columns = Report::MARKS / 2;
    let mut result = Vec::new();
    for i in 0..columns {
        let middle = (i as f32 + 0.5) / columns as f32;
        let at = arcs.partition_point(|arc| arc.to <= middle).min(arcs.len() - 1);
        extend(&mut result, i as f32 / columns as f32, (i + 1) as f32 / columns as f32, arcs[at].node);
    }
    result
}
