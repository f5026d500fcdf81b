//! Edits of strategies, steps and the top level.

use super::error::EditError;
use super::expect;
use super::layout::{self, number, quote};
use super::nodes;
use super::view::{self, Place};
use crate::scenario::limits;
use crate::strategy::{self, Kind, Range};

/// Removes strategy or step number `index`.
pub(super) fn remove(text: &str, key: &str, index: usize) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    let item = top.get(key);
    match item {
        Some(item) if view::count(Some(item)) > 1 && index < view::count(Some(item)) => Ok(view::remove_element(text, &item, index)),
        Some(_) if index == 0 => Ok(top.remove(text, key)),
        _ => Err(if key == "step" { EditError::NoStep(index) } else { EditError::NoStrategy(index) }),
    }
}

pub(super) fn remove_strategy(text: &str, index: usize) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    if index == 0 && view::count(Place::top(text, &doc).get("strategy")) == 1 {
        return Err(EditError::LastStrategy);
    }
    let place = Place::top(text, &doc).tables("strategy").into_iter().nth(index);
    let name = place.and_then(|place| place.text("name").or_else(|| place.text("kind")));
    let rest = remove(text, "strategy", index)?;
    match name {
        Some(name) => expect::without_strategy(&rest, name),
        None => Ok(rest),
    }
}

pub(super) fn remove_step(text: &str, index: usize) -> Result<String, EditError> {
    expect::without_step(&remove(text, "step", index)?, index as u64 + 1)
}

/// Appends a section, with the field that makes it.
pub(super) fn append(text: &str, key: &str, fields: &[String]) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    if let Some(item) = top.get(key) {
        return view::push(text, key, &item, &format!("{{ {} }}", fields.join(", ")), fields);
    }
    let steps = top.tables("step").first().and_then(|step| step.lines().first().map(|header| header.start));
    let section = format!("[[{key}]]\n{}", fields.join("\n"));
    match steps.filter(|_| key == "strategy") {
        Some(header) => Ok(layout::insert_block(text, layout::line_start(text, header), &format!("{section}\n"))),
        None => Ok(layout::insert_block(text, text.trim_end_matches('\n').len(), &section)),
    }
}

fn kind(name: &str) -> Result<&'static Kind, EditError> {
    strategy::find(name).ok_or_else(|| EditError::UnknownKind(name.to_owned()))
}

pub(super) fn add_strategy(text: &str, id: &str) -> Result<String, EditError> {
    let kind = kind(id)?;
    let doc = view::parse(text)?;
    let strategies = Place::top(text, &doc).tables("strategy");
    let taken: Vec<&str> = strategies.iter().filter_map(|place| place.text("name").or_else(|| place.text("kind"))).collect();
    let mut fields = vec![format!("kind = {}", quote(kind.id))];
    if taken.contains(&kind.id) {
        let free = (2..).map(|i| format!("{} {i}", kind.id)).find(|name| !taken.contains(&name.as_str()));
        fields.extend(free.map(|name| format!("name = {}", quote(&name))));
    }
    append(text, "strategy", &fields)
}

pub(super) fn set_param(text: &str, index: usize, param: &str, value: f64) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    let strategies = Place::top(text, &doc).tables("strategy");
    let place = strategies.get(index).ok_or(EditError::NoStrategy(index))?;
    let kind = kind(place.text("kind").unwrap_or_default())?;
    let named = place.text("dialect").unwrap_or_default();
    let dialect = kind.dialects.iter().find(|known| known.id == named).unwrap_or(&kind.dialects[0]);
    let Some(known) = kind.params_of(dialect).find(|known| known.id == param) else {
        let known = kind.params_of(dialect).map(|known| known.id).collect::<Vec<_>>().join(", ");
        return Err(EditError::UnknownParam { param: param.to_owned(), known });
    };
    let (min, max) = match known.range {
        Range::Whole { min, max, .. } | Range::Capacity { min, max } => (min as f64, max as f64),
        Range::Number { min, max, .. } => (min, max),
        Range::Choice(names) => {
            let chosen = names[(super::in_range(known.id, value, 0.0, names.len() as f64 - 1.0)?) as usize];
            return place.set(text, param, &quote(chosen));
        }
        Range::Texts | Range::ByNode | Range::Code(_) => return Err(EditError::ListParam(param.to_owned())),
    };
    let value = super::in_range(known.id, value, min, max)?;
    if matches!(known.range, Range::Number { .. }) {
        return place.set(text, param, &number(value));
    }
    if value.fract() != 0.0 {
        let whole = format!("{}, whole", number(max));
        return Err(EditError::OutOfRange { what: param.to_owned(), value: number(value), min: number(min), max: whole });
    }
    place.set(text, param, &known.fitting(value as u64).to_string())
}

