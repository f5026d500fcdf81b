//! The declaration of a strategy: what the registry knows of a kind, and what a build is given.

use super::Placement;
use crate::cluster::Cluster;
use crate::hash::HashKind;
use crate::keys::KeySet;

/// A kind of strategy, as the registry declares it.
#[derive(Debug)]
pub struct Kind {
    /// The name in a scenario.
    pub id: &'static str,
    /// The name as people write it.
    pub title: &'static str,
    /// One sentence: what it is.
    pub summary: &'static str,
    /// The paper or system that it comes from.
    pub reference: &'static str,
    /// How it works, two to four sentences.
    pub mechanism: &'static str,
    /// What it costs.
    pub complexity: Complexity,
    /// How even the loads are, as a phrase; the suite holds it by [`Kind::deviation`].
    pub balance: &'static str,
    /// What it cannot do, and what people do instead.
    pub instead: &'static str,
    /// Its own parameters.
    pub params: &'static [Param],
    /// Its dialects, the default first.
    pub dialects: &'static [Dialect],
    /// What it promises; held to by the suite.
    pub guarantees: Guarantees,
    /// Places the members of a cluster.
    pub build: fn(&Input<'_>) -> Result<Box<dyn Placement>, Refusal>,
    /// The share of keys that theory expects to move, where it says so.
    pub expectation: fn(&Cluster, &Cluster) -> Option<Expectation>,
    /// Rough nanoseconds for one key in WebAssembly with its hash already known; for estimates only.
    pub cost_ns: fn(&Params, HashKind, nodes: usize) -> f64,
    /// Rough nanoseconds for a build in WebAssembly, beside hashing and sorting the points; for estimates only.
    pub build_ns: fn(&Params) -> f64,
    /// Points on the ring for one node of weight 1 in a cluster, where the strategy puts any.
    pub points_per_node: Option<fn(&Params, &Dialect, &Cluster) -> f64>,
    /// Relative standard deviation of an equal node's share of all keys, beside the chance of the keys themselves: about
    /// 1/√v for a ring of v points a node, 0 where the strategy divides the keys evenly.
    pub deviation: fn(&Params) -> f64,
}

impl Kind {
    /// What it promises in a dialect.
    #[must_use]
    pub fn promises(&self, dialect: &Dialect) -> Guarantees {
        dialect.guarantees.unwrap_or(self.guarantees)
    }

    /// The [`Kind::deviation`] of a dialect in a cluster.
    #[must_use]
    pub fn deviation_in(&self, dialect: &Dialect, params: &Params, cluster: &Cluster) -> f64 {
        dialect.deviation.map_or_else(|| (self.deviation)(params), |own| own(params, cluster))
    }

    /// The parameters that a dialect reads.
    pub fn params_of(&self, dialect: &Dialect) -> impl Iterator<Item = &'static Param> + use<> {
        let id = dialect.id;
        self.params.iter().filter(move |param| param.only.is_empty() || param.only.contains(&id))
    }
}

/// What a strategy costs in named symbols: n nodes, k keys; others as the mechanism or the parameters name them.
#[derive(Clone, Copy, Debug)]
pub struct Complexity {
    /// A build, or one step.
    pub build: &'static str,
    /// The look-up of one key.
    pub lookup: &'static str,
    /// What is kept.
    pub memory: &'static str,
}

/// What a strategy promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guarantees {
    /// The order of the nodes does not matter.
    pub order_free: bool,
    /// Weights set the shares.
    pub weighted: bool,
    /// Adding a node moves keys only to it, removing one only from it, reweighting only to nodes that gain.
    pub minimal: bool,
    /// Any node can be removed; else only the one that was added last.
    pub any_removal: bool,
    /// The answers depend on the members alone, not on the steps that led to them.
    pub history_free: bool,
    /// When a node fails only its own keys move, each to the next live node of its preference list.
    pub passes_over: bool,
}

/// The conventions of one system.
#[derive(Debug)]
pub struct Dialect {
    /// The name in a scenario.
    pub id: &'static str,
    /// One sentence: whose conventions.
    pub summary: &'static str,
    /// The label of a point, where points have labels.
    pub label: Option<&'static str>,
    /// The hash that the system uses, where its conventions fix one; a strategy that names its own has that.
    pub hash: Option<HashKind>,
    /// What the strategy promises in this dialect, where that differs.
    pub guarantees: Option<Guarantees>,
    /// The [`Kind::deviation`], where that differs.
    pub deviation: Option<fn(&Params, &Cluster) -> f64>,
}

