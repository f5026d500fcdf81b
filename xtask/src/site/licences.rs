//! The notices of everything that ends up in the site, as one text file.

use crate::install::wasm_rust::TARGET;
use crate::{Result, places, run};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A package that is in the site.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    licence: String,
    folder: PathBuf,
}

/// `licences.txt`, given what esbuild says went into the bundles.
pub fn text(bundled: &[String]) -> Result<String> {
    let mut packages = crates()?;
    packages.extend(npm(bundled)?);
    packages.sort();
    let mut whole = String::from("Shardlab contains these works; the texts of their licences follow.\n\n");
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in &packages {
        let title = format!("{} {}", package.name, package.version);
        let _ = writeln!(whole, "{title}: {}", package.licence);
        for notice in notices(&package.folder) {
            texts.entry(notice).or_default().push(title.clone());
        }
    }
    whole.push_str("the Rust standard library: MIT OR Apache-2.0\n");
    for (notice, titles) in texts {
        let _ = write!(whole, "\n\n======== {}\n\n{}\n", titles.join(", "), notice.trim_end());
    }
    Ok(whole)
}

/// The version of the `shardlab` package.
pub fn package_version() -> Option<String> {
    let manifest = run::read_text(&places::root().join("Cargo.toml")).ok()?;
    let line = manifest.lines().find(|line| line.starts_with("version = "))?;
    line.split('"').nth(1).map(String::from)
}

/// The crates that are compiled into the core.
fn crates() -> Result<Vec<Package>> {
    let mut cargo = run::tool("cargo");
    let words = ["tree", "--prefix=none", "--edges=normal,no-proc-macro", "--package=shardlab", "--format={p}", "--target"];
    let tree = run::capture(cargo.args(words).arg(TARGET))?;
    let used: BTreeSet<(&str, &str)> = tree.lines().filter_map(named).collect();
    let metadata = run::capture(run::tool("cargo").args(["metadata", "--format-version=1", "--quiet"]))?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| format!("cargo metadata: {error}"))?;
    let all = metadata["packages"].as_array().into_iter().flatten();
    Ok(all
        .filter(|package| package["source"].is_string())
        .filter_map(package)
        .filter(|package| used.contains(&(package.name.as_str(), package.version.as_str())))
        .collect())
}

/// `serde v1.0.0 (*)` as name and version.
fn named(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split(' ');
    Some((words.next()?, words.next()?.strip_prefix('v')?))
}

fn package(value: &Value) -> Option<Package> {
    let text = |field: &str| value[field].as_str().map(String::from);
    Some(Package {
        name: text("name")?,
        version: text("version")?,
        licence: text("license").unwrap_or_else(|| "see below".into()),
        folder: Path::new(value["manifest_path"].as_str()?).parent()?.to_path_buf(),
    })
}

/// The npm packages that esbuild took something from.
fn npm(bundled: &[String]) -> Result<Vec<Package>> {
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for list in bundled {
        let meta: Value = serde_json::from_str(list).map_err(|error| format!("esbuild's list: {error}"))?;
        folders.extend(meta["inputs"].as_object().into_iter().flatten().filter_map(|(path, _)| npm_folder(path)));
    }
    folders
        .iter()
        .map(|folder| {
            let folder = places::root().join(folder);
            let manifest = run::read_text(&folder.join("package.json"))?;
            let mut value: Value = serde_json::from_str(&manifest).map_err(|error| format!("package.json: {error}"))?;
            value["manifest_path"] = Value::from(folder.join("package.json").to_string_lossy());
            package(&value).ok_or_else(|| format!("{} has no name", folder.display()))
        })
        .collect()
}

/// `node_modules/@lit/reactive-element/x.js` as `node_modules/@lit/reactive-element`.
fn npm_folder(path: &str) -> Option<String> {
    let start = path.rfind("node_modules/")? + "node_modules/".len();
    let depth = if path[start..].starts_with('@') { 2 } else { 1 };
    let name: Vec<&str> = path[start..].split('/').take(depth).collect();
    Some(format!("{}{}", &path[..start], name.join("/")))
}

/// The texts of a package's licence files.
fn notices(folder: &Path) -> Vec<String> {
    let marks = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE"];
    let is_notice = |name: &&String| marks.iter().any(|mark| name.to_uppercase().starts_with(mark));
    let names = run::files(folder);
    let read = |name: &String| run::read_text(&folder.join(name)).ok();
    names.iter().filter(is_notice).filter_map(read).map(|text| text.replace("\r\n", "\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::npm_folder;

    #[test]
    fn a_file_belongs_to_the_innermost_package() {
        let folder = |path| npm_folder(path);
        assert_eq!(folder("node_modules/lit/index.js").as_deref(), Some("node_modules/lit"));
        assert_eq!(folder("node_modules/@lit/a/b/c.js").as_deref(), Some("node_modules/@lit/a"));
        assert_eq!(folder("node_modules/a/node_modules/b/c.js").as_deref(), Some("node_modules/a/node_modules/b"));
        assert_eq!(folder("www/src/main.ts"), None);
    }
}
