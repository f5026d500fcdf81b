//! A text laid out evenly, on request: its spaces and blank lines alone. Names, values, comments and their order stay.
//!
//! One blank line stands before a section and none twice; equals signs of fields that follow each other stand beneath each
//! other; lists and tables have the spaces that the examples have. Line breaks within a value stay, and what is before a
//! comment on its line.

use super::edit::{EditError, plainly};
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// The text laid out.
///
/// # Errors
/// Where the text is not TOML.
pub fn format(text: &str) -> Result<String, EditError> {
    plainly(text, |plain| Ok(laid_out(plain)))
}

/// What one or, with a long value, several lines hold.
enum Row {
    Blank,
    Comment(String),
    Header(String),
    /// A name, and what follows its equals sign.
    Field(String, String),
}

fn laid_out(text: &str) -> String {
    let mut rows = rows(text);
    align(&mut rows);
    let mut out = String::with_capacity(text.len() + 64);
    let mut before: Option<&Row> = None;
    let mut blank = false;
    for row in &rows {
        if matches!(row, Row::Blank) {
            blank = true;
            continue;
        }
        let section = matches!(row, Row::Header(_)) && !matches!(before, Some(Row::Comment(_)));
        if before.is_some() && (blank || section) {
            out.push('\n');
        }
        match row {
            Row::Field(name, value) => out.extend([name, " = ", value]),
            Row::Comment(line) | Row::Header(line) => out += line,
            Row::Blank => {}
        }
        out.push('\n');
        (before, blank) = (Some(row), false);
    }
    out
}

/// The text as rows: a line break within brackets ends none.
fn rows(text: &str) -> Vec<Row> {
    let (mut rows, mut tokens, mut depth) = (Vec::new(), Vec::new(), 0_usize);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        let end = token.kind() == TokenKind::Newline && depth == 0 || token.kind() == TokenKind::Eof;
        if end {
            rows.push(row(text, &tokens));
            tokens.clear();
        } else {
            tokens.push(token);
        }
    }
    rows
}

fn row(text: &str, tokens: &[Token]) -> Row {
    let first = tokens.iter().find(|token| token.kind() != TokenKind::Whitespace).map(Token::kind);
    match first {
        None => Row::Blank,
        Some(TokenKind::Comment) => Row::Comment(spaced(text, tokens)),
        Some(TokenKind::LeftSquareBracket) => Row::Header(header(text, tokens)),
        Some(_) => {
            let equals = tokens.iter().position(|token| token.kind() == TokenKind::Equals).unwrap_or(tokens.len());
            let value = tokens.get(equals + 1..).unwrap_or_default();
            Row::Field(spaced(text, &tokens[..equals]), spaced(text, value))
        }
    }
}

/// A header without spaces in its brackets, and what stands behind it.
fn header(text: &str, tokens: &[Token]) -> String {
    let last = tokens.iter().rposition(|token| token.kind() == TokenKind::RightSquareBracket).map_or(tokens.len(), |at| at + 1);
    let (name, rest) = tokens.split_at(last);
    let name: String = name.iter().filter(|token| token.kind() != TokenKind::Whitespace).map(|token| word(text, token)).collect();
    let comment = rest.iter().find(|token| token.kind() == TokenKind::Comment);
    let gap = rest.first().filter(|token| token.kind() == TokenKind::Whitespace).map_or(" ", |token| word(text, token));
    comment.map_or_else(|| name.clone(), |comment| format!("{name}{gap}{}", word(text, comment).trim_end()))
}

fn word<'t>(text: &'t str, token: &Token) -> &'t str {
    text.get(token.span().start()..token.span().end()).unwrap_or_default()
}

/// Tokens with the spaces that belong between them.
fn spaced(text: &str, tokens: &[Token]) -> String {
    let mut out = String::new();
    let (mut before, mut gap) = (None, "");
    for token in tokens {
        let (kind, word) = (token.kind(), word(text, token));
        match kind {
            TokenKind::Whitespace => gap = word,
            TokenKind::Newline => {
                out.push('\n');
                (before, gap) = (Some(kind), "");
            }
            _ => {
                out += between(before, kind, gap);
                out += if kind == TokenKind::Comment { word.trim_end() } else { word };
                (before, gap) = (Some(kind), "");
            }
        }
    }
    out
}

/// What stands between two tokens of a line, `gap` in the text as it is.
fn between(before: Option<TokenKind>, after: TokenKind, gap: &str) -> &str {
    use TokenKind as Kind;
    match (before, after) {
        (None, _) => "",
        // The indent of a line within a value.
        (Some(Kind::Newline), _) => gap,
        (_, Kind::Comment) if gap.is_empty() => " ",
        (_, Kind::Comment) => gap,
        (Some(Kind::LeftCurlyBracket), Kind::RightCurlyBracket) | (_, Kind::Comma | Kind::RightSquareBracket | Kind::Dot) => "",
        (Some(Kind::LeftSquareBracket | Kind::Dot), _) => "",
        (Some(Kind::LeftCurlyBracket | Kind::Comma | Kind::Equals), _) | (_, Kind::RightCurlyBracket | Kind::Equals) => " ",
        // The two halves of a date.
        _ => gap,
    }
}

/// Puts the equals signs of fields that follow each other beneath each other.
fn align(rows: &mut [Row]) {
    for group in rows.chunk_by_mut(|a, b| is_short(a) && is_short(b)) {
        let width = |row: &Row| if let Row::Field(name, _) = row { name.chars().count() } else { 0 };
        let widest = group.iter().map(width).max().unwrap_or(0);
        for row in group {
            if let Row::Field(name, _) = row {
                *name = format!("{name:<widest$}");
            }
        }
    }
}

/// Whether a row is a field on one line.
fn is_short(row: &Row) -> bool {
    matches!(row, Row::Field(_, value) if !value.contains('\n'))
}
