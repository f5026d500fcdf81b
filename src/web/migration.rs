//! The migration on the page: its controls, its runs in a worker, its pictures, and the story of a key. In the whole core alone.

use super::run::read;
use super::types::{Progress, SettingInfo};
use super::{error, painter};
use crate::analysis::migration_words::{self as words, Came};
use crate::draw::{self, MigrationPlaces, Theme};
use crate::experiment::{self, MigrationWork, Noted};
use crate::report::{MigrationPlay, MigrationReport, Outcomes, PlayForm};
use crate::scenario::Scenario;
use crate::sim::migration::{MIGRATION_SETTINGS, Policy};
use serde::{Deserialize, Serialize};
use tsify::Tsify;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// What the controls of a migration offer, and what the text says.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct MigrationForm {
    /// Whether the text has such a section; else these are the defaults.
    written: bool,
    /// The policies of the text; the first is watched.
    policies: Vec<&'static str>,
    /// Whether these are several of the text's own: then one that is chosen goes before the rest.
    listed: bool,
    settings: Vec<SettingInfo>,
}

/// The controls of a text; none while it has an error.
#[wasm_bindgen]
pub fn migration_form(text: &str) -> Option<MigrationForm> {
    let scenario = super::reading(text).scenario?;
    let settings = scenario.migration.clone().unwrap_or_default();
    Some(MigrationForm {
        written: scenario.migration.is_some(),
        policies: settings.policies.iter().map(|policy| policy.id()).collect(),
        listed: settings.policies.len() > 1 && settings.policies != Policy::ALL,
        settings: SettingInfo::all(&MIGRATION_SETTINGS, &settings),
    })
}

fn policy(id: &str) -> Policy {
    Policy::ALL.into_iter().find(|policy| policy.id() == id).unwrap_or(Policy::StopWorld)
}

/// The runs of the panel, one a slice.
#[wasm_bindgen]
pub struct Migrator(MigrationWork);

#[wasm_bindgen]
impl Migrator {
    /// Runs of a step under a strategy that have not begun; those beside it have the policy that is watched.
    ///
    /// # Errors
    /// When the text has errors, there is no such step, or the strategy refuses it.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, strategy: usize, phase: usize, watched: &str) -> Result<Self, JsError> {
        let work = MigrationWork::new(read(text)?, strategy, phase, policy(watched));
        work.map(Self).ok_or_else(|| error("there is no such step under this strategy"))
    }

    /// Does one run, however long.
    pub fn advance(&mut self, _keys: u32) -> Progress {
        self.0.advance().into()
    }

    /// What was found so far, encoded for [`MigrationScene`].
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn report(&self) -> Result<Vec<u8>, JsError> {
        postcard::to_allocvec(self.0.report()).map_err(|problem| error(&problem.to_string()))
    }
}

/// What a migration came to, policy by policy.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct MigrationInfo {
    keys: u64,
    all: u64,
    moved: u64,
    gone: u64,
    rows: Vec<MigrationRow>,
    beside: Vec<MigrationPace>,
}

/// A policy.
#[derive(Serialize, Tsify)]
pub struct MigrationRow {
    policy: String,
    good: bool,
    /// What moves, and how long it takes.
    moves: String,
    verdict: String,
    price: String,
    duration: String,
    pause: String,
    end_s: f64,
    miss: u64,
    blocked: u64,
    stale: u64,
    lost: u64,
    redirect: u64,
    extra: u64,
    error: u64,
    /// Why it was bounded; else empty.
    bounded: String,
    phases: Vec<(String, f64)>,
    forms: Vec<MigrationFigure>,
}

/// A figure beside its form.
#[derive(Serialize, Tsify)]
pub struct MigrationFigure {
    of: String,
    found: String,
    /// The formula with its numbers.
    theory: String,
    /// Whether both agree; none where nothing is counted for it.
    #[tsify(optional)]
    agrees: Option<bool>,
    /// How far apart they are: `+13 %`; empty where nothing is counted for it.
    apart: String,
}

