//! What an answer means: movement, balance, density, and the sentences that say so.

mod asides;
mod balance;
mod density;
mod deviation;
mod matrix;
#[cfg(feature = "full")]
mod measure;
#[cfg(feature = "full")]
pub mod migration_words;
mod movement;
#[cfg(feature = "full")]
pub mod scale_words;
mod sets;
#[cfg(feature = "full")]
pub mod sweep_words;
pub mod words;

pub(crate) use asides::busiest;

pub use balance::{p99_to_average, peak_requests, peak_to_average};
pub use density::Density;
pub use deviation::{deviation, deviation_theory};
pub use matrix::Matrix;
#[cfg(feature = "full")]
pub use measure::{Measure, Unit};
pub use movement::{Flows, needless, spread};
pub use sets::Sets;
