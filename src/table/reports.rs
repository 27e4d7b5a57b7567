//! `reports`: one row per report: whose, for which year, from which document, how much of it was read.

use arrow::array::RecordBatch;
use rust_decimal::prelude::ToPrimitive;

use crate::form::{Form, Forms};
use crate::quality::{Exact, Quality};
use crate::report::{Confidence, Identity, Status, TableReading, Verdict};
use crate::table::column::{self, Column, about, day, int32, int64, text};
use crate::table::{KeptReport, Partition, Rows, Table};

/// The table.
pub static TABLE: Table = Table {
    name: "reports",
    grain: "report",
    description: "Each report: whose it is, the document it was read from, how much was read, and its headline figures",
    description_zh: "年度报告：所属机关与年度、来源文件、读取情况和主要数字",
    key: &["report_id"],
    schema: |forms| column::schema(&columns(forms)),
    rows: Rows::PerReport { partitions: &[Partition::Year], batch },
};

/// Figures that are repeated here, with their applicant: what most questions ask for first.
const HEADLINES: [(&str, Option<&str>); 10] = [
    ("proactive_items_total", None),
    ("requests_received", None),
    ("replies_total", None),
    ("received_new", Some("total")),
    ("carried_over", Some("total")),
    ("total_processed", Some("total")),
    ("carried_forward", Some("total")),
    ("review_total", None),
    ("suit_direct_total", None),
    ("suit_reviewed_total", None),
];

struct Row<'a> {
    kept: &'a KeptReport,
    /// Forms and status of each statutory table of the forms.
    tables: Vec<(String, Option<&'static str>)>,
    quality: Quality,
    /// Exact checks that hold, and that do not.
    exact: [usize; 2],
}

fn batch(reports: &[&KeptReport], forms: &Forms) -> RecordBatch {
    let tables = statutory_tables(forms);
    let exact = Exact::of(forms);
    let rows: Vec<Row> = reports
        .iter()
        .map(|kept| Row {
            kept,
            tables: tables.iter().map(|id| reading(kept, id)).collect(),
            quality: Quality::of(&kept.report, &kept.findings, &exact),
            exact: [Verdict::Pass, Verdict::Fail].map(|verdict| exact.count(&kept.findings, verdict)),
        })
        .collect();
    column::batch(&columns(forms), &rows)
}

/// Ids of the statutory tables over all forms, each once, in the order of the forms.
fn statutory_tables(forms: &Forms) -> Vec<&'static str> {
    let mut ids = Vec::new();
    for table in forms.forms.iter().flat_map(|form: &Form| &form.tables) {
        if !ids.contains(&table.id) {
            ids.push(table.id);
        }
    }
    ids
}

fn reading(kept: &KeptReport, table: &str) -> (String, Option<&'static str>) {
    let reading: Option<&TableReading> = kept.report.tables.iter().find(|reading| reading.table == table);
    (reading.map(|reading| reading.forms.join(" ")).unwrap_or_default(), reading.map(|reading| reading.status.as_str()))
}

fn columns<'a>(forms: &Forms) -> Vec<Column<Row<'a>>> {
    let mut columns = column::identity(|r: &Row| r.kept);
    columns.push(quality());
    columns.extend(confidences());
    columns.extend(document());
    columns.extend(statutory_tables(forms).into_iter().enumerate().flat_map(|(position, id)| table(position, id)));
    columns.extend(counts());
    columns.extend(HEADLINES.into_iter().filter_map(|(code, applicant)| headline(code, applicant, forms)));
    columns
}

fn quality<'a>() -> Column<Row<'a>> {
    let words = "What the report is good for: complete_consistent, complete_with_findings, partial, tables_absent, unresolved_identity";
    let words_zh = "报告质量：完整且一致、完整但有核对不通过、部分、无统计表、身份未定";
    text(about("quality", words, words_zh), |r: &Row| Some(r.quality.as_str())).required()
}

