//! Issues: what in a source could not be used, as rows of the `issues` table.
//!
//! An issue never ends a run. Each has a code that says what happened, the place, the raw text and what was
//! dropped because of it. The list below is the only list of codes; `gongkai explain CODE` prints from it.

use serde::{Deserialize, Serialize};

use crate::content::Place;

/// How much an issue weighs for whoever uses the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Something may be incomplete or needs a second look.
    Warning,
    /// Something that the document holds is not in the data set.
    Error,
}

impl Severity {
    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What is missing from the data set because of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Dropped {
    /// Nothing.
    Nothing,
    /// One value; its cell is in `statistics` with a status that says so.
    Value,
    /// A piece of text inside a statutory table that is no label and no value.
    Text,
    /// A whole statutory table.
    Table,
    /// The report: its document is in `sources`, its cells are nowhere.
    Report,
    /// The document could not be read at all.
    Document,
}

impl Dropped {
    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            Dropped::Nothing => "nothing",
            Dropped::Value => "value",
            Dropped::Text => "text",
            Dropped::Table => "table",
            Dropped::Report => "report",
            Dropped::Document => "document",
        }
    }
}

/// A kind of issue: its stable code and what it means.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable name, used in the data set and by `explain`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence: what happened.
    pub title: &'static str,
    /// One sentence: what a reader of the data or a maintainer can do about it.
    pub advice: &'static str,
}

/// Something in a source that could not be used, or needs to be known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// What kind.
    #[serde(with = "crate::word::code")]
    pub code: &'static Code,
    /// Where in the document, as far as it has a place.
    pub place: Place,
    /// The text concerned, as the document has it.
    pub raw: String,
    /// What is missing from the data set because of it.
    pub dropped: Dropped,
}

impl Issue {
    /// An issue of kind `code` about `raw`, with nothing dropped and no place; see [`Issue::at`], [`Issue::drops`].
    pub fn new(code: &'static Code, raw: impl Into<String>) -> Issue {
        Issue { code, place: Place::default(), raw: raw.into(), dropped: Dropped::Nothing }
    }

    /// The same issue with its place.
    pub fn at(self, place: Place) -> Issue {
        Issue { place, ..self }
    }

    /// The same issue with what was dropped.
    pub fn drops(self, dropped: Dropped) -> Issue {
        Issue { dropped, ..self }
    }
}
