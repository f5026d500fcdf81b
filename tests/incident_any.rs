//! What holds for any incident, by random grounds and settings; bad input and many nodes; and the tipping-point finder.

mod common;

use common::incident::{grow, near, of, text};
use proptest::prelude::*;
use shardlab::scenario;
use shardlab::sim::overload::{Ground, OVERLOAD_SETTINGS, OverloadSettings, Run, TippingMap, Verdict, World, end_of, forms};
use std::rc::Rc;
use std::time::{Duration, Instant};

#[test]
fn bad_values_are_told_or_have_an_honest_end() {
    for (line, told) in [
        ("utilisation = 0", "incident.utilisation is 0, must be a number from 0.01 to 2"),
        ("utilisation = 5", "incident.utilisation is 5, must be a number from 0.01 to 2"),
        ("utilisation = nan", "incident.utilisation is nan, must be a number from 0.01 to 2"),
        ("throttle_mb_s = 0", "incident.throttle_mb_s is 0, must be a number from 0.01 to 1000000"),
        ("timeout_ms = -5", "incident.timeout_ms is -5, must be a number from 1 to 600000"),
        ("outage_s = -1", "incident.outage_s is -1, must be a number from 0 to 3600"),
        ("retries = 1.5", "incident.retries is 1.5, must be a whole number from 0 to 100"),
        ("shed = 1", "incident.shed is 1, must be true or false"),
        ("sheds = true", "incident.sheds is not a field here"),
        ("tipping = { x = \"shed\" }", "incident.tipping.x is \"shed\", which is no setting that can be varied"),
        ("tipping = { x = \"throtle\" }", "incident.tipping.x is \"throtle\", which is no setting that can be varied"),
        ("tipping = { x_from = 9, x_to = 9 }", "incident.tipping.x_to makes a range from 9 to 9, which must rise"),
        ("tipping = { x = \"retry_budget\" }", "incident.tipping.x varies retry_budget, which has no usual range"),
        ("tipping = { y = \"throttle_mb_s\" }", "incident.tipping.y is \"throttle_mb_s\", which x varies already"),
        ("tipping = { x = \"phi\", y = \"phi\" }", "incident.tipping.y is \"phi\", which x varies already"),
        ("tipping = { y_to = 3 }", "incident.tipping.y_to stands there without y"),
        ("tipping = { points = 101 }", "incident.tipping.points is 101, must be a whole number from 2 to 100"),
        ("tipping = { x = \"utilisation\", x_to = 3 }", "incident.tipping.x_to is 3, must be a number from 0.01 to 2"),
    ] {
        let reading = scenario::read(&text("ring", 5, 1, "add = \"new\"", line));
        let said: Vec<String> = reading.diagnostics.iter().map(ToString::to_string).collect();
        assert!(said.len() == 1 && said[0].contains(told), "{line}: {said:?}");
        assert!(reading.scenario.is_none(), "{line}");
    }
    for (line, verdict) in [
        ("utilisation = 1", None),
        ("utilisation = 2", Some(Verdict::Cascades)),
        ("throttle_mb_s = 0.01\ndata_gb = 1000000", Some(Verdict::Survives)),
        ("throttle_mb_s = 1000000", None),
        ("data_gb = 1000000", Some(Verdict::Cascades)),
        ("retries = 100\ntimeout_ms = 600000", None),
        ("timeout_ms = 1\nservice_ms = 60000", Some(Verdict::Cascades)),
        ("queue_s = 3600\nheartbeat_ms = 1\nphi = 0.1", None),
        ("low_priority = true\nutilisation = 0.99", None),
        ("outage_s = 3600", None),
    ] {
        let begin = Instant::now();
        let found = grow("ring", 5, line);
        assert!(begin.elapsed() < Duration::from_secs(5), "{line}: {:?}", begin.elapsed());
        assert!(verdict.is_none_or(|verdict| found.verdict == verdict), "{line}: {found:?}");
        assert!((0.0..=1.0001).contains(&found.final_goodput), "{line}: {found:?}");
        assert!(found.ended_by.is_some() || found.stream_s.is_some(), "{line}: {found:?}");
    }
}

