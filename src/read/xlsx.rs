//! Workbooks of Excel since 2007 (.xlsx, .xlsm), each cell as it is shown.

use super::package::{Package, relations};
use super::sheet::number::Format;
use super::sheet::{Sheet, content};
use super::xml::{Node, Tag, Xml};
use super::{Unread, Unreadable};
use crate::content::Content;

/// Sheets that are read of one workbook.
const MOST_SHEETS: usize = 200;

/// The last row of a sheet, from 0.
const LAST_ROW: u32 = (1 << 20) - 1;

/// Reads a workbook.
pub fn read(bytes: &[u8]) -> Result<Content<'static>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let main = package.main_part("xl/workbook.xml");
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let rels = relations(&package.part(&format!("{folder}/_rels/{name}.rels")).unwrap_or_default());
    let path =
        |id: &str| rels.iter().find(|relation| relation.id == id).map(|relation| within(folder, &relation.target));
    let part_of =
        |kind: &str| rels.iter().find(|relation| relation.kind.ends_with(kind)).map(|r| within(folder, &r.target));
    let mut optional = |path: Option<String>| path.and_then(|path| package.part(&path).ok()).unwrap_or_default();
    let strings = strings(&optional(part_of("/sharedStrings")));
    let formats = formats(&optional(part_of("/styles")));
    let (listed, since_1904) = sheets(&package.part(&main)?);
    let mut unread =
        Unread { pictures: package.count("xl/media/"), objects: package.count("xl/embeddings/"), ..Unread::default() };
    let mut sheets = Vec::new();
    for Listed { name, id, hidden } in listed.into_iter().take(MOST_SHEETS) {
        let mut reader = Reader::new(Sheet::new(name, hidden), &strings, &formats, since_1904);
        match path(&id).ok_or_else(|| Unreadable::damaged("a sheet is missing")).and_then(|path| package.part(&path)) {
            Ok(part) => unread.damage = reader.read(&part).or(unread.damage),
            Err(unreadable) => unread.damage = Some(unreadable.reason),
        }
        sheets.push(reader.sheet);
    }
    unread.note(content(sheets))
}

/// The path of a part from the folder of the part that names it.
fn within(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    }
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    id: String,
    hidden: bool,
}

/// The sheets of a workbook, and whether it counts days from 1904.
fn sheets(workbook: &str) -> (Vec<Listed>, bool) {
    let (mut sheets, mut since_1904) = (Vec::new(), false);
    let mut xml = Xml::new(workbook);
    while let Some(node) = xml.next() {
        let Node::Open(tag) = node else { continue };
        let value = |name: &str| tag.attribute(name).unwrap_or_default().into_owned();
        match tag.name() {
            "sheet" => {
                sheets.push(Listed { name: value("name"), id: value("id"), hidden: value("state").contains("idden") })
            }
            "workbookPr" => since_1904 = matches!(value("date1904").as_str(), "1" | "true"),
            _ => {}
        }
    }
    (sheets, since_1904)
}

/// The texts that cells share, phonetic guides left out.
fn strings(part: &str) -> Vec<String> {
    let mut strings = Vec::new();
    let mut text = String::new();
    let mut xml = Xml::new(part);
    while let Some(node) = xml.next() {
        match node {
            Node::Open(tag) if tag.name() == "rPh" => xml.pass_over(),
            Node::Text(piece) if xml.inner() == "t" => text += &piece,
            Node::Close(name) if name == "si" => strings.push(std::mem::take(&mut text)),
            _ => {}
        }
    }
    strings
}

/// The number format of each style of cells.
fn formats(styles: &str) -> Vec<Format> {
    let (mut codes, mut formats) = (Vec::new(), Vec::new());
    let mut xml = Xml::new(styles);
    while let Some(node) = xml.next() {
        let Node::Open(tag) = node else { continue };
        let id = tag.attribute("numFmtId").and_then(|id| id.parse::<u16>().ok()).unwrap_or(0);
        match tag.name() {
            "numFmt" => codes.push((id, tag.attribute("formatCode").unwrap_or_default().into_owned())),
            "xf" if xml.parent() == "cellXfs" => {
                let own = codes.iter().find(|(known, _)| *known == id).map(|(_, code)| Format::parse(code));
                formats.push(own.unwrap_or_else(|| Format::built_in(id)));
            }
            _ => {}
        }
    }
    formats
}

