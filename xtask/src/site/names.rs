//! File names that change with the content.

use sha2::{Digest, Sha256};

/// The first 16 hexadecimal digits of the content's SHA-256.
pub fn digest(content: &[u8]) -> String {
    sha256(content).chars().take(16).collect()
}

/// All of them.
pub fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `assets/main-0123456789abcdef.js`.
pub fn asset(name: &str, ending: &str, content: &[u8]) -> String {
    format!("assets/{name}-{}.{ending}", digest(content))
}

#[cfg(test)]
mod tests {
    use super::asset;

    #[test]
    fn a_name_is_the_contents_sha256() {
        assert_eq!(asset("main", "js", b"abc"), "assets/main-ba7816bf8f01cfea.js");
        assert_ne!(asset("main", "js", b"abd"), asset("main", "js", b"abc"));
    }
}
