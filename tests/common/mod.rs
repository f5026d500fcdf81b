//! Random scenarios from a number: the same text natively and in a browser.

#![allow(dead_code, reason = "not every test that shares this file needs all of it")]

pub mod incident;

use shardlab::hash::HashKind;
use shardlab::keys::Key;

/// Numbers from a seed, by SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        HashKind::Mix64.key(Key { text: "", id: Some(self.0) }).modulo(n)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }
}

/// A scenario that reads without an error: random nodes, weights, keys, strategies and steps.
pub fn scenario(seed: u64) -> String {
    let mut chance = Chance(seed);
    let nodes = 2 + chance.below(7);
    let mut text = format!("title = \"random {seed}\"\nreplicas = {}\n", 1 + chance.below(3));
    text += chance.pick(&["", "", "spread = \"zones\"\n", "reads = \"any\"\n", "spread = \"zones\"\nreads = \"any\"\n"]);
    text += "nodes = [\n";
    for i in 0..nodes {
        let weight = chance.pick(&["1", "1", "2", "0.5", "3.25"]);
        let zone = chance.pick(&["a", "b"]);
        text += &format!("  {{ name = \"Node {i}\", weight = {weight}, zone = \"{zone}\" }},\n");
    }
    text += "]\n\n[keys]\n";
    let ids = chance.below(3) == 0;
    let count = 1 + chance.below(3_000);
    text += &if ids { format!("ids = {count}\n") } else { format!("count = {count}\npattern = \"user:{{i}}\"\n") };
    text +=
        chance.pick(&["", "popularity = { zipf = 1.1 }\n", "popularity = { zipf = 0.75 }\n", "popularity = { hot = 1, share = 0.3 }\n"]);
    text += chance.pick(&["", "", "split = { hottest = 1, ways = 4 }\n"]);
    for (i, kind) in ["modulo", "ring", "rendezvous"].iter().enumerate() {
        let hash = chance.pick(&["sha256", "xxh64", "xxh3", "murmur3", "fnv1a", "md5", "mix64"]);
        text += &format!("\n[[strategy]]\nkind = \"{kind}\"\nname = \"s{i}\"\nhash = \"{hash}\"\n");
        if *kind == "ring" {
            text += &format!("vnodes = {}\n", 1 + chance.below(150));
        }
    }
    let gone = chance.below(nodes);
    text += &format!("\n[[step]]\nadd = {{ name = \"Late\", weight = {} }}\n", chance.pick(&["1", "2"]));
    text += &match chance.below(4) {
        0 => format!("\n[[step]]\nremove = \"Node {gone}\"\n"),
        1 => format!("\n[[step]]\nfail = \"Node {gone}\"\n\n[[step]]\nrecover = \"Node {gone}\"\n"),
        2 => format!("\n[[step]]\nreweight = {{ \"Node {gone}\" = 1.75 }}\n"),
        _ => format!(
            "\n[[step]]\nremove = \"Node {gone}\"\nswitch = {{ strategy = \"rendezvous\", hash = \"xxh3\" }}\nadd = [\"x\", \"y\"]\n"
        ),
    };
    text
}

/// A scenario with an incident that reads without an error: random nodes, step, load, clients and switches.
pub fn incident(seed: u64) -> String {
    let mut chance = Chance(seed.wrapping_mul(977));
    let nodes = 1 + chance.below(9);
    let names: Vec<String> = (0..nodes).map(|i| format!("\"n{i}\"")).collect();
    let kind = chance.pick(&["modulo", "ring", "rendezvous"]);
    let replicas = 1 + chance.below(3).min(nodes - 1);
    let mut text = format!("nodes = [{}]\nreplicas = {replicas}\n", names.join(", "));
    text += &format!("[keys]\ncount = {}\n", 200 + chance.below(3_000));
    text += &format!("[[strategy]]\nkind = \"{kind}\"\n[[step]]\n");
    text += match chance.below(if nodes > 1 { 5 } else { 2 }) {
        0 => "add = \"new\"",
        1 => "add = [\"new\", \"newer\"]",
        2 => "remove = \"n1\"",
        3 => "fail = \"n0\"\nadd = \"new\"",
        _ => "fail = \"n1\"",
    };
    text += &format!("\n[incident]\nutilisation = 0.{}\n", 30 + chance.below(65));
    text += &format!("throttle_mb_s = {}\nretries = {}\n", 2 + chance.below(70), chance.below(5));
    for line in ["retry_budget = 0.1", "shed = true", "drop_expired = true", "low_priority = true", "failure_detector = false"] {
        text += &if chance.below(4) == 0 { format!("{line}\n") } else { String::new() };
    }
    for line in ["cancel_after_s = 90", "joiner_mb_s = 40", "outage_s = 7.5", "balanced = true", "timeout_ms = 500"] {
        text += &if chance.below(5) == 0 { format!("{line}\n") } else { String::new() };
    }
    text
}

