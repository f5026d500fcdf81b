//! The tipping map: how the step ends at every point, told by colour and by pattern, with the closed forms' borders over it.

use super::list::{Anchor, DisplayList, Rgba, Shape};
use super::theme::Theme;
use crate::sim::overload::{Axis, Tipping, TippingMap, Verdict};

/// How a map is to be drawn; lengths in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TippingView {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// The colours.
    pub theme: Theme,
    /// The point that is pointed at.
    pub focus: Option<u32>,
}

const SIZE: f32 = 12.0;

/// The map, as far as it is found.
#[must_use]
pub fn tipping(map: &TippingMap, now: (f64, f64), view: &TippingView) -> DisplayList {
    let roles = view.theme.roles();
    let mut list = DisplayList::new(view.width, view.height, roles.surface);
    let Some(stage) = Stage::of(map.tipping(), view) else { return list };
    stage.cells(map, view.theme, &mut list);
    stage.borders(map, view.theme, &mut list);
    stage.axes(map.tipping(), view.theme, &mut list);
    stage.marks(map.tipping(), now, view, &mut list);
    list
}

/// The point under a place of the picture.
#[must_use]
pub fn hit_tipping(tipping: &Tipping, view: &TippingView, x: f32, y: f32) -> Option<u32> {
    let stage = Stage::of(tipping, view)?;
    let (left, top, right, bottom) = stage.area;
    if !(left..right).contains(&x) || !(top..bottom).contains(&y) {
        return None;
    }
    let column = ((x - left) / stage.cell.0) as u32;
    let row = stage.rows - 1 - (((y - top) / stage.cell.1) as u32).min(stage.rows - 1);
    Some(row * stage.columns + column.min(stage.columns - 1))
}

struct Stage {
    /// Left, top, right, bottom.
    area: (f32, f32, f32, f32),
    columns: u32,
    rows: u32,
    cell: (f32, f32),
}

impl Stage {
    fn of(tipping: &Tipping, view: &TippingView) -> Option<Self> {
        let (columns, rows) = (tipping.points, if tipping.y.is_some() { tipping.points } else { 1 });
        let area = (58.0, 12.0, view.width - 14.0, view.height - 42.0);
        let cell = ((area.2 - area.0) / columns as f32, (area.3 - area.1) / rows as f32);
        (cell.0 > 0.2 && cell.1 > 0.2).then_some(Self { area, columns, rows, cell })
    }

    fn corner(&self, point: u32) -> (f32, f32) {
        let (column, row) = (point % self.columns, point / self.columns);
        (self.area.0 + self.cell.0 * column as f32, self.area.3 - self.cell.1 * (row + 1) as f32)
    }

    fn cells(&self, map: &TippingMap, theme: Theme, list: &mut DisplayList) {
        let roles = theme.roles();
        for (point, verdict) in map.verdicts().iter().enumerate() {
            let Some(verdict) = verdict else { continue };
            let (x, y) = self.corner(point as u32);
            let area = (x, y, self.cell.0 + 0.5, self.cell.1 + 0.5);
            list.push(Shape::Rect { area, fill: Some(colour(*verdict, theme)), stroke: None, dashed: false });
        }
        for (verdict, stroke) in [(Verdict::Degrades, roles.ink), (Verdict::Cascades, roles.surface)] {
            let of = |(point, found): (usize, &Option<Verdict>)| (*found == Some(verdict)).then_some(point as u32);
            let ends = map.verdicts().iter().enumerate().filter_map(of).map(|point| self.stroke(point, verdict)).collect();
            list.push(Shape::Lines { ends, stroke: stroke.alpha(0.75), width: 1.0, dashed: false });
        }
    }

    /// The pattern of a cell: a bar where it degrades, a slash where it cascades.
    fn stroke(&self, point: u32, verdict: Verdict) -> [(f32, f32); 2] {
        let (x, y) = self.corner(point);
        let (w, h) = self.cell;
        if verdict == Verdict::Degrades {
            [(x + w * 0.2, y + h / 2.0), (x + w * 0.8, y + h / 2.0)]
        } else {
            [(x + w * 0.15, y + h * 0.85), (x + w * 0.85, y + h * 0.15)]
        }
    }

    /// Where values stand: points stand in the middle of their cells.
    fn place(&self, tipping: &Tipping, (x, y): (f64, f64)) -> (f32, f32) {
        let part = |axis: &Axis, value: f64| ((value - axis.from) / (axis.to - axis.from)) as f32;
        let along = |begin: f32, cell: f32, count: u32, part: f32| begin + cell * (0.5 + part * (count.max(2) - 1) as f32);
        let up = tipping.y.as_ref().map_or(0.0, |axis| part(axis, y));
        (
            along(self.area.0, self.cell.0, self.columns, part(&tipping.x, x)),
            if self.rows == 1 {
                f32::midpoint(self.area.1, self.area.3)
            } else {
                self.area.3 - self.cell.1 * (0.5 + up * (self.rows - 1) as f32)
            },
        )
    }

