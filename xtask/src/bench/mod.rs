//! `cargo xtask bench`: builds what is compared, runs it, and writes `docs/performance.md` and its charts.

mod chart;
mod document;
mod found;
pub mod machine;

use crate::args::Args;
use crate::install::{browser, npm, wasm_rust};
use crate::{Result, marked, places, run, site};
use std::path::{Path, PathBuf};

/// `cargo xtask bench [--quick] [--dist-only] [--only PART]`: a part takes the place of the one measured before.
pub fn run(args: &Args) -> Result<()> {
    let folder = places::target().join("bench");
    let out = folder.join(if args.flag("--quick") { "quick.json" } else { "run.json" });
    if !args.flag("--tables-only") {
        prepare(&folder, args.flag("--dist-only"))?;
        measure(&folder, &out, args)?;
    }
    let found = found::Found::read(&run::read_text(&out)?)?;
    if args.flag("--quick") {
        println!("A quick run is not written to docs/: its figures are in {}", out.display());
        println!("{}", document::tables(&found));
        return Ok(());
    }
    let docs = places::root().join("docs");
    for chart in chart::all(&found) {
        run::write(&docs.join(chart.file), chart.svg.as_bytes())?;
    }
    let path = docs.join("performance.md");
    let joined = marked::put(&std::fs::read_to_string(&path).unwrap_or_default(), "bench", &document::tables(&found));
    run::write(&path, joined.as_bytes())?;
    println!("The tables are in {}", path.display());
    Ok(())
}

/// Builds the contestants: the site, the native program, the bare techniques as WebAssembly, the page, Python's packages.
fn prepare(folder: &Path, dist_only: bool) -> Result<()> {
    let benches = places::root().join("benches");
    if !dist_only {
        site::build_to(&site::Wanted::usual(places::dist()))?;
    }
    npm::ensure()?;
    println!("Building the contestants, about a minute the first time");
    let native = |command: &mut std::process::Command| run::show(command.args(["--quiet", "--release", "--locked"]));
    native(run::tool("cargo").arg("build").current_dir(benches.join("native")))?;
    // The answers first: every technique counts what its definition counts.
    native(run::tool("cargo").arg("test").current_dir(benches.join("bare")))?;
    let page = folder.join("page");
    run::remove_folder(&page)?;
    for (name, flags) in [("bare.wasm", ""), ("bare-simd.wasm", crate::site::core::SIMD)] {
        let wasm = bare(&benches.join("bare"), flags)?;
        run::write(&page.join(name), &run::read(&wasm)?)?;
    }
    run::show(run::tool("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&benches))?;
    bundle(folder, &page)?;
    copy(&places::dist(), &page.join("site"))?;
    python(folder)
}

/// The bare techniques as a module, each set of flags in a target folder of its own.
fn bare(crate_folder: &Path, flags: &str) -> Result<PathBuf> {
    let target = places::target().join("bench").join(if flags.is_empty() { "wasm" } else { "simd" });
    let mut cargo = wasm_rust::ensure()?.cargo("build");
    cargo.args(["--quiet", "--release", "--locked", "--lib"]).current_dir(crate_folder);
    run::show(cargo.env("RUSTFLAGS", flags).env("CARGO_TARGET_DIR", &target))?;
    Ok(target.join(wasm_rust::TARGET).join("release/shardlab_bare.wasm"))
}

fn bundle(folder: &Path, page: &Path) -> Result<()> {
    let esbuild = |words: &[&str]| {
        let mut command = run::tool(places::npm_bin("esbuild"));
        command.args(["--bundle", "--target=es2022", "--log-level=warning"]).args(words);
        command
    };
    let into = |folder: &Path| format!("--outdir={}", folder.display());
    let scripts = ["--format=iife", "--define:process.env.NODE_ENV=\"production\"", "--alias:crypto=./benches/page/empty.ts"];
    run::show(esbuild(&["benches/page/page.ts", "benches/page/worker.ts"]).args(scripts).arg(into(page)))?;
    let runner = ["benches/page/run.ts", "--platform=node", "--format=esm", "--external:playwright-core", "--out-extension:.js=.mjs"];
    // What it takes from npm is found from the file's own place.
    let require = "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    run::show(esbuild(&runner).arg(require).arg(into(folder)))?;
    run::write(
        &page.join("index.html"),
        b"<!doctype html><link rel=\"icon\" href=\"data:,\"><title>Benches</title><script src=\"page.js\"></script>\n",
    )
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for name in run::files(from) {
        run::write(&to.join(&name), &run::read(&from.join(&name))?)?;
    }
    for name in run::files(&from.join("assets")) {
        run::write(&to.join("assets").join(&name), &run::read(&from.join("assets").join(&name))?)?;
    }
    Ok(())
}

/// Python with uhashring, in a folder of its own.
fn python(folder: &Path) -> Result<()> {
    let venv = folder.join("venv");
    if venv.join("bin/python").is_file() && venv.join("ready").is_file() {
        return Ok(());
    }
    let python = places::on_path(&["python3", "python"]).ok_or("Python is missing: install python3 with venv")?;
    run::show(run::tool(python).args(["-m", "venv"]).arg(&venv))?;
    let required = places::root().join("benches/requirements.txt");
    run::show(run::tool(venv.join("bin/pip")).args(["install", "--quiet", "--disable-pip-version-check", "-r"]).arg(required))?;
    run::write(&venv.join("ready"), b"")
}

fn measure(folder: &Path, out: &Path, args: &Args) -> Result<()> {
    let native = places::root().join("benches/native/target/release/shardlab-bench");
    let mut node = run::tool("node");
    // The runner stands in target/, from where node finds the packages of the repository's top.
    node.arg(folder.join("run.mjs")).arg(folder.join("page")).arg(native).arg(folder.join("venv/bin/python")).arg(out);
    if args.flag("--quick") {
        node.arg("--quick");
    }
    node.args(args.value("--only"));
    run::show(node.env("SHARDLAB_CHROMIUM", browser::chromium()?))
}
