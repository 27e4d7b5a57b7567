//! The relations (勾稽关系) of the forms, held against the cells of one report.
//!
//! Every instance of every relation whose cells were read gives one finding. A relation over several upper bounds
//! (`ge_each`) gives one finding too: its right side is the largest of them. In a hybrid report each table is held
//! against the relations of the form it was read by.

use rust_decimal::Decimal;

use super::cells::{Cells, Side, finding, key};
use crate::form::relation::Instance;
use crate::form::{Comparison, Form, Forms, Relation, Strictness, Term};
use crate::report::{Finding, Report};

/// The findings of the relations of every form by which the report was read, in the order of the definitions.
pub fn relations(report: &Report, forms: &Forms) -> Vec<Finding> {
    forms.forms.iter().flat_map(|form| of_form(report, form)).collect()
}

fn of_form(report: &Report, form: &Form) -> Vec<Finding> {
    let mut cells = Cells::new(report.facts.iter().filter(|fact| fact.form == form.id));
    if cells.is_empty() {
        return Vec::new();
    }
    let instances: Vec<(&Relation, &Instance)> = form
        .relations
        .iter()
        .flat_map(|relation| relation.instances.iter().map(move |instance| (relation, instance)))
        .filter(|(_, instance)| instance.left.iter().chain(&instance.right).any(|term| cells.get(term).is_some()))
        .collect();
    let omitted = instances.iter().filter_map(|(relation, instance)| omitted(&cells, relation, instance)).collect();
    cells.omitted = omitted;
    instances.iter().map(|(relation, instance)| judge(&cells, relation, instance)).collect()
}

/// The total that an instance defines, if it is blank though one of its parts is a number.
fn omitted(cells: &Cells, relation: &Relation, instance: &Instance) -> Option<(&'static str, Option<&'static str>)> {
    let [total] = instance.left.as_slice() else { return None };
    let defines = relation.comparison == Comparison::Eq && relation.strictness == Strictness::Exact;
    let filled = |term: &Term| cells.get(term).is_some_and(|fact| fact.value.is_some());
    (defines && cells.is_blank(total) && instance.right.iter().any(filled)).then(|| key(total)).flatten()
}

fn judge(cells: &Cells, relation: &Relation, instance: &Instance) -> Finding {
    let combine = if relation.comparison == Comparison::GeEach { largest } else { Decimal::checked_add };
    let mut left = Side::default();
    instance.left.iter().for_each(|term| cells.add(&mut left, term, Decimal::checked_add));
    let mut right = Side::default();
    instance.right.iter().for_each(|term| cells.add(&mut right, term, combine));
    finding(relation.id, instance.name, relation.comparison, (&left, &right), instance.cells)
}

