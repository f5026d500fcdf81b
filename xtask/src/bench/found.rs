//! What the runner left, as rows that can be asked.

use crate::Result;
use serde_json::Value;

/// The median and the ends of some rounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    pub median: f64,
    pub min: f64,
    pub max: f64,
}

/// The runner's file.
#[derive(Debug)]
pub struct Found(Value);

/// A contestant at one strategy and size.
#[derive(Clone, Debug)]
pub struct Row {
    pub strategy: String,
    pub nodes: u64,
    pub id: String,
    pub figure: Option<Figure>,
    value: Value,
}

impl Found {
    pub fn read(text: &str) -> Result<Self> {
        serde_json::from_str(text).map(Self).map_err(|error| format!("the runner's file is not as expected: {error}"))
    }

    /// A word or number about the whole run.
    pub fn about(&self, name: &str) -> String {
        match &self.0[name] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// The days on which the parts were measured, each once.
    pub fn days(&self) -> String {
        let mut days: Vec<&str> = self.0["days"].as_object().into_iter().flatten().filter_map(|(_, day)| day.as_str()).collect();
        days.sort_unstable();
        days.dedup();
        days.join(" and ")
    }

    /// The rows of a part; none where it was not run.
    pub fn rows(&self, part: &str) -> Vec<Row> {
        self.0[part].as_array().into_iter().flatten().map(Row::new).collect()
    }

    /// The lines of a chart: names and points.
    pub fn lines(&self, axis: &str) -> Vec<(String, Vec<(f64, f64)>)> {
        let point = |pair: &Value| Some((pair[0].as_f64()?, pair[1].as_f64()?));
        let line = |line: &Value| {
            let points = line["points"].as_array().into_iter().flatten().filter_map(point).collect();
            (line["strategy"].as_str().unwrap_or_default().to_owned(), points)
        };
        self.0["scaling"][axis].as_array().into_iter().flatten().map(line).collect()
    }
}

impl Row {
    fn new(value: &Value) -> Self {
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let figure = || Some(Figure { median: value["median"].as_f64()?, min: value["min"].as_f64()?, max: value["max"].as_f64()? });
        Self {
            strategy: text("strategy"),
            nodes: value["nodes"].as_u64().unwrap_or_default(),
            id: text("id"),
            figure: figure(),
            value: value.clone(),
        }
    }

    /// Another number of the row.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.value[name].as_f64()
    }

    /// Another word of the row.
    pub fn text(&self, name: &str) -> &str {
        self.value[name].as_str().unwrap_or_default()
    }

    /// The whole numbers of a list.
    pub fn list(&self, name: &str) -> Vec<u64> {
        self.value[name].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    }
}

/// The median of a contestant among rows.
pub fn median(rows: &[Row], strategy: &str, nodes: u64, id: &str) -> Option<f64> {
    let row = rows.iter().find(|row| row.strategy == strategy && row.nodes == nodes && row.id == id)?;
    row.figure.map(|figure| figure.median)
}
