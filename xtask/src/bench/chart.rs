//! The charts of cost as work grows: lines over two logarithmic axes, as SVG.

use super::found::Found;
use std::fmt::Write as _;

/// A chart and the file that it stands in.
pub struct Chart {
    pub file: &'static str,
    pub svg: String,
}

struct Plan<'a> {
    title: &'a str,
    axes: (&'a str, &'a str),
    lines: Vec<(String, Vec<(f64, f64)>)>,
}

const SIZE: (f64, f64) = (720.0, 420.0);
/// Left, top, right, bottom.
const AREA: (f64, f64, f64, f64) = (76.0, 44.0, 588.0, 364.0);
/// Colours that can be told apart on white.
const COLOURS: [&str; 7] = ["#1b6ca8", "#c2410c", "#15803d", "#7c3aed", "#b91c5c", "#0f766e", "#6b5b00"];

/// Time against keys, and time a key against nodes.
pub fn all(found: &Found) -> Vec<Chart> {
    let plan = |title, axes, axis: &str| Plan { title, axes, lines: found.lines(axis) };
    let by_keys = plan("Time against keys, 3 to 4 nodes, one worker", ("keys", "seconds"), "keys");
    let by_nodes = plan("Time a key against nodes, one worker", ("nodes", "ns a key"), "nodes");
    let chart = |file, plan: &Plan<'_>| (plan.lines.iter().any(|line| line.1.len() > 1)).then(|| Chart { file, svg: svg(plan) });
    [chart("scale-keys.svg", &by_keys), chart("scale-nodes.svg", &by_nodes)].into_iter().flatten().collect()
}

/// The whole decades around some values.
fn decades(values: impl Iterator<Item = f64>) -> (i32, i32) {
    let (mut least, mut most) = (f64::MAX, f64::MIN_POSITIVE);
    for value in values.filter(|value| *value > 0.0) {
        (least, most) = (least.min(value), most.max(value));
    }
    let (low, high) = (libm::log10(least.min(most)).floor() as i32, libm::log10(most).ceil() as i32);
    (low, high.max(low + 1))
}

fn svg(plan: &Plan<'_>) -> String {
    let points = || plan.lines.iter().flat_map(|line| line.1.iter());
    let (xs, ys) = (decades(points().map(|point| point.0)), decades(points().map(|point| point.1)));
    let (left, top, right, bottom) = AREA;
    let part = |value: f64, (low, high): (i32, i32)| (libm::log10(value) - f64::from(low)) / f64::from(high - low);
    let place = |(x, y): (f64, f64)| (left + (right - left) * part(x, xs), bottom - (bottom - top) * part(y, ys));
    let (width, height) = SIZE;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"{left}\" y=\"24\" font-size=\"14\" font-weight=\"700\" fill=\"#1a1a1a\">{}</text>\n",
        plan.title, plan.title
    );
    for power in xs.0..=xs.1 {
        let (x, _) = place((10_f64.powi(power), 10_f64.powi(ys.0)));
        let _ = writeln!(out, "<path d=\"M{x:.1} {top}V{bottom}\" stroke=\"#ddd\"/>{}", tick(x, bottom + 18.0, "middle", power));
    }
    for power in ys.0..=ys.1 {
        let (_, y) = place((10_f64.powi(xs.0), 10_f64.powi(power)));
        let _ = writeln!(out, "<path d=\"M{left} {y:.1}H{right}\" stroke=\"#ddd\"/>{}", tick(left - 8.0, y + 4.0, "end", power));
    }
    let middle = f64::midpoint(left, right);
    let _ = writeln!(out, "<text x=\"{middle:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#333\">{}</text>", bottom + 42.0, plan.axes.0);
    let _ = writeln!(out, "<text x=\"{left}\" y=\"{}\" text-anchor=\"end\" fill=\"#333\">{}</text>", top - 6.0, plan.axes.1);
    let mut names: Vec<(f64, &str, &str)> = Vec::new();
    for ((name, points), colour) in plan.lines.iter().zip(COLOURS) {
        let path: Vec<String> = points.iter().map(|point| place(*point)).map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        let _ = writeln!(out, "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>", path.join("L"));
        for (x, y) in points.iter().map(|point| place(*point)) {
            let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill=\"{colour}\"/>");
        }
        names.extend(points.last().map(|last| (place(*last).1, name.as_str(), colour)));
    }
    name_lines(&mut out, names);
    out + "</svg>\n"
}

/// The names at the ends of the lines, the lowest line's first, each above the one before.
fn name_lines(out: &mut String, mut names: Vec<(f64, &str, &str)>) {
    names.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut room = f64::MAX;
    for (y, name, colour) in names {
        let y = y.min(room);
        room = y - 15.0;
        let _ = writeln!(out, "<text x=\"{}\" y=\"{:.1}\" fill=\"{colour}\" font-weight=\"700\">{name}</text>", AREA.2 + 10.0, y + 4.0);
    }
}

/// A power of ten beside an axis.
fn tick(x: f64, y: f64, anchor: &str, power: i32) -> String {
    let raised = format!("10<tspan dy=\"-5\" font-size=\"9\">{power}</tspan>");
    let text = if (-3..=4).contains(&power) { format!("{}", 10_f64.powi(power)) } else { raised };
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"#555\">{text}</text>")
}

#[cfg(test)]
mod tests {
    use super::{Found, all, decades};

    #[test]
    fn decades_hold_all_values_and_are_at_least_one() {
        assert_eq!(decades([3.0, 1_024.0].into_iter()), (0, 4));
        assert_eq!(decades([5.0].into_iter()), (0, 1));
        assert_eq!(decades([0.001, 1.0].into_iter()), (-3, 0));
    }

    #[test]
    fn a_line_of_one_to_one_goes_from_corner_to_corner() {
        let line = "{\"scaling\":{\"keys\":[{\"strategy\":\"ring\",\"points\":[[1000,0.001],[1000000,1]]}]}}";
        let charts = all(&Found::read(line).expect("JSON"));
        assert_eq!(charts.len(), 1);
        assert!(charts[0].svg.contains("M76.0 364.0L588.0 44.0"), "{}", charts[0].svg);
    }
}
