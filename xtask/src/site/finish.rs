//! The last step: optimise, name by content, write the pages, hold the budgets.

use super::core::{Core, Cores};
use super::page::{self, Pages};
use super::{budget, html, licences, names, offline, optimise};
use crate::{Result, lessons, places, run};
use base64::Engine;
use std::path::{Path, PathBuf};

/// What is to be joined, and where.
#[derive(Debug)]
pub struct Plan {
    pub cores: Cores,
    pub pages: Pages,
    /// The origin that the site will be published under, where it is known.
    pub origin: Option<String>,
    /// Whether to optimise and to hold the budgets.
    pub release: bool,
    /// Whether browsers keep the site for use without a network; else those that did forget it.
    pub offline: bool,
    pub out: PathBuf,
}

/// Writes the site.
pub fn run(plan: Plan) -> Result<()> {
    let (attributes, scripts, style) = assets(&plan)?;
    let root = places::root();
    not_found(&plan)?;
    figures(&plan)?;
    copy_static(&root.join("www/static"), &plan.out)?;
    run::write(&plan.out.join("licences.txt"), licences::text(&plan.pages.inputs()?)?.as_bytes())?;
    let template = run::read_text(&root.join("index.html"))?;
    let index = |known: &html::Attributes| html::index(&template, &style, (&scripts.0, &scripts.1), known, plan.origin.as_deref());
    pages(&plan, attributes, &index)?;
    let held = budget::show(&plan.out)?;
    if plan.release && !held { Err("the site is over its budget".into()) } else { Ok(()) }
}

/// Writes the page, which names its release, and the service worker, which keeps it.
fn pages(plan: &Plan, mut known: html::Attributes, index: &dyn Fn(&html::Attributes) -> Result<String>) -> Result<()> {
    let retired = plan.pages.get("sw-retired.js")?;
    run::write(&plan.out.join(offline::RETIRED), &retired)?;
    let page = plan.out.join("index.html");
    if !plan.offline {
        run::write(&plan.out.join(offline::WORKER), &retired)?;
        return run::write(&page, index(&known)?.as_bytes());
    }
    known.push(("sw".into(), offline::WORKER.into()));
    let id = offline::id(&plan.out, &index(&known)?)?;
    known.push(("release".into(), id.clone()));
    run::write(&page, index(&known)?.as_bytes())?;
    offline::write(&plan.out, &version(), &id, &plan.pages.get("sw.js")?)
}

/// Writes what has a hashed name; the attributes for the script tag, the early script itself and the name of the main one, the style sheet.
fn assets(plan: &Plan) -> Result<(html::Attributes, (String, String), String)> {
    let put = |name: &str, ending: &str, content: &[u8]| -> Result<String> {
        let name = names::asset(name, ending, content);
        run::write(&plan.out.join(&name), content)?;
        Ok(name)
    };
    let mut attributes = vec![("worker".into(), put("worker", "js", &plan.pages.get("worker.js")?)?)];
    for (prefix, core) in
        [("", &plan.cores.first), ("whole-", &plan.cores.whole), ("simd-", &plan.cores.simd), ("script-", &plan.cores.script)]
    {
        let Core { glue, wasm } = core;
        let simd = prefix == "simd-";
        let wasm = if plan.release { optimise::run(wasm, simd)? } else { wasm.clone() };
        let as_text = base64::engine::general_purpose::STANDARD.encode(&wasm);
        let script = format!("self.shardlabWasm=\"{as_text}\";\n");
        // With SIMD it is the same: the whole core's.
        if !simd {
            let glue = page::minify(glue, &places::stage("glue"))?;
            attributes.push((format!("{prefix}glue"), put(&format!("{prefix}glue"), "js", &glue)?));
        }
        attributes.extend([
            (format!("{prefix}wasm"), put(&format!("{prefix}shardlab"), "wasm", &wasm)?),
            (format!("{prefix}wasm-size"), wasm.len().to_string()),
            (format!("{prefix}wasm-script"), put(&format!("{prefix}wasm"), "js", script.as_bytes())?),
        ]);
    }
    for name in page::lazy() {
        let script = put(&name, "js", &plan.pages.get(&format!("{name}.js"))?)?;
        attributes.push((name, script));
    }
    let mut addresses = Vec::new();
    for lesson in lessons::all()? {
        addresses.push(format!("{}={}", lesson.name, put(&format!("lesson-{}", lesson.name), "js", lesson.text.as_bytes())?));
    }
    attributes.push(("lessons".into(), addresses.join(" ")));
    attributes.push(("version".into(), version()));
    let early = String::from_utf8_lossy(&plan.pages.get("early.js")?).trim_end().to_string();
    let main = put("main", "js", &plan.pages.get("main.js")?)?;
    let style = put("style", "css", &plan.pages.get("style.css")?)?;
    Ok((attributes, (early, main), style))
}

/// The package's version and, where git knows it, the commit.
fn version() -> String {
    let mut git = run::tool("git");
    let asked = run::capture(git.args(["describe", "--always", "--dirty", "--abbrev=10", "--exclude=*"]));
    let package = licences::package_version().unwrap_or_default();
    asked.map_or_else(|_| package.clone(), |commit| format!("{package}+{}", commit.trim()))
}

fn not_found(plan: &Plan) -> Result<()> {
    let script = put(plan, "not-found", "js", "not-found.js")?;
    let template = run::read_text(&places::root().join("xtask/site/404.html"))?;
    let page = html::not_found(&template, &script, plan.origin.as_deref())?;
    run::write(&plan.out.join("404.html"), page.as_bytes())
}

/// The poster of frames, and the element: other people's pages name both, so their names stay.
fn figures(plan: &Plan) -> Result<()> {
    run::write(&plan.out.join("shard-lab.js"), &plan.pages.get("shard-lab.js")?)?;
    let (script, style) = (put(plan, "embed", "js", "embed.js")?, put(plan, "poster", "css", "poster.css")?);
    let template = run::read_text(&places::root().join("xtask/site/embed.html"))?;
    let page = html::poster(&template, &style, &script, plan.origin.as_deref())?;
    run::write(&plan.out.join("embed.html"), page.as_bytes())
}

/// Writes a bundled file under a name of its content; that name.
fn put(plan: &Plan, name: &str, ending: &str, bundle: &str) -> Result<String> {
    let content = plan.pages.get(bundle)?;
    let name = names::asset(name, ending, &content);
    run::write(&plan.out.join(&name), &content)?;
    Ok(name)
}

/// Copies files that keep their names, such as icons.
fn copy_static(from: &Path, to: &Path) -> Result<()> {
    for name in run::files(from) {
        run::write(&to.join(&name), &run::read(&from.join(&name))?)?;
    }
    Ok(())
}

/// Makes sure that the output folder is ours to empty.
pub fn claim(out: &Path) -> Result<()> {
    let ours = out.join("licences.txt").is_file() && out.join("assets").is_dir();
    let empty = std::fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    if !ours && !empty {
        return Err(format!("{} has files that are not a built site: choose another folder", out.display()));
    }
    Ok(())
}
