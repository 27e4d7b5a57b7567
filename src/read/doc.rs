//! Word documents of 1997 to 2003 (.doc), and those of WPS (.wps): the main text and the text boxes. Tracked deletions,
//! hidden text, comments, notes, headers and footers are left out.

mod properties;

use super::body::Body;
use super::ole2::{Ole2, u16_at, u32_at};
use super::{Unread, Unreadable};
use crate::content::Content;
use crate::limits::Limits;
use crate::outcome::SourceOutcome;
use crate::text::CodePage;
use properties::{Of, Paragraph, Runs, is_unseen};

/// How a document of Word 97 and later begins; those before have other beginnings.
const MAGIC: u16 = 0xa5ec;
/// Edges nearer than this are one, in twips (1440 to the inch): no digit is as narrow.
const NEAR: i32 = 60;

/// Fields in one another.
const MOST_FIELDS: usize = 64;

/// Reads a document.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content<'static>, Unreadable> {
    let file = Ole2::open(bytes)?;
    let document = file.stream("WordDocument").unwrap_or_default();
    let flags = u16_at(&document, 10).ok_or_else(|| Unreadable::damaged("its text is missing"))?;
    if u16_at(&document, 0) != Some(MAGIC) {
        let reason = "no reader for documents of Word 95 and before".into();
        return Err(Unreadable { outcome: SourceOutcome::Unsupported, reason, issues: Vec::new() });
    }
    if flags & 0x100 != 0 {
        return Err(Unreadable::encrypted());
    }
    let table = file.stream(if flags & 0x200 != 0 { "1Table" } else { "0Table" }).unwrap_or_default();
    let data = file.stream("Data").unwrap_or_default();
    let part = |at: usize| {
        let (start, length) = (u32_at(&document, at)? as usize, u32_at(&document, at + 4)? as usize);
        table.get(start..)?.get(..length)
    };
    let pieces = part(0x1a2).and_then(pieces);
    let mut reader = Reader {
        body: Body::new(NEAR, limits),
        line: String::new(),
        fields: Vec::new(),
        document: &document,
        data: &data,
        characters: Runs::read(&document, part(0xfa).unwrap_or_default(), Of::Characters),
        paragraphs: Runs::read(&document, part(0x102).unwrap_or_default(), Of::Paragraphs),
        unread: Unread::default(),
    };
    match pieces {
        Some(pieces) => stories(&document).for_each(|story| reader.story(&pieces, story)),
        None => reader.unread.damage = Some("its table of pieces is missing".into()),
    }
    reader.unread.note(reader.body.finish())
}

/// A piece of the text: its characters in order, and where they stand in the document stream.
struct Piece {
    first: u32,
    end: u32,
    start: u32,
    /// Whether each character is one byte of code page 1252, not two of UTF-16.
    narrow: bool,
}

/// The pieces that the text is put together from.
fn pieces(mut list: &[u8]) -> Option<Vec<Piece>> {
    // Lists of changes stand before them.
    while list.first() == Some(&1) {
        list = list.get(3 + usize::from(u16_at(list, 1)?)..)?;
    }
    let length = u32_at(list, 1).filter(|_| list.first() == Some(&2))? as usize;
    let list = list.get(5..)?;
    let list = &list[..length.min(list.len())];
    let count = list.len().checked_sub(4)? / 12;
    let piece = |index: usize| {
        let start = u32_at(list, 4 * (count + 1) + 8 * index + 2)?;
        let narrow = start & 0x4000_0000 != 0;
        let start = if narrow { (start & 0x3fff_ffff) / 2 } else { start };
        Some(Piece { first: u32_at(list, 4 * index)?, end: u32_at(list, 4 * index + 4)?, start, narrow })
    };
    (0..count).map(piece).collect()
}

/// The texts that are read, as ranges of characters: the main text, and the text boxes, which come last but one.
fn stories(document: &[u8]) -> impl Iterator<Item = std::ops::Range<u32>> {
    let length = |at: usize| u32_at(document, at).unwrap_or(0);
    let between = [0x4c, 0x50, 0x54, 0x5c, 0x60].into_iter().fold(0, |sum: u32, at| sum.saturating_add(length(at)));
    [0..length(0x4c), between..between.saturating_add(length(0x64))].into_iter()
}

struct Reader<'d> {
    body: Body,
    /// The paragraph so far.
    line: String,
    /// Open fields: whether their instruction is being read, which is not shown.
    fields: Vec<bool>,
    document: &'d [u8],
    data: &'d [u8],
    characters: Runs<'d>,
    paragraphs: Runs<'d>,
    unread: Unread,
}

