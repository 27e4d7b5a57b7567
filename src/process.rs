//! One document in, one outcome out: a pure function of bytes, hints and definitions.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use crate::check::said;
use crate::content::{Content, Place};
use crate::document::{Document, Kind, hex};
use crate::extract::{Extract, Why, extract, why};
use crate::form::{DefinitionError, Form, Forms};
use crate::identify::{Passages, identify, looks_like_report};
use crate::issue::{Code, Dropped, Issue, Severity};
use crate::limits::Limits;
use crate::narrative::narratives;
use crate::outcome::{Outcome, Source, SourceOutcome};
use crate::read::{self, Unreadable};
use crate::register::{RegisterError, Registers};
use crate::report::{Report, TableReading, TableStatus};
use crate::text::{self, Decoded, Garbled};

/// Characters that the declared or detected encoding has no meaning for.
pub static CHARACTERS_REPLACED: Code = Code {
    code: "characters_replaced",
    severity: Severity::Warning,
    title: "Some bytes are no characters of the encoding; they were replaced by U+FFFD",
    advice: "Labels and figures that hold the replacement cannot be read; look for a better copy of the document",
};

/// Text that was garbled before it was archived, and could be undone.
pub static TEXT_RESTORED: Code = Code {
    code: "text_restored",
    severity: Severity::Note,
    title: "The text was once decoded by a wrong encoding; it was undone without loss of a character",
    advice: "Nothing is missing; compare with the original page if a figure looks odd",
};

/// Text that was garbled before it was archived.
pub static TEXT_GARBLED: Code = Code {
    code: "text_garbled",
    severity: Severity::Warning,
    title: "Characters were lost before the document was archived, so it was read as it is",
    advice: "Labels and figures that are garbled cannot be read; look for a better copy of the document",
};

/// A document with more issues than are listed.
pub static ISSUES_CUT: Code = Code {
    code: "issues_cut",
    severity: Severity::Warning,
    title: "The document has more issues than are listed of one; the others were only counted",
    advice: "Look at the document: it is damaged, made to do harm, or many documents in one",
};

/// A fault of the program that one document brought to light.
pub static READER_FAILED: Code = Code {
    code: "reader_failed",
    severity: Severity::Error,
    title: "The reader failed on the document; this is a fault of gongkai",
    advice: "Report the fault with the document, so that it is mended",
};

/// All codes of this stage.
pub static CODES: [&Code; 5] = [&CHARACTERS_REPLACED, &TEXT_RESTORED, &TEXT_GARBLED, &ISSUES_CUT, &READER_FAILED];

/// Characters of garbled text that an issue shows.
const SHOWN: usize = 40;

/// The definitions and registers by which documents are read.
#[derive(Debug, Clone, Copy)]
pub struct Definitions {
    /// The statutory forms.
    pub forms: &'static Forms,
    /// Divisions and agencies.
    pub registers: Registers,
    /// How much is read of one document.
    pub limits: Limits,
}

/// What is wrong with the definitions; always a fault of their files, never of the documents.
#[derive(Debug, thiserror::Error)]
pub enum DefinitionsError {
    /// A form.
    #[error(transparent)]
    Form(#[from] DefinitionError),
    /// A register.
    #[error(transparent)]
    Register(#[from] &'static RegisterError),
}

impl Definitions {
    /// The definitions that are part of the program, and the usual limits.
    pub fn load() -> Result<Definitions, DefinitionsError> {
        Ok(Definitions { forms: Forms::load()?, registers: Registers::load()?, limits: Limits::default() })
    }

    /// SHA-256 over the files of all definitions and registers, the limits and the version of the program: while it stays
    /// the same, the same document is read the same way.
    pub fn fingerprint(&self) -> String {
        let files = crate::form::load::FILES.iter().chain(&crate::register::FILES);
        let hash =
            files.fold(Sha256::new().chain_update(env!("CARGO_PKG_VERSION")), |hash, file| hash.chain_update(file));
        hex(&hash.chain_update(format!("{:?}", self.limits)).finalize())
    }
}

/// Reads a document.
pub fn process(document: &Document, definitions: &Definitions) -> Outcome {
    let mut outcome = outcome(document, definitions);
    let beyond = outcome.issues.len().saturating_sub(definitions.limits.issues);
    if beyond > 0 {
        outcome.issues.truncate(definitions.limits.issues);
        outcome.issues.push(Issue::new(&ISSUES_CUT, format!("{beyond} more")));
    }
    outcome
}

fn outcome(document: &Document, definitions: &Definitions) -> Outcome {
    let mut source = source(document);
    let refused = |mut source: Source, outcome, reason: String, issues| {
        (source.outcome, source.reason) = (outcome, reason);
        Outcome { source, report: None, issues }
    };
    let kind = Kind::of(&document.bytes);
    let mut issues = Vec::new();
    let text = if kind.is_text() { readable(document, kind, &mut source, &mut issues) } else { Cow::Borrowed("") };
    let mut content = match read::read(kind, &document.bytes, &text, &definitions.limits) {
        Ok(content) => content,
        Err(Unreadable { outcome, reason, issue }) => {
            return refused(source, outcome, reason, issue.into_iter().collect());
        }
    };
    content.issues.extend(issues);
    let passages = Passages::of(&content);
    match looks_like_report(&content, &passages) {
        Err(reason) => refused(source, SourceOutcome::NotAReport, reason.into(), content.issues),
        Ok(()) => read_report(document, definitions, (&content, &passages), source),
    }
}

/// Why the rows of the tables of a document were read as they were; empty if there are none.
pub fn explain(document: &Document, definitions: &Definitions) -> Vec<Why> {
    let of = |content: &Content| {
        let (identity, _) = identify(content, &Passages::of(content), &document.hints, &definitions.registers);
        let narratives = narratives(content);
        why(content, definitions.forms, || said(&narratives, identity.year, definitions.forms))
    };
    with_content(document, definitions, of).unwrap_or_default()
}

/// What `look` makes of the content of a document, as it is read; `None` if it cannot be read.
pub fn with_content<T>(document: &Document, definitions: &Definitions, look: impl FnOnce(&Content) -> T) -> Option<T> {
    let kind = Kind::of(&document.bytes);
    let (mut source, mut issues) = (source(document), Vec::new());
    let text = if kind.is_text() { readable(document, kind, &mut source, &mut issues) } else { Cow::Borrowed("") };
    read::read(kind, &document.bytes, &text, &definitions.limits).ok().map(|content| look(&content))
}

/// The text of a document, garbled text restored. Notes how it was decoded and what is wrong with it.
fn readable<'d>(document: &'d Document, kind: Kind, source: &mut Source, issues: &mut Vec<Issue>) -> Cow<'d, str> {
    let of_page = if kind == Kind::Html { text::declared(&document.bytes) } else { None };
    let declared = document.hints.charset.as_deref().or(of_page);
    let Decoded { text, encoding, by, replaced } = text::decode(&document.bytes, declared);
    (source.encoding, source.encoding_by, source.replaced) = (Some(encoding), Some(by.as_str()), replaced);
    if replaced > 0 {
        issues.push(Issue::new(&CHARACTERS_REPLACED, format!("{replaced} characters")));
        return text;
    }
    match text::garbled(&text) {
        Some(Garbled::Restored(restored)) => {
            issues.push(Issue::new(&TEXT_RESTORED, text.chars().take(SHOWN).collect::<String>()));
            return Cow::Owned(restored);
        }
        Some(Garbled::Lost(how)) => issues.push(Issue::new(&TEXT_GARBLED, how)),
        None => {}
    }
    text
}

