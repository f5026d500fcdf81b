//! The reports of fifty random scenarios have the digests in tests/golden/reports.txt; `tests/wasm.rs` holds the same
//! file in a browser, so that both builds give byte-equal reports. `UPDATE=1` writes it anew.

mod common;

use shardlab::{experiment, scenario};

fn digests() -> String {
    let digest = |seed| {
        let text = common::scenario(seed);
        let reading = scenario::read(&text);
        let scenario = reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics));
        format!("{seed} {}\n", common::digest(&experiment::json(&scenario, true)))
    };
    (0..50).map(digest).collect()
}

#[test]
fn fifty_random_scenarios_have_their_known_reports() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/reports.txt");
    let found = digests();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(path).unwrap());
}

/// In a browser `tests/e2e/engines.spec.ts` holds them, in every engine.
#[test]
fn simulations_of_the_shelf_have_their_known_reports() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/simulations.txt");
    let digest = |preset: &scenario::Preset| {
        let scenario =
            scenario::read(preset.text).scenario.filter(|scenario| scenario.migration.is_some() || scenario.incident.is_some())?;
        Some(format!("{} {}\n", preset.name, common::digest(&experiment::json(&scenario, false))))
    };
    let found: String = scenario::PRESETS.iter().filter_map(digest).collect();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(path).unwrap());
}
