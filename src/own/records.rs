//! Lines and rows cut from bytes that arrive piece by piece. Rows are those of RFC 4180 with any separator.

use std::borrow::Cow;
use std::ops::Range;

/// A field of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its bytes, without the quotes around them.
    at: Range<usize>,
    /// Whether a quote stands in it, written twice.
    doubled: bool,
}

impl Cell {
    /// Its bytes as they are meant.
    pub(super) fn of<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        let raw = bytes.get(self.at.clone()).unwrap_or_default();
        if self.doubled { Cow::Owned(undoubled(raw)) } else { Cow::Borrowed(raw) }
    }

    /// Where it begins.
    pub(super) const fn begin(&self) -> usize {
        self.at.start
    }
}

fn undoubled(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut bytes = raw.iter();
    while let Some(byte) = bytes.next() {
        out.push(*byte);
        if *byte == b'"' {
            bytes.next();
        }
    }
    out
}

/// What the beginning of some bytes is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// So many bytes, the end of the line with them.
    Whole(usize),
    /// A row whose quotes do not match.
    BadQuotes,
    /// More bytes are needed to say.
    Open,
}

/// Where the first line ends, without what ends it, and where the next begins. Behind the `last` bytes nothing comes.
pub(super) fn line(bytes: &[u8], last: bool) -> Option<(usize, usize)> {
    match bytes.iter().position(|byte| *byte == b'\n') {
        Some(feed) => Some((without_return(bytes, feed), feed + 1)),
        None => (last && !bytes.is_empty()).then(|| (without_return(bytes, bytes.len()), bytes.len())),
    }
}

fn without_return(bytes: &[u8], end: usize) -> usize {
    end - usize::from(end > 0 && bytes[end - 1] == b'\r')
}

/// Cuts the first row into its cells.
pub(super) fn row(bytes: &[u8], separator: u8, last: bool, cells: &mut Vec<Cell>) -> Cut {
    cells.clear();
    let mut at = 0;
    loop {
        let (cell, end) = match cell(bytes, at, separator, last) {
            Ok(found) => found,
            Err(cut) => return cut,
        };
        cells.push(cell);
        match bytes.get(end) {
            Some(byte) if *byte == separator => at = end + 1,
            Some(b'\r') => return Cut::Whole((end + 2).min(bytes.len())),
            Some(_) => return Cut::Whole(end + 1),
            None => return Cut::Whole(end),
        }
    }
}

/// The cell that begins at `at`, and where what ends it stands: a separator, the end of the line or of everything.
fn cell(bytes: &[u8], at: usize, separator: u8, last: bool) -> Result<(Cell, usize), Cut> {
    match bytes.get(at) {
        Some(b'"') => quoted(bytes, at + 1, separator, last),
        _ => plain(bytes, at, separator, last),
    }
}

fn plain(bytes: &[u8], at: usize, separator: u8, last: bool) -> Result<(Cell, usize), Cut> {
    let length = bytes[at..].iter().position(|byte| *byte == separator || *byte == b'\n');
    let end = match length {
        Some(length) => at + length,
        None if last => bytes.len(),
        None => return Err(Cut::Open),
    };
    let feeds = bytes.get(end) != Some(&separator);
    let end = if feeds && end > at { without_return(bytes, end) } else { end };
    Ok((Cell { at: at..end, doubled: false }, end))
}

fn quoted(bytes: &[u8], begin: usize, separator: u8, last: bool) -> Result<(Cell, usize), Cut> {
    let open = if last { Cut::BadQuotes } else { Cut::Open };
    let (mut at, mut doubled) = (begin, false);
    loop {
        let quote = bytes[at..].iter().position(|byte| *byte == b'"').ok_or(open)?;
        let end = at + quote + 1;
        match bytes.get(end..).unwrap_or_default() {
            [b'"', ..] => (at, doubled) = (end + 1, true),
            [] if !last => return Err(Cut::Open),
            [b'\r'] if !last => return Err(Cut::Open),
            [] | [b'\n', ..] | [b'\r', b'\n', ..] | [b'\r'] => return Ok((Cell { at: begin..end - 1, doubled }, end)),
            [byte, ..] if *byte == separator => return Ok((Cell { at: begin..end - 1, doubled }, end)),
            _ => return Err(Cut::BadQuotes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rows of a text as our cutter finds them; nothing where quotes do not match.
    fn rows(text: &str, separator: u8) -> Option<Vec<Vec<String>>> {
        let (mut bytes, mut cells, mut found) = (text.as_bytes(), Vec::new(), Vec::new());
        while !bytes.is_empty() {
            let Cut::Whole(used) = row(bytes, separator, true, &mut cells) else { return None };
            found.push(cells.iter().map(|cell| String::from_utf8(cell.of(bytes).into_owned()).unwrap()).collect());
            bytes = &bytes[used..];
        }
        Some(found)
    }

    /// The same by the crate that everybody uses. It passes over empty lines, which are rows of one empty cell here.
    fn oracle(text: &str, separator: u8) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// Any cells, written with quotes where they need them and sometimes where not.
    fn written() -> impl Strategy<Value = String> {
        let cell = prop_oneof![
            "[a-z ;]{0,6}",
            r#"("[a-z",\n;é]{0,3}"){0,1}"#.prop_map(|text| {
                let inner = text.trim_matches('"').replace('"', "\"\"");
                if text.is_empty() { text } else { format!("\"{inner}\"") }
            })
        ];
        let line = prop::collection::vec(cell, 1..5).prop_map(|cells| cells.join(","));
        (prop::collection::vec(line, 0..6), prop::sample::select(vec!["\n", "\r\n"]), any::<bool>())
            .prop_map(|(lines, end, closed)| lines.join(end) + if closed { end } else { "" })
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_csv_crate(text in written()) {
            let mut found = rows(&text, b',').expect("quotes match");
            found.retain(|cells| cells.len() > 1 || !cells[0].is_empty());
            let mut wanted = oracle(&text, b',');
            wanted.retain(|cells| cells.len() > 1 || !cells[0].is_empty());
            prop_assert_eq!(found, wanted);
        }

        #[test]
        fn a_row_is_the_same_when_its_bytes_come_one_by_one(text in written()) {
            let (bytes, mut cells) = (text.as_bytes(), Vec::new());
            let whole = row(bytes, b',', true, &mut cells);
            let whole_cells = cells.clone();
            for end in 0..bytes.len() {
                let cut = row(&bytes[..end], b',', false, &mut cells);
                if let Cut::Whole(used) = cut {
                    prop_assert_eq!(Cut::Whole(used), whole);
                    prop_assert_eq!(&cells, &whole_cells);
                } else {
                    prop_assert_eq!(cut, Cut::Open);
                }
            }
        }
    }

    #[test]
    fn quotes_that_do_not_match_are_no_row() {
        let mut cells = Vec::new();
        for text in ["\"a", "\"a\"b,c\n", "x,\"a\"\"\n", "\"a\" ,b\n"] {
            assert_eq!(row(text.as_bytes(), b',', true, &mut cells), Cut::BadQuotes, "{text}");
        }
        // Within a cell that does not begin with one a quote is a letter like any other.
        assert_eq!(rows("a\"b,c\n", b',').unwrap(), [["a\"b", "c"]]);
    }

    #[test]
    fn lines_end_with_or_without_a_return() {
        assert_eq!(line(b"a\r\nb", false), Some((1, 3)));
        assert_eq!(line(b"a\nb", false), Some((1, 2)));
        assert_eq!(line(b"ab", false), None);
        assert_eq!(line(b"ab", true), Some((2, 2)));
        assert_eq!(line(b"", true), None);
    }
}
