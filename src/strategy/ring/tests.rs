//! The oracle of every dialect's ring: all points of all live nodes by distance, from the definitions.

use super::dialects::{CASSANDRA, ENVOY, HAPROXY, KETAMA, LIBMEMCACHED, NGINX};
use super::*;
use crate::hash::{SystemHash, full_hash, xxh64};
use crate::keys::KeySet;
use crate::strategy::suite;
use md5::{Digest, Md5};

/// The places of a node's points, in the order of their numbers.
fn places(input: &Input<'_>, index: usize) -> Vec<HashValue> {
    let (nodes, node) = (input.cluster.nodes(), &input.cluster.nodes()[index]);
    let total: f64 = nodes.iter().map(|node| node.weight).sum();
    let rounded = |each: f64| (each * node.weight).round().max(1.0) as u32;
    let words = |label: String| Md5::digest(label).chunks(4).map(|word| u32::from_le_bytes(word.try_into().unwrap())).collect::<Vec<_>>();
    let quarters = |count: f32, name: &str| -> Vec<HashValue> {
        (0..count as u32).flat_map(|i| words(format!("{name}-{i}"))).map(HashValue::from_u32).collect()
    };
    let (part, n) = (node.weight as f32 / total as f32, nodes.len());
    match input.dialect.id {
        KETAMA => quarters((f64::from(part) * 40.0 * n as f64) as f32, &node.name),
        LIBMEMCACHED => quarters(part * 160.0 / 4.0 * n as f32 + 1e-10, node.name.trim_end_matches(":11211")),
        ENVOY => {
            let least = nodes.iter().map(|node| node.weight / total).fold(1.0, f64::min);
            let size = |param| input.params.whole(&param) as f64;
            let scale = ((least * size(systems::MINIMUM_RING_SIZE)).ceil() / least).min(size(systems::MAXIMUM_RING_SIZE));
            let (mut ring, mut target, mut found) = (0_u64, 0.0, Vec::new());
            for (at, node) in nodes.iter().enumerate() {
                target += scale * (node.weight / total);
                let mut i = 0;
                while (ring as f64) < target {
                    if at == index {
                        found.push(HashValue::from_u64(xxh64(format!("{}_{i}", node.name).as_bytes(), 0)));
                    }
                    (ring, i) = (ring + 1, i + 1);
                }
            }
            found
        }
        NGINX => {
            let colon = node.name.rfind(':').filter(|at| node.name[at + 1..].chars().all(|digit| digit.is_ascii_digit()));
            let mut bytes = node.name.clone().into_bytes();
            match colon {
                Some(at) => bytes[at] = 0,
                None => bytes.push(0),
            }
            let mut before = [0; 4];
            let next = |_| {
                let crc = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&[bytes.as_slice(), &before].concat());
                before = crc.to_le_bytes();
                HashValue::from_u32(crc)
            };
            (0..rounded(160.0)).map(next).collect()
        }
        HAPROXY => {
            let number = |node: &Node| node.name.parse::<u32>().unwrap_or(node.id.0 + 1);
            let own = number(node).wrapping_mul(4_096);
            let taken = |other: &&Node| number(other) == number(node) && other.name < node.name;
            let taken = nodes.iter().filter(taken).map(|other| (16.0 * other.weight).round().max(1.0) as u32).max().unwrap_or(0);
            (taken..rounded(16.0)).map(|i| HashValue::from_u32(full_hash(own.wrapping_add(i)))).collect()
        }
        CASSANDRA => tokens(input, index).into_iter().map(HashValue::from_u64).collect(),
        _ => (0..rounded(input.params.whole(&VNODES) as f64)).map(|i| input.hash.text(&format!("{}-{i}", node.name))).collect(),
    }
}

