//! Loads the form definitions from their files. What is not consistent is refused: see [`super::prove`].

use std::path::{Path, PathBuf};

use regex::Regex;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::comparable;
use super::file::{
    ApplicantRow, BlockEntry, FormFile, IndicatorRow, LabelEntry, RelationEntry, RowEntry, SeriesFile, TableEntry,
};
use super::overlay::{FORMS, File, files};
use super::prove::prove;
use super::relation::{Relation, Term};
use super::{Applicant, Block, Column, Form, Forms, Indicator, Kind, Label, Matcher, Row, RowCells, Table, Texts};
use crate::document::hex;
use crate::label::fold;

/// What is wrong with the form definitions.
#[derive(Debug, thiserror::Error)]
pub enum DefinitionError {
    /// A file is not what its format asks for.
    #[error("form definition {file}: {reason}")]
    Syntax {
        /// Name of the file in `src/form/definitions`.
        file: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// A file cannot be read.
    #[error("cannot read the form definitions `{path}`: {reason}; give a folder with files as in src/form/definitions")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A file that stands in for none.
    #[error("`{path}` is no form definition; only files called as in src/form/definitions may be in the folder")]
    Unknown {
        /// The file.
        path: PathBuf,
    },
    /// The definitions contradict themselves.
    #[error("form definition {place}: {reason}")]
    Inconsistent {
        /// File, form or relation concerned.
        place: String,
        /// What is wrong.
        reason: String,
    },
}

pub(super) fn inconsistent(place: impl Into<String>, reason: impl Into<String>) -> DefinitionError {
    DefinitionError::Inconsistent { place: place.into(), reason: reason.into() }
}

impl Forms {
    /// The definitions that are part of the program, checked.
    ///
    /// # Errors
    /// If they contradict themselves.
    pub fn load() -> Result<&'static Forms, DefinitionError> {
        Forms::load_with(None)
    }

    /// The definitions, with the files of `folder` in place of those of the same name, checked. They live as long as the
    /// program, so that every fact can borrow its codes from them; load them once.
    ///
    /// # Errors
    /// If a file cannot be read or stands in for none, or the definitions contradict themselves.
    pub fn load_with(folder: Option<&Path>) -> Result<&'static Forms, DefinitionError> {
        let files = files(folder)?;
        let digest = files.iter().fold(Sha256::new(), |hash, (_, text)| hash.chain_update(text.as_bytes()));
        let [indicators, applicants, series, comparability, ..] = &files;
        let applicants = self::applicants(applicants)?;
        let indicators = self::indicators(indicators)?;
        let forms: Result<_, _> = files[FORMS].iter().map(|file| form(file, &indicators, &applicants)).collect();
        let series: SeriesFile = parse(series)?;
        let mut series = series.relation.into_iter().map(relation).collect::<Result<Vec<_>, _>>()?;
        let applicant_codes: Vec<&'static str> = applicants.iter().map(|applicant| applicant.code).collect();
        series.iter_mut().for_each(|relation| relation.unfold(&applicant_codes, &[]));
        let mut forms: Vec<Form> = forms?;
        let label_texts = label_texts(&forms);
        for form in &mut forms {
            let by_applicant = form.by_applicant();
            form.relations.iter_mut().for_each(|relation| relation.unfold(&applicant_codes, &by_applicant));
            for block in form.tables.iter_mut().flat_map(|table| &mut table.blocks) {
                block.texts = Texts::of(block, &label_texts);
            }
        }
        let matcher = Matcher::new(&label_texts);
        let places = indicators.iter().enumerate().map(|(place, indicator)| (indicator.code, place)).collect();
        let comparable = comparable::load(comparability, &indicators, &forms)?;
        let digest = hex(&digest.finalize());
        let forms = Forms { indicators, applicants, forms, series, comparable, places, label_texts, matcher, digest };
        prove(&forms)?;
        Ok(Box::leak(Box::new(forms)))
    }
}

fn label_texts(forms: &[Form]) -> Vec<String> {
    let tables = || forms.iter().flat_map(|form| &form.tables);
    let blocks = tables().flat_map(|table| &table.blocks).flat_map(Block::labels);
    let labels = tables().flat_map(|table| &table.headings).chain(blocks);
    let mut texts: Vec<String> = labels.flat_map(|label| label.folded.iter().cloned()).collect();
    texts.sort();
    texts.dedup();
    texts
}

