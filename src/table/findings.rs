//! `findings`: the verdicts of the checks on each report.

use arrow::array::RecordBatch;
use rust_decimal::Decimal;

use crate::form::Forms;
use crate::report::Finding;
use crate::table::column::{self, Column, about, number, text};
use crate::table::{KeptReport, Partition, Rows, Table};

/// The table.
pub static TABLE: Table = Table {
    name: "findings",
    grain: "report x rule x instance",
    description: "Whether each report agrees with itself, its prose and its neighbour year; the figures stay as printed",
    description_zh: "报告内部、文表之间、年度之间勾稽关系的核对结果；不改动原文数字",
    key: &[],
    schema: |_| column::schema(&columns()),
    rows: Rows::PerReport { partitions: &[Partition::Year], batch },
};

struct Row<'a> {
    kept: &'a KeptReport,
    finding: &'a Finding,
}

fn batch(reports: &[&KeptReport], _: &Forms) -> RecordBatch {
    let rows: Vec<Row> =
        reports.iter().flat_map(|kept| kept.findings.iter().map(|finding| Row { kept, finding })).collect();
    column::batch(&columns(), &rows)
}

fn difference(finding: &Finding) -> Option<Decimal> {
    finding.left?.checked_sub(finding.right?)
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    let mut columns = column::identity(|r: &Row| r.kept);
    columns.extend([
        text(about("rule", "Rule, such as T3-ROW", "规则"), |r: &Row| Some(r.finding.rule)).required(),
        text(
            about("instance", "Indicator, applicant or phrase that the rule was applied to; empty if once", "适用对象"),
            |r: &Row| Some(r.finding.instance.as_str()),
        )
        .required(),
        text(
            about("verdict", "pass, fail, or undecided where an operand is not a printed number", "核对结论"),
            |r: &Row| Some(r.finding.verdict.as_str()),
        )
        .required(),
        text(
            about("lenient", "The verdict with blanks read as zero", "空白视同零时的核对结论"),
            |r: &Row| Some(r.finding.lenient.as_str()),
        )
        .required(),
        number(about("left", "Left side, blanks as zero; null if all its cells are blank", "左边"), |r: &Row| {
            r.finding.left
        }),
        number(about("right", "Right side, blanks as zero; null if all its cells are blank", "右边"), |r: &Row| {
            r.finding.right
        }),
        number(about("difference", "Left less right", "差额"), |r: &Row| difference(r.finding)),
        text(
            about(
                "cells",
                "Cells compared, as indicator or indicator/applicant, left side first, between spaces",
                "所涉单元格",
            ),
            |r: &Row| Some(r.finding.cells),
        )
        .required(),
        text(about("detail", "What else to know, such as the sentence of the prose", "说明"), |r: &Row| {
            Some(r.finding.detail.as_str()).filter(|detail| !detail.is_empty())
        }),
    ]);
    columns
}
