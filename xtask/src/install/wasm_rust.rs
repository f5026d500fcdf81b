//! A Rust compiler that makes WebAssembly: the person's own with its wasm32 target, else Debian's.

use super::system;
use crate::{Result, places, run};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The target of the core.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// Debian's compiler for the web, with clippy and the linker.
const DEBIAN: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-19"];
/// How long rustup may try where Debian's compiler can take its place.
const RUSTUP_LIMIT: Duration = Duration::from_secs(120);

/// Which compiler builds the WebAssembly half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasmRust {
    /// The cargo on the PATH, whose compiler has the target.
    Own,
    /// Debian's `rustc-web`, which builds the standard library itself.
    Debian,
}

impl WasmRust {
    /// `cargo VERB --target wasm32-unknown-unknown` with this compiler.
    pub fn cargo(self, verb: &str) -> Command {
        self.cargo_with(verb, "")
    }

    /// The same with more flags for the compiler.
    pub fn cargo_with(self, verb: &str, more: &str) -> Command {
        let mut command = match self {
            Self::Own => run::tool("cargo"),
            Self::Debian => debian_cargo(),
        };
        command.args([verb, "--target", TARGET]).env("RUSTFLAGS", format!("{} {more}", flags()).trim());
        command
    }

    /// Where it puts the core in a profile.
    pub fn wasm(self, profile: &str) -> PathBuf {
        self.target_folder().join(TARGET).join(profile).join("shardlab.wasm")
    }

    /// Two compilers must not share a target folder: each would throw away the other's work.
    fn target_folder(self) -> PathBuf {
        match self {
            Self::Own => places::target(),
            Self::Debian => places::target().join("wasm-web"),
        }
    }
}

/// The person's own flags, and no folders of this machine in the module: they make it longer, and every machine another.
fn flags() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let sources = home.map(|home| format!(" --remap-path-prefix={}=", home.join("registry/src").display()));
    // A folder with a space in its name cannot be told this way.
    let sources = sources.filter(|flag| !flag.trim().contains(' ')).unwrap_or_default();
    std::env::var("RUSTFLAGS").unwrap_or_default() + &sources
}

/// Debian's cargo, told to build the standard library (a switch that only unstable cargo has otherwise).
fn debian_cargo() -> Command {
    let mut command = run::tool("/usr/bin/cargo");
    let path = std::env::var("PATH").unwrap_or_default();
    command
        .env("PATH", format!("/usr/bin:{path}")) // cargo clippy must be Debian's too
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTDOC", "/usr/bin/rustdoc")
        .env("CARGO", "/usr/bin/cargo")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19")
        .env("CARGO_TARGET_DIR", WasmRust::Debian.target_folder())
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("LD_LIBRARY_PATH"); // points to the other compiler's libraries under cargo run
    command
}

/// Finds or installs the compiler; `SHARDLAB_WASM_RUST=own` or `debian` decides instead of the probe.
pub fn ensure() -> Result<WasmRust> {
    match std::env::var("SHARDLAB_WASM_RUST").as_deref() {
        Ok("own") => own_has_target().then_some(WasmRust::Own).ok_or(missing()),
        Ok("debian") => debian().map(|()| WasmRust::Debian),
        Ok(other) => Err(format!("SHARDLAB_WASM_RUST is {other}, must be own or debian")),
        Err(_) => probe(),
    }
}

fn probe() -> Result<WasmRust> {
    if own_has_target() {
        return Ok(WasmRust::Own);
    }
    let decision = places::cache().join("wasm-rust");
    let decided = std::fs::read_to_string(&decision).is_ok_and(|text| text == "debian");
    if !decided && rustup_adds_target() {
        return Ok(WasmRust::Own);
    }
    debian()?;
    run::write(&decision, b"debian")?;
    Ok(WasmRust::Debian)
}

/// Whether the compiler on the PATH has the target's standard library.
fn own_has_target() -> bool {
    let asked = run::capture(run::tool("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    asked.is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}

fn rustup_adds_target() -> bool {
    if places::on_path(&["rustup"]).is_none() {
        return false;
    }
    println!("Adding the target {TARGET} with rustup, seconds to a minute");
    let mut add = run::tool("rustup");
    add.args(["target", "add", TARGET]);
    if system::is_ours() {
        let added = run::within(&mut add, RUSTUP_LIMIT);
        if !added {
            println!("rustup cannot fetch it here: taking Debian's compiler for the web");
        }
        added
    } else {
        run::show(&mut add).is_ok()
    }
}

fn debian() -> Result<()> {
    let there = ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/bin/clippy-driver", "/usr/bin/wasm-ld-19"];
    let source = "/usr/lib/rustlib/src";
    if there.iter().chain([&source]).all(|path| Path::new(path).exists()) {
        return Ok(());
    }
    system::packages(&DEBIAN, "a Rust compiler for WebAssembly", &format!("rustup target add {TARGET}"))
}

fn missing() -> String {
    format!("the compiler on the PATH has no {TARGET}: rustup target add {TARGET}")
}
