//! Ruling lines: what of a drawing is one, and how pieces of one are joined.

/// Direction of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// From left to right.
    Horizontal,
    /// From top to bottom.
    Vertical,
}

/// A straight line along or across the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Its direction.
    pub axis: Axis,
    /// Where it stands: `y` of a horizontal rule, `x` of a vertical one.
    pub at: f64,
    /// Where it begins.
    pub from: f64,
    /// Where it ends, not before it begins.
    pub to: f64,
}

/// Thickest box, in points, that is a rule.
const THICK: f64 = 3.0;
/// Largest gap between two dashes of one rule, in points.
const DASH_GAP: f64 = 4.0;
/// Shortest rule, in points, once its pieces are joined.
const SHORTEST: f64 = 6.0;

impl Rule {
    /// The rule between two points; `None` if it runs aslant.
    pub fn between((x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> Option<Rule> {
        let (width, height) = ((x1 - x0).abs(), (y1 - y0).abs());
        match () {
            () if !(width + height).is_finite() => None,
            () if height <= 1.0 && height <= width => {
                Some(Rule { axis: Axis::Horizontal, at: (y0 + y1) / 2.0, from: x0.min(x1), to: x0.max(x1) })
            }
            () if width <= 1.0 => {
                Some(Rule { axis: Axis::Vertical, at: (x0 + x1) / 2.0, from: y0.min(y1), to: y0.max(y1) })
            }
            () => None,
        }
    }

    /// The rules that a filled box is: one if it is thin, both ways if it is a dot, none if it is an area.
    pub fn of_box((x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> impl Iterator<Item = Rule> {
        let (width, height) = ((x1 - x0).abs(), (y1 - y0).abs());
        let (x, y) = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
        let horizontal = (height <= THICK && width >= height).then(|| Rule::between((x0, y), (x1, y)));
        let vertical = (width <= THICK && height >= width).then(|| Rule::between((x, y0), (x, y1)));
        [horizontal.flatten(), vertical.flatten()].into_iter().flatten()
    }

    /// The rule with its ends moved, as by a turn of the page.
    pub(super) fn moved(&self, point: impl Fn((f64, f64)) -> (f64, f64)) -> Rule {
        let ends = match self.axis {
            Axis::Horizontal => [(self.from, self.at), (self.to, self.at)],
            Axis::Vertical => [(self.at, self.from), (self.at, self.to)],
        };
        Rule::between(point(ends[0]), point(ends[1])).unwrap_or(*self)
    }

    /// Its length.
    fn length(&self) -> f64 {
        self.to - self.from
    }
}

/// The rules of which `pieces` are parts: pieces no farther apart than `tolerance` across and a dash's gap along are
/// one. What stays too short to part cells is left out.
pub fn joined(mut pieces: Vec<Rule>, tolerance: f64) -> Vec<Rule> {
    pieces.retain(|piece| [piece.at, piece.from, piece.to].iter().all(|value| value.is_finite()));
    pieces.sort_by(|a, b| (a.axis.cmp(&b.axis)).then(a.at.total_cmp(&b.at)));
    let mut rules: Vec<Rule> = Vec::new();
    for group in pieces.chunk_by_mut(|a, b| a.axis == b.axis && b.at - a.at <= tolerance / 2.0) {
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        let first = rules.len();
        for piece in group {
            match rules[first..].last_mut() {
                Some(last) if piece.from <= last.to + DASH_GAP && (piece.at - last.at).abs() <= tolerance => {
                    last.to = last.to.max(piece.to);
                }
                _ => rules.push(*piece),
            }
        }
    }
    rules.retain(|rule| rule.length() >= SHORTEST);
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thin_box_is_a_rule_and_an_area_is_none() {
        let rule = |axis, at, from, to| Rule { axis, at, from, to };
        let cases = [
            ((10.0, 10.0), (90.0, 10.5), vec![rule(Axis::Horizontal, 10.25, 10.0, 90.0)]),
            ((10.0, 90.0), (11.0, 10.0), vec![rule(Axis::Vertical, 10.5, 10.0, 90.0)]),
            ((10.0, 10.0), (90.0, 30.0), vec![]),
            (
                (10.0, 10.0),
                (11.0, 11.0),
                vec![rule(Axis::Horizontal, 10.5, 10.0, 11.0), rule(Axis::Vertical, 10.5, 10.0, 11.0)],
            ),
            ((f64::NAN, 0.0), (1.0, 0.0), vec![]),
        ];
        for (from, to, expected) in cases {
            assert_eq!(Rule::of_box(from, to).collect::<Vec<_>>(), expected, "{from:?} {to:?}");
        }
    }

    #[test]
    fn dashes_are_joined_and_ticks_left_out() {
        let dash = |from: f64, at: f64| Rule { axis: Axis::Horizontal, at, from, to: from + 3.0 };
        let mut pieces: Vec<Rule> = (0..10).rev().map(|n| dash(f64::from(n) * 6.0, 20.0)).collect();
        pieces.push(dash(0.0, 50.0));
        let whole = Rule { axis: Axis::Horizontal, at: 20.0, from: 0.0, to: 57.0 };
        assert_eq!(joined(pieces, 3.0), [whole]);
    }
}