/// How well the identity is known, and the zone.
fn confidences<'a>() -> Vec<Column<Row<'a>>> {
    let confidence = |part, zh, of: fn(&Identity) -> Confidence| {
        let words = format!("How well the {part} is known: certain, likely, unresolved");
        text(
            about(format!("{part}_confidence"), words, format!("{zh}的可信程度：确定、可能、未定")),
            move |r: &Row| Some(of(&r.kept.report.identity).as_str()),
        )
        .required()
    };
    vec![
        confidence("year", "年度", |identity| identity.year_confidence),
        confidence("division", "行政区划", |identity| identity.division_confidence),
        confidence("agency", "行政机关", |identity| identity.agency_confidence),
        text(
            about("zone_code", "Code of the development zone within the division, null if it is none", "开发区代码"),
            |r: &Row| r.kept.report.identity.zone.as_ref().map(|zone| zone.code.as_str()),
        ),
        text(about("zone_name", "Name of the development zone", "开发区名称"), |r: &Row| {
            r.kept.report.identity.zone.as_ref().map(|zone| zone.name.as_str())
        }),
    ]
}

fn document<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text(about("region_key", "Value of the `region` partition in `statistics`", "地区分区"), |r: &Row| {
            Some(r.kept.region.as_str())
        })
        .required(),
        text(
            about("agency_key", "Functional category: the `agency` partition in `statistics`", "机关类别"),
            |r: &Row| Some(r.kept.agency),
        )
        .required(),
        day(about("period_start", "First day of the statistics period, as printed", "统计期限起"), |r: &Row| {
            r.kept.report.identity.period_start
        }),
        day(about("period_end", "Last day of the statistics period, as printed", "统计期限止"), |r: &Row| {
            r.kept.report.identity.period_end
        }),
        text(about("title", "Title as printed, without white space", "标题"), |r: &Row| {
            r.kept.report.identity.title.as_deref()
        }),
        text(about("document_number", "Document number", "发文字号"), |r: &Row| {
            r.kept.report.identity.document_number.as_deref()
        }),
        day(about("published", "Date of issue, if printed", "发布日期"), |r: &Row| {
            r.kept.report.identity.published
        }),
        text(
            about("source_id", "Document that the report was read from, see `sources`", "来源文件标识"),
            |r: &Row| Some(r.kept.source_id.as_str()),
        )
        .required(),
        text(about("format", "Kind of that document", "文件类型"), |r: &Row| Some(r.kept.format)).required(),
        text(about("encoding", "Character encoding of that document", "字符编码"), |r: &Row| r.kept.encoding),
    ]
}

fn table<'a>(position: usize, id: &'static str) -> [Column<Row<'a>>; 2] {
    let forms = about(
        format!("{id}_forms"),
        format!("Form generations that the table `{id}` was read by, between spaces; null if it was not read"),
        format!("统计表 {id} 的表式"),
    );
    let status = about(
        format!("{id}_status"),
        format!("What became of the table `{id}`: read, absent, picture, sentence, not_in_form"),
        format!("统计表 {id} 的读取情况：已读取、缺表、图片、文字说明、表式无此表"),
    );
    [
        text(forms, move |r: &Row| Some(r.tables[position].0.as_str()).filter(|forms| !forms.is_empty())),
        text(status, move |r: &Row| r.tables[position].1),
    ]
}

