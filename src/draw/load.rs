//! The load histogram: keys per node as bars by plotters, before as a dashed outline, the fair share as a dashed line; where
//! some keys are hotter, requests as a thin bar beside each.

use super::badge::letter;
use super::list::{Anchor, DisplayList, Shape};
use super::metrics;
use super::ranked;
use super::recorder::{Recorder, paint};
use super::theme::Theme;
use crate::analysis;
use crate::analysis::words::{percent, thousands};
use crate::cluster::NodeId;
use crate::report::{NodeLoad, Phase, Report};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

/// How a chart is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadView {
    /// Number of the strategy in the report.
    pub strategy: usize,
    /// The phase.
    pub phase: usize,
    /// Width in CSS pixels.
    pub width: f32,
    /// Height in CSS pixels.
    pub height: f32,
    /// The colours.
    pub theme: Theme,
    /// Scale of text, 1 unless presenting.
    pub scale: f32,
    /// The node that is pointed at, among many.
    pub focus: Option<NodeId>,
}

/// More bars than this have no room for names and numbers: they are sorted instead.
const NAMED: usize = 16;

/// One bar.
pub(super) struct Bar {
    pub(super) node: NodeId,
    pub(super) keys: u64,
    /// Its share of the requests as so many keys, where they are shared otherwise.
    pub(super) requests: Option<f64>,
    pub(super) before: Option<u64>,
    pub(super) fair: f64,
    pub(super) live: bool,
}

/// The histogram of a strategy in a phase.
#[must_use]
pub fn load(report: &Report, view: &LoadView) -> DisplayList {
    let mut list = DisplayList::new(view.width, view.height, view.theme.roles().surface);
    let phases = report.strategies.get(view.strategy).map_or(&[][..], |strategy| &strategy.phases);
    let Some(phase) = phases.get(view.phase) else { return list };
    let before = view.phase.checked_sub(1).and_then(|before| phases.get(before));
    let bars = bars(report, phase, before);
    if bars.len() > NAMED {
        ranked::draw(report, view, bars, &mut list);
        return list;
    }
    let top = bars
        .iter()
        .map(|bar| (bar.keys.max(bar.before.unwrap_or(0)) as f64).max(bar.fair).max(bar.requests.unwrap_or(0.0)))
        .fold(1.0, f64::max);
    let chart = Chart { report, view, size: 12.0 * view.scale, top };
    // The recorder cannot fail, and no chart with positive ranges is refused.
    let _ = chart.draw(&bars, &mut list);
    list
}

fn bars(report: &Report, phase: &Phase, before: Option<&Phase>) -> Vec<Bar> {
    let had = |node: NodeId| before.and_then(|before| before.load(node)).map(|load| load.keys);
    let total = phase.nodes.iter().map(|load| load.requests).sum::<u64>().max(1) as f64;
    let asked = |load: &NodeLoad| report.by_requests.then(|| load.requests as f64 / total * report.keys as f64);
    let bar = |load: &NodeLoad| Bar {
        node: load.node,
        keys: load.keys,
        requests: asked(load),
        before: had(load.node),
        fair: load.fair * report.keys as f64,
        live: load.live,
    };
    phase.nodes.iter().map(bar).collect()
}

struct Chart<'a> {
    report: &'a Report,
    view: &'a LoadView,
    size: f32,
    /// The greatest number on the axis.
    top: f64,
}

type Area<'a> = DrawingArea<Recorder<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
/// The ends of one bar's part of the line of fair shares.
type FairLine = (usize, (i32, i32), (i32, i32));
type Drawn = Result<(), DrawingAreaErrorKind<std::convert::Infallible>>;

