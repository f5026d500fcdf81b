//! Links: what is shared is what opens, broken ones are refused with their cause, and those of released forms open for
//! ever.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use shardlab::experiment;
use shardlab::hash::HashKind;
use shardlab::scenario::{self, LinkError, Opened, PRESETS, Place, decode, encode, fragment, open};
use std::time::Instant;

/// The longest text of a link.
const CAP: usize = 256 * 1024;

/// A scenario of 1.1 KB by a person who comments.
const LONG: &str = r#"# Our two racks, as they stand today, and what we plan for the winter
title = "Reshard the session store"
replicas = 2
seed = 7

nodes = [
  { name = "cache-fra-01", weight = 2, zone = "frankfurt" },
  { name = "cache-fra-02", weight = 2, zone = "frankfurt" },
  { name = "cache-fra-03", weight = 1, zone = "frankfurt" },
  { name = "cache-ams-01", weight = 2, zone = "amsterdam" },
  { name = "cache-ams-02", weight = 1, zone = "amsterdam" },
]

[keys]
count   = 250000
pattern = "session:{i}:cart"

[[strategy]]
kind = "modulo"     # what we run

[[strategy]]
kind   = "ring"     # what the vendor proposes
name   = "ring, 160 points"
vnodes = 160
hash   = "xxh64"

[[strategy]]
kind = "rendezvous" # what the book says
hash = "xxh64"

# Week 1: the small machine in Frankfurt goes
[[step]]
remove = "cache-fra-03"

# Week 2: a rack loses its power
[[step]]
fail = { zone = "amsterdam" }

[[step]]
recover = ["cache-ams-01", "cache-ams-02"]

# Week 3: the new machines come, four times as large
[[step]]
add = [{ name = "cache-par-01", weight = 4 }, { name = "cache-par-02", weight = 4 }]
"#;

fn text_of(opened: Opened) -> Option<String> {
    match opened {
        Opened::Preset { text, .. } | Opened::Text { text, .. } => Some(text),
        Opened::Nothing { .. } | Opened::Broken { .. } => None,
    }
}

/// A link as its reader meets it: what begins with `?` is the query of an address.
fn follow(link: &str) -> Opened {
    if link.starts_with('?') { open("", link) } else { open(link, "") }
}

fn link(text: &str, place: &Place) -> String {
    fragment(text, place).unwrap_or_else(|problem| panic!("{problem}\n{text}"))
}

fn message(hash: &str) -> String {
    match open(hash, "") {
        Opened::Broken { message } => message,
        other => panic!("{hash} opens {other:?}"),
    }
}

/// A payload of these parts.
fn payload(flags: u8, preset: u8, deflated: &[u8], text: &[u8]) -> String {
    let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(text).to_be_bytes();
    URL_SAFE_NO_PAD.encode([&[flags, preset], deflated, &sum].concat())
}

/// A raw deflate stream, in one piece.
fn deflated(text: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(text, 9)
}

/// SHA-256 of a text, in hexadecimal.
fn digest(text: &str) -> String {
    HashKind::Sha256.text(text).hex()
}

fn everywhere() -> Place {
    Place { step: Some(2), view: Some("ring".to_owned()), at_s: Some(12.5), theme: Some("dark".to_owned()), embed: true }
}

