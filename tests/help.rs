//! Help while a text is written: completion and explanations from the registry and the tables, and sure fixes that mend.

use proptest::prelude::*;
use shardlab::scenario::{self, Completions, PRESETS, Severity, Topic};
use shardlab::strategy::{self, KINDS, Range};

/// What can stand at the bar of a text.
fn complete(text: &str) -> Vec<Topic> {
    let (text, at) = split(text);
    scenario::complete(&text, at).map(|found| found.topics).unwrap_or_default()
}

fn split(text: &str) -> (String, usize) {
    (text.replacen('|', "", 1), text.find('|').expect("a bar"))
}

fn names(text: &str) -> Vec<String> {
    complete(text).into_iter().map(|topic| topic.name).collect()
}

fn explain(text: &str) -> Option<(String, Topic)> {
    let (text, at) = split(text);
    scenario::explain(&text, at).map(|(span, topic)| (text[span].to_owned(), topic))
}

#[test]
fn the_kinds_of_the_registry_are_the_values_of_kind() {
    let found = complete("[[strategy]]\nkind = |");
    assert_eq!(found.len(), KINDS.len());
    for (kind, topic) in KINDS.iter().zip(&found) {
        assert_eq!((topic.name.as_str(), topic.about.as_str()), (format!("\"{}\"", kind.id).as_str(), kind.summary));
    }
    assert_eq!(names("[[step]]\nswitch = { strategy = \"r|"), names("[[strategy]]\nkind = |"));
}

/// What a parameter's entry must say.
fn facts(range: Range) -> Vec<String> {
    match range {
        Range::Whole { min, max, default, .. } => [min, max, default].map(|number| number.to_string()).to_vec(),
        Range::Number { min, max, default, .. } => [min, max, default].map(|number| number.to_string()).to_vec(),
        Range::Capacity { min, max } => [min, max].map(|number| number.to_string()).to_vec(),
        Range::Choice(names) => names.iter().map(|name| format!("\"{name}\"")).collect(),
        Range::Texts | Range::ByNode => vec!["list".to_owned()],
        Range::Code(_) => vec!["Starlark".to_owned()],
    }
}

#[test]
fn every_parameter_is_offered_with_its_range_unit_and_default() {
    for kind in KINDS {
        let section = format!("[[strategy]]\nkind = \"{}\"\n", kind.id);
        let found = complete(&format!("{section}|"));
        for param in kind.params_of(&kind.dialects[0]) {
            let topic = found.iter().find(|topic| topic.name == param.id).unwrap_or_else(|| panic!("{} {}", kind.id, param.id));
            assert_eq!((topic.about.as_str(), topic.insert.as_str()), (param.summary, format!("{} = ", param.id).as_str()));
            assert!(facts(param.range).iter().all(|fact| topic.detail.contains(fact)), "{}: {}", param.id, topic.detail);
            let numbers = matches!(param.range, Range::Whole { .. } | Range::Number { .. } | Range::Capacity { .. });
            assert!(!numbers || topic.detail.contains(param.unit), "{}: {}", param.id, topic.detail);
            let (word, hover) = explain(&format!("{section}|{} = 1\n", param.id)).unwrap();
            assert_eq!((word.as_str(), &hover.about, &hover.detail), (param.id, &topic.about, &topic.detail));
        }
        let dialects = names(&format!("[[strategy]]\ndialect = |\nkind = \"{}\"\n", kind.id));
        assert_eq!(dialects, kind.dialects.iter().map(|dialect| format!("\"{}\"", dialect.id)).collect::<Vec<_>>());
    }
}

/// The reader says how many fields a table has when it meets one that it does not know.
fn asked(text: &str) -> usize {
    let text = text.replacen('|', "zzzzzzzzzzzz = 1\n", 1);
    let found = scenario::read(&text).diagnostics.into_iter().find(|one| one.message.contains("zzzzzzzzzzzz is not a field here"));
    let remedy = found.unwrap_or_else(|| panic!("{text}")).remedy;
    let listed = remedy.strip_prefix("write one of: ").unwrap();
    let (listed, more) =
        listed.split_once(" and ").map_or((listed, 0), |(listed, more)| (listed, more.trim_end_matches(" more").parse().unwrap()));
    listed.split(", ").count() + more
}

