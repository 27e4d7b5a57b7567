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
use super::Unreadable;
use super::layout::{Page, Pages};
use crate::content::{Content, Place};
use crate::issue::{Code, Dropped, Issue, Severity};
use crate::limits::Limits;
use crate::text;

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
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content<'static>, Unreadable> {
    if !inflated::is_bounded(bytes) {
        return Err(Unreadable::damaged("a stream in it unpacks to more than any page holds"));
    }
    let read = catch_unwind(AssertUnwindSafe(|| pages(bytes, limits)));
    let Read { pages, unknown, title } = read.unwrap_or_else(|_| Err(Unreadable::damaged("the parser failed")))?;
    let mut content = pages.finish()?;
    content.issues.extend(unknown);
    content.meta.extend(title.map(|title| ("title".to_owned(), title)));
    Ok(content)
}

/// What is read of a document.
struct Read {
    pages: Pages,
    /// The issues about characters that are not known.
    unknown: Vec<Issue>,
    /// What the document says about itself.
    title: Option<String>,
}

fn pages(bytes: &[u8], limits: &Limits) -> Result<Read, Unreadable> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unreadable::encrypted(),
        LoadPdfError::Invalid => Unreadable::damaged("it has no pages that can be found"),
    })?;
    let cache = InterpreterCache::new();
    let fonts = Fonts::new(&pdf);
    let (mut pages, mut unknown, mut left) = (Pages::new(limits), Vec::new(), MOST_OPERATIONS);
    for sheet in pdf.pages().iter() {
        let Some(number) = pages.next_number() else { break };
        let drawing = draw(&pdf, sheet, &cache, &fonts, left);
        left = drawing.left;
        let (width, height) = sheet.render_dimensions();
        let page = Page { number, width: width.into(), height: height.into(), ..drawing.page };
        unknown.extend(self::unknown(&page));
        pages.add(page);
        if left == 0 {
            pages.cut("drawn operations", MOST_OPERATIONS as usize);
        }
    }
    let title = pdf.metadata().title.as_ref().map(|title| string(title)).filter(|title| !title.is_empty());
    Ok(Read { pages, unknown, title })
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
