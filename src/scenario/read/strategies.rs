//! The `[[strategy]]` sections, and the strategy that a step switches to.

use super::super::diagnostic::{Diagnostics, listed, shown};
use super::super::fields::{Field, Fields};
use super::super::limits;
use super::super::model::StrategySpec;
use super::nodes::{self, Roster};
use super::{hash, unknown};
use crate::cluster::Cluster;
use crate::hash::HashKind;
use crate::strategy::{self, Dialect, KINDS, Kind, LabelTemplate, Listed, PLANNED_DIALECTS, PLANNED_KINDS, Param, Params, Range as Values};
use std::ops::Range;

const EXAMPLE: &str = "[[strategy]] and kind = \"ring\" under it";

/// What the strategies of a scenario share.
pub(super) struct Context<'a> {
    pub(super) roster: &'a mut Roster,
    pub(super) cluster: &'a Cluster,
    pub(super) hash: Option<HashKind>,
    pub(super) ids: bool,
    /// A list of nodes or a strategy could not be read: what names one of them is not told.
    pub(super) unsure: bool,
    /// Where each strategy stands.
    pub(super) places: Vec<Range<usize>>,
}

impl Context<'_> {
    /// The hash of a strategy that names none.
    fn default_hash(&self) -> HashKind {
        self.hash.unwrap_or(if self.ids { HashKind::Mix64 } else { HashKind::Sha256 })
    }
}

/// Reads all strategies.
pub(super) fn read(top: &mut Fields<'_>, context: &mut Context<'_>, out: &mut Diagnostics<'_>) -> Vec<StrategySpec> {
    let Some(field) = top.take("strategy") else {
        out.misfit(0..0, "strategy", "a strategy is missing", format!("write {EXAMPLE}"));
        return Vec::new();
    };
    let Some(tables) = field.tables(EXAMPLE, out) else {
        context.unsure = true;
        return Vec::new();
    };
    if tables.is_empty() || tables.len() > limits::STRATEGIES {
        let message = format!("strategy has {} entries, must have 1 to {}", tables.len(), limits::STRATEGIES);
        let remedy = if tables.is_empty() { format!("write {EXAMPLE}") } else { "use fewer strategies".to_owned() };
        out.error(field.span.clone(), "strategy", message, remedy);
        context.unsure = true;
        return Vec::new();
    }
    let mut found: Vec<StrategySpec> = Vec::new();
    for table in &tables {
        let spec = table.as_ref().and_then(|table| one(table.clone(), context, out));
        let (Some(Fields { span, path, .. }), Some(spec)) = (table, spec) else {
            context.unsure = true;
            continue;
        };
        if found.iter().any(|other| other.name == spec.name) {
            let message = format!("{path} is named \"{}\", as another strategy is; names must differ", shown(&spec.name));
            out.misfit(span.clone(), path, message, format!("write name = \"{} 2\" in it", spec.kind.id));
        }
        found.push(spec);
        context.places.push(span.clone());
    }
    found
}

/// One strategy.
fn one(mut fields: Fields<'_>, context: &mut Context<'_>, out: &mut Diagnostics<'_>) -> Option<StrategySpec> {
    let Some(kind_field) = fields.take("kind") else {
        let message = format!("{} has no kind", fields.path);
        out.misfit(
            fields.span.clone(),
            &fields.path,
            message,
            format!("write kind = \"ring\"; kinds: {}", listed(KINDS.iter().map(|kind| kind.id))),
        );
        return None;
    };
    let kind = kind(&kind_field, out);
    let name = fields.take("name").map_or(kind.map(|kind| kind.id), |field| strategy_name(&field, out));
    let own = fields.take("nodes").map(|field| nodes::list(&field, context.roster, Some(context.cluster), out));
    let Some(kind) = kind else {
        // Which fields there are depends on the kind; a hash is always one.
        let _ = fields.take("hash").and_then(|field| hash(&field, context.ids, out));
        return None;
    };
    let spec = spec(&mut fields, kind, context, out);
    fields.finish(out);
    Some(StrategySpec { name: name?.to_owned(), nodes: own, ..spec? })
}

