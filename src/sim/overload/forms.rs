//! The closed forms that stand beside the numbers of an incident, each as a function and in words with its numbers put in.

use super::ground::{Ground, Role};
use super::settings::OverloadSettings;
use super::streaming::undisturbed_s;

/// Over 1 it tips: the utilisation of the hottest node while data streams. `rho` is the utilisation, `x` the greatest share
/// of a node times the number of nodes, `s` the part of a disk that streaming takes.
#[must_use]
pub fn tipping(rho: f64, x: f64, s: f64) -> f64 {
    rho * x + s
}

/// The greatest throttle of a minimal move at which no node passes 100 %, in the unit of `disk`.
#[must_use]
pub fn safe_throttle(rho: f64, x: f64, disk: f64) -> f64 {
    (1.0 - rho * x) * disk
}

/// The same of modulo with n nodes: each sends, and receives from n − 1 others what they do not send to the new one.
#[must_use]
pub fn safe_throttle_of_modulo(rho: f64, disk: f64, n: f64) -> f64 {
    (1.0 - rho) * disk / modulo_streams(n)
}

/// What streaming takes of every node under modulo, over the throttle: 1 + (n − 1)/n.
#[must_use]
pub fn modulo_streams(n: f64) -> f64 {
    1.0 + (n - 1.0) / n
}

/// How many times as long modulo streams as a minimal move, each at its own safe throttle, when n nodes become n + 1.
#[must_use]
pub fn modulo_takes_longer(n: f64) -> f64 {
    2.0 * n - 1.0
}

/// The greatest utilisation at which n nodes bear streaming and the failure of one.
#[must_use]
pub fn headroom(s: f64, n: f64) -> f64 {
    (1.0 - s) * (n - 1.0) / n
}

/// Attempts over fresh requests where each fails with chance `p` and is tried again `retries` times: 1 + p + … + p^r.
#[must_use]
pub fn amplification(p: f64, retries: u32) -> f64 {
    (0..retries).fold(1.0, |sum, _| 1.0 + p * sum)
}

/// Attempts over capacity when everything fails; over 1 it stays collapsed after the trigger is gone.
#[must_use]
pub fn collapsed_load(rho: f64, retries: u32, budget: Option<f64>) -> f64 {
    let most = f64::from(retries);
    rho * (1.0 + budget.map_or(most, |budget| most.min(budget)))
}

/// The greatest retry budget with which it does not stay collapsed.
#[must_use]
pub fn greatest_budget(rho: f64) -> f64 {
    1.0 / rho - 1.0
}

/// Goodput while the hottest node sheds what it cannot serve.
#[must_use]
pub fn shed_goodput(rho: f64, s: f64) -> f64 {
    ((1.0 - s) / rho).min(1.0)
}

/// A closed form with the numbers of a scenario put in.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Its name for programs.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it gives.
    pub value: f64,
    /// The unit of that, may be empty.
    pub unit: &'static str,
    /// The formula with its numbers, and what it means.
    pub words: String,
}

/// What the forms need of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    /// Nodes before the step.
    pub n: f64,
    /// The greatest share of a node while the streaming lasts, times n.
    pub x: f64,
    /// The part of a disk that streaming takes of the node where load and streaming are the most.
    pub s: f64,
    /// Load and streaming of that node over its capacity.
    pub tipping: f64,
    /// The greatest throttle at which no node passes 100 %, MB/s; below 0 where none is small enough.
    pub safe_throttle: f64,
    /// The greatest utilisation of a node after the step.
    pub after: f64,
    /// How long the streaming takes when nothing disturbs it, s.
    pub stream_s: f64,
}

impl Numbers {
    /// The numbers of a step. A node that sends nothing counts as one that sends, so that a safe throttle is safe wherever
    /// the hottest keys live.
    #[must_use]
    pub fn of(ground: &Ground, settings: &OverloadSettings) -> Self {
        let n = ground.live_before() as f64;
        let (shares, _) = ground.shares_while_streaming();
        let streams = ground.streams();
        let disk = settings.disk_mb_s;
        let serving = || (0..shares.len()).filter(|place| matches!(ground.members[*place].role, Role::Stays | Role::Leaves));
        let load = |place: usize| settings.utilisation * n * shares[place];
        let taken = |place: usize| streams[place] * settings.throttle_mb_s / disk;
        let least = |all: f64, one: f64| all.min(one);
        let hottest =
            serving().map(|place| (load(place) + taken(place), taken(place))).fold((0.0, 0.0), |a, b| if b.0 > a.0 { b } else { a });
        Self {
            n,
            x: n * serving().map(|place| shares[place]).fold(0.0, f64::max),
            s: hottest.1,
            tipping: hottest.0,
            safe_throttle: serving().map(|place| (1.0 - load(place)) * disk / streams[place].max(1.0)).fold(f64::INFINITY, least),
            after: settings.utilisation * n * greatest_after(ground),
            stream_s: undisturbed_s(ground, settings),
        }
    }
}

