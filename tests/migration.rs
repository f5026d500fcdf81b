//! The simulation of migration is held to its closed forms and its properties, and each safeguard is seen to matter.

mod common;

use proptest::prelude::*;
use shardlab::scenario::{self, Scenario};
use shardlab::sim::migration::{
    Answer, Counts, Event, Given, MOST_SECONDS, MigrationRun, MigrationSettings, Phase, Policy, Side, Transit, Watch, What, World, forms,
    migrate, story,
};
use shardlab::{experiment, sim::migration::forms as theory};

/// The policies that lose nothing and serve nothing stale.
const LOSSLESS: [Policy; 5] =
    [Policy::StopWorld, Policy::DualWrite, Policy::AskRedirect, Policy::SnapshotCatchupPause, Policy::ProxyFromNew];

/// From some nodes to one more, or as `step` says.
fn text(kind: &str, keys: u64, nodes: u64, replicas: u64, step: &str) -> String {
    let names: Vec<String> = (0..nodes).map(|i| format!("\"Node {i}\"")).collect();
    format!(
        "replicas = {replicas}\nnodes = [{}]\n[keys]\ncount = {keys}\n[[strategy]]\nkind = \"{kind}\"\nhash = \"xxh64\"\n[[step]]\n{step}\n[migration]\n",
        names.join(", ")
    )
}

fn read(text: &str) -> Scenario {
    let reading = scenario::read(text);
    reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics))
}

fn transit(kind: &str, keys: u64, nodes: u64) -> Transit {
    experiment::transit(&read(&text(kind, keys, nodes, 1, "add = \"Late\"")), 0, 1).unwrap()
}

/// Rates of reads, writes, copies and applies; nothing is in flight, and every client hears at once.
fn settings(reads: f64, writes: f64, copy: f64, apply: f64) -> MigrationSettings {
    MigrationSettings {
        reads_per_s: reads,
        writes_per_s: writes,
        copy_keys_per_s: copy,
        apply_keys_per_s: apply,
        in_flight_ms: 0.0,
        map_lag_ms: 0.0,
        ..MigrationSettings::default()
    }
}

/// A strategy, keys, nodes before, reads, writes and copies a second.
const SETS: [(&str, u64, u64, f64, f64, f64); 7] = [
    ("rendezvous", 12_000, 3, 2_000.0, 200.0, 200.0),
    ("modulo", 12_000, 3, 2_000.0, 200.0, 200.0),
    ("ring", 12_000, 3, 2_000.0, 0.0, 200.0),
    ("rendezvous", 5_000, 7, 900.0, 2_500.0, 50.0),
    ("modulo", 30_000, 4, 700.0, 900.0, 500.0),
    ("ring", 40_000, 9, 5_000.0, 3_000.0, 90.0),
    ("jump", 20_000, 5, 50.0, 4_000.0, 1_000.0),
];

/// Runs a policy over every set and gives what it found beside what is given.
fn over_sets(policy: Policy) -> Vec<(MigrationRun, Given)> {
    let run = |(kind, keys, nodes, reads, writes, copy)| {
        let (transit, settings) = (transit(kind, keys, nodes), settings(reads, writes, copy, 400.0));
        let (m, n) = (transit.moved as f64, keys as f64);
        let given = Given { moved: m, reads: reads * m / n, writes: writes * m / n, takes_s: m / copy };
        let theirs = Given::of(&transit, &settings);
        exactly(theirs.writes * theirs.takes_s + theirs.reads * theirs.moved, given.writes * given.takes_s + given.reads * m, 1e-6);
        (migrate(&transit, &settings, policy, 11), given)
    };
    SETS.into_iter().map(run).collect()
}

/// Within so much, and four standard deviations of a count by chance.
fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within + 4.0 * expected.max(0.0).sqrt(), "{found} is not near {expected}");
}

