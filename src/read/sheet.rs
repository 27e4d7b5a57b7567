//! Sheets of a workbook on their way to content. A sheet has no paragraphs and no tables: rows of cells that stand alone
//! are lines of text, and what stands side by side is a table.

pub mod number;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::grid::{Edged, Merge, Span, grid};
use super::txt::{Lines, is_heading};
use super::{CONTENT_CUT, HIDDEN_LEFT_OUT};
use crate::content::Content;
use crate::issue::{Dropped, Issue};
use crate::label::is_space;
use crate::limits::Limits;

/// Characters from which a text that reaches over most of the width of a table is prose.
const PROSE: usize = 40;

/// Sheets that are read of one workbook.
const MOST_SHEETS: usize = 200;

/// The last row and column that are read, from 0; no program has as many.
const LAST: u32 = 1 << 24;

/// What a cell shows whose text is lost.
pub const UNREADABLE: &str = "\u{fffd}";

/// A sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    name: String,
    hidden: bool,
    /// The cells that show something, by row and column from 0.
    cells: BTreeMap<(u32, u32), String>,
    /// Cells that are there and show nothing. Not every program writes them.
    blank: HashSet<(u32, u32)>,
    /// Merged regions, by each of the cells at their left edge.
    merged: HashMap<(u32, u32), Region>,
    /// Rows of all merged regions.
    merged_rows: usize,
    limits: Limits,
    length: usize,
    cut: bool,
}

/// A merged region.
#[derive(Debug, Clone, Copy)]
struct Region {
    first: u32,
    rows: u32,
    columns: u32,
}

impl Sheet {
    /// A cell that shows `text`, which may be nothing. Beyond the most cells and the longest text, it is left out.
    pub fn push(&mut self, row: u32, column: u32, text: &str) {
        let text = text.trim_matches(is_space);
        if row > LAST || column > LAST {
            self.cut = true;
            return;
        }
        if text.is_empty() {
            if self.blank.len() < self.limits.cells {
                self.blank.insert((row, column));
            }
            return;
        }
        self.length += text.len();
        if self.length > self.limits.text || self.cells.len() >= self.limits.cells {
            self.cut = true;
            return;
        }
        self.cells.insert((row, column), text.to_owned());
    }

    /// Whether it takes no more cells.
    pub fn is_full(&self) -> bool {
        self.cut
    }

    /// A merged region, of which the first cell is shown.
    pub fn merge(&mut self, rows: Range<u32>, columns: Range<u32>) {
        self.merged_rows = self.merged_rows.saturating_add(rows.len());
        if self.merged_rows > self.limits.cells || columns.end > LAST {
            self.cut = true;
            return;
        }
        let region = Region { first: rows.start, rows: rows.len() as u32, columns: columns.len() as u32 };
        self.merged.extend(rows.map(|row| ((row, columns.start), region)));
    }

    /// The region of a cell that is at the left edge of one; any other cell is one of its own.
    fn region(&self, row: u32, column: u32) -> Region {
        let region = self.merged.get(&(row, column)).copied();
        region.filter(|region| region.columns > 0).unwrap_or(Region { first: row, rows: 1, columns: 1 })
    }
}

/// A workbook on its way to content, sheet by sheet.
#[derive(Debug)]
pub struct Workbook {
    lines: Lines<'static>,
    sheets: usize,
    /// What is still read of it.
    left: Limits,
    cut: bool,
    hidden: Vec<Issue>,
}

impl Workbook {
    /// A workbook of no sheets yet.
    pub fn new(limits: &Limits) -> Workbook {
        Workbook { lines: Lines::new(limits), sheets: 0, left: *limits, cut: false, hidden: Vec::new() }
    }

    /// An empty sheet of this name, which the workbook may hide, with room for what is still read.
    pub fn sheet(&self, name: String, hidden: bool) -> Sheet {
        Sheet { name, hidden, limits: self.left, ..Sheet::default() }
    }

    /// Adds a sheet. One that the workbook hides is left out, as are those beyond the most.
    pub fn add(&mut self, mut sheet: Sheet) {
        self.sheets += 1;
        if self.is_full() {
            self.cut = true;
        } else if !sheet.hidden {
            self.left.text = self.left.text.saturating_sub(sheet.length);
            self.left.cells -= sheet.send(&mut self.lines);
            self.cut |= sheet.cut;
        } else if !sheet.cells.is_empty() {
            self.hidden.push(Issue::new(&HIDDEN_LEFT_OUT, &*sheet.name).drops(Dropped::Text));
        }
    }

    /// Whether it takes no more sheets.
    pub fn is_full(&self) -> bool {
        self.sheets > MOST_SHEETS
    }

    /// The content.
    pub fn finish(self) -> Content<'static> {
        let mut content = self.lines.finish();
        if self.cut {
            content.issues.push(Issue::new(&CONTENT_CUT, "").drops(Dropped::Text));
        }
        content.issues.extend(self.hidden);
        content
    }
}

/// A row of a sheet: its cells that show something, by their columns.
type Row<'s> = (u32, Vec<(u32, &'s str)>);

