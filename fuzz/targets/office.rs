#![no_main]

use gongkai::document::Kind;
use gongkai_fuzz::{package, read};
use libfuzzer_sys::fuzz_target;

/// Formats that are zips, with the parts that are read of them.
const PACKAGES: [(&str, &[&str]); 4] = [
    ("docx", &["word/document.xml", "word/styles.xml"]),
    ("odt", &["content.xml"]),
    (
        "xlsx",
        &[
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/worksheets/sheet1.xml",
            "xl/sharedStrings.xml",
            "xl/styles.xml",
        ],
    ),
    ("ods", &["content.xml"]),
];

// The first byte chooses the format.
fuzz_target!(init: gongkai_fuzz::begin(), |bytes: &[u8]| {
    let Some((format, bytes)) = bytes.split_first() else { return };
    match PACKAGES.get(usize::from(format % 5)) {
        Some((kind, parts)) => read(Kind::Other(kind), &package(parts, bytes), false),
        None => read(Kind::Other("xls"), bytes, false),
    }
});
