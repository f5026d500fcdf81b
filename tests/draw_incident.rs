//! The incident's pictures: nodes redden, go down and come back in words and shapes; charts and map stay within their canvas.

mod common;

use common::incident::{of, text};
use shardlab::draw::{self, DisplayList, IncidentView, NodeState, Shape, Theme, TippingView};
use shardlab::experiment::{IncidentWork, TippingWork, incident_of};
use shardlab::report::IncidentPlay;
use shardlab::scenario;
use shardlab::sim::overload::{TippingMap, Verdict};
use std::time::Instant;

/// The lesson's incident.
fn play() -> IncidentPlay {
    let preset = scenario::PRESETS.iter().find(|preset| preset.name == "incident").unwrap();
    let mut work = IncidentWork::new(scenario::read(preset.text).scenario.unwrap(), 0, 1).unwrap();
    while !work.advance(1_000).finished() {}
    work.play()
}

fn view(theme: Theme, size: (f32, f32), at_s: f64) -> IncidentView {
    IncidentView { width: size.0, height: size.1, theme, at_s, until_s: 300.0 }
}

fn texts(list: &DisplayList) -> Vec<String> {
    list.shapes.iter().filter_map(|shape| if let Shape::Text { text, .. } = shape { Some(text.clone()) } else { None }).collect()
}

/// Every point of a picture, within a line's width of its canvas.
fn inside(list: &DisplayList) -> bool {
    let ok = |(x, y): (f32, f32)| x >= -3.0 && y >= -3.0 && x <= list.width + 3.0 && y <= list.height + 3.0;
    list.shapes.iter().all(|shape| match shape {
        Shape::Lines { ends, .. } => ends.iter().flatten().all(|at| ok(*at)),
        Shape::Rect { area, .. } => ok((area.0, area.1)) && ok((area.0 + area.2, area.1 + area.3)),
        Shape::Text { at, .. } => ok(*at),
        Shape::Dots { points, .. } | Shape::Polygon { points, .. } => points.iter().all(|at| ok(*at)),
        _ => true,
    })
}

#[test]
fn nodes_are_fine_then_late_then_down_then_back_and_one_joins() {
    let play = play();
    let states = |at: f64| -> Vec<NodeState> { (0..6).map(|place| draw::node_state(&play, play.column(at), place)).collect() };
    let before = states(30.0);
    assert!(before[..5].iter().all(|state| matches!(state, NodeState::Fine | NodeState::Full)), "{before:?}");
    assert_eq!(before[5], NodeState::Joining);
    assert!(states(125.0).contains(&NodeState::Late));
    assert!(states(140.0).contains(&NodeState::Down));
    assert!(!states(170.0).contains(&NodeState::Down));
    let words = texts(&draw::incident(&play, &view(Theme::Light, (360.0, 360.0), 140.0)));
    for word in ["down", "joining", "answered in time", "80 s after the step"] {
        assert!(words.iter().any(|text| text == word), "{word}: {words:?}");
    }
}

#[test]
fn pictures_stay_within_their_canvas_in_both_themes_and_sizes() {
    let play = play();
    for theme in Theme::ALL {
        for size in [(360.0, 360.0), (280.0, 280.0), (860.0, 520.0), (300.0, 520.0)] {
            for at in [0.0, 61.0, 133.5, 299.0, 1e9] {
                assert!(inside(&draw::incident(&play, &view(theme, size, at))), "{size:?} {at}");
            }
            let charts = draw::incident_charts(&play, &view(theme, size, 0.0));
            assert!(inside(&charts), "{size:?}");
            assert!(texts(&charts).iter().any(|text| text.starts_with("Latency")));
        }
    }
}

#[test]
fn a_map_tells_verdicts_by_pattern_and_names_its_borders() {
    let (ground, settings) = of(&text("ring", 5, 1, "add = \"new\"", "balanced = true\ntipping = { points = 12, y = \"utilisation\" }"));
    let tipping = settings.tipping.clone().unwrap();
    let mut map = TippingMap::new(ground, settings, tipping.clone());
    assert_eq!(map.advance(1_000), 0);
    let view = TippingView { width: 700.0, height: 440.0, theme: Theme::Dark, focus: Some(3) };
    let list = draw::tipping(&map, (25.0, 0.8), &view);
    assert!(inside(&list));
    let words = texts(&list);
    for word in ["ρ·x + s = 1", "Throttle, MB/s", "↑ Utilisation"] {
        assert!(words.iter().any(|text| text == word), "{word}: {words:?}");
    }
    let marks = |n: usize| list.shapes.iter().any(|shape| matches!(shape, Shape::Lines { ends, .. } if ends.len() == n));
    let cascades = map.verdicts().iter().filter(|verdict| **verdict == Some(Verdict::Cascades)).count();
    assert!(cascades > 10 && marks(cascades));
    assert_eq!(draw::hit_tipping(&tipping, &view, 60.0, 395.0), Some(0));
    assert_eq!(draw::hit_tipping(&tipping, &view, 684.0, 14.0), Some(143));
    assert_eq!(draw::hit_tipping(&tipping, &view, 10.0, 14.0), None);
}

