//! What visits found: the scores and the times, their medians, what kept a score from being whole.

use crate::Result;
use serde_json::Value;
use std::fmt::Write as _;

/// A category, its name, and the least score.
const CATEGORIES: [(&str, &str, f64); 4] = [
    ("performance", "performance", 95.0),
    ("accessibility", "accessibility", 100.0),
    ("best-practices", "best practices", 100.0),
    ("seo", "SEO", 100.0),
];
/// A time or a shift, its name, its unit, what it is divided by, and the digits behind the point.
const MEASURES: [(&str, &str, &str, f64, usize); 5] = [
    ("first-contentful-paint", "first paint", " s", 1000.0, 2),
    ("largest-contentful-paint", "largest paint", " s", 1000.0, 2),
    ("speed-index", "speed index", " s", 1000.0, 2),
    ("total-blocking-time", "blocked", " ms", 1.0, 0),
    ("cumulative-layout-shift", "layout shift", "", 1.0, 3),
];

/// One visit.
#[derive(Debug)]
pub struct Run {
    /// Of 100, parallel to the categories.
    scores: Vec<f64>,
    /// Parallel to the measures.
    measures: Vec<f64>,
    /// What kept a score, other than that of performance, from being whole.
    flaws: Vec<String>,
}

impl Run {
    /// Reads a report.
    pub fn read(text: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(text).map_err(|error| format!("Lighthouse's report: {error}"))?;
        if let Some(problem) = report["runtimeError"]["message"].as_str() {
            return Err(format!("Lighthouse could not visit the page: {problem}"));
        }
        let number = |value: &Value, what: &str| value.as_f64().ok_or_else(|| format!("Lighthouse's report has no {what}"));
        let score = |(id, ..): &(&str, &str, f64)| Ok((number(&report["categories"][*id]["score"], id)? * 100.0).round());
        let measure = |(id, ..): &(&str, &str, &str, f64, usize)| number(&report["audits"][*id]["numericValue"], id);
        Ok(Self {
            scores: CATEGORIES.iter().map(score).collect::<Result<_>>()?,
            measures: MEASURES.iter().map(measure).collect::<Result<_>>()?,
            flaws: CATEGORIES.iter().filter(|(.., least)| *least >= 100.0).flat_map(|(id, ..)| flaws(&report, id)).collect(),
        })
    }
}

/// The audits that count for a category and are not passed.
fn flaws(report: &Value, category: &str) -> Vec<String> {
    let counted = report["categories"][category]["auditRefs"].as_array().into_iter().flatten();
    let failed = counted.filter(|audit| audit["weight"].as_f64().unwrap_or_default() > 0.0).filter_map(|audit| {
        let found = &report["audits"][audit["id"].as_str()?];
        (found["score"].as_f64()? < 1.0).then(|| found["title"].as_str().unwrap_or_default().to_owned())
    });
    failed.map(|title| format!("{category}: {title}")).collect()
}

/// The medians of some visits.
#[derive(Debug)]
pub struct Found {
    form: &'static str,
    scores: Vec<f64>,
    measures: Vec<f64>,
    flaws: Vec<String>,
}

impl Found {
    /// Of visits to the same page.
    pub fn of(form: &'static str, runs: &[Run]) -> Self {
        let medians =
            |of: fn(&Run) -> &Vec<f64>, many: usize| (0..many).map(|i| median(runs.iter().map(|run| of(run)[i]).collect())).collect();
        let mut flaws: Vec<String> = runs.iter().flat_map(|run| run.flaws.clone()).collect();
        flaws.sort();
        flaws.dedup();
        Self { form, scores: medians(|run| &run.scores, CATEGORIES.len()), measures: medians(|run| &run.measures, MEASURES.len()), flaws }
    }

    /// Whether every score is high enough.
    pub fn is_good(&self) -> bool {
        self.scores.iter().zip(CATEGORIES).all(|(score, (.., least))| *score >= least)
    }

    /// What kept scores from being whole.
    pub fn flaws(&self) -> impl Iterator<Item = String> {
        self.flaws.iter().map(|flaw| format!("{}, {flaw}", self.form))
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// All medians as a table.
pub fn table(about: &str, all: &[Found]) -> String {
    let names = CATEGORIES.iter().map(|(_, name, _)| *name).chain(MEASURES.iter().map(|(_, name, ..)| *name));
    let mut out = format!("{about}\n\n| on a |{}\n", names.map(|name| format!(" {name} |")).collect::<String>());
    let _ = writeln!(out, "|---|{}", "---|".repeat(CATEGORIES.len() + MEASURES.len()));
    for found in all {
        let scores = found.scores.iter().map(|score| format!(" {score:.0} |"));
        let measures =
            found.measures.iter().zip(MEASURES).map(|(value, (.., unit, by, digits))| format!(" {:.digits$}{unit} |", value / by));
        let _ = writeln!(out, "| {} |{}", found.form, scores.chain(measures).collect::<String>());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Found, Run, table};

    /// A report with these scores of performance and accessibility, and a first paint in milliseconds.
    fn report(performance: f64, accessibility: f64, first_ms: f64) -> String {
        let category = |score: f64| {
            format!("{{\"score\":{score},\"auditRefs\":[{{\"id\":\"names\",\"weight\":3}},{{\"id\":\"hint\",\"weight\":0}}]}}")
        };
        let audit = |value: f64| format!("{{\"numericValue\":{value}}}");
        format!(
            "{{\"categories\":{{\"performance\":{},\"accessibility\":{},\"best-practices\":{},\"seo\":{}}},\"audits\":{{\
             \"names\":{{\"score\":{accessibility},\"title\":\"Buttons have names\"}},\"hint\":{{\"score\":0,\"title\":\"A hint\"}},\
             \"first-contentful-paint\":{},\"largest-contentful-paint\":{},\"speed-index\":{},\"total-blocking-time\":{},\"cumulative-layout-shift\":{}}}}}",
            category(performance),
            category(accessibility),
            category(1.0),
            category(1.0),
            audit(first_ms),
            audit(2000.0),
            audit(1500.0),
            audit(40.0),
            audit(0.01)
        )
    }

    fn found(reports: &[String]) -> Found {
        Found::of("phone", &reports.iter().map(|text| Run::read(text).expect("a whole report")).collect::<Vec<_>>())
    }

    #[test]
    fn the_median_of_the_visits_stands_and_is_judged() {
        let good = found(&[report(0.9, 1.0, 900.0), report(0.97, 1.0, 700.0), report(0.99, 1.0, 800.0)]);
        assert!(good.is_good());
        assert!(table("", &[good]).contains("| phone | 97 | 100 | 100 | 100 | 0.80 s | 2.00 s | 1.50 s | 40 ms | 0.010 |"));
        assert!(!found(&[report(0.94, 1.0, 900.0)]).is_good());
    }

    #[test]
    fn what_keeps_a_score_from_being_whole_is_named_once() {
        let bad = found(&[report(1.0, 0.9, 1.0), report(1.0, 0.9, 1.0)]);
        assert!(!bad.is_good());
        let flaws: Vec<String> = bad.flaws().collect();
        assert!(flaws.contains(&"phone, accessibility: Buttons have names".to_owned()), "{flaws:?}");
        assert!(flaws.iter().all(|flaw| !flaw.contains("A hint")), "{flaws:?}");
    }

    #[test]
    fn a_page_that_was_not_visited_is_an_error() {
        assert!(Run::read("{\"runtimeError\":{\"message\":\"no answer\"}}").is_err_and(|why| why.contains("no answer")));
        assert!(Run::read("{}").is_err());
    }
}
