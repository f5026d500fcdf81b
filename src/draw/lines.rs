//! The lines of a sweep by plotters: a line a strategy with its confidence as a band, named at its end, theory dashed.

use super::list::{Anchor, DisplayList, Rgba, Shape};
use super::metrics;
use super::recorder::{Recorder, paint};
use super::theme::Theme;
use crate::analysis::Unit;
use crate::analysis::sweep_words::{figure, value};
use crate::collections::sort_by;
use crate::report::{SweepLine, SweepPoint, SweepReport};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

/// How a chart of lines is to be drawn; lengths in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinesView {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// The colours.
    pub theme: Theme,
    /// Scale of text, 1 unless presenting.
    pub scale: f32,
}

/// Names take at most this part of the width.
const NAMES: f32 = 0.36;
/// From so many times the least figure on, bytes have a logarithmic axis.
const WIDE: f64 = 100.0;

/// The chart of a sweep, as far as it has got.
#[must_use]
pub fn lines(report: &SweepReport, view: &LinesView) -> DisplayList {
    let mut list = DisplayList::new(view.width, view.height, view.theme.roles().surface);
    if let Some(chart) = Chart::of(report, view) {
        // The recorder cannot fail, and no chart with positive ranges is refused.
        let _ = chart.draw(&mut list);
    }
    list
}

/// An axis in its own scale: logarithms where it is logarithmic.
struct Axis {
    log: bool,
    from: f64,
    to: f64,
    ticks: Vec<f64>,
}

struct Chart<'a> {
    report: &'a SweepReport,
    view: &'a LinesView,
    size: f32,
    x: Axis,
    y: Axis,
    /// Left, top, right, bottom.
    area: (f32, f32, f32, f32),
}

type Area<'a> = DrawingArea<Recorder<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Drawn = Result<(), DrawingAreaErrorKind<std::convert::Infallible>>;
/// The name of a line: its colour, where the line ends, and where the name stands.
struct Name<'a> {
    text: &'a str,
    colour: Rgba,
    end: (f32, f32),
    at: f32,
}

impl<'a> Chart<'a> {
    fn of(report: &'a SweepReport, view: &'a LinesView) -> Option<Self> {
        let size = 12.0 * view.scale;
        let points = || report.lines.iter().flat_map(|line| &line.points);
        let xs = || points().map(|point| point.x);
        let (from, to) = (xs().fold(f64::MAX, f64::min), xs().fold(f64::MIN, f64::max));
        let figures = || points().filter_map(|point| point.figure);
        let highest = figures().map(|figure| figure.high).chain(points().filter_map(|point| point.theory)).fold(f64::MIN, f64::max);
        if from > to || figures().next().is_none() {
            return None;
        }
        let least = figures().map(|figure| figure.low).fold(f64::MAX, f64::min);
        let bytes = report.measure.unit() == Unit::Bytes;
        let x = if report.log { Axis::log(from, to) } else { Axis::linear(from, to, 6) }.with_ends();
        let y = match bytes && least > 0.0 && highest >= WIDE * least {
            true => Axis::log(least, highest),
            // What is above its due everywhere begins there.
            false if report.measure.unit() == Unit::Ratio && least >= 1.0 => Axis::from(1.0, highest),
            false => Axis::from(report.measure.least(), highest),
        };
        let width = |text: &str| metrics::width(text, size, false);
        let marks = y.ticks.iter().map(|tick| width(&tick_text(report, *tick))).fold(0.0, f32::max);
        let bold = |line: &SweepLine| metrics::width(&line.name, size, true);
        let names = report.lines.iter().map(bold).fold(0.0, f32::max).min(view.width * NAMES);
        let area = (marks + 12.0, size * 2.6, view.width - names - 20.0, view.height - size * 3.4);
        (area.2 > area.0 + 20.0 && area.3 > area.1 + 20.0).then_some(Self { report, view, size, x, y, area })
    }

