//! `issues`: what in a document could not be used.

use arrow::array::RecordBatch;

use crate::form::Forms;
use crate::table::column::{self, Column, about, text};
use crate::table::{Corpus, Rows, SourceIssue, Table};

/// The table.
pub static TABLE: Table = Table {
    name: "issues",
    grain: "issue",
    description: "What in a document could not be used or needs a second look, and what was dropped because of it",
    description_zh: "文件中未能采用或需复核的内容，以及因此缺失的部分",
    key: &[],
    schema: |_| column::schema(&columns()),
    rows: Rows::Whole(batch),
};

fn batch(corpus: &Corpus, _: &Forms) -> RecordBatch {
    column::batch(&columns(), corpus.issues())
}

fn columns() -> Vec<Column<SourceIssue>> {
    let mut columns = vec![
        text(about("source_id", "Document, see `sources`", "来源文件标识"), |r: &SourceIssue| {
            Some(r.source_id.as_str())
        })
        .required(),
        text(
            about("report_id", "Report that the document was read into, if any", "报告标识"),
            |r: &SourceIssue| r.report_id.as_deref(),
        ),
        text(about("code", "Kind of issue", "问题代码"), |r: &SourceIssue| Some(r.issue.code.code)).required(),
        text(
            about("severity", "note, warning, or error: something is missing from the dataset", "程度"),
            |r: &SourceIssue| Some(r.issue.code.severity.as_str()),
        )
        .required(),
        text(about("title", "What happened", "问题"), |r: &SourceIssue| Some(r.issue.code.title)).required(),
        text(
            about(
                "dropped",
                "What is missing because of it: nothing, value, text, table, report, document",
                "缺失部分",
            ),
            |r: &SourceIssue| Some(r.issue.dropped.as_str()),
        )
        .required(),
        text(about("raw", "The text concerned, as the document has it", "原文"), |r: &SourceIssue| {
            Some(r.issue.raw.as_str())
        })
        .required(),
    ];
    columns.extend(column::place(|r: &SourceIssue| r.issue.place));
    columns
}