#[test]
fn parts_of_a_map_are_the_map() {
    let text = text("ring", 5, 1, "add = \"new\"", "tipping = { points = 7, y = \"utilisation\" }");
    let read = || scenario::read(&text).scenario.unwrap();
    let (ground, settings, _) = incident_of(read(), 0, 1).unwrap();
    let mut map = TippingMap::new(ground, settings.clone(), settings.tipping.unwrap());
    map.advance(49);
    for parts in [1, 2, 3, 60] {
        for part in 0..parts {
            let mut work = TippingWork::new(read(), 0, 1, part, parts).unwrap();
            while !work.advance(300).finished() {}
            for (i, verdict) in work.verdicts().iter().enumerate() {
                assert_eq!(Some(*verdict), map.verdicts()[i * parts as usize + part as usize].map(|verdict| verdict as u8));
            }
            let wanted = (49_u32.saturating_sub(part)).div_ceil(parts) as usize;
            assert_eq!(work.verdicts().len(), wanted, "{part} of {parts}");
        }
    }
}

#[test]
fn a_frame_of_the_ring_is_a_small_part_of_a_frame() {
    let play = play();
    let mut times: Vec<_> = (0..5)
        .map(|i| {
            let begin = Instant::now();
            let list = draw::incident(&play, &view(Theme::Light, (360.0, 360.0), 100.0 + f64::from(i)));
            assert!(list.shapes.len() < 100);
            begin.elapsed()
        })
        .collect();
    times.sort();
    println!("ring of the incident: {:?}", times[2]);
    assert!(times[2].as_millis() < 8, "{times:?}");
}

#[test]
fn what_is_played_says_how_it_ends_and_what_would_have_saved_it() {
    let play = play();
    assert_eq!(play.verdict, "cascades");
    assert!(play.sentence.starts_with("The first requests time out 47.0 s after the step."), "{}", play.sentence);
    assert!(play.why.contains("ρ·x + s"), "{}", play.why);
    assert!(play.rescues.iter().any(|rescue| rescue.setting == "throttle_mb_s" && rescue.verdict == "survives"), "{:?}", play.rescues);
    assert!(play.events[0].words.starts_with("Node F joins"), "{:?}", play.events);
}

#[test]
fn a_moment_is_told_with_who_is_late_down_or_joining() {
    let play = play();
    let told = |since: f64| draw::describe_incident(&play, play.change_s + since);
    assert_eq!(told(-30.0), "30 s before the step: 100 % of the requests are answered in time. Joining: Node F.");
    assert!(told(80.0).contains(" Down: Node C."), "{}", told(80.0));
    // Where it goes wrong early the first minutes are shown, a quiet run whole.
    assert!(play.first_s() < play.end_s);
    let quiet = IncidentPlay { verdict: "survives".to_owned(), ..play.clone() };
    assert_eq!(quiet.first_s(), quiet.end_s);
    assert_eq!([0.4, 999.0, 1_234.0, 4e6].map(draw::milliseconds), ["0 ms", "999 ms", "1.2 s", "never"]);
}

#[test]
fn a_map_in_words_counts_every_run_and_says_where_each_row_ends() {
    let scenario = scenario::read(scenario::PRESETS.iter().find(|preset| preset.name == "double-throttle").unwrap().text).scenario.unwrap();
    let (ground, settings, _) = incident_of(scenario, 0, 1).unwrap();
    let tipping = shardlab::sim::overload::Tipping { points: 4, ..Default::default() };
    let mut map = TippingMap::new(ground, settings.clone(), tipping);
    assert_eq!(draw::describe_tipping_point(&map, &settings, 0), None);
    let column = [Verdict::Survives, Verdict::Degrades, Verdict::Cascades, Verdict::Cascades];
    (0..4).for_each(|row| map.put(row * 4, &column));
    assert_eq!(draw::describe_tipping(&map), "Of 16 runs 4 survive, 4 degrade and 8 cascade.");
    let rows = draw::tipping_rows(&map);
    assert_eq!((rows.len(), &rows[0]), (4, &["0.98".to_owned(), "2".to_owned(), "54".to_owned()]));
    let point = draw::describe_tipping_point(&map, &settings, 0).unwrap();
    assert_eq!(point, "Throttle 2 MB/s, Utilisation 0.4: survives. ρ·x + s = 0.42.");
    assert_eq!(draw::describe_tipping_point(&map, &settings, 16), None);
}
