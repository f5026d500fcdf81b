//! Learners' code as a strategy: what it is given, what it may return, how mistakes are told, and how hostile code ends.

use shardlab::report::{Report, StrategyReport};
use shardlab::{experiment, scenario};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A scenario with three nodes, some keys and one more node, under code and what else is given.
fn text(source: &str, keys: u64, more: &str) -> String {
    let fence = if source.contains("'''") { "\"\"\"" } else { "'''" };
    format!(
        "nodes = [\"Node A\", \"Node B\", \"Node C\"]\n[keys]\ncount = {keys}\n[[strategy]]\nkind = \"script\"\nsource = {fence}\n{source}\n{fence}\n\
         {more}\n[[step]]\nadd = \"Node D\"\n"
    )
}

fn run(text: &str) -> Report {
    let reading = scenario::read(text);
    experiment::run(reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics)))
}

fn of(source: &str) -> StrategyReport {
    run(&text(source, 1000, "")).strategies.swap_remove(0)
}

/// Two strategies that place alike.
fn same(source: &str, kind: &str) {
    let report = run(&text(source, 1000, &format!("[[strategy]]\n{kind}")));
    let [code, built_in] = &report.strategies[..] else { panic!("two strategies") };
    assert_eq!(code.refused, None);
    for (one, other) in code.phases.iter().zip(&built_in.phases) {
        assert_eq!((one.moved, &one.flows), (other.moved, &other.flows));
        assert_eq!(
            one.nodes.iter().map(|node| node.keys).collect::<Vec<_>>(),
            other.nodes.iter().map(|node| node.keys).collect::<Vec<_>>()
        );
    }
    assert_eq!(code.phases.len(), built_in.phases.len());
}

const RENDEZVOUS: &str = "def assign(key, nodes):\n    return max(nodes, key = lambda n: hash(key + n.name))";

#[test]
fn the_workshops_formula_is_the_built_in_rendezvous() {
    same(RENDEZVOUS, "kind = \"rendezvous\"");
    assert_eq!(of(RENDEZVOUS).phases[1].moved, 241);
}

#[test]
fn the_integer_of_hash_is_the_workshops() {
    same("def assign(key, nodes):\n    return nodes[hash(key) % len(nodes)].name", "kind = \"modulo\"");
}

#[test]
fn what_was_prepared_is_handed_on_and_seen_by_the_next_state() {
    let source = "def prepare(nodes, before):\n    return (before or []) + [len(nodes)]\n\
                  def assign(key, nodes, prepared):\n    if key == \"key_0\":\n        print(prepared)\n    return nodes[0]";
    assert_eq!(of(source).printed, ["[3]", "[3, 4]"]);
}

#[test]
fn all_keys_at_once_are_a_list_in_their_order() {
    same("def assign_all(keys, nodes):\n    return [nodes[hash(key) % len(nodes)] for key in keys]", "kind = \"modulo\"");
}

#[test]
fn a_list_is_an_order_of_preference_and_what_is_missing_follows() {
    let source = "def assign(key, nodes):\n    return [nodes[1], nodes[0].name]";
    let report = run(&format!("replicas = 3\n{}", text(source, 10, "")));
    let copies: Vec<u64> = report.strategies[0].phases[1].nodes.iter().map(|node| node.copies).collect();
    // Node B, Node A, then the next in the list after Node A that is not there yet.
    assert_eq!(copies, [10, 10, 10, 0]);
}

#[test]
fn nodes_have_name_weight_and_zone_and_only_live_ones_are_there() {
    let source = "def assign(key, nodes):\n    if key == \"key_0\":\n        print([(n.name, n.weight, n.zone) for n in nodes])\n    return nodes[0]";
    let text = format!(
        "nodes = [{{ name = \"a\", weight = 2.5, zone = \"z\" }}, \"b\"]\n[[strategy]]\nkind = \"script\"\nsource = '''\n{source}\n'''\n[[step]]\nfail = \"a\"\n"
    );
    assert_eq!(run(&text).strategies[0].printed, ["[(\"a\", 2.5, \"z\"), (\"b\", 1, None)]", "[(\"b\", 1, None)]"]);
}

