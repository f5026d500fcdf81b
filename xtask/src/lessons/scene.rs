//! A scene: the original says everything, a translation only the words of it.

use super::front::{self, Parts};
use super::markdown::{self, Block, Inline, blocks_json, inlines_json};
use super::{Place, is_name};
use crate::{Result, run};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What a scene can name.
#[derive(Debug)]
pub struct Known {
    pub presets: BTreeSet<String>,
    pub challenges: BTreeSet<String>,
    /// Where `presets/` is.
    pub root: PathBuf,
}

/// The panels, as the page calls them; its own list is in `www/src/state/model.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Panel {
    Compare,
    Router,
    Sweep,
    Migration,
    Incident,
    Challenge,
    Scale,
}

/// Where a scene begins.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Start {
    step: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    strategy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    panel: Option<Panel>,
    /// The router's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Number,
    Choice,
    Mark,
}

/// What of the run answers: `www/src/lesson/measure.ts` reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Moved,
    MovedShare,
    Peak,
    KeyNode,
    KeyMoves,
    Verdict,
    Migration,
    OwnerChanges,
}

/// What of a migration is counted.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Count {
    Miss,
    Blocked,
    Stale,
    Lost,
    Redirect,
    Error,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Measure {
    what: What,
    strategy: String,
    step: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<Count>,
}

/// An answer that can be chosen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    says: String,
    from: Option<f64>,
    below: Option<f64>,
    is: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    kind: Kind,
    ask: String,
    measure: Measure,
    from: Option<f64>,
    to: Option<f64>,
    by: Option<f64>,
    #[serde(default)]
    option: Vec<Answer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    title: String,
    minutes: u32,
    preset: Option<String>,
    scenario: Option<String>,
    #[serde(default)]
    summary: bool,
    place: Start,
    question: Option<Question>,
}

/// The words of a translation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: String,
    question: Option<AskedWords>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedWords {
    ask: String,
    #[serde(default)]
    options: Vec<String>,
}

/// A scene as its author wrote it, checked.
#[derive(Debug)]
pub struct Original<'a> {
    /// The name of its files, without language and ending.
    pub file: String,
    fields: Fields,
    text: String,
    said: Said,
    known: &'a Known,
}

/// What a learner reads, in one language.
#[derive(Debug)]
struct Said {
    title: String,
    body: Vec<Block>,
    why: Vec<Block>,
    ask: Vec<Inline>,
    options: Vec<Vec<Inline>>,
}

impl<'a> Original<'a> {
    pub fn read(scene: &str, text: &str, file: &str, known: &'a Known) -> Result<Self> {
        let parts = front::parts(text, file)?;
        let fields: Fields = front::read(parts.front, Place { file, line: parts.front_line })?;
        let at = |field: &str| Place { file, line: parts.front_line + front::line_of(parts.front, field) - 1 };
        if !is_name(id_of(scene)) {
            return Err(at("title")
                .error(format!("the file is called {scene:?}, must be a number, a hyphen, and small letters, digits and hyphens")));
        }
        check(&fields, &at, known)?;
        let text = scenario_of(&fields, &at, known)?;
        let options: Vec<&str> = fields.question.iter().flat_map(|question| &question.option).map(|option| option.says.as_str()).collect();
        let ask = fields.question.as_ref().map(|question| question.ask.as_str());
        let said = Said::read(&fields.title, ask, &options, &parts, file, known)?;
        Ok(Self { file: scene.to_owned(), text, said, known, fields })
    }

    pub fn json(&self) -> Value {
        self.spoken(&self.said)
    }

