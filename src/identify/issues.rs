//! Issues of identification.

use crate::issue::{Code, Severity};

/// Strong pieces of evidence give different reporting years.
pub static YEAR_DISAGREES: Code = Code {
    code: "year_disagrees",
    severity: Severity::Warning,
    title: "The document names different reporting years; the most trusted one was taken",
    advice: "Compare the statistics period with the title; an agency that copies last year's text often leaves an old year behind",
};

/// Nothing in the document says which year the figures are for.
pub static YEAR_UNKNOWN: Code = Code {
    code: "year_unknown",
    severity: Severity::Error,
    title: "The document does not say which year its figures are for",
    advice: "The publication date alone is not taken for it; see the evidence, and the address the document was crawled from",
};

/// A school year, which lies in two years.
pub static YEAR_IS_SCHOOL_YEAR: Code = Code {
    code: "year_is_school_year",
    severity: Severity::Warning,
    title: "The report is for a school year, September to August; it is filed under the year in which that ends",
    advice: "Do not add its figures to those of a calendar year; years ascribed to such reports differ from site to site",
};

/// Pieces of evidence name divisions that do not lie in one another.
pub static DIVISION_DISAGREES: Code = Code {
    code: "division_disagrees",
    severity: Severity::Warning,
    title: "The document names different administrative divisions as the reporter's; the most trusted one was taken",
    advice: "Look for text copied from another place, or for a name that the division lost or gained in that year",
};

/// A division name that several divisions have.
pub static DIVISION_AMBIGUOUS: Code = Code {
    code: "division_ambiguous",
    severity: Severity::Warning,
    title: "Several divisions have the printed name, and nothing in the document tells them apart",
    advice: "Give the path or address of the document, or file it under its division's code",
};

/// No division could be told.
pub static DIVISION_UNKNOWN: Code = Code {
    code: "division_unknown",
    severity: Severity::Warning,
    title: "The document does not say which administrative division the agency belongs to",
    advice: "Give the path or address of the document, or file it under its division's code",
};

/// No agency could be told.
pub static AGENCY_UNKNOWN: Code = Code {
    code: "agency_unknown",
    severity: Severity::Warning,
    title: "The document does not name the reporting agency",
    advice: "Documents that only say 我局 cannot be told without their path or address",
};

/// The agency is named, but no name in the register fits.
pub static AGENCY_UNLISTED: Code = Code {
    code: "agency_unlisted",
    severity: Severity::Note,
    title: "The agency is named, but no name in the register of agencies fits it",
    advice: "Add a row for its name to the register, so that it gets a functional category",
};

/// Pieces of evidence name agencies of different categories.
pub static AGENCY_DISAGREES: Code = Code {
    code: "agency_disagrees",
    severity: Severity::Note,
    title: "The document names different agencies as the reporter; the most trusted one was taken",
    advice: "Often the host of the site or the editor of the report is named beside the reporter",
};

/// All codes of this stage.
pub static CODES: [&Code; 9] = [
    &YEAR_DISAGREES,
    &YEAR_UNKNOWN,
    &YEAR_IS_SCHOOL_YEAR,
    &DIVISION_DISAGREES,
    &DIVISION_AMBIGUOUS,
    &DIVISION_UNKNOWN,
    &AGENCY_UNKNOWN,
    &AGENCY_UNLISTED,
    &AGENCY_DISAGREES,
];
