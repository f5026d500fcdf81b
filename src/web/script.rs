//! Learners' code in a text: what waits for Run, and what the editor of code opens.

use super::run::read;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

/// A strategy that is a learner's code.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct ScriptInfo {
    /// Its number in the text.
    strategy: u32,
    name: String,
    source: String,
}

/// The code in a text, also what steps switch to.
///
/// # Errors
/// When the text has errors.
#[wasm_bindgen]
pub fn scripts(text: &str) -> Result<Vec<ScriptInfo>, JsError> {
    let scenario = read(text)?;
    let told = |(strategy, name, source): (usize, &str, &str)| ScriptInfo {
        strategy: strategy as u32,
        name: name.to_owned(),
        source: source.to_owned(),
    };
    Ok(scenario.codes().map(told).collect())
}
