//! What keeps the site for use without a network: the service worker with the list of the release's files.

use super::names;
use crate::{Result, run};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The service worker; without a hash in its name, since browsers ask for it by this one.
pub const WORKER: &str = "sw.js";
/// What takes its place to retire it.
pub const RETIRED: &str = "sw-retired.js";
/// What begins the service worker, up to the release.
pub const MARK: &str = "self.shardlabRelease=";

/// The folder's files as a list for the service worker: those that it fetches with the release, and when.
pub fn files(dist: &Path) -> Result<Vec<Value>> {
    let mut paths: Vec<String> = walk(dist, Path::new(""));
    paths.sort();
    paths.iter().filter_map(|path| Some(file(dist, path, when(path)?))).collect()
}

fn file(dist: &Path, path: &str, when: &str) -> Result<Value> {
    let address = if path == "index.html" { "./" } else { path };
    Ok(json!({ "path": address, "sha256": names::sha256(&run::read(&dist.join(path))?), "when": when }))
}

/// When a file is fetched for use without a network: `None` for what only frames need, and what retires.
fn when(path: &str) -> Option<&'static str> {
    if path == WORKER || path == RETIRED {
        return None;
    }
    match part(path) {
        "wasm" | "whole-wasm" | "simd-wasm" | "script-wasm" => None,
        "simd-shardlab" => Some("simd"),
        "whole-shardlab" => Some("plain"),
        "script-shardlab" | "script-glue" => Some("later"),
        _ => Some("now"),
    }
}

/// `assets/main-0123456789abcdef.js` as `main`; the empty text for files without a hash.
pub fn part(path: &str) -> &str {
    let name = path.strip_prefix("assets/").unwrap_or_default();
    name.rsplit_once('-').map_or("", |(part, _)| part)
}

/// All files below a folder, by their addresses.
pub fn walk(folder: &Path, below: &Path) -> Vec<String> {
    let here = folder.join(below);
    let address = |name: &str| -> PathBuf { below.join(name) };
    let mut all: Vec<String> = run::files(&here).iter().map(|name| address(name).to_string_lossy().replace('\\', "/")).collect();
    let entries = std::fs::read_dir(&here).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    all.extend(folders.filter_map(|entry| entry.file_name().into_string().ok()).flat_map(|name| walk(folder, &address(&name))));
    all
}

/// The name of a release: it changes with every file of the site, the page itself as it is without it included.
pub fn id(dist: &Path, index: &str) -> Result<String> {
    let listed = Value::from(files(dist)?).to_string();
    Ok(names::digest(format!("{listed}{index}").as_bytes()))
}

/// Writes the service worker of the finished folder.
pub fn write(dist: &Path, version: &str, id: &str, worker: &[u8]) -> Result<()> {
    let release = json!({ "version": version, "id": id, "files": files(dist)? });
    let head = format!("{MARK}{release};\n");
    run::write(&dist.join(WORKER), &[head.as_bytes(), worker].concat())
}

/// Copies the files of the release before, which pages that are still open may ask for, into this one; how many.
pub fn keep_before(before: &Path, dist: &Path) -> Result<usize> {
    let texts: Vec<String> = ["index.html", "404.html", WORKER].iter().filter_map(|name| run::read_text(&before.join(name)).ok()).collect();
    if texts.is_empty() {
        return Err(format!("--before is {}, which is no built site: give the folder of the release before", before.display()));
    }
    // Not those that it kept itself: they are of a release longer ago.
    let named = |name: &String| texts.iter().any(|text| text.contains(&format!("assets/{name}")));
    let assets = before.join("assets");
    let missing = |name: &String| !dist.join("assets").join(name).exists();
    let kept: Vec<String> = run::files(&assets).into_iter().filter(named).filter(missing).collect();
    kept.iter().try_for_each(|name| run::write(&dist.join("assets").join(name), &run::read(&assets.join(name))?))?;
    Ok(kept.len())
}

#[cfg(test)]
mod tests {
    use super::{files, id, keep_before, when};
    use std::path::{Path, PathBuf};

    fn site(name: &str, main: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("shardlab-offline-{name}-{}", std::process::id()));
        crate::run::remove_folder(&folder).expect("room");
        let put = |path: &str, text: &str| crate::run::write(&folder.join(path), text.as_bytes()).expect("a file");
        put("index.html", &format!("<script src=\"assets/{main}\">"));
        put(&format!("assets/{main}"), main);
        put("assets/wasm-00.js", "for frames");
        put("sw.js", "the worker");
        folder
    }

    #[test]
    fn what_is_fetched_with_the_release_and_what_is_not() {
        assert_eq!(when("assets/main-0123456789abcdef.js"), Some("now"));
        assert_eq!(when("index.html"), Some("now"));
        assert_eq!(when("assets/script-shardlab-00.wasm"), Some("later"));
        assert_eq!(when("assets/simd-shardlab-00.wasm"), Some("simd"));
        for never in ["sw.js", "sw-retired.js", "assets/script-wasm-00.js", "assets/wasm-00.js"] {
            assert_eq!(when(never), None, "{never}");
        }
    }

    #[test]
    fn the_page_is_listed_by_the_address_that_people_open() {
        let folder = site("list", "main-1.js");
        let list = files(&folder).expect("a site");
        let paths: Vec<&str> = list.iter().filter_map(|file| file["path"].as_str()).collect();
        assert_eq!(paths, ["assets/main-1.js", "./"]);
        assert_eq!(list[0]["sha256"].as_str().map(str::len), Some(64));
    }

    #[test]
    fn a_release_is_another_when_a_file_or_the_page_is() {
        let of = |folder: &Path, index: &str| id(folder, index).expect("a site");
        let one = site("one", "main-1.js");
        assert_eq!(of(&one, "page"), of(&one, "page"));
        assert_ne!(of(&one, "page"), of(&one, "other page"));
        assert_ne!(of(&one, "page"), of(&site("two", "main-2.js"), "page"));
    }

    #[test]
    fn files_of_the_release_before_stay_one_release_longer_and_no_more() {
        let (first, second, third) = (site("a", "main-1.js"), site("b", "main-2.js"), site("c", "main-3.js"));
        assert_eq!(keep_before(&first, &second), Ok(1));
        assert_eq!(keep_before(&second, &third), Ok(1));
        let there = |name: &str| third.join("assets").join(name).exists();
        assert!(there("main-2.js") && there("main-3.js") && !there("main-1.js"));
        assert!(keep_before(Path::new("/nowhere"), &third).is_err_and(|why| why.contains("/nowhere")));
    }
}