/// With the bar where a field can stand, how many fields of that table the text has already, and how many sections the reader
/// counts among them.
#[test]
fn every_field_that_the_reader_knows_is_offered_and_no_other() {
    const RING: &str = "\n[[strategy]]\nkind = \"ring\"\n";
    let within = |section: &str, line: &str| format!("nodes = [\"a\"]{RING}{section}\n|{line}\n");
    for (text, there, sections) in [
        (format!("|nodes = [\"a\"]{RING}"), 1, 7),
        ("nodes = [\"a\"]\n[[strategy]]\nkind = \"ring\"\n|".to_owned(), 1, 0),
        ("nodes = [\"a\"]\n[[strategy]]\nkind = \"maglev\"\n|".to_owned(), 1, 0),
        (within("[keys]", ""), 0, 0),
        (within("[[step]]", "add = \"b\""), 1, 0),
        (within("[sweep]", "parameter = \"keys\""), 1, 0),
        (within("[migration]", ""), 0, 0),
        (within("[incident]", ""), 0, 0),
        (within("[[expect]]", "refused = true"), 1, 0),
    ] {
        let offered = names(&text.replacen('|', "|\n", 1));
        let fields = offered.iter().filter(|name| !name.starts_with('[')).count();
        assert_eq!(fields + there + sections, asked(&text), "{text}\n{offered:?}");
    }
}

#[test]
fn names_in_the_text_are_offered_where_they_are_wanted() {
    let text = "nodes = [\"Node A\", { name = \"b\" }]\n[[strategy]]\nkind = \"ring\"\n[[strategy]]\nkind = \"ring\"\nname = \"other\"\n[[step]]\nadd = { name = \"c\" }\n";
    let all = ["\"Node A\"", "\"b\"", "\"c\""];
    assert_eq!(names(&format!("{text}[[step]]\nremove = |")), all);
    assert_eq!(names(&format!("{text}[[step]]\nfail = [\"b\", |")), all);
    assert_eq!(names(&format!("{text}[[expect]]\nnode = |")), all);
    assert_eq!(names(&format!("{text}[[expect]]\nstrategy = |")), ["\"ring\"", "\"other\""]);
    assert!(names(&format!("{text}[sweep]\nparameter = |")).contains(&"\"vnodes\"".to_owned()));
    assert_eq!(names(&format!("{text}[[step]]\nreweight = {{ |")), ["\"Node A\"", "b", "c"]);
}

#[test]
fn sections_are_offered_at_the_start_of_a_line_and_names_only_once() {
    assert!(names("|").contains(&"[[strategy]]".to_owned()));
    assert!(names("[[|").contains(&"[[step]]".to_owned()));
    assert!(!names("nodes = [{ |").contains(&"[[step]]".to_owned()));
    assert!(!names("title = \"x\"\n|").contains(&"title".to_owned()));
    assert!(names("# a com|ment").is_empty() && names("title = \"a| text\"").is_empty());
    let Completions { span, .. } = scenario::complete("[[strategy]]\nki", 15).unwrap();
    assert_eq!(span, 13..15);
}

#[test]
fn settings_and_switches_come_from_their_tables() {
    for (section, table) in shardlab::sim::docs::tables() {
        for row in table.lines().skip(2) {
            let id = row.split('`').nth(1).unwrap();
            let topic =
                complete(&format!("[{section}]\n|")).into_iter().find(|topic| topic.name == id).unwrap_or_else(|| panic!("{section}.{id}"));
            assert!(row.contains(topic.about.trim_end_matches('.')), "{row}\n{}", topic.about);
            let switch = row.contains("`true`, `false`");
            assert_eq!(names(&format!("[{section}]\n{id} = |")).contains(&"true".to_owned()), switch, "{id}");
        }
    }
}

#[test]
fn a_word_says_what_it_means() {
    let kind = strategy::find("ring").unwrap();
    let (word, topic) = explain("[[strategy]]\nkind = \"ri|ng\"\n").unwrap();
    assert_eq!((word.as_str(), topic.about.as_str()), ("\"ring\"", kind.summary));
    assert_eq!(explain("[[st|rategy]]\n").unwrap().1.name, "[[strategy]]");
    assert_eq!(explain("tit|le = \"x\"\n").unwrap().1.name, "title");
    assert_eq!(explain("title = \"x|y\"\n").unwrap().1.name, "title");
    assert_eq!(explain("nodes = [{ name = \"a\", we|ight = 2 }]").unwrap().1.name, "weight");
    assert_eq!(explain("# ti|tle"), None);
    assert_eq!(explain("nonsense| = 1"), None);
}

