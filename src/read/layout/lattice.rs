//! Lattices: what the ruling lines of a page enclose.
//!
//! Rules that touch make one lattice. Its columns lie between the places where vertical rules stand, its rows between
//! those of horizontal ones; two neighbours are one cell where no rule parts them.

use super::rule::{Axis, Rule};

/// Rules of a page that are looked at; a table of a thousand rows has fewer.
const MOST_RULES: usize = 4000;
/// Fields of a lattice that are looked at.
const MOST_FIELDS: usize = 100_000;
/// Share of the side of a field that a rule must cover to part it from its neighbour.
const COVERED: f64 = 0.5;

/// The cells of one table, or of the part of one on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Lattice {
    /// Where its columns begin and end, from left to right.
    pub columns: Vec<f64>,
    /// Where its rows begin and end, from top to bottom.
    pub rows: Vec<f64>,
    /// Its cells, row by row.
    pub areas: Vec<Area>,
    /// For each field, row by row, the cell that covers it.
    fields: Vec<usize>,
}

/// A cell, in columns and rows of its lattice from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Its first column.
    pub column: usize,
    /// Its first row.
    pub row: usize,
    /// Columns it covers.
    pub width: usize,
    /// Rows it covers.
    pub height: usize,
}

/// The lattices of a page, the smallest first. `tolerance` is how far apart rules may stand that are meant to meet.
pub fn lattices(pieces: &[Rule], tolerance: f64) -> Vec<Lattice> {
    let mut rules = super::rule::joined(pieces.to_vec(), tolerance);
    rules.truncate(MOST_RULES);
    let mut lattices: Vec<Lattice> =
        touching(&rules, tolerance).iter().filter_map(|rules| lattice(rules, tolerance)).collect();
    lattices.sort_by(|a, b| a.size().total_cmp(&b.size()));
    lattices
}

