//! Workbooks of Excel since 2007 (.xlsx, .xlsm), each cell as it is shown.

use std::borrow::Cow;
use std::collections::HashMap;

use super::package::{Package, relations};
use super::sheet::number::{Format, general};
use super::sheet::{Sheet, UNREADABLE, Workbook};
use super::xml::{Node, Tag, Xml};
use super::{Unread, Unreadable};
use crate::content::Content;
use crate::limits::Limits;

/// Texts that its cells can share; a cell that names another is unreadable.
const MOST_STRINGS: usize = 1 << 20;

/// Styles of cells that a workbook can have.
const MOST_STYLES: usize = 1 << 16;

/// The last row of a sheet, from 0.
const LAST_ROW: u32 = (1 << 20) - 1;

/// Reads a workbook.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content<'static>, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
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
    let shared = Shared { strings, formats, since_1904 };
    let mut unread =
        Unread { pictures: package.count("xl/media/"), objects: package.count("xl/embeddings/"), ..Unread::default() };
    let mut workbook = Workbook::new(limits);
    for Listed { name, id, hidden } in listed {
        if workbook.is_full() {
            break;
        }
        let mut reader = Reader::new(workbook.sheet(name, hidden), &shared);
        match path(&id).ok_or_else(|| Unreadable::damaged("a sheet is missing")).and_then(|path| package.part(&path)) {
            Ok(part) => unread.damage = reader.read(&part).or(unread.damage),
            Err(unreadable) => unread.damage = Some(unreadable.reason),
        }
        workbook.add(reader.sheet);
    }
    unread.note(workbook.finish())
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
            Node::Close(name) if name == "si" && strings.len() < MOST_STRINGS => {
                strings.push(std::mem::take(&mut text))
            }
            _ => {}
        }
    }
    strings
}

/// The number format of each style of cells.
fn formats(styles: &str) -> Vec<Format> {
    let (mut own, mut formats) = (HashMap::new(), Vec::new());
    let mut xml = Xml::new(styles);
    while let Some(node) = xml.next() {
        let Node::Open(tag) = node else { continue };
        let id = tag.attribute("numFmtId").and_then(|id| id.parse::<u16>().ok()).unwrap_or(0);
        match tag.name() {
            "numFmt" => {
                own.insert(id, Format::parse(&tag.attribute("formatCode").unwrap_or_default()));
            }
            "xf" if xml.parent() == "cellXfs" && formats.len() < MOST_STYLES => {
                formats.push(own.get(&id).cloned().unwrap_or_else(|| Format::built_in(id)));
            }
            _ => {}
        }
    }
    formats
}

/// What all sheets share.
struct Shared {
    strings: Vec<String>,
    /// The number format of each style of cells.
    formats: Vec<Format>,
    since_1904: bool,
}

/// A sheet while it is read.
struct Reader<'w> {
    sheet: Sheet,
    shared: &'w Shared,
    damage: Option<String>,
    /// Where the next cell stands unless it says otherwise.
    row: u32,
    column: u32,
    /// The type and the style of the open cell, and what it holds.
    kind: String,
    style: usize,
    value: String,
}

impl<'w> Reader<'w> {
    fn new(sheet: Sheet, shared: &'w Shared) -> Reader<'w> {
        let (kind, value) = (String::new(), String::new());
        Reader { sheet, shared, damage: None, row: 0, column: 0, kind, style: 0, value }
    }

    /// Reads the part of the sheet; what is wrong with it, if anything is.
    fn read(&mut self, part: &str) -> Option<String> {
        let mut xml = Xml::new(part);
        while let Some(node) = xml.next().filter(|_| !self.sheet.is_full()) {
            match node {
                Node::Open(tag) if tag.name() == "rPh" => xml.pass_over(),
                Node::Open(tag) => self.open(&tag),
                Node::Text(text) if matches!(xml.inner(), "v" | "t") => self.value += &text,
                Node::Close(name) => self.close(&name),
                Node::Text(_) => {}
            }
        }
        xml.damage().or(self.damage.take())
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
                match shown(self.kind.as_str(), self.value.trim(), self.style, self.shared) {
                    Some(text) => self.sheet.push(self.row, self.column, &text),
                    None => {
                        self.damage = Some("a cell names a text that is not there".into());
                        self.sheet.push(self.row, self.column, UNREADABLE);
                    }
                }
                self.column += 1;
            }
            _ => {}
        }
    }
}

/// What a cell of a type and a style shows; `None` if it names a shared text that is not there.
fn shown<'v>(kind: &str, value: &'v str, style: usize, shared: &'v Shared) -> Option<Cow<'v, str>> {
    Some(match kind {
        "s" => Cow::Borrowed(shared.strings.get(value.parse::<usize>().ok()?)?),
        "b" => Cow::Borrowed(if value == "1" { "TRUE" } else { "FALSE" }),
        "" | "n" => match (value.parse::<f64>(), shared.formats.get(style)) {
            (Ok(number), Some(format)) => Cow::Owned(format.show(number, shared.since_1904)),
            (Ok(number), None) => Cow::Owned(general(number)),
            (Err(_), _) => Cow::Borrowed(value),
        },
        _ => Cow::Borrowed(value),
    })
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
