//! The workshop's dialect alone: the core of the first view has none of a real system.

use super::{Goes, VNODES, WORKSHOP};
use crate::cluster::{Cluster, Node};
use crate::hash::HashValue;
use crate::strategy::kind::{Dialect, Input, LabelTemplate, Param, Params, Refusal};
use crate::strategy::placement::RingPoint;

/// The parameters.
pub(super) static PARAMS: &[Param] = &[VNODES];

/// The dialects.
pub(super) static DIALECTS: &[Dialect] = &[WORKSHOP];

/// No rule of its own.
pub(super) const fn points_per_node(_: &Params, _: &Dialect, _: &Cluster) -> Option<f64> {
    None
}

/// No points of a system.
#[expect(clippy::unnecessary_wraps, reason = "systems refuse")]
pub(super) const fn points(_: &Input<'_>) -> Result<Option<(Goes, Vec<RingPoint>)>, Refusal> {
    Ok(None)
}

/// No points of a system.
pub(super) const fn origin(_: &Dialect, _: &Node, _: &LabelTemplate, _: u64) -> Option<String> {
    None
}

/// No writing of a system.
pub(super) const fn shown(_: &Dialect, _: HashValue) -> Option<String> {
    None
}

/// No numbers of a system.
pub(super) const fn has_ranges(_: &Dialect) -> bool {
    false
}
