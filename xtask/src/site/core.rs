//! The builds of the core as WebAssembly with their JavaScript glue, and the TypeScript declarations of the largest one.

use super::trim;
use crate::install::bindgen;
use crate::install::wasm_rust::WasmRust;
use crate::{Result, places, run};
use std::path::Path;

/// Which of the builds of the one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the page's first view needs.
    First,
    /// Everything; loaded when the first one cannot answer.
    Whole,
    /// Everything, for browsers with SIMD.
    Simd,
    /// Everything, and what runs a learner's code; in a worker alone.
    Script,
}

/// Lanes where the source asks for them alone: the compiler makes 64-bit products of lanes slower than they are without.
pub const SIMD: &str = "-C target-feature=+simd128 -C no-vectorize-loops -C no-vectorize-slp";

/// A stack on which what `src/strategy/script/guard.rs` lets through can be walked by recursion, and the most memory that code
/// can take: what slips through the engine's own limits ends there.
const SCRIPT: &str = "-C link-arg=-zstack-size=8388608 -C link-arg=--max-memory=268435456";

/// What wasm-bindgen makes of a compiled core.
#[derive(Debug)]
pub struct Core {
    /// The classic script that declares `wasm_bindgen`.
    pub glue: Vec<u8>,
    /// The module, not yet optimised.
    pub wasm: Vec<u8>,
}

/// All cores.
#[derive(Debug)]
pub struct Cores {
    pub first: Core,
    pub whole: Core,
    pub simd: Core,
    pub script: Core,
}

/// Compiles all.
pub fn build_all(rust: WasmRust) -> Result<Cores> {
    let (whole, simd) = (build(rust, Part::Whole)?, build(rust, Part::Simd)?);
    let cores = Cores { whole, simd, script: build(rust, Part::Script)?, first: build(rust, Part::First)? };
    if cores.simd.glue != cores.whole.glue {
        return Err("the glue of the whole core is not that of its build with SIMD: a page loads one for both".into());
    }
    Ok(cores)
}

/// Compiles a core; that with the engine, which has every function, also refreshes `www/gen/shardlab.d.ts`.
pub fn build(rust: WasmRust, part: Part) -> Result<Core> {
    let (profile, name) = match part {
        Part::First => ("first", "core of the first view"),
        Part::Whole => ("release", "whole core"),
        Part::Simd => ("simd", "whole core with SIMD"),
        Part::Script => ("script", "core with the engine for code"),
    };
    println!("Building the {name}, about 2 minutes the first time");
    let (flags, features): (&str, &[&str]) = match part {
        Part::First => ("", &[]),
        Part::Whole => ("", &["--features", "full"]),
        Part::Simd => (SIMD, &["--features", "full"]),
        Part::Script => (SCRIPT, &["--features", "script"]),
    };
    let mut cargo = rust.cargo_with("build", flags);
    cargo.args(["--quiet", "--lib", "--profile", profile, "--no-default-features"]).args(features);
    run::show(&mut cargo)?;
    let out = places::stage("bindgen").join(profile);
    run::remove_folder(&out)?;
    let mut command = run::tool(bindgen::ensure("wasm-bindgen")?);
    command.args(["--target", "no-modules", "--out-name", "shardlab", "--out-dir"]);
    run::show(command.arg(&out).arg(rust.wasm(profile)))?;
    if part == Part::Script {
        keep_typings(&out)?;
        let core = read(&out.join("shardlab.js"), &out.join("shardlab_bg.wasm"))?;
        let wasm = trim::run(&core.wasm, &run::read_text(&out.join("shardlab_bg.wasm.d.ts"))?)?;
        return Ok(Core { wasm, ..core });
    }
    read(&out.join("shardlab.js"), &out.join("shardlab_bg.wasm"))
}

fn keep_typings(out: &Path) -> Result<()> {
    let typings = run::read(&out.join("shardlab.d.ts"))?;
    run::write(&places::root().join("www/gen/shardlab.d.ts"), &typings)
}

/// A core from the files that wasm-bindgen left.
pub fn read(glue: &Path, wasm: &Path) -> Result<Core> {
    Ok(Core { glue: reloadable(&run::read_text(glue)?)?.into_bytes(), wasm: run::read(wasm)? })
}

/// The glue as a script that a page can load again, after its instance has trapped or for the other core: a `let` at the
/// top level of a classic script cannot be declared twice.
fn reloadable(glue: &str) -> Result<String> {
    const ONCE: &str = "let wasm_bindgen =";
    if !glue.starts_with(ONCE) {
        return Err(format!("the glue does not begin with {ONCE:?}: look at what wasm-bindgen writes now"));
    }
    Ok(glue.replacen("let", "var", 1))
}
