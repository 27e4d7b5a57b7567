//! OpenDocument texts (.odt). Tracked deletions, comments, notes and hidden sections are left out.

use super::body::Body;
use super::grid::{Merge, Span};
use super::package::Package;
use super::xml::{Node, Tag, Xml};
use super::{Unread, Unreadable};
use crate::content::Content;
use crate::limits::Limits;

/// Elements that are passed over with all that is in them: what is deleted or said about the text, and how it looks.
pub(super) const PASSED_OVER: [&str; 11] = [
    "tracked-changes",
    "annotation",
    "note",
    "ruby-text",
    "hidden-text",
    "forms",
    "scripts",
    "font-face-decls",
    "title",
    "desc",
    "binary-data",
];
/// What no count exceeds, so that two of them can be added.
const LARGEST: u32 = 1 << 24;
/// Empty cells that one element stands for, and blanks.
const MOST_REPEATED: u32 = 100;

/// Reads a text.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content<'static>, Unreadable> {
    let part = content_part(bytes, limits)?;
    let mut xml = Xml::new(&part);
    let mut reader = Reader { body: Body::new(0, limits), tables: Vec::new(), unread: Unread::default() };
    while let Some(node) = xml.next().filter(|_| !reader.body.is_full()) {
        match node {
            Node::Open(tag) if PASSED_OVER.contains(&tag.name()) || is_hidden(&tag) => xml.pass_over(),
            Node::Open(tag) => reader.open(&tag),
            Node::Close(name) => reader.close(&name),
            Node::Text(text) if xml.is_in_text() => reader.body.text(&flowing(&text)),
            Node::Text(_) => {}
        }
    }
    let Reader { body, mut unread, .. } = reader;
    unread.damage = xml.damage();
    unread.note(body.finish())
}

/// The part that holds the text. In an encrypted file it is there and makes no sense.
pub(super) fn content_part(bytes: &[u8], limits: &Limits) -> Result<String, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
    if package.part("META-INF/manifest.xml").is_ok_and(|manifest| manifest.contains("encryption-data")) {
        return Err(Unreadable::encrypted());
    }
    package.part("content.xml")
}

/// Text as it flows: line ends and tabs of the source are blanks.
pub(super) fn flowing(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// A count that an attribute gives, 1 if it gives none.
pub(super) fn count(tag: &Tag, name: &str) -> u32 {
    tag.attribute(name).and_then(|number| number.trim().parse().ok()).unwrap_or(1).clamp(1, LARGEST)
}

/// A text while it is read.
struct Reader {
    body: Body,
    tables: Vec<Table>,
    unread: Unread,
}

/// An open table.
#[derive(Default)]
struct Table {
    row: u32,
    column: u32,
    /// The open cell: its columns and rows, and how often it stands there.
    columns: u32,
    rows: u32,
    repeated: u32,
    /// Cells that reach into rows below: left and right edge, and the first row that they do not reach.
    reaching: Vec<(u32, u32, u32)>,
}

impl Reader {
    fn open(&mut self, tag: &Tag) {
        match tag.name() {
            "s" => self.body.text(&" ".repeat(count(tag, "c").min(MOST_REPEATED) as usize)),
            "tab" => self.body.text("\t"),
            "line-break" => self.body.text("\n"),
            "text-box" => self.body.open_box(),
            "image" => self.unread.pictures += 1,
            "object" => self.unread.objects += 1,
            "table" => {
                self.tables.push(Table::default());
                self.body.open_table();
            }
            "table-row" => self.in_table(|table| (table.row, table.column) = (table.row + 1, 0)),
            "table-cell" => {
                let (columns, rows) = (count(tag, "number-columns-spanned"), count(tag, "number-rows-spanned"));
                let repeated = count(tag, "number-columns-repeated").min(MOST_REPEATED);
                self.in_table(|table| (table.columns, table.rows, table.repeated) = (columns, rows, repeated));
                self.body.open_cell();
            }
            "covered-table-cell" => {
                (0..count(tag, "number-columns-repeated").min(MOST_REPEATED)).for_each(|_| self.covered());
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => self.body.end_line(name == "h"),
            "text-box" => self.body.close_box(),
            "table-cell" => self.close_cell(),
            "table-row" => self.body.close_row(None),
            "table" => {
                self.tables.pop();
                self.body.close_table();
            }
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let (left, right) = (table.column, table.column.saturating_add(table.columns));
        if table.rows > 1 {
            table.reaching.push((left, right, table.row.saturating_add(table.rows)));
        }
        let merge = if table.rows > 1 { Merge::Begin } else { Merge::None };
        table.column += table.repeated;
        self.body.close_cell(Span { left: left as i32, right: right as i32, merge });
        for copy in 1..table.repeated {
            self.body.open_cell();
            let left = (left + copy) as i32;
            self.body.close_cell(Span { left, right: left + 1, merge: Merge::None });
        }
    }

    /// A cell that another one covers: from above, if that one begins in its column.
    fn covered(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let column = table.column;
        table.column += 1;
        table.reaching.retain(|(_, _, end)| *end > table.row);
        if let Some((left, right, _)) = table.reaching.iter().find(|(left, _, _)| *left == column) {
            self.body.open_cell();
            self.body.close_cell(Span { left: *left as i32, right: *right as i32, merge: Merge::Continue });
        }
    }

    fn in_table(&mut self, tell: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            tell(table);
        }
    }
}

fn is_hidden(tag: &Tag) -> bool {
    tag.name() == "section" && tag.attribute("display").is_some_and(|display| display == "none")
}

#[cfg(test)]
mod tests;
