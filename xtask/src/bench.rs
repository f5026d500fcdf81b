//! `cargo xtask bench`: runs the benchmarks, or says that there are none.

use crate::{Result, places, run};

/// Runs `cargo bench` where `benches/` has something to run.
pub fn run() -> Result<()> {
    if !run::files(&places::root().join("benches")).iter().any(|name| name.ends_with(".rs")) {
        println!("There are no benchmarks yet: benches/ has no Rust file.");
        return Ok(());
    }
    run::show(run::tool("cargo").args(["bench", "--benches"]))
}
