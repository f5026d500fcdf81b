//! What only a browser can show: the WebAssembly build gives the same bytes as the native one.
#![cfg(target_arch = "wasm32")]

mod common;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Holds ten of the fifty scenarios of `tests/golden_reports.rs`: a browser's driver waits only so long for one test.
fn ten_give_the_native_report(first: usize) {
    let golden: Vec<&str> = include_str!("golden/reports.txt").lines().collect();
    assert_eq!(golden.len(), 50);
    for (seed, line) in golden.iter().enumerate().skip(first).take(10) {
        let json = shardlab::web::files::report_json(&common::scenario(seed as u64), true).unwrap_or_default();
        assert_eq!(format!("{seed} {}", common::digest(&json)), *line);
    }
}

#[wasm_bindgen_test]
fn scenarios_0_to_9_give_the_native_report() {
    ten_give_the_native_report(0);
}

#[wasm_bindgen_test]
fn scenarios_10_to_19_give_the_native_report() {
    ten_give_the_native_report(10);
}

#[wasm_bindgen_test]
fn scenarios_20_to_29_give_the_native_report() {
    ten_give_the_native_report(20);
}

#[wasm_bindgen_test]
fn scenarios_30_to_39_give_the_native_report() {
    ten_give_the_native_report(30);
}

#[wasm_bindgen_test]
fn scenarios_40_to_49_give_the_native_report() {
    ten_give_the_native_report(40);
}

/// Holds ten of the twenty migrations of `tests/migration.rs`.
fn ten_migrate_as_natively(first: usize) {
    let golden: Vec<&str> = include_str!("golden/migration.txt").lines().collect();
    assert_eq!(golden.len(), 20);
    for (seed, line) in golden.iter().enumerate().skip(first).take(10) {
        assert_eq!(format!("{seed} {}", common::migration_digest(&common::migration(seed as u64))), *line);
    }
}

/// Holds ten of the twenty incidents of `tests/incident.rs`.
fn ten_incidents_pass_through_the_native_trace(first: usize) {
    let golden: Vec<&str> = include_str!("golden/incident.txt").lines().collect();
    assert_eq!(golden.len(), 20);
    for (seed, line) in golden.iter().enumerate().skip(first).take(10) {
        assert_eq!(format!("{seed} {}", common::incident_digest(&common::incident(seed as u64))), *line);
    }
}

#[wasm_bindgen_test]
fn migrations_0_to_9_have_the_native_digests() {
    ten_migrate_as_natively(0);
}

#[wasm_bindgen_test]
fn migrations_10_to_19_have_the_native_digests() {
    ten_migrate_as_natively(10);
}

#[wasm_bindgen_test]
fn incidents_0_to_9_pass_through_the_native_trace() {
    ten_incidents_pass_through_the_native_trace(0);
}

#[wasm_bindgen_test]
fn incidents_10_to_19_pass_through_the_native_trace() {
    ten_incidents_pass_through_the_native_trace(10);
}
