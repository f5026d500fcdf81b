//! Keys on their way: a disc a node, a dot a key; a copy in flight crosses from its old place to its new one.

use super::badge::letter;
use super::list::{Anchor, DisplayList, Rgba, Shape, on_circle};
use super::theme::Theme;
use crate::analysis::words::thousands;
use crate::cluster::NodeId;
use crate::collections::{grouped, sort_by};
use crate::report::{MigrationPlay, MigrationReport, Travel};

/// How a moment of a migration is to be drawn; lengths in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MigrationView {
    /// The time, s.
    pub at_s: f64,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// The colours.
    pub theme: Theme,
    /// Scale of text, 1 unless presenting.
    pub scale: f32,
}

/// The turn from one dot of a disc to the next, which packs them evenly however many there are.
const GOLDEN: f64 = 0.381_966_011_250_105;
/// Dots nearer to each other than this cannot be told apart: then one stands for several keys.
const NEAREST: f32 = 0.8;
/// A copy that takes less is shown for so long, s, or nobody would see it.
const SHORTEST_FLIGHT_S: f64 = 0.25;
/// Smaller discs have no name beside them.
const NAMED: f32 = 16.0;

/// Where every key has its place, worked out once a policy: any moment is drawn from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MigrationPlaces {
    /// The nodes that have or get keys.
    nodes: Vec<NodeId>,
    /// Keys that stay, by node number.
    staying: Vec<u32>,
    /// The place in the disc of the old node, and in that of the new one, parallel to the travels.
    slots: Vec<(u32, u32)>,
    /// The most places that a disc needs.
    room: u32,
    /// Offsets of the places, for a disc whose places lie 1 apart.
    spiral: Vec<(f32, f32)>,
}

impl MigrationPlaces {
    /// The places under a policy. Keys that leave first lie outermost; one that arrives takes the innermost free place.
    #[must_use]
    pub fn of(report: &MigrationReport, play: &MigrationPlay) -> Self {
        let count = report.roster.len();
        let mut staying: Vec<u32> = (0..count).map(|node| report.owned.get(node).map_or(0, |keys| *keys as u32)).collect();
        let travels: Vec<(Travel, (f32, f32))> = report.travels.iter().copied().zip(play.times.iter().copied()).collect();
        let mut slots = vec![(0, 0); travels.len()];
        let leaves = |travel: &Travel| !travel.kept;
        for (travel, _) in travels.iter().filter(|(travel, _)| leaves(travel)) {
            let keys = &mut staying[travel.from.index()];
            *keys = keys.saturating_sub(1);
        }
        // The last to leave is the innermost.
        let mut order: Vec<usize> = (0..travels.len()).collect();
        sort_by(&mut order, |a, b| travels[*b].1.0.total_cmp(&travels[*a].1.0));
        let mut next = staying.clone();
        for i in order.iter().copied().filter(|i| leaves(&travels[*i].0)) {
            let node = travels[i].0.from.index();
            slots[i].0 = next[node];
            next[node] += 1;
        }
        let mut places = Self { nodes: nodes(report), staying, slots, room: 1, spiral: Vec::new() };
        places.arrive(&travels, next);
        places.spiral = (0..places.room).map(|place| on_circle((0.0, 0.0), libm::sqrtf(place as f32 + 0.5), turn(place))).collect();
        places
    }

    /// Gives every key that arrives a place that is free by then.
    fn arrive(&mut self, travels: &[(Travel, (f32, f32))], mut next: Vec<u32>) {
        // Keys leave from outside in: the place that was freed last is the innermost.
        let mut free: Vec<Vec<u32>> = vec![Vec::new(); next.len()];
        let mut events: Vec<(f32, bool, usize)> = Vec::with_capacity(travels.len() * 2);
        for (i, (_, (left, arrived))) in travels.iter().enumerate() {
            events.push((*left, false, i));
            events.push((*arrived, true, i));
        }
        sort_by(&mut events, |a, b| a.0.total_cmp(&b.0));
        self.room = next.iter().copied().max().unwrap_or(1).max(1);
        for (_, arrives, i) in events.into_iter().filter(|event| event.0.is_finite()) {
            let (travel, slots) = (travels[i].0, &mut self.slots[i]);
            if arrives {
                let node = travel.to.index();
                let place = free[node].pop().unwrap_or(next[node]);
                next[node] = next[node].max(place + 1);
                slots.1 = place;
                self.room = self.room.max(place + 1);
            } else if !travel.kept {
                free[travel.from.index()].push(slots.0);
            }
        }
    }
}

fn turn(place: u32) -> f32 {
    let turns = f64::from(place) * GOLDEN;
    (turns - libm::floor(turns)) as f32
}

