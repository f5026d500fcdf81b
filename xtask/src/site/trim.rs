//! Takes out of the engine's build what is done elsewhere: the worker that runs code draws, edits and reads no files of keys,
//! and counts no billion.

use crate::{Result, places, run};
use serde_json::json;

/// What begins the names of exports that the page alone calls, and those that it calls by their whole name.
const PAGES: [&str; 8] = ["keyreader", "scale", "scene", "migrationscene", "incidentscene", "tippingscene", "sweepscene", "scalescene"];
const PAGE: [&str; 19] = [
    "challenges",
    "check",
    "compare_file",
    "complete",
    "cost_after_ms",
    "edit",
    "explain",
    "format",
    "hashes",
    "kinds",
    "loads_file",
    "make_link",
    "open_link",
    "other_choices",
    "presets",
    "random_key",
    "read_nodes",
    "scripts",
    "twin",
];

/// The module without those exports and all that only they reach; `typings` are wasm-bindgen's of the module.
pub fn run(wasm: &[u8], typings: &str) -> Result<Vec<u8>> {
    let exports = typings.lines().filter_map(|line| line.strip_prefix("export const ")?.split(':').next());
    let kept: Vec<&str> = exports.filter(|name| !of_page(name)).collect();
    let mut graph = vec![json!({ "name": "outside", "root": true, "reaches": kept })];
    graph.extend(kept.iter().map(|name| json!({ "name": name, "export": name })));
    let folder = places::stage("trim");
    let (from, to, table) = (folder.join("in.wasm"), folder.join("out.wasm"), folder.join("graph.json"));
    run::write(&from, wasm)?;
    run::write(&table, serde_json::Value::from(graph).to_string().as_bytes())?;
    let mut metadce = run::tool(places::npm_bin("wasm-metadce"));
    metadce.args(super::optimise::features()).arg(format!("--graph-file={}", table.display())).arg(&from).arg("-o").arg(&to);
    // It says everything that it left out.
    run::capture(&mut metadce)?;
    run::read(&to)
}

fn of_page(name: &str) -> bool {
    let of = |class: &&str| name.strip_prefix(*class).is_some_and(|rest| rest.starts_with('_')) || name == format!("__wbg_{class}_free");
    PAGES.iter().any(of) || PAGE.contains(&name) || name.ends_with("_form")
}

#[cfg(test)]
mod tests {
    use super::of_page;

    #[test]
    fn what_workers_call_stays() {
        for name in
            ["memory", "runner_new", "runner_after", "migration_story", "route", "challenger_report", "__wbg_runner_free", "keep_keys"]
        {
            assert!(!of_page(name), "{name}");
        }
        for name in ["scene_new", "__wbg_scene_free", "migrationscene_paint", "sweep_form", "edit"] {
            assert!(of_page(name), "{name}");
        }
    }
}
