//! Edits of the text: each on a commented, oddly laid out text with the whole result compared, and random sequences.

use proptest::prelude::*;
use shardlab::scenario::{self, Edit, EditError, next_name};

const PRESET: &str = include_str!("../presets/add-a-node.toml");

const ODD: &str = r#"# Two racks
# and a visitor

nodes = [ # who takes part
    "Node A",  # rack 1
    { name = "Node B", weight = 2 },
  # a spare place
    'Node C'   # rack 2
] # nodes end
replicas=2

# What is stored
[keys]
count   = 500 # a few
pattern = "user:{i}"
popularity = "uniform"

# naive
[[strategy]]
kind = "modulo"
# on its own line

[[strategy]]
  kind   = "ring" # the workshop's
  vnodes = 40

[[strategy]]
kind = "rendezvous"
nodes = ["Node C", "Node A","Node B"]
# the clients disagree

# ---- the story ----
[[step]]
fail = ["Node A", "Node B"]

[[step]] # home again
recover = "Node A"
reweight = { "Node B" = 3, "Node C" = 2 }

[[step]]
add = [{ name = "Node D" }]
# The end
"#;

fn edit(text: &str, change: &Edit) -> String {
    let after = scenario::edit(text, change).unwrap_or_else(|error| panic!("{change:?}: {error}\n{text}"));
    let errors = scenario::read(&after).diagnostics;
    assert!(scenario::read(&after).scenario.is_some(), "{errors:?}\n{after}");
    after
}

fn from_json(json: &str) -> Edit {
    serde_json::from_str(json).expect(json)
}

/// Makes the edit in `text` and compares all of the result with `text` in which each pair is replaced once.
#[track_caller]
fn changes(text: &str, json: &str, pairs: &[(&str, &str)]) {
    let mut wanted = text.to_owned();
    for (from, to) in pairs {
        assert_eq!(wanted.matches(from).count(), 1, "{from:?} must stand there once\n{wanted}");
        wanted = wanted.replace(from, to);
    }
    let after = edit(text, &from_json(json));
    assert_eq!(after, wanted, "\n--- got\n{after}\n--- wanted\n{wanted}");
    // The same in a file from Windows, and with a byte order mark.
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(edit(&windows(text), &from_json(json)), windows(&wanted));
}

fn refused(text: &str, json: &str) -> String {
    scenario::edit(text, &from_json(json)).expect_err(json).to_string()
}

#[test]
fn the_odd_text_reads() {
    assert!(scenario::read(ODD).scenario.is_some(), "{:?}", scenario::read(ODD).diagnostics);
}

