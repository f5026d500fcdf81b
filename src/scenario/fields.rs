//! Typed access to the values of a text: every field knows its path and its span, and what nobody asked for is told.

use super::diagnostic::{Diagnostics, listed, nearest, shown};
use crate::number::decimal;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its path.
#[derive(Clone, Debug)]
pub(super) struct Field<'a> {
    pub(super) path: String,
    pub(super) span: Range<usize>,
    pub(super) value: &'a DeValue<'a>,
}

impl<'a> Field<'a> {
    pub(super) fn new(path: String, value: &'a Spanned<DeValue<'a>>) -> Self {
        Self { path, span: value.span(), value: value.get_ref() }
    }

    /// The elements of an array.
    pub(super) fn elements(&self) -> Option<Vec<Self>> {
        let array = self.value.as_array()?;
        Some(array.iter().enumerate().map(|(i, value)| Self::new(format!("{}[{i}]", self.path), value)).collect())
    }

    /// The value as people would write it, short.
    pub(super) fn shown(&self) -> String {
        match self.value {
            DeValue::String(text) => format!("\"{}\"", shown(text)),
            DeValue::Integer(number) => shown(&number.to_string()),
            DeValue::Float(number) => shown(&number.to_string()),
            DeValue::Boolean(truth) => truth.to_string(),
            DeValue::Datetime(_) => "a date".to_owned(),
            DeValue::Array(array) => format!("a list of {}", array.len()),
            DeValue::Table(_) => "a table".to_owned(),
        }
    }

    fn wrong_type(&self, wanted: &str, example: &str, out: &mut Diagnostics<'_>) {
        out.error(
            self.span.clone(),
            &self.path,
            format!("{} is {}, must be {wanted}", self.path, self.shown()),
            format!("write {example}"),
        );
    }

