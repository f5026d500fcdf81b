//! `shardlab.html`: the site as one file with everything inside, for a stick or a learning platform.

use super::{html, offline, policy};
use crate::{Result, run};
use base64::Engine;
use flate2::{Compression, write::GzEncoder};
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The most bytes of the file: learning platforms take little at a time. Three quarters are the two large cores.
const MAX: usize = 3_700_000;
/// Of the script tag's names, those of what a page without a network and in no folder has no use for.
const NOT_INSIDE: [&str; 5] = ["data-sw", "data-release", "data-simd-", "-wasm-script", "data-not-found"];
/// What browsers of before 2023 see.
const TOO_OLD: &str = "<p class=\"too-old\" hidden><strong>This page unpacks itself with what browsers have had since 2023. \
    Please open it with a newer one.</strong></p>\n</main>";

/// Where the file stands: beside the folder.
pub fn path(dist: &Path) -> PathBuf {
    dist.with_file_name("shardlab.html")
}

/// Writes the file; `boot` is the script that unpacks it.
pub fn write(dist: &Path, boot: &[u8]) -> Result<()> {
    let page = page(dist, boot)?;
    println!("{:<50} {:>9.1} {:>9}", "all in one file (as it is)", page.len() as f64 / 1000.0, MAX / 1000);
    if page.len() > MAX {
        return Err(format!("the page in one file has {} bytes, at most {MAX}", page.len()));
    }
    run::write(&path(dist), page.as_bytes())
}

fn page(dist: &Path, boot: &[u8]) -> Result<String> {
    let index = run::read_text(&dist.join("index.html"))?;
    let boot = String::from_utf8_lossy(boot).trim_end().to_string();
    let style_name = between(&index, "<link rel=\"stylesheet\" href=\"", "\"")?;
    let style = run::read_text(&dist.join(style_name))?;
    html::stands_inside("the script that unpacks", &boot)?;
    html::stands_inside("the style", &style)?;
    let (blocks, scripts) = inside(dist, style_name)?;
    let script_tag = between(&index, "<script defer ", "></script>")?;
    let early = between(&index, "<script data-", "</script>")?;
    let hashes = [vec![policy::hash(boot.as_bytes())], scripts].concat();
    let icon = base64(&run::read(&dist.join("icon.svg"))?);
    let old_policy = between(&index, "<meta http-equiv=", ">")?;
    [
        (format!("<meta http-equiv={old_policy}>"), policy::single(&hashes, &policy::hash(style.as_bytes()))),
        ("href=\"icon.svg\"".into(), format!("href=\"data:image/svg+xml;base64,{icon}\"")),
        (format!("<link rel=\"stylesheet\" href=\"{style_name}\">"), format!("<style>{style}</style>")),
        (format!("<script data-{early}</script>\n"), String::new()),
        (format!("<script defer {script_tag}></script>\n"), String::new()),
        ("</main>".into(), TOO_OLD.into()),
        ("</body>".into(), format!("{blocks}<script {}>{boot}</script>\n</body>", kept(script_tag)?)),
    ]
    .iter()
    .try_fold(index.clone(), |page, (from, to)| html::once(&page, from, to))
}

/// The script tag's names without those that are not inside.
fn kept(script_tag: &str) -> Result<String> {
    let main = between(script_tag, "src=\"", "\"")?;
    let known = script_tag.split(' ').skip(1).filter(|word| !NOT_INSIDE.iter().any(|not| word.contains(not)));
    Ok(known.fold(format!("data-main=\"{main}\""), |all, word| format!("{all} {word}")))
}

/// The files as blocks of data, which browsers do not run, and the digests of the scripts among them.
fn inside(dist: &Path, style: &str) -> Result<(String, Vec<String>)> {
    let (mut blocks, mut scripts) = (String::new(), vec![]);
    for file in offline::files(dist)? {
        let (name, when) = (file["path"].as_str().unwrap_or_default(), file["when"].as_str().unwrap_or_default());
        if when == "simd" || name == style || ["./", "404.html", "icon.svg"].contains(&name) || offline::part(name) == "not-found" {
            continue;
        }
        let content = run::read(&dist.join(name))?;
        if Path::new(name).extension().is_some_and(|end| end == "js") {
            scripts.push(policy::hash(&content));
        }
        let _ = writeln!(blocks, "<script type=\"text/plain\" data-file=\"{name}\">{}</script>", base64(&pack(&content)?));
    }
    Ok((blocks, scripts))
}

fn base64(content: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(content)
}

fn pack(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).and_then(|()| encoder.finish()).map_err(|error| format!("gzip: {error}"))
}

/// What stands between two texts that must be there.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Result<&'a str> {
    let found = text.split_once(start).and_then(|(_, rest)| rest.split_once(end));
    found.map(|(inner, _)| inner).ok_or_else(|| format!("index.html has no {start}…{end}"))
}

#[cfg(test)]
mod tests {
    use super::{between, kept};

    #[test]
    fn the_names_of_what_is_not_inside_go() {
        let tag = "src=\"assets/main-1.js\" data-wasm=\"assets/a.wasm\" data-wasm-script=\"assets/b.js\" data-simd-wasm=\"c\" data-sw=\"sw.js\" data-release=\"d\"";
        assert_eq!(kept(tag).expect("a tag"), "data-main=\"assets/main-1.js\" data-wasm=\"assets/a.wasm\"");
    }

    #[test]
    fn a_page_without_its_marks_is_refused() {
        assert_eq!(between("a<b>c", "<", ">"), Ok("b"));
        assert!(between("abc", "<", ">").is_err_and(|why| why.contains("index.html")));
    }
}