fn exactly(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

#[test]
fn stop_world_blocks_the_requests_of_the_whole_copy_time() {
    for (run, given) in over_sets(Policy::StopWorld) {
        exactly(run.totals.blocked as f64, (given.reads + given.writes) * given.takes_s, 2.0);
        exactly(run.totals.blocked as f64, theory::blocked(given).value, 2.0);
        let waited = theory::blocked_ms(given).value;
        exactly(run.totals.blocked_ms / waited, 1.0, 0.002);
        exactly(run.pause_s, given.takes_s, 1e-3);
        assert_eq!(run.totals.answered(), run.totals.hit);
    }
}

#[test]
fn switch_then_copy_misses_what_is_neither_copied_nor_written() {
    for (run, given) in over_sets(Policy::SwitchThenCopy) {
        let w = given.writes / given.moved;
        let (r, t) = (given.reads, given.takes_s);
        let naive = if w == 0.0 { r * t / 2.0 } else { r * (1.0 / w - (1.0 - libm::exp(-w * t)) / (w * w * t)) };
        exactly(theory::misses(given).value / naive, 1.0, 1e-9);
        // Keys are written by chance: a hundredth of the misses, and the noise of a count.
        near(run.totals.miss as f64, naive, naive * 0.01 + 2.0);
        assert_eq!(run.totals.lost + run.totals.stale + run.totals.blocked + run.totals.redirect + run.totals.extra, 0);
    }
}

#[test]
fn copy_then_switch_loses_the_keys_written_after_their_copy() {
    for (run, given) in over_sets(Policy::CopyThenSwitch) {
        let x = given.writes / given.moved * given.takes_s;
        let naive = if x == 0.0 { 0.0 } else { given.moved * (1.0 - (1.0 - libm::exp(-x)) / x) };
        exactly(theory::lost(given).value, naive, 1e-6);
        near(run.totals.lost as f64, naive, 1.0);
        assert_eq!(run.totals.miss + run.totals.blocked + run.totals.redirect + run.totals.extra + run.totals.error, 0);
    }
}

#[test]
fn dual_write_writes_once_more_while_keys_are_copied() {
    for (run, given) in over_sets(Policy::DualWrite) {
        exactly(run.totals.extra as f64, given.writes * given.takes_s, 2.0);
        exactly(run.totals.extra as f64, theory::extra(given).value, 2.0);
        assert_eq!(run.totals.answered(), run.totals.hit);
    }
}

#[test]
fn ask_redirect_sends_half_of_the_requests_on() {
    for (run, given) in over_sets(Policy::AskRedirect) {
        let half = (given.reads + given.writes) * given.takes_s / 2.0;
        exactly(theory::redirects(given, 1).value, half, 1e-6);
        near(run.totals.redirect as f64, half, 2.0);
        assert_eq!(run.totals.answered(), run.totals.hit);
    }
}

#[test]
fn copying_takes_the_moved_keys_over_the_rate_under_every_policy() {
    for policy in Policy::ALL.into_iter().filter(|policy| *policy != Policy::SnapshotCatchupPause) {
        for (run, given) in over_sets(policy) {
            exactly(run.duration_s, given.takes_s, 1e-3);
            assert_eq!((run.ended_by.as_deref(), run.left), (None, None));
        }
    }
}

#[test]
fn the_pause_of_a_snapshot_is_the_threshold_over_the_apply_rate_and_a_round_trip() {
    for (writes, apply, threshold) in
        [(200.0, 400.0, 20), (900.0, 300.0, 50), (1_500.0, 1_000.0, 1), (400.0, 4_000.0, 100), (4_000.0, 1_250.0, 7)]
    {
        let transit = transit("rendezvous", 12_000, 3);
        let settings = MigrationSettings { pause_threshold_keys: threshold, ..settings(2_000.0, writes, 200.0, apply) };
        let run = migrate(&transit, &settings, Policy::SnapshotCatchupPause, 5);
        exactly(run.pause_s, threshold as f64 / apply + 0.001, 1e-6);
        exactly(run.pause_s, theory::pause(threshold as f64, apply).value, 1e-6);
        let whole = theory::whole(Given::of(&transit, &settings), threshold as f64, apply).value;
        exactly(run.duration_s / whole, 1.0, 0.02);
        assert_eq!(run.totals.answered(), run.totals.hit);
    }
}

#[test]
fn catching_up_sticks_where_writes_outrun_what_is_applied() {
    for (kind, keys, writes, apply) in [
        ("rendezvous", 12_000, 2_000.0, 400.0),
        ("rendezvous", 12_000, 4_000.0, 400.0),
        ("modulo", 12_000, 700.0, 400.0),
        ("ring", 30_000, 1_000.0, 100.0),
        ("modulo", 4_000, 4_000.0, 2_000.0),
    ] {
        let transit = transit(kind, keys, 3);
        let run = migrate(&transit, &settings(100.0, writes, 400.0, apply), Policy::SnapshotCatchupPause, 5);
        let (moved, rate) = (transit.moved as f64, writes * transit.moved as f64 / keys as f64);
        let sticks = moved * (1.0 - apply / rate);
        exactly(theory::sticks(moved, rate, apply).value, sticks, 1e-6);
        exactly(run.left.unwrap() as f64 / sticks, 1.0, 0.1);
        assert!(run.ended_by.as_deref().unwrap().contains("it sticks at M(1 − apply / W)"), "{:?}", run.ended_by);
        assert_eq!((run.totals.lost, run.totals.answered()), (0, run.totals.hit));
    }
}

#[test]
fn the_load_on_an_origin_behind_a_cache_that_lost_keys() {
    for (hit_rate, share, load) in [(0.9, 0.25, 3.25), (0.9, 0.75, 7.75), (0.5, 0.5, 1.5), (0.99, 0.1, 10.9), (0.0, 0.7, 1.0)] {
        exactly(theory::origin_load(hit_rate, share).value, load, 1e-9);
    }
}

#[test]
fn modulo_takes_three_times_as_long_as_a_minimal_move_from_3_to_4() {
    let runs =
        |kind| Policy::ALL.map(|policy| migrate(&transit(kind, 12_000, 3), &settings(2_000.0, 20.0, 200.0, 400.0), policy, 1).duration_s);
    for (modulo, minimal) in runs("modulo").into_iter().zip(runs("rendezvous")) {
        exactly(modulo / minimal, 3.0, 0.1);
    }
}

/// A random step, its settings, and the seed of a run.
fn cases() -> impl Strategy<Value = (Transit, MigrationSettings, u64)> {
    let kind = prop::sample::select(vec!["modulo", "ring", "rendezvous"]);
    let step =
        prop::sample::select(vec!["add = \"Late\"", "remove = \"Node 0\"", "add = [\"x\", \"y\"]", "remove = \"Node 1\"\nadd = \"x\""]);
    let place = (kind, 20_u64..300, 3_u64..6, 1_u64..3, step);
    let rates = (0.0..3_000.0, 0.0..600.0, 30.0..400.0, 30.0..600.0);
    let rest = (0.0..900.0, 0.0..1_500.0, 1_u32..60, 1_u64..40);
    (place, rates, rest, any::<u64>()).prop_map(|((kind, keys, nodes, replicas, step), rates, rest, seed)| {
        let transit = experiment::transit(&read(&text(kind, keys, nodes, replicas, step)), 0, 1).unwrap();
        let settings = MigrationSettings {
            in_flight_ms: rest.0,
            map_lag_ms: rest.1,
            clients: rest.2,
            pause_threshold_keys: rest.3,
            ..settings(rates.0, rates.1, rates.2, rates.3)
        };
        (transit, settings, seed)
    })
}

/// Every event of a run, and the world at its end.
fn whole<'a>(transit: &'a Transit, settings: &'a MigrationSettings, policy: Policy, seed: u64) -> (Vec<Event>, World<'a>) {
    let mut world = World::new(transit, settings, policy, seed).watching(Watch::All);
    let mut events = Vec::new();
    while world.phase() != Phase::Done {
        events.extend_from_slice(world.step().events);
    }
    (events, world)
}

