//! `test` and `check`: every group runs, all is counted, the last line says it in two numbers.

pub mod counts;
pub mod groups;

use crate::Result;
use counts::Counts;
use groups::Group;
use std::time::Instant;

/// `cargo xtask test`, or only the groups whose names contain one of the words.
pub fn test(words: &[String]) -> Result<bool> {
    let named = |group: &&Group| words.is_empty() || words.iter().any(|word| group.name.contains(word.as_str()));
    let chosen: Vec<Group> = groups::ALL.iter().filter(named).copied().collect();
    if chosen.is_empty() {
        let known: Vec<&str> = groups::ALL.iter().map(|group| group.name).collect();
        return Err(format!("no group is named so (known: {})", known.join("; ")));
    }
    run(&chosen)
}

/// `cargo xtask webkit`: the built site in the third engine.
pub fn webkit() -> Result<bool> {
    run(&[Group { name: "tests, WebKit", browser: true, run: groups::tests_webkit }])
}

/// `cargo xtask recipes`: the recipes of docs/embedding.md in books of the tools that authors use.
pub fn recipes() -> Result<bool> {
    run(&[Group { name: "tests, recipes", browser: true, run: groups::tests_recipes }])
}

/// `cargo xtask check`: the groups without a browser.
pub fn check() -> Result<bool> {
    let quick: Vec<Group> = groups::ALL.iter().filter(|group| !group.browser).copied().collect();
    let left_out: Vec<&str> = groups::ALL.iter().filter(|group| group.browser).map(|group| group.name).collect();
    println!("Without the browser (cargo xtask test has all): {}", left_out.join(", "));
    run(&quick)
}

/// Runs the groups in order; whether nothing failed.
pub fn run(groups: &[Group]) -> Result<bool> {
    let mut results = Vec::new();
    for group in groups {
        println!("\n== {}", group.name);
        let start = Instant::now();
        let counts = outcome(group);
        results.push((group.name, counts, start.elapsed().as_secs_f64()));
    }
    println!();
    for (name, counts, seconds) in &results {
        println!("{name:<28} {counts} in {seconds:.1} s");
    }
    let total: Counts = results.iter().map(|(_, counts, _)| *counts).sum();
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(total.failed == 0)
}

/// What a group counted; an error and a group that ran nothing are failures.
fn outcome(group: &Group) -> Counts {
    let counts = (group.run)().unwrap_or_else(|message| {
        println!("{message}");
        Counts { failed: 1, ..Counts::default() }
    });
    if counts.passed + counts.failed == 0 {
        println!("{} ran no test", group.name);
        return Counts { failed: 1, ..counts };
    }
    counts
}
