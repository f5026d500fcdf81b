//! `cargo xtask`: the project's commands, each of which installs what it lacks.

mod args;
mod bench;
mod install;
mod lessons;
mod lighthouse;
mod marked;
mod net;
mod places;
mod recipes;
mod run;
mod serve;
mod site;
mod suite;
mod trunk;

use args::Args;
use std::process::ExitCode;

/// An error is a sentence for the person at the terminal.
type Result<T> = std::result::Result<T, String>;

const HELP: &str = "\
cargo xtask serve  [--port N] [--dist-only]   build the page and serve it on this machine
cargo xtask build  [--origin URL] [--out DIR] leave the static site in dist/, beside it dist.zip and shardlab.html
                   [--before DIR] [--without-offline]   (docs/hosting.md)
cargo xtask test   [GROUP...]                 run every test and check there is, or the groups named so
cargo xtask check                             before a commit: the same without the browser
cargo xtask webkit                            the built site in WebKit, by its own driver
cargo xtask recipes                           the recipes of docs/embedding.md in mdBook, Jupyter Book and Docusaurus
cargo xtask bench  [--quick] [--only PART]    measure beside bare techniques and peers, into docs/performance.md
cargo xtask lighthouse [--dist-only]           what Lighthouse says of the built site, into docs/performance.md
cargo xtask budget                            show the sizes of the built site

Used by the tests and by Trunk:
cargo xtask static DIR [--port N] [--prefix /sub/path/]
cargo xtask trunk-page | trunk-finish";

fn main() -> ExitCode {
    match command(std::env::args().skip(1)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one command; `false` when it ran and found something wrong.
fn command(words: impl Iterator<Item = String>) -> Result<bool> {
    let mut words = words.peekable();
    let verb = words.next().unwrap_or_else(|| "help".into());
    let done = |()| true;
    match verb.as_str() {
        "serve" => serve::page(&Args::read(words, &["--port"], &["--dist-only"])?).map(done),
        "static" => serve::folder(&Args::read(words, &["--port", "--prefix"], &[])?).map(done),
        "build" => site::build(&Args::read(words, &["--origin", "--out", "--before"], &["--without-offline"])?).map(done),
        "budget" => site::budget::show(&places::dist()),
        "test" => suite::test(&Args::read(words, &[], &[])?.words),
        "check" => suite::check(),
        "webkit" => suite::webkit(),
        "recipes" => suite::recipes(),
        "bench" => bench::run(&Args::read(words, &["--only"], &["--quick", "--dist-only", "--tables-only"])?).map(done),
        "lighthouse" => lighthouse::run(&Args::read(words, &[], &["--dist-only"])?),
        "trunk-page" => trunk::page().map(done),
        "trunk-finish" => trunk::finish().map(done),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(true)
        }
        other => Err(format!("there is no command \"{other}\"\n\n{HELP}")),
    }
}
