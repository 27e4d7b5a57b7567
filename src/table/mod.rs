//! The dataset: its tables, their columns, and how the reports of a run become rows. Pure, and cannot fail on data.

pub mod column;
pub mod corpus;
pub mod key;

mod applications;
mod dictionary;
mod findings;
mod issues;
mod narratives;
mod reports;
mod sources;
mod statistics;

#[cfg(test)]
pub(crate) mod sample;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use serde::{Deserialize, Serialize};

use crate::form::Forms;
use crate::issue::Issue;
use crate::outcome::Source;
use crate::report::{Finding, Report};
use crate::word::Word;
pub use corpus::{Corpus, Counts, Entry, Later};
pub use dictionary::dictionary;
pub use key::{RegionLevel, report_id};

/// Version of the tables, their columns and their meaning. A change that can break a reader raises the first number.
pub const SCHEMA_VERSION: &str = "1.1";

/// Every table of the dataset.
pub static TABLES: [&Table; 8] = [
    &statistics::TABLE,
    &reports::TABLE,
    &applications::TABLE,
    &narratives::TABLE,
    &findings::TABLE,
    &issues::TABLE,
    &sources::TABLE,
    &dictionary::TABLE,
];

/// One table of the dataset.
pub struct Table {
    /// Its name, which is its folder.
    pub name: &'static str,
    /// What one row is.
    pub grain: &'static str,
    /// What it holds.
    pub description: &'static str,
    /// What it holds, in Chinese.
    pub description_zh: &'static str,
    /// The columns that tell its rows apart; empty if none do.
    pub key: &'static [&'static str],
    /// Its columns. They depend on the forms where there is a column for each indicator or statutory table.
    pub schema: fn(&Forms) -> SchemaRef,
    /// Its rows.
    pub rows: Rows,
}

/// How the rows of a table are made.
pub enum Rows {
    /// From reports, in one file for each partition that has a report.
    PerReport {
        /// Keys of the partitions, outermost first.
        partitions: &'static [Partition],
        /// The rows of some reports, in their order.
        batch: fn(&[&KeptReport], &Forms) -> RecordBatch,
    },
    /// From everything at once, in one file.
    Whole(fn(&Corpus, &Forms) -> RecordBatch),
}

/// A key that partitions a table. It stands in the path only; no column of the table repeats its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Partition {
    /// Administrative division, such as `CN-64`.
    Region,
    /// Functional category of the agency, such as `natural_resources`.
    Agency,
    /// Reporting year.
    Year,
}

impl Partition {
    /// Its name in the path.
    pub fn name(self) -> &'static str {
        match self {
            Partition::Region => "region",
            Partition::Agency => "agency",
            Partition::Year => "year",
        }
    }

    /// Its value for a report.
    pub fn value(self, entry: &Entry) -> String {
        match self {
            Partition::Region => entry.region.clone(),
            Partition::Agency => entry.agency.to_owned(),
            Partition::Year => entry.year.to_string(),
        }
    }
}

/// One report of the dataset: read, chosen among its documents, and checked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptReport {
    /// Stable id, see [`report_id`].
    pub report_id: String,
    /// Source it was read from.
    pub source_id: String,
    /// Kind of the source, such as `html`.
    #[serde(with = "crate::word")]
    pub format: Word,
    /// Encoding of the source; `None` if it was not decoded.
    #[serde(with = "crate::word::optional")]
    pub encoding: Option<Word>,
    /// Full name of the division in the reporting year, such as 宁夏回族自治区石嘴山市平罗县.
    pub division_name: Option<String>,
    /// `region` partition, such as `CN-64`.
    pub region: String,
    /// `agency` partition, such as `natural_resources`.
    #[serde(with = "crate::word")]
    pub agency: Word,
    /// Reporting year.
    pub year: i16,
    /// The report.
    pub report: Report,
    /// What the checks say about it.
    pub findings: Vec<Finding>,
}

impl KeptReport {
    /// The report read from `source`, with its keys; `None` if its year is unknown.
    pub fn new(
        report: Report,
        source: &Source,
        division_name: Option<String>,
        level: RegionLevel,
        findings: Vec<Finding>,
    ) -> Option<KeptReport> {
        let identity = &report.identity;
        Some(KeptReport {
            report_id: report_id(identity, &source.sha256)?,
            source_id: source.source_id.clone(),
            format: source.kind,
            encoding: source.encoding,
            division_name,
            region: key::region(identity.division, level),
            agency: key::agency(identity.agency.as_ref()),
            year: identity.year?,
            report,
            findings,
        })
    }
}

/// An issue with the document, and the report, it was met in.
#[derive(Debug, Clone)]
pub struct SourceIssue {
    /// The document.
    pub source_id: String,
    /// The report the document was read into, if any.
    pub report_id: Option<String>,
    /// The issue.
    pub issue: Issue,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use arrow::datatypes::DataType;

    use super::*;

    #[test]
    fn every_column_is_described_and_of_a_type_that_all_engines_read() {
        use DataType::{Boolean, Date32, Float64, Int16, Int32, Int64, Utf8};
        let forms = sample::forms();
        for table in TABLES {
            let schema = (table.schema)(&forms);
            for field in schema.fields() {
                let name = format!("{}.{}", table.name, field.name());
                assert!(field.metadata().values().all(|words| !words.is_empty()), "{name}: empty description");
                assert!(field.metadata().len() >= 2, "{name}: no description");
                let plain = [Boolean, Date32, Float64, Int16, Int32, Int64, Utf8];
                assert!(plain.contains(field.data_type()), "{name}: {}", field.data_type());
            }
        }
    }

    #[test]
    fn names_are_unique_and_never_those_of_a_partition() {
        let forms = sample::forms();
        for table in TABLES {
            let schema = (table.schema)(&forms);
            let names: BTreeSet<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
            assert_eq!(names.len(), schema.fields().len(), "{}", table.name);
            for partition in [Partition::Region, Partition::Agency, Partition::Year] {
                assert!(!names.contains(partition.name()), "{}: {}", table.name, partition.name());
            }
            assert!(table.key.iter().all(|key| names.contains(key)), "{}: {:?}", table.name, table.key);
        }
    }

    #[test]
    fn batches_have_the_declared_schema() {
        let forms = sample::forms();
        let corpus = sample::corpus();
        let reports = sample::reports(&corpus);
        let reports: Vec<_> = reports.iter().collect();
        for table in TABLES {
            let batch = match table.rows {
                Rows::PerReport { batch, .. } => batch(&reports, &forms),
                Rows::Whole(batch) => batch(&corpus, &forms),
            };
            assert_eq!(batch.schema(), (table.schema)(&forms), "{}", table.name);
            assert!(batch.num_rows() > 0, "{}", table.name);
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter() {
        let (reports, sources, issues) = sample::parts();
        let reversed = |mut all: Vec<KeptReport>| {
            all.reverse();
            all
        };
        let ids = |corpus: &Corpus| corpus.entries().iter().map(|entry| entry.report_id.clone()).collect::<Vec<_>>();
        let forwards = sample::corpus_of(reports.clone(), sources.clone(), issues.clone());
        let backwards = sample::corpus_of(reversed(reports), sources, issues);
        assert_eq!(ids(&forwards), ids(&backwards));
    }
}
