//! Keys out of bytes that arrive piece by piece: only the keys are held, so that a file may be far larger than they are.

use super::detect::{Choice, Format, Plan, plan};
use super::gathered::Gathered;
use super::json::{self, Found};
use super::records::{self, Cell, Cut};
use super::skipped::{Skips, Told, Why};
use super::{KEY_CHARS, ROW_BYTES, SAMPLE_BYTES, digest};
use crate::keys::Texts;
use serde::Serialize;
use std::borrow::Cow;

/// So many keys are shown.
const SHOWN: usize = 5;
const MARK: &[u8] = b"\xef\xbb\xbf";
/// The beginnings of files that are no text, and what to do instead.
const NO_TEXT: [(&[u8], &str); 5] = [
    (b"\xff\xfe", "the file is UTF-16 (save it as UTF-8)"),
    (b"\xfe\xff", "the file is UTF-16 (save it as UTF-8)"),
    (b"PK\x03\x04", "the file is a spreadsheet or an archive (save the sheet as CSV)"),
    (b"\xd0\xcf\x11\xe0", "the file is a spreadsheet (save the sheet as CSV)"),
    (b"\x1f\x8b", "the file is packed by gzip (unpack it first)"),
];

/// What became of a list of keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(into_wasm_abi))]
pub struct KeyReport {
    /// How its lines were read.
    pub format: Format,
    /// Whether the first row was taken as the names of the columns.
    pub header: bool,
    /// The columns, with an empty name where they have none, or the fields of the first objects; none of plain lines.
    pub columns: Vec<String>,
    /// The number of the column with the keys, from 0.
    pub column: u32,
    /// How many lines there were, empty ones too.
    pub lines: u64,
    /// How many keys were kept.
    pub count: u64,
    /// The digest of those that were kept: see [`digest`].
    pub sha256: String,
    /// The first keys.
    pub first: Vec<String>,
    /// What was skipped, and what is odd.
    pub told: Vec<Told>,
    /// Why there are no keys, where there are none.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

impl KeyReport {
    /// Every other way to read the same list that is worth a try where its keys are not those that were wanted.
    #[must_use]
    pub fn others(&self) -> Vec<Choice> {
        let headers: &[bool] = if self.format.separator().is_some() { &[self.header, !self.header] } else { &[self.header] };
        let choice = |header: bool, column: usize| Choice {
            format: Some(self.format),
            column: Some(self.named(column, header)),
            header: Some(header),
        };
        let all = headers.iter().flat_map(|header| (0..self.columns.len()).map(move |column| (*header, column)));
        let mut others: Vec<Choice> =
            all.filter(|other| *other != (self.header, self.column as usize)).map(|(header, column)| choice(header, column)).collect();
        if self.format != Format::Lines {
            others.push(Choice { format: Some(Format::Lines), ..Choice::default() });
        }
        others
    }

    /// How a choice names a column.
    fn named(&self, column: usize, header: bool) -> String {
        let name = self.columns.get(column).filter(|_| header && self.header || self.format == Format::Json);
        name.filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| (column + 1).to_string())
    }
}

/// Reads keys piece by piece.
#[derive(Debug)]
pub struct KeyReader {
    name: String,
    choice: Choice,
    /// How the list is read, once its beginning is there.
    plan: Option<Plan>,
    /// Whether the row with the names of the columns is still to come.
    heading: bool,
    /// What is not yet read, and how many bytes and lines were before it.
    rest: Vec<u8>,
    byte: u64,
    lines: u64,
    /// Whether the rest of a line that is too long is passed over.
    passing: bool,
    gathered: Gathered,
    skips: Skips,
    refused: Option<&'static str>,
    /// Room for the cells of a row.
    cells: Vec<Cell>,
}

impl KeyReader {
    /// A reader for a file of that name, which may be empty: its ending tells what it is.
    #[must_use]
    pub fn new(name: &str, choice: Choice) -> Self {
        Self {
            name: name.to_owned(),
            choice,
            plan: None,
            heading: false,
            rest: Vec::new(),
            byte: 0,
            lines: 0,
            passing: false,
            gathered: Gathered::default(),
            skips: Skips::default(),
            refused: None,
            cells: Vec::new(),
        }
    }

