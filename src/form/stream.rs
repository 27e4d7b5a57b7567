//! The content of a document as one folded stream of characters, each knowing the cell or line it stands in.
//!
//! Grids and running text become the same thing here, so that one algorithm aligns labels in both: a label may be
//! split over cells, lines and pages, or glued to the figures of the row before.

use std::borrow::Cow;
use std::ops::Range;

use super::number::{self, Printed};
use super::recognise::is_ideograph;
use crate::content::{Block, Content, Place};
use crate::label::{Folder, Step, is_space};

/// Longest value, in characters.
const VALUE: usize = 30;

/// A folded document.
#[derive(Debug, Default)]
pub struct Stream<'c> {
    /// The folded text of all pieces, one after the other.
    pub text: String,
    /// One entry per character of `text`.
    pub glyphs: Vec<Glyph>,
    /// Lines and cells in reading order, empty cells included.
    pub pieces: Vec<Piece<'c>>,
    /// Whether the document ends within a line, so that its last number may not be whole.
    pub unfinished: bool,
}

/// One folded character.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    /// The character.
    pub char: char,
    /// Where it begins in the folded text, in bytes.
    pub byte: u32,
    /// The piece it stands in.
    pub piece: u32,
    /// Where its original begins in the raw text of the piece, in bytes.
    pub raw: u32,
    /// Whether white space stands before it within the piece.
    pub spaced: bool,
}

/// A line of text or a cell of a grid.
#[derive(Debug, Clone)]
pub struct Piece<'c> {
    /// Its text as the document has it.
    pub raw: Cow<'c, str>,
    /// Where it stands.
    pub place: Place,
    /// Its glyphs.
    pub glyphs: Range<usize>,
    /// The cell it is, if it is one.
    pub cell: Option<CellAt>,
    /// Whether it is a heading of the document.
    pub heading: bool,
    /// Whether it holds nothing but values or a unit.
    pub value: bool,
}

/// The position of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellAt {
    /// Row, counted over all grids of the document, so that no two rows share a number.
    pub row: u32,
    /// Column of its origin, from 0.
    pub column: u32,
    /// Columns it covers.
    pub width: u32,
    /// Columns of the whole row.
    pub columns: u32,
}

