//! Lines: characters on one base line, with the gaps between them.

use super::page::Glyph;

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What stands in it, parted by wide gaps.
    pub parts: Vec<Part>,
    /// Its base line.
    pub base: f64,
    /// Size of its largest character.
    pub size: f64,
}

/// Text without a wide gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Where it begins.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
}

/// How far a character may be off the base line, in sizes of characters.
const OFF: f64 = 0.5;
/// How far apart the same character is drawn twice to look bold, in sizes.
const TWICE: f64 = 0.12;
/// Characters drawn over one another that are looked at.
const OVERLAPPING: usize = 50;
/// Gap that is a space, in sizes.
const SPACE: f64 = 0.3;
/// Gap that parts columns, in sizes.
const WIDE: f64 = 1.0;
/// What stands for a wide gap in text.
const WIDE_GAP: &str = "   ";

impl Line {
    /// Where it begins.
    pub fn left(&self) -> f64 {
        self.parts.first().map_or(0.0, |part| part.left)
    }

    /// Where it ends.
    pub fn right(&self) -> f64 {
        self.parts.last().map_or(0.0, |part| part.right)
    }

    /// Its text.
    pub fn text(&self) -> String {
        self.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(WIDE_GAP)
    }
}

/// The lines of upright glyphs, from top to bottom.
pub fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lines = Vec::new();
    let mut rest = glyphs.as_mut_slice();
    while let Some(first) = rest.first().copied() {
        // The base line is that of the glyphs met so far: small ones may stand a little above it.
        let (mut base, mut end) = (first.y, 0);
        while let Some(next) = rest.get(end).filter(|next| next.y - base <= OFF * next.size.min(first.size)) {
            base = (base * end as f64 + next.y) / (end + 1) as f64;
            end += 1;
        }
        let (line, behind) = std::mem::take(&mut rest).split_at_mut(end.max(1));
        lines.extend(self::line(line));
        rest = behind;
    }
    lines
}

/// The line of glyphs on one base line; `None` if all are white space.
fn line(glyphs: &mut [Glyph]) -> Option<Line> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut parts: Vec<Part> = Vec::new();
    let mut spaced = false;
    let mut drawn: Vec<Glyph> = Vec::new();
    for glyph in glyphs.iter() {
        if glyph.char.is_whitespace() {
            spaced = true;
            continue;
        }
        if is_drawn_twice(&drawn, glyph) {
            continue;
        }
        drawn.push(*glyph);
        let right = glyph.x + glyph.width;
        match parts.last_mut().map(|part| (glyph.x - part.right, part)) {
            Some((gap, part)) if gap < WIDE * glyph.size => {
                if spaced || gap > SPACE * glyph.size {
                    part.text.push(' ');
                }
                part.text.push(glyph.char);
                part.right = part.right.max(right);
            }
            _ => parts.push(Part { text: glyph.char.to_string(), left: glyph.x, right }),
        }
        spaced = false;
    }
    let size = drawn.iter().map(|glyph| glyph.size).max_by(f64::total_cmp)?;
    Some(Line { parts, base: drawn[0].y, size })
}

/// Whether a glyph is drawn over the same one, a little apart, to look bold.
fn is_drawn_twice(drawn: &[Glyph], glyph: &Glyph) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= TWICE * glyph.size;
    let last = drawn.iter().rev().take_while(|other| near(other.x, glyph.x)).take(OVERLAPPING);
    last.into_iter().any(|other| other.char == glyph.char && near(other.y, glyph.y))
}

/// Text that goes on in the next line: a space only where words of letters meet.
pub fn joined(mut text: String, next: &str) -> String {
    let letters = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if letters(text.chars().next_back()) && letters(next.chars().next()) {
        text.push(' ');
    }
    text + next
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with its place.
    type Placed = (f64, f64, &'static str);

    /// Glyphs of size 10, those of each text from a point on.
    fn glyphs(texts: &[Placed]) -> Vec<Glyph> {
        let width = |c: char| if c.is_ascii() { 5.0 } else { 10.0 };
        let mut glyphs = Vec::new();
        for (x, y, text) in texts {
            let mut x = *x;
            for char in text.chars() {
                glyphs.push(Glyph { char, x, y: *y, width: width(char), size: 10.0, turn: 0 });
                x += width(char);
            }
        }
        glyphs
    }

    #[test]
    fn gaps_part_words_and_columns() {
        let cases: [(&[Placed], &str); 6] = [
            (&[(0.0, 20.0, "规章"), (60.0, 20.0, "0"), (100.0, 20.4, "12")], "规章   0   12"),
            (&[(0.0, 20.0, "规"), (14.0, 20.0, "章")], "规 章"),
            (&[(0.0, 20.0, "a b")], "a b"),
            (&[(0.0, 40.0, "下"), (0.0, 20.0, "上")], "上/下"),
            (&[(0.0, 20.0, "粗"), (0.4, 20.0, "粗")], "粗"),
            (&[(0.0, 20.0, "11")], "11"),
        ];
        for (texts, expected) in cases {
            let read: Vec<String> = lines(glyphs(texts)).iter().map(Line::text).collect();
            assert_eq!(read.join("/"), expected, "{texts:?}");
        }
    }

    #[test]
    fn a_space_is_put_where_words_of_letters_meet() {
        let cases = [("行政", "许可", "行政许可"), ("open", "data", "open data"), ("90", "号", "90号")];
        for (text, next, expected) in cases {
            assert_eq!(joined(text.into(), next), expected);
        }
    }
}
