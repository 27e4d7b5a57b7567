//! The type in the middle: one report, read. Everything before makes it, everything after takes it.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::content::Place;
use crate::word::{DivisionRef, Word};

/// One annual report, read from one document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// Whose report it is and for which year.
    pub identity: Identity,
    /// One entry for each statutory table that the forms know and the document could hold.
    pub tables: Vec<TableReading>,
    /// Every cell of the tables that were read, in the order of the form.
    pub facts: Vec<Fact>,
    /// The text of the sections 一 to 六.
    pub narratives: Vec<Narrative>,
}

/// Whose report it is, for which year, and why we say so.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Identity {
    /// The administrative division, or `None` if the document does not say.
    #[serde(with = "crate::word::division")]
    pub division: Option<DivisionRef>,
    /// How well the division is known.
    pub division_confidence: Confidence,
    /// The zone within the division, if the agency is that of a zone or one of its departments.
    pub zone: Option<Zone>,
    /// The reporting agency, or `None` if the document does not say.
    pub agency: Option<Agency>,
    /// How well the agency is known.
    pub agency_confidence: Confidence,
    /// Whose figures the report holds.
    pub scope: Scope,
    /// The year the figures are for, which is not the year of publication.
    pub year: Option<i16>,
    /// How well the year is known.
    pub year_confidence: Confidence,
    /// First day of the statistics period (统计期限), as printed.
    pub period_start: Option<Date>,
    /// Last day of the statistics period, as printed.
    pub period_end: Option<Date>,
    /// The title, as printed, white space removed.
    pub title: Option<String>,
    /// The document number (发文字号), such as 宁自然资函〔2019〕82号.
    pub document_number: Option<String>,
    /// The date of issue, if printed.
    pub published: Option<Date>,
    /// Everything that was taken as evidence, best first.
    pub evidence: Vec<Evidence>,
}

/// How well one part of the identity is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Confidence {
    /// Not told, or told in ways that contradict each other; a value that stands nonetheless is the most trusted one.
    #[default]
    Unresolved,
    /// Told by the path, the address, the page's own declarations or the surroundings in the text only, or
    /// contradicted by fewer kinds of evidence than speak for it.
    Likely,
    /// Stated by the document's own title, statistics period, preamble or signature, and nothing contradicts it.
    Certain,
}

impl Confidence {
    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Certain => "certain",
            Confidence::Likely => "likely",
            Confidence::Unresolved => "unresolved",
        }
    }
}

/// A development zone (开发区) or the like: an administration of its own that is no division of GB/T 2260.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Its code in the register, or the division's code with 8 hexadecimal digits of the SHA-256 of its name.
    pub code: String,
    /// Its name, as registered or as printed.
    pub name: String,
}

/// A reporting agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Official full name in the reporting year, such as 平罗县住房和城乡建设局.
    pub name: String,
    /// Functional category from the register, such as `natural_resources`; `unknown` if no pattern fits.
    #[serde(with = "crate::word")]
    pub category: Word,
    /// Stable ASCII name within the division: the category, with a short hash of the name where a division can
    /// have several agencies of the category.
    pub slug: String,
}

/// Whose figures a report holds. An agency's own report and a region's summary must never be added together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// The agency's own work.
    #[default]
    Own,
    /// A summary over the departments and lower levels of a government.
    RegionSummary,
    /// A summary over a vertical system, such as 全国海关.
    SystemSummary,
    /// Several agencies or regions in one report.
    Joint,
}

impl Scope {
    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Own => "own",
            Scope::RegionSummary => "region_summary",
            Scope::SystemSummary => "system_summary",
            Scope::Joint => "joint",
        }
    }
}

/// One piece of evidence for the identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it speaks for.
    pub about: About,
    /// The value it gives: a division code, an agency name, a year.
    pub value: String,
    /// Where it comes from: `title`, `period`, `period_end`, `quoted_title`, `compiled_by`, `opening`, `school_year`, `circular`,
    /// `contact`, `signature`, `publisher`, `meta`, `document_number`, `published`, `path`, `url`, `text`.
    #[serde(with = "crate::word")]
    pub from: Word,
    /// The words it was read from.
    pub raw: String,
    /// Where they stand.
    pub place: Place,
}

/// What a piece of evidence speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum About {
    /// The administrative division.
    Division,
    /// The agency.
    Agency,
    /// The reporting year.
    Year,
    /// The scope.
    Scope,
}

/// What became of one statutory table of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableReading {
    /// Table id of the form: `stat_table`, `art20`, `applications`, `review_litigation`.
    #[serde(with = "crate::word")]
    pub table: Word,
    /// Form ids its blocks were read by; more than one for a hybrid, none if it was not read.
    #[serde(with = "crate::word::list")]
    pub forms: Vec<Word>,
    /// What became of it.
    pub status: TableStatus,
    /// Where it begins.
    pub place: Place,
}

