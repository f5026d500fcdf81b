//! Paints a display list on a canvas, sharp at every pixel ratio: one path a shape, never one call a dot.

use super::error;
use crate::draw::{Anchor, DisplayList, Rgba, Shape, on_circle};
use std::f64::consts::TAU;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d as Context, HtmlCanvasElement};

const FONT: &str = "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif";
/// A canvas larger than this in one direction is refused by some browsers.
const MOST_PIXELS: f64 = 8_192.0;
/// Nobody sees whether a dot smaller than this is round, and squares cost far less.
const SPECK: f64 = 0.85;

/// Paints `list` on `canvas`, whose pixels are set to the list's size times `dpr`.
pub(super) fn paint(canvas: &HtmlCanvasElement, list: &DisplayList, dpr: f64) -> Result<(), JsError> {
    let context = canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into::<Context>().ok());
    let context = context.ok_or_else(|| error("the browser gives no drawing context for this canvas"))?;
    let (width, height) = (f64::from(list.width), f64::from(list.height));
    let dpr = dpr.clamp(0.5, 8.0).min(MOST_PIXELS / width.max(height).max(1.0));
    resize(canvas, (width * dpr).round() as u32, (height * dpr).round() as u32);
    let failed = |_| error("the canvas cannot be painted");
    context.set_transform(dpr, 0.0, 0.0, dpr, 0.0, 0.0).map_err(failed)?;
    context.clear_rect(0.0, 0.0, width, height);
    context.set_fill_style_str(&list.background.css());
    context.fill_rect(0.0, 0.0, width, height);
    for shape in &list.shapes {
        put(&context, shape).map_err(failed)?;
    }
    Ok(())
}

/// Setting a canvas's size clears it and costs memory: done only when it changes.
fn resize(canvas: &HtmlCanvasElement, width: u32, height: u32) {
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
}

type Done = Result<(), JsValue>;

fn put(context: &Context, shape: &Shape) -> Done {
    match shape {
        Shape::Bands { centre, radii, stretches, fill } => {
            context.begin_path();
            for stretch in stretches {
                band(context, *centre, *radii, *stretch)?;
            }
            fill_with(context, *fill);
        }
        Shape::Curve { centre, radius, stretch, stroke, width } => {
            context.begin_path();
            context.arc(f64::from(centre.0), f64::from(centre.1), f64::from(*radius), angle(stretch.0), angle(stretch.1))?;
            stroke_with(context, *stroke, *width, false)?;
        }
        Shape::Dots { points, radius, fill, outline } => {
            dots(context, points, f64::from(*radius))?;
            fill_with(context, *fill);
            if let Some((stroke, width)) = outline {
                stroke_with(context, *stroke, *width, false)?;
            }
        }
        Shape::Rect { area, fill, stroke, dashed } => rect(context, *area, *fill, *stroke, *dashed)?,
        Shape::Lines { ends, stroke, width, dashed } => {
            context.begin_path();
            for [from, to] in ends {
                context.move_to(f64::from(from.0), f64::from(from.1));
                context.line_to(f64::from(to.0), f64::from(to.1));
            }
            stroke_with(context, *stroke, *width, *dashed)?;
        }
        Shape::Polygon { points, fill } => {
            context.begin_path();
            for (x, y) in points {
                context.line_to(f64::from(*x), f64::from(*y));
            }
            fill_with(context, *fill);
        }
        Shape::Text { at, text, size, bold, anchor, fill } => {
            context.set_font(&format!("{} {size}px {FONT}", if *bold { "700" } else { "400" }));
            context.set_text_baseline("middle");
            context.set_text_align(match anchor {
                Anchor::Start => "left",
                Anchor::Middle => "center",
                Anchor::End => "right",
            });
            context.set_fill_style_str(&fill.css());
            context.fill_text(text, f64::from(at.0), f64::from(at.1))?;
        }
    }
    Ok(())
}

/// Turns from twelve o'clock as the canvas counts: radians from three o'clock.
fn angle(turn: f32) -> f64 {
    (f64::from(turn) - 0.25) * TAU
}

fn band(context: &Context, centre: (f32, f32), radii: (f32, f32), (from, to): (f32, f32)) -> Done {
    let (x, y) = (f64::from(centre.0), f64::from(centre.1));
    let outer = f64::from(radii.1);
    let begin = angle(from);
    let start = on_circle(centre, radii.1, from);
    context.move_to(f64::from(start.0), f64::from(start.1));
    context.arc(x, y, outer, begin, angle(to))?;
    context.arc_with_anticlockwise(x, y, f64::from(radii.0), angle(to), begin, true)?;
    context.close_path();
    Ok(())
}

fn dots(context: &Context, points: &[(f32, f32)], radius: f64) -> Done {
    context.begin_path();
    for (x, y) in points {
        let (x, y) = (f64::from(*x), f64::from(*y));
        if radius < SPECK {
            context.rect(x - radius, y - radius, radius * 2.0, radius * 2.0);
            continue;
        }
        context.move_to(x + radius, y);
        context.arc(x, y, radius, 0.0, TAU)?;
    }
    Ok(())
}

fn rect(context: &Context, area: (f32, f32, f32, f32), fill: Option<Rgba>, stroke: Option<Rgba>, dashed: bool) -> Done {
    let (x, y, width, height) = (f64::from(area.0), f64::from(area.1), f64::from(area.2), f64::from(area.3));
    context.begin_path();
    context.rect(x, y, width, height);
    if let Some(fill) = fill {
        fill_with(context, fill);
    }
    if let Some(stroke) = stroke {
        stroke_with(context, stroke, 1.25, dashed)?;
    }
    Ok(())
}

fn fill_with(context: &Context, fill: Rgba) {
    context.set_fill_style_str(&fill.css());
    context.fill();
}

fn stroke_with(context: &Context, stroke: Rgba, width: f32, dashed: bool) -> Done {
    let dash = if dashed { js_sys::Array::of2(&4.0.into(), &3.0.into()) } else { js_sys::Array::new() };
    context.set_line_dash(&dash)?;
    context.set_stroke_style_str(&stroke.css());
    context.set_line_width(f64::from(width));
    context.stroke();
    Ok(())
}