/// Any place of any example has an answer that fits the text, and what is chosen there can be read on.
#[test]
fn every_place_of_every_example_is_answered() {
    for preset in PRESETS {
        for at in 0..=preset.text.len() {
            if let Some(Completions { span, topics }) = scenario::complete(preset.text, at) {
                assert!(span.end >= at && preset.text.get(span).is_some() && !topics.is_empty());
            }
            if let Some((span, topic)) = scenario::explain(preset.text, at) {
                assert!(span.contains(&at) && !(topic.about.is_empty() && topic.detail.is_empty()), "{topic:?}");
            }
        }
    }
}

/// The text of each case of the reader's messages.
fn cases() -> Vec<&'static str> {
    let file = include_str!("scenarios/messages.txt");
    let bodies = file.split("==== ").skip(1).filter_map(|body| body.split_once('\n'));
    bodies.filter_map(|(_, rest)| rest.split_once("---- says").map(|(text, _)| text)).collect()
}

#[test]
fn a_sure_fix_mends_its_problem_and_makes_no_other() {
    let mut fixes = 0;
    for text in cases() {
        let before = scenario::read(text).diagnostics;
        for problem in before.iter().filter(|problem| problem.fix.is_some()) {
            let fix = problem.fix.as_ref().unwrap();
            let mended = format!("{}{}{}", &text[..fix.span.start], fix.insert, &text[fix.span.end..]);
            let after = scenario::read(&mended).diagnostics;
            assert!(!after.iter().any(|other| (&other.path, &other.message) == (&problem.path, &problem.message)), "{problem}\n{mended}");
            // A torn text hides what is wrong elsewhere.
            if !problem.path.is_empty() {
                let errors = |all: &[scenario::Diagnostic]| {
                    all.iter().filter(|one| one.severity == Severity::Error && one.path == problem.path).count()
                };
                assert!(errors(&after) <= errors(&before), "{problem}\n{mended}\n{after:?}");
            }
            fixes += 1;
        }
    }
    assert!(fixes >= 20, "{fixes} fixes");
}

#[test]
fn fixes_say_what_the_remedy_says() {
    let ring = |line: &str| format!("nodes = [\"A\", \"B\"]\n[[strategy]]\nkind = \"ring\"\n{line}\n");
    for (text, from, to) in [
        (ring("vnode = 3"), "vnode", "vnodes"),
        (ring("vnodes = \"1_000\""), "\"1_000\"", "1000"),
        (ring("hash = \"sha25\""), "\"sha25\"", "\"sha256\""),
        (ring("").replace("\"ring\"", "ring"), "ring", "\"ring\""),
        (ring("").replace("\"ring\"", "“ring”"), "“ring”", "\"ring\""),
        (ring("").replace("\"ring\"", "\"maglev\"\ntable_size = 100"), "100", "101"),
        (ring("").replace("[[strategy]]", "[strategy]"), "[strategy]", "[[strategy]]"),
        (ring("[[step]]\nremove = \"b\""), "\"b\"", "\"B\""),
        (ring("[incident]\nshed = \"true\""), "\"true\"", "true"),
        (ring("[[expect]]\nmoved_below = \"0.3\""), "\"0.3\"", "0.3"),
    ] {
        let found = scenario::read(&text).diagnostics.into_iter().find_map(|problem| problem.fix).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((&text[found.span], found.insert.as_str()), (from, to), "{text}");
    }
    // Where the right name stands there already, it is not written twice.
    assert!(scenario::read(&ring("vnode = 3\nvnodes = 4")).diagnostics[0].fix.is_none());
}

/// Pieces of which torn texts are made.
const PIECES: [&str; 24] = [
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "\n",
    " ",
    "#",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "strategy",
    "kind",
    "step",
    "switch",
    "\"ring\"",
    "\u{e9}",
    "\u{1f980}",
    "1",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any torn text at any place: an answer whose parts stand in the text, or none; a layout that has nothing left to do.
    #[test]
    fn torn_texts_do_no_harm(pieces in proptest::collection::vec(0_usize..PIECES.len(), 0..24)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        for at in 0..=text.len() {
            if let Some(found) = scenario::complete(&text, at) {
                prop_assert!(text.get(found.span).is_some());
            }
            if let Some((span, _)) = scenario::explain(&text, at) {
                prop_assert!(text.get(span).is_some());
            }
        }
        for problem in scenario::read(&text).diagnostics {
            prop_assert!(problem.fix.is_none_or(|fix| text.get(fix.span).is_some()));
        }
        if let Ok(even) = scenario::format(&text) {
            prop_assert_eq!(scenario::format(&even), Ok(even));
        }
    }
}
