//! What can go wrong while the tables are read.

use crate::issue::{Code, Severity};

/// Text inside a table that is no label and no value.
pub static STRAY_TEXT: Code = Code {
    code: "stray_text",
    severity: Severity::Note,
    title: "Text inside a statutory table is neither a label nor a value",
    advice: "Notes and page furniture are harmless; a label that the form does not know belongs into its definition",
};

/// A line or row of a table with figures under a label that the form does not have.
pub static UNKNOWN_ROW: Code = Code {
    code: "unknown_row",
    severity: Severity::Warning,
    title: "A row of a statutory table has figures under a label that its form does not have",
    advice: "Local rows can be added to the form definition as variants or extension indicators",
};

/// More text behind the label of a row than any row has.
pub static ROW_CUT: Code = Code {
    code: "row_cut",
    severity: Severity::Warning,
    title: "More stands behind the label of a row than is read of one; what is beyond was left out",
    advice: "Look at the document: much text stands inside its table, or the rows behind this one have no labels",
};

/// A table within which the document ends.
pub static TABLE_CUT: Code = Code {
    code: "table_cut",
    severity: Severity::Warning,
    title: "The document ends within a statutory table; its last rows were cut off",
    advice: "Their figures are missing, not zero: look for the whole document, or the next page of it",
};

/// A table that stands twice in the document.
pub static TABLE_REPEATED: Code = Code {
    code: "table_repeated",
    severity: Severity::Warning,
    title: "A statutory table stands twice in the document, with other figures; cells on which the two differ are ambiguous",
    advice: "Look whose figures each of them holds: the agency's own, those of all that it reports for, or of another year",
};

/// A row of the form whose label is not in the table.
pub static ROW_MISSING: Code = Code {
    code: "row_missing",
    severity: Severity::Warning,
    title: "A row of the form was not found in the table",
    advice: "Look at the document: the agency left the row out, or prints a label that the form definition lacks",
};

/// A cell whose text is not a number.
pub static VALUE_UNREADABLE: Code = Code {
    code: "value_unreadable",
    severity: Severity::Warning,
    title: "The text of a cell is not a number",
    advice: "Rounded and open numbers such as 约2000 are left out on purpose; the text is in `printed`",
};

/// A row whose figures can be read in several ways.
pub static ROW_AMBIGUOUS: Code = Code {
    code: "row_ambiguous",
    severity: Severity::Warning,
    title: "The figures of a row can be read in several ways, and the equations of the form do not decide",
    advice: "Cells on which all readings agree are in the data; for the others look at the document",
};

/// A row whose figures can be read in too many ways to list, or in none.
pub static ROW_UNREADABLE: Code = Code {
    code: "row_unreadable",
    severity: Severity::Warning,
    title: "The figures of a row fit its columns in no way, or in too many to list",
    advice: "Look at the document",
};

/// A table with more value columns than its form.
pub static COLUMNS_UNKNOWN: Code = Code {
    code: "columns_unknown",
    severity: Severity::Warning,
    title: "A statutory table has more figures in its rows than its form has columns; none of them was taken",
    advice: "A local form with columns of its own, such as 历年累计, needs a definition of its own",
};

/// The search among the readings of a table was given up.
pub static SEARCH_BOUND: Code = Code {
    code: "search_bound",
    severity: Severity::Warning,
    title: "The readings of a table were too many to search; rows with several readings stay ambiguous",
    advice: "Look at the document; a better copy of it will be read",
};

/// A money value without a unit.
pub static UNIT_ASSUMED: Code = Code {
    code: "unit_assumed",
    severity: Severity::Note,
    title: "An amount is printed without a unit; the unit of the form, or yuan, was assumed",
    advice: "Neighbouring agencies print yuan and ten thousand yuan in the same column: compare with other years before use",
};

/// A table whose heading is there and whose cells are not.
pub static TABLE_ABSENT: Code = Code {
    code: "table_absent",
    severity: Severity::Warning,
    title: "The heading of a statutory table is in the document, the table is not",
    advice: "It may be a picture or an attachment; its figures are missing, not zero",
};

/// All codes of this stage.
pub static CODES: [&Code; 13] = [
    &STRAY_TEXT,
    &UNKNOWN_ROW,
    &ROW_CUT,
    &TABLE_CUT,
    &TABLE_REPEATED,
    &ROW_MISSING,
    &VALUE_UNREADABLE,
    &ROW_AMBIGUOUS,
    &ROW_UNREADABLE,
    &COLUMNS_UNKNOWN,
    &SEARCH_BOUND,
    &UNIT_ASSUMED,
    &TABLE_ABSENT,
];
