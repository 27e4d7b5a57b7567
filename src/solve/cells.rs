//! Readings of a run in real cells: its columns are mostly known.

use std::ops::Range;

use super::blanks::filled_front;
use super::fill::{Fill, fill};
use super::reading::{BLANK, Cell, Domain, Reading, Row, judged, value};
use crate::form::Kind;
use crate::form::number::Printed;

pub(super) fn certain(reading: Reading) -> Domain {
    Domain { readings: vec![reading], certain: true, overflow: false, slips: false }
}

/// A run in real cells; `slips` says that the values of a row with more cells than columns may have slipped.
pub(super) fn cells(row: &Row, slips: bool) -> Domain {
    let width = row.kinds.len();
    let filled: Vec<usize> = (0..row.atoms.len()).filter(|at| row.atoms[*at].printed != Printed::Blank).collect();
    let (Some(first), Some(last)) = (filled.first(), filled.last()) else {
        return certain(Reading { cells: vec![BLANK; width], cost: 0, broken: 0 });
    };
    if row.atoms.len() == width {
        return in_place(row, 0..width);
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
            if end - begin == width {
                return in_place(row, begin..end);
            }
            let placed = |start: &usize| placed(row, *start..*start + width).without_omission(row);
            let readings: Vec<Reading> = starts.iter().map(placed).collect();
            if row.blanks.moved && readings.iter().any(|reading| filled_front(&reading.cells).is_some()) {
                return anywhere(&Row { blanks: row.blanks.anywhere(), ..*row });
            }
            let certain = starts.len() == 1 && known.is_none();
            let windows = Domain { readings, certain, overflow: false, slips };
            return if slips { slipped(row, windows) } else { windows };
        }
    }
    let mut domain = anywhere(row);
    // Where longer rows tell the columns, a value that contradicts the others there is not moved to where it does not.
    if let Some(in_place) = by_longer_rows(row) {
        domain.add(certain(Reading { broken: 0, ..in_place }));
    }
    domain
}

/// As many cells as columns: the values stand in place, unless blanks have moved in this document.
fn in_place(row: &Row, cells: Range<usize>) -> Domain {
    let reading = placed(row, cells);
    match filled_front(&reading.cells) {
        Some(_) if row.blanks.moved => anywhere(&Row { blanks: row.blanks.anywhere(), ..*row }),
        Some(_) if reading.broken > 0 => moved_or_wrong(row, reading),
        _ => match elsewhere(row, &reading) {
            Some(other) => Domain { readings: vec![reading, other], certain: false, overflow: false, slips: false },
            None => certain(reading),
        },
    }
}

/// A row that contradicts itself where it stands, with blanks at its end alone: that the agency erred is as likely as that
/// blanks moved, if there is a way in which they did and nothing contradicts itself.
fn moved_or_wrong(row: &Row, in_place: Reading) -> Domain {
    let blanks = row.blanks.anywhere();
    let mut moved = fill(&Row { blanks, ..*row }, Fill { divide: false, blanks: true, broken: false });
    if moved.readings.is_empty() && !moved.overflow {
        return certain(in_place);
    }
    moved.add(certain(Reading { broken: 0, ..in_place }));
    moved
}

/// Another reading of a row that contradicts itself as it stands: it may only be as short as it is because blanks at its end
/// were left off.
fn elsewhere(row: &Row, in_place: &Reading) -> Option<Reading> {
    let other = by_longer_rows(row).filter(|_| in_place.clone().without_omission(row).broken > 0)?;
    (other.cells != in_place.cells).then_some(other)
}

/// The reading of a row by the column in which the longer rows whose labels stand in its column have their first value.
fn by_longer_rows(row: &Row) -> Option<Reading> {
    let first = window_at(row, 0..row.atoms.len(), row.offset_of_longer?)?;
    let atoms = first..row.atoms.len().min(first + row.kinds.len());
    let filled = |at: usize| row.atoms[at].printed != Printed::Blank;
    if (0..first).chain(atoms.end..row.atoms.len()).any(filled) {
        return None;
    }
    let mut cells = taken(row, atoms);
    cells.resize(row.kinds.len(), BLANK);
    Some(judged(row, cells, 0))
}

/// Where a row has more cells than columns its values may have slipped. The window is credible, and given up only if
/// the equations of the table ask for it. One that contradicts itself proves nothing.
fn slipped(row: &Row, mut windows: Domain) -> Domain {
    let blanks = row.blanks.in_place();
    let broken = windows.readings.iter().any(|reading| reading.broken > 0);
    windows.add(fill(&Row { blanks, ..*row }, Fill { divide: false, blanks: true, broken }));
    windows.certain &= windows.readings.len() == 1;
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
fn window_at(row: &Row, mut atoms: Range<usize>, column: usize) -> Option<usize> {
    atoms.find(|at| row.atoms[*at].cell.is_some_and(|cell| cell.column as usize == column))
}

/// The reading that takes these atoms one by one, as many as there are columns.
pub(super) fn placed(row: &Row, atoms: Range<usize>) -> Reading {
    judged(row, taken(row, atoms), 0)
}

/// These atoms as cells of the first columns.
fn taken(row: &Row, atoms: Range<usize>) -> Vec<Cell> {
    let cell = |(at, kind): (usize, &Kind)| {
        let atom = &row.atoms[at];
        match &atom.printed {
            Printed::Blank => BLANK,
            printed => {
                Cell { from: Some((at, 0, atom.text.len())), value: value(printed, *kind), printed: printed.clone() }
            }
        }
    };
    atoms.zip(row.kinds).map(cell).collect()
}
