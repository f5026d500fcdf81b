//! The letter of a node: what stands for its name where there is no room for it.

use crate::cluster::NodeId;

/// At most three characters that tell a node apart: `Node A` gives `A`, `10.0.1.3:11211` gives `3`, else its number.
#[must_use]
pub fn letter(roster: &[String], id: NodeId) -> String {
    let Some(name) = roster.get(id.index()) else { return String::new() };
    let own = short(name);
    let unique = || roster.iter().filter(|other| short(other) == own).count() == 1;
    // Beyond this many names a scan for every label would be felt, and letters are not drawn.
    if roster.len() <= 64 && !own.is_empty() && unique() { own } else { (id.0 + 1).to_string() }
}

/// The last word or number of a name, without a port.
fn short(name: &str) -> String {
    let host = match name.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => name,
    };
    let last = host.rsplit([' ', '-', '_', '.', '/', ':']).find(|part| !part.is_empty()).unwrap_or("");
    last.chars().take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(names: &[&str]) -> Vec<String> {
        let roster: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        (0..names.len()).map(|i| letter(&roster, NodeId(i as u32))).collect()
    }

    #[test]
    fn a_letter_is_short_and_unique() {
        assert_eq!(letters(&["Node A", "Node B", "10.0.1.3:11211", "cache-12"]), ["A", "B", "3", "12"]);
        assert_eq!(letters(&["shard-alpha", "shard-alps", " "]), ["1", "2", "3"]);
    }
}
