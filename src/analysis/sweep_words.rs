//! The sentences that say what a sweep found: who is best where, who is level with it, and what it comes to at the end.

use super::measure::Unit;
use super::words::{list, percent, thousands};
use crate::report::{Figure, SweepLine, SweepReport};

/// A figure of a measure as people write it.
#[must_use]
pub fn figure(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Share => percent(value),
        Unit::Ratio => format!("{value:.2}"),
        Unit::Bytes => bytes(value),
    }
}

fn bytes(value: f64) -> String {
    let (scaled, unit) = match value {
        ..1e3 => return format!("{} B", libm::round(value)),
        ..1e6 => (value / 1e3, "KB"),
        _ => (value / 1e6, "MB"),
    };
    if scaled < 10.0 { format!("{scaled:.1} {unit}") } else { format!("{} {unit}", thousands(libm::round(scaled) as u64)) }
}

/// A value of what is varied: `1,000`, `0.25`.
#[must_use]
pub fn value(x: f64) -> String {
    if x.fract() == 0.0 && x >= 0.0 { thousands(x as u64) } else { format!("{x}") }
}

/// A value with its name: `64 nodes`, `weight of Node A 2`.
#[must_use]
pub fn named(report: &SweepReport, x: f64) -> String {
    let noun = report.axis.split(" (").next().unwrap_or_default();
    if noun.ends_with('s') { format!("{} {noun}", value(x)) } else { format!("{noun} {}", value(x)) }
}

/// The finding in words; less is better in every measure.
#[must_use]
pub fn describe_sweep(report: &SweepReport) -> String {
    let found = Found::of(report);
    let mut sentences = match (found.lines.as_slice(), found.xs.as_slice()) {
        ([], _) | (_, []) => vec!["There is nothing to compare: no strategy has a figure at every value.".to_owned()],
        ([line], [first, .., last]) => vec![format!(
            "{}: {} goes from {} at {} to {} at {}.",
            line.name,
            report.measure.title(),
            found.shown(line, 0),
            named(report, *first),
            found.shown(line, found.xs.len() - 1),
            named(report, *last)
        )],
        _ => found.compared(),
    };
    let refused = |line: &SweepLine| line.points.iter().any(|point| point.figure.is_none());
    let gaps: Vec<String> = report.lines.iter().filter(|line| refused(line)).map(|line| line.name.clone()).collect();
    let verb = if gaps.len() == 1 { "has" } else { "have" };
    if !gaps.is_empty() {
        sentences.push(format!("{} {verb} gaps: the table says why.", list(gaps.into_iter())));
    }
    sentences.join(" ")
}

/// The lines without a gap, and at each value those that are level with the best.
struct Found<'a> {
    report: &'a SweepReport,
    lines: Vec<&'a SweepLine>,
    xs: Vec<f64>,
    level: Vec<Vec<bool>>,
}

impl<'a> Found<'a> {
    fn of(report: &'a SweepReport) -> Self {
        let lines: Vec<&SweepLine> =
            report.lines.iter().filter(|line| !line.points.is_empty() && line.points.iter().all(|point| point.figure.is_some())).collect();
        let xs: Vec<f64> = lines.first().map(|line| line.points.iter().map(|point| point.x).collect()).unwrap_or_default();
        let level = (0..xs.len()).map(|i| level(&lines, i)).collect();
        Self { report, lines, xs, level }
    }

    fn shown(&self, line: &SweepLine, i: usize) -> String {
        let mean = line.points[i].figure.map_or(0.0, |figure| figure.mean);
        figure(self.report.measure.unit(), mean)
    }

    fn compared(&self) -> Vec<String> {
        let always: Vec<usize> = (0..self.lines.len()).filter(|line| self.level.iter().all(|level| level[*line])).collect();
        let best = self.report.measure.best();
        let (first, last) = (self.xs[0], self.xs[self.xs.len() - 1]);
        if always.len() == self.lines.len() {
            return vec![format!(
                "No strategy is clearly better: from {} to {} all are level within their confidence.",
                value(first),
                self.named(last)
            )];
        }
        let mut sentences = if always.is_empty() {
            vec![self.segments()]
        } else {
            let verb = if always.len() == 1 { "has" } else { "have" };
            vec![format!("{} {verb} {best} throughout, from {} to {}.", self.names(&always), value(first), self.named(last))]
        };
        if let [leader] = always.as_slice() {
            sentences.extend(self.catches_up(*leader));
        }
        sentences.push(self.at_the_end());
        sentences
    }

