//! The migration's pictures: every key has a place of its own at every moment, copies in flight are bright, outcomes stack up.

use shardlab::draw::{self, DisplayList, MigrationPlaces, MigrationView, Rgba, Shape, Theme};
use shardlab::experiment::MigrationWork;
use shardlab::report::{MigrationPlay, MigrationReport};
use shardlab::scenario;
use shardlab::sim::migration::Policy;

/// The step from three nodes to four with 12,000 keys under the strategies of the preset: 0 ring, 1 modulo, 2 rendezvous.
fn report(strategy: usize, more: &str) -> MigrationReport {
    let text = include_str!("../presets/keys-in-transit.toml").to_owned() + more;
    let scenario = scenario::read(&text).scenario.expect("the preset is right");
    let mut work = MigrationWork::new(scenario, strategy, 1, Policy::StopWorld).expect("there is a step");
    while !work.advance().finished() {}
    work.report().clone()
}

fn play<'r>(report: &'r MigrationReport, policy: &str) -> &'r MigrationPlay {
    report.plays.iter().find(|play| play.policy == policy).expect("every policy is played")
}

fn view(at_s: f64) -> MigrationView {
    MigrationView { at_s, width: 360.0, height: 360.0, theme: Theme::Light, scale: 1.0 }
}

/// Dots of a picture: how many of each colour, but for the discs beneath.
fn dots(list: &DisplayList) -> Vec<(Rgba, usize)> {
    let of = |shape: &Shape| match shape {
        Shape::Dots { points, radius, fill, .. } if *radius < 10.0 => Some((*fill, points.len())),
        _ => None,
    };
    list.shapes.iter().filter_map(of).collect()
}

fn drawn(list: &DisplayList, fill: Rgba) -> usize {
    dots(list).into_iter().filter(|(colour, _)| *colour == fill).map(|(_, count)| count).sum()
}

fn picture(report: &MigrationReport, policy: &str, at_s: f64) -> DisplayList {
    let play = play(report, policy);
    draw::migration(report, play, &MigrationPlaces::of(report, play), &view(at_s))
}

#[test]
fn at_the_start_every_key_lies_on_its_old_node_and_at_the_end_on_its_new_one() {
    let report = report(0, "");
    let new = Theme::Light.node(4, shardlab::cluster::NodeId(3));
    let (before, after) = (picture(&report, "stop_world", 0.0), picture(&report, "stop_world", 1_000.0));
    assert_eq!(dots(&before).iter().map(|(_, count)| count).sum::<usize>(), 12_000);
    assert_eq!(dots(&after).iter().map(|(_, count)| count).sum::<usize>(), 12_000);
    assert_eq!((drawn(&before, new), drawn(&after, new) as u64), (0, report.moved));
}

#[test]
fn a_moment_shows_what_has_been_copied_by_then() {
    for (strategy, policy) in [(0, "stop_world"), (1, "ask_redirect"), (1, "cache_warmup"), (2, "snapshot_catchup_pause")] {
        let report = report(strategy, "");
        let play = play(&report, policy);
        for at in [2.0, 5.0, 9.0] {
            let (flying, arrived) = play.copies(at);
            let list = picture(&report, policy, at);
            let bright = |shape: &&Shape| matches!(shape, Shape::Dots { outline: Some(_), .. });
            let in_flight: usize =
                list.shapes.iter().filter(bright).map(|shape| if let Shape::Dots { points, .. } = shape { points.len() } else { 0 }).sum();
            assert_eq!(in_flight as u64, flying, "{policy} at {at}");
            assert!(arrived > 0, "{policy} at {at}");
        }
    }
}

