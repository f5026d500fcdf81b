//! What a text gives the page: problems, the form, the kinds and presets of its menus. TypeScript's types are made from these.

use crate::draw;
use crate::experiment;
use crate::hash::HashKind;
use crate::keys::{KeySet, Popularity};
use crate::scenario::{self, Scenario, StrategySpec};
use crate::strategy::{self, Guarantees, Param, Range};
use serde::Serialize;
use tsify::Tsify;

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
    #[tsify(optional)]
    fix: Option<Fix>,
}

/// A change of the text that mends a problem for sure.
#[derive(Serialize, Tsify)]
pub struct Fix {
    from: u32,
    to: u32,
    insert: String,
}

/// The UTF-16 units before a byte of a text.
pub(super) fn units(text: &str, byte: usize) -> u32 {
    text.get(..byte).map_or(0, |before| before.encode_utf16().count() as u32)
}

/// What reading a text gives the page.
#[derive(Serialize, Tsify)]
#[tsify(into_wasm_abi)]
pub struct Checked {
    diagnostics: Vec<Diagnostic>,
    /// Of a text that lacks nothing but the keys that it names, too.
    #[tsify(optional)]
    form: Option<Form>,
    /// The keys that the text names and that are not at hand, where nothing else is wrong with it.
    #[tsify(optional)]
    needs: Option<KeyFile>,
    cost_ms: f64,
    /// Whether any strategy is a learner's code, also one that a step switches to.
    scripts: bool,
}

/// What a text says of keys that stand beside it.
#[derive(Serialize, Tsify)]
pub struct KeyFile {
    file: String,
    sha256: String,
    count: u64,
}

impl From<&scenario::KeyFile> for KeyFile {
    fn from(named: &scenario::KeyFile) -> Self {
        Self { file: named.file.clone(), sha256: named.sha256.clone(), count: named.count }
    }
}

impl Checked {
    pub(super) fn of(text: &str) -> Self {
        let reading = super::reading(text);
        Self {
            diagnostics: reading.diagnostics.into_iter().map(|diagnostic| Diagnostic::of(text, diagnostic)).collect(),
            scripts: reading.scenario.as_ref().is_some_and(|scenario| scenario.codes().next().is_some()),
            cost_ms: reading.scenario.as_ref().map_or(0.0, experiment::estimate_ms),
            form: reading.scenario.as_ref().or(reading.outline.as_ref()).map(Form::of),
            needs: reading.needs.as_ref().map(KeyFile::from),
        }
    }
}

impl Diagnostic {
    fn of(text: &str, found: scenario::Diagnostic) -> Self {
        let units = |byte: usize| units(text, byte);
        let fix = |scenario::Fix { span, insert }: scenario::Fix| Fix { from: units(span.start), to: units(span.end), insert };
        Self {
            severity: found.severity,
            line: found.line,
            column: found.column,
            start: units(found.span.start),
            end: units(found.span.end),
            path: found.path,
            message: found.message,
            remedy: found.remedy,
            fix: found.fix.map(fix),
        }
    }
}

/// The scenario as a form shows it.
#[derive(Serialize, Tsify)]
pub struct Form {
    title: String,
    replicas: u32,
    /// `nodes` or `zones`.
    spread: &'static str,
    /// `first` or `any`.
    reads: &'static str,
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

/// The keys of a form.
#[derive(Serialize, Tsify)]
pub struct FormKeys {
    /// `pattern`, `ids`, `list` or `file`.
    kind: &'static str,
    /// The file that they came from, where they stand beside the text.
    #[tsify(optional)]
    file: Option<KeyFile>,
    count: u64,
    /// Keys beyond `count`, because some are split in pieces.
    pieces: u64,
    pattern: String,
    list: Vec<String>,
    /// `uniform`, `zipf` or `hot`.
    popularity: &'static str,
    /// Zipf's exponent.
    zipf: f64,
    /// How many keys are hot.
    hot: u64,
    /// The share of all requests that is for them, 0 to 1.
    hot_share: f64,
}

/// A node of a form.
#[derive(Serialize, Tsify)]
pub struct FormNode {
    name: String,
    letter: String,
    colour: u32,
    weight: f64,
    #[tsify(optional)]
    zone: Option<String>,
}

/// A member of the cluster after the last step.
#[derive(Serialize, Tsify)]
pub struct FormMember {
    name: String,
    #[tsify(optional)]
    zone: Option<String>,
    live: bool,
}

/// A step of a form.
#[derive(Serialize, Tsify)]
pub struct FormStep {
    label: String,
}

/// A strategy of a form.
#[derive(Serialize, Tsify)]
pub struct FormStrategy {
    name: String,
    kind: &'static str,
    title: &'static str,
    hash: &'static str,
    dialect: &'static str,
    dialects: Vec<&'static str>,
    params: Vec<FormParam>,
}

/// A parameter of a strategy, with its value.
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
    /// The names of a choice, whose value is an index; empty for numbers.
    options: &'static [&'static str],
    whole: bool,
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
    /// The names of a choice, whose value is an index; empty for numbers.
    options: &'static [&'static str],
    whole: bool,
}

