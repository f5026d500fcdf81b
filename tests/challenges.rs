//! Challenges: every file can be read, right code passes, and wrong code is told why by an example.
//!
//! `UPDATE=1 cargo test --test challenges` writes what the wrong ones are told anew (`challenges/messages.txt`).

use shardlab::challenge::{Challenge, ChallengeReport, CheckState, FILES, Judge, challenges};
use std::fmt::Write as _;
use std::path::Path;

/// Wrong code, and the challenge that it was handed in for.
const WRONG: &[(&str, &str)] = &[
    ("rendezvous", "modulo"),
    ("rendezvous", "random"),
    ("rendezvous", "import"),
    ("rendezvous", "first-letter"),
    ("rendezvous", "forgets-a-node"),
    ("rendezvous", "order"),
    ("rendezvous", "no-such-name"),
    ("rendezvous", "none"),
    ("rendezvous", "first-better"),
    ("rendezvous", "not-the-formula"),
    ("rendezvous", "history"),
    ("rendezvous", "endless"),
    ("weighted-rendezvous", "without-weights"),
    ("ring-from-scratch", "no-wrap"),
    ("ring-from-scratch", "wraps-to-the-last"),
    ("ring-from-scratch", "one-point"),
    ("replicas-in-zones", "one-copy"),
    ("replicas-in-zones", "same-zone"),
    ("bounded-loads", "unbounded"),
    ("bounded-loads", "round-robin"),
    ("beat-the-ring", "modulo"),
    ("beat-the-ring", "all-on-one"),
];

