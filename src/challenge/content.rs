//! The challenges that come with the page: their files, and how one is read.

use super::check::Check;
use crate::number::decimal;
use crate::strategy::find;
use toml::de::{DeTable, DeValue};

/// The files by name, in the order in which they are offered; each shows what the next one takes for granted.
pub const FILES: &[(&str, &str)] = &[
    ("rendezvous", include_str!("../../challenges/rendezvous.toml")),
    ("weighted-rendezvous", include_str!("../../challenges/weighted-rendezvous.toml")),
    ("ring-from-scratch", include_str!("../../challenges/ring-from-scratch.toml")),
    ("replicas-in-zones", include_str!("../../challenges/replicas-in-zones.toml")),
    ("bounded-loads", include_str!("../../challenges/bounded-loads.toml")),
    ("beat-the-ring", include_str!("../../challenges/beat-the-ring.toml")),
];

/// A challenge.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Its name, that of its file.
    pub id: String,
    /// Its title for menus.
    pub title: String,
    /// How hard it is, in a word or two.
    pub level: String,
    /// What to do, in paragraphs; what stands in backticks is code.
    pub task: Vec<String>,
    /// The code that it begins with.
    pub start: String,
    /// Three hints, each telling more than the one before.
    pub hints: Vec<String>,
    /// What the code must hold to, in the order in which it is checked.
    pub checks: Vec<Check>,
    /// The kind of strategy that it is compared with.
    pub reference: Option<&'static str>,
    /// What its nodes are like.
    pub nodes: Fleet,
    /// How many nodes keep a key.
    pub copies: usize,
}

/// What the nodes of a challenge are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fleet {
    /// All of weight 1, without zones.
    Equal,
    /// Of different weights.
    Weighted,
    /// Of weight 1 in three zones, later four.
    Zoned,
}

/// All challenges, in order; `tests/challenges.rs` holds that every file can be read.
#[must_use]
pub fn challenges() -> Vec<Challenge> {
    FILES.iter().filter_map(|(_, text)| Challenge::read(text).ok()).collect()
}

impl Challenge {
    /// The challenge of that name.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        let (_, text) = FILES.iter().find(|(name, _)| *name == id)?;
        Self::read(text).ok()
    }

    /// Reads a challenge's file.
    ///
    /// # Errors
    /// The first problem: the field, what is wrong with it, and what must stand there.
    pub fn read(text: &str) -> Result<Self, String> {
        let table = DeTable::parse(text).map_err(|error| format!("{} (mend the TOML)", error.message()))?.into_inner();
        known_fields(&table, FIELDS, "")?;
        let challenge = Self {
            id: text_of(&table, "id")?.to_owned(),
            title: text_of(&table, "title")?.to_owned(),
            level: text_of(&table, "level")?.to_owned(),
            task: texts_of(&table, "task")?,
            start: text_of(&table, "start")?.to_owned(),
            hints: texts_of(&table, "hints")?,
            checks: checks(&table)?,
            reference: reference(&table)?,
            nodes: fleet(&table)?,
            copies: copies(&table)?,
        };
        challenge.judged()
    }

    /// The same, where it is whole.
    fn judged(self) -> Result<Self, String> {
        let asks = |id: &str| self.checks.iter().any(|check| check.id() == id);
        if self.hints.len() != 3 {
            return Err(format!("hints has {} texts, must have 3 (each tells more than the one before)", self.hints.len()));
        }
        if self.reference.is_none() && (asks("reference") || asks("movement")) {
            return Err("checks compare with a reference, and there is none (write reference = \"ring\", or leave them out)".to_owned());
        }
        if asks("zones") && (self.nodes != Fleet::Zoned || self.copies < 2) {
            return Err("checks has \"zones\", and there are none to keep apart (write nodes = \"zoned\" and copies = 3)".to_owned());
        }
        if asks("alone") && self.copies > 1 {
            return Err("checks has \"alone\", and one node cannot hold several copies (leave it out)".to_owned());
        }
        Ok(self)
    }
}

const FIELDS: &[&str] = &["id", "title", "level", "task", "start", "hints", "checks", "reference", "nodes", "copies"];

fn known_fields(table: &DeTable<'_>, known: &[&str], within: &str) -> Result<(), String> {
    let stranger = table.iter().map(|(key, _)| key.get_ref()).find(|key| !known.contains(&key.as_ref()));
    stranger.map_or(Ok(()), |key| Err(format!("{within}{key} is no field (there are {})", known.join(", "))))
}

fn text_of<'a>(table: &'a DeTable<'_>, field: &str) -> Result<&'a str, String> {
    let text = table.get(field).and_then(|value| value.get_ref().as_str()).filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| format!("{field} is missing or empty (write {field} = \"…\")"))
}

