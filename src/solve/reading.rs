//! Candidate readings of one row: every way in which its run of values can fill its columns.
//!
//! A run in real cells has its columns; figures without gaps may divide in several ways; blanks that vanished may have
//! stood anywhere. Each reading says what liberties it takes, and whether it breaks an equation inside the row.

use rust_decimal::Decimal;

use crate::form::Kind;
use crate::form::number::{self, Number, Printed};
use crate::form::token::Atom;
use crate::solve::blanks::{Blanks, filled_front};
use crate::solve::fill::{Fill, fill};

/// What a reading costs for figures without a gap that it divides.
pub(super) const DIVIDED: u32 = 1;
/// What it costs for blanks that it takes to have vanished or moved.
pub(super) const BLANKS: u32 = 2;
/// What it costs for a total that the agency left out although its parts are there.
const OMITTED_TOTAL: u32 = 3;

/// The row that the readings are for.
#[derive(Debug)]
pub struct Row<'a> {
    /// The run.
    pub atoms: &'a [Atom],
    /// Kind of number in each value column.
    pub kinds: &'a [Kind],
    /// Equations between the cells of the row.
    pub equations: &'a [Equation],
    /// Column of the grid in which the first value of rows of this shape stands, if other rows tell.
    pub offset: Option<usize>,
    /// What became of blank cells.
    pub blanks: Blanks,
}

/// The id of a relation, and which instance of it: an indicator or applicant, or nothing.
pub type RelationName = (&'static str, &'static str);

/// An equation or bound between columns of one row: left compares with right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equation {
    /// The relation of the form that it is an instance of.
    pub relation: RelationName,
    /// Columns of the left side.
    pub left: Vec<usize>,
    /// Columns of the right side.
    pub right: Vec<usize>,
    /// Whether left may be greater than right.
    pub at_least: bool,
}

/// One way to read the row.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// One entry per column.
    pub cells: Vec<Cell>,
    /// The liberties it takes.
    pub cost: u32,
    /// Equations inside the row that it breaks.
    pub broken: u32,
}

/// What a reading puts in one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The atom it comes from, and which bytes of its folded text; `None` for a blank.
    pub from: Option<(usize, usize, usize)>,
    /// The number, if it is one.
    pub value: Option<Decimal>,
    /// What is printed there.
    pub printed: Printed,
}

/// All readings of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Domain {
    /// The readings, fewest broken equations and liberties first.
    pub readings: Vec<Reading>,
    /// Whether the only reading is unmistakable: real cells, or as many tokens as columns.
    pub certain: bool,
    /// Whether there were too many readings to list.
    pub overflow: bool,
}

/// An empty cell.
pub(super) const BLANK: Cell = Cell { from: None, value: None, printed: Printed::Blank };

/// How far to look for readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// The readings that take the fewest liberties and break nothing.
    Least,
    /// All readings that break nothing, and those of the fewest liberties that do: for a table that contradicts itself.
    All,
}

/// The readings of a row.
pub fn readings(row: &Row, effort: Effort) -> Domain {
    let domain = if in_cells(row) { cells(row, effort) } else { tokens(row, effort) };
    match domain.readings.as_slice() {
        // A credible structure is given up only if the figures themselves contradict it and blanks can have moved.
        [only] if domain.certain && only.broken > 0 && moved_blanks_possible(row, only) => reconsidered(row, domain),
        _ => domain,
    }
}

fn in_cells(row: &Row) -> bool {
    !row.atoms.is_empty() && row.atoms.iter().all(|atom| atom.cell.is_some())
}

/// The only reading of a row whose cells leave no doubt.
pub fn structure(row: &Row) -> Option<Reading> {
    let domain = in_cells(row).then(|| cells(row, Effort::All)).filter(|domain| domain.certain)?;
    domain.readings.into_iter().next()
}

fn certain(reading: Reading) -> Domain {
    Domain { readings: vec![reading], certain: true, overflow: false }
}

