//! The reader: every message that it can give, hostile and odd texts in bounded time, and what holds for any text.

use proptest::prelude::*;
use shardlab::scenario::{self, PRESETS, Reading, Severity};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

const MESSAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios/messages.txt");
/// Between the name of a case and its text, and between its text and what the reader says of it.
const NAME: &str = "==== ";
const SAYS: &str = "---- says";

fn whole(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|problem| panic!("{path}: {problem}"))
}

/// What the reader says of a text, a problem a line.
fn said(text: &str) -> String {
    scenario::read(text).diagnostics.iter().map(|diagnostic| format!("{diagnostic}\n")).collect()
}

/// Each case of the file: its name, its text, what is said of it.
fn cases(file: &str) -> Vec<(&str, &str, &str)> {
    let bodies = file.split(NAME).skip(1);
    bodies
        .filter_map(|body| body.split_once('\n'))
        .filter_map(|(name, rest)| {
            let (text, says) = rest.split_once(SAYS)?;
            Some((name, text, says.trim_start_matches('\n').trim_end_matches('\n')))
        })
        .collect()
}

/// `UPDATE=1` writes what is said anew; the texts stay.
#[test]
fn every_message_is_as_written_down() {
    let file = whole(MESSAGES);
    let mut found = file.split(NAME).next().unwrap_or_default().to_owned();
    for (name, text, _) in cases(&file) {
        let _ = write!(found, "{NAME}{name}\n{text}{SAYS}\n{}\n", said(text));
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(MESSAGES, &found).unwrap_or_else(|problem| panic!("{MESSAGES}: {problem}"));
        return;
    }
    let (found, known) = (cases(&found), cases(&file));
    for (found, known) in found.iter().zip(&known) {
        assert_eq!(found.2, known.2, "{}\n{}", found.0, found.1);
    }
    assert!(known.len() > 100, "{} cases", known.len());
}

#[test]
fn large_texts_are_told_what_is_too_large() {
    let modulo = |name: &str, rest: &str| format!("[[strategy]]\nkind = \"modulo\"\nname = \"{name}\"\n{rest}\n");
    let own = |prefix: &str| format!("nodes = [{}]", quoted(4_200).replace('n', prefix));
    let rows: String = (0..32).map(|i| modulo(&i.to_string(), "")).collect();
    let switches = sections(4, "[[step]]\nfail = \"n1\"\n[[step]]\nrecover = \"n1\"\n");
    let fields = |count: usize| (0..count).map(|i| format!("a{i} = 1\n")).collect::<String>();
    for (text, last) in [
        (
            "#".repeat(256 * 1024 + 1),
            "line 1, column 1: the text has 262145 bytes, at most 262144 are read (use count and pattern instead of a long list)",
        ),
        (nodes(&quoted(8_193)), "line 1, column 9: nodes has 8193 nodes, at most 8192 can take part (use fewer nodes)"),
        (
            nodes(&quoted(8_192)).replace("ring", "modulo") + "[[step]]\nadd = [\"y\", \"z\"]\n",
            "line 5, column 8: step[0].add[0] is one node too many: at most 8192 can take part (use fewer nodes)",
        ),
        (
            format!("nodes = [\"A\"]\n{}{}", modulo("1", &own("a")), modulo("2", &own("b"))),
            "line 1, column 1: 8401 nodes take part, at most 8192 can (use fewer nodes)",
        ),
        (
            format!("nodes = [{}]\n{rows}{switches}", quoted(4_000)),
            "line 1, column 1: strategies × states × nodes are more than 1000000 (use fewer nodes, steps or strategies)",
        ),
        (ring("") + &fields(101), "line 106, column 1: 1 more problem is not shown (mend these first)"),
        (ring("") + &fields(150), "line 155, column 1: 50 more problems are not shown (mend these first)"),
    ] {
        assert_eq!(said(&text).lines().last(), Some(last));
    }
}

#[test]
fn a_message_says_where_what_and_what_to_do_instead() {
    for (name, text, _) in cases(&whole(MESSAGES)) {
        for diagnostic in scenario::read(text).diagnostics {
            let shown = diagnostic.to_string();
            assert!(!diagnostic.message.ends_with(['.', ' ', ':']) && !diagnostic.message.contains('\n'), "{name}: {shown}");
            assert!(diagnostic.severity == Severity::Note || !diagnostic.remedy.is_empty(), "{name}: {shown}");
            assert!(!diagnostic.remedy.ends_with(['.', ' ', ':']) && !diagnostic.remedy.contains('\n'), "{name}: {shown}");
            assert!(shown.chars().count() < 400, "{name}: {shown}");
        }
    }
}

