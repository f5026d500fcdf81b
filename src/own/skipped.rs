//! What was skipped of a list, and where: one sentence a reason, with the first lines that it holds for.

use crate::analysis::words::thousands;

/// So many places of a reason are kept.
const FIRST: usize = 5;

/// Why a line or row is not taken as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    Mark,
    Empty,
    Repeated,
    Spaces,
    TooLong,
    Control,
    NotUtf8,
    BadQuotes,
    LongRow,
    NotJson,
    Absent,
    NotText,
    TooMany,
    BadName,
    BadWeight,
    BadZone,
    BadCapacity,
    TooManyCells,
    TooManyNodes,
}

/// A reason that came up.
#[derive(Clone, Debug)]
struct Met {
    why: Why,
    count: u64,
    /// The first lines, counted from 1, each with the byte in the file where that says more.
    first: Vec<(u64, Option<u64>)>,
}

/// One sentence about what was skipped, or kept though it looks odd.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Told {
    /// How often.
    pub count: u64,
    /// Whether anything was left out for it.
    pub skipped: bool,
    /// What, where and what to do: `2 lines are empty (lines 4 and 9)`.
    pub words: String,
}

/// Everything that came up in a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Skips(Vec<Met>);

impl Skips {
    pub(super) fn note(&mut self, why: Why, line: u64) {
        self.note_at(why, line, None);
    }

    pub(super) fn note_at(&mut self, why: Why, line: u64, byte: Option<u64>) {
        let index = self.0.iter().position(|met| met.why == why);
        let index = index.unwrap_or_else(|| {
            self.0.push(Met { why, count: 0, first: Vec::new() });
            self.0.len() - 1
        });
        let met = &mut self.0[index];
        met.count += 1;
        if met.first.len() < FIRST {
            met.first.push((line, byte));
        }
    }

    /// A sentence a reason. `column` is what the keys are read from.
    pub(super) fn told(&self, column: &str) -> Vec<Told> {
        let mut met: Vec<&Met> = self.0.iter().collect();
        crate::collections::sort_by_key(&mut met, |met| met.why);
        let told = |met: &Met| Told {
            count: met.count,
            skipped: !matches!(met.why, Why::Mark | Why::Spaces),
            words: format!("{}{}", met.why.words(met.count, column), met.places()),
        };
        met.into_iter().map(told).collect()
    }
}

impl Met {
    /// ` (lines 4, 7 and 9)`.
    fn places(&self) -> String {
        if self.why == Why::Mark {
            return String::new();
        }
        let place = |(line, byte): &(u64, Option<u64>)| match byte {
            Some(byte) => format!("{} at byte {}", thousands(*line), thousands(*byte)),
            None => thousands(*line),
        };
        let first: Vec<String> = self.first.iter().map(place).collect();
        let more = self.count - first.len() as u64;
        let listed = match (first.as_slice(), more) {
            ([], _) => return String::new(),
            ([one], 0) => return format!(" (line {one})"),
            ([most @ .., last], 0) => format!("{} and {last}", most.join(", ")),
            (all, more) => format!("{} and {} more", all.join(", "), thousands(more)),
        };
        format!(" (lines {listed})")
    }
}

impl Why {
    fn words(self, count: u64, column: &str) -> String {
        let many = thousands(count);
        let say = |one: &str, more: &str| if count == 1 { format!("1 {one}") } else { format!("{many} {more}") };
        match self {
            Self::Mark => "the file begins with a byte order mark, which is not part of the first key".to_owned(),
            Self::Empty => say("line is empty", "lines are empty"),
            Self::Repeated => say("stands there before, and is kept once", "stand there before, and are kept once"),
            Self::Spaces => say(
                "key begins or ends with a space, which is kept: it is hashed as it stands",
                "keys begin or end with a space, which is kept: they are hashed as they stand",
            ),
            Self::TooLong => {
                let most = thousands(super::KEY_CHARS as u64);
                say(&format!("key is longer than {most} characters"), &format!("keys are longer than {most} characters"))
            }
            Self::Control => {
                say("key has a control character, as a tab or a null byte", "keys have a control character, as a tab or a null byte")
            }
            Self::NotUtf8 => say("line is not UTF-8: save the file as UTF-8", "lines are not UTF-8: save the file as UTF-8"),
            Self::BadQuotes => say(
                "row has quotes that do not match: write a quote within quotes twice",
                "rows have quotes that do not match: write a quote within quotes twice",
            ),
            Self::LongRow => {
                let most = thousands(super::ROW_BYTES as u64);
                say(&format!("line is longer than {most} bytes"), &format!("lines are longer than {most} bytes"))
            }
            Self::NotJson => say("line is no JSON", "lines are no JSON"),
            Self::Absent => say(&format!("row has no {column}"), &format!("rows have no {column}")),
            Self::NotText => say(
                &format!("row has a {column} that is neither text nor a whole number"),
                &format!("rows have a {column} that is neither text nor a whole number"),
            ),
            Self::TooMany => {
                let (keys, bytes) = (thousands(super::KEYS as u64), super::KEYS_BYTES >> 20);
                let most = format!("the first {keys} keys, or {bytes} MB of them, which are kept");
                say(&format!("more key stands behind {most}"), &format!("more keys stand behind {most}"))
            }
            Self::BadName => say(
                "name is blank, longer than 100 characters or does not fit on a line",
                "names are blank, longer than 100 characters or do not fit on a line",
            ),
            Self::BadWeight => say("weight is no number from 0.001 to 1000", "weights are no numbers from 0.001 to 1000"),
            Self::BadZone => say(
                "zone is longer than 100 characters or does not fit on a line",
                "zones are longer than 100 characters or do not fit on a line",
            ),
            Self::BadCapacity => say("capacity is no number of keys from 1 on", "capacities are no numbers of keys from 1 on"),
            Self::TooManyCells => say(
                "line has more than a name, a weight, a zone and a capacity",
                "lines have more than a name, a weight, a zone and a capacity",
            ),
            Self::TooManyNodes => {
                say("more node stands behind the first 8,192, which are kept", "more nodes stand behind the first 8,192, which are kept")
            }
        }
    }
}