#[test]
fn the_presets_are_numbered_and_named_apart_and_have_no_error() {
    let mut seen = Vec::new();
    assert!(PRESETS.windows(2).all(|pair| pair[0].id < pair[1].id));
    for preset in PRESETS {
        let reading = scenario::read(preset.text);
        let strategies = reading.scenario.as_ref().map_or(0, |scenario| scenario.strategies.len());
        assert!(preset.strategy.is_none_or(|strategy| (strategy as usize) < strategies), "{}", preset.name);
        let sentences = preset.why.matches(['.', '?']).count();
        assert!(preset.why.is_empty() || (preset.why.ends_with('.') && sentences >= 2), "{}", preset.name);
        let title = reading.scenario.map(|scenario| scenario.title);
        assert_eq!(title.as_deref(), Some(preset.title), "{:?}", reading.diagnostics);
        assert!(preset.line.ends_with(['.', '?']) && preset.line.chars().count() <= 120, "{}", preset.line);
        assert!(preset.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
        // A cut name must not be another one.
        assert!(!seen.iter().any(|name: &&str| name.starts_with(preset.name) || preset.name.starts_with(name)));
        seen.push(preset.name);
    }
}

#[test]
fn a_link_says_the_place_in_one_order() {
    assert_eq!(link(PRESETS[0].text, &Place::default()), "#preset=add-a-node");
    assert_eq!(link(PRESETS[0].text, &everywhere()), "#preset=add-a-node&step=2&view=ring&at=12.5s&theme=dark&embed=1");
    let own = link("title = \"x\"", &everywhere());
    assert!(own.starts_with("#v1.") && own.ends_with("&step=2&view=ring&at=12.5s&theme=dark&embed=1"), "{own}");
}

#[test]
fn what_no_link_can_say_of_a_place_is_left_out() {
    for at_s in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
        let place = Place { at_s: Some(at_s), view: Some("no view".to_owned()), theme: Some("blue".to_owned()), ..Place::default() };
        assert_eq!(link(PRESETS[0].text, &place), "#preset=add-a-node");
    }
}

#[test]
fn a_small_edit_of_a_preset_takes_at_most_80_characters() {
    for preset in PRESETS {
        let text = preset.text;
        let edits = [
            text.replacen("Node A", "Node X", 1),
            text.replacen("key_{i}", "user:{i}", 1),
            text.replacen("count   = 1000", "count   = 5000", 1),
            text.replacen("vnodes = 100", "vnodes = 250", 1),
            text.replacen("[[step]]", "[[step]]\nremove = \"Node C\"\n\n[[step]]", 1),
            format!("{text}\n[[step]]\nremove = \"Node A\"\n"),
            text.trim_end().to_owned(),
        ];
        for edited in edits.iter().filter(|edited| *edited != text) {
            let made = link(edited, &Place::default());
            assert!(made.len() <= 80, "{} characters: {made}\n{edited}", made.len());
            assert_eq!(text_of(open(&made, "")).as_ref(), Some(edited));
        }
    }
}

#[test]
fn a_scenario_of_a_kilobyte_takes_900_characters() {
    assert!(scenario::read(LONG).scenario.is_some(), "{:?}", scenario::read(LONG).diagnostics);
    assert!((1_090..1_300).contains(&LONG.len()), "{}", LONG.len());
    let made = link(LONG, &Place::default());
    assert!(made.len() <= 900, "{}", made.len());
    assert_eq!(text_of(open(&made, "")).as_deref(), Some(LONG));
}

#[test]
fn a_link_that_was_escaped_on_its_way_opens() {
    let text = "title = \"grün ↻\"\nnodes = [\"a\"]\n[[strategy]]\nkind = \"ring\"\n";
    let whole = link(text, &everywhere());
    let own = Opened::Text { text: text.to_owned(), place: everywhere() };
    let escaped: String = whole.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let folded = format!("{}\r\n {}", &whole[..20], &whole[20..]);
    let ways = [
        whole.clone(),
        whole[1..].to_owned(),
        whole.replace('#', "%23"),
        whole.replace('#', "#%23"),
        whole.replace('#', "%2523"),
        whole.replace('&', "&amp;"),
        whole.replace('&', "%26").replace('=', "%3D"),
        whole.replace('-', "%2D").replace('_', "%5f").replace('.', "%2E"),
        escaped,
        folded,
        format!("{whole}&utm_source=mail&fbclid=%C3%A9"),
    ];
    for way in ways {
        assert_eq!(open(&way, "?preset=weights"), own, "{way}");
    }
}

#[test]
fn the_fragment_wins_over_the_query() {
    let name = |opened| match opened {
        Opened::Preset { name, place, .. } => (name, place.step),
        other => panic!("{other:?}"),
    };
    assert_eq!(name(open("#preset=weights", "?preset=bad-hash&step=3")), ("weights".to_owned(), None));
    assert_eq!(name(open("#step=1", "?preset=bad-hash&step=3")), ("bad-hash".to_owned(), Some(1)));
    assert_eq!(name(open("#", "?utm_source=mail&preset=bad-hash&step=3")), ("bad-hash".to_owned(), Some(3)));
}