/// Sets the dialect of a strategy, or removes it; parameters, label and hash that the new one does not read go with it.
pub(super) fn set_dialect(text: &str, index: usize, dialect: Option<&str>) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    let strategies = Place::top(text, &doc).tables("strategy");
    let place = strategies.get(index).ok_or(EditError::NoStrategy(index))?;
    let kind = kind(place.text("kind").unwrap_or_default())?;
    let Some(known) = kind.dialects.iter().find(|known| dialect.is_none_or(|id| known.id == id)) else {
        let known = kind.dialects.iter().map(|known| known.id).collect::<Vec<_>>().join(", ");
        return Err(EditError::UnknownDialect { dialect: dialect.unwrap_or_default().to_owned(), known });
    };
    let unread = kind.params.iter().map(|param| param.id).filter(|id| kind.params_of(known).all(|param| param.id != *id));
    let unread: Vec<&str> =
        unread.chain(known.label.is_none().then_some("label")).chain(["hash"]).filter(|id| place.get(id).is_some()).collect();
    let Some(first) = unread.first() else {
        return match dialect {
            Some(dialect) => place.set(text, "dialect", &quote(dialect)),
            None => Ok(place.remove(text, "dialect")),
        };
    };
    set_dialect(&place.remove(text, first), index, dialect)
}

/// Sets or removes the hash of the scenario, or of one strategy.
pub(super) fn set_hash(text: &str, index: Option<usize>, hash: Option<&str>) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    let Some(index) = index else { return set_top(text, &top, "hash", hash.map(quote)) };
    let strategies = top.tables("strategy");
    let place = strategies.get(index).ok_or(EditError::NoStrategy(index))?;
    match hash {
        Some(hash) => place.set(text, "hash", &quote(hash)),
        None => Ok(place.remove(text, "hash")),
    }
}

fn set_top(text: &str, top: &Place<'_>, key: &str, value: Option<String>) -> Result<String, EditError> {
    match value {
        None => Ok(top.remove(text, key)),
        Some(value) if top.get(key).is_none() && top.values().is_empty() => Ok(first_line(text, key, &value)),
        Some(value) => top.set(text, key, &value),
    }
}

/// A field before everything else; comments that open the text stay there where a blank line follows them.
fn first_line(text: &str, key: &str, value: &str) -> String {
    let opening: usize = text.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum();
    let head = opening > 0 && layout::blank(&text[opening..layout::line_end(text, opening)]);
    let at = if head { (layout::line_end(text, opening) + 1).min(text.len()) } else { 0 };
    let mut lines = text[at..].lines().map(str::trim_start);
    let section = lines.find(|line| !line.is_empty() && !line.starts_with('#')).is_some_and(|line| line.starts_with('['));
    layout::replace(text, at..at, &format!("{key} = {value}\n{}", if section { "\n" } else { "" }))
}

pub(super) fn set_title(text: &str, title: &str) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    match Place::top(text, &doc) {
        top if top.get("title").is_some() => top.set(text, "title", &quote(title)),
        _ => Ok(first_line(text, "title", &quote(title))),
    }
}

/// Sets a choice at the top, or removes it.
pub(super) fn set_choice(text: &str, field: &str, chosen: Option<&str>) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    match field {
        "spread" | "reads" => set_top(text, &Place::top(text, &doc), field, chosen.map(quote)),
        other => Err(EditError::UnknownChoice(other.to_owned())),
    }
}

pub(super) fn set_replicas(text: &str, value: u32) -> Result<String, EditError> {
    super::in_range("replicas", f64::from(value), 1.0, limits::REPLICAS as f64)?;
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    if value == 1 && top.get("replicas").is_none() {
        return Ok(text.to_owned());
    }
    set_top(text, &top, "replicas", Some(value.to_string()))
}

/// Appends a step that does one thing.
pub(super) fn add_step(
    text: &str,
    action: &str,
    (node, zone): (Option<&str>, Option<&str>),
    weight: Option<f64>,
    strategy: Option<&str>,
) -> Result<String, EditError> {
    let named = || node.ok_or(EditError::Missing("a node"));
    let value = match action {
        "add" => nodes::written(&nodes::new_name(text, node)?, nodes::weight(weight.unwrap_or(1.0))?),
        "remove" | "fail" | "recover" => match zone {
            Some(zone) => format!("{{ zone = {} }}", quote(zone)),
            None => quote(named()?),
        },
        "reweight" => nodes::reweight(named()?, nodes::weight(weight.ok_or(EditError::Missing("a weight"))?)?),
        "switch" => format!("{{ strategy = {} }}", quote(kind(strategy.ok_or(EditError::Missing("a strategy"))?)?.id)),
        other => return Err(EditError::UnknownAction(other.to_owned())),
    };
    append(text, "step", &[format!("{action} = {value}")])
}