fn code(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/challenges").join(format!("{name}.star"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// In slices of so many keys.
fn judged(id: &str, source: &str, slice: u64) -> ChallengeReport {
    let mut judge = Judge::new(id, source).unwrap();
    let mut last = judge.progress();
    while !last.finished() {
        let next = judge.advance(slice);
        assert!(next.total == last.total && next.done >= last.done && next.done <= next.total, "{last:?} then {next:?}");
        last = next;
    }
    judge.report()
}

#[test]
fn every_file_can_be_read_and_has_its_own_name() {
    for (name, text) in FILES {
        let challenge = Challenge::read(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(&challenge.id, name);
        assert!(challenge.start.lines().any(|line| line.starts_with("# ")), "{name}: the formula stands in a comment");
        for text in challenge.task.iter().chain(&challenge.hints) {
            assert!(text.matches('`').count() % 2 == 0 && !text.contains('!') && text.chars().count() <= 400, "{name}: {text}");
        }
    }
    assert_eq!(challenges().len(), FILES.len());
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/challenges")).unwrap();
    assert_eq!(folder.count(), FILES.len(), "every file of the folder stands in the list");
}

#[test]
fn the_right_code_of_every_challenge_passes() {
    for (id, _) in FILES {
        let report = judged(id, &code(id), 500);
        assert!(report.passed && report.error.is_none(), "{id}: {report:#?}");
        assert!(report.checks.iter().all(|check| check.state == CheckState::Passed), "{id}: {report:#?}");
        assert!(report.moved.is_some_and(|moved| moved.ends_with('.')), "{id}");
    }
}

#[test]
fn the_code_that_a_challenge_begins_with_does_not_pass_and_is_told_why() {
    for challenge in challenges() {
        let report = judged(&challenge.id, &challenge.start, 500);
        assert!(!report.passed && report.error.is_none(), "{}: {report:#?}", challenge.id);
        assert!(report.checks.iter().any(|check| check.example.is_some()), "{}", challenge.id);
    }
}

#[test]
fn twins_pass_too() {
    let pairs = [
        ("rendezvous", "rendezvous"),
        ("weighted-rendezvous", "weighted-rendezvous"),
        ("ring-from-scratch", "ring"),
        ("bounded-loads", "bounded"),
    ];
    for (id, kind) in pairs {
        // The challenge has a tighter bound than the kind's default.
        let source = shardlab::strategy::twin(kind).unwrap().replace("FACTOR = 1.25", "FACTOR = 1.05");
        let report = judged(id, &source, 1_000);
        assert!(report.passed, "{id}: {report:#?}");
    }
}

#[test]
fn the_workshops_formula_moves_241_keys() {
    let report = judged("rendezvous", &code("rendezvous"), 1_000);
    assert_eq!(report.moved.as_deref(), Some("241 of 1,000 keys move, all to Node D; modulo moves 746."));
    let ring = judged("ring-from-scratch", &code("ring-from-scratch"), 1_000);
    assert_eq!(ring.moved.as_deref(), Some("246 of 1,000 keys move, all to Node D; modulo moves 746."));
}

#[test]
fn slices_of_any_length_find_the_same() {
    for name in ["wrong/modulo", "rendezvous", "wrong/none"] {
        let source = code(name);
        let whole = judged("rendezvous", &source, u64::MAX);
        assert_eq!(judged("rendezvous", &source, 97), whole, "{name}");
        assert_eq!(judged("rendezvous", &source, 0), whole, "{name}: a slice of nothing goes on all the same");
    }
}

#[test]
fn an_unknown_challenge_is_none() {
    assert!(Judge::new("rendezvous ", "").is_none());
}

#[test]
fn what_code_prints_is_told() {
    let source = "def assign(key, nodes):\n    print(key)\n    return nodes[0]\n";
    let report = judged("beat-the-ring", source, 1_000);
    assert!(report.printed.len() <= 100 && report.printed[0].contains('0'), "{:?}", report.printed);
}

/// `UPDATE=1` writes it anew.
#[test]
fn the_wrong_ones_are_told_why() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/challenges/messages.txt");
    let mut text = String::new();
    for (id, name) in WRONG {
        let report = judged(id, &code(&format!("wrong/{name}")), 500);
        assert!(!report.passed && report.moved.is_none(), "{id}, {name}");
        let failed: Vec<_> = report.checks.iter().filter(|check| check.state == CheckState::Failed).collect();
        assert!(!failed.is_empty() && failed.iter().all(|check| check.example.is_some()), "{id}, {name}: {report:#?}");
        let _ = writeln!(text, "{id}: {name}");
        for check in failed {
            let _ = writeln!(text, "  {}: {}", check.id, check.example.as_deref().unwrap_or_default());
        }
        let not_reached = report.checks.iter().filter(|check| check.state == CheckState::NotReached).count();
        if let Some(error) = &report.error {
            let place = format!("{}:{} to {}:{}", error.line, error.column, error.end_line, error.end_column);
            let _ = writeln!(text, "  code {place}{}; {not_reached} checks not reached", if error.stopped { ", stopped" } else { "" });
        }
        text.push('\n');
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let differs = kept.lines().zip(text.lines()).find(|(kept, text)| kept != text);
    assert!(kept == text, "UPDATE=1 cargo test --test challenges writes it anew: {differs:?}");
}

#[test]
fn a_file_with_mistakes_says_what_and_how_to_mend_it() {
    let right = FILES[0].1;
    let cases = [
        ("title     = \"Rendezvous hashing\"\n", "", "title is missing or empty (write title = \"…\")"),
        ("\"add\", ", "\"grow\", ", "checks[4] is \"grow\", which is no check (docs/scripts.md has them)"),
        ("\"add\", ", "\"live\", ", "checks[4] is \"live\" again (once is enough)"),
        (", deviations = 5", "", "checks[3] is \"balance\" without deviations (write { id = \"balance\", deviations = … })"),
        (
            "reference = \"rendezvous\"\n",
            "",
            "checks compare with a reference, and there is none (write reference = \"ring\", or leave them out)",
        ),
        ("reference = \"rendezvous\"", "reference = \"hash\"", "reference is \"hash\", no kind of strategy (docs/strategies.md has them)"),
        ("id        =", "copies = 9\nid =", "copies is 9, must be 1, 2 or 3 (the smallest cluster has three nodes)"),
        (
            "id        =",
            "size = 9\nid =",
            "size is no field (there are id, title, level, task, start, hints, checks, reference, nodes, copies)",
        ),
        ("hints     = [", "hints     = [ \"one more\",", "hints has 4 texts, must have 3 (each tells more than the one before)"),
    ];
    for (from, to, says) in cases {
        assert!(right.contains(from), "{from}");
        assert_eq!(Challenge::read(&right.replacen(from, to, 1)).err().as_deref(), Some(says));
    }
}
