//! What an answer means: movement, balance, density, and the sentences that say so.

mod balance;
mod density;
mod movement;
pub mod words;

pub use balance::{deviation, deviation_theory, p99_to_average, peak_to_average};
pub use density::Density;
pub use movement::{Flows, needless, spread};
