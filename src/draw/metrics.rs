//! Widths of text from a table, so that a picture has one layout on every machine.

/// The width of a text in CSS pixels at a size, as a wide sans-serif font sets it: in others it fits the more easily.
#[must_use]
pub fn width(text: &str, size: f32, bold: bool) -> f32 {
    let units: f32 = text.chars().map(advance).sum();
    units * size * if bold { 1.1 } else { 1.0 }
}

/// The advance of a character in parts of the font size.
fn advance(character: char) -> f32 {
    match character {
        'i' | 'j' | 'l' | '\'' | '|' | '!' | '.' | ',' | ':' | ';' => 0.32,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' | ' ' | '°' => 0.39,
        'm' | 'M' | 'w' | 'W' | '%' | '@' => 0.93,
        'A'..='Z' => 0.7,
        '0'..='9' => 0.64,
        'a'..='z' => 0.61,
        '\u{1100}'.. => 1.0,
        _ => 0.64,
    }
}
