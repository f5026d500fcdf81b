//! The page's tools from npm, installed again only when the lock file changed.

use super::system;
use crate::site::names;
use crate::{Result, places, run};

/// Node's oldest version that the tools run on.
const NODE_MIN: (u32, u32) = (20, 19);

/// Installs `node_modules` as the lock file says.
pub fn ensure() -> Result<()> {
    let lock = names::digest(&run::read(&places::root().join("package-lock.json"))?);
    let stamp = places::root().join("node_modules/.shardlab-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == lock) {
        return Ok(());
    }
    node()?;
    println!("Installing the page's tools with npm, about half a minute");
    run::show(run::tool("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    run::write(&stamp, lock.as_bytes())
}

/// Makes sure of Node and npm.
fn node() -> Result<()> {
    let remedy = format!("install Node {}.{} or newer with npm", NODE_MIN.0, NODE_MIN.1);
    if places::on_path(&["node"]).is_none() || places::on_path(&["npm"]).is_none() {
        system::packages(&["nodejs", "npm"], "Node", &remedy)?;
    }
    let text = run::capture(run::tool("node").arg("--version"))?;
    match version(&text) {
        Some(found) if found >= NODE_MIN => Ok(()),
        _ => Err(format!("Node is {}: {remedy}", text.trim())),
    }
}

/// `v20.19.4` as (20, 19).
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn node_versions_are_compared_as_numbers() {
        assert_eq!(version("v20.9.0\n"), Some((20, 9)));
        assert!(version("v20.9.0") < version("v20.19.0"));
        assert_eq!(version("what"), None);
    }
}
