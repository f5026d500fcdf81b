//! What theory says that a migration costs: a closed form beside each figure that has one.
//!
//! They count the copying phase. They hold where every key is as popular as another, a copy is there at once
//! (`in_flight_ms` = 0) and every client hears of a new map at once (`map_lag_ms` = 0): each barrier adds its lag to T.
//!
//! M keys in transit, copied in T seconds; R and W reads and writes a second on these keys; w = W / M writes a second on each.

use super::copying::copies_per_s;
use super::settings::{MigrationSettings, Policy};
use super::transit::Transit;
use super::world::HOP_MS;
use crate::analysis::words::thousands;

/// A figure by theory.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// What it is of: an outcome (`blocked`, `miss`, …), or `duration_s`, `pause_s`, `left`, `origin_load`.
    pub of: &'static str,
    /// Its value.
    pub value: f64,
    /// The formula with its numbers.
    pub text: String,
}

/// What the forms speak of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    /// M: keys in transit.
    pub moved: f64,
    /// R: reads a second on these.
    pub reads: f64,
    /// W: writes a second on these.
    pub writes: f64,
    /// T: how long copying takes, s.
    pub takes_s: f64,
}

impl Given {
    /// Of a step under settings.
    #[must_use]
    pub fn of(transit: &Transit, settings: &MigrationSettings) -> Self {
        Self {
            moved: f64::from(transit.in_transit),
            reads: settings.reads_per_s * transit.share(),
            writes: settings.writes_per_s * transit.share(),
            takes_s: transit.copies as f64 / copies_per_s(transit, settings),
        }
    }

    /// wT: writes on a key while all are copied.
    fn written(self) -> f64 {
        if self.moved == 0.0 { 0.0 } else { self.writes * self.takes_s / self.moved }
    }
}

/// The forms of a policy.
#[must_use]
pub fn forms(policy: Policy, transit: &Transit, settings: &MigrationSettings) -> Vec<Form> {
    let given = Given::of(transit, settings);
    let (apply, threshold) = (settings.apply_keys_per_s, settings.pause_threshold_keys as f64);
    let mut forms = vec![duration(transit, settings)];
    match policy {
        Policy::StopWorld => forms.extend([blocked(given), blocked_ms(given)]),
        Policy::SwitchThenCopy => {
            let share = if transit.keys == 0 { 0.0 } else { given.moved / transit.keys as f64 };
            forms.extend([misses(given), origin_load(settings.hit_rate, share)]);
        }
        Policy::CopyThenSwitch => forms.push(lost(given)),
        Policy::DualWrite => forms.push(extra(given)),
        Policy::AskRedirect => forms.push(redirects(given, 1)),
        Policy::SnapshotCatchupPause if sticks_at(given.moved, given.writes, apply) > threshold => {
            forms = vec![sticks(given.moved, given.writes, apply)];
        }
        Policy::SnapshotCatchupPause => forms = vec![whole(given, threshold, apply), pause(threshold, apply)],
        Policy::ProxyFromNew | Policy::CacheWarmup => {}
    }
    forms
}

/// How long copying takes: copies over the rate.
fn duration(transit: &Transit, settings: &MigrationSettings) -> Form {
    let rate = copies_per_s(transit, settings);
    let value = transit.copies as f64 / rate;
    Form {
        of: "duration_s",
        value,
        text: format!("T = {} / {} a second = {} s", number(transit.copies as f64), number(rate), number(value)),
    }
}

/// Requests that `stop_world` blocks: (R + W)T.
#[must_use]
pub fn blocked(given: Given) -> Form {
    let Given { reads, writes, takes_s, .. } = given;
    let value = (reads + writes) * takes_s;
    Form {
        of: "blocked",
        value,
        text: format!("(R + W)T = ({} + {}) × {} = {}", number(reads), number(writes), number(takes_s), number(value)),
    }
}

/// How long they wait together: each on average half of T.
#[must_use]
pub fn blocked_ms(given: Given) -> Form {
    let value = (given.reads + given.writes) * given.takes_s * given.takes_s / 2.0 * 1e3;
    Form { of: "blocked_ms", value, text: format!("(R + W)T² / 2 = {} s", number(value / 1e3)) }
}