#[test]
fn what_is_given_gives_the_published_values() {
    let source = "print(hash(\"abc\"))\nprint(xxh64(\"abc\"), murmur3(\"abc\"), fnv1a(\"abc\"))\nprint(bisect([1, 3, 3, 5], 3), bisect((), 1), ln(1))\n\
                  def assign(key, nodes):\n    return nodes[0]";
    let printed = of(source).printed;
    // FIPS 180-4's example, xxHash's, MurmurHash3's and FNV's references.
    assert_eq!(printed[0], "84342368487090800366523834928142263660104883695016514377462985829716817089965");
    assert_eq!(printed[1], "4952883123889572249 3017643002 440920331");
    assert_eq!(printed[2], "3 0 0.0");
}

#[test]
fn printing_is_kept_up_to_a_number_of_lines() {
    let printed = of("def assign(key, nodes):\n    print(key)\n    return nodes[0]").printed;
    assert_eq!((printed[0].as_str(), printed[100].as_str()), ("key_0", "… and 900 lines more"));
}

#[test]
fn a_mistake_in_the_middle_ends_the_phases_there_and_keeps_those_before() {
    let source = "def assign(key, nodes):\n    if len(nodes) == 4 and key == \"key_500\":\n        return None\n    return nodes[0]";
    let found = of(source);
    assert_eq!(found.phases.len(), 1);
    assert_eq!(found.phases[0].nodes[0].keys, 1000);
    let refused = found.refused.unwrap();
    assert_eq!((refused.step, refused.code.unwrap().message), (1, "assign returned None for key_500, not a node.".to_owned()));
}

#[test]
fn the_router_explains_and_asks_again_for_other_keys() {
    let source = "def assign(key, nodes):\n    print(\"asked for\", key)\n    return None if key == \"bad\" else nodes[1]";
    let scenario = scenario::read(&text(source, 10, "")).scenario.unwrap();
    let answer = |key| experiment::Router::new(scenario.clone(), 1).route(key).swap_remove(0);
    let routed = answer("user_123").unwrap();
    let lines: Vec<String> = routed.working.lines.iter().map(|line| format!("{} {}", line.text, line.code)).collect();
    assert_eq!(lines, ["Your code is called. assign(\"user_123\", nodes)", "It prints asked for user_123", "It returns Node B. "]);
    assert_eq!(answer("bad").unwrap_err().code.unwrap().line, 1);
}

