//! JSON lines: one field of a line's value, read without making anything of the rest.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
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

/// What a line has at a path: the value itself at the empty one, the field `a.b` or else the field `b` of `a` at `a.b`.
///
/// # Errors
/// When the line is no JSON.
pub(super) fn field(line: &str, path: &str) -> Result<Found, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(line);
    let found = At((!path.is_empty()).then_some(path)).deserialize(&mut reader)?;
    reader.end()?;
    Ok(found)
}

/// The paths of the texts and whole numbers of an object, in its order; none where a line is no object.
pub(super) fn paths(line: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut reader = serde_json::Deserializer::from_str(line);
    let object = reader.deserialize_any(Names { before: "", out: &mut found }).ok()?;
    reader.end().ok()?;
    object.then_some(found)
}

/// Reads what is at a path; at none, the value itself.
struct At<'p>(Option<&'p str>);

impl At<'_> {
    fn plain(&self, found: Found) -> Found {
        if self.0.is_none() { found } else { Found::Absent }
    }
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Found, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Found;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Found, E> {
        Ok(self.plain(Found::Text(text.to_owned())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Found, E> {
        Ok(self.plain(Found::Text(number.to_string())))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Found, E> {
        Ok(self.plain(Found::Text(number.to_string())))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Found, E> {
        Ok(self.plain(Found::Other))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Found, E> {
        Ok(self.plain(Found::Other))
    }

    fn visit_unit<E: Error>(self) -> Result<Found, E> {
        Ok(Found::Absent)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Found, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.plain(Found::Other))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Found, A::Error> {
        let mut found = self.plain(Found::Other);
        let path = self.0.unwrap_or_default();
        while let Some(name) = fields.next_key::<Cow<'_, str>>()? {
            let below = path.strip_prefix(&*name).and_then(|rest| rest.strip_prefix('.'));
            if self.0.is_some() && name == path {
                found = fields.next_value_seed(At(None))?;
            } else if let Some(rest) = below.filter(|_| found == Found::Absent) {
                found = fields.next_value_seed(At(Some(rest)))?;
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Notes the paths below `before`; gives whether the value is an object.
struct Names<'a> {
    before: &'a str,
    out: &'a mut Vec<String>,
}

impl Names<'_> {
    fn note(self) -> bool {
        if !self.before.is_empty() {
            self.out.push(self.before.to_owned());
        }
        false
    }
}

impl<'de> DeserializeSeed<'de> for Names<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<bool, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Names<'_> {
    type Value = bool;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<bool, E> {
        Ok(self.note())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<bool, E> {
        Ok(self.note())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<bool, E> {
        Ok(self.note())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<bool, A::Error> {
        let Self { before, out } = self;
        while let Some(name) = fields.next_key::<Cow<'_, str>>()? {
            let path = if before.is_empty() { name.into_owned() } else { format!("{before}.{name}") };
            fields.next_value_seed(Names { before: &path, out: &mut *out })?;
        }
        Ok(true)
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