impl Chart<'_> {
    fn draw(&self, bars: &[Bar], list: &mut DisplayList) -> Drawn {
        let (top, (width, height)) = (self.top, (self.view.width, self.view.height));
        let across = 2..width as i32 - self.fair_room(bars) as i32 - 1;
        let up = height as i32 - (self.size * 1.6) as i32 - 1..(self.size * 1.5) as i32;
        // One bar's place.
        let step = f64::from(across.end - across.start) / bars.len().max(1) as f64;
        let coordinates = Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(0.0..bars.len().max(1) as f64, 0.0..top, (across, up));
        let chart = Recorder(list).into_drawing_area().apply_coord_spec(coordinates);
        for (i, bar) in bars.iter().enumerate() {
            self.bar(&chart, i as f64, bar)?;
        }
        let lines: Vec<_> = bars
            .iter()
            .enumerate()
            .map(|(i, bar)| (i, chart.map_coordinate(&(i as f64, bar.fair)), chart.map_coordinate(&(i as f64 + 1.0, bar.fair))))
            .collect();
        let floor = chart.map_coordinate(&(0.0, 0.0)).1 as f32;
        let (left, right) = self.span();
        let middle = (left + right) / 2.0;
        let tops: Vec<_> = bars.iter().enumerate().map(|(i, bar)| chart.map_coordinate(&(i as f64 + middle, bar.keys as f64))).collect();
        drop(chart);
        for (bar, (x, top)) in bars.iter().zip(tops) {
            self.label_bar(bar, step, (x as f32, top as f32, floor), list);
        }
        self.frame(&lines, floor, list);
        self.before(bars, floor, top, height, list);
        self.words(bars, &lines, list);
        Ok(())
    }

    /// Room at the right for the number of the fair share.
    fn fair_room(&self, bars: &[Bar]) -> u32 {
        let widest = bars.iter().map(|bar| metrics::width(&thousands(libm::round(bar.fair) as u64), self.size, false)).fold(0.0, f32::max);
        (widest + 30.0 * self.view.scale) as u32
    }

    fn bar(&self, chart: &Area<'_>, x: f64, bar: &Bar) -> Drawn {
        let (left, right) = self.span();
        let fill = self.view.theme.node(self.report.roster.len(), bar.node);
        let corners = [(x + left, bar.keys as f64), (x + right, 0.0)];
        chart.draw(&Rectangle::new(corners, paint(fill).filled()))?;
        let Some(requests) = bar.requests else { return Ok(()) };
        let ink = paint(self.view.theme.roles().ink);
        chart.draw(&Rectangle::new([(x + right + 0.05, requests), (x + 0.86, 0.0)], ink.filled()))
    }

    /// The part of a node's place that its bar of keys takes, 0 to 1.
    const fn span(&self) -> (f64, f64) {
        if self.report.by_requests { (0.14, 0.68) } else { (0.14, 0.86) }
    }

    /// The number and the name of a bar, whose top and foot are at these places.
    fn label_bar(&self, bar: &Bar, step: f64, (x, top, foot): (f32, f32, f32), list: &mut DisplayList) {
        let roles = self.view.theme.roles();
        let number = if bar.live { thousands(bar.keys) } else { "failed".to_owned() };
        let (left, right) = self.span();
        let wide = f64::from(metrics::width(&number, self.size, true));
        if wide < step - 2.0 {
            let inside = bar.keys as f64 / self.top > 0.2 && wide < step * (right - left) - 2.0;
            // At the foot of its bar a number is clear of the line of the fair share.
            let (colour, below) = if inside { (roles.on_node, foot - 5.0) } else { (roles.ink, top - 3.0) };
            list.text((x, below - self.size / 2.0), number, self.size, true, Anchor::Middle, colour);
        }
        let centre = x + (step * (0.5 - (left + right) / 2.0)) as f32;
        list.text((centre, foot + 5.0 + self.size / 2.0), self.label(bar.node, step), self.size, false, Anchor::Middle, roles.ink);
    }

    /// The name, or the letter where it has no room.
    fn label(&self, node: NodeId, room: f64) -> String {
        let name = self.report.name(node);
        if f64::from(metrics::width(name, self.size, false)) < room - 6.0 { name.to_owned() } else { letter(&self.report.roster, node) }
    }

    /// The floor, and the fair share as a dashed line with its number.
    fn frame(&self, lines: &[FairLine], floor: f32, list: &mut DisplayList) {
        let roles = self.view.theme.roles();
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let ends = |left: (i32, i32), right: (i32, i32)| [(left.0 as f32, left.1 as f32), (right.0 as f32, right.1 as f32)];
        list.push(Shape::Lines {
            ends: vec![[(first.1.0 as f32, floor), (last.2.0 as f32, floor)]],
            stroke: roles.edge,
            width: 1.0,
            dashed: false,
        });
        let fair = lines.iter().map(|(_, left, right)| ends(*left, *right)).collect();
        list.push(Shape::Lines { ends: fair, stroke: roles.ink, width: 1.25, dashed: true });
    }

    /// The loads before the step as dashed outlines.
    fn before(&self, bars: &[Bar], floor: f32, top: f64, height: f32, list: &mut DisplayList) {
        let (left, right) = (2.0, self.view.width - self.fair_room(bars) as f32);
        let above = (self.size * 1.5).floor();
        debug_assert!(floor <= height);
        let step = (right - left) / bars.len().max(1) as f32;
        for (i, bar) in bars.iter().enumerate() {
            let Some(before) = bar.before.filter(|before| *before != bar.keys) else { continue };
            let tall = (floor - above) * (before as f64 / top) as f32;
            let (from, to) = self.span();
            let area = (left + step * (i as f32 + from as f32), floor - tall, step * (to - from) as f32, tall);
            list.push(Shape::Rect {
                area,
                fill: None,
                stroke: Some(self.view.theme.node(self.report.roster.len(), bar.node)),
                dashed: true,
            });
        }
    }

    /// The number of the fair share.
    fn words(&self, bars: &[Bar], lines: &[FairLine], list: &mut DisplayList) {
        let roles = self.view.theme.roles();
        // The last node may have failed, and then has no share.
        let last = bars.iter().zip(lines).rev().find(|(bar, _)| bar.live);
        if let (Some((bar, (_, _, at))), Some((_, _, right))) = (last, lines.last()) {
            let text = format!("fair {}", thousands(libm::round(bar.fair) as u64));
            list.text((right.0 as f32 + 4.0, at.1 as f32), text, self.size, false, Anchor::Start, roles.ink_soft);
        }
        if self.report.by_requests {
            let text = "thin bars: requests, beside keys";
            list.text((2.0, self.size * 0.7), text, self.size, false, Anchor::Start, roles.ink_soft);
        }
    }
}

