//! What people take away: a picture as SVG, moved keys as CSV, the report as JSON. In the whole core alone.

use super::error;
use super::run::read;
use super::scene::{Scene, ring_view};
use super::shown::RingView;
use crate::{draw, experiment, report};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Scene {
    /// A picture as an SVG file: `ring`, `load` or `flows`.
    ///
    /// # Errors
    /// When there is no such picture.
    pub fn svg(&self, picture: &str, view: RingView) -> Result<String, JsError> {
        let ring = ring_view(&view);
        let chart = draw::LoadView {
            strategy: ring.strategy,
            phase: ring.phase,
            width: 640.0,
            height: 360.0,
            theme: ring.theme,
            scale: ring.scale,
            focus: None,
        };
        let (list, words) = match picture {
            "ring" => (draw::ring(&self.0, &ring), draw::describe_ring(&self.0, &ring)),
            "load" => (draw::load(&self.0, &chart), draw::describe_load(&self.0, ring.strategy, ring.phase)),
            "flows" => (draw::flows(&self.0, &chart), draw::describe_ring(&self.0, &ring)),
            _ => return Err(error("there is no such picture (ring, load or flows)")),
        };
        Ok(draw::svg(&list, ring.theme.roles().surface, &self.0.title, &words))
    }
}

/// The keys that a step moved under a strategy, as CSV: key, from, to.
///
/// # Errors
/// When the text has errors.
#[wasm_bindgen]
pub fn moved_csv(text: &str, strategy: u32, phase: u32) -> Result<String, JsError> {
    let scenario = read(text)?;
    let mut csv = report::moved_csv_header().to_owned();
    experiment::moved_keys(&scenario, strategy as usize, phase as usize, |key, from, to| {
        csv.push_str(&report::moved_csv(key, scenario.name(from), scenario.name(to)));
    });
    Ok(csv)
}

/// The report as JSON, the same text as `examples/report.rs` prints.
///
/// # Errors
/// When the text has errors.
#[wasm_bindgen]
pub fn report_json(text: &str, placements: bool) -> Result<String, JsError> {
    let scenario = read(text)?;
    Ok(experiment::json(&scenario, placements))
}
