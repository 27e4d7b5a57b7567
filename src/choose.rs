//! Choose: several documents of one report become one report; the others are listed.
//!
//! The document with the most figures is kept, then the one with the fewest ambiguous cells, then the first by path.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::outcome::{Source, SourceOutcome};
use crate::report::{Fact, Status};
use crate::table::Entry;

/// A stored report with the document it was read from.
#[derive(Debug)]
pub struct Candidate {
    /// The document.
    pub source: Source,
    /// The report read from it.
    pub entry: Entry,
    /// What its figures are.
    pub figures: Figures,
}

/// The figures of a report, as far as they must be known to compare it with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    count: usize,
    hash: u64,
}

impl Figures {
    /// The figures of these facts.
    pub fn of(facts: &[Fact]) -> Figures {
        let mut hasher = DefaultHasher::new();
        let figures = facts.iter().filter_map(|fact| Some((fact.indicator, fact.applicant, fact.value?.normalize())));
        let count = figures.inspect(|figure| figure.hash(&mut hasher)).count();
        Figures { count, hash: hasher.finish() }
    }
}

/// The chosen candidates, and the documents that were not chosen with the reason in them.
#[derive(Debug, Default)]
pub struct Choice {
    /// One candidate for each report, by report id.
    pub kept: Vec<Candidate>,
    /// The documents of the others.
    pub others: Vec<Source>,
}

/// Keeps one candidate for each report.
pub fn choose(candidates: Vec<Candidate>) -> Choice {
    let mut groups: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for mut candidate in candidates {
        let id = candidate.entry.report_id.clone();
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
    let ambiguous = candidate.entry.cells.get(&Status::Ambiguous).copied().unwrap_or(0);
    let source = &candidate.source;
    (Reverse(candidate.figures.count), ambiguous, source.path.clone(), source.source_id.clone())
}

/// The document of a candidate that was not chosen: a duplicate if it holds the same figures.
fn listed(other: Candidate, best: &Candidate) -> Source {
    let mut source = other.source;
    let kept = &best.source.path;
    (source.outcome, source.reason) = match other.figures == best.figures {
        true => (SourceOutcome::Duplicate, format!("the same figures as {kept}")),
        false => (SourceOutcome::Superseded, format!("other or fewer figures than {kept}")),
    };
    source
}
