//! Choose: several documents of one report become one report; the others are listed, and the cells on which they differ
//! from it become findings of the report.
//!
//! The document with the most figures is kept; of several, the one whose figures break the fewest exact relations, then
//! the one with the fewest ambiguous cells, then the one issued last, which corrects those before it, then the first by
//! path. Reports lie in the store: only those of which there are several documents are loaded, two at a time, and only if
//! the same documents were not chosen from before.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

use jiff::civil::Date;
use rayon::prelude::*;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::check::{copies, rules};
use crate::form::{Forms, Strictness};
use crate::outcome::{Source, SourceOutcome};
use crate::report::{Report, Status, Verdict};
use crate::state::{Digest, Memory, Store};
use crate::table::{Entry, KeptReport, Later};
use crate::word::Word;

/// Documents of one report that are compared with the chosen one cell by cell; further ones are only listed.
const MOST_COMPARED: usize = 100;

/// A stored report with the document it was read from.
#[derive(Debug)]
pub struct Candidate {
    /// The document.
    pub source: Source,
    /// The report read from it.
    pub entry: Entry,
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
///
/// # Errors
/// Those of the store.
pub fn choose(candidates: Vec<Candidate>, memory: &Memory, forms: &Forms) -> io::Result<Choice> {
    let mut groups: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for mut candidate in candidates {
        let id = candidate.entry.report_id.clone();
        candidate.source.report_id = Some(id.clone());
        groups.entry(id).or_default().push(candidate);
    }
    let exact = rules(forms).into_iter().filter(|rule| rule.strictness == Strictness::Exact).map(|rule| rule.id);
    let chooser = Chooser { memory, exact: exact.collect() };
    let groups: Vec<Vec<Candidate>> = groups.into_values().collect();
    let chosen: Vec<Choice> = groups.into_par_iter().map(|group| chooser.of_group(group)).collect::<io::Result<_>>()?;
    let mut choice = Choice::default();
    for of_group in chosen {
        choice.kept.extend(of_group.kept);
        choice.others.extend(of_group.others);
    }
    Ok(choice)
}

/// What a document is chosen by: the best sorts first, of equal ones the first by path.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    figures: Reverse<usize>,
    contradictions: usize,
    ambiguous: usize,
    published: Reverse<Option<Date>>,
}

/// What was chosen among the documents of one report, which are numbered by path.
#[derive(Debug, Serialize, Deserialize)]
struct Ranking {
    /// The documents, the chosen one first, each with whether its figures are those of the chosen one.
    order: Vec<(usize, bool)>,
    /// In what the others differ from the chosen one.
    differences: Later,
}

struct Chooser<'a> {
    memory: &'a Memory,
    /// The rules that hold by the definition of the form.
    exact: HashSet<Word>,
}

impl Chooser<'_> {
    /// Chooses among the documents of one report.
    fn of_group(&self, mut group: Vec<Candidate>) -> io::Result<Choice> {
        if group.len() < 2 {
            return Ok(Choice { kept: group, others: Vec::new() });
        }
        group.sort_by(|a, b| (&a.source.path, &a.source.source_id).cmp(&(&b.source.path, &b.source.source_id)));
        let key = Digest::joined("choose", group.iter().map(|candidate| candidate.entry.report()));
        let Ranking { order, differences } = self.memory.recall(key, || self.ranking(&group))?;
        let mut group: Vec<Option<Candidate>> = group.into_iter().map(Some).collect();
        let mut ranked = order.iter().filter_map(|(at, same)| Some((group.get_mut(*at)?.take()?, *same)));
        let Some((mut best, _)) = ranked.next() else { return Ok(Choice::default()) };
        best.entry.add(&differences);
        let others = ranked.map(|(other, same)| listed(other.source, same, &best.source.path)).collect();
        Ok(Choice { kept: vec![best], others })
    }

    fn ranking(&self, group: &[Candidate]) -> io::Result<Ranking> {
        let mut ranked = Vec::with_capacity(group.len());
        for (at, candidate) in group.iter().enumerate() {
            ranked.push((self.rank(candidate)?, at));
        }
        ranked.sort_unstable();
        let store: &Store = &self.memory.store;
        let best: KeptReport = store.get(group[ranked[0].1].entry.report())?;
        let own = figures(&best.report);
        let (mut findings, mut order) = (Vec::new(), vec![(ranked[0].1, true)]);
        for (rank, (_, at)) in ranked.into_iter().skip(1).enumerate() {
            let other: KeptReport = store.get(group[at].entry.report())?;
            order.push((at, figures(&other.report) == own));
            if rank < MOST_COMPARED {
                findings.extend(copies(&best.report, &other.report, &group[at].source.path));
            }
        }
        Ok(Ranking { order, differences: Later::store(&findings, store)? })
    }

    fn rank(&self, candidate: &Candidate) -> io::Result<Rank> {
        let KeptReport { report, findings, .. } = self.memory.store.get(candidate.entry.report())?;
        let fails = findings.iter().filter(|finding| finding.lenient == Verdict::Fail);
        Ok(Rank {
            figures: Reverse(figures(&report).len()),
            contradictions: fails.filter(|finding| self.exact.contains(finding.rule)).count(),
            ambiguous: report.facts.iter().filter(|fact| fact.status == Status::Ambiguous).count(),
            published: Reverse(report.identity.published),
        })
    }
}

