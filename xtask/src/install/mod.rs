//! What the commands need from the machine: found where it is there, installed where that is ours to do.

pub mod bindgen;
pub mod browser;
pub mod npm;
pub mod system;
pub mod wasm_rust;
