//! The declaration of a strategy: what the registry knows of a kind, and what a build is given.

use super::Placement;
use crate::cluster::Cluster;
use crate::hash::HashKind;

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
    /// Points on the ring for one node of weight 1, where the strategy puts any.
    pub points_per_node: Option<fn(&Params) -> u64>,
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
}

/// One parameter of a kind: a number with its unit, range and default. A default once released never changes.
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
}

impl Param {
    /// The nearest value at or below the range's end that the parameter takes, from `value` upwards.
    #[must_use]
    pub fn fitting(&self, value: u64) -> u64 {
        let Range::Whole { min, max, .. } = self.range;
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
}

/// The parameters of one strategy in a scenario, by name; what is not set has its default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params(Vec<(&'static str, f64)>);

impl Params {
    /// Sets a parameter that the reader has checked against its range.
    pub fn set(&mut self, param: &Param, value: f64) {
        self.0.retain(|(id, _)| *id != param.id);
        self.0.push((param.id, value));
    }

    /// A whole number, or the parameter's default.
    #[must_use]
    pub fn whole(&self, param: &Param) -> u64 {
        let Range::Whole { default, .. } = param.range;
        self.0.iter().find(|(id, _)| *id == param.id).map_or(default, |(_, value)| *value as u64)
    }

    /// Whether the scenario set the parameter.
    #[must_use]
    pub fn is_set(&self, param: &Param) -> bool {
        self.0.iter().any(|(id, _)| *id == param.id)
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
        let number = i.to_string();
        let parts: Vec<String> = self.0.split("{node}").map(|part| part.replace("{i}", &number)).collect();
        parts.join(node)
    }
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
}

/// What theory expects to move.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The share of keys, 0 to 1.
    pub moved: f64,
    /// The formula in words or symbols, with the numbers put in.
    pub formula: String,
}