fn strategy_name<'a>(field: &Field<'a>, out: &mut Diagnostics<'_>) -> Option<&'a str> {
    let text = field.text("name = \"ring, 10 points\"", out)?;
    super::line(field, text, limits::NAME_CHARS, "write a short name", out)
}

/// A kind by its name.
fn kind(field: &Field<'_>, out: &mut Diagnostics<'_>) -> Option<&'static Kind> {
    let name = field.text("kind = \"ring\"", out)?;
    let found = strategy::find(name);
    if found.is_none() {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.id).collect();
        if PLANNED_KINDS.contains(&name) {
            let message = format!("{} is \"{name}\", which is planned and not in this version", field.path);
            out.error(field.span.clone(), &field.path, message, format!("these work today: {}", listed(names)));
        } else {
            unknown(field, "kind of strategy", name, &names, out);
        }
    }
    found
}

/// Hash, dialect, label and the kind's own parameters.
fn spec(fields: &mut Fields<'_>, kind: &'static Kind, context: &Context<'_>, out: &mut Diagnostics<'_>) -> Option<StrategySpec> {
    let dialect = fields.take("dialect").map_or_else(|| kind.dialects.first(), |field| dialect(&field, kind, out));
    let hash = fields.take("hash").map_or_else(
        || Some(dialect.and_then(|dialect| dialect.hash).unwrap_or_else(|| context.default_hash())),
        |field| hash(&field, context.ids, out),
    );
    let label = label(fields, kind, dialect, out);
    let mut params = Params::default();
    for param in dialect.into_iter().flat_map(|dialect| kind.params_of(dialect)) {
        if let Some(field) = fields.take(param.id) {
            set(&field, param, &mut params, out);
        }
    }
    foreign(fields, kind, dialect, out);
    Some(StrategySpec { name: kind.id.to_owned(), kind, hash: hash?, dialect: dialect?, label: label?, params, nodes: None })
}

/// Tells the fields that another dialect or another kind has.
fn foreign(fields: &mut Fields<'_>, kind: &Kind, dialect: Option<&Dialect>, out: &mut Diagnostics<'_>) {
    for param in kind.params {
        if let Some(field) = fields.has(param.id).then(|| fields.take(param.id)).flatten()
            && let Some(dialect) = dialect
        {
            let message = format!("{} is read by {}, not by {}", field.path, listed(param.only.iter().copied()), dialect.id);
            out.misfit(field.span, &field.path, message, "take it out, or change the dialect");
        }
    }
    for other in KINDS {
        let label = other.dialects.iter().any(|dialect| dialect.label.is_some()).then_some("label");
        for id in other.params.iter().map(|param| param.id).chain(label) {
            if let Some(field) = fields.has(id).then(|| fields.take(id)).flatten() {
                let message = format!("{} belongs to {}, not to {}", field.path, other.id, kind.id);
                out.misfit(field.span, &field.path, message, "take it out, or change the kind");
            }
        }
    }
}

