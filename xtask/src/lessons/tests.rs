//! The lessons that the project has are read; what an author can get wrong is told with file and line.

use super::scene::{Known, Original, Panel};
use super::{Script, all, from};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

const SCENE: &str = "+++\ntitle = \"The ring\"\nminutes = 5\npreset = \"add-a-node\"\n\n[place]\nstep = 0\nstrategy = \"ring\"\n\n\
    [question]\nkind = \"number\"\nfrom = 0\nto = 100\nmeasure = { what = \"moved_share\", strategy = \"ring\", step = 1 }\nask = \"How *many*?\"\n+++\n\n\
    A paragraph with `code`,\nand a [link](https://a.org).\n\n1. One\n2. Two\n\n---\n\nSo it is.\n";

fn known() -> Known {
    let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    Known { presets: names(&["add-a-node"]), challenges: names(&["rendezvous"]), root: crate::places::root() }
}

fn read(text: &str) -> Result<Value, String> {
    Original::read("04-the-ring", text, "the-ring.en.md", &known()).map(|scene| scene.json())
}

/// What is told of a scene in which something stands in another's place.
fn told(from: &str, to: &str) -> String {
    assert!(SCENE.contains(from), "{from}");
    read(&SCENE.replace(from, to)).expect_err(to)
}

fn json_of(script: &Script) -> Value {
    let (_, json) = script.text.split_once("]=").expect("a script");
    serde_json::from_str(json.trim_end().trim_end_matches(';')).expect("JSON")
}

#[test]
fn the_projects_lessons_are_whole_in_every_language() {
    let scripts = all().expect("no problem");
    let names: Vec<&str> = scripts.iter().map(|script| script.name.as_str()).collect();
    assert_eq!(names, ["sharding.en", "sharding.de"]);
    let [english, german] = [json_of(&scripts[0]), json_of(&scripts[1])];
    assert!(english["scenes"].as_array().is_some_and(|scenes| scenes.len() >= 11));
    let bare = |lesson: &Value| -> Vec<Value> {
        let scenes = lesson["scenes"].as_array().expect("scenes").iter();
        scenes.map(|scene| serde_json::json!([scene["id"], scene["text"], scene["place"], scene["question"]["measure"]])).collect()
    };
    assert_eq!(bare(&english), bare(&german));
    assert_ne!(english["scenes"][0]["body"], german["scenes"][0]["body"]);
}

/// Links to scenes are promises: whoever renames a scene breaks somebody's notes.
#[test]
fn scenes_that_were_published_are_still_there() {
    let links = crate::run::read_text(&crate::places::root().join("tests/golden_lessons.txt")).expect("the golden links");
    let lessons: Vec<Value> = all().expect("no problem").iter().map(json_of).collect();
    assert!(links.lines().count() >= 11);
    for link in links.lines() {
        let field = |name: &str| link.trim_start_matches('#').split('&').find_map(|field| field.strip_prefix(name)?.strip_prefix('='));
        let lang = field("lang").unwrap_or("en");
        let lesson = lessons.iter().find(|lesson| lesson["id"] == field("lesson").unwrap_or_default() && lesson["lang"] == lang);
        let scenes = lesson.and_then(|lesson| lesson["scenes"].as_array()).unwrap_or_else(|| panic!("{link} has no lesson"));
        assert!(field("scene").is_none_or(|scene| scenes.iter().any(|one| one["id"] == scene)), "{link}");
    }
}