    fn named(&self, x: f64) -> String {
        named(self.report, x)
    }

    fn names(&self, lines: &[usize]) -> String {
        list(lines.iter().map(|line| self.lines[*line].name.clone()))
    }

    /// Who is best from where on; a leader stays while it is level with the best.
    fn segments(&self) -> String {
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for i in 0..self.xs.len() {
            if parts.last().is_none_or(|(leader, _)| !self.level[i][*leader]) {
                parts.push((self.best(i), i));
            }
        }
        let best = self.report.measure.best();
        let name = |leader: usize| &self.lines[leader].name;
        if let [(leader, _), rest @ ..] = parts.as_slice()
            && rest.len() <= 2
        {
            let until = self.named(self.xs[rest[0].1 - 1]);
            let mut text = format!("Up to {until} {} has {best}", name(*leader));
            for (leader, from) in rest {
                text += &format!(", from {} on {}", self.named(self.xs[*from]), name(*leader));
            }
            return text + ".";
        }
        let leads = |line: usize| self.level.iter().filter(|level| level[line]).count();
        let most = (0..self.lines.len()).max_by_key(|line| (leads(*line), std::cmp::Reverse(*line))).unwrap_or(0);
        format!("The lead changes {} times; {} has {best} most often.", parts.len() - 1, name(most))
    }

    fn best(&self, i: usize) -> usize {
        let mean = |line: usize| self.lines[line].points[i].figure.map_or(f64::MAX, |figure| figure.mean);
        (0..self.lines.len()).min_by(|a, b| mean(*a).total_cmp(&mean(*b))).unwrap_or(0)
    }

    /// Who is level with the leader from some value on.
    fn catches_up(&self, leader: usize) -> Option<String> {
        let from = |line: usize| self.level.iter().rposition(|level| !level[line]).map_or(0, |last| last + 1);
        let rivals = (0..self.lines.len()).filter(|line| *line != leader && from(*line) < self.xs.len());
        let rival = rivals.min_by_key(|line| from(*line))?;
        Some(format!("From {} on {} is level with it.", self.named(self.xs[from(rival)]), self.lines[rival].name))
    }

    /// The best and the worst at the last value.
    fn at_the_end(&self) -> String {
        let i = self.xs.len() - 1;
        let mean = |line: usize| self.lines[line].points[i].figure.map_or(0.0, |figure| figure.mean);
        let best = self.best(i);
        let worst = (0..self.lines.len()).max_by(|a, b| mean(*a).total_cmp(&mean(*b))).unwrap_or(0);
        let [low, high] = [best, worst].map(|line| (&self.lines[line].name, self.shown(self.lines[line], i)));
        format!("At {}: {} {}, {} {}.", self.named(self.xs[i]), low.0, low.1, high.0, high.1)
    }
}