/// A sheet while it is read.
struct Reader<'w> {
    sheet: Sheet,
    strings: &'w [String],
    formats: &'w [Format],
    since_1904: bool,
    /// Where the next cell stands unless it says otherwise.
    row: u32,
    column: u32,
    /// The type and the style of the open cell, and what it holds.
    kind: String,
    style: usize,
    value: String,
}

impl<'w> Reader<'w> {
    fn new(sheet: Sheet, strings: &'w [String], formats: &'w [Format], since_1904: bool) -> Reader<'w> {
        Reader {
            sheet,
            strings,
            formats,
            since_1904,
            row: 0,
            column: 0,
            kind: String::new(),
            style: 0,
            value: String::new(),
        }
    }

    /// Reads the part of the sheet; what is wrong with it, if anything is.
    fn read(&mut self, part: &str) -> Option<String> {
        let mut xml = Xml::new(part);
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) if tag.name() == "rPh" => xml.pass_over(),
                Node::Open(tag) => self.open(&tag),
                Node::Text(text) if matches!(xml.inner(), "v" | "t") => self.value += &text,
                Node::Close(name) => self.close(&name),
                Node::Text(_) => {}
            }
        }
        xml.damage()
    }

    fn open(&mut self, tag: &Tag) {
        match tag.name() {
            "row" => {
                let number = tag.attribute("r").and_then(|number| number.parse::<u32>().ok());
                self.row = number.map_or(self.row, |number| number.saturating_sub(1).min(LAST_ROW));
                self.column = 0;
            }
            "c" => {
                if let Some((row, column)) = tag.attribute("r").and_then(|name| position(&name)) {
                    (self.row, self.column) = (row, column);
                }
                self.kind = tag.attribute("t").unwrap_or_default().into_owned();
                self.style = tag.attribute("s").and_then(|style| style.parse().ok()).unwrap_or(0);
                self.value.clear();
            }
            "mergeCell" => {
                let reference = tag.attribute("ref").unwrap_or_default();
                let (first, last) = reference.split_once(':').unwrap_or((&reference, &reference));
                if let (Some(first), Some(last)) = (position(first), position(last)) {
                    self.sheet.merge(first.0..last.0 + 1, first.1..last.1 + 1);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "row" => self.row = (self.row + 1).min(LAST_ROW),
            "c" => {
                let text = self.shown();
                self.sheet.push(self.row, self.column, &text);
                self.column += 1;
            }
            _ => {}
        }
    }

    /// What the open cell shows.
    fn shown(&self) -> String {
        let value = self.value.trim();
        match self.kind.as_str() {
            "s" => value.parse::<usize>().ok().and_then(|index| self.strings.get(index)).cloned().unwrap_or_default(),
            "b" => if value == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            "" | "n" => match value.parse::<f64>() {
                Ok(number) => self.formats.get(self.style).cloned().unwrap_or_default().show(number, self.since_1904),
                Err(_) => value.to_owned(),
            },
            _ => self.value.clone(),
        }
    }
}

/// The row and the column, from 0, of a cell such as `B12`.
fn position(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = name.split_at(letters);
    let column = letters.bytes().try_fold(0u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row: u32 = digits.parse().ok()?;
    (row > 0 && column > 0 && row <= LAST_ROW + 1 && column <= 1 << 14).then(|| (row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_by_letters_and_a_number() {
        let cases = [
            ("A1", Some((0, 0))),
            ("$B$12", Some((11, 1))),
            ("AA3", Some((2, 26))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("XFE1", None),
            ("A0", None),
            ("ZZZZZZZZ9", None),
            ("12", None),
        ];
        for (name, expected) in cases {
            assert_eq!(position(name), expected, "{name}");
        }
    }
}
