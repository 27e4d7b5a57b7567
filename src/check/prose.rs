//! Prose against table: the numbers that the narrative sections name, held against the cells of the same report.
//!
//! The patterns are data (`prose.toml`). Only a number that certainly speaks of the whole year and agency is compared,
//! and a mention that disagrees fails only if no other mention of its rule agrees, for then it may be of a part.

use rust_decimal::Decimal;

use super::cells::{Cells, Side, compare};
use super::mention::{Mention, Mismatch, PROSE, ProseRule};
use crate::extract::Said;
use crate::form::relation::names;
use crate::form::{Comparison, Forms, Table, Term};
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

/// The numbers that the prose names for single cells, as a witness where glued figures can be read in several ways: those
/// of which it names only one, outside of the sections of tables.
pub fn said(narratives: &[Narrative], year: Option<i16>, forms: &Forms) -> Vec<Said> {
    let tables: Vec<&Table> = forms.forms.iter().flat_map(|form| &form.tables).collect();
    let sections = narratives.iter().filter(|section| !is_headed_by(section, &tables));
    let mentions: Vec<Mention> = sections.flat_map(|section| PROSE.mentions(&section.text, year)).collect();
    let of_rule = |(at, rule): (usize, &'static ProseRule)| {
        let mut numbers = mentions.iter().filter(|mention| mention.rule == at).map(|mention| mention.number);
        let number = numbers.next().filter(|first| numbers.all(|other| other == *first));
        let single = rule.mismatch == Mismatch::Fail && rule.targets.iter().all(|target| target.len() == 1);
        let targets = rule.targets.iter().flatten().map(|text| term(text));
        let said = targets.filter_map(|term| term.indicator.map(|code| (code, term.applicant)));
        number.filter(|_| single).map_or(Vec::new(), |number| {
            said.map(|(indicator, applicant)| Said { indicator, applicant, number }).collect()
        })
    };
    PROSE.rules.iter().enumerate().flat_map(of_rule).collect()
}

/// Whether a section is that of a table that was read: its digits may be cells.
fn holds_table(section: &Narrative, report: &Report, forms: &Forms) -> bool {
    let read = report.tables.iter().filter(|table| table.status == TableStatus::Read);
    let read: Vec<&str> = read.map(|table| table.table).collect();
    let tables = forms.forms.iter().flat_map(|form| &form.tables).filter(|table| read.contains(&table.id));
    is_headed_by(section, &tables.collect::<Vec<_>>())
}

fn is_headed_by(section: &Narrative, tables: &[&Table]) -> bool {
    let heading = fold(&section.heading);
    let labels = tables.iter().flat_map(|table| &table.headings).flat_map(|label| &label.folded);
    labels.into_iter().any(|label| heading.contains(label.as_str()))
}

