//! The content security policy that every page carries in a `<meta>`.

use crate::Result;
use base64::Engine;
use sha2::{Digest, Sha256};

/// Directives; `'self'` gets the real origin beside it where that is known, because a sandboxed
/// frame has no origin of its own to match.
const DIRECTIVES: [&str; 10] = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
];

/// The `<meta>` element; `inside`: the scripts that stand in the page itself, by digest.
pub fn meta(origin: Option<&str>, inside: &[String]) -> String {
    let own = origin.map_or_else(|| "'self'".into(), |origin| format!("'self' {origin}"));
    let scripts = inside.iter().fold("script-src 'self'".to_string(), |all, hash| format!("{all} {hash}"));
    let policy = DIRECTIVES.join("; ").replace("script-src 'self'", &scripts).replace("'self'", &own);
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
}

/// That of a page in one file: what is inside runs by its digest, and nothing reaches a network.
pub fn single(scripts: &[String], style: &str) -> String {
    let scripts = scripts.join(" ");
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; \
         worker-src blob:; style-src {style}; img-src data: blob:; base-uri 'none'; form-action 'none'\">"
    )
}

/// A script or style as a policy names it.
pub fn hash(content: &[u8]) -> String {
    format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(content)))
}

/// The origin of an address: scheme, host and port, and nothing that could end the attribute.
pub fn origin(url: &str) -> Result<String> {
    let wrong = || format!("--origin is {url}, must be an address such as https://example.org");
    let (scheme, rest) = url.split_once("://").ok_or_else(wrong)?;
    let host = rest.split('/').next().unwrap_or_default();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
    let good = ["http", "https"].contains(&scheme) && !host.is_empty() && host.chars().all(plain);
    if good { Ok(format!("{scheme}://{host}")) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::{hash, meta, origin, single};

    #[test]
    fn a_page_in_one_file_names_what_runs_and_no_address() {
        let policy = single(&[hash(b"")], &hash(b"a"));
        assert!(policy.contains("script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'wasm-unsafe-eval';"));
        assert!(!policy.contains("'self'") && !policy.contains("connect-src") && !policy.contains("'unsafe-inline'"));
    }

    #[test]
    fn the_origin_stands_beside_every_self() {
        let policy = meta(Some("https://a.org"), &[hash(b"a")]);
        assert_eq!(policy.matches("'self' https://a.org").count(), policy.matches("'self'").count());
        assert!(policy.matches("'self'").count() >= 6);
        assert!(!meta(None, &[]).contains("http:"));
        assert!(policy.contains(&format!("script-src 'self' https://a.org {} 'wasm-unsafe-eval'", hash(b"a"))));
    }

    #[test]
    fn an_origin_is_scheme_and_host_only() {
        assert_eq!(origin("https://a.org:8443/x/y"), Ok("https://a.org:8443".into()));
        for wrong in ["a.org", "ftp://a.org", "https://", "https://a.org; script-src *", "https://a\"b"] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
