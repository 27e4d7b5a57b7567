//! Workbooks of Excel 5 to 2003 (.xls) and of WPS (.et), each cell as it is shown.

mod strings;

use std::collections::HashMap;

use super::ole2::{Ole2, u16_at, u32_at};
use super::sheet::number::{Format, general};
use super::sheet::{Sheet, UNREADABLE, Workbook};
use super::{Unread, Unreadable};
use crate::content::Content;
use crate::limits::Limits;
use crate::text::CodePage;
use strings::{Chunks, text};

/// Styles of cells that a workbook can have.
const MOST_STYLES: usize = 1 << 16;

/// Kinds of records.
const FORMULA: u16 = 0x06;
const END: u16 = 0x0a;
const DATE_1904: u16 = 0x22;
const ENCRYPTION: u16 = 0x2f;
const CONTINUE: u16 = 0x3c;
const CODE_PAGE: u16 = 0x42;
const OBJECT: u16 = 0x5d;
const SHEET: u16 = 0x85;
const NUMBERS: u16 = 0xbd;
const BLANKS: u16 = 0xbe;
const STYLE: u16 = 0xe0;
const MERGED: u16 = 0xe5;
const STRINGS: u16 = 0xfc;
const SHARED_STRING: u16 = 0xfd;
const BLANK: u16 = 0x201;
const NUMBER: u16 = 0x203;
const LABEL: u16 = 0x204;
const BOOLEAN: u16 = 0x205;
const RESULT: u16 = 0x207;
const SHORT_NUMBER: u16 = 0x27e;
const FORMAT: u16 = 0x41e;
const BEGIN: u16 = 0x809;
const RICH_LABEL: u16 = 0xd6;

/// Reads a workbook.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content<'static>, Unreadable> {
    let file = Ole2::open(bytes)?;
    let stream = file.stream("Workbook").or_else(|| file.stream("Book")).unwrap_or_default();
    let mut book = Book::read(&stream, limits)?;
    let listed = std::mem::take(&mut book.listed);
    let mut unread = Unread::default();
    if listed.is_empty() {
        unread.damage = Some("it lists no sheets".into());
    }
    // No two sheets share their bytes, in an honest workbook.
    let mut room = stream.len();
    let mut workbook = Workbook::new(limits);
    for Listed { name, hidden, start } in listed {
        if workbook.is_full() {
            break;
        }
        let sheet = workbook.sheet(name, hidden);
        let mut reader =
            Reader { book: &book, sheet, result: None, pictures: 0, lost: false, damage: Some("a sheet ends early") };
        for (kind, chunks) in records(&stream, start) {
            room = room.saturating_sub(chunks.first().len());
            if room == 0 || reader.sheet.is_full() {
                break;
            }
            reader.record(kind, chunks.first());
        }
        unread.pictures += reader.pictures;
        unread.damage = reader.damage.filter(|_| !reader.sheet.is_full()).map(str::to_owned).or(unread.damage);
        workbook.add(reader.sheet);
    }
    unread.note(workbook.finish())
}

/// The records of a part of the stream, up to its end, each with those that continue it.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, Chunks<'_>)> {
    let mut at = start;
    let mut open = 0;
    std::iter::from_fn(move || {
        let record = |at: usize| {
            let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
            Some((kind, stream.get(at + 4..at + 4 + length)?))
        };
        let (kind, bytes) = record(at)?;
        at += 4 + bytes.len();
        // A chart in a sheet is a part in a part.
        open += i32::from(kind == BEGIN) - i32::from(kind == END);
        let mut chunks = vec![bytes];
        while let Some((CONTINUE, more)) = record(at) {
            chunks.push(more);
            at += 4 + more.len();
        }
        if open == 0 {
            at = stream.len();
        }
        Some((kind, Chunks::new(chunks)))
    })
}

/// What all sheets share.
#[derive(Default)]
struct Book {
    /// Whether texts are UTF-16 or single bytes of it, as since 1997; before they are of the code page.
    unicode: bool,
    code_page: CodePage,
    since_1904: bool,
    strings: Vec<String>,
    formats: Vec<Format>,
    listed: Vec<Listed>,
}

/// A sheet as the workbook lists it, with where it begins in the stream.
struct Listed {
    name: String,
    hidden: bool,
    start: usize,
}

impl Book {
    /// Reads the part of the stream before the sheets.
    fn read(stream: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
        let mut book = Book { unicode: true, ..Book::default() };
        let (mut own, mut styles) = (HashMap::new(), Vec::new());
        for (kind, chunks) in records(stream, 0) {
            match kind {
                ENCRYPTION => return Err(Unreadable::encrypted()),
                FORMAT => {
                    let code = book.text(chunks.first(), 2, if book.unicode { 2 } else { 1 });
                    own.insert(chunks.number(0).unwrap_or(0), Format::parse(&code));
                }
                STYLE if styles.len() < MOST_STYLES => styles.push(chunks.number(2).unwrap_or(0)),
                STRINGS => book.strings = chunks.strings(limits.text),
                _ => book.record(kind, chunks.first()),
            }
        }
        let format = |number: u16| own.get(&number).cloned().unwrap_or_else(|| Format::built_in(number));
        book.formats = styles.into_iter().map(format).collect();
        Ok(book)
    }