/// Misses of `switch_then_copy`: R(1/w − (1 − e^(−wT)) / (w²T)), RT/2 as w goes to 0.
#[must_use]
pub fn misses(given: Given) -> Form {
    let Given { reads, takes_s, .. } = given;
    let written = given.written();
    let value = reads * takes_s * remains(written);
    let text = if written == 0.0 {
        format!("RT/2 = {} × {} / 2 = {}", number(reads), number(takes_s), number(value))
    } else {
        let w = written / takes_s;
        format!("R(1/w − (1 − e^(−wT)) / (w²T)) = {} with R = {}, w = {}, T = {}", number(value), number(reads), number(w), number(takes_s))
    };
    Form { of: "miss", value, text }
}

/// Keys that `copy_then_switch` loses: M(1 − (1 − e^(−wT)) / (wT)).
#[must_use]
pub fn lost(given: Given) -> Form {
    let written = given.written();
    let value = given.moved * written * remains(written);
    let text = format!("M(1 − (1 − e^(−wT)) / (wT)) = {} with M = {}, wT = {}", number(value), number(given.moved), number(written));
    Form { of: "lost", value, text }
}

/// (x − 1 + e^(−x)) / x²: 1/2 at 0, where it is summed as a series, since the difference would have no digits left.
fn remains(x: f64) -> f64 {
    if x < 1e-2 { 0.5 - x * (1.0 / 6.0 - x * (1.0 / 24.0 - x * (1.0 / 120.0 - x / 720.0))) } else { (x + libm::expm1(-x)) / (x * x) }
}

/// Extra writes of `dual_write`: WT.
#[must_use]
pub fn extra(given: Given) -> Form {
    let value = given.writes * given.takes_s;
    Form { of: "extra", value, text: format!("WT = {} × {} = {}", number(given.writes), number(given.takes_s), number(value)) }
}

/// Redirects of `ask_redirect` where keys move in so many chunks, one after another: (R + W)T / (2G).
#[must_use]
pub fn redirects(given: Given, chunks: u32) -> Form {
    let Given { reads, writes, takes_s, .. } = given;
    let value = (reads + writes) * takes_s / (2.0 * f64::from(chunks));
    let text =
        format!("(R + W)T / (2G) = ({} + {}) × {} / {} = {}", number(reads), number(writes), number(takes_s), 2 * chunks, number(value));
    Form { of: "redirect", value, text }
}

/// Dirty keys at which catch-up sticks: M(1 − apply / W), 0 where what is applied keeps up.
#[must_use]
pub fn sticks_at(moved: f64, writes: f64, apply: f64) -> f64 {
    if writes > apply { moved * (1.0 - apply / writes) } else { 0.0 }
}

/// The same with its numbers.
#[must_use]
pub fn sticks(moved: f64, writes: f64, apply: f64) -> Form {
    let value = sticks_at(moved, writes, apply);
    let text = format!(
        "it sticks at M(1 − apply / W) = {} × (1 − {} / {}) = {} keys",
        number(moved),
        number(apply),
        number(writes),
        number(value)
    );
    Form { of: "left", value, text }
}

/// The pause of `snapshot_catchup_pause`: threshold / apply, and a round trip.
#[must_use]
pub fn pause(threshold: f64, apply: f64) -> Form {
    let trip = 2.0 * HOP_MS / 1e3;
    let value = threshold / apply + trip;
    let text =
        format!("threshold / apply + a round trip = {} / {} + {trip} = {} s at most", number(threshold), number(apply), number(value));
    Form { of: "pause_s", value, text }
}

/// The load on the origin behind a cache of this hit rate that loses a share of its keys, over that before:
/// (1 − h(1 − m)) / (1 − h).
#[must_use]
pub fn origin_load(hit_rate: f64, share: f64) -> Form {
    let value = (1.0 - hit_rate * (1.0 - share)) / (1.0 - hit_rate);
    let text = format!("(1 − h(1 − m)) / (1 − h) = {} times the load with h = {}, m = {}", number(value), number(hit_rate), number(share));
    Form { of: "origin_load", value, text }
}

