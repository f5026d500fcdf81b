//! Links: a scenario's text and a place in it as the fragment of an address, and back.
//!
//! `#v1.PAYLOAD&step=2&view=ring` carries a text, `#preset=NAME&step=2` names a preset. The payload is base64url without
//! padding of: a byte of flags (0), the number of a preset (0 for none), the deflated text with that preset's text as
//! dictionary, and the CRC-32 of the text, big-endian. Everything in an address is hostile: it is decoded in the order
//! length, base64url, inflate under a cap, checksum, UTF-8; what fails is told with its cause, and nothing runs in its
//! place. Links of every released form are read for ever; `tests/golden_links.txt` holds one of each.

use super::diagnostic::{listed, nearest, shown};
use super::limits::TEXT_BYTES;
use super::preset::Preset;
use super::presets::{PRESETS, preset};
use crate::number::decimal;
use base64ct::{Base64UrlUnpadded, Encoding as _};
use miniz_oxide::DataFormat;
use miniz_oxide::deflate::core::{CompressionStrategy, CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest payload that is read, characters: some browsers and mail programs cut earlier.
pub const PAYLOAD_CHARS: usize = 64 * 1024;
/// The longest fragment that is looked at, bytes: a payload of which every character is escaped, and its place.
const FRAGMENT_BYTES: usize = 4 * PAYLOAD_CHARS;
/// Seconds of a timeline that a link can name: some thirty years.
const SECONDS_MAX: f64 = 1e9;

const CRC: crc::Crc<u32, crc::NoTable> = crc::Crc::<u32, crc::NoTable>::new(&crc::CRC_32_ISO_HDLC);
/// Bytes of the checksum.
const TAIL: usize = 4;
/// The version that this build writes, and the only one so far.
const VERSION: &str = "v1";
const WINDOW_BITS: u8 = 15;
const LEVEL: u8 = 9;

/// Where in a scenario a link leads, and how it is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(from_wasm_abi))]
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
    /// Nothing but, perhaps, a place: the page shows what it shows without a link.
    Nothing {
        /// Where in it.
        place: Place,
    },
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
                write!(out, "the link was changed on its way: \"{clean}\" stands in no link (copy it again from where it was made)")
            }
            Self::Altered => write!(out, "the link was changed on its way: it fails its checksum (copy it again from where it was made)"),
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
                    TEXT_BYTES
                )
            }
            Self::Unlinkable { bytes } => {
                write!(
                    out,
                    "the text has {bytes} bytes, too long for a link (share it as a file, or use count and pattern instead of a long list)"
                )
            }
            Self::UnknownPreset { name } => {
                write!(out, "there is no preset \"{}\" in this version ({})", shown(name), preset_remedy(name))
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
        None => format!("presets: {}", listed(PRESETS.iter().map(|preset| preset.name))),
    }
}

/// A longer text is no variation of a preset: to try each would take as long again and save some letters.
const NEAR: usize = 8 * 1024;

/// The payload that holds a text: the shortest over all presets; of a text much longer than they are, without them.
///
/// # Errors
/// When the text is longer than a link may hold.
pub fn encode(text: &str) -> Result<String, LinkError> {
    let too_long = LinkError::Unlinkable { bytes: text.len() };
    if text.len() > TEXT_BYTES {
        return Err(too_long);
    }
    let mut shortest = packed(text, 0, "")?;
    let near = if text.len() > NEAR { &[][..] } else { PRESETS };
    for preset in near {
        let other = packed(text, preset.id, preset.text)?;
        if other.len() < shortest.len() {
            shortest = other;
        }
    }
    let payload = Base64UrlUnpadded::encode_string(&shortest);
    if payload.len() > PAYLOAD_CHARS { Err(too_long) } else { Ok(payload) }
}

/// The bytes of a payload whose dictionary is the text of preset number `id`.
fn packed(text: &str, id: u8, dictionary: &str) -> Result<Vec<u8>, LinkError> {
    let mut bytes = vec![0, id];
    deflate(text.as_bytes(), dictionary, &mut bytes)?;
    bytes.extend(CRC.checksum(text.as_bytes()).to_be_bytes());
    Ok(bytes)
}

