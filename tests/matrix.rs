//! The same report in every format: the same facts and the same identity come out as from its page.

mod support;

use std::fs;
use std::io::{Cursor, Read, Write};

use gongkai::content::{Block, Content};
use gongkai::document::{Document, Kind};
use gongkai::limits::Limits;
use gongkai::outcome::{Outcome, SourceOutcome};
use gongkai::process::process;
use support::office::{Office, zipped};
use support::page::Page;
use support::reading::{Facts, IDENTITY, TITLE, definitions, facts, identity, known, read_bytes, report};
use support::rng::Rng;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Cells that differ, one a line.
fn differences(read: &Facts, expected: &Facts) -> String {
    let keys = expected.keys().chain(read.keys().filter(|key| !expected.contains_key(*key)));
    let differs = keys.filter(|key| read.get(*key) != expected.get(*key));
    differs.map(|key| format!("{key:?}: {:?} in the page, {:?} here\n", expected.get(key), read.get(key))).collect()
}

#[test]
fn every_office_format_reads_as_the_page() {
    for form in definitions().forms.forms.iter().filter(|form| form.id.starts_with('g')) {
        for seed in 1..=8 {
            let (_, items) = report(seed, form);
            let page = facts(&read_bytes(Page::Spans.render(&items, "<meta charset=utf-8>").into_bytes()));
            let filled = known(page.clone());
            for office in Office::ALL {
                let outcome = read_bytes(office.render(&items));
                assert_eq!(outcome.source.outcome, SourceOutcome::Report, "{office:?} {}", outcome.source.reason);
                // The rows of a sheet are all equally long, so that shorter rows of a table end in empty cells.
                let read = if office.is_sheet() { known(facts(&outcome)) } else { facts(&outcome) };
                let other = differences(&read, if office.is_sheet() { &filled } else { &page });
                assert!(other.is_empty(), "{office:?} {} seed {seed}\n{other}", form.id);
                assert_eq!(identity(&outcome), IDENTITY, "{office:?}");
            }
        }
    }
}

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/office");
/// The formats of the fixtures. WPS writes the format of Word 97 and calls it .wps.
const FORMATS: [&str; 8] = ["doc", "wps", "docx", "odt", "rtf", "xls", "xlsx", "ods"];

fn fixture(form: &str, format: &str) -> Vec<u8> {
    let format = if format == "wps" { "doc" } else { format };
    fs::read(format!("{FIXTURES}/{form}.{format}")).expect("the fixture is there")
}

fn read_as(name: &str, bytes: Vec<u8>) -> Outcome {
    process(&Document::new(name, bytes), definitions())
}

/// LibreOffice fills the shorter rows of a table with empty cells, so that some cells are inferred and not printed.
#[test]
fn files_of_another_producer_read_as_their_page() {
    for form in definitions().forms.forms.iter().filter(|form| form.id.starts_with('g')) {
        let page = read_as("page.html", fixture(form.id, "html"));
        for format in FORMATS {
            let outcome = read_as(&format!("report.{format}"), fixture(form.id, format));
            assert_eq!(outcome.source.outcome, SourceOutcome::Report, "{format} {}", outcome.source.reason);
            let other = differences(&known(facts(&outcome)), &known(facts(&page)));
            assert!(other.is_empty(), "{format} {}\n{other}", form.id);
            assert_eq!(identity(&outcome), identity(&page), "{format}");
        }
    }
}

#[test]
fn the_name_of_a_file_says_nothing() {
    let form = "g2_2019";
    let kinds = [("docx", "docx"), ("doc", "doc"), ("rtf", "rtf"), ("xls", "xls"), ("html", "html")];
    for (format, kind) in kinds {
        for name in ["report.doc", "report.xls", "report.pdf", "report"] {
            let outcome = read_as(name, fixture(form, format));
            assert_eq!((outcome.source.kind, outcome.report.is_some()), (kind, true), "{name}");
        }
    }
}

