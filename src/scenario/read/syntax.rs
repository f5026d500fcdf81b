//! Syntax: how deep a text nests, and its syntax errors in a learner's words, one where each is to be mended.
//!
//! The parser goes on after an error and then stumbles over what follows from it. Its errors are therefore grouped: each
//! group is the first error, told at the place to mend, and the part of the text that it tore.

use super::super::diagnostic::{Diagnostics, quote, shown};
use super::super::limits;
use crate::collections::sort_by_key;
use std::ops::Range;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// The first bracket, or dot of a key, that nests too deep.
pub(in super::super) fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut dots) = (0_usize, 0_usize);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        // A dotted key nests a table a dot.
        dots = match token.kind() {
            TokenKind::Dot => dots + 1,
            TokenKind::Newline | TokenKind::Equals | TokenKind::Comma | TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => 0,
            _ => dots,
        };
        if depth > limits::NESTING || dots > limits::NESTING {
            return Some(token.span().start());
        }
    }
    None
}

/// Tells the parser's errors. Returns the parts of the text that they tore, sorted and apart: what the reader finds there
/// follows from the errors.
pub(super) fn tell(text: &str, errors: &[toml::de::Error], out: &mut Diagnostics<'_>) -> Vec<Range<usize>> {
    let lines = Lines::new(text);
    let groups = groups(&lines, errors);
    for Group { first, .. } in &groups {
        let (message, remedy) = words(&lines, first);
        out.error(first.span.clone(), "", message, remedy);
        if let Some(insert) = sure(text, first) {
            out.mended_by(first.span.clone(), insert);
        }
    }
    groups.into_iter().map(|group| group.torn).collect()
}

/// Where the lines of a text begin and end.
struct Lines<'t> {
    text: &'t str,
    /// The start of each line.
    starts: Vec<usize>,
    /// For each line the start of the next one that is a section's header; a torn header's fields belong to nobody.
    headers: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut lines = Self { text, headers: vec![text.len(); starts.len()], starts };
        for index in (1..lines.starts.len()).rev() {
            let next = if lines.is_header(index) { lines.starts[index] } else { lines.headers[index] };
            lines.headers[index - 1] = next;
        }
        lines
    }

    /// The line of a place.
    fn index(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// From a line's start to the next one's.
    fn span(&self, index: usize) -> Range<usize> {
        self.starts[index]..self.starts.get(index + 1).copied().unwrap_or(self.text.len())
    }

    fn line(&self, index: usize) -> &'t str {
        self.text.get(self.span(index)).unwrap_or_default().trim()
    }

    fn is_header(&self, index: usize) -> bool {
        self.line(index).starts_with('[')
    }

    /// To where an error tears the text.
    fn torn_to(&self, span: &Range<usize>) -> usize {
        let index = self.index(span.start);
        if self.is_header(index) { self.headers[index] } else { self.span(self.index(span.end)).end }
    }
}

/// One error of the parser, at the place to mend.
#[derive(Clone, Debug)]
struct Problem<'a> {
    span: Range<usize>,
    /// The parser's words before what it expected.
    what: &'a str,
    /// What it expected.
    expected: &'a str,
    /// To where the text is torn.
    until: usize,
}

/// Errors of which all but the first follow from it.
#[derive(Debug)]
struct Group<'a> {
    first: Problem<'a>,
    torn: Range<usize>,
}

impl Group<'_> {
    /// Whether a problem on the line right below follows too: a comma that stands in the text that was not closed, or
    /// the lines of a value that does not begin where it should.
    fn goes_on(&self, lines: &Lines<'_>, problem: &Problem<'_>) -> bool {
        let line = lines.span(lines.index(problem.span.start)).start;
        let below = lines.text.get(self.torn.end..line).is_some_and(|between| between.trim().is_empty());
        below
            && match self.first.what {
                "string values must be quoted" if self.first.span.is_empty() => is_line(problem),
                _ => is_quote(&self.first) && problem.what.starts_with("missing comma"),
            }
    }
}

fn groups<'a>(lines: &Lines<'_>, errors: &'a [toml::de::Error]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    // The parser takes an unclosed header and the next one for one name, and every later one for its double.
    let mut header = false;
    for problem in problems(lines, errors) {
        if header && problem.what == "duplicate key" && lines.is_header(lines.index(problem.span.start)) {
            continue;
        }
        header |= matches!(problem.what, "unclosed table" | "unclosed array table");
        match groups.last_mut() {
            Some(group) if problem.span.start < group.torn.end || group.goes_on(lines, &problem) => {
                group.torn.end = group.torn.end.max(problem.until);
                let same_line = || lines.index(problem.span.start) == lines.index(group.first.span.start);
                if rank(&problem) > rank(&group.first) && same_line() {
                    group.first = problem;
                }
            }
            _ => {
                let start = lines.span(lines.index(problem.span.start)).start;
                groups.push(Group { torn: start..problem.until, first: problem });
            }
        }
    }
    groups
}

