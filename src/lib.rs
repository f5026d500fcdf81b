//! Shardlab: how data is spread over servers, and what moves when the servers change.
//!
//! Data flows one way, and the modules are laid out in that order:
//! a text becomes a [`scenario`], the [`experiment`] runs it, a [`report`] comes out, and [`draw`] shows it.
//! `ARCHITECTURE.md` has the map and the invariants.
#![cfg_attr(
    target_arch = "wasm32",
    allow(deprecated, reason = "tsify's short form leaks a handle when a value does not decode; only our own page calls")
)]
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))] // no text, link or message may stop the core
#![cfg_attr(not(feature = "full"), allow(dead_code, unused_imports, reason = "the rest of the whole core; lints judge that"))]

pub mod analysis;
#[cfg(feature = "full")]
pub mod challenge;
pub mod cluster;
mod collections;
pub mod draw;
pub mod experiment;
pub mod hash;
pub mod keys;
mod number;
#[cfg(feature = "full")]
pub mod own;
pub mod report;
pub mod scenario;
#[cfg(feature = "full")]
pub mod sim;
pub mod strategy;
#[cfg(target_arch = "wasm32")]
pub mod web;