impl Dialect {
    /// A dialect that uses the scenario's hash and promises what its kind promises.
    #[must_use]
    pub const fn plain(id: &'static str, summary: &'static str) -> Self {
        Self { id, summary, label: None, hash: None, guarantees: None, deviation: None }
    }
}

/// One parameter of a kind, with its unit, range and default. A default once released never changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Param {
    /// The field in a scenario.
    pub id: &'static str,
    /// What it is, for a form.
    pub title: &'static str,
    /// What it does, for help.
    pub summary: &'static str,
    /// Unit, or empty.
    pub unit: &'static str,
    /// The values it takes.
    pub range: Range,
    /// Whether it must be a prime; the ends of the range are.
    pub prime: bool,
    /// The dialects that read it; all where there is none.
    pub only: &'static [&'static str],
}

impl Param {
    /// The nearest value at or below the range's end that the parameter takes, from `value` upwards.
    #[must_use]
    pub fn fitting(&self, value: u64) -> u64 {
        let (Range::Whole { min, max, .. } | Range::Capacity { min, max }) = self.range else { return value };
        let prime = |n: u64| n > 1 && (2..).take_while(|d| d * d <= n).all(|d| !n.is_multiple_of(d));
        (value.clamp(min, max)..=max).find(|n| !self.prime || prime(*n)).unwrap_or(max)
    }
}

/// The values that a parameter takes, ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// Whole numbers.
    Whole {
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
        /// The default.
        default: u64,
        /// The greatest that a slider offers.
        usual: u64,
    },
    /// Numbers.
    Number {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
        /// The default.
        default: f64,
        /// The greatest that a slider offers.
        usual: f64,
    },
    /// Whole numbers; the default is the power of two at or above twice the most nodes that the scenario ever has.
    Capacity {
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// One of some names, the default first.
    Choice(&'static [&'static str]),
    /// A list of texts; empty by default.
    Texts,
    /// Lists of whole numbers by node, 64 bits with a sign; empty by default.
    ByNode,
    /// Code of the learner's own; without it this one.
    Code(&'static str),
}

/// An entry of a parameter that is a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The node that it belongs to; empty in a plain list.
    pub node: String,
    /// The text, or the number in decimal.
    pub value: String,
}

/// The parameters of one strategy in a scenario, by name; what is not set has its default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params {
    numbers: Vec<(&'static str, f64)>,
    lists: Vec<(&'static str, Vec<Listed>)>,
    most_nodes: u64,
}

impl Params {
    /// Sets a parameter that the reader has checked against its range.
    pub fn set(&mut self, param: &Param, value: f64) {
        self.numbers.retain(|(id, _)| *id != param.id);
        self.numbers.push((param.id, value));
    }

    /// Sets a parameter that is a list.
    pub fn set_list(&mut self, param: &Param, list: Vec<Listed>) {
        self.lists.retain(|(id, _)| *id != param.id);
        self.lists.push((param.id, list));
    }

    /// Gives the nodes that lists belong to other names.
    pub fn rename_nodes(&mut self, name: &dyn Fn(&str) -> String) {
        let entries = self.lists.iter_mut().flat_map(|(_, list)| list).filter(|entry| !entry.node.is_empty());
        entries.for_each(|entry| entry.node = name(&entry.node));
    }

    /// Sets the most nodes that the scenario ever has, for the parameters that depend on it.
    pub const fn set_most_nodes(&mut self, nodes: u64) {
        self.most_nodes = nodes;
    }

    /// A number, or the parameter's default; of a choice the index.
    #[must_use]
    pub fn number(&self, param: &Param) -> f64 {
        let default = match param.range {
            Range::Whole { default, .. } => default as f64,
            Range::Number { default, .. } => default,
            Range::Capacity { .. } => (2 * self.most_nodes).next_power_of_two() as f64,
            Range::Choice(_) | Range::Texts | Range::ByNode | Range::Code(_) => 0.0,
        };
        self.numbers.iter().find(|(id, _)| *id == param.id).map_or(default, |(_, value)| *value)
    }

    /// A whole number, or the parameter's default.
    #[must_use]
    pub fn whole(&self, param: &Param) -> u64 {
        self.number(param) as u64
    }

    /// The name that was chosen, or the first.
    #[must_use]
    pub fn choice(&self, param: &Param) -> &'static str {
        let Range::Choice(names) = param.range else { return "" };
        names.get(self.whole(param) as usize).copied().unwrap_or("")
    }

    /// A list; empty where the scenario has none.
    #[must_use]
    pub fn list(&self, param: &Param) -> &[Listed] {
        self.lists.iter().find(|(id, _)| *id == param.id).map_or(&[], |(_, list)| list)
    }

    /// The learner's code, or the parameter's default.
    #[must_use]
    pub fn code(&self, param: &Param) -> &str {
        let default = if let Range::Code(default) = param.range { default } else { "" };
        self.list(param).first().map_or(default, |listed| &listed.value)
    }

    /// Whether the scenario set the parameter.
    #[must_use]
    pub fn is_set(&self, param: &Param) -> bool {
        self.numbers.iter().any(|(id, _)| *id == param.id) || !self.list(param).is_empty()
    }
}

