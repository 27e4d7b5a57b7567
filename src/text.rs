//! Bytes to text: which encoding, who decided it, and how many characters had to be replaced.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

/// Decoded text with how it was decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text; borrowed from the bytes where they were valid UTF-8.
    pub text: Cow<'a, str>,
    /// Name of the encoding, such as `UTF-8`.
    pub encoding: &'static str,
    /// Who decided it.
    pub by: DecidedBy,
    /// Characters that had to be replaced by U+FFFD.
    pub replaced: u32,
}

/// Who decided the encoding of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    /// A byte order mark.
    Bom,
    /// The bytes are valid UTF-8 throughout.
    Utf8,
}

impl DecidedBy {
    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            DecidedBy::Bom => "bom",
            DecidedBy::Utf8 => "utf8",
        }
    }
}

/// Decodes text: a byte order mark decides, else the bytes must be UTF-8. `None` for any other encoding, of which
/// nothing is guessed.
pub fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
        let replaced = text.matches('\u{fffd}').count() as u32;
        return Some(Decoded { text, encoding: encoding.name(), by: DecidedBy::Bom, replaced });
    }
    let text = UTF_8.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Decoded { text, encoding: UTF_8.name(), by: DecidedBy::Utf8, replaced: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_decides_then_strict_utf8() {
        let decoded =
            |bytes| decode(bytes).map(|d| format!("{} {} {} {}", d.text, d.encoding, d.by.as_str(), d.replaced));
        let cases: [(&[u8], Option<&str>); 5] = [
            ("公开".as_bytes(), Some("公开 UTF-8 utf8 0")),
            (b"\xef\xbb\xbf\xe5\x85\xac", Some("公 UTF-8 bom 0")),
            (b"\xff\xfe\x6c\x51", Some("公 UTF-16LE bom 0")),
            (b"\xef\xbb\xbf\xe5\x85", Some("\u{fffd} UTF-8 bom 1")),
            (b"\xb9\xab\xbf\xaa", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decoded(bytes).as_deref(), expected, "{bytes:?}");
        }
    }
}