/// Groups of rules that touch each other.
fn touching(rules: &[Rule], tolerance: f64) -> Vec<Vec<Rule>> {
    // For each rule the first of its group, by way of others of the group.
    let mut first: Vec<usize> = (0..rules.len()).collect();
    let find = |first: &[usize], mut at: usize| {
        while first[at] != at {
            at = first[at];
        }
        at
    };
    let vertical = rules.partition_point(|rule| rule.axis == Axis::Horizontal);
    for (h, horizontal) in rules[..vertical].iter().enumerate() {
        for (v, rule) in (vertical..).zip(&rules[vertical..]) {
            if meet(horizontal, rule, tolerance) {
                let (a, b) = (find(&first, h), find(&first, v));
                (first[h], first[v]) = (a.min(b), a.min(b));
                first[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups = vec![Vec::new(); rules.len()];
    for (at, rule) in rules.iter().enumerate() {
        groups[find(&first, at)].push(*rule);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn meet(horizontal: &Rule, vertical: &Rule, tolerance: f64) -> bool {
    let within = |rule: &Rule, at: f64| rule.from - tolerance <= at && at <= rule.to + tolerance;
    within(horizontal, vertical.at) && within(vertical, horizontal.at)
}

/// The lattice of rules that touch; `None` if they part nothing.
fn lattice(rules: &[Rule], tolerance: f64) -> Option<Lattice> {
    let split = rules.partition_point(|rule| rule.axis == Axis::Horizontal);
    let (horizontal, vertical) = rules.split_at(split);
    let columns = edges(vertical, horizontal, tolerance);
    let rows = edges(horizontal, vertical, tolerance);
    let fields = columns.len().saturating_sub(1) * rows.len().saturating_sub(1);
    if !(2..=MOST_FIELDS).contains(&fields) {
        return None;
    }
    let across = Walls::of(vertical, &columns, &rows, tolerance);
    let along = Walls::of(horizontal, &rows, &columns, tolerance);
    let areas = areas(&across, &along, columns.len() - 1, rows.len() - 1);
    let mut covering = vec![0; fields];
    for (cell, area) in areas.iter().enumerate() {
        for row in area.row..area.row + area.height {
            let first = row * (columns.len() - 1) + area.column;
            covering[first..first + area.width].fill(cell);
        }
    }
    (areas.len() > 1).then_some(Lattice { columns, rows, areas, fields: covering })
}

/// Where `rules` stand, with the ends of the rules across them: a table may be open at its sides, or cut by the page.
fn edges(rules: &[Rule], across: &[Rule], tolerance: f64) -> Vec<f64> {
    let mut places: Vec<f64> = rules.iter().map(|rule| rule.at).collect();
    // One rule that reaches beyond the others ends nothing.
    let second = |ends: Vec<f64>| ends.get(1).copied();
    let sorted = |mut ends: Vec<f64>| {
        ends.sort_by(f64::total_cmp);
        ends
    };
    places.extend(second(sorted(across.iter().map(|rule| rule.from).collect())));
    places.extend(second(sorted(across.iter().map(|rule| -rule.to).collect())).map(|end| -end));
    places.sort_by(f64::total_cmp);
    let groups = places.chunk_by(|a, b| b - a <= tolerance);
    groups.map(|group| (group[0] + group[group.len() - 1]) / 2.0).collect()
}

/// Which sides of fields rules cover: for each edge, the share of each field along it.
struct Walls(Vec<Vec<f64>>);

impl Walls {
    /// The walls that `rules` make at `edges`, of the fields between the edges `across`.
    fn of(rules: &[Rule], edges: &[f64], across: &[f64], tolerance: f64) -> Walls {
        let mut covered = vec![vec![0.0; across.len() - 1]; edges.len()];
        for rule in rules {
            let near = |edge: f64| (edge - rule.at).abs();
            let edge = (0..edges.len()).min_by(|a, b| near(edges[*a]).total_cmp(&near(edges[*b])));
            let Some(edge) = edge.filter(|edge| near(edges[*edge]) <= 2.0 * tolerance) else { continue };
            for (share, field) in covered[edge].iter_mut().zip(across.windows(2)) {
                let overlap = rule.to.min(field[1]) - rule.from.max(field[0]);
                *share += (overlap / (field[1] - field[0])).max(0.0);
            }
        }
        Walls(covered)
    }

    /// Whether a wall stands at `edge` along all fields of `fields`.
    fn stands(&self, edge: usize, fields: std::ops::Range<usize>) -> bool {
        self.0[edge][fields].iter().any(|share| *share >= COVERED)
    }
}

/// The cells: fields of a row that no wall parts, and below each other those of the same columns.
fn areas(across: &Walls, along: &Walls, columns: usize, rows: usize) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    // For each column, the cell of the row above that begins in it.
    let mut above: Vec<Option<usize>> = vec![None; columns];
    for row in 0..rows {
        let mut here = vec![None; columns];
        let mut column = 0;
        while column < columns {
            let parted = |edge: &usize| across.stands(*edge, row..row + 1);
            let end = (column + 1..columns).find(parted).unwrap_or(columns);
            let width = end - column;
            let open = above[column].filter(|cell| areas[*cell].width == width && !along.stands(row, column..end));
            let cell = open.unwrap_or_else(|| {
                areas.push(Area { column, row, width, height: 0 });
                areas.len() - 1
            });
            areas[cell].height += 1;
            here[column] = Some(cell);
            column = end;
        }
        above = here;
    }
    areas
}

impl Lattice {
    /// Its size, in square points.
    fn size(&self) -> f64 {
        let span = |edges: &[f64]| edges[edges.len() - 1] - edges[0];
        span(&self.columns) * span(&self.rows)
    }

    /// The cell in which a point lies.
    pub fn cell_at(&self, (x, y): (f64, f64)) -> Option<usize> {
        let field = |edges: &[f64], at: f64| {
            let behind = edges.partition_point(|edge| *edge <= at);
            (1..edges.len()).contains(&behind).then(|| behind - 1)
        };
        let (column, row) = (field(&self.columns, x)?, field(&self.rows, y)?);
        self.fields.get(row * (self.columns.len() - 1) + column).copied()
    }

    /// The left, top, right and bottom of a cell.
    pub fn bounds(&self, area: &Area) -> (f64, f64, f64, f64) {
        let (right, bottom) = (area.column + area.width, area.row + area.height);
        (self.columns[area.column], self.rows[area.row], self.columns[right], self.rows[bottom])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules of a drawing: each character is a point 20 apart, `-` and `|` are rules to the next.
    fn rules(drawing: &str) -> Vec<Rule> {
        let lines: Vec<Vec<char>> = drawing.lines().map(|line| line.chars().collect()).collect();
        let mut rules = Vec::new();
        for (y, line) in lines.iter().enumerate() {
            for (x, c) in line.iter().enumerate() {
                let (x, y) = (x as f64 * 20.0, y as f64 * 20.0);
                rules.extend(match c {
                    '-' => Rule::between((x - 20.0, y), (x + 20.0, y)),
                    '|' => Rule::between((x, y - 20.0), (x, y + 20.0)),
                    _ => None,
                });
            }
        }
        rules
    }

    fn cells(drawing: &str) -> Vec<(usize, usize, usize, usize)> {
        let lattices = lattices(&rules(drawing), 3.0);
        let areas = lattices.iter().flat_map(|lattice| &lattice.areas);
        areas.map(|area| (area.row, area.column, area.width, area.height)).collect()
    }

    #[test]
    fn a_cell_is_what_rules_enclose() {
        let cases = [
            ("+-+-+\n| | |\n+-+-+", vec![(0, 0, 1, 1), (0, 1, 1, 1)]),
            ("+-+-+\n|   |\n+-+-+\n| | |\n+-+-+", vec![(0, 0, 2, 1), (1, 0, 1, 1), (1, 1, 1, 1)]),
            ("+-+-+\n| | |\n+ +-+\n| | |\n+-+-+", vec![(0, 0, 1, 2), (0, 1, 1, 1), (1, 1, 1, 1)]),
            // A frame and a rule alone are no table.
            ("+-+-+\n|   |\n+-+-+\n\n+-+-+", vec![]),
            // Open at its sides.
            (" -+-+-\n  | |\n -+-+-\n  | |\n -+-+-", (0..2).flat_map(|r| (0..3).map(move |c| (r, c, 1, 1))).collect()),
            // Cut at its foot.
            ("+-+-+\n| | |\n+-+-+\n| | |", vec![(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]),
        ];
        for (drawing, expected) in cases {
            assert_eq!(cells(drawing), expected, "\n{drawing}");
        }
    }

    #[test]
    fn tables_apart_are_two() {
        let found = lattices(&rules("+-+-+\n| | |\n+-+-+\n\n\n+-+-+-+\n| | | |\n+-+-+-+"), 3.0);
        assert_eq!(found.iter().map(|lattice| lattice.areas.len()).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(found[0].cell_at((50.0, 20.0)), Some(1));
        assert_eq!(found[0].cell_at((50.0, 70.0)), None);
    }
}