/// The digest of all that the incident of a text passes through, step by step, and of how it ends.
#[allow(clippy::unwrap_used, reason = "a test stops at a text that cannot be read")]
pub fn incident_digest(text: &str) -> String {
    use shardlab::sim::overload::{World, end_of};
    let scenario = shardlab::scenario::read(text).scenario.unwrap();
    let ground = std::rc::Rc::new(shardlab::experiment::incident_ground(&scenario, 0, 1).unwrap());
    let settings = scenario.incident.unwrap();
    let mut trace = format!("{:?}", end_of(&ground, &settings));
    let mut world = World::new(std::rc::Rc::clone(&ground), settings);
    for _ in 0..1_200 {
        let told = world.step();
        let waits: Vec<u64> = (0..ground.members.len()).map(|place| world.node(place).wait_s.to_bits()).collect();
        let flux = world.flux();
        trace += &format!("{told:?} {:x} {:x} {:x} {waits:x?}\n", flux.attempts.to_bits(), flux.good.to_bits(), world.left_mb().to_bits());
    }
    digest(&trace)
}

/// SHA-256 of a text, in hexadecimal.
pub fn digest(text: &str) -> String {
    HashKind::Sha256.text(text).hex()
}

/// A scenario with a migration: random nodes, strategies, steps, rates and safeguards. Small enough for a browser's test.
pub fn migration(seed: u64) -> String {
    let mut chance = Chance(seed ^ 0x6d69_6772);
    let nodes = 2 + chance.below(4);
    let mut text = format!("seed = {seed}\nreplicas = {}\nnodes = [", 1 + chance.below(2));
    (0..nodes).for_each(|i| text += &format!("\"Node {i}\", "));
    text += &format!("]\n\n[keys]\ncount = {}\n", 200 + chance.below(1_800));
    text += chance.pick(&["", "", "popularity = { zipf = 0.9 }\n"]);
    for kind in ["modulo", "ring", "rendezvous"] {
        text += &format!("\n[[strategy]]\nkind = \"{kind}\"\nhash = \"xxh64\"\n");
    }
    text += chance.pick(&[
        "\n[[step]]\nadd = \"Late\"\n",
        "\n[[step]]\nremove = \"Node 1\"\n",
        "\n[[step]]\nfail = \"Node 0\"\nadd = \"Late\"\n",
    ]);
    text += &format!("\n[migration]\nreads_per_s = {}\nwrites_per_s = {}\n", chance.below(2_000), chance.below(400));
    text += &format!("copy_keys_per_s = {}\napply_keys_per_s = {}\n", 20 + chance.below(400), 20 + chance.below(400));
    text += &format!("in_flight_ms = {}\nmap_lag_ms = {}\n", 100 * chance.below(9), 200 * chance.below(9));
    text += &format!("clients = {}\nhit_rate = 0.{}\n", 1 + chance.below(80), chance.below(10));
    for switch in ["timestamps", "barrier", "drain", "hold_off"] {
        text += &format!("{switch} = {}\n", chance.below(4) > 0);
    }
    text
}

/// The digest of all that happens in a scenario's migrations, under every strategy and policy.
pub fn migration_digest(text: &str) -> String {
    use shardlab::sim::migration::migrate;
    let scenario = shardlab::scenario::read(text).scenario.unwrap_or_else(|| panic!("{text}"));
    let settings = scenario.migration.clone().unwrap_or_default();
    let mut all = String::new();
    for strategy in 0..scenario.strategies.len() {
        let Some(transit) = shardlab::experiment::transit(&scenario, strategy, 1) else { continue };
        for policy in &settings.policies {
            let run = migrate(&transit, &settings, *policy, scenario.seed);
            all += &format!("{strategy} {} {:016x} {:?} {:?}\n", policy.id(), run.digest, run.totals, run.phases);
        }
    }
    digest(&all)
}