#[test]
fn an_address_that_asks_for_nothing_opens_nothing() {
    let nothing = Opened::Nothing { place: Place::default() };
    for (hash, search) in [("", ""), ("#", "?"), ("", "?utm_source=mail"), ("", "?step=soon&view=5&v1.AAAA"), ("%23", "")] {
        assert_eq!(open(hash, search), nothing, "{hash} {search}");
    }
    let placed = Opened::Nothing { place: Place { theme: Some("dark".to_owned()), step: Some(1), ..Place::default() } };
    assert_eq!(open("#step=1", "?theme=dark"), placed);
}

#[test]
fn a_broken_link_tells_its_cause_and_what_to_do() {
    let whole = link(LONG, &Place::default());
    let other = payload(0, 0, &deflated(b"one"), b"another");
    let not_text = payload(0, 0, &deflated(b"\xff\xfe"), b"\xff\xfe");
    let long = format!("#v1.{}", "A".repeat(64 * 1024 + 1));
    let cases = [
        (whole[..200].to_owned(), "the link is cut off: its end is missing (copy it again, whole, up to its last character)"),
        ("#v1.".to_owned(), "the link is cut off: its end is missing (copy it again, whole, up to its last character)"),
        (whole.replacen('.', ".@", 1), "the link was changed on its way: \"@\" stands in no link (copy it again from where it was made)"),
        (format!("#v1.{other}"), "the link was changed on its way: it fails its checksum (copy it again from where it was made)"),
        (format!("#v1.{not_text}"), "the link was changed on its way: it fails its checksum (copy it again from where it was made)"),
        ("#v2.AAAA".to_owned(), "the link was made by a newer version of Shardlab: v2 (reload this page to get the newest version)"),
        (
            format!("#v1.{}", payload(1, 0, &[3, 0], b"")),
            "the link was made by a newer version of Shardlab: v1, form 1 (reload this page to get the newest version)",
        ),
        (
            format!("#v1.{}", payload(0, 200, &[3, 0], b"")),
            "the link was made by a newer version of Shardlab: v1, preset 200 (reload this page to get the newest version)",
        ),
        (long, "the link has 65537 characters, at most 65536 are read (ask for the scenario as a file)"),
        ("#preset=weight".to_owned(), "there is no preset \"weight\" in this version (did you mean weights?)"),
        (
            "#preset=nowhere".to_owned(),
            "there is no preset \"nowhere\" in this version (presets: add-a-node, remove-a-node, one-point-ring, weights, bad-hash, modulo-to-ring, rendezvous-or-ring, every-strategy, lose-a-zone, hot-key, every-copy-answers, key-in-pieces and 32 more)",
        ),
        (
            "#preset=weights&step=two".to_owned(),
            "the link's step is \"two\", must be a whole number from 0, the start (mend it in the address, or take step= out)",
        ),
        (
            "#step=-1".to_owned(),
            "the link's step is \"-1\", must be a whole number from 0, the start (mend it in the address, or take step= out)",
        ),
        (
            "#preset=weights&view=../x".to_owned(),
            "the link's view is \"../x\", must be a lower-case word like ring (mend it in the address, or take view= out)",
        ),
        (
            "#preset=weights&at=1e9s".to_owned(),
            "the link's at is \"1e9s\", must be a time in seconds like 12.5s (mend it in the address, or take at= out)",
        ),
        (
            "#preset=weights&theme=blue".to_owned(),
            "the link's theme is \"blue\", must be light or dark (mend it in the address, or take theme= out)",
        ),
        (
            "#preset=weights&embed=yes".to_owned(),
            "the link's embed is \"yes\", must be 1 or 0 (mend it in the address, or take embed= out)",
        ),
        ("#v1".to_owned(), "the address ends in \"#v1\", which is no link to a scenario (copy it again, whole, from where it was made)"),
        (
            "#presets=weights".to_owned(),
            "the address ends in \"#presets=weights\", which is no link to a scenario (copy it again, whole, from where it was made)",
        ),
    ];
    for (hash, wanted) in cases {
        assert_eq!(message(&hash), wanted, "{hash:.60}");
    }
    assert_eq!(
        open("", "?preset=weight&step=1"),
        Opened::Broken { message: "there is no preset \"weight\" in this version (did you mean weights?)".to_owned() }
    );
}