#[test]
fn a_scene_becomes_a_closed_set_of_blocks() {
    let scene = read(SCENE).expect("no problem");
    assert_eq!(scene["id"], "the-ring");
    assert_eq!(scene["text"], crate::run::read_text(&crate::places::root().join("presets/add-a-node.toml")).expect("the preset"));
    let body = r#"[{"p":["A paragraph with ",{"code":"code"},", and a ",{"link":"https://a.org","of":["link"]},"."]},{"ol":[[{"p":["One"]}],[{"p":["Two"]}]]}]"#;
    assert_eq!(scene["body"].to_string(), body);
    assert_eq!(scene["question"]["why"].to_string(), r#"[{"p":["So it is."]}]"#);
    assert_eq!(scene["question"]["ask"].to_string(), r#"["How ",{"em":["many"]},"?"]"#);
}

#[test]
fn what_is_wrong_is_told_with_file_and_line() {
    for (from, to, line, words) in [
        ("minutes = 5", "minuts = 5", 3, "minuts"),
        ("add-a-node", "add-a-nod", 4, "there is not"),
        ("strategy = \"ring\"\n\n", "panel = \"routr\"\n\n", 8, "routr"),
        ("strategy = \"ring\"\n\n", "challenge = \"x\"\n\n", 8, "challenges/"),
        ("moved_share", "movd", 14, "movd"),
        ("moved_share", "verdict", 14, "no number"),
        ("step = 1 }", "step = 0 }", 14, "at least 1"),
        ("to = 100\n", "", 11, "range"),
        ("https://a.org", "http://a.org", 19, "https"),
        ("https://a.org", "#preset=x", 19, "presets/"),
        ("1. One", "<b>One</b>", 21, "HTML"),
        ("2. Two", "![x](y.png)", 22, "image"),
        ("\n---\n", "", 1, "no why"),
        ("So it is.", "---", 26, "once"),
        ("+++\n\n", "++\n\n", 1, "second line"),
    ] {
        let said = told(from, to);
        assert!(said.contains(words), "{to}: {said}");
        assert!(said.starts_with(&format!("the-ring.en.md:{line}: ")), "{to}: {said}");
    }
}

#[test]
fn a_translation_has_the_words_and_nothing_else() {
    let known = known();
    let original = Original::read("04-the-ring", SCENE, "the-ring.en.md", &known).expect("no problem");
    let german = "+++\ntitle = \"Der Ring\"\n\n[question]\nask = \"Wie viele?\"\n+++\n\nEin Absatz.\n\n---\n\nSo ist es.\n";
    let scene = original.translated(german, "the-ring.de.md").expect("no problem");
    assert_eq!(
        (&scene["title"], &scene["question"]["to"], &scene["place"]),
        (&Value::from("Der Ring"), &Value::from(100.0), &original.json()["place"])
    );
    for (from, to, words) in [
        ("title", "minutes = 3\ntitle", "the-ring.de.md:2: unknown field `minutes`"),
        ("[question]\nask = \"Wie viele?\"\n", "", "the-ring.de.md:2: [question] is missing"),
        ("ask", "options = [\"x\"]\nask", "the-ring.de.md:5: there are 1 options, must be 0"),
    ] {
        let said = original.translated(&german.replace(from, to), "the-ring.de.md").expect_err(to);
        assert!(said.starts_with(words), "{said}");
    }
}

/// A folder of lessons that is gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("shardlab-lessons-{}-{name}", std::process::id()));
        for (file, text) in files {
            crate::run::write(&folder.join("a").join(file), text.as_bytes()).expect("a file");
        }
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn every_scene_is_there_in_every_language_and_nothing_beside_them() {
    let about = "title = { en = \"A\", de = \"A\" }\nlanguages = [\"en\", \"de\"]\nscenes = [\"1-x\", \"2-y\"]\n";
    let missing = Folder::new("missing", &[("lesson.toml", about), ("1-x.en.md", SCENE), ("2-y.en.md", SCENE)]);
    let said = from(&missing.0, &known()).expect_err("two files are missing");
    assert!(said.contains("lessons/a/1-x.de.md:1: ") && said.contains("lessons/a/2-y.de.md:1: "), "{said}");
    let stray = Folder::new("stray", &[("lesson.toml", about), ("3-z.en.md", SCENE)]);
    assert!(from(&stray.0, &known()).is_err_and(|said| said.starts_with("lessons/a/lesson.toml:3: 3-z.en.md")));
    let untitled = Folder::new("untitled", &[("lesson.toml", &about.replace(", de = \"A\"", ""))]);
    assert!(from(&untitled.0, &known()).is_err_and(|said| said.starts_with("lessons/a/lesson.toml:1: title.de")));
}

#[test]
fn the_panels_are_those_of_the_page() {
    let model = crate::run::read_text(&crate::places::root().join("www/src/state/model.ts")).expect("the page's model");
    let (_, after) = model.split_once("export const PANEL_TABS = [").expect("the list");
    let (list, _) = after.split_once(']').expect("its end");
    for name in list.split(',').map(|name| name.trim().trim_matches('"')) {
        assert!(serde_json::from_value::<Panel>(Value::from(name)).is_ok(), "{name}");
    }
}
