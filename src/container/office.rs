//! Office documents are zips with known content. They are documents, not containers.

use std::io::{Cursor, Read, Seek};

use ::zip::ZipArchive;

/// A member by which each kind is known.
const MARKS: [(&str, &str); 7] = [
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "pptx"),
    ("[Content_Types].xml", "ooxml"),
    ("OFD.xml", "ofd"),
    ("mimetype", "odf"),
];

/// The types of OpenDocument files that are read, templates included, as the beginning of their member `mimetype`.
const ODF_TYPES: [(&[u8], &str); 2] =
    [(b"application/vnd.oasis.opendocument.text", "odt"), (b"application/vnd.oasis.opendocument.spreadsheet", "ods")];

/// The kind of office document that an archive is; `None` if it is an archive of files.
pub(super) fn kind_of<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Option<&'static str> {
    let (member, kind) = MARKS.iter().find(|(member, _)| archive.index_for_name(member).is_some())?;
    if *kind != "odf" {
        return Some(kind);
    }
    let mut stated = Vec::new();
    // One that cannot be read is of no known type.
    let _read = archive.by_name(member).ok()?.take(128).read_to_end(&mut stated);
    Some(ODF_TYPES.iter().find(|(name, _)| stated.starts_with(name)).map_or(kind, |(_, kind)| kind))
}

/// The kind of office document that some bytes are.
pub fn kind(bytes: &[u8]) -> Option<&'static str> {
    kind_of(&mut ZipArchive::new(Cursor::new(bytes)).ok()?)
}
