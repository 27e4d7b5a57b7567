//! The flow of a page: from the tree to lines, headings and grids in reading order, with one pass and no recursion.

use std::borrow::Cow;

use super::element::Kind;
use super::table::{MOST_COLUMNS, Source, Table};
use super::tree::{Data, Id, Step, Tree};
use super::weight::{Weights, is_unseen};
use crate::content::Content;
use crate::label::is_space;
use crate::limits::Limits;
use crate::read::cut;
use crate::read::txt::Lines;

/// Longest text, in characters, that is taken for a heading.
const HEADING: usize = 64;

/// Reads a page. `surrounding` says whether what surrounds the text is read too.
pub fn read(tree: &Tree, weights: &Weights, surrounding: bool, limits: &Limits) -> Content<'static> {
    let mut flow = Flow { surrounding, ..Flow::new(tree, weights, limits) };
    tree.walk(|step| match step {
        Step::Enter(id) => flow.enter(id),
        Step::Leave(id) => {
            flow.leave(id);
            true
        }
    });
    flow.end_line();
    let mut content = flow.lines.finish();
    content.issues.extend(flow.cut.map(|(what, limit)| cut(what, limit)));
    content
}

/// A data table that is being read.
struct Open {
    table: Table,
    /// Tables open within it, which are read as text of its cells.
    inner: u32,
    /// The cell that is open: columns, rows, and the line it begins on.
    cell: Option<(u32, u32, u32)>,
}

struct Flow<'t> {
    tree: &'t Tree,
    weights: &'t Weights,
    surrounding: bool,
    lines: Lines<'static>,
    /// The line or cell so far.
    text: String,
    /// White space that stands before the next character, and whether a line of the source ends in it.
    space: Option<bool>,
    /// Line of the source on which the text begins.
    begins: u32,
    open: Option<Open>,
    headings: u32,
    preformatted: u32,
    /// Bytes of text and cells that were read.
    length: usize,
    cells: usize,
    limits: &'t Limits,
    /// The limit that something lies beyond.
    cut: Option<(&'static str, usize)>,
}

