//! Quality: what an analyst can do with a report, in one word.

use crate::check;
use crate::form::{Forms, Strictness};
use crate::report::{Confidence, Finding, Report, Status, TableStatus, Verdict};

/// What an analyst can do with a report. Of those that apply the first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quality {
    /// Year, division or agency is unknown or contradictory: the figures are nobody's yet.
    UnresolvedIdentity,
    /// No statutory table was read, and no sentence stands for one.
    TablesAbsent,
    /// A table that the form has is missing, or a cell of a table is ambiguous or no number.
    Partial,
    /// Every cell of every table was read, but an exact check fails.
    CompleteWithFindings,
    /// Every cell of every table was read, and no exact check fails.
    CompleteConsistent,
}

/// Words of the `quality` column: the word, its meaning, its meaning in Chinese; the first that applies counts.
pub const WORDS: [(Quality, &str, &str); 5] = [
    (
        Quality::UnresolvedIdentity,
        "The year, the division or the agency is `unresolved`, see the confidence columns.",
        "年度、行政区划或机关未能确定",
    ),
    (
        Quality::TablesAbsent,
        "No statutory table was read, and no sentence says that there was nothing to report.",
        "未读取到任何法定统计表",
    ),
    (
        Quality::Partial,
        "A table of the form is missing or a picture, or a cell of a table is `ambiguous` or `unreadable`.",
        "缺表，或有歧义、无法识别的单元格",
    ),
    (
        Quality::CompleteWithFindings,
        "Every cell of every table of the form was read, but an exact check fails, blanks read as zero.",
        "各表读取完整，但有严格核对未通过",
    ),
    (
        Quality::CompleteConsistent,
        "Every cell of every table of the form was read, and no exact check fails.",
        "各表读取完整，严格核对无不通过",
    ),
];

impl Quality {
    /// The quality of a report with these `findings`.
    pub fn of(report: &Report, findings: &[Finding], exact: &Exact) -> Quality {
        let identity = &report.identity;
        let confidences = [identity.year_confidence, identity.division_confidence, identity.agency_confidence];
        let any_table = |status: &[TableStatus]| report.tables.iter().any(|table| status.contains(&table.status));
        let unread = |status| matches!(status, Status::Ambiguous | Status::Unreadable);
        match () {
            () if confidences.contains(&Confidence::Unresolved) => Quality::UnresolvedIdentity,
            () if !any_table(&[TableStatus::Read, TableStatus::Sentence]) => Quality::TablesAbsent,
            () if any_table(&[TableStatus::Absent, TableStatus::Picture]) => Quality::Partial,
            () if report.facts.iter().any(|fact| unread(fact.status)) => Quality::Partial,
            () if exact.count(findings, Verdict::Fail) > 0 => Quality::CompleteWithFindings,
            () => Quality::CompleteConsistent,
        }
    }

    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            Quality::UnresolvedIdentity => "unresolved_identity",
            Quality::TablesAbsent => "tables_absent",
            Quality::Partial => "partial",
            Quality::CompleteWithFindings => "complete_with_findings",
            Quality::CompleteConsistent => "complete_consistent",
        }
    }
}

/// The exact rules: those that hold by the definition of the form.
#[derive(Debug)]
pub struct Exact(Vec<&'static str>);

impl Exact {
    /// The exact rules of these forms.
    pub fn of(forms: &Forms) -> Exact {
        let exact = check::rules(forms).into_iter().filter(|rule| rule.strictness == Strictness::Exact);
        Exact(exact.map(|rule| rule.id).collect())
    }

    /// How many of the findings are by exact rules and have this verdict, blanks read as zero.
    pub fn count(&self, findings: &[Finding], verdict: Verdict) -> usize {
        findings.iter().filter(|finding| finding.lenient == verdict && self.0.contains(&finding.rule)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Place;
    use crate::report::{Identity, TableReading};

    fn report(confidence: Confidence, tables: &[TableStatus], facts: &[Status]) -> Report {
        let mut sample = check::sample::report("g3_2021", &"received_new/total=3 ".repeat(facts.len()));
        sample.facts.iter_mut().zip(facts).for_each(|(fact, status)| fact.status = *status);
        let table = |status: &TableStatus| TableReading {
            table: "art20",
            forms: Vec::new(),
            status: *status,
            place: Place::default(),
        };
        sample.tables = tables.iter().map(table).collect();
        sample.identity = Identity {
            year_confidence: Confidence::Certain,
            division_confidence: confidence,
            agency_confidence: Confidence::Likely,
            ..Identity::default()
        };
        sample
    }

    fn finding(rule: &'static str, lenient: Verdict) -> Finding {
        Finding {
            rule,
            instance: String::new(),
            verdict: Verdict::Undecided,
            lenient,
            left: None,
            right: None,
            cells: "",
            detail: String::new(),
        }
    }

    #[test]
    fn the_first_that_applies_counts() {
        use Confidence::{Certain, Likely, Unresolved};
        use TableStatus::{Absent, NotInForm, Picture, Read, Sentence};
        let exact = Exact::of(check::sample::forms());
        let [broken, soft] = ["T3-ROW", "PROSE-RECEIVED"].map(|rule| finding(rule, Verdict::Fail));
        let holds = finding("T3-ROW", Verdict::Pass);
        let printed = &[Status::Printed, Status::Blank][..];
        type Case<'a> = (Confidence, &'a [TableStatus], &'a [Status], &'a Finding, &'a str);
        let cases: [Case; 11] = [
            (Unresolved, &[Absent], printed, &broken, "unresolved_identity"),
            (Certain, &[], &[], &broken, "tables_absent"),
            (Certain, &[Absent, Picture, NotInForm], &[], &holds, "tables_absent"),
            (Certain, &[Read, Absent], printed, &broken, "partial"),
            (Certain, &[Sentence, Picture], &[], &holds, "partial"),
            (Certain, &[Read], &[Status::Ambiguous], &broken, "partial"),
            (Certain, &[Read], &[Status::Unreadable], &holds, "partial"),
            (Certain, &[Read, NotInForm], printed, &broken, "complete_with_findings"),
            (Likely, &[Read, Sentence], printed, &soft, "complete_consistent"),
            (Likely, &[Read], &[Status::Inferred, Status::Dash], &holds, "complete_consistent"),
            (Certain, &[Sentence], &[], &holds, "complete_consistent"),
        ];
        for (confidence, tables, facts, finding, want) in cases {
            let report = report(confidence, tables, facts);
            let quality = Quality::of(&report, std::slice::from_ref(finding), &exact);
            assert_eq!(quality.as_str(), want, "{confidence:?} {tables:?} {facts:?} {}", finding.rule);
        }
    }

    #[test]
    fn the_words_stand_in_the_order_of_precedence() {
        assert!(WORDS.iter().map(|(quality, ..)| quality).is_sorted());
    }
}
