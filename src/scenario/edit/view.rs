//! The parsed text with the place of everything in it.

use super::error::EditError;
use super::layout;
use crate::collections::sort_by_key;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Parses a text that is known to be TOML.
pub(super) fn parse(text: &str) -> Result<DeTable<'_>, EditError> {
    let parsed = DeTable::parse(text).map_err(|error| EditError::Syntax { line: line(text, error.span()) })?;
    Ok(parsed.into_inner())
}

/// The line of an error, counted from 1.
pub(super) fn line(text: &str, span: Option<Range<usize>>) -> usize {
    let at = span.map_or(0, |span| span.start.min(text.len()));
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// How a field stands in the text.
enum Form<'d> {
    /// After its key and an equals sign.
    Value,
    /// Under its own header.
    Section(&'d DeTable<'d>),
    /// By the keys in it alone: `keys.count = 1`, or the `a` of `[a.b]`.
    Bare(&'d DeTable<'d>),
    /// As sections of one name: `[[node]]`.
    Sections,
}

/// A field: its value and where that stands.
#[derive(Clone, Copy)]
pub(super) struct Item<'d> {
    text: &'d str,
    value: &'d Spanned<DeValue<'d>>,
    /// Whether its key stands within braces.
    inline: bool,
}

impl<'d> Item<'d> {
    /// The value's place; of a section its header.
    fn span(&self) -> Range<usize> {
        self.value.span()
    }

    fn form(&self) -> Form<'d> {
        match self.value.get_ref() {
            DeValue::Table(table) => match self.text.as_bytes().get(self.span().start) {
                Some(b'{') => Form::Value,
                Some(b'[') => Form::Section(table),
                _ => Form::Bare(table),
            },
            // The span of such a list is its first header, and so is that of its first table.
            DeValue::Array(array) if array.first().is_some_and(|first| first.span() == self.span()) => Form::Sections,
            _ => Form::Value,
        }
    }

    /// Whether it is a list of sections.
    pub(super) fn is_sections(&self) -> bool {
        matches!(self.form(), Form::Sections)
    }

    /// The place of what stands after an equals sign.
    fn value_span(&self) -> Option<Range<usize>> {
        matches!(self.form(), Form::Value).then(|| self.span())
    }

    /// The elements of a list of either form.
    fn elements(&self) -> Option<Vec<Self>> {
        let array = self.value.get_ref().as_array()?;
        Some(array.iter().map(|value| Item { text: self.text, value, inline: false }).collect())
    }

    fn as_str(&self) -> Option<&'d str> {
        self.value.get_ref().as_str()
    }

    /// The table that it is.
    fn place(&self) -> Option<Place<'d>> {
        let (text, span) = (self.text, self.span());
        match self.form() {
            Form::Section(table) => Some(Place { text, table, span, inline: false }),
            // A dotted key within braces has no place of its own.
            Form::Bare(_) if self.inline => None,
            Form::Bare(table) => Some(Place { text, table, span: 0..0, inline: false }),
            Form::Value => self.value.get_ref().as_table().map(|table| Place { text, table, span, inline: true }),
            Form::Sections => None,
        }
    }
}

/// A key: its name and where it stands.
#[derive(Clone)]
pub(super) struct Key<'d> {
    pub(super) name: &'d str,
    pub(super) span: Range<usize>,
}

/// A table of any form: `[section]`, `{ inline }`, `dotted.key`, or the text's top level.
#[derive(Clone)]
pub(super) struct Place<'d> {
    text: &'d str,
    table: &'d DeTable<'d>,
    /// The header, or an inline table with its braces; empty where there is neither.
    span: Range<usize>,
    inline: bool,
}

impl<'d> Place<'d> {
    /// The text's top level.
    pub(super) const fn top(text: &'d str, table: &'d DeTable<'d>) -> Self {
        Self { text, table, span: 0..0, inline: false }
    }

