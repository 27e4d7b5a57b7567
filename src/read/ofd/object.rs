//! Objects of a page: where they stand, and what becomes of the coordinates in them.

use super::super::layout::{Glyph, Path};
use super::super::xml::Tag;
use super::{POINTS, numbers};

/// An object of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Left and top of its boundary, in millimetres.
    origin: (f64, f64),
    /// The matrix of its content.
    matrix: [f64; 6],
    /// Font size of a text, in millimetres.
    size: f64,
    /// How much wider its characters are than those of the font.
    stretch: f64,
    /// Width of the stroke of a path, in millimetres.
    stroke: f64,
    /// Whether a stroke is drawn along a path.
    pub stroked: bool,
    /// Whether the area of a path is filled.
    pub filled: bool,
}

/// Width of a stroke that states none, in millimetres.
const STROKE: f64 = 0.353;

impl Object {
    /// The object that an element begins.
    pub fn of(tag: &Tag) -> Object {
        let number = |name: &str| tag.attribute(name).and_then(|value| numbers(&value).next());
        let flag = |name: &str, default: bool| tag.attribute(name).map_or(default, |value| value.trim() == "true");
        let boundary = tag.attribute("Boundary").unwrap_or_default();
        let mut boundary = numbers(&boundary);
        let matrix =
            tag.attribute("CTM").and_then(|value| <[f64; 6]>::try_from(numbers(&value).collect::<Vec<_>>()).ok());
        Object {
            origin: (boundary.next().unwrap_or(0.0), boundary.next().unwrap_or(0.0)),
            matrix: matrix.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
            size: number("Size").unwrap_or(0.0),
            stretch: number("HScale").unwrap_or(1.0),
            stroke: number("LineWidth").unwrap_or(STROKE),
            stroked: flag("Stroke", true),
            filled: flag("Fill", false),
        }
    }

    /// Where a point of its content lies on the page, in points.
    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.matrix;
        let (x, y) = (a * x + c * y + e + self.origin.0, b * x + d * y + f + self.origin.1);
        (x * POINTS, y * POINTS)
    }

    /// Direction and length, in points, of a millimetre along the base line.
    fn along(&self) -> (f64, f64) {
        (self.matrix[0] * POINTS, self.matrix[1] * POINTS)
    }

    /// Width of its stroke, in points.
    pub fn stroke_width(&self) -> f64 {
        let [a, b, ..] = self.matrix;
        self.stroke * a.hypot(b) * POINTS
    }

    /// The characters of a text that begins at `start`, each with its advance; `None` if it is written aslant.
    pub fn glyphs(&self, start: (f64, f64), advances: &Advances, text: &str) -> Option<Vec<Glyph>> {
        let (x, y) = self.along();
        let scale = x.hypot(y);
        let turn = Glyph::turn_of((x, y))?;
        let across = self.matrix[2].hypot(self.matrix[3]) * POINTS;
        let (mut at, mut glyphs) = (start, Vec::new());
        for (n, char) in text.chars().enumerate() {
            let own = self.size * self.stretch * if char.is_ascii() { 0.5 } else { 1.0 };
            let (along, down) = advances.of(n, own);
            let (x, y) = self.place(at);
            let width = if along > 0.0 && along < 2.0 * own { along } else { own } * scale;
            glyphs.push(Glyph { char, x, y, width, size: self.size * across, turn });
            at = (at.0 + along, at.1 + down);
        }
        Some(glyphs)
    }

    /// The path of `AbbreviatedData`: letters, each with its points.
    pub fn path(&self, data: &str) -> Path {
        let mut path = Path::default();
        let mut letter = "";
        let mut values: Vec<f64> = Vec::new();
        // Each letter is drawn when the next one comes, so one more is put at the end.
        for token in data.split_whitespace().chain([""]) {
            match token.parse::<f64>() {
                Ok(value) => values.push(value),
                Err(_) => {
                    self.draw(&mut path, letter, &values);
                    values.clear();
                    letter = token;
                }
            }
        }
        path
    }

    /// Draws one letter of a path. The last two numbers are where it ends.
    fn draw(&self, path: &mut Path, letter: &str, values: &[f64]) {
        let ends = || values.chunks_exact(2).map(|point| self.place((point[0], point[1])));
        match letter {
            "M" | "S" => ends().for_each(|point| path.move_to(point)),
            "L" => ends().for_each(|point| path.line_to(point)),
            "C" => path.close(),
            _ => {
                let end = values.len().checked_sub(2).map(|at| self.place((values[at], values[at + 1])));
                end.into_iter().for_each(|point| path.curve_to(point));
            }
        }
    }
}

/// How far each character of a text is from the one before, in millimetres.
#[derive(Debug, Default, PartialEq)]
pub struct Advances {
    along: Vec<f64>,
    down: Vec<f64>,
}

/// Advances of one text that are looked at.
const MOST_ADVANCES: usize = 10_000;

impl Advances {
    /// The advances that a `TextCode` states.
    pub fn of_tag(tag: &Tag) -> Advances {
        let list = |name: &str| tag.attribute(name).map(|value| expanded(&value)).unwrap_or_default();
        Advances { along: list("DeltaX"), down: list("DeltaY") }
    }

    /// The advance behind character `n`, of which `own` is the width. Text that only goes down does not go along.
    fn of(&self, n: usize, own: f64) -> (f64, f64) {
        let default = if self.along.is_empty() && !self.down.is_empty() { 0.0 } else { own };
        (self.along.get(n).copied().unwrap_or(default), self.down.get(n).copied().unwrap_or(0.0))
    }
}

/// A list of numbers in which `g n d` stands for n times d.
fn expanded(text: &str) -> Vec<f64> {
    let mut expanded = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let (count, value) = match word {
            "g" => (words.next().and_then(|n| n.parse().ok()).unwrap_or(0), words.next()),
            word => (1, Some(word)),
        };
        let value = value.and_then(|value| value.parse().ok()).filter(|value: &f64| value.is_finite());
        let room = MOST_ADVANCES.saturating_sub(expanded.len());
        expanded.extend(std::iter::repeat_n(value.unwrap_or(0.0), count.min(room)));
    }
    expanded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_advances_are_expanded() {
        let cases = [
            ("5 5.5", vec![5.0, 5.5]),
            ("g 3 2 1", vec![2.0, 2.0, 2.0, 1.0]),
            ("1 g 2 4 g 1 3", vec![1.0, 4.0, 4.0, 3.0]),
            ("", vec![]),
            ("g", vec![]),
            ("NaN 2", vec![0.0, 2.0]),
        ];
        for (text, expected) in cases {
            assert_eq!(expanded(text), expected, "{text}");
        }
        assert_eq!(expanded("g 99999999 1").len(), MOST_ADVANCES);
    }

    #[test]
    fn a_path_goes_through_the_matrix_of_its_object() {
        let object = Object {
            origin: (10.0, 20.0),
            matrix: [2.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            size: 0.0,
            stretch: 1.0,
            stroke: 0.2,
            stroked: true,
            filled: false,
        };
        let rules: Vec<_> = object.path("M 0 0 L 10 0 L 10 5 Q 1 1 0 5 C").stroked(0.5).collect();
        assert_eq!(rules.len(), 3, "{rules:?}");
        assert!((rules[0].at - 20.0 * POINTS).abs() < 0.01 && (rules[0].to - 30.0 * POINTS).abs() < 0.01);
    }
}
