//! Links: a whole scenario in the fragment of an address, so that sharing one needs no server.
//!
//! `#v1.PAYLOAD&step=2&view=ring` carries a text, `#preset=NAME&step=2` names a preset. The payload is base64url without
//! padding of a flags byte (0), the number of the preset whose text is the dictionary (0: none), the deflated text and
//! the text's CRC-32. Everything in an address is hostile: it is decoded in the order length, base64url, inflate under a
//! cap, checksum, UTF-8, and what fails is told with its cause, never replaced by something else.

use super::diagnostic::{nearest, shown};
use super::limits;
use super::presets::{PRESETS, Preset, numbered, preset};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use zlib_rs::{Deflate, DeflateFlush, Inflate, InflateFlush, Status};

/// Characters of a payload: above any address that browsers and chats carry.
pub const PAYLOAD_CHARS: usize = 64 * 1024;
/// Characters of a fragment before it is looked at: a payload whose every character is percent-encoded, and its place.
const FRAGMENT_CHARS: usize = 4 * PAYLOAD_CHARS;
/// The version of links that this build writes and reads.
const VERSION: &str = "1";
/// Bytes of the checksum after the deflated text.
const TAIL: usize = 4;
/// Deflate's window is 32 KiB, the largest.
const WINDOW_BITS: u8 = 15;
const LEVEL: i32 = 9;
/// Seconds on a timeline that a link can name, some thirty years.
const SECONDS_MAX: f64 = 1e9;
const VIEW_CHARS: usize = 20;

/// Where in a scenario a link leads, and how it is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(from_wasm_abi, into_wasm_abi))]
#[serde(default)]
pub struct Place {
    /// The step, 0 for the start.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub step: Option<u32>,
    /// The view: a lower-case word.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub view: Option<String>,
    /// The time within a simulation, in seconds; a link keeps milliseconds.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub at_s: Option<f64>,
    /// Without chrome, in somebody's page.
    pub embed: bool,
    /// `light` or `dark`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub theme: Option<String>,
}

/// What an address asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(into_wasm_abi))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Opened {
    /// Nothing: the page shows what it shows without a link.
    Nothing,
    /// A preset.
    Preset {
        /// Its name.
        name: String,
        /// Its text.
        text: String,
        /// Where in it.
        place: Place,
    },
    /// A text.
    Text {
        /// The text, exactly as it was shared.
        text: String,
        /// Where in it.
        place: Place,
    },
    /// Something that cannot be opened; nothing must run in its place.
    Broken {
        /// The cause and what to do.
        message: String,
    },
}

/// Why a link cannot be opened or made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// The end of the link is missing.
    CutOff,
    /// A character that no link has.
    Character(char),
    /// What it holds does not fit its checksum or its form.
    Altered,
    /// A version that this build does not know.
    Newer {
        /// The version as the link names it.
        version: String,
    },
    /// The link has more characters than a link can have.
    LongLink {
        /// How many it has.
        chars: usize,
        /// How many it can have.
        most: usize,
    },
    /// The text that it holds is longer than any scenario.
    LongText,
    /// A text that fits no link.
    Unlinkable {
        /// Its bytes.
        bytes: usize,
    },
    /// No preset has that name.
    UnknownPreset {
        /// The name as the link has it.
        name: String,
    },
    /// A parameter whose value is not one of those that it takes.
    Value {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: String,
        /// What it must be.
        rule: &'static str,
    },
    /// A fragment that is no link at all.
    Unknown {
        /// The fragment.
        fragment: String,
    },
    /// The compressor failed, which only a lack of memory can cause.
    Compressor,
}

