//! Edits of the sweep: what the controls of its chart do.

use super::error::EditError;
use super::layout::{self, number, quote};
use super::view::{self, Place};

/// What depends on the parameter, and goes with it.
const OF_THE_PARAMETER: [&str; 6] = ["node", "from", "to", "values", "scale", "step"];

/// The fields to change; the others stay.
pub(super) struct Change<'a> {
    pub(super) parameter: Option<&'a str>,
    pub(super) measure: Option<&'a str>,
    pub(super) begin: Option<f64>,
    pub(super) end: Option<f64>,
    pub(super) seeds: Option<u32>,
}

/// Changes the sweep; where there is none a section comes at the end, over nodes unless said.
pub(super) fn set(text: &str, change: &Change<'_>) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    let mut text = match Place::top(text, &doc).get("sweep") {
        Some(_) => text.to_owned(),
        None => layout::insert_block(text, text.trim_end_matches('\n').len(), "[sweep]\nparameter = \"nodes\""),
    };
    if let Some(parameter) = change.parameter {
        let old = text.clone();
        text = in_sweep(&text, |text, sweep| sweep.set(text, "parameter", &quote(parameter)))?;
        if text != old {
            text = without(&text, &OF_THE_PARAMETER)?;
        }
    }
    if let Some(measure) = change.measure {
        text = in_sweep(&text, |text, sweep| sweep.set(text, "measure", &quote(measure)))?;
        // Another measure may be about a step, or about the start.
        text = without(&text, &["step"])?;
    }
    for (field, value) in [("from", change.begin), ("to", change.end), ("seeds", change.seeds.map(f64::from))] {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            if field != "seeds" {
                text = without(&text, &["values"])?;
            }
            text = in_sweep(&text, |text, sweep| sweep.set(text, field, &number(value)))?;
        }
    }
    Ok(text)
}

/// Removes the sweep.
pub(super) fn remove(text: &str) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    Ok(Place::top(text, &doc).remove(text, "sweep"))
}

fn without(text: &str, fields: &[&str]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for field in fields {
        text = in_sweep(&text, |text, sweep| Ok(sweep.remove(text, field)))?;
    }
    Ok(text)
}

fn in_sweep(text: &str, change: impl Fn(&str, &Place<'_>) -> Result<String, EditError>) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    let sweep = Place::top(text, &doc).child("sweep").ok_or_else(|| EditError::Shape("sweep".to_owned()))?;
    change(text, &sweep)
}