/// Adds the raw deflate stream of `text` to `into`. A dictionary is text that was compressed before and is not sent.
fn deflate(text: &[u8], dictionary: &str, into: &mut Vec<u8>) -> Result<(), LinkError> {
    let mut stream = CompressorOxide::with_params(DataFormat::Raw, LEVEL, CompressionStrategy::Default, WINDOW_BITS);
    if !dictionary.is_empty() {
        // To a whole byte, and without forgetting what was read.
        compress_to_output(&mut stream, dictionary.as_bytes(), TDEFLFlush::Sync, |_| true);
    }
    let keep = |written: &[u8]| {
        into.extend(written);
        true
    };
    let (status, _) = compress_to_output(&mut stream, text, TDEFLFlush::Finish, keep);
    if status == TDEFLStatus::Done { Ok(()) } else { Err(LinkError::Compressor) }
}

/// The text of a payload.
///
/// # Errors
/// When the payload is too long, cut off, altered or made by a newer version, or its text too long.
pub fn decode(payload: &str) -> Result<String, LinkError> {
    if payload.len() > PAYLOAD_CHARS {
        return Err(LinkError::LongLink { chars: payload.chars().count(), most: PAYLOAD_CHARS });
    }
    let bytes = Base64UrlUnpadded::decode_vec(payload).map_err(|_| not_base64(payload))?;
    let [flags, number, rest @ ..] = bytes.as_slice() else { return Err(LinkError::CutOff) };
    if *flags != 0 {
        return Err(LinkError::Newer { version: format!("{VERSION}, form {flags}") });
    }
    let dictionary = dictionary(*number).ok_or_else(|| LinkError::Newer { version: format!("{VERSION}, preset {number}") })?;
    let Some((deflated, sum)) = rest.split_last_chunk::<TAIL>() else { return Err(LinkError::CutOff) };
    let text = inflate(deflated, dictionary)?;
    if CRC.checksum(&text) != u32::from_be_bytes(*sum) {
        return Err(LinkError::Altered);
    }
    String::from_utf8(text).map_err(|_| LinkError::Altered)
}

/// The text of preset number `id`; empty for 0.
fn dictionary(id: u8) -> Option<&'static str> {
    if id == 0 {
        return Some("");
    }
    PRESETS.iter().find(|preset| preset.id == id).map(|preset| preset.text)
}

/// What is wrong with a payload that is no base64url: a foreign character, or an end that is missing.
fn not_base64(payload: &str) -> LinkError {
    let ours = |c: &char| c.is_ascii_alphanumeric() || ['-', '_'].contains(c);
    payload.chars().find(|c| !ours(c)).map_or(LinkError::CutOff, LinkError::Character)
}

/// The text of a raw deflate stream, which must take up all of `deflated`; never more than the cap in memory.
fn inflate(deflated: &[u8], dictionary: &str) -> Result<Vec<u8>, LinkError> {
    let mut stream = DecompressorOxide::new();
    let mut text = dictionary.as_bytes().to_vec(); // what references reach back to
    let (start, mut read) = (text.len(), 0);
    let mut end = start;
    while end - start <= TEXT_BYTES {
        text.resize((2 * text.len() + 8 * 1024).min(start + TEXT_BYTES + 1), 0);
        let (status, taken, written) = decompress(&mut stream, &deflated[read..], &mut text, end, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF);
        read += taken;
        end += written;
        match status {
            TINFLStatus::HasMoreOutput => {}
            TINFLStatus::Done if end - start > TEXT_BYTES => break,
            TINFLStatus::Done if read == deflated.len() => return Ok(text[start..end].to_vec()),
            TINFLStatus::FailedCannotMakeProgress => return Err(LinkError::CutOff),
            _ => return Err(LinkError::Altered),
        }
    }
    Err(LinkError::LongText)
}

/// The fragment that opens a text at a place: by a preset's name where the text is a preset's, else by the text itself.
/// What a link cannot say of a place is left out.
///
/// # Errors
/// When the text is longer than a link may hold.
pub fn fragment(text: &str, place: &Place) -> Result<String, LinkError> {
    let mut link = match PRESETS.iter().find(|preset| preset.text == text) {
        Some(preset) => format!("#preset={}", preset.name),
        None => format!("#{VERSION}.{}", encode(text)?),
    };
    let mut add = |name: &str, value: &str| link.extend(["&", name, "=", value]);
    if let Some(step) = place.step {
        add("step", &step.to_string());
    }
    if let Some(word) = place.view.as_deref().and_then(view) {
        add("view", word);
    }
    if let Some(at_s) = place.at_s.and_then(|at_s| seconds(&at_s.to_string())) {
        add("at", &format!("{at_s}s"));
    }
    if let Some(word) = place.theme.as_deref().and_then(theme) {
        add("theme", word);
    }
    if place.embed {
        add("embed", "1");
    }
    Ok(link)
}

