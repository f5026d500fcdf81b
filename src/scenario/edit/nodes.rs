//! Edits of nodes, everywhere that they are named.

use super::error::EditError;
use super::layout::{self, number, quote};
use super::view::{self, Item, Member, Place, members};
use crate::scenario::limits;

/// The fields of a step that name nodes.
const IN_STEPS: [&str; 4] = ["remove", "fail", "recover", "add"];

/// Every place that names nodes: the table and its field.
fn lists<'d>(top: &Place<'d>) -> Vec<(Place<'d>, &'static str)> {
    let mut all = vec![(top.clone(), "nodes")];
    all.extend(top.tables("strategy").into_iter().map(|place| (place, "nodes")));
    all.extend(top.tables("step").into_iter().flat_map(|place| IN_STEPS.map(|field| (place.clone(), field))));
    all.extend(top.child("sweep").map(|place| (place, "node")));
    all.extend(top.tables("expect").into_iter().map(|place| (place, "node")));
    all
}

fn reweights<'d>(top: &Place<'d>) -> Vec<Place<'d>> {
    top.tables("step").iter().filter_map(|step| step.child("reweight")).collect()
}

/// The names of all nodes that the text names.
fn names(top: &Place<'_>) -> Vec<String> {
    let start = members(top.get("nodes")).into_iter().map(|member| member.name.to_owned());
    start.chain(named_elsewhere(top)).collect()
}

/// The names of nodes that stand beyond the list of nodes.
pub(super) fn named_elsewhere(top: &Place<'_>) -> Vec<String> {
    let named = |(place, field): (Place<'_>, &'static str)| {
        members(place.get(field)).into_iter().map(|member| member.name.to_owned()).collect::<Vec<_>>()
    };
    let listed = lists(top).into_iter().skip(1).flat_map(named);
    let weighed = reweights(top).into_iter().flat_map(|place| place.keys().into_iter().map(|key| key.name.to_owned()));
    listed.chain(weighed).collect()
}

/// The name given, or the next that is free.
pub(super) fn new_name(text: &str, name: Option<&str>) -> Result<String, EditError> {
    match name {
        Some(name) => checked(name).map(str::to_owned),
        None => Ok(super::super::model::next_name(&names(&Place::top(text, &view::parse(text)?)))),
    }
}

fn checked(name: &str) -> Result<&str, EditError> {
    let length = name.chars().count();
    let fits = (1..=limits::NAME_CHARS).contains(&length) && !name.chars().any(char::is_control);
    if fits { Ok(name) } else { Err(EditError::BadName(name.to_owned())) }
}

pub(super) fn add(text: &str, name: Option<&str>) -> Result<String, EditError> {
    let name = new_name(text, name)?;
    let doc = view::parse(text)?;
    let nodes = Place::top(text, &doc).get("nodes").ok_or_else(|| EditError::Shape("nodes".to_owned()))?;
    if members(Some(nodes)).iter().any(|member| member.name == name) {
        return Err(EditError::NameTaken(name));
    }
    view::push(text, "nodes", &nodes, &quote(&name), &[format!("name = {}", quote(&name))])
}

pub(super) fn rename(text: &str, from: &str, to: &str) -> Result<String, EditError> {
    checked(to)?;
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    let all = names(&top);
    if !all.iter().any(|name| name == from) {
        return Err(EditError::NoNode(from.to_owned()));
    }
    if from != to && all.iter().any(|name| name == to) {
        return Err(EditError::NameTaken(to.to_owned()));
    }
    let mut changes = Vec::new();
    for (place, field) in lists(&top) {
        let named = members(place.get(field)).into_iter().filter(|member| member.name == from);
        changes.extend(named.map(|member| (member.span, quote(to))));
    }
    for key in reweights(&top).iter().flat_map(Place::keys).filter(|key| key.name == from) {
        changes.push((key.span, key_of(to)));
    }
    Ok(layout::splice(text, changes))
}

/// A name as a key.
fn key_of(name: &str) -> String {
    let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { name.to_owned() } else { quote(name) }
}

/// `{ "Node A" = 2 }`, for a step.
pub(super) fn reweight(name: &str, weight: f64) -> String {
    format!("{{ {} = {} }}", quote(name), number(weight))
}

/// A node as a value: a plain name, or a table where it has a weight.
pub(super) fn written(name: &str, weight: f64) -> String {
    let name = quote(name);
    if weight == 1.0 { name } else { format!("{{ name = {name}, weight = {} }}", number(weight)) }
}