/// How long a strategy takes for the same step.
#[derive(Serialize, Tsify)]
pub struct MigrationPace {
    name: String,
    moved: u64,
    copies: u64,
    /// When the last copy is there, s.
    last_s: f64,
    duration: String,
}

/// A moment.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct MigrationNow {
    phase: String,
    flying: u64,
    arrived: u64,
    /// Operations so far: answered at once, made to wait, sent on, missed, stale, failed.
    met: Vec<u64>,
    /// Copies that have arrived under the strategies side by side.
    beside: Vec<u64>,
    words: String,
}

/// How a moment is to be drawn; lengths in CSS pixels.
#[derive(Serialize, Deserialize, Tsify)]
#[tsify(from_wasm_abi)]
pub struct MigrationView {
    at_s: f64,
    width: f32,
    height: f32,
    theme: Theme,
    scale: f32,
}

impl From<MigrationView> for draw::MigrationView {
    fn from(MigrationView { at_s, width, height, theme, scale }: MigrationView) -> Self {
        Self { at_s, width, height, theme, scale }
    }
}

/// The migration that is being looked at.
#[wasm_bindgen]
pub struct MigrationScene {
    report: MigrationReport,
    /// Where the keys are under the policy that is watched.
    places: Option<(usize, MigrationPlaces)>,
}

#[wasm_bindgen]
impl MigrationScene {
    /// Decodes what [`Migrator::report`] gave.
    ///
    /// # Errors
    /// When the bytes are not such a report.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Self, JsError> {
        let report = postcard::from_bytes(bytes).map_err(|problem| error(&problem.to_string()))?;
        Ok(Self { report, places: None })
    }

    /// What every policy came to.
    pub fn info(&self) -> MigrationInfo {
        let MigrationReport { keys, all, moved, gone, ref plays, ref beside, .. } = self.report;
        let pace = |beside: &crate::report::MigrationBeside| MigrationPace {
            name: beside.name.clone(),
            moved: beside.moved,
            copies: beside.arrivals.len() as u64,
            last_s: beside.arrivals.last().copied().unwrap_or_default().into(),
            duration: words::seconds(beside.duration_s),
        };
        let rows = plays.iter().map(|play| row(&self.report, play)).collect();
        MigrationInfo { keys, all, moved, gone, rows, beside: beside.iter().map(pace).collect() }
    }

    /// A moment under a policy, by its number in the rows.
    pub fn now(&self, policy: usize, at_s: f64) -> Option<MigrationNow> {
        let play = self.report.plays.get(policy)?;
        let (flying, arrived) = play.copies(at_s);
        Some(MigrationNow {
            phase: play.phase(at_s).to_owned(),
            flying,
            arrived,
            met: play.until(at_s).to_vec(),
            beside: self.report.beside.iter().map(|beside| beside.arrived(at_s)).collect(),
            words: draw::describe_migration(&self.report, play, at_s),
        })
    }

    /// Paints the keys on their way.
    ///
    /// # Errors
    /// When the canvas gives no context.
    pub fn paint(&mut self, canvas: &HtmlCanvasElement, policy: usize, view: MigrationView, dpr: f64) -> Result<(), JsError> {
        let Some(play) = self.report.plays.get(policy) else { return Ok(()) };
        let places = match self.places.take() {
            Some((of, places)) if of == policy => places,
            _ => MigrationPlaces::of(&self.report, play),
        };
        let list = draw::migration(&self.report, play, &places, &view.into());
        self.places = Some((policy, places));
        painter::paint(canvas, &list, dpr)
    }

    /// Paints the outcomes over time.
    ///
    /// # Errors
    /// When the canvas gives no context.
    pub fn paint_stack(&self, canvas: &HtmlCanvasElement, policy: usize, view: MigrationView, dpr: f64) -> Result<(), JsError> {
        let Some(play) = self.report.plays.get(policy) else { return Ok(()) };
        painter::paint(canvas, &draw::migration_stack(play, &view.into()), dpr)
    }

    /// A picture at a moment as an SVG file: the keys on their way, or else the outcomes over time.
    pub fn svg(&self, keys: bool, policy: usize, view: MigrationView, title: &str) -> Option<String> {
        let (play, view) = (self.report.plays.get(policy)?, draw::MigrationView::from(view));
        let list = if keys {
            draw::migration(&self.report, play, &MigrationPlaces::of(&self.report, play), &view)
        } else {
            draw::migration_stack(play, &view)
        };
        Some(draw::svg(&list, view.theme.roles().surface, title, &draw::describe_migration(&self.report, play, view.at_s)))
    }
}

