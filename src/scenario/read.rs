//! The reader: a text in, a checked model and every problem out, all at once.

#[cfg(feature = "full")]
mod expect;
mod keys;
mod nodes;
#[cfg(feature = "full")]
mod simulations;
mod sizes;
mod steps;
mod strategies;
#[cfg(feature = "full")]
mod sweep;
mod syntax;

use super::beside::{Beside, KeyFile};
use super::diagnostic::{Diagnostic, Diagnostics, unprintable};
use super::fields::{Field, Fields};
use super::limits;
use super::model::Scenario;
use crate::hash::HashKind;
use nodes::Roster;
use std::ops::Range;
pub(super) use syntax::too_deep;
use toml::de::DeTable;

/// What reading a text gives.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The model: there exactly when no diagnostic is an error.
    pub scenario: Option<Scenario>,
    /// Every problem, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The keys that the text names and that are not at hand, where nothing else is wrong with it.
    pub needs: Option<KeyFile>,
    /// The model then, with as many made-up keys in the place of those: for forms and checks, never to be run.
    pub outline: Option<Scenario>,
}

/// Reads a scenario. Of one that names a file of keys there is no model, since the keys are not at hand: see [`read_with`].
#[must_use]
pub fn read(text: &str) -> Reading {
    reading(text, &Beside::nothing())
}

/// Reads a scenario whose keys may stand beside it.
#[cfg(feature = "full")]
#[must_use]
pub fn read_with(text: &str, beside: &Beside) -> Reading {
    reading(text, beside)
}

fn reading(text: &str, beside: &Beside) -> Reading {
    let mut out = Diagnostics::new(text);
    let found = if fits(text, &mut out) { document(text, beside, &mut out) } else { None };
    let found = found.filter(|_| !out.has_error());
    match found {
        #[cfg(feature = "full")]
        Some((outline, Some(span))) => {
            let needs = outline.file.clone();
            needs.iter().for_each(|needs| keys::tell_missing(span.clone(), needs, &mut out));
            Reading { scenario: None, diagnostics: out.finish(), needs, outline: Some(outline) }
        }
        found => Reading { scenario: found.map(|(scenario, _)| scenario), diagnostics: out.finish(), needs: None, outline: None },
    }
}

/// Whether the text may be handed to the parser at all.
fn fits(text: &str, out: &mut Diagnostics<'_>) -> bool {
    if text.len() > limits::TEXT_BYTES {
        let message = format!("the text has {} bytes, at most {} are read", text.len(), limits::TEXT_BYTES);
        out.error(0..0, "", message, "use count and pattern instead of a long list");
    } else if let Some(at) = too_deep(text) {
        out.error(
            at..at + 1,
            "",
            format!("brackets, or the dots of a name, nest deeper than {}", limits::NESTING),
            "a scenario needs three levels",
        );
    }
    !out.has_error()
}

/// The model, and where it names keys that are not at hand.
type Found = (Scenario, Option<Range<usize>>);

fn document<'t>(text: &'t str, beside: &Beside, out: &mut Diagnostics<'t>) -> Option<Found> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let torn = syntax::tell(text, &errors, out);
    let top = Fields::new("", 0..0, table.get_ref());
    let mut found = Diagnostics::new(text);
    let read = top_level(top, beside, &mut found);
    out.take_from(found, &torn);
    read
}

