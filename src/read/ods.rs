//! OpenDocument sheets (.ods). Each cell holds the text that it shows.

use std::collections::HashSet;

use super::odt::{PASSED_OVER, content_part, count, flowing};
use super::sheet::{Sheet, Workbook};
use super::xml::{Node, Tag, Xml};
use super::{Unread, Unreadable};
use crate::content::Content;
use crate::limits::Limits;

/// Blank cells side by side that may be cells of a table.
const MOST_BLANK: u32 = 50;

/// Reads a workbook.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content<'static>, Unreadable> {
    let part = content_part(bytes, limits)?;
    let mut xml = Xml::new(&part);
    let mut reader = Reader::new(limits);
    while let Some(node) = xml.next().filter(|_| !reader.workbook.is_full()) {
        match node {
            // Drawings stand beside the cells, and their text is none of a cell.
            Node::Open(tag) if PASSED_OVER.contains(&tag.name()) || matches!(tag.name(), "shapes" | "frame") => {
                reader.unread.pictures += u32::from(tag.name() == "frame");
                xml.pass_over();
            }
            Node::Open(tag) => reader.open(&tag),
            Node::Close(name) => reader.close(&name),
            Node::Text(text) if xml.is_in_text() => reader.text += &flowing(&text),
            Node::Text(_) => {}
        }
    }
    reader.end_sheet();
    let Reader { workbook, mut unread, .. } = reader;
    unread.damage = xml.damage();
    unread.note(workbook.finish())
}

/// A workbook while it is read.
struct Reader {
    /// Cells that one element stands for at most.
    most: u32,
    workbook: Workbook,
    sheet: Option<Sheet>,
    /// The style that is being defined, and those of hidden sheets.
    style: String,
    hidden: HashSet<String>,
    row: u32,
    column: u32,
    /// The open row: how often it stands there, and its cells that show something.
    rows_repeated: u32,
    cells: Vec<Cell>,
    cell: Cell,
    text: String,
    unread: Unread,
}

#[derive(Default, Clone)]
struct Cell {
    column: u32,
    repeated: u32,
    columns: u32,
    rows: u32,
    styled: bool,
    text: String,
}

impl Reader {
    fn new(limits: &Limits) -> Reader {
        Reader {
            most: u32::try_from(limits.cells).unwrap_or(u32::MAX),
            workbook: Workbook::new(limits),
            sheet: None,
            style: String::new(),
            hidden: HashSet::new(),
            row: 0,
            column: 0,
            rows_repeated: 0,
            cells: Vec::new(),
            cell: Cell::default(),
            text: String::new(),
            unread: Unread::default(),
        }
    }

    fn open(&mut self, tag: &Tag) {
        match tag.name() {
            "style" => self.style = tag.attribute("name").unwrap_or_default().into_owned(),
            "table-properties" if tag.attribute("display").is_some_and(|display| display == "false") => {
                self.hidden.insert(self.style.clone());
            }
            "table" => {
                let name = tag.attribute("name").unwrap_or_default().into_owned();
                let hidden = tag.attribute("style-name").is_some_and(|style| self.hidden.contains(&*style));
                self.end_sheet();
                self.sheet = Some(self.workbook.sheet(name, hidden));
                self.row = 0;
            }
            "table-row" => (self.column, self.rows_repeated) = (0, count(tag, "number-rows-repeated")),
            "table-cell" | "covered-table-cell" => {
                self.text.clear();
                self.cell = Cell {
                    column: self.column,
                    repeated: count(tag, "number-columns-repeated"),
                    columns: count(tag, "number-columns-spanned"),
                    rows: count(tag, "number-rows-spanned"),
                    styled: tag.attribute("style-name").is_some(),
                    text: String::new(),
                };
            }
            "s" => self.text.push(' '),
            "tab" => self.text.push('\t'),
            "line-break" => self.text.push('\n'),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.text.push('\n'),
            "table-cell" | "covered-table-cell" => {
                let cell = std::mem::take(&mut self.cell);
                self.column = self.column.saturating_add(cell.repeated);
                // A style makes a cell of what would be the rest of the row; but not all the way to the edge of the sheet.
                let is_there = cell.styled && cell.repeated <= MOST_BLANK || cell.columns.saturating_mul(cell.rows) > 1;
                if name == "table-cell" && (!self.text.trim().is_empty() || is_there) {
                    self.cells.push(Cell { text: std::mem::take(&mut self.text), ..cell });
                }
            }
            "table-row" => self.close_row(),
            _ => {}
        }
    }

    fn end_sheet(&mut self) {
        if let Some(sheet) = self.sheet.take() {
            self.workbook.add(sheet);
        }
    }

    /// Puts the cells of the row into the sheet, each as often as it stands there.
    fn close_row(&mut self) {
        let rows = self.row..self.row.saturating_add(self.rows_repeated.min(self.most));
        self.row = self.row.saturating_add(self.rows_repeated);
        let cells = std::mem::take(&mut self.cells);
        let Some(sheet) = &mut self.sheet else { return };
        for row in rows {
            for Cell { column, repeated, columns, rows, text, .. } in &cells {
                if columns.saturating_mul(*rows) > 1 {
                    sheet.merge(row..row.saturating_add(*rows), *column..column.saturating_add(*columns));
                }
                for column in *column..column.saturating_add((*repeated).min(self.most)) {
                    if sheet.is_full() {
                        return;
                    }
                    sheet.push(row, column, text);
                }
            }
        }
    }
}
