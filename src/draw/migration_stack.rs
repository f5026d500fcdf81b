//! What requests meet with over a migration by plotters: outcomes stacked, phases named above, a line at the moment.

use super::list::{Anchor, DisplayList, Rgba, Shape};
use super::metrics;
use super::migration::MigrationView;
use super::recorder::{Recorder, paint};
use super::theme::{Roles, Theme};
use crate::analysis::words::thousands;
use crate::report::MigrationPlay;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

/// A column of the chart is at least so wide, CSS pixels.
const FINEST: f32 = 2.0;

/// The colours of the outcomes, bottom up: answered at once, made to wait, sent on, missed, stale, failed. They are those of
/// nodes that small scenarios do not have.
#[must_use]
pub fn outcome_colours(theme: Theme) -> [Rgba; 6] {
    let Roles { nodes, more_nodes, bad, .. } = *theme.roles();
    [more_nodes.alpha(0.3), nodes[5], nodes[7], nodes[4], nodes[6], bad]
}

/// The outcomes of a policy over time.
#[must_use]
pub fn migration_stack(play: &MigrationPlay, view: &MigrationView) -> DisplayList {
    let mut list = DisplayList::new(view.width, view.height, view.theme.roles().surface);
    if let Some(stack) = Stack::of(play, view) {
        // The recorder cannot fail, and no chart with positive ranges is refused.
        let _ = stack.draw(&mut list);
    }
    list
}

struct Stack<'a> {
    play: &'a MigrationPlay,
    view: &'a MigrationView,
    size: f32,
    /// Operations a second, stacked, by column: its beginning and the six tops.
    columns: Vec<(f64, [f64; 6])>,
    end_s: f64,
    top: f64,
    /// Left, top, right, bottom.
    area: (f32, f32, f32, f32),
}

type Drawn = Result<(), DrawingAreaErrorKind<std::convert::Infallible>>;

impl<'a> Stack<'a> {
    fn of(play: &'a MigrationPlay, view: &'a MigrationView) -> Option<Self> {
        let size = 12.0 * view.scale;
        let end_s = play.end_s();
        let area = (size * 4.2, size * 3.6, view.width - size * 1.2, view.height - size * 3.2);
        if end_s <= 0.0 || area.2 < area.0 + 40.0 || area.3 < area.1 + 30.0 {
            return None;
        }
        let columns = columns(play, ((area.2 - area.0) / FINEST) as usize);
        let top = columns.iter().map(|column| column.1[5]).fold(0.0, f64::max);
        (top > 0.0).then_some(Self { play, view, size, columns, end_s, top: top * 1.06, area })
    }

    fn x(&self, at_s: f64) -> f32 {
        self.area.0 + (self.area.2 - self.area.0) * (at_s / self.end_s).clamp(0.0, 1.0) as f32
    }

    fn y(&self, rate: f64) -> f32 {
        self.area.3 - (self.area.3 - self.area.1) * (rate / self.top) as f32
    }

