//! What became of the blank cells of a document: rows that tell whether blanks vanished, moved, or stayed in place.

use rust_decimal::Decimal;

use crate::form::Kind;
use crate::form::number::Printed;
use crate::solve::fill::{Fill, can_fill};
use crate::solve::reading::{Cell, Equation, Reading, Row, placements};

/// What became of the blank cells of a document on their way into it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Blanks {
    /// They leave no trace: some row has fewer figures than columns, or no row shows that zeros are printed.
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

/// Whether this row prints a zero for each of several columns, so that the document does not leave them blank.
pub fn prints_zeros(row: &Row) -> bool {
    let filled = || row.atoms.iter().filter(|atom| atom.printed != Printed::Blank);
    let zeros = filled()
        .map(|atom| if atom.text.bytes().all(|byte| byte == b'0') { atom.text.len() } else { row.kinds.len() + 1 });
    row.kinds.len() > 1 && zeros.sum::<usize>() == row.kinds.len()
}

/// Whether the figures of this row prove that its blanks have moved to its end.
pub fn has_moved_blanks(row: &Row) -> bool {
    row.atoms.len() >= row.kinds.len() && (ends_in_total(row) || lacks_totals(row) || has_early_sign(row))
}

/// Whether a change, with its sign, stands in the column of a count before that of changes, and blanks at the end leave
/// room to move it there: `+1`, `1` and a blank below 上一年项目数量, 本年增/减 and 处理决定数量.
fn has_early_sign(row: &Row) -> bool {
    let is_signed = |cell: &Cell| matches!(&cell.printed, Printed::Number(number) if number.signed);
    let fits = |at: usize, behind: usize| {
        (at + 1..row.kinds.len()).any(|to| row.kinds[to] == Kind::Signed && row.kinds.len() - 1 - to >= behind)
    };
    let early = |Reading { cells, .. }: &Reading| {
        let Some(filled) = filled_front(cells) else { return false };
        (0..filled).any(|at| is_signed(&cells[at]) && row.kinds[at] == Kind::Count && fits(at, filled - 1 - at))
    };
    let placements = placements(row);
    !placements.is_empty() && placements.iter().all(early)
}

/// Whether the totals of a row are blank where its cells stand, and are there if its blanks have moved.
fn lacks_totals(row: &Row) -> bool {
    let lacks = |Reading { cells, .. }: &Reading| {
        filled_front(cells).is_some()
            && cells.iter().any(|cell| cell.value.is_some_and(|value| !value.is_zero()))
            && row.equations.iter().any(|equation| equation.omits_total(cells))
    };
    let placements = placements(row);
    let moved = Fill { divide: false, blanks: true, broken: false };
    !placements.is_empty() && placements.iter().all(lacks) && can_fill(row, moved)
}

/// Whether what stands behind the parts of a row is their total, and the cell of the total is blank; or may be, where no
/// other row tells in which columns the values stand.
fn ends_in_total(row: &Row) -> bool {
    let total = row.kinds.len() - 1;
    let whole_row =
        |equation: &Equation| equation.left == [total] && equation.right.len() == total && !equation.at_least;
    if !row.equations.iter().any(whole_row) {
        return false;
    }
    let is_total = |values: &[Decimal]| {
        values.split_last().is_some_and(|(last, parts)| !last.is_zero() && *last == parts.iter().sum())
    };
    let ends = |Reading { cells, .. }: &Reading| {
        filled_front(cells).filter(|filled| *filled >= 2).is_some_and(|filled| {
            let values: Vec<Decimal> = cells[..filled].iter().filter_map(|cell| cell.value).collect();
            values.len() == filled && is_total(&values)
        })
    };
    let placements = placements(row);
    let open = row.offset.is_none();
    placements.iter().any(ends) && (open || placements.iter().all(|reading| reading.cells[total].from.is_none()))
}

/// How many cells are filled if all of them stand before all blank ones, and there are both.
pub(super) fn filled_front(cells: &[Cell]) -> Option<usize> {
    let filled = cells.iter().take_while(|cell| cell.from.is_some()).count();
    let blank = cells[filled..].iter().all(|cell| cell.from.is_none());
    (blank && filled > 0 && filled < cells.len()).then_some(filled)
}
