//! Why an edit cannot be made, in plain words with the remedy.

use std::fmt;

/// Why an edit cannot be made; the text stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The text is not TOML, so that there is nothing to edit.
    Syntax {
        /// The line of the first error, counted from 1.
        line: usize,
    },
    /// No node has this name.
    NoNode(String),
    /// The cluster would be empty.
    LastNode,
    /// A name that no node can have.
    BadName(String),
    /// Another node has this name.
    NameTaken(String),
    /// There is no strategy at this place.
    NoStrategy(usize),
    /// There would be nothing to compare.
    LastStrategy,
    /// No strategy has this kind.
    UnknownKind(String),
    /// The strategy has no such parameter.
    UnknownParam {
        /// What was asked for.
        param: String,
        /// What there is.
        known: String,
    },
    /// The parameter is a list, which only the text holds.
    ListParam(String),
    /// The strategy has no such dialect.
    UnknownDialect {
        /// What was asked for.
        dialect: String,
        /// What there is.
        known: String,
    },
    /// There is no such choice at the top.
    UnknownChoice(String),
    /// Keys cannot be popular in this way.
    UnknownPopularity(String),
    /// There is no step at this place.
    NoStep(usize),
    /// A step cannot do this.
    UnknownAction(String),
    /// A number is too small, too great or not whole.
    OutOfRange {
        /// What it is for.
        what: String,
        /// The number.
        value: String,
        /// The least.
        min: String,
        /// The greatest.
        max: String,
    },
    /// The edit lacks something.
    Missing(&'static str),
    /// This part of the text is written in a way that no control can change.
    Shape(String),
    /// The edited text would have this error.
    Wrong(String),
}

impl fmt::Display for EditError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { line } => write!(out, "line {line} of the text is not TOML: mend it first"),
            Self::NoNode(name) => write!(out, "there is no node \"{name}\" in the text: choose one that is there"),
            Self::LastNode => out.write_str("this is the last node: add another one before you remove it"),
            Self::BadName(name) => write!(out, "\"{name}\" cannot be a name: write one line of 1 to 100 characters"),
            Self::NameTaken(name) => write!(out, "another node is called \"{name}\": choose another name"),
            Self::NoStrategy(index) => write!(out, "there is no strategy number {}: choose one that is there", index.saturating_add(1)),
            Self::LastStrategy => out.write_str("this is the last strategy: add another one before you remove it"),
            Self::UnknownKind(kind) => write!(out, "\"{kind}\" is no kind of strategy: choose one of {}", kinds()),
            Self::UnknownParam { param, known } if known.is_empty() => {
                write!(out, "this strategy has no parameters, so no {param}: choose another strategy")
            }
            Self::UnknownParam { param, known } => write!(out, "this strategy has no parameter {param}: choose one of {known}"),
            Self::ListParam(param) => write!(out, "{param} is a list: write it in the text"),
            Self::UnknownDialect { dialect, known } => write!(out, "this strategy has no dialect {dialect}: choose one of {known}"),
            Self::UnknownChoice(field) => write!(out, "{field} is no choice: choose spread or reads"),
            Self::UnknownPopularity(kind) => write!(out, "\"{kind}\" is no popularity: choose uniform, zipf or hot"),
            Self::NoStep(index) => write!(out, "there is no step number {}: choose one that is there", index.saturating_add(1)),
            Self::UnknownAction(action) => {
                write!(out, "a step cannot \"{action}\": choose add, remove, fail, recover, reweight or switch")
            }
            Self::OutOfRange { what, value, min, max } => write!(out, "{what} cannot be {value}: choose {min} to {max}"),
            Self::Missing(what) => write!(out, "this needs {what}: give it as well"),
            Self::Shape(what) => write!(out, "{what} is not written as the form expects it: change it in the text"),
            Self::Wrong(message) => write!(out, "this would not work: {message}"),
        }
    }
}

impl std::error::Error for EditError {}

fn kinds() -> String {
    crate::strategy::KINDS.iter().map(|kind| kind.id).collect::<Vec<_>>().join(", ")
}
