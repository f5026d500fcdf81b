//! The small ring of a strategy in the switcher: its band alone.

use super::layout;
use super::list::{DisplayList, Shape};
use super::theme::Theme;
use crate::collections::grouped;
use crate::report::Report;

/// The band of a strategy in a phase, `size` CSS pixels wide; what the step left alone is faded.
#[must_use]
pub fn mini(report: &Report, strategy: usize, phase: usize, size: f32, theme: Theme) -> DisplayList {
    let mut list = DisplayList::new(size, size, theme.roles().surface.alpha(0.0));
    let (centre, outer) = ((size / 2.0, size / 2.0), size / 2.0 - 1.0);
    let radii = (outer * 0.66, outer);
    let segments = report.strategies.get(strategy).map(|strategy| layout::segments(strategy, phase)).unwrap_or_default();
    if segments.is_empty() {
        list.push(Shape::Bands { centre, radii, stretches: vec![(0.0, 1.0)], fill: theme.roles().well });
    }
    let stretches = segments.into_iter().map(|segment| {
        let strong = phase == 0 || segment.old != segment.new;
        ((strong, segment.new), (segment.from, segment.to))
    });
    for ((strong, node), stretches) in grouped(stretches) {
        let alpha = if strong { 1.0 } else { 0.34 };
        list.push(Shape::Bands { centre, radii, stretches, fill: theme.node(node).alpha(alpha) });
    }
    list
}
