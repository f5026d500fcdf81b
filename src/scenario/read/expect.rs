//! The `[[expect]]` sections: what an instructor wants to hold, checked against what the rest of the text can show.

use super::super::diagnostic::Diagnostics;
use super::super::expect::{BOUNDS, Bound, Claim, Expectation, Side};
use super::super::fields::{Field, Fields};
use super::super::limits;
use super::sweep::Scene;
use super::{line, unknown};
use crate::analysis::{Measure, Unit};
use crate::collections::sort_by_key;

const EXAMPLE: &str = "[[expect]] and moved_below = 0.3 under it";

/// Reads all of them, in the order of the text.
pub(super) fn read(field: &Field<'_>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> Vec<Expectation> {
    let Some(tables) = field.tables(EXAMPLE, out) else { return Vec::new() };
    if tables.len() > limits::EXPECTATIONS {
        let message = format!("expect has {} entries, at most {}", tables.len(), limits::EXPECTATIONS);
        out.error(field.span.clone(), "expect", message, "use fewer of them, or several bounds in one");
        return Vec::new();
    }
    tables.into_iter().flatten().flat_map(|table| one(table, scene, out)).collect()
}

/// One section, which may claim several things of the same strategy and step.
fn one(mut fields: Fields<'_>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> Vec<Expectation> {
    let strategy = fields.take("strategy").map(|field| strategy(&field, scene, out));
    let step = fields.take("step").map(|field| step(&field, scene, out));
    let (path, span) = (fields.path.clone(), fields.span.clone());
    let stated = ["key", "node", "refused"].into_iter().chain(BOUNDS.iter().map(|bound| bound.id)).any(|id| fields.has(id));
    let mut claims: Vec<(usize, Claim)> = Vec::new();
    claims.extend(owner(&mut fields, scene, out));
    if let Some(field) = fields.take("refused") {
        claims.extend(field.truth(out).map(|refused| (field.span.start, Claim::Refused(refused))));
    }
    for bound in BOUNDS {
        if let Some(field) = fields.take(bound.id) {
            claims.extend(figure(bound, &field, step.flatten(), scene, out).map(|claim| (field.span.start, claim)));
        }
    }
    if !stated && !fields.has_more() {
        out.misfit(span, &path, format!("{path} claims nothing"), "write a bound in it, such as moved_below = 0.3");
    }
    fields.finish(out);
    sort_by_key(&mut claims, |(at, _)| *at);
    let (strategy, step) = (strategy.flatten(), step.flatten());
    claims.into_iter().map(|(_, claim)| Expectation { strategy, step, claim }).collect()
}

/// The number of the strategy of that name.
fn strategy(field: &Field<'_>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> Option<usize> {
    let name = field.text("strategy = \"ring\"", out)?;
    let found = scene.strategies.iter().position(|spec| spec.name == name);
    if found.is_none() && !scene.unsure {
        let names: Vec<&str> = scene.strategies.iter().map(|spec| spec.name.as_str()).collect();
        unknown(field, "strategy of this scenario", name, &names, out);
    }
    found
}

fn step(field: &Field<'_>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> Option<u32> {
    let last = scene.steps.len() as u64;
    let number = field.whole(0, limits::STEPS as u64, "0 is the start, 1 the first step", out)?;
    if number > last && !scene.unsure {
        let (there, remedy) = match last {
            0 => ("there are no steps".to_owned(), "write a [[step]], or step = 0 for the start"),
            _ => (format!("the last step is {last}"), "write the number of a step that is there"),
        };
        let message = format!("{} is {number}, but {there}", field.path);
        out.misfit(field.span.clone(), &field.path, message, remedy);
        return None;
    }
    Some(number as u32)
}

/// `key` and `node`, which belong together.
fn owner(fields: &mut Fields<'_>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> Option<(usize, Claim)> {
    let (key, node) = match (fields.take("key"), fields.take("node")) {
        (Some(key), Some(node)) => (key, node),
        (None, None) => return None,
        (Some(one), None) | (None, Some(one)) => {
            let other = if one.path.ends_with("key") { "node = \"Node B\"" } else { "key = \"user_123\"" };
            let message = format!("{} stands alone, a key is expected on a node", one.path);
            out.misfit(one.span.clone(), &one.path, message, format!("write {other} beside it"));
            return None;
        }
    };
    let text = key.text("key = \"user_123\"", out).and_then(|text| line(&key, text, limits::KEY_CHARS, "write the key on one line", out));
    let name = node.text("node = \"Node B\"", out)?;
    let found = scene.roster.find(name);
    if found.is_none() && !scene.unsure {
        let names: Vec<&str> = scene.roster.names().collect();
        unknown(&node, "node of this scenario", name, &names, out);
    }
    Some((key.span.start, Claim::Owner { key: text?.to_owned(), node: found? }))
}

/// The bound of a measure, where a figure can lie on either side of it.
fn figure(bound: &Bound, field: &Field<'_>, step: Option<u32>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> Option<Claim> {
    let Bound { measure, side, .. } = *bound;
    let (least, most) = (measure.least(), most(measure));
    let value = field.number(least, most, remedy(measure), out)?;
    let never = match side {
        Side::Below => value <= least,
        Side::Above => most == 1.0 && value >= most,
        Side::AtMost | Side::AtLeast => false,
    };
    if never {
        let (than, instead) = if side == Side::Below { ("less", "at_most") } else { ("more", "at_least") };
        let message = format!("{} is {value}, but {} is never {than}", field.path, measure.id());
        out.error(field.span.clone(), &field.path, message, format!("write {}_{instead} = {value}", measure.id()));
        return None;
    }
    can_be_measured(measure, field, step, scene, out).then_some(Claim::Bound { measure, side, bound: value })
}

/// Tells a measure that the step does not have; a text with a step less still runs, so that is only noted.
fn can_be_measured(measure: Measure, field: &Field<'_>, step: Option<u32>, scene: &Scene<'_>, out: &mut Diagnostics<'_>) -> bool {
    if measure.of_a_step() && step == Some(0) {
        let message = format!("{} is about a step, but step is 0, the start", field.path);
        out.misfit(field.span.clone(), &field.path, message, "write step = 1, or take step out for every step");
        return false;
    }
    let asked = |number: usize| step.is_none_or(|step| step as usize == number + 1);
    let mut steps = scene.steps.iter().enumerate().filter(|(number, _)| asked(*number)).map(|(_, step)| &step.changes);
    let problem = match measure {
        _ if scene.unsure || !measure.of_a_step() => return true,
        _ if scene.steps.is_empty() => "is about a step, but there is none",
        Measure::Spread if steps.all(|changes| changes.remove.is_empty() && changes.fail.is_empty()) => {
            "is about lost keys, but no node is removed and none fails"
        }
        _ => return true,
    };
    out.note(field.span.clone(), &field.path, format!("{} {problem}: it cannot hold", field.path), "write such a [[step]]");
    true
}

/// The greatest figure that is worth a bound.
const fn most(measure: Measure) -> f64 {
    match (measure, measure.unit()) {
        (Measure::Deviation, _) => 1e3,
        (_, Unit::Share) => 1.0,
        (_, Unit::Ratio) => 1e6,
        (_, Unit::Bytes) => 1e15,
    }
}

const fn remedy(measure: Measure) -> &'static str {
    match measure.unit() {
        Unit::Share => "write a share: 0.3 is 30 %",
        Unit::Ratio => "write a ratio, such as 1.25",
        Unit::Bytes => "write a number of bytes",
    }
}
