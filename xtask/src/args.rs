//! Command line: words, `--name value` and `--flag`; anything unknown is refused.

use crate::Result;
use std::collections::BTreeMap;

/// What followed the command's name.
#[derive(Debug)]
pub struct Args {
    /// The words that belong to no option.
    pub words: Vec<String>,
    values: BTreeMap<String, String>,
    flags: Vec<String>,
}

impl Args {
    /// Reads the words, knowing which options take a value and which do not.
    pub fn read(mut given: impl Iterator<Item = String>, valued: &[&str], flags: &[&str]) -> Result<Self> {
        let mut args = Self { words: vec![], values: BTreeMap::new(), flags: vec![] };
        while let Some(word) = given.next() {
            let (name, joined) = match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name.to_string(), Some(value.to_string())),
                _ => (word, None),
            };
            if valued.contains(&name.as_str()) {
                let value = joined.or_else(|| given.next()).ok_or(format!("{name} needs a value"))?;
                args.values.insert(name, value);
            } else if flags.contains(&name.as_str()) && joined.is_none() {
                args.flags.push(name);
            } else if name.starts_with('-') {
                return Err(format!("unknown option {name} (known: {})", [valued, flags].concat().join(" ")));
            } else {
                args.words.push(name);
            }
        }
        Ok(args)
    }

    /// The value of `--name`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Whether `--name` was given.
    pub fn flag(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag == name)
    }

    /// The port given by `--port`.
    pub fn port(&self) -> Result<Option<u16>> {
        let parse = |text: &str| text.parse().map_err(|_| format!("--port is {text}, must be 0 to 65535"));
        self.value("--port").map(parse).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn read(line: &str) -> crate::Result<Args> {
        Args::read(line.split_whitespace().map(String::from), &["--port"], &["--dist-only"])
    }

    #[test]
    fn values_flags_and_words_are_told_apart() {
        let args = read("dist --port 81 --dist-only").expect("known options");
        assert_eq!(args.words, ["dist"]);
        assert_eq!(args.port(), Ok(Some(81)));
        assert!(args.flag("--dist-only"));
        assert_eq!(read("--port=82").expect("joined").port(), Ok(Some(82)));
    }

    #[test]
    fn unknown_options_are_refused() {
        assert!(read("--prot 81").is_err());
        assert!(read("--port").is_err());
        assert!(read("--dist-only=1").is_err());
        assert!(read("--port 70000").expect("read").port().is_err());
    }
}