#[test]
fn simulations_and_sweeps_take_code_like_any_other() {
    let more = "[migration]\n[incident]\n[sweep]\nparameter = \"nodes\"\nfrom = 3\nto = 5\nmeasure = \"moved\"\nseeds = 2\n";
    let found = |strategy: &str| {
        let text = format!(
            "nodes = [\"Node A\", \"Node B\", \"Node C\"]\n[[strategy]]\nname = \"x\"\n{strategy}\n[[step]]\nadd = \"Node D\"\n{more}"
        );
        let reading = scenario::read(&text);
        let json = experiment::json(&reading.scenario.unwrap_or_else(|| panic!("{:?}", reading.diagnostics)), true);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        (value["strategies"][0]["phases"][1]["migration"].clone(), value["sweep"].clone())
    };
    let (code, built_in) = (found(&format!("kind = \"script\"\nsource = '''\n{RENDEZVOUS}\n'''")), found("kind = \"rendezvous\""));
    assert!(code.0["policies"].is_array() && code.0 == built_in.0);
    let values = |sweep: &serde_json::Value| {
        sweep["strategies"][0]["points"].as_array().unwrap().iter().map(|point| point["value"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(values(&code.1), values(&built_in.1));
}

#[test]
fn many_keys_take_seconds_even_in_an_unoptimised_build() {
    let begun = Instant::now();
    let report = run(&text(RENDEZVOUS, 20_000, ""));
    assert_eq!(report.strategies[0].refused, None);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn too_many_keys_for_code_are_told_before_it_runs() {
    let reading = scenario::read(&text(RENDEZVOUS, 1_000_001, ""));
    assert!(reading.diagnostics[0].message.contains("places at most 1000000 keys; here are 1000001"), "{:?}", reading.diagnostics);
}

/// Code, and what is told of it.
const MISTAKES: &[&str] = &[
    "def assign(key, nodes):\n    return nodes[hash(key) % len(nodes)",
    "def assign(key, nodes):\n  x = 1\n    return nodes[0]",
    "def assign(key, nodes):\n\treturn nodes[0]",
    "import hashlib\ndef assign(key, nodes):\n    return nodes[0]",
    "from math import log\ndef assign(key, nodes):\n    return nodes[0]",
    "load(\"a.star\", \"b\")\ndef assign(key, nodes):\n    return nodes[0]",
    "def assign(key, nodes):\n    while True:\n        pass",
    "def assign(key, nodes):\n    try:\n        return nodes[0]\n    except:\n        pass",
    "class Ring:\n    pass",
    "def assign(key, nodes):\n    return random.choice(nodes)",
    "def assign(key, nodes):\n    return nodes[0] if key is None else nodes[1]",
    "def assign(key, nodes):\n    return nodes[0].nmae",
    "def assign(key, nodes):\n    return nods[0]",
    "def assign(key, nodes):\n    return nodes[7]",
    "def assign(key):\n    return key",
    "def assign(key, nodes, prepared):\n    return nodes[0]",
    "def prepare(nodes):\n    return 1\ndef assign(key, nodes, prepared):\n    return nodes[0]",
    "def prepare(nodes, before):\n    fail(\"no\", len(nodes))\ndef assign(key, nodes, prepared):\n    return nodes[0]",
    "def place(key, nodes):\n    return nodes[0]",
    "assign = 5",
    "def assign(key, nodes):\n    return nodes[0]\ndef assign_all(keys, nodes):\n    return []",
    "def assign_all(keys, nodes):\n    return [nodes[0]]",
    "def assign_all(keys, nodes):\n    return None",
    "def assign(key, nodes):\n    nodes[0]",
    "def assign(key, nodes):\n    return []",
    "def assign(key, nodes):\n    return 3",
    "def assign(key, nodes):\n    return \"Node Z\"",
    "def assign(key, nodes):\n    return [nodes[0], nodes[0]]",
    "def assign(key, nodes):\n    return max(nodes, key = lambda n: hash(key + n))",
    "def assign(key, nodes):\n    return nodes[hash(7) % 3]",
    "def assign(key, nodes):\n    return \"Node \" + 1",
    "def assign(key, nodes):\n    nodes.append(key)\n    return nodes[0]",
    "def assign(key, nodes):\n    return nodes[bisect(key, 1)]",
    "def assign(key, nodes):\n    return nodes[int(ln(0))]",
    "seen = []\ndef assign(key, nodes):\n    seen.append(key)\n    return nodes[0]",
    "def assign(key, nodes):\n    return __plus(1, 2)",
    "def assign(key, nodes):\n    return sum([1])",
    "x = 08\ndef assign(key, nodes):\n    return nodes[0]",
    "x = 'a\ndef assign(key, nodes):\n    return nodes[0]",
    "def assign(key, nodes):\n    return max((hash(key + n.name), n.name) for n in nodes)[1]",
    "def assign(key, nodes):\n    return nodes[hash(key) // (2**256 // len(nodes))]",
    "def assign(key, nodes):\n    return nodes[int(log(hash(key))) % len(nodes)]",
    "def assign(key, nodes):\n    return nodes[math.floor(1.5)]",
    "def assign(key, nodes):\n    names = [n.name for n in nodes]\n    names.sort()\n    return names[0]",
    "def assign(key, nodes):\n    points = [(hash(n.name), n.name) for n in nodes]\n    return points[bisect(points, hash(key))][1]",
    "def prepare(nodes):\n    return nodes\ndef assign(key, nodes, prepared):\n    return nodes[0]",
    "def assign(key, nodes):\n    return nodes[key]",
    "def assign(key, nodes):\n    return max(nodes, key = lambda n: hahs(key + n.name))",
];

#[test]
fn every_mistake_is_told_with_its_place_and_mostly_a_remedy() {
    let mut found = String::new();
    for source in MISTAKES {
        let refused = of(source).refused.unwrap_or_else(|| panic!("it runs: {source}"));
        let code = refused.code.unwrap_or_else(|| panic!("no place: {source}"));
        let place = format!("{}:{}-{}:{}", code.line, code.column, code.end_line, code.end_column);
        let _ = writeln!(found, "{source}\n--> {place} {} {}\n", code.message, code.remedy);
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/script.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(path).unwrap());
}

/// Code that would run for ever, or take everything.
fn hostile() -> Vec<(&'static str, String)> {
    let body = |body: &str| format!("def assign(key, nodes):\n    {body}\n    return nodes[0]");
    vec![
        ("nested ranges", body("for i in range(1000000):\n        for j in range(1000000):\n            pass")),
        ("a huge text", body("x = \"a\" * 1000000000")),
        ("a huge list", body("x = [0] * 1000000000")),
        ("a huge range", body("x = list(range(1000000000))")),
        ("doubling a text", body("x = \"a\"\n    for i in range(60):\n        x = x + x")),
        ("doubling a list", body("x = [1]\n    for i in range(60):\n        x = x + x")),
        ("squaring an integer", body("x = 3\n    for i in range(60):\n        x = x * x")),
        ("shifting an integer", body("x = 1 << 1000000000")),
        ("a growing list", body("x = []\n    for i in range(1000000):\n        x.append(\"a\" * 1000 + str(i))")),
        ("deep recursion", "def f(x):\n    return f(x + 1)\ndef assign(key, nodes):\n    return f(0)".to_owned()),
        ("recursion by lambda", "f = lambda g: g(g)\ndef assign(key, nodes):\n    return f(f)".to_owned()),
        ("recursion by a function of one line", "def f(g, h):\n    return g(h, h)\ndef assign(key, nodes):\n    return f(f, f)".to_owned()),
        ("deep brackets", format!("x = {}1{}", "(".repeat(10_000), ")".repeat(10_000))),
        ("deep lists", format!("x = {}{}", "[".repeat(10_000), "]".repeat(10_000))),
        ("a long sum", format!("x = 1{}", "+1".repeat(10_000))),
        ("a long chain of dots", format!("x = a{}", ".b".repeat(10_000))),
        ("a long chain of calls", format!("x = a{}", "()".repeat(10_000))),
        ("many nots", format!("x = {}True", "not ".repeat(5_000))),
        ("many minuses", format!("x = {}1", "-".repeat(10_000))),
        ("many lambdas", format!("x = {}1", "lambda: ".repeat(3_000))),
        ("many conditions", format!("x = {}1", "1 if 1 else ".repeat(2_000))),
        ("many branches", format!("if 1:\n    x = 1\n{}", "elif 2:\n    x = 2\n".repeat(1_500))),
        ("deep blocks", (0..150).map(|depth| format!("{}if 1:\n", " ".repeat(depth))).collect::<String>() + &" ".repeat(150) + "x = 1"),
        ("a loop in prepare", "def prepare(nodes, before):\n    for i in range(1000000):\n        for j in range(1000000):\n            pass\ndef assign(key, nodes, prepared):\n    return nodes[0]".to_owned()),
        ("a loop outside", "for i in range(1000000):\n    for j in range(1000000):\n        pass\ndef assign(key, nodes):\n    return nodes[0]".to_owned()),
        ("a failure in prepare", "def prepare(nodes, before):\n    return nodes[99]\ndef assign(key, nodes, prepared):\n    return nodes[0]".to_owned()),
    ]
}

#[test]
fn hostile_code_is_ended_at_its_place_and_the_next_run_works() {
    for (name, source) in hostile() {
        let begun = Instant::now();
        println!("{name}");
        let refused = of(&source).refused.unwrap_or_else(|| panic!("{name}: it runs"));
        assert!(refused.code.is_some_and(|code| !code.message.is_empty()), "{name}");
        assert!(begun.elapsed() < Duration::from_secs(30), "{name}: {:?}", begun.elapsed());
    }
    assert_eq!(of(RENDEZVOUS).phases[1].moved, 241);
}

#[test]
fn a_million_prints_are_ended_as_any_million_calls() {
    let printed = of("for i in range(1000000):\n    print(i)\ndef assign(key, nodes):\n    return nodes[0]").printed;
    assert_eq!(printed[100], "… and 698899 lines more");
}

#[test]
fn ten_megabytes_of_code_are_refused_by_the_reader() {
    let reading = scenario::read(&text(&"# x\n".repeat(9_000), 10, ""));
    assert!(reading.diagnostics[0].message.contains("at most 32768 are read"), "{:?}", reading.diagnostics);
}

#[test]
fn code_is_stopped_at_the_same_place_each_time() {
    let source = "def assign(key, nodes):\n    for i in range(len(key) * 100000):\n        for j in range(2):\n            pass\n    return nodes[0]";
    let refused = || run(&text(source, 2000, "")).strategies.swap_remove(0).refused.unwrap();
    assert_eq!(refused(), refused());
}
