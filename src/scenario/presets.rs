//! The scenarios that come with the page. Their texts and numbers are frozen: links are differences to them.

/// A scenario that comes with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its number in links, from 1; never given to another text.
    pub id: u8,
    /// Its name in links and files.
    pub name: &'static str,
    /// Its title for menus.
    pub title: &'static str,
    /// What it shows, in one sentence.
    pub line: &'static str,
    /// Of a production surprise: why it is so, in two sentences. Empty where the scenario speaks for itself.
    pub why: &'static str,
    /// The strategy to look at first, where it is not the ring.
    pub strategy: Option<u32>,
    /// The text.
    pub text: &'static str,
}

/// All presets in the order of the menu; the first is the page's first view. The core of the first view has the first six.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: 1,
        name: "add-a-node",
        title: "Add a fourth server",
        line: "A fourth server joins: modulo moves three keys in four, a ring and rendezvous only one.",
        why: "",
        strategy: None,
        text: include_str!("../../presets/add-a-node.toml"),
    },
    Preset {
        id: 2,
        name: "remove-a-node",
        title: "Lose a server, then bring it back",
        line: "A server fails, recovers and at last leaves for good: whose keys move, and where to?",
        why: "",
        strategy: None,
        text: include_str!("../../presets/remove-a-node.toml"),
    },
    Preset {
        id: 3,
        name: "one-point-ring",
        title: "One point a server",
        line: "With one point a server the ring's arcs are as uneven as chance makes them; more points even them out.",
        why: "With one point a peer every arc is as long as chance makes it: of n peers the fullest has about ln n times its fair share. When a peer leaves, all of its keys fall to one neighbour.",
        strategy: Some(0),
        text: include_str!("../../presets/one-point-ring.toml"),
    },
    Preset {
        id: 4,
        name: "weights",
        title: "A bigger server",
        line: "A server of weight 2 takes twice the keys, and a new weight moves only the difference.",
        why: "",
        strategy: None,
        text: include_str!("../../presets/weights.toml"),
    },
    Preset {
        id: 5,
        name: "bad-hash",
        title: "A bad hash",
        line: "FNV-1a barely mixes the end of a text: the same strategies turn lopsided.",
        why: "",
        strategy: Some(1),
        text: include_str!("../../presets/bad-hash.toml"),
    },
    Preset {
        id: 6,
        name: "modulo-to-ring",
        title: "From modulo to a ring",
        line: "Changing the strategy moves most keys once, so that later changes move few.",
        why: "",
        strategy: None,
        text: include_str!("../../presets/modulo-to-ring.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 7,
        name: "rendezvous-or-ring",
        title: "Rendezvous or ring?",
        line: "From two nodes to five hundred: how even each one is, how many points that takes, and what a look-up costs.",
        why: "",
        strategy: None,
        text: include_str!("../../presets/rendezvous-or-ring.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 10,
        name: "every-strategy",
        title: "Every strategy on the same keys",
        line: "Eighteen ways to place a thousand keys on five nodes, and what each moves for a sixth.",
        why: "",
        strategy: None,
        text: include_str!("../../presets/every-strategy.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 11,
        name: "lose-a-zone",
        title: "Lose a zone",
        line: "Two copies of each key, spread over three zones: one zone fails, and every key still has a copy.",
        why: "",
        strategy: None,
        text: include_str!("../../presets/lose-a-zone.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 12,
        name: "hot-key",
        title: "One hot key",
        line: "Half of all requests are for one key: whichever node has it is overloaded, however even the keys are.",
        why: "Strategies share out keys, and a key is not divided: its node answers all of its requests. More nodes or more points do not help; copies that answer, or pieces of the key, do.",
        strategy: None,
        text: include_str!("../../presets/hot-key.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 13,
        name: "every-copy-answers",
        title: "Every copy of a hot key answers",
        line: "Three copies answer the requests for each key alike: the hot one's load is shared by three nodes.",
        why: "A read can be answered by any copy, so three copies divide the requests for a hot key by three. Writes still go to all of them, and a copy may answer with what it has not yet heard of.",
        strategy: None,
        text: include_str!("../../presets/every-copy-answers.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 14,
        name: "key-in-pieces",
        title: "A hot key in pieces",
        line: "The hot key is split in sixteen pieces that are placed like keys of their own.",
        why: "Sixteen pieces land on nodes as sixteen keys would, so that their requests spread. Whoever reads must know that the key is split, and ask for all pieces to see the whole.",
        strategy: None,
        text: include_str!("../../presets/key-in-pieces.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 15,
        name: "envoy-ring",
        title: "Envoy's ring at its default size",
        line: "A third host joins two: keys also move between the two that were there.",
        why: "Envoy gives the whole ring a size, at least 1,024 points, and divides it among its hosts, so a new host takes points away from the others. A key whose point is gone moves on, perhaps to another old host.",
        strategy: Some(0),
        text: include_str!("../../presets/envoy-ring.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 16,
        name: "sixty-first-server",
        title: "libketama and the 61st server",
        line: "Sixty servers have 160 points each; with the 61st every server has 156.",
        why: "libketama computes a server's points in single precision and rounds down: at 61 equal servers 40 digests become 39. All sixty old servers lose four points at once, and keys move between them.",
        strategy: Some(0),
        text: include_str!("../../presets/sixty-first-server.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 17,
        name: "fnv-labels",
        title: "FNV-1a labels on a ring",
        line: "With labels like server-1#0 an FNV-1a ring has its points in clumps, and the loads are far apart.",
        why: "FNV-1a ends by multiplying once after the last character, so labels that differ in their last digits get hashes that stand close together. The points of a server come in clumps, and many points are worth no more than a few.",
        strategy: Some(0),
        text: include_str!("../../presets/fnv-labels.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 18,
        name: "label-collision",
        title: "Two nodes, one label",
        line: "The label of member's point 10 is that of member1's point 0: ten points stand on one another.",
        why: "Without a sign between name and number, member + 10 and member1 + 0 are the same text, and so the same place on the ring. Only one node can own a place: the other has ten points fewer than it should.",
        strategy: Some(0),
        text: include_str!("../../presets/label-collision.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 19,
        name: "weight-without-a-point",
        title: "A weight that rounds to no point",
        line: "A small server is a member of the ring, and gets no key at all.",
        why: "libketama rounds a server's part of the points down, and 5 of 2,005 is less than one. The server is configured, healthy and idle, and nothing says so.",
        strategy: Some(0),
        text: include_str!("../../presets/weight-without-a-point.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 20,
        name: "another-order",
        title: "The same servers in another order",
        line: "Two clients know the same four servers in another order: under modulo they look in other places.",
        why: "Modulo gives an index into a list, so the order of the list is part of the answer. A ring and rendezvous hash the names themselves, and the order does not matter.",
        strategy: Some(1),
        text: include_str!("../../presets/another-order.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 21,
        name: "jump-middle",
        title: "Jump hash loses a server in the middle",
        line: "Jump hash knows servers by number alone: the last one may leave, one in the middle may not.",
        why: "Removing number 1 would make number 2 the new number 1, and the keys of every server behind it would move. People keep a table from numbers to servers, or take a kin that remembers the gap, such as AnchorHash.",
        strategy: Some(0),
        text: include_str!("../../presets/jump-middle.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 22,
        name: "two-ketamas",
        title: "Two libraries, one name: ketama",
        line: "libketama and libmemcached both do ketama, and disagree on where most keys are.",
        why: "Both hash a label of server and number with MD5, but libmemcached leaves the usual port 11211 out of the label. Other labels are other points: a cache filled by one is empty for the other.",
        strategy: Some(1),
        text: include_str!("../../presets/two-ketamas.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 23,
        name: "kafka-partitions",
        title: "A Kafka topic gets a partition more",
        line: "Twelve partitions become thirteen, and nearly every key has another partition from now on.",
        why: "The producer takes the hash modulo the number of partitions, and nothing is moved: old records stay where they were. The order of a key's records, which a partition keeps, is lost at the change.",
        strategy: Some(0),
        text: include_str!("../../presets/kafka-partitions.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 24,
        name: "two-member-lists",
        title: "Two clients with different member lists",
        line: "One client knows of Node D and the other does not yet: for which keys do they disagree?",
        why: "While a change spreads, clients with the old list and the new one write and read side by side. They disagree on just the keys that the change moves: a quarter on a ring, three quarters under modulo.",
        strategy: Some(3),
        text: include_str!("../../presets/two-member-lists.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 25,
        name: "ids-in-a-corner",
        title: "Unhashed ids in one corner of the ring",
        line: "Ids that are not hashed stand next to each other, and one node has them all.",
        why: "A ring of 64 bits has room for 18 quintillion places, and ids up to 100,000 fill a sliver at its top. All of them go to the first point behind it; a mixer such as SplitMix64 spreads them over the ring.",
        strategy: Some(0),
        text: include_str!("../../presets/ids-in-a-corner.toml"),
    },
    #[cfg(feature = "full")]
    Preset {
        id: 26,
        name: "a-billion-records",
        title: "A billion records",
        line: "A billion records on three servers, and a fourth: Scale places every one of them here, in seconds.",
        why: "",
        strategy: None,
        text: include_str!("../../presets/a-billion-records.toml"),
    },
];

/// The preset of that name.
#[must_use]
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}
