//! Partitioning strategies: one algorithm a file, the trait that they share, and the registry that chooses among them.
//!
//! A strategy is declared by a [`Kind`]: its parameters, guarantees, dialects and its `build` function. Forms, menus,
//! documents, the table of a comparison and the suite of properties come from that declaration alone.

#[cfg(feature = "full")]
mod buckets;
#[cfg(feature = "full")]
pub mod bulk;
mod copies;
#[cfg(not(target_arch = "wasm32"))]
pub mod docs;
mod kind;
#[cfg(feature = "full")]
mod numbered;
mod placement;
#[macro_use]
mod registry;
#[cfg(test)]
pub(crate) mod suite;
#[cfg(feature = "full")]
mod table;

kinds! {
    modulo,
    ring,
    rendezvous,
    ;
    jump,
    maglev,
    bounded,
    multi_probe,
    anchor,
    dx,
    memento,
    binomial,
    flip,
    power,
    jumpback,
    slots,
    partitions,
    range,
    directory,
    script,
}

#[cfg(feature = "full")]
pub use buckets::Buckets;
pub use copies::Copies;
pub use kind::{
    Before, CODE_BYTES, CodeError, Complexity, Dialect, Expectation, Guarantees, Input, Kind, LabelTemplate, Listed, Param, Params, Range,
    Refusal,
};
pub use placement::{HashedKey, Placement, RingPoint, WorkLine, Working};
pub use registry::find;
#[cfg(feature = "script")]
pub use script::{Code, code_calls};
#[cfg(feature = "full")]
pub use script::{GIVEN, TWINS, twin};

use crate::cluster::Cluster;

/// The share of keys that a strategy moves at the least when fair shares change: the sum of what nodes gain.
///
/// With n equal nodes and one more this is 1/(n+1); with one of n removed it is 1/n.
#[must_use]
pub fn least_movement(before: &Cluster, after: &Cluster) -> f64 {
    let old = before.fair_shares();
    let gained = |(node, share): (&crate::cluster::Node, f64)| {
        let had = before.nodes().iter().position(|other| other.id == node.id).map_or(0.0, |i| old[i]);
        (share - had).max(0.0)
    };
    after.nodes().iter().zip(after.fair_shares()).map(gained).sum()
}

/// What a strategy that moves no more than it must is expected to move.
#[must_use]
pub fn least_expected(before: &Cluster, after: &Cluster) -> Option<Expectation> {
    let moved = least_movement(before, after);
    Some(Expectation { moved, formula: format!("what nodes gain of their fair share = {moved:.4}") })
}
