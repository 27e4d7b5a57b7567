//! Plain text, as crawlers and converters leave it: tab-separated rows, Markdown or piped tables, and lines.
//!
//! Neighbouring rows make one grid; a blank line or a line of text ends it, as a page break does in converted text.
//! Lines stay lines: what is a table row in them is for the forms to say.

use std::borrow::Cow;

use crate::content::{Block, Cell, Content, Grid, Place, Text};

/// Longest numbered line, in characters, that is taken for a heading.
const HEADING: usize = 40;

/// Reads decoded text. Every line that is not white space becomes a row of a grid, a heading or a paragraph.
pub fn read(text: &str) -> Content<'_> {
    let mut content = Content::default();
    let mut grid = Grid::default();
    for (line, number) in text.split(['\n', '\x0c']).zip(1..) {
        let line = line.trim_end_matches('\r');
        match row(line) {
            Some(cells) if cells.iter().all(|cell| is_rule(cell)) => {}
            Some(cells) => push_row(&mut grid, &cells, number),
            None => {
                flush(&mut grid, &mut content);
                if !line.trim().is_empty() {
                    let text = Text { text: Cow::Borrowed(line), place: Place::line(number) };
                    content.blocks.push(if is_heading(line) { Block::Heading(text) } else { Block::Paragraph(text) });
                }
            }
        }
    }
    flush(&mut grid, &mut content);
    content
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

fn push_row<'a>(grid: &mut Grid<'a>, cells: &[&'a str], line: u32) {
    let row = grid.rows.len() as u32 + 1;
    let cell = |(text, column): (&&'a str, u32)| Cell {
        text: Cow::Borrowed(text.trim()),
        place: Place { row: Some(row), column: Some(column), line: Some(line), ..Place::default() },
        width: 1,
        height: 1,
    };
    grid.rows.push(cells.iter().zip(1..).map(cell).collect());
}

fn flush<'a>(grid: &mut Grid<'a>, content: &mut Content<'a>) {
    if grid.rows.is_empty() {
        return;
    }
    let grids = content.blocks.iter().filter(|block| matches!(block, Block::Grid(_))).count() as u32;
    let mut grid = std::mem::take(grid);
    grid.index = grids + 1;
    for cell in grid.rows.iter_mut().flatten() {
        cell.place.grid = Some(grid.index);
    }
    content.blocks.push(Block::Grid(grid));
}

/// A short line that begins with a Chinese number and a mark: 二、主动公开政府信息情况.
fn is_heading(line: &str) -> bool {
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
