//! Chromium, its driver, and Firefox: `SHARDLAB_CHROMIUM`, `CHROMEDRIVER` and `SHARDLAB_FIREFOX`, else the PATH, else Debian's.

use super::system;
use crate::{Result, places};
use std::path::PathBuf;

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMIUM_PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];
const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];

/// The browser that the tests drive.
pub fn chromium() -> Result<PathBuf> {
    let find = || given("SHARDLAB_CHROMIUM").or_else(|| places::on_path(&CHROMIUM));
    find_or_install(find, &CHROMIUM_PACKAGES, "Chromium", "install it, or set SHARDLAB_CHROMIUM to the program")
}

/// The other engine that the same answers must come from.
pub fn firefox() -> Result<PathBuf> {
    let find = || given("SHARDLAB_FIREFOX").or_else(|| places::on_path(&FIREFOX));
    find_or_install(find, &FIREFOX[..1], "Firefox", "install it, or set SHARDLAB_FIREFOX to the program")
}

/// The driver for tests of the WebAssembly half; its version must be the browser's.
pub fn chromedriver() -> Result<PathBuf> {
    let runner = || std::env::var_os("CHROMEWEBDRIVER").map(|folder| PathBuf::from(folder).join("chromedriver"));
    let find = || given("CHROMEDRIVER").or_else(|| places::on_path(&["chromedriver"])).or_else(runner);
    find_or_install(find, &CHROMIUM_PACKAGES, "ChromeDriver", "install the version of your browser, or set CHROMEDRIVER to the program")
}

/// WebKit's driver, and a display for it.
pub fn webkit_driver() -> Result<PathBuf> {
    let find = || {
        given("SHARDLAB_WEBKIT_DRIVER")
            .or_else(|| places::on_path(&["WebKitWebDriver"]))
            .filter(|_| places::on_path(&["xvfb-run"]).is_some())
    };
    find_or_install(
        find,
        &["webkit2gtk-driver", "xvfb", "xauth"],
        "WebKit's driver",
        "install WebKitGTK's driver and xvfb, or set SHARDLAB_WEBKIT_DRIVER",
    )
}

fn given(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}

fn find_or_install(find: impl Fn() -> Option<PathBuf>, packages: &[&str], what: &str, remedy: &str) -> Result<PathBuf> {
    if let Some(program) = find() {
        return Ok(program);
    }
    system::packages(packages, what, remedy)?;
    find().ok_or_else(|| format!("{what} is missing: {remedy}"))
}
