//! Problems of a text: where, what is wrong, and what to write instead.

use super::limits::DIAGNOSTICS;
use crate::collections::sort_by_key;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The text cannot be run.
    Error,
    /// The text runs, and this is worth knowing.
    Note,
}

/// A change of the text that mends a problem, where the reader is sure of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What goes, bytes of the text; both ends on character boundaries.
    pub span: Range<usize>,
    /// What stands there instead.
    pub insert: String,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is, bytes of the text; both ends on character boundaries.
    pub span: Range<usize>,
    /// Its line, counted from 1.
    pub line: u32,
    /// Its column in characters, counted from 1.
    pub column: u32,
    /// The field's path: `nodes[3].weight`; empty for the text as a whole.
    pub path: String,
    /// What is wrong: the path, the value and the rule.
    pub message: String,
    /// What to write instead.
    pub remedy: String,
    /// The remedy as a change of the text, where it is sure.
    pub fix: Option<Fix>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let note = if self.severity == Severity::Note { "note: " } else { "" };
        write!(out, "line {}, column {}: {note}{}", self.line, self.column, self.message)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(out, " ({})", self.remedy) }
    }
}

/// The diagnostics of one text while it is read.
#[derive(Debug)]
pub(super) struct Diagnostics<'t> {
    text: &'t str,
    found: Vec<Found>,
}

/// A problem, and whether its place alone shows it, whatever the rest of the text says.
#[derive(Debug)]
struct Found {
    diagnostic: Diagnostic,
    local: bool,
}

impl Found {
    /// Whether it holds in a text with syntax errors too; what the parser made up has no place.
    fn is_sure(&self) -> bool {
        self.local && !self.diagnostic.span.is_empty()
    }
}

impl<'t> Diagnostics<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, found: Vec::new() }
    }

    /// A value that is wrong whatever the rest of the text says.
    pub(super) fn error(&mut self, span: Range<usize>, path: &str, message: impl Into<String>, remedy: impl Into<String>) {
        self.add(Severity::Error, true, span, path, message.into(), remedy.into());
    }

    /// Parts of the text that do not fit each other, or one that is missing: not told of a text with syntax errors, whose
    /// other part may only be hidden by them.
    pub(super) fn misfit(&mut self, span: Range<usize>, path: &str, message: impl Into<String>, remedy: impl Into<String>) {
        self.add(Severity::Error, false, span, path, message.into(), remedy.into());
    }

    pub(super) fn note(&mut self, span: Range<usize>, path: &str, message: impl Into<String>, remedy: impl Into<String>) {
        self.add(Severity::Note, false, span, path, message.into(), remedy.into());
    }

    /// Says how the last problem is mended for sure: what goes, and what stands there instead.
    pub(super) fn mended_by(&mut self, span: Range<usize>, insert: impl Into<String>) {
        let apart = self.text.get(span.clone()).is_some();
        if let Some(found) = self.found.last_mut().filter(|_| apart) {
            found.diagnostic.fix = Some(Fix { span, insert: insert.into() });
        }
    }

    /// The same of a section whose header stands in single brackets.
    pub(super) fn mended_header(&mut self, span: &Range<usize>, name: &str) {
        let header = self.text.get(span.clone()).is_some_and(|text| text.starts_with('[') && text.ends_with(']'));
        if header {
            self.mended_by(span.clone(), format!("[[{name}]]"));
        }
    }

    fn add(&mut self, severity: Severity, local: bool, span: Range<usize>, path: &str, message: String, remedy: String) {
        let start = boundary(self.text, span.start);
        let span = start..boundary(self.text, span.end).max(start);
        let diagnostic = Diagnostic { severity, span, line: 0, column: 0, path: path.to_owned(), message, remedy, fix: None };
        self.found.push(Found { diagnostic, local });
    }

    /// Takes over what the reader found; where parts of the text are torn by syntax errors only what they cannot have
    /// caused. `torn` is sorted.
    pub(super) fn take_from(&mut self, other: Self, torn: &[Range<usize>]) {
        let whole = |at: usize| {
            let before = torn.partition_point(|part| part.start <= at);
            before.checked_sub(1).is_none_or(|last| torn[last].end <= at)
        };
        self.found.extend(other.found.into_iter().filter(|found| torn.is_empty() || found.is_sure() && whole(found.diagnostic.span.start)));
    }

    /// How many errors there are.
    pub(super) fn errors(&self) -> usize {
        self.found.iter().filter(|found| found.diagnostic.severity == Severity::Error).count()
    }

    pub(super) fn has_error(&self) -> bool {
        self.found.iter().any(|found| found.diagnostic.severity == Severity::Error)
    }

    /// Whether there are so many problems that remedies which take time to find are not worth it.
    pub(super) const fn is_full(&self) -> bool {
        self.found.len() >= DIAGNOSTICS
    }

    /// All of them in the order of the text; beyond `most` one that counts the rest.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        // Errors first among those that are kept: a cut list must not lose that there is one.
        sort_by_key(&mut self.found, |found| (found.diagnostic.severity, found.diagnostic.span.start));
        let more = self.found.len().saturating_sub(DIAGNOSTICS);
        if more > 0 {
            let severity = self.found[DIAGNOSTICS].diagnostic.severity;
            self.found.truncate(DIAGNOSTICS);
            let (end, problems) = (self.text.len(), if more == 1 { "problem is" } else { "problems are" });
            self.add(severity, true, end..end, "", format!("{more} more {problems} not shown"), "mend these first".to_owned());
        }
        let mut all: Vec<Diagnostic> = self.found.into_iter().map(|found| found.diagnostic).collect();
        sort_by_key(&mut all, |diagnostic| diagnostic.span.start);
        all.dedup();
        place(self.text, &mut all);
        all
    }
}