#[test]
fn a_node_is_added_on_a_line_of_its_own() {
    changes(ODD, r#"{"do":"add_node"}"#, &[("'Node C'   # rack 2\n", "'Node C',   # rack 2\n    \"Node E\"\n")]);
    changes(
        ODD,
        r#"{"do":"add_node","name":"the \"big\" one"}"#,
        &[("'Node C'   # rack 2\n", "'Node C',   # rack 2\n    \"the \\\"big\\\" one\"\n")],
    );
    let comma = ODD.replace("'Node C'   #", "'Node C',   #");
    changes(&comma, r#"{"do":"add_node"}"#, &[("# rack 2\n", "# rack 2\n    \"Node E\",\n")]);
}

#[test]
fn a_node_is_added_in_every_form_of_list() {
    changes(PRESET, r#"{"do":"add_node"}"#, &[("\"Node C\"]", "\"Node C\", \"Node E\"]")]);
    let with = |nodes: &str| PRESET.replace(r#"["Node A", "Node B", "Node C"]"#, nodes);
    changes(&with("['Node A','Node B']"), r#"{"do":"add_node"}"#, &[("'Node B']", "'Node B',\"Node C\"]")]);
    changes(&with("['Node A', 'Node B',]"), r#"{"do":"add_node"}"#, &[("'Node B',]", "'Node B', \"Node C\",]")]);
    changes(&with("[\n  'Node A',\n  'Node B']"), r#"{"do":"add_node"}"#, &[("'Node B']", "'Node B',\n  \"Node C\"]")]);
    changes(&with("[\n  'Node A', 'Node B', # all\n]"), r#"{"do":"add_node"}"#, &[("'Node B', #", "'Node B', \"Node C\", #")]);
}

#[test]
fn sections_of_nodes_are_edited() {
    let text = "# top\n[[nodes]]\n  name = \"Node A\" # first\n\n# second\n[[nodes]]\n  name   = \"Node B\"\n  weight = 2\n# below\n\n[[strategy]]\nkind = \"ring\"\n\n[[step]]\n[[step.add]]\nname = \"Node C\"\n";
    changes(text, r#"{"do":"add_node"}"#, &[("# below\n", "# below\n\n[[nodes]]\n  name = \"Node D\"\n")]);
    changes(text, r#"{"do":"remove_node","name":"Node A"}"#, &[("[[nodes]]\n  name = \"Node A\" # first\n\n", "\n")]);
    changes(text, r#"{"do":"set_weight","name":"Node A","weight":2.5}"#, &[("# first\n", "# first\n  weight = 2.5\n")]);
    changes(text, r#"{"do":"set_weight","name":"Node B","weight":1}"#, &[("  weight = 2\n", "")]);
    changes(text, r#"{"do":"set_weight","name":"Node C","weight":4}"#, &[("\"Node C\"\n", "\"Node C\"\nweight = 4\n")]);
    changes(text, r#"{"do":"remove_node","name":"Node C"}"#, &[("\n[[step]]\n[[step.add]]\nname = \"Node C\"\n", "")]);
    changes(text, r#"{"do":"rename_node","name":"Node C","to":"x"}"#, &[("Node C", "x")]);
    changes(text, r#"{"do":"set_keys","ids":9}"#, &[("# below\n", "# below\n\n[keys]\nids = 9\n")]);
    changes(text, r#"{"do":"set_replicas","value":2}"#, &[("# top\n", "replicas = 2\n\n# top\n")]);
}

#[test]
fn a_node_is_removed_wherever_it_is_named() {
    changes(
        ODD,
        r#"{"do":"remove_node","name":"Node A"}"#,
        &[
            ("    \"Node A\",  # rack 1\n", ""),
            ("\"Node C\", \"Node A\",\"Node B\"", "\"Node C\", \"Node B\""),
            ("[\"Node A\", \"Node B\"]", "[\"Node B\"]"),
            ("recover = \"Node A\"\n", ""),
        ],
    );
    changes(ODD, r#"{"do":"remove_node","name":"Node D"}"#, &[("[[step]]\nadd = [{ name = \"Node D\" }]\n", "")]);
    changes(
        &ODD.replace("reweight = { \"Node B\" = 3, \"Node C\" = 2 }\n", ""),
        r#"{"do":"remove_node","name":"Node A"}"#,
        &[
            ("    \"Node A\",  # rack 1\n", ""),
            ("\"Node C\", \"Node A\",\"Node B\"", "\"Node C\", \"Node B\""),
            ("[\"Node A\", \"Node B\"]", "[\"Node B\"]"),
            ("[[step]] # home again\nrecover = \"Node A\"\n\n", ""),
        ],
    );
}

#[test]
fn the_last_of_a_list_is_removed() {
    let text = ODD.replace("fail = [\"Node A\", \"Node B\"]", "fail = [ \"Node A\", \"Node C\" ]");
    changes(
        &text,
        r#"{"do":"remove_node","name":"Node C"}"#,
        &[
            ("weight = 2 },\n", "weight = 2 }\n"),
            ("    'Node C'   # rack 2\n", ""),
            ("[\"Node C\", \"Node A\",", "[\"Node A\","),
            ("[ \"Node A\", \"Node C\" ]", "[ \"Node A\" ]"),
            (", \"Node C\" = 2 }", " }"),
        ],
    );
    changes(PRESET, r#"{"do":"remove_node","name":"Node C"}"#, &[(", \"Node C\"]", "]")]);
    changes(PRESET, r#"{"do":"remove_node","name":"Node A"}"#, &[("\"Node A\", ", "")]);
    changes(PRESET, r#"{"do":"remove_node","name":"Node D"}"#, &[("\n[[step]]\nadd = \"Node D\"\n", "")]);
}

#[test]
fn a_node_is_renamed_everywhere() {
    changes(
        ODD,
        r#"{"do":"rename_node","name":"Node B","to":"b"}"#,
        &[
            ("{ name = \"Node B\", weight", "{ name = \"b\", weight"),
            ("\"Node A\",\"Node B\"", "\"Node A\",\"b\""),
            ("[\"Node A\", \"Node B\"]", "[\"Node A\", \"b\"]"),
            ("{ \"Node B\" = 3", "{ b = 3"),
        ],
    );
}

#[test]
fn weights_come_and_go() {
    changes(ODD, r#"{"do":"set_weight","name":"Node A","weight":2}"#, &[("    \"Node A\", ", "    { name = \"Node A\", weight = 2 }, ")]);
    changes(ODD, r#"{"do":"set_weight","name":"Node B","weight":1}"#, &[("{ name = \"Node B\", weight = 2 }", "\"Node B\"")]);
    changes(ODD, r#"{"do":"set_weight","name":"Node B","weight":0.5}"#, &[("weight = 2 }", "weight = 0.5 }")]);
    changes(ODD, r#"{"do":"set_weight","name":"Node C","weight":3}"#, &[("'Node C'", "{ name = 'Node C', weight = 3 }")]);
    changes(ODD, r#"{"do":"set_weight","name":"Node D","weight":3}"#, &[("{ name = \"Node D\" }", "{ name = \"Node D\", weight = 3 }")]);
    let zoned = ODD.replace("weight = 2 }", "weight = 2, zone = \"a\" }");
    changes(&zoned, r#"{"do":"set_weight","name":"Node B","weight":1}"#, &[("weight = 2, ", "")]);
}

#[test]
fn popularity_comes_and_goes() {
    let zipf = r#"{"do":"set_popularity","kind":"zipf","value":0.9}"#;
    changes(ODD, zipf, &[("popularity = \"uniform\"", "popularity = { zipf = 0.9 }")]);
    changes(ODD, r#"{"do":"set_popularity","kind":"uniform"}"#, &[("popularity = \"uniform\"\n", "")]);
    changes(
        PRESET,
        r#"{"do":"set_popularity","kind":"hot"}"#,
        &[("\"key_{i}\"\n", "\"key_{i}\"\npopularity = { hot = 1, share = 0.5 }\n")],
    );
    let hot = r#"{"do":"set_popularity","kind":"hot","count":3,"value":0.25}"#;
    let short = "nodes = [\"A\", \"B\"]\n\n[[strategy]]\nkind = \"ring\"\n";
    changes(short, hot, &[("\"B\"]\n", "\"B\"]\n\n[keys]\npopularity = { hot = 3, share = 0.25 }\n")]);
    assert_eq!(edit(short, &from_json(r#"{"do":"set_popularity","kind":"uniform"}"#)), short);
    let told = refused(PRESET, r#"{"do":"set_popularity","kind":"zipf","value":5}"#);
    assert_eq!(told, "the exponent cannot be 5: choose 0 to 4");
    assert_eq!(refused(PRESET, r#"{"do":"set_popularity","kind":"cold"}"#), "\"cold\" is no popularity: choose uniform, zipf or hot");
}

#[test]
fn copies_are_spread_and_read_by_choice() {
    changes(ODD, r#"{"do":"set_choice","param":"spread","to":"zones"}"#, &[("replicas=2\n", "replicas=2\nspread=\"zones\"\n")]);
    let spread = ODD.replace("replicas=2\n", "replicas=2\nspread=\"zones\" # racks\nreads = \"any\"\n");
    changes(&spread, r#"{"do":"set_choice","param":"spread"}"#, &[("spread=\"zones\" # racks\n", "")]);
    changes(&spread, r#"{"do":"set_choice","param":"reads","to":"first"}"#, &[("\"any\"", "\"first\"")]);
    assert_eq!(refused(ODD, r#"{"do":"set_choice","param":"seed","to":"1"}"#), "seed is no choice: choose spread or reads");
}

#[test]
fn a_zone_fails_as_one_step() {
    let zoned = PRESET.replace("\"Node C\"", "{ name = \"Node C\", zone = \"a\" }");
    changes(
        &zoned,
        r#"{"do":"add_step","action":"fail","zone":"a"}"#,
        &[("add = \"Node D\"\n", "add = \"Node D\"\n\n[[step]]\nfail = { zone = \"a\" }\n")],
    );
}

#[test]
fn strategies_come_and_go() {
    changes(
        ODD,
        r#"{"do":"add_strategy","kind":"ring"}"#,
        &[("disagree\n", "disagree\n\n[[strategy]]\nkind = \"ring\"\nname = \"ring 2\"\n")],
    );
    let without = ODD.replace("kind = \"modulo\"", "kind = \"ring\"\nname = \"ring 2\"");
    changes(
        &without,
        r#"{"do":"add_strategy","kind":"ring"}"#,
        &[("disagree\n", "disagree\n\n[[strategy]]\nkind = \"ring\"\nname = \"ring 3\"\n")],
    );
    changes(&without, r#"{"do":"add_strategy","kind":"modulo"}"#, &[("disagree\n", "disagree\n\n[[strategy]]\nkind = \"modulo\"\n")]);
    changes(PRESET, r#"{"do":"remove_strategy","index":0}"#, &[("[[strategy]]\nkind = \"modulo\"\n\n", "")]);
    changes(ODD, r#"{"do":"remove_strategy","index":0}"#, &[("[[strategy]]\nkind = \"modulo\"\n", "")]);
    changes(ODD, r#"{"do":"remove_strategy","index":1}"#, &[("[[strategy]]\n  kind   = \"ring\" # the workshop's\n  vnodes = 40\n\n", "")]);
}

#[test]
fn parameters_and_hashes_are_set() {
    changes(ODD, r#"{"do":"set_param","index":1,"param":"vnodes","value":128}"#, &[("  vnodes = 40", "  vnodes = 128")]);
    changes(
        &ODD.replace("  vnodes = 40\n", ""),
        r#"{"do":"set_param","index":1,"param":"vnodes","value":7}"#,
        &[("workshop's\n", "workshop's\n  vnodes = 7\n")],
    );
    changes(ODD, r#"{"do":"set_strategy_hash","index":1,"hash":"md5"}"#, &[("  vnodes = 40\n", "  vnodes = 40\n  hash   = \"md5\"\n")]);
    changes(
        &ODD.replace("vnodes = 40", "vnodes = 40\n  hash = 'md5'"),
        r#"{"do":"set_strategy_hash","index":1}"#,
        &[("  hash = 'md5'\n", "")],
    );
    changes(ODD, r#"{"do":"set_hash","hash":"xxh3"}"#, &[("replicas=2\n", "replicas=2\nhash=\"xxh3\"\n")]);
    changes(&ODD.replace("replicas=2", "hash = 'md5'\nreplicas=2"), r#"{"do":"set_hash"}"#, &[("hash = 'md5'\n", "")]);
}

#[test]
fn the_top_is_set() {
    changes(ODD, r#"{"do":"set_replicas","value":3}"#, &[("replicas=2", "replicas=3")]);
    changes(PRESET, r#"{"do":"set_replicas","value":3}"#, &[("\"Node C\"]\n", "\"Node C\"]\nreplicas = 3\n")]);
    changes(PRESET, r#"{"do":"set_replicas","value":1}"#, &[]);
    changes(PRESET, r#"{"do":"set_title","title":"a \"b\"\n\\"}"#, &[("Add a fourth server", "a \\\"b\\\"\\n\\\\")]);
    changes(ODD, r#"{"do":"set_title","title":"Odd"}"#, &[("visitor\n\n", "visitor\n\ntitle = \"Odd\"\n")]);
}

#[test]
fn keys_switch_and_keep_the_rest() {
    changes(ODD, r#"{"do":"set_keys","count":7}"#, &[("= 500", "= 7")]);
    changes(ODD, r#"{"do":"set_keys","pattern":"k{i}"}"#, &[("user:{i}", "k{i}")]);
    changes(ODD, r#"{"do":"set_keys","ids":1000}"#, &[("count   = 500", "ids     = 1000"), ("pattern = \"user:{i}\"\n", "")]);
    let ids = ODD.replace("count   = 500", "ids = 9").replace("pattern = \"user:{i}\"\n", "");
    changes(
        &ids,
        r#"{"do":"set_keys","count":5,"pattern":"k{i}"}"#,
        &[("ids = 9", "count = 5"), ("uniform\"\n", "uniform\"\npattern = \"k{i}\"\n")],
    );
    changes(&ids, r#"{"do":"set_keys","pattern":"k{i}"}"#, &[("ids = 9", "count = 9"), ("uniform\"\n", "uniform\"\npattern = \"k{i}\"\n")]);
    let inline = PRESET.replace("\n[keys]\ncount   = 1000\npattern = \"key_{i}\"\n", "keys = { count = 1000, pattern = \"key_{i}\" }\n");
    changes(&inline, r#"{"do":"set_keys","ids":5}"#, &[("{ count = 1000, pattern = \"key_{i}\" }", "{ ids = 5 }")]);
    let dotted = PRESET.replace("\n[keys]\ncount   = 1000\npattern = \"key_{i}\"\n", "keys.count = 1000\n");
    changes(&dotted, r#"{"do":"set_keys","pattern":"k{i}"}"#, &[("keys.count = 1000\n", "keys.count = 1000\nkeys.pattern = \"k{i}\"\n")]);
    let none = PRESET.replace("[keys]\ncount   = 1000\npattern = \"key_{i}\"\n\n", "");
    changes(&none, r#"{"do":"set_keys","count":10}"#, &[("\"Node C\"]\n", "\"Node C\"]\n\n[keys]\ncount = 10\n")]);
}

#[test]
fn steps_come_and_go() {
    let end = |line: &str| format!("\"Node D\" }}]\n# The end\n\n[[step]]\n{line}\n");
    for (json, line) in [
        (r#"{"do":"add_step","action":"add"}"#, "add = \"Node E\""),
        (r#"{"do":"add_step","action":"add","node":"x","weight":2}"#, "add = { name = \"x\", weight = 2 }"),
        (r#"{"do":"add_step","action":"remove","node":"Node B"}"#, "remove = \"Node B\""),
        (r#"{"do":"add_step","action":"fail","node":"Node A"}"#, "fail = \"Node A\""),
        (r#"{"do":"add_step","action":"recover","node":"Node B"}"#, "recover = \"Node B\""),
        (r#"{"do":"add_step","action":"reweight","node":"Node A","weight":1.5}"#, "reweight = { \"Node A\" = 1.5 }"),
        (r#"{"do":"add_step","action":"switch","strategy":"ring"}"#, "switch = { strategy = \"ring\" }"),
    ] {
        changes(ODD, json, &[("\"Node D\" }]\n# The end\n", &end(line))]);
    }
    changes(ODD, r#"{"do":"remove_step","index":2}"#, &[("[[step]]\nadd = [{ name = \"Node D\" }]\n", "")]);
    changes(PRESET, r#"{"do":"remove_step","index":0}"#, &[("\n[[step]]\nadd = \"Node D\"\n", "")]);
    let none = PRESET.replace("\n[[step]]\nadd = \"Node D\"\n", "");
    changes(&none, r#"{"do":"add_step","action":"add"}"#, &[("\"rendezvous\"\n", "\"rendezvous\"\n\n[[step]]\nadd = \"Node D\"\n")]);
    let inline = none.replace("\n[keys]", "step = [{ add = \"Node D\" }]\n\n[keys]");
    changes(&inline, r#"{"do":"add_step","action":"add"}"#, &[("\"Node D\" }]", "\"Node D\" }, { add = \"Node E\" }]")]);
    changes(&inline, r#"{"do":"remove_step","index":0}"#, &[("step = [{ add = \"Node D\" }]\n", "")]);
}

#[test]
fn sections_of_one_step_may_stand_apart() {
    let text = PRESET
        .replace("add = \"Node D\"\n", "add = \"Node D\"\n\n[sub]\nx = 1\n\n[step.reweight]\n\"Node A\" = 2\n# kept\n\"Node B\" = 3\n")
        .replace("[sub]\nx = 1\n\n", "");
    changes(&text, r#"{"do":"rename_node","name":"Node A","to":"a"}"#, &[("[\"Node A\"", "[\"a\""), ("\"Node A\" = 2", "a = 2")]);
    changes(&text, r#"{"do":"remove_node","name":"Node A"}"#, &[("[\"Node A\", ", "["), ("\"Node A\" = 2\n", "")]);
    let within = PRESET
        .replace("[[step]]\nadd = \"Node D\"\n", "")
        .replace("[keys]", "step = [\n  { reweight.\"Node A\" = 2, add = \"x\" },\n]\n[keys]");
    assert!(refused(&within, r#"{"do":"remove_node","name":"Node A"}"#).starts_with("this would not work: "));
    let apart = text
        .replace("[keys]\ncount   = 1000\npattern = \"key_{i}\"\n\n", "")
        .replace("\n[step.reweight]", "\n[keys]\nids = 9\n\n[step.reweight]");
    let after = edit(&apart, &from_json(r#"{"do":"remove_step","index":0}"#));
    assert!(after.contains("[keys]\nids = 9\n") && after.contains("# kept") && !after.contains("step"), "{after}");
}

#[test]
fn no_newline_at_the_end_is_kept_out() {
    let text = PRESET.trim_end();
    assert_eq!(edit(text, &from_json(r#"{"do":"add_step","action":"add"}"#)), format!("{text}\n\n[[step]]\nadd = \"Node E\""));
}

#[test]
fn refusals_say_what_to_do() {
    for (json, message) in [
        (r#"{"do":"remove_node","name":"x"}"#, "there is no node \"x\" in the text: choose one that is there"),
        (r#"{"do":"rename_node","name":"Node A","to":"Node D"}"#, "another node is called \"Node D\": choose another name"),
        (r#"{"do":"rename_node","name":"Node A","to":""}"#, "\"\" cannot be a name: write one line of 1 to 100 characters"),
        (r#"{"do":"set_weight","name":"Node A","weight":0}"#, "a weight cannot be 0: choose 0.001 to 1000"),
        (
            r#"{"do":"set_param","index":0,"param":"vnodes","value":1}"#,
            "this strategy has no parameters, so no vnodes: choose another strategy",
        ),
        (r#"{"do":"set_param","index":1,"param":"probes","value":1}"#, "this strategy has no parameter probes: choose one of vnodes"),
        (r#"{"do":"set_param","index":9,"param":"vnodes","value":1}"#, "there is no strategy number 10: choose one that is there"),
        (r#"{"do":"remove_step","index":1}"#, "there is no step number 2: choose one that is there"),
        (r#"{"do":"add_step","action":"remove"}"#, "this needs a node: give it as well"),
        (r#"{"do":"add_step","action":"dance"}"#, "a step cannot \"dance\": choose add, remove, fail, recover, reweight or switch"),
        (r#"{"do":"set_replicas","value":0}"#, "replicas cannot be 0: choose 1 to 16"),
        (r#"{"do":"set_keys"}"#, "this needs count, pattern or ids: give it as well"),
    ] {
        assert_eq!(refused(PRESET, json), message);
    }
    assert!(
        refused(PRESET, r#"{"do":"set_param","index":1,"param":"vnodes","value":1.5}"#).starts_with("vnodes cannot be 1.5: choose 1 to ")
    );
    assert!(refused(PRESET, r#"{"do":"add_strategy","kind":"x"}"#).starts_with("\"x\" is no kind of strategy: choose one of "));
    let wrong = refused(PRESET, r#"{"do":"set_hash","hash":"identity"}"#);
    assert!(wrong.starts_with("this would not work: line 3, column 8: hash is \"identity\""), "{wrong}");
    let last = "nodes = ['a']\n[[strategy]]\nkind = 'ring'\n";
    assert_eq!(refused(last, r#"{"do":"remove_node","name":"a"}"#), EditError::LastNode.to_string());
    assert_eq!(refused(last, r#"{"do":"remove_strategy","index":0}"#), EditError::LastStrategy.to_string());
    let broken = PRESET.replace("count   = ", "count   = = ");
    assert_eq!(refused(&broken, r#"{"do":"add_node"}"#), "line 5 of the text is not TOML: mend it first");
}

#[test]
fn a_text_with_errors_can_be_mended_by_edits() {
    let text = PRESET.replace("1000", "0");
    assert!(scenario::edit(&text, &from_json(r#"{"do":"add_node"}"#)).is_ok());
    edit(&text, &from_json(r#"{"do":"set_keys","count":5}"#));
}

#[test]
fn names_follow_the_alphabet() {
    let names = |n: u8| (0..n).map(|i| format!("Node {}", char::from(b'A' + i))).collect::<Vec<_>>();
    assert_eq!(next_name(&[]), "Node A");
    assert_eq!(next_name(&["Node B".to_owned()]), "Node A");
    assert_eq!(next_name(&names(26)), "Node 27");
    assert_eq!(next_name(&[names(26), vec!["Node 27".to_owned(), "x".to_owned()]].concat()), "Node 28");
}

/// Any name of a few that come up, some of them awkward.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(vec!["Node A", "Node B", "Node C", "Node D", "Node E"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["\"", "x\\", "ü 🦀", "#", "]", "a.b", "", "'", "\t", "name"]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1.0), Just(2.0), 0.0..20.0, any::<f64>()]
}

fn any_edit() -> impl Strategy<Value = Edit> {
    use prop::option::of;
    let kind = || prop::sample::select(vec!["ring", "modulo", "rendezvous", "x"]).prop_map(str::to_owned);
    let hash = || of(prop::sample::select(vec!["md5", "xxh3", "identity", "x"]).prop_map(str::to_owned));
    let action = prop::sample::select(vec!["add", "remove", "fail", "recover", "reweight", "switch", "x"]).prop_map(str::to_owned);
    prop_oneof![
        of(name()).prop_map(|name| Edit::AddNode { name }),
        name().prop_map(|name| Edit::RemoveNode { name }),
        (name(), name()).prop_map(|(name, to)| Edit::RenameNode { name, to }),
        (name(), number()).prop_map(|(name, weight)| Edit::SetWeight { name, weight }),
        kind().prop_map(|kind| Edit::AddStrategy { kind }),
        (0..5_usize).prop_map(|index| Edit::RemoveStrategy { index }),
        (0..5_usize, number()).prop_map(|(index, value)| Edit::SetParam { index, param: "vnodes".to_owned(), value }),
        (0..5_usize, hash()).prop_map(|(index, hash)| Edit::SetStrategyHash { index, hash }),
        (0..5_usize, of(prop::sample::select(vec!["workshop", "envoy", "supsi", "x"])))
            .prop_map(|(index, dialect)| Edit::SetDialect { index, dialect: dialect.map(str::to_owned) }),
        (of(0..2_000_u64), of(name()), of(any::<u64>())).prop_map(|(count, pattern, ids)| Edit::SetKeys {
            count,
            pattern: pattern.map(|name| name + "{i}"),
            ids
        }),
        (0..2_000_u64).prop_map(|ids| Edit::SetKeys { count: None, pattern: None, ids: Some(ids) }),
        (0..20_u32).prop_map(|value| Edit::SetReplicas { value }),
        hash().prop_map(|hash| Edit::SetHash { hash }),
        any::<String>().prop_map(|title| Edit::SetTitle { title }),
        (action, of(name()), of(prop::sample::select(vec!["a", "x"])), of(number()), of(kind())).prop_map(
            |(action, node, zone, weight, strategy)| Edit::AddStep { action, node, zone: zone.map(str::to_owned), weight, strategy }
        ),
        (prop::sample::select(vec!["uniform", "zipf", "hot", "x"]), of(number()), of(0..2_000_u64))
            .prop_map(|(kind, value, count)| Edit::SetPopularity { kind: kind.to_owned(), value, count }),
        (prop::sample::select(vec!["spread", "reads", "x"]), of(prop::sample::select(vec!["zones", "any", "first"])))
            .prop_map(|(param, to)| Edit::SetChoice { param: param.to_owned(), to: to.map(str::to_owned) }),
        (0..4_usize).prop_map(|index| Edit::RemoveStep { index }),
        (of(prop::sample::select(vec!["nodes", "weight", "vnodes", "x"])), of(number())).prop_map(|(parameter, end)| {
            Edit::SetSweep { parameter: parameter.map(str::to_owned), measure: None, begin: None, end, seeds: None }
        }),
        Just(Edit::RemoveSweep),
    ]
}

/// A text with a comment on a line of its own before every line, as far as TOML allows.
fn commented(text: &str) -> (String, Vec<String>) {
    let comments: Vec<String> = (0..=text.lines().count()).map(|i| format!("# comment {i}, \" = '")).collect();
    let lines = text.lines().zip(&comments).map(|(line, comment)| format!("{comment}\n{line}\n"));
    let last = format!("{}\n", comments[comments.len() - 1]);
    (lines.chain([last]).collect(), comments)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_edits_breaks_a_text_or_loses_a_comment(edits in prop::collection::vec(any_edit(), 1..24), form in 0..5_u8) {
        let long = PRESET.replace(r#"["Node A", "Node B", "Node C"]"#, "[\n  \"Node A\",\n  { name = \"Node B\", zone = \"a\" },\n  \"Node C\"\n]");
        let text = match form { 0 => PRESET.to_owned(), 1 => long, 2 => PRESET.replace('\n', "\r\n"), 3 => ODD.to_owned(), _ => PRESET.replace("nodes = [\"Node A\", \"Node B\", \"Node C\"]\n", "[[nodes]]\nname = \"Node A\"\n[[nodes]]\nname = \"Node B\"\n") };
        let (mut text, comments) = commented(&text);
        let windows = form == 2;
        if windows {
            text = text.replace('\n', "\r\n");
        }
        prop_assert!(scenario::read(&text).scenario.is_some(), "{:?}", scenario::read(&text).diagnostics);
        for change in &edits {
            let Ok(next) = scenario::edit(&text, change) else { continue };
            prop_assert!(scenario::read(&next).scenario.is_some(), "{change:?}\n{text}\n{next}");
            for comment in &comments {
                prop_assert!(next.contains(comment.as_str()), "{change:?} lost {comment}\n{text}\n{next}");
            }
            prop_assert!(next.ends_with('\n'), "{change:?}\n{next}");
            prop_assert!(!windows || next.replace("\r\n", "").find('\n').is_none());
            text = next;
        }
    }

    #[test]
    fn an_edit_of_a_torn_text_answers(from in 0..ODD.len(), length in 0..200_usize, to in 0..ODD.len(), change in any_edit()) {
        let piece = &ODD[from..(from + length).min(ODD.len())];
        let _ = scenario::edit(&format!("{}{}", &ODD[..from], &ODD[(from + length).min(ODD.len())..]), &change);
        let _ = scenario::edit(&format!("{}{piece}{}", &ODD[..to], &ODD[to..]), &change);
    }

    #[test]
    fn an_edit_of_any_text_answers(text in any::<String>(), toml in "[\\[\\]{}=,.#\"'\n a-c1]{0,40}", change in any_edit()) {
        let _ = scenario::edit(&text, &change);
        let _ = scenario::edit(&toml, &change);
        let _ = scenario::edit(&format!("{PRESET}{toml}"), &change);
        let _ = scenario::edit(&format!("nodes = {toml}\n{PRESET}"), &change);
    }
}
