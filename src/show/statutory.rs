//! The statutory tables as grids, each cell in the colour of its status.

use comfy_table::{Attribute, Cell, CellAlignment, Color};

use crate::form::{Block, Form, Forms, Table};
use crate::report::{Fact, Report, Status, TableStatus};
use crate::show::{heading, table};

/// Blocks with more columns than this are drawn as a list.
const WIDE: usize = 7;

/// All tables of the report, and what became of those that were not read.
pub fn tables(report: &Report, forms: &Forms, styled: bool) -> String {
    let mut parts = Vec::new();
    for reading in &report.tables {
        let status = if reading.status == TableStatus::Read { "" } else { reading.status.as_str() };
        parts.push(
            heading(&format!("{} {}{status}", reading.table, reading.forms.join(" + ")), styled).trim_end().into(),
        );
        for form in reading.forms.iter().filter_map(|id| forms.form(id)) {
            let tables = form.tables.iter().filter(|table| table.id == reading.table);
            parts.extend(tables.flat_map(|table| blocks(report, forms, form, table, styled)));
        }
    }
    parts.push(legend(styled));
    parts.join("\n")
}

fn blocks(report: &Report, forms: &Forms, form: &Form, of: &Table, styled: bool) -> Vec<String> {
    let facts: Vec<&Fact> = report.facts.iter().filter(|fact| fact.form == form.id && fact.table == of.id).collect();
    let drawn = of.blocks.iter().map(|block| {
        if block.columns.len() > WIDE { list(&facts, forms, block, styled) } else { grid(&facts, forms, block, styled) }
    });
    drawn.flatten().collect()
}

/// Rows and columns as in the form; nothing if the block was not read.
fn grid(facts: &[&Fact], forms: &Forms, block: &Block, styled: bool) -> Option<String> {
    let mut drawn = table(styled);
    let caption = block.caption.as_ref().map_or("", |label| label.official);
    drawn.set_header(
        std::iter::once(caption).chain(block.columns.iter().map(|column| column.label.official)).map(Cell::new),
    );
    let mut any = false;
    for row in block.rows.iter().filter(|row| !row.indicators().is_empty()) {
        let fact = |column| {
            let (indicator, applicant) = block.cell(row, column)?;
            facts.iter().find(|fact| fact.indicator == indicator && fact.applicant == applicant)
        };
        let cells: Vec<_> = (0..block.width(row)).map(fact).collect();
        if cells.iter().any(Option::is_some) {
            any = true;
            let label = row.label.as_ref().map_or("", |label| label.official);
            let label =
                if block.columns[0].applicant.is_some() { numbered(forms, row.indicators()[0]) } else { label.into() };
            drawn.add_row(std::iter::once(Cell::new(label)).chain(cells.into_iter().map(|fact| cell(fact.copied()))));
        }
    }
    any.then(|| drawn.to_string())
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
fn list(facts: &[&Fact], forms: &Forms, block: &Block, styled: bool) -> Option<String> {
    let mut drawn = table(styled);
    let row = block.rows.first()?;
    for indicator in row.indicators() {
        let fact = facts.iter().find(|fact| fact.indicator == *indicator)?;
        let label = forms.indicator(indicator).map_or("", |indicator| indicator.label.official);
        drawn.add_row([Cell::new(label), cell(Some(fact))]);
    }
    Some(drawn.to_string())
}

fn cell(fact: Option<&Fact>) -> Cell {
    let Some(fact) = fact else { return Cell::new("") };
    let value = fact.value.map_or(String::new(), |value| value.to_string());
    let assumed = if fact.unit_assumed { " (unit assumed)" } else { "" };
    let drawn = match fact.status {
        Status::Printed => Cell::new(format!("{value}{assumed}")),
        Status::Inferred | Status::InferredBySeries => Cell::new(format!("{value}{assumed}")).fg(Color::Cyan),
        Status::Blank => Cell::new("·").add_attribute(Attribute::Dim),
        Status::Dash | Status::Word => Cell::new(&fact.printed).add_attribute(Attribute::Dim),
        Status::Ambiguous => Cell::new("?").fg(Color::Yellow),
        Status::Unreadable => Cell::new(format!("! {}", fact.printed)).fg(Color::Red),
    };
    drawn.set_alignment(CellAlignment::Right)
}

fn legend(styled: bool) -> String {
    let text = "· blank, ? ambiguous, ! unreadable";
    if styled { format!("{text}, \u{1b}[36minferred\u{1b}[0m") } else { text.into() }
}
