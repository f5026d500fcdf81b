//! Edits as the page sends them: plain objects, decoded by hand (derived code for so many forms is ten times as long).

use super::error;
use crate::scenario::Edit;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// An object's fields.
struct Fields<'o>(&'o JsValue);

impl Fields<'_> {
    fn get(&self, name: &str) -> Option<JsValue> {
        Reflect::get(self.0, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
    }

    fn text(&self, name: &str) -> Result<Option<String>, JsError> {
        self.get(name).map(|value| value.as_string().ok_or_else(|| wrong(name, "a text"))).transpose()
    }

    fn number(&self, name: &str) -> Result<Option<f64>, JsError> {
        self.get(name).map(|value| value.as_f64().ok_or_else(|| wrong(name, "a number"))).transpose()
    }

    fn whole(&self, name: &str) -> Result<Option<u64>, JsError> {
        let number = self.number(name)?;
        if number.is_some_and(|number| number.fract() != 0.0 || !(0.0..=9_007_199_254_740_991.0).contains(&number)) {
            return Err(wrong(name, "a whole number"));
        }
        Ok(number.map(|number| number as u64))
    }

    fn the_text(&self, name: &str) -> Result<String, JsError> {
        self.text(name)?.ok_or_else(|| wrong(name, "a text"))
    }

    fn the_number(&self, name: &str) -> Result<f64, JsError> {
        self.number(name)?.ok_or_else(|| wrong(name, "a number"))
    }

    fn index(&self) -> Result<usize, JsError> {
        let index = self.whole("index")?.and_then(|index| usize::try_from(index).ok());
        index.ok_or_else(|| wrong("index", "a whole number"))
    }
}

fn wrong(field: &str, wanted: &str) -> JsError {
    error(&["an edit's field ", field, " must be ", wanted].concat())
}

/// Decodes an edit.
pub(super) fn decode(object: &JsValue) -> Result<Edit, JsError> {
    let from = Fields(object);
    Ok(match from.the_text("do")?.as_str() {
        "add_node" => Edit::AddNode { name: from.text("name")? },
        "remove_node" => Edit::RemoveNode { name: from.the_text("name")? },
        "rename_node" => Edit::RenameNode { name: from.the_text("name")?, to: from.the_text("to")? },
        "set_weight" => Edit::SetWeight { name: from.the_text("name")?, weight: from.the_number("weight")? },
        "add_strategy" => Edit::AddStrategy { kind: from.the_text("kind")? },
        "remove_strategy" => Edit::RemoveStrategy { index: from.index()? },
        "set_param" => Edit::SetParam { index: from.index()?, param: from.the_text("param")?, value: from.the_number("value")? },
        "set_strategy_hash" => Edit::SetStrategyHash { index: from.index()?, hash: from.text("hash")? },
        "set_keys" => Edit::SetKeys { count: from.whole("count")?, pattern: from.text("pattern")?, ids: from.whole("ids")? },
        "set_replicas" => {
            let value = from.whole("value")?.and_then(|value| u32::try_from(value).ok());
            Edit::SetReplicas { value: value.ok_or_else(|| wrong("value", "a whole number"))? }
        }
        "set_hash" => Edit::SetHash { hash: from.text("hash")? },
        "set_title" => Edit::SetTitle { title: from.the_text("title")? },
        "add_step" => Edit::AddStep {
            action: from.the_text("action")?,
            node: from.text("node")?,
            weight: from.number("weight")?,
            strategy: from.text("strategy")?,
        },
        "remove_step" => Edit::RemoveStep { index: from.index()? },
        _ => return Err(wrong("do", "the name of an edit")),
    })
}
