//! Checks: what a report says against itself, and against the report of the year before. They describe a report and
//! never change a value.
//!
//! There are five kinds, and [`rules`] lists every rule of them:
//!
//! - the relations (勾稽关系) that a form states or implies, over the cells of one report (`T3-`, `T4-`, `A20-`, `G1-`);
//! - the relations over two adjacent years of one agency (`X-`), see [`series()`];
//! - numbers of the prose against the cells of the tables (`PROSE-`);
//! - bounds that single numbers keep (`BOUND-`);
//! - other documents of the same report against the one that was chosen (`DUP-`), see [`copies()`].
//!
//! Sums that only define a figure no form prints are no rules, for there is nothing to hold them against: all refusals
//! (不予公开), all that could not be provided (无法提供), all that were not processed (不予处理), all lawsuits, and the
//! other handling (其他处理) of the form of 2021. They may become derived indicators.

pub mod bounds;
mod cells;
mod copies;
mod mention;
pub mod prose;
pub mod relations;
#[cfg(test)]
pub(crate) mod sample;
pub mod series;

use std::collections::HashSet;

pub use self::copies::copies;
pub use self::prose::said;
pub use self::series::series;
use crate::form::{Forms, Relation, Strictness};
use crate::report::{Finding, Report};

/// What a rule is, for people: `gongkai explain` and the data dictionary print it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Stable id, such as `T3-ROW`; `rule` in the findings.
    pub id: &'static str,
    /// What it says, in English.
    pub title: &'static str,
    /// What it says, in Chinese.
    pub title_zh: &'static str,
    /// How strictly it holds in correct reports: the weight of a failure.
    pub strictness: Strictness,
    /// What a failure means.
    pub meaning: &'static str,
}

/// Every rule, each once: relations of the forms and of the years in the order of the definitions, prose, bounds, copies.
pub fn rules(forms: &Forms) -> Vec<Rule> {
    let relations = forms.forms.iter().flat_map(|form| &form.relations).chain(&forms.series);
    let prose = mention::PROSE.rules.iter().map(|rule| Rule {
        id: &rule.id,
        title: &rule.title,
        title_zh: &rule.title_zh,
        strictness: Strictness::Soft,
        meaning: &rule.meaning,
    });
    let bounds = bounds::BOUNDS.iter().map(|bound| Rule {
        id: &bound.id,
        title: &bound.title,
        title_zh: &bound.title_zh,
        strictness: bound.strictness,
        meaning: &bound.meaning,
    });
    // Forms share relations: the row sums of the applications are the same since 2019.
    let mut seen = HashSet::new();
    let all = relations.map(of_relation).chain(prose).chain(bounds).chain([copies::RULE.clone()]);
    all.filter(|rule| seen.insert(rule.id)).collect()
}

fn of_relation(relation: &Relation) -> Rule {
    let meaning = match relation.strictness {
        Strictness::Exact => "The document contradicts the definition of its form, or a cell was misread.",
        Strictness::Soft => "Unusual, but possible in a correct report: worth a look at the document.",
    };
    let Relation { id, title, title_zh, strictness, .. } = *relation;
    Rule { id, title, title_zh, strictness, meaning }
}

/// Every finding on one report by itself: relations, prose, bounds, each in the order of their definitions.
pub fn check(report: &Report, forms: &Forms) -> Vec<Finding> {
    let mut findings = relations::relations(report, forms);
    findings.extend(prose::prose(report, forms));
    findings.extend(bounds::bounds(report, forms));
    findings
}

#[cfg(test)]
mod tests {
    use super::sample::{forms, report};
    use super::*;

    #[test]
    fn every_rule_is_listed_once_and_documented() {
        let rules = rules(forms());
        let ids: HashSet<&str> = rules.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), rules.len());
        for id in ["T3-ROW", "X-CARRY", "PROSE-RECEIVED", "BOUND-NEGATIVE", "DUP-CELL"] {
            assert!(ids.contains(id), "{id}");
        }
        for rule in rules {
            let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(!rule.title.is_empty() && !rule.meaning.is_empty() && is_chinese(rule.title_zh), "{}", rule.id);
        }
    }

    #[test]
    fn a_report_is_checked_by_every_kind_of_rule_in_the_order_of_the_list() {
        let mut sample = report("g3_2021", "received_new/total=3 received_new/natural_person=3");
        sample.narratives = prose::tests::narrative("本年收到政府信息公开申请3件。");
        let order = rules(forms());
        let at = |finding: &Finding| order.iter().position(|rule| rule.id == finding.rule).expect("a listed rule");
        let found: Vec<usize> = check(&sample, forms()).iter().map(at).collect();
        assert!(found.is_sorted(), "{found:?}");
        let ids: HashSet<&str> = found.iter().map(|at| order[*at].id).collect();
        for id in ["T3-ROW", "PROSE-RECEIVED", "BOUND-COUNT"] {
            assert!(ids.contains(id), "{id}");
        }
    }
}
