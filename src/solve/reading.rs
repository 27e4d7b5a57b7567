//! Candidate readings of one row: every way in which its run of values can fill its columns.
//!
//! A run in real cells has its columns; figures without gaps may divide in several ways; blanks that vanished may have
//! stood anywhere. Each reading says what liberties it takes, and whether it breaks an equation inside the row.

use rust_decimal::Decimal;

use crate::form::Kind;
use crate::form::number::{self, Number, Printed};
use crate::form::run::Atom;
use crate::solve::fill::{Fill, fill};

/// What a reading costs for figures without a gap that it divides.
pub(super) const DIVIDED: u32 = 1;
/// What it costs for blanks that it takes to have vanished or moved.
pub(super) const BLANKS: u32 = 2;
/// What it costs for a total that the agency left out although its parts are there.
const OMITTED_TOTAL: u32 = 3;

/// What became of the blank cells of a document on their way into it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Blanks {
    /// They leave no trace: some row has fewer figures than columns.
    pub vanish: bool,
    /// They have moved to the end of their rows, as the figures of some row prove.
    pub moved: bool,
    /// Some are printed as dashes.
    pub dashed: bool,
}

impl Blanks {
    /// The same, but blanks may have stood anywhere.
    fn anywhere(self) -> Blanks {
        Blanks { vanish: true, ..self }
    }

    /// The same, but it takes a liberty to say that a blank has vanished.
    fn in_place(self) -> Blanks {
        Blanks { vanish: false, ..self }
    }
}

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

/// An equation or bound between columns of one row: left compares with right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equation {
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

/// Whether blanks must have vanished from this run of text: it has fewer figures than columns.
pub fn lacks_figures(row: &Row) -> bool {
    let in_text = row.atoms.iter().all(|atom| atom.cell.is_none());
    let dense = Fill { divide: true, blanks: false, broken: true };
    let empty = |domain: Domain| domain.readings.is_empty() && !domain.overflow;
    in_text && (row.atoms.is_empty() || (row.atoms.len() < row.kinds.len() && empty(fill(row, dense))))
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

/// Whether the figures of this row prove that its blanks have moved to its end: what stands behind its parts is their
/// total, and the cell of the total is blank.
pub fn has_moved_blanks(row: &Row) -> bool {
    let Some(Reading { cells, .. }) = structure(row) else { return false };
    let Some(filled) = filled_front(&cells).filter(|filled| *filled >= 2) else { return false };
    let values: Vec<Decimal> = cells[..filled].iter().filter_map(|cell| cell.value).collect();
    let is_total = |values: &[Decimal]| {
        values.split_last().is_some_and(|(last, parts)| !last.is_zero() && *last == parts.iter().sum())
    };
    let whole_row = |equation: &Equation| equation.left == [cells.len() - 1] && !equation.at_least;
    values.len() == filled && is_total(&values) && row.equations.iter().any(whole_row)
}

/// Whether a blank of this row stands before a filled cell, so that blanks have not moved.
pub fn has_blanks_in_place(row: &Row) -> bool {
    let filled = |cell: &Cell| cell.from.is_some();
    structure(row).is_some_and(|Reading { cells, .. }| {
        let first_blank = cells.iter().position(|cell| !filled(cell));
        first_blank.is_some_and(|blank| cells[blank..].iter().any(filled))
    })
}

/// How many cells are filled if all of them stand before all blank ones, and there are both.
fn filled_front(cells: &[Cell]) -> Option<usize> {
    let filled = cells.iter().take_while(|cell| cell.from.is_some()).count();
    let blank = cells[filled..].iter().all(|cell| cell.from.is_none());
    (blank && filled > 0 && filled < cells.len()).then_some(filled)
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
            (None, Some(right)) if !self.at_least => {
                if right.is_zero() {
                    1
                } else {
                    OMITTED_TOTAL
                }
            }
            _ => 0,
        }
    }
}
