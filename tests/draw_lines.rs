//! The chart of a sweep: inside its box, its names apart from each other, bands about their lines, gaps left open.

use shardlab::draw::{self, DisplayList, LinesView, Shape, Theme};
use shardlab::report::{Figure, SweepLine, SweepPoint, SweepReport};
use shardlab::{analysis::Measure, experiment, scenario};

/// A report of lines that rise from `means` over 1 to 1,000.
fn report(log: bool, measure: Measure, means: &[(&str, f64)]) -> SweepReport {
    let point = |(x, mean): (f64, f64)| SweepPoint {
        x,
        figure: (mean > 0.0).then_some(Figure { mean, low: mean * 0.9, high: mean * 1.1, seeds: 5 }),
        theory: Some(mean * 1.02),
        refused: String::new(),
    };
    let line = |(name, mean): &(&str, f64)| SweepLine {
        name: (*name).to_owned(),
        points: [(1.0, *mean), (10.0, mean * 1.1), (30.0, 0.0), (100.0, mean * 1.2), (1_000.0, mean * 1.3)].map(point).into(),
    };
    SweepReport {
        title: "t".to_owned(),
        parameter: "nodes".to_owned(),
        axis: "nodes".to_owned(),
        log,
        measure,
        seeds: 5,
        step: 0,
        lines: means.iter().map(line).collect(),
    }
}

fn view(width: f32, height: f32) -> LinesView {
    LinesView { width, height, theme: Theme::Light, scale: 1.0 }
}

fn texts(list: &DisplayList) -> Vec<(String, (f32, f32))> {
    let text = |shape: &Shape| if let Shape::Text { text, at, .. } = shape { Some((text.clone(), *at)) } else { None };
    list.shapes.iter().filter_map(text).collect()
}

fn points(list: &DisplayList) -> Vec<(f32, f32)> {
    let of = |shape: &Shape| match shape {
        Shape::Dots { points, .. } | Shape::Polygon { points, .. } => points.clone(),
        Shape::Lines { ends, .. } => ends.iter().flatten().copied().collect(),
        Shape::Text { at, .. } => vec![*at],
        _ => Vec::new(),
    };
    list.shapes.iter().flat_map(of).collect()
}

#[test]
fn everything_is_inside_the_picture() {
    for (width, height) in [(1240.0, 360.0), (640.0, 360.0), (320.0, 300.0)] {
        for log in [true, false] {
            for measure in Measure::ALL {
                let found =
                    report(log, measure, &[("ring, 10 points", 1.5), ("a name that is far too long for any chart of this width", 1.2)]);
                let list = draw::lines(&found, &view(width, height));
                assert!(texts(&list).len() > 6, "{width} {log} {measure:?}");
                for (x, y) in points(&list) {
                    assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y), "{x} {y} of {width} {height} {measure:?}");
                }
            }
        }
    }
}

#[test]
fn names_at_the_ends_do_not_cover_each_other() {
    let names: Vec<String> = (0..14).map(|i| format!("strategy {i}")).collect();
    for spread in [0.0, 0.001, 0.2] {
        let means: Vec<(&str, f64)> = names.iter().enumerate().map(|(i, name)| (name.as_str(), 1.2 + spread * i as f64)).collect();
        let list = draw::lines(&report(true, Measure::PeakToAverage, &means), &view(640.0, 360.0));
        let mut at: Vec<f32> = texts(&list).into_iter().filter(|(text, _)| text.starts_with("strategy")).map(|(_, at)| at.1).collect();
        assert_eq!(at.len(), 14);
        at.sort_by(f32::total_cmp);
        assert!(at.windows(2).all(|pair| pair[1] - pair[0] >= 12.0), "{at:?}");
    }
}

#[test]
fn a_gap_is_not_bridged_and_every_figure_has_a_dot() {
    let list = draw::lines(&report(false, Measure::PeakToAverage, &[("ring", 1.5)]), &view(640.0, 360.0));
    let dots = list.shapes.iter().filter(|shape| matches!(shape, Shape::Dots { .. })).count();
    assert_eq!(dots, 4);
    let colour = Theme::Light.roles().nodes[0];
    let drawn = list.shapes.iter().filter_map(|shape| match shape {
        Shape::Lines { ends, stroke, width, .. } if *stroke == colour && *width == 2.0 => Some(ends.len()),
        _ => None,
    });
    assert_eq!(drawn.collect::<Vec<_>>(), [1, 1]);
    let bands = list.shapes.iter().filter(|shape| matches!(shape, Shape::Polygon { .. })).count();
    assert_eq!(bands, 2);
}

#[test]
fn equal_theories_are_drawn_once_and_dashed() {
    let dashed = |report: &SweepReport| {
        let list = draw::lines(report, &view(640.0, 360.0));
        list.shapes.iter().filter(|shape| matches!(shape, Shape::Lines { dashed: true, .. })).count()
    };
    assert_eq!(dashed(&report(true, Measure::Moved, &[("a", 0.3), ("b", 0.3), ("c", 0.2)])), 2);
}

#[test]
fn nothing_is_drawn_of_nothing() {
    assert!(draw::lines(&report(true, Measure::Moved, &[]), &view(640.0, 360.0)).shapes.is_empty());
    assert!(draw::lines(&report(true, Measure::Moved, &[("a", 0.0)]), &view(640.0, 360.0)).shapes.is_empty());
    assert!(draw::lines(&report(true, Measure::Moved, &[("a", 0.3)]), &view(30.0, 20.0)).shapes.is_empty());
}

/// `SVG=folder` writes the charts of the presets that have a sweep.
#[test]
fn a_preset_with_a_sweep_has_a_chart_as_a_file() {
    for preset in scenario::PRESETS {
        let Some(mut found) = scenario::read(preset.text).scenario else { continue };
        let Some(sweep) = &mut found.sweep else { continue };
        let folder = std::env::var("SVG").ok();
        if folder.is_none() {
            sweep.values.truncate(4);
            sweep.seeds = 2;
        }
        let report = experiment::sweep(&found).unwrap();
        let words = shardlab::analysis::sweep_words::describe_sweep(&report);
        for (size, theme) in [((820.0, 340.0), Theme::Light), ((340.0, 320.0), Theme::Dark)] {
            let list = draw::lines(&report, &LinesView { width: size.0, height: size.1, theme, scale: 1.0 });
            let svg = draw::svg(&list, theme.roles().surface, &report.title, &words);
            assert!(svg.contains("<polygon") && svg.contains(&format!("<desc>{words}</desc>")));
            if let Some(folder) = &folder {
                std::fs::write(format!("{folder}/{}-{}.svg", preset.name, size.0), svg).unwrap();
            }
        }
    }
}
