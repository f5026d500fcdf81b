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
        assert!(reading.scenario.is_some(), "{example}\n{:?}", reading.diagnostics);
    }
}

#[test]
fn the_reference_names_every_kind_hash_and_parameter() {
    let text = include_str!("../docs/scenario.md");
    for kind in shardlab::strategy::KINDS {
        assert!(text.contains(&format!("**`{}`**", kind.id)), "{}", kind.id);
        assert!(kind.params.iter().all(|param| text.contains(&format!("`{}`", param.id))), "{}", kind.id);
    }
    assert!(shardlab::hash::HashKind::ALL.into_iter().all(|hash| text.contains(&format!("| `\"{}\"` |", hash.id()))));
}

#[test]
fn the_readme_names_every_document_that_is_there() {
    let readme = include_str!("../README.md");
    for document in
        ["docs/scenario.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/cookbook.md", "docs/decisions", "CHANGELOG.md", "docs/picture.png"]
    {
        assert!(readme.contains(document), "{document}");
        assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(document).exists(), "{document}");
    }
}
