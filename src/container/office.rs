//! Office documents are zips with known content. They are documents, not containers.

use std::io::{Cursor, Read, Seek};

use ::zip::ZipArchive;

/// A member by which each kind is known. The first word of an ODF document's `mimetype` is not looked at: all kinds of it
/// are opened the same way.
const MARKS: [(&str, &str); 6] = [
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("[Content_Types].xml", "ooxml"),
    ("OFD.xml", "ofd"),
    ("mimetype", "odf"),
];

/// The kind of office document that an archive is; `None` if it is an archive of files.
pub(super) fn kind_of<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Option<&'static str> {
    MARKS.iter().find(|(member, _)| archive.index_for_name(member).is_some()).map(|(_, kind)| *kind)
}

/// The kind of office document that some bytes are.
pub fn kind(bytes: &[u8]) -> Option<&'static str> {
    kind_of(&mut ZipArchive::new(Cursor::new(bytes)).ok()?)
}
