//! The points of libketama, libmemcached, Envoy, nginx and HAProxy, by place; those of one place in the order added.

use super::dialects::{ENVOY, total_weight};
use super::{by_name, by_place, points_of};
use crate::cluster::{Cluster, Node};
use crate::hash::{HashValue, SystemHash, full_hash, md5_words};
use crate::strategy::kind::{Input, Param, Params, Range, Refusal};
use crate::strategy::placement::RingPoint;

/// The least points on Envoy's ring.
pub(super) const MINIMUM_RING_SIZE: Param = Param {
    id: "minimum_ring_size",
    title: "minimum ring size",
    summary: "Points on the ring at the least; the lightest host gets a whole number of them, the others by weight.",
    unit: "points at least",
    range: Range::Whole { min: 1, max: 8_388_608, default: 1_024, usual: 16_384 },
    prime: false,
    only: &[ENVOY],
};

/// The most points on Envoy's ring.
pub(super) const MAXIMUM_RING_SIZE: Param = Param {
    id: "maximum_ring_size",
    title: "maximum ring size",
    summary: "Points on the ring at the most, not less than the minimum; beyond it even the lightest host has a broken number.",
    unit: "points at most",
    range: Range::Whole { min: 1, max: 8_388_608, default: 8_388_608, usual: 8_388_608 },
    prime: false,
    only: &[ENVOY],
};

/// nginx's points for a weight of 1.
pub(super) const NGINX_POINTS: f64 = 160.0;
/// HAProxy's points for a weight of 1.
pub(super) const HAPROXY_POINTS: f64 = 16.0;
/// HAProxy's points for its greatest weight, 256; the numbers of a server's points begin at as many times its own.
const HAPROXY_RANGE: u32 = 4_096;

/// The points of one node under numbers from 0.
fn push(points: &mut Vec<RingPoint>, node: &Node, places: impl Iterator<Item = HashValue>) {
    points.extend(places.enumerate().map(|(i, hash)| RingPoint { hash, node: node.id, number: i as u32 }));
}

/// The digests of a server in libketama: its part in single precision, times 40 and the servers in double, rounded once.
pub(super) fn libketama_digests(weight: f64, total: f64, servers: usize) -> u64 {
    let part = weight as f32 / total as f32;
    libm::floorf((f64::from(part) * 40.0 * servers as f64) as f32) as u64
}

/// The digests of a server in libmemcached: single precision throughout, and a little more than nothing added.
pub(super) fn libmemcached_digests(weight: f64, total: f64, servers: usize) -> u64 {
    let part = weight as f32 / total as f32;
    libm::floorf(part * 160.0 / 4.0 * servers as f32 + 1e-10) as u64
}

/// What libmemcached hashes of a server: without the default port; a socket has the port 0.
pub(super) fn libmemcached_name(name: &str) -> String {
    if name.starts_with('/') {
        return format!("{name}:0");
    }
    name.strip_suffix(":11211").unwrap_or(name).to_owned()
}

/// The continuum of libketama and of libmemcached: four points a digest.
pub(super) fn ketama(input: &Input<'_>, digests: fn(f64, f64, usize) -> u64, name: fn(&str) -> String) -> Vec<RingPoint> {
    let (total, servers) = (total_weight(input.cluster), input.cluster.nodes().len());
    let mut points = Vec::new();
    for node in input.cluster.nodes() {
        let name = name(&node.name);
        let mut labels = input.label.of(&name);
        let words = (0..digests(node.weight, total, servers)).flat_map(|i| md5_words(labels.at(i)));
        push(&mut points, node, words.map(HashValue::from_u32));
    }
    by_place(points)
}

/// How a ketama's point comes from a label: which bytes of the digest it is.
pub(super) fn digest_text(label: &str, number: u64) -> String {
    format!("md5(\"{label}\"), bytes {} to {}", 4 * (number % 4), 4 * (number % 4) + 3)
}

/// Points on Envoy's ring, not yet rounded up.
pub(super) fn envoy_scale(params: &Params, cluster: &Cluster) -> f64 {
    let total = total_weight(cluster);
    let least = cluster.nodes().iter().map(|node| node.weight / total).fold(1.0, f64::min);
    let scale = libm::ceil(least * params.whole(&MINIMUM_RING_SIZE) as f64) / least;
    scale.min(params.whole(&MAXIMUM_RING_SIZE) as f64)
}

/// Envoy's ring: the hosts in the order added, each up to its part of the running sum.
pub(super) fn envoy(input: &Input<'_>) -> Result<Vec<RingPoint>, Refusal> {
    let (least, most) = (input.params.whole(&MINIMUM_RING_SIZE), input.params.whole(&MAXIMUM_RING_SIZE));
    if least > most {
        return Err(Refusal {
            why: format!("the minimum ring size {least} is greater than the maximum ring size {most}"),
            instead: "people set the maximum well above the minimum; without one it is 8,388,608".to_owned(),
            code: None,
        });
    }
    let (total, scale) = (total_weight(input.cluster), envoy_scale(input.params, input.cluster));
    let (mut points, mut target) = (Vec::new(), 0.0);
    for node in input.cluster.nodes() {
        target += scale * (node.weight / total);
        let count = (libm::ceil(target) as u64).saturating_sub(points.len() as u64);
        let mut labels = input.label.of(&node.name);
        push(&mut points, node, (0..count).map(|i| input.hash.text(labels.at(i))));
    }
    Ok(by_place(points))
}

/// Host and port of a server as nginx reads them; a socket is a host.
fn host_and_port(server: &str) -> (&str, &str) {
    if server.get(..5).is_some_and(|begin| begin.eq_ignore_ascii_case("unix:")) {
        return (&server[5..], "");
    }
    let digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    server.rsplit_once(':').filter(|(_, port)| digits(port)).unwrap_or((server, ""))
}

/// nginx's points: a chain of CRC-32 over host, a zero, port and the point before. Of one place the first one counts.
pub(super) fn nginx(input: &Input<'_>) -> Vec<RingPoint> {
    let mut points = Vec::new();
    for node in input.cluster.nodes() {
        let (host, port) = host_and_port(&node.name);
        let mut before = 0_u32;
        let mut next = |_| {
            let bytes = [host.as_bytes(), &[0], port.as_bytes(), &before.to_le_bytes()].concat();
            let hash = SystemHash::Crc32.bytes(&bytes);
            before = hash.integer_u64() as u32;
            hash
        };
        push(&mut points, node, (0..points_of(node, NGINX_POINTS)).map(&mut next));
    }
    let mut points = by_place(points);
    points.dedup_by_key(|point| point.hash);
    points
}

/// The `id` of a server in HAProxy: its name where that is a number, else its place in the list of nodes, from 1.
pub(super) fn haproxy_number(node: &Node) -> u32 {
    node.name.parse().unwrap_or(node.id.0 + 1)
}

/// HAProxy's points: its avalanche of the server's number and the point's. Of servers with one number, which HAProxy does
/// not take, the first by name has its points.
pub(super) fn haproxy(input: &Input<'_>) -> Vec<RingPoint> {
    let mut points = Vec::new();
    for node in &by_name(input.cluster) {
        let first = haproxy_number(node).wrapping_mul(HAPROXY_RANGE);
        let count = points_of(node, HAPROXY_POINTS).min(u64::from(HAPROXY_RANGE)) as u32;
        push(&mut points, node, (0..count).map(|i| HashValue::from_u32(full_hash(first.wrapping_add(i)))));
    }
    let mut points = by_place(points);
    points.dedup_by_key(|point| point.hash);
    points
}
