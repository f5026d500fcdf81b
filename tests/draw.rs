//! Pictures say what the report says: deterministic, inside their box, and what is drawn can be pointed at.

mod common;

use shardlab::draw::{self, Direction, DisplayList, Focus, LoadView, Rgba, RingView, Shape, Theme};
use shardlab::report::Report;
use shardlab::{experiment, scenario};

fn report(text: &str) -> Report {
    let reading = scenario::read(text);
    experiment::run(reading.scenario.unwrap_or_else(|| panic!("{:?}", reading.diagnostics)))
}

fn workshop() -> Report {
    report(include_str!("../presets/add-a-node.toml"))
}

fn view(strategy: usize, phase: usize, progress: f32) -> RingView {
    RingView { strategy, phase, progress, focus: None, width: 510.0, height: 510.0, theme: Theme::Light, scale: 1.0, headline: true }
}

fn load_view(strategy: usize, phase: usize) -> LoadView {
    LoadView { strategy, phase, width: 346.0, height: 200.0, theme: Theme::Dark, scale: 1.0, focus: None }
}

/// Every point of a list that has one, texts by their anchor.
fn points(list: &DisplayList) -> Vec<(f32, f32)> {
    let of = |shape: &Shape| match shape {
        Shape::Dots { points, .. } | Shape::Polygon { points, .. } => points.clone(),
        Shape::Lines { ends, .. } => ends.iter().flatten().copied().collect(),
        Shape::Rect { area: (x, y, width, height), .. } => vec![(*x, *y), (x + width, y + height)],
        Shape::Text { at, .. } => vec![*at],
        Shape::Bands { centre, radii, .. } => vec![(centre.0 - radii.1, centre.1 - radii.1), (centre.0 + radii.1, centre.1 + radii.1)],
        Shape::Curve { .. } => Vec::new(),
    };
    list.shapes.iter().flat_map(of).collect()
}

fn texts(list: &DisplayList) -> Vec<String> {
    list.shapes.iter().filter_map(|shape| if let Shape::Text { text, .. } = shape { Some(text.clone()) } else { None }).collect()
}

#[test]
fn the_headline_stands_in_the_ring() {
    let report = workshop();
    for (strategy, figure) in ["746", "246", "241"].into_iter().enumerate() {
        assert!(texts(&draw::ring(&report, &view(strategy, 1, 1.0))).contains(&figure.to_owned()));
    }
}

#[test]
fn every_key_has_one_dot() {
    let report = workshop();
    for strategy in 0..3 {
        for progress in [0.0, 0.3, 1.0] {
            let list = draw::ring(&report, &view(strategy, 1, progress));
            let dots: usize = list.shapes.iter().map(|shape| if let Shape::Dots { points, .. } = shape { points.len() } else { 0 }).sum();
            assert_eq!(dots, 1_000);
        }
    }
}

#[test]
fn pictures_are_deterministic_and_stay_in_their_box() {
    for seed in 0..8 {
        let report = report(&common::scenario(seed));
        for strategy in 0..report.strategies.len() {
            for phase in 0..report.strategies[strategy].phases.len() {
                for progress in [0.0, 0.5, 1.0] {
                    let ring = draw::ring(&report, &view(strategy, phase, progress));
                    assert_eq!(ring, draw::ring(&report, &view(strategy, phase, progress)));
                    inside(&ring);
                }
                inside(&draw::load(&report, &load_view(strategy, phase)));
                inside(&draw::flows(&report, &load_view(strategy, phase)));
                inside(&draw::mini(&report, strategy, phase, 42.0, Theme::Light));
            }
        }
    }
}

fn inside(list: &DisplayList) {
    for (x, y) in points(list) {
        let within = (-0.5..=list.width + 0.5).contains(&x) && (-0.5..=list.height + 0.5).contains(&y);
        assert!(within, "({x}, {y}) is outside {} × {}", list.width, list.height);
    }
}

#[test]
fn what_is_drawn_can_be_pointed_at() {
    let report = workshop();
    for strategy in 0..3 {
        let view = view(strategy, 1, 1.0);
        let list = draw::ring(&report, &view);
        let dots: Vec<(f32, f32)> =
            list.shapes.iter().flat_map(|shape| if let Shape::Dots { points, .. } = shape { points.clone() } else { Vec::new() }).collect();
        for (x, y) in dots {
            let focus = draw::hit(&report, &view, x, y);
            assert!(matches!(focus, Some(Focus::Key(_))), "{focus:?} at {x}, {y}");
        }
        assert_eq!(draw::hit(&report, &view, 255.0, 255.0), None);
    }
}

#[test]
fn arrows_walk_over_every_key_once_and_come_back() {
    let report = workshop();
    let view = view(1, 1, 1.0);
    let first = draw::neighbour(&report, &view, None, Direction::First);
    let (mut focus, mut seen) = (first, std::collections::BTreeSet::new());
    loop {
        let Some(Focus::Key(key)) = focus else { panic!("{focus:?}") };
        assert!(seen.insert(key));
        focus = draw::neighbour(&report, &view, focus, Direction::Next);
        if focus == first {
            break;
        }
    }
    assert_eq!(seen.len(), 1_000);
    let arc = draw::neighbour(&report, &view, first, Direction::Inward);
    assert!(matches!(arc, Some(Focus::Arc(_))));
    assert!(draw::name(&report, &view, arc.unwrap()).text.contains("of the ring"));
}