impl<'c> Stream<'c> {
    /// Folds `content`.
    pub fn new(content: &'c Content<'c>) -> Stream<'c> {
        let length = content.blocks.iter().map(Block::length).sum::<usize>();
        let mut stream = Stream { unfinished: content.unfinished, ..Stream::with_room_for(length) };
        let mut rows = 0;
        for block in &content.blocks {
            match block {
                Block::Heading(text) => stream.push(&text.text, text.place, None, true),
                Block::Paragraph(text) => {
                    for (offset, line) in text.text.split('\n').enumerate() {
                        let line_number = text.place.line.map(|first| first + offset as u32);
                        stream.push(line, Place { line: line_number, ..text.place }, None, false);
                    }
                }
                Block::Grid(grid) => {
                    for row in &grid.rows {
                        let columns = row.last().map_or(0, |cell| cell.place.column.unwrap_or(1) - 1 + cell.width);
                        for cell in row {
                            let column = cell.place.column.unwrap_or(1) - 1;
                            let at = CellAt { row: rows, column, width: cell.width, columns };
                            stream.push(&cell.text, cell.place, Some(at), false);
                        }
                        rows += 1;
                    }
                }
            }
        }
        stream
    }

    fn with_room_for(bytes: usize) -> Stream<'c> {
        let (text, glyphs) = (String::with_capacity(bytes), Vec::with_capacity(bytes / 2));
        Stream { text, glyphs, ..Stream::default() }
    }

    fn push(&mut self, raw: &'c str, place: Place, cell: Option<CellAt>, heading: bool) {
        let first = self.glyphs.len();
        let piece = self.pieces.len() as u32;
        let mut folder = Folder::default();
        let mut spaced = false;
        for (offset, c) in raw.char_indices() {
            if is_space(c) {
                spaced = self.glyphs.len() > first;
                continue;
            }
            folder.push(c, |step| self.step(step, piece, offset as u32, spaced));
            spaced = false;
        }
        let glyphs = first..self.glyphs.len();
        let value = is_value(self.folded(glyphs.clone()), glyphs.len());
        self.pieces.push(Piece { raw: Cow::Borrowed(raw), place, glyphs, cell, heading, value });
    }

    fn step(&mut self, step: Step, piece: u32, raw: u32, spaced: bool) {
        match step {
            Step::Append(char) => {
                self.glyphs.push(Glyph { char, byte: self.text.len() as u32, piece, raw, spaced });
                self.text.push(char);
            }
            Step::DropLast => {
                self.glyphs.pop();
                self.text.pop();
            }
            Step::ReplaceLast(char) => {
                self.text.pop();
                self.text.push(char);
                if let Some(last) = self.glyphs.last_mut() {
                    last.char = char;
                }
            }
        }
    }

    /// Whether a glyph is an ideograph in a piece that is more than values.
    pub fn is_wording(&self, glyph: usize) -> bool {
        let Glyph { char, piece, .. } = self.glyphs[glyph];
        is_ideograph(char) && !self.pieces[piece as usize].value
    }

    /// The glyph that begins at byte `byte` of the folded text; the number of glyphs at its end.
    pub fn glyph_at(&self, byte: usize) -> usize {
        self.glyphs.partition_point(|glyph| (glyph.byte as usize) < byte)
    }

    /// The folded text of a range of glyphs.
    pub fn folded(&self, range: Range<usize>) -> &str {
        let byte = |glyph: usize| self.glyphs.get(glyph).map_or(self.text.len(), |glyph| glyph.byte as usize);
        &self.text[byte(range.start)..byte(range.end)]
    }

    /// The raw text of a range of glyphs of one piece.
    pub fn raw(&self, range: Range<usize>) -> &str {
        let Some(first) = self.glyphs.get(range.start) else { return "" };
        let piece = &self.pieces[first.piece as usize];
        let end = match self.glyphs.get(range.end) {
            Some(next) if next.piece == first.piece => next.raw as usize,
            _ => piece.raw.len(),
        };
        piece.raw[first.raw as usize..end].trim_matches(is_space)
    }

    /// The place of a glyph: that of its piece, with the character where the piece is a line.
    pub fn place(&self, glyph: usize) -> Place {
        let Some(glyph) = self.glyphs.get(glyph) else { return Place::default() };
        let piece = &self.pieces[glyph.piece as usize];
        let before = || piece.raw[..glyph.raw as usize].chars().count() as u32 + 1;
        match piece.cell {
            Some(_) => piece.place,
            None => Place { column: Some(before()), ..piece.place },
        }
    }

    /// Whether `glyph` begins a piece.
    pub fn begins_piece(&self, glyph: usize) -> bool {
        glyph == 0 || self.glyphs.get(glyph).is_none_or(|g| self.glyphs[glyph - 1].piece != g.piece)
    }
}

/// Whether a folded text of so many characters is nothing but values or a unit.
fn is_value(text: &str, length: usize) -> bool {
    (1..=VALUE).contains(&length) && (number::read(text) != Printed::Text || !text.contains(is_ideograph))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Text;

    #[test]
    fn folds_lines_and_keeps_the_origin_of_each_glyph() {
        let text = |text: &'static str, line| Block::Paragraph(Text { text: text.into(), place: Place::line(line) });
        let content = Content {
            blocks: vec![text("上一年 项目", 4), text("", 5), text("(其它) 12", 6)],
            ..Content::default()
        };
        let stream = Stream::new(&content);
        assert_eq!(stream.text, "上年项目(其他)12");
        assert_eq!(stream.pieces.len(), 3);
        let digit = stream.glyph_at(stream.text.find('1').expect("a digit"));
        assert_eq!(stream.raw(digit..digit + 2), "12");
        assert!(stream.glyphs[digit].spaced);
        assert_eq!(stream.place(digit), Place { line: Some(6), column: Some(6), ..Place::default() });
        assert_eq!(stream.folded(0..2), "上年");
    }
}