fn largest(one: Decimal, other: Decimal) -> Option<Decimal> {
    Some(one.max(other))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{forms, report};
    use super::*;

    fn verdicts(cells: &str, form: &'static str, rule: &str, instance: &str) -> String {
        let report = report(form, cells);
        let findings = relations(&report, forms());
        let mut found = findings.iter().filter(|finding| finding.rule == rule && finding.instance == instance);
        let one = found.next().map_or("none".to_owned(), |finding| {
            format!("{} {} {}", finding.verdict.as_str(), finding.lenient.as_str(), finding.detail)
        });
        assert!(found.next().is_none(), "one finding for one instance");
        one.trim().to_owned()
    }

    #[test]
    fn an_equation_is_decided_strictly_on_numbers_and_leniently_with_blanks_as_zero() {
        let cases = [
            ("review_upheld=1 review_corrected=0 review_other=0 review_pending=1 review_total=2", "pass pass"),
            ("review_upheld=1 review_corrected=0 review_other=0 review_pending=1 review_total=3", "fail fail"),
            ("review_upheld=1 review_corrected= review_other=/ review_pending=无 review_total=1", "undecided pass"),
            ("review_upheld=1 review_corrected= review_other= review_pending= review_total=2", "undecided fail"),
            ("review_upheld= review_corrected= review_other= review_pending= review_total=", "undecided undecided"),
            ("review_upheld= review_corrected= review_other= review_pending= review_total=0", "undecided pass"),
            (
                "review_upheld= review_corrected= review_other= review_pending= review_total=4",
                "undecided undecided right side blank",
            ),
            (
                "review_upheld=1 review_corrected=0 review_other=0 review_pending=0 review_total=",
                "undecided undecided review_total: total left blank, parts filled",
            ),
            (
                "review_upheld=1 review_corrected=? review_other=0 review_pending=0 review_total=1",
                "undecided undecided review_corrected: ambiguous",
            ),
            (
                "review_upheld=1 review_corrected=0 review_other=0 review_total=1",
                "undecided undecided review_pending: not in the document",
            ),
            ("suit_direct_total=1", "none"),
        ];
        for (cells, expected) in cases {
            assert_eq!(verdicts(cells, "g3_2021", "T4-review", ""), expected, "{cells}");
        }
    }

    #[test]
    fn an_omitted_total_decides_no_other_relation() {
        let cells = "received_new/total=5 carried_over/total=0 carried_forward/total=2 total_processed/total= \
                     total_processed/natural_person=3";
        let expected = "undecided undecided total_processed/total: total left blank, parts filled";
        assert_eq!(verdicts(cells, "g2_2019", "T3-BAL", "total"), expected);
    }

    #[test]
    fn bounds_are_compared_as_the_form_states_them() {
        let channels = "channel_gazette_items=1 channel_website_items=7 channel_weibo_items=0 channel_wechat_items=0 \
                        channel_other_items=2";
        let cases = [
            ("G1-PROACT-le", "9", "pass pass"),
            ("G1-PROACT-le", "11", "fail fail"),
            ("G1-PROACT-ge", "7", "pass pass"),
            ("G1-PROACT-ge", "6", "fail fail"),
            ("G1-PROACT-ge", "", "undecided undecided left side blank"),
        ];
        for (rule, total, expected) in cases {
            let cells = format!("proactive_items_total={total} {channels}");
            assert_eq!(verdicts(&cells, "g1_2014", rule, ""), expected, "{rule} {total}");
        }
        let cases = [("8", "-8", "pass pass"), ("8", "-9", "fail fail"), ("8", "", "undecided pass")];
        for (before, change, expected) in cases {
            let cells = format!("fee_items_prev={before} fee_items_change={change}");
            assert_eq!(verdicts(&cells, "g2_2019", "A20-fee-nn", ""), expected, "{before} {change}");
        }
    }

    #[test]
    fn a_finding_states_both_sides_and_the_cells() {
        let report = report("g2_2019", "carried_over/natural_person=1 carried_over/org_other=1 carried_over/total=3");
        let findings = relations(&report, forms());
        let finding = findings.iter().find(|finding| finding.rule == "T3-ROW").expect("a finding of the row");
        assert_eq!((finding.instance.as_str(), finding.left, finding.right), ("carried_over", Some(3.into()), None));
        assert!(finding.cells.starts_with("carried_over/total carried_over/natural_person "), "{}", finding.cells);
        assert_eq!(finding.detail, "carried_over/org_business: not in the document");
    }

    #[test]
    fn each_table_of_a_hybrid_is_held_against_its_own_form() {
        let mut hybrid = report("g3_2021", "review_upheld=1 review_total=1");
        hybrid.facts.extend(report("g2_2019", "received_new/natural_person=1 received_new/total=1").facts);
        let findings = relations(&hybrid, forms());
        let count = |rule: &str| findings.iter().filter(|finding| finding.rule == rule).count();
        assert_eq!([count("T4-review"), count("T3-ROW"), count("T3-SUM-G2"), count("T3-SUM-G3")], [1, 1, 0, 0]);
    }
}
