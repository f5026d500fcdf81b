//! Keys and nodes of one's own: every format, everything that is skipped, the text that names them, and a million of them.

use proptest::prelude::*;
use shardlab::experiment::{self, Run};
use shardlab::keys::Texts;
use shardlab::own::{self, Choice, Format, KeyReader, KeyReport, read_keys};
use shardlab::scenario::{self, Beside, Edit, Severity};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

#[path = "../examples/beside/mod.rs"]
mod beside;

const TOLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/own.txt");

fn read(name: &str, bytes: impl AsRef<[u8]>) -> (Vec<String>, KeyReport) {
    let (keys, report) = read_keys(name, bytes.as_ref(), &Choice::default());
    (keys.iter().map(str::to_owned).collect(), report)
}

#[test]
fn the_same_keys_have_the_same_digest_in_every_format() {
    // printf 'alice\nbob\nZo\303\253\n' | sha256sum
    const DIGEST: &str = "bfbf986fcf1b14cdb0561d944e765f9eb825a2fe20e7d1d4f256dc033f9c570f";
    for (name, text) in [
        ("users.txt", "alice\nbob\nZoë\n"),
        ("", "alice\r\nbob\r\n\r\nZoë"),
        ("", "\u{feff}alice\nbob\nbob\nZoë\n"),
        ("users.csv", "id\nalice\nbob\nZoë\n"),
        ("", "n,user_id,x\n1,alice,\n2,\"bob\",\"a \"\"b\"\"\nc\"\n3,Zoë,\n"),
        ("", "n;user_id\n1;alice\n2;bob\n3;Zoë\n"),
        ("", "alice\t1\nbob\t2\nZoë\t3\n"),
        ("", "{\"n\":1,\"user\":{\"id\":\"alice\"}}\n{\"user\":{\"id\":\"bob\"}}\n\n{\"user\":{\"id\":\"Zo\\u00eb\"}}\n"),
        ("x.ndjson", "\"alice\"\n\"bob\"\n\"Zoë\"\n"),
    ] {
        let (keys, report) = read(name, text);
        assert_eq!(keys, ["alice", "bob", "Zoë"], "{name} {text}");
        assert_eq!((report.sha256.as_str(), report.count, report.refused), (DIGEST, 3, None), "{name} {text}");
    }
}

/// A list with everything that is skipped, its name, and how it is read.
fn cases() -> Vec<(&'static str, &'static str, Vec<u8>, Choice)> {
    let format = |format| Choice { format: Some(format), ..Choice::default() };
    let long = "k".repeat(1_001);
    let quote = format!("id\na\n\"never closed\n{}", "b\n".repeat(40_000));
    let mut bytes = b"a\nb\xffc\nd\n".to_vec();
    bytes.extend(format!("{long}\n\te\n \n f\na\nd\nd\nd\nd\nd\nd\n").into_bytes());
    let not_utf8 = b"id,x\n1,a\n2\xc3,b\n3,\xff\n".to_vec();
    vec![
        ("lines with all that is skipped", "", bytes, format(Format::Lines)),
        ("a mark, and Windows", "x.txt", "\u{feff}a\r\nb\r\n".as_bytes().to_vec(), Choice::default()),
        ("a table", "x.csv", b"id,name\n1,Ann\n\n2\n,Bo\n3,\"Carl\n4,Dora\n2,Eve\n".to_vec(), Choice::default()),
        ("a column that some rows lack", "x.csv", b"n,id\n1,a\n2\n3,\n4,b,c\n".to_vec(), Choice::default()),
        ("a table whose cells are not all UTF-8", "x.csv", not_utf8, Choice::default()),
        ("a quote that never ends", "x.csv", quote.into_bytes(), Choice::default()),
        (
            "JSON lines",
            "x.jsonl",
            b"{\"id\":1}\nnone\n{\"id\":1.5}\n{\"x\":1}\n{\"id\":null}\n{\"id\":true}\n\n{\"id\":-2}\n".to_vec(),
            Choice::default(),
        ),
        ("a JSON array", "x.jsonl", b"[\"a\",\n\"b\"]\n".to_vec(), Choice::default()),
        ("one line that is too long", "", vec![b'x'; 100_000], Choice::default()),
        ("nothing", "", Vec::new(), Choice::default()),
        ("spaces", "", b" \n\n".to_vec(), Choice::default()),
        ("UTF-16", "x.txt", b"\xff\xfea\0\n\0".to_vec(), Choice::default()),
        ("a spreadsheet", "x.xlsx", b"PK\x03\x04....".to_vec(), Choice::default()),
        ("a packed file", "x.csv.gz", b"\x1f\x8b....".to_vec(), Choice::default()),
    ]
}

