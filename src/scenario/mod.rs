//! The text: reading it into a checked model, diagnostics with spans, edits that keep its layout, links, presets.

mod diagnostic;
mod fields;
pub mod limits;
mod model;
mod read;

pub use diagnostic::{Diagnostic, Severity};
pub use model::{Scenario, Step, StrategySpec};
pub use read::{Reading, read};
mod stub; pub use stub::*;
