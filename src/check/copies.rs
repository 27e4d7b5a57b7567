//! Several documents of one report: the cells on which one that was not chosen differs from the one that was.

use super::Rule;
use super::cells::{Cells, Side, finding, of_fact};
use crate::form::relation::names;
use crate::form::{Comparison, Strictness, Term};
use crate::report::{Finding, Report, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "DUP-CELL",
    title: "Other documents of the same report print the same figure in the cell; `detail` is the path of the other",
    title_zh: "同一报告的其他文件在该单元格所印数字相同；detail 为另一文件的路径",
    strictness: Strictness::Soft,
    meaning: "Left is the figure in the data set, right that of the other document: a correction, a slip of whoever \
              copied the report, or a cell that was misread in one of them. One pass stands for a document that differs \
              in no cell; a cell that one of them leaves blank is undecided.",
};

/// The findings of the chosen document of a report against another, which lies at `path`: one for each cell that both
/// have and that is not the same, or one pass if there is none. Cells that cannot be read in one of them are left out.
pub fn copies(chosen: &Report, other: &Report, path: &str) -> Vec<Finding> {
    let cells = [chosen, other].map(|report| Cells::new(report.facts.iter()));
    let (same, mut findings): (Vec<_>, Vec<_>) = chosen
        .facts
        .iter()
        .filter_map(|fact| of_cell(&cells, &of_fact(fact), path))
        .partition(|finding| finding.verdict == Verdict::Pass);
    if findings.is_empty() && !same.is_empty() {
        let (verdict, lenient, detail) = (Verdict::Pass, Verdict::Pass, path.to_owned());
        let instance = String::new();
        findings.push(Finding {
            rule: RULE.id,
            instance,
            verdict,
            lenient,
            left: None,
            right: None,
            cells: "",
            detail,
        });
    }
    findings
}

/// The finding on one cell; `None` if one of the documents does not have it, or both leave it blank.
fn of_cell(cells: &[Cells; 2], term: &Term, path: &str) -> Option<Finding> {
    let [left, right] = cells.each_ref().map(|cells| {
        let mut side = Side::default();
        cells.add(&mut side, term, rust_decimal::Decimal::checked_add);
        side
    });
    let decidable = left.unknown + right.unknown == 0 && left.numbers + right.numbers > 0;
    let cell = names([term]);
    let found = || finding(RULE.id, cell, Comparison::Eq, (&left, &right), cell);
    decidable.then(|| Finding { detail: path.to_owned(), ..found() })
}

#[cfg(test)]
mod tests {
    use super::super::sample::report;
    use super::*;

    fn found(chosen: &str, other: &str) -> Vec<String> {
        let [chosen, other] = [chosen, other].map(|cells| report("g3_2021", cells));
        let number = |side: Option<rust_decimal::Decimal>| side.map_or("-".to_owned(), |number| number.to_string());
        let line = |f: &Finding| {
            let verdicts = format!("{} {}", f.verdict.as_str(), f.lenient.as_str());
            format!("{} {verdicts} {} {} {}", f.instance, number(f.left), number(f.right), f.detail)
        };
        copies(&chosen, &other, "b.html").iter().map(line).collect()
    }

    #[test]
    fn cells_that_differ_are_found() {
        let same: &[&str] = &[" pass pass - - b.html"];
        let cases: [(&str, &str, &[&str]); 8] = [
            ("review_total=1 rules_issued=2", "review_total=1 rules_issued=2", same),
            ("review_total=1", "review_total=1.0", same),
            ("review_total=1 rules_issued=2", "review_total=1 rules_issued=3", &["rules_issued fail fail 2 3 b.html"]),
            (
                "received_new/total=4 received_new/natural_person=4",
                "received_new/total=4 received_new/natural_person=5",
                &["received_new/natural_person fail fail 4 5 b.html"],
            ),
            ("rules_issued=2", "rules_issued=", &["rules_issued undecided undecided 2 - b.html"]),
            ("rules_issued=0", "rules_issued=/", &["rules_issued undecided pass 0 - b.html"]),
            // A cell that cannot be read, or is not there, contradicts nothing.
            ("review_total=1 rules_issued=2", "rules_issued=?", &[]),
            ("rules_issued=", "rules_issued=", &[]),
        ];
        for (chosen, other, expected) in cases {
            assert_eq!(found(chosen, other), expected, "{chosen} against {other}");
        }
    }
}
