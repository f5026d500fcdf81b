//! Challenges, the code of built-in strategies, and, where the engine is, the judge of a learner's code.

use crate::challenge::{Challenge, Check};
use crate::strategy;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

/// A challenge as the page shows it.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct ChallengeInfo {
    id: String,
    title: String,
    level: String,
    /// Paragraphs; what stands in backticks is code.
    task: Vec<String>,
    /// The code that it begins with.
    start: String,
    /// Three, each telling more than the one before.
    hints: Vec<String>,
    checks: Vec<CheckInfo>,
}

/// A check before it has run.
#[derive(Serialize, Tsify)]
pub struct CheckInfo {
    id: &'static str,
    title: String,
}

impl ChallengeInfo {
    fn of(challenge: Challenge) -> Self {
        let check = |check: &Check| CheckInfo { id: check.id(), title: check.title(&challenge) };
        let checks = challenge.checks.iter().map(check).collect();
        let Challenge { id, title, level, task, start, hints, .. } = challenge;
        Self { id, title, level, task, start, hints, checks }
    }
}

/// All challenges in the order in which they are offered.
#[wasm_bindgen]
#[must_use]
pub fn challenges() -> Vec<ChallengeInfo> {
    crate::challenge::challenges().into_iter().map(ChallengeInfo::of).collect()
}

/// The code of a built-in kind, as a learner would write it; none where there is none.
#[wasm_bindgen]
#[must_use]
pub fn twin(kind: &str) -> Option<String> {
    strategy::twin(kind).map(str::to_owned)
}

#[cfg(feature = "script")]
pub use judging::Challenger;

#[cfg(feature = "script")]
mod judging {
    use crate::challenge::{CheckState, Judge};
    use crate::web::error;
    use crate::web::types::{CodeError, Progress};
    use serde::Serialize;
    use tsify::Tsify;
    use wasm_bindgen::prelude::*;

    /// What the checks found.
    #[derive(Serialize, Tsify)]
    #[tsify(into_wasm_abi)]
    pub struct ChallengeReport {
        passed: bool,
        checks: Vec<CheckReport>,
        printed: Vec<String>,
        #[tsify(optional)]
        error: Option<CodeError>,
        /// When all passed, what moves of the workshop's keys: one sentence.
        #[tsify(optional)]
        moved: Option<String>,
    }

    /// What became of a check.
    #[derive(Serialize, Tsify)]
    pub struct CheckReport {
        id: &'static str,
        title: String,
        #[tsify(type = "\"passed\" | \"failed\" | \"not_reached\"")]
        state: &'static str,
        /// The smallest example that breaks it.
        #[tsify(optional)]
        example: Option<String>,
    }

    /// Checks a learner's code bit by bit.
    #[wasm_bindgen]
    pub struct Challenger(Judge);

    #[wasm_bindgen]
    impl Challenger {
        /// A run that has not begun.
        ///
        /// # Errors
        /// Where there is no such challenge.
        #[wasm_bindgen(constructor)]
        pub fn new(id: &str, source: &str) -> Result<Self, JsError> {
            Judge::new(id, source).map(Self).ok_or_else(|| error("there is no such challenge"))
        }

        /// Prepares the code for a state, asks it for at most `keys` keys, or judges a check.
        pub fn advance(&mut self, keys: u32) -> Progress {
            self.0.advance(u64::from(keys)).into()
        }

        /// What was found so far.
        pub fn report(&self) -> ChallengeReport {
            let report = self.0.report();
            let check = |check: crate::challenge::CheckReport| CheckReport {
                id: check.id,
                title: check.title,
                state: match check.state {
                    CheckState::Passed => "passed",
                    CheckState::Failed => "failed",
                    CheckState::NotReached => "not_reached",
                },
                example: check.example,
            };
            ChallengeReport {
                passed: report.passed,
                checks: report.checks.into_iter().map(check).collect(),
                printed: report.printed,
                error: report.error.as_ref().map(CodeError::of),
                moved: report.moved,
            }
        }
    }
}
