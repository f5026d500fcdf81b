//! A run that takes over what an earlier one found of strategies that did not change. In the whole core alone.

use super::run::{Runner, read};
use crate::experiment::{self, Run};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Runner {
    /// A run that takes over what it can from the finished report of an earlier text.
    ///
    /// # Errors
    /// When the text has errors.
    pub fn after(text: &str, earlier: &str, report: &[u8]) -> Result<Self, JsError> {
        let scenario = read(text)?;
        Ok(Self(match (super::reading(earlier).scenario, postcard::from_bytes(report)) {
            (Some(earlier), Ok(found)) => Run::after(scenario, &earlier, found),
            _ => Run::new(scenario),
        }))
    }
}

/// A rough estimate of a run that takes over what it can from an earlier text, milliseconds.
///
/// # Errors
/// When one of the texts has errors.
#[wasm_bindgen]
pub fn cost_after_ms(text: &str, earlier: &str) -> Result<f64, JsError> {
    Ok(experiment::estimate_after_ms(&read(text)?, &read(earlier)?))
}
