//! PDF: characters, paths and pictures with their places.
//!
//! The parser is a package of others, for a format that invites damage: it runs here only, behind a guard, under a budget
//! that counts what it draws.

mod device;
mod inflated;
mod unicode;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::hayro_syntax::page::Page as Sheet;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};

use self::device::{Drawing, Exhausted};
use self::unicode::Fonts;
use super::layout::{self, Page};
use super::{CONTENT_CUT, TEXT_LIMIT, Unreadable};
use crate::content::{Content, Place};
use crate::issue::{Code, Dropped, Issue, Severity};
use crate::text;

/// Pages that are read of one document.
const MOST_PAGES: usize = 2000;
/// Operations that are drawn of one document.
const MOST_OPERATIONS: u64 = 20_000_000;

/// Characters of fonts that do not say which ones they are.
pub static GLYPHS_UNKNOWN: Code = Code {
    code: "glyphs_unknown",
    severity: Severity::Warning,
    title: "A font does not say which characters some of its glyphs are; they were replaced by U+FFFD",
    advice: "Labels and figures that hold the replacement cannot be read; look for the report in another format",
};

/// All codes of this stage.
pub static CODES: [&Code; 1] = [&GLYPHS_UNKNOWN];

/// Reads a PDF file.
pub fn read(bytes: &[u8]) -> Result<Content<'static>, Unreadable> {
    if !inflated::is_bounded(bytes) {
        return Err(Unreadable::damaged("a stream in it unpacks to more than any page holds"));
    }
    let pages = catch_unwind(AssertUnwindSafe(|| pages(bytes)));
    let Pages { pages, cut, meta } = pages.unwrap_or_else(|_| Err(Unreadable::damaged("the parser failed")))?;
    let unknown: Vec<_> = pages.iter().filter_map(unknown).collect();
    let mut content = layout::read(pages)?;
    content.issues.extend(unknown);
    content.meta = meta;
    if cut {
        content.issues.push(Issue::new(&CONTENT_CUT, "").drops(Dropped::Text));
    }
    Ok(content)
}

/// The pages of a document.
struct Pages {
    pages: Vec<Page>,
    /// Whether there are more.
    cut: bool,
    /// What the document says about itself.
    meta: Vec<(String, String)>,
}

fn pages(bytes: &[u8]) -> Result<Pages, Unreadable> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unreadable::encrypted(),
        LoadPdfError::Invalid => Unreadable::damaged("it has no pages that can be found"),
    })?;
    let cache = InterpreterCache::new();
    let fonts = Fonts::new(&pdf);
    let (mut pages, mut left, mut glyphs) = (Vec::new(), MOST_OPERATIONS, 0);
    for (sheet, number) in pdf.pages().iter().take(MOST_PAGES).zip(1..) {
        let drawing = draw(&pdf, sheet, &cache, &fonts, left);
        left = drawing.left;
        glyphs += drawing.page.glyphs.len();
        let (width, height) = sheet.render_dimensions();
        pages.push(Page { number, width: width.into(), height: height.into(), ..drawing.page });
        if left == 0 || glyphs * 3 > TEXT_LIMIT {
            break;
        }
    }
    let cut = left == 0 || pages.len() < pdf.pages().len();
    let title = pdf.metadata().title.as_ref().map(|title| ("title".to_owned(), string(title)));
    Ok(Pages { pages, cut, meta: title.into_iter().filter(|(_, title)| !title.is_empty()).collect() })
}

/// What is drawn on a page, up to the end of the budget.
fn draw<'a>(
    pdf: &'a Pdf,
    sheet: &Sheet<'a>,
    cache: &InterpreterCache<'a>,
    fonts: &Fonts<'a>,
    left: u64,
) -> Drawing<'a> {
    let settings = InterpreterSettings { warning_sink: Arc::new(|_| {}), ..InterpreterSettings::default() };
    let (width, height) = sheet.render_dimensions();
    let area = Rect::new(0.0, 0.0, width.into(), height.into());
    let transform = sheet.initial_transform(true).to_kurbo();
    let mut drawing = Drawing::new(fonts.clone(), area, left);
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let mut context = Context::new(transform, area, cache, pdf.xref(), settings);
        interpret_page(sheet, &mut context, &mut drawing);
    }));
    match drawn {
        Err(fault) if fault.is::<Exhausted>() => drawing.left = 0,
        Err(fault) => std::panic::resume_unwind(fault),
        Ok(()) => {}
    }
    drawing
}

/// The issue about the characters of a page that are not known.
fn unknown(page: &Page) -> Option<Issue> {
    let unknown = page.glyphs.iter().filter(|glyph| glyph.char == char::REPLACEMENT_CHARACTER).count();
    let place = Place { page: Some(page.number), ..Place::default() };
    (unknown > 0).then(|| Issue::new(&GLYPHS_UNKNOWN, format!("{unknown} characters")).at(place).drops(Dropped::Text))
}

/// A string of the document's own information: UTF-16 or UTF-8 with its mark, or the encoding of the producer.
fn string(bytes: &[u8]) -> String {
    text::decode(bytes, None).text.trim().to_owned()
}
