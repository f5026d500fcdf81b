//! The table of colours: every colour of the page and of its pictures is a role here. `www/styles/theme.css` is made from it.

use super::list::Rgba;
use crate::cluster::NodeId;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A set of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(from_wasm_abi))]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// The colours of a theme by role.
#[derive(Clone, Copy, Debug)]
pub struct Roles {
    /// The page behind everything.
    pub sheet: Rgba,
    /// Panels and pictures.
    pub surface: Rgba,
    /// A quiet area on a panel.
    pub well: Rgba,
    /// Text.
    pub ink: Rgba,
    /// Secondary text.
    pub ink_soft: Rgba,
    /// Hairlines.
    pub line: Rgba,
    /// The edge of a control.
    pub edge: Rgba,
    /// What can be pressed.
    pub accent: Rgba,
    /// Text on the accent.
    pub on_accent: Rgba,
    /// The accent as a quiet background.
    pub accent_soft: Rgba,
    /// A good verdict.
    pub good: Rgba,
    /// A bad verdict.
    pub bad: Rgba,
    /// Eight nodes.
    pub nodes: [Rgba; 8],
    /// Every node from the ninth on.
    pub more_nodes: Rgba,
    /// Text on a node's colour.
    pub on_node: Rgba,
}

/// Told apart with normal vision and the three common colour-vision deficiencies; the first four differ most.
const NODES_LIGHT: [Rgba; 8] = [
    Rgba::hex(0x2458c5),
    Rgba::hex(0xb06000),
    Rgba::hex(0x018653),
    Rgba::hex(0x9b2c7d),
    Rgba::hex(0x75264a),
    Rgba::hex(0x230000),
    Rgba::hex(0x9410ff),
    Rgba::hex(0x464516),
];
const NODES_DARK: [Rgba; 8] = [
    Rgba::hex(0x558cf7),
    Rgba::hex(0xfc841a),
    Rgba::hex(0x0fec8d),
    Rgba::hex(0xffacee),
    Rgba::hex(0xf22b41),
    Rgba::hex(0xe5ff05),
    Rgba::hex(0xa868af),
    Rgba::hex(0x949f95),
];

const LIGHT: Roles = Roles {
    sheet: Rgba::hex(0xf6_f6f4),
    surface: Rgba::hex(0xff_ffff),
    well: Rgba::hex(0xf0_f0ed),
    ink: Rgba::hex(0x1b_1b1f),
    ink_soft: Rgba::hex(0x5a_5b62),
    line: Rgba::hex(0xdf_dfda),
    edge: Rgba::hex(0x8b_8c93),
    accent: Rgba::hex(0x33_4fc4),
    on_accent: Rgba::hex(0xff_ffff),
    accent_soft: Rgba::hex(0xea_edfa),
    good: Rgba::hex(0x1a_7a43),
    bad: Rgba::hex(0xb4_2318),
    nodes: NODES_LIGHT,
    more_nodes: Rgba::hex(0x6b_6c74),
    on_node: Rgba::hex(0xff_ffff),
};

const DARK: Roles = Roles {
    sheet: Rgba::hex(0x12_1417),
    surface: Rgba::hex(0x1b_1e23),
    well: Rgba::hex(0x25_292f),
    ink: Rgba::hex(0xf0_f1f3),
    ink_soft: Rgba::hex(0xa9_adb6),
    line: Rgba::hex(0x33_3840),
    edge: Rgba::hex(0x7d_828c),
    accent: Rgba::hex(0x98_a9ff),
    on_accent: Rgba::hex(0x10_1432),
    accent_soft: Rgba::hex(0x27_2c4a),
    good: Rgba::hex(0x5c_cf88),
    bad: Rgba::hex(0xff_8a7d),
    nodes: NODES_DARK,
    more_nodes: Rgba::hex(0x93_98a3),
    on_node: Rgba::hex(0x10_1214),
};

impl Theme {
    /// Both themes.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// The colours.
    #[must_use]
    pub const fn roles(self) -> &'static Roles {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }

    /// A node's colour.
    #[must_use]
    pub fn node(self, id: NodeId) -> Rgba {
        self.roles().nodes.get(id.index()).copied().unwrap_or(self.roles().more_nodes)
    }
}

/// The number of a node's colour, 1 to 8; 0 from the ninth node on, where colour is no identity any more.
#[must_use]
pub const fn colour(id: NodeId) -> u32 {
    if id.0 < 8 { id.0 + 1 } else { 0 }
}

impl Roles {
    fn named(&self) -> Vec<(String, Rgba)> {
        let named = [
            ("sheet", self.sheet),
            ("surface", self.surface),
            ("well", self.well),
            ("ink", self.ink),
            ("ink-soft", self.ink_soft),
            ("line", self.line),
            ("edge", self.edge),
            ("accent", self.accent),
            ("on-accent", self.on_accent),
            ("accent-soft", self.accent_soft),
            ("good", self.good),
            ("bad", self.bad),
            ("node-0", self.more_nodes),
            ("on-node", self.on_node),
        ];
        let nodes = self.nodes.iter().enumerate().map(|(i, colour)| (format!("node-{}", i + 1), *colour));
        named.into_iter().map(|(name, colour)| (name.to_owned(), colour)).chain(nodes).collect()
    }

    fn properties(&self, indent: &str) -> String {
        let mut text = String::new();
        for (name, colour) in self.named() {
            let _ = writeln!(text, "{indent}--{name}: {};", colour.css());
        }
        text
    }
}

/// The themes as CSS custom properties.
#[must_use]
pub fn css() -> String {
    let (light, dark) = (LIGHT.properties("  "), DARK.properties("  "));
    let system = DARK.properties("    ");
    format!(
        "/* The colours by role; made from src/draw/theme.rs, see its test. */\n\
         :root {{\n  color-scheme: light;\n{light}}}\n\
         @media (prefers-color-scheme: dark) {{\n  :root:not([data-theme=\"light\"]) {{\n    color-scheme: dark;\n{system}  }}\n}}\n\
         :root[data-theme=\"dark\"] {{\n  color-scheme: dark;\n{dark}}}\n"
    )
}
