//! The incident's ring: nodes with how full they are, who streams to whom, and who is late, down, joining or back.

use super::badge::letter;
use super::list::{Anchor, DisplayList, Rgba, Shape, on_circle};
use super::theme::Theme;
use crate::report::IncidentPlay;
use crate::sim::overload::{Column, NodeColumn};

/// How a picture of an incident is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncidentView {
    /// Width in CSS pixels.
    pub width: f32,
    /// Height in CSS pixels.
    pub height: f32,
    /// The colours.
    pub theme: Theme,
    /// The moment, s.
    pub at_s: f64,
    /// Until when time is shown, s.
    pub until_s: f64,
}

/// How a node is, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeState {
    /// It answers in time.
    Fine,
    /// It answers, with more than nine tenths of its capacity taken.
    Full,
    /// Its answers come after the timeout.
    Late,
    /// It is taken for dead.
    Down,
    /// It does not answer requests yet.
    Joining,
    /// It is gone for good.
    Gone,
}

impl NodeState {
    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Full => "nearly full",
            Self::Late => "late",
            Self::Down => "down",
            Self::Joining => "joining",
            Self::Gone => "gone",
        }
    }
}

/// How node number `place` of the series is at a column.
#[must_use]
pub fn node_state(play: &IncidentPlay, column: usize, place: usize) -> NodeState {
    let Some(node) = node(play, column, place) else { return NodeState::Gone };
    if node.up < 0.5 {
        let was_up = (0..column).any(|before| play.series.columns[before].nodes[place].up > 0.5);
        let comes_back = play.series.columns[column..].iter().any(|later| later.nodes[place].up > 0.5);
        return if was_up && (comes_back || fell(play, place, column)) {
            NodeState::Down
        } else if was_up {
            NodeState::Gone
        } else {
            NodeState::Joining
        };
    }
    match node {
        node if node.mean_ms > play.timeout_ms => NodeState::Late,
        node if node.utilisation > 0.9 => NodeState::Full,
        _ => NodeState::Fine,
    }
}

/// The moment in words.
#[must_use]
pub fn describe_incident(play: &IncidentPlay, at_s: f64) -> String {
    let (column, since) = (play.column(at_s), at_s - play.change_s);
    let when = if since < 0.0 { format!("{:.0} s before the step", -since) } else { format!("{since:.0} s after the step") };
    let good = play.series.columns.get(column).map_or(0.0, |column| column.goodput.clamp(0.0, 1.0));
    let mut sentence = format!("{when}: {:.0} % of the requests are answered in time.", (good * 100.0).floor());
    for (state, word) in [(NodeState::Late, "Late"), (NodeState::Down, "Down"), (NodeState::Joining, "Joining")] {
        let of_state = play.series.nodes.iter().enumerate().filter(|(place, _)| node_state(play, column, *place) == state);
        let names: Vec<&str> = of_state.filter_map(|(_, id)| play.roster.get(id.index()).map(String::as_str)).collect();
        if !names.is_empty() {
            sentence += &format!(" {word}: {}.", names.join(", "));
        }
    }
    sentence
}

/// A latency for people; what takes an hour never comes.
#[must_use]
pub fn milliseconds(ms: f64) -> String {
    match ms {
        ms if ms >= 3_600_000.0 => "never".to_owned(),
        ms if ms >= 1_000.0 => format!("{:.1} s", ms / 1e3),
        ms => format!("{ms:.0} ms"),
    }
}

/// Whether the detector convicted it up to a column.
fn fell(play: &IncidentPlay, place: usize, column: usize) -> bool {
    let until = (column + 1) as f64 * play.series.column_s;
    play.events.iter().any(|event| event.node == play.series.nodes.get(place).copied() && event.at_s <= until)
}

fn node(play: &IncidentPlay, column: usize, place: usize) -> Option<&NodeColumn> {
    play.series.columns.get(column)?.nodes.get(place)
}

/// The ring at a moment.
#[must_use]
pub fn incident(play: &IncidentPlay, view: &IncidentView) -> DisplayList {
    let roles = view.theme.roles();
    let mut list = DisplayList::new(view.width, view.height, roles.surface.alpha(0.0));
    let column = play.column(view.at_s);
    let Some(now) = play.series.columns.get(column) else { return list };
    let stage = Stage::of(play, view);
    list.push(Shape::Curve { centre: stage.centre, radius: stage.orbit, stretch: (0.0, 1.0), stroke: roles.line, width: 2.0 });
    stage.streams(play, now, view.theme, &mut list);
    for place in 0..play.series.nodes.len() {
        stage.node(play, column, place, view.theme, &mut list);
    }
    stage.middle(play, now, view, &mut list);
    list
}

/// Where things stand.
struct Stage {
    centre: (f32, f32),
    orbit: f32,
    /// Radius of a node.
    node: f32,
    /// Size of text.
    size: f32,
    count: usize,
}

impl Stage {
    fn of(play: &IncidentPlay, view: &IncidentView) -> Self {
        let count = play.series.nodes.len().max(1);
        let half = view.width.min(view.height) / 2.0;
        let node = (half * 0.17).min(half * 2.0 / count as f32).max(7.0);
        let orbit = (half - node - 22.0).max(20.0);
        Self { centre: (view.width / 2.0, view.height / 2.0), orbit, node, size: (half / 14.0).clamp(11.0, 14.0), count }
    }

    fn at(&self, place: usize) -> (f32, f32) {
        on_circle(self.centre, self.orbit, place as f32 / self.count as f32)
    }

