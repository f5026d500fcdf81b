//! The page's scripts and styles, bundled by esbuild into classic scripts.

use crate::{Result, places, run};
use std::path::{Path, PathBuf};

/// Entries that every site has: name and source.
const ENTRIES: [(&str, &str); 11] = [
    ("early", "www/src/early.ts"),
    ("main", "www/src/main.ts"),
    ("worker", "www/src/worker.ts"),
    ("style", "www/styles/main.css"),
    ("not-found", "xtask/site/not-found.ts"),
    ("sw", "www/sw/worker.ts"),
    ("sw-retired", "www/sw/retired.ts"),
    ("single", "xtask/site/single.ts"),
    ("shard-lab", "www/src/host/shard-lab.ts"),
    ("embed", "xtask/site/embed.ts"),
    ("poster", "www/styles/embed.css"),
];
/// Each file here is a script of its own, loaded when the page asks for it.
const LAZY: &str = "www/src/lazy";
/// What the page's own script hands to those in the place of a library, and the modules that it stands for.
const HANDED: &str = "./www/src/state/lit.ts";
const LIBRARY: [&str; 4] = ["lit", "lit/decorators.js", "lit/directives/keyed.js", "lit/directives/live.js"];

/// The bundled files.
#[derive(Debug)]
pub struct Pages {
    folder: PathBuf,
}

impl Pages {
    /// The bundle `name`, such as `main.js`.
    pub fn get(&self, name: &str) -> Result<Vec<u8>> {
        run::read(&self.folder.join(name))
    }

    /// What went into the bundles, as esbuild tells it.
    pub fn inputs(&self) -> Result<[String; 2]> {
        Ok([run::read_text(&self.folder.join("meta.json"))?, run::read_text(&self.folder.join("meta-lazy.json"))?])
    }
}

/// The names of the parts that are loaded on demand.
pub fn lazy() -> Vec<String> {
    let files = run::files(&places::root().join(LAZY));
    let name = |file: &String| file.strip_suffix(".ts").filter(|name| !name.contains('.')).map(String::from);
    files.iter().filter_map(name).collect()
}

/// Bundles every entry into `folder`.
pub fn bundle(folder: &Path) -> Result<Pages> {
    run::remove_folder(folder)?;
    esbuild(folder, ENTRIES.iter().map(|(name, source)| format!("{name}={source}")), "meta.json")?;
    let handed = LIBRARY.iter().map(|module| format!("--alias:{module}={HANDED}"));
    esbuild(folder, lazy().iter().map(|name| format!("{name}={LAZY}/{name}.ts")).chain(handed), "meta-lazy.json")?;
    Ok(bundled(folder))
}

/// Runs esbuild for some of the entries.
fn esbuild(folder: &Path, entries: impl Iterator<Item = String>, meta: &str) -> Result<()> {
    let mut esbuild = run::tool(places::npm_bin("esbuild"));
    esbuild.args(entries);
    esbuild.args(["--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=utf8"]);
    esbuild.arg("--loader:.sheet.css=text"); // a lazy script brings its own style sheet
    esbuild.args(["--legal-comments=none", "--log-level=warning"]); // licences.txt has the notices
    esbuild.arg(format!("--outdir={}", folder.display()));
    esbuild.arg(format!("--metafile={}", folder.join(meta).display()));
    run::show(&mut esbuild)
}

/// What an earlier `bundle` left in `folder`.
pub fn bundled(folder: &Path) -> Pages {
    Pages { folder: folder.to_path_buf() }
}

/// Minifies a classic script that other scripts share names with.
pub fn minify(script: &[u8], stage: &Path) -> Result<Vec<u8>> {
    let (from, to) = (stage.join("whole.js"), stage.join("small.js"));
    run::write(&from, script)?;
    let mut esbuild = run::tool(places::npm_bin("esbuild"));
    esbuild.arg(&from).arg(format!("--outfile={}", to.display()));
    run::show(esbuild.args(["--minify", "--target=es2022", "--charset=utf8", "--log-level=warning"]))?;
    run::read(&to)
}