impl ParamInfo {
    fn of(param: &Param) -> Self {
        let Param { id, title, summary, unit, range, .. } = *param;
        let (min, max, default, usual) = match range {
            Range::Whole { min, max, default, usual } => (min as f64, max as f64, default as f64, usual as f64),
            Range::Number { min, max, default, usual } => (min, max, default, usual),
            // The default depends on the scenario.
            Range::Capacity { min, max } => (min as f64, max as f64, 0.0, 1024.0),
            Range::Choice(names) => (0.0, names.len() as f64 - 1.0, 0.0, names.len() as f64 - 1.0),
            Range::Texts | Range::ByNode | Range::Code(_) => (0.0, 0.0, 0.0, 0.0),
        };
        let options = if let Range::Choice(names) = range { names } else { &[] };
        Self { id, title, summary, unit, min, max, usual, default, options, whole: !matches!(range, Range::Number { .. }) }
    }
}

impl Form {
    fn of(scenario: &Scenario) -> Self {
        let clusters = scenario.clusters_of_all();
        let end = clusters.last().unwrap_or(&scenario.cluster);
        Self {
            title: scenario.title.clone(),
            replicas: scenario.replicas,
            spread: if scenario.over_zones { "zones" } else { "nodes" },
            reads: if scenario.any_reads { "any" } else { "first" },
            hash: scenario.hash.map(HashKind::id),
            seed: scenario.seed,
            keys: FormKeys::of(scenario),
            nodes: scenario.cluster.nodes().iter().map(|node| FormNode::of(scenario, node)).collect(),
            strategies: scenario.strategies.iter().map(FormStrategy::of).collect(),
            steps: scenario.steps.iter().map(|step| FormStep { label: step.label.clone() }).collect(),
            members_at_end: end
                .nodes()
                .iter()
                .map(|node| FormMember { name: node.name.clone(), zone: node.zone.clone(), live: node.live })
                .collect(),
            next_name: scenario::next_name(&scenario.roster),
        }
    }
}

impl FormNode {
    fn of(scenario: &Scenario, node: &crate::cluster::Node) -> Self {
        Self {
            name: node.name.clone(),
            letter: draw::letter(&scenario.roster, node.id),
            colour: draw::colour(scenario.roster.len(), node.id),
            weight: node.weight,
            zone: node.zone.clone(),
        }
    }
}

impl FormKeys {
    fn of(scenario: &Scenario) -> Self {
        let (keys, popularity) = (&scenario.keys, scenario.popularity);
        #[cfg(feature = "full")]
        let file = scenario.file.as_ref().map(KeyFile::from);
        #[cfg(not(feature = "full"))]
        let file = None::<KeyFile>;
        let all = keys.count();
        let keys = if let KeySet::Split { keys, .. } = keys { keys } else { keys };
        let (kind, pattern, list) = match keys {
            // Keys that stand beside the text may be a million: they are not sent.
            _ if file.is_some() => ("file", String::new(), Vec::new()),
            KeySet::Pattern { parts, .. } => ("pattern", parts.join("{i}"), Vec::new()),
            KeySet::Ids { .. } => ("ids", String::new(), Vec::new()),
            KeySet::List(list) => ("list", String::new(), list.iter().map(str::to_owned).collect()),
            KeySet::Split { .. } => ("list", String::new(), Vec::new()),
        };
        let usual = Self {
            kind,
            file,
            count: keys.count(),
            pieces: all - keys.count(),
            pattern,
            list,
            popularity: "uniform",
            zipf: 1.1,
            hot: 1,
            hot_share: 0.5,
        };
        match popularity {
            Popularity::Uniform => usual,
            Popularity::Zipf(zipf) => Self { popularity: "zipf", zipf, ..usual },
            Popularity::Hot { keys, share } => Self { popularity: "hot", hot: keys, hot_share: share, ..usual },
        }
    }
}

