//! `cargo xtask lighthouse`: the built site, served packed, as Lighthouse finds it on a phone and on a desktop.

mod found;

use crate::args::Args;
use crate::bench::machine;
use crate::install::{browser, npm};
use crate::{Result, marked, places, run, serve, site};
use found::{Found, Run};
use std::path::{Path, PathBuf};

/// The last version that runs on Node 20.
const VERSION: &str = "12.8.2";
/// So many visits each; the median stands.
const RUNS: usize = 5;
const BROWSER_FLAGS: &str = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
                             --disable-component-update --disable-sync";
const DOCUMENT: &str = "docs/performance.md";

/// What is visited, as Lighthouse calls it and as people do.
const FORMS: [(&str, &str); 2] = [("mobile", "phone"), ("desktop", "desktop")];

/// `cargo xtask lighthouse [--dist-only]`; whether every score is high enough.
pub fn run(args: &Args) -> Result<bool> {
    if !args.flag("--dist-only") {
        site::build_to(&site::Wanted::usual(places::dist()))?;
    }
    let (program, chromium) = (ensure()?, browser::chromium()?);
    let port = serve::beside(&places::dist())?;
    let visit = |(form, name): (&str, &'static str)| {
        let runs = (0..RUNS).map(|_| visited(&program, &chromium, port, form)).collect::<Result<Vec<Run>>>()?;
        Ok(Found::of(name, &runs))
    };
    let all = FORMS.into_iter().map(visit).collect::<Result<Vec<Found>>>()?;
    let about = format!("Lighthouse {VERSION}, medians of {RUNS} visits, on {}, {}.", today()?, machine::processor());
    let table = found::table(&about, &all);
    println!("{table}");
    let path = places::root().join(DOCUMENT);
    run::write(&path, marked::put(&run::read_text(&path)?, "lighthouse", &table).as_bytes())?;
    all.iter().flat_map(Found::flaws).for_each(|flaw| println!("{flaw}"));
    Ok(all.iter().all(Found::is_good))
}

/// Installs Lighthouse beside the other tools that outlive a checkout; its script.
fn ensure() -> Result<PathBuf> {
    npm::ensure()?;
    let folder = places::cache().join(format!("lighthouse-{VERSION}"));
    let script = folder.join("node_modules/lighthouse/cli/index.js");
    if !script.is_file() {
        println!("Installing Lighthouse {VERSION} with npm, about a minute");
        let mut npm = run::tool("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts", "--prefix"]);
        run::show(npm.arg(&folder).arg(format!("lighthouse@{VERSION}")))?;
    }
    Ok(script)
}

/// One visit.
fn visited(program: &Path, chromium: &Path, port: u16, form: &str) -> Result<Run> {
    let report = places::stage("lighthouse.json");
    let _ = std::fs::remove_file(&report);
    std::fs::create_dir_all(places::stage("")).map_err(|error| format!("the build folder cannot be made: {error}"))?;
    let mut node = run::tool("node");
    node.arg(program).arg(format!("http://127.0.0.1:{port}/")).args(["--quiet", "--output=json"]);
    node.arg(format!("--output-path={}", report.display())).arg(format!("--chrome-flags={BROWSER_FLAGS}"));
    if form == "desktop" {
        node.arg("--preset=desktop");
    }
    run::show(node.env("CHROME_PATH", chromium))?;
    Run::read(&run::read_text(&report)?)
}

fn today() -> Result<String> {
    Ok(run::capture(run::tool("date").arg("+%Y-%m-%d"))?.trim().to_owned())
}
