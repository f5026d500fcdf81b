//! The parsed text with the place of everything in it.

use super::error::EditError;
use super::layout;
use std::ops::Range;
use toml_edit::{Document, Item, Key, TableLike, Value};

/// Parses a text that is known to be TOML.
pub(super) fn parse(text: &str) -> Result<Document<&str>, EditError> {
    Document::parse(text).map_err(|error| EditError::Syntax { line: line(text, error.span()) })
}

/// The line of an error, counted from 1.
pub(super) fn line(text: &str, span: Option<Range<usize>>) -> usize {
    let at = span.map_or(0, |span| span.start.min(text.len()));
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// A table of any form: `[section]`, `{ inline }`, `dotted.key`, or the text's top level.
#[derive(Clone)]
pub(super) struct Place<'d> {
    table: &'d dyn TableLike,
    /// The header, or an inline table with its braces.
    span: Range<usize>,
    inline: bool,
}

impl<'d> Place<'d> {
    /// The text's top level.
    pub(super) fn top(doc: &'d Document<&str>) -> Self {
        Self { table: doc.as_table(), span: 0..0, inline: false }
    }

    fn of(item: &'d Item) -> Option<Self> {
        match item {
            Item::Value(value) => Self::of_value(value),
            Item::Table(table) => Some(Self::section(table)),
            _ => None,
        }
    }

    fn of_value(value: &'d Value) -> Option<Self> {
        // A dotted key within braces has no place of its own.
        let table = value.as_inline_table().filter(|table| !table.is_dotted())?;
        Some(Self { table, span: value.span()?, inline: true })
    }

    fn section(table: &'d toml_edit::Table) -> Self {
        Self { table, span: table.span().unwrap_or(0..0), inline: false }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'d Item> {
        self.table.get(key)
    }

    pub(super) fn value(&self, key: &str) -> Option<&'d Value> {
        self.get(key).and_then(Item::as_value)
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.get(key).and_then(Item::as_str)
    }

    /// A field that is a table itself.
    pub(super) fn child(&self, key: &str) -> Option<Self> {
        self.get(key).and_then(Self::of)
    }

    /// A field that is a list of tables.
    pub(super) fn tables(&self, key: &str) -> Vec<Self> {
        match self.get(key) {
            Some(Item::ArrayOfTables(tables)) => tables.iter().map(Self::section).collect(),
            Some(Item::Value(Value::Array(array))) => array.iter().filter_map(Self::of_value).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn keys(&self) -> Vec<&'d Key> {
        self.table.iter().filter_map(|(key, _)| self.table.key(key)).collect()
    }

    pub(super) const fn inline(&self) -> Option<&Range<usize>> {
        if self.inline { Some(&self.span) } else { None }
    }

    /// The values that stand here, with their keys, in the order of the text.
    pub(super) fn values(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let spans = |key: &Key| Some((key.span()?, self.value(key.get())?.span()?));
        let mut all: Vec<_> = self.keys().into_iter().filter_map(spans).collect();
        all.sort_by_key(|(key, _)| key.start);
        all
    }

    /// Everything of this table that has a line: headers and values, also of the tables in it.
    pub(super) fn lines(&self) -> Vec<Range<usize>> {
        let header = if self.span.is_empty() { None } else { Some(self.span.clone()) };
        let mut all: Vec<_> = header.into_iter().collect();
        for key in self.keys() {
            lines(key, self.get(key.get()), &mut all);
        }
        all
    }

    fn end(&self) -> usize {
        self.lines().iter().map(|span| span.end).max().unwrap_or(0)
    }

    /// Where a block after this table begins.
    pub(super) fn block_end(&self, text: &str) -> usize {
        layout::block_end(text, self.end())
    }

    /// Writes a field: over the old value, or after the last field in the manner of the others.
    pub(super) fn set(&self, text: &str, key: &str, value: &str) -> Result<String, EditError> {
        match self.get(key) {
            None if self.inline && self.values().len() < self.keys().len() => Err(EditError::Shape(key.to_owned())),
            None => Ok(self.add(text, key, value)),
            Some(item) => match item.as_value().and_then(Value::span) {
                Some(span) => Ok(layout::replace(text, span, value)),
                None => Err(EditError::Shape(key.to_owned())),
            },
        }
    }

    fn add(&self, text: &str, key: &str, value: &str) -> String {
        let values = self.values();
        if self.inline {
            let items: Vec<_> = values.iter().map(|(key, value)| key.start..value.end).collect();
            return layout::push_item(text, &self.span, &items, &format!("{key} = {value}"));
        }
        let Some((last_key, last)) = values.last() else {
            let at = layout::line_end(text, self.span.end);
            return layout::replace(text, at..at, &format!("\n{}{key} = {value}", layout::indent(text, self.span.start)));
        };
        let at = layout::line_end(text, last.end);
        let prefix = &text[layout::line_start(text, last_key.start)..last_key.start];
        layout::replace(text, at..at, &format!("\n{prefix}{}{value}", assign(text, &values, key)))
    }

    /// Removes a field, in whatever form it is there.
    pub(super) fn remove(&self, text: &str, key: &str) -> String {
        let Some((name, item)) = self.table.key(key).zip(self.get(key)) else { return text.to_owned() };
        if !self.inline {
            let mut spans = Vec::new();
            lines(name, Some(item), &mut spans);
            return layout::remove_lines(text, &spans);
        }
        let values = self.values();
        let items: Vec<_> = values.iter().map(|(key, value)| key.start..value.end).collect();
        let index = values.iter().position(|(span, _)| Some(span) == name.span().as_ref());
        index.map_or_else(|| text.to_owned(), |index| layout::remove_item(text, &self.span, &items, index))
    }

    /// Gives a field another key; the place of its equals sign stays where fields are aligned.
    pub(super) fn rename(&self, text: &str, from: &str, to: &str) -> Result<String, EditError> {
        let span = self.table.key(from).and_then(Key::span);
        let value = self.value(from).and_then(Value::span);
        let Some((span, value)) = span.zip(value) else { return Err(EditError::Shape(from.to_owned())) };
        let pair = [(span.clone(), value.clone())];
        Ok(layout::replace(text, span.start..value.start, &assign(text, &pair, to)))
    }
}

