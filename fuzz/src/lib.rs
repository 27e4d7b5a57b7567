//! What the fuzz targets share: reading as the program does, and parts put together to files.

use std::io::{Cursor, Write};
use std::panic;
use std::process::abort;
use std::sync::OnceLock;

use gongkai::content::{Block, Content};
use gongkai::document::{Hints, Kind};
use gongkai::extract::extract;
use gongkai::identify::{Passages, identify};
use gongkai::process::Definitions;
use gongkai::read::{self, Unreadable};
use gongkai::text;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Folder of the sources of the program, as a panic names its place.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../src/");

/// To be called before the first input. A panic of a package that is run behind a guard is an outcome of one document;
/// one of the program's own code is always a finding.
pub fn begin() {
    panic::set_hook(Box::new(|panic| {
        let is_own = panic.location().is_some_and(|place| place.file().starts_with(SOURCES));
        if is_own {
            eprintln!("{panic}");
            abort();
        }
    }));
    definitions();
}

/// The definitions of the program, with its usual limits.
pub fn definitions() -> &'static Definitions {
    static DEFINITIONS: OnceLock<Definitions> = OnceLock::new();
    DEFINITIONS.get_or_init(|| Definitions::load().expect("the definitions are part of the program"))
}

/// Reads bytes as a document of a kind, and if `whole`, whose report it is and its tables.
pub fn read(kind: Kind, bytes: &[u8], whole: bool) {
    let decoded = if kind.is_text() { text::decode(bytes, text::declared(bytes)).text } else { "".into() };
    match read::read(kind, bytes, &decoded, &definitions().limits) {
        Ok(content) if whole => tables(&content),
        Ok(content) => hold(&content),
        Err(Unreadable { reason, .. }) => assert!(!reason.is_empty()),
    }
}

/// Reads the tables of a content and says whose report it is.
fn tables(content: &Content) {
    hold(content);
    let definitions = definitions();
    identify(content, &Passages::of(content), &Hints::default(), &definitions.registers);
    extract(content, definitions.forms, Vec::new);
}

/// Holds a content to the limits, and its cells to their grids.
pub fn hold(content: &Content) {
    let (mut cells, mut grids, mut text) = (0, 0, 0);
    for block in &content.blocks {
        match block {
            Block::Heading(line) | Block::Paragraph(line) => {
                cells += 1;
                text += line.text.len();
            }
            Block::Grid(grid) => {
                grids += 1;
                for cell in grid.rows.iter().flatten() {
                    cells += 1;
                    text += cell.text.len();
                    assert!(cell.width > 0 && cell.height > 0, "{cell:?}");
                }
            }
        }
    }
    let limits = &definitions().limits;
    // Characters that stand for others may be longer than these.
    assert!(text <= 4 * limits.text, "{text} bytes");
    assert!(cells <= limits.cells, "{cells} cells");
    assert!(grids <= limits.grids, "{grids} grids");
}

/// What parts the parts of a package in the bytes of an input.
const BORDER: &[u8] = b"\n\0\n";

/// The zip of parts with these names, from the bytes of an input. Without sums and packing that a change would break, the
/// fuzzer reaches what is in the parts.
pub fn package(names: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut rest = bytes;
    for name in names {
        let end = rest.windows(BORDER.len()).position(|window| window == BORDER);
        let part = &rest[..end.unwrap_or(rest.len())];
        rest = &rest[end.map_or(rest.len(), |end| end + BORDER.len())..];
        writer.start_file(*name, options).expect("a name");
        writer.write_all(part).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}
