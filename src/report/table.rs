//! The report as rows: the comparison of strategies at one step, as CSV and as Markdown, and the moved keys as CSV.
//!
//! Numbers in the files are plain: shares from 0 to 1, times in nanoseconds, sizes in bytes; what is not known is empty.

use super::{DeviationTheory, Report, Spread, Theory};
use serde::{Deserialize, Serialize};

/// One strategy in the comparison at one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(into_wasm_abi))]
pub struct CompareRow {
    /// The strategy's name.
    pub name: String,
    /// What tells it apart.
    pub description: String,
    /// Its kind at this step.
    pub kind: String,
    /// Its dialect at this step.
    pub dialect: String,
    /// Keys moved by the step.
    pub moved: u64,
    /// The same as a share of all keys.
    pub moved_share: f64,
    /// Moved keys that did not need to.
    pub needless: u64,
    /// What theory expects to move.
    pub theory: Option<Theory>,
    /// What a perfect strategy would have moved, a share.
    pub least: f64,
    /// The greatest load over its fair share.
    pub peak_to_average: f64,
    /// The 99th percentile over live nodes of load over fair share.
    pub p99_to_average: f64,
    /// The relative standard deviation of the loads from their fair shares.
    pub deviation: f64,
    /// What theory expects that deviation to be.
    pub deviation_theory: Option<DeviationTheory>,
    /// The greatest share of requests over its fair share.
    pub peak_requests: f64,
    /// Keys on which it disagrees with the strategy beside it, where there is one.
    pub disagree: Option<u64>,
    /// Sets of nodes that hold a key's copies, with more than one replica; at the most so many are counted.
    pub replica_sets: Option<u64>,
    /// Where the keys of removed or failed nodes went.
    pub spread: Option<Spread>,
    /// What the built structure takes, bytes.
    pub memory_bytes: u64,
    /// Why there are no figures, where the strategy refused a step up to here.
    pub refused: Option<String>,
}

/// The comparison at a phase, in the scenario's order.
#[must_use]
pub fn compare_rows(report: &Report, phase: usize) -> Vec<CompareRow> {
    let total = report.keys.max(1) as f64;
    let row = |strategy: &super::StrategyReport| {
        let found = strategy.phases.get(phase);
        // A refused step has no phase of its own: its strategy is that of the phase before.
        let last = found.or(strategy.phases.last());
        CompareRow {
            name: strategy.name.clone(),
            description: strategy.description.clone(),
            kind: last.map_or(&strategy.kind, |last| &last.kind).clone(),
            dialect: last.map_or(String::new(), |last| last.dialect.clone()),
            moved: found.map_or(0, |found| found.moved),
            moved_share: found.map_or(0.0, |found| found.moved as f64 / total),
            needless: found.map_or(0, |found| found.needless),
            theory: found.and_then(|found| found.theory.clone()),
            least: found.map_or(0.0, |found| found.least),
            peak_to_average: found.map_or(0.0, |found| found.peak_to_average),
            p99_to_average: found.map_or(0.0, |found| found.p99_to_average),
            deviation: found.map_or(0.0, |found| found.deviation),
            deviation_theory: found.and_then(|found| found.deviation_theory.clone()),
            peak_requests: found.map_or(0.0, |found| found.peak_requests),
            disagree: found.and_then(|found| found.disagree),
            replica_sets: found.and_then(|found| found.replica_sets.as_ref()).map(|sets| sets.count),
            spread: found.and_then(|found| found.spread.clone()),
            memory_bytes: found.map_or(0, |found| found.memory_bytes),
            refused: if found.is_some() {
                None
            } else {
                strategy.refused.as_ref().map(|refused| format!("{} ({})", refused.why, refused.instead))
            },
        }
    };
    report.strategies.iter().map(row).collect()
}

/// What was measured of one strategy where the comparison is shown; nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// One look-up, the key's hash included.
    pub look_up_ns: f64,
    /// One build.
    pub build_ns: f64,
}

/// A row with what was measured of it.
type Measured<'a> = (&'a CompareRow, Option<Timing>);

/// A column of the files: its head, whether it has figures, and its text in a row; no figures of a refused step.
type Column = (&'static str, bool, fn(&Measured<'_>) -> Option<String>);