/// What holds for every text.
fn check(text: &str) -> Reading {
    let reading = scenario::read(text);
    let errors = reading.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    assert_eq!(reading.scenario.is_some(), !errors, "{text}");
    assert!(reading.diagnostics.len() <= 101);
    for diagnostic in &reading.diagnostics {
        assert!(text.get(diagnostic.span.clone()).is_some(), "{diagnostic:?}\n{text}");
        let before = &text[..diagnostic.span.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        assert_eq!(diagnostic.line as usize, before.matches('\n').count() + 1, "{text}");
        assert_eq!(diagnostic.column as usize, before[line_start..].chars().count() + 1, "{text}");
    }
    let sorted = reading.diagnostics.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start);
    assert!(sorted, "{text}");
    let again = scenario::read(text);
    assert_eq!(format!("{again:?}"), format!("{reading:?}"), "{text}");
    reading
}

#[test]
fn many_problems_are_told_at_once() {
    let text = r#"titel = "x"
nodes = ["A", "A", { name = "B", weight = 0 }, 7]
replicas = 99
seed = "x"
hash = "sha1"
colour = "red"

[keys]
count = "1_000"
pattern = "user"
size = 5

[[strategy]]
kind = "rnig"
hash = "sha25"

[[strategy]]
kind = "ring"
vnodes = 1e308
labels = "{node}"

[[step]]
remove = "C"
add = { name = "D", wieght = 2 }

[sweep]
"#;
    let told: Vec<u32> = check(text).diagnostics.iter().map(|diagnostic| diagnostic.line).collect();
    assert_eq!(told, [1, 2, 2, 2, 3, 4, 5, 6, 9, 10, 11, 14, 15, 19, 20, 24, 26], "{}", said(text));
}

#[test]
fn a_torn_text_gets_one_message_a_tear() {
    // A text with a bit torn out or put in gets one error for it, none that follows from it.
    let text = PRESETS[3].text;
    for (torn, by) in [
        ("  \"Node B\",", "  \"Node B,"),
        ("  \"Node B\",", "  Node B\","),
        ("  \"Node B\",", "  \"Node B\""),
        ("nodes = [", "nodes = "),
        ("\n]\n", "\n\n"),
        ("weight = 2 }", "weight = 2"),
        ("{ name = \"Node C\"", "name = \"Node C\""),
        ("[keys]", "[keys"),
        ("[keys]", "keys]"),
        ("count   = 10000", "count   = "),
        ("count   = 10000", "count   10000"),
        ("count   = 10000", "count   = 10.000.0"),
        ("count   = 10000", "count:    10000"),
        ("kind = \"modulo\"", "kind = modulo"),
        ("kind = \"modulo\"", "kind = \"modulo"),
        ("kind = \"modulo\"", "kind = 'modulo\""),
        ("[[strategy]]", "[[strategy]"),
        ("[[step]]", "[[step"),
        ("{ \"Node A\" = 2 }", "{ \"Node A\" = 2"),
        ("{ \"Node A\" = 2 }", "{ \"Node A\" 2 }"),
        ("{ \"Node A\" = 2 }", "\"Node A\" = 2 }"),
    ] {
        let torn_text = text.replacen(torn, by, 1);
        assert_ne!(torn_text, text, "{torn}");
        let errors = check(&torn_text).diagnostics;
        assert_eq!(errors.len(), 1, "{torn} -> {by}\n{}", said(&torn_text));
    }
}

/// A scenario with these nodes.
fn nodes(list: &str) -> String {
    format!("nodes = [{list}]\n[[strategy]]\nkind = \"ring\"\n")
}

/// A scenario with this field of its strategy.
fn ring(field: &str) -> String {
    format!("nodes = [\"A\", \"B\"]\n[[strategy]]\nkind = \"ring\"\n{field}\n")
}

fn quoted(count: usize) -> String {
    (0..count).map(|i| format!("\"n{i}\",")).collect()
}

fn sections(count: usize, section: &str) -> String {
    section.repeat(count)
}

#[test]
fn names_of_any_script_and_markup_are_names() {
    for name in [
        "日本",
        "Ωμέγα",
        "сервер-1",
        "🌍👩‍👩‍👧‍👦",
        "שרת א",
        "خادم",
        "<b>&amp;</b>",
        "<script>alert(1)</script>",
        "{node}",
        "'; DROP TABLE",
        "a b",
        "é",
        "e\u{301}",
    ] {
        let text = nodes(&format!("\"{name}\", \"x\""));
        let reading = check(&text);
        assert_eq!(reading.scenario.map(|scenario| scenario.roster[0].clone()).as_deref(), Some(name), "{:?}", reading.diagnostics);
    }
}

