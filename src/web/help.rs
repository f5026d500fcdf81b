//! Help while a text is written, for an editor: places count UTF-16 units. In the whole core alone.

use super::edit::Edited;
use super::form::units;
use crate::scenario;
use serde::Serialize;
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

/// What a word means, and where it stands.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct Explained {
    from: u32,
    to: u32,
    topic: Topic,
}

impl Topic {
    fn of(scenario::Topic { name, insert, detail, about }: scenario::Topic) -> Self {
        Self { name, insert, detail, about }
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
    let (from, to) = (units(text, found.span.start), units(text, found.span.end));
    Some(Completions { from, to, topics: found.topics.into_iter().map(Topic::of).collect() })
}

/// What the word at a place of a text means.
#[wasm_bindgen]
pub fn explain(text: &str, at: u32) -> Option<Explained> {
    let (span, topic) = scenario::explain(text, byte(text, at))?;
    Some(Explained { from: units(text, span.start), to: units(text, span.end), topic: Topic::of(topic) })
}

/// The text laid out evenly, or why it cannot be.
#[wasm_bindgen]
pub fn format(text: &str) -> Edited {
    Edited::from(scenario::format(text))
}
