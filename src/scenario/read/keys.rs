//! The `[keys]` section: a pattern, integer ids, or the learner's own keys, in the text or beside it.

use super::super::beside::Beside;
#[cfg(feature = "full")]
use super::super::beside::KeyFile;
use super::super::diagnostic::{Diagnostics, shown};
use super::super::fields::{Field, Fields};
use super::super::limits;
use crate::collections::sort_by;
use crate::keys::{KeySet, Popularity};
use std::ops::Range;

const COUNT: u64 = 1_000;
const PATTERN: &str = "key_{i}";
const MANY: &str = "a number of keys, up to a billion";

/// What the section says.
#[derive(Default)]
pub(super) struct Section {
    pub(super) keys: Option<KeySet>,
    pub(super) popularity: Popularity,
    /// The file that it names.
    #[cfg(feature = "full")]
    pub(super) file: Option<KeyFile>,
    /// Where it names a file whose keys are not at hand: as many made-up ones stand in their place.
    pub(super) missing: Option<Range<usize>>,
}

impl Section {
    fn of(keys: Option<KeySet>) -> Self {
        Self { keys, ..Self::default() }
    }
}

/// Reads the section; without it there are 1,000 keys `key_0` to `key_999`.
pub(super) fn read(field: Option<&Field<'_>>, beside: &Beside, out: &mut Diagnostics<'_>) -> Section {
    let Some(field) = field else { return Section::of(pattern(COUNT, PATTERN)) };
    let Some(mut fields) = field.table("[keys] and count = 1000 under it", out) else { return Section::default() };
    let mut section = one_of(&mut fields, beside, out);
    // Of keys that cannot be read any number may be hot.
    let count = section.keys.as_ref().map_or(limits::KEYS, KeySet::count);
    section.popularity = fields.take("popularity").and_then(|field| popularity(&field, count, out)).unwrap_or_default();
    if let Some(field) = fields.take("split") {
        // Told also where the keys cannot be read.
        let whole = section.keys.unwrap_or(KeySet::Ids { from: 0, count });
        section.keys = split(&field, whole, out);
    }
    fields.finish(out);
    section
}

/// Exactly one of `count` with `pattern`, `ids`, `list`, `file` with `sha256` and `count`.
fn one_of(fields: &mut Fields<'_>, beside: &Beside, out: &mut Diagnostics<'_>) -> Section {
    #[cfg(feature = "full")]
    let (file, sha256) = (fields.take("file"), fields.take("sha256"));
    #[cfg(not(feature = "full"))]
    let (file, _): (Option<Field<'_>>, _) = (None, beside);
    let (count, text, ids, list) = (fields.take("count"), fields.take("pattern"), fields.take("ids"), fields.take("list"));
    // A file has a count of its own.
    let counted = if file.is_some() { text.as_ref() } else { count.as_ref().or(text.as_ref()) };
    let given: Vec<&Field<'_>> = [file.as_ref(), counted, ids.as_ref(), list.as_ref()].into_iter().flatten().collect();
    if let [first, second, ..] = given.as_slice() {
        let message = format!("{} stands beside {}: keys come from one of them", second.path, first.path);
        out.misfit(second.span.clone(), &second.path, message, "keep one of count with pattern, ids, list, or file");
        return Section::default();
    }
    #[cfg(feature = "full")]
    match (file, sha256) {
        (Some(file), sha256) => return named(&file, sha256, count, beside, out),
        (None, Some(sha256)) => {
            let message = format!("{} is the digest of a file, and no file is named", sha256.path);
            out.misfit(sha256.span.clone(), &sha256.path, message, "write file = \"users.csv\" above it, or remove it");
        }
        (None, None) => {}
    }
    if let Some(field) = ids {
        let count = field.whole(1, limits::KEYS, &format!("ids is {MANY}"), out);
        return Section::of(count.map(|count| KeySet::Ids { from: 0, count }));
    }
    if let Some(field) = list {
        return Section::of(own(&field, out));
    }
    let count = count.map_or(Some(COUNT), |field| field.whole(1, limits::KEYS, &format!("count is {MANY}"), out));
    let text = text.map_or(Some(PATTERN), |field| pattern_text(&field, out));
    Section::of(count.zip(text).and_then(|(count, text)| pattern(count, text)))
}

/// Keys that stand beside the text: their file, digest and number.
#[cfg(feature = "full")]
fn named(file: &Field<'_>, sha256: Option<Field<'_>>, count: Option<Field<'_>>, beside: &Beside, out: &mut Diagnostics<'_>) -> Section {
    const WRITTEN: &str = "give the keys in the form, which writes file, sha256 and count; `report --keys FILE` prints them";
    for (name, there) in [("sha256", sha256.is_some()), ("count", count.is_some())] {
        if !there {
            out.misfit(file.span.clone(), &file.path, format!("{} has no {name} beside it", file.path), WRITTEN);
        }
    }
    let name = file
        .text("file = \"users.csv\"", out)
        .and_then(|text| super::line(file, text, limits::FILE_CHARS, "write the name that the file has, as users.csv", out));
    let sha256 = sha256.and_then(|field| hexadecimal(&field, WRITTEN, out));
    let counted = count.as_ref().map(|field| (field, field.whole(1, limits::FILE_KEYS, "count is the number of keys of the file", out)));
    let (Some(name), Some(sha256), Some((field, Some(count)))) = (name, sha256, counted) else { return Section::default() };
    let kept = beside.get(&sha256);
    if let Some(keys) = kept.filter(|keys| keys.len() as u64 != count) {
        let message = format!("{} is {count}, but the keys with this digest are {}", field.path, keys.len());
        out.error(field.span.clone(), &field.path, message, format!("write count = {}", keys.len()));
        out.mended_by(field.span.clone(), keys.len().to_string());
    }
    let keys = kept.map_or_else(|| pattern(count, PATTERN), |keys| Some(KeySet::List(keys.clone())));
    let missing = kept.is_none().then(|| file.span.clone());
    Section { keys, file: Some(KeyFile { file: name.to_owned(), sha256, count }), missing, ..Section::default() }
}

/// A digest, in small letters.
#[cfg(feature = "full")]
fn hexadecimal(field: &Field<'_>, remedy: &str, out: &mut Diagnostics<'_>) -> Option<String> {
    let text = field.text("sha256 = \"9f86d081…\"", out)?;
    let digits = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !digits {
        let message = format!("{} is {}, must be the 64 hexadecimal digits of a digest", field.path, field.shown());
        out.error(field.span.clone(), &field.path, message, remedy);
    }
    digits.then(|| text.to_ascii_lowercase())
}

/// Tells that keys are not at hand: no fault of the text, but it cannot be run.
#[cfg(feature = "full")]
pub(super) fn tell_missing(span: Range<usize>, needs: &KeyFile, out: &mut Diagnostics<'_>) {
    let KeyFile { file, sha256, count } = needs;
    let keys = crate::analysis::words::keys_text(*count);
    let message = format!("the keys of {} are not here: {keys} with the digest {}", shown(file), beginning(sha256));
    out.misfit(span, "keys.file", message, "choose the file; it stays in this browser");
}

/// The first digits of a digest.
#[cfg(feature = "full")]
fn beginning(sha256: &str) -> String {
    format!("{}…", sha256.get(..12).unwrap_or(sha256))
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
