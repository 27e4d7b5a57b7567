//! `views.sql`: views of the tables for DuckDB, ready for the usual questions.

use std::fmt::Write;

use crate::form::{Comparable, Forms, Joins};

const TEMPLATE: &str = include_str!("views.template.sql");

/// The script.
pub fn views(forms: &Forms) -> String {
    TEMPLATE.replace("{series}", &series(&forms.comparable)).replace("{terms}", &terms(&forms.comparable))
}

/// Rows of the view `series`: name, whether it may be joined, notes.
fn series(all: &[Comparable]) -> String {
    let joins = |joins: Option<Joins>| joins.map_or("NULL".to_owned(), |joins| quoted(joins.as_str()));
    let row = |series: &Comparable| {
        let [name, note, note_zh] = [series.series, series.note, series.note_zh].map(quoted);
        format!("({name}, {}, {}, {note}, {note_zh})", joins(series.joins_2019), joins(series.joins_2021))
    };
    all.iter().map(row).collect::<Vec<_>>().join(",\n    ")
}

/// Rows of the sums: series, number of the sum, number of its operands, indicator, sign. Forms that have the same sum share it.
fn terms(all: &[Comparable]) -> String {
    let mut text = String::new();
    for series in all {
        for (at, (_, sum)) in series.sums.iter().enumerate() {
            if series.sums[..at].iter().any(|(_, other)| other == sum) {
                continue;
            }
            for term in sum {
                let [name, indicator] = [series.series, term.indicator].map(quoted);
                let separator = if text.is_empty() { "" } else { ",\n    " };
                write!(text, "{separator}({name}, {at}, {}, {indicator}, {})", sum.len(), term.sign)
                    .expect("a string takes every text");
            }
        }
    }
    text
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_stands_once_with_its_signs() {
        let forms = Forms::load().expect("definitions load");
        let sql = views(forms);
        assert_eq!(sql.matches("('carried_forward', 0, 1, 'carried_forward', 1)").count(), 1);
        assert!(sql.contains("('review_decided', 1, 2, 'review_pending', -1)"), "{sql}");
        assert!(!sql.contains("{series}") && !sql.contains("{terms}"));
        assert_eq!(quoted("it's"), "'it''s'");
    }
}
