//! The proof that the form definitions are consistent: codes are unique, relations name existing cells, labels are
//! unambiguous in their section. A definition that is not consistent never reads a report.

use std::collections::HashSet;

use super::load::{DefinitionError, inconsistent};
use super::relation::Relation;
use super::{Block, Form, Forms, Row};

/// Proves that the definitions do not contradict themselves.
pub(super) fn prove(forms: &Forms) -> Result<(), DefinitionError> {
    unique("indicators.csv", forms.indicators.iter().map(|indicator| indicator.code))?;
    unique("applicants.csv", forms.applicants.iter().map(|applicant| applicant.code))?;
    let mut used = HashSet::new();
    for form in &forms.forms {
        let codes = codes(form);
        unique(form.id, codes.iter().copied())?;
        if let Some(code) = codes.iter().find(|code| forms.indicator(code).is_none()) {
            return Err(inconsistent(form.id, format!("no indicator {code} in indicators.csv")));
        }
        form.tables.iter().flat_map(|table| &table.blocks).try_for_each(|block| prove_labels(form.id, block))?;
        form.relations.iter().try_for_each(|relation| prove_relation(forms, relation, &codes))?;
        used.extend(codes);
    }
    let used: Vec<_> = used.into_iter().collect();
    forms.series.iter().try_for_each(|relation| prove_relation(forms, relation, &used))?;
    match forms.indicators.iter().find(|indicator| !used.contains(&indicator.code)) {
        Some(indicator) => Err(inconsistent("indicators.csv", format!("{} is in no form", indicator.code))),
        None => Ok(()),
    }
}

fn codes(form: &Form) -> Vec<&'static str> {
    let rows = form.tables.iter().flat_map(|table| &table.blocks).flat_map(|block| &block.rows);
    rows.flat_map(Row::indicators).copied().collect()
}

fn unique(place: &str, codes: impl Iterator<Item = &'static str>) -> Result<(), DefinitionError> {
    let mut seen = HashSet::new();
    for code in codes {
        if !seen.insert(code) {
            return Err(inconsistent(place, format!("{code} stands twice")));
        }
    }
    Ok(())
}

/// Two rows of a block may share a label only if a row that is unique in the block stands between them, so that the
/// running section tells them apart (行政复议 and 行政诉讼 share 被依法纠错数).
fn prove_labels(form: &str, block: &Block) -> Result<(), DefinitionError> {
    let labels: Vec<&[String]> =
        block.rows.iter().map(|row| row.label.as_ref().map_or(&[][..], |l| &l.folded)).collect();
    let shared = |a: &[String], b: &[String]| a.iter().find(|text| b.contains(text)).cloned();
    let is_unique =
        |at: usize| (0..labels.len()).all(|other| other == at || shared(labels[at], labels[other]).is_none());
    for second in 0..labels.len() {
        for first in 0..second {
            let told_apart = (first + 1..second).any(is_unique);
            if let (Some(text), false) = (shared(labels[first], labels[second]), told_apart) {
                return Err(inconsistent(form, format!("block {}: label {text} is ambiguous", block.id)));
            }
        }
    }
    Ok(())
}

fn prove_relation(forms: &Forms, relation: &Relation, codes: &[&'static str]) -> Result<(), DefinitionError> {
    for term in relation.left.iter().chain(&relation.right) {
        let indicator = term.indicator.filter(|code| !codes.contains(code));
        let applicants = forms.applicant_codes();
        let applicant = term.applicant.filter(|code| !applicants.contains(code));
        if let Some(code) = indicator.or(applicant) {
            return Err(inconsistent(relation.id, format!("no cell {code}")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::load::label;
    use super::super::{RowCells, Texts};
    use super::*;

    #[test]
    fn an_ambiguous_label_is_refused() {
        let row =
            |text: &str| Row { label: Some(label(text, [])), number: "", optional: false, cells: RowCells::Heading };
        let block =
            |rows| Block { id: "b", caption: None, header: vec![], columns: vec![], rows, texts: Texts::default() };
        assert!(prove_labels("f", &block(vec![row("其他"), row("总计"), row("其他")])).is_ok());
        assert!(prove_labels("f", &block(vec![row("总计"), row("其他"), row("其他")])).is_err());
    }
}
