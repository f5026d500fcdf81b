//! The rooms keep their doors: data flows one way (ARCHITECTURE.md), and only the web room knows a browser.

use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A room, and the rooms that its files must not name.
const NEVER: [(&str, &[&str]); 11] = [
    ("src/hash", &["strategy", "analysis", "scenario", "experiment", "report", "draw", "web"]),
    ("src/cluster.rs", &["strategy", "analysis", "scenario", "experiment", "report", "draw", "web"]),
    ("src/keys.rs", &["strategy", "analysis", "scenario", "experiment", "report", "draw", "web"]),
    ("src/own", &["strategy", "scenario", "experiment", "report", "draw", "web", "sim"]),
    ("src/strategy", &["own", "analysis", "scenario", "experiment", "report", "draw", "web"]),
    ("src/analysis", &["scenario", "experiment", "draw", "web", "sim"]),
    ("src/sim", &["scenario", "experiment", "report", "draw", "web"]),
    ("src/scenario", &["experiment", "report", "draw", "web"]),
    ("src/experiment", &["challenge", "draw", "web"]),
    ("src/challenge", &["draw", "web"]),
    ("src/draw", &["strategy", "scenario", "experiment", "web"]),
];

fn files(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut entries: Vec<_> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| files(entry, found));
    } else {
        found.push(path.to_owned());
    }
}

fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(&Path::new(ROOT).join(room), &mut found);
    found.into_iter().map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap())).collect()
}

/// The part of a file before its tests: tests may use what they like.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn rooms_use_only_what_comes_before_them() {
    for (room, never) in NEVER {
        for (path, text) in sources(room) {
            for other in never {
                let named = without_tests(&text).contains(&format!("crate::{other}"));
                assert!(!named, "{} uses {other}", path.display());
            }
        }
    }
}

#[test]
fn only_the_web_room_names_the_browser() {
    for (path, text) in sources("src") {
        // number.rs lets the browser read decimals.
        let web = path.starts_with(Path::new(ROOT).join("src/web")) || path.ends_with("src/number.rs");
        for name in ["wasm_bindgen", "web_sys", "js_sys", "getrandom", "serde_wasm_bindgen"] {
            assert!(web || !text.contains(&format!("{name}::")), "{} names {name}", path.display());
        }
    }
}

#[test]
fn the_core_has_no_clock_and_no_hash_map() {
    for (path, text) in ["src", "loops/src"].into_iter().flat_map(sources) {
        for name in ["std::time", "Instant::", "SystemTime", "HashMap", "HashSet", "thread_rng"] {
            assert!(!without_tests(&text).contains(name), "{} names {name}", path.display());
        }
    }
}

#[test]
fn every_source_file_says_what_it_is_for() {
    for (path, text) in ["src", "loops/src", "examples", "tests", "xtask/src"].into_iter().flat_map(sources) {
        if path.extension().is_some_and(|end| end == "rs") {
            assert!(text.starts_with("//!"), "{}", path.display());
        }
    }
}

#[test]
fn transcendental_functions_come_from_libm() {
    for (path, text) in sources("src") {
        for call in [".ln()", ".exp()", ".powf(", ".sin()", ".cos()", ".tan()", ".log2()", ".log10()", ".atan2("] {
            assert!(!without_tests(&text).contains(call), "{} calls {call}", path.display());
        }
    }
}
