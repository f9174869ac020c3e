//! Draws text, lines and frames on a page, in millimetres. Knows no sheet.
//!
//! What was drawn of a secret is wiped here: the composed text and the glyph numbers. krilla keeps the page's content
//! stream until the document is finished; the program's allocator wipes that when it is freed.

use std::ops::Range;

use krilla::Data;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::{Location, Surface};
use krilla::text::{Font, Glyph, GlyphId};
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

use super::layout::{Area, POINTS};
use crate::domain::printing::PrintFault;
use crate::print::font::{Face, Faces};

/// The faces, to measure and to draw with. Opened once for a document, so that each is embedded once.
pub struct Case {
    /// For measuring.
    pub faces: Faces,
    fonts: [Font; 3],
}

impl Case {
    /// Opens the font files.
    ///
    /// # Errors
    /// [`PrintFault::NotMade`] where one cannot be read: a fault of the build.
    pub fn open() -> Result<Self, PrintFault> {
        let font = |face: Face| Font::new(Data::from(face.file()), 0);
        let missing = || PrintFault::NotMade("a font cannot be read".into());
        let [text, bold, mono] = Face::ALL.map(font);
        let fonts = [text.ok_or_else(missing)?, bold.ok_or_else(missing)?, mono.ok_or_else(missing)?];
        Ok(Self { faces: Faces::open()?, fonts })
    }

    /// How wide a text is, in millimetres.
    pub fn width(&self, style: Style, text: &str) -> f32 {
        self.faces.width(style.face, text) * style.size / POINTS
    }
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Its face.
    pub face: Face,
    /// Its size in points.
    pub size: f32,
    /// 0 is black.
    pub grey: u8,
}

impl Style {
    /// A style.
    pub const fn new(face: Face, size: f32, grey: u8) -> Self {
        Self { face, size, grey }
    }

    /// From base line to base line, in millimetres, for this many sizes of type.
    pub fn lines(self, leading: f32) -> f32 {
        self.size * leading / POINTS
    }
}

/// Where a text stands on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// It begins there.
    Left,
    /// Its middle is there.
    Centre,
    /// It ends there.
    Right,
}

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Millimetres.
    pub width: f32,
    /// 0 is black.
    pub grey: u8,
    /// Length of dashes and gaps in millimetres.
    pub dash: Option<f32>,
}

/// A glyph at its place. The numbers tell the text, so they are wiped like it.
#[derive(Zeroize)]
struct Placed {
    glyph: u32,
    start: usize,
    end: usize,
    advance: f32,
}

impl Glyph for Placed {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.glyph)
    }

    fn text_range(&self) -> Range<usize> {
        self.start..self.end
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, _size: f32) -> f32 {
        0.0
    }

    fn y_offset(&self, _size: f32) -> f32 {
        0.0
    }

    fn y_advance(&self, _size: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<Location> {
        None
    }
}

/// Draws on one page.
pub struct Pen<'a, 'page> {
    /// The faces.
    pub case: &'a Case,
    surface: Surface<'page>,
}

impl<'a, 'page> Pen<'a, 'page> {
    /// A pen for this page.
    pub fn new(case: &'a Case, surface: Surface<'page>) -> Self {
        Self { case, surface }
    }

    /// The page is done.
    pub fn finish(self) {
        self.surface.finish();
    }

    /// Writes a text on its base line; gives its width.
    pub fn text(&mut self, (x, y): (f32, f32), align: Align, style: Style, text: &str) -> f32 {
        let composed = Zeroizing::new(text.nfc().collect::<String>());
        let width = self.case.width(style, &composed);
        let mut x = match align {
            Align::Left => x,
            Align::Centre => x - width / 2.0,
            Align::Right => x - width,
        };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(style.grey)));
        let mut run = Zeroizing::new(Vec::with_capacity(composed.len()));
        let mut face = style.face;
        for (start, character) in composed.char_indices() {
            let drawn = self.case.faces.drawn(style.face, character);
            if drawn.face != face && !run.is_empty() {
                x += self.run((x, y), Style { face, ..style }, &run, &composed);
                run.zeroize();
            }
            face = drawn.face;
            run.push(Placed { glyph: drawn.glyph, start, end: start + character.len_utf8(), advance: drawn.advance });
        }
        if !run.is_empty() {
            self.run((x, y), Style { face, ..style }, &run, &composed);
        }
        width
    }

    /// Writes glyphs of one face; gives their width.
    fn run(&mut self, (x, y): (f32, f32), style: Style, run: &[Placed], text: &str) -> f32 {
        let font = self.case.fonts[style.face as usize].clone();
        self.surface.draw_glyphs(Point::from_xy(x * POINTS, y * POINTS), run, font, text, style.size, false);
        run.iter().map(|placed| placed.advance * style.size / POINTS).sum()
    }

    /// Writes a text with its middle at this point, turned by these degrees against the clock.
    pub fn turned(&mut self, (x, y): (f32, f32), degrees: f32, style: Style, text: &str) {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let turn = Transform::from_row(cos, -sin, sin, cos, x * POINTS, y * POINTS);
        self.surface.push_transform(&turn);
        self.text((0.0, style.size * 0.35 / POINTS), Align::Centre, style, text);
        self.surface.pop();
    }

    /// Draws a line.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), line: Line) {
        self.path(&[from, to], false, line);
    }

    /// Draws the edge of an area.
    pub fn frame(&mut self, area: Area, line: Line) {
        let corners =
            [(area.x, area.y), (area.right(), area.y), (area.right(), area.bottom()), (area.x, area.bottom())];
        self.path(&corners, true, line);
    }

    fn path(&mut self, points: &[(f32, f32)], closed: bool, line: Line) {
        let mut path = PathBuilder::new();
        for (at, (x, y)) in points.iter().enumerate() {
            let (x, y) = (x * POINTS, y * POINTS);
            if at == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        if closed {
            path.close();
        }
        let Some(path) = path.finish() else { return };
        let dash = line.dash.map(|length| StrokeDash { array: vec![length * POINTS; 2], offset: 0.0 });
        let paint = luma::Color::new(line.grey).into();
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke { paint, width: line.width * POINTS, dash, ..Stroke::default() }));
        self.surface.draw_path(&path);
    }
}

fn fill(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}
