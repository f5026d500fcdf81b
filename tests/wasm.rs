//! What only a browser can show: the WebAssembly build gives the same bytes as the native one.
#![cfg(target_arch = "wasm32")]

mod common;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn fifty_random_scenarios_give_the_native_report() {
    let golden: Vec<&str> = include_str!("golden/reports.txt").lines().collect();
    assert_eq!(golden.len(), 50);
    for (seed, line) in golden.iter().enumerate() {
        let json = shardlab::web::report_json(&common::scenario(seed as u64), true).unwrap_or_default();
        assert_eq!(format!("{seed} {}", common::digest(&json)), *line);
    }
}
