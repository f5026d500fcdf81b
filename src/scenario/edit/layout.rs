//! Changing a text and nothing beside it: lists, lines and sections by their bytes. Lines end with a line feed here.

pub(super) use super::super::diagnostic::quote;
use crate::collections::sort_by_key;
use std::iter::once;
use std::ops::Range;

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}

pub(super) fn blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// The spaces at the start of the line of `at`.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..at];
    &line[..line.len() - line.trim_start().len()]
}

/// A number as people write it: whole ones without a point.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 9e15 { format!("{}", value as i64) } else { format!("{value}") }
}

/// Replaces ranges, which do not overlap.
pub(super) fn splice(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    sort_by_key(&mut changes, |(range, _)| (range.start, range.end));
    let (mut out, mut at) = (String::with_capacity(text.len() + 64), 0);
    for (range, new) in changes {
        out += &text[at..range.start];
        out += &new;
        at = range.end;
    }
    out + &text[at..]
}

pub(super) fn replace(text: &str, range: Range<usize>, new: &str) -> String {
    splice(text, vec![(range, new.to_owned())])
}

fn cut(text: &str, ranges: impl IntoIterator<Item = Range<usize>>) -> String {
    splice(text, ranges.into_iter().map(|range| (range, String::new())).collect())
}

/// The comma in a gap between elements, which holds nothing else but spaces and comments.
fn comma(text: &str, gap: Range<usize>) -> Option<usize> {
    let mut comment = false;
    text[gap.clone()].bytes().enumerate().find_map(|(i, byte)| {
        comment = byte == b'#' || (comment && byte != b'\n');
        (byte == b',' && !comment).then_some(gap.start + i)
    })
}

/// Appends to a list or an inline table, whose brackets `list` includes, in the manner of its last element.
pub(super) fn push_item(text: &str, list: &Range<usize>, items: &[Range<usize>], new: &str) -> String {
    let close = list.end - 1;
    let Some(last) = items.last() else { return first_item(text, list, new) };
    let comma = comma(text, last.end..close);
    let at = comma.map_or(last.end, |comma| comma + 1);
    let start = line_start(text, last.start);
    let own_line = start > list.start && blank(&text[start..last.start]);
    if !own_line {
        let space = if tight(text, items) { "" } else { " " };
        let new = if comma.is_some() { format!("{space}{new},") } else { format!(",{space}{new}") };
        return replace(text, at..at, &new);
    }
    let line_end = line_end(text, at);
    let to = if line_end < close { line_end } else { at };
    let end = if comma.is_some() { "," } else { "" };
    let line = format!("\n{}{new}{end}", &text[start..last.start]);
    if comma.is_some() {
        return replace(text, to..to, &line);
    }
    if to == at {
        return replace(text, at..at, &format!(",{line}"));
    }
    splice(text, vec![(at..at, ",".to_owned()), (to..to, line)])
}

/// Whether elements stand without a space between them.
fn tight(text: &str, items: &[Range<usize>]) -> bool {
    items.windows(2).last().is_some_and(|pair| &text[pair[0].end..pair[1].start] == ",")
}

fn first_item(text: &str, list: &Range<usize>, new: &str) -> String {
    let (open, close) = (list.start + 1, list.end - 1);
    if !text[open..close].contains('\n') {
        let new = if text[list.clone()].starts_with('{') { format!(" {new} ") } else { new.to_owned() };
        return replace(text, open..close, &new);
    }
    let line = line_start(text, close);
    replace(text, line..line, &format!("{}  {new},\n", indent(text, close)))
}

/// Removes an element: its whole line, comment and all, where it has one for itself.
pub(super) fn remove_item(text: &str, list: &Range<usize>, items: &[Range<usize>], index: usize) -> String {
    let Some(item) = items.get(index) else { return text.to_owned() };
    let close = list.end - 1;
    let after = comma(text, item.end..items.get(index + 1).map_or(close, |next| next.start));
    let end = after.map_or(item.end, |comma| comma + 1);
    let before = index.checked_sub(1).and_then(|i| items.get(i)).and_then(|prior| comma(text, prior.end..item.start));
    let spare = before.filter(|_| after.is_none()).map(|comma| comma..comma + 1);
    let (start, line_end) = (line_start(text, item.start), line_end(text, end));
    let rest = &text[end..line_end];
    if start > list.start && line_end < close && blank(&text[start..item.start]) && (blank(rest) || rest.trim_start().starts_with('#')) {
        return cut(text, once(start..line_end + 1).chain(spare));
    }
    if items.len() == 1 && !text[list.clone()].contains('\n') {
        return cut(text, once(list.start + 1..close));
    }
    match spare {
        Some(comma) if blank(&text[comma.end..item.start]) => cut(text, once(comma.start..item.end)),
        spare => cut(text, once(with_spaces(text, item.start..end)).chain(spare)),
    }
}

/// A range in a line with the spaces after it; at the end of a line or a list, with those before it.
fn with_spaces(text: &str, range: Range<usize>) -> Range<usize> {
    let space = |c: char| c == ' ' || c == '\t';
    let rest = &text[range.end..];
    let spaces = rest.len() - rest.trim_start_matches(space).len();
    let start = text[..range.start].trim_end_matches(space).len();
    match rest[spaces..].chars().next() {
        Some('\n' | ']' | '}') | None if start > line_start(text, range.start) => start..range.end,
        _ => range.start..range.end + spaces,
    }
}

/// Removes the lines of these spans; blank lines around them do not add up.
pub(super) fn remove_lines(text: &str, spans: &[Range<usize>]) -> String {
    let Some(first) = spans.iter().map(|span| line_start(text, span.start)).min() else { return text.to_owned() };
    let lines = spans.iter().map(|span| line_start(text, span.start)..(line_end(text, span.end) + 1).min(text.len()));
    close_gap(&cut(text, lines), first)
}

/// Where blank lines meet at `at`, keeps as many as the greater side has; none at either end of the text.
fn close_gap(text: &str, at: usize) -> String {
    let (mut start, mut before) = (at, 0);
    while start > 0 && blank(&text[line_start(text, start - 1)..start]) {
        start = line_start(text, start - 1);
        before += 1;
    }
    let (mut end, mut after) = (at, 0);
    while end < text.len() && blank(&text[end..line_end(text, end)]) {
        end = (line_end(text, end) + 1).min(text.len());
        after += 1;
    }
    let keep = if start == 0 || end == text.len() { 0 } else { before.max(after) };
    replace(text, start..end, &"\n".repeat(keep))
}

/// The end of a block whose last value ends at `at`: comments right below belong to it, unless a section follows them at once.
pub(super) fn block_end(text: &str, at: usize) -> usize {
    let first = line_end(text, at);
    let mut end = first;
    while end < text.len() {
        let next = line_end(text, end + 1);
        let line = text[end + 1..next].trim();
        if line.is_empty() {
            return end;
        } else if !line.starts_with('#') {
            return first;
        }
        end = next;
    }
    end
}

/// Inserts lines after the line that ends at `at`, blank lines around them.
pub(super) fn insert_block(text: &str, at: usize, lines: &str) -> String {
    let rest = &text[at..];
    let next = rest.strip_prefix('\n').unwrap_or(rest);
    let follows = if next.is_empty() || blank(next.lines().next().unwrap_or_default()) { "" } else { "\n" };
    let leads = if at == 0 || text[..at].ends_with("\n\n") {
        ""
    } else if text[..at].ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    replace(text, at..at, &format!("{leads}{lines}{follows}"))
}