    pub(super) fn get(&self, key: &str) -> Option<Item<'d>> {
        self.table.get(key).map(|value| Item { text: self.text, value, inline: self.inline })
    }

    /// Where the value of a field stands, if it stands after an equals sign.
    pub(super) fn value(&self, key: &str) -> Option<Range<usize>> {
        self.get(key)?.value_span()
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.get(key)?.as_str()
    }

    /// A field that is a whole number.
    pub(super) fn whole(&self, key: &str) -> Option<u64> {
        let item = self.get(key)?;
        let number = item.value.get_ref().as_integer()?;
        u64::from_str_radix(number.as_str(), number.radix()).ok()
    }

    /// A field that is a table itself.
    pub(super) fn child(&self, key: &str) -> Option<Self> {
        self.get(key)?.place()
    }

    /// A field that is a list of tables.
    pub(super) fn tables(&self, key: &str) -> Vec<Self> {
        let elements = self.get(key).and_then(|item| item.elements()).unwrap_or_default();
        elements.iter().filter_map(Item::place).collect()
    }

    fn fields(&self) -> impl Iterator<Item = (Key<'d>, Item<'d>)> {
        let Self { text, inline, .. } = *self;
        self.table.iter().map(move |(key, value)| (Key { name: key.get_ref(), span: key.span() }, Item { text, value, inline }))
    }

    pub(super) fn keys(&self) -> Vec<Key<'d>> {
        self.fields().map(|(key, _)| key).collect()
    }

    fn key(&self, name: &str) -> Option<Key<'d>> {
        self.fields().map(|(key, _)| key).find(|key| key.name == name)
    }

    pub(super) const fn inline(&self) -> Option<&Range<usize>> {
        if self.inline { Some(&self.span) } else { None }
    }

    /// The values that stand here, with their keys, in the order of the text.
    pub(super) fn values(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut all: Vec<_> = self.fields().filter_map(|(key, item)| Some((key.span, item.value_span()?))).collect();
        sort_by_key(&mut all, |(key, _)| key.start);
        all
    }

    /// Everything of this table that has a line: headers and values, also of the tables in it.
    pub(super) fn lines(&self) -> Vec<Range<usize>> {
        let header = if self.span.is_empty() { None } else { Some(self.span.clone()) };
        let mut all: Vec<_> = header.into_iter().collect();
        self.fields().for_each(|(key, item)| lines(&key, &item, &mut all));
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
            Some(item) => match item.value_span() {
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
        let Some((name, item)) = self.key(key).zip(self.get(key)) else { return text.to_owned() };
        if !self.inline {
            let mut spans = Vec::new();
            lines(&name, &item, &mut spans);
            return layout::remove_lines(text, &spans);
        }
        let values = self.values();
        let items: Vec<_> = values.iter().map(|(key, value)| key.start..value.end).collect();
        let index = values.iter().position(|(span, _)| *span == name.span);
        index.map_or_else(|| text.to_owned(), |index| layout::remove_item(text, &self.span, &items, index))
    }

    /// Gives a field another key; the place of its equals sign stays where fields are aligned.
    pub(super) fn rename(&self, text: &str, from: &str, to: &str) -> Result<String, EditError> {
        let span = self.key(from).map(|key| key.span);
        let Some((span, value)) = span.zip(self.value(from)) else { return Err(EditError::Shape(from.to_owned())) };
        let pair = [(span.clone(), value.clone())];
        Ok(layout::replace(text, span.start..value.start, &assign(text, &pair, to)))
    }
}

fn lines(key: &Key<'_>, item: &Item<'_>, out: &mut Vec<Range<usize>>) {
    match item.form() {
        Form::Value => out.push(key.span.start..item.span().end),
        Form::Section(_) | Form::Bare(_) => out.extend(item.place().map(|place| place.lines()).unwrap_or_default()),
        Form::Sections => {
            let tables = item.elements().unwrap_or_default();
            tables.iter().filter_map(Item::place).for_each(|place| out.extend(place.lines()));
        }
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
pub(super) fn members(item: Option<Item<'_>>) -> Vec<Member<'_>> {
    let Some(item) = item else { return Vec::new() };
    let elements = item.elements().unwrap_or_else(|| vec![item]).into_iter().enumerate();
    elements.filter_map(|(index, element)| member(&element).map(|member| Member { index, ..member })).collect()
}

fn member<'d>(item: &Item<'d>) -> Option<Member<'d>> {
    match item.as_str() {
        Some(name) => Some(Member { name, span: item.span(), table: None, index: 0 }),
        None => {
            let place = item.place()?;
            let value = place.get("name")?;
            Some(Member { name: value.as_str()?, span: value.span(), table: Some(place), index: 0 })
        }
    }
}

/// How many elements a field has; a single value is one.
pub(super) fn count(item: Option<Item<'_>>) -> usize {
    item.map_or(0, |item| item.elements().map_or(1, |elements| elements.len()))
}

/// The spans of the elements of a list in brackets, and its own with the brackets.
fn array(item: &Item<'_>) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let elements = item.elements().filter(|_| !item.is_sections())?;
    Some((item.span(), elements.iter().map(Item::span).collect()))
}

/// Removes one element of a list.
pub(super) fn remove_element(text: &str, item: &Item<'_>, index: usize) -> String {
    if let Some((span, items)) = array(item) {
        return layout::remove_item(text, &span, &items, index);
    }
    let table = item.elements().and_then(|tables| tables.get(index).and_then(Item::place));
    table.map_or_else(|| text.to_owned(), |table| layout::remove_lines(text, &table.lines()))
}

/// Appends to a list: `value` where it is written in brackets, a section with `lines` where it is one of sections.
pub(super) fn push(text: &str, key: &str, item: &Item<'_>, value: &str, lines: &[String]) -> Result<String, EditError> {
    if let Some((span, items)) = array(item) {
        return Ok(layout::push_item(text, &span, &items, value));
    }
    let last = item.elements().and_then(|tables| tables.last().and_then(Item::place));
    let Some(last) = last else { return Err(EditError::Shape(key.to_owned())) };
    let outer = layout::indent(text, last.span.start);
    let inner = last.values().first().map_or(outer, |(key, _)| layout::indent(text, key.start));
    let lines: String = lines.iter().map(|line| format!("\n{inner}{line}")).collect();
    Ok(layout::insert_block(text, last.block_end(text), &format!("{outer}[[{key}]]{lines}")))
}