/// Which lines are level with the best at value number `i`: their intervals touch its own.
fn level(lines: &[&SweepLine], i: usize) -> Vec<bool> {
    let figures: Vec<Option<Figure>> = lines.iter().map(|line| line.points.get(i).and_then(|point| point.figure)).collect();
    let best = figures.iter().flatten().min_by(|a, b| a.mean.total_cmp(&b.mean));
    figures.iter().map(|figure| figure.zip(best).is_some_and(|(figure, best)| figure.low <= best.high)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Measure;
    use crate::report::SweepPoint;

    /// A report over 2, 8, 32 and 128 nodes; each figure with 0.1 of confidence to both sides.
    fn report(lines: &[(&str, [f64; 4])]) -> SweepReport {
        let point = |(x, mean): (f64, f64)| SweepPoint {
            x,
            figure: (mean > 0.0).then_some(Figure { mean, low: mean - 0.1, high: mean + 0.1, seeds: 5 }),
            theory: None,
            refused: String::new(),
        };
        let line = |(name, means): &(&str, [f64; 4])| SweepLine {
            name: (*name).to_owned(),
            points: [2.0, 8.0, 32.0, 128.0].into_iter().zip(*means).map(point).collect(),
        };
        SweepReport {
            title: String::new(),
            parameter: "nodes".to_owned(),
            axis: "nodes".to_owned(),
            log: true,
            measure: Measure::PeakToAverage,
            seeds: 5,
            step: 0,
            lines: lines.iter().map(line).collect(),
        }
    }

    #[test]
    fn one_line_is_told_from_end_to_end() {
        let said = describe_sweep(&report(&[("ring", [1.0, 1.5, 2.0, 3.0])]));
        assert_eq!(said, "ring: peak to average goes from 1.00 at 2 nodes to 3.00 at 128 nodes.");
    }

    #[test]
    fn a_leader_throughout_and_who_catches_up() {
        let said = describe_sweep(&report(&[("a", [2.0, 2.0, 1.6, 1.5]), ("b", [1.0, 1.2, 1.5, 1.4]), ("c", [3.0, 3.0, 3.0, 3.0])]));
        assert_eq!(
            said,
            "b has the lowest peak to average throughout, from 2 to 128 nodes. From 32 nodes on a is level with it. \
             At 128 nodes: b 1.40, c 3.00."
        );
    }

    #[test]
    fn lines_that_cross_are_told_where() {
        let said = describe_sweep(&report(&[("a", [1.0, 1.2, 2.0, 3.0]), ("b", [2.0, 1.5, 1.5, 1.5])]));
        assert_eq!(said, "Up to 8 nodes a has the lowest peak to average, from 32 nodes on b. At 128 nodes: b 1.50, a 3.00.");
    }

    #[test]
    fn differences_within_the_confidence_are_none() {
        let said = describe_sweep(&report(&[("a", [1.0, 1.2, 1.3, 1.5]), ("b", [1.1, 1.1, 1.4, 1.4])]));
        assert_eq!(said, "No strategy is clearly better: from 2 to 128 nodes all are level within their confidence.");
        let three = describe_sweep(&report(&[("a", [1.0, 1.2, 1.3, 1.5]), ("b", [1.1, 1.1, 1.4, 1.4]), ("c", [2.0, 2.0, 2.0, 2.0])]));
        assert!(three.starts_with("a and b have the lowest peak to average throughout, from 2 to 128 nodes."), "{three}");
    }

    #[test]
    fn a_lead_that_goes_to_and_fro_is_counted() {
        let said = describe_sweep(&report(&[("a", [1.0, 2.0, 1.0, 2.0]), ("b", [2.0, 1.0, 2.0, 1.0])]));
        assert!(said.starts_with("The lead changes 3 times; a has the lowest peak to average most often."), "{said}");
    }

    #[test]
    fn gaps_are_named() {
        let said = describe_sweep(&report(&[("a", [1.0, 1.0, 1.0, 1.0]), ("jump", [0.0, 0.0, 0.0, 0.0])]));
        assert!(said.ends_with("jump has gaps: the table says why."), "{said}");
        assert!(describe_sweep(&report(&[("jump", [0.0; 4])])).starts_with("There is nothing to compare"));
    }

    #[test]
    fn figures_and_values_are_written_as_people_do() {
        let bytes = [812.0, 1_234.0, 56_789.0, 3_400_000.0].map(|value| figure(Unit::Bytes, value));
        assert_eq!(bytes, ["812 B", "1.2 KB", "57 KB", "3.4 MB"]);
        assert_eq!([value(1_000.0), value(0.25)], ["1,000", "0.25"]);
        let mut weights = report(&[]);
        weights.axis = "weight of Node A".to_owned();
        assert_eq!(named(&weights, 2.0), "weight of Node A 2");
        weights.axis = "virtual nodes (points a node)".to_owned();
        assert_eq!(named(&weights, 100.0), "100 virtual nodes");
    }
}
