//! Bounds that single numbers keep, from `bounds.toml`: a number that oversteps one is worth a look at the document.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::cells::of_fact;
use crate::form::relation::names;
use crate::form::{Forms, Kind, Strictness};
use crate::register::Level;
use crate::report::{Fact, Finding, Report, Verdict};

/// The rules of `bounds.toml`.
pub(super) static BOUNDS: LazyLock<Vec<Bound>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("bounds.toml")).expect("bounds.toml is part of the program and tested");
    file.rule
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Bound>,
}

/// One rule of `bounds.toml`. An empty list is no condition.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bound {
    /// Stable id, such as `BOUND-NEGATIVE`.
    pub(super) id: String,
    /// What it says, in English.
    pub(super) title: String,
    /// What it says, in Chinese.
    pub(super) title_zh: String,
    /// How strictly it holds.
    pub(super) strictness: Strictness,
    /// What a failure means.
    pub(super) meaning: String,
    #[serde(default)]
    kinds: Vec<Quantity>,
    #[serde(default)]
    tables: Vec<String>,
    #[serde(default)]
    indicators: Vec<String>,
    #[serde(default)]
    levels: Vec<Level>,
    #[serde(default)]
    categories: Vec<String>,
    min: Option<i64>,
    max: Option<i64>,
}

/// Kinds of number that a bound can be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Quantity {
    Count,
    Signed,
    Money,
}

/// The findings of the bounds: one for each number that oversteps one, or one pass where no number does.
pub fn bounds(report: &Report, forms: &Forms) -> Vec<Finding> {
    BOUNDS.iter().filter(|bound| bound.concerns(report)).flat_map(|bound| bound.findings(report, forms)).collect()
}

impl Bound {
    fn concerns(&self, report: &Report) -> bool {
        let level = report.identity.division.map(|division| division.level);
        let category = report.identity.agency.as_ref().map(|agency| agency.category);
        (self.levels.is_empty() && self.categories.is_empty())
            || level.is_some_and(|level| self.levels.contains(&level))
            || category.is_some_and(|category| self.categories.iter().any(|known| known == category))
    }

    fn findings(&'static self, report: &Report, forms: &Forms) -> Vec<Finding> {
        let numbers = || report.facts.iter().filter_map(|fact| fact.value.map(|value| (fact, value)));
        // Hardly any number oversteps a bound, so that is asked first.
        let broken = numbers().filter_map(|(fact, value)| self.broken(value).map(|bound| (fact, value, bound)));
        let broken = broken.filter(|(fact, ..)| self.covers(fact, forms));
        let mut findings: Vec<Finding> = broken.map(|(fact, value, bound)| self.failure(fact, value, bound)).collect();
        if findings.is_empty() && numbers().any(|(fact, _)| self.covers(fact, forms)) {
            findings.push(self.finding(Verdict::Pass));
        }
        findings
    }

    fn covers(&self, fact: &Fact, forms: &Forms) -> bool {
        let kind = || forms.indicator(fact.indicator).map(|indicator| quantity(indicator.kind));
        let in_list = |list: &[String], code: &str| list.is_empty() || list.iter().any(|known| known == code);
        in_list(&self.tables, fact.table)
            && in_list(&self.indicators, fact.indicator)
            && (self.kinds.is_empty() || kind().is_some_and(|kind| self.kinds.contains(&kind)))
    }

    /// The bound that a value oversteps.
    fn broken(&self, value: Decimal) -> Option<Decimal> {
        let min = self.min.map(Decimal::from).filter(|min| value < *min);
        min.or_else(|| self.max.map(Decimal::from).filter(|max| value > *max))
    }

    fn failure(&'static self, fact: &Fact, value: Decimal, bound: Decimal) -> Finding {
        let cells = names([&of_fact(fact)]);
        let instance = cells.to_owned();
        Finding { instance, left: Some(value), right: Some(bound), cells, ..self.finding(Verdict::Fail) }
    }

    fn finding(&'static self, verdict: Verdict) -> Finding {
        Finding {
            rule: &self.id,
            instance: String::new(),
            verdict,
            lenient: verdict,
            left: None,
            right: None,
            cells: "",
            detail: String::new(),
        }
    }
}

fn quantity(kind: Kind) -> Quantity {
    match kind {
        Kind::Count => Quantity::Count,
        Kind::Signed => Quantity::Signed,
        Kind::Money { .. } => Quantity::Money,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{forms, report};
    use super::*;
    use crate::report::Agency;

    fn of(report: &Report) -> Vec<String> {
        let line = |finding: Finding| format!("{} {} {}", finding.rule, finding.instance, finding.verdict.as_str());
        bounds(report, forms()).into_iter().map(line).collect()
    }

    #[test]
    fn a_number_beyond_a_bound_fails_and_the_others_pass_together() {
        let cases = [
            ("received_new/total=-1", "BOUND-NEGATIVE received_new/total fail"),
            ("received_new/total=1", "BOUND-NEGATIVE  pass"),
            ("received_new/total=21710000218", "BOUND-APPLICATIONS received_new/total fail"),
            ("licence_decisions=11398889", "BOUND-COUNT  pass"),
            ("licence_decisions=11398889000", "BOUND-COUNT licence_decisions fail"),
            ("procurement_amount=2000000000000.5", "BOUND-MONEY procurement_amount fail"),
        ];
        for (cells, expected) in cases {
            let found = of(&report("g2_2019", cells));
            assert!(found.contains(&expected.to_owned()), "{cells}: {found:?}");
        }
    }

    #[test]
    fn a_change_may_be_negative_and_a_blank_breaks_nothing() {
        assert!(of(&report("g2_2019", "licence_items_change=-7 licence_decisions=")).is_empty());
    }

    #[test]
    fn rules_are_bounded_for_towns_only() {
        let mut sample = report("g3_2021", "rules_issued=2");
        let fails = |sample: &Report| of(sample).contains(&"BOUND-RULES rules_issued fail".to_owned());
        assert!(!fails(&sample), "an unknown agency may have rules");
        for (category, expected) in [("town", true), ("government", false)] {
            sample.identity.agency = Some(Agency { name: "某机关".to_owned(), category, slug: category.to_owned() });
            assert_eq!(fails(&sample), expected, "{category}");
        }
    }

    #[test]
    fn every_bound_names_known_codes() {
        for bound in BOUNDS.iter() {
            assert!(bound.indicators.iter().all(|code| forms().indicator(code).is_some()), "{}", bound.id);
            let tables = || forms().forms.iter().flat_map(|form| &form.tables).map(|table| table.id);
            assert!(bound.tables.iter().all(|id| tables().any(|known| known == id)), "{}", bound.id);
            assert!(bound.min.is_some() || bound.max.is_some(), "{}", bound.id);
        }
    }
}
