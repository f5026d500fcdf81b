//! Where a place of a text is: in which table, at a name, a value or a header. By the lexer alone, so that a text may be torn.

use std::ops::Range;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// What stands, or would stand, at the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// The name of a field.
    Key,
    /// The value of the field of this name, or an element of its list.
    Value(String),
    /// The name of a section, brackets and all.
    Header,
}

/// A table of any form, with what it holds.
#[derive(Debug, Default)]
pub(super) struct Table<'t> {
    /// The names that lead to it: `["strategy"]`, `["step", "switch"]`; empty for the top.
    pub(super) path: Vec<String>,
    /// Its fields with the words of their values, each once for every word.
    pub(super) fields: Vec<(String, &'t str)>,
}

/// A place of a text.
#[derive(Debug)]
pub(super) struct Cursor<'t> {
    pub(super) spot: Spot,
    /// The word there; empty where there is none.
    pub(super) span: Range<usize>,
    /// Whether an equals sign follows.
    pub(super) assigned: bool,
    /// Whether nothing but the word stands before it on its line.
    pub(super) starts_line: bool,
    /// All tables of the text, in the order in which they begin.
    pub(super) tables: Vec<Table<'t>>,
    /// The number of the table that the place is in.
    table: usize,
    /// Names between that table and the place: the `keys` of `keys.count`.
    within: Vec<String>,
}

impl<'t> Cursor<'t> {
    /// The place right behind the word that is being written at byte `at`.
    pub(super) fn before(text: &'t str, at: usize) -> Option<Self> {
        Walk::new(text, at, false).run()
    }

    /// The word that byte `at` is in.
    pub(super) fn over(text: &'t str, at: usize) -> Option<Self> {
        Walk::new(text, at, true).run().filter(|cursor| !cursor.span.is_empty())
    }

    /// The names that lead to the table of the place.
    pub(super) fn path(&self) -> Vec<&str> {
        let table = self.tables[self.table].path.iter();
        table.chain(&self.within).map(String::as_str).collect()
    }

    /// What stands in that table.
    pub(super) fn fields(&self) -> &[(String, &'t str)] {
        if self.within.is_empty() { &self.tables[self.table].fields } else { &[] }
    }

    /// The value of a field of that table, without its quotes.
    pub(super) fn value(&self, field: &str) -> Option<String> {
        let found = self.fields().iter().find(|(name, _)| name == field);
        found.map(|(_, value)| plain(value))
    }

    /// The tables at a path.
    pub(super) fn at(&self, path: &[&str]) -> impl Iterator<Item = &Table<'t>> {
        self.tables.iter().filter(move |table| table.path == path)
    }
}

impl Table<'_> {
    /// The words of a field, without their quotes.
    pub(super) fn words(&self, field: &str) -> impl Iterator<Item = String> {
        self.fields.iter().filter(move |(name, _)| name == field).map(|(_, word)| plain(word))
    }
}

/// A word without its quotes.
pub(super) fn plain(word: &str) -> String {
    let quoted = word.len() > 1 && (word.starts_with('"') && word.ends_with('"') || word.starts_with('\'') && word.ends_with('\''));
    if quoted { word[1..word.len() - 1].to_owned() } else { word.to_owned() }
}

/// A bracket that is open: a list of the field, or a table.
enum Open {
    List(String),
    Table { before: usize },
}

/// The way through the tokens.
struct Walk<'t> {
    text: &'t str,
    at: usize,
    /// Whether the word begins at the place or before it, and not behind it.
    over: bool,
    tables: Vec<Table<'t>>,
    table: usize,
    open: Vec<Open>,
    /// The names before an equals sign.
    parts: Vec<String>,
    /// The field whose value is open.
    field: Option<String>,
    header: bool,
    starts_line: bool,
    found: Option<Found>,
}

/// The place, where it was met.
struct Found {
    spot: Spot,
    span: Range<usize>,
    starts_line: bool,
    table: usize,
    within: Vec<String>,
    /// Whether the first token behind its word is an equals sign; none until that is met.
    assigned: Option<bool>,
}

