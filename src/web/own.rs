//! Keys and nodes of the reader's own: lists read piece by piece, and the keys that stand beside a text in this instance.

use super::error;
use crate::keys::Texts;
use crate::own::{self, Choice, KeyReport, NodeReport};
use crate::scenario::{self, Beside, Reading};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    /// The keys that are at hand: every instance has its own.
    static BESIDE: RefCell<Beside> = const { RefCell::new(Beside::nothing()) };
}

/// Reads a text with the keys that are at hand.
pub(super) fn reading(text: &str) -> Reading {
    BESIDE.with_borrow(|beside| scenario::read_with(text, beside))
}

/// Keeps keys, as [`KeyReader::keys`] gave them, under their digest, so that texts that name it can be run.
///
/// # Errors
/// When the bytes are no text.
#[wasm_bindgen]
pub fn keep_keys(sha256: &str, keys: Vec<u8>) -> Result<(), JsError> {
    let text = String::from_utf8(keys).map_err(|problem| error(&problem.to_string()))?;
    BESIDE.with_borrow_mut(|beside| beside.keep(sha256, Texts::lines(text)));
    Ok(())
}

/// Lets go of keys.
#[wasm_bindgen]
pub fn forget_keys(sha256: &str) {
    BESIDE.with_borrow_mut(|beside| beside.forget(sha256));
}

/// Reads keys piece by piece.
#[wasm_bindgen]
pub struct KeyReader {
    reader: Option<own::KeyReader>,
    keys: Texts,
}

#[wasm_bindgen]
impl KeyReader {
    /// A reader for a file of that name, which may be empty; what is not chosen is found.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, choice: Choice) -> Self {
        Self { reader: Some(own::KeyReader::new(name, choice)), keys: Texts::default() }
    }

    /// Takes the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        if let Some(reader) = &mut self.reader {
            reader.feed(bytes);
        }
    }

    /// Ends the list.
    ///
    /// # Errors
    /// When it is ended already.
    pub fn finish(&mut self) -> Result<KeyReport, JsError> {
        let reader = self.reader.take().ok_or_else(|| error("the list is ended already"))?;
        let (keys, report) = reader.finish();
        self.keys = keys;
        Ok(report)
    }

    /// The keys of an ended list, each with a line feed behind it.
    pub fn keys(&self) -> Vec<u8> {
        self.keys.joined().as_bytes().to_vec()
    }
}

/// Every other way to read a list that is worth a try where its keys are not those that were wanted.
#[wasm_bindgen]
pub fn other_choices(name: &str, beginning: &[u8], choice: Choice) -> Vec<Choice> {
    own::read_keys(name, beginning, &choice).1.others()
}

/// What a pasted list of nodes holds, and what would be skipped.
#[wasm_bindgen]
pub fn read_nodes(list: &str) -> NodeReport {
    own::read_nodes(list)
}
