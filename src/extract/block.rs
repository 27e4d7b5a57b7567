//! One recognised block on its way to facts: runs, equations, readings.

use crate::content::Place;
use crate::extract::equation::equations;
use crate::extract::fact::{Context, Rows};
use crate::extract::issues;
use crate::extract::repeat::reconcile;
use crate::extract::said::{Said, narrowed};
use crate::extract::unit;
use crate::form::align::align;
use crate::form::number::Printed;
use crate::form::recognise::{Labels, Recognised};
use crate::form::run::{Run, Stray, StrayKind, runs};
use crate::form::stream::Stream;
use crate::form::token::Atom;
use crate::form::{Block, Forms, Kind};
use crate::issue::{Dropped, Issue};
use crate::report::Fact;
use crate::solve::blanks::{Blanks, has_moved_blanks, lacks_figures, prints_zeros};
use crate::solve::reading::{Effort, Row, readings, structure};
use crate::solve::{CrossEquation, Equation, Outcome, solve};

/// One recognised block with its runs, not yet read.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// What it is and where.
    pub recognised: &'a Recognised<'a>,
    /// The runs of its value rows.
    pub runs: Vec<Run>,
    /// Text that is no label and no value.
    pub strays: Vec<Stray>,
    /// Where the block begins.
    pub place: Place,
    forms: &'a Forms,
    kinds: Vec<Vec<Kind>>,
    /// For each run the equations inside its row.
    inside: Vec<Vec<Equation>>,
    across: Vec<CrossEquation>,
    offsets: Vec<((u32, u32), usize)>,
    /// Unit of money that a column heading has; mostly empty.
    heading_unit: &'static str,
    /// The same block, where it stands in the document once more.
    again: Option<Box<Prepared<'a>>>,
}

impl<'a> Prepared<'a> {
    /// Aligns the labels of a block and collects the runs between them.
    pub fn new(stream: &Stream, labels: &Labels, forms: &'a Forms, recognised: &'a Recognised<'a>) -> Prepared<'a> {
        let aligned = align(stream, recognised);
        let (runs, strays) = runs(stream, labels, forms, recognised, &aligned);
        let kinds: Vec<Vec<Kind>> = runs.iter().map(|run| kinds(forms, recognised.block, run.row)).collect();
        let (inside, across) = equations(recognised, &runs);
        let place = aligned.first().map_or(Place::default(), |first| stream.place(first.start));
        let heading_unit = unit::of_headings(stream, labels, forms, recognised.block);
        let (offsets, again) = (Vec::new(), None);
        let mut prepared =
            Prepared { recognised, runs, strays, place, forms, kinds, inside, across, offsets, heading_unit, again };
        prepared.offsets = prepared.offsets();
        prepared
    }

    /// The same, with its repetition.
    pub fn repeated(self, again: Option<Prepared<'a>>) -> Prepared<'a> {
        Prepared { again: again.map(Box::new), ..self }
    }

    /// Whether its values stand in real cells, so that blank ones are seen.
    pub fn in_cells(&self) -> bool {
        self.runs.iter().any(|run| run.atoms.iter().any(|atom| atom.cell.is_some()))
    }

    /// Whether some row of it has fewer figures than columns, so that blank cells must have left no trace.
    pub fn lost_blanks(&self) -> bool {
        (0..self.runs.len()).any(|at| self.kinds[at].len() > 1 && lacks_figures(&self.row(at, Blanks::default())))
    }

    /// Whether some row of it prints its zeros.
    pub fn prints_zeros(&self) -> bool {
        (0..self.runs.len()).any(|at| prints_zeros(&self.row(at, Blanks::default())))
    }

    /// Whether it leaves cells blank in rows that have figures.
    pub fn prints_blanks(&self) -> bool {
        let blank = |run: &Run| run.atoms.iter().any(|atom| atom.cell.is_some() && atom.printed == Printed::Blank);
        self.runs.iter().any(|run| run.atoms.iter().any(Atom::is_figures) && blank(run))
    }

    /// Whether figures of it stand in text, where blank cells would leave no trace.
    pub fn in_text(&self) -> bool {
        self.runs.iter().flat_map(|run| &run.atoms).any(|atom| atom.cell.is_none() && atom.is_figures())
    }

    /// Whether it prints dashes for some of its values.
    pub fn has_dashes(&self) -> bool {
        self.runs.iter().flat_map(|run| &run.atoms).any(|atom| atom.printed == Printed::Dash)
    }

    /// Whether blank cells have moved to the end of its rows.
    pub fn moved_blanks(&self) -> bool {
        (0..self.runs.len()).any(|at| has_moved_blanks(&self.row(at, Blanks::default())))
    }

    /// Whether many of its rows have more figures than columns, so that it has other columns than its form.
    pub fn is_crowded(&self) -> bool {
        let filled = self.runs.iter().filter(|run| run.atoms.iter().any(Atom::is_figures)).count();
        let crowded = (0..self.runs.len()).filter(|at| is_crowded(&self.runs[*at], self.kinds[*at].len())).count();
        crowded >= 2 && crowded * CROWDED >= filled
    }

    /// The readings of every row, and which of them the relations leave.
    pub fn by_relations(&self, blanks: Blanks) -> Outcome {
        let domains = |effort| (0..self.runs.len()).map(|at| readings(&self.row(at, blanks), effort)).collect();
        solve(domains(Effort::Least), &self.across, || domains(Effort::All))
    }

    /// The equations across rows, and those inside a row.
    pub fn equations(&self, at: usize) -> (&[CrossEquation], &[Equation]) {
        (&self.across, &self.inside[at])
    }

    /// The readings of every row, and which of them survive; `said` are the numbers of the prose.
    pub fn solve<'s>(&self, blanks: Blanks, said: &dyn Fn() -> &'s [Said]) -> Outcome {
        let outcome = self.by_relations(blanks);
        if (0..self.runs.len()).all(|at| outcome.surviving(at).nth(1).is_none()) {
            return outcome;
        }
        let Some(narrowed) = narrowed(self, &outcome, said()) else { return outcome };
        let decided = solve(narrowed.clone(), &self.across, || narrowed);
        if decided.gave_up || decided.broken > outcome.broken { outcome } else { decided }
    }

    /// One row with everything that its readings depend on.
    pub fn row(&self, at: usize, blanks: Blanks) -> Row<'_> {
        let known = |fits: &dyn Fn((u32, u32), (u32, u32)) -> bool| {
            let shape = self.runs[at].shape?;
            self.offsets.iter().find(|(known, _)| fits(*known, shape)).map(|(_, column)| *column)
        };
        Row {
            atoms: &self.runs[at].atoms,
            kinds: &self.kinds[at],
            equations: &self.inside[at],
            offset: known(&|known, own| known == own),
            offset_of_longer: known(&|(columns, label), own| columns > own.0 && label == own.1),
            blanks,
        }
    }