fn moved_blanks_possible(row: &Row, reading: &Reading) -> bool {
    let blank = reading.cells.iter().filter(|cell| cell.from.is_none()).count();
    blank > 0 && blank + 1 < row.kinds.len()
}

/// The structure against the readings in which blanks have moved: one of those counts only if it breaks nothing.
fn reconsidered(row: &Row, structure: Domain) -> Domain {
    let mut moved = fill(row, Fill { divide: false, blanks: true, broken: false });
    moved.readings.retain(|reading| reading.cost < BLANKS + OMITTED_TOTAL);
    if moved.readings.is_empty() || moved.overflow {
        return structure;
    }
    moved.readings.extend(structure.readings);
    moved.certain = false;
    moved
}

/// A run in real cells.
fn cells(row: &Row, effort: Effort) -> Domain {
    let width = row.kinds.len();
    let filled: Vec<usize> = (0..row.atoms.len()).filter(|at| row.atoms[*at].printed != Printed::Blank).collect();
    let (Some(first), Some(last)) = (filled.first(), filled.last()) else {
        return certain(Reading { cells: vec![BLANK; width], cost: 0, broken: 0 });
    };
    if row.atoms.len() == width {
        let reading = placed(row, 0..width);
        return match filled_front(&reading.cells) {
            Some(_) if row.blanks.moved => anywhere(&Row { blanks: row.blanks.anywhere(), ..*row }),
            _ => certain(reading),
        };
    }
    // Blank cells of other grid rows, as of a label split over two rows, say nothing.
    let grid_row = |at: usize| row.atoms[at].cell.map(|cell| cell.row);
    let same_row: Vec<usize> = (0..row.atoms.len()).filter(|at| grid_row(*at) == grid_row(*first)).collect();
    let (begin, end) = (same_row[0], same_row[same_row.len() - 1] + 1);
    if *last < end && end - begin >= width {
        let windows = (begin..=end - width).filter(|start| start <= first && *last < start + width);
        let known = row.offset.and_then(|column| window_at(row, begin..end, column));
        let starts: Vec<usize> = windows.filter(|start| known.is_none_or(|known| known == *start)).collect();
        if !starts.is_empty() {
            let readings = starts.iter().map(|start| placed(row, *start..*start + width)).collect();
            let windows = Domain { readings, certain: starts.len() == 1 && known.is_none(), overflow: false };
            return slipped(row, windows, effort);
        }
    }
    anywhere(row)
}

/// Where a row has more cells than columns its values may have slipped. The window is credible, and given up only if
/// the equations of the table ask for it and nothing in the table contradicts them.
fn slipped(row: &Row, mut windows: Domain, effort: Effort) -> Domain {
    if effort == Effort::Least {
        windows.add(fill(
            &Row { blanks: row.blanks.in_place(), ..*row },
            Fill { divide: false, blanks: true, broken: false },
        ));
        windows.certain &= windows.readings.len() == 1;
    }
    windows
}

/// The values of a row in order, blanks anywhere between them.
fn anywhere(row: &Row) -> Domain {
    let sound = fill(row, Fill { divide: false, blanks: true, broken: false });
    if sound.readings.is_empty() && !sound.overflow {
        fill(row, Fill { divide: false, blanks: true, broken: true })
    } else {
        sound
    }
}

/// The atom among `atoms` that stands in column `column` of the grid.
fn window_at(row: &Row, mut atoms: std::ops::Range<usize>, column: usize) -> Option<usize> {
    atoms.find(|at| row.atoms[*at].cell.is_some_and(|cell| cell.column as usize == column))
}