fn problems<'a>(lines: &Lines<'_>, errors: &'a [toml::de::Error]) -> Vec<Problem<'a>> {
    let mut problems: Vec<Problem<'a>> = errors.iter().map(|error| problem(lines, error)).collect();
    sort_by_key(&mut problems, |problem| problem.span.start);
    let unclosed = |problem: &Problem<'_>| matches!(problem.what, "unclosed array" | "unclosed inline table");
    let ends: Vec<usize> = problems.iter().filter(|problem| unclosed(problem)).map(|problem| problem.span.start).collect();
    let mut openers = openers(lines.text, &ends).into_iter();
    for problem in problems.iter_mut().filter(|problem| unclosed(problem)) {
        if let Some(at) = openers.next().flatten() {
            problem.span = at..at + 1;
        }
    }
    sort_by_key(&mut problems, |problem| problem.span.start);
    problems
}

fn problem<'a>(lines: &Lines<'_>, error: &'a toml::de::Error) -> Problem<'a> {
    let (what, expected) = error.message().split_once(", expected ").unwrap_or((error.message(), ""));
    let mut span = error.span().unwrap_or(0..0);
    let until = lines.torn_to(&span);
    if what.starts_with("invalid multi-line") && !expected.contains("characters") {
        // It runs to the end of the text, so that the last quotes are those that begin it.
        let quotes = if what.contains("literal") { "'''" } else { "\"\"\"" };
        let at = lines.text.get(..span.start).and_then(|before| before.rfind(quotes));
        span.start = at.unwrap_or(span.start);
    }
    Problem { span, what, expected, until }
}

/// The brackets that are open at these places of the text; each closes the one that it names. `at` is sorted.
fn openers(text: &str, at: &[usize]) -> Vec<Option<usize>> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    let mut header = true;
    for token in Source::new(text).lex() {
        let start = token.span().start();
        while at.get(found.len()).is_some_and(|at| *at <= start) {
            found.push(open.pop());
        }
        match token.kind() {
            // Brackets at the start of a line are a section's, unless a value is open.
            TokenKind::LeftSquareBracket if header && open.is_empty() => {}
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => open.push(start),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                open.pop();
            }
            _ => {}
        }
        header = matches!(token.kind(), TokenKind::Newline)
            || header && matches!(token.kind(), TokenKind::Whitespace | TokenKind::LeftSquareBracket);
    }
    found.resize_with(at.len(), || open.pop());
    found
}

/// Whether a whole line is at fault, not a value on it.
fn is_line(problem: &Problem<'_>) -> bool {
    matches!(problem.what, "key with no value" | "invalid unquoted key" | "invalid key-value pair" | "missing table open")
}

/// What more likely is the cause of whatever else is wrong on a line.
fn rank(problem: &Problem<'_>) -> u8 {
    match problem.what {
        _ if is_quote(problem) => 2,
        "unexpected `=` in array" => 1,
        _ => 0,
    }
}

fn is_quote(problem: &Problem<'_>) -> bool {
    problem.what == "missing opening quote" || problem.what.starts_with("invalid ") && problem.what.ends_with(" string")
}

