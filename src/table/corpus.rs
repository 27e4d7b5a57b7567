//! What all documents of a run became. Reports lie in a store on disk and are loaded when their turn comes, so that
//! memory does not grow with them; what is needed to choose, to sort and to partition stays here.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::outcome::{Source, SourceOutcome};
use crate::report::{Finding, Status, Verdict};
use crate::state::{Digest, Store};
use crate::table::{KeptReport, SourceIssue};
use crate::word::Word;

/// What is known of a report without loading it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Stable id, see [`report_id`](crate::table::report_id).
    pub report_id: String,
    /// Document it was read from.
    pub source_id: String,
    /// `region` partition.
    pub region: String,
    /// `agency` partition.
    #[serde(with = "crate::word")]
    pub agency: Word,
    /// Reporting year.
    pub year: i16,
    /// Cells by status.
    pub cells: BTreeMap<Status, usize>,
    /// Checks by verdict, blanks read as zero.
    pub checks: BTreeMap<Verdict, usize>,
    #[serde(with = "crate::word::optional")]
    division: Option<Word>,
    slug: Option<String>,
    #[serde(with = "crate::word")]
    scope: Word,
    report: Digest,
    /// Findings that were made later.
    more: Vec<Digest>,
}

/// Findings that reach over several reports or documents, put away.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Later {
    /// Findings by verdict, blanks read as zero.
    checks: BTreeMap<Verdict, usize>,
    findings: Digest,
}

impl Later {
    /// Puts findings into the store.
    ///
    /// # Errors
    /// What the disk says.
    pub fn store(findings: &[Finding], store: &Store) -> io::Result<Later> {
        let checks = count(findings.iter().map(|finding| finding.lenient));
        Ok(Later { checks, findings: store.put(findings)? })
    }
}

impl Entry {
    /// Puts a report into the store.
    ///
    /// # Errors
    /// What the disk says.
    pub fn store(kept: &KeptReport, store: &Store) -> io::Result<Entry> {
        let identity = &kept.report.identity;
        Ok(Entry {
            report_id: kept.report_id.clone(),
            source_id: kept.source_id.clone(),
            region: kept.region.clone(),
            agency: kept.agency,
            year: kept.year,
            cells: count(kept.report.facts.iter().map(|fact| fact.status)),
            checks: count(kept.findings.iter().map(|finding| finding.lenient)),
            division: identity.division.map(|division| division.code),
            slug: identity.agency.as_ref().map(|agency| agency.slug.clone()),
            scope: identity.scope.as_str(),
            report: store.put(kept)?,
            more: Vec::new(),
        })
    }

    /// The entry of the same report with other figures and findings; findings that were made later stay. `before` are the
    /// findings that it had.
    ///
    /// # Errors
    /// What the disk says.
    pub fn renewed(&self, before: &[Finding], kept: &KeptReport, store: &Store) -> io::Result<Entry> {
        let mut entry = Entry { more: self.more.clone(), ..Entry::store(kept, store)? };
        let later = self.checks.iter().map(|(verdict, all)| {
            let had = before.iter().filter(|finding| finding.lenient == *verdict).count();
            (*verdict, all.saturating_sub(had))
        });
        later.filter(|(_, n)| *n > 0).for_each(|(verdict, n)| *entry.checks.entry(verdict).or_default() += n);
        Ok(entry)
    }

    /// Adds findings that reach over several reports or documents to those of the report.
    pub fn add(&mut self, later: &Later) {
        for (verdict, n) in &later.checks {
            *self.checks.entry(*verdict).or_default() += n;
        }
        self.more.push(later.findings);
    }

    /// The report in the store, without the findings that were made later.
    pub fn report(&self) -> Digest {
        self.report
    }

    /// Everything in the store that the report is loaded from.
    pub fn values(&self) -> impl Iterator<Item = Digest> {
        std::iter::once(self.report).chain(self.more.iter().copied())
    }

    /// What the reports of one agency over the years share; `None` if division or agency is unknown.
    pub fn series_key(&self) -> Option<(Word, &str, &'static str)> {
        Some((self.division?, self.slug.as_deref()?, self.scope))
    }

    /// Order of the rows within a file. An unknown division or agency comes first.
    fn order(&self) -> (Option<Word>, Option<&str>, &str) {
        (self.division, self.slug.as_deref(), &self.report_id)
    }
}

/// How often each item comes.
pub fn count<T: Ord>(items: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

/// What a run counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Documents by outcome, in the order of [`SourceOutcome::ALL`].
    pub documents: BTreeMap<SourceOutcome, usize>,
    /// Reports in the data set.
    pub reports: usize,
    /// Cells by status.
    pub cells: BTreeMap<Status, usize>,
    /// Checks by verdict, blanks read as zero.
    pub checks: BTreeMap<Verdict, usize>,
    /// Issues.
    pub issues: usize,
}

/// All reports, documents and issues of a run, in the order of the dataset whatever the order they came in.
#[derive(Debug)]
pub struct Corpus {
    store: Arc<Store>,
    entries: Vec<Entry>,
    sources: Vec<Source>,
    issues: Vec<SourceIssue>,
}

impl Corpus {
    /// Puts reports, documents and issues in order. The issues of one document stay as they were met.
    pub fn new(
        store: Arc<Store>,
        mut entries: Vec<Entry>,
        mut sources: Vec<Source>,
        mut issues: Vec<SourceIssue>,
    ) -> Corpus {
        entries.sort_by(|a, b| a.order().cmp(&b.order()));
        sources.sort_by(|a, b| (&a.path, &a.source_id).cmp(&(&b.path, &b.source_id)));
        issues.sort_by(|a, b| a.source_id.cmp(&b.source_id));
        Corpus { store, entries, sources, issues }
    }

    /// The reports, by division, agency and id.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Loads a report with all its findings.
    ///
    /// # Errors
    /// What the disk says.
    pub fn load(&self, entry: &Entry) -> io::Result<KeptReport> {
        let mut kept: KeptReport = self.store.get(entry.report)?;
        for more in &entry.more {
            kept.findings.extend(self.store.get::<Vec<Finding>>(*more)?);
        }
        Ok(kept)
    }

    /// Every document seen, by path.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Every issue, by document.
    pub fn issues(&self) -> &[SourceIssue] {
        &self.issues
    }

    /// Documents, reports, cells, checks and issues, counted.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            documents: count(self.sources.iter().map(|source| source.outcome)),
            reports: self.entries.len(),
            issues: self.issues.len(),
            ..Counts::default()
        };
        for entry in &self.entries {
            entry.cells.iter().for_each(|(status, n)| *counts.cells.entry(*status).or_default() += n);
            entry.checks.iter().for_each(|(verdict, n)| *counts.checks.entry(*verdict).or_default() += n);
        }
        counts
    }
}