impl Sheet {
    /// Sends what it holds; how many cells that were.
    fn send(&mut self, lines: &mut Lines<'static>) -> usize {
        let name = self.name.trim();
        if !self.cells.is_empty() && !is_usual(name) {
            lines.push_heading(Cow::Owned(name.to_owned()), 0);
        }
        let mut rows: BTreeMap<u32, Vec<(u32, &str)>> = self.blank.iter().map(|(row, _)| (*row, Vec::new())).collect();
        for ((row, column), text) in &self.cells {
            rows.entry(*row).or_default().push((*column, text));
        }
        let rows: Vec<Row> = rows.into_iter().collect();
        let (mut cut, mut count) = (false, 0);
        for block in rows.chunk_by(|(above, cells), (below, _)| self.reaches(*above, cells, *below)) {
            cut |= !self.send_block(lines, block, &mut count);
        }
        self.cut |= cut;
        count
    }

    /// Whether a row, or what is merged with its cells, reaches to the row before another.
    fn reaches(&self, row: u32, cells: &[(u32, &str)], other: u32) -> bool {
        let height = |column: u32| self.region(row, column).rows;
        let most = cells.iter().map(|(column, _)| height(*column)).max().unwrap_or(1);
        row.saturating_add(most) >= other
    }

    /// Sends rows that follow one another; `false` if some of them are too many.
    fn send_block(&self, lines: &mut Lines<'static>, block: &[Row], count: &mut usize) -> bool {
        let edges = self.edges(block);
        let columns = edges.first().copied().unwrap_or(0)..edges.last().copied().unwrap_or(0);
        // Below a table, one row that shows nothing may be its last; more are only formatted.
        let shown = block.iter().rposition(|(_, cells)| !cells.is_empty()).map_or(0, |last| last + 2);
        let block = &block[..shown.min(block.len())];
        let first = block.iter().position(|(_, cells)| cells.len() > 1).unwrap_or(block.len());
        let (above, table) = block.split_at(first);
        above.iter().for_each(|row| send_line(lines, row));
        for part in table.chunk_by(|above, below| self.is_text(above, &columns) == self.is_text(below, &columns)) {
            if self.is_text(&part[0], &columns) {
                part.iter().for_each(|row| send_line(lines, row));
                continue;
            }
            let rows = part[0].0..part[part.len() - 1].0 + 1;
            let edges = self.edges(part);
            let area = rows.len().saturating_mul(edges.len());
            if area > self.limits.cells.saturating_sub(*count) {
                return false;
            }
            *count += area;
            if edges.is_empty() {
                continue;
            }
            let mut edged: Vec<_> = rows.clone().map(|row| self.row(row, &edges)).collect();
            self.trim(&mut edged, rows);
            lines.push_grid(grid(edged, 0));
        }
        true
    }

    /// The columns at which a cell that shows something begins or ends, and those behind them.
    fn edges(&self, block: &[Row]) -> Vec<u32> {
        let cells = block.iter().flat_map(|(row, cells)| cells.iter().map(move |(column, _)| (*row, *column)));
        let ends = |(row, column): (u32, u32)| [column, column.saturating_add(self.region(row, column).columns)];
        let mut edges: Vec<u32> = cells.flat_map(ends).collect();
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    /// Whether a row is a line of text among tables: one cell over most of the width that is a heading or prose.
    fn is_text(&self, (row, cells): &Row, columns: &Range<u32>) -> bool {
        let [(column, text)] = cells[..] else { return false };
        let region = self.region(*row, column);
        let wide = region.rows == 1 && region.columns as usize * 2 > columns.len();
        wide && (is_heading(text) || text.chars().count() >= PROSE)
    }

    /// The cells of a row of a table. Where it shows nothing, it has a cell wherever another row has one.
    fn row(&self, row: u32, edges: &[u32]) -> Vec<Edged> {
        let mut cells = Vec::new();
        let mut at = 0;
        while let [column, next, ..] = edges[at..] {
            let text = self.cells.get(&(row, column)).cloned().unwrap_or_default();
            let region = self.region(row, column);
            let merge = match region {
                Region { first, .. } if first < row => Merge::Continue,
                Region { rows: 2.., .. } => Merge::Begin,
                _ => Merge::None,
            };
            let right = if region.columns > 1 { column.saturating_add(region.columns) } else { next };
            let span = Span { left: column as i32, right: right as i32, merge };
            cells.push(Edged { text, span, line: Some(row + 1) });
            at += edges[at..].partition_point(|edge| *edge < right).max(1);
        }
        cells
    }
}

impl Sheet {
    /// Takes away what stands behind the last cell of a row, where the sheet tells blank cells from none: rows of a table
    /// need not be equally long.
    fn trim(&self, table: &mut [Vec<Edged>], rows: Range<u32>) {
        let is_blank = |row: u32, cell: &Edged| self.blank.contains(&(row, cell.span.left as u32));
        let tells = rows.clone().zip(&*table).any(|(row, cells)| cells.iter().any(|cell| is_blank(row, cell)));
        for (row, cells) in rows.zip(table).filter(|_| tells) {
            let is_none = |cell: &Edged| cell.text.is_empty() && cell.span.merge == Merge::None && !is_blank(row, cell);
            while cells.last().is_some_and(is_none) {
                cells.pop();
            }
        }
    }
}

fn send_line(lines: &mut Lines<'static>, (row, cells): &Row) {
    cells.iter().for_each(|(_, text)| lines.push(Cow::Owned((*text).to_owned()), row + 1));
}

/// Whether a sheet has the name that the program gave it.
fn is_usual(name: &str) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    stem.is_empty() || stem.eq_ignore_ascii_case("sheet") || stem == "工作表"
}

#[cfg(test)]
mod tests;