    fn draw(&self, list: &mut DisplayList) -> Drawn {
        self.frame(list);
        let (left, top, right, bottom) = self.area;
        let pixels = (left as i32..right as i32, bottom as i32..top as i32);
        let chart = Recorder(list).into_drawing_area().apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
            self.x.range(),
            self.y.range(),
            pixels,
        ));
        for (i, line) in self.report.lines.iter().enumerate() {
            self.band(&chart, line, self.colour(i))?;
        }
        for (i, line) in self.report.lines.iter().enumerate() {
            self.line(&chart, line, self.colour(i))?;
        }
        let theories: Vec<Vec<(f32, f32)>> = self.theories().into_iter().map(|theory| self.mapped(&chart, &theory)).collect();
        let names = self.names(&chart);
        drop(chart);
        for theory in theories {
            let ends = theory.windows(2).map(|pair| [pair[0], pair[1]]).collect();
            list.push(Shape::Lines { ends, stroke: self.view.theme.roles().ink, width: 1.25, dashed: true });
        }
        self.name(&names, list);
        Ok(())
    }

    /// A strategy's colour: the palette of nodes in its order, and grey from the ninth on.
    fn colour(&self, index: usize) -> Rgba {
        let roles = self.view.theme.roles();
        roles.nodes.get(index).copied().unwrap_or(roles.more_nodes)
    }

    /// The measure above, the axes with their ticks, and what is varied below.
    fn frame(&self, list: &mut DisplayList) {
        let roles = self.view.theme.roles();
        let (left, top, right, bottom) = self.area;
        list.text((2.0, self.size * 0.8), self.report.measure.title(), self.size, true, Anchor::Start, roles.ink);
        let across = |y: f32| [(left, y), (right, y)];
        let rows: Vec<(f32, f64)> = self.y.ticks.iter().map(|tick| (bottom - (bottom - top) * self.y.part(*tick), *tick)).collect();
        let grid = rows.iter().map(|(y, _)| across(*y)).collect();
        list.push(Shape::Lines { ends: grid, stroke: roles.line, width: 1.0, dashed: false });
        list.push(Shape::Lines { ends: vec![across(bottom)], stroke: roles.edge, width: 1.0, dashed: false });
        for (y, tick) in rows {
            let text = tick_text(self.report, tick);
            list.text((left - 6.0, y), text, self.size, false, Anchor::End, roles.ink_soft);
        }
        let mut free = f32::MIN;
        let mut ends = Vec::new();
        for tick in &self.x.ticks {
            let x = left + (right - left) * self.x.part(*tick);
            ends.push([(x, bottom), (x, bottom + 4.0)]);
            let text = value(*tick);
            let half = metrics::width(&text, self.size, false) / 2.0;
            if x - half > free {
                free = x + half + 8.0;
                list.text((x, bottom + self.size), text, self.size, false, Anchor::Middle, roles.ink_soft);
            }
        }
        list.push(Shape::Lines { ends, stroke: roles.edge, width: 1.0, dashed: false });
        let middle = (left + right) / 2.0;
        list.text((middle, bottom + self.size * 2.5), &*self.report.axis, self.size, false, Anchor::Middle, roles.ink_soft);
    }

    /// The confidence of each stretch without a gap.
    fn band(&self, chart: &Area<'_>, line: &SweepLine, colour: Rgba) -> Drawn {
        for run in runs(line) {
            let figures = || run.iter().filter_map(|point| Some((point.x, point.figure?)));
            if run.len() > 1 && figures().any(|(_, figure)| figure.high > figure.low) {
                let above = figures().map(|(x, figure)| self.place(x, figure.high));
                let below: Vec<_> = figures().map(|(x, figure)| self.place(x, figure.low)).collect();
                let corners: Vec<_> = above.chain(below.into_iter().rev()).collect();
                chart.draw(&Polygon::new(corners, paint(colour.alpha(0.14)).filled()))?;
            }
        }
        Ok(())
    }

    fn line(&self, chart: &Area<'_>, line: &SweepLine, colour: Rgba) -> Drawn {
        for run in runs(line) {
            let path: Vec<_> = run.iter().filter_map(|point| Some(self.place(point.x, point.figure?.mean))).collect();
            for at in &path {
                chart.draw(&Circle::new(*at, 2, paint(colour).filled()))?;
            }
            chart.draw(&PathElement::new(path, paint(colour).stroke_width(2)))?;
        }
        Ok(())
    }

    /// A point in the scales of the axes.
    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        (self.x.scaled(x), self.y.scaled(y.clamp(self.y.from, self.y.to)))
    }

    fn mapped(&self, chart: &Area<'_>, points: &[(f64, f64)]) -> Vec<(f32, f32)> {
        points.iter().map(|(x, y)| chart.map_coordinate(&self.place(*x, *y))).map(|(x, y)| (x as f32, y as f32)).collect()
    }

    /// What theory expects, each line of it once.
    fn theories(&self) -> Vec<Vec<(f64, f64)>> {
        let mut found: Vec<Vec<(f64, f64)>> = Vec::new();
        for line in &self.report.lines {
            let theory: Vec<_> = line.points.iter().filter_map(|point| Some((point.x, point.theory?))).collect();
            if theory.len() > 1 && !found.contains(&theory) {
                found.push(theory);
            }
        }
        found
    }

    /// The names at the ends of the lines, apart from each other; those that have no room are left out.
    fn names(&self, chart: &Area<'_>) -> Vec<Name<'a>> {
        let mut names: Vec<Name<'a>> = Vec::new();
        for (i, line) in self.report.lines.iter().enumerate() {
            let last = line.points.iter().rev().find_map(|point| Some((point.x, point.figure?.mean)));
            let Some(end) = last.and_then(|last| self.mapped(chart, &[last]).first().copied()) else { continue };
            names.push(Name { text: &line.name, colour: self.colour(i), end, at: end.1 });
        }
        let (top, bottom, step) = (self.area.1, self.area.3, self.size * 1.25);
        names.truncate(((bottom - top) / step) as usize + 1);
        sort_by(&mut names, |a, b| a.end.1.total_cmp(&b.end.1));
        // Each below the one before, then all that hang over the end back up.
        let mut free = top;
        for name in &mut names {
            name.at = name.at.max(free);
            free = name.at + step;
        }
        let mut room = bottom;
        for name in names.iter_mut().rev() {
            name.at = name.at.min(room);
            room = name.at - step;
        }
        names
    }

    fn name(&self, names: &[Name<'_>], list: &mut DisplayList) {
        let right = self.area.2;
        for Name { text, colour, end, at } in names {
            if (at - end.1).abs() > 2.0 || right - end.0 > 4.0 {
                let ends = vec![[(end.0 + 3.0, end.1), (right + 10.0, *at)]];
                list.push(Shape::Lines { ends, stroke: colour.alpha(0.6), width: 1.0, dashed: false });
            }
            let room = self.view.width - right - 14.0;
            list.text((right + 12.0, *at), short(text, room, self.size), self.size, true, Anchor::Start, *colour);
        }
    }
}

/// A tick of the measure; whole percents stand without decimals.
fn tick_text(report: &SweepReport, tick: f64) -> String {
    figure(report.measure.unit(), tick).replace(".0 %", " %")
}

/// A name, cut where it has no room.
fn short(text: &str, room: f32, size: f32) -> String {
    if metrics::width(text, size, true) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    for character in text.chars() {
        cut.push(character);
        if metrics::width(&cut, size, true) + size > room {
            break;
        }
    }
    cut.pop();
    cut.trim_end().to_owned() + "…"
}

/// The stretches of a line between its gaps.
fn runs(line: &SweepLine) -> impl Iterator<Item = &[SweepPoint]> {
    line.points.split(|point| point.figure.is_none()).filter(|run| !run.is_empty())
}

impl Axis {
    fn log(from: f64, to: f64) -> Self {
        let (first, last) = (libm::floor(libm::log10(from)) as i32, libm::ceil(libm::log10(to)) as i32);
        // Few decades have room for 1, 2 and 5.
        let within: &[f64] = if last - first <= 2 { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let decade = |power: i32| within.iter().map(move |factor| factor * libm::pow(10.0, f64::from(power)));
        let ticks = (first..=last).flat_map(decade).filter(|tick| (from * 0.999..=to * 1.001).contains(tick)).collect();
        Self { log: true, from, to, ticks }
    }

    fn linear(from: f64, to: f64, most: u32) -> Self {
        let step = nice((to - from) / f64::from(most));
        let (first, last) = (libm::ceil(from / step - 1e-9) as i64, libm::floor(to / step + 1e-9) as i64);
        Self { log: false, from, to, ticks: (first..=last).map(|i| i as f64 * step).collect() }
    }

    /// From the least that can be to a round number above the greatest.
    fn from(least: f64, greatest: f64) -> Self {
        let range = (greatest - least).max(1e-6);
        let step = nice(range / 4.0);
        Self::linear(least, least + step * libm::ceil(range / step - 1e-9), 5)
    }

    /// Both ends are ticks too, where they have room.
    fn with_ends(mut self) -> Self {
        let near = |axis: &Self, end: f64| axis.ticks.iter().any(|tick| (axis.part(*tick) - axis.part(end)).abs() < 0.08);
        if !near(&self, self.from) {
            self.ticks.insert(0, self.from);
        }
        if !near(&self, self.to) {
            self.ticks.push(self.to);
        }
        self
    }

    fn scaled(&self, value: f64) -> f64 {
        if self.log { libm::log(value.max(f64::MIN_POSITIVE)) } else { value }
    }

    fn range(&self) -> std::ops::Range<f64> {
        let (from, to) = (self.scaled(self.from), self.scaled(self.to));
        // A single value stands in the middle.
        if to > from { from..to } else { from - 0.5..to + 0.5 }
    }

    /// How far along the axis a value is, 0 to 1.
    fn part(&self, value: f64) -> f32 {
        let range = self.range();
        ((self.scaled(value) - range.start) / (range.end - range.start)) as f32
    }
}

/// The least of 1, 2, 2.5 and 5 times a power of ten that is at least this.
fn nice(step: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(step.max(f64::MIN_POSITIVE))));
    let factors = [1.0, 2.0, 2.5, 5.0, 10.0];
    power * factors.into_iter().find(|factor| power * factor >= step * (1.0 - 1e-9)).unwrap_or(10.0)
}
