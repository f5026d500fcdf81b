//! What is looked at before the parser sees a learner's code: the parser walks what is nested or chained by recursion, and has
//! no limit of its own. Words of Python that Starlark lacks are told here too, with what stands in for them.

use crate::strategy::kind::{CODE_BYTES, CodeError};

/// Brackets within brackets and blocks within blocks.
const NESTING: usize = 100;
/// Operators, dots, calls and keywords in a row, without a comma between them.
const CHAIN: usize = 200;
/// Branches of one `if`.
const BRANCHES: usize = 100;

/// Words of Python that are no words here.
const FOREIGN: &[(&str, &str)] = &[
    ("import", "nothing is imported here: hash, xxh64, murmur3, fnv1a, bisect and ln are there already"),
    ("load", "the word is taken, and nothing is loaded: a variable is called loads, or counts"),
    ("while", "write for i in range(1000): and break"),
    ("class", "use a dictionary or a tuple"),
    ("try", "ask before, with if: there are no exceptions to catch"),
    ("except", "ask before, with if: there are no exceptions to catch"),
    ("raise", "write fail(\"why\")"),
    ("assert", "write if not …: fail(\"why\")"),
    ("with", "nothing is opened here"),
    ("global", "return the value, or let prepare return it"),
    ("nonlocal", "return the value"),
    ("yield", "build a list, and return it"),
    ("async", "nothing waits here"),
    ("await", "nothing waits here"),
    ("del", "use pop or remove"),
    ("is", "write =="),
];

/// A piece of code with its place.
struct Token<'a> {
    text: &'a str,
    line: u32,
    column: u32,
    /// Whether it is the first of its line, and how far that is indented.
    indent: Option<usize>,
}

/// Looks at the code.
pub(super) fn check(source: &str) -> Result<(), CodeError> {
    if source.len() > CODE_BYTES {
        return Err(CodeError {
            message: format!("The code has {} bytes, at most {CODE_BYTES} are read.", source.len()),
            remedy: "Shorten it.".to_owned(),
            ..at(1, 1, 1)
        });
    }
    let mut seen = Seen::default();
    tokens(source).try_for_each(|token| seen.take(&token?))
}

/// What is open at a place.
#[derive(Default)]
struct Seen {
    /// The chain of each open bracket, the outermost first.
    open: Vec<usize>,
    chain: usize,
    /// How far each open block is indented, and how many branches its last `if` has.
    blocks: Vec<(usize, usize)>,
}

impl Seen {
    fn take(&mut self, token: &Token<'_>) -> Result<(), CodeError> {
        if let Some(indent) = token.indent.filter(|_| self.open.is_empty()) {
            self.begin_line(indent, token.text);
        }
        match token.text {
            "(" | "[" | "{" => self.open.push(std::mem::replace(&mut self.chain, 0)),
            ")" | "]" | "}" => self.chain = self.open.pop().unwrap_or(0) + 1,
            "," => self.chain = 0,
            text if text.starts_with(|first: char| first.is_alphanumeric() || first == '_' || first == '"' || first == '\'') => {
                word(token)?;
                self.chain += usize::from(matches!(text, "not" | "and" | "or" | "if" | "else" | "for" | "in" | "lambda"));
            }
            _ => self.chain += 1,
        }
        self.within(token)
    }

    fn begin_line(&mut self, indent: usize, first: &str) {
        self.chain = 0;
        while self.blocks.last().is_some_and(|block| block.0 > indent) {
            self.blocks.pop();
        }
        if self.blocks.last().is_none_or(|block| block.0 != indent) {
            self.blocks.push((indent, 0));
        }
        if let Some((_, branches)) = self.blocks.last_mut() {
            // A branch more of the same if is one within the one before, to the parser.
            *branches = if first == "elif" { *branches + 1 } else { 0 };
        }
    }

    fn within(&self, token: &Token<'_>) -> Result<(), CodeError> {
        let problem = if self.open.len() + self.blocks.len() > NESTING {
            format!("Brackets and blocks stand in one another more than {NESTING} deep.")
        } else if self.chain > CHAIN {
            format!("More than {CHAIN} operators follow one another.")
        } else if self.blocks.last().is_some_and(|block| block.1 > BRANCHES) {
            format!("An if has more than {BRANCHES} branches.")
        } else {
            return Ok(());
        };
        Err(CodeError { message: problem, remedy: "Give parts of it names of their own.".to_owned(), ..token.place() })
    }
}

