//! What crosses the boundary to the page and is shaped for it; TypeScript's types are made from these.

use crate::cluster::NodeId;
use crate::draw;
use crate::experiment::{self, Routed, Router};
use crate::hash::HashKind;
use crate::keys::KeySet;
use crate::report::Report;
use crate::scenario::{self, Scenario, StrategySpec};
use crate::strategy::{self, Param, Range};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// How far a run is.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct Progress {
    done: u64,
    total: u64,
    finished: bool,
}

impl From<experiment::Progress> for Progress {
    fn from(progress: experiment::Progress) -> Self {
        Self { done: progress.done, total: progress.total, finished: progress.finished() }
    }
}

/// A problem in the text; `start` and `end` count UTF-16 units, as a text area does.
#[derive(Serialize, Tsify)]
pub struct Diagnostic {
    severity: scenario::Severity,
    line: u32,
    column: u32,
    start: u32,
    end: u32,
    path: String,
    message: String,
    remedy: String,
}

/// What reading a text gives the page.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct Checked {
    diagnostics: Vec<Diagnostic>,
    #[tsify(optional)]
    form: Option<Form>,
    cost_ms: f64,
}

impl Checked {
    pub(super) fn of(text: &str) -> Self {
        let reading = scenario::read(text);
        Self {
            diagnostics: reading.diagnostics.into_iter().map(|diagnostic| Diagnostic::of(text, diagnostic)).collect(),
            cost_ms: reading.scenario.as_ref().map_or(0.0, experiment::estimate_ms),
            form: reading.scenario.as_ref().map(Form::of),
        }
    }
}

impl Diagnostic {
    fn of(text: &str, found: scenario::Diagnostic) -> Self {
        let units = |end: usize| text.get(..end).map_or(0, |before| before.encode_utf16().count() as u32);
        Self {
            severity: found.severity,
            line: found.line,
            column: found.column,
            start: units(found.span.start),
            end: units(found.span.end),
            path: found.path,
            message: found.message,
            remedy: found.remedy,
        }
    }
}

/// The scenario as a form shows it.
#[derive(Serialize, Tsify)]
pub struct Form {
    title: String,
    replicas: u32,
    #[tsify(optional)]
    hash: Option<&'static str>,
    seed: u64,
    keys: FormKeys,
    nodes: Vec<FormNode>,
    strategies: Vec<FormStrategy>,
    steps: Vec<FormStep>,
    members_at_end: Vec<FormMember>,
    next_name: String,
}

#[derive(Serialize, Tsify)]
pub struct FormKeys {
    kind: &'static str,
    count: u64,
    pattern: String,
    list: Vec<String>,
}

#[derive(Serialize, Tsify)]
pub struct FormNode {
    name: String,
    letter: String,
    colour: u32,
    weight: f64,
    #[tsify(optional)]
    zone: Option<String>,
}

#[derive(Serialize, Tsify)]
pub struct FormMember {
    name: String,
    live: bool,
}

#[derive(Serialize, Tsify)]
pub struct FormStep {
    label: String,
}

#[derive(Serialize, Tsify)]
pub struct FormStrategy {
    name: String,
    kind: &'static str,
    title: &'static str,
    hash: &'static str,
    params: Vec<FormParam>,
}

#[derive(Serialize, Tsify)]
pub struct FormParam {
    id: &'static str,
    title: &'static str,
    summary: &'static str,
    unit: &'static str,
    min: f64,
    max: f64,
    usual: f64,
    default: f64,
    value: f64,
    is_set: bool,
}

/// A parameter as the registry declares it.
#[derive(Serialize, Tsify)]
pub struct ParamInfo {
    id: &'static str,
    title: &'static str,
    summary: &'static str,
    unit: &'static str,
    min: f64,
    max: f64,
    usual: f64,
    default: f64,
}

impl ParamInfo {
    fn of(param: &Param) -> Self {
        let Param { id, title, summary, unit, range } = *param;
        let Range::Whole { min, max, default, usual } = range;
        Self { id, title, summary, unit, min: min as f64, max: max as f64, usual: usual as f64, default: default as f64 }
    }
}

impl Form {
    fn of(scenario: &Scenario) -> Self {
        let clusters = scenario.clusters_of_all();
        let end = clusters.last().unwrap_or(&scenario.cluster);
        Self {
            title: scenario.title.clone(),
            replicas: scenario.replicas,
            hash: scenario.hash.map(HashKind::id),
            seed: scenario.seed,
            keys: FormKeys::of(&scenario.keys),
            nodes: scenario.cluster.nodes().iter().map(|node| FormNode::of(scenario, node)).collect(),
            strategies: scenario.strategies.iter().map(FormStrategy::of).collect(),
            steps: scenario.steps.iter().map(|step| FormStep { label: step.label.clone() }).collect(),
            members_at_end: end.nodes().iter().map(|node| FormMember { name: node.name.clone(), live: node.live }).collect(),
            next_name: scenario::next_name(&scenario.roster),
        }
    }
}

