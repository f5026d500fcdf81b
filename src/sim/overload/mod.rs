//! Overload: a cluster that is already stressed takes a step, and the work of the step tips it over.

mod settings;

pub use settings::{OVERLOAD_SETTINGS, OverloadSettings};
