//! JSON lines: the texts and whole numbers of a line's value, each with its path, in one walk.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// What a line has in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A text, or a whole number in decimal.
    Text(String),
    /// Nothing.
    Absent,
    /// Something that is neither a text nor a whole number of 64 bits.
    Other,
}

/// What a line has at a path: the value itself at the empty one, the field `b` of `a` at `a.b`. Of several the first counts.
///
/// # Errors
/// When the line is no JSON.
pub(super) fn field(line: &str, path: &str) -> Result<Found, serde_json::Error> {
    let mut found = Found::Absent;
    walk(line, &mut |at, value| {
        if at == path && found == Found::Absent {
            found = value.map_or(Found::Other, Found::Text);
        }
    })?;
    Ok(found)
}

/// The paths of the texts and whole numbers of an object, in its order; none where a line is no object.
pub(super) fn paths(line: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let walked = walk(line, &mut |at, value| {
        if !at.is_empty() && value.is_some() {
            found.push(at.to_owned());
        }
    });
    (walked.is_ok() && line.trim_start().starts_with('{')).then_some(found)
}

/// Is told every place with its text or whole number, or nothing where it has another value; not that of a null.
type Tell<'a> = dyn FnMut(&str, Option<String>) + 'a;

/// How the reader tells a number where it keeps all its digits, which another package of a build may ask it to.
const NUMBER: &str = "$serde_json::private::Number";

/// A whole number of 64 bits in decimal.
fn whole(digits: &str) -> Option<String> {
    let unsigned = digits.parse::<u64>().map(|number| number.to_string());
    unsigned.or_else(|_| digits.parse::<i64>().map(|number| number.to_string())).ok()
}

/// Walks through a value and the objects in it; what lists hold has no path.
fn walk(line: &str, tell: &mut Tell<'_>) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(line);
    let (mut path, listed) = (String::new(), false);
    Walk { path: &mut path, listed, tell }.deserialize(&mut reader)?;
    reader.end()
}

struct Walk<'w, 't> {
    path: &'w mut String,
    /// Whether it is within a list.
    listed: bool,
    tell: &'w mut Tell<'t>,
}

impl Walk<'_, '_> {
    fn value(self, value: Option<String>) {
        if !self.listed {
            (self.tell)(self.path, value);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.value(Some(text.to_owned()));
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.value(Some(number.to_string()));
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.value(Some(number.to_string()));
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.value(None);
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.value(None);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { path, listed, tell } = self;
        if !listed {
            tell(path, None);
        }
        while list.next_element_seed(Walk { path: &mut *path, listed: true, tell: &mut *tell })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let Self { path, listed, tell } = self;
        let mut next = fields.next_key::<Cow<'_, str>>()?;
        let number = if next.as_deref() == Some(NUMBER) { whole(&fields.next_value::<Cow<'_, str>>()?) } else { None };
        if !listed {
            tell(path, number);
        }
        if next.as_deref() == Some(NUMBER) {
            return Ok(());
        }
        let outer = path.len();
        while let Some(name) = next {
            if outer > 0 {
                path.push('.');
            }
            path.push_str(&name);
            fields.next_value_seed(Walk { path: &mut *path, listed, tell: &mut *tell })?;
            path.truncate(outer);
            next = fields.next_key()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_a_text_or_a_whole_number() {
        let line = r#"{"id":7,"user":{"name":"Zo\u00eb","tags":["a"]},"a.b":"dot","x":1.5,"y":null,"z":true,"big":18446744073709551615}"#;
        for (path, wanted) in [
            ("id", Found::Text("7".to_owned())),
            ("user.name", Found::Text("Zoë".to_owned())),
            ("a.b", Found::Text("dot".to_owned())),
            ("big", Found::Text("18446744073709551615".to_owned())),
            ("x", Found::Other),
            ("z", Found::Other),
            ("user", Found::Other),
            ("user.tags", Found::Other),
            ("y", Found::Absent),
            ("nobody", Found::Absent),
            ("user.nobody", Found::Absent),
            ("id.more", Found::Absent),
        ] {
            assert_eq!(field(line, path).unwrap(), wanted, "{path}");
        }
    }

    #[test]
    fn a_line_may_be_a_text_itself() {
        assert_eq!(field("\"alice\"", "").unwrap(), Found::Text("alice".to_owned()));
        assert_eq!(field("12", "").unwrap(), Found::Text("12".to_owned()));
        assert_eq!(field("[1]", "").unwrap(), Found::Other);
        for torn in ["{", "{\"a\":1} x", "alice", "", "{'a':1}", &"[".repeat(1_000)] {
            assert!(field(torn, "a").is_err(), "{torn}");
        }
    }

    #[test]
    fn the_paths_of_an_object_are_those_of_its_texts_and_numbers() {
        let line = r#"{"id":7,"user":{"name":"a","more":{"x":-1}},"list":[{"no":1}],"half":0.5}"#;
        assert_eq!(paths(line).unwrap(), ["id", "user.name", "user.more.x"]);
        assert_eq!(paths("[1]"), None);
        assert_eq!(paths("alice"), None);
    }
}