impl<'t> Walk<'t> {
    const fn touches(&self, span: &Range<usize>) -> bool {
        if self.over { span.start <= self.at && self.at < span.end } else { span.start < self.at && self.at <= span.end }
    }

    fn new(text: &'t str, at: usize, over: bool) -> Self {
        Self {
            text,
            at,
            over,
            tables: vec![Table::default()],
            table: 0,
            open: Vec::new(),
            parts: Vec::new(),
            field: None,
            header: false,
            starts_line: true,
            found: None,
        }
    }

    fn run(mut self) -> Option<Cursor<'t>> {
        if super::super::read::too_deep(self.text).is_some() {
            return None;
        }
        for token in Source::new(self.text).lex() {
            let span = token.span().start()..token.span().end();
            let kind = token.kind();
            let word = matches!(kind, TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString);
            let closed = matches!(kind, TokenKind::Comment | TokenKind::MlBasicString | TokenKind::MlLiteralString);
            let touched = word && self.touches(&span);
            if self.found.is_none() {
                if closed && span.start < self.at && self.at <= span.end {
                    return None;
                }
                if touched {
                    self.find(span.clone());
                } else if span.start >= self.at {
                    self.find(self.at..self.at);
                }
            }
            if let Some(found) = &mut self.found {
                let behind = kind != TokenKind::Whitespace && !touched;
                found.assigned = found.assigned.or(behind.then_some(kind == TokenKind::Equals));
            }
            self.take(kind, span);
        }
        let Found { spot, span, starts_line, table, within, assigned } = self.found?;
        Some(Cursor { spot, span, assigned: assigned == Some(true), starts_line, tables: self.tables, table, within })
    }

    fn find(&mut self, span: Range<usize>) {
        let (spot, within) = match &self.field {
            _ if self.header => (Spot::Header, Vec::new()),
            Some(field) => (Spot::Value(field.clone()), self.parts.clone()),
            None => (Spot::Key, self.parts.clone()),
        };
        let span = if spot == Spot::Header { self.brackets(span) } else { span };
        self.found = Some(Found { spot, span, starts_line: self.starts_line, table: self.table, within, assigned: None });
    }

    /// A header's word with the brackets round it.
    fn brackets(&self, span: Range<usize>) -> Range<usize> {
        let before = self.text[..span.start].trim_end_matches(['[', ' ']).len();
        let after = &self.text[span.end..];
        let end = span.end + after.len() - after.trim_start_matches([']', ' ']).len();
        before..end
    }

    fn take(&mut self, kind: TokenKind, span: Range<usize>) {
        let word = self.text.get(span).unwrap_or_default();
        match kind {
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Dot => return,
            TokenKind::Newline => return self.end_line(),
            TokenKind::LeftSquareBracket if self.header || self.starts_line && self.open.is_empty() && self.field.is_none() => {
                self.header = true;
            }
            TokenKind::RightSquareBracket if self.header => {}
            TokenKind::LeftSquareBracket => {
                let field = self.field.clone().unwrap_or_default();
                self.open.push(Open::List(field));
            }
            TokenKind::LeftCurlyBracket => self.begin_table(),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => self.close(),
            TokenKind::Equals => self.field = self.parts.pop(),
            TokenKind::Comma => self.next_element(),
            _ => match &self.field {
                Some(field) => {
                    if self.parts.is_empty() {
                        self.tables[self.table].fields.push((field.clone(), word));
                    }
                }
                None => self.parts.push(plain(word)),
            },
        }
        self.starts_line = false;
    }

    fn end_line(&mut self) {
        if self.header {
            let path = std::mem::take(&mut self.parts);
            self.tables.push(Table { path, fields: Vec::new() });
            self.table = self.tables.len() - 1;
        }
        if self.open.is_empty() {
            self.parts.clear();
            self.field = None;
            self.header = false;
        }
        self.starts_line = self.open.is_empty();
    }

    fn begin_table(&mut self) {
        let mut path = self.tables[self.table].path.clone();
        path.append(&mut self.parts);
        path.extend(self.field.take());
        // The table that holds it has the field too.
        if let Some(name) = path.last().cloned() {
            self.tables[self.table].fields.push((name, ""));
        }
        self.tables.push(Table { path, fields: Vec::new() });
        self.open.push(Open::Table { before: self.table });
        self.table = self.tables.len() - 1;
    }

    fn close(&mut self) {
        self.parts.clear();
        match self.open.pop() {
            Some(Open::Table { before }) => {
                self.table = before;
                self.field = self.list();
            }
            Some(Open::List(field)) => self.field = Some(field),
            None => {}
        }
    }

    /// The field whose list is open right here.
    fn list(&self) -> Option<String> {
        if let Some(Open::List(field)) = self.open.last() { Some(field.clone()) } else { None }
    }

    fn next_element(&mut self) {
        self.parts.clear();
        self.field = self.list();
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Spot};

    /// The path, what stands at the bar of the text, and its word.
    fn at(text: &str) -> Option<(String, Spot, String)> {
        let place = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let cursor = Cursor::before(&text, place)?;
        Some((cursor.path().join("."), cursor.spot.clone(), text[cursor.span.clone()].to_owned()))
    }

    fn is(text: &str, path: &str, spot: &Spot, word: &str) {
        assert_eq!(at(text), Some((path.to_owned(), spot.clone(), word.to_owned())), "{text}");
    }

    fn value(field: &str) -> Spot {
        Spot::Value(field.to_owned())
    }

    #[test]
    fn a_place_knows_its_table_and_whether_it_is_a_name_or_a_value() {
        is("|", "", &Spot::Key, "");
        is("tit|", "", &Spot::Key, "tit");
        is("title = |", "", &value("title"), "");
        is("title = \"x\"\n[[strategy]]\nki|nd = 1", "strategy", &Spot::Key, "kind");
        is("[[strategy]]\nkind = \"ri|", "strategy", &value("kind"), "\"ri");
        is("[[strategy]]\nkind = |\n[keys]\n", "strategy", &value("kind"), "");
        is("[[strategy]]\nkind = \"ring\"\n|", "strategy", &Spot::Key, "");
        is("[keys]\ncount = 1\n\n[[step]]\nswitch = { strategy = \"ring\", vn|", "step.switch", &Spot::Key, "vn");
        is("[[step]]\nswitch = { strategy = |", "step.switch", &value("strategy"), "");
        is("nodes = [\"a\", { name = \"b\", we|", "nodes", &Spot::Key, "we");
        is("nodes = [\"a\", { name = \"b\" }, |", "", &value("nodes"), "");
        is("nodes = [\n  \"a\", # first\n  |\n]", "", &value("nodes"), "");
        is("keys.pop|", "keys", &Spot::Key, "pop");
        is("keys.popularity = |", "keys", &value("popularity"), "");
        is("[[stra|", "", &Spot::Header, "[[stra");
        is("[[st|rategy]]\nkind = 1", "", &Spot::Header, "[[strategy]]");
        is("a = { b = 1 }\n|", "", &Spot::Key, "");
    }

    #[test]
    fn comments_and_long_texts_have_no_place() {
        for text in ["# a |comment", "a = 1 # x|", "a = \"\"\"\nx|\n\"\"\"", "a = '''x|"] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn a_table_knows_what_stands_behind_the_place_too() {
        let cursor = Cursor::before("[[strategy]]\nkind = \nhash = \"md5\"\n", 20).unwrap();
        assert_eq!(cursor.value("hash").as_deref(), Some("md5"));
        assert!(!cursor.assigned && Cursor::before("[[strategy]]\nki = 1", 15).unwrap().assigned);
    }

    /// Any byte of any text has a place or none, in time that grows with the text alone.
    #[test]
    fn torn_texts_do_no_harm() {
        for text in ["[[[[[[", "}}}]]]", "= = =", "a.b.c = {{{", "\"", "'", "[a\n]b\n", "{ = , }", "é = \"ü", "\u{feff}a = 1"] {
            for at in 0..=text.len() + 1 {
                let _ = Cursor::before(text, at);
                let _ = Cursor::over(text, at);
            }
        }
    }
}
