//! The incident: every row of what must come out, every closed form over many parameters, every kind of step, the report,
//! and twenty golden traces that `tests/wasm.rs` holds in a browser.

mod common;

use common::incident::{grow, near, of, outcome, text};
use shardlab::experiment::{self, incident_ground};
use shardlab::scenario;
use shardlab::sim::overload::{Event, OverloadSettings, Run, STEP_S, Told, Verdict, end_of, forms, merged, rescues};
use std::rc::Rc;

/// The rows of the default incident, for any number of copies and any strategy that moves the least.
#[test]
fn every_row_comes_out_with_any_number_of_copies() {
    use Verdict::{Cascades, Degrades, Survives};
    for replicas in 1..=3 {
        for kind in ["ring", "rendezvous"] {
            let row = |incident: &str| outcome(&text(kind, 5, replicas, "add = \"new\"", &format!("balanced = true\n{incident}")));
            for (incident, verdict) in [
                ("utilisation = 0.5", Survives),
                ("utilisation = 0.7", Survives),
                ("throttle_mb_s = 10", Survives),
                ("disk_mb_s = 500", Survives),
                ("low_priority = true", Survives),
                ("retries = 0", Degrades),
                ("retry_budget = 0.1", Degrades),
                ("shed = true", Degrades),
                ("", Cascades),
                ("cancel_after_s = 90", Cascades),
                ("throttle_mb_s = 50", Cascades),
                ("utilisation = 0.6", Survives),
            ] {
                let found = row(incident);
                assert_eq!(found.verdict, verdict, "{kind}, {replicas} copies, {incident}: {found:?}");
                assert_eq!(found.ended_by.is_some(), verdict == Cascades, "{incident}: {found:?}");
                assert!(verdict == Cascades || found.final_goodput > 0.999, "{incident}: {found:?}");
            }
            assert_eq!(row("").first_timeout_s, Some(12.5));
            assert_eq!(row("throttle_mb_s = 50").first_timeout_s, Some(1.5));
            near(row("shed = true").min_goodput, 0.94, 0.006);
            near(row("low_priority = true").stream_s.unwrap(), 556.0, 1e-3);
            let calm = row("throttle_mb_s = 10");
            assert_eq!(calm.stream_s, Some(1_000.0));
            near(calm.peak_utilisation, 0.9, 1e-9);
        }
        let row = |incident: &str| outcome(&text("modulo", 5, replicas, "add = \"new\"", &format!("balanced = true\n{incident}")));
        let calm = row("throttle_mb_s = 10");
        assert_eq!((calm.verdict, calm.stream_s), (Survives, Some(5_000.0)));
        near(calm.peak_utilisation, 0.98, 1e-3);
        assert_eq!(row("throttle_mb_s = 12").verdict, Cascades);
        assert_eq!(row("utilisation = 0.6").verdict, Cascades);
    }
}

#[test]
fn latency_rises_from_77_to_460_ms_at_seventy_per_cent() {
    let (ground, settings) = of(&text("ring", 5, 1, "add = \"new\"", "balanced = true\nutilisation = 0.7"));
    let mut run = Run::new(ground, settings, true);
    while !run.advance(1_000) {}
    let columns = run.series().unwrap().columns;
    near(columns[0].p99_ms, 77.0, 0.01);
    near(columns.iter().map(|column| column.p99_ms).fold(0.0, f64::max), 460.0, 0.01);
    near(columns[0].mean_ms, 5.0 / 0.3, 1e-6);
}

#[test]
fn the_published_example_of_a_metastable_failure() {
    let published = |nodes: usize, incident: &str| {
        let capacity = 300.0 / nodes as f64;
        let (ground, settings) = of(&text(
            "ring",
            nodes,
            1,
            "reweight = { n0 = 1.5 }",
            &format!("capacity_rps = {capacity}\nretries = 1\noutage_s = 10\ndata_gb = 0\nbalanced = true\n{incident}"),
        ));
        let mut run = Run::new(ground, settings, false);
        while !run.advance(1_000) {}
        (run.outcome().clone(), run.world().flux().attempts / STEP_S)
    };
    for nodes in [1, 3, 5] {
        let (found, attempts) = published(nodes, "utilisation = 0.93333333");
        assert_eq!(found.verdict, Verdict::Cascades, "{found:?}");
        near(attempts, 560.0, 1e-6);
        for recovers in ["utilisation = 0.48", "utilisation = 0.4", "utilisation = 0.93333333\nretry_budget = 0.05"] {
            let (found, _) = published(nodes, recovers);
            assert_eq!((found.verdict, found.final_goodput > 0.999), (Verdict::Degrades, true), "{recovers}: {found:?}");
        }
    }
}

