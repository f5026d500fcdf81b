//! The text: reading, presets and links.

use super::error;
use super::form::{Checked, HashInfo, KindInfo, PresetInfo};
use crate::scenario::{self, Opened, Place};
use wasm_bindgen::prelude::*;

/// Reads a text: its problems, its form where it has no errors, and a rough estimate of a run.
#[wasm_bindgen]
pub fn check(text: &str) -> Checked {
    Checked::of(text)
}

/// The presets.
#[wasm_bindgen]
pub fn presets() -> Vec<PresetInfo> {
    PresetInfo::all()
}

/// The kinds of strategies.
#[wasm_bindgen]
pub fn kinds() -> Vec<KindInfo> {
    KindInfo::all()
}

/// The hash functions.
#[wasm_bindgen]
pub fn hashes() -> Vec<HashInfo> {
    HashInfo::all()
}

/// What an address asks for: its fragment and its search, both with their first character.
#[wasm_bindgen]
pub fn open_link(hash: &str, search: &str) -> Opened {
    scenario::open(hash, search)
}

/// The fragment that opens a text at a place.
///
/// # Errors
/// When the text is longer than a link can hold.
#[wasm_bindgen]
pub fn make_link(text: &str, place: Place) -> Result<String, JsError> {
    scenario::fragment(text, &place).map_err(|problem| error(&problem.to_string()))
}