    /// The scene with the words of another file.
    pub fn translated(&self, text: &str, file: &str) -> Result<Value> {
        let parts = front::parts(text, file)?;
        let words: Words = front::read(parts.front, Place { file, line: parts.front_line })?;
        let at = |field: &str| Place { file, line: parts.front_line + front::line_of(parts.front, field) - 1 };
        match (&self.fields.question, &words.question) {
            (Some(_), None) => return Err(at("title").error("[question] is missing: the original asks one")),
            (None, Some(_)) => return Err(at("ask").error("[question] is not in the original: take it out")),
            (Some(original), Some(translated)) if original.option.len() != translated.options.len() => {
                let (is, must) = (translated.options.len(), original.option.len());
                return Err(at("options").error(format!("there are {is} options, must be {must} as in the original")));
            }
            _ => {}
        }
        let options: Vec<&str> = words.question.iter().flat_map(|question| &question.options).map(String::as_str).collect();
        let ask = words.question.as_ref().map(|question| question.ask.as_str());
        Ok(self.spoken(&Said::read(&words.title, ask, &options, &parts, file, self.known)?))
    }

    fn spoken(&self, said: &Said) -> Value {
        let Fields { minutes, summary, place, question, .. } = &self.fields;
        let mut scene = json!({
            "id": id_of(&self.file), "title": said.title, "minutes": minutes, "text": self.text, "place": place,
            "summary": summary, "body": blocks_json(&said.body),
        });
        if let Some(question) = question {
            scene["question"] = question.json(said);
        }
        scene
    }
}

impl Said {
    fn read(title: &str, ask: Option<&str>, options: &[&str], parts: &Parts, file: &str, known: &Known) -> Result<Self> {
        let at = |field: &str| Place { file, line: parts.front_line + front::line_of(parts.front, field) - 1 };
        if title.trim().is_empty() {
            return Err(at("title").error("title is empty"));
        }
        let ask = ask.map_or(Ok(Vec::new()), |ask| markdown::line(ask, at("ask"), known))?;
        let options = options.iter().map(|says| markdown::line(says, at("options"), known)).collect::<Result<_>>()?;
        let body = markdown::blocks(parts.body, Place { file, line: parts.body_line }, known)?;
        let (body, why) = divided(body, file, !ask.is_empty())?;
        if body.is_empty() {
            return Err(Place { file, line: parts.body_line }.error("the scene has no text"));
        }
        Ok(Self { title: title.to_owned(), body, why, ask, options })
    }
}

/// The text of a scene and, behind the line `---`, its why.
fn divided(mut all: Vec<Block>, file: &str, asks: bool) -> Result<(Vec<Block>, Vec<Block>)> {
    let rules: Vec<(usize, usize)> =
        all.iter().enumerate().filter_map(|(i, block)| if let Block::Rule(line) = block { Some((i, *line)) } else { None }).collect();
    match (rules.as_slice(), asks) {
        ([], false) => Ok((all, Vec::new())),
        ([(index, _)], true) if index + 1 < all.len() => {
            let why = all.split_off(index + 1);
            all.pop();
            Ok((all, why))
        }
        ([], true) => Err(Place { file, line: 1 }.error("the scene asks and has no why: a line ---, and the why below it")),
        ([(_, line), ..], false) => Err(Place { file, line: *line }.error("the scene asks nothing, so no why can stand behind a line ---")),
        ([.., (_, line)], true) => Err(Place { file, line: *line }.error("behind the one line --- stands the why, once and not empty")),
    }
}

impl Question {
    fn json(&self, said: &Said) -> Value {
        let mut question =
            json!({ "kind": self.kind, "ask": inlines_json(&said.ask), "measure": self.measure, "why": blocks_json(&said.why) });
        match self.kind {
            Kind::Number => {
                question["from"] = json!(self.from);
                question["to"] = json!(self.to);
                question["by"] = json!(self.by.unwrap_or(1.0));
            }
            Kind::Choice => question["options"] = self.option.iter().zip(&said.options).map(|(option, says)| option.json(says)).collect(),
            Kind::Mark => {}
        }
        question
    }
}

