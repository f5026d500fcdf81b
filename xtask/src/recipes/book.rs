//! What a book is made of: recipes, the built site beside them, and as little else as its tool asks for.

use super::{text, tools};
use crate::{Result, places, run};
use std::fs;
use std::path::{Path, PathBuf};

/// A book of one tool.
pub struct Book {
    /// Its tool, and the folder of its pages.
    pub name: &'static str,
    /// Where chapters stand in its source.
    chapters: &'static str,
    /// Where the document says that the built site goes.
    site: &'static str,
    /// The recipe of its settings, by the file's name.
    settings: &'static str,
    /// Recipes of the chapter that stands in a folder.
    deeper: &'static [&'static str],
    /// What the tool wants besides: files and what is in them.
    besides: &'static [(&'static str, &'static str)],
    /// From its source to its pages.
    pub build: fn(&Path, &Path) -> Result<()>,
}

pub const ALL: [Book; 3] = [
    Book {
        name: "mdbook",
        chapters: "src",
        site: "src/shardlab",
        settings: "book.toml",
        deeper: &["book-script", "book-figure"],
        besides: &[("src/SUMMARY.md", "# Summary\n\n- [Notes](notes.md)\n- [Deeper](part/deeper.md)\n- [Plain](plain.md)\n")],
        build: tools::mdbook,
    },
    Book {
        name: "jupyter-book",
        chapters: "",
        site: "beside/shardlab",
        settings: "_config.yml",
        deeper: &["book-script", "book-figure"],
        besides: &[("_toc.yml", "format: jb-book\nroot: notes\nchapters:\n- file: part/deeper\n- file: plain\n")],
        build: tools::jupyter_book,
    },
    Book {
        name: "docusaurus",
        chapters: "docs",
        site: "static/shardlab",
        settings: "docusaurus.config.js",
        deeper: &["book-figure"],
        besides: &[("docs/index.md", "# Course\n\n[The notes](notes.md)\n"), ("package.json", "{ \"private\": true }\n")],
        build: tools::docusaurus,
    },
];

impl Book {
    /// Writes its source anew; the folder.
    pub fn write(&self, document: &str) -> Result<PathBuf> {
        let folder = tools::home(self.name).join("source");
        run::remove_folder(&folder)?;
        let put = |path: &str, content: String| run::write(&folder.join(path), content.as_bytes());
        let recipes = |names: &[&str]| names.iter().map(|name| text::recipe(document, name)).collect::<Result<Vec<String>>>();
        let chapters = folder.join(self.chapters);
        run::write(&chapters.join("notes.md"), recipes(&["markdown", "link"])?.join("\n").as_bytes())?;
        let deeper = format!("# Deeper\n\n{}", recipes(self.deeper)?.join("\n"));
        run::write(&chapters.join("part/deeper.md"), deeper.as_bytes())?;
        run::write(&chapters.join("plain.md"), b"# Plain\n\nNo figure stands here.\n")?;
        put(self.settings, text::recipe(document, self.settings)?)?;
        self.besides.iter().try_for_each(|(path, content)| put(path, (*content).into()))?;
        copy(&places::dist(), &folder.join(self.site))?;
        Ok(folder)
    }
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let failed = |error: std::io::Error| format!("cannot copy {} to {}: {error}", from.display(), to.display());
    fs::create_dir_all(to).map_err(failed)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let (path, target) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).map_err(failed)?;
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target).map_err(failed)?;
        }
    }
    Ok(())
}
