//! Extract: from content to the cells of the statutory tables.
//!
//! Labels are found and aligned, what stands between them becomes the runs of the rows, the runs become candidate
//! readings, and the equations of the form choose. The same way serves grids and running text.

mod block;
mod equation;
mod fact;
pub mod issues;
mod repeat;
mod said;
mod unit;
mod why;

use std::cell::LazyCell;

use block::Prepared;
pub use said::Said;
pub use why::{Considered, Why};

use crate::content::{Content, Place};
use crate::form::number::is_numeral;
use crate::form::recognise::{Labels, recognise};
use crate::form::repeat::again;
use crate::form::stream::Stream;
use crate::form::{Forms, Table};
use crate::issue::{Dropped, Issue};
use crate::report::{Fact, Status, TableReading, TableStatus};
use crate::solve::blanks::Blanks;

/// What the tables of a document hold.
#[derive(Debug, Default)]
pub struct Extract {
    /// What became of each table that was found, or whose heading was.
    pub tables: Vec<TableReading>,
    /// Every cell of the tables that were read, in the order of the form.
    pub facts: Vec<Fact>,
    /// What could not be used.
    pub issues: Vec<Issue>,
}

/// Longest section, in characters, in which a sentence may stand for a table.
const SECTION: usize = 300;

/// Reads the statutory tables of a document. `said` gives the numbers that its prose names for cells; it is asked for only
/// if the relations of a table leave several readings.
pub fn extract(content: &Content, forms: &Forms, said: impl FnOnce() -> Vec<Said>) -> Extract {
    let said = LazyCell::new(said);
    prepare(content, forms, |stream, labels, blocks, blanks| {
        let read = blocks.iter().map(|block| block.read(blanks, &|| said.as_slice())).collect();
        Extract::new(stream, labels, forms, blocks, read)
    })
}

/// Why the rows of the tables were read as they were, as far as they were not simply printed.
pub fn why(content: &Content, forms: &Forms, said: impl FnOnce() -> Vec<Said>) -> Vec<Why> {
    let said = LazyCell::new(said);
    prepare(content, forms, |_, _, blocks, blanks| {
        blocks.iter().flat_map(|block| why::why(block, blanks, &|| said.as_slice())).collect()
    })
}

/// Recognises the blocks of a document and collects their runs, and hands them on.
fn prepare<T>(content: &Content, forms: &Forms, then: impl FnOnce(&Stream, &Labels, &[Prepared], Blanks) -> T) -> T {
    let stream = Stream::new(content);
    let labels = forms.matcher.labels(&stream);
    let recognised = recognise(&stream, &labels, forms);
    let repeated: Vec<_> = recognised.iter().map(|r| again(&stream, &labels, r)).collect();
    let prepared = |r| Prepared::new(&stream, &labels, forms, r);
    let blocks: Vec<_> = recognised
        .iter()
        .zip(&repeated)
        .map(|(recognised, again)| prepared(recognised).repeated(again.as_ref().map(prepared)))
        .collect();
    // Where some cells are blank, what became text may have had blanks that left no trace.
    let flattened = blocks.iter().any(Prepared::prints_blanks) && blocks.iter().any(Prepared::in_text);
    let lost = blocks.iter().any(Prepared::lost_blanks);
    let blanks = Blanks {
        vanish: lost || flattened || !blocks.iter().any(Prepared::prints_zeros),
        moved: blocks.iter().any(Prepared::moved_blanks),
        dashed: blocks.iter().any(Prepared::has_dashes),
    };
    then(&stream, &labels, &blocks, blanks)
}

impl Extract {
    /// The facts and issues that were `read` from each block, as tables.
    fn new(
        stream: &Stream,
        labels: &Labels,
        forms: &Forms,
        blocks: &[Prepared],
        read: Vec<(Vec<Fact>, Vec<Issue>)>,
    ) -> Extract {
        let mut extract = Extract::default();
        // A form without a single number is a blank form. Blank cells count in a document that has numbers elsewhere.
        let has = |facts: &[Fact], statuses: &[Status]| {
            facts.iter().any(|fact| fact.value.is_some() || statuses.contains(&fact.status))
        };
        let any = read.iter().any(|(facts, _)| has(facts, &[Status::Ambiguous]));
        for (block, (mut facts, mut issues)) in blocks.iter().zip(read) {
            if !any || !(block.in_cells() || has(&facts, &[Status::Ambiguous, Status::Dash, Status::Word])) {
                continue;
            }
            let table = reading(&mut extract.tables, block.recognised.table.id, block.place);
            if !table.forms.contains(&block.recognised.form.id) {
                table.forms.push(block.recognised.form.id);
            }
            extract.facts.append(&mut facts);
            extract.issues.append(&mut issues);
        }
        let tables = forms.forms.iter().flat_map(|form| &form.tables);
        for table in tables {
            if extract.tables.iter().all(|read| read.table != table.id) {
                extract.without_cells(stream, labels, forms, table);
            }
        }
        order(&mut extract.facts, forms);
        extract
    }
}

/// The entry of a table, made if it is not there yet.
fn reading<'t>(tables: &'t mut Vec<TableReading>, table: &'static str, place: Place) -> &'t mut TableReading {
    let at = tables.iter().position(|read| read.table == table).unwrap_or_else(|| {
        tables.push(TableReading { table, forms: Vec::new(), status: TableStatus::Read, place });
        tables.len() - 1
    });
    &mut tables[at]
}

impl Extract {
    /// A table of which only the heading is there: a sentence stands for it, or it is lost.
    fn without_cells(&mut self, stream: &Stream, labels: &Labels, forms: &Forms, table: &Table) {
        let heads = |text: &String| table.headings.iter().any(|label| label.folded.contains(text));
        let begins = |start: usize| stream.begins_piece(start) || stream.folded(start - 1..start) == "、";
        let mut headings =
            labels.found.iter().filter(|found| heads(&forms.label_texts[found.text]) && begins(found.start));
        // The last one: an opening paragraph may list the headings of the report.
        let Some(heading) = headings.next_back() else { return };
        let section = stream.folded(heading.end..(heading.end + SECTION).min(stream.glyphs.len()));
        let next =
            section.char_indices().zip(section.chars().skip(1)).find(|((_, c), mark)| is_numeral(*c) && *mark == '、');
        let section = &section[..next.map_or(section.len(), |((at, _), _)| at)];
        let place = stream.place(heading.start);
        let sentence = section.split(['。', ';']).any(|sentence| table.nil.iter().any(|nil| nil.is_match(sentence)));
        let status = if sentence { TableStatus::Sentence } else { TableStatus::Absent };
        if status == TableStatus::Absent {
            let raw = stream.folded(heading.start..heading.end);
            self.issues.push(Issue::new(&issues::TABLE_ABSENT, raw).at(place).drops(Dropped::Table));
        }
        self.tables.push(TableReading { table: table.id, forms: Vec::new(), status, place });
    }
}

/// Sorts facts by the order of the forms: table, row, column.
fn order(facts: &mut [Fact], forms: &Forms) {
    let applicants = forms.applicant_codes();
    facts.sort_by_cached_key(|fact| {
        let indicator = forms.places.get(fact.indicator);
        let applicant = fact.applicant.and_then(|code| applicants.iter().position(|known| *known == code));
        (indicator, applicant)
    });
}
