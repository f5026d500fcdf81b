//! Edits of the simulations: what the controls of their settings do.

use super::error::EditError;
use super::layout::{self, number, quote};
use super::view::{self, Place};
use crate::sim::migration::{MIGRATION_SETTINGS, Policy};
use crate::sim::overload::{Axis, OVERLOAD_SETTINGS};
use crate::sim::{Setting, SettingRange};

/// Sets a field of a simulation, or takes it back to its default; where the text has no such section one comes at the end.
pub(super) fn set(text: &str, section: &str, field: Option<&str>, value: Option<f64>, to: Option<&str>) -> Result<String, EditError> {
    known(section)?;
    let written = field.map(|field| written(section, field, value, to)).transpose()?;
    let doc = view::parse(text)?;
    let there = Place::top(text, &doc).get(section).is_some();
    let text = if there { text.to_owned() } else { layout::insert_block(text, text.trim_end_matches('\n').len(), &format!("[{section}]")) };
    let Some(field) = field else { return Ok(text) };
    let doc = view::parse(&text)?;
    let place = Place::top(&text, &doc).child(section).ok_or_else(|| EditError::Shape(section.to_owned()))?;
    match written.flatten() {
        Some(written) => place.set(&text, field, &written),
        None => Ok(place.remove(&text, field)),
    }
}

/// Removes a simulation.
pub(super) fn remove(text: &str, section: &str) -> Result<String, EditError> {
    known(section)?;
    let doc = view::parse(text)?;
    Ok(Place::top(text, &doc).remove(text, section))
}

fn known(section: &str) -> Result<(), EditError> {
    if ["migration", "incident"].contains(&section) { Ok(()) } else { Err(EditError::Shape(section.to_owned())) }
}

/// What is written behind a field's equals sign; none where the line goes.
fn written(section: &str, field: &str, value: Option<f64>, to: Option<&str>) -> Result<Option<String>, EditError> {
    match (section, field) {
        ("migration", "policy") => to.map(policies).transpose(),
        ("incident", "tipping") => to.map(axes).transpose(),
        ("migration", _) => of_table(&MIGRATION_SETTINGS, field, value),
        _ => of_table(&OVERLOAD_SETTINGS, field, value),
    }
}

/// Policies as the text has them: one as itself, several as a list.
fn policies(names: &str) -> Result<String, EditError> {
    let names: Vec<&str> = names.split(',').map(str::trim).collect();
    let known = Policy::ALL.map(Policy::id);
    if let Some(wrong) = names.iter().find(|name| !known.contains(name)) {
        return Err(EditError::UnknownParam { param: (*wrong).to_owned(), known: known.join(", ") });
    }
    let quoted: Vec<String> = names.iter().map(|name| quote(name)).collect();
    Ok(if let [one] = &quoted[..] { one.clone() } else { format!("[{}]", quoted.join(", ")) })
}

/// What the tipping-point finder varies: one setting or two, each with its usual range.
fn axes(names: &str) -> Result<String, EditError> {
    let names: Vec<&str> = names.split(',').map(str::trim).collect();
    let varied = |name: &&str| Axis::usual(name).is_some();
    if let Some(wrong) = names.iter().find(|name| !varied(name)) {
        let known: Vec<&str> = OVERLOAD_SETTINGS.iter().map(|setting| setting.id).filter(varied).collect();
        return Err(EditError::UnknownParam { param: (*wrong).to_owned(), known: known.join(", ") });
    }
    let written: Vec<String> = ["x", "y"].iter().zip(&names).map(|(axis, name)| format!("{axis} = {}", quote(name))).collect();
    Ok(format!("{{ {} }}", written.join(", ")))
}

fn of_table<S>(table: &[Setting<S>], field: &str, value: Option<f64>) -> Result<Option<String>, EditError> {
    let Some(setting) = table.iter().find(|setting| setting.id == field) else {
        let known = table.iter().map(|setting| setting.id).collect::<Vec<_>>().join(", ");
        return Err(EditError::UnknownParam { param: field.to_owned(), known });
    };
    let Some(value) = value else { return Ok(None) };
    Ok(Some(match setting.range {
        SettingRange::Switch => (value != 0.0).to_string(),
        SettingRange::Number(min, max) => number(super::in_range(setting.id, value, min, max)?),
        SettingRange::Whole(min, max) => number(super::in_range(setting.id, value.round(), min as f64, max as f64)?),
    }))
}
