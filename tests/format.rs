//! Laying a text out: the whole result on a text of every form, and for any text the same scenario, the same comments, and
//! nothing left to lay out.

mod common;

use proptest::prelude::*;
use shardlab::scenario::{self, PRESETS, Reading};

const BEFORE: &str = r#"

# Two racks
title="An exercise"
nodes=["Node A","Node B" ,  {name="Node C",weight=2}]   # who takes part


replicas   = 2
[ keys ] # what is stored
  count = 1_000
  pattern    =   "user:{i}"


# the naive one
[[strategy]]
kind="modulo"
[[ strategy ]]
kind = "ring"  # the workshop's
vnodes=40
[[step]]
add = [
    "Node D",# late
  { name = "Node E" , zone="a" } ,
]
fail = { }
#  the end   "#;

const AFTER: &str = r#"# Two racks
title = "An exercise"
nodes = ["Node A", "Node B", { name = "Node C", weight = 2 }]   # who takes part

replicas = 2

[keys] # what is stored
count   = 1_000
pattern = "user:{i}"

# the naive one
[[strategy]]
kind = "modulo"

[[strategy]]
kind   = "ring"  # the workshop's
vnodes = 40

[[step]]
add = [
    "Node D", # late
  { name = "Node E", zone = "a" },
]
fail = {}
#  the end
"#;

fn format(text: &str) -> String {
    scenario::format(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// What a reading says, without the places in the text.
fn meaning(text: &str) -> String {
    let Reading { scenario, diagnostics, .. } = scenario::read(text);
    let said: Vec<_> = diagnostics.into_iter().map(|one| (one.severity, one.path, one.message, one.remedy)).collect();
    format!("{scenario:?} {said:?}")
}

/// Every comment, in order. The texts here have no # in a value.
fn comments(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.find('#').map(|at| line[at..].trim_end())).collect()
}

fn holds(text: &str) {
    let after = format(text);
    assert_eq!(meaning(text), meaning(&after), "{text}\n{after}");
    assert_eq!(comments(text), comments(&after), "{text}\n{after}");
    assert_eq!(format(&after), after, "{text}\n{after}");
    assert!(after.lines().all(|line| line.trim_end() == line), "{after}");
}

#[test]
fn a_text_of_every_form_is_laid_out() {
    assert_eq!(format(BEFORE), AFTER);
    holds(BEFORE);
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(format(&windows(BEFORE)), windows(AFTER));
}

#[test]
fn values_of_every_kind_stay_as_they_are() {
    let kinds =
        "a = 1.5\nb = 0x1F\nc = 1979-05-27 07:32:00\nd = \"\"\"\n  two  \nlines\"\"\"\ne = 'x = [ 1 ]'\nf.g.\"h i\" = [[1, 2], [], [{}]]\n";
    let after = format(kinds);
    for value in ["1.5", "0x1F", "1979-05-27 07:32:00", "\"\"\"\n  two  \nlines\"\"\"", "'x = [ 1 ]'", "f.g.\"h i\"", "[[1, 2], [], [{}]]"]
    {
        assert!(after.contains(value), "{value}\n{after}");
    }
    assert_eq!(format(&after), after);
}

#[test]
fn examples_and_empty_texts_have_nothing_to_lay_out_but_equals_signs() {
    for preset in PRESETS {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(squeezed(&format(preset.text)), squeezed(preset.text), "{}", preset.name);
        assert_eq!(format(preset.text).lines().count(), preset.text.lines().count(), "{}", preset.name);
        holds(preset.text);
    }
    assert_eq!([format(""), format(" \n\n"), format("#")], ["", "", "#\n"]);
}

#[test]
fn what_is_no_toml_is_left_alone() {
    assert_eq!(scenario::format("a = 1\nb = ").unwrap_err().to_string(), "line 2 of the text is not TOML: mend it first");
    assert!(scenario::format(&"[".repeat(1000)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any scenario, its spaces and blank lines torn apart, with comments put in.
    #[test]
    fn the_same_scenario_and_comments_and_nothing_left(seed in any::<u64>(), noise in proptest::collection::vec(0_u8..8, 64)) {
        let text = common::scenario(seed);
        let mut torn = String::new();
        for (line, noise) in text.lines().zip(noise.iter().cycle()) {
            let spaces = " ".repeat(usize::from(*noise % 4));
            let wide = line.replace(" = ", &format!("{spaces}={spaces}")).replace(", ", &format!("{spaces},{spaces}"));
            torn += &match noise {
                0 => format!("{wide}\n"),
                1 => format!("{spaces}{wide}{spaces}\n"),
                2 => format!("\n\n\n{wide}\n"),
                3 => format!("{wide} # a comment {seed}  \n"),
                4 => format!("# above{spaces}\n{wide}\n"),
                5 => format!("{wide}#tight\n"),
                _ => format!("{wide}{spaces}\n\n"),
            };
        }
        holds(&torn);
    }
}
