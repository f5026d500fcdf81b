//! The `[sweep]` section: what a chart varies and measures, checked at every one of its points.

use super::super::diagnostic::{Diagnostics, shown};
use super::super::fields::{Field, Fields};
use super::super::limits;
use super::super::model::{Scenario, Step, StrategySpec};
use super::super::sweep::{Parameter, Sweep, swept_params};
use super::nodes::Roster;
use super::{sizes, unknown};
use crate::analysis::Measure;
use crate::cluster::Cluster;
use crate::collections::sort_by;
use crate::keys::KeySet;
use crate::strategy::{Param, Range};

const EXAMPLE: &str = "[sweep] and parameter = \"nodes\" under it";
const POINTS: u64 = 12;
const SEEDS: u64 = 5;
/// Where the end is so many times the beginning, equal factors tell more than equal distances.
const LOG_FROM: f64 = 20.0;

/// What the rest of the text says, as far as it can be read.
pub(super) struct Scene<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) roster: &'a Roster,
    pub(super) keys: Option<&'a KeySet>,
    pub(super) strategies: &'a [StrategySpec],
    pub(super) steps: &'a [Step],
    /// Something could not be read: what names it is not told.
    pub(super) unsure: bool,
}

/// The values that a parameter takes here, and those that a sweep without `from` and `to` goes through.
struct Values {
    min: f64,
    max: f64,
    from: f64,
    to: f64,
    whole: bool,
    prime: Option<&'static Param>,
}

/// Reads the section.
pub(super) fn read(field: &Field<'_>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> Option<Sweep> {
    let mut fields = field.table(EXAMPLE, out)?;
    let named = fields.take("parameter");
    if named.is_none() {
        out.misfit(fields.span.clone(), &fields.path, format!("{} has no parameter", fields.path), format!("write {EXAMPLE}"));
    }
    let parameter = named.as_ref().and_then(|field| parameter(field, &mut fields, scene, out));
    let measure = fields.take("measure").map_or(Some(Measure::PeakToAverage), |field| measure(&field, out));
    let seeds = fields.take("seeds").map_or(Some(SEEDS), |field| field.whole(1, limits::SWEEP_SEEDS, "write seeds = 5", out));
    let step = step(&mut fields, measure, parameter, scene, out);
    let bounded =
        parameter.zip(named.as_ref()).and_then(|(parameter, named)| bounds(parameter, named, scene, out).map(|bounds| (parameter, bounds)));
    let values = match bounded {
        Some((parameter, bounds)) => values(&mut fields, parameter, &bounds, out),
        // What they may be depends on the parameter.
        None => {
            ["from", "to", "points", "scale", "values"].into_iter().for_each(|name| drop(fields.take(name)));
            None
        }
    };
    fields.finish(out);
    let (values, log) = values?;
    Some(Sweep { parameter: parameter?, values, log, measure: measure?, seeds: seeds? as u32, step: step? })
}

