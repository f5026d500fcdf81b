//! What the figures were taken on, and when.

use crate::run;
use std::time::{SystemTime, UNIX_EPOCH};

/// The processor's model and the number of cores that this process may use.
pub fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':')).map(|(_, model)| model.trim().to_owned());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{}, {cores} cores", model.unwrap_or_else(|| "a processor without a name".into()))
}

/// The compiler's version.
pub fn compiler() -> String {
    run::capture(run::tool("rustc").arg("--version")).unwrap_or_default().trim().to_owned()
}

/// Today in UTC as 2026-11-25.
pub fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    date(seconds / 86_400)
}

/// The date of a day since 1970, by years of 365 or 366 days and their months.
fn date(mut day: u64) -> String {
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while day >= 365 + u64::from(leap(year)) {
        day -= 365 + u64::from(leap(year));
        year += 1;
    }
    let mut month = 0;
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    while day >= lengths[month] {
        day -= lengths[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, day + 1)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_since_1970_are_dates() {
        assert_eq!([0, 59, 11_016, 20_782].map(date), ["1970-01-01", "1970-03-01", "2000-02-29", "2026-11-25"]);
    }
}
