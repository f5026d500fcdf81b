//! Links: a scenario's text and a place in it as the fragment of an address, and back.
//!
//! The payload of `#v1.` is base64url without padding of: a byte of flags (0), the number of a preset (0 for none), the
//! deflated text with that preset's text as dictionary, and the CRC-32 of the text, big-endian. Links of every released
//! form are read for ever; `tests/golden_links.txt` holds one of each.

use super::presets::{PRESETS, Preset};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fmt::Write as _;
use zlib_rs::{Deflate, DeflateFlush, Inflate, InflateFlush, Status};

/// The longest payload that is read, characters: some browsers and mail programs cut earlier.
pub const PAYLOAD_CHARS: usize = 64 * 1024;
/// The longest text that a payload may hold, bytes: deflate can blow up a thousandfold.
pub const TEXT_BYTES: usize = 256 * 1024;

const CRC: crc::Crc<u32, crc::NoTable> = crc::Crc::<u32, crc::NoTable>::new(&crc::CRC_32_ISO_HDLC);
const WINDOW_BITS: u8 = 15;

/// A place in a scenario: what a link adds to its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(from_wasm_abi))]
#[serde(default)]
pub struct Place {
    /// The step, 0 the start.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub step: Option<u32>,
    /// The panel: `ring`, `load`, `compare`, `router`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub view: Option<String>,
    /// The time of a simulation, seconds.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub at_s: Option<f64>,
    /// Whether only the panel is shown, for a frame.
    pub embed: bool,
    /// `light` or `dark`, where the link says so.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub theme: Option<String>,
}

/// What an address asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(into_wasm_abi))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Opened {
    /// Nothing but, perhaps, a place.
    Nothing {
        /// The place.
        place: Place,
    },
    /// A preset.
    Preset {
        /// Its name.
        name: String,
        /// Its text.
        text: String,
        /// The place.
        place: Place,
    },
    /// A text of its own.
    Text {
        /// The text.
        text: String,
        /// The place.
        place: Place,
    },
    /// A link that cannot be opened.
    Broken {
        /// The cause and what to do.
        message: String,
    },
}

/// Why a link cannot be made or opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// The text has more bytes than a link may hold.
    TextTooLong(usize),
    /// The payload has more characters than are read.
    TooLong(usize),
    /// Made by a later version.
    Newer(String),
    /// A character that no payload has.
    Altered,
    /// Cut off or changed: the checksum or the compression does not fit.
    Damaged,
    /// The text would be larger than the cap.
    Bomb,
    /// A preset that this version does not have.
    UnknownPreset(String),
    /// A parameter with a value that it cannot have.
    BadParameter(String),
}

impl fmt::Display for LinkError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TextTooLong(bytes) => {
                write!(out, "the scenario has {bytes} bytes, a link holds at most {TEXT_BYTES} (share the file instead)")
            }
            Self::TooLong(chars) => {
                write!(out, "this link has {chars} characters, at most {PAYLOAD_CHARS} are read (ask for the file instead)")
            }
            Self::Newer(version) => {
                write!(out, "this link was made by a newer version ({version}) (reload the page, or ask for the scenario's text)")
            }
            Self::Altered => write!(out, "this link has characters that no link has: it was changed on its way (copy it again as a whole)"),
            Self::Damaged => write!(out, "this link is cut off or was changed on its way (copy it again as a whole)"),
            Self::Bomb => write!(out, "this link unpacks to more than {TEXT_BYTES} bytes, which no scenario has (it is not opened)"),
            Self::UnknownPreset(name) => {
                let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
                write!(out, "there is no preset \"{name}\" in this version (presets: {})", names.join(", "))
            }
            Self::BadParameter(parameter) => {
                write!(out, "this link says {parameter}, which is not a value that it can have (remove it from the link)")
            }
        }
    }
}

impl std::error::Error for LinkError {}

