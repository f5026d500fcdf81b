//! Any code is answered: it places keys, or is refused with a place within it, twice alike, and never takes the program down.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shardlab::{experiment, scenario};

const BEFORE: &str = "nodes = [\"a\", \"b\"]\n[keys]\ncount = 20\n[[strategy]]\nkind = \"ring\"\n[[step]]\nadd = \"c\"\n";

fuzz_target!(|source: &str| {
    let edit = scenario::Edit::SetScript { index: None, name: "mine".to_owned(), source: source.to_owned() };
    // Code that is too long or has a letter that no text can hold is refused here.
    let Ok(text) = scenario::edit(BEFORE, &edit) else { return };
    let scenario = scenario::read(&text).scenario.expect("an edit leaves a scenario");
    let report = experiment::run(scenario.clone());
    assert_eq!(report, experiment::run(scenario));
    let mine = &report.strategies[1];
    for phase in &mine.phases {
        assert_eq!(phase.nodes.iter().map(|node| node.keys).sum::<u64>(), 20);
    }
    let Some(refused) = &mine.refused else { return };
    let code = refused.code.as_ref().expect("code is refused with its place");
    assert!(!code.message.is_empty());
    let lines = source.split('\n').count() as u32 + 1;
    assert!(code.line >= 1 && code.line <= lines && code.end_line >= code.line && code.end_line <= lines, "{code:?}");
});
