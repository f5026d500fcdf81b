//! Nodes pasted as a list: one a line, its name and, behind commas, semicolons or tabs, its weight, zone and capacity.

use super::records::{self, Cell, Cut};
use super::skipped::{Skips, Told, Why};
use crate::number::decimal;
use serde::Serialize;

/// The columns in their usual order, with what else they are called.
const COLUMNS: [(Column, &[&str]); 4] = [
    (Column::Name, &["name", "node", "nodes", "host", "server", "hostname"]),
    (Column::Weight, &["weight"]),
    (Column::Zone, &["zone", "rack", "az", "datacenter", "dc"]),
    (Column::Capacity, &["capacity"]),
];
/// The limits of scenarios.
const NODES: usize = 8_192;
const NAME_CHARS: usize = 100;
const WEIGHTS: (f64, f64) = (0.001, 1_000.0);
const CAPACITIES: (f64, f64) = (1.0, 1e15);

/// What a column says of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Weight,
    Zone,
    Capacity,
    /// Something else, which is not read.
    Other,
}

/// A node of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct OwnNode {
    /// Its name.
    pub name: String,
    /// Its weight; 1 unless said.
    pub weight: f64,
    /// Its zone.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// How many keys it has room for.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<f64>,
}

/// What became of a list of nodes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(into_wasm_abi))]
pub struct NodeReport {
    /// The nodes, each once.
    pub nodes: Vec<OwnNode>,
    /// What was skipped.
    pub told: Vec<Told>,
}

/// Reads a list of nodes; a first line that names the columns says what each is.
#[must_use]
pub fn read_nodes(list: &str) -> NodeReport {
    let list = list.strip_prefix('\u{feff}').unwrap_or(list);
    let mut reader = Reader { nodes: Vec::new(), lines: Vec::new(), skips: Skips::default() };
    let mut columns = COLUMNS.map(|(column, _)| column).to_vec();
    let (mut rest, mut line, mut first, mut cells) = (list.as_bytes(), 1, true, Vec::new());
    let separator = separator(list);
    while !rest.is_empty() {
        let cut = records::row(rest, separator, true, &mut cells);
        let used = match cut {
            Cut::Whole(used) => used,
            Cut::BadQuotes | Cut::Open => records::line(rest, true).map_or(rest.len(), |(_, next)| next),
        };
        let texts: Vec<String> = cells.iter().map(|cell| trimmed(cell, rest)).collect();
        match header(&texts).filter(|_| first && matches!(cut, Cut::Whole(_))) {
            _ if !matches!(cut, Cut::Whole(_)) => reader.skips.note(Why::BadQuotes, line),
            Some(named) => columns = named,
            None => reader.row(&columns, &texts, line),
        }
        first = first && texts.iter().all(String::is_empty);
        line += rest[..used].iter().filter(|byte| **byte == b'\n').count() as u64;
        rest = &rest[used..];
    }
    reader.finish()
}

fn trimmed(cell: &Cell, bytes: &[u8]) -> String {
    String::from_utf8_lossy(&cell.of(bytes)).trim().to_owned()
}

/// A tab where there is any, else a semicolon where there is no comma.
fn separator(list: &str) -> u8 {
    if list.contains('\t') {
        b'\t'
    } else if list.contains(';') && !list.contains(',') {
        b';'
    } else {
        b','
    }
}

/// What each column is, where a row names them: the name of nodes among them, and nothing that could be a node's value.
fn header(texts: &[String]) -> Option<Vec<Column>> {
    let known = |text: &String| {
        let text = text.to_ascii_lowercase();
        COLUMNS.iter().find(|(_, names)| names.contains(&text.as_str())).map_or(Column::Other, |(column, _)| *column)
    };
    let columns: Vec<Column> = texts.iter().map(known).collect();
    let all = columns.iter().filter(|column| **column != Column::Other).count();
    // One word alone may be the name of a node, but "name" is none.
    let sure = all > 1 || texts.len() == 1 && texts[0].eq_ignore_ascii_case("name");
    (sure && columns.contains(&Column::Name)).then_some(columns)
}

struct Reader {
    nodes: Vec<OwnNode>,
    /// The line of each.
    lines: Vec<u64>,
    skips: Skips,
}

impl Reader {
    fn row(&mut self, columns: &[Column], texts: &[String], line: u64) {
        if texts.iter().all(String::is_empty) {
            return self.skips.note(Why::Empty, line);
        }
        if texts.len() > columns.len() && texts[columns.len()..].iter().any(|text| !text.is_empty()) {
            return self.skips.note(Why::TooManyCells, line);
        }
        let mut node = OwnNode { name: String::new(), weight: 1.0, zone: None, capacity: None };
        for (column, text) in columns.iter().zip(texts) {
            if let Err(why) = set(&mut node, *column, text) {
                return self.skips.note(why, line);
            }
        }
        if !fits(&node.name) {
            return self.skips.note(Why::BadName, line);
        }
        self.nodes.push(node);
        self.lines.push(line);
    }