impl FormStrategy {
    fn of(spec: &StrategySpec) -> Self {
        let param = |param: &Param| {
            let ParamInfo { id, title, summary, unit, min, max, usual, default, options, whole } = ParamInfo::of(param);
            FormParam {
                id,
                title,
                summary,
                unit,
                min,
                max,
                usual,
                default,
                options,
                whole,
                value: spec.params.number(param),
                is_set: spec.params.is_set(param),
            }
        };
        Self {
            name: spec.name.clone(),
            kind: spec.kind.id,
            title: spec.kind.title,
            hash: spec.hash.id(),
            dialect: spec.dialect.id,
            dialects: spec.kind.dialects.iter().map(|dialect| dialect.id).collect(),
            params: spec
                .kind
                .params_of(spec.dialect)
                .filter(|param| !matches!(param.range, Range::Texts | Range::ByNode | Range::Code(_)))
                .map(param)
                .collect(),
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
    mechanism: &'static str,
    build: &'static str,
    lookup: &'static str,
    memory: &'static str,
    balance: &'static str,
    instead: &'static str,
    params: Vec<ParamInfo>,
    dialects: Vec<DialectInfo>,
}

/// A dialect as the registry declares it.
#[derive(Serialize, Tsify)]
pub struct DialectInfo {
    id: &'static str,
    summary: &'static str,
    guarantees: Vec<Guarantee>,
}

/// A promise of a strategy, by name.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum Guarantee {
    /// See [`strategy::Guarantees::minimal`].
    Minimal,
    /// See [`strategy::Guarantees::weighted`].
    Weighted,
    /// See [`strategy::Guarantees::order_free`].
    OrderFree,
    /// See [`strategy::Guarantees::any_removal`].
    AnyRemoval,
    /// See [`strategy::Guarantees::history_free`].
    HistoryFree,
    /// See [`strategy::Guarantees::passes_over`].
    PassesOver,
}

impl DialectInfo {
    fn of(kind: &strategy::Kind, dialect: &strategy::Dialect) -> Self {
        let Guarantees { order_free, weighted, minimal, any_removal, history_free, passes_over } = kind.promises(dialect);
        let all = [
            (minimal, Guarantee::Minimal),
            (weighted, Guarantee::Weighted),
            (order_free, Guarantee::OrderFree),
            (any_removal, Guarantee::AnyRemoval),
            (history_free, Guarantee::HistoryFree),
            (passes_over, Guarantee::PassesOver),
        ];
        let guarantees = all.into_iter().filter_map(|(holds, guarantee)| holds.then_some(guarantee)).collect();
        Self { id: dialect.id, summary: dialect.summary, guarantees }
    }
}

impl KindInfo {
    pub(super) fn all() -> Vec<Self> {
        let info = |kind: &'static strategy::Kind| Self {
            id: kind.id,
            title: kind.title,
            summary: kind.summary,
            reference: kind.reference,
            mechanism: kind.mechanism,
            build: kind.complexity.build,
            lookup: kind.complexity.lookup,
            memory: kind.complexity.memory,
            balance: kind.balance,
            instead: kind.instead,
            params: kind.params.iter().map(ParamInfo::of).collect(),
            dialects: kind.dialects.iter().map(|dialect| DialectInfo::of(kind, dialect)).collect(),
        };
        strategy::KINDS.iter().copied().map(info).collect()
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
    level: scenario::Level,
    why: &'static str,
    #[tsify(optional)]
    strategy: Option<u32>,
    tab: &'static str,
    text: &'static str,
}

impl PresetInfo {
    pub(super) fn all() -> Vec<Self> {
        let info = |&scenario::Preset { name, title, line, level, why, strategy, tab, text, .. }| Self {
            name,
            title,
            line,
            level,
            why,
            strategy,
            tab,
            text,
        };
        scenario::PRESETS.iter().map(info).collect()
    }
}
