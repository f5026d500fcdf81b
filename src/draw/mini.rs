//! The small ring of a strategy, in the switcher and beside others: its band alone.

use super::columns::{self, FADED, Look};
use super::layout::{self, Segment};
use super::list::{DisplayList, Shape};
use super::theme::Theme;
use crate::collections::grouped;
use crate::report::Report;

/// Shorter stretches than this are no longer told apart, CSS pixels; each costs its time to paint.
const FINEST: f32 = 1.5;

/// The band of a strategy in a phase, `size` CSS pixels wide; what the step left alone is faded.
#[must_use]
pub fn mini(report: &Report, strategy: usize, phase: usize, size: f32, theme: Theme) -> DisplayList {
    let mut list = DisplayList::new(size, size, theme.roles().surface.alpha(0.0));
    let (centre, outer) = ((size / 2.0, size / 2.0), size / 2.0 - 1.0);
    let radii = (outer * 0.66, outer);
    let found = report.strategies.get(strategy);
    let most = (outer * std::f32::consts::TAU / FINEST).ceil().max(1.0) as usize;
    let segments = coarse(found.map(|strategy| layout::segments(strategy, phase)).unwrap_or_default(), most);
    let cells = columns::coarse(&found.map(|strategy| columns::cells(strategy, phase)).unwrap_or_default(), most);
    let nodes = report.roster.len();
    if segments.is_empty() && cells.is_empty() {
        list.push(Shape::Bands { centre, radii, stretches: vec![(0.0, 1.0)], fill: theme.roles().well });
    }
    let stretch = |segment: Segment| {
        let changed = segment.old != segment.new;
        let colour = if changed { theme.taken(nodes, segment.new) } else { theme.node(nodes, segment.new) };
        (colour.alpha(if phase == 0 || changed { 1.0 } else { FADED }), (segment.from, segment.to))
    };
    for (fill, stretches) in grouped(segments.into_iter().map(stretch).collect()) {
        list.push(Shape::Bands { centre, radii, stretches, fill });
    }
    Look { theme, nodes, centre, step: phase > 0, progress: 1.0 }.band(&cells, radii, &mut list);
    list
}

/// At most `columns` stretches: where there are more segments, what is at the middle of each column.
fn coarse(segments: Vec<Segment>, columns: usize) -> Vec<Segment> {
    if segments.len() <= columns {
        return segments;
    }
    let mut coarse: Vec<Segment> = Vec::new();
    let mut at = 0;
    for column in 0..columns {
        let (from, to) = (column as f32 / columns as f32, (column + 1) as f32 / columns as f32);
        while at + 1 < segments.len() && segments[at].to < f32::midpoint(from, to) {
            at += 1;
        }
        let Segment { old, new, .. } = segments[at];
        match coarse.last_mut().filter(|last| last.old == old && last.new == new) {
            Some(last) => last.to = to,
            None => coarse.push(Segment { from, to, old, new }),
        }
    }
    coarse
}

#[cfg(test)]
mod tests {
    use super::coarse;
    use crate::cluster::NodeId;
    use crate::draw::layout::Segment;

    fn segments(count: u32) -> Vec<Segment> {
        let turn = |i: u32| i as f32 / count as f32;
        (0..count).map(|i| Segment { from: turn(i), to: turn(i + 1), old: NodeId(0), new: NodeId(i % 3) }).collect()
    }

    #[test]
    fn a_small_ring_has_no_more_stretches_than_can_be_told_apart() {
        let found = coarse(segments(1000), 90);
        assert!((60..=90).contains(&found.len()), "{}", found.len());
        assert_eq!((found[0].from, found[found.len() - 1].to), (0.0, 1.0));
        assert!(found.windows(2).all(|pair| pair[0].to == pair[1].from && pair[0].new != pair[1].new));
        // Each column shows what stands at its middle: column 0 at 1/180 of the circle, which is segment 5 of 1000.
        assert_eq!(found[0].new, NodeId(5 % 3));
    }

    #[test]
    fn few_segments_stay_as_they_are() {
        assert_eq!(coarse(segments(7), 90), segments(7));
    }
}
