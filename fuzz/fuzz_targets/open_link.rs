//! Links: a text opens as it was shared, and whatever else opens is a text that can be shared again.
//!
//! The first byte chooses what the rest is: a text; the bytes of a payload; a payload with a right head and checksum
//! around a deflate stream; an address.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use shardlab::scenario::{self, Opened, Place};

/// Bytes of the longest text that a link may hold.
const CAP: usize = 256 * 1024;
/// Near this many characters a foreign compressor may fit a text in that ours does not.
const NEAR_FULL: usize = 60_000;

fn text_of(opened: Opened) -> Option<String> {
    match opened {
        Opened::Text { text, .. } | Opened::Preset { text, .. } => Some(text),
        Opened::Nothing { .. } | Opened::Broken { .. } => None,
    }
}

fn shares(text: &str) {
    let place = Place { step: Some(3), view: Some("ring".to_owned()), ..Place::default() };
    let link = scenario::fragment(text, &place).expect("a short text fits a link");
    match scenario::open(&link, "") {
        Opened::Text { text: opened, place: there } | Opened::Preset { text: opened, place: there, .. } => {
            assert_eq!(opened, text);
            assert_eq!(there, place);
        }
        other => panic!("{link} opens {other:?}"),
    }
}

fn opens(payload: &str) {
    let Ok(text) = scenario::decode(payload) else { return };
    assert!(text.len() <= CAP);
    match scenario::encode(&text) {
        Ok(again) => assert_eq!(scenario::decode(&again).as_deref(), Ok(text.as_str())),
        Err(problem) => assert!(payload.len() > NEAR_FULL, "{problem}"),
    }
}

/// A payload with a right head, around a deflate stream and the checksum of what it holds.
fn around(preset: u8, deflated: &[u8]) -> String {
    let stored = |text: &[u8]| {
        let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(text);
        URL_SAFE_NO_PAD.encode([&[0, preset % 8], deflated, &sum.to_be_bytes()].concat())
    };
    // The checksum is not known before the text: a stored block holds its text as it is.
    deflated.get(5..).map_or_else(|| stored(b""), stored)
}

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    match choice % 4 {
        0 => shares(&String::from_utf8_lossy(rest)),
        1 => opens(&URL_SAFE_NO_PAD.encode(rest)),
        2 => {
            let Some((preset, text)) = rest.split_first() else { return };
            // A stored block, its length in front: opens where the bytes are text.
            let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
            let text = &text[..usize::from(length)];
            let block = [&[1], &length.to_le_bytes()[..], &(!length).to_le_bytes()[..], text].concat();
            let payload = around(*preset, &block);
            opens(&payload);
            let known = preset % 8 < 7 && payload.len() <= 64 * 1024;
            let wanted = std::str::from_utf8(text).ok().filter(|_| known).map(str::to_owned);
            assert_eq!(scenario::decode(&payload).ok(), wanted);
        }
        _ => {
            let address = String::from_utf8_lossy(rest);
            let (hash, search) = address.split_once('?').unwrap_or((&address, ""));
            for hash in [hash.to_owned(), format!("#v1.{hash}"), format!("#preset={hash}")] {
                if let Some(text) = text_of(scenario::open(&hash, search)) {
                    assert!(text.len() <= CAP);
                }
            }
        }
    }
});