/// The border of the closed form is that of the simulation within a hundredth of the capacity.
#[test]
fn it_tips_where_load_and_streaming_pass_the_capacity() {
    for (nodes, rho, disk) in [(3, 0.7, 100.0), (5, 0.8, 100.0), (5, 0.6, 200.0), (8, 0.9, 50.0), (20, 0.75, 400.0), (2, 0.5, 100.0)] {
        let at = |s: f64| {
            grow("rendezvous", nodes, &format!("utilisation = {rho}\ndisk_mb_s = {disk}\nthrottle_mb_s = {}\ndata_gb = 300", s * disk))
        };
        assert_eq!(at(0.99 - rho).verdict, Verdict::Survives, "{nodes} {rho}");
        assert_ne!(at(1.01 - rho).verdict, Verdict::Survives, "{nodes} {rho}");
        near(forms::tipping(rho, 1.0, 1.0 - rho), 1.0, 1e-9);
    }
}

#[test]
fn with_its_own_shares_it_tips_at_the_hottest_node() {
    for (kind, nodes, rho) in
        [("ring", 5, 0.6), ("ring", 8, 0.5), ("rendezvous", 4, 0.7), ("rendezvous", 6, 0.8), ("ring", 3, 0.65), ("modulo", 5, 0.6)]
    {
        let (ground, settings) = of(&text(kind, nodes, 1, "add = \"new\"", &format!("utilisation = {rho}\ndata_gb = 300")));
        let safe = forms::Numbers::of(&ground, &settings).safe_throttle;
        let at = |throttle_mb_s| end_of(&ground, &OverloadSettings { throttle_mb_s, ..settings.clone() }).verdict;
        assert_eq!(at(safe - 1.0), Verdict::Survives, "{kind} {nodes} {rho} {safe}");
        assert_ne!(at(safe + 1.5), Verdict::Survives, "{kind} {nodes} {rho} {safe}");
        let x = forms::Numbers::of(&ground, &settings).x;
        assert!(x >= 1.0);
        if kind != "modulo" {
            near(safe, forms::safe_throttle(rho, x, 100.0), 1e-9);
        }
    }
}

#[test]
fn the_safe_throttle_is_that_of_theory() {
    for (nodes, rho, disk) in [(5, 0.8, 100.0), (3, 0.7, 250.0), (10, 0.55, 80.0), (50, 0.9, 100.0), (2, 0.3, 500.0)] {
        let safe = |kind: &str| {
            let (ground, settings) =
                of(&text(kind, nodes, 1, "add = \"new\"", &format!("balanced = true\nutilisation = {rho}\ndisk_mb_s = {disk}")));
            forms::Numbers::of(&ground, &settings).safe_throttle
        };
        near(safe("ring"), forms::safe_throttle(rho, 1.0, disk), 1e-9);
        near(safe("ring"), (1.0 - rho) * disk, 1e-9);
        near(safe("modulo"), forms::safe_throttle_of_modulo(rho, disk, nodes as f64), 1e-9);
        near(safe("modulo"), (1.0 - rho) * disk / (1.0 + (nodes as f64 - 1.0) / nodes as f64), 1e-9);
    }
}

#[test]
fn modulo_takes_two_n_minus_one_times_as_long_at_its_own_safe_throttle() {
    for nodes in [2, 3, 5, 8, 13] {
        let long = |kind: &str| {
            let incident = "balanced = true\nutilisation = 0.7";
            let (ground, settings) = of(&text(kind, nodes, 1, "add = \"new\"", incident));
            let throttle_mb_s = 0.97 * forms::Numbers::of(&ground, &settings).safe_throttle;
            let found = end_of(&ground, &OverloadSettings { throttle_mb_s, ..settings });
            assert_eq!(found.verdict, Verdict::Survives);
            found.stream_s.unwrap()
        };
        near(long("modulo") / long("rendezvous"), forms::modulo_takes_longer(nodes as f64), 0.005);
        near(forms::modulo_takes_longer(nodes as f64), 2.0 * nodes as f64 - 1.0, 1e-12);
    }
}