/// The label of a ring's point: a text with `{node}` and `{i}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelTemplate(String);

impl LabelTemplate {
    /// A template, where both `{node}` and `{i}` stand in the text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.contains("{node}") && text.contains("{i}")).then(|| Self(text.to_owned()))
    }

    /// The template as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The label of point `i` of a node. A name is put in as it is: braces in it are not read again.
    #[must_use]
    pub fn label(&self, node: &str, i: u64) -> String {
        self.of(node).at(i).to_owned()
    }

    /// The labels of a node's points.
    #[must_use]
    pub fn of(&self, node: &str) -> Labels {
        Labels { parts: self.0.split("{i}").map(|part| part.replace("{node}", node)).collect(), room: String::new() }
    }
}

/// The labels of one node's points, each written where the one before stood: a ring has many.
#[derive(Debug)]
pub struct Labels {
    /// The text around the places of the number.
    parts: Vec<String>,
    room: String,
}

impl Labels {
    /// The label of point `i`.
    pub fn at(&mut self, i: u64) -> &str {
        self.room.clear();
        for (place, part) in self.parts.iter().enumerate() {
            if place > 0 {
                push_decimal(&mut self.room, i);
            }
            self.room.push_str(part);
        }
        &self.room
    }
}

/// Writes a number in decimal, in a third of the time of the formatter.
fn push_decimal(text: &mut String, mut number: u64) {
    let mut digits = [0_u8; 20];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    digits[first..].iter().for_each(|digit| text.push(char::from(*digit)));
}

/// What a build is given.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The members, in the order in which they were added; at least one is live.
    pub cluster: &'a Cluster,
    /// The hash of keys and labels.
    pub hash: HashKind,
    /// The conventions.
    pub dialect: &'static Dialect,
    /// The label of a ring's point.
    pub label: &'a LabelTemplate,
    /// The kind's own parameters.
    pub params: &'a Params,
    /// All keys, for strategies that must know them to place one.
    pub keys: &'a KeySet,
    /// The seed of what is drawn by chance.
    pub seed: u64,
    /// The state before this step, for strategies whose answers depend on their history.
    pub before: Option<Before<'a>>,
}

/// The state before a step.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// The members.
    pub cluster: &'a Cluster,
    /// What the same strategy had built of them.
    pub placement: &'a dyn Placement,
}

/// Why a strategy cannot take a step, and what people do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What it cannot do.
    pub why: String,
    /// What people do instead.
    pub instead: String,
    /// Where a learner's code was wrong or stopped, where that is the reason.
    pub code: Option<Box<CodeError>>,
}

/// Bytes of a learner's code, at most: hundreds of lines.
pub const CODE_BYTES: usize = 32 * 1024;

/// Where and why code of a learner was wrong, or stopped at a limit. Lines and columns begin with 1; columns are characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CodeError {
    /// What is wrong.
    pub message: String,
    /// How to mend it; may be empty.
    pub remedy: String,
    /// Where it begins.
    pub line: u32,
    /// The column there.
    pub column: u32,
    /// Where it ends.
    pub end_line: u32,
    /// The column behind it.
    pub end_column: u32,
    /// Whether it was stopped at a limit, not wrong.
    pub stopped: bool,
    /// What the code had printed, where it came to no answer at all.
    pub printed: Vec<String>,
}

impl From<CodeError> for Refusal {
    fn from(code: CodeError) -> Self {
        Self { why: format!("Line {}: {}", code.line, code.message), instead: code.remedy.clone(), code: Some(Box::new(code)) }
    }
}

/// What theory expects to move.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The share of keys, 0 to 1.
    pub moved: f64,
    /// The formula in words or symbols, with the numbers put in.
    pub formula: String,
}