/// Fills in lines and columns in one walk over the text.
fn place(text: &str, sorted: &mut [Diagnostic]) {
    let (mut at, mut line, mut column) = (0, 1, 1);
    for diagnostic in sorted {
        for character in text[at..diagnostic.span.start].chars() {
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        at = diagnostic.span.start;
        (diagnostic.line, diagnostic.column) = (line, column);
    }
}

/// The nearest character boundary at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// Whether a character breaks the line that it stands in: controls, line ends, and what turns the direction of the text
/// around it.
pub(super) fn unprintable(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A text in quotes, on one line.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out += "\\n",
            control if control.is_control() => out += &format!("\\u{:04X}", u32::from(control)),
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// A learner's text in a message: short, and without what would break a line.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let clean: String = text.chars().take(MOST).map(|character| if unprintable(character) { '\u{fffd}' } else { character }).collect();
    if text.chars().count() > MOST { format!("{clean}…") } else { clean }
}

/// Names in a message: the first ones, joined by commas.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 12;
    let names: Vec<&str> = names.into_iter().collect();
    let first: Vec<String> = names.iter().take(MOST).map(|name| shown(name)).collect();
    let more = if names.len() > MOST { format!(" and {} more", names.len() - MOST) } else { String::new() };
    format!("{}{more}", first.join(", "))
}

/// The name among `names` that a person who wrote `text` most likely meant.
pub(super) fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const MOST_NAMES: usize = 1_000;
    if text.len() > 64 {
        return None;
    }
    let text: Vec<char> = text.to_ascii_lowercase().chars().collect();
    let rated = names.into_iter().take(MOST_NAMES).filter_map(|name| {
        let other: Vec<char> = name.to_ascii_lowercase().chars().collect();
        let most = 1 + other.len() / 4;
        (text.len().abs_diff(other.len()) <= most).then(|| (distance(&text, &other), most, name))
    });
    // Of a short name something must be left.
    rated
        .filter(|(distance, most, name)| distance <= most && *distance < name.chars().count())
        .min_by_key(|(distance, ..)| *distance)
        .map(|(.., name)| name)
}

/// Levenshtein's distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
