//! The fields of every table of a scenario, with their ranges and defaults: those of the registry and of the tables of
//! settings as these declare them, the others in one table here.

use super::super::expect::BOUNDS;
use super::super::limits;
use super::Topic;
use super::cursor::Cursor;
use crate::sim::migration::{MIGRATION_SETTINGS, MigrationSettings};
use crate::sim::overload::{OVERLOAD_SETTINGS, OverloadSettings};
use crate::sim::{Setting, SettingRange};
use crate::strategy::{self, Dialect, Kind, Param, Range};

/// The sections, as headers.
pub(super) fn sections() -> Vec<Topic> {
    let sections = [
        ("[keys]", "which keys", "How many keys there are, what they look like and how popular they are."),
        ("[[strategy]]", "one of them or more", "A way to place the keys. Every strategy places the same keys through the same steps."),
        ("[[step]]", "what happens", "A change of the cluster, and a place on the timeline."),
        ("[sweep]", "a chart", "One value of the scenario varied over a range, against one measure."),
        ("[migration]", "a simulation", "What requests for keys in transit meet with while the steps move keys."),
        ("[incident]", "a simulation", "How a step ends when the cluster is already loaded."),
        ("[[expect]]", "what must hold", "What an instructor expects of the run, shown as passed or failed."),
    ];
    sections.into_iter().map(|(name, detail, about)| Topic::new(name, detail, about)).collect()
}

/// The fields of the table that a place is in.
pub(super) fn of(cursor: &Cursor<'_>) -> Vec<Topic> {
    match &cursor.path()[..] {
        [] => top(),
        ["keys"] => keys(),
        ["keys", "popularity"] => popularity(),
        ["keys", "split"] => split(),
        ["nodes"] | ["strategy", "nodes"] | ["step", "add"] => node(),
        ["strategy"] => strategy(cursor),
        ["step"] => step(),
        ["step", "remove" | "fail" | "recover"] => {
            vec![Topic::new("zone", "a zone's name", "Every node of that zone for which the change makes sense.")]
        }
        ["step", "switch"] => switch(cursor),
        ["step", "reweight"] => {
            super::values::nodes(cursor).into_iter().map(|name| Topic::new(written(&name), weight(), "Its new weight.")).collect()
        }
        ["sweep"] => sweep(),
        ["migration"] => migration(),
        ["incident"] => settings(&OVERLOAD_SETTINGS, &OverloadSettings::default()),
        ["expect"] => expect(),
        _ => Vec::new(),
    }
}

/// A name as a key.
fn written(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { name.to_owned() } else { super::super::diagnostic::quote(name) }
}

fn weight() -> String {
    format!("{} to {}, default 1", limits::WEIGHT_MIN, limits::WEIGHT_MAX)
}

fn top() -> Vec<Topic> {
    vec![
        Topic::new("title", format!("a text of up to {} characters", limits::TITLE_CHARS), "What the scenario is called."),
        Topic::new(
            "nodes",
            format!("1 to {} names or tables", limits::NODES),
            "The nodes at the start, in the order in which they were added.",
        ),
        Topic::new(
            "replicas",
            format!("1 to {}, default 1", limits::REPLICAS),
            "Copies of each key: on its own node and on the next ones of its preference list.",
        ),
        Topic::new(
            "spread",
            "\"nodes\" or \"zones\", default \"nodes\"",
            "Whether the copies of a key stand on the next nodes or in zones that differ.",
        ),
        Topic::new(
            "reads",
            "\"first\" or \"any\", default \"first\"",
            "Who answers the requests for a key: its first node alone, or all its live copies alike.",
        ),
        Topic::new("hash", "default \"sha256\", for ids \"mix64\"", "The hash of every strategy that names none of its own."),
        Topic::new("seed", "a whole number, default 1", "For what is drawn by chance. The same text gives the same report."),
    ]
}

