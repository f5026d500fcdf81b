//! Markdown as a small closed set of blocks: what is not among them is an error with its line, so that a page never needs markup.

use super::Place;
use super::scene::Known;
use crate::Result;
use pulldown_cmark::{CodeBlockKind, Event, OffsetIter, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};
use std::iter::Peekable;
use std::ops::Range;

/// What a line of text holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    Text(String),
    Emphasis(Vec<Self>),
    Strong(Vec<Self>),
    Code(String),
    Link { to: String, of: Vec<Self> },
}

/// What a text holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    Heading(Vec<Inline>),
    Bullets(Vec<Vec<Self>>),
    Numbers(Vec<Vec<Self>>),
    Code(String),
    /// A line `---`, and the number of its line.
    Rule(usize),
}

/// The blocks of a text that begins at a place.
pub fn blocks(text: &str, from: Place, known: &Known) -> Result<Vec<Block>> {
    Reader::new(text, from, known).blocks(None)
}

/// A text of one paragraph, such as a question.
pub fn line(text: &str, at: Place, known: &Known) -> Result<Vec<Inline>> {
    match blocks(text, at, known)?.as_slice() {
        [Block::Paragraph(inlines)] => Ok(inlines.clone()),
        _ => Err(at.error("this must be one paragraph of plain text")),
    }
}

struct Reader<'a> {
    events: Peekable<OffsetIter<'a>>,
    text: &'a str,
    from: Place<'a>,
    known: &'a Known,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, from: Place<'a>, known: &'a Known) -> Self {
        Self { events: Parser::new_ext(text, Options::empty()).into_offset_iter().peekable(), text, from, known }
    }

    fn line_of(&self, range: &Range<usize>) -> usize {
        self.from.line + self.text[..range.start].matches('\n').count()
    }

    fn error(&self, range: &Range<usize>, message: impl std::fmt::Display) -> String {
        Place { line: self.line_of(range), ..self.from }.error(message)
    }

    /// The blocks up to the end of what they stand in.
    fn blocks(&mut self, end: Option<TagEnd>) -> Result<Vec<Block>> {
        let mut found = Vec::new();
        while let Some((event, range)) = self.events.peek().cloned() {
            if matches!(&event, Event::End(tag) if Some(*tag) == end) {
                self.events.next();
                return Ok(found);
            }
            found.push(self.block(&event, &range)?);
        }
        Ok(found)
    }

    fn block(&mut self, event: &Event, range: &Range<usize>) -> Result<Block> {
        // The text of a tight list has no paragraph around it.
        if is_inline(event) {
            return Ok(Block::Paragraph(self.inlines(None)?));
        }
        self.events.next();
        match event {
            Event::Start(Tag::Paragraph) => Ok(Block::Paragraph(self.inlines(Some(TagEnd::Paragraph))?)),
            Event::Start(Tag::Heading { level, .. }) => Ok(Block::Heading(self.inlines(Some(TagEnd::Heading(*level)))?)),
            Event::Start(Tag::List(first)) => self.list(first.is_some()),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => Ok(Block::Code(self.code())),
            Event::Rule => Ok(Block::Rule(self.line_of(range))),
            other => Err(self
                .error(range, format!("a lesson cannot have this here ({}): it has paragraphs, headings, lists and code", kind_of(other)))),
        }
    }

    fn list(&mut self, numbered: bool) -> Result<Block> {
        let mut items = Vec::new();
        loop {
            match self.events.next() {
                Some((Event::Start(Tag::Item), _)) => items.push(self.blocks(Some(TagEnd::Item))?),
                _ => return Ok(if numbered { Block::Numbers(items) } else { Block::Bullets(items) }),
            }
        }
    }

    fn code(&mut self) -> String {
        let mut code = String::new();
        while let Some((Event::Text(text), _)) = self.events.next() {
            code.push_str(&text);
        }
        code.trim_end().to_owned()
    }

    /// What a line holds, up to its end; without one, as far as there is any.
    fn inlines(&mut self, end: Option<TagEnd>) -> Result<Vec<Inline>> {
        let mut found: Vec<Inline> = Vec::new();
        while let Some((event, range)) = self.events.peek().cloned() {
            match (&event, end) {
                (Event::End(tag), Some(end)) if *tag == end => {
                    self.events.next();
                    break;
                }
                (other, None) if !is_inline(other) => break,
                _ => {}
            }
            self.events.next();
            let inline = self.inline(event, &range)?;
            if let (Inline::Text(more), Some(Inline::Text(text))) = (&inline, found.last_mut()) {
                text.push_str(more);
            } else {
                found.push(inline);
            }
        }
        Ok(found)
    }

    fn inline(&mut self, event: Event, range: &Range<usize>) -> Result<Inline> {
        match event {
            Event::Text(text) => Ok(Inline::Text(text.into_string())),
            Event::SoftBreak => Ok(Inline::Text(" ".to_owned())),
            Event::Code(code) => Ok(Inline::Code(code.into_string())),
            Event::Start(Tag::Emphasis) => Ok(Inline::Emphasis(self.inlines(Some(TagEnd::Emphasis))?)),
            Event::Start(Tag::Strong) => Ok(Inline::Strong(self.inlines(Some(TagEnd::Strong))?)),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let to = self.address(&dest_url, range)?;
                Ok(Inline::Link { to, of: self.inlines(Some(TagEnd::Link))? })
            }
            other => Err(self.error(
                range,
                format!("a line of a lesson cannot have this ({}): it has *emphasis*, **strong**, `code` and links", kind_of(&other)),
            )),
        }
    }

    /// Where a link may lead: to the web by https, or to an example that there is.
    fn address(&self, to: &str, range: &Range<usize>) -> Result<String> {
        match to.strip_prefix("#preset=") {
            Some(name) if self.known.presets.contains(name) => Ok(to.to_owned()),
            Some(name) => Err(self.error(range, format!("the link is to the preset {name:?}, which there is not (they are in presets/)"))),
            None if to.starts_with("https://") => Ok(to.to_owned()),
            None => Err(self.error(range, format!("the link is to {to:?}, must be to https://… or #preset=NAME"))),
        }
    }
}

fn is_inline(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. }))
}

/// What an author would call it.
fn kind_of(event: &Event) -> &'static str {
    match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => "HTML",
        Event::Start(Tag::Image { .. }) => "an image",
        Event::Start(Tag::BlockQuote(_)) => "a quotation",
        Event::HardBreak => "a line break",
        _ => "something else",
    }
}

impl Inline {
    pub fn json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Emphasis(of) => json!({ "em": inlines_json(of) }),
            Self::Strong(of) => json!({ "strong": inlines_json(of) }),
            Self::Code(code) => json!({ "code": code }),
            Self::Link { to, of } => json!({ "link": to, "of": inlines_json(of) }),
        }
    }
}

impl Block {
    fn json(&self) -> Value {
        let items = |items: &[Vec<Self>]| -> Vec<Value> { items.iter().map(|item| blocks_json(item)).collect() };
        match self {
            Self::Paragraph(of) => json!({ "p": inlines_json(of) }),
            Self::Heading(of) => json!({ "h": inlines_json(of) }),
            Self::Bullets(of) => json!({ "ul": items(of) }),
            Self::Numbers(of) => json!({ "ol": items(of) }),
            Self::Code(code) => json!({ "pre": code }),
            Self::Rule(_) => Value::Null,
        }
    }
}

pub fn inlines_json(inlines: &[Inline]) -> Value {
    inlines.iter().map(Inline::json).collect()
}

pub fn blocks_json(blocks: &[Block]) -> Value {
    blocks.iter().map(Block::json).collect()
}
