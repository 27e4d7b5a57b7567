//! Small documents for the tests of readers, and content on one line.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Unreadable;
use crate::content::{Block, Cell, Content};

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
        Err(unreadable) => unreadable.issue.map_or(unreadable.reason, |issue| format!("!{}", issue.code.code)),
    }
}
