//! The text reader under any text: it answers, its spans point into the text, and what it calls right is TOML that runs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shardlab::scenario::{self, Severity};

fuzz_target!(|text: &str| {
    let reading = scenario::read(text);
    let errors = reading.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    assert_eq!(reading.scenario.is_none(), errors > 0, "a scenario exists exactly when there is no error");
    for found in &reading.diagnostics {
        assert!(text.get(found.span.clone()).is_some(), "a span lies in the text, on character boundaries");
        assert!(found.line >= 1 && found.column >= 1 && !found.message.is_empty());
    }
    if let Some(read) = reading.scenario {
        assert!(toml::from_str::<toml::Table>(text).is_ok(), "what reads is TOML for another reader too");
        for strategy in 0..read.strategies.len() {
            let clusters = read.clusters(strategy);
            assert_eq!(clusters.len(), read.steps.len() + 1);
            assert!(clusters.iter().all(|cluster| cluster.live().count() > 0), "every state has a live node");
        }
        if read.keys.count() <= 1_000 && shardlab::experiment::estimate_ms(&read) < 5.0 {
            let report = shardlab::experiment::run(read);
            let all = report.strategies.iter().flat_map(|strategy| &strategy.phases);
            assert!(all.map(|phase| phase.nodes.iter().map(|load| load.keys).sum::<u64>()).all(|sum| sum == report.keys));
        }
    }
});
