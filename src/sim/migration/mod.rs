//! Migration: requests for keys in transit, policy by policy.
//!
//! A step of a scenario moves keys. They are copied at a rate while clients go on reading and writing; what a client gets
//! depends on the policy. [`World`] is that, tick by tick; [`migrate`] runs it to its end; [`forms`](forms()) says what
//! theory expects.

mod chance;
mod clients;
mod copying;
mod counts;
mod event;
pub mod forms;
mod run;
mod serve;
mod settings;
mod transit;
mod words;
mod world;

pub use counts::{Answer, Counts};
pub use event::{Event, Phase, Side, Watch, What};
pub use forms::{Form, Given, forms};
pub use run::{COLUMNS, Column, MigrationRun, STORY, migrate, story};
pub use serve::Band;
pub use settings::{MIGRATION_SETTINGS, MigrationSettings, Policy};
pub use transit::{Party, Transit};
pub use words::phrase;
pub use world::{AFTERMATH_S, HOLD_OFF_S, HOP_MS, MOST_REQUESTS, MOST_SECONDS, TICK_S, Tick, World};
