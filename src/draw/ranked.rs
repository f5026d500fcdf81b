//! The load histogram of many nodes: bars side by side from the fullest to the emptiest, their percentiles marked.

use super::list::{Anchor, DisplayList, Shape};
use super::load::{Bar, LoadView};
use super::metrics;
use crate::analysis::words::thousands;
use crate::cluster::NodeId;
use crate::collections::sort_by;
use crate::report::Report;

/// The place, among so many live nodes from the fullest down, of the one whose load so many percent do not exceed, by
/// nearest rank.
pub(super) fn place(live: usize, percent: usize) -> usize {
    live - (live * percent).div_ceil(100).max(1).min(live)
}

/// Where bars are.
struct Plot {
    left: f32,
    /// One bar's width.
    step: f32,
    right: f32,
    top: f32,
    floor: f32,
    /// The greatest number on the axis.
    most: f64,
}

impl Plot {
    fn of(view: &LoadView, bars: &[Bar]) -> Self {
        let size = 12.0 * view.scale;
        let fair = |bar: &Bar| metrics::width(&thousands(libm::round(bar.fair) as u64), size, false);
        let room = bars.iter().map(fair).fold(0.0, f32::max) + 30.0 * view.scale;
        let (left, right) = (2.0, view.width - room);
        let most = bars.iter().map(|bar| (bar.keys as f64).max(bar.fair).max(bar.requests.unwrap_or(0.0))).fold(1.0, f64::max);
        let step = (right - left) / bars.len().max(1) as f32;
        Self { left, step, right, top: size * 3.0, floor: view.height - size * 1.6, most }
    }

    fn x(&self, bar: usize) -> f32 {
        self.left + self.step * bar as f32
    }

    fn y(&self, number: f64) -> f32 {
        self.floor - (self.floor - self.top) * (number / self.most) as f32
    }

    /// A line over every bar at its number; neighbours of one height are one line.
    fn lines(&self, numbers: impl Iterator<Item = f64>) -> Vec<[(f32, f32); 2]> {
        let mut lines: Vec<[(f32, f32); 2]> = Vec::new();
        for (i, number) in numbers.enumerate() {
            let (y, end) = (self.y(number), self.x(i + 1));
            match lines.last_mut().filter(|last| last[1].1 == y) {
                Some(last) => last[1].0 = end,
                None => lines.push([(self.x(i), y), (end, y)]),
            }
        }
        lines
    }
}

/// The fullest first; failed ones, which have no load, at the end.
pub(super) fn rank(bars: &mut [Bar]) {
    sort_by(bars, |a, b| b.live.cmp(&a.live).then(b.keys.cmp(&a.keys)).then(a.node.cmp(&b.node)));
}

/// Draws the bars.
pub(super) fn draw(report: &Report, view: &LoadView, mut bars: Vec<Bar>, list: &mut DisplayList) {
    rank(&mut bars);
    let (plot, roles) = (Plot::of(view, &bars), view.theme.roles());
    let mut points = vec![(plot.left, plot.floor)];
    points.extend(plot.lines(bars.iter().map(|bar| bar.keys as f64)).into_iter().flatten());
    points.push((plot.right, plot.floor));
    list.push(Shape::Polygon { points, fill: roles.more_nodes });
    let pointed = bars.iter().enumerate().find(|(_, bar)| Some(bar.node) == view.focus);
    if let Some((i, bar)) = pointed {
        let wide = plot.step.max(3.0);
        let left = (plot.x(i) + (plot.step - wide) / 2.0).clamp(plot.left, plot.right - wide);
        let area = (left, plot.y(bar.keys as f64), wide, plot.floor - plot.y(bar.keys as f64));
        list.push(Shape::Rect { area, fill: Some(roles.accent), stroke: None, dashed: false });
    }
    if report.by_requests {
        let ends = plot.lines(bars.iter().map(|bar| bar.requests.unwrap_or(0.0)));
        list.push(Shape::Lines { ends, stroke: roles.ink, width: 1.0, dashed: false });
    }
    let floor = vec![[(plot.left, plot.floor), (plot.right, plot.floor)]];
    list.push(Shape::Lines { ends: floor, stroke: roles.edge, width: 1.0, dashed: false });
    let live = bars.iter().take_while(|bar| bar.live);
    let fair = plot.lines(live.map(|bar| bar.fair));
    let (colour, size) = (roles.ink_soft, 12.0 * view.scale);
    if let (Some(last), Some(bar)) = (fair.last(), bars.iter().rfind(|bar| bar.live)) {
        let text = format!("fair {}", thousands(libm::round(bar.fair) as u64));
        list.text((plot.right + 4.0, last[1].1), text, size, false, Anchor::Start, colour);
    }
    list.push(Shape::Lines { ends: fair, stroke: roles.ink, width: 1.25, dashed: true });
    marks(&plot, view, &bars, list);
    let words = match pointed {
        Some((_, bar)) => named(report, bar),
        None => {
            let lines = if report.by_requests { "; lines: requests" } else { "" };
            format!("{} nodes by load, the fullest first{lines}", thousands(bars.len() as u64))
        }
    };
    let ink = if pointed.is_some() { roles.ink } else { colour };
    list.text((plot.left, view.height - size * 0.7), words, size, false, Anchor::Start, ink);
}

/// What is pointed at, in words.
fn named(report: &Report, bar: &Bar) -> String {
    let name = report.name(bar.node);
    if !bar.live {
        return format!("{name} has failed");
    }
    let before = bar.before.filter(|before| *before != bar.keys).map(|before| format!(", {} before", thousands(before)));
    format!("{name}: {} keys{}", thousands(bar.keys), before.unwrap_or_default())
}

/// The greatest load, the 99th and the 50th percentile and the least one: each with a tick where its bar is.
fn marks(plot: &Plot, view: &LoadView, bars: &[Bar], list: &mut DisplayList) {
    let live = bars.iter().take_while(|bar| bar.live).count();
    let Some(last) = live.checked_sub(1) else { return };
    let (size, roles) = (12.0 * view.scale, view.theme.roles());
    let rows = [size * 0.7, size * 2.0];
    let all = [
        ("max", 0, rows[0], Anchor::Start),
        ("p99", place(live, 99), rows[1], Anchor::Start),
        ("p50", place(live, 50), rows[0], Anchor::Middle),
        ("min", last, rows[0], Anchor::End),
    ];
    let mut ends = Vec::new();
    for (what, i, y, anchor) in all {
        let x = plot.x(i) + plot.step / 2.0;
        let at = match anchor {
            Anchor::Start => {
                if i == 0 {
                    plot.left
                } else {
                    x + 4.0
                }
            }
            Anchor::Middle => x,
            Anchor::End => plot.right.max(x),
        };
        list.text((at, y), format!("{what} {}", thousands(bars[i].keys)), size, false, anchor, roles.ink);
        let foot = plot.y(bars[i].keys as f64);
        let head = if what == "p99" { y - size * 0.4 } else { y + size * 0.6 };
        if i > 0 && foot > head {
            ends.push([(x, head), (x, foot)]);
        }
    }
    list.push(Shape::Lines { ends, stroke: roles.edge, width: 1.0, dashed: false });
}

/// The node whose bar is at a place.
pub(super) fn hit(view: &LoadView, mut bars: Vec<Bar>, x: f32, y: f32) -> Option<NodeId> {
    rank(&mut bars);
    let plot = Plot::of(view, &bars);
    let inside = (plot.left..plot.right).contains(&x) && (0.0..=plot.floor).contains(&y);
    if inside { bars.get(((x - plot.left) / plot.step) as usize).map(|bar| bar.node) } else { None }
}
