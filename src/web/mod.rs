//! WebAssembly exports: decode, one core call, encode. The page and its workers use the same module.

#[cfg(feature = "full")]
pub mod again;
#[cfg(feature = "full")]
pub mod challenge;
#[cfg(feature = "full")]
pub mod compare;
#[cfg(feature = "full")]
pub mod edit;
#[cfg(feature = "full")]
pub mod expect;
#[cfg(feature = "full")]
pub mod files;
pub mod form;
#[cfg(feature = "full")]
pub mod help;
#[cfg(feature = "full")]
pub mod incident;
#[cfg(feature = "full")]
pub mod migration;
#[cfg(feature = "full")]
pub mod own;
mod painter;
pub mod run;
#[cfg(feature = "full")]
pub mod scale;
pub mod scene;
#[cfg(feature = "full")]
pub mod script;
pub mod shown;
#[cfg(feature = "full")]
pub mod sweep;
pub mod text;
pub mod types;

use wasm_bindgen::prelude::*;

/// Writes a panic to the console, with its place in the source; the trap that follows ends the instance.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
}

/// Reads a text, with the keys that are at hand in this instance.
fn reading(text: &str) -> crate::scenario::Reading {
    #[cfg(feature = "full")]
    return own::reading(text);
    #[cfg(not(feature = "full"))]
    crate::scenario::read(text)
}

/// An error as JavaScript sees it.
fn error(message: &str) -> JsError {
    JsError::new(message)
}