    /// A text.
    pub(super) fn text(&self, example: &str, out: &mut Diagnostics<'_>) -> Option<&'a str> {
        let text = self.value.as_str();
        if text.is_none() {
            self.wrong_type("a text in quotes", example, out);
        }
        text
    }

    /// A whole number in a range.
    pub(super) fn whole(&self, min: u64, max: u64, remedy: &str, out: &mut Diagnostics<'_>) -> Option<u64> {
        let number = self.integer();
        let fits = number.filter(|number| (i128::from(min)..=i128::from(max)).contains(number));
        if fits.is_none() {
            let rule = format!("{} is {}, must be a whole number from {min} to {max}", self.path, self.shown());
            let meant = self.meant().filter(|number| (min..=max).contains(number));
            let remedy = meant.map_or_else(|| remedy.to_owned(), |number| format!("write {number}, in digits and without quotes"));
            out.error(self.span.clone(), &self.path, rule, remedy);
            if let Some(number) = meant {
                out.mended_by(self.span.clone(), number.to_string());
            }
        }
        fits.and_then(|number| u64::try_from(number).ok())
    }

    /// A whole number of 64 bits with a sign.
    pub(super) fn signed(&self, out: &mut Diagnostics<'_>) -> Option<i64> {
        let number = self.integer().and_then(|number| i64::try_from(number).ok());
        if number.is_none() {
            self.wrong_type("a whole number of 64 bits", "-9223372036854775808", out);
        }
        number
    }

    /// The whole number that a text or a decimal most likely means: `"1_000"`, `1e6`, `3.0`.
    fn meant(&self) -> Option<u64> {
        let number = match self.value {
            DeValue::String(text) => decimal(&text.replace([',', '_', ' '], ""))?,
            DeValue::Float(number) => decimal(number.as_str())?,
            _ => return None,
        };
        (number.fract() == 0.0 && (0.0..1e15).contains(&number)).then_some(number as u64)
    }

    fn integer(&self) -> Option<i128> {
        let number = self.value.as_integer()?;
        i128::from_str_radix(number.as_str(), number.radix()).ok()
    }

    /// A number in a range.
    pub(super) fn number(&self, min: f64, max: f64, remedy: &str, out: &mut Diagnostics<'_>) -> Option<f64> {
        let number = match self.value {
            DeValue::Float(number) => decimal(number.as_str()),
            _ => self.integer().map(|number| number as f64),
        };
        // A NaN is in no range.
        let fits = number.filter(|number| (min..=max).contains(number));
        if fits.is_none() {
            let rule = format!("{} is {}, must be a number from {min} to {max}", self.path, self.shown());
            let quoted = self.value.as_str().filter(|text| decimal(text).is_some_and(|number| (min..=max).contains(&number)));
            let remedy = quoted.map_or_else(|| remedy.to_owned(), |text| format!("write {}, without quotes", shown(text)));
            out.error(self.span.clone(), &self.path, rule, remedy);
            if let Some(text) = quoted {
                out.mended_by(self.span.clone(), text);
            }
        }
        fits
    }

    /// True or false.
    #[cfg(feature = "full")]
    pub(super) fn truth(&self, out: &mut Diagnostics<'_>) -> Option<bool> {
        let truth = self.value.as_bool();
        if truth.is_none() {
            self.wrong_type("true or false", "true or false, without quotes", out);
            if let Some(word @ ("true" | "false")) = self.value.as_str() {
                out.mended_by(self.span.clone(), word);
            }
        }
        truth
    }

    /// A table.
    pub(super) fn table(&self, example: &str, out: &mut Diagnostics<'_>) -> Option<Fields<'a>> {
        match self.value {
            DeValue::Table(table) => Some(Fields::new(&self.path, self.span.clone(), table)),
            _ => {
                self.wrong_type("a table", example, out);
                None
            }
        }
    }

    /// A list; a single value stands for a list of one.
    pub(super) fn one_or_many(&self) -> Vec<Self> {
        self.elements().unwrap_or_else(|| vec![self.clone()])
    }

    /// A list of tables, as `[[name]]` writes it; what is no table is told and `None`.
    pub(super) fn tables(&self, example: &str, out: &mut Diagnostics<'_>) -> Option<Vec<Option<Fields<'a>>>> {
        let elements = self.elements();
        if self.value.as_table().is_some() {
            let message = format!("[{}] stands in single brackets, must be a list of tables", self.path);
            out.error(self.span.clone(), &self.path, message, format!("write [[{}]], in double brackets", self.path));
            out.mended_header(&self.span, &self.path);
        } else if elements.is_none() {
            self.wrong_type("a list of tables", example, out);
        }
        elements.map(|elements| elements.iter().map(|element| element.table(example, out)).collect())
    }
}

/// The fields of a table that nobody has asked for yet.
#[derive(Clone, Debug)]
pub(super) struct Fields<'a> {
    pub(super) path: String,
    pub(super) span: Range<usize>,
    left: Vec<(&'a str, Range<usize>, &'a Spanned<DeValue<'a>>)>,
    asked: Vec<&'static str>,
    /// Every name that stands in the text.
    there: Vec<&'a str>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(path: &str, span: Range<usize>, table: &'a DeTable<'a>) -> Self {
        let left = table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value)).collect();
        let there = table.keys().map(|key| key.get_ref().as_ref()).collect();
        Self { path: path.to_owned(), span, left, asked: Vec::new(), there }
    }

    pub(super) fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// A field, where it is there.
    pub(super) fn take(&mut self, name: &'static str) -> Option<Field<'a>> {
        self.asked.push(name);
        let at = self.left.iter().position(|(key, _, _)| *key == name)?;
        let (_, _, value) = self.left.remove(at);
        Some(Field::new(self.path_of(name), value))
    }

    /// Whether a field is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.left.iter().any(|(key, _, _)| *key == name)
    }

    /// Whether there are fields that nobody has asked for yet.
    #[cfg(feature = "full")]
    pub(super) fn has_more(&self) -> bool {
        !self.left.is_empty()
    }

    /// Every field that is left, by name.
    pub(super) fn rest(&mut self) -> Vec<(&'a str, Field<'a>)> {
        let left = std::mem::take(&mut self.left);
        left.into_iter().map(|(key, _, value)| (key, Field::new(self.path_of(&shown(key)), value))).collect()
    }

    /// Tells every field that nobody asked for.
    pub(super) fn finish(self, out: &mut Diagnostics<'_>) {
        for (key, span, _) in &self.left {
            let path = self.path_of(&shown(key));
            let near = if out.is_full() { None } else { nearest(key, self.asked.iter().copied()) };
            let remedy = match near {
                _ if out.is_full() => "mend the problems above first".to_owned(),
                Some(name) => format!("did you mean {name}?"),
                None => format!("write one of: {}", listed(self.asked.iter().copied())),
            };
            out.misfit(span.clone(), &path, format!("{path} is not a field here"), remedy);
            if let Some(name) = near.filter(|name| !self.there.contains(name)) {
                out.mended_by(span.clone(), name);
            }
        }
    }
}
