//! The incident on the page: its controls, its run in a worker, its pictures, and the tipping map. In the whole core alone.

use super::run::read;
use super::types::{Badge, Progress, SettingInfo};
use super::{error, painter};
use crate::draw::{self, Theme};
use crate::experiment::{self, IncidentWork, TippingWork};
use crate::report::IncidentPlay;
use crate::sim::overload::{Axis, OVERLOAD_SETTINGS, OverloadSettings, TippingMap, Verdict};
use serde::{Deserialize, Serialize};
use tsify::Tsify;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// What the controls of an incident offer, and what the text says.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct IncidentForm {
    /// Whether the text has such a section; else these are the defaults.
    written: bool,
    settings: Vec<SettingInfo>,
    /// The settings that the map can vary.
    axes: Vec<&'static str>,
    /// Whether the text says what the map varies.
    mapped: bool,
    /// The setting along x of the map, and along y; the second is empty where one is swept.
    x: &'static str,
    y: &'static str,
}

/// The controls of a text; none while it has an error.
#[wasm_bindgen]
pub fn incident_form(text: &str) -> Option<IncidentForm> {
    let scenario = super::reading(text).scenario?;
    let settings = scenario.incident.clone().unwrap_or_default();
    let tipping = settings.tipping.clone().unwrap_or_default();
    Some(IncidentForm {
        written: scenario.incident.is_some(),
        axes: OVERLOAD_SETTINGS.iter().map(|entry| entry.id).filter(|id| Axis::usual(id).is_some()).collect(),
        mapped: settings.tipping.is_some(),
        settings: SettingInfo::all(&OVERLOAD_SETTINGS, &settings),
        x: tipping.x.setting,
        y: tipping.y.map_or("", |axis| axis.setting),
    })
}

/// One run with all that it passes through, advanced in slices.
#[wasm_bindgen]
pub struct IncidentRunner(IncidentWork);

#[wasm_bindgen]
impl IncidentRunner {
    /// A run of a step under a strategy that has not begun.
    ///
    /// # Errors
    /// When the text has errors, there is no such step, or the strategy refuses it.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, strategy: usize, phase: usize) -> Result<Self, JsError> {
        IncidentWork::new(read(text)?, strategy, phase).map(Self).ok_or_else(nothing)
    }

    /// Takes at most `steps` steps.
    pub fn advance(&mut self, steps: u32) -> Progress {
        self.0.advance(u64::from(steps)).into()
    }

    /// What is to be played, encoded for [`IncidentScene`].
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn report(&self) -> Result<Vec<u8>, JsError> {
        postcard::to_allocvec(&self.0.play()).map_err(|problem| error(&problem.to_string()))
    }
}

fn nothing() -> JsError {
    error("there is no such step under this strategy")
}

/// One worker's part of a tipping map, advanced in slices.
#[wasm_bindgen]
pub struct TippingRunner(TippingWork);

#[wasm_bindgen]
impl TippingRunner {
    /// Part `part` of `parts`: every so-many-th point.
    ///
    /// # Errors
    /// When the text has errors, there is no such step, or the strategy refuses it.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, strategy: usize, phase: usize, part: u32, parts: u32) -> Result<Self, JsError> {
        TippingWork::new(read(text)?, strategy, phase, part, parts).map(Self).ok_or_else(nothing)
    }

    /// Takes about so many steps of runs.
    pub fn advance(&mut self, steps: u32) -> Progress {
        self.0.advance(u64::from(steps)).into()
    }

    /// The verdicts of this part, for [`TippingScene`].
    pub fn report(&self) -> Vec<u8> {
        self.0.verdicts().to_vec()
    }
}

/// How a picture of an incident is to be drawn; lengths in CSS pixels.
#[derive(Serialize, Deserialize, Tsify)]
#[tsify(from_wasm_abi)]
pub struct IncidentPicture {
    width: f32,
    height: f32,
    theme: Theme,
    at_s: f64,
    until_s: f64,
}

impl From<IncidentPicture> for draw::IncidentView {
    fn from(IncidentPicture { width, height, theme, at_s, until_s }: IncidentPicture) -> Self {
        Self { width, height, theme, at_s, until_s }
    }
}

