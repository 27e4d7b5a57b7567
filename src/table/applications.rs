//! `applications`: the table of requests (收到和处理政府信息公开申请情况) as a table, one column per row of the form.

use std::collections::HashMap;

use arrow::array::RecordBatch;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::form::{Form, Forms};
use crate::table::column::{self, Column, about, int64, text};
use crate::table::{KeptReport, Partition, Rows, Table};

/// The table.
pub static TABLE: Table = Table {
    name: "applications",
    grain: "report x applicant",
    description: "Requests received and handled, one column per indicator; null is not zero, see `status` in `statistics`",
    description_zh: "收到和处理政府信息公开申请情况，每项指标一列；空值不等于零",
    key: &["report_id", "applicant"],
    schema: |forms| column::schema(&columns(&indicators(forms), forms)),
    rows: Rows::PerReport { partitions: &[Partition::Year], batch },
};

struct Row<'a> {
    kept: &'a KeptReport,
    applicant: &'static str,
    /// One value per indicator.
    values: Vec<Option<i64>>,
}

/// The indicators with a value per applicant, over all forms, each once, in the order of the forms.
fn indicators(forms: &Forms) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for code in forms.forms.iter().flat_map(Form::by_applicant) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn batch(reports: &[&KeptReport], forms: &Forms) -> RecordBatch {
    let indicators = indicators(forms);
    let positions: HashMap<_, _> = indicators.iter().enumerate().map(|(position, code)| (*code, position)).collect();
    let applicants = forms.applicant_codes();
    let rows: Vec<Row> = reports.iter().flat_map(|kept| rows(kept, &applicants, &positions)).collect();
    column::batch(&columns(&indicators, forms), &rows)
}

/// One row per applicant, in the order of the form; none if the report has no cells by applicant.
fn rows<'a>(kept: &'a KeptReport, applicants: &[&'static str], positions: &HashMap<&str, usize>) -> Vec<Row<'a>> {
    let empty = |applicant: &&'static str| Row { kept, applicant, values: vec![None; positions.len()] };
    let mut rows: Vec<Row> = applicants.iter().map(empty).collect();
    let mut found = false;
    for fact in &kept.report.facts {
        let row = rows.iter_mut().find(|row| Some(row.applicant) == fact.applicant);
        if let (Some(row), Some(position)) = (row, positions.get(fact.indicator)) {
            row.values[*position] = fact.value.and_then(whole);
            found = true;
        }
    }
    if found { rows } else { Vec::new() }
}

/// The value as a whole number; a number with a fraction stays in `statistics` only.
fn whole(value: Decimal) -> Option<i64> {
    if value.fract().is_zero() { value.to_i64() } else { None }
}

fn columns<'a>(indicators: &[&'static str], forms: &Forms) -> Vec<Column<Row<'a>>> {
    let mut columns = column::identity(|r: &Row| r.kept);
    columns.push(
        text(about("applicant", "Kind of applicant, or `total`", "申请人类别"), |r: &Row| Some(r.applicant)).required(),
    );
    columns.extend(indicators.iter().enumerate().map(|(position, code)| value(position, code, forms)));
    columns
}

fn value<'a>(position: usize, code: &'static str, forms: &Forms) -> Column<Row<'a>> {
    let (meaning, label, unit) = match forms.indicator(code) {
        Some(indicator) => (indicator.meaning, indicator.label.official, indicator.unit),
        None => (code, code, ""),
    };
    int64(about(code, meaning, label), move |r: &Row| r.values[position]).unit(unit)
}

#[cfg(test)]
mod tests {
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::Int64Type;

    use super::*;
    use crate::table::sample;

    #[test]
    fn one_row_per_applicant_blank_is_null() {
        let corpus = sample::corpus();
        let batch = batch(&[&sample::reports(&corpus)[0]], &sample::forms());
        let applicants = batch.column_by_name("applicant").expect("declared above").as_string::<i32>();
        assert_eq!(applicants.iter().flatten().collect::<Vec<_>>(), ["natural_person", "total"]);
        let received = batch.column_by_name("received_new").expect("an indicator").as_primitive::<Int64Type>();
        assert_eq!(received.value(0), 7);
        assert!(received.is_null(1), "the sample leaves the total blank");
    }

    #[test]
    fn fractions_are_not_cut() {
        for (printed, expected) in [("12", Some(12)), ("12.0", Some(12)), ("12.5", None), ("-3", Some(-3))] {
            let value: Decimal = printed.parse().expect("the case is a decimal");
            assert_eq!(whole(value), expected, "{printed}");
        }
    }
}