fn parameter(field: &Field<'_>, fields: &mut Fields<'_>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> Option<Parameter> {
    let node = fields.take("node");
    let name = field.text("parameter = \"nodes\"", out)?;
    let own = swept_params(scene.strategies);
    let found = match name {
        "nodes" => Some(Parameter::Nodes),
        "keys" => Some(Parameter::Keys),
        "replicas" => Some(Parameter::Replicas),
        "zipf" => Some(Parameter::Zipf),
        "weight" => return weight(node.as_ref(), scene, out),
        _ => own.iter().find(|param| param.id == name).map(|param| Parameter::Own(param)),
    };
    if let Some(node) = node {
        let message = format!("{} belongs to parameter = \"weight\"", node.path);
        out.misfit(node.span, &node.path, message, "take it out");
    }
    if found.is_none() && !scene.unsure {
        let names: Vec<&str> =
            ["nodes", "weight", "keys", "replicas", "zipf"].into_iter().chain(own.iter().map(|param| param.id)).collect();
        unknown(field, "parameter of this scenario", name, &names, out);
    }
    found
}

/// The node whose weight is varied: the first one unless named.
fn weight(node: Option<&Field<'_>>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> Option<Parameter> {
    let Some(field) = node else { return scene.cluster.nodes().first().map(|node| Parameter::Weight(node.id)) };
    let name = field.text("node = \"Node A\"", out)?;
    let found = scene.roster.find(name).filter(|id| scene.cluster.get(*id).is_some());
    if found.is_none() && !scene.unsure {
        let names: Vec<&str> = scene.cluster.nodes().iter().map(|node| node.name.as_str()).collect();
        unknown(field, "node at the start", name, &names, out);
    }
    found.map(Parameter::Weight)
}

fn measure(field: &Field<'_>, out: &mut Diagnostics<'_>) -> Option<Measure> {
    let name = field.text("measure = \"peak_to_average\"", out)?;
    let found = Measure::ALL.into_iter().find(|measure| measure.id() == name);
    if found.is_none() {
        unknown(field, "measure", name, &Measure::ALL.map(Measure::id), out);
    }
    found
}

/// The phase that is measured: by default the first step where the measure is about a step, else the start.
fn step(
    fields: &mut Fields<'_>,
    measure: Option<Measure>,
    parameter: Option<Parameter>,
    scene: &Scene<'_>,
    out: &mut Diagnostics<'_>,
) -> Option<u32> {
    let field = fields.take("step");
    // A scenario without steps gets one.
    let last = if parameter == Some(Parameter::Nodes) { 1 } else { scene.steps.len().max(1) };
    let of_a_step = measure.is_some_and(Measure::of_a_step);
    let step = match &field {
        Some(field) => {
            field.whole(u64::from(of_a_step), last as u64, "0 is the start, 1 the first step; over nodes there is one step", out)?
        }
        None => u64::from(of_a_step),
    };
    let loses = scene.steps.get((step as usize).saturating_sub(1)).map(|step| &step.changes);
    if measure == Some(Measure::Spread) && !scene.unsure && loses.is_none_or(|changes| changes.remove.is_empty() && changes.fail.is_empty())
    {
        let message = format!("{} measures the spread of lost keys, but its step removes and fails no node", fields.path);
        out.misfit(fields.span.clone(), &fields.path, message, "write a [[step]] with remove, and its number as step");
    }
    Some(step as u32)
}

/// What a parameter may be in this scenario; none where it cannot be varied.
fn bounds(parameter: Parameter, named: &Field<'_>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> Option<Values> {
    let whole = |min: u64, max: u64, from: u64, to: u64| Values {
        min: min as f64,
        max: max as f64,
        from: from as f64,
        to: to as f64,
        whole: true,
        prime: None,
    };
    let problem = match parameter {
        Parameter::Nodes => {
            let least = least_nodes(scene);
            if scene.strategies.iter().all(|spec| spec.nodes.is_none()) {
                let added = scene.steps.first().map_or(1, |step| step.changes.add.len());
                return Some(whole(least, limits::NODES.saturating_sub(added) as u64, least.max(2), least.max(100)));
            }
            ("a strategy has nodes of its own", "take nodes out of the strategy")
        }
        Parameter::Keys if matches!(scene.keys, Some(KeySet::List(_))) => ("the keys are a list", "write count = 1000 under [keys]"),
        Parameter::Keys => return Some(whole(1, limits::KEYS, 100, 100_000)),
        Parameter::Replicas => return Some(whole(1, limits::REPLICAS, 1, 5)),
        Parameter::Zipf => return Some(Values { min: 0.0, max: limits::ZIPF, from: 0.0, to: 2.0, whole: false, prime: None }),
        Parameter::Weight(_) => {
            return Some(Values { min: limits::WEIGHT_MIN, max: limits::WEIGHT_MAX, from: 0.25, to: 4.0, whole: false, prime: None });
        }
        Parameter::Own(param) => return Some(of_strategies(param, scene)),
    };
    out.misfit(named.span.clone(), &named.path, format!("{} is {}, but {}", named.path, named.shown(), problem.0), problem.1);
    None
}

/// The values that every strategy with this parameter takes.
fn of_strategies(param: &Param, scene: &Scene<'_>) -> Values {
    let specs = scene.strategies.iter().flat_map(|spec| spec.kind.params_of(spec.dialect));
    let mut values = Values { min: 0.0, max: f64::MAX, from: 0.0, to: f64::MAX, whole: false, prime: None };
    for own in specs.filter(|own| own.id == param.id) {
        let (min, max, usual, whole) = match own.range {
            Range::Whole { min, max, usual, .. } => (min as f64, max as f64, usual as f64, true),
            Range::Number { min, max, usual, .. } => (min, max, usual, false),
            Range::Capacity { min, max } => (min as f64, max as f64, (max as f64).min(1024.0), true),
            Range::Choice(_) | Range::Texts | Range::ByNode | Range::Code(_) => continue,
        };
        values.min = values.min.max(min);
        values.max = values.max.min(max);
        values.to = values.to.min(usual);
        values.whole |= whole;
        values.prime = values.prime.or(own.prime.then_some(own));
    }
    Values { from: values.min, ..values }
}

/// The least number of nodes with which the first step can be taken: it finds the nodes that it names, and leaves one live.
fn least_nodes(scene: &Scene<'_>) -> u64 {
    let Some(changes) = scene.steps.first().map(|step| &step.changes) else { return 1 };
    let named = changes.remove.iter().chain(&changes.fail).chain(&changes.recover).chain(changes.reweight.iter().map(|(id, _)| id));
    let place = |id: &_| scene.cluster.nodes().iter().position(|node| node.id == *id);
    let named = named.filter_map(place).max().map_or(1, |place| place + 1);
    let lost = if changes.add.is_empty() { changes.remove.len() + changes.fail.len() } else { 0 };
    named.max(lost + 1) as u64
}

/// The values, rising, and whether their axis is logarithmic.
fn values(fields: &mut Fields<'_>, parameter: Parameter, bounds: &Values, out: &mut Diagnostics<'_>) -> Option<(Vec<f64>, bool)> {
    let one = |field: &Field<'_>, out: &mut Diagnostics<'_>| {
        if bounds.whole {
            return field.whole(bounds.min as u64, bounds.max as u64, &remedy(parameter, bounds), out).map(|value| value as f64);
        }
        field.number(bounds.min, bounds.max, &remedy(parameter, bounds), out)
    };
    let (list, from, to) = (fields.take("values"), fields.take("from"), fields.take("to"));
    let points = fields.take("points");
    let log = fields.take("scale").map(|field| scale(&field, out));
    if let Some(list) = list {
        if let Some(other) = [&from, &to, &points].into_iter().flatten().next() {
            let message = format!("{} stands beside {}", other.path, list.path);
            out.misfit(other.span.clone(), &other.path, message, "keep one of values, and from, to and points");
        }
        let found = listed(&list, bounds, one, out)?;
        let log = log.unwrap_or_else(|| Some(is_wide(found[0], found[found.len() - 1])))?;
        return fits_axis(found[0], log, &list, out).then_some((found, log));
    }
    let count = points.map_or(Some(POINTS), |field| field.whole(2, limits::SWEEP_POINTS as u64, "write points = 12", out));
    let begin = from.as_ref().map_or(Some(bounds.from), |field| one(field, out));
    let end = to.as_ref().map_or(Some(bounds.to), |field| one(field, out));
    let (begin, end) = (begin?, end?);
    if end <= begin {
        let field = to.as_ref().or(from.as_ref())?;
        let message = format!("sweep goes from {begin} to {end}, must rise");
        out.misfit(field.span.clone(), &field.path, message, "write a lower from or a higher to");
        return None;
    }
    let log = log.unwrap_or_else(|| Some(is_wide(begin, end)))?;
    if let Some(field) = from.as_ref().or(to.as_ref())
        && !fits_axis(begin, log, field, out)
    {
        return None;
    }
    Some((spaced(begin, end, count? as usize, log, bounds), log))
}

fn remedy(parameter: Parameter, bounds: &Values) -> String {
    format!("{} can be {} to {} here", parameter.id(), bounds.min, bounds.max)
}

/// `log` or `linear`.
fn scale(field: &Field<'_>, out: &mut Diagnostics<'_>) -> Option<bool> {
    let name = field.text("scale = \"log\"", out)?;
    let found = ["linear", "log"].into_iter().position(|known| known == name);
    if found.is_none() {
        unknown(field, "scale", name, &["log", "linear"], out);
    }
    found.map(|index| index == 1)
}

fn is_wide(begin: f64, end: f64) -> bool {
    begin > 0.0 && end >= LOG_FROM * begin
}

/// A logarithmic axis has no zero.
fn fits_axis(begin: f64, log: bool, field: &Field<'_>, out: &mut Diagnostics<'_>) -> bool {
    let fits = !log || begin > 0.0;
    if !fits {
        let message = format!("{} begins at {begin}, which a logarithmic scale does not have", field.path);
        out.misfit(field.span.clone(), &field.path, message, "begin above 0, or write scale = \"linear\"");
    }
    fits
}

/// Values that stand in the text.
fn listed(
    list: &Field<'_>,
    bounds: &Values,
    one: impl Fn(&Field<'_>, &mut Diagnostics<'_>) -> Option<f64>,
    out: &mut Diagnostics<'_>,
) -> Option<Vec<f64>> {
    let elements = list.one_or_many();
    if !(2..=limits::SWEEP_POINTS).contains(&elements.len()) {
        let message = format!("{} has {} values, must have 2 to {}", list.path, elements.len(), limits::SWEEP_POINTS);
        out.error(list.span.clone(), &list.path, message, "write values = [10, 100, 1000]");
        return None;
    }
    let mut found = Vec::new();
    for element in &elements {
        let value = one(element, out)?;
        let fitting = fitting(value, bounds);
        if fitting != value {
            let message = format!("{} is {}, must be a prime", element.path, shown(&value.to_string()));
            out.error(element.span.clone(), &element.path, message, format!("write {fitting}"));
            out.mended_by(element.span.clone(), fitting.to_string());
            return None;
        }
        found.push(value);
    }
    sort_by(&mut found, f64::total_cmp);
    let twice = found.windows(2).find(|pair| pair[0] == pair[1]);
    if let Some([value, _]) = twice {
        out.error(list.span.clone(), &list.path, format!("{} has {value} twice", list.path), "name each value once");
    }
    twice.is_none().then_some(found)
}

fn fitting(value: f64, bounds: &Values) -> f64 {
    bounds.prime.map_or(value, |param| param.fitting(value as u64) as f64)
}

/// Values at equal distances or factors, as whole numbers or with three digits, each once.
fn spaced(begin: f64, end: f64, count: usize, log: bool, bounds: &Values) -> Vec<f64> {
    let mut found: Vec<f64> = Vec::new();
    for i in 0..count {
        let part = i as f64 / (count - 1) as f64;
        let value = match i {
            0 => begin,
            _ if i == count - 1 => end,
            _ if log => begin * libm::pow(end / begin, part),
            _ => begin + (end - begin) * part,
        };
        let value = match i {
            _ if bounds.whole => fitting(libm::round(value), bounds),
            0 => value,
            _ if i == count - 1 => value,
            _ => three_digits(value),
        };
        if found.last().is_none_or(|last| *last < value) {
            found.push(value);
        }
    }
    found
}

fn three_digits(value: f64) -> f64 {
    let digits = 2 - libm::floor(libm::log10(value.abs().max(f64::MIN_POSITIVE))) as i32;
    let factor = libm::pow(10.0, f64::from(digits.abs()));
    if digits >= 0 { libm::round(value * factor) / factor } else { libm::round(value / factor) * factor }
}

/// Checks every point of the sweep of a scenario that is right in all its parts.
pub(super) fn check(scenario: &Scenario, span: std::ops::Range<usize>, places: &sizes::Places, out: &mut Diagnostics<'_>) {
    let Some(sweep) = scenario.sweep.as_ref().filter(|_| !out.has_error()) else { return };
    let (mut cells, mut keys, mut rings) = (0, 0.0, 0.0);
    for value in &sweep.values {
        let point = scenario.swept(sweep, *value, 0);
        let at = format!("sweep, at {} = {value}", sweep.parameter.id());
        let mut found = Diagnostics::new("");
        sizes::check(&point, places, &mut found);
        let problem = found.finish().into_iter().find(|problem| problem.severity == super::super::Severity::Error);
        let phases = point.steps.len() + 1;
        let nodes = point.roster.len();
        cells += point.strategies.len() * phases * nodes;
        let touched = point.strategies.iter().filter(|spec| sweep.parameter.touches(spec)).count();
        keys += point.keys.count() as f64 * (touched * phases) as f64 * f64::from(sweep.seeds);
        let points = |spec: &StrategySpec| sizes::points(spec, &point.cluster) * phases as f64 * f64::from(sweep.seeds);
        rings += point.strategies.iter().map(points).sum::<f64>();
        let (message, remedy) = match problem {
            Some(problem) => (format!("{at}: {}", problem.message), problem.remedy),
            None if cells > limits::SWEEP_CELLS => {
                let message = format!("{at}: points × strategies × states × nodes are more than {}", limits::SWEEP_CELLS);
                (message, "use fewer points, nodes or strategies".to_owned())
            }
            None if keys > limits::SWEEP_KEYS => {
                let message = format!("{at}: the sweep has placed more than {} keys by then", limits::SWEEP_KEYS);
                (message, "use fewer keys, points, seeds or strategies".to_owned())
            }
            None if rings > limits::SWEEP_RINGS => {
                let message = format!("{at}: the sweep has put more than {} points on its rings by then", limits::SWEEP_RINGS);
                (message, "use fewer virtual nodes, nodes, points or seeds".to_owned())
            }
            None => continue,
        };
        return out.misfit(span, "sweep", message, remedy);
    }
}
