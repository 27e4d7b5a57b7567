//! What the interpreter draws, taken down as characters, rules and pictures.

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

use super::super::layout::{Glyph, Page, Path, Picture};
use super::unicode::Fonts;

/// Units of a font in its size.
const UNITS: f64 = 1000.0;

/// A page while it is drawn.
pub struct Drawing<'a> {
    /// What is on it so far.
    pub page: Page,
    /// Operations that are left of the budget.
    pub left: u64,
    fonts: Fonts<'a>,
    area: Rect,
}

/// What a clip costs: every form has one, with all that begins and ends a form.
const CLIP: usize = 1000;
/// What a picture costs, which is found and unfolded each time.
const PICTURE: usize = 100;
/// What a character costs, which is looked up in its font.
const GLYPH: usize = 10;

/// What ends the drawing of a page when the budget is used up.
pub struct Exhausted;

impl<'a> Drawing<'a> {
    /// A page of nothing yet.
    pub fn new(fonts: Fonts<'a>, area: Rect, left: u64) -> Drawing<'a> {
        Drawing { page: Page::default(), left, fonts, area }
    }

    /// Takes operations off the budget. The interpreter cannot be told to stop: it is left by unwinding, without a word.
    fn spend(&mut self, operations: usize) {
        self.left = self.left.saturating_sub(operations as u64);
        if self.left == 0 {
            std::panic::resume_unwind(Box::new(Exhausted));
        }
    }

    /// Takes down a character, or several that are one glyph: each has a share of its width.
    fn glyph(&mut self, drawn: &Drawn, transform: Affine, vertical: bool) {
        let chars: Vec<char> = match drawn.as_unicode().or_else(|| self.fonts.unicode(drawn)) {
            Some(BfString::Char(char)) => vec![char],
            Some(BfString::String(string)) => string.chars().collect(),
            None => Vec::new(),
        };
        let known = |c: &char| !c.is_control() || c.is_whitespace();
        let chars =
            if chars.is_empty() || !chars.iter().all(known) { vec![char::REPLACEMENT_CHARACTER] } else { chars };
        let origin = transform * Point::ORIGIN;
        let along = transform * Point::new(UNITS, 0.0) - origin;
        let size = (transform * Point::new(0.0, UNITS) - origin).hypot();
        let advance = match drawn {
            Drawn::Outline(glyph) if !vertical => glyph.advance_width(),
            Drawn::Outline(_) => None,
            Drawn::Type3(glyph) => glyph.advance_width(),
        };
        let width = f64::from(advance.unwrap_or(UNITS as f32)) / UNITS * along.hypot();
        let Some(turn) = Glyph::turn_of((along.x, along.y)) else {
            self.page.slant(&String::from_iter(chars));
            return;
        };
        let (share, step) = (width / chars.len() as f64, along / along.hypot().max(f64::MIN_POSITIVE));
        for (char, n) in chars.into_iter().zip(0..) {
            let at: Point = origin + step * (share * f64::from(n));
            let glyph = Glyph { char, x: at.x, y: at.y, width: share, size, turn };
            if self.area.contains(Point::from(glyph.centre())) {
                self.page.put(glyph);
            }
        }
    }
}

impl<'a> Device<'a> for Drawing<'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1 + path.elements().len());
        let mut drawn = Path::default();
        let at = |point: Point| {
            let Point { x, y } = props.transform * point;
            (x, y)
        };
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(point) => drawn.move_to(at(point)),
                PathEl::LineTo(point) => drawn.line_to(at(point)),
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => drawn.curve_to(at(point)),
                PathEl::ClosePath => drawn.close(),
            }
        }
        let scale = props.transform.determinant().abs().sqrt();
        if let DrawMode::Fill(_) | DrawMode::FillAndStroke(..) = mode {
            self.page.rule(drawn.filled());
        }
        if let DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) = mode {
            self.page.rule(drawn.stroked(f64::from(stroke.line_width) * scale));
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1 + GLYPH * run.glyphs().len());
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let before = self.page.glyphs.len();
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform(), vertical);
        }
        if matches!(mode, DrawMode::Invisible) {
            self.page.hidden += self.page.glyphs.len() - before;
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.spend(PICTURE);
        let (width, height) = (image.width(), image.height());
        let pixel = props.transform.determinant().abs();
        let share = pixel * f64::from(width) * f64::from(height) / self.area.area().max(1.0) * 100.0;
        self.page.show(Picture { width, height, share: share.clamp(0.0, 100.0) as u32 });
    }

    fn push_clip_path(&mut self, path: &ClipPath) {
        self.spend(CLIP + path.path.elements().len());
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.spend(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.spend(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