/// Random tokens from the seed, or even ones dealt in rounds.
fn tokens(input: &Input<'_>, index: usize) -> Vec<u64> {
    let (nodes, each) = (input.cluster.nodes(), input.params.whole(&cassandra::NUM_TOKENS) as f64);
    let want = |node: &Node| (each * node.weight).round().max(1.0);
    let name = &nodes[index].name;
    if input.params.choice(&cassandra::TOKENS) == "random" {
        return (0..want(&nodes[index]) as u64).map(|i| xxh64(format!("{name}-{i}").as_bytes(), input.seed)).collect();
    }
    let count: f64 = nodes.iter().map(want).sum();
    let most = nodes.iter().map(want).fold(0.0, f64::max);
    let (mut dealt, mut found, mut had) = (0_u128, Vec::new(), vec![0.0; nodes.len()]);
    for turn in 1..=most as u32 {
        for (i, node) in nodes.iter().enumerate() {
            if f64::from(turn) * want(node) >= (had[i] + 1.0) * most {
                had[i] += 1.0;
                if i == index {
                    found.push((dealt * ((1 << 64) / count as u128)) as u64);
                }
                dealt += 1;
            }
        }
    }
    found
}

/// How far a key goes to a point: whether round the end, then the distance; a tie is the earlier node's.
fn distance(input: &Input<'_>, key: &HashedKey<'_>, point: HashValue) -> (bool, HashValue, u8) {
    let (at, from) = (point.first_u64(), key.hash.first_u64());
    match input.dialect.id {
        "workshop" => (point <= key.hash, point, 0),
        HAPROXY if from.wrapping_sub(at) <= at.wrapping_sub(from) => (false, HashValue::from_u64(from.wrapping_sub(at)), 0),
        HAPROXY => (false, HashValue::from_u64(at.wrapping_sub(from)), 1),
        _ => (point < key.hash, point, 0),
    }
}

fn oracle(input: &Input<'_>, key: &HashedKey<'_>, want: usize) -> Vec<NodeId> {
    let nodes = input.cluster.nodes();
    let mut found: Vec<((bool, HashValue, u8), NodeId)> = Vec::new();
    for (i, node) in nodes.iter().enumerate().filter(|(_, node)| node.live) {
        found.extend(places(input, i).into_iter().map(|point| distance(input, key, point)).min().map(|nearest| (nearest, node.id)));
    }
    let name = |id: NodeId| &input.cluster.get(id).unwrap().name;
    found.sort_by(|a, b| (a.0, name(a.1)).cmp(&(b.0, name(b.1))));
    let mut pointless: Vec<NodeId> = input.cluster.live().map(|node| node.id).filter(|id| found.iter().all(|met| met.1 != *id)).collect();
    pointless.sort_by_key(|id| name(*id));
    found.into_iter().map(|(_, id)| id).chain(pointless).take(want).collect()
}

#[test]
fn keeps_every_property_of_the_suite() {
    suite::judge(&KIND, oracle);
}

/// One point among thousands, and thousands of points of a node that has failed: the walk ends before it has met all.
#[test]
fn nodes_with_far_points_come_where_the_definition_says() {
    let weights = [("a", 0.01), ("b", 20.0), ("c", 25.0), ("d", 0.01), ("e", 0.01)];
    let nodes = cluster(&weights.map(|(name, weight)| (name.to_owned(), weight))).nodes().to_vec();
    for failed in ["", "b"] {
        let nodes = nodes.iter().map(|node| Node { live: node.name != failed, ..node.clone() }).collect();
        let (cluster, params) = (Cluster::new(nodes), Params::default());
        let (label, keys) = (LabelTemplate::parse("{node}-{i}").unwrap(), KeySet::Ids { from: 0, count: 1 });
        let (hash, dialect) = (HashKind::Xxh64, &KIND.dialects[0]);
        let input = Input { cluster: &cluster, hash, dialect, label: &label, params: &params, keys: &keys, seed: 1, before: None };
        let ring = build(&input).ok().unwrap();
        let mut found = Vec::new();
        for text in (0..40).map(|i| format!("key_{i}")) {
            let key = HashedKey::new(hash, crate::keys::Key::text(&text));
            ring.place(&key, 5, &mut found);
            assert_eq!(found, oracle(&input, &key, 5), "{text} without {failed:?}");
            assert_eq!(ring.owner(&key), found[0]);
        }
    }
}

