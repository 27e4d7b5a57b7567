//! Plain text, as crawlers and converters leave it: tab-separated rows, Markdown or piped tables, and lines.
//!
//! Neighbouring rows make one grid; a blank line or a line of text ends it, as a page break does in converted text.
//! Lines stay lines: what is a table row in them is for the forms to say.

use std::borrow::Cow;

use super::cut;
use crate::content::{Block, Cell, Content, Grid, Place, Text};
use crate::issue::Issue;
use crate::limits::Limits;

/// Longest numbered line, in characters, that is taken for a heading.
const HEADING: usize = 40;

/// Longest figure, in bytes, before which a single pipe parts cells.
const FIGURE: usize = 20;

/// Reads decoded text. Every line that is not white space becomes a row of a grid, a heading or a paragraph.
pub fn read<'a>(text: &'a str, limits: &Limits) -> Content<'a> {
    let end = text.floor_char_boundary(limits.text);
    let mut lines = Lines::new(limits);
    for (line, number) in text[..end].split(['\n', '\x0c']).zip(1..) {
        lines.push(Cow::Borrowed(line.trim_end_matches('\r')), number);
    }
    let mut content = lines.finish();
    content.unfinished = !text.is_empty() && !text[..end].ends_with(['\n', '\x0c']);
    if end < text.len() {
        content.issues.push(cut("bytes of text", limits.text));
    }
    content
}

/// Lines on their way to content. Other readers send their text through it as well: what is a row of a table in plain
/// text is one in theirs.
#[derive(Debug)]
pub struct Lines<'a> {
    content: Content<'a>,
    grid: Grid<'a>,
    grids: u32,
    cells: usize,
    limits: Limits,
    /// What lies beyond a limit; then nothing more is taken.
    cut: Option<Issue>,
}

impl<'a> Lines<'a> {
    /// No lines yet, and at most as many as the limits allow.
    pub fn new(limits: &Limits) -> Lines<'a> {
        Lines { content: Content::default(), grid: Grid::default(), grids: 0, cells: 0, limits: *limits, cut: None }
    }

    /// A line of text, which may be a row of a table or a heading. A blank line ends a table.
    pub fn push(&mut self, line: Cow<'a, str>, number: u32) {
        let keep = |part: &str| Cow::Owned(part.to_owned());
        match line {
            Cow::Borrowed(text) if self.is_row(text, number, Cow::Borrowed) => {}
            Cow::Owned(ref text) if self.is_row(text, number, keep) => {}
            line => {
                self.end_grid();
                if !line.trim().is_empty() && self.has_room(1) {
                    let heading = is_heading(&line);
                    let text = Text { text: line, place: Place::line(number) };
                    let block = if heading { Block::Heading(text) } else { Block::Paragraph(text) };
                    self.content.blocks.push(block);
                }
            }
        }
    }

    /// A line that the document marks as a heading.
    pub fn push_heading(&mut self, text: Cow<'a, str>, number: u32) {
        self.end_grid();
        if self.has_room(1) {
            self.content.blocks.push(Block::Heading(Text { text, place: Place::line(number) }));
        }
    }

    /// A grid of cells that know their rows and columns.
    pub fn push_grid(&mut self, grid: Grid<'a>) {
        self.end_grid();
        self.grid.rows = grid.rows.into_iter().take_while(|row| self.has_room(row.len())).collect();
        self.end_grid();
    }

    /// The content.
    pub fn finish(mut self) -> Content<'a> {
        self.end_grid();
        self.content.issues.extend(self.cut);
        self.content
    }

    /// Takes room for some cells or lines. Without room nothing more is taken, so that what is read has no holes.
    fn has_room(&mut self, cells: usize) -> bool {
        self.cells = self.cells.saturating_add(cells);
        if self.cut.is_none() && self.cells > self.limits.cells {
            self.cut = Some(cut("cells and lines", self.limits.cells));
        }
        self.cut.is_none()
    }

    /// Whether a line is a row of a table, which is then kept.
    fn is_row<'l>(&mut self, line: &'l str, number: u32, keep: impl Fn(&'l str) -> Cow<'a, str>) -> bool {
        let Some(cells) = row(line) else { return false };
        if !cells.iter().all(|cell| is_rule(cell)) && self.has_room(cells.len()) {
            let row = self.grid.rows.len() as u32 + 1;
            let cell = |(text, column): (&'l str, u32)| Cell {
                text: keep(text.trim()),
                place: Place { row: Some(row), column: Some(column), line: Some(number), ..Place::default() },
                width: 1,
                height: 1,
            };
            self.grid.rows.push(cells.into_iter().zip(1..).map(cell).collect());
        }
        true
    }

    /// Ends the grid that the last rows make.
    fn end_grid(&mut self) {
        if self.grid.rows.is_empty() {
            return;
        }
        let mut grid = std::mem::take(&mut self.grid);
        if self.grids as usize == self.limits.grids {
            self.cut.get_or_insert_with(|| cut("grids", self.limits.grids));
            return;
        }
        self.grids += 1;
        grid.index = self.grids;
        for cell in grid.rows.iter_mut().flatten() {
            cell.place.grid = Some(grid.index);
        }
        self.content.blocks.push(Block::Grid(grid));
    }
}

