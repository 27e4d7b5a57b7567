//! Prose against table: the numbers that the narrative sections name, held against the cells of the same report.
//!
//! The patterns are data (`prose.toml`). Only a number that certainly speaks of the whole year and agency is compared,
//! and a mention that disagrees fails only if no other mention of its rule agrees, for then it may be of a part.

use rust_decimal::Decimal;

use super::cells::{Cells, Side, compare, name};
use super::mention::{Mention, Mismatch, PROSE, ProseRule};
use crate::form::{Comparison, Forms, Term};
use crate::label::fold;
use crate::report::{Finding, Narrative, Report, TableStatus, Verdict};

/// The findings of the prose rules, one for each mention, in the order of the rules and then of the text.
pub fn prose(report: &Report, forms: &Forms) -> Vec<Finding> {
    let cells = Cells::new(report.facts.iter());
    let sections = report.narratives.iter().filter(|section| !holds_table(section, report, forms));
    let mentions: Vec<Mention> =
        sections.flat_map(|section| PROSE.mentions(&section.text, report.identity.year)).collect();
    let of_rule = |(at, rule): (usize, &'static ProseRule)| {
        let mentions = mentions.iter().filter(|mention| mention.rule == at);
        settle(mentions.filter_map(|mention| judge(&cells, rule, mention)).collect())
    };
    PROSE.rules.iter().enumerate().flat_map(of_rule).collect()
}

/// Whether a section is that of a table that was read: its digits may be cells.
fn holds_table(section: &Narrative, report: &Report, forms: &Forms) -> bool {
    let heading = fold(&section.heading);
    let read = report.tables.iter().filter(|table| table.status == TableStatus::Read);
    let read: Vec<&str> = read.map(|table| table.table).collect();
    let tables = forms.forms.iter().flat_map(|form| &form.tables).filter(|table| read.contains(&table.id));
    tables
        .flat_map(|table| &table.headings)
        .flat_map(|label| &label.folded)
        .any(|label| heading.contains(label.as_str()))
}

/// The finding of a mention; `None` if the report has no cell to compare it with.
fn judge(cells: &Cells, rule: &'static ProseRule, mention: &Mention) -> Option<Finding> {
    let targets = rule.targets.iter().map(|target| target.iter().map(|text| term(text)).collect::<Vec<_>>());
    let found = targets.filter(|target| target.iter().any(|term| cells.get(term).is_some()));
    let judged: Vec<Finding> = found.map(|target| against(cells, rule, mention, &target)).collect();
    let best = judged.iter().min_by_key(|finding| (rank(finding.lenient), rank(finding.verdict)))?;
    let mut finding = best.clone();
    if judged.len() > 1 {
        finding.detail = match finding.lenient {
            Verdict::Pass => format!("equals {}: {}", finding.cells.join(" + "), finding.detail),
            _ => {
                format!("equals none of {}: {}", judged.iter().map(sum).collect::<Vec<_>>().join(", "), finding.detail)
            }
        };
    }
    if rule.mismatch == Mismatch::Undecided {
        doubt(&mut finding);
    }
    Some(finding)
}

fn against(cells: &Cells, rule: &'static ProseRule, mention: &Mention, target: &[Term]) -> Finding {
    let said = Side { value: mention.number, numbers: 1, ..Side::default() };
    let mut counted = Side::default();
    target.iter().for_each(|term| cells.add(&mut counted, term, Decimal::checked_add));
    let (verdict, lenient, reason) = compare(Comparison::Eq, &said, &counted);
    let separator = if reason.is_empty() { "" } else { ": " };
    Finding {
        rule: &rule.id,
        instance: mention.phrase.clone(),
        verdict,
        lenient,
        left: said.known(),
        right: counted.known(),
        cells: target.iter().map(name).collect(),
        detail: format!("{reason}{separator}{}", mention.sentence),
    }
}

/// Best first: what holds, what may hold, what does not.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Pass => 0,
        Verdict::Undecided => 1,
        Verdict::Fail => 2,
    }
}

fn sum(finding: &Finding) -> String {
    let right = finding.right.map_or("blank".to_owned(), |value| value.normalize().to_string());
    format!("{} = {right}", finding.cells.join(" + "))
}

/// Where one mention agrees with the table, or all of them add up to it, those that do not agree may be parts.
fn settle(mut findings: Vec<Finding>) -> Vec<Finding> {
    let agrees = findings.iter().any(|finding| finding.lenient == Verdict::Pass);
    let total = findings.iter().filter_map(|finding| finding.left).try_fold(Decimal::ZERO, Decimal::checked_add);
    for finding in &mut findings {
        if agrees || total.is_some_and(|total| finding.right == Some(total)) {
            doubt(finding);
        }
    }
    findings
}

fn doubt(finding: &mut Finding) {
    for verdict in [&mut finding.verdict, &mut finding.lenient] {
        if *verdict == Verdict::Fail {
            *verdict = Verdict::Undecided;
        }
    }
}

/// Reads `indicator` or `indicator/applicant`.
fn term(text: &'static str) -> Term {
    let (indicator, applicant) = text.split_once('/').map_or((text, None), |(code, of)| (code, Some(of)));
    Term { sign: 1, indicator: Some(indicator), applicant, lag: 0 }
}
