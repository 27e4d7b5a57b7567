//! Choose: several documents of one report become one report; the others are listed.
//!
//! The document with the most figures is kept, then the one with the fewest ambiguous cells, then the first by path.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::report::{Report, Source, SourceOutcome, Status};
use crate::table::report_id;

/// A report with the document it was read from.
#[derive(Debug)]
pub struct Candidate {
    /// The document.
    pub source: Source,
    /// The report read from it.
    pub report: Report,
}

/// The chosen candidates, and the documents that were not chosen with the reason in them.
#[derive(Debug, Default)]
pub struct Choice {
    /// One candidate for each report, by report id.
    pub kept: Vec<Candidate>,
    /// The documents of the others.
    pub others: Vec<Source>,
}

/// Keeps one candidate for each report. A candidate whose year is unknown has no report id and is not kept.
pub fn choose(candidates: Vec<Candidate>) -> Choice {
    let mut groups: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for mut candidate in candidates {
        let Some(id) = report_id(&candidate.report.identity, &candidate.source.sha256) else { continue };
        candidate.source.report_id = Some(id.clone());
        groups.entry(id).or_default().push(candidate);
    }
    let mut choice = Choice::default();
    for mut group in groups.into_values() {
        group.sort_by_cached_key(rank);
        let mut group = group.into_iter();
        let Some(best) = group.next() else { continue };
        choice.others.extend(group.map(|other| listed(other, &best)));
        choice.kept.push(best);
    }
    choice
}

/// The best candidate sorts first.
fn rank(candidate: &Candidate) -> (Reverse<usize>, usize, String, String) {
    let facts = &candidate.report.facts;
    let figures = facts.iter().filter(|fact| fact.value.is_some()).count();
    let ambiguous = facts.iter().filter(|fact| fact.status == Status::Ambiguous).count();
    (Reverse(figures), ambiguous, candidate.source.path.clone(), candidate.source.source_id.clone())
}

/// The document of a candidate that was not chosen: a duplicate if it holds the same figures.
fn listed(other: Candidate, best: &Candidate) -> Source {
    let figures = |report: &Report| -> Vec<_> {
        report.facts.iter().map(|fact| (fact.indicator, fact.applicant, fact.value)).filter(|f| f.2.is_some()).collect()
    };
    let same = figures(&other.report) == figures(&best.report);
    let mut source = other.source;
    let kept = &best.source.path;
    (source.outcome, source.reason) = match same {
        true => (SourceOutcome::Duplicate, format!("the same figures as {kept}")),
        false => (SourceOutcome::Superseded, format!("other or fewer figures than {kept}")),
    };
    source
}