#[test]
fn headroom_bears_the_streaming_and_the_failure_of_one() {
    for (nodes, s) in [(5, 0.25), (3, 0.2), (8, 0.4), (12, 0.1), (4, 0.5)] {
        let limit = forms::headroom(s, nodes as f64);
        near(limit, (1.0 - s) * (nodes as f64 - 1.0) / nodes as f64, 1e-12);
        let at = |rho: f64| {
            let incident = format!("balanced = true\nthrottle_mb_s = {}\nutilisation = {rho}\ndata_gb = 600", 100.0 * s);
            outcome(&text("rendezvous", nodes, 1, "fail = \"n0\"\nadd = \"new\"", &incident)).verdict
        };
        assert_eq!(at(limit - 0.01), Verdict::Survives, "{nodes} {s}");
        assert_ne!(at(limit + 0.01), Verdict::Survives, "{nodes} {s}");
    }
    near(forms::headroom(0.25, 5.0), 0.6, 1e-12);
}

/// Attempts over fresh requests while everything fails, and whether it comes back once the trigger is gone.
#[test]
fn it_stays_collapsed_where_retries_alone_are_more_than_the_capacity() {
    for (rho, retries, budget) in [
        (0.8, 1, None),
        (0.8, 3, None),
        (0.6, 1, None),
        (0.45, 1, None),
        (0.3, 2, None),
        (0.3, 3, None),
        (0.22, 3, None),
        (0.9, 0, None),
        (0.8, 3, Some(0.1)),
        (0.8, 3, Some(0.4)),
        (0.9, 2, Some(0.05)),
        (0.7, 5, Some(0.6)),
        (0.7, 1, Some(3.0)),
    ] {
        let budget_line = budget.map_or(String::new(), |budget| format!("retry_budget = {budget}\n"));
        let incident = format!("utilisation = {rho}\nretries = {retries}\n{budget_line}outage_s = 30\ndata_gb = 0\nbalanced = true");
        for detector in [true, false] {
            let found = outcome(&text("ring", 5, 1, "reweight = { n0 = 2 }", &format!("{incident}\nfailure_detector = {detector}")));
            let load = forms::collapsed_load(rho, retries, budget);
            near(load, rho * (1.0 + budget.map_or(f64::from(retries), |budget: f64| budget.min(f64::from(retries)))), 1e-12);
            assert_eq!(found.verdict == Verdict::Cascades, load > 1.0, "{incident}: {found:?}");
            near(found.peak_utilisation, load, 1e-3);
        }
    }
    near(forms::amplification(1.0, 3), 4.0, 1e-12);
    near(forms::amplification(0.5, 3), 1.875, 1e-12);
    near(forms::amplification(0.2, 2), 1.24, 1e-12);
    near(forms::amplification(0.9, 0), 1.0, 1e-12);
    near(forms::amplification(0.5, 100), 2.0, 1e-12);
    near(forms::greatest_budget(0.8), 0.25, 1e-12);
}

#[test]
fn shedding_answers_what_there_is_room_for() {
    for (rho, throttle) in [(0.8, 25.0), (0.8, 40.0), (0.9, 30.0), (0.6, 60.0), (0.95, 10.0)] {
        let found = grow("ring", 5, &format!("shed = true\nutilisation = {rho}\nthrottle_mb_s = {throttle}"));
        near(found.min_goodput, forms::shed_goodput(rho, throttle / 100.0), 0.01);
        near(found.min_goodput, (1.0 - throttle / 100.0) / rho, 0.01);
        assert_eq!(found.verdict, Verdict::Degrades);
        assert!(found.final_goodput > 0.999);
    }
}

#[test]
fn what_would_have_saved_it_does() {
    for (kind, incident) in
        [("ring", ""), ("modulo", ""), ("rendezvous", "utilisation = 0.9"), ("ring", "throttle_mb_s = 60"), ("ring", "retries = 0")]
    {
        let (ground, settings) = of(&text(kind, 5, 1, "add = \"new\"", &format!("balanced = true\n{incident}")));
        let saved = rescues(&ground, &settings);
        let named: Vec<&str> = saved.iter().map(|rescue| rescue.setting).collect();
        assert_eq!(named[..2], ["throttle_mb_s", "utilisation"], "{kind} {incident}");
        assert_eq!(named.len(), if incident == "retries = 0" { 2 } else { 3 });
        for rescue in &saved {
            assert!(rescue.value <= rescue.limit + 1e-9 && rescue.value >= 0.79 * rescue.limit, "{rescue:?}");
            let again = end_of(&ground, &rescue.settings);
            assert_eq!(again, rescue.outcome);
            assert!(again.verdict < end_of(&ground, &settings).verdict, "{rescue:?}");
        }
    }
    let (ground, settings) = of(&text("ring", 5, 1, "add = \"new\"", "balanced = true\nutilisation = 0.5"));
    assert!(rescues(&ground, &settings).is_empty());
}

