//! Where things are: the repository, the build folders, the cache of tools.

use std::path::{Path, PathBuf};

/// The repository's top folder.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Room for what the site's build leaves between its steps.
pub fn stage(name: &str) -> PathBuf {
    target().join("site").join(name)
}

/// The finished static site.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Tools and decisions that outlive a checkout: `$XDG_CACHE_HOME/shardlab` or `~/.cache/shardlab`.
pub fn cache() -> PathBuf {
    let home = || std::env::home_dir().unwrap_or_else(std::env::temp_dir).join(".cache");
    let base = std::env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty());
    base.map_or_else(home, PathBuf::from).join("shardlab")
}

/// A command of the installed npm packages.
pub fn npm_bin(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}

/// The first of these names found on the PATH.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let named = |name: &&str| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file());
    names.iter().find_map(named)
}
