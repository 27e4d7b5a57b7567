//! What became of a document: its row in the list of sources, the report read from it, and the issues met on the way.

use serde::{Deserialize, Serialize};

use crate::issue::Issue;
use crate::report::Report;
use crate::word::Word;

/// What became of one document.
#[derive(Debug)]
pub struct Outcome {
    /// The row of the `sources` table.
    pub source: Source,
    /// The report, if the document is one and its year is known.
    pub report: Option<Report>,
    /// What could not be used.
    pub issues: Vec<Issue>,
}

/// One document seen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Source {
    /// Stable id: the first 16 hexadecimal digits of the SHA-256 over its path and that of its bytes.
    pub source_id: String,
    /// Path as given, member path behind `!/`.
    pub path: String,
    /// Address it was crawled from, if known.
    pub url: Option<String>,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// Kind by its magic bytes, such as `text`.
    #[serde(with = "crate::word")]
    pub kind: Word,
    /// Encoding it was decoded from, such as `UTF-8`; `None` if it was not decoded.
    #[serde(with = "crate::word::optional")]
    pub encoding: Option<Word>,
    /// Who decided the encoding: `bom`, `pattern`, `utf8`, `declared`, `detected`.
    #[serde(with = "crate::word::optional")]
    pub encoding_by: Option<Word>,
    /// Characters replaced in decoding.
    pub replaced: u32,
    /// What became of it.
    pub outcome: SourceOutcome,
    /// One sentence: why.
    pub reason: String,
    /// The report it was read into, kept or not.
    pub report_id: Option<String>,
}

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SourceOutcome {
    /// It is the chosen source of a report.
    Report,
    /// The same report from another document was kept; the figures are the same.
    Duplicate,
    /// The same report from another document was kept; the figures differ or are fewer.
    Superseded,
    /// It is a report, but its year cannot be told.
    Unresolved,
    /// It is no annual report.
    NotAReport,
    /// Its format cannot be read.
    Unsupported,
    /// It could not be read.
    Failed,
}

impl SourceOutcome {
    /// Every outcome, in the order of the summary.
    pub const ALL: [SourceOutcome; 7] = [
        SourceOutcome::Report,
        SourceOutcome::Duplicate,
        SourceOutcome::Superseded,
        SourceOutcome::Unresolved,
        SourceOutcome::NotAReport,
        SourceOutcome::Unsupported,
        SourceOutcome::Failed,
    ];

    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            SourceOutcome::Report => "report",
            SourceOutcome::Duplicate => "duplicate",
            SourceOutcome::Superseded => "superseded",
            SourceOutcome::Unresolved => "unresolved",
            SourceOutcome::NotAReport => "not_a_report",
            SourceOutcome::Unsupported => "unsupported",
            SourceOutcome::Failed => "failed",
        }
    }
}
