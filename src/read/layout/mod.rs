//! The geometric table builder: from what stands where on a page to headings, paragraphs and grids.
//!
//! Every format that knows positions and no cells comes here: glyphs and ruling lines in, content out. Rules make a
//! lattice, and a cell is what they enclose; where there are none, lines stay lines. Lattices cut by
//! a page are put together again, running heads and page numbers are left out.
//!
//! Positions are points from the upper left corner of the page, `y` downwards.

mod cell;
mod flow;
mod furniture;
mod join;
mod lattice;
mod line;
mod page;
mod paragraph;
mod path;
mod rule;
#[cfg(test)]
mod tests;

pub use page::{Glyph, Page, Picture};
pub use path::Path;
pub use rule::{Axis, Rule};

use super::Unreadable;
use crate::content::Content;
use crate::issue::{Code, Dropped, Issue, Severity};
use crate::outcome::SourceOutcome;

/// Pages that show a picture and no text.
pub static PAGE_IS_PICTURE: Code = Code {
    code: "page_is_picture",
    severity: Severity::Error,
    title: "A page, or a file, is a picture without text",
    advice: "Its figures are missing, not zero; look for the same report as a page or text document",
};

/// Running heads and page numbers.
pub static PAGE_FURNITURE: Code = Code {
    code: "page_furniture",
    severity: Severity::Note,
    title: "Running heads or page numbers stand on the pages; they are not part of the text",
    advice: "Nothing is missing unless a line of the text is listed here",
};

/// Text that runs neither along nor across the page.
pub static TEXT_SLANTED: Code = Code {
    code: "text_slanted",
    severity: Severity::Note,
    title: "Text is written aslant, as watermarks are; it is not part of the text",
    advice: "Nothing is missing unless a line of the text is listed here",
};

/// Text that is there and not shown.
pub static TEXT_HIDDEN: Code = Code {
    code: "text_hidden",
    severity: Severity::Warning,
    title: "The text of a page is not shown: programs that recognise characters lay such text over a scan",
    advice: "Compare figures with the page before use; what the checks do not confirm may be misrecognised",
};

/// All codes of this stage.
pub static CODES: [&Code; 4] = [&PAGE_IS_PICTURE, &PAGE_FURNITURE, &TEXT_SLANTED, &TEXT_HIDDEN];

/// Characters of text that an issue shows.
const SHOWN: usize = 200;

/// The content of the pages of a document, in order; pages that are all pictures cannot be read.
pub fn read(pages: Vec<Page>) -> Result<Content<'static>, Unreadable> {
    let content = content(pages);
    let pictures = || content.issues.iter().filter(|issue| issue.code == &PAGE_IS_PICTURE);
    let (true, Some(first)) = (content.blocks.is_empty(), pictures().next()) else { return Ok(content) };
    let raw: String = pictures().map(|issue| format!("{}: {}; ", issue.place, issue.raw)).collect();
    let raw: String = raw.trim_end_matches("; ").chars().take(SHOWN).collect();
    let reason = format!("it holds no text, only {} pictures", pictures().count());
    let issue = Issue::new(&PAGE_IS_PICTURE, raw).at(first.place).drops(Dropped::Document);
    Err(Unreadable { outcome: SourceOutcome::Unsupported, reason, issue: Some(issue) })
}

fn content(pages: Vec<Page>) -> Content<'static> {
    let mut content = Content::default();
    let mut flows = Vec::with_capacity(pages.len());
    for page in pages {
        let page = page.upright();
        content.issues.extend(page.issues());
        flows.push(flow::flow(&page));
    }
    let left_out = furniture::remove(&mut flows);
    if !left_out.is_empty() {
        let raw: String = left_out.join(" / ").chars().take(SHOWN).collect();
        content.issues.push(Issue::new(&PAGE_FURNITURE, raw).drops(Dropped::Nothing));
    }
    content.blocks = paragraph::blocks(join::join(flows));
    content
}
