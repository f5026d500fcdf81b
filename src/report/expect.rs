//! What became of an expectation. Fields stand in alphabetical order; they may be added, these stay.

use serde::Serialize;

/// One expectation and what the run says of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(into_wasm_abi))]
pub struct Expected {
    /// What was found, for people; where it is about several strategies or steps, what is farthest from the claim.
    pub measured: String,
    /// Whether it holds.
    pub passed: bool,
    /// The step that it is about, 0 the start; none for every one.
    pub step: Option<u32>,
    /// The strategy that it is about; none for every one.
    pub strategy: Option<String>,
    /// What is expected, for people: `ring, step 1: keys moved below 30 %`.
    pub text: String,
    /// The figure that was found, in the unit of its bound; none where the claim is no bound, or nothing was measured.
    pub value: Option<f64>,
}
