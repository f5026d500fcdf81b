//! Any text is answered: a scenario exactly where there is no error, every problem at a place in the text, and nothing
//! that the strict parser refuses is read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shardlab::scenario::{self, Severity};

fuzz_target!(|text: &str| {
    let reading = scenario::read(text);
    let errors = reading.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    assert_eq!(reading.scenario.is_some(), errors == 0);
    for diagnostic in &reading.diagnostics {
        assert!(text.get(diagnostic.span.clone()).is_some(), "{diagnostic:?}");
        let line = text[..diagnostic.span.start].matches('\n').count() + 1;
        assert_eq!(diagnostic.line as usize, line, "{diagnostic:?}");
        assert!(!diagnostic.message.is_empty() && !diagnostic.to_string().contains('\n'), "{diagnostic:?}");
    }
    let strict = text.parse::<toml::Table>();
    if errors == 0 {
        assert!(strict.is_ok(), "the strict parser refuses what was read: {strict:?}");
    }
    let Some(scenario) = reading.scenario else { return };
    // What a run builds on: somebody can hold the keys at any time, names are unique.
    for strategy in 0..scenario.strategies.len() {
        for cluster in scenario.clusters(strategy) {
            assert!(cluster.live().next().is_some());
            let mut names: Vec<&str> = cluster.nodes().iter().map(|node| node.name.as_str()).collect();
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
        }
    }
});
