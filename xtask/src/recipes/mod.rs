//! `cargo xtask recipes`: small books around the recipes of docs/embedding.md, built by the tools that authors use, for the browser to open.

mod book;
mod text;
mod tools;

use crate::{Result, places, run};
use std::path::PathBuf;

/// Where the tools are and what they build.
fn room() -> PathBuf {
    places::target().join("recipes")
}

/// Builds every book from the document's own text; the folder with their pages, a folder a tool.
pub fn build() -> Result<PathBuf> {
    if !places::dist().join("shard-lab.js").is_file() {
        return Err("there is no built site to put into the books (cargo xtask build makes it)".into());
    }
    let document = run::read_text(&places::root().join("docs/embedding.md"))?;
    let books = room().join("books");
    run::remove_folder(&books)?;
    std::fs::create_dir_all(&books).map_err(|error| format!("cannot make {}: {error}", books.display()))?;
    for book in &book::ALL {
        println!("Building a book with {}", book.name);
        let source = book.write(&document)?;
        (book.build)(&source, &books.join(book.name))?;
    }
    Ok(books)
}
