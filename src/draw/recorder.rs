//! A plotters backend that records shapes instead of painting them, and measures text by the table of widths.

use super::list::{Anchor, DisplayList, Rgba, Shape};
use super::metrics;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle};
use std::convert::Infallible;

/// Records what a chart draws.
pub(super) struct Recorder<'a>(pub(super) &'a mut DisplayList);

fn colour(colour: BackendColor) -> Rgba {
    let (r, g, b) = colour.rgb;
    Rgba { r, g, b, a: 255 }.alpha(colour.alpha as f32)
}

fn point((x, y): BackendCoord) -> (f32, f32) {
    (x as f32, y as f32)
}

/// A colour as plotters takes it.
pub(super) fn paint(colour: Rgba) -> RGBAColor {
    RGBAColor(colour.r, colour.g, colour.b, f64::from(colour.a) / 255.0)
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.0.width as u32, self.0.height as u32)
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, fill: BackendColor) -> Done {
        let (x, y) = point(at);
        self.0.push(Shape::Rect { area: (x, y, 1.0, 1.0), fill: Some(colour(fill)), stroke: None, dashed: false });
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        let ends = vec![[point(from), point(to)]];
        self.0.push(Shape::Lines { ends, stroke: colour(style.color()), width: style.stroke_width() as f32, dashed: false });
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Done {
        let ((x0, y0), (x1, y1)) = (point(a), point(b));
        let area = (x0.min(x1), y0.min(y1), (x1 - x0).abs(), (y1 - y0).abs());
        let (inside, edge) = if fill { (Some(colour(style.color())), None) } else { (None, Some(colour(style.color()))) };
        self.0.push(Shape::Rect { area, fill: inside, stroke: edge, dashed: false });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        let points: Vec<(f32, f32)> = path.into_iter().map(point).collect();
        let ends = points.windows(2).map(|pair| [pair[0], pair[1]]).collect();
        self.0.push(Shape::Lines { ends, stroke: colour(style.color()), width: style.stroke_width() as f32, dashed: false });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Done {
        let paint = colour(style.color());
        let (inside, outline) = if fill { (paint, None) } else { (paint.alpha(0.0), Some((paint, style.stroke_width() as f32))) };
        self.0.push(Shape::Dots { points: vec![point(centre)], radius: radius as f32, fill: inside, outline });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Done {
        self.0.push(Shape::Polygon { points: corners.into_iter().map(point).collect(), fill: colour(style.color()) });
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Done {
        let (size, (x, y)) = (style.size() as f32, point(at));
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let middle = match style.anchor().v_pos {
            VPos::Top => y + size / 2.0,
            VPos::Center => y,
            VPos::Bottom => y - size / 2.0,
        };
        self.0.text((x, middle), text, size, matches!(style.style(), FontStyle::Bold), anchor, colour(style.color()));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size() as f32;
        Ok((metrics::width(text, size, matches!(style.style(), FontStyle::Bold)).ceil() as u32, size.ceil() as u32))
    }
}