#[test]
fn no_two_keys_lie_on_one_place() {
    for strategy in [0, 1, 2] {
        let report = report(strategy, "");
        for at in [0.0, 4.0, 11.0, 1_000.0] {
            let list = picture(&report, "copy_then_switch", at);
            let mut at_rest: Vec<(i64, i64)> = Vec::new();
            for shape in &list.shapes {
                if let Shape::Dots { points, radius, fill, outline: None } = shape {
                    let solid = *radius < 10.0 && f32::from(fill.a) > 50.0;
                    at_rest.extend(points.iter().filter(|_| solid).map(|(x, y)| ((x * 1e3) as i64, (y * 1e3) as i64)));
                }
            }
            let all = at_rest.len();
            at_rest.sort_unstable();
            at_rest.dedup();
            assert_eq!(at_rest.len(), all, "strategy {strategy} at {at}");
        }
    }
}

#[test]
fn everything_is_inside_the_picture() {
    let report = report(1, "");
    for side in [160.0, 296.0, 380.0] {
        for at in [0.0, 3.0, 20.0] {
            let play = play(&report, "dual_write");
            let view = MigrationView { width: side, height: side, ..view(at) };
            for shape in draw::migration(&report, play, &MigrationPlaces::of(&report, play), &view).shapes {
                let points = match shape {
                    Shape::Dots { points, .. } => points,
                    Shape::Text { at, .. } => vec![at],
                    _ => Vec::new(),
                };
                assert!(points.iter().all(|(x, y)| (0.0..=side).contains(x) && (0.0..=side).contains(y)), "{side} at {at}");
            }
        }
    }
}

#[test]
fn very_many_keys_share_dots() {
    let text = "nodes = [\"a\", \"b\"]\n[keys]\nids = 100000\n[[strategy]]\nkind = \"ring\"\n[[step]]\nadd = \"c\"\n";
    let scenario = scenario::read(text).scenario.expect("it is right");
    let mut work = MigrationWork::new(scenario, 0, 1, Policy::StopWorld).expect("there is a step");
    work.advance();
    let report = work.report().clone();
    let dots: usize = dots(&picture(&report, "stop_world", 0.0)).iter().map(|(_, count)| count).sum();
    assert!((3_000..30_000).contains(&dots), "{dots}");
}

#[test]
fn the_stack_has_a_band_for_each_outcome_that_came_and_names_the_phases() {
    let report = report(0, "");
    let stack = |policy: &str| draw::migration_stack(play(&report, policy), &MigrationView { width: 800.0, height: 320.0, ..view(4.0) });
    let bands = |list: &DisplayList| -> Vec<Rgba> {
        let of = |shape: &Shape| if let Shape::Polygon { fill, .. } = shape { Some(*fill) } else { None };
        list.shapes.iter().filter_map(of).collect()
    };
    let colours = draw::outcome_colours(Theme::Light);
    assert_eq!(bands(&stack("stop_world")), [colours[0], colours[1]]);
    // A client with the old map still reads there what another has written on the new node.
    assert_eq!(bands(&stack("switch_then_copy")), [colours[0], colours[3], colours[4]]);
    // A key is blocked while it moves.
    assert_eq!(bands(&stack("ask_redirect")), [colours[0], colours[1], colours[2]]);
    let named = |list: &DisplayList, name: &str| list.shapes.iter().any(|shape| matches!(shape, Shape::Text { text, .. } if text == name));
    assert!(named(&stack("stop_world"), "copying") && named(&stack("stop_world"), "requests a second"));
}

#[test]
fn a_step_that_moves_nothing_still_has_a_picture() {
    let text = "nodes = [\"a\", \"b\"]\n[[strategy]]\nkind = \"modulo\"\n[[step]]\nreweight = { a = 2 }\n";
    let scenario = scenario::read(text).scenario.expect("it is right");
    let mut work = MigrationWork::new(scenario, 0, 1, Policy::StopWorld).expect("there is a step");
    while !work.advance().finished() {}
    let report = work.report();
    assert!(report.travels.is_empty());
    assert!(!picture(report, "stop_world", 0.0).shapes.is_empty());
}