/// Refuses what is no weight.
pub(super) fn weight(value: f64) -> Result<f64, EditError> {
    super::in_range("a weight", value, limits::WEIGHT_MIN, limits::WEIGHT_MAX)
}

/// Sets the weight that a node has where it comes in: at the start, or else in the step that adds it.
pub(super) fn set_weight(text: &str, name: &str, value: f64) -> Result<String, EditError> {
    weight(value)?;
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    let mut places = vec![top.get("nodes")];
    places.extend(top.tables("step").iter().map(|step| step.get("add")));
    let found = places.into_iter().flat_map(members).find(|member| member.name == name);
    let Some(member) = found else { return Err(EditError::NoNode(name.to_owned())) };
    weigh(text, &member, value)
}

fn weigh(text: &str, member: &Member<'_>, weight: f64) -> Result<String, EditError> {
    let name = &text[member.span.clone()];
    let Some(table) = &member.table else {
        let written = if weight == 1.0 { name.to_owned() } else { format!("{{ name = {name}, weight = {} }}", number(weight)) };
        return Ok(layout::replace(text, member.span.clone(), &written));
    };
    if weight != 1.0 {
        return table.set(text, "weight", &number(weight));
    }
    let bare = table.keys().iter().all(|key| ["name", "weight"].contains(&key.name));
    match table.inline() {
        // What is commented stays a table: a plain name has no room for the comment.
        Some(span) if bare && !text[span.start..span.end].contains('#') => Ok(layout::replace(text, span.clone(), name)),
        _ => Ok(table.remove(text, "weight")),
    }
}

/// Removes a node wherever it is named; a step that is left with nothing to do goes too.
pub(super) fn remove(text: &str, name: &str) -> Result<String, EditError> {
    let mut text = text.to_owned();
    let mut removed = false;
    while let Some(next) = remove_one(&text, name)? {
        if next == text {
            return Err(EditError::Shape(name.to_owned()));
        }
        (text, removed) = (next, true);
    }
    if removed { Ok(text) } else { Err(EditError::NoNode(name.to_owned())) }
}

/// Removes the first mention.
fn remove_one(text: &str, name: &str) -> Result<Option<String>, EditError> {
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    if let Some(found) = members(top.get("nodes")).iter().find(|member| member.name == name) {
        return from_nodes(text, top.get("nodes"), found.index).map(Some);
    }
    if let Some(sweep) = top.child("sweep").filter(|sweep| sweep.text("node") == Some(name)) {
        return Ok(Some(sweep.remove(text, "node")));
    }
    if let Some(next) = super::expect::without_node(text, name)? {
        return Ok(Some(next));
    }
    for strategy in top.tables("strategy") {
        if let Some(next) = from_field(text, &strategy, "nodes", name) {
            return Ok(Some(next.unwrap_or_else(|| strategy.remove(text, "nodes"))));
        }
    }
    for (index, step) in top.tables("step").iter().enumerate() {
        if let Some(next) = from_step(text, step, name) {
            return next.map_or_else(|| super::sections::remove_step(text, index), Ok).map(Some);
        }
    }
    Ok(None)
}

fn from_nodes(text: &str, nodes: Option<Item<'_>>, index: usize) -> Result<String, EditError> {
    match nodes {
        Some(item) if view::count(nodes) > 1 => Ok(view::remove_element(text, &item, index)),
        _ => Err(EditError::LastNode),
    }
}

/// The text without a node in a field: nothing where it is not there, `Some(None)` where the field names no other.
fn from_field(text: &str, place: &Place<'_>, field: &str, name: &str) -> Option<Option<String>> {
    let item = place.get(field)?;
    let found = members(Some(item)).into_iter().find(|member| member.name == name)?;
    Some((view::count(Some(item)) > 1).then(|| view::remove_element(text, &item, found.index)))
}

/// The text without a node in a step: nothing where it is not there, `Some(None)` where the step does nothing else.
fn from_step(text: &str, step: &Place<'_>, name: &str) -> Option<Option<String>> {
    let found = IN_STEPS.iter().find_map(|field| from_field(text, step, field, name).map(|next| (*field, next)));
    let (field, next) = found.or_else(|| from_weights(text, step, name).map(|next| ("reweight", next)))?;
    let alone = step.keys().len() == 1;
    Some(next.or_else(|| (!alone).then(|| step.remove(text, field))))
}

fn from_weights(text: &str, step: &Place<'_>, name: &str) -> Option<Option<String>> {
    let weights = step.child("reweight")?;
    let keys = weights.keys();
    let there = keys.iter().any(|key| key.name == name);
    there.then(|| (keys.len() > 1).then(|| weights.remove(text, name)))
}
