//! The link reader under any fragment, and as the inverse of the writer for any text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shardlab::scenario::{self, Opened, Place};

fuzz_target!(|input: (&str, &str, u8)| {
    let (text, search, kind) = input;
    if kind % 2 == 0 {
        // A text that fits in a link opens as itself.
        if let Ok(link) = scenario::fragment(text, &Place::default()) {
            match scenario::open(&link, "") {
                Opened::Text { text: opened, .. } | Opened::Preset { text: opened, .. } => assert_eq!(opened, text),
                other => panic!("a link of a text opens as {other:?}"),
            }
        }
        return;
    }
    // Anything else is refused or opens a text within the cap, which a link of its own opens again.
    let hash = if kind % 4 == 1 { format!("#v1.{text}") } else { text.to_owned() };
    if let Opened::Text { text: opened, .. } = scenario::open(&hash, search) {
        assert!(opened.len() <= 256 * 1024);
        if let Ok(again) = scenario::fragment(&opened, &Place::default()) {
            assert!(matches!(scenario::open(&again, ""), Opened::Text { text, .. } | Opened::Preset { text, .. } if text == opened));
        }
    }
});