/// Definitions are loaded once and live as long as the program.
pub(super) fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn parse<T: DeserializeOwned>((file, text): &File) -> Result<T, DefinitionError> {
    toml::from_str(text).map_err(|error| DefinitionError::Syntax { file, reason: error.to_string() })
}

pub(super) fn rows<T: DeserializeOwned>((file, text): &File) -> Result<Vec<T>, DefinitionError> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .map(|row| row.map_err(|error| DefinitionError::Syntax { file, reason: error.to_string() }))
        .collect()
}

pub(super) fn label<'a>(official: &str, variants: impl IntoIterator<Item = &'a str>) -> Label {
    let mut folded: Vec<String> = variants.into_iter().filter(|text| !text.is_empty()).map(fold).collect();
    folded.push(fold(official));
    folded.sort_by_key(|text| std::cmp::Reverse(text.chars().count()));
    folded.dedup();
    Label { official: leak(official), folded }
}

impl LabelEntry {
    fn label(&self) -> Label {
        label(&self.label, self.variants.iter().map(String::as_str))
    }
}

fn applicants(file: &File) -> Result<Vec<Applicant>, DefinitionError> {
    let rows: Vec<ApplicantRow> = rows(file)?;
    let applicant = |row: ApplicantRow| Applicant {
        code: leak(&row.code),
        label: label(&row.label, row.variants.split('|')),
        meaning: leak(&row.meaning),
    };
    Ok(rows.into_iter().map(applicant).collect())
}

fn indicators(file: &File) -> Result<Vec<Indicator>, DefinitionError> {
    rows(file)?.into_iter().map(indicator).collect()
}

fn indicator(row: IndicatorRow) -> Result<Indicator, DefinitionError> {
    let kind = match row.kind.split_once(':') {
        None if row.kind == "count" => Kind::Count,
        None if row.kind == "signed" => Kind::Signed,
        None if row.kind == "money" => Kind::Money { stated: None },
        Some(("money", yuan)) => Kind::Money {
            stated: Some(yuan.parse().map_err(|_| inconsistent(&row.code, format!("{yuan} is no number of yuan")))?),
        },
        _ => return Err(inconsistent(&row.code, format!("{} is no kind of number", row.kind))),
    };
    Ok(Indicator {
        code: leak(&row.code),
        path: leak(&row.path),
        label: label(&row.label, row.variants.split('|')),
        unit: leak(&row.unit),
        kind,
        meaning: leak(&row.meaning),
        basis: leak(&row.basis),
    })
}

fn form(file: &File, indicators: &[Indicator], applicants: &[Applicant]) -> Result<Form, DefinitionError> {
    let entry: FormFile = parse(file)?;
    let tables: Result<_, _> = entry.table.iter().map(|entry| table(entry, indicators, applicants)).collect();
    Ok(Form {
        id: leak(&entry.id),
        title: leak(&entry.title),
        authority: leak(&entry.authority),
        first_year: entry.first_year,
        last_year: entry.last_year,
        tables: tables?,
        relations: entry.relation.into_iter().map(relation).collect::<Result<_, _>>()?,
    })
}

fn table(entry: &TableEntry, indicators: &[Indicator], applicants: &[Applicant]) -> Result<Table, DefinitionError> {
    let nil: Result<_, _> = entry.nil.iter().map(|pattern| Regex::new(pattern)).collect();
    let blocks: Result<_, _> = entry.block.iter().map(|entry| block(entry, indicators, applicants)).collect();
    Ok(Table {
        id: leak(&entry.id),
        headings: entry.headings.iter().map(|text| label(text, [])).collect(),
        nil: nil.map_err(|error| inconsistent(&entry.id, error.to_string()))?,
        blocks: blocks?,
    })
}

fn block(entry: &BlockEntry, indicators: &[Indicator], applicants: &[Applicant]) -> Result<Block, DefinitionError> {
    let columns = match entry.applicants {
        true => applicants.iter().map(|a| Column { label: a.label.clone(), applicant: Some(a.code) }).collect(),
        false => entry.columns.iter().map(|column| Column { label: column.label(), applicant: None }).collect(),
    };
    let rows: Result<_, _> = entry.rows.iter().map(|entry| row(entry, indicators)).collect();
    Ok(Block {
        id: leak(&entry.id),
        caption: entry.caption.as_ref().map(LabelEntry::label),
        header: entry.header.iter().map(|text| label(text, [])).collect(),
        columns,
        rows: rows?,
        texts: Texts::default(),
    })
}

