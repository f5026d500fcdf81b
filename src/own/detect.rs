//! What a list is, found by looking at its beginning: how its lines are read, whether the first row names the columns, and
//! which column has the keys. All of it can be said otherwise.

use super::json;
use super::records::{self, Cell, Cut};
use serde::{Deserialize, Serialize};

/// So many rows are looked at.
const ROWS: usize = 50;
/// Names of columns that have keys, the likeliest first.
const KEY_NAMES: [&str; 8] = ["key", "id", "uuid", "guid", "user_id", "userid", "email", "name"];
/// Longer texts are no names of columns.
const NAME_CHARS: usize = 40;

/// How the lines of a list are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One key a line, as it stands.
    Lines,
    /// Columns with commas between them (CSV).
    Comma,
    /// Columns with semicolons between them.
    Semicolon,
    /// Columns with tabs between them.
    Tab,
    /// One JSON value a line: an object with a field, or a text.
    Json,
}

impl Format {
    /// The byte between columns.
    pub(super) const fn separator(self) -> Option<u8> {
        match self {
            Self::Comma => Some(b','),
            Self::Semicolon => Some(b';'),
            Self::Tab => Some(b'\t'),
            Self::Lines | Self::Json => None,
        }
    }
}

const SEPARATED: [Format; 3] = [Format::Comma, Format::Semicolon, Format::Tab];

/// How a list is to be read; what is not said is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(from_wasm_abi, into_wasm_abi))]
#[serde(default)]
pub struct Choice {
    /// How its lines are read.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// The column or field with the keys: its name, or, where no column has that name, its number from 1.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Whether the first row names the columns.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
}

/// How a list is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) format: Format,
    pub(super) header: bool,
    /// The columns, or the fields of the first objects; none of plain lines.
    pub(super) columns: Vec<String>,
    /// Which of them has the keys.
    pub(super) column: usize,
}

impl Plan {
    /// What the keys are read from, in a sentence.
    pub(super) fn shown_column(&self) -> String {
        match (self.format, self.columns.get(self.column)) {
            (Format::Json, Some(path)) => format!("field \"{path}\""),
            (_, Some(name)) if self.header && !name.is_empty() => format!("column \"{name}\""),
            _ => format!("column {}", self.column + 1),
        }
    }
}

/// Finds how a list is read by its name, its first bytes and what was chosen. Behind the `last` bytes nothing comes.
pub(super) fn plan(name: &str, sample: &[u8], last: bool, choice: &Choice) -> Plan {
    let format = choice.format.unwrap_or_else(|| format(name, sample, last));
    let plan = Plan { format, header: false, columns: Vec::new(), column: 0 };
    match format {
        Format::Lines => plan,
        Format::Json => {
            let columns = fields(sample, last);
            let column = chosen(&columns, true, choice).unwrap_or_else(|| likeliest(&columns));
            // A field that the first objects do not have is one that later ones may have.
            let asked = choice.column.clone().filter(|name| columns.get(column) != Some(name) && name.parse::<usize>().is_err());
            match asked {
                Some(name) => Plan { column: columns.len(), columns: columns.into_iter().chain([name]).collect(), ..plan },
                None => Plan { columns, column, ..plan },
            }
        }
        _ => {
            let rows = rows(sample, format.separator().unwrap_or(b','), last);
            let header = choice.header.unwrap_or_else(|| has_header(&rows));
            let width = rows.iter().map(Vec::len).max().unwrap_or(1);
            let named = rows.first().filter(|_| header);
            let columns: Vec<String> = (0..width).map(|i| named.and_then(|row| row.get(i)).cloned().unwrap_or_default()).collect();
            let column = chosen(&columns, header, choice);
            Plan { column: column.unwrap_or_else(|| if header { likeliest(&columns) } else { 0 }), header, columns, ..plan }
        }
    }
}