    /// Column in which the values of each row shape begin, as far as rows of the shape leave no doubt and agree.
    fn offsets(&self) -> Vec<((u32, u32), usize)> {
        let mut offsets: Vec<((u32, u32), Vec<usize>)> = Vec::new();
        for (at, run) in self.runs.iter().enumerate() {
            let Some(shape) = run.shape else { continue };
            let Some(only) = structure(&Row { equations: &[], ..self.row(at, Blanks::default()) }) else { continue };
            let first =
                only.cells.iter().enumerate().find_map(|(column, cell)| cell.from.map(|(atom, ..)| (column, atom)));
            let Some((column, atom)) = first else { continue };
            let grid = run.atoms[atom].cell.map_or(0, |cell| cell.column as usize);
            match offsets.iter_mut().find(|(known, _)| *known == shape) {
                Some((_, columns)) => columns.push(grid.wrapping_sub(column)),
                None => offsets.push((shape, vec![grid.wrapping_sub(column)])),
            }
        }
        let agree = |columns: &[usize]| columns.iter().all(|column| *column == columns[0]);
        offsets.into_iter().filter(|(_, columns)| agree(columns)).map(|(shape, columns)| (shape, columns[0])).collect()
    }

    /// The facts of the block, row by row, and what could not be used.
    pub fn read<'s>(&self, blanks: Blanks, said: &dyn Fn() -> &'s [Said]) -> (Vec<Fact>, Vec<Issue>) {
        let mut rows = Rows { facts: Vec::new(), issues: self.strays.iter().map(stray).collect() };
        let crowded = self.is_crowded();
        if crowded {
            rows.issues.push(Issue::new(&issues::COLUMNS_UNKNOWN, self.recognised.block.id).at(self.place));
        }
        if self.recognised.cut {
            let issue = Issue::new(&issues::TABLE_CUT, self.recognised.block.id);
            rows.issues.push(issue.at(self.place).drops(Dropped::Value));
        }
        let outcome = self.solve(blanks, said);
        if outcome.gave_up {
            rows.issues.push(Issue::new(&issues::SEARCH_BOUND, self.recognised.block.id).at(self.place));
        }
        rows.missing(self);
        for (at, run) in self.runs.iter().enumerate() {
            let surviving = if crowded { Vec::new() } else { outcome.surviving(at).collect() };
            rows.push(&Context {
                forms: self.forms,
                recognised: self.recognised,
                run,
                certain: outcome.domains[at].certain,
                surviving: &surviving,
                heading_unit: self.heading_unit,
            });
        }
        if let Some(again) = &self.again
            && reconcile(&mut rows.facts, again.read(blanks, said).0)
        {
            let issue = Issue::new(&issues::TABLE_REPEATED, self.recognised.block.id);
            rows.issues.push(issue.at(again.place).drops(Dropped::Value));
        }
        (rows.facts, rows.issues)
    }
}

/// One in so many rows must have more figures than columns for a table to have other columns than its form.
const CROWDED: usize = 4;

/// Whether a row has more figures than columns.
fn is_crowded(run: &Run, width: usize) -> bool {
    let number = |atom: &&Atom| matches!(atom.printed, Printed::Number(_));
    let several = |atom: &Atom| atom.is_figures() && atom.printed == Printed::Text;
    run.atoms.iter().filter(number).count() > width || (width == 1 && run.atoms.iter().any(several))
}

fn stray(stray: &Stray) -> Issue {
    let code = match stray.kind {
        StrayKind::Text => &issues::STRAY_TEXT,
        StrayKind::Row => &issues::UNKNOWN_ROW,
        StrayKind::Beyond => &issues::ROW_CUT,
    };
    Issue::new(code, stray.raw.as_str()).at(stray.place).drops(Dropped::Text)
}

fn kinds(forms: &Forms, block: &Block, row: usize) -> Vec<Kind> {
    let row = &block.rows[row];
    let cells = (0..block.width(row)).filter_map(|column| block.cell(row, column));
    cells.map(|(code, _)| forms.indicator(code).map_or(Kind::Count, |indicator| indicator.kind)).collect()
}
