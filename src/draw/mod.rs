//! Pictures: display lists of shapes, drawn by the page on a canvas and written as SVG by the same code.
