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
        why: "",
        strategy: None,
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
        strategy: None,
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
];

/// The preset of that name.
#[must_use]
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}
