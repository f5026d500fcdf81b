//! A display list as an SVG file: the same shapes that the page paints on its canvas.

use super::list::{Anchor, DisplayList, Rgba, Shape, on_circle};
use std::fmt::Write as _;

const FONT: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/// The picture on a background as a self-contained SVG document with a title and a description.
#[must_use]
pub fn svg(list: &DisplayList, background: Rgba, title: &str, description: &str) -> String {
    let (width, height) = (list.width, list.height);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.2}\" height=\"{height:.2}\" viewBox=\"0 0 {width:.2} {height:.2}\" \
         role=\"img\" font-family=\"{FONT}\">\n<title>{}</title>\n<desc>{}</desc>\n",
        escaped(title),
        escaped(description)
    );
    let _ = writeln!(out, "<rect width=\"100%\" height=\"100%\" {}/>", fill(background));
    for shape in &list.shapes {
        write(shape, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// Text for markup; characters that XML cannot hold are replaced.
fn escaped(text: &str) -> String {
    let one = |character: char| match character {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\u{fffe}' | '\u{ffff}' => "\u{fffd}".to_owned(),
        character if character < ' ' && !['\n', '\t'].contains(&character) => "\u{fffd}".to_owned(),
        character => character.to_string(),
    };
    text.chars().map(one).collect()
}

fn rgb(colour: Rgba) -> String {
    Rgba { a: 255, ..colour }.css()
}

fn fill(colour: Rgba) -> String {
    format!("fill=\"{}\" fill-opacity=\"{:.3}\"", rgb(colour), f32::from(colour.a) / 255.0)
}

fn stroke(colour: Rgba, width: f32, dashed: bool) -> String {
    let dash = if dashed { " stroke-dasharray=\"4 3\"" } else { "" };
    format!("stroke=\"{}\" stroke-opacity=\"{:.3}\" stroke-width=\"{width:.2}\"{dash}", rgb(colour), f32::from(colour.a) / 255.0)
}

fn write(shape: &Shape, out: &mut String) {
    let _ = match shape {
        Shape::Bands { centre, radii, stretches, fill: colour } => {
            let path: String = stretches.iter().map(|stretch| band(*centre, *radii, *stretch)).collect();
            writeln!(out, "<path d=\"{path}\" {}/>", fill(*colour))
        }
        Shape::Curve { centre, radius, stretch, stroke: colour, width } => {
            writeln!(out, "<path d=\"{}\" fill=\"none\" {}/>", curve(*centre, *radius, *stretch, 'M'), stroke(*colour, *width, false))
        }
        Shape::Dots { points, radius, fill: colour, outline } => {
            let path: String = points.iter().map(|point| circle(*point, *radius)).collect();
            let edge = outline.map(|(colour, width)| stroke(colour, width, false)).unwrap_or_default();
            writeln!(out, "<path d=\"{path}\" {} {edge}/>", fill(*colour))
        }
        Shape::Rect { area: (x, y, width, height), fill: inside, stroke: edge, dashed } => {
            let inside = inside.map_or_else(|| "fill=\"none\"".to_owned(), fill);
            let edge = edge.map(|colour| stroke(colour, 1.25, *dashed)).unwrap_or_default();
            writeln!(out, "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" {inside} {edge}/>")
        }
        Shape::Lines { ends, stroke: colour, width, dashed } => {
            let path: String = ends.iter().map(|[a, b]| format!("M{:.2} {:.2}L{:.2} {:.2}", a.0, a.1, b.0, b.1)).collect();
            writeln!(out, "<path d=\"{path}\" fill=\"none\" {}/>", stroke(*colour, *width, *dashed))
        }
        Shape::Polygon { points, fill: colour } => {
            let corners: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
            writeln!(out, "<polygon points=\"{}\" {}/>", corners.join(" "), fill(*colour))
        }
        Shape::Text { at: (x, y), text, size, bold, anchor, fill: colour } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let weight = if *bold { " font-weight=\"700\"" } else { "" };
            let text = escaped(text);
            writeln!(
                out,
                "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size:.2}\"{weight} text-anchor=\"{anchor}\" dominant-baseline=\"central\" {}>{text}</text>",
                fill(*colour)
            )
        }
    };
}

fn circle((x, y): (f32, f32), radius: f32) -> String {
    let (left, twice) = (x - radius, radius * 2.0);
    format!("M{left:.2} {y:.2}a{radius:.2} {radius:.2} 0 1 0 {twice:.2} 0a{radius:.2} {radius:.2} 0 1 0 -{twice:.2} 0z")
}

/// A stretch of a band; a whole circle is two halves, since an arc with equal ends is none.
fn band(centre: (f32, f32), radii: (f32, f32), (from, to): (f32, f32)) -> String {
    if to - from > 0.999 {
        let middle = (from + to) / 2.0;
        return band(centre, radii, (from, middle)) + &band(centre, radii, (middle, to));
    }
    let outside = curve(centre, radii.1, (from, to), 'M');
    let inside = curve(centre, radii.0, (to, from), 'L');
    format!("{outside}{inside}z")
}

fn curve(centre: (f32, f32), radius: f32, (from, to): (f32, f32), begin: char) -> String {
    let ((x0, y0), (x1, y1)) = (on_circle(centre, radius, from), on_circle(centre, radius, to));
    let (large, sweep) = (u8::from((to - from).abs() > 0.5), u8::from(to > from));
    format!("{begin}{x0:.2} {y0:.2}A{radius:.2} {radius:.2} 0 {large} {sweep} {x1:.2} {y1:.2}")
}