impl Answer {
    fn json(&self, says: &[Inline]) -> Value {
        let mut option = json!({ "says": inlines_json(says) });
        for (name, bound) in [("from", self.from), ("below", self.below)] {
            if let Some(bound) = bound {
                option[name] = json!(bound);
            }
        }
        if let Some(word) = &self.is {
            option["is"] = json!(word);
        }
        option
    }
}

/// The scenario: a preset's text, or one of the scene's own.
fn scenario_of<'p>(fields: &Fields, at: &impl Fn(&str) -> Place<'p>, known: &Known) -> Result<String> {
    match (&fields.preset, &fields.scenario) {
        (Some(name), None) if known.presets.contains(name) => run::read_text(&known.root.join(format!("presets/{name}.toml"))),
        (Some(name), None) => Err(at("preset").error(format!("preset is {name:?}, which there is not (they are in presets/)"))),
        (None, Some(text)) => Ok(text.clone()),
        _ => Err(at("title").error("a scene has a preset, or a scenario of its own")),
    }
}

fn check<'p>(fields: &Fields, at: &impl Fn(&str) -> Place<'p>, known: &Known) -> Result<()> {
    if let Some(name) = fields.place.challenge.as_ref().filter(|name| !known.challenges.contains(*name)) {
        return Err(at("challenge").error(format!("challenge is {name:?}, which there is not (they are in challenges/)")));
    }
    fields.question.as_ref().map_or(Ok(()), |question| check_question(question, &fields.place, at))
}

/// A question must have what its kind and its measure need, and be about something that is not on the screen already.
fn check_question<'p>(
    Question { kind, measure, from, to, option, .. }: &Question,
    place: &Start,
    at: &impl Fn(&str) -> Place<'p>,
) -> Result<()> {
    let wrong = |why: &str| Err(at("measure").error(why));
    let number = matches!(measure.what, What::Moved | What::MovedShare | What::Peak | What::Migration);
    match kind {
        Kind::Number if !number => return wrong("this measure is no number: the kind is choice or mark"),
        Kind::Number if !matches!((from, to), (Some(from), Some(to)) if from < to) => {
            return Err(at("kind").error("a number has a range: from, to, and how finely (by)"));
        }
        Kind::Choice if option.len() < 2 => return Err(at("kind").error("a choice has at least two [[question.option]]")),
        Kind::Choice
            if option.iter().any(|option| option.is.is_some() == number || (number && option.from.is_none() && option.below.is_none())) =>
        {
            return Err(at("kind").error(if number {
                "an option of a number has from, below or both"
            } else {
                "an option of this measure says what it is"
            }));
        }
        Kind::Mark if measure.what != What::OwnerChanges => return wrong("a mark is answered by owner_changes"),
        _ => {}
    }
    if !matches!(kind, Kind::Mark) && measure.what == What::OwnerChanges {
        return wrong("owner_changes answers a mark");
    }
    if matches!(measure.what, What::KeyNode | What::KeyMoves)
        && (measure.key.is_none() || measure.key != place.key || place.panel != Some(Panel::Router))
    {
        return wrong("this measure is read from the router: measure.key and place.key are the same, and place.panel is router");
    }
    if measure.what == What::Migration && (measure.policy.is_none() || measure.count.is_none() || place.panel != Some(Panel::Migration)) {
        return wrong("this measure is read from the migration: it has policy and count, and place.panel is migration");
    }
    if measure.what == What::Verdict && place.panel != Some(Panel::Incident) {
        return wrong("this measure is read from the incident: place.panel is incident");
    }
    if measure.step == 0 && !matches!(measure.what, What::Peak | What::KeyNode) {
        return wrong("nothing has happened at step 0: the step is at least 1");
    }
    if place.step > 0 && place.step >= measure.step {
        return wrong("the scene begins where its answer is on the screen: place.step must be before measure.step");
    }
    Ok(())
}

/// `the-ring` of `04-the-ring`.
fn id_of(file: &str) -> &str {
    file.trim_start_matches(|letter: char| letter.is_ascii_digit()).trim_start_matches('-')
}
