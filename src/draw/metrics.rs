//! Widths of text from a table, so that a picture has one layout on every machine.

/// The width of a text in CSS pixels at a size, as a usual sans-serif font sets it.
#[must_use]
pub fn width(text: &str, size: f32, bold: bool) -> f32 {
    let units: f32 = text.chars().map(advance).sum();
    units * size * if bold { 1.06 } else { 1.0 }
}

/// The advance of a character in parts of the font size.
fn advance(character: char) -> f32 {
    match character {
        'i' | 'j' | 'l' | '\'' | '|' | '!' | '.' | ',' | ':' | ';' => 0.27,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' | ' ' | '°' => 0.35,
        'm' | 'M' | 'w' | 'W' | '%' | '@' => 0.86,
        'A'..='Z' => 0.68,
        '0'..='9' | 'a'..='z' => 0.57,
        '\u{1100}'.. => 1.0,
        _ => 0.6,
    }
}
