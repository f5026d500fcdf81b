//! The ring: who owns which stretch of the circle, where the keys are, and what a step moves.

use super::badge::letter;
use super::columns::{self, FADED, Look};
use super::layout::{self, Dot, Measures, Segment};
use super::list::{Anchor, DisplayList, Rgba, Shape, on_circle};
use super::theme::{COLOURED, Theme};
use super::{Focus, metrics};
use crate::analysis::words::{self, Impact};
use crate::cluster::NodeId;
use crate::collections::grouped;
use crate::report::{Phase, Report, StrategyReport};

/// How a ring is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RingView {
    /// Number of the strategy in the report.
    pub strategy: usize,
    /// The phase: 0 the start, k after step k.
    pub phase: usize,
    /// How far the step to this phase is: 0 the state before it, 1 the state after it.
    pub progress: f32,
    /// What is pointed at.
    pub focus: Option<Focus>,
    /// Width in CSS pixels.
    pub width: f32,
    /// Height in CSS pixels.
    pub height: f32,
    /// The colours.
    pub theme: Theme,
    /// Scale of text, 1 unless presenting.
    pub scale: f32,
    /// Whether the headline stands in the middle.
    pub headline: bool,
}

/// The picture of a strategy in a phase.
#[must_use]
pub fn ring(report: &Report, view: &RingView) -> DisplayList {
    let roles = view.theme.roles();
    let mut list = DisplayList::new(view.width, view.height, roles.surface.alpha(0.0));
    let Some((strategy, phase)) = layout::shown(report, view) else {
        refused(report, view, &mut list);
        return list;
    };
    let measures = Measures::of(view, moved_dots(strategy, view.phase));
    let painter = Painter { report, view, measures, strategy, phase };
    painter.band(&mut list);
    painter.ticks(&mut list);
    painter.density(&mut list);
    painter.dots(&mut list);
    painter.focus(&mut list);
    if view.headline {
        painter.headline(&mut list);
    }
    list
}

/// How many sample keys a step moved.
pub(super) fn moved_dots(strategy: &StrategyReport, phase: usize) -> usize {
    let owners = |phase: usize| strategy.phases.get(phase).map(|phase| &phase.picture.owners);
    match (owners(phase.saturating_sub(1)), owners(phase)) {
        (Some(old), Some(new)) => old.iter().zip(new).filter(|(old, new)| old != new).count(),
        _ => 0,
    }
}

/// An empty circle with the reason in it.
fn refused(report: &Report, view: &RingView, list: &mut DisplayList) {
    let (roles, measures) = (view.theme.roles(), Measures::of(view, 0));
    list.push(Shape::Bands {
        centre: measures.centre,
        radii: (measures.inner, measures.outer),
        stretches: vec![(0.0, 1.0)],
        fill: roles.well,
    });
    let why = report.strategies.get(view.strategy).and_then(|strategy| strategy.refused.as_ref());
    let words = why.map_or_else(|| "nothing to show yet".to_owned(), |refused| format!("step {} is refused", refused.step));
    list.text(measures.centre, words, 16.0 * view.scale, true, Anchor::Middle, roles.ink_soft);
}

/// What the parts of a picture share.
struct Painter<'a> {
    report: &'a Report,
    view: &'a RingView,
    measures: Measures,
    strategy: &'a StrategyReport,
    phase: &'a Phase,
}

/// How strong a stretch of the band is painted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Faded,
    Full,
}

