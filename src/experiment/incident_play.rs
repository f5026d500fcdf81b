//! What the Incident panel asks of a worker: one run to be played, and a part of a tipping map.

use super::{Progress, incident_ground};
use crate::report::{IncidentForm, IncidentPlay, IncidentRescue, PlayEvent};
use crate::scenario::Scenario;
use crate::sim::overload::{
    CHANGE_S, Event, Ground, OVERLOAD_SETTINGS, Outcome, OverloadSettings, Rescue, Role, Run, Series, Tipping, Verdict, forms, merged,
    rescues,
};
use std::rc::Rc;

/// Steps of a run that are taken without looking up.
const STRIDE: u64 = 64;
/// What is not the run itself, in parts of a run: the ground before it, the rescues behind it.
const PARTS: u64 = 1_000;

/// The ground of a step; a text without `[incident]` is played by the defaults.
#[must_use]
pub fn incident_of(mut scenario: Scenario, strategy: usize, phase: usize) -> Option<(Rc<Ground>, OverloadSettings, Vec<String>)> {
    let settings = scenario.incident.get_or_insert_default().clone();
    let strategy = strategy.min(scenario.strategies.len().saturating_sub(1));
    let ground = incident_ground(&scenario, strategy, phase)?;
    let roster = scenario.roster.iter().map(ToString::to_string).collect();
    Some((Rc::new(ground), settings, roster))
}

/// A run that is recorded, advanced bit by bit.
pub struct IncidentWork {
    ground: Rc<Ground>,
    settings: OverloadSettings,
    roster: Vec<String>,
    run: Run,
    rescues: Option<Vec<Rescue>>,
}

impl IncidentWork {
    /// A run that has not begun; none where there is no such step, or the strategy refuses it.
    #[must_use]
    pub fn new(scenario: Scenario, strategy: usize, phase: usize) -> Option<Self> {
        let (ground, settings, roster) = incident_of(scenario, strategy, phase)?;
        let run = Run::new(Rc::clone(&ground), settings.clone(), true);
        Some(Self { ground, settings, roster, run, rescues: None })
    }

    /// Takes at most `steps` steps; behind the run it tries what would have saved it.
    pub fn advance(&mut self, steps: u64) -> Progress {
        if self.run.advance(steps) && self.rescues.is_none() {
            self.rescues = Some(rescues(&self.ground, &self.settings));
        }
        let whole = self.rescues.is_some();
        Progress { done: if whole { PARTS } else { (self.run.progress() * 0.8 * PARTS as f64) as u64 }, total: PARTS }
    }

    /// What is to be played; whole once the run has ended.
    #[must_use]
    pub fn play(&self) -> IncidentPlay {
        let outcome = self.run.outcome();
        let series = self.run.series().unwrap_or_else(none);
        let joins = series.nodes.iter().map(|id| self.ground.members.iter().any(|member| member.id == *id && member.role == Role::Joins));
        let forms = forms::forms(&self.ground, &self.settings);
        let why = forms.iter().find(|form| form.id == self.explains(outcome)).map(|form| form.words.clone());
        IncidentPlay {
            verdict: outcome.verdict.id().to_owned(),
            sentence: self.sentence(outcome),
            why: why.unwrap_or_default(),
            change_s: CHANGE_S,
            end_s: outcome.end_s,
            timeout_ms: self.settings.timeout_ms,
            disk_mb_s: self.settings.disk_mb_s,
            streamed_s: outcome.stream_s.map(|since| CHANGE_S + since),
            joins: joins.collect(),
            events: self.events(),
            forms: forms.into_iter().map(shown).collect(),
            rescues: self.rescues.iter().flatten().map(|rescue| self.rescue(rescue)).collect(),
            roster: self.roster.clone(),
            series,
        }
    }