#[test]
fn tables_that_are_pictures_are_said_to_be() {
    let picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>";
    let line = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let headings = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ];
    let body: String = headings.iter().map(|heading| line(heading) + picture).collect();
    let document = format!("<w:document><w:body>{}{body}</w:body></w:document>", line(TITLE));
    let outcome = read_bytes(zipped(&[("word/document.xml", document)]));
    assert!(outcome.issues.iter().any(|issue| issue.code.code == "pictures_unread"));
    let report = outcome.report.expect("a report");
    let status = |id: &str| report.tables.iter().find(|table| table.table == id).map(|table| table.status.as_str());
    assert_eq!(["art20", "applications", "review_litigation"].map(status), [Some("picture"); 3]);
}

/// Cells and lines, and bytes of text, of a document.
fn size(content: &Content) -> (usize, usize) {
    let texts = content.blocks.iter().flat_map(|block| match block {
        Block::Heading(line) | Block::Paragraph(line) => vec![line.text.len()],
        Block::Grid(grid) => grid.rows.iter().flatten().map(|cell| cell.text.len()).collect(),
    });
    texts.fold((0, 0), |(count, length), text| (count + 1, length + text))
}

#[test]
fn every_office_reader_keeps_to_the_limits() {
    let form = definitions().forms.form("g2_2019").expect("the form of 2019");
    let (_, items) = report(1, form);
    let made = Office::ALL.iter().map(|office| office.render(&items));
    for bytes in made.chain(["doc", "xls"].map(|format| fixture(form.id, format))) {
        let kind = Kind::of(&bytes);
        let usual = Limits::default();
        for limits in [Limits { cells: 60, ..usual }, Limits { text: 900, ..usual }, Limits { grids: 1, ..usual }] {
            let content = gongkai::read::read(kind, &bytes, "", &limits).expect("it can be read");
            let (cells, text) = size(&content);
            assert!(cells > 0 && cells <= limits.cells && text <= limits.text, "{kind:?}: {cells} cells, {text} bytes");
            assert!(content.issues.iter().any(|issue| issue.code.code == "content_cut"), "{kind:?} {limits:?}");
        }
    }
    let docx = Office::Docx.render(&items);
    let small = Limits { document: 1000, ..Limits::default() };
    let refused = gongkai::read::read(Kind::of(&docx), &docx, "", &small).expect_err("its text is too large");
    assert_eq!(refused.issues[0].raw, "its part word/document.xml is too large");
}

/// Damage of the kinds that transport and storage do.
fn damaged(rng: &mut Rng, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + rng.below(3) {
        let at = rng.below(bytes.len());
        let end = bytes.len().min(at + 1 + rng.below(600));
        match rng.below(5) {
            0 => bytes.truncate(at.max(1)),
            1 => bytes[at..end].fill(0),
            2 => drop(bytes.drain(at..end)),
            3 => bytes.extend_from_within(at..end),
            _ => (0..1 + rng.below(8)).for_each(|_| {
                let at = rng.below(bytes.len());
                bytes[at] = rng.below(256) as u8;
            }),
        }
        if bytes.is_empty() {
            return bytes;
        }
    }
    bytes
}

/// The same zip with one of its parts damaged: the sum of a zip would tell any other damage before a reader meets it.
fn with_damaged_part(rng: &mut Rng, bytes: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let target = rng.below(archive.len());
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).expect("a part");
        let mut part = Vec::new();
        member.read_to_end(&mut part).expect("a part can be read");
        if index == target && !part.is_empty() {
            part = damaged(rng, &part);
        }
        writer.start_file(member.name().expect("a name"), stored).expect("a part begins");
        writer.write_all(&part).expect("a part is written");
    }
    writer.finish().expect("the zip is written").into_inner()
}

/// No damage makes a reader panic or run on, and what cannot be read says why.
#[test]
fn damaged_files_end_and_say_so() {
    let rng = &mut Rng::new(1);
    let form = "g2_2019";
    for format in FORMATS {
        let whole = fixture(form, format);
        let kind = Kind::of(&whole);
        let mut read = 0;
        for round in 0..300 {
            let in_part = whole.starts_with(b"PK") && round % 2 == 0;
            let bytes = if in_part { with_damaged_part(rng, &whole) } else { damaged(rng, &whole) };
            match gongkai::read::read(kind, &bytes, "", &definitions().limits) {
                Ok(_) => read += 1,
                Err(unreadable) => assert!(!unreadable.reason.is_empty(), "{format}"),
            }
        }
        assert!(read > 0, "{format}");
    }
}
