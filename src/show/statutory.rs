//! The statutory tables as grids, each cell in the colour of its status.

use comfy_table::{Attribute, Cell, CellAlignment, Color};

use crate::form::Forms;
use crate::report::{Fact, Report, Status, TableStatus};
use crate::show::sheet::{Sheet, sheets};
use crate::show::{heading, table};

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
            let sheets = tables.flat_map(|table| sheets(report, forms, form, table));
            parts.extend(sheets.map(|one| sheet(one, styled)));
        }
    }
    parts.push(legend(styled));
    parts.join("\n")
}

fn sheet(sheet: Sheet, styled: bool) -> String {
    let mut drawn = table(styled);
    if !sheet.heads.is_empty() {
        drawn.set_header(sheet.heads);
    }
    for (label, cells) in sheet.rows {
        drawn.add_row(std::iter::once(Cell::new(label)).chain(cells.into_iter().map(cell)));
    }
    drawn.to_string()
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