fn keys() -> Vec<Topic> {
    vec![
        Topic::new("count", format!("1 to {}, default 1000", limits::KEYS), "How many keys are made by the pattern."),
        Topic::new(
            "pattern",
            "a text with {i}, default \"key_{i}\"",
            "What the keys look like; the number of the key, from 0, stands for {i}.",
        ),
        Topic::new("ids", format!("1 to {}", limits::KEYS), "So many integers from 0 as keys, in place of count and pattern."),
        Topic::new("list", format!("1 to {} texts", limits::LIST), "Your own keys, in place of count and pattern."),
        Topic::new("popularity", "\"uniform\", { zipf = … } or { hot = …, share = … }", "How requests are shared among the keys."),
        Topic::new("split", "{ hottest = …, ways = … }", "Splits the most popular keys into pieces with places of their own."),
    ]
}

fn popularity() -> Vec<Topic> {
    vec![
        Topic::new("zipf", format!("0 to {}", limits::ZIPF), "The exponent of Zipf's law, by which requests are shared among the keys."),
        Topic::new("hot", format!("1 to {}", limits::KEYS), "How many keys are hot; share says which part of the requests they have."),
        Topic::new("share", "0 to 1", "The part of all requests that is for the hot keys."),
    ]
}

fn split() -> Vec<Topic> {
    vec![
        Topic::new("hottest", format!("1 to {}", limits::SPLIT_KEYS), "How many of the most popular keys are split."),
        Topic::new("ways", format!("2 to {}", limits::SPLIT_WAYS), "Into how many pieces each is split."),
    ]
}

fn node() -> Vec<Topic> {
    vec![
        Topic::new("name", format!("1 to {} characters", limits::NAME_CHARS), "The node's name, which is hashed as it stands."),
        Topic::new("weight", weight(), "A node of weight 2 has twice the fair share of a node of weight 1."),
        Topic::new("zone", "a name", "The rack or data centre that it stands in."),
        Topic::new("capacity", "a number of keys", "How many keys it has room for."),
    ]
}

/// What every strategy has, and what its kind has.
fn strategy(cursor: &Cursor<'_>) -> Vec<Topic> {
    let mut found = vec![
        Topic::new("kind", "must be there", "The algorithm."),
        Topic::new("name", "default the kind", "What it is called; names differ where a kind stands twice."),
        Topic::new("nodes", "a list of names, default the scenario's", "A list of nodes of its own, for clients that disagree."),
    ];
    let kind = cursor.value("kind").and_then(|kind| strategy::find(&kind));
    found.extend(of_kind(kind, cursor.value("dialect").as_deref()));
    found
}

fn switch(cursor: &Cursor<'_>) -> Vec<Topic> {
    let mut found = vec![Topic::new("strategy", "a kind", "The algorithm from this step on, for every strategy of the scenario.")];
    match cursor.value("strategy").and_then(|kind| strategy::find(&kind)) {
        Some(kind) => found.extend(of_kind(Some(kind), cursor.value("dialect").as_deref())),
        // Without a kind parameters of the strategies that have them are set.
        None => {
            let kinds = super::values::kinds(cursor);
            let params = kinds.iter().flat_map(|kind| kind.params.iter().map(param));
            for topic in params.chain([hash()]) {
                if !found.contains(&topic) {
                    found.push(topic);
                }
            }
        }
    }
    found
}

fn hash() -> Topic {
    Topic::new("hash", "default the scenario's", "The hash of its keys and labels.")
}

fn of_kind(kind: Option<&'static Kind>, dialect: Option<&str>) -> Vec<Topic> {
    let dialects = kind.map_or(&[][..], |kind| kind.dialects);
    let chosen: Option<&Dialect> = dialects.iter().find(|known| Some(known.id) == dialect).or_else(|| dialects.first());
    let mut found: Vec<Topic> = Vec::new();
    if let Some((kind, chosen)) = kind.zip(chosen) {
        found.extend(kind.params_of(chosen).map(param));
    }
    found.push(hash());
    if dialects.len() > 1 || kind.is_none() {
        let default = dialects.first().map_or(String::new(), |first| format!("default \"{}\"", first.id));
        found.push(Topic::new("dialect", default, "The conventions of a real system: its hash, its labels, its ties."));
    }
    if chosen.is_none_or(|dialect| dialect.label.is_some()) {
        let default = chosen.and_then(|dialect| dialect.label).map_or(String::new(), |label| format!("default \"{label}\""));
        found.push(Topic::new("label", default, "What is hashed for a point: {node} is the node's name, {i} the point's number."));
    }
    found
}

