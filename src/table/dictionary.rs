//! `dictionary`: what each indicator means, in each form that has it.

use arrow::array::RecordBatch;

use crate::form::{Form, Forms, Indicator, Kind, Row as FormRow};
use crate::table::column::{self, Column, about, text};
use crate::table::{Corpus, Rows, Table};

/// The table.
pub static TABLE: Table = Table {
    name: "dictionary",
    grain: "indicator x form",
    description: "What each indicator counts, with its official label, unit and legal basis",
    description_zh: "指标说明：官方名称、单位、依据",
    key: &["indicator", "form"],
    schema: |_| column::schema(&columns()),
    rows: Rows::Whole(batch),
};

struct Row<'a> {
    indicator: &'a Indicator,
    form: &'a Form,
    table: &'static str,
    by_applicant: bool,
}

fn batch(_: &Corpus, forms: &Forms) -> RecordBatch {
    let rows: Vec<Row> = forms.forms.iter().flat_map(|form| rows(form, forms)).collect();
    column::batch(&columns(), &rows)
}

/// The indicators of a form in the order of its tables; an indicator that stands there twice comes once.
fn rows<'a>(form: &'a Form, forms: &'a Forms) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> = Vec::new();
    for (table, block) in form.tables.iter().flat_map(|table| table.blocks.iter().map(move |block| (table, block))) {
        let by_applicant = block.columns.iter().any(|column| column.applicant.is_some());
        for indicator in block.rows.iter().flat_map(FormRow::indicators).filter_map(|code| forms.indicator(code)) {
            if rows.iter().all(|row| row.indicator.code != indicator.code) {
                rows.push(Row { indicator, form, table: table.id, by_applicant });
            }
        }
    }
    rows
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Count => "count",
        Kind::Signed => "signed",
        Kind::Money { .. } => "money",
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text(about("indicator", "Code", "指标代码"), |r: &Row| Some(r.indicator.code)).required(),
        text(about("form", "Form generation", "表式"), |r: &Row| Some(r.form.id)).required(),
        text(about("table", "Statutory table of the form", "统计表"), |r: &Row| Some(r.table)).required(),
        text(about("path", "Place in the form", "表中位置"), |r: &Row| Some(r.indicator.path)).required(),
        text(about("label", "Official label", "官方名称"), |r: &Row| Some(r.indicator.label.official)).required(),
        text(about("meaning", "What it counts", "含义（英文）"), |r: &Row| Some(r.indicator.meaning)).required(),
        text(about("unit", "Unit of the values", "单位"), |r: &Row| Some(r.indicator.unit)).required(),
        text(about("kind", "count: zero or more; signed: a change; money: an amount", "数值类型"), |r: &Row| {
            Some(kind(r.indicator.kind))
        })
        .required(),
        column::flag(
            about("by_applicant", "Whether there is a value per kind of applicant", "是否分申请人"),
            |r: &Row| Some(r.by_applicant),
        )
        .required(),
        text(about("basis", "Article or circular that defines it", "依据"), |r: &Row| Some(r.indicator.basis))
            .required(),
        text(about("form_title", "Name of the form", "表式名称"), |r: &Row| Some(r.form.title)).required(),
        text(about("form_authority", "Circular that prescribes the form", "表式依据"), |r: &Row| {
            Some(r.form.authority)
        })
        .required(),
    ]
}
