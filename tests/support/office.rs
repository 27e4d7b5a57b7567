//! The same documents as office files, as plainly as each format allows.

mod markup;
mod sheets;

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::document::Item;
use super::page::{Cell, pieces};

/// A format of office files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    Docx,
    Odt,
    Rtf,
    Xlsx,
    Ods,
}

impl Office {
    pub const ALL: [Office; 5] = [Office::Docx, Office::Odt, Office::Rtf, Office::Xlsx, Office::Ods];

    /// Whether it is a workbook.
    pub fn is_sheet(self) -> bool {
        matches!(self, Office::Xlsx | Office::Ods)
    }

    /// The file of a document.
    pub fn render(self, items: &[Item]) -> Vec<u8> {
        let pieces = pieces(items);
        match self {
            Office::Docx => markup::docx(&pieces),
            Office::Odt => markup::odt(&pieces),
            Office::Rtf => markup::rtf(&pieces),
            Office::Xlsx => sheets::xlsx(&pieces),
            Office::Ods => sheets::ods(&pieces),
        }
    }
}

/// A cell of a row in its place, or what a cell of a row above covers.
struct Slot<'c> {
    column: usize,
    columns: usize,
    /// Rows from here on.
    rows: usize,
    /// `None` for a cell that goes on from above.
    text: Option<&'c str>,
}

/// The rows of a table with the cells that reach into them from above.
fn slots(rows: &[Vec<Cell>]) -> Vec<Vec<Slot<'_>>> {
    let mut all: Vec<Vec<Slot>> = Vec::new();
    for cells in rows {
        let reaching = all.last().into_iter().flatten().filter(|slot| slot.rows > 1);
        let mut row: Vec<Slot> = reaching.map(|slot| Slot { rows: slot.rows - 1, text: None, ..*slot }).collect();
        let mut column = 0;
        for cell in cells {
            while let Some(slot) = row.iter().find(|slot| slot.text.is_none() && slot.column == column) {
                column += slot.columns;
            }
            row.push(Slot { column, columns: cell.columns, rows: cell.rows, text: Some(&cell.text) });
            column += cell.columns;
        }
        row.sort_by_key(|slot| slot.column);
        all.push(row);
    }
    all
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A zip of these parts.
pub fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in parts {
        writer.start_file(*path, SimpleFileOptions::default()).expect("a part begins");
        writer.write_all(text.as_bytes()).expect("a part is written");
    }
    writer.finish().expect("the zip is written").into_inner()
}
