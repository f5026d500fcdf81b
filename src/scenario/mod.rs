//! The text: reading it into a checked model, diagnostics with spans, edits that keep its layout, links, presets.

mod model;

pub use model::{Scenario, Step, StrategySpec};
