//! Lines to paragraphs and headings, tables to grids.

use std::borrow::Cow;

use super::flow::Table;
use super::join::{At, Piece};
use super::line::{Line, joined};
use crate::content::{Block, Cell, Grid, Place, Text};
use crate::read::txt::is_heading;

/// How far before the end of the other lines a line may end that goes on in the next, in sizes.
const SHORT: f64 = 2.0;
/// How far a line may be indented that goes on from the one before, in sizes.
const INDENT: f64 = 0.8;
/// How much the sizes of two lines of a paragraph differ at most.
const LARGER: f64 = 1.1;

/// The blocks of a document.
pub fn blocks(pieces: Vec<Piece>) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    let mut grids = 0;
    let mut paragraph: Option<(String, Line, At, Place)> = None;
    for piece in pieces {
        match (piece, paragraph.take()) {
            (Piece::Line(next, at), Some((text, last, before, place))) if goes_on((&last, before), (&next, at)) => {
                paragraph = Some((joined(text, &next.text()), next, at, place));
            }
            (piece, ended) => {
                blocks.extend(ended.map(|(text, _, _, place)| block(text, place)));
                match piece {
                    Piece::Line(line, at) => {
                        let place = Place { page: Some(at.page), line: Some(at.line), ..Place::default() };
                        paragraph = Some((line.text(), line, at, place));
                    }
                    Piece::Table(table) => {
                        grids += 1;
                        blocks.push(Block::Grid(grid(table, grids)));
                    }
                }
            }
        }
    }
    blocks.extend(paragraph.map(|(text, _, _, place)| block(text, place)));
    blocks
}

fn block(text: String, place: Place) -> Block<'static> {
    let heading = is_heading(&text);
    let text = Text { text: Cow::Owned(text), place };
    if heading { Block::Heading(text) } else { Block::Paragraph(text) }
}

/// Whether a line is full and the next one is not indented, so that it goes on with the paragraph.
fn goes_on((last, before): (&Line, At), (next, at): (&Line, At)) -> bool {
    let full = last.right() >= before.right - SHORT * last.size;
    let flush = next.left() <= at.left + INDENT * next.size;
    let alike = last.size.max(next.size) <= LARGER * last.size.min(next.size);
    full && flush && alike && last.parts.len() == 1 && next.parts.len() == 1
}

fn grid(table: Table, index: u32) -> Grid<'static> {
    let mut rows = vec![Vec::new(); table.rows];
    for cell in table.cells {
        let place = Place {
            page: Some(cell.page),
            grid: Some(index),
            row: Some(cell.row as u32 + 1),
            column: Some(cell.column as u32 + 1),
            line: None,
        };
        let (width, height) = (cell.width as u32, cell.height as u32);
        rows[cell.row].push(Cell { text: Cow::Owned(cell.text), place, width, height });
    }
    Grid { index, rows }
}
