//! The static site: core, page, and the finish that joins them in `dist/`.

pub mod budget;
pub mod core;
pub mod finish;
pub mod html;
pub mod licences;
pub mod names;
pub mod offline;
pub mod optimise;
pub mod pack;
pub mod page;
pub mod policy;
pub mod single;
pub mod trim;

use crate::args::Args;
use crate::{Result, install, places, run};
use std::path::PathBuf;

/// `cargo xtask build [--origin URL] [--out DIR] [--before DIR] [--without-offline]`.
pub fn build(args: &Args) -> Result<()> {
    let origin = args.value("--origin").map(policy::origin).transpose()?;
    let root = places::root();
    let out = args.value("--out").map_or_else(places::dist, |out| root.join(out));
    let before = args.value("--before").map(|before| root.join(before));
    build_to(&Wanted { out, origin, before, offline: !args.flag("--without-offline") })
}

/// What is to be built.
#[derive(Debug)]
pub struct Wanted {
    pub out: PathBuf,
    /// The origin that the site will be published under, where it is known.
    pub origin: Option<String>,
    /// The folder of the release before, whose files stay one release longer.
    pub before: Option<PathBuf>,
    /// Whether browsers keep the site for use without a network.
    pub offline: bool,
}

impl Wanted {
    /// The site as most have it, in `out`.
    pub fn usual(out: PathBuf) -> Self {
        Self { out, origin: None, before: None, offline: true }
    }
}

/// Builds the site as a person would publish it, and beside it what is handed on as one file.
pub fn build_to(wanted: &Wanted) -> Result<()> {
    let Wanted { out, origin, before, offline } = wanted;
    finish::claim(out)?;
    if let Some(before) = before.as_ref().filter(|before| *before == out || !before.join("index.html").is_file()) {
        return Err(format!("--before is {}, must be the built folder of the release before, beside --out", before.display()));
    }
    install::npm::ensure()?;
    let rust = install::wasm_rust::ensure()?;
    let cores = core::build_all(rust)?;
    let pages = page::bundle(&places::stage("page"))?;
    run::remove_folder(out)?;
    let boot = pages.get("single.js")?;
    finish::run(finish::Plan { cores, pages, origin: origin.clone(), release: true, offline: *offline, out: out.clone() })?;
    single::write(out, &boot)?;
    pack::write(out)?;
    if let Some(before) = before {
        println!("Kept {} files of the release before", offline::keep_before(before, out)?);
    }
    println!("The site is in {}", out.display());
    Ok(())
}
