//! The sweep on the page: its form, its run in a worker, and its chart. In the whole core alone.

use super::types::Progress;
use super::{error, painter};
use crate::analysis::Measure;
use crate::analysis::sweep_words::{describe_sweep, figure, value};
use crate::draw::{self, Theme};
use crate::experiment::{self, SweepRun};
use crate::report::{self, SweepPoint, SweepReport};
use crate::scenario::{self, Parameter, Scenario};
use serde::{Deserialize, Serialize};
use tsify::Tsify;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// What the controls of a sweep offer, and what the text asks for.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct SweepForm {
    #[tsify(optional)]
    asked: Option<AskedSweep>,
    parameters: Vec<SweepChoice>,
    measures: Vec<SweepChoice>,
    cost_ms: f64,
}

/// The sweep of a text.
#[derive(Serialize, Tsify)]
pub struct AskedSweep {
    parameter: &'static str,
    measure: &'static str,
    begin: f64,
    end: f64,
    points: usize,
    seeds: u32,
    whole: bool,
}

/// An entry of a menu.
#[derive(Serialize, Tsify)]
pub struct SweepChoice {
    id: &'static str,
    title: String,
}

impl SweepForm {
    fn of(scenario: &Scenario) -> Self {
        let asked = scenario.sweep.as_ref();
        let node = asked.and_then(|sweep| if let Parameter::Weight(id) = sweep.parameter { Some(id) } else { None });
        let node = node.or_else(|| scenario.cluster.nodes().first().map(|node| node.id));
        let own = scenario::swept_params(&scenario.strategies).into_iter().map(Parameter::Own);
        let parameters = [Parameter::Nodes, Parameter::Keys, Parameter::Replicas, Parameter::Zipf]
            .into_iter()
            .chain(node.map(Parameter::Weight))
            .chain(own);
        Self {
            asked: asked.map(|sweep| AskedSweep {
                parameter: sweep.parameter.id(),
                measure: sweep.measure.id(),
                begin: sweep.values.first().copied().unwrap_or(0.0),
                end: sweep.values.last().copied().unwrap_or(0.0),
                points: sweep.values.len(),
                seeds: sweep.seeds,
                whole: sweep.parameter.is_whole(),
            }),
            parameters: parameters.map(|parameter| SweepChoice { id: parameter.id(), title: parameter.title(scenario) }).collect(),
            measures: Measure::ALL.into_iter().map(|measure| SweepChoice { id: measure.id(), title: measure.title().to_owned() }).collect(),
            cost_ms: experiment::estimate_sweep_ms(scenario),
        }
    }
}

/// The form of a text; none while it has an error.
#[wasm_bindgen]
pub fn sweep_form(text: &str) -> Option<SweepForm> {
    super::reading(text).scenario.as_ref().map(SweepForm::of)
}

/// A sweep, advanced in slices.
#[wasm_bindgen]
pub struct Sweeper(SweepRun);

#[wasm_bindgen]
impl Sweeper {
    /// A sweep that has not begun.
    ///
    /// # Errors
    /// When the text has errors, or asks for no sweep.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, JsError> {
        SweepRun::new(super::run::read(text)?).map(Self).ok_or_else(|| error("the scenario asks for no sweep"))
    }

    /// Builds a phase, or places at most `keys` keys.
    pub fn advance(&mut self, keys: u32) -> Progress {
        self.0.advance(u64::from(keys)).into()
    }

    /// What was found so far, encoded for [`SweepScene`].
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn report(&self) -> Result<Vec<u8>, JsError> {
        postcard::to_allocvec(self.0.report()).map_err(|problem| error(&problem.to_string()))
    }
}

/// How a chart of lines is to be drawn; lengths in CSS pixels.
#[derive(Serialize, Deserialize, Tsify)]
#[tsify(from_wasm_abi)]
pub struct LinesView {
    width: f32,
    height: f32,
    theme: Theme,
    scale: f32,
}

/// The figures of a sweep as a table: a row a value, a column a strategy.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct SweepTable {
    axis: String,
    measure: &'static str,
    seeds: u32,
    theory: bool,
    strategies: Vec<String>,
    rows: Vec<SweepRow>,
}

/// The figures at one value.
#[derive(Serialize, Tsify)]
pub struct SweepRow {
    value: String,
    cells: Vec<SweepCell>,
}

/// The figure of one strategy at one value.
#[derive(Serialize, Tsify)]
pub struct SweepCell {
    mean: String,
    range: String,
    theory: String,
    refused: String,
}

/// The sweep that is being looked at.
#[wasm_bindgen]
pub struct SweepScene(SweepReport);

#[wasm_bindgen]
impl SweepScene {
    /// Decodes what [`Sweeper::report`] gave.
    ///
    /// # Errors
    /// When the bytes are not such a report.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Self, JsError> {
        postcard::from_bytes(bytes).map(Self).map_err(|problem| error(&problem.to_string()))
    }

    /// Paints the chart.
    ///
    /// # Errors
    /// When the canvas gives no context.
    pub fn paint(&self, canvas: &HtmlCanvasElement, view: LinesView, dpr: f64) -> Result<(), JsError> {
        let LinesView { width, height, theme, scale } = view;
        painter::paint(canvas, &draw::lines(&self.0, &draw::LinesView { width, height, theme, scale }), dpr)
    }

    /// The finding in words.
    pub fn describe(&self) -> String {
        describe_sweep(&self.0)
    }

    /// The figures as a table.
    pub fn table(&self) -> SweepTable {
        let unit = self.0.measure.unit();
        let cell = |point: &SweepPoint| SweepCell {
            mean: point.figure.map(|found| figure(unit, found.mean)).unwrap_or_default(),
            range: point.figure.map(|found| format!("{} – {}", figure(unit, found.low), figure(unit, found.high))).unwrap_or_default(),
            theory: point.theory.map(|theory| figure(unit, theory)).unwrap_or_default(),
            refused: point.refused.clone(),
        };
        let values = self.0.lines.first().map_or(&[][..], |line| &line.points);
        let row = |(i, point): (usize, &SweepPoint)| SweepRow {
            value: value(point.x),
            cells: self.0.lines.iter().filter_map(|line| line.points.get(i).map(cell)).collect(),
        };
        SweepTable {
            axis: self.0.axis.clone(),
            measure: self.0.measure.title(),
            seeds: self.0.seeds,
            theory: self.0.lines.iter().flat_map(|line| &line.points).any(|point| point.theory.is_some()),
            strategies: self.0.lines.iter().map(|line| line.name.clone()).collect(),
            rows: values.iter().enumerate().map(row).collect(),
        }
    }

    /// The figures as CSV.
    pub fn csv(&self) -> String {
        report::sweep_csv(&self.0)
    }

    /// The chart as an SVG file.
    pub fn svg(&self, theme: Theme) -> String {
        let list = draw::lines(&self.0, &draw::LinesView { width: 820.0, height: 400.0, theme, scale: 1.0 });
        draw::svg(&list, theme.roles().surface, &self.0.title, &describe_sweep(&self.0))
    }
}