    fn draw(&self, list: &mut DisplayList) -> Drawn {
        let (left, top, right, bottom) = self.area;
        let chart = Recorder(list).into_drawing_area().apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
            0.0..self.end_s,
            0.0..self.top,
            (left as i32..right as i32, bottom as i32..top as i32),
        ));
        for (band, fill) in outcome_colours(self.view.theme).into_iter().enumerate() {
            if let Some(corners) = self.band(band) {
                chart.draw(&Polygon::new(corners, paint(fill).filled()))?;
            }
        }
        drop(chart);
        self.axes(list);
        self.phases(list);
        self.moment(list);
        Ok(())
    }

    /// The corners of a band; none where it has nothing.
    fn band(&self, band: usize) -> Option<Vec<(f64, f64)>> {
        let below = |tops: &[f64; 6]| if band == 0 { 0.0 } else { tops[band - 1] };
        if self.columns.iter().all(|(_, tops)| tops[band] - below(tops) <= 0.0) {
            return None;
        }
        let next = |i: usize| self.columns.get(i + 1).map_or(self.end_s, |column| column.0);
        let edge = |height: &dyn Fn(&[f64; 6]) -> f64| -> Vec<(f64, f64)> {
            self.columns.iter().enumerate().flat_map(|(i, (from, tops))| [(*from, height(tops)), (next(i), height(tops))]).collect()
        };
        let mut corners = edge(&|tops| tops[band]);
        corners.extend(edge(&below).into_iter().rev());
        Some(corners)
    }

    fn axes(&self, list: &mut DisplayList) {
        let (roles, size) = (self.view.theme.roles(), self.size);
        let (left, _, right, bottom) = self.area;
        list.text((2.0, size * 0.8), "requests a second", size, true, Anchor::Start, roles.ink);
        for rate in ticks(self.top, 4) {
            let y = self.y(rate);
            list.push(Shape::Lines { ends: vec![[(left - 4.0, y), (left, y)]], stroke: roles.edge, width: 1.0, dashed: false });
            list.text((left - 7.0, y), thousands(rate as u64), size, false, Anchor::End, roles.ink_soft);
        }
        list.push(Shape::Lines { ends: vec![[(left, bottom), (right, bottom)]], stroke: roles.edge, width: 1.0, dashed: false });
        for at in ticks(self.end_s, 6) {
            let x = self.x(at);
            list.push(Shape::Lines { ends: vec![[(x, bottom), (x, bottom + 4.0)]], stroke: roles.edge, width: 1.0, dashed: false });
            let text = if at.fract() == 0.0 { format!("{} s", thousands(at as u64)) } else { format!("{at:.2} s") };
            list.text((x, bottom + size * 1.2), text, size, false, Anchor::Middle, roles.ink_soft);
        }
    }

    /// Each phase above the chart where its name has room, and where it begins.
    fn phases(&self, list: &mut DisplayList) {
        let (roles, size) = (self.view.theme.roles(), self.size);
        let (_, top, right, bottom) = self.area;
        let y = top - size * 0.9;
        let mut free = self.area.0 - size;
        for (i, (title, from)) in self.play.phases.iter().enumerate().filter(|(_, (title, _))| title != "done") {
            let begin = self.x(*from);
            let end = self.play.phases.get(i + 1).map_or(right, |(_, next)| self.x(*next));
            list.push(Shape::Lines { ends: vec![[(begin, top - 4.0), (begin, bottom)]], stroke: roles.line, width: 1.0, dashed: false });
            let half = metrics::width(title, size, false) / 2.0;
            let middle = ((begin + end) / 2.0).max(free + half).min(right + size - half);
            // A name stands over its own stretch, or close to it.
            if middle - half >= free && middle - half < end + size {
                free = middle + half + 8.0;
                list.text((middle, y), title.clone(), size, false, Anchor::Middle, roles.ink_soft);
            }
        }
    }

    /// What is still to come steps back behind a line.
    fn moment(&self, list: &mut DisplayList) {
        let roles = self.view.theme.roles();
        let (_, top, right, bottom) = self.area;
        let x = self.x(self.view.at_s);
        if right - x > 1.0 {
            let fill = Some(roles.surface.alpha(0.62));
            list.push(Shape::Rect { area: (x, top, right - x, bottom - top), fill, stroke: None, dashed: false });
        }
        list.push(Shape::Lines { ends: vec![[(x, top - 4.0), (x, bottom + 4.0)]], stroke: roles.ink, width: 1.5, dashed: false });
    }
}

/// At most so many columns, as rates, stacked.
fn columns(play: &MigrationPlay, most: usize) -> Vec<(f64, [f64; 6])> {
    let several = play.columns.len().div_ceil(most.max(1)).max(1);
    let rates = |(i, part): (usize, &[[u64; 6]])| {
        let from = (i * several) as f64 * play.column_s;
        // The last column may be shorter than the others.
        let length = (part.len() as f64 * play.column_s).min(play.end_s() - from).max(play.column_s * 0.01);
        let mut top = 0.0;
        let tops = std::array::from_fn(|band| {
            top += part.iter().map(|column| column[band]).sum::<u64>() as f64 / length;
            top
        });
        (from, tops)
    };
    play.columns.chunks(several).enumerate().map(rates).filter(|(from, _)| *from < play.end_s()).collect()
}

/// Round values from 0 on, at most about so many.
fn ticks(end: f64, most: u32) -> Vec<f64> {
    let rough = end / f64::from(most);
    let power = libm::pow(10.0, libm::floor(libm::log10(rough.max(1e-6))));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough * 0.999).unwrap_or(power);
    (0..=(end / step + 1e-9) as u32).map(|i| f64::from(i) * step).collect()
}
