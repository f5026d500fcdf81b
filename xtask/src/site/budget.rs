//! The sizes that the site must stay under, in gzip bytes. They are only ever lowered; that of the whole core rose twice, from 450
//! to 600 for the two simulations, the expectations and the editor's help, to 650 for learners' own lists, challenges and twins.

use super::{html, offline, page};
use crate::{Result, run};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::Path;

/// Sizes are in thousands of bytes.
const KB: usize = 1000;
/// Requests to the first running preset: each costs a round trip on a class-room's slow network.
const REQUESTS_MAX: usize = 12;

/// One line of the table.
#[derive(Debug)]
struct Line {
    what: String,
    size: usize,
    max: usize,
}

/// Prints the table; whether every line is within its budget.
pub fn show(dist: &Path) -> Result<bool> {
    let index = run::read_text(&dist.join("index.html")).map_err(|_| format!("{} has no site yet: cargo xtask build", dist.display()))?;
    let (lines, requests) = measure(dist, &index)?;
    println!("{:<50} {:>9} {:>9}", "gzip -9", "KB", "budget");
    for line in &lines {
        let over = if line.size > line.max { "  OVER" } else { "" };
        println!("{:<50} {:>9.1} {:>9}{over}", line.what, line.size as f64 / KB as f64, line.max / KB);
    }
    let over = if requests > REQUESTS_MAX { "  OVER" } else { "" };
    println!("{:<50} {requests:>9} {REQUESTS_MAX:>9}{over}", "requests to the first running preset");
    Ok(requests <= REQUESTS_MAX && lines.iter().all(|line| line.size <= line.max))
}

/// The lines, and the number of requests.
fn measure(dist: &Path, index: &str) -> Result<(Vec<Line>, usize)> {
    let file = |name: &str| -> Result<usize> { gzip(&run::read(&dist.join(name))?) };
    let named =
        |attribute: &str| -> Result<usize> { file(html::attribute(index, attribute).ok_or(format!("index.html names no {attribute}"))?) };
    let styles: Vec<&str> = assets(index, "href").filter(|name| name.ends_with(".css")).collect();
    let scripts: Vec<&str> = assets(index, "src").collect();
    let sum = |names: &[&str]| names.iter().map(|name| file(name)).sum::<Result<usize>>();
    let (shell, main, wasm) = (file("index.html")? + sum(&styles)?, sum(&scripts)?, named("data-wasm")?);
    // On a wide screen the comparison stands beneath the ring, so its panel belongs to the first view.
    let first = shell + main + wasm + named("data-glue")? + named("data-worker")? + named("data-panels")?;
    // The index, the core, its glue, the worker and the panels; icons and the like are `href`s too.
    let requests = 5 + scripts.len() + assets(index, "href").count();
    let line = |what: &str, size, max| Line { what: what.into(), size, max: max * KB };
    let mut lines = vec![
        line("HTML and CSS (read before any script)", shell, 25),
        line("page script (before the first screen acts)", main, 40),
        line("core of the first view (computes on every device)", wasm, 235),
        line("all to the first running preset", first, 320),
        line("whole core with its glue (when asked for)", named("data-whole-wasm")? + named("data-whole-glue")?, 610),
        line("the same with SIMD (in its place)", named("data-simd-wasm")? + named("data-whole-glue")?, 610),
        line("engine for code, core included (when asked for)", named("data-script-wasm")? + named("data-script-glue")?, 1270),
    ];
    // Before Start a page full of figures loads the element, or a poster a frame: where they have no origin, each for itself.
    lines.push(line("element for other pages", file("shard-lab.js")?, 5));
    lines.push(line("poster of a frame without the element", poster(dist)?, 7));
    for name in page::lazy() {
        let max = match name.as_str() {
            "editor" => 150,
            "form" => 15,
            "frame" => 3,
            "share" => 30,
            "presets" => 25,
            _ => 60,
        };
        lines.push(line(&format!("{name} (when asked for)"), named(&format!("data-{name}"))?, max));
    }
    if dist.join(offline::RETIRED).is_file() {
        lines.push(line("service worker (behind the first view)", file(offline::WORKER)?, 5));
        lines.push(line("all that is kept for use without a network", kept(dist)?, 1500));
    }
    for lesson in html::attribute(index, "data-lessons").unwrap_or_default().split_whitespace() {
        let (name, address) = lesson.split_once('=').unwrap_or((lesson, lesson));
        lines.push(line(&format!("lesson {name} (when it is opened)"), file(address)?, 20));
    }
    Ok((lines, requests))
}

/// What a browser with SIMD keeps for use without a network, before what can wait.
pub fn kept(dist: &Path) -> Result<usize> {
    let files = offline::files(dist)?;
    let fetched = files.iter().filter(|file| file["when"] == "now" || file["when"] == "simd");
    let path = |file: &serde_json::Value| file["path"].as_str().unwrap_or_default().replace("./", "index.html");
    fetched.map(|file| gzip(&run::read(&dist.join(path(file)))?)).sum()
}

/// The poster with its style and script.
fn poster(dist: &Path) -> Result<usize> {
    let html = run::read_text(&dist.join("embed.html"))?;
    let parts = assets(&html, "href").chain(assets(&html, "src")).filter(|name| name.starts_with("assets/"));
    let sizes = parts.map(|name| gzip(&run::read(&dist.join(name))?)).sum::<Result<usize>>()?;
    Ok(gzip(html.as_bytes())? + sizes)
}

/// The values of an attribute that name our own files.
fn assets<'a>(html: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {attribute}=\"");
    let values: Vec<&str> = html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect();
    values.into_iter().filter(|name| name.starts_with("assets/") || name.starts_with("icon"))
}

fn gzip(content: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let done = encoder.write_all(content).and_then(|()| encoder.finish());
    done.map(|packed| packed.len()).map_err(|error| format!("gzip: {error}"))
}

#[cfg(test)]
mod tests {
    use super::assets;

    #[test]
    fn only_files_of_the_site_count_as_requests() {
        let html = "<a href=\"https://x.org\"><link href=\"assets/a.css\"><a href=\"#main\"><link rel=icon href=\"icon.svg\">";
        assert_eq!(assets(html, "href").collect::<Vec<_>>(), ["assets/a.css", "icon.svg"]);
    }
}
