//! The geometry of tables whose cells state their edges: word processors and spreadsheets say from where to where a cell
//! reaches and that it goes on from the one above; a grid counts columns and rows.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::content::{Cell, Grid, Place};

/// A cell by its edges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edged {
    /// Its text.
    pub text: String,
    /// Where it reaches.
    pub span: Span,
    /// Line or paragraph of the document at which it begins.
    pub line: Option<u32>,
}

/// Where a cell reaches, in any unit that its table uses throughout.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// Left edge.
    pub left: i32,
    /// Right edge.
    pub right: i32,
    /// How it is merged with its neighbours.
    pub merge: Merge,
}

/// How a cell is merged with its neighbours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Merge {
    /// Not at all.
    #[default]
    None,
    /// Cells below may go on from it.
    Begin,
    /// It goes on from the cell above, whose text is shown.
    Continue,
    /// It is a part of the cell to its left, whose text is shown.
    Left,
}

/// The grid of `rows`. Edges nearer than `near` to each other are one: what was drawn by hand is seldom exact.
pub fn grid(rows: Vec<Vec<Edged>>, near: i32) -> Grid<'static> {
    let columns = Columns::of(&rows, near);
    let mut grid = Grid::default();
    // For each column, the merged cell that the next row may go on from: its row and its place in that row.
    let mut merged: HashMap<u32, (usize, usize)> = HashMap::new();
    for (row, cells) in rows.into_iter().enumerate() {
        let mut placed: Vec<Cell> = Vec::with_capacity(cells.len());
        let mut above = std::mem::take(&mut merged);
        let mut free = 0;
        // Whether the cell before is one of this row, so that it can be widened.
        let mut widens = false;
        for Edged { text, span, line } in cells {
            let column = columns.of_edge(span.left).max(free);
            let width = columns.of_edge(span.right).saturating_sub(column).max(1);
            free = column + width;
            if span.merge == Merge::Left && column > 0 {
                if let Some(left) = placed.last_mut().filter(|_| widens) {
                    left.width += width;
                }
                continue;
            }
            let origin = above.remove(&column).filter(|_| span.merge == Merge::Continue);
            widens = origin.is_none();
            if let Some((row, cell)) = origin {
                grid.rows[row][cell].height += 1;
                merged.insert(column, (row, cell));
                continue;
            }
            if matches!(span.merge, Merge::Begin | Merge::Continue) {
                merged.insert(column, (row, placed.len()));
            }
            let place = Place { row: Some(row as u32 + 1), column: Some(column + 1), line, ..Place::default() };
            placed.push(Cell { text: Cow::Owned(text), place, width, height: 1 });
        }
        grid.rows.push(placed);
    }
    grid
}

/// The edges of a table, left to right.
struct Columns(Vec<i32>);

impl Columns {
    fn of(rows: &[Vec<Edged>], near: i32) -> Columns {
        let mut edges: Vec<i32> = rows.iter().flatten().flat_map(|cell| [cell.span.left, cell.span.right]).collect();
        edges.sort_unstable();
        edges.dedup_by(|next, first| next.saturating_sub(*first) <= near);
        Columns(edges)
    }

    /// The column that begins at an edge.
    fn of_edge(&self, edge: i32) -> u32 {
        self.0.partition_point(|first| *first <= edge).saturating_sub(1) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text left right`; `A` may go on below, `^` goes on from above, `<` is a part of its left.
    fn drawn(rows: &[&[&str]], near: i32) -> String {
        let cell = |cell: &&str| {
            let parts: Vec<&str> = cell.split(' ').collect();
            let edge = |at: usize| parts[at].parse().expect("a number");
            let merge = match parts[0] {
                "^" => Merge::Continue,
                "A" => Merge::Begin,
                "<" => Merge::Left,
                _ => Merge::None,
            };
            Edged { text: parts[0].into(), span: Span { left: edge(1), right: edge(2), merge }, line: None }
        };
        let grid = grid(rows.iter().map(|row| row.iter().map(cell).collect()).collect(), near);
        let cell = |cell: &Cell| {
            let column = cell.place.column.unwrap_or(0);
            format!("{column}:{}*{}x{}", cell.text, cell.width, cell.height)
        };
        let row = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
        grid.rows.iter().map(row).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn cells_stand_between_their_edges() {
        let cases: [(&[&[&str]], i32, &str); 11] = [
            (&[&["a 0 1", "b 1 2"], &["c 0 2"]], 0, "1:a*1x1 2:b*1x1 / 1:c*2x1"),
            // Columns that no cell ends at are none.
            (&[&["a 0 4", "b 4 999999"]], 0, "1:a*1x1 2:b*1x1"),
            (&[&["a 0 500", "b 500 900"], &["c 4 497", "d 497 905"]], 10, "1:a*1x1 2:b*1x1 / 1:c*1x1 2:d*1x1"),
            (
                &[&["A 0 1", "b 1 2"], &["^ 0 1", "c 1 2"], &["^ 0 1", "d 1 2"]],
                0,
                "1:A*1x3 2:b*1x1 / 2:c*1x1 / 2:d*1x1",
            ),
            // Nothing above to go on from, or a row without it in between.
            (&[&["^ 0 1", "b 1 2"]], 0, "1:^*1x1 2:b*1x1"),
            (&[&["a 0 1"], &["^ 0 1"]], 0, "1:a*1x1 / 1:^*1x1"),
            (&[&["A 0 1"], &["b 1 2"], &["^ 0 1"]], 0, "1:A*1x1 / 2:b*1x1 / 1:^*1x1"),
            (&[&["A 0 1"], &["A 0 1"], &["^ 0 1"]], 0, "1:A*1x1 / 1:A*1x2 / "),
            (&[&["a 0 1", "< 1 2", "b 2 3"], &["< 0 1", "c 1 3"]], 0, "1:a*2x1 3:b*1x1 / 1:<*1x1 2:c*2x1"),
            (&[&["A 0 1", "< 1 2", "b 2 3"], &["^ 0 1", "< 1 2", "c 2 3"]], 0, "1:A*2x2 3:b*1x1 / 3:c*1x1"),
            // Cells without width, or out of order, still stand side by side.
            (&[&["a 5 5", "b 5 5", "c 0 5"]], 0, "2:a*1x1 3:b*1x1 4:c*1x1"),
        ];
        for (rows, near, expected) in cases {
            assert_eq!(drawn(rows, near), expected, "{rows:?}");
        }
    }
}