/// The nodes that have keys, and those that get some.
fn nodes(report: &MigrationReport) -> Vec<NodeId> {
    let mut seen: Vec<bool> = (0..report.roster.len()).map(|node| report.owned.get(node).is_some_and(|keys| *keys > 0)).collect();
    report.travels.iter().for_each(|travel| seen[travel.to.index()] = true);
    (0..report.roster.len() as u32).map(NodeId).filter(|node| seen[node.index()]).collect()
}

/// A moment of a migration.
#[must_use]
pub fn migration(report: &MigrationReport, play: &MigrationPlay, places: &MigrationPlaces, view: &MigrationView) -> DisplayList {
    let mut list = DisplayList::new(view.width, view.height, view.theme.roles().surface);
    let painter = Painter::of(report, play, places, view);
    painter.discs(&mut list);
    painter.moment(&mut list);
    painter.keys(&mut list);
    painter.names(&mut list);
    list
}

/// Where a key is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    /// What the old node still has of a key that was copied.
    Left,
    /// At rest.
    Resting,
    /// At rest on its new node.
    Arrived,
    /// On its way.
    Flying,
}

/// A dot: what it is, its colour and its place.
type Seen = (Spot, Rgba, (f32, f32));

struct Painter<'a> {
    report: &'a MigrationReport,
    play: &'a MigrationPlay,
    places: &'a MigrationPlaces,
    view: &'a MigrationView,
    /// The centre of each node's disc, by node number.
    centres: Vec<(f32, f32)>,
    middle: (f32, f32),
    /// Radius of a disc.
    disc: f32,
    /// From a place to the next one of the spiral.
    apart: f32,
    /// Keys that a dot stands for.
    unit: u32,
    /// Room in the middle, as a radius.
    inside: f32,
}

impl<'a> Painter<'a> {
    fn of(report: &'a MigrationReport, play: &'a MigrationPlay, places: &'a MigrationPlaces, view: &'a MigrationView) -> Self {
        let middle = (view.width / 2.0, view.height / 2.0);
        let half = (view.width.min(view.height) / 2.0 - 18.0 * view.scale).max(20.0);
        let count = places.nodes.len().max(1) as f32;
        let sine = on_circle((0.0, 0.0), 1.0, if count < 3.0 { 0.25 } else { 0.5 / count }).0;
        let disc = half * 0.92 * sine / (1.0 + sine);
        let mut centres = vec![middle; report.roster.len()];
        for (i, node) in places.nodes.iter().enumerate() {
            centres[node.index()] = on_circle(middle, half - disc, i as f32 / count);
        }
        let dense = disc / libm::sqrtf(places.room as f32);
        let unit = if dense < NEAREST { libm::ceilf((NEAREST / dense) * (NEAREST / dense)) as u32 } else { 1 };
        let apart = disc / libm::sqrtf(places.room.div_ceil(unit) as f32);
        Self { report, play, places, view, centres, middle, disc, apart: apart.min(6.0), unit, inside: half - 2.0 * disc }
    }

    fn colour(&self, node: NodeId) -> Rgba {
        self.view.theme.node(self.report.roster.len(), node)
    }

    /// A place in the disc of a node.
    fn place(&self, node: NodeId, slot: u32) -> (f32, f32) {
        let (centre, at) = (self.centres[node.index()], self.places.spiral.get((slot / self.unit) as usize).copied().unwrap_or_default());
        (centre.0 + at.0 * self.apart, centre.1 + at.1 * self.apart)
    }

    /// The quiet ground under each disc.
    fn discs(&self, list: &mut DisplayList) {
        let points = self.places.nodes.iter().map(|node| self.centres[node.index()]).collect();
        list.push(Shape::Dots { points, radius: self.disc + 2.0, fill: self.view.theme.roles().well, outline: None });
    }

    fn keys(&self, list: &mut DisplayList) {
        let radius = (self.apart * 0.55).clamp(0.5, 2.4);
        let (mut dots, mut flying) = (self.resting(), Vec::new());
        for (i, travel) in self.report.travels.iter().enumerate() {
            let slots = self.places.slots[i];
            if !slots.0.is_multiple_of(self.unit) {
                continue;
            }
            for (spot, colour, at) in self.seen(travel, slots, self.play.times[i]).into_iter().flatten() {
                if spot == Spot::Flying { flying.push((colour, at)) } else { dots.push(((spot, colour), at)) }
            }
        }
        for ((_, fill), points) in grouped(dots) {
            list.push(Shape::Dots { points, radius, fill, outline: None });
        }
        let bright = (radius * 1.9).clamp(1.8, 4.0);
        for (fill, points) in grouped(flying) {
            list.push(Shape::Dots { points, radius: bright, fill, outline: Some((self.view.theme.roles().surface, 1.0)) });
        }
    }

