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
mod pages;
mod paragraph;
mod path;
mod rule;
#[cfg(test)]
mod tests;

pub use page::{Glyph, Page, Picture};
pub use pages::Pages;
pub use path::Path;
pub use rule::{Axis, Rule};

use crate::issue::{Code, Severity};

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