/// How long `snapshot_catchup_pause` takes: copying, then catching up from the keys written meanwhile, M(1 − e^(−wT)), down to
/// the threshold, then the pause. The dirty keys D follow dD/dt = W(1 − D / M) − apply.
#[must_use]
pub fn whole(given: Given, threshold: f64, apply: f64) -> Form {
    let Given { moved, writes, takes_s, .. } = given;
    let begins = -moved * libm::expm1(-given.written());
    let catches = catch_up_s(given, begins, threshold, apply);
    let pauses = begins.min(threshold) / apply + 2.0 * HOP_MS / 1e3;
    let value = takes_s + catches + pauses;
    let text = format!(
        "T + catch-up + pause = {} + {} + {} = {} s, with M(1 − e^(−wT)) = {} keys to apply at first and W = {}",
        number(takes_s),
        number(catches),
        number(pauses),
        number(value),
        number(begins),
        number(writes)
    );
    Form { of: "duration_s", value, text }
}

fn catch_up_s(Given { moved, writes, .. }: Given, begins: f64, threshold: f64, apply: f64) -> f64 {
    if begins <= threshold {
        return 0.0;
    }
    let rest = moved * (1.0 - apply / writes);
    moved / writes * libm::log((begins - rest) / (threshold - rest))
}

/// A number for people: whole from a thousand on, else to four digits.
fn number(value: f64) -> String {
    if value >= 1_000.0 {
        return thousands((value + 0.5) as u64);
    }
    let digits = if value >= 100.0 {
        1
    } else if value >= 10.0 {
        2
    } else if value >= 1.0 {
        3
    } else {
        4
    };
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The workshop's step from 3 to 4 nodes with 12,000 keys and the default rates.
    const GIVEN: Given = Given { moved: 3_000.0, reads: 500.0, writes: 50.0, takes_s: 15.0 };

    #[test]
    fn forms_have_the_values_of_their_formulas() {
        let w: f64 = 50.0 / 3_000.0;
        let naive_misses = 500.0 * (1.0 / w - (1.0 - libm::exp(-w * 15.0)) / (w * w * 15.0));
        let naive_lost = 3_000.0 * (1.0 - (1.0 - libm::exp(-w * 15.0)) / (w * 15.0));
        for (form, value) in [
            (blocked(GIVEN), 8_250.0),
            (blocked_ms(GIVEN), 61_875_000.0),
            (misses(GIVEN), naive_misses),
            (lost(GIVEN), naive_lost),
            (extra(GIVEN), 750.0),
            (redirects(GIVEN, 1), 4_125.0),
            (redirects(GIVEN, 3), 1_375.0),
            (sticks(3_000.0, 500.0, 400.0), 600.0),
            (pause(20.0, 400.0), 0.051),
            // By small steps of dD/dt = 50 (1 − D / 3,000) − 400 from 663.6 keys down to 20.
            (whole(GIVEN, 20.0, 400.0), 15.0 + 1.809_537_531_542_68 + 0.051),
        ] {
            assert!((form.value / value - 1.0).abs() < 1e-9, "{form:?} is not {value}");
        }
        // What is published of a cache with a hit rate of 90 %.
        assert!((origin_load(0.9, 0.25).value - 3.25).abs() < 1e-9 && (origin_load(0.9, 0.75).value - 7.75).abs() < 1e-9);
    }

    #[test]
    fn without_writes_half_of_the_reads_miss_and_nothing_is_lost() {
        let without = Given { writes: 0.0, ..GIVEN };
        assert_eq!((misses(without).value, lost(without).value), (3_750.0, 0.0));
    }

    #[test]
    fn the_series_meets_the_formula_where_it_takes_over() {
        for x in [0.009_999, 0.010_001] {
            assert!((remains(x) - (x + libm::expm1(-x)) / (x * x)).abs() < 1e-12);
        }
        assert!((remains(1e-9) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn formulas_are_said_with_their_numbers() {
        assert_eq!(blocked(GIVEN).text, "(R + W)T = (500 + 50) × 15 = 8,250");
        assert_eq!(sticks(3_000.0, 500.0, 400.0).text, "it sticks at M(1 − apply / W) = 3,000 × (1 − 400 / 500) = 600 keys");
        assert_eq!(pause(20.0, 400.0).text, "threshold / apply + a round trip = 20 / 400 + 0.001 = 0.051 s at most");
    }
}
