//! `narratives`: the text of the numbered sections, for text work.

use arrow::array::RecordBatch;

use crate::form::Forms;
use crate::report::Narrative;
use crate::table::column::{self, Column, about, int16, text};
use crate::table::{KeptReport, Partition, Rows, Table};

/// The table.
pub static TABLE: Table = Table {
    name: "narratives",
    grain: "report x section",
    description: "The text of the sections 一 to 六 of each report, without its tables",
    description_zh: "报告各部分（一至六）的文字内容，不含统计表",
    key: &[],
    schema: |_| column::schema(&columns()),
    rows: Rows::PerReport { partitions: &[Partition::Year], batch },
};

struct Row<'a> {
    kept: &'a KeptReport,
    narrative: &'a Narrative,
}

fn batch(reports: &[&KeptReport], _: &Forms) -> RecordBatch {
    let rows: Vec<Row> = reports
        .iter()
        .flat_map(|kept| kept.report.narratives.iter().map(|narrative| Row { kept, narrative }))
        .collect();
    column::batch(&columns(), &rows)
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    let mut columns = column::identity(|r: &Row| r.kept);
    columns.extend([
        int16(
            about("section", "Number of the section, 1 for 一; 0 for what stands before 一", "部分序号"),
            |r: &Row| Some(r.narrative.section.into()),
        )
        .required(),
        text(about("heading", "Heading as printed", "标题"), |r: &Row| Some(r.narrative.heading.as_str())).required(),
        text(about("text", "Text of the section", "正文"), |r: &Row| Some(r.narrative.text.as_str())).required(),
    ]);
    columns.extend(column::place(|r: &Row| r.narrative.place));
    columns
}
