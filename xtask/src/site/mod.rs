//! The static site: core, page, and the finish that joins them in `dist/`.

pub mod budget;
pub mod core;
pub mod finish;
pub mod html;
pub mod licences;
pub mod names;
pub mod optimise;
pub mod page;
pub mod policy;
pub mod trim;

use crate::args::Args;
use crate::{Result, install, places, run};
use std::path::PathBuf;

/// `cargo xtask build [--origin URL] [--out DIR]`.
pub fn build(args: &Args) -> Result<()> {
    let origin = args.value("--origin").map(policy::origin).transpose()?;
    let out = args.value("--out").map_or_else(places::dist, |out| places::root().join(out));
    build_to(out, origin)
}

/// Builds the site as a person would publish it.
pub fn build_to(out: PathBuf, origin: Option<String>) -> Result<()> {
    finish::claim(&out)?;
    install::npm::ensure()?;
    let rust = install::wasm_rust::ensure()?;
    let cores = core::build_all(rust)?;
    let pages = page::bundle(&places::stage("page"))?;
    run::remove_folder(&out)?;
    let shown = out.clone();
    finish::run(finish::Plan { cores, pages, origin, release: true, out })?;
    println!("The site is in {}", shown.display());
    Ok(())
}
