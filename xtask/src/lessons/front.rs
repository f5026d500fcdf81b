//! The front of a file, TOML between two lines `+++`, and reading TOML with errors that say file and line.

use super::Place;
use crate::Result;
use serde::de::DeserializeOwned;

/// A file in its two parts, and the line that each begins with.
#[derive(Debug)]
pub struct Parts<'a> {
    pub front: &'a str,
    pub front_line: usize,
    pub body: &'a str,
    pub body_line: usize,
}

/// Divides a file.
pub fn parts<'a>(text: &'a str, file: &str) -> Result<Parts<'a>> {
    let wrong = |why: &str| Place { file, line: 1 }.error(why);
    let after = text.strip_prefix("+++\n").ok_or_else(|| wrong("the first line must be +++, with the fields of the scene below it"))?;
    let (front, body) = after.split_once("\n+++\n").ok_or_else(|| wrong("the fields have no end: a second line +++ is missing"))?;
    let front_line = 2;
    Ok(Parts { front, front_line, body, body_line: front_line + front.lines().count() + 1 })
}

/// Reads TOML that begins at a place.
pub fn read<T: DeserializeOwned>(text: &str, from: Place) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let lines = error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count());
        Place { line: from.line + lines, ..from }.error(error.message().trim_end())
    })
}

/// The line, from 1, on which a field is given; the first line where it is not.
pub fn line_of(text: &str, field: &str) -> usize {
    let gives = |line: &str| line.trim_start().strip_prefix(field).is_some_and(|rest| rest.trim_start().starts_with('='));
    text.lines().position(gives).map_or(1, |index| index + 1)
}
