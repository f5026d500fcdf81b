//! The tipping-point finder: one setting or two swept, how the step ends at each point, and the closed forms' borders.

use super::forms::{Numbers, collapsed_load, modulo_streams};
use super::ground::Ground;
use super::run::{Verdict, end_of};
use super::settings::{OVERLOAD_SETTINGS, OverloadSettings};
use crate::sim::{Setting, SettingRange};
use std::rc::Rc;

/// What a finder varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Tipping {
    /// Along x.
    pub x: Axis,
    /// Along y; none where one setting is swept.
    pub y: Option<Axis>,
    /// Points of each axis, 2 to [`Tipping::POINTS`].
    pub points: u32,
}

/// A setting and its range.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The setting's name, one of [`OVERLOAD_SETTINGS`] that is no switch.
    pub setting: &'static str,
    /// The first value.
    pub from: f64,
    /// The last value, greater.
    pub to: f64,
}

const THROTTLE: Axis = Axis { setting: "throttle_mb_s", from: 2.0, to: 80.0 };
const UTILISATION: Axis = Axis { setting: "utilisation", from: 0.4, to: 0.98 };

impl Default for Tipping {
    fn default() -> Self {
        Self { x: THROTTLE, y: Some(UTILISATION), points: 40 }
    }
}

impl Tipping {
    /// The most points of an axis.
    pub const POINTS: u32 = 100;

    /// Points in all.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.points * self.y.as_ref().map_or(1, |_| self.points)
    }

    /// The settings at a point; points go along x first, from the least y on.
    #[must_use]
    pub fn at(&self, settings: &OverloadSettings, point: u32) -> OverloadSettings {
        let mut settings = settings.clone();
        self.x.put(&mut settings, self.x.value(point % self.points, self.points));
        if let Some(y) = &self.y {
            y.put(&mut settings, y.value(point / self.points, self.points));
        }
        settings
    }

    /// The varied settings at a point with their values as a person would write them, x first.
    #[must_use]
    pub fn values(&self, settings: &OverloadSettings, point: u32) -> Vec<(&'static Setting<OverloadSettings>, f64)> {
        let settings = self.at(settings, point);
        let value = |axis: &Axis| {
            let entry = axis.entry()?;
            Some((entry, rounded((entry.get)(&settings)?)))
        };
        std::iter::once(&self.x).chain(&self.y).filter_map(value).collect()
    }
}

/// Three digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

impl Axis {
    /// The range of a setting unless one is said: from a quarter of its default to twice of it. None where that is off or 0.
    #[must_use]
    pub fn usual(setting: &str) -> Option<Self> {
        if let Some(known) = [THROTTLE, UTILISATION].into_iter().find(|axis| axis.setting == setting) {
            return Some(known);
        }
        let entry = OVERLOAD_SETTINGS.iter().find(|entry| entry.id == setting)?;
        let value = (entry.get)(&OverloadSettings::default()).filter(|value| *value > 0.0)?;
        match entry.range {
            SettingRange::Number(min, max) => Some(Self { setting: entry.id, from: (value / 4.0).max(min), to: (2.0 * value).min(max) }),
            SettingRange::Whole(..) => Some(Self { setting: entry.id, from: 0.0, to: 2.0 * value }),
            SettingRange::Switch => None,
        }
    }

    /// The setting, where there is one of that name.
    #[must_use]
    pub fn entry(&self) -> Option<&'static Setting<OverloadSettings>> {
        OVERLOAD_SETTINGS.iter().find(|entry| entry.id == self.setting)
    }

    /// The value of point `at` of `points`.
    #[must_use]
    pub fn value(&self, at: u32, points: u32) -> f64 {
        let value = self.from + (self.to - self.from) * f64::from(at) / f64::from(points.max(2) - 1);
        let whole = self.entry().is_some_and(|entry| matches!(entry.range, SettingRange::Whole(..)));
        if whole { libm::round(value) } else { value }
    }

    /// The same as a person would write it.
    #[must_use]
    pub fn shown(&self, at: u32, points: u32) -> f64 {
        rounded(self.value(at, points))
    }

    fn put(&self, settings: &mut OverloadSettings, value: f64) {
        if let Some(entry) = self.entry() {
            (entry.set)(settings, value);
        }
    }
}

/// A line that a closed form draws, in the values of the axes; of a sweep of one setting, points with y 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Border {
    /// The formula.
    pub title: &'static str,
    /// Its points in order.
    pub points: Vec<(f64, f64)>,
}

