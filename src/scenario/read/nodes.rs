//! Nodes: names and tables, weights, zones, and the roster that gives every name its number.

use super::super::diagnostic::{Diagnostics, shown};
use super::super::fields::{Field, Fields};
use super::super::limits;
use crate::cluster::{Cluster, Node, NodeId, NodeSet};
use toml::de::DeValue;

/// The names of all nodes that ever take part, in the order in which they come.
#[derive(Debug, Default)]
pub(super) struct Roster {
    names: Vec<String>,
    /// The numbers in the order of their names.
    sorted: Vec<NodeId>,
}

impl Roster {
    /// The number of a name; a new one where it is new.
    pub(super) fn number(&mut self, name: &str) -> NodeId {
        let place = self.place(name);
        place.unwrap_or_else(|at| {
            let id = NodeId(self.names.len() as u32);
            self.names.push(name.to_owned());
            self.sorted.insert(at, id);
            id
        })
    }

    /// The number of a name that has one.
    pub(super) fn find(&self, name: &str) -> Option<NodeId> {
        self.place(name).ok()
    }

    pub(super) fn name(&self, id: NodeId) -> &str {
        self.names.get(id.index()).map_or("", String::as_str)
    }

    /// All names, in the order in which they come.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn into_names(self) -> Vec<String> {
        self.names
    }

    /// The number of a name, or where in the order it belongs.
    fn place(&self, name: &str) -> Result<NodeId, usize> {
        let at = self.sorted.binary_search_by(|id| self.name(*id).cmp(name))?;
        Ok(self.sorted[at])
    }
}

/// The cluster at the start.
pub(super) fn start(top: &mut Fields<'_>, roster: &mut Roster, out: &mut Diagnostics<'_>) -> Cluster {
    match top.take("nodes") {
        Some(field) => list(&field, roster, None, out),
        None => {
            out.misfit(0..0, "nodes", "nodes are missing", "write nodes = [\"Node A\", \"Node B\", \"Node C\"]");
            Cluster::default()
        }
    }
}

/// A list of nodes; a plain name takes weight, zone and capacity from `known`, where it stands there.
pub(super) fn list(field: &Field<'_>, roster: &mut Roster, known: Option<&Cluster>, out: &mut Diagnostics<'_>) -> Cluster {
    let Some(elements) = field.elements() else {
        out.error(
            field.span.clone(),
            &field.path,
            format!("{} is {}, must be a list of names", field.path, field.shown()),
            "write nodes = [\"Node A\", \"Node B\"]",
        );
        return Cluster::default();
    };
    if elements.is_empty() {
        out.error(
            field.span.clone(),
            &field.path,
            format!("{} is empty, must have at least one node", field.path),
            "write nodes = [\"Node A\"]",
        );
    }
    if elements.len() > limits::NODES {
        out.error(
            field.span.clone(),
            &field.path,
            format!("{} has {} nodes, at most {} can take part", field.path, elements.len(), limits::NODES),
            "use fewer nodes",
        );
        return Cluster::default();
    }
    let mut nodes: Vec<Node> = Vec::new();
    let (mut seen, mut paths): (NodeSet, Vec<&str>) = Default::default();
    for element in &elements {
        let Some(node) = node(element, roster, known, out) else { continue };
        if !seen.insert(node.id) {
            let first = nodes.iter().position(|other| other.id == node.id).map_or("", |index| paths[index]);
            let message = format!("{} is \"{}\" again, as {first} is; names must differ", element.path, shown(&node.name));
            out.misfit(element.span.clone(), &element.path, message, "give it another name or remove it");
        } else {
            paths.push(&element.path);
            nodes.push(node);
        }
    }
    Cluster::new(nodes)
}

/// One node: a name, or a table with a name.
pub(super) fn node(field: &Field<'_>, roster: &mut Roster, known: Option<&Cluster>, out: &mut Diagnostics<'_>) -> Option<Node> {
    match field.value {
        DeValue::Table(_) => table(field, roster, out),
        _ => {
            let text = field.text("a name in quotes, or { name = \"Node D\", weight = 2 }", out)?;
            let id = roster.number(name(field, text, out)?);
            let inherited = known.and_then(|cluster| cluster.get(id)).cloned();
            Some(inherited.unwrap_or_else(|| plain(id, text)))
        }
    }
}

fn plain(id: NodeId, name: &str) -> Node {
    Node { id, name: name.to_owned(), weight: 1.0, zone: None, capacity: None, live: true }
}

fn table(field: &Field<'_>, roster: &mut Roster, out: &mut Diagnostics<'_>) -> Option<Node> {
    let mut fields = field.table("{ name = \"Node D\" }", out)?;
    let named = match fields.take("name") {
        Some(inner) => inner.text("name = \"Node D\"", out).and_then(|text| name(&inner, text, out)),
        None => {
            out.misfit(field.span.clone(), &field.path, format!("{} has no name", field.path), "write { name = \"Node D\" }");
            None
        }
    };
    let weight = fields.take("weight").map_or(Some(1.0), |inner| weight(&inner, out));
    let zone = fields.take("zone").and_then(|inner| inner.text("zone = \"a\"", out).and_then(|text| name(&inner, text, out)));
    let capacity =
        fields.take("capacity").and_then(|inner| inner.number(1.0, 1e15, "capacity is the number of keys that the node has room for", out));
    fields.finish(out);
    let name = named?;
    // A weight that was told as wrong: the name is known all the same, so that what names it is not told too.
    Some(Node { weight: weight.unwrap_or(1.0), zone: zone.map(str::to_owned), capacity, ..plain(roster.number(name), name) })
}

/// A weight.
pub(super) fn weight(field: &Field<'_>, out: &mut Diagnostics<'_>) -> Option<f64> {
    field.number(limits::WEIGHT_MIN, limits::WEIGHT_MAX, "2 gets twice the keys of 1; to give a node none, remove it", out)
}

/// A name: one line of 1 to 100 characters.
fn name<'a>(field: &Field<'_>, text: &'a str, out: &mut Diagnostics<'_>) -> Option<&'a str> {
    super::line(field, text, limits::NAME_CHARS, "write a short name", out)
}