fn row(entry: &RowEntry, indicators: &[Indicator]) -> Result<Row, DefinitionError> {
    Ok(match entry {
        RowEntry::Indicator(code) => {
            let known = indicators.iter().find(|indicator| indicator.code == code);
            let indicator = known.ok_or_else(|| inconsistent(code, "no such indicator in indicators.csv"))?;
            Row {
                label: Some(indicator.label.clone()),
                number: indicator.number(),
                optional: false,
                cells: RowCells::Indicators(vec![indicator.code]),
            }
        }
        RowEntry::Heading { heading, number } => {
            Row { label: Some(label(heading, [])), number: leak(number), optional: true, cells: RowCells::Heading }
        }
        RowEntry::Text { text, number } => {
            Row { label: Some(label(text, [])), number: leak(number), optional: true, cells: RowCells::Text }
        }
        RowEntry::Cells { label: text, variants, number, optional, indicators } => Row {
            label: text.as_ref().map(|text| label(text, variants.iter().map(String::as_str))),
            number: leak(number),
            optional: *optional,
            cells: RowCells::Indicators(indicators.iter().map(|code| leak(code)).collect()),
        },
    })
}

impl Indicator {
    /// The number printed before the label: the last part of the path, without brackets; empty for 其中.
    fn number(&self) -> &'static str {
        let last = self.path.rsplit('/').next().unwrap_or_default();
        let number = last.trim_matches(['（', '）']);
        if number == "其中" { "" } else { number }
    }
}

fn relation(entry: RelationEntry) -> Result<Relation, DefinitionError> {
    let side = |terms: &[String]| terms.iter().map(|text| term(&entry.id, text)).collect::<Result<Vec<_>, _>>();
    Ok(Relation {
        id: leak(&entry.id),
        title: leak(&entry.title),
        title_zh: leak(&entry.title_zh),
        comparison: entry.comparison,
        each: entry.each,
        strictness: entry.strictness,
        left: side(&entry.left)?,
        right: side(&entry.right)?,
        table: entry.table.as_deref().map(leak),
        instances: Vec::new(),
    })
}

/// Reads `[-]indicator[/applicant][@-1]`, or `/applicant` in a relation over applicants.
fn term(relation: &str, text: &str) -> Result<Term, DefinitionError> {
    let (rest, lag) = match text.split_once('@') {
        None => (text, 0),
        Some((rest, "-1")) => (rest, 1),
        Some((_, lag)) => return Err(inconsistent(relation, format!("{lag} years back is not supported in {text}"))),
    };
    let (sign, rest) = rest.strip_prefix('-').map_or((1, rest), |rest| (-1, rest));
    let (indicator, applicant) = rest.split_once('/').map_or((rest, None), |(code, of)| (code, Some(leak(of))));
    Ok(Term { sign, indicator: (!indicator.is_empty()).then(|| leak(indicator)), applicant, lag })
}

#[cfg(test)]
mod tests {
    use super::super::{Comparison, Strictness};
    use super::*;

    #[test]
    fn the_definitions_are_consistent_and_complete() {
        let forms = Forms::load().expect("definitions load");
        let cells = |id: &str| -> usize {
            let form = forms.form(id).expect("form exists");
            let blocks = form.tables.iter().flat_map(|table| &table.blocks);
            blocks.map(|block| block.rows.iter().map(|row| block.width(row)).sum::<usize>()).sum()
        };
        assert_eq!(["g1_2014", "fj_2014", "g2_2019", "g3_2021"].map(cells), [58, 42, 201, 200]);
    }

    #[test]
    fn the_exact_equations_of_each_form_are_as_many_as_the_form_states() {
        let forms = Forms::load().expect("definitions load");
        let equations = |form: &Form| -> usize {
            let exact = form.relations.iter().filter(|r| r.comparison == Comparison::Eq);
            let exact = exact.filter(|r| r.strictness == Strictness::Exact);
            exact.map(|r| r.instances.len()).sum()
        };
        assert_eq!(forms.forms.iter().map(equations).collect::<Vec<_>>(), [7, 4, 40, 42]);
    }

    #[test]
    fn a_term_reads_back() {
        let read = term("r", "-carried_forward/total@-1").expect("a term");
        let expected = Term { sign: -1, indicator: Some("carried_forward"), applicant: Some("total"), lag: 1 };
        assert_eq!(read, expected);
        assert!(term("r", "a@-2").is_err());
    }
}