fn texts_of(table: &DeTable<'_>, field: &str) -> Result<Vec<String>, String> {
    let list = table.get(field).and_then(|value| value.get_ref().as_array());
    let texts: Option<Vec<String>> = list.and_then(|list| list.iter().map(|text| text.get_ref().as_str().map(str::to_owned)).collect());
    texts.filter(|texts| !texts.is_empty()).ok_or_else(|| format!("{field} is no list of texts (write {field} = [\"…\"])"))
}

fn reference(table: &DeTable<'_>) -> Result<Option<&'static str>, String> {
    if table.get("reference").is_none() {
        return Ok(None);
    }
    let name = text_of(table, "reference")?;
    find(name)
        .map(|kind| Some(kind.id))
        .ok_or_else(|| format!("reference is \"{name}\", no kind of strategy (docs/strategies.md has them)"))
}

fn fleet(table: &DeTable<'_>) -> Result<Fleet, String> {
    if table.get("nodes").is_none() {
        return Ok(Fleet::Equal);
    }
    match text_of(table, "nodes")? {
        "equal" => Ok(Fleet::Equal),
        "weighted" => Ok(Fleet::Weighted),
        "zoned" => Ok(Fleet::Zoned),
        other => Err(format!("nodes is \"{other}\", must be \"equal\", \"weighted\" or \"zoned\"")),
    }
}

fn copies(table: &DeTable<'_>) -> Result<usize, String> {
    let Some(copies) = number_of(table, "copies", "")? else { return Ok(1) };
    if copies.fract() == 0.0 && (1.0..=3.0).contains(&copies) {
        return Ok(copies as usize);
    }
    Err(format!("copies is {copies}, must be 1, 2 or 3 (the smallest cluster has three nodes)"))
}

fn number_of(table: &DeTable<'_>, field: &str, within: &str) -> Result<Option<f64>, String> {
    let Some(value) = table.get(field) else { return Ok(None) };
    let number = match value.get_ref() {
        DeValue::Integer(number) => decimal(number.as_str()),
        DeValue::Float(number) => decimal(number.as_str()),
        _ => None,
    };
    number.filter(|number| *number >= 0.0).map(Some).ok_or_else(|| format!("{within}{field} is no number from 0 on"))
}

fn checks(table: &DeTable<'_>) -> Result<Vec<Check>, String> {
    let list = table.get("checks").and_then(|value| value.get_ref().as_array());
    let list = list.filter(|list| !list.is_empty()).ok_or("checks is no list (write checks = [\"live\", …])")?;
    let checks = list.iter().enumerate().map(|(i, value)| check(value.get_ref(), &format!("checks[{i}]")));
    let checks = checks.collect::<Result<Vec<Check>, String>>()?;
    let twice = checks.iter().enumerate().find(|(i, check)| checks[..*i].iter().any(|other| other.id() == check.id()));
    twice.map_or_else(|| Ok(checks.clone()), |(i, check)| Err(format!("checks[{i}] is \"{}\" again (once is enough)", check.id())))
}

/// A check, by its name alone or with its parameters.
fn check(value: &DeValue<'_>, path: &str) -> Result<Check, String> {
    let empty = DeTable::new();
    let (id, table) = match value {
        DeValue::String(id) => (id.as_ref(), &empty),
        DeValue::Table(table) => (text_of(table, "id").map_err(|error| format!("{path}.{error}"))?, table),
        _ => return Err(format!("{path} is no check (write its name, or {{ id = \"balance\", deviations = 5 }})")),
    };
    known_fields(table, &["id", "deviations", "uneven", "factor"], &format!("{path}."))?;
    let number = |field: &str| number_of(table, field, &format!("{path}."));
    let wanted =
        |field: &str| number(field)?.ok_or_else(|| format!("{path} is \"{id}\" without {field} (write {{ id = \"{id}\", {field} = … }})"));
    Ok(match id {
        "live" => Check::Live,
        "same" => Check::Same,
        "order" => Check::Order,
        "balance" => Check::Balance { deviations: wanted("deviations")?, uneven: number("uneven")?.unwrap_or(0.0) },
        "add" => Check::Add,
        "remove" => Check::Remove,
        "alone" => Check::Alone,
        "reference" => Check::Reference,
        "zones" => Check::Zones,
        "bounded" => Check::Bounded { factor: wanted("factor")? },
        "movement" => Check::Movement { factor: wanted("factor")? },
        "beats" => Check::Beats,
        _ => return Err(format!("{path} is \"{id}\", which is no check (docs/scripts.md has them)")),
    })
}
