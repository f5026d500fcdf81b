//! The migration of one step under one strategy: which keys move, and what requests meet with under each policy.

use crate::report::MigrationFound;
use crate::scenario::Scenario;

/// What the report says of it; none without `[migration]`, at the start, and where the strategy refuses the step.
pub(super) fn found(scenario: &Scenario, _strategy: usize, phase: usize) -> Option<MigrationFound> {
    let _settings = scenario.migration.as_ref().filter(|_| phase > 0)?;
    None
}
