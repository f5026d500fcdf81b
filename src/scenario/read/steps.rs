//! The `[[step]]` sections: what happens to the cluster, checked against the cluster that each step finds.

use super::super::diagnostic::{Diagnostics, listed, nearest, quote, shown};
use super::super::fields::{Field, Fields};
use super::super::limits;
use super::super::model::{Step, StrategySpec};
use super::nodes;
use super::strategies::{self, Context};
use crate::cluster::{Changes, Cluster, Node, NodeId, NodeSet};
use crate::collections::sort_by_key;
use std::ops::Range;
use toml::de::DeValue;

const EXAMPLE: &str = "[[step]] and add = \"Node D\" under it";

/// Reads all steps.
pub(super) fn read(top: &mut Fields<'_>, context: &mut Context<'_>, strategies: &[StrategySpec], out: &mut Diagnostics<'_>) -> Vec<Step> {
    let Some(field) = top.take("step") else { return Vec::new() };
    let Some(tables) = field.tables(EXAMPLE, out) else { return Vec::new() };
    if tables.len() > limits::STEPS {
        out.error(field.span.clone(), "step", format!("step has {} entries, at most {}", tables.len(), limits::STEPS), "use fewer steps");
        return Vec::new();
    }
    let mut clusters = vec![context.cluster.clone()];
    clusters.extend(strategies.iter().filter_map(|spec| spec.nodes.clone()));
    let mut specs = strategies.to_vec();
    let mut steps = Vec::new();
    for table in tables.into_iter().flatten() {
        let step = one(table, &mut clusters, &specs, context, out);
        specs = step.switch.clone().unwrap_or(specs);
        steps.push(step);
    }
    steps
}

/// One step; `clusters` are what it finds and what it leaves, the scenario's first.
fn one(
    mut fields: Fields<'_>,
    clusters: &mut [Cluster],
    specs: &[StrategySpec],
    context: &mut Context<'_>,
    out: &mut Diagnostics<'_>,
) -> Step {
    let (span, path, errors) = (fields.span.clone(), fields.path.clone(), out.errors());
    let mut now = Now { clusters, changes: Changes::default(), said: Vec::new() };
    if let Some(field) = fields.take("remove") {
        let ids = existing(&field, &mut now, context, Wanted::Member, out);
        now.apply(Changes { remove: ids, ..Changes::default() });
    }
    if let Some(field) = fields.take("fail") {
        let ids = existing(&field, &mut now, context, Wanted::Live, out);
        now.apply(Changes { fail: ids, ..Changes::default() });
    }
    if let Some(field) = fields.take("recover") {
        let ids = existing(&field, &mut now, context, Wanted::Failed, out);
        now.apply(Changes { recover: ids, ..Changes::default() });
    }
    if let Some(field) = fields.take("reweight") {
        let reweight = weights(&field, &now, context, out);
        now.apply(Changes { reweight, ..Changes::default() });
    }
    let switched = fields.take("switch");
    let switch = switched.as_ref().and_then(|field| strategies::switch(field, specs, context, out));
    if let Some(field) = fields.take("add") {
        let add = added(&field, &now, context, out);
        now.apply(Changes { add, ..Changes::default() });
    }
    fields.finish(out);
    if now.changes == Changes::default() && switched.is_none() && out.errors() == errors && !context.unsure {
        out.misfit(span.clone(), &path, format!("{path} changes nothing"), "write add = \"Node D\", or remove the step");
    }
    if !out.has_error() {
        now.check_live(span, &path, out);
    }
    let label = label(&now, switched.is_some(), switch.as_deref(), context);
    Step { label, changes: now.changes, switch }
}

/// The clusters in the middle of a step, and the changes so far.
struct Now<'a> {
    clusters: &'a mut [Cluster],
    changes: Changes,
    /// What the label says: `fail zone west`, `− Node B`.
    said: Vec<String>,
}

