//! Hostile links: a corpus with every class of flaw that a link can have. Each is refused with words, or opens as a text and
//! nothing more. `tests/hostile_links.txt` is the corpus as `tests/e2e/hostile-links.spec.ts` reads it; `UPDATE=1` writes it anew.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shardlab::draw::{self, LoadView, Theme};
use shardlab::experiment;
use shardlab::scenario::{self, Opened, Place, fragment, open};
use std::collections::BTreeSet;

/// One link: what is wrong with it, what is said of it (nothing where it opens), and the link.
struct Line {
    class: &'static str,
    said: &'static str,
    link: String,
}

const CLASSES: [&str; 14] = [
    "truncated",
    "changed",
    "too new",
    "bomb",
    "oversized",
    "base64",
    "utf-8",
    "markup",
    "javascript",
    "style",
    "prototype",
    "escaped",
    "number",
    "address",
];

const CUT: &str = "is cut off";
const CHANGED: &str = "was changed on its way";
const NEWER: &str = "newer version";
const NO_PRESET: &str = "there is no preset";
const NO_LINK: &str = "which is no link to a scenario";

const MARKUP: &str = "<img src=x onerror=self.hit=1>";

fn deflated(text: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(text, 9)
}

fn sum(text: &[u8]) -> [u8; 4] {
    crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(text).to_be_bytes()
}

fn payload(flags: u8, preset: u8, stream: &[u8], sum: [u8; 4]) -> String {
    URL_SAFE_NO_PAD.encode([&[flags, preset], stream, &sum].concat())
}

/// A payload that says of itself what is so, with any bytes as its text.
fn honest(text: &[u8]) -> String {
    format!("#v1.{}", payload(0, 0, &deflated(text), sum(text)))
}

fn refused(class: &'static str, said: &'static str, link: impl Into<String>) -> Line {
    Line { class, said, link: link.into() }
}

fn opens(class: &'static str, text: &str) -> Line {
    Line { class, said: "", link: fragment(text, &Place::default()).unwrap_or_else(|problem| panic!("{problem}")) }
}

/// Links that are broken: by accident, by age, or on purpose.
fn broken() -> Vec<Line> {
    let text = "title = \"whole\"\nnodes = [\"a\", \"b\"]\n[[strategy]]\nkind = \"ring\"\n";
    let whole = honest(text.as_bytes());
    let (half, last) = (whole.len() / 2, whole.len() - 1);
    let flipped = |at: usize| format!("{}{}{}", &whole[..at], if &whole[at..=at] == "A" { "B" } else { "A" }, &whole[at + 1..]);
    let trailing = [deflated(text.as_bytes()), vec![0]].concat();
    let bomb = |size: usize| honest(&vec![b' '; size]);
    vec![
        refused("truncated", CUT, "#v1."),
        refused("truncated", CUT, &whole[..half]),
        refused("truncated", CUT, &whole[..whole.len() - 6]),
        refused("changed", CHANGED, flipped(half)),
        refused("changed", CHANGED, flipped(last - 3)),
        refused("changed", CHANGED, format!("#v1.{}", payload(0, 0, &deflated(text.as_bytes()), sum(b"another")))),
        refused("changed", CHANGED, format!("#v1.{}", payload(0, 0, &trailing, sum(text.as_bytes())))),
        refused("changed", CHANGED, format!("#v1.{}", payload(0, 0, &[7; 40], [0; 4]))),
        refused("too new", NEWER, "#v2.AAAA"),
        refused("too new", NEWER, "#v99999999999.AAAA&step=1"),
        refused("too new", NEWER, format!("#v1.{}", payload(1, 0, &[3, 0], [0; 4]))),
        refused("too new", NEWER, format!("#v1.{}", payload(0, 250, &[3, 0], [0; 4]))),
        refused("bomb", "a text of more than", bomb(256 * 1024 + 1)),
        refused("bomb", "a text of more than", bomb(2 << 20)),
        refused("oversized", "at most 65536 are read", "#v1.{A*65537}"),
        refused("oversized", "at most 65536 are read", "#preset={a*300000}"),
        refused("base64", CHANGED, "#v1.AAA@AAAA"),
        refused("base64", CHANGED, "#v1.AAAA+/AA=="),
        refused("base64", CHANGED, "#v1.AAAAé\u{1f600}"),
        refused("utf-8", CHANGED, honest(b"title = \"\xff\xfe\"")),
        refused("utf-8", CHANGED, honest(b"\xed\xa0\x80")),
        refused("utf-8", NO_PRESET, "#preset=%ff%fe"),
    ]
}

