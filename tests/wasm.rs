//! Tests of the WebAssembly build in a real browser; the only integration test that is built for it.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn these_tests_run_in_a_browser() {
    let page = js_sys::Reflect::has(&js_sys::global(), &"document".into());
    assert_eq!(page, Ok(true));
}
