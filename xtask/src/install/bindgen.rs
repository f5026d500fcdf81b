//! The wasm-bindgen command line of exactly the version in `Cargo.lock`, in the cache of tools.

use crate::{Result, places, run};
use std::path::PathBuf;

/// The tool `name` (`wasm-bindgen` or `wasm-bindgen-test-runner`), installed at need.
pub fn ensure(name: &str) -> Result<PathBuf> {
    let lock = run::read_text(&places::root().join("Cargo.lock"))?;
    let version = locked_version(&lock).ok_or("Cargo.lock has no wasm-bindgen")?;
    let folder = places::cache().join("tools").join(format!("wasm-bindgen-{version}"));
    let tool = folder.join("bin").join(name);
    if !tool.is_file() {
        println!("Installing wasm-bindgen {version}, about 3 minutes the first time");
        let install = ["install", "--quiet", "--locked", "wasm-bindgen-cli", "--version", version, "--root"];
        run::show(run::tool("cargo").args(install).arg(&folder))?;
    }
    Ok(tool)
}

fn locked_version(lock: &str) -> Option<&str> {
    let after = lock.split_once("name = \"wasm-bindgen\"\nversion = \"")?.1;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_version_is_that_of_the_crate_itself() {
        let lock = "name = \"wasm-bindgen-test\"\nversion = \"0.3.1\"\n\nname = \"wasm-bindgen\"\nversion = \"0.2.9\"\n";
        assert_eq!(locked_version(lock), Some("0.2.9"));
        assert_eq!(locked_version(""), None);
    }
}