/// The map of a finder, made point by point; several can share the points.
#[derive(Clone, Debug)]
pub struct TippingMap {
    ground: Rc<Ground>,
    settings: OverloadSettings,
    tipping: Tipping,
    verdicts: Vec<Option<Verdict>>,
    next: u32,
}

impl TippingMap {
    /// A map without a verdict.
    #[must_use]
    pub fn new(ground: Rc<Ground>, settings: OverloadSettings, tipping: Tipping) -> Self {
        let verdicts = vec![None; tipping.total() as usize];
        Self { ground, settings, tipping, verdicts, next: 0 }
    }

    /// Finds the verdicts of at most `points` further points; gives how many are left.
    pub fn advance(&mut self, points: u32) -> u32 {
        let end = self.tipping.total().min(self.next.saturating_add(points));
        let found = self.verdicts_of(self.next, end);
        self.put(self.next, &found);
        self.next = end;
        self.tipping.total() - end
    }

    /// The verdicts of points `from` up to `to`, which another map of the same scenario may put in.
    #[must_use]
    pub fn verdicts_of(&self, from: u32, to: u32) -> Vec<Verdict> {
        (from..to.min(self.tipping.total())).map(|point| end_of(&self.ground, &self.tipping.at(&self.settings, point)).verdict).collect()
    }

    /// Puts in what was found from point `from` on.
    pub fn put(&mut self, from: u32, found: &[Verdict]) {
        let from = (from as usize).min(self.verdicts.len());
        self.verdicts[from..].iter_mut().zip(found).for_each(|(cell, verdict)| *cell = Some(*verdict));
    }

    /// The verdicts, along x first, from the least y on; none where one is still to be found.
    #[must_use]
    pub fn verdicts(&self) -> &[Option<Verdict>] {
        &self.verdicts
    }

    /// What the strategy says of the step.
    #[must_use]
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// What it varies.
    #[must_use]
    pub const fn tipping(&self) -> &Tipping {
        &self.tipping
    }

    /// The borders of the closed forms: this strategy's own, modulo's, and where a collapse lasts.
    #[must_use]
    pub fn borders(&self) -> Vec<Border> {
        let own = |settings: &OverloadSettings| Numbers::of(&self.ground, settings).tipping - 1.0;
        let modulo = |settings: &OverloadSettings| {
            let n = self.ground.live_before() as f64;
            settings.utilisation + modulo_streams(n) * settings.throttle_mb_s / settings.disk_mb_s - 1.0
        };
        let lasting = |settings: &OverloadSettings| {
            collapsed_load(Numbers::of(&self.ground, settings).after, settings.retries, settings.retry_budget) - 1.0
        };
        let border = |title, over: &dyn Fn(&OverloadSettings) -> f64| Border { title, points: self.trace(over) };
        let mut borders = vec![
            border("ρ·x + s = 1", &own),
            border("modulo: ρ + s(1 + (N − 1)/N) = 1", &modulo),
            border("lasting: ρ(1 + r) = 1", &lasting),
        ];
        borders.retain(|border| !border.points.is_empty());
        borders
    }

    /// Where something changes its sign: for each of many values of one axis the place on the other.
    fn trace(&self, over: &dyn Fn(&OverloadSettings) -> f64) -> Vec<(f64, f64)> {
        let Tipping { x, y, .. } = &self.tipping;
        let at = |x_value: f64, y_value: f64| {
            let mut settings = self.settings.clone();
            x.put(&mut settings, x_value);
            y.iter().for_each(|y| y.put(&mut settings, y_value));
            over(&settings)
        };
        let Some(y) = y else {
            return root(x, &|value| at(value, 0.0)).map(|value| (value, 0.0)).into_iter().collect();
        };
        let along =
            |axis: &Axis| -> Vec<f64> { (0..=LINE).map(|i| axis.from + (axis.to - axis.from) * f64::from(i) / f64::from(LINE)).collect() };
        let up: Vec<(f64, f64)> = along(x).into_iter().filter_map(|value| Some((value, root(y, &|other| at(value, other))?))).collect();
        if !up.is_empty() {
            return up;
        }
        along(y).into_iter().filter_map(|value| Some((root(x, &|other| at(other, value))?, value))).collect()
    }
}

/// Pieces of a border's line.
const LINE: u32 = 80;

/// Where a function changes its sign on an axis.
fn root(axis: &Axis, over: &dyn Fn(f64) -> f64) -> Option<f64> {
    let (mut low, mut high) = (axis.from, axis.to);
    let sign = over(low) > 0.0;
    if (over(high) > 0.0) == sign {
        return None;
    }
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if (over(middle) > 0.0) == sign { low = middle } else { high = middle }
    }
    Some(high)
}