impl fmt::Display for LinkError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutOff => write!(out, "the link is cut off: its end is missing (copy it again, whole, up to its last character)"),
            Self::Character(character) => {
                let clean = shown(&character.to_string());
                write!(out, "the link was altered on its way: \"{clean}\" stands in no link (copy it again from where it was made)")
            }
            Self::Altered => write!(out, "the link was altered on its way: it fails its checksum (copy it again from where it was made)"),
            Self::Newer { version } => {
                write!(
                    out,
                    "the link was made by a newer version of Shardlab: {} (reload this page to get the newest version)",
                    shown(version)
                )
            }
            Self::LongLink { chars, most } => {
                write!(out, "the link has {chars} characters, at most {most} are read (ask for the scenario as a file)")
            }
            Self::LongText => {
                write!(
                    out,
                    "the link holds a text of more than {} bytes, which no scenario has (ask for the scenario as a file)",
                    limits::TEXT_BYTES
                )
            }
            Self::Unlinkable { bytes } => {
                write!(
                    out,
                    "the text has {bytes} bytes, too long for a link (share it as a file, or use count and pattern instead of a long list)"
                )
            }
            Self::UnknownPreset { name } => {
                write!(out, "the link names the preset \"{}\", which is not there ({})", shown(name), preset_remedy(name))
            }
            Self::Value { name, value, rule } => {
                write!(out, "the link's {name} is \"{}\", must be {rule} (mend it in the address, or take {name}= out)", shown(value))
            }
            Self::Unknown { fragment } => {
                write!(
                    out,
                    "the address ends in \"#{}\", which is no link to a scenario (copy it again, whole, from where it was made)",
                    shown(fragment)
                )
            }
            Self::Compressor => write!(out, "the link could not be made: memory ran out (share the scenario as a file)"),
        }
    }
}

impl std::error::Error for LinkError {}

fn preset_remedy(name: &str) -> String {
    match nearest(name, PRESETS.iter().map(|preset| preset.name)) {
        Some(near) => format!("did you mean {near}?"),
        None => "reload this page to get the newest presets, or pick one from the menu".to_owned(),
    }
}

/// The payload of a text.
///
/// # Errors
/// When the text is longer than a link can hold.
pub fn encode(text: &str) -> Result<String, LinkError> {
    let too_long = LinkError::Unlinkable { bytes: text.len() };
    if text.len() > limits::TEXT_BYTES {
        return Err(too_long);
    }
    let mut shortest = packed(text, None)?;
    for preset in &PRESETS {
        let other = packed(text, Some(preset))?;
        if other.len() < shortest.len() {
            shortest = other;
        }
    }
    let payload = URL_SAFE_NO_PAD.encode(shortest);
    if payload.len() > PAYLOAD_CHARS { Err(too_long) } else { Ok(payload) }
}

/// The bytes of a payload, with a preset's text as the dictionary.
fn packed(text: &str, preset: Option<&Preset>) -> Result<Vec<u8>, LinkError> {
    let mut bytes = vec![0, preset.map_or(0, |preset| preset.id)];
    deflate(text.as_bytes(), dictionary(preset), &mut bytes)?;
    bytes.extend(checksum(text.as_bytes()));
    Ok(bytes)
}

const fn dictionary(preset: Option<&Preset>) -> &'static [u8] {
    match preset {
        Some(preset) => preset.text.as_bytes(),
        None => &[],
    }
}

fn checksum(text: &[u8]) -> [u8; TAIL] {
    zlib_rs::crc32::crc32(0, text).to_be_bytes()
}

/// Adds the raw deflate stream of `text` to `into`.
fn deflate(text: &[u8], dictionary: &[u8], into: &mut Vec<u8>) -> Result<(), LinkError> {
    let mut stream = Deflate::new(LEVEL, false, WINDOW_BITS);
    if !dictionary.is_empty() {
        stream.set_dictionary(dictionary).map_err(|_| LinkError::Compressor)?;
    }
    let mut chunk = [0; 8 * 1024];
    let mut read = 0;
    loop {
        let (before_in, before_out) = (stream.total_in(), stream.total_out());
        let status = stream.compress(&text[read..], &mut chunk, DeflateFlush::Finish).map_err(|_| LinkError::Compressor)?;
        let written = (stream.total_out() - before_out) as usize;
        read += (stream.total_in() - before_in) as usize;
        into.extend(&chunk[..written]);
        if status == Status::StreamEnd {
            return Ok(());
        }
        if written == 0 {
            return Err(LinkError::Compressor);
        }
    }
}

