//! The text: reading it into a checked model, diagnostics with spans, edits that keep its layout, links, presets.

mod diagnostic;
mod edit;
mod fields;
pub mod limits;
mod model;
mod read;

pub use diagnostic::{Diagnostic, Severity};
pub use edit::{Edit, EditError, edit, next_name};
pub use model::{Scenario, Step, StrategySpec};
pub use read::{Reading, read};
