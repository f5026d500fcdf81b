//! Edits of learners' code: into a strategy, or as one more.

use super::error::EditError;
use super::sections::append;
use super::view::{self, Place};
use crate::scenario::diagnostic::quote;

/// Puts code into strategy number `index`, or adds a strategy with it whose name is `name` or the next that is free.
pub(super) fn set(text: &str, index: Option<usize>, name: &str, source: &str) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    let strategies = Place::top(text, &doc).tables("strategy");
    let Some(index) = index else {
        let taken: Vec<&str> = strategies.iter().filter_map(|place| place.text("name").or_else(|| place.text("kind"))).collect();
        let free = (2..).map(|i| format!("{name} {i}"));
        let name = std::iter::once(name.to_owned()).chain(free).find(|name| !taken.contains(&name.as_str())).unwrap_or_default();
        return append(
            text,
            "strategy",
            &["kind = \"script\"".to_owned(), format!("name = {}", quote(&name)), format!("source = {}", code(source))],
        );
    };
    let place = strategies.get(index).ok_or(EditError::NoStrategy(index))?;
    if place.text("kind") != Some("script") {
        return Err(EditError::UnknownParam { param: "source".to_owned(), known: "what its kind has".to_owned() });
    }
    place.set(text, "source", &code(source))
}

/// Code as a text of many lines, as it is where that can be.
fn code(source: &str) -> String {
    let source = source.replace("\r\n", "\n");
    let end = if source.is_empty() || source.ends_with('\n') { "" } else { "\n" };
    let plain = |letter: char| letter == '\n' || letter == '\t' || !letter.is_control();
    if !source.contains("'''") && source.chars().all(plain) {
        return format!("'''\n{source}{end}'''");
    }
    let mut out = String::from("\"\"\"\n");
    for letter in source.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if plain(letter) => out.push(letter),
            control => out += &format!("\\u{:04X}", u32::from(control)),
        }
    }
    format!("{out}{end}\"\"\"")
}