#[test]
fn many_nodes_run_in_bounded_time() {
    for (kind, nodes, incident) in [
        ("ring", 8_191, "balanced = true"),
        ("modulo", 8_191, "balanced = true"),
        ("modulo", 8_191, ""),
        ("modulo", 600, "utilisation = 0.5\nthrottle_mb_s = 3"),
    ] {
        let begin = Instant::now();
        let (ground, settings) = of(&text(kind, nodes, 1, "add = \"new\"", incident));
        near(ground.flows.iter().map(|flow| flow.share).sum::<f64>(), if kind == "ring" { 1.0 / (nodes as f64 + 1.0) } else { 1.0 }, 0.01);
        let mut run = Run::new(ground, settings, true);
        while !run.advance(1_000) {}
        assert!(begin.elapsed() < Duration::from_secs(60), "{kind} {nodes} {incident}: {:?}", begin.elapsed());
        let series = run.series().unwrap();
        assert_eq!((series.members, series.nodes.len()), (nodes as u32 + 1, 24));
        assert!(series.columns.iter().all(|column| column.nodes.len() == 24));
    }
}

/// The verdicts of the map are those of single runs, and the border runs between surviving and not.
#[test]
fn the_map_agrees_with_single_runs_and_with_its_border() {
    let tipping = "tipping = { x = \"throttle_mb_s\", x_from = 5, x_to = 60, y = \"utilisation\", y_from = 0.4, y_to = 0.95, points = 12 }";
    for kind in ["ring", "modulo"] {
        let (ground, settings) = of(&text(kind, 5, 1, "add = \"new\"", &format!("balanced = true\ndata_gb = 200\n{tipping}")));
        let tipping = settings.tipping.clone().unwrap();
        let mut map = TippingMap::new(Rc::clone(&ground), settings.clone(), tipping.clone());
        let late = map.verdicts_of(100, 144);
        assert_eq!(map.advance(100), 44);
        map.put(100, &late);
        assert!(map.verdicts().iter().all(Option::is_some));
        for (point, verdict) in map.verdicts().iter().enumerate() {
            let at = tipping.at(&settings, point as u32);
            let over = forms::Numbers::of(&ground, &at).tipping - 1.0;
            if over.abs() > 0.01 {
                assert_eq!(*verdict == Some(Verdict::Survives), over < 0.0, "{kind} {} {}", at.throttle_mb_s, at.utilisation);
            }
        }
        let own = &map.borders()[0];
        assert!(own.points.len() > 20 && own.title.contains("ρ·x + s"));
        for (throttle, rho) in &own.points {
            let s = throttle / 100.0 * if kind == "modulo" { forms::modulo_streams(5.0) } else { 1.0 };
            near(forms::tipping(*rho, 1.0, s), 1.0, 1e-6);
        }
    }
}

#[test]
fn a_sweep_of_one_setting_has_its_border_at_a_value() {
    let (ground, settings) = of(&text("ring", 5, 1, "add = \"new\"", "balanced = true\ntipping = { x_from = 5, x_to = 45, points = 21 }"));
    let tipping = settings.tipping.clone().unwrap();
    let mut map = TippingMap::new(ground, settings, tipping);
    while map.advance(5) > 0 {}
    assert_eq!(map.verdicts().len(), 21);
    near(map.borders()[0].points[0].0, 20.0, 1e-6);
    let last = map.verdicts().iter().rposition(|verdict| *verdict == Some(Verdict::Survives)).unwrap();
    near(map.tipping().x.value(last as u32, 21), 20.0, 0.11);
}