#[test]
fn texts_at_and_beyond_the_limits_are_answered_in_time() {
    let deep = |open: &str, close: &str| format!("nodes = {}{}", open.repeat(100_000), close.repeat(100_000));
    let own = format!("nodes = [{}]", quoted(4_000));
    let many_steps: String =
        (0..100).map(|i| format!("[[step]]\nremove=\"n{i}\"\nfail=\"n{}\"\nrecover=\"n{}\"\nadd=\"m{i}\"\n", i + 200, i + 200)).collect();
    let modulo = nodes(&quoted(3_900)).replace("ring", "modulo");
    let typos: String = (0..20_000).map(|i| format!("\"x{i}\",")).collect();
    let odd = [
        (String::new(), false),
        (" \n\r\n\t".to_owned(), false),
        ("\u{feff}".to_owned() + &ring(""), true),
        (ring("").replace('\n', "\r\n"), true),
        ("\0".to_owned(), false),
        ("x".repeat(1 << 20), false),
        ("[".repeat(1 << 18), false),
        ("[ ".repeat(1 << 17), false),
        ("[a\n".repeat(80_000), false),
        ("a = {\n".repeat(40_000), false),
        ("a = \"\\q\\q\\q\\q".repeat(20_000), false),
        (format!("a = \"\"\"{}", "\u{1}".repeat(200_000)), false),
        (format!("a = \"{}", "\u{1}".repeat(200_000)), false),
        ("= ".repeat(100_000), false),
        ("a=1\n".repeat(60_000), false),
        ((0..20_000).map(|i| format!("a{i}=1\n")).collect(), false),
        (deep("[", "]"), false),
        (deep("{a=", "}"), false),
        (format!("{}a = 1", "a.".repeat(100_000)), false),
        (format!("[{}a]", "a.".repeat(100_000)), false),
        (format!("title = \"{}\"\n{}", "[".repeat(100), ring("")), true),
        (format!("# {}\n{}", "[{.".repeat(100), ring("")), true),
        (nodes(""), false),
        (nodes("\"A\""), true),
        (nodes(&quoted(8_192)), true),
        (nodes(&quoted(8_193)), false),
        (nodes(&quoted(10_000)), false),
        (nodes(&"\"A\",".repeat(4_000)), false),
        (nodes(&format!("\"{}\"", "n".repeat(100))), true),
        (nodes(&format!("\"{}\"", "n".repeat(101))), false),
        (nodes("\"a\\u202eb\""), false),
        (ring("vnodes = 0"), false),
        (ring("vnodes = -1"), false),
        (ring("vnodes = 1e308"), false),
        (ring("vnodes = nan"), false),
        (ring("vnodes = -inf"), false),
        (ring("vnodes = 999999999999999999999999999999999999999999"), false),
        (ring("vnodes = 0x64"), true),
        (ring("vnodes = 100_000"), true),
        (ring("vnodes = 100_001"), false),
        (ring(&format!("[keys]\nlist = [{}]", quoted(10_000))), true),
        (ring(&format!("[keys]\nlist = [{}]", quoted(10_001))), false),
        (ring(&format!("[keys]\nlist = [{}]", quoted(100_000))), false),
        (ring(&format!("[keys]\nlist = [{}]", "\"same\",".repeat(10_000))), true),
        (ring("[keys]\ncount = 1_000_000_000"), true),
        (ring("[keys]\ncount = 1_000_000_001"), false),
        (ring(&sections(101, "[[step]]\n")), false),
        (ring(&sections(31, "[[strategy]]\nkind = \"ring\"\n")), false),
        (ring(&format!("[[step]]\nremove = [{typos}]")), false),
        (ring(&format!("[[step]]\nadd = [{typos}]")), false),
        (ring(&format!("[[step]]\nreweight = {{ {} }}", (0..15_000).map(|i| format!("x{i}=1,")).collect::<String>())), false),
        (format!("{}[[step]]\nremove = [{typos}]", nodes(&quoted(4_000))), false),
        (format!("{}[[step]]\nremove = [{}]\n[[step]]\nadd = \"A\"", nodes(&quoted(4_000)), quoted(4_000)), false),
        (format!("{modulo}{many_steps}"), true),
        (format!("{}{}{many_steps}", nodes(&quoted(3_900)), sections(4, &format!("[[strategy]]\nkind = \"modulo\"\n{own}\n"))), false),
        (
            format!(
                "{modulo}{}{many_steps}",
                (0..31).map(|i| format!("[[strategy]]\nkind = \"modulo\"\nname=\"{i}\"\n")).collect::<String>()
            ),
            false,
        ),
    ];
    // A second, and what an unoptimised build on a busy machine needs more.
    let limit = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 1 });
    for (text, reads) in odd {
        let start = Instant::now();
        let reading = scenario::read(&text);
        let took = start.elapsed();
        let told: String = said(&text).chars().take(500).collect();
        let shown: String = text.chars().take(100).collect();
        assert_eq!(reading.scenario.is_some(), reads, "{shown}\n{told}");
        assert_eq!(reading.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error), !reads, "{shown}\n{told}");
        assert!(took < limit, "{took:?}: {shown} … {}", text.chars().rev().take(100).collect::<String>());
    }
}

