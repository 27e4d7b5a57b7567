//! Code pages, by which formats of Windows name encodings.

use std::borrow::Cow;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16LE, WINDOWS_1252};

/// An encoding that a document names by the number of a code page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodePage(&'static Encoding);

impl Default for CodePage {
    /// That of Chinese systems.
    fn default() -> CodePage {
        CodePage::CHINESE
    }
}

impl CodePage {
    /// That of Chinese systems: 936, read as GB18030, which holds it.
    pub const CHINESE: CodePage = CodePage(GB18030);
    /// That of western systems: 1252.
    pub const WESTERN: CodePage = CodePage(WINDOWS_1252);
    /// UTF-16 as Windows stores it: 1200.
    pub const UTF_16: CodePage = CodePage(UTF_16LE);

    /// The code page of a number; 1252 if it is unknown.
    pub fn of(number: u16) -> CodePage {
        CodePage(match number {
            936 | 54936 => GB18030,
            950 => BIG5,
            932 => SHIFT_JIS,
            949 => EUC_KR,
            1200 => UTF_16LE,
            65001 => UTF_8,
            _ => WINDOWS_1252,
        })
    }

    /// The text of some bytes; what they do not mean is U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        self.0.decode_without_bom_handling(bytes).0
    }
}
