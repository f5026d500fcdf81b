//! Every example of the documents is one that works.

use shardlab::scenario;

/// The blocks of a language in a Markdown text.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn every_example_of_the_scenario_reference_reads() {
    let examples = blocks(include_str!("../docs/scenario.md"), "toml");
    assert!(examples.len() >= 5);
    for example in examples {
        let reading = scenario::read(example);
        // Of keys that stand beside it an example has none.
        assert!(reading.scenario.is_some() || reading.needs.is_some(), "{example}\n{:?}", reading.diagnostics);
    }
}

#[test]
fn the_reference_names_every_hash() {
    let text = include_str!("../docs/scenario.md");
    assert!(shardlab::hash::HashKind::ALL.into_iter().all(|hash| text.contains(&format!("| `\"{}\"` |", hash.id()))));
}

/// `UPDATE=1` writes it anew.
#[test]
fn the_reference_of_strategies_is_what_the_registry_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/strategies.md");
    let text = shardlab::strategy::docs::strategies();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    let differs = kept.lines().zip(text.lines()).find(|(kept, text)| kept != text);
    assert!(kept == text, "UPDATE=1 cargo test --test docs writes it anew: {differs:?}");
}

/// `UPDATE=1` writes them anew.
#[test]
fn the_reference_of_settings_is_what_their_tables_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/scenario.md");
    let kept = std::fs::read_to_string(path).unwrap();
    let mut text = kept.clone();
    for (section, table) in shardlab::sim::docs::tables() {
        let (begin, end) = (format!("<!-- settings of {section} -->\n\n"), format!("\n<!-- end of {section} -->"));
        let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("no table of {section}"));
        let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no end of {section}"));
        text = format!("{before}{begin}{table}{end}{after}");
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    let differs = kept.lines().zip(text.lines()).find(|(kept, text)| kept != text);
    assert!(kept == text, "UPDATE=1 cargo test --test docs writes it anew: {differs:?}");
}

/// `UPDATE=1` writes it anew.
#[test]
fn the_reference_of_code_is_what_code_is_given() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/scripts.md");
    let kept = std::fs::read_to_string(path).unwrap();
    let (begin, end) = ("<!-- given -->\n\n", "\n<!-- end of given -->");
    let (before, rest) = kept.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let rows: String = shardlab::strategy::GIVEN.iter().map(|(call, about)| format!("| `{call}` | {about} |\n")).collect();
    let text = format!("{before}{begin}| function | what it gives |\n|---|---|\n{rows}{end}{after}");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(kept == text, "UPDATE=1 cargo test --test docs writes it anew");
}

#[test]
fn every_example_of_code_runs() {
    let examples = blocks(include_str!("../docs/scripts.md"), "toml");
    assert!(!examples.is_empty());
    for example in examples {
        let scenario = scenario::read(example).scenario.unwrap();
        let report = shardlab::experiment::run(scenario);
        assert!(report.strategies.iter().all(|strategy| strategy.refused.is_none() && strategy.phases.len() == 2), "{example}");
    }
}

#[test]
fn the_reference_of_challenges_names_every_check() {
    let text = include_str!("../docs/scripts.md");
    let challenges = shardlab::challenge::challenges();
    assert!(challenges.iter().flat_map(|challenge| &challenge.checks).all(|check| text.contains(&format!("`{}`", check.id()))));
}

#[test]
fn every_kind_says_all_that_the_reference_shows() {
    for kind in shardlab::strategy::KINDS {
        let (cost, id) = (&kind.complexity, kind.id);
        assert!([cost.build, cost.lookup, cost.memory, kind.balance, kind.reference].iter().all(|text| !text.is_empty()), "{id}");
        for text in [kind.summary, kind.mechanism, kind.instead] {
            assert!(text.ends_with('.') && !text.contains("  ") && !text.contains('!'), "{id}: {text}");
        }
        let sentences = kind.mechanism.matches(". ").count() + 1;
        assert!((2..=4).contains(&sentences), "{id}: {sentences} sentences of mechanism");
        assert!(!kind.balance.ends_with('.'), "{id}: balance is a phrase");
    }
}

#[test]
fn the_readme_names_every_document_that_is_there() {
    let readme = include_str!("../README.md");
    for document in [
        "docs/scenario.md",
        "docs/strategies.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "docs/cookbook.md",
        "docs/decisions",
        "CHANGELOG.md",
        "docs/picture.png",
    ] {
        assert!(readme.contains(document), "{document}");
        assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(document).exists(), "{document}");
    }
}
