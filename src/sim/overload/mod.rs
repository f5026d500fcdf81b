//! Overload: a cluster that is already stressed takes a step, and the work of the step tips it over.
//!
//! A fluid model in steps of a quarter of a second: [`Ground`] is what the strategy says of the step (who takes which load,
//! who sends what to whom), [`World`] goes on from it step by step, [`Run`] goes to the end and gives the verdict,
//! [`forms`] are the closed forms that stand beside the numbers, and [`TippingMap`] sweeps settings for the border between
//! surviving and cascading. The rules that the model takes are told in `docs/decisions/0008-the-incident.md`.

mod clients;
mod detector;
mod events;
pub mod forms;
mod ground;
mod node;
mod run;
mod saved;
mod series;
mod settings;
mod streaming;
mod tipping;
mod world;

pub use events::{Event, Merged, Told, merged};
pub use ground::{Flow, Ground, Lists, Member, Role};
pub use node::NodeNow;
pub use run::{Outcome, Run, Verdict, end_of};
pub use saved::{Rescue, rescues};
pub use series::{Column, NodeColumn, Series};
pub use settings::{OVERLOAD_SETTINGS, OverloadSettings};
pub use tipping::{Axis, Border, Tipping, TippingMap};
pub use world::{CHANGE_S, Flux, STEP_S, World};
