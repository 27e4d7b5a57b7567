//! `statistics`: every cell of every statutory table, long. The other tables of figures can be made from it.

use arrow::array::RecordBatch;

use crate::form::Forms;
use crate::report::Fact;
use crate::table::column::{self, Column, about, flag, number, text};
use crate::table::{KeptReport, Partition, Rows, Table};

/// The table.
pub static TABLE: Table = Table {
    name: "statistics",
    grain: "report x indicator x applicant",
    description: "Every cell of the statutory tables as printed, with its status and its place in the document",
    description_zh: "法定统计表的全部单元格：数值、读数状态及其在原文中的位置",
    key: &["report_id", "indicator", "applicant"],
    schema: |_| column::schema(&columns()),
    rows: Rows::PerReport { partitions: &[Partition::Region, Partition::Agency, Partition::Year], batch },
};

struct Row<'a> {
    kept: &'a KeptReport,
    fact: &'a Fact,
}

fn batch(reports: &[&KeptReport], _: &Forms) -> RecordBatch {
    let rows: Vec<Row> =
        reports.iter().flat_map(|kept| kept.report.facts.iter().map(|fact| Row { kept, fact })).collect();
    column::batch(&columns(), &rows)
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    let mut columns = column::identity(|r: &Row| r.kept);
    columns.extend(cell());
    columns.push(
        text(
            about("source_id", "Document that the report was read from, see `sources`", "来源文件标识"),
            |r: &Row| Some(r.kept.source_id.as_str()),
        )
        .required(),
    );
    columns.extend(column::place(|r: &Row| r.fact.place));
    columns
}

fn cell<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text(about("form", "Form generation that the cell was read by, such as g3_2021", "表式"), |r: &Row| {
            Some(r.fact.form)
        })
        .required(),
        text(about("table", "Statutory table of the form", "统计表"), |r: &Row| Some(r.fact.table)).required(),
        text(about("indicator", "What is counted, see `dictionary`", "指标代码"), |r: &Row| Some(r.fact.indicator))
            .required(),
        text(
            about("applicant", "Kind of applicant or `total`; null outside the applications table", "申请人类别"),
            |r: &Row| r.fact.applicant,
        ),
        text(
            about(
                "status",
                "How the value was read, or why there is none: printed, inferred, blank, dash, word, ambiguous, unreadable",
                "读数状态：印明、推定、空白、横线、文字、歧义、无法识别",
            ),
            |r: &Row| Some(r.fact.status.as_str()),
        )
        .required(),
        number(
            about("value", "The number as printed, money in yuan; null unless printed or inferred", "数值，金额以元计"),
            |r: &Row| r.fact.value,
        ),
        text(about("unit", "Unit of `value`", "数值单位"), |r: &Row| Some(r.fact.unit)).required(),
        text(about("unit_printed", "Unit that the document prints or the form states", "原文单位"), |r: &Row| {
            Some(r.fact.unit_printed.as_str()).filter(|unit| !unit.is_empty())
        }),
        flag(about("unit_assumed", "Whether neither document nor form says the unit", "单位是否为推断"), |r: &Row| {
            Some(r.fact.unit_assumed)
        })
        .required(),
        text(
            about("printed", "Text of the cell; of the whole row where the cells cannot be told apart", "原文"),
            |r: &Row| Some(r.fact.printed.as_str()),
        )
        .required(),
    ]
}

#[cfg(test)]
mod tests {
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::Float64Type;

    use super::*;
    use crate::table::sample;

    #[test]
    fn one_row_per_cell_with_its_value() {
        let corpus = sample::corpus();
        let kept = &sample::reports(&corpus)[0];
        let batch = batch(&[kept], &sample::forms());
        assert_eq!(batch.num_rows(), kept.report.facts.len());
        let values = batch.column_by_name("value").expect("declared above").as_primitive::<Float64Type>();
        let status = batch.column_by_name("status").expect("declared above").as_string::<i32>();
        for (row, fact) in kept.report.facts.iter().enumerate() {
            assert_eq!(status.value(row), fact.status.as_str());
            assert_eq!(values.is_null(row), fact.value.is_none());
        }
        assert_eq!(values.value(0), 7.0);
    }
}
