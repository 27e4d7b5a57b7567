//! Office documents are zips with known content. They are documents, not containers.

use std::io::{Cursor, Read, Seek};

use super::zip::{Archive, open};

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

/// Members that an office document has at most; the largest have some hundred.
const MOST_MEMBERS: usize = 10_000;

/// The kind of office document that an archive is; `None` if it is an archive of files.
pub(super) fn kind_of<R: Read + Seek>(archive: &mut Archive<R>) -> Option<&'static str> {
    if archive.len() > MOST_MEMBERS {
        return None;
    }
    let mark = |name: &[u8]| MARKS.iter().position(|(member, _)| member.as_bytes() == name);
    let entries = archive.files().ok()?.map_while(Result::ok);
    let first = entries.filter_map(|entry| mark(entry.name_raw())).min()?;
    Some(MARKS[first].1)
}

/// The kind of office document that some bytes are.
pub fn kind(bytes: &[u8]) -> Option<&'static str> {
    kind_of(&mut open(Cursor::new(bytes)).ok()?)
}
