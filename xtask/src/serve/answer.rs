//! One request, one answer: files below the folder and nothing else.

use super::kind;
use crate::Result;
use crate::site::names;
use flate2::{Compression, write::GzEncoder};
use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tiny_http::{Header, Method, Request, Response};

/// A folder served under a prefix.
#[derive(Debug)]
pub struct Site {
    folder: PathBuf,
    prefix: String,
    /// What was packed before, by the tag of the content: as a host that packs once and well.
    packed: Mutex<HashMap<String, Vec<u8>>>,
}

/// What goes back, before HTTP.
#[derive(Debug, Default)]
struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Site {
    /// A folder that must be there.
    pub fn new(folder: &Path, prefix: &str) -> Result<Self> {
        let folder = fs::canonicalize(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self { folder, prefix: prefix.into(), packed: Mutex::default() })
    }

    /// Answers a request; a connection that broke is nobody's loss.
    pub fn answer(&self, request: Request) {
        let header = |name: &'static str| {
            let found = request.headers().iter().find(|header| header.field.equiv(name));
            found.map(|header| header.value.as_str().to_string()).unwrap_or_default()
        };
        let answer = match request.method() {
            Method::Get | Method::Head => self.get(request.url(), &header("If-None-Match"), &header("Accept-Encoding")),
            _ => Answer { status: 405, ..Answer::default() },
        };
        let mut response = Response::from_data(answer.body).with_status_code(answer.status);
        // A sandboxed frame has no origin: it may read our files only where all may.
        let open = ("Access-Control-Allow-Origin", "*".to_string());
        for (name, value) in answer.headers.into_iter().chain([open]) {
            if let Ok(header) = Header::from_bytes(name, value) {
                response.add_header(header);
            }
        }
        let _ = request.respond(response);
    }

    fn get(&self, url: &str, known: &str, packings: &str) -> Answer {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let Some(inner) = path.strip_prefix(&self.prefix) else {
            return self.outside(path);
        };
        match self.file(inner) {
            Some(file) => self.found(&file, known, packings),
            None => self.missing(),
        }
    }

    /// Only the way in is answered outside the prefix.
    fn outside(&self, path: &str) -> Answer {
        if path == "/" || format!("{path}/") == self.prefix {
            let headers = vec![("Location", self.prefix.clone())];
            return Answer { status: 302, headers, ..Answer::default() };
        }
        Answer { status: 404, ..Answer::default() }
    }

    /// The page for what does not exist, as static hosts send it.
    fn missing(&self) -> Answer {
        let body = fs::read(self.folder.join("404.html")).unwrap_or_default();
        let headers = vec![("Content-Type", kind::media_type("404.html").into()), ("Cache-Control", "no-cache".into())];
        Answer { status: 404, headers, body }
    }

    /// The file that an address names, if it is one below the folder.
    fn file(&self, inner: &str) -> Option<PathBuf> {
        let decoded = decode(inner)?;
        let hidden = |part: &str| part.starts_with('.') || part.contains(['\\', '\0']);
        if decoded.split('/').any(hidden) {
            return None;
        }
        let name = if decoded.is_empty() || decoded.ends_with('/') { format!("{decoded}index.html") } else { decoded };
        let whole = fs::canonicalize(self.folder.join(name.trim_start_matches('/'))).ok()?;
        (whole.starts_with(&self.folder) && whole.is_file()).then_some(whole)
    }

    fn found(&self, file: &Path, known: &str, packings: &str) -> Answer {
        let Ok(body) = fs::read(file) else {
            return Answer { status: 404, ..Answer::default() };
        };
        let media_type = kind::media_type(&file.to_string_lossy());
        let hashed = file.parent().is_some_and(|folder| folder.ends_with("assets"));
        let lasting = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
        let tag = format!("W/\"{}\"", names::digest(&body)); // packed or not
        let mut headers = vec![
            ("Content-Type", media_type.to_string()),
            ("Cache-Control", lasting.into()),
            ("ETag", tag.clone()),
            ("Vary", "Accept-Encoding".into()),
        ];
        if known.contains(&tag) {
            return Answer { status: 304, headers, body: vec![] };
        }
        let wanted = packings.contains("gzip") && kind::packs(media_type);
        if let Some(packed) = wanted.then(|| self.pack(tag, &body)).flatten() {
            headers.push(("Content-Encoding", "gzip".into()));
            return Answer { status: 200, headers, body: packed };
        }
        Answer { status: 200, headers, body }
    }

    /// Packs as well as can be, once a content; two that ask at once both wait for their own.
    fn pack(&self, tag: String, body: &[u8]) -> Option<Vec<u8>> {
        if let Some(known) = self.packed.lock().ok()?.get(&tag) {
            return Some(known.clone());
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(body).ok()?;
        let packed = encoder.finish().ok()?;
        self.packed.lock().ok()?.insert(tag, packed.clone());
        Some(packed)
    }
}

/// An address with its `%41` turned into letters; nothing when it is not text.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' { hex(rest.next()?)? * 16 + hex(rest.next()?)? } else { byte });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::Site;

    fn site() -> Site {
        let folder = std::env::temp_dir().join(format!("shardlab-serve-{}", std::process::id()));
        crate::run::write(&folder.join("site/assets/a.wasm"), b"wasm").expect("a file");
        crate::run::write(&folder.join("site/index.html"), b"<p>").expect("a file");
        crate::run::write(&folder.join("secret.txt"), b"no").expect("a file");
        Site::new(&folder.join("site"), "/sub/").expect("a folder")
    }

    #[test]
    fn files_have_their_media_type_and_hashed_ones_last() {
        let answer = site().get("/sub/assets/a.wasm?x", "", "");
        assert_eq!((answer.status, answer.body.as_slice()), (200, &b"wasm"[..]));
        assert!(answer.headers.contains(&("Content-Type", "application/wasm".into())));
        assert!(answer.headers.iter().any(|(_, value)| value.contains("immutable")));
        assert_eq!(site().get("/sub/", "", "").body, b"<p>");
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        for path in ["../secret.txt", "%2e%2e/secret.txt", "assets/..%2f../secret.txt", "..\\secret.txt", "/etc/passwd", ".git", "%zz", "%"]
        {
            assert_eq!(site().get(&format!("/sub/{path}"), "", "").status, 404, "{path}");
        }
        assert_eq!(site().get("/index.html", "", "").status, 404);
        assert_eq!(site().get("/", "", "").status, 302);
    }

    #[test]
    fn a_known_tag_is_not_sent_again() {
        let first = site().get("/sub/", "", "");
        let tag = &first.headers.iter().find(|(name, _)| *name == "ETag").expect("a tag").1;
        assert_eq!(site().get("/sub/", tag, "").status, 304);
    }
}