/// Addresses that try to be something else than a link.
fn addresses() -> Vec<Line> {
    vec![
        refused("markup", CHANGED, format!("#v1.{MARKUP}")),
        refused("markup", NO_PRESET, "#preset=<script>self.hit=1</script>"),
        refused("markup", NO_LINK, "#<svg/onload=self.hit=1>"),
        refused("markup", NEWER, "#v7.\"><iframe/src=//evil.example/>"),
        refused("markup", "must be a lower-case word", "#preset=weights&view=<img/src=x/onerror=self.hit=1>"),
        refused("javascript", NO_LINK, "#javascript:self.hit=1"),
        refused("javascript", NO_PRESET, "#preset=javascript:self.hit=1"),
        refused("javascript", NO_PRESET, "?preset=javascript:self.hit=1"),
        refused("style", "must be light or dark", "#preset=weights&theme=red;background:url(//evil.example/a.png)"),
        refused("style", NO_PRESET, "#preset=x;}*{background:url(//evil.example/a.png)}"),
        refused("prototype", NO_PRESET, "#preset=__proto__"),
        refused("prototype", NO_PRESET, "#preset=constructor"),
        refused("prototype", NO_LINK, "#__proto__=hit"),
        refused("prototype", "must be 1 or 0", "#preset=weights&embed=__proto__"),
        refused("escaped", NO_PRESET, "#%23preset=%253Cscript%253Eself.hit=1"),
        refused("escaped", NO_LINK, "#%2523%3Cimg%20src%3Dx%20onerror%3Dself.hit%3D1%3E"),
        refused("escaped", NO_PRESET, "#preset=%E2%80%AEgnp%00%0a%1b[31m"),
        refused("number", "must be a whole number", "#preset=weights&step=-1"),
        refused("number", "must be a whole number", "#preset=weights&step=1e9"),
        refused("number", "must be a whole number", "#preset=weights&step=99999999999999999999"),
        refused("number", "must be a time in seconds", "#preset=weights&at=NaN"),
        refused("number", "must be a time in seconds", "#preset=weights&at=1e309s"),
        refused("address", NO_PRESET, "#preset=../../secret"),
        refused("address", NO_PRESET, "#preset=https://evil.example/x.toml"),
        refused("address", NO_LINK, "#//evil.example/"),
        refused("address", NO_LINK, "#url=https://evil.example/x.toml"),
    ]
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let escaped = |letter: char| match letter {
        '"' | '\\' => format!("\\{letter}"),
        control if control.is_control() => format!("\\u{:04X}", u32::from(control)),
        plain => plain.to_string(),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

/// A scenario in which everything that has a name has this one.
fn named(name: &str) -> String {
    let (all, added, pattern) = (quoted(name), quoted(&format!("{name} 2")), quoted(&format!("{name}{{i}}")));
    format!(
        "title = {all}\nnodes = [{all}, \"b\"]\n\n[keys]\ncount = 60\npattern = {pattern}\n\n[[strategy]]\nkind = \"ring\"\nname = {all}\n\n[[step]]\nadd = {added}\n"
    )
}

/// A scenario around one line.
fn with(line: &str) -> String {
    format!("{line}\nnodes = [\"a\", \"b\"]\n\n[[strategy]]\nkind = \"ring\"\n")
}

/// Links that are whole, with texts that hope to be more than that.
fn texts() -> Vec<Line> {
    let code =
        "nodes = [\"a\"]\n[[strategy]]\nkind = \"script\"\nsource = '''\nself.hit = 1\ndef assign(key, nodes):\n    return nodes[0]\n'''\n";
    let elsewhere = format!(
        "nodes = [\"a\"]\n[keys]\nfile = \"https://evil.example/keys.txt\"\nsha256 = \"{}\"\ncount = 3\n[[strategy]]\nkind = \"ring\"\n",
        "ab".repeat(32)
    );
    let beside = fragment(&named("beside"), &Place::default()).unwrap_or_default();
    vec![
        opens("markup", &named(MARKUP)),
        opens("markup", &named("<script>self.hit=1</script>")),
        opens("markup", &named("\"><svg onload=self.hit=1>")),
        opens("markup", &named("</title></style></textarea><iframe src=//evil.example/>")),
        opens("markup", &named("${self.hit=1}{{self.hit=1}}")),
        opens("markup", MARKUP),
        opens("markup", &with(&format!("{} = 1", quoted(MARKUP)))),
        opens("markup", &with(&format!("hash = {}", quoted(MARKUP)))),
        opens("javascript", &named("javascript:self.hit=1")),
        opens("javascript", code),
        opens("style", &named("red;background:url(//evil.example/a.png)")),
        opens("style", &named("\"/style=\"background:url(//evil.example/a.png)")),
        opens("prototype", &named("__proto__")),
        opens("prototype", &named("constructor")),
        opens("prototype", &with("__proto__ = { hit = 1 }")),
        Line { class: "prototype", said: "", link: format!("{beside}&__proto__[hit]=1&constructor=hit&onload=self.hit=1") },
        opens("escaped", &named("%3Cscript%3Eself.hit=1%3C/script%3E")),
        opens("escaped", &named("\u{202e}gnp.\u{200b}\u{feff}\u{1b}[31m")),
        opens("number", &with("replicas = 1e308")),
        opens("number", &with("seed = -9223372036854775809")),
        opens("number", &with(&format!("title = {}{}", "[".repeat(5_000), "]".repeat(5_000)))),
        opens("address", &named("https://evil.example/")),
        opens("address", &elsewhere),
    ]
}

/// What the corpus is written from.
fn made() -> Vec<Line> {
    [broken(), addresses(), texts()].into_iter().flatten().collect()
}

/// `{A*3}` as AAA, so that the corpus stays a file that people can open.
fn unfolded(link: &str) -> String {
    let Some((before, rest)) = link.split_once('{') else { return link.to_owned() };
    let folded = rest.split_once('}').and_then(|(inner, after)| Some((inner.split_once('*')?, after)));
    match folded.and_then(|((letter, times), after)| Some(format!("{before}{}{after}", letter.repeat(times.parse().ok()?)))) {
        Some(whole) => whole,
        None => link.to_owned(),
    }
}

/// A link as its reader meets it: what begins with `?` is the query of an address.
fn follow(link: &str) -> Opened {
    let link = unfolded(link);
    if link.starts_with('?') { open("", &link) } else { open(&link, "") }
}

/// The corpus as it stands in its file: class, what is said, link.
fn corpus() -> Vec<(&'static str, &'static str, &'static str)> {
    let lines = include_str!("hostile_links.txt").lines().filter(|line| !line.starts_with("//"));
    let parts = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    parts.map(|parts| (parts[0], if parts[1] == "-" { "" } else { parts[1] }, parts[2])).collect()
}

/// A packer that packs better changes no link that is out there, so only what the lines are about is compared.
#[test]
fn the_corpus_has_every_class_of_flaw() {
    let head = "// Hostile links, written by tests/hostile_links.rs. Columns: what is wrong, what is said of it (- where it opens as a text), link;\n// {A*3} stands for AAA.\n";
    let line = |Line { class, said, link }: &Line| format!("{class}\t{}\t{link}\n", if said.is_empty() { "-" } else { said });
    let all: String = made().iter().map(line).collect();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile_links.txt"), format!("{head}{all}")).unwrap();
    }
    let about: Vec<_> = corpus().iter().map(|(class, said, _)| (*class, *said)).collect();
    assert_eq!(about, made().iter().map(|line| (line.class, line.said)).collect::<Vec<_>>());
    assert_eq!(about.iter().map(|(class, _)| *class).collect::<BTreeSet<_>>(), BTreeSet::from(CLASSES));
}

#[test]
fn broken_links_are_refused_with_words() {
    for (_, said, link) in corpus().into_iter().filter(|(_, said, _)| !said.is_empty()) {
        let Opened::Broken { message } = follow(link) else { panic!("{link:.80} opens {:?}", follow(link)) };
        assert!(message.contains(said), "{link:.80}: {message}");
        assert!(message.ends_with(')') && message.chars().count() < 400, "{message}");
        assert!(!message.chars().any(|letter| letter.is_control() || ('\u{202a}'..='\u{202e}').contains(&letter)), "{message:?}");
    }
}

/// The tags of a picture's file.
fn tags(svg: &str) -> BTreeSet<&str> {
    svg.split('<').skip(1).filter_map(|tag| tag.split([' ', '>', '/']).find(|name| !name.is_empty())).collect()
}

#[test]
fn hostile_texts_open_as_texts_and_stay_it_in_every_file() {
    let plain = tags_of(&named("plain")).unwrap_or_default();
    assert!(plain.iter().any(|one| one == "svg"), "{plain:?}");
    let mut drawn = 0;
    for (.., link) in corpus().into_iter().filter(|(_, said, _)| said.is_empty()) {
        let (Opened::Text { text, .. } | Opened::Preset { text, .. }) = follow(link) else { panic!("{link:.80} opens {:?}", follow(link)) };
        let Some(found) = tags_of(&text) else { continue };
        drawn += 1;
        assert!(found.is_subset(&plain), "{text}: {found:?}");
    }
    assert!(drawn >= 10, "{drawn}");
}

/// The tags of the picture of a text's loads, where it has no error and is drawn at once.
fn tags_of(text: &str) -> Option<BTreeSet<String>> {
    let needs_more = text.contains("file =") || text.contains("source =");
    let scenario = scenario::read(text).scenario.filter(|_| !needs_more)?;
    let report = experiment::run(scenario);
    let view = LoadView { strategy: 0, phase: 0, width: 400.0, height: 300.0, theme: Theme::Light, scale: 1.0, focus: None };
    let svg = draw::svg(&draw::load(&report, &view), Theme::Light.roles().surface, &report.title, "in words");
    Some(tags(&svg).into_iter().map(str::to_owned).collect())
}
