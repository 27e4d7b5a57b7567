//! Drawn paths, and the ruling lines in them.

use super::rule::Rule;

type Point = (f64, f64);

/// Widest stroke, in points, that makes a rule: wider ones colour an area.
const WIDEST: f64 = 4.0;

/// A path while it is drawn, in points of the page.
#[derive(Debug, Default)]
pub struct Path {
    /// Its straight pieces.
    lines: Vec<(Point, Point)>,
    /// The corners of the box around each of its parts.
    boxes: Vec<(Point, Point)>,
    start: Point,
    at: Point,
}

impl Path {
    /// A new part of the path begins.
    pub fn move_to(&mut self, point: Point) {
        (self.start, self.at) = (point, point);
        self.boxes.push((point, point));
    }

    /// A straight line.
    pub fn line_to(&mut self, point: Point) {
        self.lines.push((self.at, point));
        self.reach(point);
    }

    /// A curve: never a rule, only the way to its end.
    pub fn curve_to(&mut self, point: Point) {
        self.reach(point);
    }

    /// A line back to where the part began.
    pub fn close(&mut self) {
        self.line_to(self.start);
    }

    /// The rules of the path if its area is filled.
    pub fn filled(&self) -> impl Iterator<Item = Rule> {
        self.boxes.iter().flat_map(|(low, high)| Rule::of_box(*low, *high))
    }

    /// The rules of the path if a stroke so wide is drawn along it.
    pub fn stroked(&self, width: f64) -> impl Iterator<Item = Rule> {
        let lines = if width <= WIDEST { self.lines.as_slice() } else { &[] };
        lines.iter().filter_map(|(from, to)| Rule::between(*from, *to))
    }

    fn reach(&mut self, point: Point) {
        self.at = point;
        if let Some((low, high)) = self.boxes.last_mut() {
            *low = (low.0.min(point.0), low.1.min(point.1));
            *high = (high.0.max(point.0), high.1.max(point.1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rectangle.
    fn rectangle(from: Point, to: Point) -> Path {
        let mut path = Path::default();
        path.move_to(from);
        [(to.0, from.1), to, (from.0, to.1)].into_iter().for_each(|corner| path.line_to(corner));
        path.close();
        path
    }

    #[test]
    fn a_frame_is_four_rules_and_a_thin_area_one() {
        let cases = [
            (rectangle((0.0, 0.0), (50.0, 20.0)), 0, 4),
            (rectangle((0.0, 0.0), (50.0, 0.5)), 1, 4),
            (Path::default(), 0, 0),
        ];
        for (path, filled, stroked) in cases {
            assert_eq!((path.filled().count(), path.stroked(0.5).count()), (filled, stroked), "{path:?}");
            assert_eq!(path.stroked(20.0).count(), 0);
        }
    }
}