    /// The form that tells why it ended so.
    fn explains(&self, outcome: &Outcome) -> &'static str {
        let tips = forms::Numbers::of(&self.ground, &self.settings).tipping > 1.0;
        match outcome.verdict {
            Verdict::Cascades if !tips => "collapse",
            Verdict::Degrades if self.settings.shed => "shedding",
            _ => "tipping",
        }
    }

    fn sentence(&self, outcome: &Outcome) -> String {
        let least = (outcome.min_goodput.clamp(0.0, 1.0) * 100.0).floor();
        let end = (outcome.final_goodput.clamp(0.0, 1.0) * 100.0).round();
        let streamed = outcome.stream_s.map_or_else(|| "never done".to_owned(), |since| format!("done after {}", time(since)));
        let first = outcome
            .first_timeout_s
            .map_or_else(String::new, |since| format!("The first requests time out {} after the step. ", time(since)));
        match outcome.verdict {
            Verdict::Survives => {
                let busy = 100.0 * outcome.peak_utilisation;
                let who = nearly_all(outcome.min_goodput);
                let (first, rest) = who.split_at(1);
                format!("{}{rest} answered in time; the streaming is {streamed}, at most {busy:.0} % busy.", first.to_ascii_uppercase())
            }
            Verdict::Degrades => format!("{first}At worst {least:.0} % of the requests are answered in time, in the end {end:.0} %."),
            Verdict::Cascades => {
                format!("{first}In the end {end:.0} % of the requests are answered in time, and it does not come back by itself.")
            }
        }
    }

    fn events(&self) -> Vec<PlayEvent> {
        let name = |event: &crate::sim::overload::Told| event.node.and_then(|id| self.roster.get(id.index())).map_or("", String::as_str);
        let all = merged(self.run.events());
        let event = |one: &crate::sim::overload::Merged| PlayEvent {
            at_s: one.first.at_s,
            words: if one.first.event == Event::Changed { self.change() } else { one.first.event.words(name(&one.first), one.times) },
            node: one.first.node,
        };
        let mut events: Vec<PlayEvent> = all.iter().map(event).collect();
        if let Some(bound) = self.run.outcome().ended_by {
            let words = format!("Here the run was bounded: {bound}.");
            events.push(PlayEvent { at_s: self.run.outcome().end_s, words, node: None });
        }
        events
    }

    /// What the step does, in words.
    fn change(&self) -> String {
        let names = |role: Role| -> Vec<&str> {
            let of_role = self.ground.members.iter().filter(|member| member.role == role);
            of_role.filter_map(|member| self.roster.get(member.id.index()).map(String::as_str)).take(3).collect()
        };
        let parts = [(Role::Joins, "joins"), (Role::Leaves, "leaves"), (Role::Fails, "fails")];
        let told: Vec<String> = parts
            .into_iter()
            .map(|(role, does)| (names(role), does))
            .filter(|(names, _)| !names.is_empty())
            .map(|(names, does)| format!("{} {does}", names.join(", ")))
            .collect();
        let streams = if self.ground.flows.is_empty() { "nothing has to be streamed" } else { "the streaming begins" };
        if told.is_empty() { format!("The step is taken: {streams}.") } else { format!("{}: {streams}.", told.join(", ")) }
    }

    fn rescue(&self, rescue: &Rescue) -> IncidentRescue {
        let title = OVERLOAD_SETTINGS.iter().find(|entry| entry.id == rescue.setting).map_or("", |entry| entry.title);
        let goodput = rescue.outcome.min_goodput.clamp(0.0, 1.0) * 100.0;
        let took = rescue.outcome.stream_s.map_or_else(String::new, |since| format!(" The streaming takes {}.", time(since)));
        let ends = match rescue.outcome.verdict {
            Verdict::Survives => format!("{} answered in time", nearly_all(rescue.outcome.min_goodput)),
            Verdict::Degrades => format!("at worst {goodput:.0} % are answered, and it comes back"),
            Verdict::Cascades => "it does not help".to_owned(),
        };
        let words = format!("{title} {} (the formula's limit: {}): {ends}.{took}", rescue.value, (rescue.limit * 1e3).round() / 1e3);
        IncidentRescue { setting: rescue.setting.to_owned(), value: rescue.value, words, verdict: rescue.outcome.verdict.id().to_owned() }
    }
}

/// Who is served where a cluster survives; a share that is not all of them is said.
fn nearly_all(goodput: f64) -> String {
    if goodput >= 0.9995 {
        "every request is".to_owned()
    } else {
        format!("at worst {:.1} % of the requests are", (goodput * 1e3).floor() / 10.0)
    }
}

fn none() -> Series {
    Series { column_s: 1.0, nodes: Vec::new(), members: 0, columns: Vec::new() }
}

fn shown(form: forms::Form) -> IncidentForm {
    let value = if form.unit.is_empty() { format!("{:.2}", form.value) } else { format!("{:.1} {}", form.value, form.unit) };
    IncidentForm { id: form.id.to_owned(), title: form.title.to_owned(), value, words: form.words }
}

/// A time as people say it.
fn time(seconds: f64) -> String {
    if seconds < 120.0 { format!("{seconds:.1} s") } else { format!("{:.0} min", seconds / 60.0) }
}

/// What one of several workers finds of a tipping map: every so-many-th point.
pub struct TippingWork {
    ground: Rc<Ground>,
    settings: OverloadSettings,
    tipping: Tipping,
    next: u32,
    stride: u32,
    run: Option<Run>,
    verdicts: Vec<u8>,
}

impl TippingWork {
    /// Part `part` of `parts`; none where there is no such step, or the strategy refuses it.
    #[must_use]
    pub fn new(scenario: Scenario, strategy: usize, phase: usize, part: u32, parts: u32) -> Option<Self> {
        let (ground, settings, _) = incident_of(scenario, strategy, phase)?;
        let tipping = settings.tipping.clone().unwrap_or_default();
        Some(Self { ground, settings, tipping, next: part, stride: parts.max(1), run: None, verdicts: Vec::new() })
    }

    /// Takes about so many steps of runs.
    pub fn advance(&mut self, steps: u64) -> Progress {
        let mut left = steps.max(STRIDE);
        while left >= STRIDE && self.next < self.tipping.total() {
            let point = self.next;
            let run = self.run.get_or_insert_with(|| Run::new(Rc::clone(&self.ground), self.tipping.at(&self.settings, point), false));
            if run.advance(STRIDE) {
                self.verdicts.push(run.outcome().verdict as u8);
                self.run = None;
                self.next += self.stride;
            }
            left -= STRIDE;
        }
        let first = self.next - self.verdicts.len() as u32 * self.stride;
        let total = u64::from((self.tipping.total().saturating_sub(first)).div_ceil(self.stride));
        Progress { done: self.verdicts.len() as u64, total }
    }

    /// The verdicts so far, as numbers from 0: survives, degrades, cascades.
    #[must_use]
    pub fn verdicts(&self) -> &[u8] {
        &self.verdicts
    }
}