/// The node whose bar is at a place, where the bars are too many to carry names.
#[must_use]
pub fn hit_load(report: &Report, view: &LoadView, x: f32, y: f32) -> Option<NodeId> {
    let phase = report.strategies.get(view.strategy)?.phases.get(view.phase)?;
    let bars = bars(report, phase, None);
    if bars.len() > NAMED { ranked::hit(view, bars, x, y) } else { None }
}

/// The histogram's finding in words.
#[must_use]
pub fn describe_load(report: &Report, strategy: usize, phase: usize) -> String {
    let found = report.strategies.get(strategy).and_then(|strategy| strategy.phases.get(phase));
    let Some(found) = found else { return String::new() };
    let live = || found.nodes.iter().filter(|load| load.live);
    let (Some(most), Some(least)) = (live().max_by_key(|load| load.keys), live().min_by_key(|load| load.keys)) else {
        return String::new();
    };
    if let Some((node, share)) = analysis::busiest(found).filter(|_| report.by_requests) {
        let (fullest, busiest) = (report.name(most.node), report.name(node.node));
        return format!(
            "Most keys: {fullest}, {}, at most {:.2} times the fair share. Most requests: {busiest}, {}, {:.2} times its fair share.",
            thousands(most.keys),
            found.peak_to_average,
            percent(share),
            found.peak_requests
        );
    }
    let ends = format!(
        "The fullest node, {}, has {} keys, the emptiest, {}, {}; the fullest has {:.2} times its fair share.",
        report.name(most.node),
        thousands(most.keys),
        report.name(least.node),
        thousands(least.keys),
        found.peak_to_average
    );
    if found.nodes.len() <= NAMED {
        return ends;
    }
    let mut bars = bars(report, found, None);
    ranked::rank(&mut bars);
    let all = live().count();
    let [half, p99] = [50, 99].map(|percent| thousands(bars[ranked::place(all, percent)].keys));
    format!("Half of the {} nodes have at most {half} keys (p50), 99 of 100 at most {p99} (p99). {ends}", thousands(all as u64))
}