#[test]
fn forms_have_their_numbers_put_in() {
    let (ground, settings) = of(&text("ring", 5, 1, "add = \"new\"", "balanced = true"));
    let words: Vec<String> = forms::forms(&ground, &settings).into_iter().map(|form| form.words).collect();
    assert!(words[0].starts_with("ρ·x + s = 0.80 × 1.00 + 0.25 = 1.05, more than 1: it tips."), "{}", words[0]);
    assert!(words[1].contains("= 20.0 MB/s"), "{}", words[1]);
    assert!(words[3].contains("= 0.60"), "{}", words[3]);
    assert!(words[4].contains("0.67 × 4.00 = 2.67"), "{}", words[4]);
}

#[test]
fn nodes_go_down_one_after_the_other_where_shares_differ() {
    let (ground, settings) = of(&text("ring", 5, 1, "add = \"new\"", "utilisation = 0.7\nthrottle_mb_s = 25"));
    let mut run = Run::new(ground, settings, true);
    while !run.advance(100) {}
    let told = run.events();
    let down = told.iter().find(|told| told.event == Event::Down).unwrap();
    let first = run.outcome().first_timeout_s.unwrap();
    assert!(down.at_s - 60.0 > first + 18.4, "{down:?}");
    assert!(down.node.is_some());
    let merged = merged(told);
    assert!(merged.len() <= told.len());
    assert!(merged.iter().all(|merged| !merged.first.event.words("Node A", merged.times).is_empty()));
    let series = run.series().unwrap();
    assert!(series.columns.len() <= 1_200 && series.columns.len() > 300, "{}", series.columns.len());
    let covered = series.column_s * series.columns.len() as f64;
    assert!(covered >= run.outcome().end_s && covered < run.outcome().end_s + series.column_s, "{covered} {:?}", run.outcome());
}

#[test]
fn flapping_is_told_once() {
    let told = |at_s: f64, event: Event, node: u32| Told { at_s, event, node: Some(shardlab::cluster::NodeId(node)) };
    let all = [
        told(80.0, Event::Down, 1),
        told(100.0, Event::Back, 1),
        told(101.0, Event::Down, 2),
        told(120.0, Event::Down, 1),
        told(140.0, Event::Back, 1),
        told(900.0, Event::Down, 1),
    ];
    let shown: Vec<(f64, Event, u32)> = merged(&all).iter().map(|merged| (merged.first.at_s, merged.first.event, merged.times)).collect();
    assert_eq!(shown, [(80.0, Event::Down, 2), (101.0, Event::Down, 1), (140.0, Event::Back, 1), (900.0, Event::Down, 1)]);
}

