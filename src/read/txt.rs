//! Plain text, as crawlers and converters leave it: tab-separated rows, Markdown or piped tables, and lines.
//!
//! Neighbouring rows make one grid; a blank line or a line of text ends it, as a page break does in converted text.
//! Lines stay lines: what is a table row in them is for the forms to say.

use std::borrow::Cow;

use super::{CONTENT_CUT, TEXT_LIMIT};
use crate::content::{Block, Cell, Content, Grid, Place, Text};
use crate::issue::{Dropped, Issue};

/// Longest numbered line, in characters, that is taken for a heading.
const HEADING: usize = 40;

/// Reads decoded text. Every line that is not white space becomes a row of a grid, a heading or a paragraph.
pub fn read(text: &str) -> Content<'_> {
    let end = text.floor_char_boundary(TEXT_LIMIT);
    let mut lines = Lines::default();
    for (line, number) in text[..end].split(['\n', '\x0c']).zip(1..) {
        lines.push(Cow::Borrowed(line.trim_end_matches('\r')), number);
    }
    let mut content = lines.finish();
    if end < text.len() {
        content.issues.push(Issue::new(&CONTENT_CUT, "").drops(Dropped::Text));
    }
    content
}

/// Lines on their way to content. Other readers send their text through it as well: what is a row of a table in plain
/// text is one in theirs.
#[derive(Debug, Default)]
pub struct Lines<'a> {
    content: Content<'a>,
    grid: Grid<'a>,
    grids: u32,
}

impl<'a> Lines<'a> {
    /// A line of text, which may be a row of a table or a heading. A blank line ends a table.
    pub fn push(&mut self, line: Cow<'a, str>, number: u32) {
        let keep = |part: &str| Cow::Owned(part.to_owned());
        match line {
            Cow::Borrowed(text) if self.is_row(text, number, Cow::Borrowed) => {}
            Cow::Owned(ref text) if self.is_row(text, number, keep) => {}
            line => {
                self.end_grid();
                if !line.trim().is_empty() {
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
        self.content.blocks.push(Block::Heading(Text { text, place: Place::line(number) }));
    }

    /// A grid of cells that know their rows and columns.
    pub fn push_grid(&mut self, grid: Grid<'a>) {
        self.end_grid();
        self.grid = grid;
        self.end_grid();
    }

    /// The content.
    pub fn finish(mut self) -> Content<'a> {
        self.end_grid();
        self.content
    }

    /// Whether a line is a row of a table, which is then kept.
    fn is_row<'l>(&mut self, line: &'l str, number: u32, keep: impl Fn(&'l str) -> Cow<'a, str>) -> bool {
        let Some(cells) = row(line) else { return false };
        if !cells.iter().all(|cell| is_rule(cell)) {
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
        self.grids += 1;
        let mut grid = std::mem::take(&mut self.grid);
        grid.index = self.grids;
        for cell in grid.rows.iter_mut().flatten() {
            cell.place.grid = Some(grid.index);
        }
        self.content.blocks.push(Block::Grid(grid));
    }
}

/// The cells of a line that is a table row: tab-separated, or with pipes between or behind the cells.
fn row(line: &str) -> Option<Vec<&str>> {
    if line.contains('\t') {
        return Some(line.split('\t').collect());
    }
    let trimmed = line.trim();
    // A single pipe inside a sentence makes no row; at its end, or repeated, it does.
    if !trimmed.ends_with('|') && trimmed.matches('|').count() < 2 {
        return None;
    }
    let inner = trimmed.strip_prefix('|').unwrap_or(trimmed);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    Some(inner.split('|').collect())
}

/// The rule under the heading of a Markdown table. It is no row of dashes.
fn is_rule(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() >= 3 && cell.bytes().all(|b| matches!(b, b'-' | b':')) && cell.contains('-')
}

/// A short line that begins with a Chinese number and a mark: 二、主动公开政府信息情况.
pub fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let rest = line.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    let numbered = rest.len() < line.len() && rest.starts_with(['、', '．', '.', ' ', '\u{3000}']);
    numbered && line.chars().count() <= HEADING && !line.ends_with(['。', '；', '，', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        let block = |block: &Block| match block {
            Block::Heading(text) => format!("# {}", text.text.trim()),
            Block::Paragraph(text) => text.text.trim().to_string(),
            Block::Grid(grid) => {
                let row = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.as_ref()).collect::<Vec<_>>().join("|");
                format!("[{}]", grid.rows.iter().map(row).collect::<Vec<_>>().join(" / "))
            }
        };
        read(text).blocks.iter().map(block).collect::<Vec<_>>().join(" ; ")
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
            ("一、本年全县收到申请三件，答复三件。", "一、本年全县收到申请三件，答复三件。"),
        ];
        for (text, expected) in cases {
            let squeeze = |text: &str| text.replace(' ', "");
            assert_eq!(squeeze(&drawn(text)), squeeze(expected), "{text:?}");
        }
    }

    #[test]
    fn every_cell_knows_its_place() {
        let content = read("题目\n\na\tb\nc\td\n");
        let Block::Grid(grid) = &content.blocks[1] else { panic!("a grid") };
        let expected = Place { page: None, grid: Some(1), row: Some(2), column: Some(2), line: Some(4) };
        assert_eq!(grid.rows[1][1].place, expected);
    }
}
