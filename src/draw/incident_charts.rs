//! What an incident passes through, by plotters: utilisation, latency, answers in time and streaming over one axis of time.

use super::incident::IncidentView;
use super::list::{Anchor, DisplayList, Rgba, Shape};
use super::recorder::{Recorder, paint};
use crate::report::IncidentPlay;
use crate::sim::overload::Column;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

/// Left and right of the charts, CSS pixels: the page puts its cursor between them.
pub const CHART_LEFT: f32 = 52.0;
/// The same on the right.
pub const CHART_RIGHT: f32 = 12.0;
const SIZE: f32 = 12.0;
const BELOW: f32 = 30.0;

type Drawn = Result<(), DrawingAreaErrorKind<std::convert::Infallible>>;
type Value = fn(&IncidentPlay, &Column, usize) -> f64;

/// One of the charts.
struct Chart {
    title: &'static str,
    /// Its part of the height.
    part: f32,
    /// Least and greatest value, as drawn.
    range: (f64, f64),
    ticks: Vec<(f64, String)>,
    /// A line that must not be passed, and whether above it is bad.
    limit: Option<f64>,
    /// What a node's line shows; none where there is one for all.
    of_node: Option<Value>,
    /// Lines for all nodes together.
    of_all: Vec<(Value, bool)>,
}

/// The charts, one beneath the other.
#[must_use]
pub fn incident_charts(play: &IncidentPlay, view: &IncidentView) -> DisplayList {
    let mut list = DisplayList::new(view.width, view.height, view.theme.roles().surface);
    let charts = charts(play);
    let whole: f32 = charts.iter().map(|chart| chart.part).sum();
    let mut top = 0.0;
    for chart in &charts {
        let height = (view.height - BELOW) * chart.part / whole;
        let area = (CHART_LEFT, top + SIZE * 1.9, view.width - CHART_RIGHT, top + height - 4.0);
        if area.2 > area.0 + 20.0 && area.3 > area.1 + 10.0 {
            frame(chart, area, view, &mut list);
            // The recorder cannot fail, and no chart with positive ranges is refused.
            let _ = draw(chart, play, area, view, &mut list);
        }
        top += height;
    }
    time_axis(play, view, &mut list);
    list
}

fn charts(play: &IncidentPlay) -> Vec<Chart> {
    let nodes = |value: fn(&crate::sim::overload::NodeColumn) -> f64| {
        play.series.columns.iter().flat_map(|column| &column.nodes).map(value).fold(0.0, f64::max)
    };
    let busiest = nodes(|node| node.utilisation).clamp(1.0, 2.0) * 1.05;
    let percent = |share: f64| (share, format!("{:.0} %", share * 100.0));
    let fastest = nodes(|node| node.streaming) * play.disk_mb_s;
    let log = |ms: f64| libm::log10(ms.max(1.0));
    let slowest = log(nodes(|node| node.p99_ms).max(1_000.0)).min(5.0);
    let mark = |ms: f64, name: &str| (log(ms), name.to_owned());
    let times = [mark(10.0, "10 ms"), mark(100.0, "100 ms"), mark(1e3, "1 s"), mark(1e4, "10 s"), mark(1e5, "100 s")];
    vec![
        Chart {
            title: "Utilisation: load and streaming, by node",
            part: 1.25,
            range: (0.0, busiest),
            ticks: [0.0, 0.5, 1.0, 1.5, 2.0].into_iter().filter(|tick| *tick <= busiest).map(percent).collect(),
            limit: Some(1.0),
            of_node: Some(|_, column, place| column.nodes[place].utilisation),
            of_all: Vec::new(),
        },
        Chart {
            title: "Latency: mean by node, p99 dashed",
            part: 1.25,
            range: (0.5, slowest),
            ticks: times.into_iter().filter(|(tick, _)| *tick <= slowest).collect(),
            limit: Some(log(play.timeout_ms)),
            of_node: Some(|_, column, place| libm::log10(column.nodes[place].mean_ms.max(1.0))),
            of_all: vec![(|_, column, _| libm::log10(column.p99_ms.max(1.0)), true)],
        },
        Chart {
            title: "Answered in time, of fresh requests",
            part: 1.0,
            range: (0.0, 1.05),
            ticks: [0.0, 0.5, 1.0].into_iter().map(percent).collect(),
            limit: None,
            of_node: None,
            of_all: vec![(|_, column, _| column.goodput.clamp(0.0, 1.0), false)],
        },
        Chart {
            title: "Streaming, by node, MB/s",
            part: 0.8,
            range: (0.0, fastest.max(1.0) * 1.1),
            ticks: vec![(0.0, "0".to_owned()), (fastest, format!("{fastest:.0}"))],
            limit: None,
            of_node: Some(|play, column, place| column.nodes[place].streaming * play.disk_mb_s),
            of_all: Vec::new(),
        },
    ]
}

type Edges = (f32, f32, f32, f32);

