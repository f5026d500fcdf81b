//! What a scenario that comes with the page has beside its text.

use serde::Serialize;

/// What a preset asks of whoever opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing: what the page is about.
    Start,
    /// The words of the first ones: what people decide when they run servers.
    Practice,
    /// Patience: one system's conventions, or figures near a limit.
    Depth,
}

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
    /// Whom it is for.
    pub level: Level,
    /// Of a production surprise: why it is so, in two sentences. Empty where the scenario speaks for itself.
    pub why: &'static str,
    /// The strategy to look at first, where it is not the ring.
    pub strategy: Option<u32>,
    /// The panel that it is about, where it is not the comparison; else empty.
    pub tab: &'static str,
    /// The text.
    pub text: &'static str,
}
