//! Pages one after the other: tables that a page cuts become one again.

use std::collections::HashMap;

use super::flow::{Cell, Element, Flow, Table};
use super::line::Line;

/// Something in the document.
#[derive(Debug)]
pub enum Piece {
    /// A line, with its page and its number on the page, and where the text of the page begins and ends.
    Line(Line, At),
    /// A table.
    Table(Table),
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct At {
    /// Its page.
    pub page: u32,
    /// Its number on the page, from 1.
    pub line: u32,
    /// Where the lines of its page begin.
    pub left: f64,
    /// Where they end.
    pub right: f64,
}

/// Share of the width of a page that the text reaches at least, on a page of few words.
const FILLED: f64 = 0.7;
/// How much wider one part of a table may be than another, in points.
const WIDER: f64 = 4.0;
/// How far apart edges are that are one, in points.
const SAME: f64 = 3.0;

/// The pages of a document, in order, as one.
pub fn join(flows: Vec<Flow>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for flow in flows {
        let (left, right) = margins(&flow);
        let mut line = 0;
        for (at, element) in flow.elements.into_iter().enumerate() {
            match (element, pieces.last_mut()) {
                (Element::Table(next), Some(Piece::Table(table))) if at == 0 && table.goes_on(&next) => {
                    table.append(next);
                }
                (Element::Table(table), _) => pieces.push(Piece::Table(table)),
                (Element::Line(text), _) => {
                    line += 1;
                    pieces.push(Piece::Line(text, At { page: flow.page, line, left, right }));
                }
            }
        }
    }
    pieces
}

/// Where the text of a page begins and ends.
fn margins(flow: &Flow) -> (f64, f64) {
    let ends = |element: &Element| match element {
        Element::Line(line) => (line.left(), line.right()),
        // Tables may begin before the text does.
        Element::Table(table) => (f64::INFINITY, table.edges[table.edges.len() - 1]),
    };
    let ends = flow.elements.iter().map(ends);
    ends.fold((f64::INFINITY, flow.width * FILLED), |all, own| (all.0.min(own.0), all.1.max(own.1)))
}

impl Table {
    /// Whether `next`, at the head of the page behind, is as wide.
    fn goes_on(&self, next: &Table) -> bool {
        let width = |table: &Table| table.edges[table.edges.len() - 1] - table.edges[0];
        (width(self) - width(next)).abs() <= WIDER
    }

    /// Appends the part of the table that stands on the next page. Each part shows some of the edges only.
    fn append(&mut self, next: Table) {
        let shift = self.edges[0] - next.edges[0];
        let moved: Vec<f64> = next.edges.iter().map(|edge| edge + shift).collect();
        let mut all: Vec<f64> = self.edges.iter().chain(&moved).copied().collect();
        all.sort_by(f64::total_cmp);
        let groups = all.chunk_by(|a, b| b - a <= SAME);
        let edges: Vec<f64> = groups.map(|group| (group[0] + group[group.len() - 1]) / 2.0).collect();
        let nearest = |edge: f64| edges.partition_point(|known| *known < edge - SAME);
        let place = |cell: &mut Cell, of: &[f64]| {
            let (from, to) = (nearest(of[cell.column]), nearest(of[cell.column + cell.width]));
            (cell.column, cell.width) = (from, to.saturating_sub(from).max(1));
        };
        self.cells.iter_mut().for_each(|cell| place(cell, &self.edges));
        let first = self.rows;
        // The merged cells that the page cuts, by their columns.
        let ends = |(_, cell): &(usize, &Cell)| cell.row + cell.height == first;
        let cells = self.cells.iter().enumerate().filter(ends);
        let cut: HashMap<_, _> = cells.map(|(at, cell)| ((cell.column, cell.width), at)).collect();
        for mut cell in next.cells {
            place(&mut cell, &moved);
            cell.row += first;
            let above = cut.get(&(cell.column, cell.width)).map(|at| &mut self.cells[*at]);
            match above.filter(|above| above.goes_on_in(&cell, first)) {
                Some(above) => above.height += cell.height,
                None => self.cells.push(cell),
            }
        }
        self.rows += next.rows;
        self.edges = edges;
    }
}

impl Cell {
    /// Whether an empty cell at the head of a page, in the row `first`, is the rest of this one, which the page cuts. Only
    /// merged cells can be told from empty ones.
    fn goes_on_in(&self, cell: &Cell, first: usize) -> bool {
        cell.row == first && cell.text.is_empty() && (self.height > 1 || cell.height > 1)
    }
}
