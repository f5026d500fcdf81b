//! The incident of one step under one strategy: the shares of the nodes, what is streamed, and how it ends.

use crate::report::IncidentFound;
use crate::scenario::Scenario;

/// What the report says of it; none without `[incident]`, at the start, and where the strategy refuses the step.
pub(super) fn found(scenario: &Scenario, _strategy: usize, phase: usize) -> Option<IncidentFound> {
    let _settings = scenario.incident.as_ref().filter(|_| phase > 0)?;
    None
}