fn set(field: &Field<'_>, param: &Param, params: &mut Params, out: &mut Diagnostics<'_>) {
    match param.range {
        Values::Whole { min, max, default, .. } => {
            let remedy = format!("{} are {}, {default} by default", param.title, param.unit);
            whole(field, param, (min, max), &remedy, params, out);
        }
        Values::Capacity { min, max } => {
            let remedy = format!("{} is a number of {}; without it twice the nodes fit", param.title, param.unit);
            whole(field, param, (min, max), &remedy, params, out);
        }
        Values::Number { min, max, default, .. } => {
            let remedy = format!("write {} = {default}, its default", param.id);
            if let Some(value) = field.number(min, max, &remedy, out) {
                params.set(param, value);
            }
        }
        Values::Choice(names) => {
            let Some(name) = field.text(&format!("{} = \"{}\"", param.id, names[0]), out) else { return };
            match names.iter().position(|known| *known == name) {
                Some(index) => params.set(param, index as f64),
                None => unknown(field, param.title, name, names, out),
            }
        }
        Values::Texts => {
            let of = |element: &Field<'_>, out: &mut Diagnostics<'_>| element.text("a text in quotes", out).map(str::to_owned);
            params.set_list(param, entries(field, "", of, out));
        }
        Values::ByNode => by_node(field, param, params, out),
        Values::Code(_) => code(field, param, params, out),
    }
}

/// Code is a text that is not too long; the engine reads it when it runs.
fn code(field: &Field<'_>, param: &Param, params: &mut Params, out: &mut Diagnostics<'_>) {
    let Some(text) = field.text("source = '''…''', with def assign(key, nodes): in it", out) else { return };
    if text.len() > limits::CODE_BYTES {
        let message = format!("{} has {} bytes, at most {} are read", field.path, text.len(), limits::CODE_BYTES);
        out.error(field.span.clone(), &field.path, message, "shorten the code");
        return;
    }
    params.set_list(param, vec![Listed { node: String::new(), value: text.to_owned() }]);
}

fn whole(field: &Field<'_>, param: &Param, (min, max): (u64, u64), remedy: &str, params: &mut Params, out: &mut Diagnostics<'_>) {
    let Some(value) = field.whole(min, max, remedy, out) else { return };
    if param.fitting(value) != value {
        let message = format!("{} is {value}, must be a prime", field.path);
        out.error(field.span.clone(), &field.path, message, format!("write {} = {}", param.id, param.fitting(value)));
        out.mended_by(field.span.clone(), param.fitting(value).to_string());
        return;
    }
    params.set(param, value as f64);
}

/// A table of lists of whole numbers, by node.
fn by_node(field: &Field<'_>, param: &Param, params: &mut Params, out: &mut Diagnostics<'_>) {
    let Some(mut fields) = field.table(&format!("{} = {{ \"Node A\" = [-100, 100] }}", param.id), out) else { return };
    let mut list = Vec::new();
    for (node, field) in fields.rest() {
        let of = |element: &Field<'_>, out: &mut Diagnostics<'_>| element.signed(out).map(|number| number.to_string());
        list.extend(entries(&field, node, of, out));
    }
    params.set_list(param, list);
}

/// The entries of a list, in its order.
fn entries<'a>(
    field: &Field<'a>,
    node: &str,
    of: impl Fn(&Field<'a>, &mut Diagnostics<'_>) -> Option<String>,
    out: &mut Diagnostics<'_>,
) -> Vec<Listed> {
    let elements = field.one_or_many();
    if elements.len() > limits::LIST {
        let message = format!("{} has {} entries, at most {} are read", field.path, elements.len(), limits::LIST);
        out.error(field.span.clone(), &field.path, message, "write fewer");
        return Vec::new();
    }
    elements.iter().filter_map(|element| of(element, out)).map(|value| Listed { node: node.to_owned(), value }).collect()
}