impl FormNode {
    fn of(scenario: &Scenario, node: &crate::cluster::Node) -> Self {
        Self {
            name: node.name.clone(),
            letter: draw::letter(&scenario.roster, node.id),
            colour: draw::colour(node.id),
            weight: node.weight,
            zone: node.zone.clone(),
        }
    }
}

impl FormKeys {
    fn of(keys: &KeySet) -> Self {
        let (kind, pattern, list) = match keys {
            KeySet::Pattern { parts, .. } => ("pattern", parts.join("{i}"), Vec::new()),
            KeySet::Ids { .. } => ("ids", String::new(), Vec::new()),
            KeySet::List(list) => ("list", String::new(), list.clone()),
        };
        Self { kind, count: keys.count(), pattern, list }
    }
}

impl FormStrategy {
    fn of(spec: &StrategySpec) -> Self {
        let param = |param: &Param| {
            let ParamInfo { id, title, summary, unit, min, max, usual, default } = ParamInfo::of(param);
            let (value, is_set) = (spec.params.whole(param) as f64, spec.params.is_set(param));
            FormParam { id, title, summary, unit, min, max, usual, default, value, is_set }
        };
        Self {
            name: spec.name.clone(),
            kind: spec.kind.id,
            title: spec.kind.title,
            hash: spec.hash.id(),
            params: spec.kind.params.iter().map(param).collect(),
        }
    }
}

/// A kind of strategy as the registry declares it.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct KindInfo {
    id: &'static str,
    title: &'static str,
    summary: &'static str,
    reference: &'static str,
    params: Vec<ParamInfo>,
    order_free: bool,
    weighted: bool,
    minimal: bool,
}

impl KindInfo {
    pub(super) fn all() -> Vec<Self> {
        let info = |kind: &'static strategy::Kind| Self {
            id: kind.id,
            title: kind.title,
            summary: kind.summary,
            reference: kind.reference,
            params: kind.params.iter().map(ParamInfo::of).collect(),
            order_free: kind.guarantees.order_free,
            weighted: kind.guarantees.weighted,
            minimal: kind.guarantees.minimal,
        };
        strategy::KINDS.into_iter().map(info).collect()
    }
}

/// A hash function for a menu.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct HashInfo {
    id: &'static str,
    title: &'static str,
    ids_only: bool,
}

impl HashInfo {
    pub(super) fn all() -> Vec<Self> {
        HashKind::ALL.into_iter().map(|hash| Self { id: hash.id(), title: hash.title(), ids_only: hash.ids_only() }).collect()
    }
}

/// A preset for a menu.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct PresetInfo {
    name: &'static str,
    title: &'static str,
    line: &'static str,
    text: &'static str,
}

impl PresetInfo {
    pub(super) fn all() -> Vec<Self> {
        scenario::PRESETS
            .iter()
            .map(|preset| Self { name: preset.name, title: preset.title, line: preset.line, text: preset.text })
            .collect()
    }
}

/// The text after an edit, or why it could not be made.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct Edited {
    #[tsify(optional)]
    text: Option<String>,
    #[tsify(optional)]
    error: Option<String>,
}

impl Edited {
    pub(super) fn of(text: &str, edit: &scenario::Edit) -> Self {
        match scenario::edit(text, edit) {
            Ok(text) => Self { text: Some(text), error: None },
            Err(problem) => Self { text: None, error: Some(problem.to_string()) },
        }
    }
}

/// A node as a badge: its name, its letter and the number of its colour (0: none of its own).
#[derive(Serialize, Tsify)]
pub struct Badge {
    name: String,
    letter: String,
    colour: u32,
}

impl Badge {
    pub(super) fn of(roster: &[String], id: NodeId) -> Self {
        let name = roster.get(id.index()).cloned().unwrap_or_default();
        Self { name, letter: draw::letter(roster, id), colour: draw::colour(id) }
    }
}

/// What one strategy answers for a key.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct RouteAnswer {
    strategy: String,
    nodes: Vec<Badge>,
    #[tsify(optional)]
    partition: Option<u64>,
    #[tsify(optional)]
    refused: Option<String>,
    lines: Vec<RouteLine>,
}

/// One line of a working.
#[derive(Serialize, Tsify)]
pub struct RouteLine {
    what: String,
    text: String,
    code: String,
    #[tsify(optional)]
    node: Option<Badge>,
}

impl RouteAnswer {
    pub(super) fn all(router: &Router, key: &str) -> Vec<Self> {
        let scenario = router.scenario();
        let names = scenario.strategies.iter().map(|spec| &spec.name);
        router.route(key).into_iter().zip(names).map(|(answer, name)| Self::of(&scenario.roster, name, answer)).collect()
    }

