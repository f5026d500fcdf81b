//! The text: reading it into a checked model, diagnostics with spans, edits that keep its layout, links, presets.

mod beside;
mod diagnostic;
#[cfg(feature = "full")]
mod edit;
#[cfg(feature = "full")]
mod expect;
mod fields;
#[cfg(feature = "full")]
mod format;
#[cfg(feature = "full")]
mod help;
pub mod limits;
mod links;
mod model;
mod preset;
mod presets;
mod read;
#[cfg(feature = "full")]
mod same;
#[cfg(feature = "full")]
mod sweep;

pub use beside::{Beside, KeyFile};
pub use diagnostic::{Diagnostic, Fix, Severity};
#[cfg(feature = "full")]
pub use edit::{Edit, EditError, edit};
#[cfg(feature = "full")]
pub use expect::{BOUNDS, Bound, Claim, Expectation, Side};
#[cfg(feature = "full")]
pub use format::format;
#[cfg(feature = "full")]
pub use help::{Completions, Topic, complete, explain};
pub use links::{LinkError, Opened, Place, decode, encode, fragment, open};
pub use model::{Scenario, Step, StrategySpec, next_name};
pub use preset::{Level, Preset};
pub use presets::PRESETS;
#[cfg(feature = "full")]
pub use read::read_with;
pub use read::{Reading, read};
#[cfg(feature = "full")]
pub use sweep::{Parameter, Sweep, swept_params};