#[test]
fn every_kind_of_step_runs() {
    for step in [
        "add = \"x\"",
        "add = [\"x\", \"y\", \"z\"]",
        "remove = \"n1\"",
        "fail = \"n1\"",
        "fail = [\"n0\", \"n1\"]\nadd = \"x\"",
        "reweight = { n0 = 3 }",
        "switch = { strategy = \"modulo\" }",
        "remove = \"n0\"\nadd = \"x\"",
    ] {
        for balanced in [true, false] {
            for replicas in 1..=3 {
                let (ground, settings) =
                    of(&text("ring", 6, replicas, step, &format!("balanced = {balanced}\nutilisation = 0.35\nthrottle_mb_s = 10")));
                let found = end_of(&ground, &settings);
                assert_eq!(found.ended_by, None, "{step}: {found:?}");
                assert!(found.stream_s.is_some(), "{step}");
                // Keys whose copies were all on the two that fail are answered by nobody until they are streamed.
                let (_, nobody) = ground.shares_while_streaming();
                let wanted = if nobody > 0.01 { Verdict::Degrades } else { Verdict::Survives };
                assert_eq!(found.verdict, wanted, "{step} {balanced} {replicas}: {found:?}");
                assert!(nobody == 0.0 || found.min_goodput <= 1.0 - nobody + 1e-9, "{step} {nobody}: {found:?}");
                let quiet = step.starts_with("fail = \"n1\"");
                assert_eq!(
                    found.stream_s == Some(0.0),
                    quiet || balanced && step.starts_with("reweight") && found.stream_s == Some(0.0),
                    "{step}"
                );
            }
        }
    }
    let recover = text("ring", 5, 1, "fail = \"n1\"\n[[step]]\nrecover = \"n1\"", "utilisation = 0.5");
    let scenario = scenario::read(&recover).scenario.unwrap();
    let ground = Rc::new(incident_ground(&scenario, 0, 2).unwrap());
    let found = end_of(&ground, &scenario.incident.unwrap());
    assert!(found.stream_s.unwrap() > 0.0 && found.verdict == Verdict::Survives, "{found:?}");
    assert!(incident_ground(&scenario::read(&recover).scenario.unwrap(), 0, 0).is_none());
}

#[test]
fn a_failed_node_hands_its_load_to_one_neighbour_or_to_all() {
    let peak = |more: &str, kind: &str| {
        let text = text(kind, 5, 1, "fail = \"n1\"", "utilisation = 0.4")
            .replace(&format!("kind = \"{kind}\""), &format!("kind = \"{kind}\"\n{more}"));
        let (ground, _) = of(&text);
        let place = ground.members.iter().position(|member| member.role == shardlab::sim::overload::Role::Fails).unwrap();
        let (mut up, mut shares) = (vec![true; 5], vec![0.0; 5]);
        ground.before.shares(&up, &mut shares);
        let (old, gone) = (shares.clone(), shares[place]);
        up[place] = false;
        assert_eq!(ground.before.shares(&up, &mut shares), 0.0);
        shares.iter().zip(&old).enumerate().filter(|(i, _)| *i != place).map(|(_, (new, old))| (new - old) / gone).fold(0.0, f64::max)
    };
    near(peak("vnodes = 1", "ring"), 1.0, 1e-9);
    near(peak("", "modulo"), 1.0, 1e-9);
    assert!(peak("", "rendezvous") < 0.4);
}

#[test]
fn keys_with_all_copies_down_are_unavailable() {
    let (ground, _) = of(&text("ring", 5, 2, "add = \"x\"", ""));
    let (mut up, mut shares) = (vec![true; 6], vec![0.0; 6]);
    assert_eq!(ground.before.shares(&up, &mut shares), 0.0);
    up[0] = false;
    assert_eq!(ground.before.shares(&up, &mut shares), 0.0);
    up[1] = false;
    let nobody = ground.before.shares(&up, &mut shares);
    assert!(nobody > 0.01 && nobody < 0.4, "{nobody}");
    near(nobody + shares.iter().sum::<f64>(), 1.0, 1e-9);
}

#[test]
fn the_report_carries_it_for_every_step_and_strategy() {
    let text = "nodes = [\"a\", \"b\", \"c\"]\n[[strategy]]\nkind = \"modulo\"\n[[strategy]]\nkind = \"jump\"\n[[step]]\nadd = \"d\"\n[[step]]\nremove = \"a\"\n[incident]\n";
    let scenario = scenario::read(text).scenario.unwrap();
    let json: serde_json::Value = serde_json::from_str(&experiment::json(&scenario, false)).unwrap();
    let incident = |strategy: usize, phase: usize| json["strategies"][strategy]["phases"][phase].get("incident").cloned();
    assert_eq!(incident(0, 0), None);
    let found = incident(0, 1).unwrap();
    for field in ["verdict", "first_timeout_s", "stream_s", "min_goodput", "final_goodput", "peak_utilisation", "safe_throttle_mb_s"] {
        assert!(found.get(field).is_some(), "{field} in {found}");
    }
    assert!(incident(0, 2).is_some() && incident(1, 1).is_some());
    // Jump refuses to remove a node in the middle.
    assert_eq!(incident(1, 2), None);
}

#[test]
fn twenty_traces_have_their_known_digests() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/incident.txt");
    let found: String = (0..20).map(|seed| format!("{seed} {}\n", common::incident_digest(&common::incident(seed)))).collect();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(path).unwrap());
}
