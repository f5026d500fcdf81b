//! The scenarios that come with the page. Their texts and numbers are frozen: links are differences to them.

use super::preset::{Level, Preset};

/// What most presets leave out.
const PLAIN: Preset = Preset { id: 0, name: "", title: "", line: "", level: Level::Start, why: "", strategy: None, tab: "", text: "" };
/// Of those that are about an incident, and a migration.
#[cfg(feature = "full")]
const INCIDENT: Preset = Preset { strategy: Some(0), tab: "incident", ..PLAIN };
#[cfg(feature = "full")]
const MIGRATION: Preset = Preset { strategy: Some(0), tab: "migration", ..PLAIN };

/// All presets in the order of the menu; the first is the page's first view. The core of the first view has the first six.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: 1,
        name: "add-a-node",
        title: "Add a fourth server",
        line: "A fourth server joins: modulo moves three keys in four, a ring and rendezvous only one.",
        level: Level::Start,
        text: include_str!("../../presets/add-a-node.toml"),
        ..PLAIN
    },
    Preset {
        id: 2,
        name: "remove-a-node",
        title: "Lose a server, then bring it back",
        line: "A server fails, recovers and at last leaves for good: whose keys move, and where to?",
        level: Level::Start,
        text: include_str!("../../presets/remove-a-node.toml"),
        ..PLAIN
    },
    Preset {
        id: 3,
        name: "one-point-ring",
        title: "One point a server",
        line: "With one point a server the ring's arcs are as uneven as chance makes them; more points even them out.",
        level: Level::Start,
        why: "With one point a peer every arc is as long as chance makes it: of n peers the fullest has about ln n times its fair share. When a peer leaves, all of its keys fall to one neighbour.",
        strategy: Some(0),
        text: include_str!("../../presets/one-point-ring.toml"),
        ..PLAIN
    },
    Preset {
        id: 4,
        name: "weights",
        title: "A bigger server",
        line: "A server of weight 2 takes twice the keys, and a new weight moves only the difference.",
        level: Level::Start,
        text: include_str!("../../presets/weights.toml"),
        ..PLAIN
    },
    Preset {
        id: 5,
        name: "bad-hash",
        title: "A bad hash",
        line: "FNV-1a barely mixes the end of a text: the same strategies turn lopsided.",
        level: Level::Practice,
        strategy: Some(1),
        text: include_str!("../../presets/bad-hash.toml"),
        ..PLAIN
    },
    Preset {
        id: 6,
        name: "modulo-to-ring",
        title: "From modulo to a ring",
        line: "Changing the strategy moves most keys once, so that later changes move few.",
        level: Level::Start,
        text: include_str!("../../presets/modulo-to-ring.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 7,
        name: "rendezvous-or-ring",
        title: "Rendezvous or ring?",
        line: "From two nodes to five hundred: how even each one is, how many points that takes, and what a look-up costs.",
        level: Level::Practice,
        text: include_str!("../../presets/rendezvous-or-ring.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 10,
        name: "every-strategy",
        title: "Every strategy on the same keys",
        line: "Eighteen ways to place a thousand keys on five nodes, and what each moves for a sixth.",
        level: Level::Practice,
        text: include_str!("../../presets/every-strategy.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 11,
        name: "lose-a-zone",
        title: "Lose a zone",
        line: "Two copies of each key, spread over three zones: one zone fails, and every key still has a copy.",
        level: Level::Practice,
        text: include_str!("../../presets/lose-a-zone.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 12,
        name: "hot-key",
        title: "One hot key",
        line: "Half of all requests are for one key: whichever node has it is overloaded, however even the keys are.",
        level: Level::Start,
        why: "Strategies share out keys, and a key is not divided: its node answers all of its requests. More nodes or more points do not help; copies that answer, or pieces of the key, do.",
        text: include_str!("../../presets/hot-key.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 13,
        name: "every-copy-answers",
        title: "Every copy of a hot key answers",
        line: "Three copies answer the requests for each key alike: the hot one's load is shared by three nodes.",
        level: Level::Practice,
        why: "A read can be answered by any copy, so three copies divide the requests for a hot key by three. Writes still go to all of them, and a copy may answer with what it has not yet heard of.",
        text: include_str!("../../presets/every-copy-answers.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 14,
        name: "key-in-pieces",
        title: "A hot key in pieces",
        line: "The hot key is split in sixteen pieces that are placed like keys of their own.",
        level: Level::Practice,
        why: "Sixteen pieces land on nodes as sixteen keys would, so that their requests spread. Whoever reads must know that the key is split, and ask for all pieces to see the whole.",
        text: include_str!("../../presets/key-in-pieces.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 15,
        name: "envoy-ring",
        title: "Envoy's ring at its default size",
        line: "A third host joins two: keys also move between the two that were there.",
        level: Level::Depth,
        why: "Envoy gives the whole ring a size, at least 1,024 points, and divides it among its hosts, so a new host takes points away from the others. A key whose point is gone moves on, perhaps to another old host.",
        strategy: Some(0),
        text: include_str!("../../presets/envoy-ring.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 16,
        name: "sixty-first-server",
        title: "libketama and the 61st server",
        line: "Sixty servers have 160 points each; with the 61st every server has 156.",
        level: Level::Depth,
        why: "libketama computes a server's points in single precision and rounds down: at 61 equal servers 40 digests become 39. All sixty old servers lose four points at once, and keys move between them.",
        strategy: Some(0),
        text: include_str!("../../presets/sixty-first-server.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 17,
        name: "fnv-labels",
        title: "FNV-1a labels on a ring",
        line: "With labels like server-1#0 an FNV-1a ring has its points in clumps, and the loads are far apart.",
        level: Level::Depth,
        why: "FNV-1a ends by multiplying once after the last character, so labels that differ in their last digits get hashes that stand close together. The points of a server come in clumps, and many points are worth no more than a few.",
        strategy: Some(0),
        text: include_str!("../../presets/fnv-labels.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 18,
        name: "label-collision",
        title: "Two nodes, one label",
        line: "The label of member's point 10 is that of member1's point 0: ten points stand on one another.",
        level: Level::Depth,
        why: "Without a sign between name and number, member + 10 and member1 + 0 are the same text, and so the same place on the ring. Only one node can own a place: the other has ten points fewer than it should.",
        strategy: Some(0),
        text: include_str!("../../presets/label-collision.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 19,
        name: "weight-without-a-point",
        title: "A weight that rounds to no point",
        line: "A small server is a member of the ring, and gets no key at all.",
        level: Level::Depth,
        why: "libketama rounds a server's part of the points down, and 5 of 2,005 is less than one. The server is configured, healthy and idle, and nothing says so.",
        strategy: Some(0),
        text: include_str!("../../presets/weight-without-a-point.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 20,
        name: "another-order",
        title: "The same servers in another order",
        line: "Two clients know the same four servers in another order: under modulo they look in other places.",
        level: Level::Practice,
        why: "Modulo gives an index into a list, so the order of the list is part of the answer. A ring and rendezvous hash the names themselves, and the order does not matter.",
        strategy: Some(1),
        text: include_str!("../../presets/another-order.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 21,
        name: "jump-middle",
        title: "Jump hash loses a server in the middle",
        line: "Jump hash knows servers by number alone: the last one may leave, one in the middle may not.",
        level: Level::Practice,
        why: "Removing number 1 would make number 2 the new number 1, and the keys of every server behind it would move. People keep a table from numbers to servers, or take a kin that remembers the gap, such as AnchorHash.",
        strategy: Some(0),
        text: include_str!("../../presets/jump-middle.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 22,
        name: "two-ketamas",
        title: "Two libraries, one name: ketama",
        line: "libketama and libmemcached both do ketama, and disagree on where most keys are.",
        level: Level::Depth,
        why: "Both hash a label of server and number with MD5, but libmemcached leaves the usual port 11211 out of the label. Other labels are other points: a cache filled by one is empty for the other.",
        strategy: Some(1),
        text: include_str!("../../presets/two-ketamas.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 23,
        name: "kafka-partitions",
        title: "A Kafka topic gets a partition more",
        line: "Twelve partitions become thirteen, and nearly every key has another partition from now on.",
        level: Level::Practice,
        why: "The producer takes the hash modulo the number of partitions, and nothing is moved: old records stay where they were. The order of a key's records, which a partition keeps, is lost at the change.",
        strategy: Some(0),
        text: include_str!("../../presets/kafka-partitions.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 24,
        name: "two-member-lists",
        title: "Two clients with different member lists",
        line: "One client knows of Node D and the other does not yet: for which keys do they disagree?",
        level: Level::Practice,
        why: "While a change spreads, clients with the old list and the new one write and read side by side. They disagree on just the keys that the change moves: a quarter on a ring, three quarters under modulo.",
        strategy: Some(3),
        text: include_str!("../../presets/two-member-lists.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 25,
        name: "ids-in-a-corner",
        title: "Unhashed ids in one corner of the ring",
        line: "Ids that are not hashed stand next to each other, and one node has them all.",
        level: Level::Practice,
        why: "A ring of 64 bits has room for 18 quintillion places, and ids up to 100,000 fill a sliver at its top. All of them go to the first point behind it; a mixer such as SplitMix64 spreads them over the ring.",
        strategy: Some(0),
        text: include_str!("../../presets/ids-in-a-corner.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 26,
        name: "a-billion-records",
        title: "A billion records",
        line: "A billion records on three servers, and a fourth: Scale places every one of them here, in seconds.",
        level: Level::Start,
        tab: "scale",
        text: include_str!("../../presets/a-billion-records.toml"),
        ..PLAIN
    },
    #[cfg(feature = "full")]
    Preset {
        id: 27,
        name: "keys-in-transit",
        title: "Requests for keys in transit",
        line: "A fourth server joins while clients read and write: what do requests for moving keys get, policy by policy?",
        level: Level::Start,
        text: include_str!("../../presets/keys-in-transit.toml"),
        ..MIGRATION
    },
    #[cfg(feature = "full")]
    Preset {
        id: 28,
        name: "lost-writes",
        title: "Writes lost at the flip",
        line: "Copy, then switch: what was written after its key was copied is lost at the flip. Writing to both sides loses nothing.",
        level: Level::Practice,
        why: "A copy is as old as the moment when it was taken, and nobody tells the new node of later writes. At the flip the new node answers, and the newest acknowledged value of every key written since is on no side that anybody asks.",
        text: include_str!("../../presets/lost-writes.toml"),
        ..MIGRATION
    },
    #[cfg(feature = "full")]
    Preset {
        id: 29,
        name: "never-converges",
        title: "A catch-up that never ends",
        line: "Writes outrun what is applied: the keys left to apply stick far above the pause, and the migration never ends.",
        level: Level::Depth,
        why: "The keys that are written and wait to be applied stick where as many are applied as come in. Only a faster apply, fewer writes or a longer pause ends it.",
        text: include_str!("../../presets/never-converges.toml"),
        ..MIGRATION
    },
    #[cfg(feature = "full")]
    Preset {
        id: 30,
        name: "cold-cache",
        title: "A cache that starts cold",
        line: "Three quarters of the keys get a cold cache: its origin has nearly eight times the load, unless misses ask the old one.",
        level: Level::Practice,
        why: "Of ten reads a cache with a hit rate of 90 % lets one through to its origin. Where it loses a share m of its keys at once, it lets (1 − h(1 − m)) / (1 − h) times as many through.",
        text: include_str!("../../presets/cold-cache.toml"),
        ..MIGRATION
    },
    #[cfg(feature = "full")]
    Preset {
        id: 31,
        name: "incident",
        title: "Add a node to a cluster at 80 %",
        line: "Five nodes at 80 % get a sixth: the streaming takes the hottest over 100 %, it goes down, and the others follow.",
        level: Level::Start,
        why: "A sender gives up throttle / disk of its capacity: with 15 of 100 MB/s that is too much for the hottest node of this ring, which has 8 % more than its share. What is late is tried again, up to three times, and what a dead node leaves falls on the others.",
        text: include_str!("../../presets/incident.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 32,
        name: "headroom-half",
        title: "A node at 50 %",
        line: "At 50 % the same step is a quiet one: there is room for the streaming.",
        level: Level::Start,
        text: include_str!("../../presets/headroom-half.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 33,
        name: "headroom-seventy",
        title: "A node at 70 %",
        line: "At 70 % the cluster survives; the slowest requests take six times as long while it streams.",
        level: Level::Practice,
        text: include_str!("../../presets/headroom-seventy.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 34,
        name: "slow-throttle",
        title: "A throttle that is safe",
        line: "At 80 %, 10 MB/s is slow and safe: 90 % busy for a quarter of an hour.",
        level: Level::Practice,
        text: include_str!("../../presets/slow-throttle.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 35,
        name: "fast-disk",
        title: "A faster disk",
        line: "At 80 % and 25 MB/s a disk of 500 MB/s hardly notices the streaming.",
        level: Level::Practice,
        text: include_str!("../../presets/fast-disk.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 36,
        name: "low-priority",
        title: "Streaming at the lowest priority",
        line: "Streaming that takes only what requests leave cannot tip the cluster over, as in Dynamo.",
        level: Level::Practice,
        text: include_str!("../../presets/low-priority.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 37,
        name: "no-retries",
        title: "Without retries",
        line: "Clients that do not try again: the cluster is slow while it streams, and recovers.",
        level: Level::Practice,
        text: include_str!("../../presets/no-retries.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 38,
        name: "retry-budget",
        title: "A retry budget",
        line: "Retries of at most 10 % of the fresh requests: bad answers while it streams, and no collapse.",
        level: Level::Practice,
        text: include_str!("../../presets/retry-budget.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 39,
        name: "load-shedding",
        title: "Load shedding",
        line: "Nodes that turn away what they cannot serve in time answer 94 % throughout.",
        level: Level::Practice,
        text: include_str!("../../presets/load-shedding.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 40,
        name: "cancel-too-late",
        title: "Cancelled too late",
        line: "The streaming is given up after 90 s, and the cluster stays down: retries alone keep it over 100 %.",
        level: Level::Depth,
        text: include_str!("../../presets/cancel-too-late.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 41,
        name: "double-throttle",
        title: "Twice the throttle",
        line: "At 50 MB/s the first requests time out after a second and a half.",
        level: Level::Depth,
        text: include_str!("../../presets/double-throttle.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 42,
        name: "modulo-slow-throttle",
        title: "Modulo at 10 MB/s",
        line: "Under modulo every node sends and receives: 98 % busy, and it takes well over an hour.",
        level: Level::Depth,
        text: include_str!("../../presets/modulo-slow-throttle.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 43,
        name: "modulo-tips",
        title: "Modulo at 12 MB/s",
        line: "Two MB/s more, and modulo tips over; a minimal move has half as much again to spare.",
        level: Level::Depth,
        text: include_str!("../../presets/modulo-tips.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 44,
        name: "modulo-sixty",
        title: "Modulo at 60 %",
        line: "At 60 % and 25 MB/s a minimal move survives, and modulo does not.",
        level: Level::Depth,
        text: include_str!("../../presets/modulo-sixty.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 45,
        name: "metastable",
        title: "Down for ten seconds, and for ever",
        line: "A server that can do 300 requests a second gets 280; after an outage of ten seconds retries keep it at 560 for ever.",
        level: Level::Depth,
        why: "Both the fresh requests and their retries want 280 a second, 560 in all, of a server that can do 300. It answers late, so that every request is tried again: what began it is long gone, and it stays.",
        text: include_str!("../../presets/metastable.toml"),
        ..INCIDENT
    },
    #[cfg(feature = "full")]
    Preset {
        id: 46,
        name: "unheard-map",
        title: "Clients that have not heard",
        line: "Phases that do not wait until every client has heard of the new map: writes to both sides lose what they should keep.",
        level: Level::Depth,
        why: "Some clients still write to the old side alone while others read the new one. A barrier between phases costs the time until the last client has heard; without it writing to both sides is no longer safe, while a redirect still is.",
        text: include_str!("../../presets/unheard-map.toml"),
        ..MIGRATION
    },
];

/// The preset of that name.
#[must_use]
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}
