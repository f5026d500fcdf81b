//! Edits of the keys: which there are, and how popular they are.

use super::error::EditError;
use super::layout::{self, number, quote};
use super::view::{self, Place};
use crate::scenario::limits;

/// Sets the keys: `count` and `pattern`, or `ids`; the other way of writing them goes, the rest stays.
pub(super) fn set_keys(text: &str, count: Option<u64>, pattern: Option<&str>, ids: Option<u64>) -> Result<String, EditError> {
    for number in [count, ids].into_iter().flatten() {
        super::in_range("the number of keys", number as f64, 1.0, limits::KEYS as f64)?;
    }
    let set = |key, value: Option<String>| value.map(|value| (key, value));
    let (fields, old, turned): (Vec<_>, &[&str], _) = match ids {
        Some(ids) => (vec![("ids", ids.to_string())], &["count", "pattern", "list", "file", "sha256"], ("count", "ids")),
        None => {
            let given = [set("count", count.map(|count| count.to_string())), set("pattern", pattern.map(quote))];
            (given.into_iter().flatten().collect(), &["ids", "list", "file", "sha256"], ("ids", "count"))
        }
    };
    if fields.is_empty() {
        return Err(EditError::Missing("count, pattern or ids"));
    }
    let doc = view::parse(text)?;
    if Place::top(text, &doc).get("keys").is_none() {
        return Ok(new_keys(text, &Place::top(text, &doc), &fields));
    }
    let mut text = turn(text, turned)?;
    for (key, value) in fields {
        text = in_keys(&text, |text, keys| keys.set(text, key, &value))?;
    }
    for key in old {
        text = in_keys(&text, |text, keys| Ok(keys.remove(text, key)))?;
    }
    Ok(text)
}

/// Sets the keys of a file; the other ways of writing keys go, the rest stays.
#[cfg(feature = "full")]
pub(super) fn set_file(text: &str, file: &str, sha256: &str, count: u64) -> Result<String, EditError> {
    let fields = [("file", quote(file)), ("sha256", quote(sha256)), ("count", count.to_string())];
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    if top.get("keys").is_none() {
        return Ok(new_keys(text, &top, &fields));
    }
    let mut text = turn(text, ("ids", "count"))?;
    for (key, value) in fields {
        text = in_keys(&text, |text, keys| keys.set(text, key, &value))?;
    }
    for key in ["pattern", "ids", "list"] {
        text = in_keys(&text, |text, keys| Ok(keys.remove(text, key)))?;
    }
    Ok(text)
}

fn in_keys(text: &str, change: impl Fn(&str, &Place<'_>) -> Result<String, EditError>) -> Result<String, EditError> {
    let doc = view::parse(text)?;
    let keys = Place::top(text, &doc).child("keys").ok_or_else(|| EditError::Shape("keys".to_owned()))?;
    change(text, &keys)
}

/// The number of keys stays where it stands when it changes its meaning, with the comment beside it.
fn turn(text: &str, (from, to): (&str, &str)) -> Result<String, EditError> {
    in_keys(text, |text, keys| match (keys.value(from), keys.get(to)) {
        (Some(_), None) => keys.rename(text, from, to),
        _ => Ok(text.to_owned()),
    })
}

/// A `[keys]` section after the nodes.
fn new_keys(text: &str, top: &Place<'_>, fields: &[(&str, String)]) -> String {
    let lines: String = fields.iter().map(|(key, value)| format!("\n{key} = {value}")).collect();
    let sections = top.get("nodes").filter(|nodes| nodes.is_sections());
    let ends = top.tables("nodes").iter().map(|node| node.block_end(text)).max().filter(|_| sections.is_some());
    let values = top.values().last().map(|(_, value)| layout::block_end(text, value.end));
    layout::insert_block(text, ends.or(values).unwrap_or(text.trim_end().len()), &format!("[keys]{lines}"))
}

/// Sets how popular the keys are; uniform is not written.
pub(super) fn set_popularity(text: &str, kind: &str, value: Option<f64>, count: Option<u64>) -> Result<String, EditError> {
    let written = match kind {
        "uniform" => None,
        "zipf" => Some(format!("{{ zipf = {} }}", number(super::in_range("the exponent", value.unwrap_or(1.1), 0.0, limits::ZIPF)?))),
        "hot" => {
            let share = super::in_range("the share of the hot keys", value.unwrap_or(0.5), 0.0, 1.0)?;
            let hot = super::in_range("the number of hot keys", count.unwrap_or(1) as f64, 1.0, limits::KEYS as f64)?;
            Some(format!("{{ hot = {}, share = {} }}", number(hot), number(share)))
        }
        other => return Err(EditError::UnknownPopularity(other.to_owned())),
    };
    let doc = view::parse(text)?;
    let top = Place::top(text, &doc);
    match (top.get("keys").is_some(), written) {
        (true, Some(written)) => in_keys(text, |text, keys| keys.set(text, "popularity", &written)),
        (true, None) => in_keys(text, |text, keys| Ok(keys.remove(text, "popularity"))),
        (false, Some(written)) => Ok(new_keys(text, &top, &[("popularity", written)])),
        (false, None) => Ok(text.to_owned()),
    }
}