fn lines(key: &Key, item: Option<&Item>, out: &mut Vec<Range<usize>>) {
    match item {
        Some(Item::Value(value)) => out.extend(key.span().zip(value.span()).map(|(key, value)| key.start..value.end)),
        Some(Item::Table(table)) => {
            let bare = table.is_dotted() || table.is_implicit();
            out.extend(table.span().filter(|_| !bare));
            table.iter().filter_map(|(key, item)| table.key(key).zip(Some(item))).for_each(|(key, item)| lines(key, Some(item), out));
        }
        Some(Item::ArrayOfTables(tables)) => tables.iter().for_each(|table| out.extend(Place::section(table).lines())),
        _ => {}
    }
}

/// A key and its equals sign, as the values beside it have theirs.
fn assign(text: &str, values: &[(Range<usize>, Range<usize>)], key: &str) -> String {
    let gap = |(key, value): &(Range<usize>, Range<usize>)| text[key.end..value.start].find('=').unwrap_or(0);
    if values.iter().any(|pair| gap(pair) > 1) {
        let column = values.iter().map(|pair| text[pair.0.clone()].chars().count() + gap(pair)).max().unwrap_or(0);
        return format!("{key:<width$} = ", width = column.saturating_sub(1));
    }
    let own = values.last().map_or(" = ", |(key, value)| &text[key.end..value.start]);
    format!("{key}{own}")
}

/// A node where it is named.
pub(super) struct Member<'d> {
    pub(super) name: &'d str,
    /// The name in the text, quotes and all.
    pub(super) span: Range<usize>,
    /// The table, where it is not a plain name.
    pub(super) table: Option<Place<'d>>,
    /// Its place in the list.
    pub(super) index: usize,
}

/// The nodes that a field names: a name, a table, or a list of them.
pub(super) fn members(item: Option<&Item>) -> Vec<Member<'_>> {
    let found: Vec<Option<Member<'_>>> = match item {
        Some(Item::Value(Value::Array(array))) => array.iter().map(member).collect(),
        Some(Item::Value(value)) => vec![member(value)],
        Some(Item::Table(table)) => vec![in_table(Place::section(table))],
        Some(Item::ArrayOfTables(tables)) => tables.iter().map(|table| in_table(Place::section(table))).collect(),
        _ => Vec::new(),
    };
    let numbered = found.into_iter().enumerate();
    numbered.filter_map(|(index, member)| member.map(|member| Member { index, ..member })).collect()
}

fn member(value: &Value) -> Option<Member<'_>> {
    match value {
        Value::String(name) => Some(Member { name: name.value(), span: value.span()?, table: None, index: 0 }),
        _ => Place::of_value(value).and_then(in_table),
    }
}

fn in_table(place: Place<'_>) -> Option<Member<'_>> {
    let value = place.value("name")?;
    Some(Member { name: value.as_str()?, span: value.span()?, table: Some(place), index: 0 })
}

/// How many elements a field has; a single value is one.
pub(super) fn count(item: Option<&Item>) -> usize {
    match item {
        Some(Item::Value(Value::Array(array))) => array.len(),
        Some(Item::ArrayOfTables(tables)) => tables.len(),
        Some(Item::None) | None => 0,
        Some(_) => 1,
    }
}

/// The spans of a list's elements, and its own with the brackets.
fn array(item: &Item) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let array = item.as_array()?;
    Some((item.span()?, array.iter().filter_map(Value::span).collect()))
}

/// Removes one element of a list.
pub(super) fn remove_element(text: &str, item: &Item, index: usize) -> String {
    if let Item::ArrayOfTables(tables) = item {
        let table = tables.get(index).map(Place::section);
        return table.map_or_else(|| text.to_owned(), |table| layout::remove_lines(text, &table.lines()));
    }
    array(item).map_or_else(|| text.to_owned(), |(span, items)| layout::remove_item(text, &span, &items, index))
}

/// Appends to a list: `value` where it is written in brackets, a section with `lines` where it is one of sections.
pub(super) fn push(text: &str, key: &str, item: &Item, value: &str, lines: &[String]) -> Result<String, EditError> {
    if let Some((span, items)) = array(item) {
        return Ok(layout::push_item(text, &span, &items, value));
    }
    let last = item.as_array_of_tables().and_then(|tables| tables.iter().last()).map(Place::section);
    let Some(last) = last else { return Err(EditError::Shape(key.to_owned())) };
    let outer = layout::indent(text, last.span.start);
    let inner = last.values().first().map_or(outer, |(key, _)| layout::indent(text, key.start));
    let lines: String = lines.iter().map(|line| format!("\n{inner}{line}")).collect();
    Ok(layout::insert_block(text, last.block_end(text), &format!("{outer}[[{key}]]{lines}")))
}