/// The cells of a line that is a table row: tab-separated, with pipes between or behind the cells, or a label and a figure
/// with a pipe between them.
fn row(line: &str) -> Option<Vec<&str>> {
    if line.contains('\t') {
        return Some(line.split('\t').collect());
    }
    let trimmed = line.trim();
    // A single pipe inside a sentence makes no row; at its end, before a figure, or repeated, it does.
    let behind = trimmed.rsplit_once('|').map_or("", |(_, cell)| cell.trim());
    if !trimmed.ends_with('|') && !is_figure(behind) && trimmed.matches('|').count() < 2 {
        return None;
    }
    let inner = trimmed.strip_prefix('|').unwrap_or(trimmed);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    Some(inner.split('|').collect())
}

/// A short word that begins like a number: `23`, `-1`, `7.6万元`.
fn is_figure(cell: &str) -> bool {
    let figures = cell.trim_start_matches(['+', '-']);
    figures.starts_with(|c: char| c.is_ascii_digit()) && cell.len() <= FIGURE && !cell.contains(char::is_whitespace)
}

/// The rule under the heading of a Markdown table. It is no row of dashes.
fn is_rule(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() >= 3 && cell.bytes().all(|b| matches!(b, b'-' | b':')) && cell.contains('-')
}

/// A short line that begins with a Chinese number and a mark: 二、主动公开政府信息情况.
pub(crate) fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let rest = line.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    let numbered = rest.len() < line.len() && rest.starts_with(['、', '．', '.', ' ', '\u{3000}']);
    numbered && line.chars().count() <= HEADING && !line.ends_with(['。', '；', '，', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        drawn_of(&read(text, &Limits::default()))
    }

    fn drawn_of(content: &Content) -> String {
        let block = |block: &Block| match block {
            Block::Heading(text) => format!("# {}", text.text.trim()),
            Block::Paragraph(text) => text.text.trim().to_string(),
            Block::Grid(grid) => {
                let row = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.as_ref()).collect::<Vec<_>>().join("|");
                format!("[{}]", grid.rows.iter().map(row).collect::<Vec<_>>().join(" / "))
            }
        };
        content.blocks.iter().map(block).collect::<Vec<_>>().join(" ; ")
    }

    #[test]
    fn tells_rows_headings_and_lines_apart() {
        let cases = [
            ("二、主动公开政府信息情况\n规章\t0\t1", "# 二、主动公开政府信息情况 ; [规章|0|1]"),
            ("行政许可\t27\t+4\n\n行政处罚\t\t0", "[行政许可|27|+4] ; [行政处罚||0]"),
            ("政府集中采购\t2\n------\t---\n", "[政府集中采购|2]"),
            ("| 规章 | 0 |\n|---|:-:|\n| 规范性文件 | |", "[ 规章 | 0  /  规范性文件 | ]"),
            ("规章 |\n0 |\n|\n", "[规章  / 0  / ]"),
            ("规章 0 0 0\r\n规范性文件 1 1 1", "规章 0 0 0 ; 规范性文件 1 1 1"),
            ("首页 | 政务公开", "首页 | 政务公开"),
            ("行政许可 | 1.5万元\n行政处罚 | -1", "[行政许可|1.5万元 / 行政处罚|-1]"),
            ("首页 | 2020 年", "首页 | 2020 年"),
            ("一、本年全县收到申请三件，答复三件。", "一、本年全县收到申请三件，答复三件。"),
        ];
        for (text, expected) in cases {
            let squeeze = |text: &str| text.replace(' ', "");
            assert_eq!(squeeze(&drawn(text)), squeeze(expected), "{text:?}");
        }
    }

    #[test]
    fn every_cell_knows_its_place() {
        let content = read("题目\n\na\tb\nc\td\n", &Limits::default());
        let Block::Grid(grid) = &content.blocks[1] else { panic!("a grid") };
        let expected = Place { page: None, grid: Some(1), row: Some(2), column: Some(2), line: Some(4) };
        assert_eq!(grid.rows[1][1].place, expected);
    }
    #[test]
    fn what_is_beyond_a_limit_is_cut_off_and_told() {
        let all = Limits::default();
        let cases = [
            (Limits { text: 7, ..all }, "甲乙", "bytes of text beyond the first 7"),
            (Limits { cells: 2, ..all }, "甲乙 ; 丙", "cells and lines beyond the first 2"),
            (Limits { cells: 3, ..all }, "甲乙 ; 丙", "cells and lines beyond the first 3"),
            (Limits { grids: 1, ..all }, "甲乙 ; 丙 ; [1|2] ; 丁", "grids beyond the first 1"),
            (all, "甲乙 ; 丙 ; [1|2] ; 丁 ; [3|4]", ""),
        ];
        for (limits, expected, told) in cases {
            let content = read("甲乙\n丙\n1\t2\n丁\n3\t4", &limits);
            let raw: Vec<&str> = content.issues.iter().map(|issue| issue.raw.as_str()).collect();
            assert_eq!((drawn_of(&content).as_str(), raw.join(" ").as_str()), (expected, told));
        }
    }
}
