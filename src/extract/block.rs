//! One recognised block on its way to facts: runs, equations, readings.

use crate::content::Place;
use crate::extract::fact::{Context, Rows, headings};
use crate::extract::issues;
use crate::form::align::align;
use crate::form::number::Printed;
use crate::form::recognise::{Labels, Recognised};
use crate::form::relation::{Comparison, Relation, Strictness, Term};
use crate::form::run::{Run, Stray, StrayKind, runs};
use crate::form::stream::Stream;
use crate::form::{Block, Forms, Kind};
use crate::issue::{Dropped, Issue};
use crate::report::Fact;
use crate::solve::blanks::{Blanks, has_blanks_in_place, has_moved_blanks, lacks_figures};
use crate::solve::reading::{Effort, Row, readings, structure};
use crate::solve::{CrossEquation, Domain, Equation, Outcome, solve};

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
}

impl<'a> Prepared<'a> {
    /// Aligns the labels of a block and collects the runs between them.
    pub fn new(stream: &Stream, labels: &Labels, forms: &'a Forms, recognised: &'a Recognised<'a>) -> Prepared<'a> {
        let aligned = align(stream, recognised);
        let (runs, strays) = runs(stream, labels, forms, recognised, &aligned);
        let kinds: Vec<Vec<Kind>> = runs.iter().map(|run| kinds(forms, recognised.block, run.row)).collect();
        let (inside, across) = equations(recognised, &runs);
        let place = aligned.first().map_or(Place::default(), |first| stream.place(first.start));
        let mut prepared =
            Prepared { recognised, runs, strays, place, forms, kinds, inside, across, offsets: Vec::new() };
        prepared.offsets = prepared.offsets();
        prepared
    }

    /// Whether its values stand in real cells, so that blank ones are seen.
    pub fn in_cells(&self) -> bool {
        self.runs.iter().any(|run| run.atoms.iter().any(|atom| atom.cell.is_some()))
    }

    /// Whether some row of it has fewer figures than columns, so that blank cells must have left no trace.
    pub fn lost_blanks(&self) -> bool {
        (0..self.runs.len()).any(|at| self.kinds[at].len() > 1 && lacks_figures(&self.row(at, Blanks::default())))
    }

    /// Whether it prints dashes for some of its values.
    pub fn has_dashes(&self) -> bool {
        self.runs.iter().flat_map(|run| &run.atoms).any(|atom| atom.printed == Printed::Dash)
    }

    /// Whether blank cells have moved to the end of its rows.
    pub fn moved_blanks(&self) -> bool {
        let rows = || (0..self.runs.len()).map(|at| self.row(at, Blanks::default()));
        rows().any(|row| has_moved_blanks(&row)) && !rows().any(|row| has_blanks_in_place(&row))
    }

    /// The readings of every row, and which of them survive.
    pub fn solve(&self, blanks: Blanks) -> (Vec<Domain>, Outcome) {
        let domains = |effort| (0..self.runs.len()).map(|at| readings(&self.row(at, blanks), effort)).collect();
        let least: Vec<Domain> = domains(Effort::Least);
        let outcome = solve(&least, &self.across, || domains(Effort::All));
        (least, outcome)
    }

    fn row(&self, at: usize, blanks: Blanks) -> Row<'_> {
        let offset = self.runs[at].shape.and_then(|shape| self.offsets.iter().find(|(known, _)| *known == shape));
        Row {
            atoms: &self.runs[at].atoms,
            kinds: &self.kinds[at],
            equations: &self.inside[at],
            offset: offset.map(|(_, column)| *column),
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
    pub fn read(&self, labels: &Labels, blanks: Blanks) -> (Vec<Fact>, Vec<Issue>) {
        let (domains, outcome) = self.solve(blanks);
        let mut rows = Rows { facts: Vec::new(), issues: self.strays.iter().map(stray).collect() };
        if outcome.gave_up {
            rows.issues.push(Issue::new(&issues::SEARCH_BOUND, self.recognised.block.id).at(self.place));
        }
        rows.missing(self);
        let headings = headings(labels, self.forms, self.recognised.block);
        for ((run, domain), surviving) in self.runs.iter().zip(&domains).zip(&outcome.surviving) {
            let certain = domain.certain;
            rows.push(&Context {
                forms: self.forms,
                recognised: self.recognised,
                run,
                certain,
                surviving,
                headings: &headings,
            });
        }
        (rows.facts, rows.issues)
    }
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

/// The equations of the block: for each run those inside its row, and those across rows.
fn equations(recognised: &Recognised, runs: &[Run]) -> (Vec<Vec<Equation>>, Vec<CrossEquation>) {
    let mut inside = vec![Vec::new(); runs.len()];
    let mut across = Vec::new();
    let exact = recognised.form.relations.iter().filter(|relation| relation.strictness == Strictness::Exact);
    for relation in exact.filter(|relation| relation.table == Some(recognised.table.id)) {
        for instance in &relation.instances {
            let side = |terms: &[Term]| cells(recognised.block, runs, terms);
            let (Some(left), Some(right)) = (side(&instance.left), side(&instance.right)) else { continue };
            place_equation(relation, left, right, &mut inside, &mut across);
        }
    }
    (inside, across)
}

/// Row (as number of its run) and column of each operand; `None` if one is not in the block.
fn cells(block: &Block, runs: &[Run], terms: &[Term]) -> Option<Vec<(usize, usize)>> {
    let cell = |term: &Term| {
        runs.iter().enumerate().find_map(|(at, run)| {
            let row = &block.rows[run.row];
            let columns = 0..block.width(row);
            let is_term = |column: &usize| {
                block.cell(row, *column).is_some_and(|(code, of)| Some(code) == term.indicator && of == term.applicant)
            };
            columns.into_iter().find(is_term).map(|column| (at, column))
        })
    };
    terms.iter().map(cell).collect()
}

fn place_equation(
    relation: &Relation,
    left: Vec<(usize, usize)>,
    right: Vec<(usize, usize)>,
    inside: &mut [Vec<Equation>],
    across: &mut Vec<CrossEquation>,
) {
    let row = left[0].0;
    let columns = |side: &[(usize, usize)]| side.iter().map(|(_, column)| *column).collect();
    let in_one_row = left.iter().chain(&right).all(|(other, _)| *other == row);
    match relation.comparison {
        Comparison::Eq | Comparison::Ge if in_one_row => {
            let at_least = relation.comparison == Comparison::Ge;
            inside[row].push(Equation { left: columns(&left), right: columns(&right), at_least });
        }
        Comparison::Eq => {
            let total = (left.len() == 1).then(|| left[0]);
            let left = left.into_iter().map(|(row, column)| (row, column, 1));
            let right = right.into_iter().map(|(row, column)| (row, column, -1));
            across.push(CrossEquation { terms: left.chain(right).collect(), total });
        }
        _ => {}
    }
}
