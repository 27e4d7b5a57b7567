//! The geometry of a table: where each cell stands once the spans of its neighbours and of the rows above are counted.

use std::borrow::Cow;

use crate::content::{Cell, Grid, Place};

/// Columns that a table may have.
pub const MOST_COLUMNS: usize = 2000;

/// A table while its rows are collected.
#[derive(Debug, Default)]
pub struct Table {
    /// Groups of rows, each with its place: head 0, body 1, foot 2.
    groups: Vec<(u8, Vec<Vec<Source>>)>,
    /// Whether cells stood beyond the last column that a table may have.
    pub cut: bool,
}

/// A cell as the page writes it.
#[derive(Debug)]
pub struct Source {
    /// Its text.
    pub text: String,
    /// Columns it covers.
    pub columns: u32,
    /// Rows it covers; 0 for all that are left in its group.
    pub rows: u32,
    /// Line of the source.
    pub line: u32,
}

impl Table {
    /// A group of rows begins.
    pub fn begin_group(&mut self, order: u8) {
        self.groups.push((order, Vec::new()));
    }

    /// A row begins.
    pub fn begin_row(&mut self) {
        if self.groups.is_empty() {
            self.begin_group(1);
        }
        if let Some((_, rows)) = self.groups.last_mut() {
            rows.push(Vec::new());
        }
    }

    /// A cell of the last row.
    pub fn push(&mut self, cell: Source) {
        if let Some(row) = self.groups.last_mut().and_then(|(_, rows)| rows.last_mut()) {
            row.push(cell);
        }
    }

    /// The grid as it is displayed: head, bodies, foot.
    pub fn finish(&mut self) -> Grid<'static> {
        let mut groups = std::mem::take(&mut self.groups);
        groups.sort_by_key(|(order, _)| *order);
        let mut grid = Grid::default();
        for (_, rows) in groups {
            let first = grid.rows.len();
            let end = first + rows.len();
            // For each column, the row from which on it is free.
            let mut free_from: Vec<usize> = Vec::new();
            for (row, cells) in (first..).zip(rows) {
                let cells = self.place(cells, row, end, &mut free_from);
                grid.rows.push(cells);
            }
        }
        grid
    }

    /// Places the cells of a row in the columns that cells from above leave free.
    fn place(&mut self, cells: Vec<Source>, row: usize, end: usize, free_from: &mut Vec<usize>) -> Vec<Cell<'static>> {
        let mut column = 0;
        let mut placed = Vec::with_capacity(cells.len());
        for cell in cells {
            while free_from.get(column).is_some_and(|free| *free > row) {
                column += 1;
            }
            if column >= MOST_COLUMNS {
                self.cut = true;
                break;
            }
            let width = (cell.columns as usize).min(MOST_COLUMNS - column);
            let height = if cell.rows == 0 { end - row } else { (cell.rows as usize).min(end - row) };
            free_from.resize(free_from.len().max(column + width), 0);
            free_from[column..column + width].fill(row + height);
            let place = Place {
                row: Some(row as u32 + 1),
                column: Some(column as u32 + 1),
                line: Some(cell.line),
                ..Place::default()
            };
            placed.push(Cell { text: Cow::Owned(cell.text), place, width: width as u32, height: height as u32 });
            column += width;
        }
        placed
    }
}