    fn record(&mut self, kind: u16, bytes: &[u8]) {
        match kind {
            BEGIN => self.unicode = u16_at(bytes, 0).is_none_or(|version| version >= 0x600),
            CODE_PAGE => self.code_page = CodePage::of(u16_at(bytes, 0).unwrap_or(0)),
            DATE_1904 => self.since_1904 = u16_at(bytes, 0) == Some(1),
            // Of the kinds of sheets only that of cells (0) is read.
            SHEET if bytes.get(5) == Some(&0) => {
                let name = self.text(bytes, 6, 1);
                let hidden = bytes.get(4).is_some_and(|state| state & 3 != 0);
                let start = u32_at(bytes, 0).unwrap_or(0) as usize;
                self.listed.push(Listed { name, hidden, start });
            }
            _ => {}
        }
    }

    /// The text at a place, behind its length, which is a number of one byte or of two.
    fn text(&self, bytes: &[u8], at: usize, width: usize) -> String {
        let length = if width == 1 { bytes.get(at).copied().map(u16::from) } else { u16_at(bytes, at) };
        let (length, rest) = (usize::from(length.unwrap_or(0)), bytes.get(at + width..).unwrap_or_default());
        match self.unicode {
            true => text(rest, length),
            false => self.code_page.decode(&rest[..length.min(rest.len())]).into_owned(),
        }
    }
}

/// A sheet while it is read.
struct Reader<'w> {
    book: &'w Book,
    sheet: Sheet,
    /// The cell whose formula has a text as its result, which the next record holds.
    result: Option<(u32, u32)>,
    pictures: u32,
    /// What is wrong with it, as far as it is known.
    damage: Option<&'static str>,
    /// Whether a cell names a shared text that is not there.
    lost: bool,
}

impl Reader<'_> {
    fn record(&mut self, kind: u16, bytes: &[u8]) {
        let at = |at: usize| u16_at(bytes, at).unwrap_or(0);
        let (row, column, style) = (u32::from(at(0)), u32::from(at(2)), at(4));
        match kind {
            NUMBER => self.number(row, column, style, float(bytes, 6)),
            SHORT_NUMBER => self.number(row, column, style, u32_at(bytes, 6).map(short)),
            NUMBERS => {
                let numbers = bytes.get(4..).unwrap_or_default().chunks_exact(6);
                for (column, number) in (column..).zip(numbers) {
                    self.number(row, column, u16_at(number, 0).unwrap_or(0), u32_at(number, 2).map(short));
                }
            }
            BLANK => self.sheet.push(row, column, ""),
            BLANKS => (column..).zip(bytes.get(6..).unwrap_or_default().chunks_exact(2)).for_each(|(column, _)| {
                self.sheet.push(row, column, "");
            }),
            SHARED_STRING => {
                let text = u32_at(bytes, 6).and_then(|index| self.book.strings.get(index as usize));
                self.lost |= text.is_none();
                self.sheet.push(row, column, text.map_or(UNREADABLE, String::as_str));
            }
            LABEL | RICH_LABEL => self.sheet.push(row, column, &self.book.text(bytes, 6, 2)),
            BOOLEAN => self.boolean(row, column, bytes.get(6..8).unwrap_or_default()),
            FORMULA => self.formula(row, column, style, bytes),
            RESULT => {
                if let Some((row, column)) = self.result.take() {
                    self.sheet.push(row, column, &self.book.text(bytes, 0, 2));
                }
            }
            MERGED => {
                for region in bytes.get(2..).unwrap_or_default().chunks_exact(8) {
                    let at = |at: usize| u32::from(u16_at(region, at).unwrap_or(0));
                    self.sheet.merge(at(0)..at(2) + 1, at(4)..at(6) + 1);
                }
            }
            // The kind of object of a picture is 8.
            OBJECT => self.pictures += u32::from(at(4) == 8),
            END if self.lost => self.damage = Some("a cell names a text that is not there"),
            END => self.damage = None,
            _ => {}
        }
    }

    fn number(&mut self, row: u32, column: u32, style: u16, number: Option<f64>) {
        let Some(number) = number else { return };
        let format = self.book.formats.get(usize::from(style));
        let text = format.map_or_else(|| general(number), |format| format.show(number, self.book.since_1904));
        self.sheet.push(row, column, &text);
    }

    fn boolean(&mut self, row: u32, column: u32, value: &[u8]) {
        let text = match value {
            [0, 0] => "FALSE",
            [1, 0] => "TRUE",
            [_, 1] => "#N/A",
            _ => "",
        };
        self.sheet.push(row, column, text);
    }

    /// The result of a formula: a number, or a mark that it is something else.
    fn formula(&mut self, row: u32, column: u32, style: u16, bytes: &[u8]) {
        match bytes.get(6..14) {
            Some([0, .., 0xff, 0xff]) => self.result = Some((row, column)),
            Some([1, _, value, .., 0xff, 0xff]) => self.boolean(row, column, &[*value, 0]),
            Some([2, _, value, .., 0xff, 0xff]) => self.boolean(row, column, &[*value, 1]),
            Some([3, .., 0xff, 0xff]) => {}
            _ => self.number(row, column, style, float(bytes, 6)),
        }
    }
}

fn float(bytes: &[u8], at: usize) -> Option<f64> {
    let low = u64::from(u32_at(bytes, at)?);
    let high = u64::from(u32_at(bytes, at + 4)?);
    Some(f64::from_bits(high << 32 | low))
}

/// A number in 32 bits: 30 of a whole or floating number, and whether it counts hundredths.
fn short(bits: u32) -> f64 {
    let number = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits as i32 >> 2),
    };
    if bits & 1 == 1 { number / 100.0 } else { number }
}

#[cfg(test)]
mod tests;
