//! Fills the columns of a row with a run of figures in every possible way.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::form::Kind;
use crate::form::number::{self, Printed};
use crate::form::token::Atom;
use crate::solve::liberty::{BLANKS, DIVIDED};
use crate::solve::reading::{BLANK, Cell, Domain, Equation, Reading, Row, judged, value};

/// Most readings kept of one row; more is no reading at all.
const MOST: usize = 2_000;
/// Most steps taken to find them.
const STEPS: usize = 50_000;

/// The liberties that a reading may take.
#[derive(Debug, Clone, Copy)]
pub struct Fill {
    /// Figures without a gap may be several numbers.
    pub divide: bool,
    /// Columns may be blank without a trace.
    pub blanks: bool,
    /// Equations inside the row may be broken.
    pub broken: bool,
}

/// Every reading that takes no more than these liberties.
pub fn fill(row: &Row, fill: Fill) -> Domain {
    let mut search = Search::new(row, fill, MOST);
    search.column(0, 0);
    let overflow = search.is_over();
    let blanks = |reading: &Reading| reading.cells.iter().filter(|cell| cell.from.is_none()).count();
    search.found.sort_by_cached_key(|reading| (reading.broken, reading.cost, blanks(reading)));
    Domain { readings: if overflow { Vec::new() } else { search.found }, certain: false, overflow, slips: false }
}

/// Whether there is a reading that takes no more than these liberties, or may be one.
pub fn can_fill(row: &Row, fill: Fill) -> bool {
    let mut search = Search::new(row, fill, 1);
    search.column(0, 0);
    search.is_over()
}

struct Search<'r, 'a> {
    row: &'r Row<'a>,
    atoms: Vec<usize>,
    fill: Fill,
    /// Readings after which it ends.
    most: usize,
    found: Vec<Reading>,
    cells: Vec<Cell>,
    steps: usize,
    divided: bool,
    /// For each column the equations that it completes.
    completed: Vec<Vec<&'r Equation>>,
    /// What may begin at a byte of an atom, by the kind of its column.
    numbers: FxHashMap<(usize, usize, Kind), Rc<[Cell]>>,
}

impl<'r, 'a> Search<'r, 'a> {
    fn new(row: &'r Row<'a>, fill: Fill, most: usize) -> Search<'r, 'a> {
        let atoms = (0..row.atoms.len()).filter(|at| row.atoms[*at].printed != Printed::Blank).collect();
        let last = |equation: &Equation| equation.left.iter().chain(&equation.right).max().copied();
        let of_column = |column| row.equations.iter().filter(|equation| last(equation) == Some(column)).collect();
        let completed = (0..row.kinds.len()).map(of_column).collect();
        let (found, cells, numbers) = (Vec::new(), Vec::new(), FxHashMap::default());
        Search { row, atoms, fill, most, found, cells, steps: 0, divided: false, completed, numbers }
    }

    fn is_over(&self) -> bool {
        self.steps >= STEPS || self.found.len() >= self.most
    }

    /// Fills the next column from byte `offset` of atom `atom`.
    fn column(&mut self, atom: usize, offset: usize) {
        self.steps += 1;
        let left = self.row.kinds.len() - self.cells.len();
        let atoms_left = self.atoms.len() - atom;
        if self.is_over() || atoms_left > left || self.breaks() {
            return;
        }
        if left == 0 {
            self.found.push(judged(self.row, self.cells.clone(), self.cost()).without_omission(self.row));
            return;
        }
        if self.fill.blanks {
            self.cells.push(BLANK);
            self.column(atom, offset);
            self.cells.pop();
        }
        if atoms_left > 0 {
            self.value(atom, offset);
        }
    }

    /// Whether an equation that the last column completes does not hold.
    fn breaks(&self) -> bool {
        let Some(last) = self.cells.len().checked_sub(1).filter(|_| !self.fill.broken) else { return false };
        let breaks = |equation: &&Equation| equation.is_broken(&self.cells) || equation.omits_total(&self.cells);
        self.completed[last].iter().any(breaks)
    }

