//! Which indicators of the national forms may be joined to one series over the changes of form, as data.

use serde::Deserialize;

use super::load::{DefinitionError, inconsistent, leak, rows};
use super::overlay::File;
use super::{Form, Indicator};

/// One series over the national forms: what counts the same thing in each of them.
#[derive(Debug, Clone)]
pub struct Comparable {
    /// Its name: the code of the newest form, or one of its own where codes are added up.
    pub series: &'static str,
    /// Id of each form that has it, with the indicators whose sum it is.
    pub sums: Vec<(&'static str, Vec<Operand>)>,
    /// Whether it may be joined over 2018 and 2019; `None` if no form around that change has it.
    pub joins_2019: Option<Joins>,
    /// Whether it may be joined over 2020 and 2021.
    pub joins_2021: Option<Joins>,
    /// What to know, in English; may be empty.
    pub note: &'static str,
    /// The same in Chinese.
    pub note_zh: &'static str,
}

/// An indicator that is added, or subtracted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operand {
    /// `1` or `-1`.
    pub sign: i8,
    /// Code of the indicator.
    pub indicator: &'static str,
}

/// Whether a series may be joined over a change of form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joins {
    /// Both forms count the same.
    Same,
    /// They count nearly the same: join with the note in mind.
    Near,
    /// They do not, or one of them does not count it: never join, never take it for zero.
    Not,
}

impl Joins {
    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            Joins::Same => "same",
            Joins::Near => "near",
            Joins::Not => "not",
        }
    }
}

impl Comparable {
    /// Whether the indicator is an operand of the series in the form.
    pub fn counts(&self, indicator: &str, form: &str) -> bool {
        let of_form = self.sums.iter().filter(|(id, _)| *id == form);
        of_form.flat_map(|(_, sum)| sum).any(|operand| operand.indicator == indicator)
    }
}

#[derive(Deserialize)]
struct Row {
    series: String,
    g1_2014: String,
    g2_2019: String,
    joins_2019: Option<Joins>,
    g3_2021: String,
    joins_2021: Option<Joins>,
    note: String,
    note_zh: String,
}

/// Reads the series, in the order of the file. An indicator that no form of its column has is refused.
pub(super) fn load(file: &File, indicators: &[Indicator], forms: &[Form]) -> Result<Vec<Comparable>, DefinitionError> {
    rows::<Row>(file)?.iter().map(|row| comparable(row, indicators, forms)).collect()
}

fn comparable(row: &Row, indicators: &[Indicator], forms: &[Form]) -> Result<Comparable, DefinitionError> {
    let mut sums = Vec::new();
    for (id, text) in [("g1_2014", &row.g1_2014), ("g2_2019", &row.g2_2019), ("g3_2021", &row.g3_2021)] {
        let form = forms.iter().find(|form| form.id == id);
        let operand = |text: &str| operand(text, indicators, form).ok_or_else(|| unknown(row, text, id));
        let sum = text.replace('-', "+-");
        let sum = sum.split('+').filter(|text| !text.is_empty()).map(operand).collect::<Result<Vec<_>, _>>()?;
        if !sum.is_empty() {
            sums.push((id, sum));
        }
    }
    Ok(Comparable {
        series: leak(&row.series),
        sums,
        joins_2019: row.joins_2019,
        joins_2021: row.joins_2021,
        note: leak(&row.note),
        note_zh: leak(&row.note_zh),
    })
}

fn operand(text: &str, indicators: &[Indicator], form: Option<&Form>) -> Option<Operand> {
    let (sign, code) = text.strip_prefix('-').map_or((1, text), |code| (-1, code));
    let indicator = indicators.iter().find(|indicator| indicator.code == code)?.code;
    form?.indicators().any(|own| own == indicator).then_some(Operand { sign, indicator })
}

fn unknown(row: &Row, text: &str, form: &str) -> DefinitionError {
    inconsistent(format!("comparability.csv, series {}", row.series), format!("{text} is no indicator of {form}"))
}

#[cfg(test)]
mod tests {
    use super::super::Forms;
    use super::*;

    #[test]
    fn every_indicator_of_the_national_forms_is_in_a_series() {
        let forms = Forms::load().expect("definitions load");
        for form in forms.forms.iter().filter(|form| form.id.starts_with('g')) {
            for code in form.indicators().filter(|code| !code.starts_with("x_")) {
                assert!(forms.comparable.iter().any(|series| series.counts(code, form.id)), "{}: {code}", form.id);
            }
        }
    }

    #[test]
    fn a_sum_has_signs_and_a_code_of_another_form_is_refused() {
        let forms = Forms::load().expect("definitions load");
        let series = |name: &str| forms.comparable.iter().find(|series| series.series == name).expect("a series");
        let decided = &series("review_decided").sums;
        assert_eq!(decided[1].1[1], Operand { sign: -1, indicator: "review_pending" });
        assert_eq!(series("normdocs_in_force").joins_2021, Some(Joins::Not));
        let form = forms.form("g3_2021");
        assert_eq!(operand("other_handling", &forms.indicators, form), None);
        assert_eq!(operand("nothing", &forms.indicators, form), None);
    }

    #[test]
    fn names_are_unique_and_notes_in_both_languages() {
        let forms = Forms::load().expect("definitions load");
        let mut names: Vec<_> = forms.comparable.iter().map(|series| series.series).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), forms.comparable.len());
        assert!(forms.comparable.iter().all(|series| series.note.is_empty() == series.note_zh.is_empty()));
    }
}