fn top_level(mut top: Fields<'_>, beside: &Beside, out: &mut Diagnostics<'_>) -> Option<Found> {
    let title = top.take("title").and_then(|field| title(&field, out)).unwrap_or_default();
    let mut roster = Roster::default();
    let cluster = nodes::start(&mut top, &mut roster, out);
    let replicas_field = top.take("replicas");
    let replicas = replicas_field
        .as_ref()
        .map_or(Some(1), |field| field.whole(1, limits::REPLICAS, "replicas = 3 keeps three copies of each key", out));
    let spread_field = top.take("spread");
    let over_zones = spread_field.as_ref().is_some_and(|field| one_of_two(field, "way to spread copies", ["nodes", "zones"], out));
    let reads_field = top.take("reads");
    let any_reads = reads_field.as_ref().is_some_and(|field| one_of_two(field, "way to read", ["first", "any"], out));
    let seed = top.take("seed").map_or(Some(1), |field| field.whole(0, i64::MAX as u64, "write seed = 1", out));
    let key_field = top.take("keys");
    let section = keys::read(key_field.as_ref(), beside, out);
    let (keys, popularity) = (section.keys, section.popularity);
    // Keys that cannot be read may be integers: what wants integers is not told then.
    let ids = keys.as_ref().is_none_or(crate::keys::KeySet::is_ids);
    let hash_field = top.take("hash");
    let hash = hash_field.as_ref().and_then(|field| hash(field, ids, out));
    let unsure = cluster.nodes().is_empty();
    let mut context = strategies::Context { places: Vec::new(), roster: &mut roster, cluster: &cluster, hash, ids, unsure };
    let strategies = strategies::read(&mut top, &mut context, out);
    let steps = steps::read(&mut top, &mut context, &strategies, out);
    #[cfg(feature = "full")]
    let unsure = context.unsure || keys.is_none();
    let places = context.places;
    #[cfg(feature = "full")]
    let sweep_field = top.take("sweep");
    #[cfg(feature = "full")]
    let scene = sweep::Scene { cluster: &cluster, roster: &roster, keys: keys.as_ref(), strategies: &strategies, steps: &steps, unsure };
    #[cfg(feature = "full")]
    let sweep = sweep_field.as_ref().and_then(|field| sweep::read(field, &scene, out));
    #[cfg(feature = "full")]
    let migration = top.take("migration").and_then(|field| simulations::migration(&field, out));
    #[cfg(feature = "full")]
    let incident = top.take("incident").and_then(|field| simulations::incident(&field, out));
    #[cfg(feature = "full")]
    let expect = top.take("expect").map(|field| expect::read(&field, &scene, out)).unwrap_or_default();
    let span = |field: Option<Field<'_>>| field.map_or(0..0, |field| field.span);
    let places = sizes::Places { strategies: places, replicas: span(replicas_field), spread: span(spread_field), reads: span(reads_field) };
    top.finish(out);
    if out.has_error() {
        return None;
    }
    let mut scenario = Scenario {
        title: title.to_owned(),
        roster: roster.into_names(),
        cluster,
        replicas: replicas? as u32,
        over_zones,
        hash,
        seed: seed?,
        keys: keys?,
        #[cfg(feature = "full")]
        file: section.file,
        popularity,
        any_reads,
        strategies,
        steps,
        #[cfg(feature = "full")]
        sweep,
        #[cfg(feature = "full")]
        migration,
        #[cfg(feature = "full")]
        incident,
        #[cfg(feature = "full")]
        expect,
    };
    let most = sizes::check(&scenario, &places, out);
    scenario.set_most_nodes(&most);
    #[cfg(feature = "full")]
    sweep::check(&scenario, span(sweep_field), &places, out);
    Some((scenario, section.missing))
}

/// The title, which may be empty.
fn title<'a>(field: &Field<'a>, out: &mut Diagnostics<'_>) -> Option<&'a str> {
    let text = field.text("title = \"Add a fourth server\"", out)?;
    let length = text.chars().count();
    if length > limits::TITLE_CHARS {
        let message = format!("{} has {length} characters, at most {}", field.path, limits::TITLE_CHARS);
        out.error(field.span.clone(), &field.path, message, "write a short title; a # begins a comment of any length");
    }
    Some(text)
}

/// Whether a field says the second of two words, the first being the default.
fn one_of_two(field: &Field<'_>, what: &str, words: [&str; 2], out: &mut Diagnostics<'_>) -> bool {
    let name = field.text(&format!("{} = \"{}\"", field.path, words[1]), out);
    if let Some(name) = name.filter(|name| !words.contains(name)) {
        unknown(field, what, name, &words, out);
    }
    name == Some(words[1])
}

/// A text that stands on one line of a page: not blank, not too long, nothing in it that breaks the line.
fn line<'a>(field: &Field<'_>, text: &'a str, most: usize, remedy: &str, out: &mut Diagnostics<'_>) -> Option<&'a str> {
    let length = text.chars().count();
    let problem = if text.trim().is_empty() {
        "is blank, must have at least one character".to_owned()
    } else if length > most {
        format!("has {length} characters, at most {most}")
    } else if text.chars().any(unprintable) {
        "has a character that breaks its line, which no label can show".to_owned()
    } else {
        return Some(text);
    };
    out.error(field.span.clone(), &field.path, format!("{} {problem}", field.path), remedy);
    None
}

/// A hash function by its name.
fn hash(field: &Field<'_>, ids: bool, out: &mut Diagnostics<'_>) -> Option<HashKind> {
    let name = field.text("hash = \"sha256\"", out)?;
    let names = HashKind::ALL.map(HashKind::id);
    let Some(kind) = HashKind::parse(name) else {
        unknown(field, "hash function", name, &names, out);
        return None;
    };
    if kind.ids_only() && !ids {
        let message = format!("{} is \"{}\", which takes integer keys alone", field.path, kind.id());
        out.misfit(field.span.clone(), &field.path, message, "write ids = 1000 under [keys], or hash = \"sha256\"");
        return None;
    }
    Some(kind)
}

/// Tells a name that is none of those that exist.
fn unknown(field: &Field<'_>, what: &str, name: &str, names: &[&str], out: &mut Diagnostics<'_>) {
    let near = super::diagnostic::nearest(name, names.iter().copied());
    let remedy = match near {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("write one of: {}", super::diagnostic::listed(names.iter().copied())),
    };
    out.error(field.span.clone(), &field.path, format!("{} is {}, which is no {what}", field.path, field.shown()), remedy);
    if let Some(near) = near {
        out.mended_by(field.span.clone(), super::diagnostic::quote(near));
    }
}
