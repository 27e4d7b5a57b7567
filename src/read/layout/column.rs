//! Tables without rules: lines whose parts stand in columns that white space parts.

use std::ops::Range;

use super::line::Line;

/// Parts from which on a line is taken for a row.
const PARTS: usize = 3;
/// Rows from which on lines are taken for a table.
const ROWS: usize = 3;
/// Lines between two rows that may be wrapped labels or headings.
const BETWEEN: usize = 3;
/// Least white space between two columns, in sizes of characters.
const APART: f64 = 0.5;
/// Share of the rows that may reach over the white space between two columns.
const REACHING: f64 = 0.1;
/// Share of the rows whose parts must stand in columns of their own.
const FITTING: f64 = 0.8;

/// Lines that make a table.
#[derive(Debug, PartialEq)]
pub struct Columns {
    /// Which lines.
    pub lines: Range<usize>,
    /// Where its columns begin and end, each.
    pub columns: Vec<(f64, f64)>,
}

/// The tables among the lines of a page.
pub fn tables(lines: &[Line]) -> Vec<Columns> {
    let rows: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].parts.len() >= PARTS).collect();
    let stretches = rows.chunk_by(|a, b| b - a <= BETWEEN + 1).filter(|rows| rows.len() >= ROWS);
    stretches.filter_map(|rows| columns(lines, rows)).collect()
}

/// The table of which `rows` are the rows, if their parts stand in columns.
fn columns(lines: &[Line], rows: &[usize]) -> Option<Columns> {
    let lines_of = || rows.iter().map(|at| &lines[*at]);
    let size = lines_of().map(|line| line.size).fold(f64::INFINITY, f64::min);
    let columns = covered(lines_of(), (rows.len() as f64 * REACHING) as usize, APART * size);
    let fits = |line: &&Line| {
        let places: Vec<_> = line.parts.iter().map(|part| place(&columns, part.left, part.right)).collect();
        places.iter().all(Option::is_some) && places.windows(2).all(|pair| pair[0] != pair[1])
    };
    let fitting = lines_of().filter(fits).count() as f64;
    let range = rows[0]..rows[rows.len() - 1] + 1;
    (columns.len() >= PARTS && fitting >= FITTING * rows.len() as f64).then_some(Columns { lines: range, columns })
}

/// The stretches that parts of more than `reaching` lines cover, those less than `apart` from each other as one.
fn covered<'l>(lines: impl Iterator<Item = &'l Line>, reaching: usize, apart: f64) -> Vec<(f64, f64)> {
    let parts = lines.flat_map(|line| &line.parts);
    let mut ends: Vec<(f64, bool)> = parts.flat_map(|part| [(part.left, true), (part.right, false)]).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut covering, mut columns, mut from) = (0, Vec::<(f64, f64)>::new(), 0.0);
    for (at, begins) in ends {
        if begins {
            covering += 1;
            if covering == reaching + 1 {
                from = at;
            }
        } else {
            if covering == reaching + 1 {
                match columns.last_mut().filter(|last| from - last.1 < apart) {
                    Some(last) => last.1 = at,
                    None => columns.push((from, at)),
                }
            }
            covering -= 1;
        }
    }
    columns
}

/// The first and last column over which a part reaches; `None` if it stands between columns.
pub fn place(columns: &[(f64, f64)], left: f64, right: f64) -> Option<(usize, usize)> {
    let over = |(from, to): &(f64, f64)| left < *to && right > *from;
    Some((columns.iter().position(over)?, columns.iter().rposition(over)?))
}

#[cfg(test)]
mod tests {
    use super::super::line::Part;
    use super::*;

    /// Lines of parts where they stand in the text, a character 10 wide.
    fn lines(text: &str) -> Vec<Line> {
        let line = |(n, line): (usize, &str)| {
            let mut parts: Vec<Part> = Vec::new();
            for (at, c) in line.chars().enumerate().filter(|(_, c)| *c != ' ') {
                let (left, right) = (at as f64 * 10.0, at as f64 * 10.0 + 10.0);
                match parts.last_mut().filter(|part| part.right == left) {
                    Some(part) => {
                        part.text.push(c);
                        part.right = right;
                    }
                    None => parts.push(Part { text: c.to_string(), left, right }),
                }
            }
            Line { parts, base: n as f64 * 20.0, size: 10.0 }
        };
        text.lines().enumerate().map(line).collect()
    }

    #[test]
    fn white_space_parts_columns() {
        let cases = [
            ("规章    0  1  2\n规范性文件 10  1\n行政许可      3  4", Some((0..3, 4))),
            ("规章    0  1  2\n规范性文件 10  1  4\n行政强制\n行政许可  5   3  4", Some((0..4, 4))),
            // Words of prose stand anywhere.
            ("一二 三四五 六七八九\n一二三 四五六 七\n一 二三四五六 七八", None),
            ("规章    0  1  2\n规范性文件 10  1  2", None),
        ];
        for (text, expected) in cases {
            let found = tables(&lines(text));
            let found = found.first().map(|table| (table.lines.clone(), table.columns.len()));
            assert_eq!(found, expected, "\n{text}");
        }
    }
}