#[test]
fn a_key_is_named_with_its_move_and_its_point() {
    let report = workshop();
    let view = view(1, 1, 1.0);
    let key = report.sample.iter().position(|key| key == "key_2").unwrap() as u32;
    let named = draw::name(&report, &view, Focus::Key(key));
    assert_eq!((named.code.as_str(), named.node.map(|node| report.name(node))), ("key_2", Some("Node D")));
    assert_eq!(named.text, "at 25.7° moved from Node A to Node D: the first point clockwise is its point 43 at 25.9°");
}

#[test]
fn many_keys_and_nodes_are_drawn_as_what_a_pixel_can_show() {
    let nodes: Vec<String> = (0..500).map(|i| format!("\"n{i}\"")).collect();
    let text = format!("nodes = [{}]\nkeys.count = 20_000\n[[strategy]]\nkind = \"ring\"\n[[step]]\nadd = \"late\"\n", nodes.join(","));
    let report = report(&text);
    let view = view(0, 1, 1.0);
    let list = draw::ring(&report, &view);
    inside(&list);
    assert!(points(&list).len() < 20_000, "columns, not a dot a key");
    assert!(matches!(draw::hit(&report, &view, 255.0, 6.0), Some(Focus::Column(_))));
    assert!(texts(&draw::load(&report, &load_view(0, 1))).iter().any(|text| text.starts_with("501 nodes by load")));
}

/// So many nodes with 100 points each, and one more; a key for each half degree at least.
fn large(nodes: usize, keys: u64, kind: &str) -> Report {
    let names: Vec<String> = (0..nodes).map(|i| format!("\"server-{i}\"")).collect();
    report(&format!(
        "hash = \"xxh3\"\nnodes = [{}]\nkeys.count = {keys}\n[[strategy]]\nkind = \"{kind}\"\n[[step]]\nadd = \"late\"\n",
        names.join(",")
    ))
}

#[test]
fn a_thousand_nodes_and_a_hundred_thousand_points_are_some_shapes_that_say_what_moved() {
    let report = large(1_000, 20_000, "ring");
    let phase = &report.strategies[0].phases[1];
    assert_eq!((phase.picture.points, phase.picture.cells.len(), phase.picture.arcs.len()), (100_100, Report::COLUMNS, 0));
    let accent = Theme::Light.roles().accent;
    for progress in [0.0, 0.4, 1.0] {
        let list = draw::ring(&report, &view(0, 1, progress));
        inside(&list);
        let shapes = list.shapes.iter().filter(|shape| !matches!(shape, Shape::Text { .. })).count();
        assert!(shapes <= 6 && points(&list).len() < 8_000, "{shapes} shapes, {} points", points(&list).len());
        // Nodes have no colours of their own; what moved has one, on the ring and among the keys.
        let own = list
            .shapes
            .iter()
            .filter(|shape| matches!(shape, Shape::Bands { fill, .. } if Theme::Light.roles().nodes.contains(&Rgba { a: 255, ..*fill })));
        assert_eq!(own.count(), 0);
        let marks: Vec<usize> = (list.shapes.iter())
            .filter_map(
                |shape| if let Shape::Lines { ends, stroke, .. } = shape { (*stroke == accent).then_some(ends.len()) } else { None },
            )
            .collect();
        if progress == 1.0 {
            let changed = phase.picture.cells.iter().filter(|cell| cell.changed > 0.0).count();
            let moved = phase.picture.columns.iter().filter(|column| column.moved > 0).count();
            assert_eq!(marks, [changed, moved], "each column where something moved has its mark, and no other");
            assert!((50..=110).contains(&changed) && moved <= changed, "{changed}, {moved}");
        } else if progress == 0.0 {
            assert!(marks.is_empty());
        }
    }
}

#[test]
fn a_column_of_many_arcs_is_named_by_its_counts_and_walked_to() {
    let report = large(64, 1_000, "ring");
    let view = view(0, 1, 1.0);
    // The band is by columns, the keys are dots: from a key inward to the column under it, and back to a key over it.
    let key = draw::neighbour(&report, &view, None, Direction::First);
    let at = |focus| RingView { focus, ..view };
    let column = draw::neighbour(&report, &at(key), key, Direction::Inward);
    let Some(Focus::Column(number)) = column else { panic!("{column:?}") };
    let cell = report.strategies[0].phases[1].picture.cells[number as usize];
    let named = draw::name(&report, &view, Focus::Column(number));
    assert_eq!(named.node, Some(cell.owner));
    assert!(named.text.contains(&format!("{} arcs, {} has the greatest part, ", cell.arcs, report.name(cell.owner))), "{}", named.text);
    assert!(named.text.ends_with("% changed owner"), "{}", named.text);
    assert!(matches!(draw::neighbour(&report, &at(column), column, Direction::Outward), Some(Focus::Key(_) | Focus::Column(_))));
    assert!(
        matches!(draw::neighbour(&report, &at(column), column, Direction::Next), Some(Focus::Column(next)) if next == (number + 1) % 720)
    );
    let y = 255.0 - (255.0 - 43.0 - 12.0);
    assert_eq!(draw::hit(&report, &view, 256.0, y), Some(Focus::Column(0)));
}

