//! The two simulations: what happens to requests while keys are in transit, and how a stressed cluster tips over.
//!
//! Both are pure, seeded and stepped: no clock, no drawing. A closed form stands beside every number that has one.

pub mod docs;
pub mod migration;
pub mod overload;
mod settings;

pub use settings::{Setting, SettingRange};