    /// The keys that stay where they are.
    fn resting(&self) -> Vec<((Spot, Rgba), (f32, f32))> {
        let mut dots = Vec::new();
        for node in &self.places.nodes {
            let fill = self.colour(*node).alpha(0.6);
            let slots = (0..self.places.staying[node.index()]).step_by(self.unit as usize);
            dots.extend(slots.map(|slot| ((Spot::Resting, fill), self.place(*node, slot))));
        }
        dots
    }

    /// How a key that travels is seen: where it is, and what it left behind until the old copies are gone.
    fn seen(&self, travel: &Travel, slots: (u32, u32), (left, arrived): (f32, f32)) -> [Option<Seen>; 2] {
        let (at, arrives) = (self.view.at_s, f64::from(arrived));
        let leaves = f64::from(left).min(arrives - SHORTEST_FLIGHT_S);
        let (old, new) = (self.colour(travel.from), self.colour(travel.to));
        if at < leaves || !leaves.is_finite() {
            let waits = (!travel.kept).then(|| (Spot::Resting, old, self.place(travel.from, slots.0)));
            return [waits, None];
        }
        let behind = !travel.kept && !self.cleaned();
        let ghost = behind.then(|| (Spot::Left, old.alpha(0.14), self.place(travel.from, slots.0)));
        let to = self.place(travel.to, slots.1);
        if at >= arrives {
            return [ghost, Some((Spot::Arrived, new, to))];
        }
        let part = ((at - leaves) / (arrives - leaves)) as f32;
        [ghost, Some((Spot::Flying, new, self.way(self.place(travel.from, slots.0), to, part)))]
    }

    /// Whether the old copies are gone.
    fn cleaned(&self) -> bool {
        self.play.phases.iter().any(|(title, from)| (title == "clean-up" || title == "done") && *from <= self.view.at_s)
    }

    /// A point of the way between two places, bent a little towards the middle.
    fn way(&self, from: (f32, f32), to: (f32, f32), part: f32) -> (f32, f32) {
        let t = part * part * (3.0 - 2.0 * part);
        let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
        let bend = |from: f32, to: f32, middle: f32| middle * 0.5 + (from + to) * 0.25;
        (a * from.0 + b * bend(from.0, to.0, self.middle.0) + c * to.0, a * from.1 + b * bend(from.1, to.1, self.middle.1) + c * to.1)
    }

    /// The time and the phase in the middle, where there is room.
    fn moment(&self, list: &mut DisplayList) {
        let (roles, scale) = (self.view.theme.roles(), self.view.scale);
        if self.inside < 26.0 * scale {
            return;
        }
        let (x, y) = self.middle;
        list.text((x, y - 8.0 * scale), format!("{:.1} s", self.view.at_s), 16.0 * scale, true, Anchor::Middle, roles.ink);
        list.text((x, y + 10.0 * scale), self.play.phase(self.view.at_s), 12.0 * scale, false, Anchor::Middle, roles.ink_soft);
    }

    /// Each node's letter and how many keys it has, outside its disc.
    fn names(&self, list: &mut DisplayList) {
        if self.disc < NAMED {
            return;
        }
        let size = 12.0 * self.view.scale;
        let held = self.held();
        for node in &self.places.nodes {
            let (x, y) = self.centres[node.index()];
            let above = y < self.middle.1 - 1.0;
            let at = if above { y - self.disc - size } else { y + self.disc + size };
            let text = format!("{} {}", letter(&self.report.roster, *node), thousands(held[node.index()]));
            list.text((x, at), text, size, true, Anchor::Middle, self.view.theme.roles().ink);
        }
    }

    /// Keys on each node: those that stay, those that have not left, and those that have arrived.
    fn held(&self) -> Vec<u64> {
        let mut held: Vec<u64> = self.places.staying.iter().map(|keys| u64::from(*keys)).collect();
        for (travel, (left, arrived)) in self.report.travels.iter().zip(&self.play.times) {
            held[travel.from.index()] += u64::from(!travel.kept && f64::from(*left) > self.view.at_s);
            held[travel.to.index()] += u64::from(f64::from(*arrived) <= self.view.at_s);
        }
        held
    }
}

/// The moment in words.
#[must_use]
pub fn describe_migration(report: &MigrationReport, play: &MigrationPlay, at_s: f64) -> String {
    let (flying, arrived) = play.copies(at_s);
    let all = play.times.len() as u64;
    let nodes = nodes(report).len();
    format!(
        "{} nodes as discs of keys at {at_s:.1} s ({}): {} of {} keys have arrived, {} are on their way.",
        nodes,
        play.phase(at_s),
        thousands(arrived),
        thousands(all),
        thousands(flying)
    )
}