#[test]
fn a_text_that_fits_no_link_says_so() {
    let noise: String = (0..CAP as u64).map(|i| HashKind::Sha256.text(&i.to_string()).hex().remove(7)).collect();
    let problem = fragment(&noise, &Place::default()).map_err(|problem| problem.to_string());
    let words = "the text has 262144 bytes, too long for a link (share it as a file, or use count and pattern instead of a long list)";
    assert_eq!(problem, Err(words.to_owned()));
    assert_eq!(encode(&" ".repeat(CAP + 1)), Err(LinkError::Unlinkable { bytes: CAP + 1 }));
    // The longest text that there is, where it is a plain one.
    let longest = " ".repeat(CAP);
    assert_eq!(encode(&longest).and_then(|payload| decode(&payload)), Ok(longest));
}

/// Whether a link that was changed is refused, or opens the same text.
fn is_safe(changed: &str, text: &str) -> bool {
    match open(changed, "?preset=weights") {
        Opened::Broken { .. } => true,
        other => text_of(other).as_deref() == Some(text),
    }
}

/// Links of every form, each with its text.
fn links_of_every_form() -> Vec<(String, String)> {
    let edited = PRESETS[1].text.replace("Node B", "Node X");
    let texts = ["", "x", "title = \"ä\"\n", LONG, PRESETS[0].text, edited.as_str()];
    let places = [Place::default(), everywhere()];
    texts.iter().flat_map(|text| places.iter().map(|place| (link(text, place), (*text).to_owned()))).collect()
}

#[test]
fn a_truncated_link_never_opens_another_text() {
    for (whole, text) in links_of_every_form() {
        for end in 2..whole.len() {
            assert!(is_safe(&whole[..end], &text), "{}", &whole[..end]);
        }
    }
}

#[test]
fn a_link_with_one_other_character_never_opens_another_text() {
    const OTHERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.&=#%?+/ ;é";
    for (whole, text) in links_of_every_form() {
        let step = if whole.len() > 300 { 7 } else { 1 };
        for at in 0..whole.len() {
            for other in OTHERS.chars().skip(at % step).step_by(step) {
                let changed = format!("{}{other}{}", &whole[..at], &whole[at + 1..]);
                assert!(is_safe(&changed, &text), "{changed}");
            }
        }
    }
}

#[test]
fn bombs_are_refused_at_once() {
    for size in [CAP + 1, 1 << 20, 40 << 20] {
        let text = vec![b' '; size];
        let bomb = payload(0, 0, &deflated(&text), &text);
        let start = Instant::now();
        assert_eq!(decode(&bomb), Err(LinkError::LongText), "{size}");
        assert!(start.elapsed().as_millis() < 200, "{:?}", start.elapsed());
    }
    let start = Instant::now();
    for hash in ["%".repeat(1 << 18), "&".repeat(1 << 18), "&amp;".repeat(50_000), "#".repeat(10 << 20), "v".repeat(10 << 20)] {
        assert!(text_of(open(&hash, &hash)).is_none());
    }
    assert!(start.elapsed().as_millis() < 1_000, "{:?}", start.elapsed());
}

#[test]
fn bytes_after_the_end_are_refused() {
    let mut stream = deflated(b"title = \"x\"");
    stream.push(0);
    assert_eq!(decode(&payload(0, 0, &stream, b"title = \"x\"")), Err(LinkError::Altered));
}

