//! The hooks for people who build with Trunk: it builds the Rust half, these do the rest.

use crate::install::wasm_rust;
use crate::site::core::{self, Core, Cores, Part};
use crate::site::{finish, page};
use crate::{Result, install, places, run};
use std::path::PathBuf;

/// `pre_build`: bundles the page.
pub fn page() -> Result<()> {
    install::npm::ensure()?;
    page::bundle(&places::stage("trunk-page")).map(drop)
}

/// `post_build`: replaces what Trunk staged by the finished site.
pub fn finish() -> Result<()> {
    let variable = "TRUNK_STAGING_DIR";
    let staging = std::env::var_os(variable).map(PathBuf::from);
    let staging = staging.ok_or(format!("{variable} is not set: this command is for Trunk's post_build hook"))?;
    let rust = wasm_rust::ensure()?;
    let built = |part| core::build(rust, part);
    let whole = staged_core(&staging)?;
    let cores = Cores { whole, simd: built(Part::Simd)?, script: built(Part::Script)?, first: built(Part::First)? };
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let pages = page::bundled(&places::stage("trunk-page"));
    let plan = finish::Plan { cores, pages, origin: None, release, offline: true, out: staging };
    finish::run(plan)
}

/// Moves the glue and the wasm out of Trunk's staging folder and empties it.
fn staged_core(staging: &std::path::Path) -> Result<Core> {
    let names = run::files(staging);
    let named = |end: &str| {
        let found = names.iter().find(|name| name.starts_with("shardlab") && name.ends_with(end));
        found.ok_or(format!("Trunk left no shardlab…{end} in {}", staging.display()))
    };
    let core = core::read(&staging.join(named(".js")?), &staging.join(named("_bg.wasm")?))?;
    for name in &names {
        let path = staging.join(name);
        std::fs::remove_file(&path).map_err(|error| format!("cannot remove {}: {error}", path.display()))?;
    }
    Ok(core)
}
