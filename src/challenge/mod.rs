//! Challenges that check themselves: a task, code to begin with, and what the finished code must hold to.
//!
//! A challenge is a file in `challenges/`, read by [`Challenge::read`]. Its checks run a learner's code on nodes and keys that
//! the learner does not see, and answer with the smallest example that breaks them (`verdict.rs`). They are asked in slices,
//! by a [`Judge`], where the engine for code is (feature `script`).

#[cfg(feature = "script")]
mod ask;
mod check;
mod content;
#[cfg(feature = "script")]
mod judge;
#[cfg(feature = "script")]
mod verdict;
#[cfg(feature = "script")]
mod world;

pub use check::Check;
pub use content::{Challenge, FILES, Fleet, challenges};
#[cfg(feature = "script")]
pub use judge::{ChallengeReport, CheckReport, CheckState, Judge};
