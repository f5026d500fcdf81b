//! The sentences and figures of a count of a whole key set.

use super::words::{keys_text, percent, thousands};
use crate::report::ScaleReport;

/// What a step moved under every strategy, in one or two sentences: the least and the most.
#[must_use]
pub fn describe_scale(report: &ScaleReport, phase: usize) -> String {
    let label = report.labels.get(phase).map_or("", String::as_str);
    let mut found: Vec<(u64, &str)> = Vec::new();
    for strategy in &report.strategies {
        found.extend(strategy.phases.get(phase).map(|phase| (phase.moved, strategy.name.as_str())));
    }
    let share = |moved: u64| percent(moved as f64 / report.keys.max(1) as f64);
    let said = |(moved, name): (u64, &str)| format!("{name} moves {} ({})", thousands(moved), share(moved));
    let all = keys_text(report.keys);
    if phase == 0 {
        return format!("{all} were placed.");
    }
    let (Some(least), Some(most)) = (found.iter().min_by_key(|found| found.0), found.iter().max_by_key(|found| found.0)) else {
        return format!("{label}: no strategy takes this step.");
    };
    if least.1 == most.1 || least.0 == most.0 {
        return format!("{label}: of {all} {}.", said(*least));
    }
    format!("{label}: of {all} {}, {}.", said(*least), said(*most))
}

/// Bytes as people read them: `250 GB`; units of 1,000.
#[must_use]
pub fn bytes_text(bytes: f64) -> String {
    scaled(bytes, 1e3, &["B", "kB", "MB", "GB", "TB", "PB", "EB"])
}

/// A time as people read it: `42 min`, `3.5 h`.
#[must_use]
pub fn time_text(seconds: f64) -> String {
    let (number, unit) = match seconds {
        s if s < 60.0 => (s, "s"),
        s if s < 3_600.0 => (s / 60.0, "min"),
        s if s < 172_800.0 => (s / 3_600.0, "h"),
        s => (s / 86_400.0, "days"),
    };
    format!("{} {unit}", three_digits(number))
}

fn scaled(mut number: f64, by: f64, units: &[&str]) -> String {
    let mut unit = 0;
    while number >= by * 0.9995 && unit + 1 < units.len() {
        number /= by;
        unit += 1;
    }
    format!("{} {}", three_digits(number), units[unit])
}

/// Three digits that count, or all of the whole part.
fn three_digits(number: f64) -> String {
    match number {
        n if n >= 99.95 || n == 0.0 => format!("{n:.0}"),
        n if n >= 9.995 => format!("{n:.1}"),
        n => format!("{n:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_a_unit_that_people_read() {
        assert_eq!([0.0, 999.0, 1e3, 7.5e11, 999_960.0].map(bytes_text), ["0 B", "999 B", "1.00 kB", "750 GB", "1.00 MB"]);
        assert_eq!([0.0, 59.0, 90.0, 7_500.0, 8.64e5].map(time_text), ["0 s", "59.0 s", "1.50 min", "2.08 h", "10.0 days"]);
    }
}
