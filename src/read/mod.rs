//! Readers: one file per format, each from decoded text or bytes to [`Content`](crate::content::Content).
//!
//! Readers know no forms. They keep the order of reading, the cells, and the place of everything.

mod body;
pub mod doc;
pub mod docx;
mod grid;
pub mod html;
pub mod layout;
pub mod ods;
pub mod odt;
pub mod ofd;
pub mod ole2;
mod package;
pub mod pdf;
pub mod picture;
pub mod rtf;
#[cfg(test)]
mod sample;
mod shape;
mod sheet;
pub mod txt;
pub mod xls;
pub mod xlsx;
mod xml;

use crate::content::Content;
use crate::document::Kind;
use crate::issue::{Code, Dropped, Issue, Severity};
use crate::limits::Limits;
use crate::outcome::SourceOutcome;

/// Reads the bytes of a document.
type Reader = fn(&[u8], &Limits) -> Result<Content<'static>, Unreadable>;

/// The readers of documents that are no text, by the kind of the document.
const READERS: [(&str, Reader); 15] = [
    ("doc", doc::read),
    ("docx", docx::read),
    ("ods", ods::read),
    ("odt", odt::read),
    ("ofd", ofd::read),
    ("pdf", pdf::read),
    ("rtf", rtf::read),
    ("xls", xls::read),
    ("xlsx", xlsx::read),
    ("png", picture::read),
    ("jpeg", picture::read),
    ("gif", picture::read),
    ("bmp", picture::read),
    ("tiff", picture::read),
    ("encrypted", |_, _| Err(Unreadable::encrypted())),
];

/// Reads a document of any kind. `text` is what its bytes decode to if they are text, else empty.
pub fn read<'a>(kind: Kind, bytes: &[u8], text: &'a str, limits: &Limits) -> Result<Content<'a>, Unreadable> {
    let unread = |outcome, reason| Err(Unreadable { outcome, reason, issues: Vec::new() });
    match kind {
        Kind::Text => Ok(txt::read(text, limits)),
        Kind::Html => Ok(html::read(text, limits)),
        Kind::Empty => unread(SourceOutcome::NotAReport, "the file is empty".into()),
        Kind::Other(kind) => match READERS.iter().find(|(name, _)| *name == kind) {
            Some((_, read)) => read(bytes, limits),
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
    /// The issues that say so; none if nothing is wrong with the document.
    pub issues: Vec<Issue>,
}

impl Unreadable {
    /// A document that `code` stands against; `detail` says more.
    fn new(code: &'static Code, outcome: SourceOutcome, detail: &str) -> Unreadable {
        let reason = if detail.is_empty() { code.title.to_owned() } else { format!("{} ({detail})", code.title) };
        let issues = vec![Issue::new(code, detail).drops(Dropped::Document)];
        Unreadable { outcome, reason, issues }
    }

    /// A document that is locked by a password.
    fn encrypted() -> Unreadable {
        Unreadable::new(&DOCUMENT_ENCRYPTED, SourceOutcome::Unsupported, "")
    }

    /// A document of pictures without text; an issue for each says where it stands and how large it is.
    fn pictures(pictures: Vec<Issue>) -> Unreadable {
        let reason = format!("it holds no text, only pictures ({})", pictures.len());
        let issues = pictures.into_iter().map(|issue| issue.drops(Dropped::Document)).collect();
        Unreadable { outcome: SourceOutcome::Unsupported, reason, issues }
    }

    /// A document of which nothing can be read.
    fn damaged(detail: &str) -> Unreadable {
        Unreadable::new(&DOCUMENT_DAMAGED, SourceOutcome::Failed, detail)
    }
}

/// What a reader met and did not read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Unread {
    /// Pictures.
    pictures: u32,
    /// Objects of other programs, such as an embedded sheet, and parts in other formats.
    objects: u32,
    /// What is wrong with the bytes behind what was read.
    damage: Option<String>,
}

impl Unread {
    /// The content with an issue for each kind of thing that was not read. Damage before the first word is an error.
    fn note<'a>(self, mut content: Content<'a>) -> Result<Content<'a>, Unreadable> {
        if let Some(damage) = &self.damage {
            if content.blocks.is_empty() {
                return Err(Unreadable::damaged(damage));
            }
            content.issues.push(Issue::new(&DOCUMENT_DAMAGED, damage.as_str()).drops(Dropped::Text));
        }
        if self.pictures > 0 {
            content.issues.push(Issue::new(&PICTURES_UNREAD, format!("{} pictures", self.pictures)));
        }
        if self.objects > 0 {
            content.issues.push(Issue::new(&OBJECTS_UNREAD, format!("{} objects", self.objects)).drops(Dropped::Text));
        }
        Ok(content)
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

/// The issue of a document of which only the first `limit` of something, such as lines, are read.
pub(crate) fn cut(what: &str, limit: usize) -> Issue {
    Issue::new(&CONTENT_CUT, format!("{what} beyond the first {limit}")).drops(Dropped::Text)
}

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
    advice: "Look at the document if a table of it is `absent` or `picture`: it may be one of the pictures",
};

/// Objects of other programs among the text.
pub static OBJECTS_UNREAD: Code = Code {
    code: "objects_unread",
    severity: Severity::Warning,
    title: "The document holds objects of other programs, such as an embedded sheet, which were not read",
    advice: "Look at the document if a table of it is `absent`: save the object as a file and give it as input",
};

/// Sheets that the workbook hides.
pub static HIDDEN_LEFT_OUT: Code = Code {
    code: "hidden_sheet_left_out",
    severity: Severity::Note,
    title: "A sheet that the workbook hides was not read: it is no part of what was published",
    advice: "Open the workbook and show the sheet if the report is in it, save it, and give that file as input",
};

/// All codes of this stage.
pub static CODES: [&Code; 7] = [
    &CONTENT_CUT,
    &NESTING_FLATTENED,
    &DOCUMENT_ENCRYPTED,
    &DOCUMENT_DAMAGED,
    &PICTURES_UNREAD,
    &OBJECTS_UNREAD,
    &HIDDEN_LEFT_OUT,
];
