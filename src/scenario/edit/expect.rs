//! What becomes of expectations when a strategy, a step or a node goes: those that are about it go too.

use super::error::EditError;
use super::layout;
use super::sections;
use super::view::{self, Place};

/// What an expectation is about; a section with nothing else claims nothing.
const SUBJECT: [&str; 4] = ["strategy", "step", "key", "node"];

/// The sections of a text that hold for `is`, gone.
fn without(text: &str, is: &dyn Fn(&Place<'_>) -> bool) -> Result<String, EditError> {
    let mut text = text.to_owned();
    loop {
        let doc = view::parse(&text)?;
        let found = Place::top(&text, &doc).tables("expect").iter().position(is);
        let Some(index) = found else { return Ok(text) };
        text = sections::remove(&text, "expect", index)?;
    }
}

/// Without what is expected of a strategy.
pub(super) fn without_strategy(text: &str, name: &str) -> Result<String, EditError> {
    without(text, &|place| place.text("strategy") == Some(name))
}

/// Without what is expected of a step, counted from 1; later ones get its number.
pub(super) fn without_step(text: &str, number: u64) -> Result<String, EditError> {
    let text = without(text, &|place| place.whole("step") == Some(number))?;
    let doc = view::parse(&text)?;
    let later = |place: &Place<'_>| {
        let step = place.whole("step").filter(|step| *step > number)?;
        Some((place.value("step")?, (step - 1).to_string()))
    };
    let changes = Place::top(&text, &doc).tables("expect").iter().filter_map(later).collect();
    Ok(layout::splice(&text, changes))
}

/// Without the first expectation of a key on this node; none where there is none.
pub(super) fn without_node(text: &str, name: &str) -> Result<Option<String>, EditError> {
    let doc = view::parse(text)?;
    let places = Place::top(text, &doc).tables("expect");
    let Some(index) = places.iter().position(|place| place.text("node") == Some(name)) else { return Ok(None) };
    if places[index].keys().iter().all(|key| SUBJECT.contains(&key.name)) {
        return sections::remove(text, "expect", index).map(Some);
    }
    let text = places[index].remove(text, "node");
    let doc = view::parse(&text)?;
    let places = Place::top(&text, &doc).tables("expect");
    Ok(places.get(index).map(|place| place.remove(&text, "key")))
}
