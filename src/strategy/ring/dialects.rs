//! The dialects of the ring: the workshop's and those of real systems, and what each does its own way.

use super::cassandra;
use super::systems::{self, HAPROXY_POINTS, NGINX_POINTS};
use super::{FREE, Goes, VNODES, WORKSHOP};
use crate::cluster::{Cluster, Node};
use crate::hash::{HashKind, HashValue, SystemHash};
use crate::strategy::kind::{Dialect, Guarantees, Input, LabelTemplate, Param, Params, Refusal};
use crate::strategy::placement::RingPoint;

pub(super) const KETAMA: &str = "ketama";
pub(super) const LIBMEMCACHED: &str = "libmemcached";
pub(super) const ENVOY: &str = "envoy";
pub(super) const NGINX: &str = "nginx";
pub(super) const HAPROXY: &str = "haproxy";
pub(super) const CASSANDRA: &str = "cassandra";

/// Every dialect's parameters.
pub(super) static PARAMS: &[Param] =
    &[VNODES, systems::MINIMUM_RING_SIZE, systems::MAXIMUM_RING_SIZE, cassandra::NUM_TOKENS, cassandra::TOKENS, cassandra::INITIAL_TOKEN];

/// The dialects, the default first.
pub(super) static DIALECTS: &[Dialect] = &[
    WORKSHOP,
    Dialect {
        label: Some("{node}-{i}"),
        hash: Some(HashKind::System(SystemHash::Ketama)),
        guarantees: Some(BY_PART),
        deviation: Some(|params, cluster| 1.0 / libm::sqrt(system_points(params, KETAMA, cluster))),
        ..Dialect::plain(
            KETAMA,
            "libketama: four points a digest of MD5, 160 for a node of average weight; the first point at or after the key.",
        )
    },
    Dialect {
        label: Some("{node}-{i}"),
        hash: Some(HashKind::System(SystemHash::Ketama)),
        guarantees: Some(BY_PART),
        deviation: Some(|params, cluster| 1.0 / libm::sqrt(system_points(params, LIBMEMCACHED, cluster))),
        ..Dialect::plain(LIBMEMCACHED, "libmemcached's weighted ketama: as libketama, with the default port left out of the label.")
    },
    Dialect {
        label: Some("{node}_{i}"),
        hash: Some(HashKind::Xxh64),
        guarantees: Some(Guarantees { order_free: false, ..BY_PART }),
        deviation: Some(|params, cluster| 1.0 / libm::sqrt(system_points(params, ENVOY, cluster))),
        ..Dialect::plain(ENVOY, "Envoy's ring_hash: XXH64 of {address}_{i}, as many points as the least ring size asks for.")
    },
    Dialect {
        hash: Some(HashKind::System(SystemHash::Crc32)),
        deviation: Some(|params, cluster| 1.0 / libm::sqrt(system_points(params, NGINX, cluster))),
        ..Dialect::plain(NGINX, "nginx's hash … consistent: a chain of CRC-32 over host, port and the point before, 160 points a weight.")
    },
    Dialect {
        hash: Some(HashKind::System(SystemHash::Haproxy)),
        // The nearest wins: half the gaps on both sides of a point, whose mean varies half as much as one gap.
        deviation: Some(|params, cluster| 1.0 / libm::sqrt(2.0 * system_points(params, HAPROXY, cluster))),
        ..Dialect::plain(HAPROXY, "HAProxy's hash-type consistent: 16 points a weight from the server's number; the nearest point wins.")
    },
    Dialect {
        hash: Some(HashKind::System(SystemHash::Cassandra)),
        guarantees: Some(Guarantees { order_free: false, history_free: false, ..FREE }),
        deviation: Some(cassandra::deviation),
        ..Dialect::plain(CASSANDRA, "Cassandra: Murmur3 tokens, given, random or allocated; the first token at or after the key's.")
    },
];

/// Where a node's part of all weights gives its points.
const BY_PART: Guarantees = Guarantees { minimal: false, ..FREE };

/// The points of a node of weight 1 in a cluster, where the dialect has a rule of its own.
pub(super) fn points_per_node(params: &Params, dialect: &Dialect, cluster: &Cluster) -> Option<f64> {
    (dialect.id != WORKSHOP.id).then(|| system_points(params, dialect.id, cluster))
}

fn system_points(params: &Params, system: &str, cluster: &Cluster) -> f64 {
    match system {
        KETAMA | LIBMEMCACHED => 160.0 * cluster.nodes().len() as f64 / total_weight(cluster),
        NGINX => NGINX_POINTS,
        HAPROXY => HAPROXY_POINTS,
        CASSANDRA => params.whole(&cassandra::NUM_TOKENS) as f64,
        _ => systems::envoy_scale(params, cluster) / total_weight(cluster),
    }
}

pub(super) fn total_weight(cluster: &Cluster) -> f64 {
    cluster.nodes().iter().map(|node| node.weight).sum()
}

/// A system's points by place, and which of them a key goes to.
pub(super) fn points(input: &Input<'_>) -> Result<Option<(Goes, Vec<RingPoint>)>, Refusal> {
    Ok(Some(match input.dialect.id {
        KETAMA => (Goes::At, systems::ketama(input, systems::libketama_digests, str::to_owned)),
        LIBMEMCACHED => (Goes::At, systems::ketama(input, systems::libmemcached_digests, systems::libmemcached_name)),
        ENVOY => (Goes::At, systems::envoy(input)?),
        NGINX => (Goes::At, systems::nginx(input)),
        HAPROXY => (Goes::Nearest, systems::haproxy(input)),
        CASSANDRA => (Goes::At, cassandra::tokens(input)?),
        _ => return Ok(None),
    }))
}

/// What a system's point was made of.
pub(super) fn origin(dialect: &Dialect, node: &Node, label: &LabelTemplate, number: u64) -> Option<String> {
    let name = &node.name;
    Some(match dialect.id {
        KETAMA => systems::digest_text(&label.label(name, number / 4), number),
        LIBMEMCACHED => systems::digest_text(&label.label(&systems::libmemcached_name(name), number / 4), number),
        NGINX => format!("crc32(\"{name}\", point {number})"),
        HAPROXY => format!("avalanche({} · 4096 + {number})", systems::haproxy_number(node)),
        CASSANDRA => format!("token {number}"),
        _ => return None,
    })
}

/// A place as the system writes it, where that is no hexadecimal number.
pub(super) fn shown(dialect: &Dialect, place: HashValue) -> Option<String> {
    (dialect.id == CASSANDRA).then(|| cassandra::shown(place))
}

/// Whether the stretches between points have numbers.
pub(super) fn has_ranges(dialect: &Dialect) -> bool {
    dialect.id == CASSANDRA
}
