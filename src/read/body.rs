//! The body of a word processor's document: paragraphs, and tables nested in one another, on their way to content.
//!
//! A reader tells what begins and ends; whether a table holds data or only arranges text is known when it ends.

use std::borrow::Cow;

use super::grid::{Edged, Merge, Span, grid};
use super::shape::Shape;
use super::txt::Lines;
use super::{CONTENT_CUT, NESTING_FLATTENED};
use crate::content::Content;
use crate::issue::{Dropped, Issue};
use crate::label::is_space;
use crate::limits::Limits;

/// Tables in one another; what is nested deeper is read as text of the cell around it.
const DEEPEST: usize = 16;
/// Lines, rows and tables of one document for each of its cells and lines that are read: many are empty.
const PARTS: usize = 2;
/// Longest text, in characters, that is taken for a heading.
const HEADING: usize = 64;

/// A body while it is read.
#[derive(Debug, Default)]
pub struct Body {
    /// What stands outside of tables, and in each open cell, outermost first.
    parts: Vec<Part>,
    cells: Vec<Vec<Part>>,
    /// Open tables, outermost first. Each has at most one open cell.
    tables: Vec<Table>,
    /// Tables opened beyond the deepest.
    beyond: usize,
    /// The line so far, and the lines around open text boxes.
    line: String,
    around: Vec<String>,
    /// Paragraphs so far.
    number: u32,
    /// Edges nearer than this are one.
    near: i32,
    limits: Limits,
    length: usize,
    part_count: usize,
    cell_count: usize,
    flattened: bool,
    cut: bool,
}

/// A line or a table.
#[derive(Debug)]
enum Part {
    Line { text: String, heading: bool, number: u32 },
    Table(Vec<Vec<Cell>>),
}

#[derive(Debug)]
struct Cell {
    parts: Vec<Part>,
    span: Span,
}

/// An open table.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    in_cell: bool,
}

impl Body {
    /// An empty body. Edges of cells nearer than `near` to each other are one.
    pub fn new(near: i32, limits: &Limits) -> Body {
        Body { near, limits: *limits, ..Body::default() }
    }

    /// Text of the line. A line break ends a line, not a paragraph.
    pub fn text(&mut self, text: &str) {
        if self.length + text.len() > self.limits.text {
            self.cut = true;
            return;
        }
        self.length += text.len();
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.end_line(false);
            }
            self.line.push_str(line);
        }
    }

    /// Ends a line; `heading` says that the document marks it as a heading.
    pub fn end_line(&mut self, heading: bool) {
        self.number += 1;
        let text = std::mem::take(&mut self.line);
        let number = self.number;
        if self.admits() {
            self.inner().push(Part::Line { text, heading, number });
        }
    }

    /// Counts a line, row or table. Beyond the most, they are left out.
    fn admits(&mut self) -> bool {
        self.part_count += 1;
        let admitted = self.part_count <= self.most_parts();
        self.cut |= !admitted;
        admitted
    }

    fn most_parts(&self) -> usize {
        self.limits.cells.saturating_mul(PARTS)
    }

    /// A text box begins. What is in it comes before the line it is anchored in.
    pub fn open_box(&mut self) {
        self.around.push(std::mem::take(&mut self.line));
    }

    /// A text box ends.
    pub fn close_box(&mut self) {
        self.end_open_line();
        self.line = self.around.pop().unwrap_or_default();
    }

    /// A table begins, in a cell if one is open.
    pub fn open_table(&mut self) {
        self.end_open_line();
        if self.tables.len() == DEEPEST || self.tables.last().is_some_and(|table| !table.in_cell) {
            self.beyond += 1;
            self.flattened = true;
            return;
        }
        self.tables.push(Table::default());
    }

    /// A cell begins.
    pub fn open_cell(&mut self) {
        match self.tables.last_mut().filter(|table| self.beyond == 0 && !table.in_cell) {
            Some(table) => table.in_cell = true,
            None => return,
        }
        self.line.clear();
        self.cells.push(Vec::new());
    }

    /// The open cell ends, which reaches over `span`. Beyond the most cells, it is left out.
    pub fn close_cell(&mut self, span: Span) {
        self.end_open_line();
        let Some(table) = self.tables.last_mut().filter(|table| self.beyond == 0 && table.in_cell) else { return };
        table.in_cell = false;
        let parts = self.cells.pop().unwrap_or_default();
        self.cell_count += 1;
        if self.cell_count > self.limits.cells {
            self.cut = true;
            return;
        }
        table.row.push(Cell { parts, span });
    }

    /// The row ends. Spans that are only known now take the place of those that its cells were given.
    pub fn close_row(&mut self, spans: Option<&[Span]>) {
        let admitted = self.admits();
        let Some(table) = self.tables.last_mut().filter(|_| self.beyond == 0) else { return };
        let mut row = std::mem::take(&mut table.row);
        if let Some(spans) = spans {
            // A cell more than the row defines stands behind its end, if there is something in it.
            while row.len() > spans.len() && row.last().is_some_and(|cell| text_of(&cell.parts).0.is_empty()) {
                row.pop();
            }
            let mut behind = spans.last().map_or(0, |span| span.right);
            for (index, cell) in row.iter_mut().enumerate() {
                cell.span = spans.get(index).copied().unwrap_or_else(|| {
                    let left = behind;
                    behind = left.saturating_add(self.near + 1);
                    Span { left, right: behind, merge: Merge::None }
                });
            }
        }
        if admitted {
            table.rows.push(row);
        }
    }

    /// The row ends, and is not shown.
    pub fn drop_row(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|_| self.beyond == 0) {
            table.row.clear();
        }
    }

    /// The table ends.
    pub fn close_table(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return self.end_open_line();
        }
        self.close_cell(Span::default());
        let Some(table) = self.tables.pop() else { return };
        let mut rows = table.rows;
        if !table.row.is_empty() {
            rows.push(table.row);
        }
        if self.admits() {
            self.inner().push(Part::Table(rows));
        }
    }

    /// Whether it takes no more cells, lines, rows and tables, so that reading on is of no use.
    pub fn is_full(&self) -> bool {
        self.cell_count > self.limits.cells || self.part_count > self.most_parts()
    }

    /// How many tables are open.
    pub fn depth(&self) -> usize {
        self.tables.len() + self.beyond
    }

    /// Goes to a cell of a table so many tables deep, opening and closing tables on the way; 0 is outside of tables. For
    /// formats that state the depth of each paragraph.
    pub fn go_to_depth(&mut self, depth: usize) {
        self.close_to_depth(depth);
        self.flattened |= depth > DEEPEST;
        while self.depth() < depth.min(DEEPEST) {
            self.open_cell();
            self.open_table();
        }
        self.open_cell();
    }

    /// Closes the tables that are deeper than `depth`.
    pub fn close_to_depth(&mut self, depth: usize) {
        while self.depth() > depth {
            self.close_table();
        }
    }

    /// The content; what is still open ends here.
    pub fn finish(mut self) -> Content<'static> {
        self.close_to_depth(0);
        self.end_open_line();
        let mut lines = Lines::new(&self.limits);
        send(&mut lines, std::mem::take(&mut self.parts), self.near);
        let mut content = lines.finish();
        if self.flattened {
            content.issues.push(Issue::new(&NESTING_FLATTENED, ""));
        }
        if self.cut {
            content.issues.push(Issue::new(&CONTENT_CUT, "").drops(Dropped::Text));
        }
        content
    }

    /// Ends the line if there is something on it.
    fn end_open_line(&mut self) {
        if !self.line.is_empty() {
            self.end_line(false);
        }
    }

    /// Where the next line or table stands: in the innermost cell, or outside of tables.
    fn inner(&mut self) -> &mut Vec<Part> {
        self.cells.last_mut().unwrap_or(&mut self.parts)
    }
}

