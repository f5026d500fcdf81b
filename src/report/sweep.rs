//! What a sweep found: for each strategy a line of figures with their confidence, and gaps where it refused.

use super::table::field;
use crate::analysis::Measure;
use serde::{Deserialize, Serialize};

/// Everything that a sweep found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepReport {
    /// The scenario's title.
    pub title: String,
    /// What was varied, as the scenario names it: `nodes`.
    pub parameter: String,
    /// What was varied, for people: `virtual nodes (points a node)`.
    pub axis: String,
    /// Whether the axis is logarithmic.
    pub log: bool,
    /// What was measured.
    pub measure: Measure,
    /// How often each point was measured.
    pub seeds: u32,
    /// The phase that was measured, counted from 0, the start.
    pub step: u32,
    /// One entry a strategy, in the scenario's order.
    pub lines: Vec<SweepLine>,
}

/// The figures of one strategy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepLine {
    /// Its name, unique in the scenario.
    pub name: String,
    /// One entry a value, rising.
    pub points: Vec<SweepPoint>,
}

/// The figure of one strategy at one value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepPoint {
    /// The value.
    pub x: f64,
    /// What was measured there; none where the strategy refused.
    pub figure: Option<Figure>,
    /// What theory expects, where it says so.
    pub theory: Option<f64>,
    /// Why there is no figure; else empty.
    pub refused: String,
}

/// A mean over seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The mean.
    pub mean: f64,
    /// The lower end of the 95 % confidence interval of the mean; the mean itself of one seed.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// How many seeds gave a figure.
    pub seeds: u32,
}

impl Figure {
    /// The mean of figures, one a seed, and its 95 % confidence interval by Student's t, not below `least`. None of none.
    #[must_use]
    pub fn of(found: &[f64], least: f64) -> Option<Self> {
        let count = found.len() as f64;
        let mean = found.iter().sum::<f64>() / count;
        let seeds = found.len() as u32;
        match found.len() {
            0 => None,
            1 => Some(Self { mean, low: mean, high: mean, seeds }),
            _ => {
                let variance = found.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() / (count - 1.0);
                let half = student(seeds - 1) * (variance / count).sqrt();
                Some(Self { mean, low: (mean - half).max(least.min(mean)), high: mean + half, seeds })
            }
        }
    }
}

/// The 97.5 % quantile of Student's t with this many degrees of freedom, to three digits.
fn student(freedom: u32) -> f64 {
    const FIRST: [f64; 4] = [12.706, 4.303, 3.182, 2.776];
    const Z: f64 = 1.959_964;
    let n = f64::from(freedom);
    // The first terms of its expansion about the normal quantile (Abramowitz and Stegun, 26.7.5).
    let power = |exponent| (0..exponent).fold(1.0, |product, _| product * Z);
    let second = (5.0 * power(5) + 16.0 * power(3) + 3.0 * Z) / 96.0;
    let third = (3.0 * power(7) + 19.0 * power(5) + 17.0 * power(3) - 15.0 * Z) / 384.0;
    let series = Z + (power(3) + Z) / (4.0 * n) + second / (n * n) + third / (n * n * n);
    (freedom as usize).checked_sub(1).and_then(|index| FIRST.get(index).copied()).unwrap_or(series)
}

/// The figures as CSV, a row a strategy and value (RFC 4180).
#[must_use]
pub fn sweep_csv(report: &SweepReport) -> String {
    let mut csv = format!("strategy,{},{},low,high,seeds,theory,refused\r\n", report.parameter, report.measure.id());
    for line in &report.lines {
        for point in &line.points {
            let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
            let figure = |part: fn(&Figure) -> f64| number(point.figure.as_ref().map(part));
            let cells = [
                field(&line.name),
                number(Some(point.x)),
                figure(|figure| figure.mean),
                figure(|figure| figure.low),
                figure(|figure| figure.high),
                figure(|figure| f64::from(figure.seeds)),
                number(point.theory),
                field(&point.refused),
            ];
            csv += &cells.join(",");
            csv += "\r\n";
        }
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_students_t() {
        let figure = Figure::of(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.0).unwrap();
        // s = 1.5811, s/√5 = 0.7071, t(4) = 2.776.
        assert_eq!((figure.mean, figure.seeds), (3.0, 5));
        assert!((figure.high - 4.963).abs() < 1e-3 && (figure.low - 1.037).abs() < 1e-3, "{figure:?}");
        assert_eq!(Figure::of(&[], 0.0), None);
        assert_eq!(Figure::of(&[7.0], 0.0), Some(Figure { mean: 7.0, low: 7.0, high: 7.0, seeds: 1 }));
    }

    #[test]
    fn the_interval_does_not_go_below_what_can_be() {
        assert_eq!(Figure::of(&[0.0, 0.1], 0.0).unwrap().low, 0.0);
        assert_eq!(Figure::of(&[1.0, 1.1], 1.0).unwrap().low, 1.0);
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (freedom, known) in [(1, 12.706), (2, 4.303), (4, 2.776), (5, 2.571), (6, 2.447), (9, 2.262), (19, 2.093), (29, 2.045)] {
            assert!((student(freedom) - known).abs() < 4e-3, "{freedom}: {}", student(freedom));
        }
    }

    #[test]
    fn csv_has_a_row_a_strategy_and_value() {
        let gap = SweepPoint { x: 3.0, figure: None, theory: None, refused: "no, never".to_owned() };
        let found = SweepPoint { x: 2.0, figure: Figure::of(&[0.5], 0.0), theory: Some(0.25), refused: String::new() };
        let report = SweepReport {
            title: String::new(),
            parameter: "nodes".to_owned(),
            axis: "nodes".to_owned(),
            log: false,
            measure: Measure::Moved,
            seeds: 1,
            step: 1,
            lines: vec![SweepLine { name: "ring".to_owned(), points: vec![found, gap] }],
        };
        let expected = "strategy,nodes,moved,low,high,seeds,theory,refused\r\nring,2,0.5,0.5,0.5,1,0.25,\r\nring,3,,,,,,\"no, never\"\r\n";
        assert_eq!(sweep_csv(&report), expected);
    }
}
