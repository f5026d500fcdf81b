//! A finished report on the page: its tables, its sentences and its pictures.

use super::shown::{FlowTable, LoadRow, LoadView, Named, RingView, SceneInfo};
use super::types::Badge;
use super::{error, painter};
use crate::analysis::words::{self, Headline};
use crate::cluster::NodeId;
use crate::draw::{self, Direction, Focus, Theme};
use crate::report::{self, CompareRow, Report};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// The report that is being looked at.
#[wasm_bindgen]
pub struct Scene(pub(super) Report);

#[wasm_bindgen]
impl Scene {
    /// Decodes what [`super::run::Runner::report`] gave.
    ///
    /// # Errors
    /// When the bytes are not such a report.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Self, JsError> {
        postcard::from_bytes(bytes).map(Self).map_err(|problem| error(&problem.to_string()))
    }

    /// The names of things.
    pub fn info(&self) -> SceneInfo {
        SceneInfo::of(&self.0)
    }

    /// The comparison at a phase.
    pub fn rows(&self, phase: usize) -> Vec<CompareRow> {
        report::compare_rows(&self.0, phase)
    }

    /// The headline of a strategy at a phase; none where it refused.
    pub fn headline(&self, strategy: usize, phase: usize) -> Option<Headline> {
        words::headline(&self.0, self.0.strategies.get(strategy)?, phase)
    }

    /// The load of every node.
    pub fn loads(&self, strategy: usize, phase: usize) -> Vec<LoadRow> {
        LoadRow::all(&self.0, strategy, phase)
    }

    /// The moves from node to node.
    pub fn flows(&self, strategy: usize, phase: usize) -> FlowTable {
        FlowTable::of(&self.0, strategy, phase)
    }

    /// Paints the ring.
    ///
    /// # Errors
    /// When the canvas gives no context.
    pub fn paint_ring(&self, canvas: &HtmlCanvasElement, view: RingView, dpr: f64) -> Result<(), JsError> {
        let view = ring_view(&view);
        painter::paint(canvas, &draw::ring(&self.0, &view), dpr)
    }

    /// Paints the small ring of the strategy switcher.
    ///
    /// # Errors
    /// When the canvas gives no context.
    pub fn paint_mini(
        &self,
        canvas: &HtmlCanvasElement,
        strategy: usize,
        phase: usize,
        size: f32,
        theme: Theme,
        dpr: f64,
    ) -> Result<(), JsError> {
        painter::paint(canvas, &draw::mini(&self.0, strategy, phase, size, theme), dpr)
    }

    /// Paints the load histogram.
    ///
    /// # Errors
    /// When the canvas gives no context.
    pub fn paint_load(&self, canvas: &HtmlCanvasElement, view: LoadView, dpr: f64) -> Result<(), JsError> {
        painter::paint(canvas, &draw::load(&self.0, &load_view(&view)), dpr)
    }

    /// What is at a place of the ring's picture.
    pub fn hit(&self, view: RingView, x: f32, y: f32) -> Option<Focus> {
        draw::hit(&self.0, &ring_view(&view), x, y)
    }

    /// The node, by its number, whose bar is at a place of the histogram of many nodes.
    pub fn hit_load(&self, view: LoadView, x: f32, y: f32) -> Option<u32> {
        draw::hit_load(&self.0, &load_view(&view), x, y).map(|node| node.0)
    }

    /// What an arrow key leads to.
    pub fn neighbour(&self, view: RingView, direction: Direction) -> Option<Focus> {
        let view = ring_view(&view);
        draw::neighbour(&self.0, &view, view.focus, direction)
    }

    /// One line that names a thing.
    pub fn name(&self, view: RingView, focus: Focus) -> Named {
        let named = draw::name(&self.0, &ring_view(&view), focus);
        Named { text: named.text, node: named.node.map(|id| Badge::of(&self.0.roster, id)), code: named.code }
    }

    /// The ring's finding in words.
    pub fn describe_ring(&self, view: RingView) -> String {
        draw::describe_ring(&self.0, &ring_view(&view))
    }

    /// The histogram's finding in words.
    pub fn describe_load(&self, strategy: usize, phase: usize) -> String {
        draw::describe_load(&self.0, strategy, phase)
    }
}

pub(super) fn ring_view(view: &RingView) -> draw::RingView {
    let RingView { strategy, phase, progress, focus, width, height, theme, scale, headline } = *view;
    draw::RingView { strategy, phase, progress, focus, width, height, theme, scale, headline }
}

fn load_view(view: &LoadView) -> draw::LoadView {
    let LoadView { strategy, phase, width, height, theme, scale, focus } = *view;
    draw::LoadView { strategy, phase, width, height, theme, scale, focus: focus.map(NodeId) }
}