const COLUMNS: &[Column] = &[
    ("strategy", false, |(row, _)| Some(row.name.clone())),
    ("description", false, |(row, _)| Some(row.description.clone())),
    ("kind", false, |(row, _)| Some(row.kind.clone())),
    ("dialect", false, |(row, _)| Some(row.dialect.clone())),
    ("moved", true, |(row, _)| Some(row.moved.to_string())),
    ("needed", true, |(row, _)| Some((row.moved - row.needless).to_string())),
    ("needless", true, |(row, _)| Some(row.needless.to_string())),
    ("moved_share", true, |(row, _)| Some(row.moved_share.to_string())),
    ("moved_theory", true, |(row, _)| Some(row.theory.as_ref()?.moved.to_string())),
    ("moved_formula", false, |(row, _)| Some(row.theory.as_ref()?.formula.clone())),
    ("peak_to_average", true, |(row, _)| Some(row.peak_to_average.to_string())),
    ("p99_to_average", true, |(row, _)| Some(row.p99_to_average.to_string())),
    ("deviation", true, |(row, _)| Some(row.deviation.to_string())),
    ("deviation_theory", true, |(row, _)| Some(row.deviation_theory.as_ref()?.deviation.to_string())),
    ("deviation_formula", false, |(row, _)| Some(row.deviation_theory.as_ref()?.formula.clone())),
    ("spread_nodes", true, |(row, _)| Some(row.spread.as_ref()?.nodes.to_string())),
    ("spread_greatest", true, |(row, _)| Some(row.spread.as_ref()?.greatest.to_string())),
    ("look_up_ns", true, |(_, timing)| Some(timing.as_ref()?.look_up_ns.to_string())),
    ("build_ns", true, |(_, timing)| Some(timing.as_ref()?.build_ns.to_string())),
    ("memory_bytes", true, |(row, _)| Some(row.memory_bytes.to_string())),
    ("refused", false, |(row, _)| row.refused.clone()),
];

/// A column's text in a row; empty where there is none.
fn cell((_, figure, text): &Column, row: &Measured<'_>) -> String {
    let without = *figure && row.0.refused.is_some();
    if without { None } else { text(row) }.unwrap_or_default()
}

