//! The display list: what a picture is made of, in CSS pixels, for any painter.

/// A colour with its opacity, each channel 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rgba {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity.
    pub a: u8,
}

impl Rgba {
    /// An opaque colour from `0xrrggbb`.
    #[must_use]
    pub const fn hex(rgb: u32) -> Self {
        Self { r: (rgb >> 16) as u8, g: (rgb >> 8) as u8, b: rgb as u8, a: 255 }
    }

    /// The same colour with another opacity, 0 to 1.
    #[must_use]
    pub fn alpha(self, alpha: f32) -> Self {
        Self { a: (alpha.clamp(0.0, 1.0) * 255.0) as u8, ..self }
    }

    /// As CSS and SVG write it: `#rrggbb`, or `#rrggbbaa` where it is not opaque.
    #[must_use]
    pub fn css(self) -> String {
        let Self { r, g, b, a } = self;
        if a == 255 { format!("#{r:02x}{g:02x}{b:02x}") } else { format!("#{r:02x}{g:02x}{b:02x}{a:02x}") }
    }
}

/// Where a text stands, seen from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The point is at its left end.
    Start,
    /// The point is at its middle.
    Middle,
    /// The point is at its right end.
    End,
}

/// One shape. Angles are turns, clockwise from twelve o'clock.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Stretches of a band round a centre, all of one colour.
    Bands {
        /// Centre.
        centre: (f32, f32),
        /// Inner and outer radius.
        radii: (f32, f32),
        /// From and to of each stretch.
        stretches: Vec<(f32, f32)>,
        /// Their colour.
        fill: Rgba,
    },
    /// A line along a circle.
    Curve {
        /// Centre.
        centre: (f32, f32),
        /// Radius.
        radius: f32,
        /// From and to.
        stretch: (f32, f32),
        /// Its colour.
        stroke: Rgba,
        /// Its width.
        width: f32,
    },
    /// Dots of one size and colour.
    Dots {
        /// Their centres.
        points: Vec<(f32, f32)>,
        /// Their radius.
        radius: f32,
        /// Their colour.
        fill: Rgba,
        /// A line around each, and its width.
        outline: Option<(Rgba, f32)>,
    },
    /// A rectangle.
    Rect {
        /// Left, top, width, height.
        area: (f32, f32, f32, f32),
        /// Its colour.
        fill: Option<Rgba>,
        /// The line around it.
        stroke: Option<Rgba>,
        /// Whether that line is dashed.
        dashed: bool,
    },
    /// Straight lines, not joined with each other.
    Lines {
        /// Their ends.
        ends: Vec<[(f32, f32); 2]>,
        /// Their colour.
        stroke: Rgba,
        /// Their width.
        width: f32,
        /// Whether they are dashed.
        dashed: bool,
    },
    /// A filled polygon.
    Polygon {
        /// Its corners.
        points: Vec<(f32, f32)>,
        /// Its colour.
        fill: Rgba,
    },
    /// One line of text, its middle line at the point's height.
    Text {
        /// Its point.
        at: (f32, f32),
        /// The text.
        text: String,
        /// Its size.
        size: f32,
        /// Whether it is bold.
        bold: bool,
        /// Where it stands.
        anchor: Anchor,
        /// Its colour.
        fill: Rgba,
    },
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct DisplayList {
    /// Width in CSS pixels.
    pub width: f32,
    /// Height in CSS pixels.
    pub height: f32,
    /// What is behind everything.
    pub background: Rgba,
    /// The shapes, the first at the back.
    pub shapes: Vec<Shape>,
}

impl DisplayList {
    /// An empty picture.
    #[must_use]
    pub const fn new(width: f32, height: f32, background: Rgba) -> Self {
        Self { width, height, background, shapes: Vec::new() }
    }

    /// Adds a shape in front.
    pub fn push(&mut self, shape: Shape) {
        self.shapes.push(shape);
    }

    /// Adds a text in front.
    pub fn text(&mut self, at: (f32, f32), text: impl Into<String>, size: f32, bold: bool, anchor: Anchor, fill: Rgba) {
        self.push(Shape::Text { at, text: text.into(), size, bold, anchor, fill });
    }
}

/// A point on a circle.
#[must_use]
pub fn on_circle(centre: (f32, f32), radius: f32, turn: f32) -> (f32, f32) {
    let (sin, cos) = sin_cos(f64::from(turn));
    (centre.0 + radius * sin as f32, centre.1 - radius * cos as f32)
}

/// Sine and cosine of an angle in turns, to nine decimals: a quarter turn needs no reduction for great angles, which is
/// half of what a library's functions weigh.
fn sin_cos(turn: f64) -> (f64, f64) {
    let quarters = (turn - turn.floor()) * 4.0;
    let x = quarters.fract() * std::f64::consts::FRAC_PI_2;
    // Taylor's series: each term is the one before times -x²/(k(k+1)).
    let series = |first: f64, from: i32| {
        (0..7).fold((first, first), |(sum, term), i| {
            let k = f64::from(from + 2 * i);
            let term = -term * x * x / (k * (k + 1.0));
            (sum + term, term)
        })
    };
    let (sin, cos) = (series(x, 2).0, series(1.0, 1).0);
    match quarters as u8 {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

#[cfg(test)]
mod tests {
    use super::sin_cos;

    #[test]
    fn sine_and_cosine_agree_with_libm() {
        for i in -400..1_400 {
            let turn = f64::from(i) / 1_000.0;
            let (sin, cos) = sin_cos(turn);
            let angle = turn * std::f64::consts::TAU;
            assert!((sin - libm::sin(angle)).abs() < 1e-9 && (cos - libm::cos(angle)).abs() < 1e-9, "{turn}: {sin}, {cos}");
        }
    }
}
