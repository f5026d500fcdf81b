//! A pasted list of nodes in the place of the nodes of the text.

use super::error::EditError;
use super::layout::{number, quote};
use super::nodes;
use super::view::{self, Place, members};
use crate::own::{OwnNode, read_nodes};
use crate::scenario::limits;

/// A list that is longer than this stands on lines of its own, one a node.
const LINE_CHARS: usize = 100;
/// More nodes that are named elsewhere than this are taken out by hand: each is an edit of its own.
const NAMED_MOST: usize = 100;

/// Writes the nodes of a list over those of the text; whatever names one that goes is taken out, as when it is removed.
pub(super) fn set_nodes(text: &str, list: &str) -> Result<String, EditError> {
    let new = read_nodes(list).nodes;
    if new.is_empty() {
        return Err(EditError::Missing("at least one node, each on a line of its own"));
    }
    let gone = gone(text, &new)?;
    if gone.len() > NAMED_MOST {
        let message = format!("{} nodes that are not in the list are named by steps or strategies (remove these first)", gone.len());
        return Err(EditError::Wrong(message));
    }
    let mut text = write(text, &new)?;
    for name in &gone {
        text = nodes::remove(&text, name)?;
    }
    if text.len() > limits::TEXT_BYTES {
        let message = format!("the text would have {} bytes, at most {} are read (paste fewer nodes)", text.len(), limits::TEXT_BYTES);
        return Err(EditError::Wrong(message));
    }
    Ok(text)
}

/// The nodes that go and are named beyond the list of nodes, each once.
fn gone(text: &str, new: &[OwnNode]) -> Result<Vec<String>, EditError> {
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    let stays = |name: &str| new.iter().any(|node| node.name == name);
    let mut gone: Vec<String> = Vec::new();
    let named = nodes::named_elsewhere(&top);
    for old in members(top.get("nodes")) {
        if !stays(old.name) && named.iter().any(|name| name == old.name) && !gone.iter().any(|name| name == old.name) {
            gone.push(old.name.to_owned());
        }
    }
    Ok(gone)
}

/// Writes the list where the old one stands; sections give way to a list at the top.
fn write(text: &str, new: &[OwnNode]) -> Result<String, EditError> {
    let value = listed(new);
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    if !top.get("nodes").is_some_and(|nodes| nodes.is_sections()) {
        return at_top(text, &value);
    }
    at_top(&top.remove(text, "nodes"), &value)
}

fn at_top(text: &str, value: &str) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    if top.values().is_empty() { Ok(format!("nodes = {value}\n\n{text}")) } else { top.set(text, "nodes", value) }
}

fn listed(nodes: &[OwnNode]) -> String {
    let all: Vec<String> = nodes.iter().map(written).collect();
    let line = format!("[{}]", all.join(", "));
    if line.chars().count() <= LINE_CHARS {
        return line;
    }
    let lines: String = all.iter().map(|node| format!("  {node},\n")).collect();
    format!("[\n{lines}]")
}

/// A plain name, or a table where there is more to say.
fn written(node: &OwnNode) -> String {
    let OwnNode { name, weight, zone, capacity } = node;
    let weight = (*weight != 1.0).then(|| format!(", weight = {}", number(*weight)));
    let zone = zone.as_ref().map(|zone| format!(", zone = {}", quote(zone)));
    let capacity = capacity.map(|capacity| format!(", capacity = {}", number(capacity)));
    let more: String = [weight, zone, capacity].into_iter().flatten().collect();
    if more.is_empty() { quote(name) } else { format!("{{ name = {}{more} }}", quote(name)) }
}
