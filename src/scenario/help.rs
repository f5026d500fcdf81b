//! Help while a text is written: what can stand at a place, and what stands there means. All of it from the registry, the
//! tables of settings and one table of fields.

mod cursor;
mod fields;
mod values;

use cursor::{Cursor, Spot};
use std::ops::Range;

/// Something that can be written, with its documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name, as it stands in the text: `vnodes`, `"ring"`, `[[step]]`.
    pub name: String,
    /// What is written for it.
    pub insert: String,
    /// Its range, unit and default, short; may be empty.
    pub detail: String,
    /// What it means, in sentences; may be empty.
    pub about: String,
}

impl Topic {
    fn new(name: &str, detail: &str, about: &str) -> Self {
        let [name, insert, detail, about] = [name, name, detail, about].map(str::to_owned);
        Self { name, insert, detail, about }
    }
}

/// What can stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// The word that a choice takes the place of, bytes of the text.
    pub span: Range<usize>,
    /// The choices, the likeliest first.
    pub topics: Vec<Topic>,
}

/// What can stand at byte `at` of a text, which need not be right; none within comments and where nothing is known.
#[must_use]
pub fn complete(text: &str, at: usize) -> Option<Completions> {
    let cursor = Cursor::before(text, at)?;
    let topics = match &cursor.spot {
        Spot::Key => keys(&cursor, text.get(cursor.span.clone()).unwrap_or_default()),
        Spot::Value(field) => values::of(&cursor, field),
        Spot::Header => fields::sections(),
    };
    (!topics.is_empty()).then_some(Completions { span: cursor.span, topics })
}

/// What the word at byte `at` of a text means, and where it stands.
#[must_use]
pub fn explain(text: &str, at: usize) -> Option<(Range<usize>, Topic)> {
    let cursor = Cursor::over(text, at)?;
    let word = cursor::plain(text.get(cursor.span.clone())?);
    let topic = match &cursor.spot {
        Spot::Key => named(fields::of(&cursor), &word),
        Spot::Value(field) => {
            let value = named(values::of(&cursor, field), &word).filter(|topic| !topic.about.is_empty());
            value.or_else(|| named(fields::of(&cursor), field))
        }
        Spot::Header => named(fields::sections(), &word),
    };
    topic.map(|topic| (cursor.span, topic))
}

/// The topic of that name, brackets and quotes aside.
fn named(topics: Vec<Topic>, name: &str) -> Option<Topic> {
    let bare = |text: &str| text.trim_matches(['[', ']', '"']).to_owned();
    topics.into_iter().find(|topic| bare(&topic.name) == bare(name))
}

/// The fields that do not stand in the table yet, but for the word itself, and, at the start of a line, the sections.
fn keys(cursor: &Cursor<'_>, word: &str) -> Vec<Topic> {
    let there = |topic: &Topic| topic.name != word && cursor.fields().iter().any(|(name, _)| *name == topic.name);
    let mut found: Vec<Topic> = fields::of(cursor).into_iter().filter(|topic| !there(topic)).collect();
    if !cursor.assigned {
        found.iter_mut().for_each(|topic| topic.insert += " = ");
        if cursor.starts_line {
            found.extend(fields::sections());
        }
    }
    found
}