/// The chosen column, by its name or its number from 1.
fn chosen(columns: &[String], named: bool, choice: &Choice) -> Option<usize> {
    let column = choice.column.as_deref()?;
    let by_name = columns.iter().position(|name| named && name == column);
    by_name.or_else(|| column.parse::<usize>().ok()?.checked_sub(1).filter(|index| *index < columns.len()))
}

fn format(name: &str, sample: &[u8], last: bool) -> Format {
    let extension = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    let first = lines(sample, last).into_iter().find(|line| !line.trim().is_empty()).unwrap_or_default();
    match extension.as_str() {
        "jsonl" | "ndjson" => Format::Json,
        "tsv" | "tab" => Format::Tab,
        "csv" => even(sample, last).unwrap_or_else(|| widest(sample, last)),
        _ if json::paths(first).is_some() => Format::Json,
        _ => even(sample, last).unwrap_or(if first.starts_with('"') { Format::Comma } else { Format::Lines }),
    }
}

/// The separator by which all rows have the same number of columns, at least two; of several the one with the most.
fn even(sample: &[u8], last: bool) -> Option<Format> {
    let width = |format: &Format| {
        let rows = rows(sample, format.separator()?, last);
        let width = rows.first()?.len();
        (width > 1 && rows.iter().all(|row| row.len() == width)).then_some(width)
    };
    SEPARATED
        .into_iter()
        .rev()
        .filter_map(|format| Some((width(&format)?, format)))
        .max_by_key(|(width, _)| *width)
        .map(|(_, format)| format)
}

/// The separator that parts the first row into the most columns.
fn widest(sample: &[u8], last: bool) -> Format {
    let width = |format: &Format| rows(sample, format.separator().unwrap_or(b','), last).first().map_or(0, Vec::len);
    SEPARATED.into_iter().rev().max_by_key(width).unwrap_or(Format::Comma)
}

fn lines(sample: &[u8], last: bool) -> Vec<&str> {
    let (mut rest, mut found) = (sample, Vec::new());
    while let Some((end, next)) = records::line(rest, last).filter(|_| found.len() < ROWS) {
        found.extend(std::str::from_utf8(&rest[..end]));
        rest = &rest[next..];
    }
    found
}

/// The first rows that are not empty.
fn rows(sample: &[u8], separator: u8, last: bool) -> Vec<Vec<String>> {
    let (mut rest, mut found, mut cells) = (sample, Vec::new(), Vec::new());
    while !rest.is_empty() && found.len() < ROWS {
        let used = match records::row(rest, separator, last, &mut cells) {
            Cut::Whole(used) => used,
            Cut::Open => break,
            Cut::BadQuotes => match records::line(rest, last) {
                Some((_, next)) => {
                    rest = &rest[next..];
                    continue;
                }
                None => break,
            },
        };
        let text = |cell: &Cell| String::from_utf8_lossy(&cell.of(rest)).into_owned();
        let row: Vec<String> = cells.iter().map(text).collect();
        if row.iter().any(|cell| !cell.is_empty()) {
            found.push(row);
        }
        rest = &rest[used..];
    }
    found
}

/// The fields of the first objects, each once, in the order in which they come up.
fn fields(sample: &[u8], last: bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for path in lines(sample, last).into_iter().filter_map(json::paths).flatten() {
        if !found.contains(&path) {
            found.push(path);
        }
    }
    found
}

/// Whether the first row looks as if it names the columns: short words, all different, of which one is known to name keys,
/// or stands above values with a digit or an at sign where it has none itself.
fn has_header(rows: &[Vec<String>]) -> bool {
    let Some((first, rest)) = rows.split_first() else { return false };
    let differ = first.iter().enumerate().all(|(i, name)| !first[..i].contains(name));
    if !differ || !first.iter().all(|name| is_name(name)) {
        return false;
    }
    let coded = |text: &String| text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@');
    let above = |i: usize| !coded(&first[i]) && !rest.is_empty() && rest.iter().all(|row| row.get(i).is_some_and(coded));
    first.iter().any(|name| rank(name) < KEY_NAMES.len()) || (0..first.len()).any(above)
}