    /// In a document where blanks vanish it takes no liberty to say so.
    fn cost(&self) -> u32 {
        let blank = self.cells.iter().any(|cell| cell.from.is_none());
        match (self.row.blanks.vanish, self.divided, blank) {
            (true, ..) => 0,
            (false, divided, blank) => u32::from(divided) * DIVIDED + u32::from(blank) * BLANKS,
        }
    }

    /// Puts a value that begins at `offset` of `atom` into the next column.
    fn value(&mut self, atom: usize, offset: usize) {
        let (index, kind) = (self.atoms[atom], self.row.kinds[self.cells.len()]);
        let row = self.row;
        let begins = || numbers(row, index, offset, kind).into();
        let numbers = Rc::clone(self.numbers.entry((index, offset, kind)).or_insert_with(begins));
        let length = self.row.atoms[index].text.len();
        for cell in numbers.iter() {
            let Some((_, _, end)) = cell.from else { continue };
            let whole = offset == 0 && end == length;
            if !whole && !self.fill.divide {
                continue;
            }
            let was_divided = self.divided;
            self.divided |= !whole;
            self.cells.push(cell.clone());
            if end == length {
                self.column(atom + 1, 0)
            } else {
                self.column(atom, end)
            }
            self.cells.pop();
            self.divided = was_divided;
        }
    }
}

/// What may begin at byte `offset` of an atom in a column of this kind.
fn numbers(row: &Row, atom: usize, offset: usize, kind: Kind) -> Vec<Cell> {
    let Atom { text, .. } = &row.atoms[atom];
    let mut ends = if row.atoms[atom].is_figures() { ends(text, offset, kind) } else { vec![text.len()] };
    // What looks like a sign may be the dash of the column before: 27-7 is 27, - and 7 as well.
    if row.blanks.dashed && text[offset..].starts_with('-') && !ends.contains(&(offset + 1)) {
        ends.push(offset + 1);
    }
    let cell = |end: usize| {
        let printed = number::read(&text[offset..end]);
        let value = value(&printed, kind);
        let whole = offset == 0 && end == text.len();
        let is_mark =
            matches!(printed, Printed::Dash) || (whole && !matches!(printed, Printed::Number(_) | Printed::Text));
        (value.is_some() || is_mark).then_some(Cell { from: Some((atom, offset, end)), value, printed })
    };
    ends.into_iter().filter_map(cell).collect()
}

/// Where a number that begins at `start` of glued figures may end. A number has no leading zero; a fraction stands only
/// in a column of money; a sign only in a column of changes.
fn ends(text: &str, start: usize, kind: Kind) -> Vec<usize> {
    let rest = &text[start..];
    let signed = rest.starts_with(|c: char| !c.is_ascii_digit());
    let sign = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    if (signed && kind != Kind::Signed) || sign == rest.len() {
        return Vec::new();
    }
    let digits = rest[sign..].bytes().take_while(u8::is_ascii_digit).count();
    let zero = rest[sign..].starts_with('0');
    let whole = sign + if zero { 1 } else { digits };
    let mut ends: Vec<usize> = (sign + 1..=whole).map(|end| start + end).collect();
    if let (Kind::Money { .. }, Some(fraction)) = (kind, rest[whole..].strip_prefix('.')) {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        ends.extend((1..=digits).map(|digits| start + whole + 1 + digits));
    }
    // A unit, or a comma between thousands, belongs to the number before it.
    let behind = |end: usize| number::unit(&text[end..]).map(|(unit, _)| end + unit.len());
    let mut with_unit: Vec<usize> = ends.iter().filter_map(|end| behind(*end)).collect();
    ends.retain(|end| behind(*end).is_none() && !text[*end..].starts_with(['.', ',']));
    ends.append(&mut with_unit);
    if rest.contains(',') && !ends.contains(&text.len()) {
        ends.push(text.len());
    }
    ends
}
