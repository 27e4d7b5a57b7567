//! Candidate readings of one row: every way in which its run of values can fill its columns.
//!
//! A run in real cells has its columns; figures without gaps may divide in several ways; blanks that vanished may have
//! stood anywhere. Each reading says what liberties it takes, and whether it breaks an equation inside the row.

use rust_decimal::Decimal;

use crate::form::Kind;
use crate::form::number::{self, Number, Printed};
use crate::form::token::Atom;
use crate::solve::blanks::Blanks;
use crate::solve::cells::cells;
use crate::solve::fill::{Fill, fill};
use crate::solve::tokens::tokens;

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
    /// The same of longer rows whose labels stand in the same column.
    pub offset_of_longer: Option<usize>,
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

/// The value in ten-thousandths, which is exact for counts and for amounts of money.
pub(super) fn fixed_point(value: Decimal) -> i128 {
    let value = if value.scale() > 4 { value.round_dp(4) } else { value };
    value.mantissa() * 10_i128.pow(4 - value.scale())
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
    /// Whether the readings that take liberties leave cells in which the others stand.
    pub slips: bool,
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
    if in_cells(row) { cells(row, true) } else { tokens(row, effort) }
}

/// The readings that break an equation inside the row, and so were not considered.
pub fn excluded(row: &Row) -> Vec<Reading> {
    let divide = !in_cells(row);
    let all = fill(row, Fill { divide, blanks: row.blanks.vanish || !divide, broken: true });
    all.readings.into_iter().filter(|reading| reading.broken > 0).collect()
}

fn in_cells(row: &Row) -> bool {
    !row.atoms.is_empty() && row.atoms.iter().all(|atom| atom.cell.is_some())
}

/// The readings that take the cells of a row one by one, wherever its first column is.
pub(super) fn placements(row: &Row) -> Vec<Reading> {
    if in_cells(row) { cells(row, false).readings } else { Vec::new() }
}

/// The only reading of a row whose cells leave no doubt.
pub fn structure(row: &Row) -> Option<Reading> {
    let domain = in_cells(row).then(|| cells(row, false)).filter(|domain| domain.certain)?;
    domain.readings.into_iter().next()
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

impl Domain {
    /// Adds the readings that break an equation inside the row.
    pub(super) fn add_broken(&mut self, more: Domain) {
        self.overflow |= more.overflow;
        self.readings.extend(more.readings.into_iter().filter(|reading| reading.broken > 0));
        if self.overflow {
            self.readings.clear();
        }
    }

    pub(super) fn add(&mut self, more: Domain) {
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
    Reading { cells, cost, broken }
}

impl Reading {
    /// The same, a total that it leaves out counted as a broken equation.
    pub(super) fn without_omission(mut self, row: &Row) -> Reading {
        let omitted = row.equations.iter().filter(|equation| equation.omits_total(&self.cells)).count();
        self.broken += omitted as u32;
        self
    }
}

impl Equation {
    /// The sum of one side, blanks as zero, and whether any of it is there.
    fn side(cells: &[Cell], columns: &[usize]) -> Option<i128> {
        let values = columns.iter().filter_map(|column| cells[*column].value);
        values.map(fixed_point).reduce(|sum, value| sum + value)
    }

    /// Whether the equation does not hold. Without its left side, which is the total or the greater one, it cannot be told.
    pub fn is_broken(&self, cells: &[Cell]) -> bool {
        let (left, right) = (Self::side(cells, &self.left), Self::side(cells, &self.right));
        match (left, self.at_least) {
            (None, _) => false,
            (Some(left), true) => left < right.unwrap_or_default(),
            (Some(left), false) => left != right.unwrap_or_default(),
        }
    }

    /// Whether the total is left out although its parts are there.
    pub(super) fn omits_total(&self, cells: &[Cell]) -> bool {
        !self.at_least && Self::side(cells, &self.left).is_none() && Self::side(cells, &self.right).is_some()
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
        let row =
            Row { atoms: &atoms, kinds: &kinds, equations: &equations, offset: None, offset_of_longer: None, blanks };
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
        let cases: [(&str, bool, Blanks, &[&str]); 8] = [
            ("3||3", true, none, &["3 _ 3"]),
            ("3|3|", true, none, &["3 3 _"]),
            ("3|3|", true, moved, &["_ 3 3", "3 _ 3"]),
            // More cells than columns: the values may have slipped.
            ("|3||3", true, none, &["3 _ 3", "_ 3 3"]),
            // Slipped from where, an error does not tell.
            ("|3||4", true, none, &["3 _ 4", "_ 3 4", "3 4 _"]),
            ("-|-10|10", false, none, &[]),
            ("1|2|-3", false, none, &[]),
            ("112", false, none, &["1 1 2"]),
        ];
        for (text, in_cells, blanks, expected) in cases {
            assert_eq!(read(text, in_cells, blanks), expected, "{text}");
        }
    }
}
