//! One document in, one outcome out: a pure function of bytes, hints and definitions.

use std::borrow::Cow;
use std::path::Path;

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
use crate::read::layout::PAGE_IS_PICTURE;
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
        Definitions::load_with(None)
    }

    /// The same, with the form definitions of a folder in place of those of the program.
    ///
    /// # Errors
    /// If a definition or register is not consistent.
    pub fn load_with(folder: Option<&Path>) -> Result<Definitions, DefinitionsError> {
        let (forms, registers) = (Forms::load_with(folder)?, Registers::load()?);
        Ok(Definitions { forms, registers, limits: Limits::default() })
    }

    /// SHA-256 over the code of the program, in which the registers are, the form definitions, which may be those of a
    /// folder, and the limits: while it stays the same, the same document is read the same way.
    pub fn fingerprint(&self) -> String {
        let code = Sha256::new().chain_update(env!("GONGKAI_CODE")).chain_update(&self.forms.digest);
        hex(&code.chain_update(format!("{:?}", self.limits)).finalize())
    }

    /// The same over what decides what a reader makes of a document: neither forms nor registers.
    pub fn fingerprint_of_readers(&self) -> String {
        let code = Sha256::new().chain_update(env!("GONGKAI_READERS"));
        hex(&code.chain_update(format!("{:?}", self.limits)).finalize())
    }
}

/// Makes content of a document of some kind, from its bytes and its text, as [`read::read`].
pub type Read<'r> = &'r (dyn for<'d> Fn(Kind, &'d [u8], &'d str) -> Result<Content<'d>, Unreadable> + Sync);

/// Reads a document.
pub fn process(document: &Document, definitions: &Definitions) -> Outcome {
    process_read(document, definitions, &|kind, bytes, text| read::read(kind, bytes, text, &definitions.limits))
}

/// Reads a document of which `read` makes, or remembers, the content.
pub fn process_read(document: &Document, definitions: &Definitions, read: Read) -> Outcome {
    let mut outcome = outcome(document, definitions, read);
    let beyond = outcome.issues.len().saturating_sub(definitions.limits.issues);
    if beyond > 0 {
        outcome.issues.truncate(definitions.limits.issues);
        outcome.issues.push(Issue::new(&ISSUES_CUT, format!("{beyond} more")));
    }
    outcome
}

fn outcome(document: &Document, definitions: &Definitions, read: Read) -> Outcome {
    let kind = Kind::of(&document.bytes);
    let mut source = source_of(document, kind);
    let refused = |mut source: Source, outcome, reason: String, issues| {
        (source.outcome, source.reason) = (outcome, reason);
        Outcome { source, report: None, issues }
    };
    let mut issues = Vec::new();
    let text = if kind.is_text() { readable(document, kind, &mut source, &mut issues) } else { Cow::Borrowed("") };
    let mut content = match read(kind, &document.bytes, &text) {
        Ok(content) => content,
        Err(Unreadable { outcome, reason, issues }) => return refused(source, outcome, reason, issues),
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
    let (mut source, mut issues) = (source_of(document, kind), Vec::new());
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
    mark_pictures(&mut tables, &content.issues);
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
    source_of(document, Kind::of(&document.bytes))
}

fn source_of(document: &Document, kind: Kind) -> Source {
    let (source_id, sha256) = document.hashes();
    Source {
        source_id,
        path: document.path.clone(),
        url: document.hints.url.clone(),
        sha256,
        size: document.bytes.len() as u64,
        kind: kind.as_str(),
        encoding: None,
        encoding_by: None,
        replaced: 0,
        outcome: SourceOutcome::Failed,
        reason: String::new(),
        report_id: None,
    }
}

/// Marks the tables that are pictures: those of whose heading a picture stands on the page, or is all of the next one;
/// all tables of a document that holds pictures and not one table.
fn mark_pictures(tables: &mut [TableReading], issues: &[Issue]) {
    let is_whole = |issue: &Issue| *issue.code == PAGE_IS_PICTURE;
    let pictures: Vec<&Issue> =
        issues.iter().filter(|issue| *issue.code == read::PICTURES_UNREAD || is_whole(issue)).collect();
    let no_table = tables.iter().all(|table| matches!(table.status, TableStatus::Absent | TableStatus::NotInForm));
    let is_there = |page: u32| {
        let on = |issue: &&Issue, page| issue.place.page == Some(page);
        pictures.iter().any(|issue| on(issue, page) || on(issue, page + 1) && is_whole(issue))
    };
    for table in tables.iter_mut().filter(|table| table.status == TableStatus::Absent) {
        if no_table && !pictures.is_empty() || table.place.page.is_some_and(is_there) {
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

#[cfg(test)]
mod tests {
    use std::fs;

    use walkdir::WalkDir;

    use super::Definitions;

    #[test]
    fn other_form_definitions_are_another_program_with_the_same_readers() {
        let folder = tempfile::tempdir().expect("a folder");
        let forms = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/form/definitions");
        let load = || Definitions::load_with(Some(folder.path())).expect("consistent");
        fs::copy(forms.join("g3_2021.toml"), folder.path().join("g3_2021.toml")).expect("copied");
        let same = load();
        let text = fs::read_to_string(forms.join("g3_2021.toml")).expect("text").replace("公开办函", "某函");
        fs::write(folder.path().join("g3_2021.toml"), text).expect("written");
        let other = load();
        let usual = Definitions::load().expect("consistent");
        assert_eq!(same.fingerprint(), usual.fingerprint());
        assert_ne!(other.fingerprint(), usual.fingerprint());
        assert_eq!(other.fingerprint_of_readers(), usual.fingerprint_of_readers());
    }

    #[test]
    fn readers_know_nothing_of_what_their_fingerprint_leaves_out() {
        let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let left_out: Vec<String> = env!("GONGKAI_AFTER_READERS")
            .split(' ')
            .map(|name| format!("crate::{}", name.trim_end_matches(".rs")))
            .collect();
        let readers = ["read", "text", "text.rs", "label.rs", "document.rs", "content.rs", "container/office.rs"];
        let files = readers.iter().flat_map(|name| WalkDir::new(source.join(name)));
        let files: Vec<_> =
            files.map(|entry| entry.expect("readable").into_path()).filter(|file| file.is_file()).collect();
        assert!(files.len() > 40 && left_out.len() > 10);
        for file in files {
            let text = fs::read_to_string(&file).expect("text");
            let known = left_out.iter().find(|name| text.contains(*name));
            assert_eq!(known, None, "{}", file.display());
        }
    }
}
