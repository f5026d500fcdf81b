//! The values that fields take, where they can be listed: kinds, dialects, hashes, measures, and the names in the text.

use super::super::diagnostic::quote;
use super::Topic;
use super::cursor::Cursor;
use crate::analysis::Measure;
use crate::hash::HashKind;
use crate::sim::migration::{MIGRATION_SETTINGS, Policy};
use crate::sim::overload::OVERLOAD_SETTINGS;
use crate::sim::{Setting, SettingRange};
use crate::strategy::{self, KINDS, Kind, Range};

/// What the value of a field can be.
pub(super) fn of(cursor: &Cursor<'_>, field: &str) -> Vec<Topic> {
    match (&cursor.path()[..], field) {
        (["strategy"], "kind") | (["step", "switch"], "strategy") => {
            KINDS.iter().map(|kind| quoted(kind.id, kind.title, kind.summary)).collect()
        }
        (_, "hash") => HashKind::ALL.into_iter().map(hash).collect(),
        (["strategy"], "dialect") => dialects(cursor.value("kind")),
        (["step", "switch"], "dialect") => dialects(cursor.value("strategy")),
        ([], "spread") => plain(&["nodes", "zones"]),
        ([], "reads") => plain(&["first", "any"]),
        (["keys"], "popularity") => popularity(),
        (["sweep"], "parameter") => parameters(cursor),
        (["sweep"], "measure") => Measure::ALL.into_iter().map(|measure| quoted(measure.id(), measure.title(), "")).collect(),
        (["sweep"], "scale") => plain(&["log", "linear"]),
        (["sweep" | "expect"], "node") | (["step"], "remove" | "fail" | "recover") => names(nodes(cursor)),
        (["expect"], "strategy") => names(strategies(cursor)),
        (["expect"], "refused") => truths(),
        (["migration"], "policy") => plain(&Policy::ALL.map(Policy::id)),
        (["migration"], setting) => switched(&MIGRATION_SETTINGS, setting),
        (["incident"], setting) => switched(&OVERLOAD_SETTINGS, setting),
        (["strategy"] | ["step", "switch"], param) => choices(cursor, param),
        _ => Vec::new(),
    }
}

fn quoted(id: &str, detail: &str, about: &str) -> Topic {
    Topic::new(quote(id), detail, about)
}

fn plain(names: &[&str]) -> Vec<Topic> {
    names.iter().map(|name| quoted(name, "", "")).collect()
}

fn names(names: Vec<String>) -> Vec<Topic> {
    names.iter().map(|name| quoted(name, "", "")).collect()
}

fn truths() -> Vec<Topic> {
    ["true", "false"].into_iter().map(|truth| Topic::new(truth, "", "")).collect()
}

fn hash(hash: HashKind) -> Topic {
    let about = if hash.ids_only() { "For ids alone." } else { "" };
    quoted(hash.id(), hash.title(), about)
}

fn dialects(kind: Option<String>) -> Vec<Topic> {
    let kind = kind.and_then(|kind| strategy::find(&kind));
    let dialects = kind.map_or(&[][..], |kind| kind.dialects);
    dialects.iter().map(|dialect| quoted(dialect.id, "", dialect.summary)).collect()
}

fn popularity() -> Vec<Topic> {
    vec![
        Topic::new("\"uniform\"", "the default", "Every key has as many requests."),
        Topic::new("{ zipf = 1.1 }", "Zipf's law", "Requests fall with the rank of a key, to the power of this."),
        Topic::new("{ hot = 1, share = 0.5 }", "hot keys", "So many keys have this share of all requests."),
    ]
}

/// What a sweep can vary here: the scenario's own values, and the numbers of the kinds that it names.
fn parameters(cursor: &Cursor<'_>) -> Vec<Topic> {
    let own = [
        ("nodes", "the number of nodes at the start"),
        ("weight", "the weight of a node at the start"),
        ("keys", "the number of keys"),
        ("replicas", "the copies of each key"),
        ("zipf", "the exponent of Zipf's law"),
    ];
    let mut found: Vec<Topic> = own.into_iter().map(|(id, detail)| quoted(id, detail, "")).collect();
    for param in kinds(cursor).iter().flat_map(|kind| kind.params) {
        let number = matches!(param.range, Range::Whole { .. } | Range::Number { .. } | Range::Capacity { .. });
        let topic = quoted(param.id, param.title, param.summary);
        if number && !found.iter().any(|other| other.name == topic.name) {
            found.push(topic);
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

/// A choice of a strategy's own.
fn choices(cursor: &Cursor<'_>, id: &str) -> Vec<Topic> {
    let field = if cursor.path() == ["strategy"] { "kind" } else { "strategy" };
    let kind = cursor.value(field).and_then(|kind| strategy::find(&kind));
    let param = kind.and_then(|kind| kind.params.iter().find(|param| param.id == id));
    match param.map(|param| param.range) {
        Some(Range::Choice(names)) => plain(names),
        _ => Vec::new(),
    }
}

fn switched<S>(table: &[Setting<S>], id: &str) -> Vec<Topic> {
    let setting = table.iter().find(|setting| setting.id == id);
    if setting.is_some_and(|setting| setting.range == SettingRange::Switch) { truths() } else { Vec::new() }
}
