//! The `[keys]` section: a pattern, integer ids, or the learner's own list.

use super::super::diagnostic::{Diagnostics, shown};
use super::super::fields::{Field, Fields};
use super::super::limits;
use crate::collections::sort_by;
use crate::keys::{KeySet, Popularity};

const COUNT: u64 = 1_000;
const PATTERN: &str = "key_{i}";
const MANY: &str = "a number of keys, up to a billion";

/// Reads the section; without it there are 1,000 keys `key_0` to `key_999`.
pub(super) fn read(field: Option<&Field<'_>>, out: &mut Diagnostics<'_>) -> (Option<KeySet>, Popularity) {
    let Some(field) = field else { return (pattern(COUNT, PATTERN), Popularity::Uniform) };
    let Some(mut fields) = field.table("[keys] and count = 1000 under it", out) else { return (None, Popularity::Uniform) };
    let mut keys = one_of(&mut fields, out);
    // Of keys that cannot be read any number may be hot.
    let count = keys.as_ref().map_or(limits::KEYS, KeySet::count);
    let popularity = fields.take("popularity").and_then(|field| popularity(&field, count, out)).unwrap_or_default();
    if let Some(field) = fields.take("split") {
        // Told also where the keys cannot be read.
        let whole = keys.unwrap_or(KeySet::Ids { from: 0, count });
        keys = split(&field, whole, out);
    }
    fields.later("file", "paste the keys as list = [\"a\", \"b\"], up to 10,000", out);
    fields.later("sha256", "it belongs to file", out);
    fields.finish(out);
    (keys, popularity)
}

/// Exactly one of `count` with `pattern`, `ids`, `list`.
fn one_of(fields: &mut Fields<'_>, out: &mut Diagnostics<'_>) -> Option<KeySet> {
    let later = fields.has("file");
    let (count, text, ids, list) = (fields.take("count"), fields.take("pattern"), fields.take("ids"), fields.take("list"));
    let counted = count.as_ref().or(text.as_ref());
    let given: Vec<&Field<'_>> = [counted, ids.as_ref(), list.as_ref()].into_iter().flatten().collect();
    if let [_, second, ..] = given.as_slice() {
        let message = format!("{} stands beside {}: keys come from one of them", second.path, given[0].path);
        out.misfit(second.span.clone(), &second.path, message, "keep one of count with pattern, ids, or list");
        return None;
    }
    if let Some(field) = ids {
        return field.whole(1, limits::KEYS, &format!("ids is {MANY}"), out).map(|count| KeySet::Ids { from: 0, count });
    }
    if let Some(field) = list {
        return own(&field, out);
    }
    if later {
        return None;
    }
    let count = count.map_or(Some(COUNT), |field| field.whole(1, limits::KEYS, &format!("count is {MANY}"), out));
    let text = text.map_or(Some(PATTERN), |field| pattern_text(&field, out));
    pattern(count?, text?)
}

fn pattern(count: u64, text: &str) -> Option<KeySet> {
    Some(KeySet::Pattern { from: 0, count, parts: text.split("{i}").map(str::to_owned).collect() })
}

fn pattern_text<'a>(field: &Field<'a>, out: &mut Diagnostics<'_>) -> Option<&'a str> {
    let text = field.text("pattern = \"user:{i}\"", out)?;
    let problem = if !text.contains("{i}") {
        "has no {i}, so that all keys would be one"
    } else if text.chars().count() > limits::NAME_CHARS {
        "is longer than 100 characters"
    } else {
        return Some(text);
    };
    out.error(
        field.span.clone(),
        &field.path,
        format!("{} {problem}", field.path),
        "write pattern = \"key_{i}\", where {i} is the number of the key",
    );
    None
}

