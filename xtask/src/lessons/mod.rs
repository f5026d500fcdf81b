//! Lessons: a folder of Markdown files a lesson becomes one script a language, with everything in it checked.

mod front;
mod markdown;
mod scene;

use crate::{Result, places, run};
use scene::{Known, Original};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A lesson in one language, as the page loads it.
#[derive(Debug)]
pub struct Script {
    /// The lesson and the language: `sharding.en`.
    pub name: String,
    /// JSON that leaves itself behind: a script loads in every frame and from every disk, a fetched file does not.
    pub text: String,
}

/// A file as the messages name it, and the line of it that they are about.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    file: &'a str,
    line: usize,
}

impl Place<'_> {
    fn error(self, message: impl std::fmt::Display) -> String {
        format!("{}:{}: {message}", self.file, self.line)
    }
}

/// `lesson.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    /// By language.
    title: BTreeMap<String, String>,
    /// The first one is that of the originals.
    languages: Vec<String>,
    /// Their files in the order of the lesson, without language and ending.
    scenes: Vec<String>,
}

/// All lessons of the project.
pub fn all() -> Result<Vec<Script>> {
    let root = places::root();
    let presets = run::files(&root.join("presets")).into_iter();
    let challenges = run::files(&root.join("challenges")).into_iter();
    let name = |file: String| file.strip_suffix(".toml").map(String::from);
    let known =
        Known { presets: presets.filter_map(name).collect(), challenges: challenges.filter_map(name).collect(), root: root.clone() };
    from(&root.join("lessons"), &known)
}

/// The lessons in a folder, by their names.
fn from(folder: &Path, known: &Known) -> Result<Vec<Script>> {
    let mut scripts = Vec::new();
    for lesson in folders(folder) {
        scripts.extend(Lesson::read(&folder.join(lesson))?.scripts(known)?);
    }
    Ok(scripts)
}

/// The names of the folders in a folder, sorted; none where there is no folder.
fn folders(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let inner = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut names: Vec<_> = inner.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

struct Lesson {
    folder: PathBuf,
    /// Its folder's name: what links call it.
    id: String,
    about: About,
}

impl Lesson {
    fn read(folder: &Path) -> Result<Self> {
        let id = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = format!("lessons/{id}/lesson.toml");
        let text = run::read_text(&folder.join("lesson.toml"))?;
        let about: About = front::read(&text, Place { file: &file, line: 1 })?;
        let lesson = Self { folder: folder.to_path_buf(), id, about };
        lesson.check(&text, &file).map(|()| lesson)
    }

    fn check(&self, text: &str, file: &str) -> Result<()> {
        let at = |field: &str| Place { file, line: front::line_of(text, field) };
        let About { title, languages, scenes } = &self.about;
        if !is_name(&self.id) {
            return Err(at("title").error(format!("the folder is called {:?}, must be of small letters, digits and hyphens", self.id)));
        }
        if languages.is_empty() || scenes.is_empty() {
            return Err(at("languages").error("a lesson has at least one language and one scene"));
        }
        if let Some(missing) = languages.iter().find(|language| !title.contains_key(*language)) {
            return Err(at("title").error(format!("title.{missing} is missing, and {missing} is one of the languages")));
        }
        let wanted = |file: &String| scenes.iter().any(|scene| languages.iter().any(|language| *file == format!("{scene}.{language}.md")));
        match run::files(&self.folder).iter().find(|file| *file != "lesson.toml" && !wanted(file)) {
            Some(stray) => Err(at("scenes")
                .error(format!("{stray} lies beside this file and is no scene of it: add it to scenes and languages, or remove it"))),
            None => Ok(()),
        }
    }

    /// One script a language. Every problem of every file is told at once.
    fn scripts(&self, known: &Known) -> Result<Vec<Script>> {
        let first = self.about.languages[0].as_str();
        let mut problems = Vec::new();
        let originals: Vec<Original> =
            self.about.scenes.iter().filter_map(|scene| told(self.original(scene, first, known), &mut problems)).collect();
        if !problems.is_empty() {
            return Err(problems.join("\n"));
        }
        let mut scripts = Vec::new();
        for language in &self.about.languages {
            let scenes: Vec<Value> = originals.iter().filter_map(|original| told(self.spoken(original, language), &mut problems)).collect();
            let lesson = json!({ "id": self.id, "lang": language, "title": self.about.title[language], "scenes": scenes });
            let name = format!("{}.{language}", self.id);
            scripts.push(Script { text: format!("(self.shardlabLessons??={{}})[\"{name}\"]={lesson};\n"), name });
        }
        if problems.is_empty() { Ok(scripts) } else { Err(problems.join("\n")) }
    }

    fn original<'a>(&self, scene: &str, language: &str, known: &'a Known) -> Result<Original<'a>> {
        let (file, text) = self.file(scene, language)?;
        Original::read(scene, &text, &file, known)
    }

    /// A scene in a language: the original itself, or its translation.
    fn spoken(&self, original: &Original, language: &str) -> Result<Value> {
        if language == self.about.languages[0] {
            return Ok(original.json());
        }
        let (file, text) = self.file(&original.file, language)?;
        original.translated(&text, &file)
    }

    /// A scene's file as messages name it, and its text.
    fn file(&self, scene: &str, language: &str) -> Result<(String, String)> {
        let name = format!("{scene}.{language}.md");
        let file = format!("lessons/{}/{name}", self.id);
        let text = std::fs::read_to_string(self.folder.join(&name));
        text.map(|text| (file.clone(), text))
            .map_err(|error| format!("{file}:1: cannot be read ({error}): every scene has a file in every language"))
    }
}

/// What was read, or its problem with those before.
fn told<T>(read: Result<T>, problems: &mut Vec<String>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}

/// What a lesson or a scene can be called in a link.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= 64 && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

#[cfg(test)]
mod tests;