/// `UPDATE=1` writes it anew.
#[test]
fn everything_that_is_skipped_is_told_as_written_down() {
    let mut text = String::from("What is said of lists of keys: tests/own.rs writes this with UPDATE=1.\n");
    for (what, name, bytes, choice) in cases() {
        let (keys, report) = read_keys(name, &bytes, &choice);
        assert_eq!(keys.len() as u64, report.count, "{what}");
        let KeyReport { format, header, columns, column, lines, count, refused, told, .. } = &report;
        let _ = write!(text, "\n==== {what}\n{format:?}, header {header}, column {column} of {columns:?}: {count} keys in {lines} lines\n");
        refused.iter().for_each(|why| text += &format!("refused: {why}\n"));
        told.iter().for_each(|told| text += &format!("{}{}\n", if told.skipped { "" } else { "note: " }, told.words));
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(TOLD, &text).unwrap();
    }
    let kept = std::fs::read_to_string(TOLD).unwrap_or_default();
    assert_eq!(kept, text, "UPDATE=1 cargo test --test own writes it anew");
}

/// Lines of all sorts, whole and torn.
fn lines() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        "[a-c]{0,3}".prop_map(String::into_bytes),
        "[a-c,;\t\"]{0,8}".prop_map(String::into_bytes),
        r#"\{"id":("[ab]{0,2}"|[0-9]{1,3}|null)\}"#.prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..6),
        Just(b"id,name".to_vec()),
    ];
    (prop::collection::vec(line, 0..12), any::<bool>()).prop_map(|(lines, closed)| {
        let mut bytes = lines.join(&b'\n');
        if closed {
            bytes.push(b'\n');
        }
        bytes
    })
}

fn formats() -> impl Strategy<Value = Option<Format>> {
    prop::option::of(prop::sample::select(vec![Format::Lines, Format::Comma, Format::Semicolon, Format::Tab, Format::Json]))
}