/// The learner's own keys; one that stands twice is kept once.
fn own(field: &Field<'_>, out: &mut Diagnostics<'_>) -> Option<KeySet> {
    let Some(elements) = field.elements() else {
        out.error(
            field.span.clone(),
            &field.path,
            format!("{} is {}, must be a list of texts", field.path, field.shown()),
            "write list = [\"alice\", \"bob\"]",
        );
        return None;
    };
    if elements.is_empty() || elements.len() > limits::LIST {
        let message = format!("{} has {} keys, must have 1 to {}", field.path, elements.len(), limits::LIST);
        out.error(field.span.clone(), &field.path, message, "use count and pattern for many keys");
        return None;
    }
    let again = repeated(&elements);
    let mut keys = Vec::new();
    for (element, again) in elements.iter().zip(again) {
        let Some(text) = element.text("a key in quotes", out) else { continue };
        if text.chars().count() > limits::KEY_CHARS {
            let message = format!("{} is longer than {} characters", element.path, limits::KEY_CHARS);
            out.error(element.span.clone(), &element.path, message, "shorten the key");
        } else if !again {
            keys.push(text);
        } else {
            out.note(element.span.clone(), &element.path, format!("{} is \"{}\" again: it is kept once", element.path, shown(text)), "");
        }
    }
    (!keys.is_empty()).then(|| KeySet::List(keys.into_iter().collect()))
}

/// Which elements are a text that stands before them.
fn repeated(elements: &[Field<'_>]) -> Vec<bool> {
    let text = |i: usize| elements[i].value.as_str();
    let mut order: Vec<usize> = (0..elements.len()).collect();
    sort_by(&mut order, |a, b| text(*a).cmp(&text(*b)));
    let mut again = vec![false; elements.len()];
    order.windows(2).filter(|pair| text(pair[0]) == text(pair[1])).for_each(|pair| again[pair[1]] = true);
    again
}

/// How popular keys are.
fn popularity(field: &Field<'_>, keys: u64, out: &mut Diagnostics<'_>) -> Option<Popularity> {
    const EXAMPLE: &str = "write \"uniform\", { zipf = 1.1 } or { hot = 1, share = 0.5 }";
    if let Some(name) = field.value.as_str() {
        if name != "uniform" {
            let message = format!("{} is {}, which is no popularity", field.path, field.shown());
            out.error(field.span.clone(), &field.path, message, EXAMPLE);
        }
        return None;
    }
    let mut fields = field.table("popularity = \"uniform\", or { zipf = 1.1 }", out)?;
    let (zipf, hot, share) = (fields.take("zipf"), fields.take("hot"), fields.take("share"));
    let errors = out.errors();
    fields.finish(out);
    match (zipf, hot, share) {
        (Some(zipf), None, None) => {
            let remedy = "0 makes all keys equal; traffic of the web has about 1";
            zipf.number(0.0, limits::ZIPF, remedy, out).map(Popularity::Zipf)
        }
        (None, Some(hot), Some(share)) => {
            let hot = hot.whole(1, keys, "hot is how many keys share the part, from the first on", out);
            let share = share.number(0.0, 1.0, "0.5 is half of all requests", out);
            Some(Popularity::Hot { keys: hot?, share: share? })
        }
        (None, None, None) if out.errors() > errors => None,
        (None, None, None) => {
            out.misfit(field.span.clone(), &field.path, format!("{} says nothing", field.path), EXAMPLE);
            None
        }
        _ => {
            let message = format!("{} needs zipf alone, or hot with share", field.path);
            out.misfit(field.span.clone(), &field.path, message, EXAMPLE);
            None
        }
    }
}

/// The set with its hottest keys split.
fn split(field: &Field<'_>, keys: KeySet, out: &mut Diagnostics<'_>) -> Option<KeySet> {
    const EXAMPLE: &str = "split = { hottest = 1, ways = 8 }";
    let mut fields = field.table(EXAMPLE, out)?;
    let (hottest, ways) = (fields.take("hottest"), fields.take("ways"));
    fields.finish(out);
    let most = keys.count().min(limits::SPLIT_KEYS);
    let hottest = hottest.map_or(Some(1), |hottest| hottest.whole(1, most, "hottest is how many keys are split, from the first on", out));
    let Some(ways) = ways else {
        out.misfit(field.span.clone(), &field.path, format!("{} has no ways", field.path), format!("write {EXAMPLE}"));
        return None;
    };
    let ways = ways.whole(2, limits::SPLIT_WAYS, "ways is into how many pieces each is split", out);
    Some(KeySet::Split { keys: Box::new(keys), hottest: hottest?, ways: ways? })
}