/// The payload that holds a text: the shortest over all presets.
///
/// # Errors
/// When the text is longer than a link may hold.
pub fn encode(text: &str) -> Result<String, LinkError> {
    if text.len() > TEXT_BYTES {
        return Err(LinkError::TextTooLong(text.len()));
    }
    let plain = std::iter::once((0, ""));
    let presets = PRESETS.iter().map(|preset| (preset.id, preset.text));
    let packed = plain.chain(presets).filter_map(|(id, dictionary)| Some((id, deflate(text, dictionary)?)));
    let (id, body) = packed.min_by_key(|(_, body)| body.len()).ok_or(LinkError::Damaged)?;
    let bytes = [&[0, id], body.as_slice(), &CRC.checksum(text.as_bytes()).to_be_bytes()].concat();
    let payload = URL_SAFE_NO_PAD.encode(bytes);
    if payload.len() > PAYLOAD_CHARS { Err(LinkError::TextTooLong(text.len())) } else { Ok(payload) }
}

/// The text that a payload holds.
///
/// # Errors
/// When it is too long, damaged, newer, or would unpack to more than a text may have.
pub fn decode(payload: &str) -> Result<String, LinkError> {
    if payload.len() > PAYLOAD_CHARS {
        return Err(LinkError::TooLong(payload.len()));
    }
    if !payload.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
        return Err(LinkError::Altered);
    }
    let bytes = URL_SAFE_NO_PAD.decode(payload).map_err(|_| LinkError::Damaged)?;
    let [flags, id, rest @ ..] = bytes.as_slice() else { return Err(LinkError::Damaged) };
    let (body, checksum) = rest.split_last_chunk::<4>().ok_or(LinkError::Damaged)?;
    if *flags != 0 {
        return Err(LinkError::Newer(format!("form {flags}")));
    }
    let dictionary = match *id {
        0 => "",
        id => PRESETS.iter().find(|preset| preset.id == id).ok_or_else(|| LinkError::UnknownPreset(format!("number {id}")))?.text,
    };
    let text = inflate(body, dictionary)?;
    if CRC.checksum(&text) != u32::from_be_bytes(*checksum) {
        return Err(LinkError::Damaged);
    }
    String::from_utf8(text).map_err(|_| LinkError::Damaged)
}

fn deflate(text: &str, dictionary: &str) -> Option<Vec<u8>> {
    let mut stream = Deflate::new(9, false, WINDOW_BITS);
    if !dictionary.is_empty() {
        stream.set_dictionary(dictionary.as_bytes()).ok()?;
    }
    let mut room = vec![0; text.len() + text.len() / 8 + 64];
    let status = stream.compress(text.as_bytes(), &mut room, DeflateFlush::Finish).ok()?;
    room.truncate(stream.total_out() as usize);
    (status == Status::StreamEnd).then_some(room)
}

/// Inflates into a room that doubles up to the cap, so that a short link takes little.
fn inflate(body: &[u8], dictionary: &str) -> Result<Vec<u8>, LinkError> {
    let mut room = 4 * 1024;
    loop {
        let mut stream = Inflate::new(false, WINDOW_BITS);
        if !dictionary.is_empty() {
            stream.set_dictionary(dictionary.as_bytes()).map_err(|_| LinkError::Damaged)?;
        }
        let mut text = vec![0; room];
        let status = stream.decompress(body, &mut text, InflateFlush::Finish).map_err(|_| LinkError::Damaged)?;
        let (taken, given) = (stream.total_in() as usize, stream.total_out() as usize);
        match status {
            Status::StreamEnd if taken == body.len() => {
                text.truncate(given);
                return Ok(text);
            }
            // Bytes after the end belong to no link.
            Status::StreamEnd => return Err(LinkError::Damaged),
            _ if given < room => return Err(LinkError::Damaged),
            _ if room >= TEXT_BYTES => return Err(LinkError::Bomb),
            _ => room = (room * 4).min(TEXT_BYTES + 1),
        }
    }
}