fn frame(chart: &Chart, (left, top, right, bottom): Edges, view: &IncidentView, list: &mut DisplayList) {
    let roles = view.theme.roles();
    list.text((2.0, top - SIZE), chart.title, SIZE, true, Anchor::Start, roles.ink);
    let y = |value: f64| bottom - (bottom - top) * ((value - chart.range.0) / (chart.range.1 - chart.range.0)).clamp(0.0, 1.0) as f32;
    let rows = chart.ticks.iter().map(|(tick, _)| [(left, y(*tick)), (right, y(*tick))]).collect();
    list.push(Shape::Lines { ends: rows, stroke: roles.line, width: 1.0, dashed: false });
    let mut last = f32::INFINITY;
    for (tick, name) in &chart.ticks {
        if last - y(*tick) > SIZE {
            list.text((left - 6.0, y(*tick)), name.clone(), SIZE, false, Anchor::End, roles.ink_soft);
            last = y(*tick);
        }
    }
    if let Some(limit) = chart.limit {
        let ends = vec![[(left, y(limit)), (right, y(limit))]];
        list.push(Shape::Lines { ends, stroke: roles.bad, width: 1.25, dashed: false });
    }
}

fn draw(chart: &Chart, play: &IncidentPlay, (left, top, right, bottom): Edges, view: &IncidentView, list: &mut DisplayList) -> Drawn {
    let theme = view.theme;
    let pixels = (left as i32..right as i32, bottom as i32..top as i32);
    let spec = Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(0.0..view.until_s.max(1.0), chart.range.0..chart.range.1, pixels);
    let area = Recorder(list).into_drawing_area().apply_coord_spec(spec);
    if let Some(value) = chart.of_node {
        for (place, id) in play.series.nodes.iter().enumerate() {
            let colour = theme.node(play.roster.len(), *id);
            line(&area, chart, play, view, &|column| value(play, column, place), colour)?;
        }
    }
    for (value, dashed) in &chart.of_all {
        let value = |column: &Column| value(play, column, 0);
        if *dashed { dashes(&area, chart, play, view, &value)? } else { line(&area, chart, play, view, &value, theme.roles().ink)? }
    }
    Ok(())
}

type Area<'a> = DrawingArea<Recorder<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// The columns that are shown, each with its time; where they are closer than pixels only some.
fn shown<'a>(play: &'a IncidentPlay, view: &IncidentView) -> impl Iterator<Item = (f64, &'a Column)> {
    let step = play.series.column_s;
    let count = ((view.until_s / step) as usize + 1).min(play.series.columns.len());
    let stride = ((count as f32 / view.width.max(1.0)) as usize).max(1);
    play.series.columns.iter().take(count).enumerate().step_by(stride).map(move |(i, column)| ((i as f64 + 0.5) * step, column))
}

fn points(chart: &Chart, play: &IncidentPlay, view: &IncidentView, value: &dyn Fn(&Column) -> f64) -> Vec<(f64, f64)> {
    let inside = |value: f64| value.clamp(chart.range.0, chart.range.1);
    shown(play, view).map(|(at, column)| (at.min(view.until_s), inside(value(column)))).collect()
}

fn line(area: &Area<'_>, chart: &Chart, play: &IncidentPlay, view: &IncidentView, value: &dyn Fn(&Column) -> f64, colour: Rgba) -> Drawn {
    area.draw(&PathElement::new(points(chart, play, view, value), paint(colour).stroke_width(2)))
}

fn dashes(area: &Area<'_>, chart: &Chart, play: &IncidentPlay, view: &IncidentView, value: &dyn Fn(&Column) -> f64) -> Drawn {
    let ink = paint(view.theme.roles().ink).stroke_width(1);
    for dash in points(chart, play, view, value).chunks(6) {
        area.draw(&PathElement::new(dash[..dash.len().min(4)].to_vec(), ink))?;
    }
    Ok(())
}

/// Seconds from the step on, and where the step and what follows stand.
fn time_axis(play: &IncidentPlay, view: &IncidentView, list: &mut DisplayList) {
    let roles = view.theme.roles();
    let (left, right, bottom) = (CHART_LEFT, view.width - CHART_RIGHT, view.height - BELOW);
    let until = view.until_s.max(1.0);
    let x = |at: f64| left + (right - left) * (at / until) as f32;
    let marks =
        play.events.iter().filter(|event| event.at_s <= until).map(|event| [(x(event.at_s), 20.0), (x(event.at_s), bottom)]).collect();
    list.push(Shape::Lines { ends: marks, stroke: roles.edge.alpha(0.6), width: 1.0, dashed: true });
    list.push(Shape::Lines { ends: vec![[(left, bottom), (right, bottom)]], stroke: roles.edge, width: 1.0, dashed: false });
    let most = f64::from((right - left) / 90.0).max(2.0);
    let step = [10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_200.0, 3_600.0, 7_200.0, 36_000.0].into_iter().find(|step| until / step <= most);
    let step = step.unwrap_or(until / most);
    let mut at = play.change_s;
    while at <= until {
        let since = at - play.change_s;
        let name = if since == 0.0 { "the step".to_owned() } else { clock(since) };
        list.push(Shape::Lines { ends: vec![[(x(at), bottom), (x(at), bottom + 4.0)]], stroke: roles.edge, width: 1.0, dashed: false });
        if x(at) < right - 14.0 {
            list.text((x(at), bottom + SIZE * 1.2), name, SIZE, false, Anchor::Middle, roles.ink_soft);
        }
        at += step;
    }
}

/// A time after the step as an axis says it.
fn clock(since: f64) -> String {
    if since < 600.0 && since % 60.0 != 0.0 || since < 120.0 { format!("{since:.0} s") } else { format!("{:.0} min", since / 60.0) }
}