fn counts<'a>() -> Vec<Column<Row<'a>>> {
    let cells = |name, description, zh, status: Status| {
        int32(about(name, description, zh), move |r: &Row| Some(cells_with(r.kept, status))).required()
    };
    let identities = |name, description, zh, verdict: Verdict| {
        int32(about(name, description, zh), move |r: &Row| Some(findings_with(r.kept, verdict))).required()
    };
    vec![
        cells("cells_printed", "Cells with an unmistakable number", "印明单元格数", Status::Printed),
        cells("cells_inferred", "Cells whose number was settled by the identities", "推定单元格数", Status::Inferred),
        cells(
            "cells_inferred_by_series",
            "Cells whose number was settled by the report of the year before or after",
            "由相邻年度推定单元格数",
            Status::InferredBySeries,
        ),
        cells("cells_blank", "Empty cells", "空白单元格数", Status::Blank),
        cells("cells_dash", "Cells with a dash or stroke", "横线单元格数", Status::Dash),
        cells("cells_word", "Cells with a word such as 无", "文字单元格数", Status::Word),
        cells("cells_ambiguous", "Cells with several possible numbers", "歧义单元格数", Status::Ambiguous),
        cells("cells_unreadable", "Cells that are no number", "无法识别单元格数", Status::Unreadable),
        identities("checks_passed", "Checks that hold", "通过的核对数", Verdict::Pass),
        identities("checks_failed", "Checks that do not hold", "未通过的核对数", Verdict::Fail),
        identities("checks_undecided", "Checks that lack an operand", "无法判定的核对数", Verdict::Undecided),
        int32(
            about("exact_passed", "Exact checks that hold, blanks read as zero", "通过的严格核对数"),
            |r: &Row| i32::try_from(r.exact[0]).ok(),
        )
        .required(),
        int32(
            about("exact_failed", "Exact checks that do not hold, likewise", "未通过的严格核对数"),
            |r: &Row| i32::try_from(r.exact[1]).ok(),
        )
        .required(),
    ]
}

fn cells_with(kept: &KeptReport, status: Status) -> i32 {
    kept.report.facts.iter().filter(|fact| fact.status == status).count() as i32
}

fn findings_with(kept: &KeptReport, verdict: Verdict) -> i32 {
    kept.findings.iter().filter(|finding| finding.verdict == verdict).count() as i32
}

/// The column of a headline figure; none if no form has the indicator.
fn headline<'a>(code: &'static str, applicant: Option<&'static str>, forms: &Forms) -> Option<Column<Row<'a>>> {
    let indicator = forms.indicator(code)?;
    let about = about(code, indicator.meaning, indicator.label.official);
    Some(int64(about, move |r: &Row| figure(r.kept, code, applicant)).unit(indicator.unit))
}

fn figure(kept: &KeptReport, indicator: &str, applicant: Option<&str>) -> Option<i64> {
    let mut facts = kept.report.facts.iter();
    facts.find(|fact| fact.indicator == indicator && fact.applicant == applicant)?.value?.to_i64()
}

#[cfg(test)]
mod tests {
    use arrow::array::AsArray;
    use arrow::datatypes::Int32Type;

    use super::*;
    use crate::table::sample;

    #[test]
    fn counts_add_up_to_the_cells() {
        let corpus = sample::corpus();
        let reports = sample::reports(&corpus);
        let reports: Vec<_> = reports.iter().collect();
        let batch = batch(&reports, &sample::forms());
        for (row, kept) in reports.iter().enumerate() {
            let columns = batch.schema().fields().iter().filter(|field| field.name().starts_with("cells_")).count();
            assert_eq!(columns, 8);
            let total: i32 = batch
                .schema()
                .fields()
                .iter()
                .zip(batch.columns())
                .filter(|(field, _)| field.name().starts_with("cells_"))
                .map(|(_, array)| array.as_primitive::<Int32Type>().value(row))
                .sum();
            assert_eq!(total as usize, kept.report.facts.len());
        }
    }

    #[test]
    fn tables_have_their_status() {
        let corpus = sample::corpus();
        let batch = batch(&[&sample::reports(&corpus)[0]], &sample::forms());
        let word = |name: &str| batch.column_by_name(name).expect("a column").as_string::<i32>().value(0).to_owned();
        assert_eq!(word("applications_status"), "read");
        assert_eq!(word("applications_forms"), "g3_2021");
    }
}
