//! The reference of strategies as Markdown, from the registry alone; native, for `docs/strategies.md`.

use super::{Dialect, Guarantees, KINDS, Kind, Param, Range};

/// The whole document.
#[must_use]
pub fn strategies() -> String {
    let mut text = String::from(OPENING);
    for kind in KINDS {
        text += &format!("| [{}](#{}) | `{}` | {} |\n", kind.title, anchor(kind.title), kind.id, kind.summary);
    }
    text += READING;
    for kind in KINDS {
        text += &section(kind);
    }
    text
}

const OPENING: &str = "# Strategies

Every kind of strategy that a scenario can name. This file is written from the registry (`src/strategy/`) by
`UPDATE=1 cargo test --test docs`; how a text chooses a kind and sets its parameters is in [scenario.md](scenario.md).

| strategy | `kind` | what it is |
|---|---|---|
";

const READING: &str = "
In the costs n is the number of nodes and k that of keys; other letters are named by the mechanism or the parameters: v
virtual nodes a node, p probes, M entries of the table, s slots, Q partitions, r ranges, a buckets. What a strategy promises
is held to by one suite of properties over random clusters, keys and steps, and what it does not promise is shown to fail.
";

/// The anchor that Markdown gives a heading.
fn anchor(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

fn section(kind: &Kind) -> String {
    let mut text = format!("\n## {}\n\n`kind = \"{}\"`. {}\n\n{}\n\n", kind.title, kind.id, kind.summary, kind.mechanism);
    for sentence in promises(kind.guarantees) {
        text += &format!("- {sentence}\n");
    }
    text += &format!("- Balance: {}.\n- {}\n\n", kind.balance, kind.instead);
    let cost = &kind.complexity;
    text += &format!("| build | look-up | memory |\n|---|---|---|\n| {} | {} | {} |\n", cost.build, cost.lookup, cost.memory);
    if !kind.params.is_empty() {
        text += "\n| parameter | unit | range | default | what it does |\n|---|---|---|---|---|\n";
        kind.params.iter().for_each(|param| text += &parameter(param));
    }
    text += "\n| dialect | hash | what it is |\n|---|---|---|\n";
    kind.dialects.iter().for_each(|dialect| text += &row(kind, dialect));
    text + &format!("\nReference: {}.\n", kind.reference)
}

/// What is promised and what is not, a sentence each.
#[must_use]
pub fn promises(promised: Guarantees) -> Vec<&'static str> {
    let Guarantees { order_free, weighted, minimal, any_removal, history_free, passes_over } = promised;
    let pick = |holds: bool, yes, no| if holds { yes } else { no };
    vec![
        pick(
            minimal,
            "Adding a node moves keys only to it, removing one only its own: no move is needless.",
            "A change of the nodes also moves keys between nodes that stay: needless moves.",
        ),
        pick(any_removal, "Any node can be removed.", "Only the node that was added last can be removed."),
        pick(weighted, "Weights set the shares.", "Weights do not set the shares."),
        pick(order_free, "The order of the nodes does not matter.", "The order of the nodes matters: all must list them alike."),
        pick(
            history_free,
            "The answers depend on the members alone.",
            "The answers depend on the steps that led to the members: a state must be kept and agreed on.",
        ),
        pick(passes_over, "When a node fails, only its keys move.", "When a node fails, keys of other nodes move too."),
    ]
}

fn parameter(param: &Param) -> String {
    let (range, default) = match param.range {
        Range::Whole { min, max, default, .. } => {
            (format!("{}{min} to {max}", if param.prime { "a prime, " } else { "" }), default.to_string())
        }
        Range::Number { min, max, default, .. } => (format!("{min} to {max}"), default.to_string()),
        Range::Capacity { min, max } => {
            (format!("{min} to {max}"), "the power of two at or above twice the most nodes that the scenario ever has".to_owned())
        }
        Range::Choice(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("`\"{name}\"`")).collect();
            (names.join(", "), names.first().cloned().unwrap_or_default())
        }
        Range::Texts => ("a list of texts".to_owned(), "none".to_owned()),
        Range::Code(_) => ("code, 32 KB at most".to_owned(), "modulo hashing".to_owned()),
        Range::ByNode => ("lists of whole numbers by node".to_owned(), "none".to_owned()),
    };
    let only = if param.only.is_empty() { String::new() } else { format!(" In the dialect {}.", param.only.join(", ")) };
    format!("| `{}` | {} | {range} | {default} | {}{only} |\n", param.id, param.unit, param.summary)
}

fn row(kind: &Kind, dialect: &Dialect) -> String {
    let hash = dialect.hash.map_or("the scenario's", |hash| hash.title());
    let differs: Vec<&str> = match dialect.guarantees {
        Some(own) => promises(own).into_iter().filter(|sentence| !promises(kind.guarantees).contains(sentence)).collect(),
        None => Vec::new(),
    };
    let differs = if differs.is_empty() { String::new() } else { format!(" Here: {}", differs.join(" ")) };
    format!("| `{}` | {hash} | {}{differs} |\n", dialect.id, dialect.summary)
}