    fn borders(&self, map: &TippingMap, theme: Theme, list: &mut DisplayList) {
        let roles = theme.roles();
        for (i, border) in map.borders().iter().enumerate() {
            let points: Vec<(f32, f32)> = border.points.iter().map(|point| self.place(map.tipping(), *point)).collect();
            let ends = if self.rows == 1 {
                points.iter().map(|(x, _)| [(*x, self.area.1), (*x, self.area.3)]).collect()
            } else {
                points.windows(2).map(|pair| [pair[0], pair[1]]).collect::<Vec<_>>()
            };
            list.push(Shape::Lines { ends: ends.clone(), stroke: roles.surface, width: 5.0, dashed: false });
            list.push(Shape::Lines { ends, stroke: roles.ink, width: if i == 0 { 2.5 } else { 1.5 }, dashed: i > 0 });
            let Some(middle) = points.get(points.len() * (2 + 2 * i) / 7) else { continue };
            self.name(border.title, *middle, theme, list);
        }
    }

    /// The formula beside its line, on a plate that keeps it readable.
    fn name(&self, title: &str, (x, y): (f32, f32), theme: Theme, list: &mut DisplayList) {
        let roles = theme.roles();
        let width = super::metrics::width(title, SIZE, true) + 10.0;
        let left = (x + 8.0).min(self.area.2 - width).max(self.area.0);
        let top = (y - 24.0).max(self.area.1);
        list.push(Shape::Rect { area: (left, top, width, 18.0), fill: Some(roles.surface), stroke: Some(roles.edge), dashed: false });
        list.text((left + 5.0, top + 9.0), title, SIZE, true, Anchor::Start, roles.ink);
    }

    fn axes(&self, tipping: &Tipping, theme: Theme, list: &mut DisplayList) {
        let (roles, (left, top, right, bottom)) = (theme.roles(), self.area);
        list.push(Shape::Rect { area: (left, top, right - left, bottom - top), fill: None, stroke: Some(roles.edge), dashed: false });
        for i in 0..5_u8 {
            let part = f64::from(i) / 4.0;
            let value = |axis: &Axis| axis.from + (axis.to - axis.from) * part;
            let (x, _) = self.place(tipping, (value(&tipping.x), 0.0));
            list.text((x, bottom + SIZE), number(value(&tipping.x)), SIZE, false, Anchor::Middle, roles.ink_soft);
            if let Some(axis) = &tipping.y {
                let (_, y) = self.place(tipping, (0.0, value(axis)));
                list.text((left - 6.0, y), number(value(axis)), SIZE, false, Anchor::End, roles.ink_soft);
            }
        }
        list.text((f32::midpoint(left, right), bottom + SIZE * 2.6), title(&tipping.x), SIZE, true, Anchor::Middle, roles.ink);
        let up = tipping.y.as_ref().map(title).unwrap_or_default();
        if !up.is_empty() {
            let up = format!("↑ {up}");
            let width = super::metrics::width(&up, SIZE, true) + 12.0;
            list.push(Shape::Rect { area: (left, top, width, 20.0), fill: Some(roles.surface), stroke: Some(roles.edge), dashed: false });
            list.text((left + 6.0, top + 10.0), up, SIZE, true, Anchor::Start, roles.ink);
        }
    }

    /// Where the text stands, and what is pointed at.
    fn marks(&self, tipping: &Tipping, now: (f64, f64), view: &TippingView, list: &mut DisplayList) {
        let roles = view.theme.roles();
        let (left, top, right, bottom) = self.area;
        let at = self.place(tipping, now);
        if (left..=right).contains(&at.0) && (top..=bottom).contains(&at.1) {
            list.push(Shape::Dots { points: vec![at], radius: 6.0, fill: roles.surface, outline: Some((roles.ink, 2.5)) });
        }
        if let Some(point) = view.focus.filter(|point| *point < self.columns * self.rows) {
            let (x, y) = self.corner(point);
            let area = (x - 2.0, y - 2.0, self.cell.0 + 4.0, self.cell.1 + 4.0);
            list.push(Shape::Rect { area, fill: None, stroke: Some(roles.ink), dashed: false });
        }
    }
}

/// The name of an axis with its unit.
fn title(axis: &Axis) -> String {
    let Some(entry) = axis.entry() else { return String::new() };
    if entry.unit.is_empty() { entry.title.to_owned() } else { format!("{}, {}", entry.title, entry.unit) }
}

fn number(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else {
        format!("{:.3}", value).trim_end_matches('0').trim_end_matches('.').chars().take(5).collect()
    }
}

fn colour(verdict: Verdict, theme: Theme) -> Rgba {
    let roles = theme.roles();
    match verdict {
        Verdict::Survives => roles.good.alpha(0.3),
        Verdict::Degrades => roles.nodes[1].alpha(0.6),
        Verdict::Cascades => roles.bad.alpha(0.85),
    }
}
