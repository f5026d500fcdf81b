//! The sentences that say what a migration came to: what went wrong first, then what it cost.

use super::words::{list, thousands};
use crate::report::{MigrationPlay, MigrationReport};

/// A figure agrees with its form up to this part of it, or up to [`CLOSE`] counts.
const AGREES: f64 = 0.05;
const CLOSE: f64 = 2.0;

/// What a policy came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// Whether nothing was lost, missed, stale or failed, and it ended.
    pub good: bool,
    /// What went wrong, or that nothing did.
    pub verdict: String,
    /// What it cost.
    pub price: String,
}

/// What a policy came to, in words.
#[must_use]
pub fn came(play: &MigrationPlay) -> Came {
    let totals = &play.totals;
    let bad: Vec<String> = [
        counted(totals.lost, "key loses its newest write", "keys lose their newest write"),
        counted(totals.miss, "read finds nothing", "reads find nothing"),
        counted(totals.stale, "read gets an older value", "reads get an older value"),
        counted(totals.error, "request fails", "requests fail"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let unending = play.ended_by.as_ref().map(|_| match play.left {
        Some(left) if left > 0 => format!("It does not end: {} keys are left", thousands(left)),
        _ => "It does not end".to_owned(),
    });
    let good = bad.is_empty() && unending.is_none();
    let wrong = (!bad.is_empty()).then(|| list(bad.into_iter()));
    let verdict = unending.into_iter().chain(wrong).collect::<Vec<_>>().join(". ");
    let verdict = if good { "Nothing is lost, missed or stale".to_owned() } else { verdict };
    Came { good, verdict: verdict + ".", price: price(play) }
}

fn price(play: &MigrationPlay) -> String {
    let totals = &play.totals;
    let waited = totals.blocked_ms / (totals.blocked.max(1) as f64) / 1e3;
    let wait = counted(totals.blocked, "request waits", "requests wait").map(|text| format!("{text}, {} on average", seconds(waited)));
    let parts = [
        wait,
        counted(totals.redirect, "request takes a hop more", "requests take a hop more"),
        counted(totals.extra, "more write or get", "more writes and gets"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("The price: {}.", list(parts.into_iter())) }
}

/// What moves and how long that takes.
#[must_use]
pub fn moves(report: &MigrationReport, play: &MigrationPlay) -> String {
    if report.travels.is_empty() {
        return "This step moves no key: there is nothing to migrate.".to_owned();
    }
    let keys = thousands(report.moved);
    format!("{keys} of {} keys move, in {}.", thousands(report.keys), seconds(play.duration_s))
}

fn counted(number: u64, one: &str, many: &str) -> Option<String> {
    (number > 0).then(|| format!("{} {}", thousands(number), if number == 1 { one } else { many }))
}

/// A time as people read it: `51 ms`, `15.1 s`, `1,234 s`.
#[must_use]
pub fn seconds(time_s: f64) -> String {
    match time_s {
        0.0 => "0 s".to_owned(),
        s if s < 1.0 => format!("{:.0} ms", s * 1e3),
        s if s < 1_000.0 => format!("{s:.1} s"),
        s => format!("{} s", thousands((s + 0.5) as u64)),
    }
}

/// Whether what was found is what theory says.
#[must_use]
pub fn agrees(found: f64, theory: f64) -> bool {
    let apart = (found - theory).abs();
    apart <= AGREES * theory.abs() || (theory >= 10.0 && apart <= CLOSE)
}

/// How far what was found is from theory: `+13 %`.
#[must_use]
pub fn apart(found: f64, theory: f64) -> String {
    if theory == 0.0 { String::new() } else { format!("{:+.0} %", (found / theory - 1.0) * 100.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Outcomes;

    fn play(totals: Outcomes) -> MigrationPlay {
        MigrationPlay { totals, ..MigrationPlay::default() }
    }

    #[test]
    fn what_goes_wrong_is_said_before_what_it_costs() {
        let found = came(&play(Outcomes { lost: 345, stale: 1, blocked: 2, blocked_ms: 3_000.0, ..Outcomes::default() }));
        assert_eq!(found.verdict, "345 keys lose their newest write and 1 read gets an older value.");
        assert_eq!((found.good, found.price.as_str()), (false, "The price: 2 requests wait, 1.5 s on average."));
    }

    #[test]
    fn a_run_that_was_bounded_is_never_good() {
        let found = came(&MigrationPlay { ended_by: Some("it sticks".to_owned()), left: Some(600), ..MigrationPlay::default() });
        assert_eq!((found.good, found.verdict.as_str()), (false, "It does not end: 600 keys are left."));
        let fine = came(&play(Outcomes { hit: 9, ..Outcomes::default() }));
        assert_eq!((fine.good, fine.verdict.as_str(), fine.price.as_str()), (true, "Nothing is lost, missed or stale.", ""));
    }

    #[test]
    fn a_form_agrees_up_to_a_twentieth() {
        assert!(agrees(8_400.0, 8_250.0) && !agrees(8_800.0, 8_250.0));
        assert_eq!((apart(8_800.0, 8_000.0).as_str(), apart(3.0, 0.0).as_str()), ("+10 %", ""));
        assert!(agrees(0.0, 0.0) && !agrees(3.0, 0.0) && !agrees(0.1, 0.051));
    }
}