fn read_report(
    document: &Document,
    definitions: &Definitions,
    (content, passages): (&Content, &Passages),
    mut source: Source,
) -> Outcome {
    let (identity, mut issues) = identify(content, passages, &document.hints, &definitions.registers);
    let narratives = narratives(content);
    let said = || said(&narratives, identity.year, definitions.forms);
    let Extract { tables, facts, issues: found } = extract(content, definitions.forms, said);
    issues.extend(found);
    issues.extend(content.issues.iter().cloned());
    let year = identity.year;
    let mut tables = all_tables(definitions.forms, tables, year);
    if content.issues.iter().any(|issue| *issue.code == read::PICTURES_UNREAD) {
        mark_pictures(&mut tables);
    }
    let report = Report { identity, tables, facts, narratives };
    if year.is_some() {
        (source.outcome, source.reason) = (SourceOutcome::Report, String::new());
        return Outcome { source, report: Some(report), issues };
    }
    (source.outcome, source.reason) = (SourceOutcome::Unresolved, "the reporting year is not in the document".into());
    for issue in &mut issues {
        issue.dropped = Dropped::Report;
    }
    Outcome { source, report: None, issues }
}

/// The entry of a document in the list of sources, before anything is known of its content.
pub fn source(document: &Document) -> Source {
    let (source_id, sha256) = document.hashes();
    Source {
        source_id,
        path: document.path.clone(),
        url: document.hints.url.clone(),
        sha256,
        size: document.bytes.len() as u64,
        kind: Kind::of(&document.bytes).as_str(),
        encoding: None,
        encoding_by: None,
        replaced: 0,
        outcome: SourceOutcome::Failed,
        reason: String::new(),
        report_id: None,
    }
}

/// Where a document holds pictures and not one table, its tables are among the pictures.
fn mark_pictures(tables: &mut [TableReading]) {
    if tables.iter().all(|table| matches!(table.status, TableStatus::Absent | TableStatus::NotInForm)) {
        for table in tables.iter_mut().filter(|table| table.status == TableStatus::Absent) {
            table.status = TableStatus::Picture;
        }
    }
}

/// One entry for each table of any form. A table that was not found is absent if the forms of this report have it: those
/// by which its other tables were read, or, if there are none, the form in force in the year.
fn all_tables(forms: &Forms, found: Vec<TableReading>, year: Option<i16>) -> Vec<TableReading> {
    let used: Vec<&str> = found.iter().flat_map(|table| table.forms.iter().copied()).collect();
    let in_force = |form: &Form| {
        year.is_some_and(|year| form.first_year <= year && form.last_year.is_none_or(|last| year <= last))
    };
    let of_report = |form: &Form| if used.is_empty() { in_force(form) } else { used.contains(&form.id) };
    let has = |form: &Form, id: &str| form.tables.iter().any(|table| table.id == id);
    let mut all = found;
    for table in forms.forms.iter().flat_map(|form| &form.tables) {
        if all.iter().all(|known| known.table != table.id) {
            let expected = forms.forms.iter().any(|form| of_report(form) && has(form, table.id));
            let status = if expected { TableStatus::Absent } else { TableStatus::NotInForm };
            all.push(TableReading { table: table.id, forms: Vec::new(), status, place: Place::default() });
        }
    }
    let order: Vec<&str> = forms.forms.iter().flat_map(|form| &form.tables).map(|table| table.id).collect();
    all.sort_by_key(|table| order.iter().position(|id| *id == table.table));
    all
}