/// The finding of a mention; `None` if the report has no cell to compare it with.
fn judge(cells: &Cells, rule: &'static ProseRule, mention: &Mention) -> Option<Finding> {
    if rule.needs.as_deref().is_some_and(|cell| cells.get(&term(cell)).is_none()) {
        return None;
    }
    let targets = rule.targets.iter().map(|target| target.iter().map(|text| term(text)).collect::<Vec<_>>());
    let found: Vec<Vec<Term>> = targets.filter(|target| target.iter().any(|term| cells.get(term).is_some())).collect();
    let judged: Vec<Finding> = found.iter().map(|target| against(cells, rule, mention, target)).collect();
    let rank = |at: &usize| (rank(judged[*at].lenient), rank(judged[*at].verdict));
    let best = (0..judged.len()).min_by_key(rank)?;
    let mut finding = judged[best].clone();
    if judged.len() > 1 {
        let sums = || found.iter().zip(&judged).map(|(target, finding)| sum(target, finding)).collect::<Vec<_>>();
        finding.detail = match finding.lenient {
            Verdict::Pass => format!("equals {}: {}", formula(&found[best]), finding.detail),
            _ => format!("equals none of {}: {}", sums().join(", "), finding.detail),
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
        cells: names(target),
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

fn sum(target: &[Term], finding: &Finding) -> String {
    let right = finding.right.map_or("blank".to_owned(), |value| value.normalize().to_string());
    format!("{} = {right}", formula(target))
}

fn formula(target: &[Term]) -> String {
    let signed = |(at, term): (usize, &Term)| match (at, term.sign) {
        (0, _) => term.name(),
        (_, -1) => format!(" - {}", term.name()),
        _ => format!(" + {}", term.name()),
    };
    target.iter().enumerate().map(signed).collect()
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

/// Reads `indicator` or `indicator/applicant`, with `-` before it if it is subtracted.
fn term(text: &'static str) -> Term {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (indicator, applicant) = text.split_once('/').map_or((text, None), |(code, of)| (code, Some(of)));
    Term { sign, indicator: Some(indicator), applicant, lag: 0 }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sample::{forms, report};
    use super::*;
    use crate::content::Place;
    use crate::report::TableReading;

    /// The section of the overview with this text.
    pub fn narrative(text: &str) -> Vec<Narrative> {
        let heading = "一、总体情况".to_owned();
        vec![Narrative { section: 1, heading, text: text.to_owned(), place: Place::default() }]
    }

    fn found(form: &'static str, cells: &str, text: &str) -> String {
        let mut sample = report(form, cells);
        sample.identity.year = Some(2022);
        sample.narratives = narrative(text);
        let line = |finding: Finding| {
            let (rule, lenient) = (finding.rule.trim_start_matches("PROSE-"), finding.lenient.as_str());
            format!("{rule} {} {lenient}", finding.left.unwrap_or_default())
        };
        prose(&sample, forms()).into_iter().map(line).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn numbers_of_applications_are_held_against_the_total_column() {
        let cells = "received_new/total=7 carried_over/total=0 total_processed/total=6 carried_forward/total=1";
        let cases = [
            ("年内收到政府信息公开申请7件。", "RECEIVED 7 pass"),
            ("年内收到政府信息公开申请8件。", "RECEIVED 8 fail"),
            (
                "2022年新收到依申请公开 7 件，办结6件，转入下年度1件。",
                "RECEIVED 7 pass, CONCLUDED 6 pass, CARRIED-FORWARD 1 pass",
            ),
            ("收到政府信息公开申请7件，办结3件。", "RECEIVED 7 pass, CONCLUDED 3 fail"),
            ("我办收到7份政府信息公开申请，答复5份。", "RECEIVED 7 pass, ANSWERED 5 undecided"),
            ("共办理政府信息公开申请6件。", "ACCEPTED 6 pass"),
            ("收到政府信息公开申请8件（含上年结转1件）。", "CARRIED-OVER 1 fail"),
            ("没有上一年度结转的申请，有2件结转下年度办理。", "CARRIED-OVER 0 pass, CARRIED-FORWARD 2 fail"),
            ("全年未收到政府信息公开申请。", "RECEIVED 0 fail"),
            ("2022年收到政府信息公开申请7件，结转2023年度办理1件。", "RECEIVED 7 pass, CARRIED-FORWARD 1 pass"),
        ];
        for (text, expected) in cases {
            assert_eq!(found("g3_2021", cells, text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_of_something_else_are_not_taken() {
        let cells = "received_new/total=7 total_processed/total=6 carried_forward/total=1 review_total=0 \
                     licence_decisions=5 suit_direct_total=0 suit_reviewed_total=0";
        let texts = [
            "发布政策解读1件，办理人大建议5件、政协提案3件，全部办结。",
            "收到群众来信20件，办结20件。",
            "收到政府信息公开申请约20件。",
            "收到政府信息公开申请20件以上。",
            "2021年收到政府信息公开申请20件。",
            "上半年收到政府信息公开申请2件。",
            "通过网站收到政府信息公开申请2件。",
            "各乡镇收到政府信息公开申请2件。",
            "收到政府信息公开申请，其中收到自然人申请2件。",
            "收到公租房申请30件，办结30件。",
            "审理政府信息公开行政复议案件9件。",
            "本局办结行政复议案件9件，行政诉讼应诉案件4件。",
            "未发生因政府信息公开引发的行政诉讼案件败诉的情况。",
            "取消行政许可3项。",
            "答复率100%。",
        ];
        for text in texts {
            assert_eq!(found("g3_2021", cells, text), "", "{text}");
        }
    }

    #[test]
    fn reviews_and_lawsuits_are_told_apart() {
        let cells = "review_total=2 suit_direct_total=1 suit_reviewed_total=";
        let cases = [
            ("因政府信息公开被申请行政复议2件、被提起行政诉讼1件。", "REVIEW 2 pass, LAWSUIT 1 pass"),
            ("政府信息公开行政诉讼案件3起。", "LAWSUIT 3 fail"),
            ("未发生因政府信息公开引起的行政复议、行政诉讼。", "REVIEW 0 fail, LAWSUIT 0 fail"),
            ("没有因政府信息公开引起的行政复议，行政诉讼1起。", "REVIEW 0 fail, LAWSUIT 1 pass"),
            ("涉及政府信息公开的行政复议和行政诉讼共3件。", ""),
            ("未收到因政府信息公开提起的行政复议申请。", "REVIEW 0 fail"),
        ];
        for (text, expected) in cases {
            assert_eq!(found("g3_2021", cells, text), expected, "{text}");
        }
    }

    #[test]
    fn a_blank_is_zero_only_where_the_prose_says_none() {
        let cases =
            [("未收到政府信息公开申请。", "RECEIVED 0 pass"), ("收到政府信息公开申请4件。", "RECEIVED 4 undecided")];
        for (text, expected) in cases {
            assert_eq!(found("g3_2021", "received_new/total=", text), expected, "{text}");
        }
        assert_eq!(found("g3_2021", "review_total=1", "收到政府信息公开申请4件。"), "", "no cell, no finding");
    }

    #[test]
    fn where_one_mention_agrees_the_others_may_be_parts() {
        let text = "收到政府信息公开申请7件。机关收到政府信息公开申请3件。";
        assert_eq!(found("g3_2021", "received_new/total=7", text), "RECEIVED 7 pass, RECEIVED 3 undecided");
        let text = "机关收到政府信息公开申请3件。分局收到政府信息公开申请4件。";
        assert_eq!(found("g3_2021", "received_new/total=7", text), "RECEIVED 3 undecided, RECEIVED 4 undecided");
    }

    #[test]
    fn licences_and_penalties_may_be_items_or_decisions() {
        let cells = "licence_items_prev=10 licence_items_change=-2 licence_decisions=50 \
                     penalty_items_prev=90 penalty_items_change=0 penalty_decisions=4";
        let cases = [
            ("公布权责清单，行政许可8项、行政处罚91项。", "LICENCE-ITEMS 8 pass, PENALTY-ITEMS 91 fail"),
            ("双公示行政许可50条，行政处罚3条。", "LICENCE 50 pass, PENALTY 3 undecided"),
            ("双公示行政许可8条。", "LICENCE 8 pass"),
        ];
        for (text, expected) in cases {
            assert_eq!(found("g2_2019", cells, text), expected, "{text}");
        }
    }

    #[test]
    fn a_catalogue_is_not_held_against_decisions_alone() {
        assert_eq!(found("g3_2021", "licence_decisions=50", "公布权责清单，行政许可8项。"), "");
    }

    #[test]
    fn the_detail_says_which_figure_was_met_and_quotes_the_sentence() {
        let mut sample = report("g3_2021", "total_processed/total=9 received_new/total=7 carried_forward/total=1");
        let detail = |sample: &Report| prose(sample, forms()).last().map(|finding| finding.detail.clone());
        sample.narratives = narrative("收到政府信息公开申请7件，办结6件。");
        let expected = "equals received_new/total - carried_forward/total: 收到政府信息公开申请7件，办结6件";
        assert_eq!(detail(&sample).as_deref(), Some(expected));
        sample.narratives = narrative("收到政府信息公开申请7件，办结5件。");
        let sums = "total_processed/total = 9, received_new/total - carried_forward/total = 6";
        let expected = format!("equals none of {sums}: 收到政府信息公开申请7件，办结5件");
        assert_eq!(detail(&sample), Some(expected));
    }

    #[test]
    fn the_form_of_2014_has_channels_and_extensions() {
        let cells = "proactive_items_total=1234 channel_website_items=1200 channel_wechat_items=30 channel_other_items=4 \
                     requests_received=9 requests_online=6 requests_letter=3 requests_concluded=9 concluded_extended=2";
        let cases = [
            (
                "主动公开政府信息1,234条，其中政府网站公开1200条，政务微信公开31条。",
                "PROACTIVE 1234 pass, WEBSITE 1200 pass, WECHAT 31 fail",
            ),
            (
                "受理政府信息公开申请9件，均按期答复。其中网络申请6件，信函申请3件。",
                "ACCEPTED 9 pass, ON-TIME 0 fail, ONLINE 6 pass, LETTER 3 pass",
            ),
            ("在政府网站主动公开政府信息1200条。", "WEBSITE 1200 pass"),
        ];
        for (text, expected) in cases {
            assert_eq!(found("g1_2014", cells, text), expected, "{text}");
        }
    }

    #[test]
    fn sections_of_tables_that_were_read_are_no_prose() {
        let mut sample = report("g3_2021", "received_new/total=7");
        sample.narratives = narrative("收到政府信息公开申请8件。");
        sample.narratives[0].heading = "三、收到和处理政府信息公开申请情况".to_owned();
        assert_eq!(prose(&sample, forms()).len(), 1);
        let (forms_read, status) = (vec!["g3_2021"], TableStatus::Read);
        sample.tables.push(TableReading { table: "applications", forms: forms_read, status, place: Place::default() });
        assert!(prose(&sample, forms()).is_empty());
    }

    #[test]
    fn every_rule_names_known_cells() {
        for target in PROSE.rules.iter().flat_map(|rule| rule.targets.iter().flatten()) {
            let term = term(target);
            assert!(term.indicator.is_some_and(|code| forms().indicator(code).is_some()), "{target}");
            let applicants = forms().applicant_codes();
            assert!(term.applicant.is_none_or(|code| applicants.contains(&code)), "{target}");
        }
    }
}