/// The fragment that opens a text at a place: by a preset's name where the text is a preset's, else by the text itself.
///
/// # Errors
/// When the text is longer than a link may hold.
pub fn fragment(text: &str, place: &Place) -> Result<String, LinkError> {
    let mut link = match PRESETS.iter().find(|preset| preset.text == text) {
        Some(preset) => format!("#preset={}", preset.name),
        None => format!("#v1.{}", encode(text)?),
    };
    if let Some(step) = place.step {
        let _ = write!(link, "&step={step}");
    }
    if let Some(view) = place.view.as_deref().filter(|view| is_word(view)) {
        let _ = write!(link, "&view={view}");
    }
    if let Some(at) = place.at_s.filter(|at| at.is_finite() && *at >= 0.0) {
        let _ = write!(link, "&at={at}s");
    }
    if let Some(theme) = place.theme.as_deref().filter(|theme| is_theme(theme)) {
        let _ = write!(link, "&theme={theme}");
    }
    if place.embed {
        link.push_str("&embed=1");
    }
    Ok(link)
}

fn is_word(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

fn is_theme(text: &str) -> bool {
    ["light", "dark"].contains(&text)
}

/// What an address asks for: `hash` is its fragment, `search` its query, with or without their first characters.
#[must_use]
pub fn open(hash: &str, search: &str) -> Opened {
    let hash = hash.trim_start_matches('#');
    let asked = if hash.is_empty() { search.trim_start_matches('?') } else { hash };
    opened(asked).unwrap_or_else(|problem| Opened::Broken { message: problem.to_string() })
}

fn opened(asked: &str) -> Result<Opened, LinkError> {
    if asked.len() > PAYLOAD_CHARS + 1_024 {
        return Err(LinkError::TooLong(asked.len()));
    }
    // Programs that show a link as markup leave `&amp;`; some escape what needs no escape.
    let asked =
        asked.replace("&amp;", "&").replace("%2D", "-").replace("%2E", ".").replace("%5F", "_").replace("%3D", "=").replace("%26", "&");
    let mut source = None;
    let mut place = Place::default();
    for part in asked.split('&').filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some(("preset", name)) => source = Some(Source::Preset(preset(name)?)),
            Some((key, value)) => parameter(key, value, &mut place)?,
            None => source = versioned(part)?.or(source),
        }
    }
    Ok(match source {
        None => Opened::Nothing { place },
        Some(Source::Text(text)) => Opened::Text { text, place },
        Some(Source::Preset(preset)) => Opened::Preset { name: preset.name.to_owned(), text: preset.text.to_owned(), place },
    })
}

/// Where the text of a link comes from.
enum Source {
    Preset(&'static Preset),
    Text(String),
}

fn preset(name: &str) -> Result<&'static Preset, LinkError> {
    let shown: String = name.chars().take(40).collect();
    PRESETS.iter().find(|preset| preset.name == name).ok_or(LinkError::UnknownPreset(shown))
}

/// `v1.PAYLOAD`; another number is a newer version, anything else is no link of ours.
fn versioned(part: &str) -> Result<Option<Source>, LinkError> {
    let Some((version, payload)) = part.split_once('.') else { return Ok(None) };
    match version.strip_prefix('v').map(str::parse::<u32>) {
        Some(Ok(1)) => decode(payload).map(|text| Some(Source::Text(text))),
        Some(Ok(_)) => Err(LinkError::Newer(version.to_owned())),
        _ => Ok(None),
    }
}

/// A parameter; unknown ones are left alone.
fn parameter(key: &str, value: &str, place: &mut Place) -> Result<(), LinkError> {
    let bad = || LinkError::BadParameter(format!("{key}={}", value.chars().take(40).collect::<String>()));
    match key {
        "step" => place.step = Some(value.parse().map_err(|_| bad())?),
        "view" => place.view = Some(value.to_owned()).filter(|view| is_word(view)).ok_or_else(bad).map(Some)?,
        "theme" => place.theme = Some(value.to_owned()).filter(|theme| is_theme(theme)).ok_or_else(bad).map(Some)?,
        "embed" => place.embed = value == "1",
        "at" => {
            let at: f64 = value.strip_suffix('s').unwrap_or(value).parse().map_err(|_| bad())?;
            place.at_s = Some(at).filter(|at| at.is_finite() && *at >= 0.0).ok_or_else(bad).map(Some)?;
        }
        _ => {}
    }
    Ok(())
}