/// The greatest share of a node after the step.
fn greatest_after(ground: &Ground) -> f64 {
    let up: Vec<bool> = ground.members.iter().map(|member| matches!(member.role, Role::Stays | Role::Joins)).collect();
    let mut shares = vec![0.0; up.len()];
    ground.after.shares(&up, &mut shares);
    shares.into_iter().fold(0.0, f64::max)
}

/// All closed forms of a step, in the order in which they are shown.
#[must_use]
pub fn forms(ground: &Ground, settings: &OverloadSettings) -> Vec<Form> {
    let numbers = Numbers::of(ground, settings);
    vec![
        tipping_form(&numbers, settings),
        throttle_form(&numbers, settings),
        duration_form(&numbers, settings),
        headroom_form(&numbers),
        collapse_form(&numbers, settings),
        shedding_form(&numbers, settings),
    ]
}

fn tipping_form(numbers: &Numbers, settings: &OverloadSettings) -> Form {
    let Numbers { x, s, tipping, .. } = numbers;
    let load = settings.utilisation;
    let end = if *tipping > 1.0 { "more than 1: it tips" } else { "not more than 1: it bears the streaming" };
    let words = format!(
        "ρ·x + s = {load:.2} × {:.2} + {s:.2} = {tipping:.2}, {end}. x is the hottest node's share over the average ({x:.2}).",
        if (tipping - s - load * x).abs() < 1e-6 { *x } else { (tipping - s) / load }
    );
    Form { id: "tipping", title: "Load and streaming of the hottest node", value: *tipping, unit: "", words }
}

fn throttle_form(numbers: &Numbers, settings: &OverloadSettings) -> Form {
    let Numbers { x, safe_throttle: value, .. } = numbers;
    let (load, disk) = (settings.utilisation, settings.disk_mb_s);
    let simple = safe_throttle(load, *x, disk);
    let words = if *value <= 0.0 {
        format!("1 − ρ·x = 1 − {load:.2} × {x:.2} is not above 0: no throttle is small enough.")
    } else if (simple - value).abs() < 1e-6 * disk {
        format!("(1 − ρ·x) × disk = (1 − {load:.2} × {x:.2}) × {disk} MB/s = {value:.1} MB/s.")
    } else {
        let streams = simple / value;
        format!(
            "(1 − ρ·x) × disk / {streams:.2} = {value:.1} MB/s: nodes send and receive, which takes {streams:.2} times the throttle of the busiest."
        )
    };
    Form { id: "safe_throttle", title: "Safe throttle", value: *value, unit: "MB/s", words }
}

fn duration_form(numbers: &Numbers, settings: &OverloadSettings) -> Form {
    let value = numbers.stream_s;
    let words = format!(
        "The node that sends the most sends {:.1} GB at {} MB/s: {value:.0} s. Modulo would take {:.0} times as long as a minimal move, each at its own safe throttle (2N − 1).",
        value * settings.throttle_mb_s / 1e3,
        settings.throttle_mb_s,
        modulo_takes_longer(numbers.n)
    );
    Form { id: "duration", title: "Streaming, undisturbed", value, unit: "s", words }
}

fn headroom_form(numbers: &Numbers) -> Form {
    let Numbers { n, s, .. } = numbers;
    let value = headroom(*s, *n);
    let words = format!(
        "(1 − s)(N − 1)/N = (1 − {s:.2}) × {:.0}/{n:.0} = {value:.2}: up to there it bears the streaming and the failure of a node.",
        n - 1.0
    );
    Form { id: "headroom", title: "Greatest utilisation with headroom", value, unit: "", words }
}

fn collapse_form(numbers: &Numbers, settings: &OverloadSettings) -> Form {
    let OverloadSettings { retries, retry_budget, .. } = settings;
    let value = collapsed_load(numbers.after, *retries, *retry_budget);
    let times = value / numbers.after;
    let end = if value > 1.0 { "more than 1: once collapsed it stays so" } else { "not more than 1: it comes back by itself" };
    let with = if retry_budget.is_some() { "retries within the budget" } else { "retries" };
    let words = format!(
        "When everything fails, {with} make {times:.2} attempts of a request: {:.2} × {times:.2} = {value:.2}, {end}.",
        numbers.after
    );
    Form { id: "collapse", title: "Load when everything fails", value, unit: "", words }
}

fn shedding_form(numbers: &Numbers, settings: &OverloadSettings) -> Form {
    let load = numbers.tipping - numbers.s;
    let value = shed_goodput(load, numbers.s);
    let off = if settings.shed { "" } else { " It is off here." };
    let words = format!(
        "(1 − s)/ρ·x = (1 − {:.2})/{load:.2}, at most 1 = {value:.2}: what the hottest node answers while it turns away the rest.{off}",
        numbers.s
    );
    Form { id: "shedding", title: "Goodput under load shedding", value, unit: "", words }
}