proptest! {
    #[test]
    fn a_list_is_read_alike_whole_and_in_pieces(bytes in lines(), format in formats(), size in 1_usize..9) {
        let choice = Choice { format, ..Choice::default() };
        let whole = read_keys("", &bytes, &choice);
        let mut reader = KeyReader::new("", choice);
        bytes.chunks(size).for_each(|piece| reader.feed(piece));
        prop_assert_eq!(reader.finish(), whole);
    }

    #[test]
    fn kept_keys_are_good_keys_each_once_in_their_order(bytes in lines(), format in formats()) {
        let (keys, report) = read_keys("", &bytes, &Choice { format, ..Choice::default() });
        let all: Vec<&str> = keys.iter().collect();
        for (i, key) in all.iter().enumerate() {
            prop_assert!(!key.trim().is_empty() && !key.chars().any(char::is_control));
            prop_assert!(!all[..i].contains(key));
        }
        prop_assert_eq!(report.refused.is_some(), all.is_empty());
        // What was kept is a list that reads as itself.
        if !all.is_empty() {
            let again = read_keys("", keys.joined().as_bytes(), &Choice { format: Some(Format::Lines), ..Choice::default() });
            prop_assert_eq!(again.1.sha256, report.sha256);
        }
    }

    #[test]
    fn lines_are_what_a_naive_reader_finds(list in prop::collection::vec("[a-d ]{0,3}", 0..30)) {
        let mut wanted: Vec<&str> = Vec::new();
        for line in list.iter().filter(|line| !line.trim().is_empty()) {
            if !wanted.contains(&line.as_str()) {
                wanted.push(line);
            }
        }
        let (keys, _) = read_keys("", list.join("\n").as_bytes(), &Choice { format: Some(Format::Lines), ..Choice::default() });
        prop_assert_eq!(keys.iter().collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn pieces_go_on_behind_what_is_looked_at() {
    let text: String = (0..20_000).map(|i| format!("\"user {i}\",{}\n", i % 7)).collect();
    let whole = read_keys("", text.as_bytes(), &Choice::default());
    assert_eq!((whole.1.count, whole.1.lines, whole.1.told.len()), (20_000, 20_000, 0));
    for size in [1_000, 65_536, 70_000] {
        let mut reader = KeyReader::new("", Choice::default());
        text.as_bytes().chunks(size).for_each(|piece| reader.feed(piece));
        assert_eq!(reader.finish(), whole, "{size}");
    }
}

#[test]
fn the_column_with_a_digest_is_found() {
    let table = "name,mail\nAnn,a@x\nBo,b@x\n";
    let (mails, _) = read("", "a@x\nb@x\n");
    let wanted = own::digest(&mails.iter().collect::<Texts>());
    let (keys, report) = own::seek_keys("x.csv", table.as_bytes(), &wanted).expect("the column mail");
    assert_eq!((keys.iter().collect::<Vec<_>>(), report.column), (vec!["a@x", "b@x"], 1));
    let other = own::seek_keys("x.csv", table.as_bytes(), &"0".repeat(64)).unwrap_err();
    assert_eq!(other.columns, ["name", "mail"]);
}

fn text(sha256: &str, count: u64) -> String {
    format!(
        "nodes = [\"a\", \"b\", \"c\"]\n[keys]\nfile = \"users.csv\"\nsha256 = \"{sha256}\"\ncount = {count}\n[[strategy]]\nkind = \"ring\"\n[[strategy]]\nkind = \"directory\"\n[[step]]\nadd = \"d\"\n"
    )
}

fn few() -> (Texts, String) {
    let keys: Texts = (0..1_000).map(|i| format!("key_{i}")).collect();
    let sha256 = own::digest(&keys);
    (keys, sha256)
}

#[test]
fn a_text_with_its_keys_gives_the_report_of_the_same_keys_in_the_text() {
    let (keys, sha256) = few();
    let mut at_hand = Beside::default();
    at_hand.keep(&sha256, keys.clone());
    let named = scenario::read_with(&text(&sha256, 1_000), &at_hand);
    let listed = text(&sha256, 1_000);
    let lines = format!("file = \"users.csv\"\nsha256 = \"{sha256}\"\ncount = 1000\n");
    let list = format!("list = {:?}\n", keys.iter().collect::<Vec<_>>());
    let listed = scenario::read(&listed.replace(&lines, &list));
    let json =
        |reading: scenario::Reading| experiment::json(&reading.scenario.unwrap_or_else(|| panic!("{:?}", reading.diagnostics)), true);
    assert_eq!(json(named), json(listed));
}

#[test]
fn a_text_without_its_keys_asks_for_them_and_for_nothing_else() {
    let (keys, sha256) = few();
    let reading = scenario::read(&text(&sha256, 1_000));
    assert!(reading.scenario.is_none() && reading.outline.is_some());
    assert_eq!(reading.needs.map(|needs| (needs.file, needs.sha256, needs.count)), Some(("users.csv".to_owned(), sha256.clone(), 1_000)));
    let said: Vec<String> = reading.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("line 3, column 8: the keys of users.csv are not here: 1,000 keys with the digest"), "{said:?}");
    // With another fault that is told first; a wrong number of the right keys is one.
    let other = scenario::read(&text(&sha256, 1_000).replace("\"ring\"", "\"rign\""));
    assert!(other.needs.is_none() && other.outline.is_none() && other.scenario.is_none());
    let mut at_hand = Beside::default();
    at_hand.keep(&sha256, keys);
    let wrong = scenario::read_with(&text(&sha256, 999), &at_hand);
    assert!(wrong.scenario.is_none());
    let fault = wrong.diagnostics.iter().find(|found| found.severity == Severity::Error).unwrap();
    assert_eq!(fault.message, "keys.count is 999, but the keys with this digest are 1000");
    assert_eq!(fault.fix.as_ref().unwrap().insert, "1000");
    at_hand.forget(&sha256);
    assert!(scenario::read_with(&text(&sha256, 1_000), &at_hand).needs.is_some());
    // A digest is the same in large letters.
    assert_eq!(scenario::read(&text(&sha256.to_uppercase(), 1_000)).needs.unwrap().sha256, sha256);
}

fn edited(text: &str, json: &str) -> Result<String, String> {
    let edit: Edit = serde_json::from_str(json).unwrap();
    scenario::edit(text, &edit).map_err(|error| error.to_string())
}

#[test]
fn a_text_that_lacks_its_keys_can_be_edited_and_is_still_checked() {
    let (_, sha256) = few();
    let text = text(&sha256, 1_000);
    assert_eq!(edited(&text, r#"{"do":"add_node","name":"e"}"#).unwrap(), text.replace("\"c\"]", "\"c\", \"e\"]"));
    let refused = edited(&text, r#"{"do":"set_popularity","kind":"hot","count":1001,"value":0.5}"#).unwrap_err();
    assert!(refused.starts_with("this would not work: "), "{refused}");
}

#[test]
fn keys_of_a_file_take_the_place_of_others_and_give_it_back() {
    let (_, sha256) = few();
    let json = format!(r#"{{"do":"set_key_file","file":"my \"own\".csv","sha256":"{sha256}","count":1000}}"#);
    let fields = format!("file = \"my \\\"own\\\".csv\"\nsha256 = \"{sha256}\"");
    let plain = "nodes = [\"a\"]\n\n[keys]\ncount = 5 # few\npattern = \"u{i}\"\n\n[[strategy]]\nkind = \"ring\"\n";
    let named = edited(plain, &json).unwrap();
    assert_eq!(named, plain.replace("count = 5 # few\npattern = \"u{i}\"", &format!("count = 1000 # few\n{fields}")));
    let back = edited(&named, r#"{"do":"set_keys","count":7,"pattern":"x{i}"}"#).unwrap();
    assert_eq!(back, plain.replace("count = 5 # few\npattern = \"u{i}\"", "count = 7 # few\npattern = \"x{i}\""));
    let ids = edited(&named, r#"{"do":"set_keys","ids":7}"#).unwrap();
    assert_eq!(ids, plain.replace("count = 5 # few\npattern = \"u{i}\"", "ids = 7 # few"));
    assert_eq!(edited(&ids, &json).unwrap(), named);
    let bare = "nodes = [\"a\"]\n\n[[strategy]]\nkind = \"ring\"\n";
    assert_eq!(edited(bare, &json).unwrap(), bare.replace("[\"a\"]\n", &format!("[\"a\"]\n\n[keys]\n{fields}\ncount = 1000\n")));
}

#[test]
fn pasted_nodes_take_the_place_of_the_old_ones() {
    let text = "# mine\nnodes = [\"a\", \"b\", \"c\"] # three\n\n[[strategy]]\nkind = \"ring\"\n\n[[step]]\nfail = \"a\"\n\n[[step]]\nremove = [\"b\", \"c\"]\nadd = \"x\"\n";
    let set = |text: &str, list: &str| edited(text, &serde_json::json!({"do": "set_nodes", "list": list}).to_string());
    let wanted = "# mine\nnodes = [\"b\", { name = \"d\", weight = 2, zone = \"w\", capacity = 5 }] # three\n\n[[strategy]]\nkind = \"ring\"\n\n[[step]]\nremove = [\"b\"]\nadd = \"x\"\n";
    assert_eq!(set(text, "b\nd,2,w,5\n").unwrap(), wanted);
    let many: String = (0..30).map(|i| format!("server-{i}\n")).collect();
    let after = set(text, &many).unwrap();
    assert!(after.contains("nodes = [\n  \"server-0\",\n  \"server-1\",\n") && after.contains("  \"server-29\",\n] # three\n"), "{after}");
    let sections = "[[nodes]]\nname = \"a\"\n\n[[nodes]]\nname = \"b\"\n\n[[strategy]]\nkind = \"ring\"\n";
    assert_eq!(set(sections, "z\n").unwrap(), "nodes = [\"z\"]\n\n[[strategy]]\nkind = \"ring\"\n");
    assert_eq!(set(text, "\n\n").unwrap_err(), "this needs at least one node, each on a line of its own: give it as well");
    assert!(set(text, "b\nx\n").unwrap_err().starts_with("this would not work: "), "x is added by a step");
}

#[test]
fn the_report_takes_keys_from_the_folder_of_the_text() {
    let folder = std::env::temp_dir().join(format!("shardlab-own-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("users.csv"), "id,x\nalice,1\nbob,2\nbob,3\n").unwrap();
    let (section, told) = beside::section(&folder.join("users.csv")).unwrap();
    assert_eq!(told, ["1 stands there before, and is kept once (line 4)"]);
    let text = format!("nodes = [\"a\"]\n{section}[[strategy]]\nkind = \"ring\"\n");
    let needs = scenario::read(&text).needs.expect("keys");
    assert_eq!(beside::keys(&needs, &folder).unwrap().iter().collect::<Vec<_>>(), ["alice", "bob"]);
    let with = |file: &str, sha256: &str, count: u64| {
        let needs = scenario::KeyFile { file: file.to_owned(), sha256: sha256.to_owned(), count };
        beside::keys(&needs, &folder).unwrap_err()
    };
    assert!(with("users.csv", &needs.sha256, 3).contains("keys.count is 3, but users.csv has 2 keys (write count = 2)"));
    assert!(with("users.csv", &"0".repeat(64), 2).contains("users.csv has other keys than the text wants, 2 with sha256 0000"));
    assert!(with("nobody.csv", &needs.sha256, 2).contains("nobody.csv"));
    for outside in ["../users.csv", "/etc/hostname", "a/../../b"] {
        assert!(with(outside, &needs.sha256, 2).contains("must lie in the folder"), "{outside}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_million_keys_are_read_and_placed_in_seconds() {
    let table: String = (0..1_050_000).map(|i| format!("{i},user-{:07}@example.org,x\n", i % 1_020_000)).collect();
    let started = Instant::now();
    let choice = Choice { column: Some("2".to_owned()), ..Choice::default() };
    let (keys, report) = read_keys("users.csv", table.as_bytes(), &choice);
    let took = started.elapsed();
    assert_eq!((report.count, report.lines, report.columns.len()), (1_000_000, 1_050_000, 3));
    let told: Vec<&str> = report.told.iter().map(|told| told.words.as_str()).collect();
    assert!(told[0].starts_with("30,000 stand there before") && told[1].starts_with("20,000 more keys"), "{told:?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    let mut at_hand = Beside::default();
    at_hand.keep(&report.sha256, keys);
    let text = text(&report.sha256, 1_000_000).replace("[[strategy]]\nkind = \"directory\"\n", "");
    let started = Instant::now();
    let mut run = Run::new(scenario::read_with(&text, &at_hand).scenario.expect("a scenario"));
    while !run.advance(100_000).finished() {}
    let placed: u64 = run.report().strategies[0].phases[1].nodes.iter().map(|load| load.keys).sum();
    println!("read in {took:?}, placed in {:?}", started.elapsed());
    assert_eq!(placed, 1_000_000);
    assert!(started.elapsed() < Duration::from_secs(60));
}