    /// Lines from every node that sends to every one that joins or takes.
    fn streams(&self, play: &IncidentPlay, now: &Column, theme: Theme, list: &mut DisplayList) {
        if now.streaming_mb_s <= 0.0 {
            return;
        }
        let takes = |place: usize| play.joins.get(place).copied().unwrap_or(false);
        let someone = (0..self.count).any(takes);
        let busy = |place: &usize| now.nodes.get(*place).is_some_and(|node| node.streaming > 0.0);
        let mut ends = Vec::new();
        for from in (0..self.count).filter(busy).filter(|from| !takes(*from)) {
            let to = (0..self.count).filter(|to| *to != from && busy(to) && (takes(*to) || !someone));
            ends.extend(to.map(|to| [self.at(from), self.at(to)]));
        }
        ends.truncate(200);
        list.push(Shape::Lines { ends, stroke: theme.roles().accent.alpha(0.55), width: 1.5, dashed: true });
    }

    fn node(&self, play: &IncidentPlay, column: usize, place: usize, theme: Theme, list: &mut DisplayList) {
        let (roles, at) = (theme.roles(), self.at(place));
        let state = node_state(play, column, place);
        let Some(now) = node(play, column, place) else { return };
        let id = play.series.nodes[place];
        let (fill, edge, ink) = match state {
            NodeState::Fine => (theme.node(play.roster.len(), id), roles.surface, roles.on_node),
            NodeState::Full => (mixed(theme.node(play.roster.len(), id), roles.bad), roles.bad, roles.on_node),
            NodeState::Late => (roles.bad, roles.bad, roles.surface),
            NodeState::Down | NodeState::Gone => (roles.surface, roles.bad, roles.bad),
            NodeState::Joining => (roles.surface, roles.accent, roles.accent),
        };
        list.push(Shape::Dots { points: vec![at], radius: self.node, fill: roles.surface, outline: None });
        list.push(Shape::Dots { points: vec![at], radius: self.node - 5.0, fill, outline: Some((edge, 2.0)) });
        self.gauge(at, now, theme, state, list);
        if matches!(state, NodeState::Down | NodeState::Gone) {
            let r = self.node * 0.62;
            let ends = vec![[(at.0 - r, at.1 - r), (at.0 + r, at.1 + r)], [(at.0 + r, at.1 - r), (at.0 - r, at.1 + r)]];
            list.push(Shape::Lines { ends, stroke: roles.bad.alpha(0.45), width: 3.0, dashed: false });
        }
        if self.node < 12.0 {
            return;
        }
        list.text(at, letter(&play.roster, id), self.size * 1.3, true, Anchor::Middle, ink);
        let word = match state {
            NodeState::Fine | NodeState::Full => format!("{:.0} %", now.utilisation * 100.0),
            other => other.word().to_owned(),
        };
        let fill = if matches!(state, NodeState::Fine | NodeState::Joining) { roles.ink } else { roles.bad };
        let below = at.1 >= self.centre.1 - 1.0;
        let y = if below { at.1 + self.node + 9.0 } else { at.1 - self.node - 9.0 };
        list.text((at.0, y), word, self.size, true, Anchor::Middle, fill);
    }

    /// Round a node how much of it is taken: load in ink, streaming in the accent.
    fn gauge(&self, centre: (f32, f32), now: &NodeColumn, theme: Theme, state: NodeState, list: &mut DisplayList) {
        let roles = theme.roles();
        let radii = (self.node - 3.0, self.node + 1.0);
        list.push(Shape::Bands { centre, radii, stretches: vec![(0.0, 1.0)], fill: roles.line });
        if matches!(state, NodeState::Down | NodeState::Gone) {
            return;
        }
        let load = (now.utilisation - now.streaming).clamp(0.0, 1.0) as f32;
        let streaming = (now.streaming as f32).min(1.0 - load);
        let fill = if now.utilisation > 1.0 { roles.bad } else { roles.ink };
        let mut band = |from: f32, to: f32, fill: Rgba| {
            if to > from {
                list.push(Shape::Bands { centre, radii, stretches: vec![(from, to)], fill });
            }
        };
        band(0.0, load, fill);
        band(load, load + streaming, roles.accent);
    }

    /// In the middle: the clock and how many requests are answered.
    fn middle(&self, play: &IncidentPlay, now: &Column, view: &IncidentView, list: &mut DisplayList) {
        let roles = view.theme.roles();
        let (x, y) = self.centre;
        let good = now.goodput.clamp(0.0, 1.0);
        let fill = if good > 0.99 { roles.good } else { roles.bad };
        let share = if good > 0.999 { "100 %".to_owned() } else { format!("{:.0} %", libm::floor(good * 100.0)) };
        list.text((x, y - self.size * 0.9), share, self.size * 2.2, true, Anchor::Middle, fill);
        list.text((x, y + self.size * 0.9), "answered in time", self.size, false, Anchor::Middle, roles.ink_soft);
        let since = view.at_s - play.change_s;
        let clock = if since < 0.0 { format!("{:.0} s before the step", -since) } else { format!("{since:.0} s after the step") };
        list.text((x, y + self.size * 2.4), clock, self.size, false, Anchor::Middle, roles.ink_soft);
    }
}

/// Half of each.
fn mixed(a: Rgba, b: Rgba) -> Rgba {
    let half = |a: u8, b: u8| ((u16::from(a) + u16::from(b)) / 2) as u8;
    Rgba { r: half(a.r, b.r), g: half(a.g, b.g), b: half(a.b, b.b), a: 255 }
}