/// What a run came to.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct IncidentInfo {
    verdict: String,
    sentence: String,
    why: String,
    change_s: f64,
    end_s: f64,
    /// What a step of the panel's clock is, s.
    column_s: f64,
    /// Left and right of the charts, CSS pixels.
    chart_left: f32,
    chart_right: f32,
    /// Until when it is worth looking at first, s.
    first_s: f64,
    members: u32,
    events: Vec<(f64, String)>,
    forms: Vec<(String, String, String)>,
    rescues: Vec<IncidentHelp>,
}

/// A setting that would have made the difference.
#[derive(Serialize, Tsify)]
pub struct IncidentHelp {
    setting: String,
    value: f64,
    words: String,
    verdict: String,
}

/// The cluster at a moment.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct IncidentNow {
    /// The same in a sentence.
    sentence: String,
    rows: Vec<IncidentRow>,
}

/// A node at a moment.
#[derive(Serialize, Tsify)]
pub struct IncidentRow {
    node: Badge,
    state: &'static str,
    utilisation: String,
    streaming: String,
    mean: String,
    p99: String,
}

/// The run that is being looked at.
#[wasm_bindgen]
pub struct IncidentScene(IncidentPlay);

#[wasm_bindgen]
impl IncidentScene {
    /// Decodes what [`IncidentRunner::report`] gave.
    ///
    /// # Errors
    /// When the bytes are no such run.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Self, JsError> {
        postcard::from_bytes(bytes).map(Self).map_err(|problem| error(&problem.to_string()))
    }

    /// What it came to.
    pub fn info(&self) -> IncidentInfo {
        let play = &self.0;
        let help = |rescue: &crate::report::IncidentRescue| IncidentHelp {
            setting: rescue.setting.clone(),
            value: rescue.value,
            words: rescue.words.clone(),
            verdict: rescue.verdict.clone(),
        };
        IncidentInfo {
            verdict: play.verdict.clone(),
            sentence: play.sentence.clone(),
            why: play.why.clone(),
            change_s: play.change_s,
            end_s: play.end_s,
            column_s: play.series.column_s,
            chart_left: draw::CHART_LEFT,
            chart_right: draw::CHART_RIGHT,
            first_s: play.first_s(),
            members: play.series.members,
            events: play.events.iter().map(|event| (event.at_s, event.words.clone())).collect(),
            forms: play.forms.iter().map(|form| (form.title.clone(), form.value.clone(), form.words.clone())).collect(),
            rescues: play.rescues.iter().map(help).collect(),
        }
    }

    /// The cluster at a moment, in words and figures.
    pub fn now(&self, at_s: f64) -> IncidentNow {
        let column = self.0.column(at_s);
        let states: Vec<draw::NodeState> = (0..self.0.series.nodes.len()).map(|place| draw::node_state(&self.0, column, place)).collect();
        let rows = states.iter().enumerate().map(|(place, state)| self.row(column, place, *state)).collect();
        IncidentNow { sentence: draw::describe_incident(&self.0, at_s), rows }
    }

    fn row(&self, column: usize, place: usize, state: draw::NodeState) -> IncidentRow {
        let node = self.0.series.columns.get(column).and_then(|column| column.nodes.get(place)).copied().unwrap_or_default();
        IncidentRow {
            node: Badge::of(&self.0.roster, self.0.series.nodes[place]),
            state: state.word(),
            utilisation: format!("{:.0} %", node.utilisation * 100.0),
            streaming: format!("{:.0} MB/s", node.streaming * self.0.disk_mb_s),
            mean: draw::milliseconds(node.mean_ms),
            p99: draw::milliseconds(node.p99_ms),
        }
    }

    /// Paints the ring at a moment.
    ///
    /// # Errors
    /// When the canvas gives no context.
    pub fn paint_ring(&self, canvas: &HtmlCanvasElement, view: IncidentPicture, dpr: f64) -> Result<(), JsError> {
        painter::paint(canvas, &draw::incident(&self.0, &view.into()), dpr)
    }

    /// Paints the charts.
    ///
    /// # Errors
    /// When the canvas gives no context.
    pub fn paint_charts(&self, canvas: &HtmlCanvasElement, view: IncidentPicture, dpr: f64) -> Result<(), JsError> {
        painter::paint(canvas, &draw::incident_charts(&self.0, &view.into()), dpr)
    }

    /// A picture as an SVG file: the ring at a moment, or else the charts.
    pub fn svg(&self, ring: bool, view: IncidentPicture, title: &str) -> String {
        let view = draw::IncidentView::from(view);
        let (list, words) = if ring {
            (draw::incident(&self.0, &view), draw::describe_incident(&self.0, view.at_s))
        } else {
            (draw::incident_charts(&self.0, &view), self.0.sentence.clone())
        };
        draw::svg(&list, view.theme.roles().surface, title, &words)
    }
}

