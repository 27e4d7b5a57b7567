//! Word documents (.docx, .docm): the text as it is shown. Tracked deletions, comments, notes, headers and footers are
//! left out.

use std::collections::HashSet;

use super::body::Body;
use super::grid::{Merge, Span};
use super::package::Package;
use super::xml::{Node, Tag, Xml};
use super::{Unread, Unreadable};
use crate::content::Content;
use crate::limits::Limits;

/// Elements that are passed over with all that is in them: deletions, what was before a change, phonetic guides, what
/// stands for shapes in programs that know none.
const PASSED_OVER: [&str; 9] =
    ["moveFrom", "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "rt", "Fallback"];

/// Reads a document.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content<'static>, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
    let main = package.main_part("word/document.xml");
    let styles = package.part(&sibling(&main, "styles.xml")).map_or_else(|_| HashSet::new(), |part| headings(&part));
    let document = package.part(&main)?;
    let mut reader = Reader { styles, ..Reader::new(limits) };
    let mut xml = Xml::new(&document);
    while let Some(node) = xml.next().filter(|_| !reader.body.is_full()) {
        match node {
            Node::Open(tag) => {
                if !reader.open(&tag, xml.parent()) {
                    xml.pass_over();
                }
            }
            Node::Close(name) => reader.close(&name),
            Node::Text(text) => reader.text(&text, xml.inner()),
        }
    }
    let Reader { body, pictures, objects, .. } = reader;
    Unread { pictures, objects, damage: xml.damage() }.note(body.finish())
}

/// The path of another part in the folder of a part.
fn sibling(part: &str, name: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

/// The ids of the styles that mark headings: by their names, or by their level in the outline.
fn headings(styles: &str) -> HashSet<String> {
    let mut headings = HashSet::new();
    let mut style = String::new();
    let mut xml = Xml::new(styles);
    while let Some(node) = xml.next() {
        let Node::Open(tag) = node else { continue };
        let value = || tag.attribute("val").unwrap_or_default();
        let is_heading = match tag.name() {
            "style" => {
                style = tag.attribute("styleId").unwrap_or_default().into_owned();
                false
            }
            "name" => {
                let name = value().to_lowercase();
                name.starts_with("heading") || name == "title" || name.starts_with("标题")
            }
            "outlineLvl" => is_outlined(&value()),
            _ => false,
        };
        if is_heading {
            headings.insert(style.clone());
        }
    }
    headings
}

/// Levels 0 to 8 are headings, 9 is text.
fn is_outlined(level: &str) -> bool {
    level.trim().parse().is_ok_and(|level: u32| level < 9)
}

/// A switch that is on by being there, unless it says otherwise.
fn is_on(tag: &Tag) -> bool {
    !matches!(tag.attribute("val").as_deref(), Some("0" | "false" | "off"))
}

/// A document while it is read.
struct Reader {
    body: Body,
    styles: HashSet<String>,
    /// Open paragraphs: whether each is a heading. A text box has paragraphs within a paragraph.
    paragraphs: Vec<bool>,
    rows: Vec<Row>,
    /// Open drawings (`true`) and the text boxes in them (`false`).
    drawings: Vec<bool>,
    /// Whether the run is hidden.
    hidden: bool,
    pictures: u32,
    objects: u32,
}

/// The open row of a table.
#[derive(Default)]
struct Row {
    /// Column at which the next cell begins.
    column: i32,
    deleted: bool,
    width: i32,
    merge: Merge,
}

impl Reader {
    fn new(limits: &Limits) -> Reader {
        Reader {
            body: Body::new(0, limits),
            styles: HashSet::new(),
            paragraphs: Vec::new(),
            rows: Vec::new(),
            drawings: Vec::new(),
            hidden: false,
            pictures: 0,
            objects: 0,
        }
    }

    /// An element begins in `parent`; `false` if it is to be passed over.
    fn open(&mut self, tag: &Tag, parent: &str) -> bool {
        match tag.name() {
            "p" => self.paragraphs.push(false),
            "pStyle" if tag.attribute("val").is_some_and(|style| self.styles.contains(&*style)) => self.mark_heading(),
            "outlineLvl" if tag.attribute("val").is_some_and(|level| is_outlined(&level)) => self.mark_heading(),
            "r" => self.hidden = false,
            "vanish" if parent == "rPr" => self.hidden = is_on(tag),
            "tab" | "ptab" if parent == "r" => self.text("\t", "t"),
            "br" | "cr" if parent == "r" => self.text("\n", "t"),
            "noBreakHyphen" => self.text("-", "t"),
            "drawing" | "pict" => self.drawings.push(true),
            "object" => {
                self.objects += 1;
                self.drawings.push(true);
            }
            "altChunk" => self.objects += 1,
            "txbxContent" => {
                self.drawings.push(false);
                self.body.open_box();
            }
            "blip" | "imagedata" => self.pictures += 1,
            "del" if parent == "trPr" => self.in_row(|row| row.deleted = true),
            "del" => return parent == "rPr",
            name if PASSED_OVER.contains(&name) => return false,
            _ => self.open_table_part(tag),
        }
        true
    }

    fn open_table_part(&mut self, tag: &Tag) {
        let number = || tag.attribute("val").and_then(|number| number.trim().parse::<i32>().ok()).unwrap_or(0).max(0);
        match tag.name() {
            "tbl" => {
                self.rows.push(Row::default());
                self.body.open_table();
            }
            "tr" => self.in_row(|row| *row = Row::default()),
            "gridBefore" => self.in_row(|row| row.column = number()),
            "tc" => {
                self.in_row(|row| (row.width, row.merge) = (1, Merge::None));
                self.body.open_cell();
            }
            "gridSpan" => self.in_row(|row| row.width = number().max(1)),
            "vMerge" if tag.attribute("val").is_some_and(|value| value == "restart") => self.merge(Merge::Begin),
            "vMerge" => self.merge(Merge::Continue),
            "hMerge" if tag.attribute("val").is_none_or(|value| value == "continue") => self.merge(Merge::Left),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => {
                let heading = self.paragraphs.pop().unwrap_or_default();
                self.body.end_line(heading);
            }
            "drawing" | "pict" | "object" => {
                self.drawings.pop();
            }
            "txbxContent" => {
                self.drawings.pop();
                self.body.close_box();
            }
            "tc" => {
                let Some(row) = self.rows.last_mut() else { return };
                let left = row.column;
                row.column = left.saturating_add(row.width);
                let span = Span { left, right: row.column, merge: row.merge };
                self.body.close_cell(span);
            }
            "tr" if self.rows.last().is_some_and(|row| row.deleted) => self.body.drop_row(),
            "tr" => self.body.close_row(None),
            "tbl" => {
                self.rows.pop();
                self.body.close_table();
            }
            _ => {}
        }
    }

    /// Text in an element; only that of runs is shown.
    fn text(&mut self, text: &str, element: &str) {
        let drawn = self.drawings.last().copied().unwrap_or_default();
        if element == "t" && !self.hidden && !drawn {
            self.body.text(text);
        }
    }

    fn mark_heading(&mut self) {
        if let Some(heading) = self.paragraphs.last_mut() {
            *heading = true;
        }
    }

    fn merge(&mut self, merge: Merge) {
        self.in_row(|row| row.merge = merge);
    }

    fn in_row(&mut self, tell: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.last_mut() {
            tell(row);
        }
    }
}

#[cfg(test)]
mod tests;