    fn of(roster: &[String], strategy: &str, answer: Result<Routed, strategy::Refusal>) -> Self {
        let strategy = strategy.to_owned();
        match answer {
            Err(refusal) => {
                let refused = Some(format!("{} {}", refusal.why, refusal.instead));
                Self { strategy, nodes: Vec::new(), partition: None, refused, lines: Vec::new() }
            }
            Ok(routed) => {
                let line = |line: strategy::WorkLine| RouteLine {
                    what: line.what,
                    text: line.text,
                    code: line.code,
                    node: line.node.map(|id| Badge::of(roster, id)),
                };
                Self {
                    strategy,
                    nodes: routed.nodes.iter().map(|id| Badge::of(roster, *id)).collect(),
                    partition: routed.partition,
                    refused: None,
                    lines: routed.working.lines.into_iter().map(line).collect(),
                }
            }
        }
    }
}

/// What a scene shows: the names of things, for menus and legends.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct SceneInfo {
    title: String,
    keys: u64,
    sampled: u64,
    replicas: u32,
    strategies: Vec<SceneStrategy>,
    phases: Vec<String>,
    nodes: Vec<Badge>,
}

/// One strategy of a scene.
#[derive(Serialize, Tsify)]
pub struct SceneStrategy {
    name: String,
    kind: String,
    description: String,
    moved: Vec<u64>,
    #[tsify(optional)]
    refused: Option<Refused>,
}

/// A step that a strategy could not take.
#[derive(Serialize, Tsify)]
pub struct Refused {
    step: u32,
    why: String,
    instead: String,
}

impl SceneInfo {
    pub(super) fn of(report: &Report) -> Self {
        let longest = report.strategies.iter().map(|strategy| &strategy.phases).max_by_key(|phases| phases.len());
        let strategy = |strategy: &crate::report::StrategyReport| SceneStrategy {
            name: strategy.name.clone(),
            kind: strategy.kind.clone(),
            description: strategy.description.clone(),
            moved: strategy.phases.iter().map(|phase| phase.moved).collect(),
            refused: strategy.refused.as_ref().map(|refused| Refused {
                step: refused.step,
                why: refused.why.clone(),
                instead: refused.instead.clone(),
            }),
        };
        Self {
            title: report.title.clone(),
            keys: report.keys,
            sampled: report.sample.len() as u64,
            replicas: report.replicas,
            strategies: report.strategies.iter().map(strategy).collect(),
            phases: longest.map(|phases| phases.iter().map(|phase| phase.label.clone()).collect()).unwrap_or_default(),
            nodes: (0..report.roster.len() as u32).map(|id| Badge::of(&report.roster, NodeId(id))).collect(),
        }
    }
}

/// The load of one node, before and after a step.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct LoadRow {
    name: String,
    letter: String,
    colour: u32,
    keys: u64,
    #[tsify(optional)]
    before: Option<u64>,
    share: f64,
    fair: f64,
    live: bool,
}

impl LoadRow {
    pub(super) fn all(report: &Report, strategy: usize, phase: usize) -> Vec<Self> {
        let Some(phases) = report.strategies.get(strategy).map(|strategy| &strategy.phases) else { return Vec::new() };
        let Some(found) = phases.get(phase) else { return Vec::new() };
        let before = phase.checked_sub(1).and_then(|before| phases.get(before));
        let had = |id: NodeId| before.and_then(|before| before.nodes.iter().find(|load| load.node == id)).map(|load| load.keys);
        let row = |load: &crate::report::NodeLoad| {
            let Badge { name, letter, colour } = Badge::of(&report.roster, load.node);
            let share = load.keys as f64 / report.keys.max(1) as f64;
            Self { name, letter, colour, keys: load.keys, before: had(load.node), share, fair: load.fair, live: load.live }
        };
        found.nodes.iter().map(row).collect()
    }
}

/// Keys that went from one node to another.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct FlowRow {
    from: String,
    to: String,
    keys: u64,
}

impl FlowRow {
    pub(super) fn all(report: &Report, strategy: usize, phase: usize) -> Vec<Self> {
        let phase = report.strategies.get(strategy).and_then(|strategy| strategy.phases.get(phase));
        let row = |(from, to, keys): &(NodeId, NodeId, u64)| Self {
            from: report.name(*from).to_owned(),
            to: report.name(*to).to_owned(),
            keys: *keys,
        };
        phase.map(|phase| phase.flows.iter().map(row).collect()).unwrap_or_default()
    }
}

/// How a ring is to be drawn; lengths in CSS pixels.
#[derive(Serialize, Deserialize, Tsify)]
#[tsify(from_wasm_abi)]
pub struct RingView {
    pub(super) strategy: usize,
    pub(super) phase: usize,
    pub(super) progress: f32,
    #[tsify(optional)]
    pub(super) focus: Option<draw::Focus>,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) theme: draw::Theme,
    pub(super) scale: f32,
    pub(super) headline: bool,
}

/// How a chart is to be drawn; lengths in CSS pixels.
#[derive(Serialize, Deserialize, Tsify)]
#[tsify(from_wasm_abi)]
pub struct LoadView {
    pub(super) strategy: usize,
    pub(super) phase: usize,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) theme: draw::Theme,
    pub(super) scale: f32,
}

/// One line that names what is pointed at.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct Named {
    pub(super) text: String,
    #[tsify(optional)]
    pub(super) node: Option<Badge>,
    pub(super) code: String,
}
