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
    Rgba::hex(0x1f_50bc),
    Rgba::hex(0xb9_510c),
    Rgba::hex(0x28_8151),
    Rgba::hex(0x8e_2983),
    Rgba::hex(0x6a_1cda),
    Rgba::hex(0x5d_3e0c),
    Rgba::hex(0x7e_093a),
    Rgba::hex(0x50_5d63),
];
const NODES_DARK: [Rgba; 8] = [
    Rgba::hex(0x54_96ff),
    Rgba::hex(0xfc_a13a),
    Rgba::hex(0x29_d098),
    Rgba::hex(0xd8_8ad4),
    Rgba::hex(0xb2_f2f0),
    Rgba::hex(0xa4_9f5a),
    Rgba::hex(0xff_d37d),
    Rgba::hex(0xa4_b7bd),
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

    /// The colour of one of so many nodes.
    #[must_use]
    pub fn node(self, nodes: usize, id: NodeId) -> Rgba {
        let own = if nodes > COLOURED { None } else { self.roles().nodes.get(id.index()) };
        own.copied().unwrap_or(self.roles().more_nodes)
    }

    /// The colour of what a step gave to one of so many nodes: where colour is nobody's own, it says that something moved.
    #[must_use]
    pub fn taken(self, nodes: usize, id: NodeId) -> Rgba {
        if nodes > COLOURED { self.roles().accent } else { self.node(nodes, id) }
    }
}

/// With more nodes than this none has a colour of its own: eight specks among a thousand would say nothing.
pub const COLOURED: usize = 16;

/// The number of the colour of one of so many nodes, 1 to 8; 0 from the ninth node on, and where there are very many.
#[must_use]
pub const fn colour(nodes: usize, id: NodeId) -> u32 {
    if id.0 < 8 && nodes <= COLOURED { id.0 + 1 } else { 0 }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Linear light of a colour, 0 to 1.
    fn linear(colour: Rgba) -> [f64; 3] {
        [colour.r, colour.g, colour.b].map(|channel| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
        })
    }

    /// The contrast of two colours as WCAG 2.2 defines it.
    fn contrast(a: Rgba, b: Rgba) -> f64 {
        let light = |colour| {
            let [r, g, b] = linear(colour);
            0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
        };
        let (a, b): (f64, f64) = (light(a), light(b));
        a.max(b) / a.min(b)
    }

    /// Normal vision and the three deficiencies at full strength: Machado, Oliveira and Fernandes (2009), in linear light.
    const VISIONS: [(&str, [[f64; 3]; 3]); 4] = [
        ("normal", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ("protanopia", [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]]),
        ("deuteranopia", [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]]),
        ("tritanopia", [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]]),
    ];

    /// CIE L*a*b* (D65) of a colour as a vision sees it.
    fn lab(colour: Rgba, vision: &[[f64; 3]; 3]) -> [f64; 3] {
        let light = linear(colour);
        let [r, g, b] = vision.map(|row| row.iter().zip(light).map(|(a, b)| a * b).sum::<f64>().clamp(0.0, 1.0));
        let xyz = [
            (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.950_47,
            0.2126 * r + 0.7152 * g + 0.0722 * b,
            (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.088_83,
        ];
        let [x, y, z] = xyz.map(|t: f64| if t > 0.008_856 { libm::cbrt(t) } else { 7.787 * t + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    #[test]
    fn nodes_stand_out_from_what_is_behind_them_and_carry_text() {
        for theme in Theme::ALL {
            let roles = theme.roles();
            for (i, node) in roles.nodes.iter().chain([&roles.more_nodes]).enumerate() {
                for behind in [roles.surface, roles.sheet] {
                    assert!(contrast(*node, behind) >= 3.0, "{theme:?} node {} on {}", i + 1, behind.css());
                }
                assert!(contrast(*node, roles.on_node) >= 4.5, "{theme:?} text on node {}", i + 1);
            }
            // What moved stands out from what it lies on: the faded colour of many nodes.
            let faded = |over: u8, under: u8| ((f32::from(over) * 0.34) + f32::from(under) * 0.66) as u8;
            let (over, under) = (roles.more_nodes, roles.surface);
            let behind = Rgba { r: faded(over.r, under.r), g: faded(over.g, under.g), b: faded(over.b, under.b), a: 255 };
            assert!(contrast(roles.accent, behind) >= 3.0, "{theme:?} moved on {}", behind.css());
        }
    }

    #[test]
    fn nodes_are_told_apart_under_every_common_vision() {
        // 2.3 is just noticeable; 14 is apart at the size of a dot.
        for theme in Theme::ALL {
            let nodes = theme.roles().nodes;
            for (name, vision) in &VISIONS {
                for i in 0..8 {
                    for j in 0..i {
                        let (a, b) = (lab(nodes[i], vision), lab(nodes[j], vision));
                        let apart = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
                        assert!(apart >= 14.0, "{theme:?}, {name}: nodes {} and {} differ by {apart:.1}", i + 1, j + 1);
                    }
                }
            }
        }
    }

    #[test]
    fn text_can_be_read() {
        for theme in Theme::ALL {
            let roles = theme.roles();
            for behind in [roles.surface, roles.sheet, roles.well] {
                for ink in [roles.ink, roles.ink_soft, roles.accent, roles.good, roles.bad] {
                    assert!(contrast(ink, behind) >= 4.5, "{theme:?}: {} on {}", ink.css(), behind.css());
                }
            }
            assert!(contrast(roles.on_accent, roles.accent) >= 4.5);
        }
    }

    /// `UPDATE=1` writes the file anew.
    #[test]
    fn the_page_has_the_same_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/styles/theme.css");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, css()).expect("the file can be written");
        }
        assert_eq!(std::fs::read_to_string(path).expect("the file is there"), css());
    }
}