/// The text of a payload.
///
/// # Errors
/// When the payload is too long, cut off, altered or made by a newer version, or its text too long.
pub fn decode(payload: &str) -> Result<String, LinkError> {
    if payload.len() > PAYLOAD_CHARS {
        return Err(LinkError::LongLink { chars: payload.chars().count(), most: PAYLOAD_CHARS });
    }
    let bytes = URL_SAFE_NO_PAD.decode(payload).map_err(|error| not_base64(payload, error))?;
    let [flags, number, rest @ ..] = bytes.as_slice() else { return Err(LinkError::CutOff) };
    if *flags != 0 {
        return Err(LinkError::Newer { version: format!("v{VERSION}, form {flags}") });
    }
    let preset = if *number == 0 {
        None
    } else {
        Some(numbered(*number).ok_or_else(|| LinkError::Newer { version: format!("v{VERSION}, preset {number}") })?)
    };
    let Some((deflated, sum)) = rest.split_last_chunk::<TAIL>() else { return Err(LinkError::CutOff) };
    let text = inflate(deflated, dictionary(preset))?;
    if checksum(&text) != *sum {
        return Err(LinkError::Altered);
    }
    String::from_utf8(text).map_err(|_| LinkError::Altered)
}

fn not_base64(payload: &str, error: base64::DecodeError) -> LinkError {
    match error {
        base64::DecodeError::InvalidByte(at, _) => {
            payload.get(at..).and_then(|rest| rest.chars().next()).map_or(LinkError::Altered, LinkError::Character)
        }
        _ => LinkError::CutOff,
    }
}

/// The text of a raw deflate stream, which must take up all of `deflated`; never more than the cap in memory.
fn inflate(deflated: &[u8], dictionary: &[u8]) -> Result<Vec<u8>, LinkError> {
    let mut stream = Inflate::new(false, WINDOW_BITS);
    if !dictionary.is_empty() {
        stream.set_dictionary(dictionary).map_err(|_| LinkError::Altered)?;
    }
    let mut text = Vec::new();
    let mut chunk = [0; 8 * 1024];
    let mut read = 0;
    loop {
        let (before_in, before_out) = (stream.total_in(), stream.total_out());
        let status = stream.decompress(&deflated[read..], &mut chunk, InflateFlush::NoFlush).map_err(|_| LinkError::Altered)?;
        let written = (stream.total_out() - before_out) as usize;
        let taken = (stream.total_in() - before_in) as usize;
        read += taken;
        if text.len() + written > limits::TEXT_BYTES {
            return Err(LinkError::LongText);
        }
        text.extend(&chunk[..written]);
        match status {
            Status::StreamEnd if read == deflated.len() => return Ok(text),
            Status::StreamEnd => return Err(LinkError::Altered),
            _ if written == 0 && taken == 0 => return Err(LinkError::CutOff),
            _ => {}
        }
    }
}

/// The fragment that opens a text at a place: `#preset=NAME&…` for a preset's own text, else `#v1.PAYLOAD&…`.
///
/// # Errors
/// When the text is longer than a link can hold, or the place has a value that no link can have.
pub fn fragment(text: &str, place: &Place) -> Result<String, LinkError> {
    let mut link = match PRESETS.iter().find(|preset| preset.text == text) {
        Some(preset) => format!("#preset={}", preset.name),
        None => format!("#v{VERSION}.{}", encode(text)?),
    };
    if let Some(step) = place.step {
        link += &format!("&step={step}");
    }
    if let Some(name) = &place.view {
        link += &format!("&view={}", view(name)?);
    }
    if let Some(at_s) = place.at_s {
        link += &format!("&at={}s", seconds(&at_s.to_string())?);
    }
    if let Some(name) = &place.theme {
        link += &format!("&theme={}", theme(name)?);
    }
    Ok(if place.embed { link + "&embed=1" } else { link })
}

/// What an address asks for: its fragment, or where that is empty its search; both with or without `#` and `?`.
#[must_use]
pub fn open(hash: &str, search: &str) -> Opened {
    asked(hash, search).unwrap_or_else(|problem| Opened::Broken { message: problem.to_string() })
}

fn asked(hash: &str, search: &str) -> Result<Opened, LinkError> {
    let fragment = plain(hash, '#')?;
    if !fragment.is_empty() {
        return of_fragment(&fragment);
    }
    // A search that names no preset is somebody else's: trackers put theirs there.
    let search = plain(search, '?')?;
    named(&search).map_or(Ok(Opened::Nothing), |name| of_preset(name, &search))
}