/// Nodes of these names and weights.
fn cluster(nodes: &[(String, f64)]) -> Cluster {
    let node = |(i, (name, weight)): (usize, &(String, f64))| Node {
        id: NodeId(i as u32),
        name: name.clone(),
        weight: *weight,
        zone: None,
        capacity: None,
        live: true,
    };
    Cluster::new(nodes.iter().enumerate().map(node).collect())
}

fn ring(
    dialect: &str,
    cluster: &Cluster,
    params: &Params,
    before: Option<super::super::Before<'_>>,
) -> Result<Box<dyn Placement>, Refusal> {
    let dialect = KIND.dialects.iter().find(|known| known.id == dialect).unwrap();
    let label = LabelTemplate::parse(dialect.label.unwrap_or("{node}-{i}")).unwrap();
    let keys = KeySet::Ids { from: 0, count: 1 };
    let hash = dialect.hash.unwrap_or(HashKind::Sha256);
    build(&Input { cluster, hash, dialect, label: &label, params, keys: &keys, seed: 1, before })
}

/// The points of each node.
fn counts(dialect: &str, cluster: &Cluster) -> Vec<usize> {
    let ring = ring(dialect, cluster, &Params::default(), None).ok().unwrap();
    cluster.nodes().iter().map(|node| ring.points().iter().filter(|point| point.node == node.id).count()).collect()
}

/// libketama's README example of weights, and what single precision leaves of 160 points at 61 servers.
#[test]
fn ketama_gives_the_published_numbers_of_points() {
    let weights = [600.0, 300.0, 200.0, 350.0, 1000.0, 800.0, 950.0, 100.0];
    let eight: Vec<(String, f64)> = (1..).zip(weights).map(|(i, weight)| (format!("10.0.1.{i}:11211"), weight)).collect();
    assert_eq!(counts(KETAMA, &cluster(&eight)), [176, 88, 56, 104, 296, 236, 280, 28]);
    let equal: Vec<(String, f64)> = (0..61).map(|i| (format!("10.0.1.{i}:11211"), 1.0)).collect();
    assert_eq!(counts(KETAMA, &cluster(&equal)), [156; 61]);
}

#[test]
fn ketama_stands_where_libketama_and_memcached_clients_look() {
    let two = cluster(&[("127.0.0.1:11211".to_owned(), 600.0), ("127.0.0.1:11212".to_owned(), 400.0)]);
    let ring = ring(KETAMA, &two, &Params::default(), None).ok().unwrap();
    assert_eq!(ring.points().len(), 320);
    let mut met = ring.points().iter().filter(|point| point.hash >= SystemHash::Ketama.bytes(b"test"));
    assert_eq!(met.next().map(|point| (point.hash.integer_u64(), point.node)), Some((3_454_255_383, NodeId(0))));
}

#[test]
fn envoy_stands_where_its_test_says() {
    let hosts: Vec<(String, f64)> = (90..96).map(|port| (format!("127.0.0.1:{port}"), 1.0)).collect();
    let mut params = Params::default();
    params.set(&systems::MINIMUM_RING_SIZE, 12.0);
    let ring = ring(ENVOY, &cluster(&hosts), &params, None).ok().unwrap();
    let found: Vec<(u32, u64)> = ring.points().iter().map(|point| (90 + point.node.0, point.hash.first_u64())).collect();
    let published = [
        (94, 833_437_586_790_550_860),
        (92, 928_266_305_478_181_108),
        (90, 1_033_482_794_131_418_490),
        (95, 3_551_244_743_356_806_947),
        (93, 3_851_675_632_748_031_481),
        (91, 5_583_722_120_771_150_861),
        (91, 6_311_230_543_546_372_928),
        (93, 7_700_377_290_971_790_572),
        (95, 13_144_177_310_400_110_813),
        (92, 13_444_792_449_719_432_967),
        (94, 15_516_499_411_664_133_160),
        (90, 16_117_243_373_044_804_889),
    ];
    assert_eq!(found, published);
}