/// What is wrong with the answers of a policy that promises to lose nothing; empty where all is well.
fn broken(events: &[Event], totals: &Counts) -> String {
    let mut newest = vec![1; 1 << 10];
    for event in events {
        match event.what {
            What::Write { party, version, answer: Answer::Hit, .. } => newest[party as usize] = version,
            What::Read { party, version, .. } if version < newest[party as usize] => {
                return format!("{event:?} after write {} was acknowledged", newest[party as usize]);
            }
            What::Released { party, writes, version, answer, .. } => {
                if answer != Answer::Hit {
                    return format!("{event:?}");
                }
                if writes > 0 {
                    newest[party as usize] = version;
                }
            }
            _ => {}
        }
    }
    let Counts { miss, stale, error, lost, .. } = totals;
    if miss + stale + error + lost > 0 { format!("{totals:?}") } else { String::new() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn owned_copies_sum_to_the_same_at_every_tick_and_no_key_goes_back((transit, settings, seed) in cases()) {
        for policy in Policy::ALL {
            let mut world = World::new(&transit, &settings, policy, seed);
            let copies: u64 = transit.owned.iter().sum();
            let mut owners: Vec<Side> = vec![Side::Old; transit.parties.len()];
            loop {
                prop_assert_eq!(world.owned().iter().sum::<u64>(), copies);
                for (party, before) in owners.iter_mut().enumerate() {
                    let owner = world.owner(party as u32);
                    prop_assert!(*before == Side::Old || owner == Side::New);
                    *before = owner;
                }
                if world.phase() == Phase::Done {
                    break;
                }
                world.step();
            }
            if world.ended_by().is_none() {
                prop_assert!(owners.iter().all(|owner| *owner == Side::New));
            }
        }
    }

    #[test]
    fn five_policies_lose_nothing_and_a_read_sees_every_write_acknowledged_before((transit, settings, seed) in cases()) {
        for policy in LOSSLESS {
            let (events, world) = whole(&transit, &settings, policy, seed);
            let broken = broken(&events, world.totals());
            prop_assert!(broken.is_empty(), "{}: {broken}", policy.id());
        }
    }

    #[test]
    fn switch_then_copy_misses_only_before_the_copy_or_the_first_write((transit, settings, seed) in cases()) {
        let (events, _) = whole(&transit, &settings, Policy::SwitchThenCopy, seed);
        let mut there = vec![false; transit.parties.len()];
        for event in &events {
            match event.what {
                What::Landed { party, .. } | What::Write { party, side: Side::New, .. } => there[party as usize] = true,
                What::Read { party, answer: Answer::Miss, .. } => {
                    prop_assert!(party < transit.in_transit && !there[party as usize], "{:?}", event);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn aborting_before_the_switch_leaves_every_newest_value((transit, settings, seed) in cases(), point in 0.0..1.0) {
        use Policy::{AskRedirect, CopyThenSwitch, DualWrite, ProxyFromNew, SnapshotCatchupPause, StopWorld};
        for policy in [StopWorld, CopyThenSwitch, DualWrite, SnapshotCatchupPause, AskRedirect, ProxyFromNew] {
            let switched = migrate(&transit, &settings, policy, seed).phases.iter().find(|(phase, _)| *phase >= Phase::Switched).unwrap().1;
            let mut world = World::new(&transit, &settings, policy, seed);
            while world.now_s() + 0.05 < switched * point {
                world.step();
            }
            world.abort();
            for party in 0..transit.in_transit {
                let [old, new, newest] = world.versions(party);
                let kept = if matches!(policy, AskRedirect | ProxyFromNew) { old.max(new) } else { old };
                prop_assert_eq!(kept, newest, "{} party {}", policy.id(), party);
            }
        }
    }

    #[test]
    fn every_request_ends_once_and_waits_are_told((transit, settings, seed) in cases()) {
        for policy in Policy::ALL {
            let run = migrate(&transit, &settings, policy, seed);
            let sent = (settings.reads_per_s + settings.writes_per_s) * run.phases.last().unwrap().1;
            if run.ended_by.is_none() {
                prop_assert!((run.totals.answered() as f64 - sent).abs() <= 3.0, "{}: {:?} of {}", policy.id(), run.totals, sent);
            }
            prop_assert!(run.totals.blocked_ms >= 0.0 && (run.totals.blocked > 0 || run.totals.blocked_ms == 0.0));
            let columns = run.columns.iter().fold(Counts::default(), |sum, column| sum.plus(&column.counts));
            prop_assert_eq!(Counts { blocked_ms: 0.0, ..columns }, Counts { blocked_ms: 0.0, ..run.totals });
            prop_assert!((columns.blocked_ms - run.totals.blocked_ms).abs() <= 1e-6 * (1.0 + run.totals.blocked_ms));
        }
    }
}

/// Seeds under which something is wrong with what a policy promises.
fn breaking(policy: Policy, settings: &MigrationSettings) -> Vec<u64> {
    let transit = transit("rendezvous", 2_000, 3);
    let wrong = |seed: &u64| {
        let (events, world) = whole(&transit, settings, policy, *seed);
        // A cache promises that it serves nothing stale; the origin answers its misses.
        if policy == Policy::CacheWarmup { world.totals().stale > 0 } else { !broken(&events, world.totals()).is_empty() }
    };
    (0..20).filter(wrong).collect()
}

/// With every safeguard the property holds under all seeds; with `off` it breaks under some.
fn needs(policy: Policy, usual: &MigrationSettings, off: MigrationSettings) {
    assert!(breaking(policy, usual).is_empty(), "{}", policy.id());
    assert!(!breaking(policy, &off).is_empty(), "{} does not need what was switched off", policy.id());
}

#[test]
fn without_timestamps_a_late_copy_replaces_a_newer_write() {
    let usual = MigrationSettings::default();
    for policy in [Policy::DualWrite, Policy::ProxyFromNew] {
        needs(policy, &usual, MigrationSettings { timestamps: false, ..usual.clone() });
    }
}

#[test]
fn without_the_barrier_clients_are_two_phases_behind() {
    let usual = MigrationSettings::default();
    for policy in [Policy::StopWorld, Policy::DualWrite] {
        needs(policy, &usual, MigrationSettings { barrier: false, ..usual.clone() });
    }
}

#[test]
fn without_draining_what_is_under_way_is_missing() {
    let usual = MigrationSettings::default();
    for policy in [Policy::StopWorld, Policy::DualWrite, Policy::AskRedirect, Policy::SnapshotCatchupPause] {
        needs(policy, &usual, MigrationSettings { drain: false, ..usual.clone() });
    }
}

#[test]
fn without_holding_deletes_off_a_cache_adds_stale_values_again() {
    let usual = MigrationSettings { map_lag_ms: 0.0, ..MigrationSettings::default() };
    needs(Policy::CacheWarmup, &usual, MigrationSettings { hold_off: false, ..usual.clone() });
}

#[test]
fn a_lag_adds_itself_to_every_barrier() {
    let transit = transit("rendezvous", 2_000, 3);
    let begins = |lag: f64| {
        let settings = MigrationSettings { map_lag_ms: lag, ..settings(2_000.0, 200.0, 200.0, 400.0) };
        let run = migrate(&transit, &settings, Policy::DualWrite, 3);
        run.phases.iter().map(|(_, at)| *at).collect::<Vec<_>>()
    };
    for lag in [100.0, 1_000.0, 2_500.0] {
        let (without, with) = (begins(0.0), begins(lag));
        let late: Vec<f64> = with.iter().zip(&without).map(|(with, without)| (with - without) / lag * 1e3).collect();
        // Prepare, copying, switched, clean-up, done: one barrier before copying, two after.
        for (late, barriers) in late.iter().zip([0.0, 1.0, 1.0, 3.0, 3.0]) {
            exactly(*late, barriers, 1e-6);
        }
    }
}

#[test]
fn the_story_of_a_key_is_that_of_the_run() {
    let transit = transit("rendezvous", 12_000, 3);
    let settings = settings(2_000.0, 200.0, 200.0, 400.0);
    let (all, world) = whole(&transit, &settings, Policy::CopyThenSwitch, 1);
    let lost: Vec<u32> =
        all.iter().filter_map(|event| if let What::Lost { party, .. } = event.what { Some(party) } else { None }).collect();
    assert_eq!(lost.len() as u64, world.totals().lost);
    for party in lost.into_iter().take(5) {
        let (events, more) = story(&transit, &settings, Policy::CopyThenSwitch, 1, party);
        let mine = |event: &&Event| event.what.party().is_none_or(|one| one == party);
        assert_eq!(events, all.iter().filter(mine).copied().collect::<Vec<_>>());
        assert_eq!(more, 0);
        // It was written on the old node after it was copied.
        let at = |wanted: fn(&What) -> bool| events.iter().rev().find(|event| wanted(&event.what)).unwrap().at_s;
        assert!(at(|what| matches!(what, What::Sent { .. })) < at(|what| matches!(what, What::Write { side: Side::Old, .. })));
        assert_eq!(world.times()[party as usize].0, at(|what| matches!(what, What::Sent { .. })));
    }
}

#[test]
fn the_story_of_a_key_can_be_read() {
    let scenario = read(&(text("rendezvous", 12_000, 3, 1, "add = \"Late\"") + "in_flight_ms = 0\nmap_lag_ms = 0\n"));
    let transit = experiment::transit(&scenario, 0, 1).unwrap();
    let told = |party| experiment::migration_story(&scenario, &transit, Policy::CopyThenSwitch, party);
    let lost = |party: &u32| told(*party).lines.iter().any(|(_, line)| line.starts_with("lost:"));
    let story = told((0..transit.in_transit).find(lost).unwrap());
    let party = &transit.parties[experiment::migrating_key(&scenario, &transit, &story.key).unwrap() as usize];
    assert_eq!(story.key, format!("key_{}", party.key));
    let place = |start: &str| story.lines.iter().position(|(_, line)| line.starts_with(start)).unwrap();
    let node = scenario.name(party.from());
    assert!(place("copied on") < story.lines.iter().rposition(|(_, line)| line.starts_with("written on") && line.ends_with(node)).unwrap());
    assert!(place("switched") > place("copied on") && place("done") == story.lines.len() - 1);
    assert!(story.lines.is_sorted_by_key(|(at, _)| *at));
    assert_eq!(experiment::migrating_key(&scenario, &transit, "no such key"), None);
}

#[test]
fn every_run_has_an_end_and_says_what_ended_it() {
    let few = transit("rendezvous", 1_000, 3);
    for policy in Policy::ALL {
        let slow = migrate(&few, &settings(1.0, 1.0, 0.1 / 100.0, 0.1), policy, 1);
        let why = slow.ended_by.unwrap();
        assert!(why.contains("20,000 s of simulated time"), "{why}");
        exactly(slow.phases.last().unwrap().1, MOST_SECONDS, 0.06);
        assert!(slow.columns.len() <= 1_000);
        let idle = migrate(&few, &settings(0.0, 0.0, 200.0, 0.1), policy, 1);
        assert_eq!((idle.totals, idle.ended_by), (Counts::default(), None));
        let busy = migrate(&few, &settings(1e6, 1e6, 1.0, 1e6), policy, 1);
        assert!(busy.ended_by.unwrap().contains("20,000,000 requests"));
    }
}

#[test]
fn a_step_that_moves_nothing_has_an_empty_result() {
    let scenario = read(&text("rendezvous", 100, 3, 1, "reweight = { \"Node 0\" = 1 }"));
    let found = experiment::simulated(&scenario, 0, 1).migration.unwrap();
    assert_eq!((found.keys, found.moved, found.policies.len()), (100, 0, 8));
    assert!(found.policies.iter().all(|policy| policy.duration_s == 0.0 && policy.totals == Default::default()));
    assert!(experiment::simulated(&scenario, 0, 0).migration.is_none());
}

#[test]
fn of_more_than_a_hundred_thousand_keys_a_fixed_sample_takes_part() {
    let million = |seed: u64| {
        experiment::transit(&read(&format!("seed = {seed}\n{}", text("rendezvous", 1_000_000, 3, 1, "add = \"Late\""))), 0, 1).unwrap()
    };
    let (one, again, other) = (million(1), million(1), million(2));
    assert_eq!(one.keys, 100_000);
    near(one.moved as f64, 25_000.0, 0.0);
    assert_eq!(one.parties, again.parties);
    assert_ne!(one.parties, other.parties);
    let mut keys: Vec<u64> = one.parties.iter().map(|party| party.key).collect();
    keys.sort_unstable();
    assert!(keys.windows(2).all(|pair| pair[0] < pair[1]) && keys.last().unwrap() < &1_000_000);
}

#[test]
fn keys_of_a_node_that_failed_with_all_their_copies_are_gone() {
    let of = |replicas| experiment::transit(&read(&text("rendezvous", 900, 3, replicas, "fail = \"Node 0\"")), 0, 1).unwrap();
    let (alone, copied) = (of(1), of(2));
    assert_eq!((alone.gone, alone.in_transit), (alone.moved, 0));
    near(alone.gone as f64, 300.0, 0.0);
    // With a second copy the next node answers, and what is copied is that copy's copy.
    assert_eq!((copied.gone, copied.in_transit), (0, 0));
    assert!(copied.moved > 200 && copied.copies > copied.moved);
}

#[test]
fn hot_keys_are_written_most_and_lost_first() {
    let even = text("rendezvous", 12_000, 3, 1, "add = \"Late\"");
    let zipf = even.replace("count = 12000", "count = 12000\npopularity = { zipf = 1.1 }");
    let lost = |text: &str| {
        migrate(&experiment::transit(&read(text), 0, 1).unwrap(), &settings(0.0, 2_000.0, 200.0, 400.0), Policy::CopyThenSwitch, 1)
    };
    let (even, zipf) = (lost(&even), lost(&zipf));
    assert!(zipf.totals.lost * 2 < even.totals.lost, "{:?} {:?}", zipf.totals, even.totals);
    assert!(zipf.totals.lost > 0);
}

#[test]
fn the_report_says_what_each_policy_came_to() {
    let text =
        text("modulo", 1_000, 3, 1, "add = \"Late\"") + "policy = [\"dual_write\", \"stop_world\"]\nin_flight_ms = 0\nmap_lag_ms = 0\n";
    let json: serde_json::Value = serde_json::from_str(&experiment::json(&read(&text), false)).unwrap();
    let phase = &json["strategies"][0]["phases"][1];
    let found = &phase["migration"];
    assert_eq!((&found["keys"], &found["moved"]), (&1_000.into(), &phase["moved"]));
    let names: Vec<&str> = found["policies"].as_array().unwrap().iter().map(|policy| policy["policy"].as_str().unwrap()).collect();
    assert_eq!(names, ["dual_write", "stop_world"]);
    for field in ["hit", "miss", "stale", "lost", "blocked", "blocked_ms", "redirect", "extra", "error"] {
        assert!(found["policies"][0]["totals"][field].is_number(), "{field}");
    }
    assert!(found["policies"][1]["pause_s"].as_f64().unwrap() > 3.0 && found["policies"][1]["duration_s"].is_number());
    assert!(json["strategies"][0]["phases"][0].get("migration").is_none());
}

#[test]
fn every_policy_but_two_has_a_form_beside_a_figure() {
    let (transit, settings) = (transit("ring", 1_000, 3), MigrationSettings::default());
    for policy in Policy::ALL {
        let own = forms(policy, &transit, &settings).iter().filter(|form| form.of != "duration_s").count();
        assert_eq!(own == 0, matches!(policy, Policy::ProxyFromNew | Policy::CacheWarmup), "{}", policy.id());
    }
}

/// `UPDATE=1` writes it anew; `tests/wasm.rs` holds the same file in a browser.
#[test]
fn twenty_migrations_have_their_known_digests() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/migration.txt");
    let found: String = (0..20).map(|seed| format!("{seed} {}\n", common::migration_digest(&common::migration(seed)))).collect();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(path).unwrap());
}
