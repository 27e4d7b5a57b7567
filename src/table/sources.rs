//! `sources`: every document seen, and what became of it.

use arrow::array::RecordBatch;

use crate::form::Forms;
use crate::outcome::Source;
use crate::table::column::{self, Column, about, int64, text};
use crate::table::{Corpus, Rows, Table};

/// The table.
pub static TABLE: Table = Table {
    name: "sources",
    grain: "document seen",
    description: "Every document seen, kept or not, and why",
    description_zh: "处理过的全部文件及其处理结果",
    key: &["source_id"],
    schema: |_| column::schema(&columns()),
    rows: Rows::Whole(batch),
};

fn batch(corpus: &Corpus, _: &Forms) -> RecordBatch {
    column::batch(&columns(), corpus.sources())
}

fn columns() -> Vec<Column<Source>> {
    let mut columns = file();
    columns.extend(outcome());
    columns
}

fn file() -> Vec<Column<Source>> {
    vec![
        text(about("source_id", "Document: a hash of path and content", "来源文件标识"), |r: &Source| {
            Some(r.source_id.as_str())
        })
        .required(),
        text(about("path", "Path as given, the path inside an archive after !/", "路径"), |r: &Source| {
            Some(r.path.as_str())
        })
        .required(),
        text(about("url", "Address that it was crawled from, if known", "网址"), |r: &Source| r.url.as_deref()),
        text(about("sha256", "SHA-256 of its bytes", "SHA-256 校验值"), |r: &Source| Some(r.sha256.as_str()))
            .required(),
        int64(about("size", "Size", "大小"), |r: &Source| i64::try_from(r.size).ok()).unit("byte"),
        text(about("kind", "Kind by its content, such as html", "文件类型"), |r: &Source| Some(r.kind)).required(),
        text(
            about("encoding", "Character encoding it was decoded from; null if not decoded", "字符编码"),
            |r: &Source| r.encoding,
        ),
        text(
            about(
                "encoding_by",
                "Who decided the encoding: bom, pattern (of UTF-16), utf8, declared, detected",
                "编码判定依据",
            ),
            |r: &Source| r.encoding_by,
        ),
        int64(
            about("replaced", "Characters that could not be decoded and were replaced", "替换字符数"),
            |r: &Source| Some(r.replaced.into()),
        )
        .required(),
    ]
}

fn outcome() -> Vec<Column<Source>> {
    vec![
        text(
            about(
                "outcome",
                "What became of it: report, duplicate, superseded, unresolved, not_a_report, unsupported, failed",
                "处理结果：采用、重复、被取代、年度不明、非年度报告、格式不支持、失败",
            ),
            |r: &Source| Some(r.outcome.as_str()),
        )
        .required(),
        text(about("reason", "Why, in a sentence", "原因"), |r: &Source| Some(r.reason.as_str())).required(),
        text(about("report_id", "Report that it was read into, kept or not", "报告标识"), |r: &Source| {
            r.report_id.as_deref()
        }),
    ]
}