/// A piece of a preset put elsewhere, taken out or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(String::new()),
        "[\\[\\]{}=\",.#'\n\\\\ ]{1,3}",
        "(?s).{1,3}",
        prop_oneof![Just("[[step]]\n"), Just("[[strategy]]\n"), Just("[keys]\n"), Just("\"\"\""), Just("-1"), Just("1e400"), Just("nan")]
            .prop_map(str::to_owned),
    ];
    let one = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), piece);
    (0..PRESETS.len(), proptest::collection::vec(one, 1..4)).prop_map(|(preset, changes)| {
        let mut chars: Vec<char> = PRESETS[preset].text.chars().collect();
        for (at, length, piece) in changes {
            let at = at.index(chars.len() + 1);
            let end = (at + length.index(8)).min(chars.len());
            chars.splice(at..end, piece.chars());
        }
        chars.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_answered(text in "(?s).{0,200}") {
        check(&text);
    }

    #[test]
    fn any_text_like_toml_is_answered(text in "([a-c]|nodes|kind|ring|strategy|step|keys|add|=|\\[|\\]|\\{|\\}|,|\"|'|\n| |#|\\.|[0-9]|-|é){0,60}") {
        check(&text);
    }

    #[test]
    fn any_preset_with_a_tear_is_answered(text in mutated()) {
        let reading = check(&text);
        if reading.scenario.is_some() {
            prop_assert!(text.parse::<toml::Table>().is_ok(), "{}", text);
        }
    }
}

/// The examples of the reference, each with its line.
fn examples() -> Vec<(usize, String)> {
    let document = whole(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/scenario.md"));
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (number, line) in document.lines().enumerate() {
        match (line, inside) {
            ("```toml", _) => found.push((number + 1, String::new())),
            (line, true) if !line.starts_with("```") => found.last_mut().into_iter().for_each(|(_, text)| *text += &format!("{line}\n")),
            _ => {}
        }
        inside = line == "```toml" || inside && !line.starts_with("```");
    }
    found
}

#[test]
fn every_example_of_the_reference_runs() {
    let examples = examples();
    assert!(examples.len() >= 8, "{}", examples.len());
    for (line, text) in examples {
        let reading = match scenario::read(&text).needs {
            Some(needs) => scenario::read_with(&text, &users(&needs)),
            None => scenario::read(&text),
        };
        assert_eq!(reading.diagnostics, [], "docs/scenario.md, line {line}\n{text}");
        assert!(reading.scenario.is_some(), "docs/scenario.md, line {line}\n{text}");
    }
}

/// The keys that an example names: as many users as it says.
fn users(needs: &scenario::KeyFile) -> scenario::Beside {
    let keys: shardlab::keys::Texts = (0..needs.count).map(|i| format!("user_{i}")).collect();
    let mut beside = scenario::Beside::default();
    beside.keep(&shardlab::own::digest(&keys), keys);
    beside
}

/// What the registry declares and what the reader offers stands in the references of texts and strategies.
#[test]
fn the_reference_names_every_field_and_limit() {
    let document = |name: &str| whole(&format!("{}/docs/{name}.md", env!("CARGO_MANIFEST_DIR")));
    let document = document("scenario") + &document("strategies");
    let kinds = shardlab::strategy::KINDS.iter().flat_map(|kind| kind.params.iter().map(|param| param.id).chain([kind.id]));
    let hashes = shardlab::hash::HashKind::ALL.map(shardlab::hash::HashKind::id);
    for word in kinds.chain(hashes) {
        assert!(document.contains(&format!("`{word}`")) || document.contains(&format!("`\"{word}\"`")), "{word}");
    }
    // What the reader offers where a field is unknown.
    for text in ["x = 1", "[keys]\nx = 1", "nodes = [{ x = 1 }]", "[[strategy]]\nkind = \"ring\"\nx = 1", "[[step]]\nx = 1"] {
        let told = said(text);
        let fields = told.split("write one of: ").nth(1).and_then(|rest| rest.split(')').next()).unwrap_or_default();
        // A list of many ends with how many more there are.
        let fields = fields.split(" and ").next().unwrap_or_default();
        assert!(fields.contains(", "), "{told}");
        for field in fields.split(", ") {
            assert!(document.contains(&format!("`{field}`")) || document.contains(&format!("[{field}]")), "{field}");
        }
    }
}