fn dialect(field: &Field<'_>, kind: &'static Kind, out: &mut Diagnostics<'_>) -> Option<&'static Dialect> {
    let name = field.text("dialect = \"workshop\"", out)?;
    let found = kind.dialects.iter().find(|dialect| dialect.id == name);
    if found.is_none() {
        let names: Vec<&str> = kind.dialects.iter().map(|dialect| dialect.id).collect();
        if PLANNED_DIALECTS.contains(&name) {
            let message = format!("{} is \"{name}\", which is planned and not in this version", field.path);
            out.error(field.span.clone(), &field.path, message, format!("{} has today: {}", kind.id, listed(names)));
        } else {
            unknown(field, &format!("dialect of {}", kind.id), name, &names, out);
        }
    }
    found
}

/// The label of a point; only a strategy whose points have labels has one.
fn label(
    fields: &mut Fields<'_>,
    kind: &'static Kind,
    dialect: Option<&'static Dialect>,
    out: &mut Diagnostics<'_>,
) -> Option<LabelTemplate> {
    const PLAIN: &str = "{node}-{i}";
    let default = dialect.and_then(|dialect| dialect.label);
    if !kind.dialects.iter().any(|dialect| dialect.label.is_some()) {
        return LabelTemplate::parse(PLAIN);
    }
    let Some(field) = fields.take("label") else { return LabelTemplate::parse(default.unwrap_or(PLAIN)) };
    if let Some(dialect) = dialect.filter(|dialect| dialect.label.is_none()) {
        let readers = kind.dialects.iter().filter(|dialect| dialect.label.is_some()).map(|dialect| dialect.id);
        let message = format!("{} is read by {}, not by {}", field.path, listed(readers), dialect.id);
        out.misfit(field.span, &field.path, message, "take it out, or change the dialect");
        return None;
    }
    let text = field.text("label = \"{node}-{i}\"", out)?;
    let found = LabelTemplate::parse(text).filter(|_| text.chars().count() <= limits::NAME_CHARS);
    if found.is_none() {
        let message =
            format!("{} is {}, must have {{node}} and {{i}} in at most {} characters", field.path, field.shown(), limits::NAME_CHARS);
        out.error(field.span.clone(), &field.path, message, "write label = \"{node}-{i}\"");
    }
    found
}

/// The strategies after a step that switches; parallel to `from`.
pub(super) fn switch(
    field: &Field<'_>,
    from: &[StrategySpec],
    context: &mut Context<'_>,
    out: &mut Diagnostics<'_>,
) -> Option<Vec<StrategySpec>> {
    let mut fields = field.table("switch = { strategy = \"ring\", vnodes = 256 }", out)?;
    let errors = out.errors();
    let to = match fields.take("strategy") {
        Some(named) => {
            let kind = kind(&named, out)?;
            let new = spec(&mut fields, kind, context, out);
            // Every strategy keeps its name and its own list of nodes: it is the same column of the comparison.
            new.map(|new| from.iter().map(|old| StrategySpec { name: old.name.clone(), nodes: old.nodes.clone(), ..new.clone() }).collect())
        }
        None => retuned(&mut fields, from, context, out),
    };
    if context.unsure {
        fields.rest();
    }
    fields.finish(out);
    if to.is_none() && out.errors() == errors && !context.unsure {
        let message = format!("{} changes nothing", field.path);
        out.misfit(field.span.clone(), &field.path, message, "write switch = { strategy = \"ring\" }, or a parameter that a strategy has");
    }
    to
}

/// The same strategies with other parameters: each that has one of them takes it, the others stay. `None` where nothing
/// is set.
fn retuned(fields: &mut Fields<'_>, from: &[StrategySpec], context: &Context<'_>, out: &mut Diagnostics<'_>) -> Option<Vec<StrategySpec>> {
    let hash = fields.take("hash").and_then(|field| hash(&field, context.ids, out));
    let mut to = from.to_vec();
    let mut found = hash.is_some();
    to.iter_mut().for_each(|spec| spec.hash = hash.unwrap_or(spec.hash));
    for id in from.iter().flat_map(|spec| spec.kind.params_of(spec.dialect)).map(|param| param.id) {
        let Some(field) = fields.take(id) else { continue };
        found = true;
        for spec in &mut to {
            let errors = out.errors();
            if let Some(param) = spec.kind.params_of(spec.dialect).find(|param| param.id == id) {
                set(&field, param, &mut spec.params, out);
            }
            // One problem is told once.
            if out.errors() > errors {
                break;
            }
        }
    }
    found.then_some(to)
}