fn is_name(text: &str) -> bool {
    let begins = text.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
    begins && text.chars().count() <= NAME_CHARS && !text.contains(['@', '/', ':'])
}

/// The column whose name is the likeliest for keys, else the first.
fn likeliest(columns: &[String]) -> usize {
    (0..columns.len()).min_by_key(|i| rank(&columns[*i])).unwrap_or(0)
}

/// How likely a name is to be that of keys, 0 being the likeliest; of a field of a field its last part counts.
fn rank(name: &str) -> usize {
    let name = name.trim().to_ascii_lowercase().replace([' ', '-'], "_");
    let last = name.rsplit('.').next().unwrap_or_default();
    let known = KEY_NAMES.iter().position(|known| *known == last);
    known.unwrap_or(if last.ends_with("_id") { KEY_NAMES.len() - 1 } else { KEY_NAMES.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, text: &str) -> (Format, bool, Vec<String>, usize) {
        let Plan { format, header, columns, column } = plan(name, text.as_bytes(), true, &Choice::default());
        (format, header, columns, column)
    }

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_list_is_what_it_looks_like() {
        for (name, text, wanted) in [
            ("", "alice\nbob\n", (Format::Lines, false, names(&[]), 0)),
            ("users.txt", "alice\nbob, the builder\n", (Format::Lines, false, names(&[]), 0)),
            ("", "user_id,name\n7,Ann\n8,Bo\n", (Format::Comma, true, names(&["user_id", "name"]), 0)),
            ("", "name;id\nAnn;7\n", (Format::Semicolon, true, names(&["name", "id"]), 1)),
            ("", "Ann\t7\nBo\t8\n", (Format::Tab, false, names(&["", ""]), 0)),
            ("", "visitor,when\na1,2026\n", (Format::Comma, true, names(&["visitor", "when"]), 0)),
            ("", "Ann,Bo\nCarl,Dora\n", (Format::Comma, false, names(&["", ""]), 0)),
            ("", "\"a,b\"\n\"c\"\n", (Format::Comma, false, names(&[""]), 0)),
            ("x.csv", "alice\nbob\n", (Format::Comma, false, names(&[""]), 0)),
            ("x.CSV", "id\n7\n", (Format::Comma, true, names(&["id"]), 0)),
            ("x.csv", "id;note\n7;a,b\n8;c\n", (Format::Semicolon, true, names(&["id", "note"]), 0)),
            ("x.tsv", "a,b\n", (Format::Tab, false, names(&[""]), 0)),
            ("", "{\"n\":1,\"user\":{\"id\":\"x\"}}\n", (Format::Json, false, names(&["n", "user.id"]), 1)),
            ("x.jsonl", "\"alice\"\n", (Format::Json, false, names(&[]), 0)),
            ("", "", (Format::Lines, false, names(&[]), 0)),
        ] {
            assert_eq!(found(name, text), wanted, "{name} {text}");
        }
    }

    #[test]
    fn what_is_chosen_holds() {
        let text = b"id,mail\n7,a@b\n";
        let choose = |format, column: Option<&str>, header| {
            let choice = Choice { format, column: column.map(str::to_owned), header };
            let Plan { format, header, column, .. } = plan("", text, true, &choice);
            (format, header, column)
        };
        assert_eq!(choose(None, Some("mail"), None), (Format::Comma, true, 1));
        assert_eq!(choose(None, Some("2"), None), (Format::Comma, true, 1));
        assert_eq!(choose(None, Some("9"), None), (Format::Comma, true, 0));
        assert_eq!(choose(None, Some("2"), Some(false)), (Format::Comma, false, 1));
        assert_eq!(choose(Some(Format::Lines), None, None), (Format::Lines, false, 0));
        assert_eq!(choose(Some(Format::Tab), None, Some(true)), (Format::Tab, true, 0));
    }
}
