//! Small documents for the tests of readers, and content on one line.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Reader, Unreadable};
use crate::content::{Block, Cell, Content};
use crate::limits::Limits;

/// A zip of these parts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in parts {
        writer.start_file(*path, SimpleFileOptions::default()).expect("a part begins");
        writer.write_all(text.as_bytes()).expect("a part is written");
    }
    writer.finish().expect("the zip is written").into_inner()
}

/// Content on one line: `# heading ; paragraph ; [row / row]`; a cell with its column and, if it has one, its span.
pub fn drawn(content: &Content) -> String {
    let cell = |cell: &Cell| {
        let span =
            if cell.width * cell.height > 1 { format!("*{}x{}", cell.width, cell.height) } else { String::new() };
        format!("{}:{}{span}", cell.place.column.unwrap_or(0), cell.text.replace('\n', "_"))
    };
    let block = |block: &Block| match block {
        Block::Heading(text) => format!("# {}", text.text),
        Block::Paragraph(text) => text.text.to_string(),
        Block::Grid(grid) => {
            let row = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
            format!("[{}]", grid.rows.iter().map(row).collect::<Vec<_>>().join(" / "))
        }
    };
    content.blocks.iter().map(block).collect::<Vec<_>>().join(" ; ")
}

/// What a reader makes of a document, on one line; its issues behind it, or why it cannot be read.
pub fn told(read: Result<Content, Unreadable>) -> String {
    match read {
        Ok(content) => {
            let issues = content.issues.iter().map(|issue| format!(" !{}", issue.code.code));
            drawn(&content) + &issues.collect::<String>()
        }
        Err(unreadable) => match unreadable.issues.first() {
            Some(issue) => format!("!{}", issue.code.code),
            None => unreadable.reason,
        },
    }
}

/// What a reader makes of some bytes within the usual limits, on one line.
pub fn told_of(read: Reader, bytes: &[u8]) -> String {
    told(read(bytes, &Limits::default()))
}

/// A compound file of these streams, each of at least 4096 bytes so that none is among the small ones.
pub fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let sector = |bytes: &[u8]| [bytes, &[0; 512]].concat()[..512].to_vec();
    let (mut table, mut sectors) = (vec![0xffff_fffd_u32, 0xffff_fffe], Vec::new());
    let mut directory = entry("Root Entry", 5, 0xffff_fffe, 0);
    for (name, bytes) in streams {
        let bytes = [bytes.as_slice(), &vec![0; 4096_usize.saturating_sub(bytes.len())]].concat();
        directory.extend(entry(name, 2, table.len() as u32, bytes.len() as u32));
        for chunk in bytes.chunks(512) {
            table.push(table.len() as u32 + 1);
            sectors.extend(sector(chunk));
        }
        *table.last_mut().expect("a sector") = 0xffff_fffe;
    }
    let mut header = sector(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    header[30] = 9;
    header[48] = 1;
    header[56..60].copy_from_slice(&4096_u32.to_le_bytes());
    [60, 68].into_iter().for_each(|at| header[at..at + 4].fill(0xff));
    header[80..512].fill(0xff);
    let table: Vec<u8> = table.iter().flat_map(|next| next.to_le_bytes()).collect();
    [header, sector(&table), sector(&directory), sectors].concat()
}

fn entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    let mut entry = [name.as_slice(), &vec![0; 128 - name.len()]].concat();
    (entry[64], entry[66]) = (name.len() as u8, kind);
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&size.to_le_bytes());
    entry
}
