//! Presets: the scenarios that the page offers, and the dictionaries that make links short.
//!
//! A preset's text and number are frozen once released: a link names the number, and its payload is the difference to
//! that text. A preset that is to change gets a new name and a new number; the old one stays here.

/// A scenario that the page offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its number in a link's payload, from 1; never given twice.
    pub id: u8,
    /// Its name in an address: lower-case words joined by hyphens.
    pub name: &'static str,
    /// Its title, the same as in its text.
    pub title: &'static str,
    /// One sentence: what there is to see.
    pub line: &'static str,
    /// The scenario.
    pub text: &'static str,
}

/// Every preset, in the order in which a menu shows them.
pub static PRESETS: [Preset; 6] = [
    Preset {
        id: 1,
        name: "add-a-node",
        title: "Add a fourth server",
        line: "Three servers become four: modulo moves three keys out of four, the others move one.",
        text: include_str!("../../presets/add-a-node.toml"),
    },
    Preset {
        id: 2,
        name: "remove-a-node",
        title: "Take a server away",
        line: "A server's keys must go somewhere: see whose keys move, and how many servers share them.",
        text: include_str!("../../presets/remove-a-node.toml"),
    },
    Preset {
        id: 3,
        name: "one-point-ring",
        title: "A ring with one point a server",
        line: "With one point a server chance alone shares out the keys; a hundred points even it out.",
        text: include_str!("../../presets/one-point-ring.toml"),
    },
    Preset {
        id: 4,
        name: "weights",
        title: "Servers of different size",
        line: "A server of weight 2 gets twice the keys, and a new weight moves only what it must.",
        text: include_str!("../../presets/weights.toml"),
    },
    Preset {
        id: 5,
        name: "bad-hash",
        title: "A hash that is not good enough",
        line: "The same algorithms with a hash that keeps like texts close: one server gets far more than its share.",
        text: include_str!("../../presets/bad-hash.toml"),
    },
    Preset {
        id: 6,
        name: "modulo-to-ring",
        title: "From modulo to a ring",
        line: "Changing from modulo to a ring moves most keys once, so that later servers move few.",
        text: include_str!("../../presets/modulo-to-ring.toml"),
    },
];

/// The preset of that name.
#[must_use]
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// The preset of that number.
pub(super) fn numbered(id: u8) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}
