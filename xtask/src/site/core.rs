//! The core as WebAssembly with its JavaScript glue and its TypeScript declarations.

use crate::install::bindgen;
use crate::install::wasm_rust::WasmRust;
use crate::{Result, places, run};

/// What wasm-bindgen makes of the compiled core.
#[derive(Debug)]
pub struct Core {
    /// The classic script that declares `wasm_bindgen`.
    pub glue: Vec<u8>,
    /// The module, not yet optimised.
    pub wasm: Vec<u8>,
}

/// Compiles the core; also refreshes `www/gen/shardlab.d.ts`.
pub fn build(rust: WasmRust) -> Result<Core> {
    println!("Building the core, about 2 minutes the first time");
    run::show(rust.cargo("build").args(["--quiet", "--release", "--lib"]))?;
    let out = places::stage("bindgen");
    run::remove_folder(&out)?;
    let mut command = run::tool(bindgen::ensure("wasm-bindgen")?);
    command.args(["--target", "no-modules", "--out-name", "shardlab", "--out-dir"]);
    run::show(command.arg(&out).arg(rust.release_wasm()))?;
    let typings = run::read(&out.join("shardlab.d.ts"))?;
    run::write(&places::root().join("www/gen/shardlab.d.ts"), &typings)?;
    Ok(Core { glue: reloadable(&run::read_text(&out.join("shardlab.js"))?)?.into_bytes(), wasm: run::read(&out.join("shardlab_bg.wasm"))? })
}

/// The glue as a script that a page can load again after its instance has trapped: a `let` at the top level of a
/// classic script cannot be declared twice.
fn reloadable(glue: &str) -> Result<String> {
    const ONCE: &str = "let wasm_bindgen =";
    if !glue.starts_with(ONCE) {
        return Err(format!("the glue does not begin with {ONCE:?}: look at what wasm-bindgen writes now"));
    }
    Ok(glue.replacen("let", "var", 1))
}
