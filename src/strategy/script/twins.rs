//! The code of built-in strategies as a learner would write it, to read beside them and to begin from.
//!
//! Each gives the answers of its kind with its defaults for text keys (`tests/twins.rs`): modulo, ring, rendezvous, jump,
//! Maglev, multi-probe and slots while all nodes are live. Weights are read by the ring's and by weighted rendezvous.

/// The texts by kind. Rendezvous has two: the workshop's formula for equal weights, and the one for any.
pub const TWINS: &[(&str, &str)] = &[
    ("modulo", include_str!("twins/modulo.star")),
    ("ring", include_str!("twins/ring.star")),
    ("rendezvous", include_str!("twins/rendezvous.star")),
    ("weighted-rendezvous", include_str!("twins/weighted_rendezvous.star")),
    ("jump", include_str!("twins/jump.star")),
    ("maglev", include_str!("twins/maglev.star")),
    ("multi-probe", include_str!("twins/multi_probe.star")),
    ("slots", include_str!("twins/slots.star")),
    ("bounded", include_str!("twins/bounded.star")),
];

/// The code of a kind, by its name in a scenario; none where it has no twin. `weighted-rendezvous` is rendezvous where
/// weights differ.
#[must_use]
pub fn twin(kind: &str) -> Option<&'static str> {
    TWINS.iter().find(|(id, _)| *id == kind).map(|(_, source)| *source)
}
