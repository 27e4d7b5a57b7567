//! `dictionary`: what each indicator means, in each form that has it.

use arrow::array::RecordBatch;

use crate::form::{Comparable, Form, Forms, Indicator, Joins, Kind, Row as FormRow};
use crate::table::column::{self, Column, about, int16, text};
use crate::table::{Corpus, Rows, Table};

/// The table.
pub static TABLE: Table = Table {
    name: "dictionary",
    grain: "indicator x form",
    description: "What each indicator counts: official label, unit, years, comparability over forms, identities, legal basis",
    description_zh: "指标说明：官方名称、单位、年度、跨表式可比性、勾稽关系、依据",
    key: &["indicator", "form"],
    schema: |_| column::schema(&columns()),
    rows: Rows::Whole(batch),
};

struct Row<'a> {
    indicator: &'a Indicator,
    form: &'a Form,
    table: &'static str,
    by_applicant: bool,
    /// The first series that it is an operand of: the one that says how it is joined.
    comparable: Option<&'a Comparable>,
    /// Names of all its series, between spaces.
    series: String,
    /// Ids of the relations that it takes part in, between spaces.
    identities: String,
}

fn batch(_: &Corpus, forms: &Forms) -> RecordBatch {
    dictionary(forms)
}

/// The whole table.
pub fn dictionary(forms: &Forms) -> RecordBatch {
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
                rows.push(row(indicator, form, table.id, by_applicant, forms));
            }
        }
    }
    rows
}

fn row<'a>(
    indicator: &'a Indicator,
    form: &'a Form,
    table: &'static str,
    by_applicant: bool,
    forms: &'a Forms,
) -> Row<'a> {
    let series: Vec<&Comparable> =
        forms.comparable.iter().filter(|series| series.counts(indicator.code, form.id)).collect();
    let relations = form.relations.iter().chain(&forms.series).filter(|relation| relation.relates(indicator.code));
    Row {
        indicator,
        form,
        table,
        by_applicant,
        comparable: series.first().copied(),
        series: series.iter().map(|series| series.series).collect::<Vec<_>>().join(" "),
        identities: relations.map(|relation| relation.id).collect::<Vec<_>>().join(" "),
    }
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Count => "count",
        Kind::Signed => "signed",
        Kind::Money { .. } => "money",
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    let mut columns = of_indicator();
    columns.extend(of_comparison());
    columns.extend(of_form());
    columns
}

fn of_indicator<'a>() -> Vec<Column<Row<'a>>> {
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
    ]
}

fn of_comparison<'a>() -> Vec<Column<Row<'a>>> {
    let joins = |name, forms, zh, joins: fn(&Comparable) -> Option<Joins>| {
        let words = format!("Whether it may be joined over {forms}: same, near, not; null if no form there has it");
        text(about(name, words, zh), move |r: &Row| r.comparable.and_then(joins).map(Joins::as_str))
    };
    vec![
        text(
            about(
                "comparable_series",
                "Series of the view `comparable` that it is part of, between spaces",
                "可比序列",
            ),
            |r: &Row| filled(&r.series),
        ),
        joins("joins_2019", "2018 and 2019", "2018与2019年之间是否可比", |series| series.joins_2019),
        joins("joins_2021", "2020 and 2021", "2020与2021年之间是否可比", |series| series.joins_2021),
        text(about("joins_note", "What to know before joining", "可比性说明（英文）"), |r: &Row| {
            filled(r.comparable?.note)
        }),
        text(about("joins_note_zh", "What to know before joining, in Chinese", "可比性说明"), |r: &Row| {
            filled(r.comparable?.note_zh)
        }),
        text(
            about("identities", "Relations that it takes part in, see `findings`, between spaces", "所涉勾稽关系"),
            |r: &Row| filled(&r.identities),
        ),
    ]
}

fn of_form<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text(about("form_title", "Name of the form", "表式名称"), |r: &Row| Some(r.form.title)).required(),
        text(about("form_authority", "Circular that prescribes the form", "表式依据"), |r: &Row| {
            Some(r.form.authority)
        })
        .required(),
        int16(about("first_year", "First reporting year of the form", "表式起始年度"), |r: &Row| {
            Some(r.form.first_year)
        })
        .required(),
        int16(
            about("last_year", "Last reporting year of the form, null while in force", "表式终止年度"),
            |r: &Row| r.form.last_year,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use arrow::array::AsArray;

    use super::*;

    #[test]
    fn an_indicator_says_how_it_is_joined_and_what_holds_for_it() {
        let forms = Forms::load().expect("definitions load");
        let batch = dictionary(forms);
        let column = |name: &str| batch.column_by_name(name).expect("a column").as_string::<i32>();
        let row = |code: &str, form: &str| {
            let at = |row: &usize| column("indicator").value(*row) == code && column("form").value(*row) == form;
            (0..batch.num_rows()).find(at).expect("a row")
        };
        let old = row("other_handling", "g2_2019");
        assert_eq!(column("joins_2021").value(old), "same");
        assert_eq!(column("comparable_series").value(old), "other_handling replies");
        let total = row("total_processed", "g3_2021");
        let identities: Vec<&str> = column("identities").value(total).split(' ').collect();
        assert!(["T3-ROW", "T3-SUM-G3", "T3-BAL"].iter().all(|rule| identities.contains(rule)), "{identities:?}");
        assert_eq!(column("joins_2019").value(row("complaints_total", "g1_2014")), "not");
    }
}
