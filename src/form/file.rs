//! The shape of the definition files: what may stand in the TOML and CSV files, before it means anything.

use serde::Deserialize;

use super::relation::{Comparison, Each, Strictness};

#[derive(Deserialize)]
pub(super) struct IndicatorRow {
    pub code: String,
    pub path: String,
    pub label: String,
    pub variants: String,
    pub unit: String,
    pub kind: String,
    pub meaning: String,
    pub basis: String,
}

#[derive(Deserialize)]
pub(super) struct ApplicantRow {
    pub code: String,
    pub label: String,
    pub variants: String,
    pub meaning: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormFile {
    pub id: String,
    pub title: String,
    pub authority: String,
    pub first_year: i16,
    pub last_year: Option<i16>,
    pub table: Vec<TableEntry>,
    pub relation: Vec<RelationEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeriesFile {
    pub relation: Vec<RelationEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableEntry {
    pub id: String,
    pub headings: Vec<String>,
    #[serde(default)]
    pub nil: Vec<String>,
    pub block: Vec<BlockEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockEntry {
    pub id: String,
    pub caption: Option<LabelEntry>,
    #[serde(default)]
    pub header: Vec<String>,
    #[serde(default)]
    pub applicants: bool,
    #[serde(default)]
    pub columns: Vec<LabelEntry>,
    pub rows: Vec<RowEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LabelEntry {
    pub label: String,
    #[serde(default)]
    pub variants: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RowEntry {
    Indicator(String),
    Heading {
        heading: String,
        number: String,
    },
    Text {
        text: String,
        number: String,
    },
    Cells {
        label: Option<String>,
        #[serde(default)]
        variants: Vec<String>,
        #[serde(default)]
        number: String,
        #[serde(default)]
        optional: bool,
        indicators: Vec<String>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelationEntry {
    pub id: String,
    pub title: String,
    pub title_zh: String,
    pub comparison: Comparison,
    #[serde(default = "once")]
    pub each: Each,
    #[serde(default = "exact")]
    pub strictness: Strictness,
    pub table: Option<String>,
    pub left: Vec<String>,
    pub right: Vec<String>,
}

fn once() -> Each {
    Each::Once
}

fn exact() -> Strictness {
    Strictness::Exact
}
