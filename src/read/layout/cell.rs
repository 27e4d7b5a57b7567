//! The text of a cell: its lines, read along or down.

use super::line::{Line, lines};
use super::page::Glyph;

/// How far apart two characters of a column stand at most, in sizes.
const STEP: f64 = 2.5;
/// How far apart their middles may be across it, in sizes.
const ASIDE: f64 = 0.4;
/// Room beside a line, in sizes, that is not enough for another digit: the margins of a cell are in it.
const FULL: f64 = 1.5;

/// The text of glyphs that stand in one cell, `width` points wide, in the order in which they are drawn.
pub fn text(glyphs: &[Glyph], width: f64) -> String {
    let turned = |turn: u8| {
        let of_turn = glyphs.iter().filter(move |glyph| glyph.turn == turn);
        of_turn.map(|glyph| glyph.turned_back(turn, 0.0, 0.0)).collect::<Vec<_>>()
    };
    let texts = (0..4).map(turned).filter(|glyphs| !glyphs.is_empty());
    let texts = texts.map(|glyphs| if is_column(&glyphs) { down(glyphs) } else { along(lines(glyphs), width) });
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Lines one below the other: words go on from one to the next, figures do not, unless the number did not fit into the
/// cell.
fn along(lines: Vec<Line>, width: f64) -> String {
    let mut text = String::new();
    let mut last: Option<Line> = None;
    for line in lines {
        let next = line.text();
        if let Some(last) = &last {
            let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let full = width - (last.right() - last.left()) <= FULL * last.size;
            let cut = number(&text) && text.len() > 1 && number(&next) && full;
            if !(cut || is_word(text.chars().next_back()) && is_word(next.chars().next())) {
                text.push('\n');
            }
        }
        text += &next;
        last = Some(line);
    }
    text
}

/// Whether a character is one of those words are made of, without spaces between them.
fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_ascii())
}

/// Whether glyphs are drawn one below the other, as vertical headings are.
fn is_column(glyphs: &[Glyph]) -> bool {
    let steps = glyphs.windows(2).filter(|pair| !pair.iter().any(|glyph| glyph.char.is_whitespace()));
    let (mut down, mut all) = (0, 0);
    for pair in steps {
        let (aside, below) = (pair[1].centre().0 - pair[0].centre().0, pair[1].y - pair[0].y);
        all += 1;
        down += usize::from(aside.abs() <= ASIDE * pair[0].size && below > 0.0 && below <= STEP * pair[0].size);
    }
    all > 1 && down * 2 > all
}

/// Columns from right to left, each from top to bottom. Figures one below the other are several numbers.
fn down(mut glyphs: Vec<Glyph>) -> String {
    glyphs.retain(|glyph| !glyph.char.is_whitespace());
    glyphs.sort_by(|a, b| b.centre().0.total_cmp(&a.centre().0));
    let aside = |a: &Glyph, b: &Glyph| a.centre().0 - b.centre().0 <= ASIDE * a.size;
    let mut text = String::new();
    for column in glyphs.chunk_by_mut(aside) {
        column.sort_by(|a, b| a.y.total_cmp(&b.y));
        for glyph in column {
            if !(text.is_empty() || is_word(Some(glyph.char)) && is_word(text.chars().next_back())) {
                text.push('\n');
            }
            text.push(glyph.char);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A character with its place and turn.
    type Point = (f64, f64, char, u8);

    /// Glyphs of size 10 at these points.
    fn glyphs(points: &[Point]) -> Vec<Glyph> {
        let width = |char: char| if char.is_ascii() { 5.0 } else { 10.0 };
        points.iter().map(|&(x, y, char, turn)| Glyph { char, x, y, width: width(char), size: 10.0, turn }).collect()
    }

    #[test]
    fn reads_along_and_down() {
        let cases: [(&[Point], &str); 8] = [
            (&[(0.0, 10.0, '自', 0), (0.0, 22.0, '然', 0), (0.0, 34.0, '人', 0)], "自然人"),
            // Two columns, drawn one after the other, the right one first.
            (&[(12.0, 10.0, '法', 0), (12.0, 22.0, '律', 0), (0.0, 10.0, '服', 0), (0.0, 22.0, '务', 0)], "法律服务"),
            // Two lines of two characters.
            (&[(0.0, 10.0, '法', 0), (10.0, 10.0, '律', 0), (0.0, 22.0, '服', 0), (10.0, 22.0, '务', 0)], "法律服务"),
            // A word and a number.
            (&[(0.0, 10.0, '万', 0), (10.0, 10.0, '元', 0), (0.0, 22.0, '3', 0)], "万元\n3"),
            // Three numbers of a cell stay three.
            (&[(0.0, 10.0, '1', 0), (0.0, 22.0, '0', 0), (0.0, 34.0, '2', 0)], "1\n0\n2"),
            // Text that reads upwards.
            (&[(10.0, 50.0, '总', 3), (10.0, 40.0, '计', 3)], "总计"),
            // A number that did not fit.
            (&[(0.0, 10.0, '1', 0), (5.0, 10.0, '7', 0), (10.0, 10.0, '5', 0), (0.0, 22.0, '8', 0)], "1758"),
            (&[(0.0, 10.0, '7', 0), (0.0, 22.0, '5', 0)], "7\n5"),
        ];
        for (points, expected) in cases {
            assert_eq!(text(&glyphs(points), 25.0), expected, "{points:?}");
        }
    }
}