/// The reading that takes these atoms one by one.
fn placed(row: &Row, atoms: std::ops::Range<usize>) -> Reading {
    let cell = |(at, kind): (usize, &Kind)| {
        let atom = &row.atoms[at];
        match &atom.printed {
            Printed::Blank => BLANK,
            printed => {
                Cell { from: Some((at, 0, atom.text.len())), value: value(printed, *kind), printed: printed.clone() }
            }
        }
    };
    let cells = atoms.zip(row.kinds).map(cell).collect();
    judged(row, cells, 0)
}

/// The number that is printed, if it is one that a column of this kind can hold: counts are whole, and not negative.
pub(super) fn value(printed: &Printed, kind: Kind) -> Option<Decimal> {
    let Printed::Number(Number { value, unit, .. }) = printed else { return None };
    let money = number::yuan(unit).is_some();
    match kind {
        Kind::Money { .. } => (money || unit.is_empty()).then_some(*value),
        Kind::Signed => (!money && value.fract().is_zero()).then_some(*value),
        Kind::Count => (!money && value.fract().is_zero() && !value.is_sign_negative()).then_some(*value),
    }
}

/// A run in text: figures may divide, blanks may have vanished.
fn tokens(row: &Row, effort: Effort) -> Domain {
    let width = row.kinds.len();
    if row.atoms.iter().all(|atom| atom.printed == Printed::Blank) {
        return certain(Reading { cells: vec![BLANK; width], cost: 0, broken: 0 });
    }
    // Nobody knows how many dashes make one mark where nothing parts them.
    if row.atoms.windows(2).any(is_dash_before_sign) {
        return UNREADABLE;
    }
    if row.atoms.len() == width {
        let reading = placed(row, 0..width);
        if reading
            .cells
            .iter()
            .all(|cell| cell.value.is_some() || matches!(cell.printed, Printed::Dash | Printed::Word))
        {
            return certain(reading);
        }
    }
    if row.atoms.iter().any(|atom| atom.printed == Printed::Dash && atom.text.len() > 1) {
        return UNREADABLE;
    }
    // Cheaper liberties first. Dearer ones matter only if no cheaper reading holds, or if blanks are known to vanish in
    // this document: then a row that could be full may as well have lost a blank.
    let stages = [(true, false), (false, true), (true, true)];
    let mut all = Domain { readings: Vec::new(), certain: false, overflow: false };
    for (divide, blanks) in stages {
        let found = fill(row, Fill { divide, blanks, broken: false });
        all.add(found);
        if effort == Effort::Least && !row.blanks.vanish && !all.readings.is_empty() {
            return all;
        }
    }
    // Figures that are all parts without their total explain anything: they count only if nothing else holds.
    if all.readings.iter().any(|reading| reading.cost < OMITTED_TOTAL) {
        all.readings.retain(|reading| reading.cost < BLANKS + OMITTED_TOTAL);
    }
    if all.readings.is_empty() || effort == Effort::All {
        for (divide, blanks) in stages {
            let found = fill(row, Fill { divide, blanks, broken: true });
            if !found.readings.is_empty() || found.overflow {
                all.add(found);
                break;
            }
        }
    }
    all
}

const UNREADABLE: Domain = Domain { readings: Vec::new(), certain: false, overflow: false };

/// Whether a dash touches what looks like a sign: `—-10` may be two dashes and 10.
fn is_dash_before_sign(pair: &[Atom]) -> bool {
    let [dash, figures] = pair else { return false };
    let end = dash.place.column.map(|column| column + dash.raw.chars().count() as u32);
    let touches = dash.place.line == figures.place.line && end == figures.place.column;
    dash.printed == Printed::Dash && figures.text.starts_with('-') && touches
}

impl Domain {
    fn add(&mut self, more: Domain) {
        self.overflow |= more.overflow;
        for reading in more.readings {
            if !self.readings.iter().any(|known| known.cells == reading.cells) {
                self.readings.push(reading);
            }
        }
        if self.overflow {
            self.readings.clear();
        }
    }
}