    /// Takes the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.refused.is_none() {
            self.rest.extend_from_slice(bytes);
            self.work(false);
        }
    }

    /// Ends the list; gives its keys, none where it was refused, and the report.
    #[must_use]
    pub fn finish(mut self) -> (Texts, KeyReport) {
        self.work(true);
        self.lines += u64::from(self.passing);
        let plan = self.plan.unwrap_or(Plan { format: Format::Lines, header: false, columns: Vec::new(), column: 0 });
        let keys = self.gathered.finish(&mut self.skips);
        let none = if plan.format == Format::Json && self.lines > 0 {
            "no key was found (choose another field, or write one JSON object or text a line)"
        } else {
            "no key was found (write one key a line, or give a column of keys)"
        };
        let report = KeyReport {
            format: plan.format,
            header: plan.header,
            column: plan.column as u32,
            lines: self.lines,
            count: keys.len() as u64,
            sha256: digest(&keys),
            first: keys.iter().take(SHOWN).map(str::to_owned).collect(),
            told: self.skips.told(&plan.shown_column()),
            refused: self.refused.or(keys.is_empty().then_some(none)).map(str::to_owned),
            columns: plan.columns,
        };
        (keys, report)
    }

    /// Reads what can be read. Behind the `last` bytes nothing comes.
    fn work(&mut self, last: bool) {
        if self.plan.is_none() && !self.begin(last) {
            return;
        }
        let Some(plan) = self.plan.take() else { return };
        let rest = std::mem::take(&mut self.rest);
        let mut at = 0;
        while let Some(used) = self.next(&plan, &rest[at..], last) {
            at += used;
            self.byte += used as u64;
        }
        self.rest.extend_from_slice(&rest[at..]);
        self.plan = Some(plan);
    }

    /// Looks at the beginning, once there is enough of it.
    fn begin(&mut self, last: bool) -> bool {
        if self.rest.len() < SAMPLE_BYTES && !last {
            return false;
        }
        self.refused = NO_TEXT.iter().find(|(begin, _)| self.rest.starts_with(begin)).map(|(_, why)| *why);
        if self.refused.is_some() {
            self.rest.clear();
            return false;
        }
        if self.rest.starts_with(MARK) {
            self.rest.drain(..MARK.len());
            self.byte = MARK.len() as u64;
            self.skips.note(Why::Mark, 1);
        }
        let sample = &self.rest[..self.rest.len().min(SAMPLE_BYTES)];
        let plan = plan(&self.name, sample, last && sample.len() == self.rest.len(), &self.choice);
        self.heading = plan.header;
        self.plan = Some(plan);
        true
    }

    /// Reads one line or row; how many bytes it took, none where more are needed.
    fn next(&mut self, plan: &Plan, bytes: &[u8], last: bool) -> Option<usize> {
        if bytes.is_empty() {
            return None;
        }
        if self.passing {
            return Some(self.pass(bytes));
        }
        match plan.format.separator() {
            None => match records::line(bytes, last) {
                Some((end, used)) => {
                    self.lines += 1;
                    self.line(plan, &bytes[..end]);
                    Some(used)
                }
                None => self.wait(bytes),
            },
            Some(separator) => self.row(plan, bytes, separator, last),
        }
    }

    fn row(&mut self, plan: &Plan, bytes: &[u8], separator: u8, last: bool) -> Option<usize> {
        let mut cells = std::mem::take(&mut self.cells);
        let cut = records::row(bytes, separator, last, &mut cells);
        let used = match cut {
            Cut::Whole(used) => {
                self.cells_of(plan, bytes, &cells);
                self.lines += (bytes[..used].iter().filter(|byte| **byte == b'\n').count() as u64).max(1);
                Some(used)
            }
            Cut::BadQuotes => Some(self.give_up(Why::BadQuotes, bytes)),
            Cut::Open => self.wait(bytes),
        };
        self.cells = cells;
        used
    }

    /// More bytes are needed, unless there are too many for one line already.
    fn wait(&mut self, bytes: &[u8]) -> Option<usize> {
        (bytes.len() > ROW_BYTES).then(|| {
            let quoted = bytes[..ROW_BYTES].contains(&b'\n');
            self.give_up(if quoted { Why::BadQuotes } else { Why::LongRow }, bytes)
        })
    }

    /// Passes over a line; what follows it is read again.
    fn give_up(&mut self, why: Why, bytes: &[u8]) -> usize {
        self.skips.note(why, self.lines + 1);
        self.passing = true;
        self.pass(bytes)
    }

    fn pass(&mut self, bytes: &[u8]) -> usize {
        let feed = bytes.iter().position(|byte| *byte == b'\n');
        if feed.is_some() {
            self.passing = false;
            self.lines += 1;
        }
        feed.map_or(bytes.len(), |feed| feed + 1)
    }

    fn line(&mut self, plan: &Plan, line: &[u8]) {
        let Some(text) = self.utf8(line, self.byte, self.lines) else { return };
        if plan.format == Format::Lines || text.trim().is_empty() {
            return self.key(text, self.lines);
        }
        let path = plan.columns.get(plan.column).map_or("", String::as_str);
        match json::field(text.trim(), path) {
            Ok(Found::Text(key)) => self.key(&key, self.lines),
            Ok(Found::Absent) => self.skips.note(Why::Absent, self.lines),
            Ok(Found::Other) => self.skips.note(Why::NotText, self.lines),
            Err(_) => self.skips.note(Why::NotJson, self.lines),
        }
    }

    /// The key of a row that begins on the line after those that were read.
    fn cells_of(&mut self, plan: &Plan, bytes: &[u8], cells: &[Cell]) {
        let line = self.lines + 1;
        let empty = cells.iter().all(|cell| cell.of(bytes).is_empty());
        if empty {
            return self.skips.note(Why::Empty, line);
        }
        if std::mem::take(&mut self.heading) {
            return;
        }
        let Some(cell) = cells.get(plan.column) else { return self.skips.note(Why::Absent, line) };
        let raw: Cow<'_, [u8]> = cell.of(bytes);
        if raw.is_empty() {
            return self.skips.note(Why::Absent, line);
        }
        if let Some(text) = self.utf8(&raw, self.byte + cell.begin() as u64, line) {
            self.key(text, line);
        }
    }

    fn utf8<'b>(&mut self, bytes: &'b [u8], begin: u64, line: u64) -> Option<&'b str> {
        let text = std::str::from_utf8(bytes);
        if let Err(error) = &text {
            self.skips.note_at(Why::NotUtf8, line, Some(begin + error.valid_up_to() as u64));
        }
        text.ok()
    }

    fn key(&mut self, key: &str, line: u64) {
        let bare = key.trim();
        if bare.is_empty() {
            self.skips.note(Why::Empty, line);
        } else if key.len() > KEY_CHARS && key.chars().count() > KEY_CHARS {
            self.skips.note(Why::TooLong, line);
        } else if key.chars().any(char::is_control) {
            self.skips.note(Why::Control, line);
        } else {
            if bare.len() < key.len() {
                self.skips.note(Why::Spaces, line);
            }
            self.gathered.push(key, line, &mut self.skips);
        }
    }
}

/// Reads the keys of a whole list.
#[must_use]
pub fn read_keys(name: &str, bytes: &[u8], choice: &Choice) -> (Texts, KeyReport) {
    let mut reader = KeyReader::new(name, choice.clone());
    reader.feed(bytes);
    reader.finish()
}

/// The keys with a digest, in whichever column of the list they stand.
///
/// # Errors
/// The report on the list as it is read when nothing is chosen, where no column has them.
pub fn seek_keys(name: &str, bytes: &[u8], sha256: &str) -> Result<(Texts, KeyReport), Box<KeyReport>> {
    let (keys, report) = read_keys(name, bytes, &Choice::default());
    if report.sha256 == sha256 {
        return Ok((keys, report));
    }
    let others = report.others().into_iter().map(|choice| read_keys(name, bytes, &choice));
    others.into_iter().find(|(_, other)| other.sha256 == sha256).ok_or_else(|| Box::new(report))
}