impl<'t> Flow<'t> {
    fn new(tree: &'t Tree, weights: &'t Weights, limits: &'t Limits) -> Flow<'t> {
        Flow {
            tree,
            weights,
            surrounding: false,
            lines: Lines::new(limits),
            text: String::new(),
            space: None,
            begins: 1,
            open: None,
            headings: 0,
            preformatted: 0,
            length: 0,
            cells: 0,
            limits,
            cut: None,
        }
    }

    fn enter(&mut self, id: Id) -> bool {
        let node = self.tree.node(id);
        let Some(element) = self.tree.element(id) else {
            if let Data::Text(text) = &node.data {
                self.push(text, node.line);
            }
            return true;
        };
        if is_unseen(self.tree, id) || (!self.surrounding && self.weights.is_surrounding(self.tree, id)) {
            return false;
        }
        match element.kind {
            Kind::Inline | Kind::Link => return true,
            Kind::Heading => {
                self.end_line();
                self.headings += 1;
            }
            Kind::Preformatted => self.preformatted += 1,
            Kind::Table => self.enter_table(id),
            Kind::Group(order) => self.in_table(|table| table.begin_group(order)),
            Kind::Row => self.in_table(Table::begin_row),
            Kind::Cell => return self.enter_cell((element.columns, element.rows, node.line)),
            _ => {}
        }
        self.end_line();
        true
    }

    fn leave(&mut self, id: Id) {
        let Some(element) = self.tree.element(id) else { return };
        match element.kind {
            Kind::Inline | Kind::Link | Kind::Break => return,
            Kind::Table if self.leave_table() => return,
            Kind::Cell if self.leave_cell() => return,
            _ => {}
        }
        self.end_line();
        match element.kind {
            Kind::Heading => self.headings -= 1,
            Kind::Preformatted => self.preformatted -= 1,
            _ => {}
        }
    }

    fn enter_table(&mut self, id: Id) {
        match &mut self.open {
            Some(open) => open.inner += 1,
            None if self.weights.is_data(id) => {
                self.end_line();
                self.open = Some(Open { table: Table::default(), inner: 0, cell: None });
            }
            None => {}
        }
    }

    /// Ends the data table; `false` for any other table.
    fn leave_table(&mut self) -> bool {
        match &mut self.open {
            Some(open) if open.inner > 0 => {
                open.inner -= 1;
                false
            }
            Some(_) => {
                self.end_line();
                if let Some(mut open) = self.open.take() {
                    self.lines.push_grid(open.table.finish());
                    if open.table.cut {
                        self.cut = Some(("columns of a table", MOST_COLUMNS));
                    }
                }
                true
            }
            None => false,
        }
    }

    /// Tells the data table, unless a table within it is open.
    fn in_table(&mut self, tell: impl FnOnce(&mut Table)) {
        if let Some(open) = self.open.as_mut().filter(|open| open.inner == 0) {
            tell(&mut open.table);
        }
    }

    fn enter_cell(&mut self, cell: (u32, u32, u32)) -> bool {
        self.end_line();
        if let Some(open) = self.open.as_mut().filter(|open| open.inner == 0) {
            if self.cells == self.limits.cells {
                self.cut = Some(("cells", self.limits.cells));
                return false;
            }
            self.cells += 1;
            open.cell = Some(cell);
        }
        true
    }

    /// Ends a cell of the data table; `false` for any other cell.
    fn leave_cell(&mut self) -> bool {
        let Some(open) = self.open.as_mut().filter(|open| open.inner == 0) else { return false };
        let Some((columns, rows, line)) = open.cell.take() else { return false };
        let text = std::mem::take(&mut self.text);
        self.space = None;
        open.table.push(Source { text: text.trim_matches(is_space).to_owned(), columns, rows, line });
        true
    }

    /// Adds text as a browser shows it: white space shrinks to one space, and vanishes where a line of the source ends
    /// between two ideographs.
    fn push(&mut self, text: &str, mut line: u32) {
        if text.len() > self.limits.text - self.length {
            self.cut = Some(("bytes of text", self.limits.text));
            return;
        }
        self.length += text.len();
        for c in text.chars() {
            match c {
                // A blank line ends a table of such text.
                '\n' if self.preformatted > 0 && self.text.is_empty() => self.lines.push(Cow::Borrowed(""), line),
                '\n' if self.preformatted > 0 => self.end_line(),
                ' ' | '\t' | '\r' if self.preformatted > 0 => self.text.push(c),
                ' ' | '\t' | '\r' | '\n' | '\x0c' => self.space = Some(self.space.unwrap_or(false) | (c == '\n')),
                _ => self.push_char(c, line),
            }
            line += u32::from(c == '\n');
        }
    }

    fn push_char(&mut self, c: char, line: u32) {
        if self.text.is_empty() {
            self.begins = line;
        }
        if let (Some(wrapped), Some(last)) = (self.space.take(), self.text.chars().next_back()) {
            let glued = wrapped && is_wide(last) && is_wide(c);
            if !glued && last != '\n' {
                self.text.push(' ');
            }
        }
        self.text.push(c);
    }

    /// Ends the line; within a cell, a line of the cell.
    fn end_line(&mut self) {
        self.space = None;
        if self.open.as_ref().is_some_and(|open| open.cell.is_some()) {
            if !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push('\n');
            }
            return;
        }
        let line = std::mem::take(&mut self.text);
        // In preformatted text, a tab at the end is an empty cell.
        let text = if self.preformatted > 0 { &line } else { line.trim_matches(is_space) };
        match (text.is_empty(), self.headings > 0 && text.chars().take(HEADING + 1).count() <= HEADING) {
            (true, _) => {}
            (_, true) => self.lines.push_heading(Cow::Owned(text.to_owned()), self.begins),
            _ => self.lines.push(Cow::Owned(text.to_owned()), self.begins),
        }
    }
}

/// Characters between which the end of a line is no space.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}
