//! The same documents as pages of positioned text and ruling lines, for the formats that know nothing else.

use super::document::Item;
use super::page::{Cell, cells};

/// Width and height of a page, in points.
pub const PAGE: (f64, f64) = (595.0, 842.0);
const MARGIN: f64 = 50.0;
const SIZE: f64 = 10.0;
const LEADING: f64 = 13.0;
/// Room between the rule of a cell and its text.
const PADDING: f64 = 3.0;

/// A page: what stands where, `y` downwards from the top.
#[derive(Default)]
pub struct Sheet {
    pub texts: Vec<Text>,
    /// From and to.
    pub rules: Vec<[(f64, f64); 2]>,
    /// Upper left and lower right corner.
    pub pictures: Vec<[(f64, f64); 2]>,
}

/// A line of text on its base line.
pub struct Text {
    pub x: f64,
    pub y: f64,
    pub size: f64,
    pub text: String,
}

/// How the pages are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// Each rule as dashes.
    pub dashed: bool,
}

/// Width of a character: ideographs are as wide as they are high.
pub fn width(c: char, size: f64) -> f64 {
    if c.is_ascii() { size / 2.0 } else { size }
}

fn width_of(text: &str) -> f64 {
    text.chars().map(|c| width(c, SIZE)).sum()
}

/// The pages of a document.
pub fn draw(items: &[Item], style: Style) -> Vec<Sheet> {
    let mut pages = Pages { style, sheets: vec![Sheet::default()], y: MARGIN };
    let mut rest = items;
    while let Some(item) = rest.first() {
        let is_line = |item: &Item| matches!(item, Item::Line(_) | Item::PageBreak(_));
        match item {
            Item::Line(line) => pages.paragraph(line),
            Item::PageBreak(_) => pages.turn(),
            _ => {
                let end = rest.iter().position(is_line).unwrap_or(rest.len());
                pages.table(&cells(&rest[..end]));
                rest = &rest[end - 1..];
            }
        }
        rest = &rest[1..];
    }
    pages.turn();
    pages.sheets.pop();
    pages.sheets
}

struct Pages {
    style: Style,
    sheets: Vec<Sheet>,
    y: f64,
}

impl Pages {
    /// Ends the page with its number.
    fn turn(&mut self) {
        let text = format!("- {} -", self.sheets.len());
        self.text(280.0, PAGE.1 - 30.0, &text);
        self.sheets.push(Sheet::default());
        self.y = MARGIN;
    }

    fn sheet(&mut self) -> &mut Sheet {
        self.sheets.last_mut().expect("a page")
    }

    fn text(&mut self, x: f64, y: f64, text: &str) {
        self.sheet().texts.push(Text { x, y, size: SIZE, text: text.into() });
    }

    fn rule(&mut self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) {
        let length = (x1 - x0).hypot(y1 - y0);
        let (step, dash) = if self.style.dashed { (4.0, 2.5) } else { (length, length) };
        let mut from = 0.0;
        while from < length {
            let at = |along: f64| (x0 + (x1 - x0) * along / length, y0 + (y1 - y0) * along / length);
            let ends = [at(from), at((from + dash).min(length))];
            self.sheet().rules.push(ends);
            from += step;
        }
    }

    fn paragraph(&mut self, text: &str) {
        let room = PAGE.0 - 2.0 * MARGIN;
        let indent = if text.ends_with('。') { 2.0 * SIZE } else { 0.0 };
        for (n, line) in wrapped(text, room, indent).iter().enumerate() {
            if self.y + LEADING > PAGE.1 - MARGIN {
                self.turn();
            }
            self.y += LEADING;
            self.text(MARGIN + if n == 0 { indent } else { 0.0 }, self.y, line);
        }
        self.y += LEADING / 2.0;
    }