/// What became of a statutory table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TableStatus {
    /// Its cells are in the data set.
    Read,
    /// Its heading is there, the table is not.
    Absent,
    /// It is a picture.
    Picture,
    /// The prose says that there was nothing to report.
    Sentence,
    /// The report's form has no such table.
    NotInForm,
}

impl TableStatus {
    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            TableStatus::Read => "read",
            TableStatus::Absent => "absent",
            TableStatus::Picture => "picture",
            TableStatus::Sentence => "sentence",
            TableStatus::NotInForm => "not_in_form",
        }
    }
}

/// One cell of a statutory table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Table id of the form.
    #[serde(with = "crate::word")]
    pub table: Word,
    /// Form id.
    #[serde(with = "crate::word")]
    pub form: Word,
    /// Indicator code, such as `received_new`.
    #[serde(with = "crate::word")]
    pub indicator: Word,
    /// Applicant column of the applications table, such as `natural_person`; `None` everywhere else.
    #[serde(with = "crate::word::optional")]
    pub applicant: Option<Word>,
    /// How the value was read, or why there is none.
    pub status: Status,
    /// The number: a count, or an amount in yuan.
    pub value: Option<Decimal>,
    /// Unit of `value`: the measure word of the form (件, 项, 条, ...), 元 for money.
    #[serde(with = "crate::word")]
    pub unit: Word,
    /// Unit as printed or stated by the form, such as 万元; empty if neither says.
    pub unit_printed: String,
    /// Whether the unit is an assumption because the document prints none.
    pub unit_assumed: bool,
    /// The text of the cell; for an ambiguous cell the whole run of its row.
    pub printed: String,
    /// For an ambiguous cell the number, or none, by each reading of its row that is left; the cells of a row have the same
    /// readings in the same order. Empty if they are too many. It is no part of the data set.
    pub readings: Vec<Option<Decimal>>,
    /// Where it stands.
    pub place: Place,
}

/// How the value of a cell was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Read from an unmistakable cell.
    Printed,
    /// Printed, but which cell, or where the digits divide, was decided by the identities; only one reading is possible.
    Inferred,
    /// One of several readings, chosen by the report of the year before or after.
    InferredBySeries,
    /// An empty cell.
    Blank,
    /// `/`, `—` and the like.
    Dash,
    /// 无 and the like.
    Word,
    /// Several readings remain.
    Ambiguous,
    /// Not a number.
    Unreadable,
}

impl Status {
    /// Every status, those with a number first.
    pub const ALL: [Status; 8] = [
        Status::Printed,
        Status::Inferred,
        Status::InferredBySeries,
        Status::Blank,
        Status::Dash,
        Status::Word,
        Status::Ambiguous,
        Status::Unreadable,
    ];

    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Printed => "printed",
            Status::Inferred => "inferred",
            Status::InferredBySeries => "inferred_by_series",
            Status::Blank => "blank",
            Status::Dash => "dash",
            Status::Word => "word",
            Status::Ambiguous => "ambiguous",
            Status::Unreadable => "unreadable",
        }
    }

    /// Whether the cell says that there is nothing, without a number.
    pub fn is_blank(self) -> bool {
        matches!(self, Status::Blank | Status::Dash | Status::Word)
    }
}

/// The text of one numbered section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Narrative {
    /// Number of the section: 1 for 一, 2 for 二; 0 for what stands before 一.
    pub section: u8,
    /// Heading as printed.
    pub heading: String,
    /// Text without tables, lines joined.
    pub text: String,
    /// Where it begins.
    pub place: Place,
}

/// The verdict of one check on one report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Rule id, such as `T3-ROW`.
    #[serde(with = "crate::word")]
    pub rule: Word,
    /// Which instance of the rule: an indicator, an applicant, a phrase of the prose; empty if there is only one.
    pub instance: String,
    /// The verdict where every operand is a printed number, else undecided.
    pub verdict: Verdict,
    /// The verdict with blanks read as zero, undecided if every operand is blank.
    pub lenient: Verdict,
    /// Left side, blanks as zero; `None` if every operand of it is blank.
    pub left: Option<Decimal>,
    /// Right side, likewise.
    pub right: Option<Decimal>,
    /// The cells compared, as `indicator` or `indicator/applicant`, left side first, between spaces.
    #[serde(with = "crate::word")]
    pub cells: Word,
    /// What the reader should know, such as the sentence of the prose.
    pub detail: String,
}

/// Verdict of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// It cannot be decided, because an operand is missing.
    Undecided,
}

impl Verdict {
    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Undecided => "undecided",
        }
    }
}
