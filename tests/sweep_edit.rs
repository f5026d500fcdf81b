//! Edits of the sweep: each on a commented text with the whole result compared.

use shardlab::scenario::{self, Edit};

const PRESET: &str = include_str!("../presets/add-a-node.toml");

const TEXT: &str = r#"nodes = ["Node A", "Node B", "Node C"]

# naive
[[strategy]]
kind = "modulo"

[[strategy]]
kind = "ring"
# The end
"#;

const SWEPT: &str = r#"nodes = ["Node A", "Node B", "Node C"]

[sweep] # a chart
parameter = "weight"
node      = "Node B" # the big one
from      = 1
to        = 3
seeds     = 2

[[strategy]]
kind = "ring"
"#;

fn from_json(json: &str) -> Edit {
    serde_json::from_str(json).expect(json)
}

fn edit(text: &str, json: &str) -> String {
    let after = scenario::edit(text, &from_json(json)).unwrap_or_else(|error| panic!("{json}: {error}\n{text}"));
    assert!(scenario::read(&after).scenario.is_some(), "{after}");
    after
}

/// Makes the edit and compares all of the result with the text in which each pair is replaced once.
#[track_caller]
fn changes(text: &str, json: &str, pairs: &[(&str, &str)]) {
    let mut wanted = text.to_owned();
    for (from, to) in pairs {
        assert_eq!(wanted.matches(from).count(), 1, "{from:?} must stand there once\n{wanted}");
        wanted = wanted.replace(from, to);
    }
    assert_eq!(edit(text, json), wanted);
}

#[test]
fn a_sweep_comes_at_the_end() {
    let end = "The end\n\n[sweep]\nparameter = \"nodes\"\n";
    changes(TEXT, r#"{"do":"set_sweep"}"#, &[("The end\n", end)]);
    let measured = format!("{end}measure = \"moved\"\n");
    changes(TEXT, r#"{"do":"set_sweep","parameter":"nodes","measure":"moved"}"#, &[("The end\n", &measured)]);
}

#[test]
fn its_fields_change_where_they_stand() {
    changes(
        SWEPT,
        r#"{"do":"set_sweep","end":5,"begin":0.5}"#,
        &[("from      = 1", "from      = 0.5"), ("to        = 3", "to        = 5")],
    );
    changes(SWEPT, r#"{"do":"set_sweep","parameter":"weight","seeds":7}"#, &[("seeds     = 2", "seeds     = 7")]);
    let listed = format!("{PRESET}\n[sweep]\nparameter = \"vnodes\"\nvalues = [3, 10]\n");
    changes(&listed, r#"{"do":"set_sweep","end":30}"#, &[("values = [3, 10]\n", "to = 30\n")]);
}

#[test]
fn what_belongs_to_another_parameter_goes_with_it() {
    changes(
        SWEPT,
        r#"{"do":"set_sweep","parameter":"vnodes","measure":"deviation"}"#,
        &[
            ("\"weight\"\nnode      = \"Node B\" # the big one\nfrom      = 1\nto        = 3\n", "\"vnodes\"\n"),
            ("seeds     = 2\n", "seeds     = 2\nmeasure   = \"deviation\"\n"),
        ],
    );
}

#[test]
fn it_goes_as_a_whole() {
    let section = &SWEPT[SWEPT.find("[sweep]").unwrap()..SWEPT.find("[[strategy]]").unwrap()];
    changes(SWEPT, r#"{"do":"remove_sweep"}"#, &[(section, "")]);
}

#[test]
fn a_node_is_renamed_and_removed_here_too() {
    let renamed = edit(SWEPT, r#"{"do":"rename_node","name":"Node B","to":"big"}"#);
    assert!(renamed.contains("node      = \"big\" # the big one\n"), "{renamed}");
    let without = edit(SWEPT, r#"{"do":"remove_node","name":"Node B"}"#);
    assert!(without.contains("parameter = \"weight\"\nfrom      = 1\n"), "{without}");
}

#[test]
fn what_cannot_be_swept_is_refused_in_words() {
    let refused = scenario::edit(PRESET, &from_json(r#"{"do":"set_sweep","parameter":"slots"}"#)).unwrap_err().to_string();
    assert!(refused.contains("no parameter of this scenario"), "{refused}");
}
