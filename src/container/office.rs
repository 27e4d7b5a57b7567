//! Office documents are zips with known content. They are documents, not containers.

use std::io::{Cursor, Read, Seek};

use ::zip::read::ZipReadOptions;

use super::zip::{Archive, open};

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

/// Members that an office document has at most; the largest have some hundred.
const MOST_MEMBERS: usize = 10_000;

/// The kind of office document that an archive is; `None` if it is an archive of files.
pub(super) fn kind_of<R: Read + Seek>(archive: &mut Archive<R>) -> Option<&'static str> {
    if archive.len() > MOST_MEMBERS {
        return None;
    }
    let mark = |name: &[u8]| MARKS.iter().position(|(member, _)| member.as_bytes() == name);
    let (mut first, mut stated) = (MARKS.len(), Vec::new());
    let entries = archive.files().ok()?;
    while let Some(Ok(entry)) = entries.next() {
        let Some(mark) = mark(entry.name_raw()) else { continue };
        first = first.min(mark);
        if MARKS[mark].1 == "odf"
            && let Ok(member) = entry.with_reader(entries.reader_mut(), ZipReadOptions::new())
        {
            // One that cannot be read is of no known type.
            let _read = member.take(128).read_to_end(&mut stated);
        }
    }
    let (_, kind) = MARKS.get(first)?;
    let odf = || ODF_TYPES.iter().find(|(name, _)| stated.starts_with(name)).map(|(_, kind)| *kind);
    Some(if *kind == "odf" { odf().unwrap_or(kind) } else { kind })
}

/// The kind of office document that some bytes are.
pub fn kind(bytes: &[u8]) -> Option<&'static str> {
    kind_of(&mut open(Cursor::new(bytes)).ok()?)
}