#[test]
fn a_part_that_rounds_to_no_point_has_no_keys_and_still_takes_copies() {
    let light = cluster(&[("a:1".to_owned(), 1000.0), ("b:1".to_owned(), 0.001)]);
    assert_eq!(counts(KETAMA, &light)[1], 0);
    let ring = ring(KETAMA, &light, &Params::default(), None).ok().unwrap();
    let mut list = Vec::new();
    let key = HashedKey::new(HashKind::System(SystemHash::Ketama), crate::keys::Key::text("x"));
    ring.place(&key, 2, &mut list);
    assert_eq!(list, [NodeId(0), NodeId(1)]);
    assert!(ring.explain(&key, 2).lines.iter().any(|line| line.text.contains("b:1 comes last")));
}

/// Even tokens of six nodes as Cassandra's documents compute them; a seventh takes its share of every other.
#[test]
fn allocated_tokens_are_even_and_a_new_node_takes_a_fair_share() {
    let names: Vec<(String, f64)> = (0..7).map(|i| (format!("n{i}"), 1.0)).collect();
    let (six, seven) = (cluster(&names[..6]), cluster(&names));
    let mut params = Params::default();
    params.set(&cassandra::NUM_TOKENS, 1.0);
    let one_each = ring(CASSANDRA, &six, &params, None).ok().unwrap();
    let tokens: Vec<String> = one_each.points().iter().map(|point| cassandra::shown(point.hash)).collect();
    let published =
        ["-9223372036854775808", "-6148914691236517206", "-3074457345618258604", "-2", "3074457345618258600", "6148914691236517202"];
    assert_eq!(tokens, published);
    let first = ring(CASSANDRA, &six, &Params::default(), None).ok().unwrap();
    let before = super::super::Before { cluster: &six, placement: first.as_ref() };
    let then = ring(CASSANDRA, &seven, &Params::default(), Some(before)).ok().unwrap();
    assert_eq!(then.points().len(), 7 * 16);
    let mut owned = [0.0; 7];
    let mut last = then.points()[then.points().len() - 1].hash.first_u64();
    for point in then.points() {
        owned[point.node.index()] += point.hash.first_u64().wrapping_sub(last) as f64 / 2_f64.powi(64);
        last = point.hash.first_u64();
    }
    assert!(owned.iter().all(|share| (share * 7.0 - 1.0).abs() < 0.05), "{owned:?}");
}

#[test]
fn a_token_that_two_nodes_have_is_refused() {
    let two = cluster(&[("a".to_owned(), 1.0), ("b".to_owned(), 1.0)]);
    let mut params = Params::default();
    let entry = |node: &str| super::super::Listed { node: node.to_owned(), value: "-5".to_owned() };
    params.set_list(&cassandra::INITIAL_TOKEN, vec![entry("a"), entry("b")]);
    let refusal = ring(CASSANDRA, &two, &params, None).err().unwrap();
    assert!(refusal.why.contains("-5") && refusal.why.contains('a') && refusal.why.contains('b'));
}

#[test]
fn the_first_point_is_found_wherever_points_crowd() {
    let crowds: [&[u64]; 6] = [
        &[],
        &[7],
        &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        &[u64::MAX - 3, u64::MAX - 2, u64::MAX - 1, u64::MAX],
        &[0, 0, 0, 1 << 63, 1 << 63, u64::MAX],
        &[5, 1 << 62, (1 << 62) + 1, (1 << 62) + 2, (1 << 62) + 3, (1 << 62) + 4, u64::MAX - 1],
    ];
    for places in crowds {
        let point = |place: &u64| RingPoint { hash: HashValue::from_u64(*place), node: NodeId(0), number: 0 };
        let points: Vec<RingPoint> = places.iter().map(point).collect();
        let near = places.iter().flat_map(|place| [place.saturating_sub(1), *place, place.saturating_add(1)]);
        for place in near.chain([0, 1 << 61, 1 << 63, u64::MAX]) {
            let found = super::first_after(&points, HashValue::from_u64(place));
            assert_eq!(found, places.iter().position(|at| *at > place).unwrap_or(0), "{place} in {places:?}");
        }
    }
}