    /// Each node once, and no more than can take part.
    fn finish(mut self) -> NodeReport {
        let again = repeated(&self.nodes);
        let mut nodes = Vec::new();
        for ((node, line), again) in self.nodes.into_iter().zip(self.lines).zip(again) {
            if again {
                self.skips.note(Why::Repeated, line);
            } else if nodes.len() == NODES {
                self.skips.note(Why::TooManyNodes, line);
            } else {
                nodes.push(node);
            }
        }
        NodeReport { nodes, told: self.skips.told("") }
    }
}

fn set(node: &mut OwnNode, column: Column, text: &str) -> Result<(), Why> {
    match column {
        Column::Name => text.clone_into(&mut node.name),
        Column::Other => {}
        _ if text.is_empty() => {}
        Column::Weight => node.weight = within(text, WEIGHTS).ok_or(Why::BadWeight)?,
        Column::Zone => node.zone = Some(Some(text).filter(|text| fits(text)).ok_or(Why::BadZone)?.to_owned()),
        Column::Capacity => node.capacity = Some(within(text, CAPACITIES).ok_or(Why::BadCapacity)?),
    }
    Ok(())
}

fn within(text: &str, (min, max): (f64, f64)) -> Option<f64> {
    decimal(text).filter(|number| (min..=max).contains(number))
}

/// Whether a text stands on one line of a page: as the reader of scenarios has it.
fn fits(text: &str) -> bool {
    let unprintable =
        |character: char| character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !text.trim().is_empty() && text.chars().count() <= NAME_CHARS && !text.chars().any(unprintable)
}

/// Which nodes have the name of one before them.
fn repeated(nodes: &[OwnNode]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    crate::collections::sort_by(&mut order, |a, b| nodes[*a].name.cmp(&nodes[*b].name));
    let mut again = vec![false; nodes.len()];
    order.windows(2).filter(|pair| nodes[pair[0]].name == nodes[pair[1]].name).for_each(|pair| again[pair[1]] = true);
    again
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::limits;

    fn node(name: &str, weight: f64, zone: Option<&str>, capacity: Option<f64>) -> OwnNode {
        OwnNode { name: name.to_owned(), weight, zone: zone.map(str::to_owned), capacity }
    }

    fn words(list: &str) -> Vec<String> {
        read_nodes(list).told.into_iter().map(|told| told.words).collect()
    }

    #[test]
    fn a_line_is_a_name_with_weight_zone_and_capacity() {
        let plain = [node("a", 1.0, None, None), node("b", 2.5, Some("west"), Some(500.0)), node("c", 1.0, Some("east"), None)];
        for list in ["a\nb, 2.5, west, 500\nc,,east\n", "a\r\nb\t2.5\twest\t500\r\nc\t\teast", "\u{feff}a;;\n\"b\";2.5;west;500\nc;;east;"]
        {
            let report = read_nodes(list);
            assert_eq!(report.nodes, plain, "{list}");
            assert_eq!(report.told, [], "{list}");
        }
    }

    #[test]
    fn a_header_says_what_the_columns_are() {
        let report = read_nodes("Zone,Host,owner\nwest,a,me\n,b,you\n");
        assert_eq!(report.nodes, [node("a", 1.0, Some("west"), None), node("b", 1.0, None, None)]);
        assert_eq!(read_nodes("name\na\n").nodes, [node("a", 1.0, None, None)]);
        // A node may be called so, where nothing else says that columns are named.
        assert_eq!(read_nodes("host\na\n").nodes.len(), 2);
    }

    #[test]
    fn what_is_skipped_is_told_with_its_lines() {
        let long = "n".repeat(101);
        let list = format!("a\n\na\nb,0\nc,x\nd,1,w,0\ne,1,w,2,more\n{long}\nf,1,{long}\n\"g\nh\n");
        assert_eq!(
            words(&list),
            [
                "1 line is empty (line 2)",
                "1 stands there before, and is kept once (line 3)",
                "1 row has quotes that do not match: write a quote within quotes twice (line 10)",
                "1 name is blank, longer than 100 characters or does not fit on a line (line 8)",
                "2 weights are no numbers from 0.001 to 1000 (lines 4 and 5)",
                "1 zone is longer than 100 characters or does not fit on a line (line 9)",
                "1 capacity is no number of keys from 1 on (line 6)",
                "1 line has more than a name, a weight, a zone and a capacity (line 7)",
            ]
        );
        assert_eq!(read_nodes(&list).nodes.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["a", "h"]);
    }

    #[test]
    fn limits_are_those_of_scenarios() {
        assert_eq!((NODES, NAME_CHARS, WEIGHTS), (limits::NODES, limits::NAME_CHARS, (limits::WEIGHT_MIN, limits::WEIGHT_MAX)));
        let many: String = (0..9_000).map(|i| format!("n{i}\n")).collect();
        assert_eq!(read_nodes(&many).nodes.len(), NODES);
        assert_eq!(
            words(&many),
            ["808 more nodes stand behind the first 8,192, which are kept (lines 8,193, 8,194, 8,195, 8,196, 8,197 and 803 more)"]
        );
    }
}
