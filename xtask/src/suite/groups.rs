//! The groups of tests and checks, quick ones first.

use super::counts::{self, Counts};
use crate::install::{bindgen, browser, npm, wasm_rust};
use crate::{Result, net, places, recipes, run, site};
use std::process::Command;

/// A group that is counted and reported by itself.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    pub name: &'static str,
    /// Whether it needs a browser, which makes it slow.
    pub browser: bool,
    pub run: fn() -> Result<Counts>,
}

/// Everything, in the order that fails earliest.
pub const ALL: &[Group] = &[
    group("format", format),
    group("lint, native", lint_native),
    group("lint, wasm", lint_wasm),
    group("documentation", documentation),
    group("types of the page", types),
    group("lint, page", lint_page),
    group("tests, native", tests_native),
    in_browser("tests, wasm", tests_wasm),
    group("site and budgets", site_and_budgets),
    in_browser("tests, page", tests_page),
];

const fn group(name: &'static str, run: fn() -> Result<Counts>) -> Group {
    Group { name, browser: false, run }
}

const fn in_browser(name: &'static str, run: fn() -> Result<Counts>) -> Group {
    Group { name, browser: true, run }
}

fn lint(command: &mut Command) -> Result<Counts> {
    run::show(command).map(|()| Counts::ONE)
}

fn format() -> Result<Counts> {
    run::show(run::tool("cargo").args(["fmt", "--all", "--check"]))?;
    // The strategies are modules by a macro, which cargo does not follow.
    let files = std::fs::read_dir("src/strategy").map_err(|error| format!("src/strategy: {error}"))?;
    let module = |path: std::path::PathBuf| if path.is_dir() { path.join("mod.rs") } else { path };
    let rust = files.flatten().map(|file| module(file.path())).filter(|path| path.extension().is_some_and(|end| end == "rs"));
    // The benches are packages of their own, with their own dependencies.
    let benches = ["benches/bare/src/lib.rs", "benches/native/src/main.rs"];
    lint(run::tool("rustfmt").args(["--check", "--edition", "2024"]).args(rust).args(benches))
}

fn lint_native() -> Result<Counts> {
    lint(run::tool("cargo").args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn lint_wasm() -> Result<Counts> {
    let mut clippy = wasm_rust::ensure()?.cargo("clippy");
    lint(clippy.args(["--quiet", "--lib", "--test", "wasm", "--", "-D", "warnings"]))?;
    let mut first = wasm_rust::ensure()?.cargo("clippy");
    lint(first.args(["--quiet", "--lib", "--no-default-features", "--", "-D", "warnings"]))
}

fn documentation() -> Result<Counts> {
    let mut doc = run::tool("cargo");
    lint(doc.args(["doc", "--quiet", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// The page's types come from the core, so the core is built first.
fn types() -> Result<Counts> {
    npm::ensure()?;
    site::core::build(wasm_rust::ensure()?, site::core::Part::Script)?;
    // The service worker has other globals than a page.
    run::show(run::tool(places::npm_bin("tsc")).args(["--noEmit", "--project", "www/sw"]))?;
    lint(run::tool(places::npm_bin("tsc")).args(["--noEmit", "--project", "."]))
}

fn lint_page() -> Result<Counts> {
    npm::ensure()?;
    lint(run::tool(places::npm_bin("eslint")).args(["--max-warnings", "0", "."]))
}

fn tests_native() -> Result<Counts> {
    let (well, printed) = run::tee(run::tool("cargo").args(["test", "--workspace", "--no-fail-fast"]))?;
    Ok(counts::libtest(&printed).ended(well))
}

/// The WebAssembly half in a real browser; only `tests/wasm.rs` is for it. Code is run in every engine by the page's tests.
fn tests_wasm() -> Result<Counts> {
    let driver = browser::chromedriver()?;
    let mut test = wasm_rust::ensure()?.cargo("test");
    test.args(["--test", "wasm", "--no-default-features", "--features", "full"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", bindgen::ensure("wasm-bindgen-test-runner")?)
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env("CHROMEDRIVER", driver);
    let (well, printed) = run::tee(&mut test)?;
    Ok(counts::libtest(&printed).ended(well))
}

/// Without the last site, lest its pages be tested when this one cannot be built.
fn site_and_budgets() -> Result<Counts> {
    let dist = places::dist();
    run::remove_folder(&dist)?;
    site::build_to(&site::Wanted::usual(dist)).map(|()| Counts::ONE)
}

/// The built site in a browser, served three ways.
fn tests_page() -> Result<Counts> {
    playwright(&[], &[])
}

/// The smoke of the whole path in WebKit, which is not part of all tests: its packages are large, and not every machine has them.
pub fn tests_webkit() -> Result<Counts> {
    let driver = browser::webkit_driver()?;
    playwright(&["--project", "webkit"], &[("SHARDLAB_WEBKIT_DRIVER", driver)])
}

/// The recipes in books of other tools, which is not part of all tests: the tools are large and come from three registries.
pub fn tests_recipes() -> Result<Counts> {
    playwright(&["--project", "recipes", "--project", "recipes-firefox"], &[("SHARDLAB_RECIPES", recipes::build()?)])
}

fn playwright(words: &[&str], variables: &[(&str, std::path::PathBuf)]) -> Result<Counts> {
    npm::ensure()?;
    if !places::dist().join("index.html").is_file() {
        return Err("there is no built site to test".into());
    }
    let report = places::stage("playwright.json");
    let _ = std::fs::remove_file(&report);
    let own = std::env::current_exe().map_err(|error| format!("xtask cannot find itself: {error}"))?;
    let port = net::free_row(4173, 4).ok_or("no four ports in a row are free")?;
    let mut playwright = run::tool(places::npm_bin("playwright"));
    playwright
        .args(["test", "--reporter=list,json"])
        .args(words)
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("SHARDLAB_CHROMIUM", browser::chromium()?)
        .env("SHARDLAB_FIREFOX", browser::firefox()?)
        .env("SHARDLAB_XTASK", own)
        .env("SHARDLAB_E2E_PORT", port.to_string())
        .envs(variables.iter().map(|(name, value)| (name, value)));
    let (well, _) = run::tee(&mut playwright)?;
    let counts = counts::playwright(&run::read_text(&report)?).ok_or("Playwright's report is not as expected")?;
    Ok(counts.ended(well))
}
