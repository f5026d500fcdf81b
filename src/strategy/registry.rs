//! The registry: the one place that knows which strategies there are.

use super::{Kind, binomial, flip, jump, jumpback, maglev, modulo, power, rendezvous, ring};

/// Every kind, in the order in which menus and documents show them.
#[rustfmt::skip] // one line a kind
pub static KINDS: &[&Kind] = &[
    &modulo::KIND,
    &ring::KIND,
    &rendezvous::KIND,
    &jump::KIND,
    &maglev::KIND,
    &binomial::KIND,
    &flip::KIND,
    &power::KIND,
    &jumpback::KIND,
];

/// Kinds that are planned and not there yet: a scenario that names one is told so.
pub const PLANNED_KINDS: &[&str] =
    &["bounded", "multi-probe", "anchor", "dx", "memento", "slots", "partitions", "range", "directory", "script"];

/// Dialects that are planned and not there yet.
pub const PLANNED_DIALECTS: &[&str] = &[
    "ketama",
    "libmemcached",
    "nginx",
    "haproxy",
    "cassandra",
    "redis",
    "kafka",
    "elasticsearch",
    "vitess",
    "mongodb",
    "go-maglev",
    "go-mpchash",
    "nspcc",
];

/// The kind of that name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.id == id)
}
