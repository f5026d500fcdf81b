//! The recipes of docs/embedding.md: the document is the source, and nothing here repeats a word of it.

use crate::Result;

/// The block behind `<!-- recipe: NAME -->`, as an author copies it.
pub fn recipe(document: &str, name: &str) -> Result<String> {
    let missing = || format!("docs/embedding.md has no recipe {name} (put <!-- recipe: {name} --> on the line before its block)");
    let (_, after) = document.split_once(&format!("<!-- recipe: {name} -->\n```")).ok_or_else(missing)?;
    let (_, block) = after.split_once('\n').ok_or_else(missing)?;
    let (text, _) =
        block.split_once("\n```\n").ok_or_else(|| format!("the recipe {name} of docs/embedding.md has no end (a line of ```)"))?;
    Ok(format!("{text}\n"))
}

#[cfg(test)]
mod tests {
    use super::recipe;

    #[test]
    fn a_recipe_is_its_block_and_no_more() {
        let document = "One\n\n<!-- recipe: a -->\n```toml\nx = 1\n\ny = 2\n```\n\n<!-- recipe: b -->\n```js\nz\n";
        assert_eq!(recipe(document, "a").as_deref(), Ok("x = 1\n\ny = 2\n"));
        assert!(recipe(document, "b").is_err_and(|why| why.contains("no end")));
        assert!(recipe(document, "c").is_err_and(|why| why.contains("no recipe c")));
    }
}
