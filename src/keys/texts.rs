//! Texts one after another in one piece of memory: a million keys are two allocations, and a copy of them is none.

use std::sync::Arc;

/// A list of texts; clones share it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(Arc<Joined>);

/// Each text with a line feed behind it. Invariant: text i ends at `ends[i]`, where its line feed stands, and begins behind
/// the one before.
#[derive(Debug, Default, PartialEq, Eq)]
struct Joined {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// The lines of a text whose every line ends with a line feed.
    #[must_use]
    pub fn lines(text: String) -> Self {
        let ends = text.bytes().enumerate().filter_map(|(at, byte)| (byte == b'\n').then_some(at as u32)).collect();
        Self(Arc::new(Joined { text, ends }))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.ends.is_empty()
    }

    /// Text number `index`; empty beyond the last.
    #[must_use]
    pub fn get(&self, index: usize) -> &str {
        let Joined { text, ends } = &*self.0;
        let start = index.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize + 1);
        ends.get(index).and_then(|end| text.get(start..*end as usize)).unwrap_or("")
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// All of them as one text, a line feed behind each.
    #[must_use]
    pub fn joined(&self) -> &str {
        &self.0.text
    }
}

impl<S: AsRef<str>> FromIterator<S> for Texts {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let mut joined = Joined::default();
        for text in texts {
            joined.text.push_str(text.as_ref());
            joined.ends.push(joined.text.len() as u32);
            joined.text.push('\n');
        }
        Self(Arc::new(joined))
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn texts_come_back_as_they_went_in() {
        let list = ["a", "", "Zoë", "two\nlines", "日本"];
        let texts: Texts = list.iter().collect();
        assert_eq!(texts.iter().collect::<Vec<_>>(), list);
        assert_eq!((texts.len(), texts.get(5)), (5, ""));
        assert_eq!(Texts::default().get(0), "");
    }

    #[test]
    fn lines_are_the_list_that_joins_to_them() {
        let texts: Texts = ["a", "Zoë", "b"].iter().collect();
        assert_eq!(Texts::lines("a\nZoë\nb\n".to_owned()), texts);
        assert_eq!(texts.joined(), "a\nZoë\nb\n");
    }
}