/// A reading with its cost and the equations it breaks.
pub(super) fn judged(row: &Row, cells: Vec<Cell>, cost: u32) -> Reading {
    let broken = row.equations.iter().filter(|equation| equation.is_broken(&cells)).count() as u32;
    let omitted: u32 = row.equations.iter().map(|equation| equation.omission(&cells)).sum();
    Reading { cells, cost: cost + omitted, broken }
}

impl Equation {
    /// The sum of one side, blanks as zero, and whether any of it is there.
    fn side(cells: &[Cell], columns: &[usize]) -> Option<Decimal> {
        let values = || columns.iter().filter_map(|column| cells[*column].value);
        values().next().map(|_| values().sum())
    }

    /// Whether the equation does not hold. Without any figure, or without its total, it cannot be told.
    pub(super) fn is_broken(&self, cells: &[Cell]) -> bool {
        let (left, right) = (Self::side(cells, &self.left), Self::side(cells, &self.right));
        match (left, self.at_least) {
            (None, false) => false,
            (None, true) if right.is_none() => false,
            (_, true) => left.unwrap_or_default() < right.unwrap_or_default(),
            (Some(left), false) => left != right.unwrap_or_default(),
        }
    }

    /// What it costs that the total is left out although its parts are there.
    fn omission(&self, cells: &[Cell]) -> u32 {
        match (Self::side(cells, &self.left), Self::side(cells, &self.right)) {
            (None, Some(_)) if !self.at_least => OMITTED_TOTAL,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Place;
    use crate::form::stream::CellAt;

    /// The cells of a grid row, or the tokens of a line, parted by `|`.
    fn atoms(text: &str, in_cells: bool) -> Vec<Atom> {
        let columns = text.split('|').count() as u32;
        let mut at = 1;
        let atom = |(text, column): (&str, u32)| {
            let place = Place { column: Some(at), ..Place::line(1) };
            at += text.chars().count() as u32;
            let cell = in_cells.then_some(CellAt { row: 0, column, width: 1, columns });
            Atom { text: text.into(), raw: text.into(), printed: number::read(text), place, cell }
        };
        text.split('|').zip(0..).map(atom).collect()
    }

    /// The readings of a row of two parts and their total.
    fn read(text: &str, in_cells: bool, blanks: Blanks) -> Vec<String> {
        let equations = [Equation { relation: ("sum", ""), left: vec![2], right: vec![0, 1], at_least: false }];
        let kinds = [Kind::Signed, Kind::Count, Kind::Count];
        let atoms = atoms(text, in_cells);
        let row = Row { atoms: &atoms, kinds: &kinds, equations: &equations, offset: None, blanks };
        let cell = |cell: &Cell| match (&cell.printed, cell.value) {
            (Printed::Blank, _) => "_".to_string(),
            (_, Some(value)) => value.to_string(),
            (..) => "-".to_string(),
        };
        let drawn = |reading: &Reading| reading.cells.iter().map(cell).collect::<Vec<_>>().join(" ");
        readings(&row, Effort::Least).readings.iter().map(drawn).collect()
    }

    #[test]
    fn reads_cells_where_they_stand_unless_the_document_says_otherwise() {
        let none = Blanks::default();
        let moved = Blanks { moved: true, ..none };
        let cases: [(&str, bool, Blanks, &[&str]); 7] = [
            ("3||3", true, none, &["3 _ 3"]),
            ("3|3|", true, none, &["3 3 _"]),
            ("3|3|", true, moved, &["_ 3 3", "3 _ 3", "3 3 _"]),
            // More cells than columns: the values may have slipped.
            ("|3||3", true, none, &["3 _ 3", "_ 3 3", "3 3 _"]),
            ("-|-10|10", false, none, &[]),
            ("1|2|-3", false, none, &[]),
            ("112", false, none, &["1 1 2"]),
        ];
        for (text, in_cells, blanks, expected) in cases {
            assert_eq!(read(text, in_cells, blanks), expected, "{text}");
        }
    }
}
