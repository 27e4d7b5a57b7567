//! One page as what stands on it in reading order: lines and tables.

use super::cell;
use super::lattice::{Lattice, lattices};
use super::line::{Line, lines};
use super::page::{Glyph, Page};

/// A page in reading order.
#[derive(Debug)]
pub struct Flow {
    /// Its number.
    pub page: u32,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Lines and tables, from top to bottom.
    pub elements: Vec<Element>,
}

/// Something on a page.
#[derive(Debug)]
pub enum Element {
    /// A line of text.
    Line(Line),
    /// A table, or the part of one.
    Table(Table),
}

/// A table, or the part of one that stands on a page.
#[derive(Debug, Clone)]
pub struct Table {
    /// Where its columns begin and end, from left to right.
    pub edges: Vec<f64>,
    /// Number of its rows.
    pub rows: usize,
    /// Its cells, row by row.
    pub cells: Vec<Cell>,
    /// Where it begins on the page.
    top: f64,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// Its row, from 0.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
    /// Columns it covers.
    pub width: usize,
    /// Rows it covers.
    pub height: usize,
    /// Page on which it begins.
    pub page: u32,
}

/// How far apart rules may stand that are meant to meet: at most this many points, and this share of the text size.
const TOLERANCE: (f64, f64) = (3.0, 0.35);

/// A page in reading order.
pub fn flow(page: &Page) -> Flow {
    let tolerance = TOLERANCE.0.min(TOLERANCE.1 * page.text_size());
    let lattices = lattices(&page.rules, tolerance);
    let mut in_cells: Vec<Vec<Vec<Glyph>>> = lattices.iter().map(|l| vec![Vec::new(); l.areas.len()]).collect();
    let mut free: [Vec<Glyph>; 4] = Default::default();
    for glyph in &page.glyphs {
        let cell = lattices.iter().enumerate().find_map(|(at, l)| Some((at, l.cell_at(glyph.centre())?)));
        match cell {
            Some((lattice, cell)) => in_cells[lattice][cell].push(*glyph),
            None => free[usize::from(glyph.turn % 4)].push(*glyph),
        }
    }
    let tables = lattices.iter().zip(&in_cells).map(|(lattice, glyphs)| ruled(lattice, glyphs, page.number));
    let mut elements: Vec<Element> = tables.filter(Table::has_text).map(Element::Table).collect();
    for (turn, glyphs) in (0..).zip(free) {
        let upright = glyphs.into_iter().map(|glyph| glyph.turned_back(turn, page.width, page.height));
        elements.extend(lines(upright.collect()).into_iter().map(Element::Line));
    }
    elements.sort_by(|a, b| a.top().total_cmp(&b.top()));
    Flow { page: page.number, width: page.width, height: page.height, elements }
}

/// The table of a lattice with the glyphs of its cells.
fn ruled(lattice: &Lattice, glyphs: &[Vec<Glyph>], page: u32) -> Table {
    let cell = |(area, glyphs): (&super::lattice::Area, &Vec<Glyph>)| {
        let (left, _, right, _) = lattice.bounds(area);
        let text = cell::text(glyphs, right - left);
        Cell { text, row: area.row, column: area.column, width: area.width, height: area.height, page }
    };
    let mut cells: Vec<Cell> = lattice.areas.iter().zip(glyphs).map(cell).collect();
    cells.sort_by_key(|cell| (cell.row, cell.column));
    Table { edges: lattice.columns.clone(), rows: lattice.rows.len() - 1, cells, top: lattice.rows[0] }
}

impl Table {
    fn has_text(&self) -> bool {
        self.cells.iter().any(|cell| !cell.text.is_empty())
    }
}

impl Element {
    fn top(&self) -> f64 {
        match self {
            Element::Line(line) => line.base - line.size,
            Element::Table(table) => table.top,
        }
    }
}
