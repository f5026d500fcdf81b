//! Edits of the text by the page's controls. In the whole core alone: the first view is there before anybody edits.

use crate::scenario::{self, Edit, EditError};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

/// The text after an edit, or why it could not be made.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct Edited {
    #[tsify(optional)]
    text: Option<String>,
    #[tsify(optional)]
    error: Option<String>,
}

impl From<Result<String, EditError>> for Edited {
    fn from(edited: Result<String, EditError>) -> Self {
        match edited {
            Ok(text) => Self { text: Some(text), error: None },
            Err(problem) => Self { text: None, error: Some(problem.to_string()) },
        }
    }
}

/// Makes an edit in the text, its layout and comments kept.
#[wasm_bindgen]
pub fn edit(text: &str, edit: Edit) -> Edited {
    Edited::from(scenario::edit(text, &edit))
}