/// How a map is to be drawn; lengths in CSS pixels.
#[derive(Serialize, Deserialize, Tsify)]
#[tsify(from_wasm_abi)]
pub struct TippingPicture {
    width: f32,
    height: f32,
    theme: Theme,
    #[tsify(optional)]
    focus: Option<u32>,
}

impl From<TippingPicture> for draw::TippingView {
    fn from(TippingPicture { width, height, theme, focus }: TippingPicture) -> Self {
        Self { width, height, theme, focus }
    }
}

/// A point of a map.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct TippingPoint {
    words: String,
    /// The settings there, x first.
    settings: Vec<(String, f64)>,
}

/// A map, with the verdicts that were found.
#[wasm_bindgen]
pub struct TippingScene {
    map: TippingMap,
    settings: OverloadSettings,
}

#[wasm_bindgen]
impl TippingScene {
    /// The map of a step with what all parts found, in their order; parts may be empty.
    ///
    /// # Errors
    /// When the text has errors, there is no such step, or the strategy refuses it.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, strategy: usize, phase: usize, parts: Vec<js_sys::Uint8Array>) -> Result<Self, JsError> {
        let (ground, settings, _) = experiment::incident_of(read(text)?, strategy, phase).ok_or_else(nothing)?;
        let tipping = settings.tipping.clone().unwrap_or_default();
        let mut map = TippingMap::new(ground, settings.clone(), tipping);
        let stride = parts.len();
        for (part, found) in parts.iter().enumerate() {
            for (i, verdict) in found.to_vec().into_iter().enumerate() {
                let verdict = [Verdict::Survives, Verdict::Degrades, Verdict::Cascades][usize::from(verdict).min(2)];
                map.put((i * stride + part) as u32, &[verdict]);
            }
        }
        Ok(Self { map, settings })
    }

    /// Paints the map.
    ///
    /// # Errors
    /// When the canvas gives no context.
    pub fn paint(&self, canvas: &HtmlCanvasElement, view: TippingPicture, dpr: f64) -> Result<(), JsError> {
        painter::paint(canvas, &draw::tipping(&self.map, self.here(), &view.into()), dpr)
    }

    /// The map as an SVG file.
    pub fn svg(&self, view: TippingPicture, title: &str) -> String {
        let view = draw::TippingView::from(view);
        draw::svg(&draw::tipping(&self.map, self.here(), &view), view.theme.roles().surface, title, &self.describe())
    }

    /// Where the text is on the map.
    fn here(&self) -> (f64, f64) {
        let tipping = self.map.tipping();
        let of = |axis: &Axis| axis.entry().and_then(|entry| (entry.get)(&self.settings)).unwrap_or(f64::NAN);
        (of(&tipping.x), tipping.y.as_ref().map_or(0.0, of))
    }

    /// The point under a place of the picture.
    pub fn hit(&self, view: TippingPicture, x: f32, y: f32) -> Option<u32> {
        draw::hit_tipping(self.map.tipping(), &view.into(), x, y)
    }

    /// Points along x, and in all.
    pub fn size(&self) -> Vec<u32> {
        vec![self.map.tipping().points, self.map.tipping().total()]
    }

    /// What a point is, in words and in settings.
    pub fn point(&self, point: u32) -> Option<TippingPoint> {
        let words = draw::describe_tipping_point(&self.map, &self.settings, point)?;
        let settings = self.map.tipping().values(&self.settings, point);
        Some(TippingPoint { words, settings: settings.into_iter().map(|(entry, value)| (entry.id.to_owned(), value)).collect() })
    }

    /// The map in a sentence.
    pub fn describe(&self) -> String {
        draw::describe_tipping(&self.map)
    }

    /// Row by row, from the greatest y on: the value, and up to where along x it survives and from where it cascades.
    pub fn rows(&self) -> Vec<TippingRow> {
        let row = |row: [String; 3]| {
            let [y, survives, cascades] = row;
            TippingRow { y, survives, cascades }
        };
        draw::tipping_rows(&self.map).into_iter().map(row).collect()
    }
}

/// A row of a map in figures; empty where there is no such value.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct TippingRow {
    y: String,
    /// The greatest x that survives.
    survives: String,
    /// The least x that cascades.
    cascades: String,
}