/// A document that was not chosen, and why.
fn listed(mut source: Source, same: bool, chosen: &str) -> Source {
    (source.outcome, source.reason) = match same {
        true => (SourceOutcome::Duplicate, format!("the same figures as {chosen}")),
        false => (SourceOutcome::Superseded, format!("other or fewer figures than {chosen}")),
    };
    source
}

/// The cells that are numbers.
fn figures(report: &Report) -> HashMap<(Word, Option<Word>), Decimal> {
    report.facts.iter().filter_map(|fact| Some(((fact.indicator, fact.applicant), fact.value?))).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::check;
    use crate::check::sample::{forms, report};
    use crate::document::Document;
    use crate::process::source;
    use crate::state::Results;
    use crate::table::{Corpus, RegionLevel};

    /// The documents of one report of 2021, each with its path, its cells and the day of January that it was issued on.
    type Documents<'d> = &'d [(&'d str, &'d str, Option<i8>)];

    fn candidate(store: &Store, (path, cells, day): (&str, &str, Option<i8>)) -> Candidate {
        let mut report = report("g3_2021", cells);
        report.identity.year = Some(2021);
        report.identity.published = day.map(|day| date(2022, 1, day));
        let findings = check::check(&report, forms());
        let source = source(&Document::new(path, Vec::new()));
        let kept = KeptReport::new(report, &source, None, RegionLevel::Province, findings).expect("the year is known");
        Candidate { entry: Entry::store(&kept, store).expect("stored"), source }
    }

    /// The path of the chosen document, those of the others with what became of them, and what was found on the cells.
    fn chosen(documents: Documents) -> (String, Vec<String>, Vec<String>) {
        let store = Arc::new(Store::new(tempfile::tempfile().expect("a temporary file")));
        let memory = Memory::new(store.clone(), Results::new());
        let candidates = documents.iter().map(|document| candidate(&store, *document)).collect();
        let Choice { mut kept, others } = choose(candidates, &memory, forms()).expect("the disk works");
        let Candidate { source, entry } = kept.pop().expect("one is kept");
        assert!(kept.is_empty(), "one is kept");
        let corpus = Corpus::new(store, vec![entry], Vec::new(), Vec::new());
        let findings = corpus.load(&corpus.entries()[0]).expect("the disk works").findings;
        let of_copies = findings.iter().filter(|finding| finding.rule == "DUP-CELL");
        let found = of_copies.map(|f| format!("{} {} {}", f.instance, f.verdict.as_str(), f.detail).trim().to_owned());
        let others = others.iter().map(|other| format!("{} {}", other.path, other.outcome.as_str()));
        (source.path, others.collect(), found.collect())
    }

    const SOUND: &str =
        "review_upheld=1 review_corrected=0 review_other=0 review_pending=1 review_total=2 rules_issued=4";
    const WRONG: &str =
        "review_upheld=1 review_corrected=0 review_other=0 review_pending=1 review_total=3 rules_issued=4";
    const CORRECTED: &str =
        "review_upheld=2 review_corrected=0 review_other=0 review_pending=1 review_total=3 rules_issued=4";

    #[test]
    fn the_best_document_is_kept() {
        let cases: [(Documents, &str); 7] = [
            (&[("a", "rules_issued=4", Some(9)), ("b", SOUND, None)], "b"),
            (&[("a", WRONG, Some(9)), ("b", SOUND, Some(1))], "b"),
            (&[("a", SOUND, Some(1)), ("b", CORRECTED, Some(9))], "b"),
            (&[("b", SOUND, None), ("c", CORRECTED, Some(9)), ("a", SOUND, Some(2))], "c"),
            (&[("a", "rules_issued=4 rules_repealed=?", Some(9)), ("b", "rules_issued=4", None)], "b"),
            (&[("b", SOUND, Some(1)), ("a", SOUND, Some(1))], "a"),
            (&[("a", "rules_issued=", None), ("b", "rules_issued=", Some(1))], "b"),
        ];
        for (documents, best) in cases {
            assert_eq!(chosen(documents).0, best, "{documents:?}");
            let reversed: Vec<_> = documents.iter().rev().copied().collect();
            assert_eq!(chosen(&reversed).0, best, "{documents:?}");
        }
    }

    #[test]
    fn the_others_are_listed_and_compared() {
        let documents: Documents = &[
            ("a.txt", SOUND, Some(1)),
            ("b.html", CORRECTED, Some(9)),
            ("c.html", CORRECTED, None),
            ("d.html", "rules_issued=4", Some(9)),
        ];
        let (kept, others, findings) = chosen(documents);
        assert_eq!(kept, "b.html");
        assert_eq!(others, ["a.txt superseded", "c.html duplicate", "d.html superseded"]);
        let expected = ["review_upheld fail a.txt", "review_total fail a.txt", "pass c.html", "pass d.html"];
        assert_eq!(findings, expected);
    }

    #[test]
    fn a_report_without_another_document_has_no_finding() {
        assert_eq!(chosen(&[("a", SOUND, None)]), ("a".to_owned(), vec![], vec![]));
    }
}