#[test]
fn loads_of_many_nodes_are_ranked_and_their_percentiles_are_those_of_sorting() {
    let report = large(1_000, 20_000, "ring");
    let mut keys: Vec<u64> = report.strategies[0].phases[1].nodes.iter().map(|load| load.keys).collect();
    keys.sort_unstable();
    // By nearest rank of 1,001 loads: the 501st and the 991st.
    let (p50, p99) = (keys[500], keys[990]);
    let list = draw::load(&report, &load_view(0, 1));
    inside(&list);
    let told = texts(&list);
    for text in
        [format!("max {}", keys[1_000]), format!("p99 {p99}"), format!("p50 {p50}"), format!("min {}", keys[0]), "fair 20".to_owned()]
    {
        assert!(told.contains(&text), "{text}: {told:?}");
    }
    assert!(list.shapes.len() < 16, "the bars are one shape");
    let said = draw::describe_load(&report, 0, 1);
    assert!(said.starts_with(&format!("Half of the 1,001 nodes have at most {p50} keys (p50), 99 of 100 at most {p99} (p99)")), "{said}");
}

#[test]
fn every_bar_of_many_names_its_node() {
    let report = large(200, 20_000, "modulo");
    let nodes = &report.strategies[0].phases[1].nodes;
    let mut last = u64::MAX;
    let mut seen = std::collections::BTreeSet::new();
    for x in 0..346 {
        let Some(node) = draw::hit_load(&report, &load_view(0, 1), x as f32, 150.0) else { continue };
        let keys = nodes.iter().find(|load| load.node == node).unwrap().keys;
        assert!(keys <= last, "the fullest first");
        last = keys;
        seen.insert(node);
        let list = draw::load(&report, &LoadView { focus: Some(node), ..load_view(0, 1) });
        assert!(texts(&list).iter().any(|text| text.starts_with(&format!("{}: {keys} keys", report.name(node)))));
    }
    assert_eq!(seen.len(), 201);
    assert_eq!(draw::hit_load(&workshop(), &load_view(0, 1), 100.0, 150.0), None);
}

#[test]
fn a_matrix_of_many_nodes_shows_the_busiest_and_sums_the_others() {
    let report = large(200, 20_000, "modulo");
    let list = draw::flows(&report, &load_view(0, 1));
    inside(&list);
    assert_eq!(list.shapes.iter().filter(|shape| matches!(shape, Shape::Rect { .. })).count(), 100);
    assert_eq!(texts(&list).iter().filter(|text| ["191 others", "192 others", "+191", "+192"].contains(&text.as_str())).count(), 2);
}

#[test]
fn a_file_of_a_picture_holds_hostile_names_as_text() {
    let report = report(
        "title = \"<script>\"\nnodes = [\"<b>&\\\"\", \"]]>\"]\nkeys.count = 10\n[[strategy]]\nkind = \"ring\"\n[[step]]\nadd = \"</svg>\"\n",
    );
    let svg = draw::svg(&draw::load(&report, &load_view(0, 1)), Theme::Light.roles().surface, &report.title, "a & b");
    assert!(svg.contains("<title>&lt;script&gt;</title>") && svg.contains("a &amp; b"));
    assert_eq!(svg.matches("</svg>").count(), 1);
    assert!(!svg.contains("<b>") && !svg.contains("<script>"));
}

#[test]
fn requests_stand_beside_keys_where_some_keys_are_hotter() {
    let few = |keys: &str| format!("nodes = [\"A\", \"B\", \"C\"]\n{keys}[[strategy]]\nkind = \"ring\"\n[[step]]\nadd = \"D\"\n");
    let rects = |list: &DisplayList| list.shapes.iter().filter(|shape| matches!(shape, Shape::Rect { fill: Some(_), .. })).count();
    let told = |list: &DisplayList| texts(list).iter().any(|text| text.contains("requests"));
    let (plain, hot) = (report(&few("")), report(&few("[keys]\npopularity = { hot = 1, share = 0.9 }\n")));
    let (without, with) = (draw::load(&plain, &load_view(0, 1)), draw::load(&hot, &load_view(0, 1)));
    assert_eq!((rects(&with), told(&with)), (rects(&without) + 4, true));
    assert!(!told(&without) && !draw::describe_load(&plain, 0, 1).contains("requests"));
    assert!(draw::describe_load(&hot, 0, 1).contains("Most requests: "));
    let nodes: Vec<String> = (0..60).map(|i| format!("\"n{i}\"")).collect();
    let many = report(&format!("nodes = [{}]\nkeys.popularity = {{ zipf = 1 }}\n[[strategy]]\nkind = \"ring\"\n", nodes.join(",")));
    inside(&draw::load(&many, &load_view(0, 0)));
    inside(&with);
}
