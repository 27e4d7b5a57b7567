//! The blocks of a statutory table as they are shown, on a terminal or on a page: heads and rows as in the form.

use crate::form::{Block, Form, Forms, Table};
use crate::report::{Fact, Report};

/// Blocks with more columns than this are shown as a list.
const WIDE: usize = 7;

/// A block that was read.
pub struct Sheet<'r> {
    /// Caption and heads of the columns; empty for a list.
    pub heads: Vec<&'static str>,
    /// Label and cells of each row; a list has one cell in each.
    pub rows: Vec<(String, Vec<Option<&'r Fact>>)>,
}

/// The blocks of a table of a form that were read.
pub fn sheets<'r>(report: &'r Report, forms: &Forms, form: &Form, table: &Table) -> Vec<Sheet<'r>> {
    let facts: Vec<&Fact> = report.facts.iter().filter(|fact| fact.form == form.id && fact.table == table.id).collect();
    let sheet = |block: &Block| {
        if block.columns.len() > WIDE { list(&facts, forms, block) } else { grid(&facts, forms, block) }
    };
    table.blocks.iter().filter_map(sheet).collect()
}

/// Rows and columns as in the form; nothing if the block was not read.
fn grid<'r>(facts: &[&'r Fact], forms: &Forms, block: &Block) -> Option<Sheet<'r>> {
    let caption = block.caption.as_ref().map_or("", |label| label.official);
    let heads = std::iter::once(caption).chain(block.columns.iter().map(|column| column.label.official)).collect();
    let mut rows = Vec::new();
    for row in block.rows.iter().filter(|row| !row.indicators().is_empty()) {
        let fact = |column| {
            let (indicator, applicant) = block.cell(row, column)?;
            facts.iter().find(|fact| fact.indicator == indicator && fact.applicant == applicant).copied()
        };
        let cells: Vec<_> = (0..block.width(row)).map(fact).collect();
        if cells.iter().any(Option::is_some) {
            let label = row.label.as_ref().map_or("", |label| label.official);
            let by_applicant = block.columns[0].applicant.is_some();
            rows.push((if by_applicant { numbered(forms, row.indicators()[0]) } else { label.into() }, cells));
        }
    }
    (!rows.is_empty()).then_some(Sheet { heads, rows })
}

/// The label with the number that the form prints before it.
fn numbered(forms: &Forms, code: &str) -> String {
    let indicator = forms.indicator(code);
    indicator.map_or_else(String::new, |i| {
        let last = i.path.rsplit('/').next().unwrap_or_default();
        format!("{last} {}", i.label.official)
    })
}

/// One line for each indicator, for a block that is one long row.
fn list<'r>(facts: &[&'r Fact], forms: &Forms, block: &Block) -> Option<Sheet<'r>> {
    let row = |indicator: &&str| {
        let fact = facts.iter().find(|fact| fact.indicator == *indicator)?;
        let label = forms.indicator(indicator).map_or("", |indicator| indicator.label.official);
        Some((label.to_owned(), vec![Some(*fact)]))
    };
    let rows: Option<Vec<_>> = block.rows.first()?.indicators().iter().map(row).collect();
    Some(Sheet { heads: Vec::new(), rows: rows? })
}