    fn table(&mut self, rows: &[Vec<Cell>]) {
        let placed = placed(rows);
        let edges = edges(&placed);
        let heights: Vec<f64> = (0..rows.len()).map(|row| height(&placed, &edges, row)).collect();
        let mut from = 0;
        self.y += LEADING / 2.0;
        while from < rows.len() {
            let room = PAGE.1 - MARGIN - self.y;
            let mut used = 0.0;
            let fitting = heights[from..].iter().take_while(|height| {
                used += **height;
                used <= room
            });
            let to = from + fitting.count();
            if to > from {
                self.part(&placed, &edges, &heights, from..to);
            }
            if to < rows.len() {
                self.turn();
            }
            from = to;
        }
        self.y += LEADING;
    }

    /// The rows of a table that stand on one page. A cell that began on the page before is drawn again, empty.
    fn part(&mut self, placed: &[Placed], edges: &[f64], heights: &[f64], rows: std::ops::Range<usize>) {
        let top = self.y;
        let y = |row: usize| top + heights[rows.start..row].iter().sum::<f64>();
        for cell in placed.iter().filter(|cell| cell.row < rows.end && cell.row + cell.rows > rows.start) {
            let (left, right) = (edges[cell.column], edges[cell.column + cell.columns]);
            let (above, below) = (y(cell.row.max(rows.start)), y((cell.row + cell.rows).min(rows.end)));
            let corners = [(left, above), (right, above), (right, below), (left, below), (left, above)];
            for side in corners.windows(2) {
                self.rule(side[0], side[1]);
            }
            if cell.row < rows.start {
                continue;
            }
            for (line, n) in wrapped(&cell.text, right - left - 2.0 * PADDING, 0.0).iter().zip(1..) {
                self.text(left + PADDING, above + f64::from(n) * LEADING - 2.0, line);
            }
        }
        self.y = y(rows.end);
    }
}

/// A cell with its place.
struct Placed {
    row: usize,
    column: usize,
    rows: usize,
    columns: usize,
    text: String,
}

fn placed(rows: &[Vec<Cell>]) -> Vec<Placed> {
    let mut free_from: Vec<usize> = Vec::new();
    let mut placed = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while free_from.get(column).is_some_and(|free| *free > row) {
                column += 1;
            }
            free_from.resize(free_from.len().max(column + cell.columns), 0);
            free_from[column..column + cell.columns].fill(row + cell.rows);
            let (rows, columns) = (cell.rows.min(rows.len() - row), cell.columns);
            placed.push(Placed { row, column, rows, columns, text: cell.text.clone() });
            column += cell.columns;
        }
    }
    placed
}

/// Where the columns of a table begin and end: those of long texts are wider.
fn edges(placed: &[Placed]) -> Vec<f64> {
    let columns = placed.iter().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
    let mut weights = vec![26.0; columns];
    for cell in placed.iter().filter(|cell| cell.columns == 1) {
        let weight = &mut weights[cell.column];
        *weight = width_of(&cell.text).clamp(*weight, 100.0);
    }
    let scale = (PAGE.0 - 2.0 * MARGIN) / weights.iter().sum::<f64>();
    let mut edges = vec![MARGIN];
    for weight in weights {
        edges.push(edges[edges.len() - 1] + weight * scale);
    }
    edges
}

fn height(placed: &[Placed], edges: &[f64], row: usize) -> f64 {
    let cells = placed.iter().filter(|cell| cell.row == row && cell.rows == 1);
    let room = |cell: &Placed| edges[cell.column + cell.columns] - edges[cell.column] - 2.0 * PADDING;
    let lines = cells.map(|cell| wrapped(&cell.text, room(cell), 0.0).len()).max().unwrap_or(1);
    lines.max(1) as f64 * LEADING + 4.0
}

/// The lines of a text in a room so wide.
fn wrapped(text: &str, room: f64, indent: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut left = 0.0;
    for c in text.chars() {
        if lines.is_empty() || left + width(c, SIZE) > room + 0.01 {
            left = if lines.is_empty() { indent } else { 0.0 };
            lines.push(String::new());
        }
        lines.last_mut().expect("a line").push(c);
        left += width(c, SIZE);
    }
    lines
}