fn param(param: &Param) -> Topic {
    let unit = if param.unit.is_empty() { String::new() } else { format!(" {}", param.unit) };
    let prime = if param.prime { "a prime, " } else { "" };
    let detail = match param.range {
        Range::Whole { min, max, default, .. } => format!("{prime}{min} to {max}{unit}, default {default}"),
        Range::Number { min, max, default, .. } => format!("{min} to {max}{unit}, default {default}"),
        Range::Capacity { min, max } => format!("{min} to {max}{unit}, default twice the most nodes or more"),
        Range::Choice(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            format!("{}, default {}", names.join(" or "), names.first().map_or("", String::as_str))
        }
        Range::Texts => "a list of texts".to_owned(),
        Range::ByNode => "lists of whole numbers by node".to_owned(),
    };
    Topic::new(param.id, detail, param.summary)
}

fn step() -> Vec<Topic> {
    let names = "names, or { zone = \"west\" }";
    vec![
        Topic::new("add", "names or tables of nodes", "Nodes join at the end of the list."),
        Topic::new("remove", names, "Nodes leave the membership."),
        Topic::new("fail", names, "Nodes hold no keys and keep their place."),
        Topic::new("recover", names, "Failed nodes are live again."),
        Topic::new("reweight", "{ \"Node A\" = 2 }", "Nodes get a new weight."),
        Topic::new("switch", "{ strategy = \"ring\" }", "Another strategy, or other parameters."),
    ]
}

fn sweep() -> Vec<Topic> {
    vec![
        Topic::new("parameter", "must be there", "What is varied."),
        Topic::new("node", "default the first", "The node whose weight is varied."),
        Topic::new("from", "what the parameter takes", "The first value."),
        Topic::new("to", "what the parameter takes", "The last value."),
        Topic::new("points", format!("2 to {}, default 12", limits::SWEEP_POINTS), "How many values there are."),
        Topic::new("scale", "\"log\" or \"linear\"", "Whether the values rise by equal factors or equal distances."),
        Topic::new("values", format!("2 to {} numbers", limits::SWEEP_POINTS), "The values themselves, in place of from, to and points."),
        Topic::new("measure", "default \"peak_to_average\"", "What is measured."),
        Topic::new(
            "seeds",
            format!("1 to {}, default 5", limits::SWEEP_SEEDS),
            "How often each value is measured, with other keys and names each time.",
        ),
        Topic::new("step", "0 is the start", "The state that is measured."),
    ]
}

fn migration() -> Vec<Topic> {
    let policy = Topic::new("policy", "a name or a list of them, default all", "How the owners of keys change while requests go on.");
    let settings = settings(&MIGRATION_SETTINGS, &MigrationSettings::default());
    std::iter::once(policy).chain(settings).collect()
}

fn settings<S>(table: &[Setting<S>], usual: &S) -> Vec<Topic> {
    let topic = |setting: &Setting<S>| {
        let usual = (setting.get)(usual);
        let unit = if setting.unit.is_empty() { String::new() } else { format!(" {}", setting.unit) };
        let default = usual.map_or_else(|| "off".to_owned(), |value| value.to_string());
        let detail = match setting.range {
            SettingRange::Number(min, max) => format!("{min} to {max}{unit}, default {default}"),
            SettingRange::Whole(min, max) => format!("{min} to {max}{unit}, whole, default {default}"),
            SettingRange::Switch => format!("true or false, default {}", usual == Some(1.0)),
        };
        Topic::new(setting.id, detail, setting.about)
    };
    table.iter().map(topic).collect()
}

fn expect() -> Vec<Topic> {
    let mut found = vec![
        Topic::new("strategy", "default every one", "The strategy that it is about."),
        Topic::new("step", "0 is the start, default every state", "The step that it is about."),
        Topic::new("key", "any key", "A key whose first node is expected; node says which."),
        Topic::new("node", "a node of the scenario", "The node that the key is expected on."),
        Topic::new("refused", "true or false", "Whether the strategy cannot take that step, or one before it."),
    ];
    let bound = |bound: &super::super::expect::Bound| {
        let (title, side) = (bound.measure.title(), bound.side.words());
        Topic::new(bound.id, "a number", format!("{}{} must be {side} this.", title[..1].to_uppercase(), &title[1..]))
    };
    found.extend(BOUNDS.iter().map(bound));
    found
}
