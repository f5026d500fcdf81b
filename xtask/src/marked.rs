//! The part of a document that a command writes anew; what stands around it stays.

/// The document with a part between the two marks of a command; without them it stands at the end.
pub fn put(old: &str, command: &str, part: &str) -> String {
    let mark = |which: &str| format!("<!-- written by cargo xtask {command}: {which} -->");
    let (begin, end) = (mark("begin"), mark("end"));
    let part = format!("{begin}\n\n{part}\n{end}");
    match (old.split_once(&begin), old.split_once(&end)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{part}{after}"),
        _ => format!("{}\n\n{part}\n", old.trim_end()).trim_start().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn what_stands_around_the_part_stays() {
        let first = put("# Title\n", "bench", "one");
        assert_eq!(put(&first, "bench", "two"), first.replace("one", "two"));
        let both = put(&first, "lighthouse", "three");
        assert!(both.starts_with("# Title\n\n<!-- written by cargo xtask bench: begin -->\n\none\n"));
        assert_eq!(put(&both, "bench", "four"), both.replace("one", "four"));
    }
}