impl Reader<'_> {
    fn story(&mut self, pieces: &[Piece], story: std::ops::Range<u32>) {
        // No two characters share a byte, in an honest document.
        let mut left = self.document.len() as u32;
        for piece in pieces {
            let (first, end) = (piece.first.max(story.start), piece.end.min(story.end));
            let count = end.saturating_sub(first).min(left);
            left -= count;
            let size: u32 = if piece.narrow { 1 } else { 2 };
            let start = piece.start.saturating_add(size.saturating_mul(first.saturating_sub(piece.first)));
            let stretch = self.document.get(start as usize..).unwrap_or_default();
            let stretch = &stretch[..stretch.len().min((count * size) as usize)];
            if stretch.len() < (count * size) as usize {
                self.unread.damage = Some("its text ends early".into());
            }
            self.piece(stretch, start, piece.narrow);
        }
        self.end_paragraph(&Paragraph::default());
        self.body.close_to_depth(0);
    }

    /// Reads a stretch of text that begins at `start` of the document stream.
    fn piece(&mut self, stretch: &[u8], start: u32, narrow: bool) {
        let mut half = None;
        let mut run = (0..0, false);
        let size = if narrow { 1 } else { 2 };
        for (index, bytes) in stretch.chunks_exact(size).enumerate() {
            if self.body.is_full() {
                return;
            }
            let place = start + (index * size) as u32;
            if !run.0.contains(&place) {
                let (bounds, properties) = self.characters.at(place);
                run = (bounds, is_unseen(properties));
            }
            let unit = if narrow { u16::from(bytes[0]) } else { u16::from_le_bytes([bytes[0], bytes[1]]) };
            match unit {
                _ if unit < 0x20 => self.mark(unit, place),
                _ if run.1 || self.fields.contains(&true) => {}
                0x80..=0x9f if narrow => self.line.push_str(&CodePage::WESTERN.decode(bytes)),
                0xd800..=0xdbff => half = Some(unit),
                _ => {
                    let units = half.take().into_iter().chain([unit]);
                    self.line.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
                }
            }
        }
    }

    /// A character that means something else than itself.
    fn mark(&mut self, unit: u16, place: u32) {
        match unit {
            0x07 | 0x0c | 0x0d => {
                let paragraph = Paragraph::read(self.paragraphs.at(place).1, self.data);
                match unit {
                    0x07 if paragraph.ends_row => self.end_row(1, &paragraph),
                    0x07 => self.end_cell(1),
                    _ if paragraph.ends_row => self.end_row(paragraph.depth, &paragraph),
                    _ if paragraph.ends_inner_cell => self.end_cell(paragraph.depth),
                    _ => self.end_paragraph(&paragraph),
                }
            }
            0x09 => self.line.push('\t'),
            0x0b | 0x0e => self.line.push('\n'),
            0x13 if self.fields.len() < MOST_FIELDS => self.fields.push(true),
            0x14 => {
                if let Some(instruction) = self.fields.last_mut() {
                    *instruction = false;
                }
            }
            0x15 => {
                self.fields.pop();
            }
            0x1e => self.line.push('-'),
            0x01 | 0x08 => self.unread.pictures += 1,
            _ => {}
        }
    }

    fn end_paragraph(&mut self, paragraph: &Paragraph) {
        self.body.go_to_depth(paragraph.depth);
        self.body.text(&std::mem::take(&mut self.line));
        self.body.end_line(paragraph.heading);
    }

    fn end_cell(&mut self, depth: usize) {
        self.body.go_to_depth(depth);
        self.body.text(&std::mem::take(&mut self.line));
        self.body.close_cell(Default::default());
    }

    fn end_row(&mut self, depth: usize, paragraph: &Paragraph) {
        self.line.clear();
        self.body.close_to_depth(depth);
        if self.body.depth() == depth {
            self.body.close_row(Some(&paragraph.cells));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::sample::{compound, told_of};

    /// A document of one piece, without properties.
    fn document(text: &[u8], narrow: bool, flags: u16) -> Vec<u8> {
        let mut document = vec![0; 1024];
        document[..2].copy_from_slice(&MAGIC.to_le_bytes());
        document[10..12].copy_from_slice(&flags.to_le_bytes());
        let count = if narrow { text.len() } else { text.len() / 2 } as u32;
        document[0x4c..0x50].copy_from_slice(&count.to_le_bytes());
        let start: u32 = if narrow { (2 * 1024) | 0x4000_0000 } else { 1024 };
        let pieces =
            [&[2, 16, 0, 0, 0][..], &[0; 4], &count.to_le_bytes(), &[0; 2], &start.to_le_bytes(), &[0; 2]].concat();
        document[0x1a6..0x1aa].copy_from_slice(&(pieces.len() as u32).to_le_bytes());
        document.extend(text);
        compound(&[("WordDocument", document), ("0Table", pieces)])
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn text_is_read_as_it_is_shown() {
        let cases = [
            (document(&wide("公开\r一、概述\r"), false, 0), "公开 ; # 一、概述"),
            (document(b"a\x93b\x94\x0bc\rd", true, 0), "a“b” ; c ; d"),
            (document(&wide("甲\u{13}PAGE \u{13}x\u{15}\u{14}7\u{15}乙\u{5}\u{1e}\u{1f}😀\r"), false, 0), "甲7乙-😀"),
            (document(&wide("规章\t3\r"), false, 0), "[1:规章 2:3]"),
            (document(&wide("甲\u{1}\r"), false, 0), "甲 !pictures_unread"),
            (document(&wide("甲\r"), false, 0x100), "!document_encrypted"),
            (document(&wide("甲\r"), false, 0x200), "!document_damaged"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(told_of(read, &bytes), expected);
        }
        let old = compound(&[("WordDocument", vec![0xdc, 0xa5])]);
        assert_eq!(told_of(read, &old), "no reader for documents of Word 95 and before");
        assert_eq!(told_of(read, &compound(&[])), "!document_damaged");
    }
}
