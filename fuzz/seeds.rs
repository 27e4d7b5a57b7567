//! Small inputs from which each fuzz target begins: `cargo run --example seeds`. They are written to `fuzz/seeds/`.

#[path = "../src/container/tests/pack.rs"]
mod pack;
#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::io::{self, Cursor, Read};
use std::path::Path;

use encoding_rs::{BIG5, GB18030};
use parquet::basic::Compression;
use rars::ArchiveVersion;
use support::document::Item;
use support::drawing::{Sheet, Style, draw};
use support::layout::Layout;
use support::noise::Noise;
use support::ofd::ofd;
use support::office::Office;
use support::page::Page;
use support::pdf::{CMap, Make, pdf};
use support::reading::{definitions, report};
use support::rng::Rng;
use zip::ZipArchive;

/// Where they are written.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds");
/// Files that other programs wrote.
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/office");
/// What parts the parts of a package in a seed.
const BORDER: &[u8] = b"\n\0\n";

fn main() -> io::Result<()> {
    for form in &definitions().forms.forms {
        let (_, items) = report(1, form);
        texts(form.id, &items)?;
        packages(form.id, &items)?;
        pages(form.id, &draw(&items, Style::default()))?;
        for format in ["doc", "xls"] {
            if let Ok(bytes) = fs::read(format!("{FIXTURES}/{}.{format}", form.id)) {
                match format {
                    "doc" => put("doc", form.id, &bytes)?,
                    _ => put("office", &format!("{}.xls", form.id), &[b"\x04", bytes.as_slice()].concat())?,
                }
            }
        }
    }
    containers()
}

/// Writes a seed of a target.
fn put(target: &str, name: &str, bytes: &[u8]) -> io::Result<()> {
    let folder = Path::new(FOLDER).join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), bytes)
}

fn texts(form: &str, items: &[Item]) -> io::Result<()> {
    for layout in Layout::ALL {
        let text = layout.render(&mut Rng::new(1), items, &Noise::default());
        put("text", &format!("{form}-{layout:?}"), text.as_bytes())?;
    }
    for page in Page::ALL {
        let html = page.render(items, "<meta charset=utf-8>");
        put("html", &format!("{form}-{page:?}"), html.as_bytes())?;
    }
    let text: String = Layout::Grid.render(&mut Rng::new(1), items, &Noise::default()).chars().take(400).collect();
    let (gbk, big5) = (GB18030.encode(&text).0, BIG5.encode(&text).0);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let garbled = GB18030.decode(text.as_bytes()).0;
    let encodings: [(&str, &[u8]); 5] = [
        ("utf-8", text.as_bytes()),
        ("gbk", &gbk),
        ("big5", &big5),
        ("utf-16", &utf16),
        ("garbled", garbled.as_bytes()),
    ];
    encodings.iter().try_for_each(|(name, bytes)| put("decode", &format!("{form}-{name}"), bytes))
}

/// Office files as the targets put them together: the parts that are read, parted by borders.
fn packages(form: &str, items: &[Item]) -> io::Result<()> {
    put("rtf", form, &Office::Rtf.render(items))?;
    let docx = ["word/document.xml", "word/styles.xml"];
    let xlsx = [
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
    ];
    let content = ["content.xml"];
    let formats: [(Office, &[&str]); 4] =
        [(Office::Docx, &docx), (Office::Odt, &content), (Office::Xlsx, &xlsx), (Office::Ods, &content)];
    for (number, (office, parts)) in (0..).zip(formats) {
        put("office", &format!("{form}.{office:?}"), &[vec![number], joined(&office.render(items), parts)].concat())?;
    }
    let parts = ["Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_1/Content.xml"];
    put("ofd", form, &joined(&ofd(&draw(items, Style::default()), true), &parts))
}

/// Parts of a zip; one that is not there is empty.
fn joined(zip: &[u8], parts: &[&str]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).expect("a zip");
    let mut part = |name: &&str| {
        let mut bytes = Vec::new();
        if let Ok(mut member) = archive.by_name(name) {
            member.read_to_end(&mut bytes).expect("it was just packed");
        }
        bytes
    };
    parts.iter().map(&mut part).collect::<Vec<_>>().join(BORDER)
}

fn pages(form: &str, sheets: &[Sheet]) -> io::Result<()> {
    for cmap in CMap::ALL {
        put("pdf", &format!("{form}-{cmap:?}"), &pdf(sheets, Make::plain(cmap)))?;
    }
    put("layout", form, &sheets.iter().flat_map(things).collect::<Vec<u8>>())
}

/// A page as things of 8 bytes: what it is, a character or size, and a point in 32nds of a point.
fn things(sheet: &Sheet) -> Vec<u8> {
    let thing = |what: [u8; 4], (x, y): (f64, f64)| {
        let [x, y] = [x, y].map(|value| ((value * 32.0) as i16).to_le_bytes());
        [what[0], what[1], what[2], what[3], x[0], x[1], y[0], y[1]]
    };
    let mut things = vec![thing([7, 0, 0, 0], (595.0, 842.0))];
    for text in &sheet.texts {
        let mut x = text.x;
        for char in text.text.chars() {
            let width = support::drawing::width(char, text.size);
            let digit = char.to_digit(10).map_or(255, |digit| digit as u8);
            things.push(thing([0, digit, (text.size * 4.0) as u8, (width * 8.0) as u8], (x, text.y)));
            x += width;
        }
    }
    for [from, to] in &sheet.rules {
        let (kind, length) = if from.1 == to.1 { (4, to.0 - from.0) } else { (5, to.1 - from.1) };
        things.push(thing([kind, 0, length.clamp(0.0, 255.0) as u8, 0], *from));
    }
    things.concat()
}

fn containers() -> io::Result<()> {
    let report = "某某县水务局2021年政府信息公开工作年度报告\n二、主动公开政府信息情况\n规章\t0\t0\t0\n";
    let files: [(&str, &[u8]); 2] = [("a.txt", report.as_bytes()), ("年报.txt", b"text")];
    let tar = pack::tar(&files);
    let rows = [["1", "http://a.example/", "a", "2021-01-02", report]];
    let warc = pack::warc(&[("http://a.example/", "Content-Type: text/html\r\n", report.as_bytes())]);
    let long = report.repeat(6).replace('\n', " ");
    let mail = format!("From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>{report}</p>");
    let seeds = [
        ("zip", pack::zip(&files)),
        ("tar.gz", pack::gz(&tar)),
        ("tar.bz2", pack::bz2(&tar)),
        ("tar.xz", pack::xz(&tar)),
        ("tar.zst", pack::zst(&tar)),
        ("7z", pack::sevenz(&files)),
        ("rar4", pack::rar(ArchiveVersion::Rar29, &files)),
        ("rar5", pack::rar(ArchiveVersion::Rar50, &files)),
        ("parquet", pack::parquet(&rows, Compression::SNAPPY)),
        ("csv", format!("id,content\n1,\"{long}\"\n").into_bytes()),
        ("jsonl", format!("{{\"id\": 1, \"content\": \"{long}\"}}\n").into_bytes()),
        ("mail", mail.into_bytes()),
        ("warc", warc),
        ("tar", tar),
    ];
    seeds.iter().try_for_each(|(name, bytes)| put("container", name, bytes))
}
