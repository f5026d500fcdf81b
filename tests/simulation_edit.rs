//! Edits of the simulations: each on a commented text with the whole result compared, and what their sections are told.

use shardlab::scenario::{self, Edit};

const TEXT: &str = r#"nodes = ["Node A", "Node B", "Node C"]

[[strategy]]
kind = "ring"

[[step]]
add = "Node D"

[migration] # as we do it
policy        = "dual_write"
reads_per_s   = 500 # measured
# The end
"#;

fn edit(text: &str, json: &str) -> Result<String, String> {
    let edit: Edit = serde_json::from_str(json).expect(json);
    let after = scenario::edit(text, &edit).map_err(|error| error.to_string())?;
    assert!(scenario::read(&after).scenario.is_some(), "{after}");
    Ok(after)
}

#[track_caller]
fn changes(json: &str, from: &str, to: &str) {
    assert_eq!(TEXT.matches(from).count(), 1, "{from}");
    assert_eq!(edit(TEXT, json).unwrap(), TEXT.replace(from, to));
}

#[test]
fn a_setting_is_written_in_its_place() {
    changes(r#"{"do":"set_simulation","section":"migration","param":"reads_per_s","value":750}"#, "500 #", "750 #");
    changes(r#"{"do":"set_simulation","section":"migration","param":"policy","to":"ask_redirect"}"#, "dual_write", "ask_redirect");
    let both = r#"{"do":"set_simulation","section":"migration","param":"policy","to":"dual_write, stop_world"}"#;
    changes(both, "\"dual_write\"", "[\"dual_write\", \"stop_world\"]");
}

#[test]
fn a_setting_goes_back_to_its_default() {
    let json = r#"{"do":"set_simulation","section":"migration","param":"reads_per_s"}"#;
    assert_eq!(edit(TEXT, json).unwrap(), TEXT.replace("reads_per_s   = 500 # measured\n", ""));
}

#[test]
fn a_simulation_comes_at_the_end_and_goes() {
    let json = r#"{"do":"set_simulation","section":"incident","param":"shed","value":1}"#;
    let after = edit(TEXT, json).unwrap();
    assert_eq!(after, format!("{TEXT}\n[incident]\nshed = true\n"));
    assert_eq!(edit(&after, r#"{"do":"remove_simulation","section":"incident"}"#).unwrap(), TEXT);
    let alone = edit(TEXT, r#"{"do":"set_simulation","section":"incident"}"#).unwrap();
    assert_eq!(alone, format!("{TEXT}\n[incident]\n"));
}

#[test]
fn what_cannot_be_is_refused() {
    let refused = |json| edit(TEXT, json).unwrap_err();
    let low = r#"{"do":"set_simulation","section":"incident","param":"utilisation","value":5}"#;
    assert_eq!(refused(low), "utilisation cannot be 5: choose 0.01 to 2");
    let param = r#"{"do":"set_simulation","section":"incident","param":"reads","value":5}"#;
    assert!(refused(param).contains("no parameter reads"), "{}", refused(param));
    let policy = r#"{"do":"set_simulation","section":"migration","param":"policy","to":"hope"}"#;
    assert!(refused(policy).contains("no parameter hope"), "{}", refused(policy));
    let section = r#"{"do":"set_simulation","section":"step"}"#;
    assert_eq!(refused(section), "step is not written as the form expects it: change it in the text");
}

#[test]
fn what_the_finder_varies_is_a_table_of_the_text() {
    let text = "nodes = [\"A\"]\n[[strategy]]\nkind = \"ring\"\n[[step]]\nadd = \"B\"\n";
    let set = |text: &str, to: Option<&str>| {
        let (section, param) = ("incident".to_owned(), Some("tipping".to_owned()));
        scenario::edit(text, &Edit::SetSimulation { section, param, value: None, to: to.map(str::to_owned) })
    };
    let edited = set(text, Some("retries, utilisation")).unwrap();
    assert!(edited.contains("tipping = { x = \"retries\", y = \"utilisation\" }"), "{edited}");
    assert!(scenario::read(&edited).scenario.is_some());
    let one = set(&edited, Some("data_gb")).unwrap();
    assert!(one.contains("tipping = { x = \"data_gb\" }"), "{one}");
    assert!(!set(&one, None).unwrap().contains("tipping"));
    assert!(set(text, Some("shed")).unwrap_err().to_string().contains("throttle_mb_s"));
}
