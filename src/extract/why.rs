//! Why each row was read as it was: the readings that were considered, and what decided between them.

use super::Said;
use super::block::Prepared;
use crate::content::Place;
use crate::solve::blanks::Blanks;
use crate::solve::reading::{Row, excluded};
use crate::solve::reason::{Against, against};
use crate::solve::{Outcome, Reading};

/// Most readings of a row that are listed.
const LISTED: usize = 12;

/// How one row that was not simply printed came to be read, or not.
#[derive(Debug)]
pub struct Why {
    /// Table id of the form.
    pub table: &'static str,
    /// The first indicator of the row.
    pub indicator: &'static str,
    /// The run of the row as printed.
    pub run: String,
    /// Where it begins.
    pub place: Place,
    /// The readings, those that survive first, and not all of them if there are many.
    pub readings: Vec<Considered>,
    /// How many are not listed.
    pub more: usize,
    /// Whether the row has too many readings to list, or a search in its table gave up.
    pub bound: bool,
}

/// One reading of the row.
#[derive(Debug)]
pub struct Considered {
    /// What it puts in each column; `·` for a blank.
    pub cells: Vec<String>,
    /// The liberties that it takes.
    pub cost: u32,
    /// What speaks against it; nothing if it survives.
    pub against: String,
}

/// The rows of a block whose reading was not certain.
pub fn why<'s>(block: &Prepared, blanks: Blanks, said: &dyn Fn() -> &'s [Said]) -> Vec<Why> {
    let (by_relations, solved) = (block.by_relations(blanks), block.solve(blanks, said));
    let open = |at: &usize| !by_relations.domains[*at].certain;
    (0..block.runs.len())
        .filter(open)
        .map(|at| of_row(block, &block.row(at, blanks), at, &by_relations, &solved))
        .collect()
}

fn of_row(block: &Prepared, row: &Row, at: usize, by_relations: &Outcome, solved: &Outcome) -> Why {
    let run = &block.runs[at];
    let domain = &by_relations.domains[at];
    let (across, inside) = block.equations(at);
    let against = against(by_relations, across, inside, at);
    let considered = domain.readings.iter().zip(against).map(|(reading, against)| {
        let survives = solved.surviving(at).any(|kept| kept.cells == reading.cells);
        Considered { cells: cells(block, at, reading), cost: reading.cost, against: words(&against, survives) }
    });
    let excluded =
        excluded(row).into_iter().filter(|reading| domain.readings.iter().all(|own| own.cells != reading.cells));
    let excluded = excluded.map(|reading| {
        let broken =
            inside.iter().filter(|equation| equation.is_broken(&reading.cells)).map(|equation| equation.relation);
        let against = words(&Against::Relations(broken.collect()), false);
        Considered { cells: cells(block, at, &reading), cost: reading.cost, against }
    });
    let mut readings: Vec<Considered> = considered.chain(excluded).collect();
    readings.sort_by_key(|reading| !reading.against.is_empty());
    let more = readings.len().saturating_sub(LISTED);
    readings.truncate(LISTED);
    Why {
        table: block.recognised.table.id,
        indicator: block.recognised.block.rows[run.row].indicators().first().copied().unwrap_or_default(),
        run: run.printed(),
        place: run.place,
        readings,
        more,
        bound: domain.overflow || solved.gave_up,
    }
}

fn cells(block: &Prepared, at: usize, reading: &Reading) -> Vec<String> {
    let atoms = &block.runs[at].atoms;
    let cell = |from: Option<(usize, usize, usize)>| {
        from.map_or("·".to_owned(), |(atom, from, to)| atoms[atom].text[from..to].to_owned())
    };
    reading.cells.iter().map(|found| cell(found.from)).collect()
}

fn words(against: &Against, survives: bool) -> String {
    match against {
        Against::Nothing if survives => String::new(),
        Against::Nothing => "the prose names another number".into(),
        Against::Liberties => "takes more liberties".into(),
        Against::Table => "no solution of the whole table holds it".into(),
        Against::Relations(relations) => {
            let name = |(id, instance): &(&str, &str)| format!("{id} {instance}").trim_end().to_owned();
            relations.iter().map(name).collect::<Vec<_>>().join(", ")
        }
    }
}
