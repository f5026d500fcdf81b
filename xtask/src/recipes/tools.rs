//! The tools of authors at pinned versions, each installed once into target/recipes, and how each builds a book.

use super::room;
use crate::install::{npm, system};
use crate::{Result, places, run};
use std::path::{Path, PathBuf};

const MDBOOK: &str = "0.5.4";
/// The line that Sphinx builds: the newer one fetches its theme from the network at every first build.
const JUPYTER_BOOK: [&str; 5] =
    ["jupyter-book==1.0.4.post1", "sphinx==7.4.7", "myst-parser==3.0.1", "sphinx-book-theme==1.3.0", "pydata-sphinx-theme==0.17.1"];
const DOCUSAURUS: [&str; 4] = ["@docusaurus/core@3.10.2", "@docusaurus/preset-classic@3.10.2", "react@19.3.1", "react-dom@19.3.1"];

/// Where a tool is, with the source of its book.
pub fn home(name: &str) -> PathBuf {
    room().join(name)
}

/// Whether these versions are there already; else they are installed, and that is noted once they are.
fn once(name: &str, versions: &[&str], time: &str, install: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let home = home(name);
    let (note, wanted) = (home.join("installed"), versions.join("\n"));
    if !std::fs::read_to_string(&note).is_ok_and(|there| there == wanted) {
        println!("Installing {} into {}, about {time} the first time", versions.join(", "), home.display());
        let remedy = |why| {
            format!("{why}\n{name} was not installed: see that its package registry answers, or remove {} and try again", home.display())
        };
        install(&home).map_err(remedy)?;
        run::write(&note, wanted.as_bytes())?;
    }
    Ok(home)
}

/// mdBook, without its search and its server, which no page needs.
pub fn mdbook(source: &Path, pages: &Path) -> Result<()> {
    let home = once("mdbook", &[MDBOOK], "4 minutes", |home| {
        let words = ["install", "--quiet", "--locked", "--no-default-features", "mdbook", "--version", MDBOOK, "--root"];
        run::show(run::tool("cargo").args(words).arg(home))
    })?;
    run::show(run::tool(home.join("bin/mdbook")).arg("build").arg(source).arg("--dest-dir").arg(pages))
}

/// Jupyter Book, in a Python environment of its own.
pub fn jupyter_book(source: &Path, pages: &Path) -> Result<()> {
    let home = once("jupyter-book", &JUPYTER_BOOK, "a minute", |home| {
        run::show(python()?.args(["-m", "venv"]).arg(home.join("venv")))?;
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        run::show(run::tool(home.join("venv/bin/python")).args(pip).args(JUPYTER_BOOK))
    })?;
    run::show(run::tool(home.join("venv/bin/jupyter-book")).args(["build", "--quiet", "--all"]).arg(source))?;
    let built = source.join("_build/html");
    std::fs::rename(&built, pages).map_err(|error| format!("cannot move {} to {}: {error}", built.display(), pages.display()))
}

/// Docusaurus, which looks for its packages above the book's source.
pub fn docusaurus(source: &Path, pages: &Path) -> Result<()> {
    npm::ensure()?;
    let home = once("docusaurus", &DOCUSAURUS, "2 minutes", |home| {
        let words = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts", "--save-exact", "--prefix"];
        run::show(run::tool("npm").args(words).arg(home).args(DOCUSAURUS))
    })?;
    let mut node = run::tool("node");
    node.arg(home.join("node_modules/@docusaurus/core/bin/docusaurus.mjs")).arg("build").arg(source).arg("--out-dir").arg(pages);
    run::show(node.env("CI", "true"))
}

/// Python with its module for environments, which Debian has in a package of its own.
fn python() -> Result<std::process::Command> {
    let program = || {
        let found = places::on_path(&["python3", "python"])?;
        run::capture(run::tool(&found).args(["-c", "import venv, ensurepip"])).ok().map(|_| found)
    };
    if program().is_none() {
        system::packages(&["python3", "python3-venv"], "Python 3 with venv", "install Python 3.9 or newer")?;
    }
    program().map(run::tool).ok_or_else(|| "Python 3 with venv is missing: install Python 3.9 or newer".into())
}