/// What links promise of a report, as a text: the fields that stay. Fields that are added later are not in it.
fn promised(scenario: scenario::Scenario) -> String {
    use std::fmt::Write;
    let report = experiment::run(scenario);
    let (mut text, total) = (format!("{}\n", report.title), report.keys as f64);
    for strategy in &report.strategies {
        writeln!(text, "{} {}", strategy.name, strategy.kind).unwrap();
        for phase in &strategy.phases {
            writeln!(text, "{} {} {}", phase.label, phase.moved, phase.needless).unwrap();
            for node in &phase.nodes {
                writeln!(text, "{} {} {} {}", report.name(node.node), node.keys, node.keys as f64 / total, node.fair).unwrap();
            }
            for (from, to, keys) in &phase.flows {
                writeln!(text, "{} > {} {keys}", report.name(*from), report.name(*to)).unwrap();
            }
        }
        if let Some(refused) = &strategy.refused {
            writeln!(text, "refused {}", refused.step).unwrap();
        }
    }
    text
}

/// `link TAB digest of its text TAB digest of its report, or - where the text has errors`; lines with // are comments.
#[test]
fn golden_links_open_for_ever() {
    let lines: Vec<&str> = include_str!("golden_links.txt").lines().filter(|line| !line.starts_with("//")).collect();
    assert!(lines.len() >= 20, "{} golden links", lines.len());
    let mut wrong = Vec::new();
    for line in lines {
        let link = line.split('\t').next().unwrap_or_default();
        let text = text_of(follow(link)).unwrap_or_else(|| panic!("{link} opens {:?}", follow(link)));
        let report = scenario::read(&text).scenario.map(|scenario| digest(&promised(scenario)));
        let found = format!("{link}\t{}\t{}", digest(&text), report.as_deref().unwrap_or("-"));
        wrong.extend((found != line).then_some(found));
    }
    assert!(wrong.is_empty(), "these lines differ:\n{}", wrong.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_opens_as_it_was_shared(text in prop_oneof![
        "(?s).{0,300}",
        "[a-z =\\[\\]\"\n]{0,2000}",
        proptest::collection::vec(any::<char>(), 0..5_000).prop_map(|chars| chars.into_iter().collect::<String>()),
    ]) {
        let opened = open(&link(&text, &Place::default()), "");
        prop_assert_eq!(text_of(opened), Some(text));
    }

    #[test]
    fn any_place_opens_as_it_was_shared(
        step in proptest::option::of(any::<u32>()),
        view in proptest::option::of("[a-z-]{1,20}"),
        at_ms in proptest::option::of(0_u32..),
        theme in proptest::option::of("light|dark"),
        embed in any::<bool>(),
        own in any::<bool>(),
    ) {
        let place = Place { step, view, at_s: at_ms.map(|ms| f64::from(ms) / 1e3), embed, theme };
        let text = if own { "title = \"x\"" } else { PRESETS[3].text };
        let opened = open(&link(text, &place), "");
        let there = match &opened {
            Opened::Text { place, .. } | Opened::Preset { place, .. } | Opened::Nothing { place } => place,
            Opened::Broken { message } => panic!("{message}"),
        };
        prop_assert_eq!(there, &place);
        prop_assert_eq!(text_of(opened.clone()), Some(text.to_owned()));
    }

    #[test]
    fn any_bytes_are_refused_or_a_text_that_can_be_shared(mut bytes in proptest::collection::vec(any::<u8>(), 0..200), honest in any::<bool>()) {
        if honest {
            // A right head and a right checksum, so that more of them reach the inflater and pass.
            let text: Vec<u8> = bytes.iter().map(|byte| byte & 0x7f).collect();
            bytes = URL_SAFE_NO_PAD.decode(payload(0, bytes.len() as u8 % 9, &deflated(&text), &text)).unwrap_or_default();
        }
        if let Ok(text) = decode(&URL_SAFE_NO_PAD.encode(&bytes)) {
            prop_assert!(text.len() <= CAP);
            prop_assert_eq!(decode(&encode(&text).unwrap_or_default()), Ok(text));
        }
    }

    #[test]
    fn any_address_is_answered(hash in "(?s).{0,80}", search in "[?&=a-z0-9.%]{0,60}") {
        let _ = open(&hash, &search);
        let _ = open(&format!("#v1.{hash}"), &search);
        let _ = open(&format!("#preset=weights&{hash}"), &search);
    }
}
