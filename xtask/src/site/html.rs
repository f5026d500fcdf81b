//! `index.html` and `404.html` from their templates.

use super::policy;
use crate::Result;
use std::fmt::Write;

/// What the templates say and the finished page replaces.
const STYLE: &str = "href=\"www/styles/main.css\"";
const EARLY: &str = "<script src=\"www/src/early.ts\">";
const SCRIPT: &str = "src=\"www/src/main.ts\"";
const NOT_FOUND: &str = "src=\"not-found.ts\"";
const POSTER_STYLE: &str = "href=\"embed.css\"";
const POSTER: &str = "src=\"embed.ts\"";

/// What the first script of all sends for.
const SENT_FOR_EARLY: [&str; 2] = ["wasm", "glue"];

/// The names that the page learns from its own script tag: attribute and value.
pub type Attributes = Vec<(String, String)>;

/// Whether a script or a style can stand in the page as it is.
pub fn stands_inside(what: &str, text: &str) -> Result<()> {
    if ["</", "<!--", "\r"].into_iter().any(|ends| text.contains(ends)) {
        return Err(format!("{what} has </, <!-- or a carriage return: it would end its element"));
    }
    Ok(())
}

/// The front page: policy first, Trunk's marks gone, hashed names in; `early` is the text of the script that stands in the page.
pub fn index(template: &str, style: &str, (early, script): (&str, &str), known: &Attributes, origin: Option<&str>) -> Result<String> {
    let plain = without_trunk(template);
    let secured = once(&plain, "<head>", &format!("<head>\n{}", policy::meta(origin, &[policy::hash(early.as_bytes())])))?;
    let styled = once(&secured, STYLE, &format!("href=\"{style}\""))?;
    let mut attributes = format!("src=\"{script}\"");
    for (name, value) in known {
        let _ = write!(attributes, " data-{name}=\"{value}\"");
    }
    stands_inside("the early script", early)?;
    let mut first = "<script".to_string();
    for (name, value) in known.iter().filter(|(name, _)| SENT_FOR_EARLY.contains(&name.as_str())) {
        let _ = write!(first, " data-{name}=\"{value}\"");
    }
    let _ = write!(first, ">{early}");
    once(&once(&styled, EARLY, &first)?, SCRIPT, &attributes)
}

/// The page for addresses that do not exist.
pub fn not_found(template: &str, script: &str, origin: Option<&str>) -> Result<String> {
    let secured = once(template, "<head>", &format!("<head>\n{}", policy::meta(origin, &[])))?;
    once(&secured, NOT_FOUND, &format!("src=\"{script}\""))
}

/// The poster of frames.
pub fn poster(template: &str, style: &str, script: &str, origin: Option<&str>) -> Result<String> {
    let secured = once(template, "<head>", &format!("<head>\n{}", policy::meta(origin, &[])))?;
    let styled = once(&secured, POSTER_STYLE, &format!("href=\"{style}\""))?;
    once(&styled, POSTER, &format!("src=\"{script}\""))
}

/// Without the lines that only Trunk reads.
fn without_trunk(template: &str) -> String {
    let kept = template.lines().filter(|line| !line.contains("data-trunk"));
    kept.flat_map(|line| [line, "\n"]).collect()
}

/// Replaces what must be there exactly once.
pub fn once(text: &str, from: &str, to: &str) -> Result<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => Err(format!("a template of a page has {from} {count} times, must have it once")),
    }
}

/// The value of `name="…"` in a finished page.
pub fn attribute<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = html.split_once(&format!(" {name}=\""))?;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::{attribute, index};

    const TEMPLATE: &str = "<head>\n<meta charset=utf-8>\n<link data-trunk rel=\"rust\">\n\
        <link rel=\"stylesheet\" href=\"www/styles/main.css\">\n<script src=\"www/src/early.ts\"></script>\n<script defer src=\"www/src/main.ts\"></script>\n";

    #[test]
    fn the_page_learns_its_names_from_the_script_tag() {
        let known = vec![("wasm".to_string(), "assets/w.wasm".to_string())];
        let html = index(TEMPLATE, "assets/s.css", ("early()", "assets/m.js"), &known, None).expect("a whole template");
        assert_eq!(attribute(&html, "data-wasm"), Some("assets/w.wasm"));
        assert!(html.contains("<script data-wasm=\"assets/w.wasm\">early()</script>"));
        assert!(html.contains("<script defer src=\"assets/m.js\" data-wasm"));
        assert!(html.starts_with("<head>\n<meta http-equiv") && html.contains(&super::policy::hash(b"early()")));
        assert!(!html.contains("data-trunk") && !html.contains("www/"));
    }

    #[test]
    fn a_script_that_would_end_its_element_is_refused() {
        for early in ["'</script>'", "'<!--'", "a\r\nb"] {
            assert!(index(TEMPLATE, "s", (early, "m"), &vec![], None).is_err_and(|why| why.contains("the early script")), "{early}");
        }
    }

    #[test]
    fn a_template_without_its_marks_is_refused() {
        let broken = TEMPLATE.replace("www/src/main.ts", "main.js");
        assert!(index(&broken, "s", ("e", "m"), &vec![], None).is_err_and(|why| why.contains("www/src/main.ts")));
    }
}