#[test]
fn every_setting_that_is_a_number_can_be_swept() {
    for setting in OVERLOAD_SETTINGS.iter().filter(|setting| setting.range != shardlab::sim::SettingRange::Switch) {
        let line = format!("tipping = {{ x = \"{0}\", x_from = 1, x_to = 2, points = 3 }}", setting.id);
        let (ground, settings) = of(&text("ring", 3, 1, "add = \"new\"", &line));
        let tipping = settings.tipping.clone().unwrap();
        let mut map = TippingMap::new(ground, settings, tipping);
        assert_eq!(map.advance(3), 0, "{}", setting.id);
    }
}

/// Any settings that matter to conservation, on any ground.
fn any_case() -> impl proptest::strategy::Strategy<Value = (Rc<Ground>, OverloadSettings)> {
    let load = (0.05_f64..1.3, 1.0_f64..90.0, 0.0_f64..100.0, 100.0_f64..4_000.0, 0.05_f64..12.0);
    let clients =
        (0_u32..6, prop::option::of(0.0_f64..1.5), prop::option::of(0.0_f64..300.0), prop::option::of(5.0_f64..90.0), 0.0_f64..20.0);
    let switches = prop::array::uniform5(any::<bool>());
    (0_u64..2_000, load, clients, switches).prop_map(|(seed, load, clients, switches)| {
        let (ground, settings) = of(&common::incident(seed));
        let (utilisation, throttle_mb_s, data_gb, timeout_ms, queue_s) = load;
        let (retries, retry_budget, cancel_after_s, joiner_mb_s, outage_s) = clients;
        let [shed, drop_expired, low_priority, failure_detector, outage] = switches;
        let settings = OverloadSettings {
            utilisation,
            throttle_mb_s,
            data_gb,
            timeout_ms,
            queue_s,
            retries,
            retry_budget,
            cancel_after_s,
            joiner_mb_s,
            outage_s: if outage { outage_s } else { 0.0 },
            shed,
            drop_expired,
            low_priority,
            failure_detector,
            ..settings
        };
        (ground, settings)
    })
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + scale)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_counted_twice((ground, settings) in any_case()) {
        let mut world = World::new(ground, settings.clone());
        let (mut fresh, mut good, mut given_up) = (0.0, 0.0, 0.0);
        let mut left = f64::INFINITY;
        for _ in 0..1_600 {
            let before = world.backlog();
            world.step();
            let flux = *world.flux();
            let scale = flux.attempts + before;
            prop_assert!(close(flux.admitted, flux.served + flux.dropped + world.backlog() - before, scale), "{:?}", flux);
            prop_assert!(close(flux.attempts, flux.good + flux.failed, scale));
            prop_assert!(close(flux.attempts, flux.admitted + flux.rejected, scale));
            prop_assert!(flux.attempts <= flux.fresh * (1.0 + f64::from(settings.retries)) * (1.0 + 1e-9));
            let budget = settings.retry_budget.unwrap_or(f64::INFINITY);
            prop_assert!(world.retries() <= budget * flux.fresh * (1.0 + 1e-9));
            let (shares, nobody) = world.shares();
            prop_assert!((shares.iter().sum::<f64>() + nobody - 1.0).abs() < 1e-9);
            fresh += flux.fresh;
            good += flux.good;
            given_up += flux.given_up;
            prop_assert!(world.left_mb() <= left * (1.0 + 1e-12));
            left = world.left_mb();
        }
        prop_assert!(close(fresh, good + given_up + world.waiting(), fresh), "{} {} {} {}", fresh, good, given_up, world.waiting());
        let (sent, received) = world.sent_and_received_mb();
        prop_assert!(close(sent, received, sent));
    }

    #[test]
    fn leaping_over_steps_that_are_alike_changes_nothing((ground, settings) in any_case()) {
        // Work that is dropped and streaming that gives way answer to the queue at once: they can swing without end, and
        // then any rounding grows.
        let settings = OverloadSettings { drop_expired: false, low_priority: false, ..settings };
        let mut run = Run::new(Rc::clone(&ground), settings.clone(), false);
        let mut world = World::new(ground, settings);
        while !run.advance(1) && world.now() < 12_000 {
            while world.now() < run.world().now() {
                world.step();
            }
            prop_assert!((world.backlog() - run.world().backlog()).abs() <= 1e-6 * (1.0 + world.backlog()), "{}", world.now());
            prop_assert!((world.flux().goodput() - run.world().flux().goodput()).abs() < 1e-6, "{} {:?} {:?}", world.now(), world.flux(), run.world().flux());
        }
    }

    #[test]
    fn a_cluster_that_is_left_alone_stays_as_it_is(seed in 0_u64..500, part in 0.1_f64..0.97) {
        let (ground, settings) = of(&common::incident(seed).replace("fail = \"n1\"", "reweight = { n1 = 1 }"));
        let calm = OverloadSettings { data_gb: 0.0, outage_s: 0.0, timeout_ms: 2_000.0, ..settings };
        let x = forms::Numbers::of(&ground, &calm).x;
        let mut world = World::new(ground, OverloadSettings { utilisation: part / x, ..calm });
        world.step();
        let first = *world.flux();
        // Up to the change: what joins then takes its part of the load.
        for _ in 0..239 {
            world.step();
            prop_assert!((world.flux().utilisation - first.utilisation).abs() < 1e-3);
            prop_assert!(world.flux().goodput() > 0.999, "{:?}", world.flux());
        }
    }

    #[test]
    fn while_streaming_lasts_more_throttle_or_load_never_helps(
        seed in 0_u64..500, throttle in 2.0_f64..90.0, more in 0.0_f64..30.0, rho in 0.3_f64..1.1, add in 0.0_f64..0.3, retries in 0_u32..4,
    ) {
        let (ground, settings) = of(&common::incident(seed));
        let settings = OverloadSettings {
            throttle_mb_s: throttle, utilisation: rho, retries, data_gb: 1e6, outage_s: 0.0, cancel_after_s: None, failure_detector: false,
            low_priority: false, shed: false, drop_expired: false, timeout_ms: 2_000.0, retry_budget: None, joiner_mb_s: None, ..settings
        };
        let last = |settings: &OverloadSettings| {
            let mut world = World::new(Rc::clone(&ground), settings.clone());
            let goodputs = (0..4_000).map(|_| { world.step(); world.flux().goodput() });
            goodputs.skip(3_040).sum::<f64>() / 960.0
        };
        let base = last(&settings);
        let faster = last(&OverloadSettings { throttle_mb_s: throttle + more, ..settings.clone() });
        let fuller = last(&OverloadSettings { utilisation: rho + add, ..settings.clone() });
        prop_assert!(faster <= base + 1e-3, "throttle {} to {}: {} to {}", throttle, throttle + more, base, faster);
        prop_assert!(fuller <= base + 1e-3, "load {} to {}: {} to {}", rho, rho + add, base, fuller);
    }

    #[test]
    fn more_retries_never_save_and_a_budget_or_shedding_never_harms(
        nodes in 2_usize..9, modulo in any::<bool>(), throttle in 2.0_f64..90.0, rho in 0.3_f64..1.1, retries in 0_u32..4, more in 1_u32..4, budget in 0.0_f64..1.0,
    ) {
        let kind = if modulo { "modulo" } else { "ring" };
        let (ground, settings) = of(&text(kind, nodes, 1, "add = \"new\"", "balanced = true"));
        let settings = OverloadSettings { throttle_mb_s: throttle, utilisation: rho, retries, ..settings };
        let base = end_of(&ground, &settings);
        let tried = end_of(&ground, &OverloadSettings { retries: retries + more, ..settings.clone() });
        prop_assert!(base.verdict != Verdict::Cascades || tried.verdict != Verdict::Survives, "{:?} {:?}", base, tried);
        for kinder in [OverloadSettings { shed: true, ..settings.clone() }, OverloadSettings { retry_budget: Some(budget), ..settings.clone() }] {
            let found = end_of(&ground, &kinder);
            prop_assert!(found.final_goodput >= base.final_goodput - 5e-3, "{:?}\n{:?}\n{:?}", kinder, base, found);
        }
    }
}
