//! What became of the expectations of a text. In the whole core alone, as they are.

use super::error;
use super::run::read;
use crate::experiment;
use crate::report::Expected;
use wasm_bindgen::prelude::*;

/// What the finished report of a text says of its expectations, in the order of the text.
///
/// # Errors
/// When the text has errors, or the bytes are no such report.
#[wasm_bindgen]
pub fn expected(text: &str, report: &[u8]) -> Result<Vec<Expected>, JsError> {
    let scenario = read(text)?;
    if scenario.expect.is_empty() {
        return Ok(Vec::new());
    }
    let report = postcard::from_bytes(report).map_err(|problem| error(&problem.to_string()))?;
    Ok(experiment::expected(&scenario, &report))
}
