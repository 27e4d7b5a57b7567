//! Readers: one file per format, each from decoded text or bytes to [`Content`](crate::content::Content).
//!
//! Readers know no forms. They keep the order of reading, the cells, and the place of everything.

pub mod html;
pub mod txt;

use crate::issue::{Code, Dropped, Issue, Severity};

/// A document of more text or cells than any report has.
pub static CONTENT_CUT: Code = Code {
    code: "content_cut",
    severity: Severity::Error,
    title: "The document holds more text, cells or elements than are read of one; what is beyond was left out",
    advice: "Look at the document: it is damaged, made to do harm, or many documents in one",
};

/// Elements nested deeper than browsers allow.
pub static NESTING_FLATTENED: Code = Code {
    code: "nesting_flattened",
    severity: Severity::Note,
    title: "Elements are nested deeper than browsers nest them; the deepest were read as the text in them",
    advice: "Compare the tables with the page if some of them are missing",
};

/// The issue of a document of which only the first `limit` of something, such as lines, are read.
pub(crate) fn cut(what: &str, limit: usize) -> Issue {
    Issue::new(&CONTENT_CUT, format!("{what} beyond the first {limit}")).drops(Dropped::Text)
}

/// All codes of this stage.
pub static CODES: [&Code; 2] = [&CONTENT_CUT, &NESTING_FLATTENED];