fn row(report: &MigrationReport, play: &MigrationPlay) -> MigrationRow {
    let Came { good, verdict, price } = words::came(play);
    let Outcomes { blocked, error, extra, lost, miss, redirect, stale, .. } = play.totals;
    MigrationRow {
        policy: play.policy.clone(),
        good,
        moves: words::moves(report, play),
        verdict,
        price,
        duration: words::seconds(play.duration_s),
        pause: words::seconds(play.pause_s),
        end_s: play.end_s(),
        miss,
        blocked,
        stale,
        lost,
        redirect,
        extra,
        error,
        bounded: play.ended_by.clone().unwrap_or_default(),
        phases: play.phases.clone(),
        forms: play.forms.iter().map(|form| figure(play, form)).collect(),
    }
}

fn figure(play: &MigrationPlay, form: &PlayForm) -> MigrationFigure {
    let found = play.found(&form.of);
    let text = |value: f64| match form.of.as_str() {
        "duration_s" | "pause_s" => words::seconds(value),
        "blocked_ms" => words::seconds(value / 1e3),
        _ => crate::analysis::words::thousands(value as u64),
    };
    MigrationFigure {
        of: form.of.clone(),
        found: found.map(text).unwrap_or_default(),
        theory: form.text.clone(),
        agrees: found.map(|found| words::agrees(found, form.value)),
        apart: found.map(|found| words::apart(found, form.value)).unwrap_or_default(),
    }
}

/// What happened to one key.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct MigrationStory {
    key: String,
    /// What makes it worth telling: `lost`, `stale`, `missed`, `hindered` or `copied`; empty where it was asked for.
    why: &'static str,
    lines: Vec<(f64, String)>,
    more: u64,
    /// Whether there is such a key, and it changes nodes.
    found: bool,
}

/// The story of a key under a policy; of the empty key, that of the one with the worst fate.
///
/// # Errors
/// When the text has errors.
#[wasm_bindgen]
pub fn migration_story(text: &str, strategy: usize, phase: usize, watched: &str, key: &str) -> Result<MigrationStory, JsError> {
    let scenario = read(text)?;
    let transit = experiment::transit(&scenario, strategy, phase).ok_or_else(|| error("there is no such step"))?;
    let policy = policy(watched);
    let found = if key.is_empty() {
        let settings = scenario.migration.clone().unwrap_or_default();
        experiment::noted(&transit, &settings, policy, scenario.seed)
    } else {
        experiment::migrating_key(&scenario, &transit, key).map(|party| (Noted::Copied, party))
    };
    Ok(told(&scenario, &transit, policy, key, found))
}

fn told(
    scenario: &Scenario,
    transit: &crate::sim::migration::Transit,
    policy: Policy,
    key: &str,
    found: Option<(Noted, u32)>,
) -> MigrationStory {
    let Some((noted, party)) = found else {
        return MigrationStory { key: key.to_owned(), why: "", lines: Vec::new(), more: 0, found: false };
    };
    let story = experiment::migration_story(scenario, transit, policy, party);
    let why = match noted {
        _ if !key.is_empty() => "",
        Noted::Lost => "lost",
        Noted::Stale => "stale",
        Noted::Missed => "missed",
        Noted::Hindered => "hindered",
        Noted::Copied => "copied",
    };
    MigrationStory { key: story.key, why, lines: story.lines, more: story.more, found: true }
}