/// What an address asks for: `hash` is its fragment, which wins, `search` its query; with or without their first
/// characters.
#[must_use]
pub fn open(hash: &str, search: &str) -> Opened {
    asked(hash, search).unwrap_or_else(|problem| Opened::Broken { message: problem.to_string() })
}

fn asked(hash: &str, search: &str) -> Result<Opened, LinkError> {
    let (hash, search) = (plain(hash, '#')?, plain(search, '?')?);
    let first = hash.split('&').next().unwrap_or_default();
    if let Some((version, payload)) = first.split_once('.').filter(|(version, _)| is_version(version)) {
        if version != VERSION {
            return Err(LinkError::Newer { version: version.to_owned() });
        }
        return Ok(Opened::Text { text: decode(payload)?, place: place(&hash, Place::default())? });
    }
    if let Some(name) = named(&hash) {
        return of_preset(name, place(&hash, Place::default())?);
    }
    // A fragment that asks for something we cannot tell must not show something else in its place. What stands in a
    // search that names no preset is somebody else's: trackers put theirs there.
    if !hash.split('&').all(|part| part.is_empty() || is_parameter(part)) {
        return Err(LinkError::Unknown { fragment: hash });
    }
    let there = place(&search, Place::default());
    match named(&search) {
        Some(name) => of_preset(name, place(&hash, there?)?),
        None => Ok(Opened::Nothing { place: place(&hash, there.unwrap_or_default())? }),
    }
}

/// `v1`, `v2` and so on.
fn is_version(text: &str) -> bool {
    text.strip_prefix('v').is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The value of the first `preset=`.
fn named(parameters: &str) -> Option<&str> {
    parameters.split('&').find_map(|part| part.strip_prefix("preset="))
}

fn of_preset(name: &str, place: Place) -> Result<Opened, LinkError> {
    let Preset { name, text, .. } = preset(name).ok_or_else(|| LinkError::UnknownPreset { name: name.to_owned() })?;
    Ok(Opened::Preset { name: (*name).to_owned(), text: (*text).to_owned(), place })
}

/// A part of an address as it was before chats, mail gateways and markup escaped or broke it: nothing in a link needs
/// an escape or a space.
fn plain(part: &str, mark: char) -> Result<String, LinkError> {
    if part.len() > FRAGMENT_BYTES {
        return Err(LinkError::LongLink { chars: part.chars().count(), most: PAYLOAD_CHARS });
    }
    // Twice: a gateway may escape what was escaped before it.
    let decoded = percent_decoded(&percent_decoded(part)).replace("&amp;", "&");
    let whole: String = decoded.split_whitespace().collect();
    Ok(whole.trim_start_matches(mark).to_owned())
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

const PARAMETERS: [&str; 5] = ["step", "view", "at", "theme", "embed"];

fn is_parameter(part: &str) -> bool {
    part.split_once('=').is_some_and(|(name, _)| PARAMETERS.contains(&name))
}

/// The place that parameters name, beyond what `place` says already; a parameter that nobody knows is somebody else's.
fn place(parameters: &str, mut place: Place) -> Result<Place, LinkError> {
    for (name, value) in parameters.split('&').filter_map(|part| part.split_once('=')) {
        let wrong = |name: &'static str, rule| LinkError::Value { name, value: value.to_owned(), rule };
        match name {
            "step" => place.step = Some(step(value).ok_or_else(|| wrong("step", "a whole number from 0, the start"))?),
            "view" => place.view = Some(view(value).ok_or_else(|| wrong("view", "a lower-case word like ring"))?.to_owned()),
            "at" => {
                let number = value.strip_suffix('s').unwrap_or(value);
                place.at_s = Some(seconds(number).ok_or_else(|| wrong("at", "a time in seconds like 12.5s"))?);
            }
            "theme" => place.theme = Some(theme(value).ok_or_else(|| wrong("theme", "light or dark"))?.to_owned()),
            "embed" => place.embed = flag(value).ok_or_else(|| wrong("embed", "1 or 0"))?,
            _ => {}
        }
    }
    Ok(place)
}

fn step(value: &str) -> Option<u32> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    value.parse().ok().filter(|_| digits)
}

fn view(value: &str) -> Option<&str> {
    let word = (1..=20).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    word.then_some(value)
}

/// Seconds, rounded to milliseconds.
fn seconds(value: &str) -> Option<f64> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = decimal(value).filter(|number| digits && (0.0..=SECONDS_MAX).contains(number))?;
    Some((number * 1e3).round() / 1e3)
}

fn theme(value: &str) -> Option<&str> {
    ["light", "dark"].contains(&value).then_some(value)
}

fn flag(value: &str) -> Option<bool> {
    match value {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}
