//! Help while a text is written, for an editor: places count UTF-16 units. In the whole core alone.

use super::edit::Edited;
use super::form::units;
use crate::scenario;
use serde::Serialize;
use std::ops::Range;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

/// Something that can be written, with its documentation.
#[derive(Serialize, Tsify)]
pub struct Topic {
    name: String,
    insert: String,
    detail: String,
    about: String,
}

/// What can stand at a place: the word from `from` to `to` is what a choice takes the place of.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct Completions {
    from: u32,
    to: u32,
    topics: Vec<Topic>,
}

impl Topic {
    fn of(scenario::Topic { name, insert, detail, about }: scenario::Topic) -> Self {
        Self { name, insert, detail, about }
    }
}

impl Completions {
    fn of(text: &str, span: &Range<usize>, topics: Vec<scenario::Topic>) -> Self {
        let topics = topics.into_iter().map(Topic::of).collect();
        Self { from: units(text, span.start), to: units(text, span.end), topics }
    }
}

/// The byte at so many UTF-16 units.
fn byte(text: &str, at: u32) -> usize {
    let mut units = 0;
    let past = |(_, character): &(usize, char)| {
        units += character.len_utf16() as u32;
        units > at
    };
    text.char_indices().find(past).map_or(text.len(), |(byte, _)| byte)
}

/// What can stand at a place of a text.
#[wasm_bindgen]
pub fn complete(text: &str, at: u32) -> Option<Completions> {
    let found = scenario::complete(text, byte(text, at))?;
    Some(Completions::of(text, &found.span, found.topics))
}

/// What the word at a place of a text means: one topic.
#[wasm_bindgen]
pub fn explain(text: &str, at: u32) -> Option<Completions> {
    let (span, topic) = scenario::explain(text, byte(text, at))?;
    Some(Completions::of(text, &span, vec![topic]))
}

/// The text laid out evenly, or why it cannot be.
#[wasm_bindgen]
pub fn format(text: &str) -> Edited {
    Edited::from(scenario::format(text))
}