impl Now<'_> {
    fn apply(&mut self, changes: Changes) {
        for cluster in &mut *self.clusters {
            cluster.change(&changes);
        }
        self.changes.remove.extend(changes.remove);
        self.changes.fail.extend(changes.fail);
        self.changes.recover.extend(changes.recover);
        self.changes.reweight.extend(changes.reweight);
        self.changes.add.extend(changes.add);
    }

    /// Tells a step after which nobody could hold the keys.
    fn check_live(&self, span: Range<usize>, path: &str, out: &mut Diagnostics<'_>) {
        if let Some(index) = self.clusters.iter().position(|cluster| cluster.live().next().is_none()) {
            let whose = if index == 0 { "no live node" } else { "no live node in a strategy's own list of nodes" };
            out.misfit(span, path, format!("{path} leaves {whose}"), "keep one, or add one in the same step");
        }
    }

    /// A member of any of the clusters.
    fn member(&self, id: NodeId) -> Option<&Node> {
        self.clusters.iter().find_map(|cluster| cluster.get(id))
    }

    /// Every member, each once.
    fn members(&self) -> Vec<&Node> {
        let mut seen = NodeSet::default();
        self.clusters.iter().flat_map(Cluster::nodes).filter(|node| seen.insert(node.id)).collect()
    }

    /// What to write instead of a name that no member has, and the name that was meant.
    fn instead_of(&self, name: &str, out: &Diagnostics<'_>) -> (String, Option<String>) {
        if out.is_full() {
            return ("mend the problems above first".to_owned(), None);
        }
        let members = self.members();
        let names = members.iter().map(|node| node.name.as_str());
        match nearest(name, names.clone()) {
            Some(near) => (format!("did you mean \"{}\"?", shown(near)), Some(quote(near))),
            None if members.is_empty() => ("no node is in the cluster at this step".to_owned(), None),
            None => (format!("nodes at this step: {}", listed(names)), None),
        }
    }
}

/// What a change needs its node to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Member,
    Live,
    Failed,
}

impl Wanted {
    /// How a label says it.
    const fn verb(self) -> &'static str {
        match self {
            Self::Member => "−",
            Self::Live => "fail",
            Self::Failed => "recover",
        }
    }

    fn problem(self, node: &Node) -> Option<&'static str> {
        match self {
            Self::Live if !node.live => Some("has failed already"),
            Self::Failed if node.live => Some("is live, not failed"),
            _ => None,
        }
    }
}

/// Nodes that are there: a name, a list of names or tables, or all of a zone.
fn existing(field: &Field<'_>, now: &mut Now<'_>, context: &Context<'_>, wanted: Wanted, out: &mut Diagnostics<'_>) -> Vec<NodeId> {
    let (mut found, mut said): (Vec<NodeId>, Vec<String>) = Default::default();
    let mut seen = NodeSet::default();
    for element in field.one_or_many() {
        let (ids, zone) = named(&element, now, context, wanted, out);
        match zone {
            Some(zone) => said.push(format!("zone {zone}")),
            None => said.extend(ids.iter().map(|id| context.roster.name(*id).to_owned())),
        }
        for id in ids {
            if !seen.insert(id) {
                let message = format!("{} names \"{}\" twice", field.path, shown(context.roster.name(id)));
                out.misfit(element.span.clone(), &element.path, message, "name it once");
            } else {
                found.push(id);
            }
        }
    }
    part(&mut now.said, wanted.verb(), &said, found.len());
    found
}

/// The nodes that an element names, and the zone where it names one.
fn named<'a>(
    element: &Field<'a>,
    now: &Now<'_>,
    context: &Context<'_>,
    wanted: Wanted,
    out: &mut Diagnostics<'_>,
) -> (Vec<NodeId>, Option<&'a str>) {
    if let DeValue::Table(_) = element.value {
        let Some(mut fields) = element.table("{ zone = \"a\" }", out) else { return Default::default() };
        if !fields.has("name")
            && let Some(zone) = fields.take("zone")
        {
            fields.finish(out);
            return (of_zone(&zone, now, context, wanted, out), zone.value.as_str());
        }
        let name = fields.take("name");
        if name.is_none() {
            out.misfit(element.span.clone(), &element.path, format!("{} names no node", element.path), "write a name, or { zone = \"a\" }");
        }
        // A node's table, as add takes it.
        for known in ["weight", "zone", "capacity"] {
            fields.take(known);
        }
        fields.finish(out);
        return (name.and_then(|name| member(&name, now, context, wanted, out)).into_iter().collect(), None);
    }
    (member(element, now, context, wanted, out).into_iter().collect(), None)
}

