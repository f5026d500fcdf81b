//! The values that fields take, where they can be listed: kinds, dialects, hashes, measures, and the names in the text.

use super::super::diagnostic::quote;
use super::Topic;
use super::cursor::Cursor;
use crate::analysis::Measure;
use crate::hash::HashKind;
use crate::sim::SettingRange;
use crate::sim::migration::{MIGRATION_SETTINGS, Policy};
use crate::sim::overload::OVERLOAD_SETTINGS;
use crate::strategy::{self, KINDS, Kind, Param, Range};

const POPULARITY: [(&str, &str, &str); 3] = [
    ("\"uniform\"", "the default", "Every key has as many requests."),
    ("{ zipf = 1.1 }", "Zipf's law", "Requests fall with the rank of a key, to the power of this."),
    ("{ hot = 1, share = 0.5 }", "hot keys", "So many keys have this share of all requests."),
];
const PARAMETERS: [(&str, &str); 5] = [
    ("nodes", "the number of nodes at the start"),
    ("weight", "the weight of a node at the start"),
    ("keys", "the number of keys"),
    ("replicas", "the copies of each key"),
    ("zipf", "the exponent of Zipf's law"),
];

/// What the value of a field can be.
pub(super) fn of(cursor: &Cursor<'_>, field: &str) -> Vec<Topic> {
    let mut found = Vec::new();
    let mut add = |id: &str, detail: &str, about: &str| found.push(Topic::new(&quote(id), detail, about));
    let path = cursor.path().join(".");
    match (path.as_str(), field) {
        ("strategy", "kind") | ("step.switch", "strategy") => KINDS.iter().for_each(|kind| add(kind.id, kind.title, kind.summary)),
        (_, "hash") => {
            HashKind::ALL.iter().for_each(|hash| add(hash.id(), hash.title(), if hash.ids_only() { "For ids alone." } else { "" }))
        }
        ("strategy" | "step.switch", "dialect") => {
            let kind = kind_of(cursor);
            kind.map_or(&[][..], |kind| kind.dialects).iter().for_each(|dialect| add(dialect.id, "", dialect.summary));
        }
        ("strategy" | "step.switch", param) => choices(cursor, param).iter().for_each(|name| add(name, "", "")),
        ("", "spread") => ["nodes", "zones"].iter().for_each(|name| add(name, "", "")),
        ("", "reads") => ["first", "any"].iter().for_each(|name| add(name, "", "")),
        ("keys", "popularity") => found.extend(POPULARITY.iter().map(|(name, detail, about)| Topic::new(name, detail, about))),
        ("sweep", "parameter") => {
            PARAMETERS.iter().for_each(|(id, detail)| add(id, detail, ""));
            parameters(cursor).iter().for_each(|param| add(param.id, param.title, param.summary));
        }
        ("sweep", "measure") => Measure::ALL.iter().for_each(|measure| add(measure.id(), measure.title(), "")),
        ("sweep", "scale") => ["log", "linear"].iter().for_each(|name| add(name, "", "")),
        ("sweep" | "expect", "node") | ("step", "remove" | "fail" | "recover") => nodes(cursor).iter().for_each(|name| add(name, "", "")),
        ("expect", "strategy") => strategies(cursor).iter().for_each(|name| add(name, "", "")),
        ("migration", "policy") => Policy::ALL.iter().for_each(|policy| add(policy.id(), "", "")),
        (section, field) if is_switch(section, field) => found.extend(["true", "false"].map(|truth| Topic::new(truth, "", ""))),
        _ => {}
    }
    found
}

/// Whether a field is true or false.
fn is_switch(section: &str, field: &str) -> bool {
    match section {
        "expect" => field == "refused",
        "migration" => MIGRATION_SETTINGS.iter().any(|setting| setting.id == field && setting.range == SettingRange::Switch),
        "incident" => OVERLOAD_SETTINGS.iter().any(|setting| setting.id == field && setting.range == SettingRange::Switch),
        _ => false,
    }
}

/// The kind of the strategy, or of the switch, that the place is in.
pub(super) fn kind_of(cursor: &Cursor<'_>) -> Option<&'static Kind> {
    let field = if cursor.path() == ["strategy"] { "kind" } else { "strategy" };
    strategy::find(&cursor.value(field)?)
}

/// The numbers of the kinds that the text names.
fn parameters(cursor: &Cursor<'_>) -> Vec<&'static Param> {
    let mut found: Vec<&'static Param> = Vec::new();
    for param in kinds(cursor).iter().flat_map(|kind| kind.params) {
        let number = matches!(param.range, Range::Whole { .. } | Range::Number { .. } | Range::Capacity { .. });
        if number && !found.iter().any(|other| other.id == param.id) {
            found.push(param);
        }
    }
    found
}

/// The kinds that the text names.
pub(super) fn kinds(cursor: &Cursor<'_>) -> Vec<&'static Kind> {
    let mut found: Vec<&'static Kind> = Vec::new();
    for id in cursor.at(&["strategy"]).flat_map(|table| table.words("kind").collect::<Vec<_>>()) {
        if let Some(kind) = strategy::find(&id).filter(|kind| !found.iter().any(|other| other.id == kind.id)) {
            found.push(kind);
        }
    }
    found
}

/// The names of the strategies that the text has.
fn strategies(cursor: &Cursor<'_>) -> Vec<String> {
    cursor.at(&["strategy"]).filter_map(|table| table.words("name").next().or_else(|| table.words("kind").next())).collect()
}

/// The names of the nodes that the text has, in the order in which they come.
pub(super) fn nodes(cursor: &Cursor<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for table in &cursor.tables {
        let path: Vec<&str> = table.path.iter().map(String::as_str).collect();
        let field = match path[..] {
            [] => "nodes",
            ["step"] => "add",
            ["nodes"] | ["step", "add"] => "name",
            _ => continue,
        };
        for name in table.words(field).filter(|name| !name.is_empty()) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

/// The names of a choice of a strategy's own.
fn choices(cursor: &Cursor<'_>, id: &str) -> &'static [&'static str] {
    let param = kind_of(cursor).and_then(|kind| kind.params.iter().find(|param| param.id == id));
    if let Some(Range::Choice(names)) = param.map(|param| param.range) { names } else { &[] }
}
