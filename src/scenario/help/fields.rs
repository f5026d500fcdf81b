//! The fields of every table of a scenario, with their ranges and defaults: those of the registry and of the tables of
//! settings as these declare them, the others in one table here.

use super::super::expect::{BOUNDS, Bound};
use super::Topic;
use super::cursor::Cursor;
use crate::sim::migration::{MIGRATION_SETTINGS, MigrationSettings};
use crate::sim::overload::{OVERLOAD_SETTINGS, OverloadSettings};
use crate::sim::{Setting, SettingRange};
use crate::strategy::{Dialect, Param, Range};

/// A name, its range or its kind of value, what it means.
type Entry = (&'static str, &'static str, &'static str);

const SECTIONS: &[Entry] = &[
    ("[keys]", "which keys", "How many keys there are, what they look like and how popular they are."),
    ("[[strategy]]", "one of them or more", "A way to place the keys. Every strategy places the same keys through the same steps."),
    ("[[step]]", "what happens", "A change of the cluster, and a place on the timeline."),
    ("[sweep]", "a chart", "One value of the scenario varied over a range, against one measure."),
    ("[migration]", "a simulation", "What requests for keys in transit meet with while the steps move keys."),
    ("[incident]", "a simulation", "How a step ends when the cluster is already loaded."),
    ("[[expect]]", "what must hold", "What an instructor expects of the run, shown as passed or failed."),
];
const TOP: &[Entry] = &[
    ("title", "up to 200 characters", "What the scenario is called."),
    ("nodes", "1 to 8192 names or tables", "The nodes at the start, in the order in which they were added."),
    ("replicas", "1 to 16, default 1", "Copies of each key: on its own node and on the next ones of its preference list."),
    ("spread", "default \"nodes\"", "Whether the copies of a key stand on the next nodes or in zones that differ."),
    ("reads", "default \"first\"", "Who answers the requests for a key: its first node alone, or all its live copies alike."),
    ("hash", "default \"sha256\", for ids \"mix64\"", "The hash of every strategy that names none of its own."),
    ("seed", "a whole number, default 1", "For what is drawn by chance. The same text gives the same report."),
];
const KEYS: &[Entry] = &[
    ("count", "1 to 1000000000, default 1000", "How many keys are made by the pattern."),
    ("pattern", "default \"key_{i}\"", "What the keys look like; the number of the key, from 0, stands for {i}."),
    ("ids", "1 to 1000000000", "So many integers from 0 as keys, in place of count and pattern."),
    ("list", "1 to 10000 texts", "Your own keys, in place of count and pattern."),
    ("file", "the name of a file", "Your own keys, which stand beside the text and never leave this browser; with sha256 and count."),
    ("sha256", "64 hexadecimal digits", "The digest of the keys of the file: SHA-256 of the keys with a line feed behind each."),
    ("popularity", "default \"uniform\"", "How requests are shared among the keys."),
    ("split", "{ hottest = 1, ways = 8 }", "Splits the most popular keys into pieces with places of their own."),
];
const POPULARITY: &[Entry] = &[
    ("zipf", "0 to 4", "The exponent of Zipf's law, by which requests are shared among the keys."),
    ("hot", "a whole number", "How many keys are hot; share says which part of the requests they have."),
    ("share", "0 to 1", "The part of all requests that is for the hot keys."),
];
const SPLIT: &[Entry] = &[
    ("hottest", "1 to 10000", "How many of the most popular keys are split."),
    ("ways", "2 to 1000", "Into how many pieces each is split."),
];
const NODE: &[Entry] = &[
    ("name", "1 to 100 characters", "The node's name, which is hashed as it stands."),
    ("weight", WEIGHT, "A node of weight 2 has twice the fair share of a node of weight 1."),
    ("zone", "a name", "The rack or data centre that it stands in."),
    ("capacity", "a number of keys", "How many keys it has room for."),
];
const WEIGHT: &str = "0.001 to 1000, default 1";
const STEP: &[Entry] = &[
    ("add", "names or tables of nodes", "Nodes join at the end of the list."),
    ("remove", NAMES, "Nodes leave the membership."),
    ("fail", NAMES, "Nodes hold no keys and keep their place."),
    ("recover", NAMES, "Failed nodes are live again."),
    ("reweight", "{ \"Node A\" = 2 }", "Nodes get a new weight."),
    ("switch", "{ strategy = \"ring\" }", "Another strategy, or other parameters."),
];
const NAMES: &str = "names, or { zone = \"west\" }";
const ZONE: &[Entry] = &[("zone", "a zone's name", "Every node of that zone for which the change makes sense.")];
const STRATEGY: &[Entry] = &[
    ("kind", "must be there", "The algorithm."),
    ("name", "default the kind", "What it is called; names differ where a kind stands twice."),
    ("nodes", "default the scenario's", "A list of nodes of its own, for clients that disagree."),
];
const SWITCH: &[Entry] = &[("strategy", "a kind", "The algorithm from this step on, for every strategy of the scenario.")];
const SWEEP: &[Entry] = &[
    ("parameter", "must be there", "What is varied."),
    ("node", "default the first", "The node whose weight is varied."),
    ("from", "what the parameter takes", "The first value."),
    ("to", "what the parameter takes", "The last value."),
    ("points", "2 to 50, default 12", "How many values there are."),
    ("scale", "\"log\" or \"linear\"", "Whether the values rise by equal factors or equal distances."),
    ("values", "2 to 50 numbers", "The values themselves, in place of from, to and points."),
    ("measure", "default \"peak_to_average\"", "What is measured."),
    ("seeds", "1 to 30, default 5", "How often each value is measured, with other keys and names each time."),
    ("step", "0 is the start", "The state that is measured."),
];
const TIPPING: &[Entry] = &[(
    "tipping",
    "a table with x and, for a map, y",
    "What the tipping-point finder varies: { x = \"throttle_mb_s\", y = \"utilisation\" }.",
)];
const POLICY: &[Entry] = &[("policy", "a name or a list, default all", "How the owners of keys change while requests go on.")];
const EXPECT: &[Entry] = &[
    ("strategy", "default every one", "The strategy that it is about."),
    ("step", "0 is the start, default every state", "The step that it is about."),
    ("key", "any key", "A key whose first node is expected; node says which."),
    ("node", "a node of the scenario", "The node that the key is expected on."),
    ("refused", "true or false", "Whether the strategy cannot take that step, or one before it."),
];
const HASH: Entry = ("hash", "default the scenario's", "The hash of its keys and labels.");

fn topic(&(name, detail, about): &Entry) -> Topic {
    Topic::new(name, detail, about)
}

fn topics(entries: &[Entry]) -> Vec<Topic> {
    entries.iter().map(topic).collect()
}

/// The sections, as headers.
pub(super) fn sections() -> Vec<Topic> {
    topics(SECTIONS)
}

/// The fields of the table that a place is in.
pub(super) fn of(cursor: &Cursor<'_>) -> Vec<Topic> {
    let path = cursor.path().join(".");
    let mut found = topics(match path.as_str() {
        "" => TOP,
        "keys" => KEYS,
        "keys.popularity" => POPULARITY,
        "keys.split" => SPLIT,
        "nodes" | "strategy.nodes" | "step.add" => NODE,
        "strategy" => STRATEGY,
        "step" => STEP,
        "step.remove" | "step.fail" | "step.recover" => ZONE,
        "step.switch" => SWITCH,
        "sweep" => SWEEP,
        "migration" => POLICY,
        "incident" => TIPPING,
        "expect" => EXPECT,
        _ => &[],
    });
    match path.as_str() {
        "strategy" => of_kind(cursor, &mut found),
        "step.switch" => switch(cursor, &mut found),
        "step.reweight" => {
            found.extend(super::values::nodes(cursor).iter().map(|name| Topic::new(&written(name), WEIGHT, "Its new weight.")))
        }
        "migration" => settings(&MIGRATION_SETTINGS, &MigrationSettings::default(), &mut found),
        "incident" => settings(&OVERLOAD_SETTINGS, &OverloadSettings::default(), &mut found),
        "expect" => found.extend(BOUNDS.iter().map(bound)),
        _ => {}
    }
    found
}

/// A name as a key.
fn written(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { name.to_owned() } else { super::super::diagnostic::quote(name) }
}

fn switch(cursor: &Cursor<'_>, found: &mut Vec<Topic>) {
    if super::values::kind_of(cursor).is_some() {
        return of_kind(cursor, found);
    }
    // Without a kind parameters of the strategies that have them are set.
    for param in super::values::kinds(cursor).iter().flat_map(|kind| kind.params) {
        if !found.iter().any(|topic| topic.name == param.id) {
            found.push(of_param(param));
        }
    }
    found.push(topic(&HASH));
}

/// What a kind of strategy reads in the dialect that stands beside it.
fn of_kind(cursor: &Cursor<'_>, found: &mut Vec<Topic>) {
    let kind = super::values::kind_of(cursor);
    let dialects = kind.map_or(&[][..], |kind| kind.dialects);
    let named = cursor.value("dialect");
    let chosen: Option<&Dialect> = dialects.iter().find(|known| Some(known.id) == named.as_deref()).or_else(|| dialects.first());
    if let Some((kind, chosen)) = kind.zip(chosen) {
        found.extend(kind.params_of(chosen).map(of_param));
    }
    found.push(topic(&HASH));
    let default = |usual: Option<&str>| usual.map_or_else(String::new, |usual| format!("default \"{usual}\""));
    let first = default(dialects.first().map(|first| first.id));
    found.push(Topic::new("dialect", &first, "The conventions of a real system: its hash, its labels, its ties."));
    if chosen.is_none_or(|dialect| dialect.label.is_some()) {
        let label = default(chosen.and_then(|dialect| dialect.label));
        found.push(Topic::new("label", &label, "What is hashed for a point: {node} is the node's name, {i} the point's number."));
    }
}

fn of_param(param: &Param) -> Topic {
    let prime = if param.prime { "a prime, " } else { "" };
    let detail = match param.range {
        Range::Whole { min, max, default, .. } => ranged(prime, min as f64, max as f64, param.unit, &default.to_string()),
        Range::Number { min, max, default, .. } => ranged(prime, min, max, param.unit, &default.to_string()),
        Range::Capacity { min, max } => ranged(prime, min as f64, max as f64, param.unit, "twice the most nodes or more"),
        Range::Choice(names) => names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(" or "),
        Range::Texts => "a list of texts".to_owned(),
        Range::Code(_) => "code in Starlark".to_owned(),
        Range::ByNode => "lists of whole numbers by node".to_owned(),
    };
    Topic::new(param.id, &detail, param.summary)
}

/// `1 to 100000 points a node, default 100`.
fn ranged(before: &str, min: f64, max: f64, unit: &str, default: &str) -> String {
    let space = if unit.is_empty() { "" } else { " " };
    format!("{before}{min} to {max}{space}{unit}, default {default}")
}

fn settings<S>(table: &[Setting<S>], usual: &S, found: &mut Vec<Topic>) {
    for setting in table {
        let default = (setting.get)(usual).map_or_else(|| "off".to_owned(), |value| value.to_string());
        let detail = match setting.range {
            SettingRange::Number(min, max) => ranged("", min, max, setting.unit, &default),
            SettingRange::Whole(min, max) => ranged("whole, ", min as f64, max as f64, setting.unit, &default),
            SettingRange::Switch => format!("true or false, default {}", default == "1"),
        };
        found.push(Topic::new(setting.id, &detail, setting.about));
    }
}

fn bound(bound: &Bound) -> Topic {
    Topic::new(bound.id, "a number", &format!("What must be {} this: {}.", bound.side.words(), bound.measure.title()))
}

#[cfg(test)]
mod tests {
    use super::super::super::limits;
    use super::{KEYS, NODE, POPULARITY, SPLIT, SWEEP, TOP};

    /// What is said of a range is the limit that the reader holds to.
    #[test]
    fn ranges_are_those_of_the_limits() {
        let says = |table: &[super::Entry], name: &str, limit: &dyn std::fmt::Display| {
            let (_, detail, _) = table.iter().find(|entry| entry.0 == name).expect(name);
            assert!(detail.contains(&limit.to_string()), "{name}: {detail}, {limit}");
        };
        says(TOP, "title", &limits::TITLE_CHARS);
        says(TOP, "nodes", &limits::NODES);
        says(TOP, "replicas", &limits::REPLICAS);
        says(KEYS, "count", &limits::KEYS);
        says(KEYS, "ids", &limits::KEYS);
        says(KEYS, "list", &limits::LIST);
        says(POPULARITY, "zipf", &limits::ZIPF);
        says(SPLIT, "hottest", &limits::SPLIT_KEYS);
        says(SPLIT, "ways", &limits::SPLIT_WAYS);
        says(NODE, "name", &limits::NAME_CHARS);
        says(NODE, "weight", &limits::WEIGHT_MIN);
        says(NODE, "weight", &limits::WEIGHT_MAX);
        says(SWEEP, "points", &limits::SWEEP_POINTS);
        says(SWEEP, "values", &limits::SWEEP_POINTS);
        says(SWEEP, "seeds", &limits::SWEEP_SEEDS);
    }
}