fn word(token: &Token<'_>) -> Result<(), CodeError> {
    if token.text.starts_with("__") {
        let message = format!("{} begins with two underscores, as no name here does.", token.text);
        return Err(CodeError { message, remedy: "Give it another name.".to_owned(), ..token.place() });
    }
    let foreign = FOREIGN.iter().find(|(word, _)| *word == token.text).or_else(|| {
        // Only where a line begins with it: elsewhere it is a name.
        FOREIGN.first().filter(|_| token.text == "from" && token.indent.is_some())
    });
    let Some((_, instead)) = foreign else { return Ok(()) };
    let message = format!("There is no {} in Starlark.", token.text);
    Err(CodeError { message, remedy: format!("{}{}.", instead[..1].to_uppercase(), &instead[1..]), ..token.place() })
}

impl Token<'_> {
    fn place(&self) -> CodeError {
        at(self.line, self.column, self.column + self.text.chars().count() as u32)
    }
}

/// An error without words yet.
fn at(line: u32, column: u32, end_column: u32) -> CodeError {
    CodeError { line, column, end_line: line, end_column, ..CodeError::default() }
}

/// The pieces of code: words, texts (one piece each), signs. Comments and blanks are left out.
fn tokens(source: &str) -> impl Iterator<Item = Result<Token<'_>, CodeError>> {
    let mut cut = Cut { rest: source, line: 1, column: 1, indent: Some(0) };
    std::iter::from_fn(move || cut.next_token())
}

struct Cut<'a> {
    rest: &'a str,
    line: u32,
    column: u32,
    /// The blanks of the line so far, while nothing else stands in it.
    indent: Option<usize>,
}

impl<'a> Cut<'a> {
    fn next_token(&mut self) -> Option<Result<Token<'a>, CodeError>> {
        loop {
            let first = self.rest.chars().next()?;
            match first {
                '\n' => {
                    self.skip(1);
                    self.indent = Some(0);
                }
                '\t' if self.indent.is_some() => {
                    let remedy = "Indent with blanks, four a block.".to_owned();
                    let tab = CodeError {
                        message: "A tab stands at the begin of the line.".to_owned(),
                        remedy,
                        ..at(self.line, self.column, self.column + 1)
                    };
                    return Some(Err(tab));
                }
                '#' => self.skip(self.rest.find('\n').unwrap_or(self.rest.len())),
                _ if first.is_whitespace() => {
                    self.indent = self.indent.map(|blanks| blanks + 1);
                    self.skip(first.len_utf8());
                }
                _ => return Some(Ok(self.token())),
            }
        }
    }

    fn token(&mut self) -> Token<'a> {
        let (text, line, column, indent) = (&self.rest[..self.length()], self.line, self.column, self.indent.take());
        self.skip(text.len());
        Token { text, line, column, indent }
    }

    /// Bytes of the piece that begins here.
    fn length(&self) -> usize {
        let wordy = |letter: char| letter.is_alphanumeric() || letter == '_';
        let word = self.rest.find(|letter| !wordy(letter)).unwrap_or(self.rest.len());
        let quote = self.rest[word..].chars().next().filter(|quote| matches!(quote, '"' | '\''));
        match quote {
            // With a letter or two before it: raw texts, bytes, texts with fields.
            Some(quote) if word <= 2 => word + text_length(&self.rest[word..], quote),
            _ if word > 0 => word,
            _ => self.rest.chars().next().map_or(1, char::len_utf8),
        }
    }

    fn skip(&mut self, bytes: usize) {
        for letter in self.rest[..bytes].chars() {
            if letter == '\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else {
                self.column += 1;
            }
        }
        self.rest = &self.rest[bytes..];
    }
}

/// Bytes of a text from its quote on (a backslash keeps a quote in raw texts too); one that is not closed goes to the end of its line, or of the code. The parser tells it.
fn text_length(rest: &str, quote: char) -> usize {
    let triple = [quote; 3].iter().collect::<String>();
    let long = rest.starts_with(&triple);
    let close = if long { 3 } else { 1 };
    let mut escaped = false;
    for (place, letter) in rest.char_indices().skip(close) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' if !long => return place,
            _ if letter == quote && (!long || rest[place..].starts_with(&triple)) => return place + close,
            _ => {}
        }
    }
    rest.len()
}