impl Painter<'_> {
    /// Whether a step is shown, so that what it left alone steps back.
    const fn after_a_step(&self) -> bool {
        self.view.phase > 0
    }

    fn node_in_focus(&self) -> Option<NodeId> {
        if let Some(Focus::Node(node)) = self.view.focus { Some(node) } else { None }
    }

    /// How many nodes there are: of very many none has a colour of its own.
    const fn nodes(&self) -> usize {
        self.report.roster.len()
    }

    const fn look(&self) -> Look {
        let RingView { theme, progress, .. } = *self.view;
        Look { theme, nodes: self.nodes(), centre: self.measures.centre, step: self.after_a_step(), progress }
    }

    /// The colour of a stretch or a key.
    fn colour(&self, owner: NodeId, changed: bool) -> Rgba {
        let theme = self.view.theme;
        if changed { theme.taken(self.nodes(), owner) } else { theme.node(self.nodes(), owner) }
    }

    fn strength(&self, owner: NodeId, changed: bool) -> Strength {
        let full = match self.node_in_focus() {
            Some(node) => node == owner,
            None => changed || !self.after_a_step(),
        };
        if full { Strength::Full } else { Strength::Faded }
    }

    /// The band: all stretches of one colour are one shape.
    fn band(&self, list: &mut DisplayList) {
        let Measures { centre, outer, inner, .. } = self.measures;
        let segments = layout::segments(self.strategy, self.view.phase);
        let mut stretches = Vec::new();
        for segment in &segments {
            for (owner, from, to) in self.parts(segment) {
                let changed = segment.old != segment.new;
                let alpha = if self.strength(owner, changed) == Strength::Full { 1.0 } else { FADED };
                let taken = changed && self.after_a_step() && owner == segment.new;
                stretches.push((self.colour(owner, taken).alpha(alpha), (from, to)));
            }
        }
        for (fill, stretches) in grouped(stretches) {
            list.push(Shape::Bands { centre, radii: (inner, outer), stretches, fill });
        }
        self.look().band(&columns::cells(self.strategy, self.view.phase), (inner, outer), list);
        self.gaps(&segments, list);
        self.hairlines(list);
        self.letters(&segments, list);
    }

    /// The owners of a stretch while its step plays: the new one grows from the point at its clockwise end.
    fn parts(&self, segment: &Segment) -> Vec<(NodeId, f32, f32)> {
        let Segment { from, to, old, new } = *segment;
        let done = layout::wave(self.view.progress, to);
        let edge = to - (to - from) * done;
        let whole = |owner| vec![(owner, from, to)];
        match done {
            _ if old == new => whole(new),
            0.0 => whole(old),
            1.0 => whole(new),
            _ => vec![(old, from, edge), (new, edge, to)],
        }
    }

    /// Where nodes have no colour of their own, their stretches are told apart by the gaps between them.
    fn gaps(&self, segments: &[Segment], list: &mut DisplayList) {
        let Measures { centre, outer, inner, .. } = self.measures;
        if self.nodes() <= COLOURED || segments.is_empty() || segments.len() as f32 * 3.0 > std::f32::consts::TAU * outer {
            return;
        }
        let ends = segments.iter().map(|segment| [on_circle(centre, inner, segment.to), on_circle(centre, outer, segment.to)]).collect();
        list.push(Shape::Lines { ends, stroke: self.view.theme.roles().surface, width: 1.0, dashed: false });
    }

    /// Virtual nodes, while they are few enough to be told apart.
    fn hairlines(&self, list: &mut DisplayList) {
        let Measures { centre, outer, inner, .. } = self.measures;
        let marks = &self.phase.picture.marks;
        if marks.len() as f32 * 9.0 > std::f32::consts::TAU * outer {
            return;
        }
        let ends =
            marks.iter().map(|mark| [on_circle(centre, inner - 3.0, mark.turn), on_circle(centre, outer + 1.0, mark.turn)]).collect();
        list.push(Shape::Lines { ends, stroke: self.view.theme.roles().ink, width: 1.25, dashed: false });
    }

    /// The owner's letter where its stretch is long enough.
    fn letters(&self, segments: &[Segment], list: &mut DisplayList) {
        let Measures { centre, outer, inner, .. } = self.measures;
        let (radius, size) = ((outer + inner) / 2.0, 12.0 * self.view.scale);
        for segment in segments {
            let owner = if layout::wave(self.view.progress, segment.to) > 0.5 { segment.new } else { segment.old };
            let text = letter(&self.report.roster, owner);
            let length = (segment.to - segment.from) * std::f32::consts::TAU * radius;
            if length > metrics::width(&text, size, true) + 12.0 {
                let full = self.strength(owner, segment.old != segment.new) == Strength::Full;
                let fill = if full { self.view.theme.roles().on_node } else { self.view.theme.roles().ink };
                list.text(on_circle(centre, radius, (segment.from + segment.to) / 2.0), text, size, true, Anchor::Middle, fill);
            }
        }
    }

    fn ticks(&self, list: &mut DisplayList) {
        let (Measures { centre, inner, .. }, roles) = (self.measures, self.view.theme.roles());
        let size = 12.0 * self.view.scale;
        let quarter = |i: u8| f32::from(i) / 4.0;
        let ends = (0..4).map(|i| [on_circle(centre, inner - 8.0, quarter(i)), on_circle(centre, inner - 3.0, quarter(i))]).collect();
        list.push(Shape::Lines { ends, stroke: roles.edge, width: 1.0, dashed: false });
        if self.measures.inner < 110.0 {
            return;
        }
        let out = [0.0, 18.0, 0.0, 18.0];
        // On a small ring the words in the middle take the room at the sides.
        let sides = inner > 150.0 * self.view.scale;
        for (i, more) in (0..4_u8).zip(out).filter(|(_, more)| sides || *more == 0.0) {
            let radius = inner - 10.0 - size * 0.7 - more * self.view.scale * 0.7;
            list.text(
                on_circle(centre, radius, quarter(i)),
                format!("{}°", u32::from(i) * 90),
                size,
                false,
                Anchor::Middle,
                roles.ink_soft,
            );
        }
    }

    /// Many keys as bars outside the ring: as long as the column is full, its moved part in front.
    fn density(&self, list: &mut DisplayList) {
        let columns = &self.phase.picture.columns;
        if columns.is_empty() {
            return;
        }
        let orbit = self.measures.orbit + 1.0;
        let room = self.view.width.min(self.view.height) / 2.0 - orbit - 3.0;
        self.look().density(columns, orbit, room, list);
    }

    /// The keys: quiet on the orbit, and those that moved in rows outside it, in the new owner's colour with the old
    /// owner's outline.
    fn dots(&self, list: &mut DisplayList) {
        let dots = layout::dots(self.strategy, self.view, &self.measures);
        let (resting, moving): (Vec<&Dot>, Vec<&Dot>) = dots.iter().partition(|dot| !dot.moves());
        let still = |dot: &Dot| {
            let alpha = if self.strength(dot.new, false) == Strength::Full { 1.0 } else { 0.5 };
            (self.colour(dot.new, false).alpha(alpha), dot.at)
        };
        for (fill, points) in grouped(resting.into_iter().map(still).collect()) {
            let radius = if fill.a == u8::MAX { 2.2 } else { 1.5 };
            list.push(Shape::Dots { points, radius: radius * self.dot_scale(), fill, outline: None });
        }
        let fill = |dot: &Dot| if dot.moved < 0.5 { self.colour(dot.old, false) } else { self.colour(dot.new, true) };
        let moved = moving.into_iter().map(|dot| ((fill(dot), self.colour(dot.old, false)), dot.at)).collect();
        let radius = (self.measures.row / 2.0 - 0.35).clamp(0.9, 4.2);
        // Smaller dots would be all outline: their colour is where they are now, the matrix of moves says where they were.
        let outline = if radius > 3.6 { 1.2 } else { 0.0 };
        for ((fill, old), points) in grouped(moved) {
            let edge = (outline > 0.0).then_some((old, outline));
            list.push(Shape::Dots { points, radius: radius - outline / 2.0, fill, outline: edge });
        }
    }

    /// Fewer keys have larger dots.
    fn dot_scale(&self) -> f32 {
        (400.0 / self.strategy.turns.len().max(1) as f32).clamp(0.75, 1.6)
    }

    /// What is pointed at: a ring round the key and the way to its owner's point, or the edge of an arc.
    fn focus(&self, list: &mut DisplayList) {
        let (Measures { centre, outer, inner, orbit, .. }, ink) = (self.measures, self.view.theme.roles().ink);
        match self.view.focus {
            Some(Focus::Key(key)) => {
                let dots = layout::dots(self.strategy, self.view, &self.measures);
                let Some(dot) = dots.iter().find(|dot| dot.key == key) else { return };
                list.push(Shape::Dots { points: vec![dot.at], radius: 6.0, fill: ink.alpha(0.0), outline: Some((ink, 2.0)) });
                if let Some(point) = self.point_after(dot.turn) {
                    let to = if point < dot.turn { point + 1.0 } else { point };
                    list.push(Shape::Curve { centre, radius: orbit, stretch: (dot.turn, to), stroke: ink, width: 2.0 });
                    list.push(Shape::Lines {
                        ends: vec![[on_circle(centre, inner - 4.0, point), on_circle(centre, orbit, point)]],
                        stroke: ink,
                        width: 2.0,
                        dashed: false,
                    });
                }
            }
            Some(Focus::Arc(arc)) => {
                let segments = layout::segments(self.strategy, self.view.phase);
                let Some(segment) = segments.get(arc as usize) else { return };
                for radius in [inner - 2.0, outer + 2.0] {
                    list.push(Shape::Curve { centre, radius, stretch: (segment.from, segment.to), stroke: ink, width: 2.5 });
                }
            }
            Some(Focus::Column(column)) => {
                let turn = (column as f32 + 0.5) / Report::COLUMNS as f32;
                list.push(Shape::Lines {
                    ends: vec![[on_circle(centre, inner - 4.0, turn), on_circle(centre, orbit + 8.0, turn)]],
                    stroke: ink,
                    width: 2.0,
                    dashed: false,
                });
            }
            Some(Focus::Node(_)) | None => {}
        }
    }

    /// The first point of the ring after a place, where points are known.
    fn point_after(&self, turn: f32) -> Option<f32> {
        super::focus::mark_after(self.report, self.phase, turn).map(|mark| mark.turn)
    }

    fn headline(&self, list: &mut DisplayList) {
        let phase = if self.view.progress > 0.0 { self.view.phase } else { self.view.phase.saturating_sub(1) };
        let Some(said) = words::headline(self.report, self.strategy, phase) else { return };
        let (roles, scale) = (self.view.theme.roles(), self.view.scale);
        let verdict = said.impact.map(|impact| match impact {
            Impact::Low => (format!("{} · low impact", said.share), roles.good),
            Impact::High => (format!("{} · high impact", said.share), roles.bad),
        });
        let figure = (self.measures.inner * 0.42).clamp(28.0, 72.0 * scale);
        let figure = fitted(&said.figure, figure, true, self.measures.inner * 1.2);
        let mut lines = vec![(said.figure, figure, true, roles.ink), (said.of, 17.0 * scale, false, roles.ink)];
        lines.extend(verdict.map(|(text, colour)| (text, 16.0 * scale, true, colour)));
        lines.extend(Some(said.least).filter(|least| !least.is_empty()).map(|least| (least, 14.0 * scale, false, roles.ink_soft)));
        stack(&lines, self.measures.centre, self.measures.inner * 1.5, list);
    }
}

/// The size at which a text is no wider than it may be.
fn fitted(text: &str, size: f32, bold: bool, room: f32) -> f32 {
    let width = metrics::width(text, size, bold);
    if width > room { size * room / width } else { size }
}

/// Lines of text under each other round a point.
fn stack(lines: &[(String, f32, bool, Rgba)], centre: (f32, f32), room: f32, list: &mut DisplayList) {
    let heights: Vec<f32> = lines.iter().map(|line| line.1 * 1.35).collect();
    let mut top = centre.1 - heights.iter().sum::<f32>() / 2.0;
    for ((text, size, bold, colour), height) in lines.iter().zip(heights) {
        let size = fitted(text, *size, *bold, room);
        list.text((centre.0, top + height / 2.0), text.clone(), size, *bold, Anchor::Middle, *colour);
        top += height;
    }
}
