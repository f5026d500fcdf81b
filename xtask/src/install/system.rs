//! Debian packages: installed where we are root on Debian, named to the person everywhere else.

use crate::{Result, run};

/// Whether packages can be installed without asking anybody.
pub fn is_ours() -> bool {
    is_debian() && is_root()
}

fn is_debian() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=debian")
}

fn is_root() -> bool {
    run::capture(run::tool("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs packages, or says what is missing (`what`) and how to get it (`remedy`).
pub fn packages(names: &[&str], what: &str, remedy: &str) -> Result<()> {
    if !is_ours() {
        let debian = if is_debian() { format!(", or as root: apt-get install {}", names.join(" ")) } else { String::new() };
        return Err(format!("{what} is missing: {remedy}{debian}"));
    }
    println!("Installing {what} with apt-get ({}), about a minute the first time", names.join(" "));
    run::show(apt(&["update", "-qq"]).stdout(std::process::Stdio::null()))?;
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    run::show(apt(&[&install[..], names].concat()).stdout(std::process::Stdio::null()))
}

fn apt(words: &[&str]) -> std::process::Command {
    let mut command = run::tool("apt-get");
    command.args(["-o", "DPkg::Lock::Timeout=300"]).args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
}
