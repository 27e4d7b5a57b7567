//! What became of the blank cells of a document: rows that tell whether blanks vanished, moved, or stayed in place.

use rust_decimal::Decimal;

use crate::solve::fill::{Fill, can_fill};
use crate::solve::reading::{Cell, Equation, Reading, Row, structure};

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
    pub(super) fn anywhere(self) -> Blanks {
        Blanks { vanish: true, ..self }
    }

    /// The same, but it takes a liberty to say that a blank has vanished.
    pub(super) fn in_place(self) -> Blanks {
        Blanks { vanish: false, ..self }
    }
}

/// Whether blanks must have vanished from this run of text: it has fewer figures than columns.
pub fn lacks_figures(row: &Row) -> bool {
    let in_text = row.atoms.iter().all(|atom| atom.cell.is_none());
    let dense = Fill { divide: true, blanks: false, broken: true };
    in_text && (row.atoms.is_empty() || (row.atoms.len() < row.kinds.len() && !can_fill(row, dense)))
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

/// How many cells are filled if all of them stand before all blank ones, and there are both.
pub(super) fn filled_front(cells: &[Cell]) -> Option<usize> {
    let filled = cells.iter().take_while(|cell| cell.from.is_some()).count();
    let blank = cells[filled..].iter().all(|cell| cell.from.is_none());
    (blank && filled > 0 && filled < cells.len()).then_some(filled)
}
