//! Counting tests in what the test runners print.

use serde_json::Value;
use std::fmt;
use std::iter::Sum;

/// Tests of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    /// One check that has no tests of its own, such as a lint.
    pub const ONE: Self = Self { passed: 1, failed: 0, skipped: 0 };

    /// A runner that ended badly failed at least once, whatever it printed.
    pub fn ended(self, well: bool) -> Self {
        if well || self.failed > 0 { self } else { Self { failed: 1, ..self } }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            passed: sum.passed + one.passed,
            failed: sum.failed + one.failed,
            skipped: sum.skipped + one.skipped,
        })
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:>5} passed, {:>2} failed, {:>2} skipped", self.passed, self.failed, self.skipped)
    }
}

/// From the lines `test result: ok. 3 passed; 0 failed; 1 ignored; …` of libtest and wasm-bindgen-test.
pub fn libtest(printed: &str) -> Counts {
    let lines = printed.lines().filter_map(|line| line.split_once("test result: ").map(|(_, rest)| rest));
    let number = |line: &str, what: &str| -> u64 {
        let part = line.split([';', '.']).find_map(|part| part.trim().strip_suffix(what));
        part.and_then(|digits| digits.trim().parse().ok()).unwrap_or(0)
    };
    let counts = |line: &str| Counts { passed: number(line, "passed"), failed: number(line, "failed"), skipped: number(line, "ignored") };
    lines.map(counts).sum()
}

/// So many browser tests may have passed only when tried again: a shared machine stalls now and then.
const FLAKY_MAX: u64 = 4;

/// From Playwright's JSON report; where more than [`FLAKY_MAX`] tests passed only when tried again, these have failed.
pub fn playwright(report: &str) -> Option<Counts> {
    let report: Value = serde_json::from_str(report).ok()?;
    let number = |what: &str| report["stats"][what].as_u64();
    let flaky = number("flaky")?;
    let (again, failed) = if flaky > FLAKY_MAX { (0, flaky) } else { (flaky, 0) };
    Some(Counts { passed: number("expected")? + again, failed: number("unexpected")? + failed, skipped: number("skipped")? })
}

#[cfg(test)]
mod tests {
    use super::{Counts, libtest, playwright};

    #[test]
    fn the_results_of_all_binaries_are_summed() {
        let printed = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
            noise\n    test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 filtered out\n";
        assert_eq!(libtest(printed), Counts { passed: 5, failed: 4, skipped: 1 });
        assert_eq!(libtest("error: could not compile").ended(false), Counts { passed: 0, failed: 1, skipped: 0 });
        assert_eq!(libtest(printed).ended(false).failed, 4);
    }

    #[test]
    fn many_flaky_browser_tests_count_as_failed() {
        let report = |flaky: u64| format!(r#"{{"stats": {{"expected": 7, "unexpected": 1, "flaky": {flaky}, "skipped": 3}}}}"#);
        assert_eq!(playwright(&report(4)), Some(Counts { passed: 11, failed: 1, skipped: 3 }));
        assert_eq!(playwright(&report(5)), Some(Counts { passed: 7, failed: 6, skipped: 3 }));
        assert_eq!(playwright("{}"), None);
    }
}