/// The comparison as CSV (RFC 4180), the rows in their order, each with what was measured of it.
#[must_use]
pub fn compare_csv(rows: &[Measured<'_>]) -> String {
    let mut lines: Vec<Vec<String>> = vec![COLUMNS.iter().map(|column| column.0.to_owned()).collect()];
    lines.extend(rows.iter().map(|row| COLUMNS.iter().map(|column| field(&cell(column, row))).collect()));
    lines.into_iter().map(|line| line.join(",") + "\r\n").collect()
}

/// The comparison as a table of Markdown, the rows in their order, each with what was measured of it.
#[must_use]
pub fn compare_markdown(rows: &[Measured<'_>]) -> String {
    let mut lines: Vec<Vec<String>> = vec![
        COLUMNS.iter().map(|column| column.0.to_owned()).collect(),
        COLUMNS.iter().map(|column| if column.1 { "--:" } else { "---" }.to_owned()).collect(),
    ];
    lines.extend(rows.iter().map(|row| COLUMNS.iter().map(|column| escaped(&cell(column, row))).collect()));
    lines.into_iter().map(|line| format!("| {} |\n", line.join(" | "))).collect()
}

/// A text that stays in its cell, and is no markup there.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => escaped.push(' '),
            '\\' | '|' | '`' | '*' | '_' | '<' | '[' | ']' => escaped.extend(['\\', letter]),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// The load of every node of a phase as CSV (RFC 4180), in the order of the members.
#[must_use]
pub fn loads_csv(report: &Report, strategy: usize, phase: usize) -> String {
    let mut text = "node,before,keys,copies,share,requests,fair,weight,live\r\n".to_owned();
    let phases = report.strategies.get(strategy).map_or(&[][..], |strategy| &strategy.phases);
    let Some(found) = phases.get(phase) else { return text };
    let before = phase.checked_sub(1).and_then(|before| phases.get(before));
    let requests = found.nodes.iter().map(|load| load.requests).sum::<u64>().max(1) as f64;
    for load in &found.nodes {
        let fields = [
            field(report.name(load.node)),
            before.and_then(|before| before.load(load.node)).map(|load| load.keys.to_string()).unwrap_or_default(),
            load.keys.to_string(),
            load.copies.to_string(),
            (load.keys as f64 / report.keys.max(1) as f64).to_string(),
            (load.requests as f64 / requests).to_string(),
            load.fair.to_string(),
            load.weight.to_string(),
            load.live.to_string(),
        ];
        text += &(fields.join(",") + "\r\n");
    }
    text
}

/// The first line of the moved keys as CSV.
#[must_use]
pub const fn moved_csv_header() -> &'static str {
    "key,from,to\r\n"
}

/// One moved key as a line of CSV (RFC 4180: fields with commas, quotes or line ends are quoted).
#[must_use]
pub fn moved_csv(key: &str, from: &str, to: &str) -> String {
    format!("{},{},{}\r\n", field(key), field(from), field(to))
}

pub(super) fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, CompareRow, Timing, compare_csv, compare_markdown};
    use crate::report::{DeviationTheory, Spread, Theory};

    fn row(name: &str) -> CompareRow {
        CompareRow {
            name: name.to_owned(),
            description: format!("{name}, 100 points a node"),
            kind: "ring".to_owned(),
            dialect: "workshop".to_owned(),
            moved: 246,
            moved_share: 0.246,
            needless: 6,
            theory: Some(Theory { moved: 0.25, formula: "1/4 = 0.25".to_owned() }),
            least: 0.25,
            peak_to_average: 1.124,
            p99_to_average: 1.101,
            deviation: 0.1,
            deviation_theory: Some(DeviationTheory { deviation: 0.114, formula: "√(3/1000 + 0.1²) = 0.114".to_owned() }),
            peak_requests: 1.124,
            disagree: None,
            replica_sets: None,
            spread: None,
            memory_bytes: 6400,
            refused: None,
        }
    }

    /// A reader of RFC 4180, written from its grammar: records end with CRLF, a quoted field doubles its quotes.
    fn records(text: &str) -> Vec<Vec<String>> {
        let (mut records, mut record, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => record.push(std::mem::take(&mut field)),
                '\r' if !quoted => {
                    assert_eq!(letters.next(), Some('\n'), "a carriage return alone");
                    record.push(std::mem::take(&mut field));
                    records.push(std::mem::take(&mut record));
                }
                _ => field.push(letter),
            }
        }
        assert!(!quoted && record.is_empty() && field.is_empty(), "the last record has no end");
        records
    }

    #[test]
    fn csv_has_a_head_and_every_figure_of_a_row() {
        let row = CompareRow { spread: Some(Spread { nodes: 3, greatest: 0.5 }), ..row("ring") };
        let timing = Timing { look_up_ns: 812.5, build_ns: 120_000.0 };
        let found = records(&compare_csv(&[(&row, Some(timing))]));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], COLUMNS.iter().map(|column| column.0).collect::<Vec<_>>());
        let expected = [
            "ring",
            "ring, 100 points a node",
            "ring",
            "workshop",
            "246",
            "240",
            "6",
            "0.246",
            "0.25",
            "1/4 = 0.25",
            "1.124",
            "1.101",
            "0.1",
            "0.114",
            "√(3/1000 + 0.1²) = 0.114",
            "3",
            "0.5",
            "812.5",
            "120000",
            "6400",
            "",
        ];
        assert_eq!(found[1], expected);
    }

    #[test]
    fn csv_keeps_names_with_commas_quotes_and_line_ends() {
        let names = ["a,b", "\"quoted\"", "two\nlines", "carriage\rreturn", "plain"];
        let rows: Vec<CompareRow> = names.into_iter().map(row).collect();
        let found = records(&compare_csv(&rows.iter().map(|row| (row, None)).collect::<Vec<_>>()));
        let read: Vec<&str> = found[1..].iter().map(|record| record[0].as_str()).collect();
        assert_eq!(read, names);
        assert!(found.iter().all(|record| record.len() == COLUMNS.len()));
    }

    #[test]
    fn what_is_not_known_is_empty_and_a_refused_step_has_its_reason_alone() {
        let refused = CompareRow { refused: Some("it cannot".to_owned()), ..row("jump") };
        let bare = CompareRow { theory: None, deviation_theory: None, ..row("x") };
        let found = records(&compare_csv(&[(&refused, None), (&bare, None)]));
        let at = |name: &str| COLUMNS.iter().position(|column| column.0 == name).unwrap();
        assert_eq!((found[1][at("moved")].as_str(), found[1][at("memory_bytes")].as_str()), ("", ""));
        assert_eq!(found[1][at("refused")], "it cannot");
        assert_eq!((found[2][at("moved_theory")].as_str(), found[2][at("look_up_ns")].as_str()), ("", ""));
        assert_eq!(found[2][at("moved")], "246");
    }

    #[test]
    fn markdown_has_a_line_a_row_with_as_many_cells_as_columns() {
        let rows = [row("a|b"), row("two\r\nlines"), row("<b>*bold*</b> `code` [link](x)")];
        let text = compare_markdown(&rows.iter().map(|row| (row, None)).collect::<Vec<_>>());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2 + rows.len());
        for line in &lines {
            let bars = line.replace("\\|", "").matches('|').count();
            assert_eq!(bars, COLUMNS.len() + 1, "{line}");
        }
        assert!(lines[2].starts_with("| a\\|b | "));
        assert!(lines[3].starts_with("| two  lines | "));
        assert!(lines[4].starts_with("| \\<b>\\*bold\\*\\</b> \\`code\\` \\[link\\](x) | "));
    }
}
