//! Migration: requests for keys in transit, policy by policy.

mod settings;

pub use settings::{MIGRATION_SETTINGS, MigrationSettings, Policy};