/// Sends parts to the lines of the document. A table that only arranges what is in it is what is in it.
fn send(lines: &mut Lines<'static>, parts: Vec<Part>, near: i32) {
    for part in parts {
        match part {
            Part::Line { text, heading, number } => send_line(lines, &text, heading, number),
            Part::Table(rows) if shape(&rows).is_data() => {
                let edged = |cell: Cell| {
                    let (text, line) = text_of(&cell.parts);
                    Edged { text, span: cell.span, line }
                };
                let rows = rows.into_iter().map(|row| row.into_iter().map(edged).collect()).collect();
                lines.push_grid(grid(rows, near));
            }
            Part::Table(rows) => rows.into_iter().flatten().for_each(|cell| send(lines, cell.parts, near)),
        }
    }
}

fn send_line(lines: &mut Lines<'static>, text: &str, heading: bool, number: u32) {
    let text = text.trim_matches(is_space).to_owned();
    if heading && !text.is_empty() && text.chars().count() <= HEADING {
        lines.push_heading(Cow::Owned(text), number);
    } else {
        lines.push(Cow::Owned(text), number);
    }
}

/// The lines of a cell, those of tables in it included, and the number of the first.
fn text_of(parts: &[Part]) -> (String, Option<u32>) {
    let mut lines = Vec::new();
    collect(parts, &mut lines);
    let number = lines.first().map(|(_, number)| *number);
    let texts: Vec<&str> = lines.iter().map(|(text, _)| text.trim_matches(is_space)).collect();
    (texts.join("\n").trim_matches(is_space).to_owned(), number)
}

fn collect<'p>(parts: &'p [Part], lines: &mut Vec<(&'p str, u32)>) {
    for part in parts {
        match part {
            Part::Line { text, number, .. } if !text.is_empty() => lines.push((text, *number)),
            Part::Line { .. } => {}
            Part::Table(rows) => rows.iter().flatten().for_each(|cell| collect(&cell.parts, lines)),
        }
    }
}

/// What a table looks like.
fn shape(rows: &[Vec<Cell>]) -> Shape {
    let mut shape = Shape { rows: rows.len() as u32, ..Shape::default() };
    for cell in rows.iter().flatten() {
        shape.cell(&text_of(&cell.parts).0);
        for part in &cell.parts {
            if let Part::Table(inner) = part {
                shape.nested += inner.iter().flatten().map(|cell| text_of(&cell.parts).0.len() as u32).sum::<u32>();
            }
        }
    }
    shape
}
