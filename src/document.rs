//! Documents as they come out of a walk or a container: bytes with hints, and what kind of document they are.

use sha2::{Digest, Sha256};

use crate::container::office;
use crate::read::ole2;
use crate::text;

/// What is known about a document besides its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Path as given, member path behind `!/`.
    pub path: Option<String>,
    /// Address it was crawled from.
    pub url: Option<String>,
    /// Character encoding that the server or the mail declared.
    pub charset: Option<String>,
    /// Day it was published, as the crawl recorded it.
    pub published: Option<jiff::civil::Date>,
}

/// One document: its bytes and where they come from.
#[derive(Debug, Clone)]
pub struct Document {
    /// Path within the input, member path behind `!/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What else is known about it.
    pub hints: Hints,
}

impl Document {
    /// A document read from `path`.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Document {
        let path = path.into();
        let hints = Hints { path: Some(path.clone()), ..Hints::default() };
        Document { path, bytes, hints }
    }

    /// Stable id of the document, and the SHA-256 of its bytes, both hexadecimal. The id is the first 16 digits of the
    /// SHA-256 over its path and the SHA-256 of its bytes.
    pub fn hashes(&self) -> (String, String) {
        let content = Sha256::digest(&self.bytes);
        let id = Sha256::new().chain_update(&self.path).chain_update([0]).chain_update(content).finalize();
        (hex(&id[..8]), hex(&content))
    }
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// What kind of document some bytes are, by their beginning, never by a file name: extensions lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// No bytes at all.
    Empty,
    /// Plain text.
    Text,
    /// A page of HTML, or a fragment of one.
    Html,
    /// Any other kind, by name, whether it has a reader or not.
    Other(&'static str),
}

/// Beginnings of the kinds that archives of reports hold.
const MAGIC: [(&[u8], &str); 17] = [
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole2"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"PAR1", "parquet"),
];

/// What a page or a fragment of one can begin with, and what its text is full of.
const TAGS: [&str; 34] = [
    "!doctype", "!--", "html", "head", "body", "meta", "title", "link", "script", "style", "base", "div", "table",
    "tbody", "tr", "td", "p", "span", "font", "center", "section", "article", "main", "h1", "h2", "h3", "h4", "ul",
    "ol", "li", "form", "b", "strong", "br",
];

/// How many bytes are looked at.
const HEAD: usize = 8192;

impl Kind {
    /// The kind of `bytes`.
    pub fn of(bytes: &[u8]) -> Kind {
        if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
            let within = match *name {
                "zip" => office::kind(bytes),
                "ole2" => ole2::kind(bytes),
                _ => None,
            };
            return Kind::Other(within.unwrap_or(name));
        }
        let head = &bytes[..bytes.len().min(HEAD)];
        let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || text::utf16(head).is_some();
        let control =
            head.iter().filter(|byte| **byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t' | b'\x0c' | 0x1b));
        match () {
            () if bytes.is_empty() => Kind::Empty,
            () if !utf16 && control.count() * 100 > head.len() => {
                // Two letters are no proof: text may begin with them.
                Kind::Other(if head.starts_with(b"BM") { "bmp" } else { "binary" })
            }
            () => Kind::of_text(&letters(head)),
        }
    }

    /// The kind of text of which these are the first ASCII letters and signs, in lower case.
    fn of_text(head: &str) -> Kind {
        let opens_with = |name: &&str| {
            let rest = head.strip_prefix('<').and_then(|rest| rest.strip_prefix(*name));
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        let closing = |name: &&str| head.matches(&format!("</{name}>")).count();
        match () {
            () if head.starts_with("<?xml") && !head.contains("<html") => Kind::Other("xml"),
            () if head.starts_with("<?xml") || TAGS.iter().any(opens_with) => Kind::Html,
            () if TAGS.iter().map(closing).sum::<usize>() >= 3 => Kind::Html,
            () => Kind::Text,
        }
    }

    /// Whether it is text, in some encoding.
    pub fn is_text(self) -> bool {
        matches!(self, Kind::Text | Kind::Html)
    }

    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Empty => "empty",
            Kind::Text => "text",
            Kind::Html => "html",
            Kind::Other(name) => name,
        }
    }
}

/// The ASCII characters of a text, whatever its encoding, in lower case and without the white space before them.
fn letters(head: &[u8]) -> String {
    let ascii = head.iter().filter(|byte| byte.is_ascii() && **byte != 0);
    let letters: String = ascii.map(|byte| byte.to_ascii_lowercase() as char).collect();
    letters.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_tell_the_kind() {
        let cases: [(&[u8], &str); 19] = [
            (b"", "empty"),
            ("平罗县\n规章\t0".as_bytes(), "text"),
            (b"\xff\xfe\x00\x4e", "text"),
            (b"PK\x03\x04....", "zip"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "ole2"),
            (b"\x00\x01\x02\x03\x04\x05\x06\x07", "binary"),
            (b"\xef\xbb\xbf \n<!DOCTYPE html><html>", "html"),
            (b"< 3 items", "text"),
            (b"<div class=\"a\">", "html"),
            (b"<TABLE border=1>", "html"),
            (b"<p>\xb9\xab\xbf\xaa</p>", "html"),
            (b"<parameter>", "text"),
            (b"GIF89a\x10\x00\x10\x00", "gif"),
            (b"BM\x36\x00\x00\x00\x00\x00\x00\x00", "bmp"),
            (b"BMW", "text"),
            (b"<?xml version=\"1.0\"?><html xmlns=\"x\">", "html"),
            (b"<?xml version=\"1.0\"?><w:wordDocument>", "xml"),
            (b"\xff\xfe<\0h\0t\0m\0l\0>\0", "html"),
            ("公开<p>一</p><p>二</p><p>三</p>".as_bytes(), "html"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(Kind::of(bytes).as_str(), expected, "{bytes:?}");
        }
    }

    #[test]
    fn the_source_id_tells_path_and_content_apart() {
        let id = |path: &str, bytes: &[u8]| Document::new(path, bytes.to_vec()).hashes().0;
        assert_eq!(id("a", b"x"), id("a", b"x"));
        assert_ne!(id("a", b"x"), id("b", b"x"));
        assert_ne!(id("ab", b""), id("a", b"b"));
    }
}