/// What is wrong and what to write.
fn words(lines: &Lines<'_>, problem: &Problem<'_>) -> (String, String) {
    let here = lines.text.get(problem.span.clone()).unwrap_or_default();
    let (message, remedy) = match problem.what {
        "string values must be quoted" => return unquoted(here),
        "duplicate key" => return twice(lines.line(lines.index(problem.span.start)), here),
        "missing opening quote" => ("a quote is missing on this line", "a text stands between two: \"Node A\""),
        what if is_quote(problem) => return text_problem(lines, problem, what),
        "missing escaped value" => ("a \\ in a text begins an escape, and this is none", "write \\\\ for the character itself"),
        "missing comma between array elements" | "missing comma between key-value pairs" => {
            ("a comma is missing here", "write , between the elements")
        }
        "extra comma in array" | "extra comma in inline table" => ("there is a comma too many", "take it out"),
        "unclosed array" => ("this list is not closed", "write ] at its end"),
        "unclosed inline table" => ("this table is not closed", "write } at its end"),
        "unclosed table" => ("the name of this section is not closed", "write ] at its end"),
        "unclosed array table" => ("the name of this section is not closed", "write ]] at its end"),
        "unexpected `=` in array" => ("a list holds values, not names with =", "write { name = \"Node A\" } for a table in it"),
        "missing value for key" | "missing value" => ("a value is missing after =", "write it there, a text in quotes"),
        "unexpected leading zero" => ("a number begins with 0", "write it without"),
        "unexpected key or value" | "unexpected content" => {
            ("something follows the value on its line", "write one name = value a line, numbers without commas")
        }
        "invalid key-value pair" if lines.text.trim_start().starts_with('{') => {
            ("this looks like JSON, and a scenario is TOML", "write name = value, a line each: nodes = [\"Node A\"]")
        }
        "unquoted keys cannot be empty" => ("a name is missing here", "write it, or take the line out"),
        "missing assignment between key-value pairs" => ("a name and its value are joined by =", "write name = value"),
        "extra `=`" | "extra assignment between key-value pairs" => ("there is an = too many", "take it out"),
        "too few unicode value digits" => {
            ("\\u in a text needs four hexadecimal digits, \\U eight", "write \\u00e9 for é, or the character itself")
        }
        "invalid comment character" => ("a comment holds a character that nobody can see", "take it out"),
        what if what.starts_with("cannot extend value") => {
            ("this name has a value above, and so it can have no fields", "keep one of the two")
        }
        what if is_number(what) => ("this is no number", "write digits alone, 1000 or 0.5"),
        "key with no value" => ("a name stands here without = and a value", "write name = value, or # before a comment"),
        "invalid unquoted key" if here.starts_with(':') => {
            ("a name and its value are joined by = and not by a colon", "write name = value")
        }
        "invalid unquoted key" if here.starts_with("//") => ("a comment begins with #, not with //", "write # instead"),
        "invalid unquoted key" => {
            return (format!("\"{}\" cannot stand in a name", shown(here)), "put the whole name in quotes".to_owned());
        }
        "recursion limit" | "cannot recurse further; max recursion depth met" => {
            ("tables nest too deep here", "a scenario needs three levels")
        }
        what => return (format!("this is not TOML: {what}"), other_remedy(problem.expected)),
    };
    (message.to_owned(), remedy.to_owned())
}

/// What stands in the problem's place for sure: quotes round a plain word, # before a comment.
fn sure(text: &str, problem: &Problem<'_>) -> Option<String> {
    let here = text.get(problem.span.clone())?;
    match problem.what {
        "string values must be quoted" => {
            let bare = here.trim_matches(|character| CURLY.contains(character));
            let plain = !bare.is_empty() && bare.chars().all(|character| character.is_alphanumeric() || " _-.".contains(character));
            let word = bare.starts_with(char::is_alphabetic) && bare.trim() == bare;
            (plain && word).then(|| quote(bare))
        }
        "extra comma in array" | "extra comma in inline table" if here == "," => Some(String::new()),
        _ => None,
    }
}

fn is_number(what: &str) -> bool {
    ["numeric", "digits", "radix", "sign", "integer", "float"].iter().any(|word| what.contains(word))
}

fn other_remedy(expected: &str) -> String {
    match expected {
        "" | "nothing" => "take it out, or see how the examples write it".to_owned(),
        expected => format!("TOML wants here: {expected}"),
    }
}

/// Quotes of typographers.
const CURLY: &str = "\u{201c}\u{201d}\u{201e}\u{2018}\u{2019}\u{ab}\u{bb}";

fn unquoted(here: &str) -> (String, String) {
    let bare: String = here.chars().filter(|character| !CURLY.contains(*character)).collect();
    if here.trim().is_empty() {
        ("a value is missing after =".to_owned(), "write it there, a text in quotes".to_owned())
    } else if bare.len() < here.len() {
        (format!("{} stands in typographic quotes", shown(here)), format!("write straight ones: \"{}\"", shown(bare.trim())))
    } else if here.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) {
        (format!("{} is no number", shown(here)), "write digits alone, 1000 or 0.5; a text stands in quotes".to_owned())
    } else {
        (format!("{} stands without quotes", shown(here)), format!("write \"{}\"", shown(here)))
    }
}

fn twice(line: &str, here: &str) -> (String, String) {
    let name = shown(here);
    if line.starts_with("[[") || !line.starts_with('[') {
        (format!("{name} stands twice in one section"), "keep one of the two".to_owned())
    } else if ["strategy", "step"].contains(&here) {
        (format!("[{name}] stands twice"), format!("write [[{name}]], in double brackets, for each"))
    } else {
        (format!("[{name}] stands twice"), "put its fields under one of the two".to_owned())
    }
}

fn text_problem(lines: &Lines<'_>, problem: &Problem<'_>, what: &str) -> (String, String) {
    let quote = match what {
        "invalid basic string" => "\"",
        "invalid literal string" => "'",
        "invalid multi-line literal string" => "'''",
        _ => "\"\"\"",
    };
    let begins = lines.text.get(lines.span(lines.index(problem.span.start)).start..problem.span.end).unwrap_or_default();
    if !begins.contains(quote) {
        unquoted("")
    } else if problem.expected.contains("characters") {
        ("a text holds a character that nobody can see".to_owned(), "take it out, or write it as \\u0000 with its number".to_owned())
    } else {
        (format!("this text is not closed: it began with {quote}"), format!("write {quote} at its end"))
    }
}
