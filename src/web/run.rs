//! Running a scenario and answering for single keys: what a worker does.

use super::error;
use super::types::{Progress, RouteAnswer};
use crate::experiment::{self, Run};
use crate::scenario::Scenario;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// Reads a text that the page knows to be right.
pub(super) fn read(text: &str) -> Result<Scenario, JsError> {
    super::reading(text).scenario.ok_or_else(|| error("the scenario has errors"))
}

/// A run of a scenario, advanced in slices.
#[wasm_bindgen]
pub struct Runner(pub(super) Run);

#[wasm_bindgen]
impl Runner {
    /// A run that has not begun.
    ///
    /// # Errors
    /// When the text has errors.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, JsError> {
        Ok(Self(Run::new(read(text)?)))
    }

    /// Builds a phase, or places at most `keys` keys.
    pub fn advance(&mut self, keys: u32) -> Progress {
        self.0.advance(u64::from(keys)).into()
    }

    /// The report so far, encoded for [`super::scene::Scene`].
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn report(&self) -> Result<Vec<u8>, JsError> {
        postcard::to_allocvec(self.0.report()).map_err(|problem| error(&problem.to_string()))
    }
}

thread_local! {
    /// The router of the last question: a text and a phase, with every strategy built.
    static ROUTER: RefCell<Option<(String, usize, experiment::Router)>> = const { RefCell::new(None) };
}

/// What every strategy answers for a key in a phase, with its working.
///
/// # Errors
/// When the text has errors.
#[wasm_bindgen]
pub fn route(text: &str, key: &str, phase: u32) -> Result<Vec<RouteAnswer>, JsError> {
    let phase = phase as usize;
    ROUTER.with_borrow_mut(|kept| {
        if !kept.as_ref().is_some_and(|(old, at, _)| old == text && *at == phase) {
            *kept = Some((text.to_owned(), phase, experiment::Router::new(read(text)?, phase)));
        }
        let router = kept.as_ref().map(|(_, _, router)| router);
        let answers = router.map(|router| RouteAnswer::all(router, key)).unwrap_or_default();
        if answers.iter().any(RouteAnswer::is_wrong) {
            // Code that failed for one key is asked anew for the next.
            *kept = None;
        }
        Ok(answers)
    })
}

/// A key of the scenario's set, drawn by chance.
///
/// # Errors
/// When the text has errors or no chance is to be had.
#[wasm_bindgen]
pub fn random_key(text: &str) -> Result<String, JsError> {
    let keys = read(text)?.keys;
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|problem| error(&problem.to_string()))?;
    let index = u64::from_le_bytes(bytes) % keys.count().max(1);
    Ok(keys.key(index, &mut String::new()).text.to_owned())
}