fn of_fragment(fragment: &str) -> Result<Opened, LinkError> {
    let first = fragment.split('&').next().unwrap_or_default();
    if let Some((version, payload)) = first.strip_prefix('v').and_then(|rest| rest.split_once('.')) {
        let numeric = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
        return match version {
            VERSION => Ok(Opened::Text { text: decode(payload)?, place: place(fragment)? }),
            _ if numeric => Err(LinkError::Newer { version: format!("v{version}") }),
            _ => Err(LinkError::Unknown { fragment: fragment.to_owned() }),
        };
    }
    named(fragment).map_or_else(|| Err(LinkError::Unknown { fragment: fragment.to_owned() }), |name| of_preset(name, fragment))
}

/// The value of the first `preset=`.
fn named(parameters: &str) -> Option<&str> {
    parameters.split('&').find_map(|part| part.strip_prefix("preset="))
}

fn of_preset(name: &str, parameters: &str) -> Result<Opened, LinkError> {
    let preset = preset(name).ok_or_else(|| LinkError::UnknownPreset { name: name.to_owned() })?;
    Ok(Opened::Preset { name: preset.name.to_owned(), text: preset.text.to_owned(), place: place(parameters)? })
}

/// A part of an address as it was before chats, mail gateways and HTML escaped it: nothing in a link needs escaping.
fn plain(part: &str, mark: char) -> Result<Cow<'_, str>, LinkError> {
    if part.len() > FRAGMENT_CHARS {
        return Err(LinkError::LongLink { chars: part.chars().count(), most: FRAGMENT_CHARS });
    }
    let mut part = Cow::Borrowed(part);
    // Twice: a gateway may escape what was escaped before it.
    for _ in 0..2 {
        if part.contains('%') {
            part = Cow::Owned(percent_decoded(&part));
        }
    }
    if part.contains("&amp;") {
        part = Cow::Owned(part.replace("&amp;", "&"));
    }
    if part.contains(char::is_whitespace) {
        part = Cow::Owned(part.split_whitespace().collect());
    }
    let marks = part.len() - part.trim_start_matches(mark).len();
    Ok(match part {
        Cow::Borrowed(text) => Cow::Borrowed(&text[marks..]),
        Cow::Owned(text) => Cow::Owned(text[marks..].to_owned()),
    })
}

/// `%41` as `A`; what is no escape stays, and so does all of a text that would not be UTF-8.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escape = (*byte == b'%').then(|| bytes.get(at + 1..at + 3)).flatten().and_then(hexadecimal);
        decoded.push(escape.unwrap_or(*byte));
        at += if escape.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    Some(value(*high)? << 4 | value(*low)?)
}

/// The place that parameters name; a parameter that nobody knows is somebody else's.
fn place(parameters: &str) -> Result<Place, LinkError> {
    let mut place = Place::default();
    for (name, value) in parameters.split('&').filter_map(|part| part.split_once('=')) {
        match name {
            "step" => place.step = Some(step(value)?),
            "view" => place.view = Some(view(value)?.to_owned()),
            "at" => place.at_s = Some(seconds(value.strip_suffix('s').unwrap_or(value))?),
            "theme" => place.theme = Some(theme(value)?.to_owned()),
            "embed" => place.embed = embed(value)?,
            _ => {}
        }
    }
    Ok(place)
}

fn wrong(name: &'static str, value: &str, rule: &'static str) -> LinkError {
    LinkError::Value { name, value: value.to_owned(), rule }
}

fn step(value: &str) -> Result<u32, LinkError> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    value.parse().ok().filter(|_| digits).ok_or_else(|| wrong("step", value, "a whole number from 0, the start"))
}

fn view(value: &str) -> Result<&str, LinkError> {
    let fits = (1..=VIEW_CHARS).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if fits { Ok(value) } else { Err(wrong("view", value, "a lower-case word like ring or compare")) }
}

/// Seconds, rounded to milliseconds.
fn seconds(value: &str) -> Result<f64, LinkError> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = value.parse::<f64>().ok().filter(|number| digits && (0.0..=SECONDS_MAX).contains(number));
    number.map(|number| (number * 1e3).round() / 1e3).ok_or_else(|| wrong("at", value, "a time in seconds like 12.5s"))
}

fn theme(value: &str) -> Result<&str, LinkError> {
    if ["light", "dark"].contains(&value) { Ok(value) } else { Err(wrong("theme", value, "light or dark")) }
}

fn embed(value: &str) -> Result<bool, LinkError> {
    match value {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err(wrong("embed", value, "1 or 0")),
    }
}
