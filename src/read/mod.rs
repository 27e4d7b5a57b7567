//! Readers: one file per format, each from decoded text or bytes to [`Content`](crate::content::Content).
//!
//! Readers know no forms. They keep the order of reading, the cells, and the place of everything.

pub mod html;
pub mod layout;
pub mod ofd;
mod package;
pub mod pdf;
pub mod picture;
pub mod txt;
mod xml;

use crate::content::Content;
use crate::document::Kind;
use crate::issue::{Code, Dropped, Issue, Severity};
use crate::outcome::SourceOutcome;

/// Bytes of text that are read of one document; the longest reports have some hundred thousand.
pub const TEXT_LIMIT: usize = 2 << 20;

/// Reads the bytes of a document.
type Reader = fn(&[u8]) -> Result<Content<'static>, Unreadable>;

/// The readers of documents that are no text, by the kind of the document.
const READERS: [(&str, Reader); 7] = [
    ("ofd", ofd::read),
    ("pdf", pdf::read),
    ("png", picture::read),
    ("jpeg", picture::read),
    ("gif", picture::read),
    ("bmp", picture::read),
    ("tiff", picture::read),
];

/// Reads a document of any kind. `text` is what its bytes decode to if they are text, else empty.
pub fn read<'a>(kind: Kind, bytes: &[u8], text: &'a str) -> Result<Content<'a>, Unreadable> {
    let unread = |outcome, reason| Err(Unreadable { outcome, reason, issue: None });
    match kind {
        Kind::Text => Ok(txt::read(text)),
        Kind::Html => Ok(html::read(text)),
        Kind::Empty => unread(SourceOutcome::NotAReport, "the file is empty".into()),
        Kind::Other(kind) => match READERS.iter().find(|(name, _)| *name == kind) {
            Some((_, read)) => read(bytes),
            None => unread(SourceOutcome::Unsupported, format!("no reader for {kind}")),
        },
    }
}

/// Why a document cannot be read at all.
#[derive(Debug)]
pub struct Unreadable {
    /// What became of it.
    pub outcome: SourceOutcome,
    /// One sentence: why.
    pub reason: String,
    /// The issue that says so, unless nothing is wrong with the document.
    pub issue: Option<Issue>,
}

impl Unreadable {
    /// A document that `code` stands against; `detail` says more.
    fn new(code: &'static Code, outcome: SourceOutcome, detail: &str) -> Unreadable {
        let reason = if detail.is_empty() { code.title.to_owned() } else { format!("{} ({detail})", code.title) };
        let issue = Some(Issue::new(code, detail).drops(Dropped::Document));
        Unreadable { outcome, reason, issue }
    }

    /// A document that is locked by a password.
    fn encrypted() -> Unreadable {
        Unreadable::new(&DOCUMENT_ENCRYPTED, SourceOutcome::Unsupported, "")
    }

    /// A document of which nothing can be read.
    fn damaged(detail: &str) -> Unreadable {
        Unreadable::new(&DOCUMENT_DAMAGED, SourceOutcome::Failed, detail)
    }
}

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

/// A password is needed.
pub static DOCUMENT_ENCRYPTED: Code = Code {
    code: "document_encrypted",
    severity: Severity::Error,
    title: "It is locked by a password, and passwords are neither asked for nor tried",
    advice: "Save it without its password and give that file as input",
};

/// The bytes end early or contradict themselves.
pub static DOCUMENT_DAMAGED: Code = Code {
    code: "document_damaged",
    severity: Severity::Error,
    title: "The document is cut off or damaged; what came before the damage was read",
    advice: "Fetch it again, or open it with the program that made it, save it anew, and give that file as input",
};

/// Pictures among the text.
pub static PICTURES_UNREAD: Code = Code {
    code: "pictures_unread",
    severity: Severity::Note,
    title: "The document holds pictures; what they show was not read",
    advice: "Look at the document if a table of it is `absent`: it may be one of the pictures",
};

/// All codes of this stage.
pub static CODES: [&Code; 5] =
    [&CONTENT_CUT, &NESTING_FLATTENED, &DOCUMENT_ENCRYPTED, &DOCUMENT_DAMAGED, &PICTURES_UNREAD];