fn of_zone(field: &Field<'_>, now: &Now<'_>, context: &Context<'_>, wanted: Wanted, out: &mut Diagnostics<'_>) -> Vec<NodeId> {
    let Some(zone) = field.text("zone = \"a\"", out) else { return Vec::new() };
    let members = now.members();
    let of_zone = members.iter().filter(|node| node.zone.as_deref() == Some(zone) && wanted.problem(node).is_none());
    let found: Vec<NodeId> = of_zone.map(|node| node.id).collect();
    if found.is_empty() && !context.unsure {
        let mut zones: Vec<&str> = members.iter().filter_map(|node| node.zone.as_deref()).collect();
        sort_by_key(&mut zones, |zone| *zone);
        zones.dedup();
        let remedy = if zones.is_empty() {
            "give nodes a zone: { name = \"Node A\", zone = \"a\" }".to_owned()
        } else {
            format!("zones: {}", listed(zones))
        };
        out.misfit(field.span.clone(), &field.path, format!("{} is \"{}\", which has no node for this", field.path, shown(zone)), remedy);
    }
    found
}

/// A member by its name.
fn member(field: &Field<'_>, now: &Now<'_>, context: &Context<'_>, wanted: Wanted, out: &mut Diagnostics<'_>) -> Option<NodeId> {
    let name = field.text("a name in quotes", out)?;
    let Some(node) = context.roster.find(name).and_then(|id| now.member(id)) else {
        if !context.unsure {
            let message = format!("{} is \"{}\", which is not in the cluster at this step", field.path, shown(name));
            let (remedy, meant) = now.instead_of(name, out);
            out.misfit(field.span.clone(), &field.path, message, remedy);
            if let Some(meant) = meant {
                out.mended_by(field.span.clone(), meant);
            }
        }
        return None;
    };
    if let Some(problem) = wanted.problem(node) {
        out.misfit(
            field.span.clone(),
            &field.path,
            format!("{} is \"{}\", which {problem}", field.path, shown(name)),
            "name another node, or change the step before",
        );
        return None;
    }
    Some(node.id)
}

/// New weights by name.
fn weights(field: &Field<'_>, now: &Now<'_>, context: &Context<'_>, out: &mut Diagnostics<'_>) -> Vec<(NodeId, f64)> {
    let Some(mut fields) = field.table("reweight = { \"Node A\" = 2 }", out) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, value) in fields.rest() {
        let weight = nodes::weight(&value, out);
        match context.roster.find(name).filter(|id| now.member(*id).is_some()) {
            Some(id) => found.extend(weight.map(|weight| (id, weight))),
            None if context.unsure => {}
            None => {
                let message = format!("{} names \"{}\", which is not in the cluster at this step", field.path, shown(name));
                out.misfit(value.span.clone(), &value.path, message, now.instead_of(name, out).0);
            }
        }
    }
    found
}

/// Nodes that join.
fn added(field: &Field<'_>, now: &Now<'_>, context: &mut Context<'_>, out: &mut Diagnostics<'_>) -> Vec<Node> {
    let mut found: Vec<Node> = Vec::new();
    let mut seen = NodeSet::default();
    for element in field.one_or_many() {
        let Some(node) = nodes::node(&element, context.roster, None, out) else { continue };
        if now.clusters.first().is_some_and(|cluster| cluster.get(node.id).is_some()) || !seen.insert(node.id) {
            let message = format!("{} is \"{}\", which is in the cluster already", element.path, shown(&node.name));
            out.misfit(element.span.clone(), &element.path, message, "give the new node another name");
        } else if context.roster.len() > limits::NODES {
            out.misfit(
                element.span.clone(),
                &element.path,
                format!("{} is one node too many: at most {} can take part", element.path, limits::NODES),
                "use fewer nodes",
            );
            break;
        } else {
            found.push(node);
        }
    }
    found
}

/// What a step does, for people.
fn label(now: &Now<'_>, switched: bool, to: Option<&[StrategySpec]>, context: &Context<'_>) -> String {
    let Changes { reweight, add, .. } = &now.changes;
    let mut parts = now.said.clone();
    let names = |ids: &mut dyn Iterator<Item = NodeId>| -> Vec<String> { ids.map(|id| context.roster.name(id).to_owned()).collect() };
    part(&mut parts, "reweight", &names(&mut reweight.iter().map(|(id, _)| *id)), reweight.len());
    if switched {
        parts.push(to.and_then(|to| to.first()).map_or_else(|| "switch".to_owned(), |spec| format!("switch to {}", spec.kind.id)));
    }
    part(&mut parts, "+", &names(&mut add.iter().map(|node| node.id)), add.len());
    parts.join(", ")
}

/// The names, or of many the number of nodes.
fn part(parts: &mut Vec<String>, verb: &str, names: &[String], nodes: usize) {
    const NAMED: usize = 3;
    match names.len() {
        0 => {}
        1..=NAMED => parts.push(format!("{verb} {}", names.join(", "))),
        _ => parts.push(format!("{verb} {nodes} nodes")),
    }
}
