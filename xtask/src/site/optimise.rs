//! wasm-opt, skipped when it has seen the same module before.

use super::names;
use crate::{Result, places, run};

/// The loops that count were optimised by rustc, and -O3 here made none of them faster. Nothing is put into its only caller: that
/// saves bytes, and, packed, costs a fifteenth of them, since what is alike is then no longer alike. rustc's modules use these
/// features, and wasm-opt wants each named.
const FLAGS: [&str; 11] = [
    "-O2",
    "-O2",
    "--one-caller-inline-max-function-size=0",
    "--always-inline-max-function-size=0",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--strip-producers",
];

/// What rustc's modules use, as binaryen's tools want it.
pub fn features() -> impl Iterator<Item = &'static str> {
    FLAGS.into_iter().filter(|flag| flag.starts_with("--enable"))
}

/// The optimised module.
pub fn run(wasm: &[u8], simd: bool) -> Result<Vec<u8>> {
    let more = if simd { "--enable-simd" } else { "" };
    let version = run::read(&places::root().join("node_modules/binaryen/package.json"))?;
    let key = names::digest(&[wasm, FLAGS.join(" ").as_bytes(), more.as_bytes(), &version].concat());
    let folder = places::stage("wasm-opt");
    let done = folder.join(format!("{key}.wasm"));
    if let Ok(known) = std::fs::read(&done) {
        return Ok(known);
    }
    println!("Optimising the core, about half a minute");
    let (from, to) = (folder.join("in.wasm"), folder.join("out.wasm"));
    run::write(&from, wasm)?;
    run::show(
        run::tool(places::npm_bin("wasm-opt")).args(FLAGS).args(Some(more).filter(|more| !more.is_empty())).arg(&from).arg("-o").arg(&to),
    )?;
    let small = run::read(&to)?;
    run::write(&done, &small)?; // under its key only when it is whole
    Ok(small)
}
