//! Gather: from files of the input to what became of their documents, and from all documents to the corpus.

use std::collections::HashMap;
use std::fs;
use std::io;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::choose::{Candidate, choose};
use crate::container::Opener;
use crate::container::issues::UNREADABLE;
use crate::document::Document;
use crate::feed;
use crate::issue::Issue;
use crate::outcome::{Outcome, Source};
use crate::process::{Definitions, Read, process_read};
use crate::run::Progress;
use crate::series::{ask_neighbours, compare_years};
use crate::source::{SourceFile, Stamp};
use crate::state::listing::{Known, hash, settled};
use crate::state::{Contents, Memory, Store};
use crate::stop::Stop;
use crate::table::{Corpus, Entry, KeptReport, RegionLevel, SourceIssue};

/// What one document became.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Item {
    /// Its row in the list of sources.
    pub source: Source,
    /// The report read from it, if any.
    pub entry: Option<Entry>,
    /// What in it could not be used.
    pub issues: Vec<Issue>,
}

/// Reads files into the store.
pub struct Reader<'a> {
    /// By which documents are read.
    pub definitions: &'a Definitions,
    /// By which files are opened.
    pub opener: Opener,
    /// Level of the divisions in the partition key `region`.
    pub level: RegionLevel,
    /// Where everything is put.
    pub store: &'a Store,
    /// What readers made of documents before.
    pub contents: &'a Contents<'a>,
    /// When the files were listed, in nanoseconds since 1970.
    pub now: i128,
    /// Asks the run to end.
    pub stop: &'a Stop,
}

impl Reader<'_> {
    /// Reads files, and puts what became of the documents in each into the store.
    ///
    /// # Errors
    /// Those of the store, and that of [`Stop::check`].
    pub fn read(&self, files: &[SourceFile], progress: Progress) -> io::Result<Vec<Known>> {
        let store = |at, outcome| self.store(outcome).map(|item| (at, item));
        let mut items: Vec<Vec<Item>> = vec![Vec::new(); files.len()];
        let read: Read = &|kind, bytes, text| self.contents.read(kind, bytes, text);
        let process = |document: &Document| process_read(document, self.definitions, read);
        for (at, item) in feed::read(files, &self.opener, &process, progress, store)? {
            items[at].push(item);
        }
        files.par_iter().zip(items).map(|(file, items)| self.known(file, items)).collect()
    }

    /// Checks a report and puts it into the store.
    fn store(&self, outcome: Outcome) -> io::Result<Item> {
        self.stop.check()?;
        let Outcome { source, report, issues } = outcome;
        let kept = report.and_then(|report| {
            let findings = check::check(&report, self.definitions.forms);
            let name = |division| self.definitions.registers.divisions.full_name(division, report.identity.year);
            let name = report.identity.division.map(name);
            KeptReport::new(report, &source, name, self.level, findings)
        });
        let entry = kept.map(|kept| Entry::store(&kept, self.store)).transpose()?;
        Ok(Item { source, entry, issues })
    }

    /// What is to be remembered of a file with these documents.
    fn known(&self, file: &SourceFile, mut items: Vec<Item>) -> io::Result<Known> {
        items.sort_by(|a, b| (&a.source.path, &a.source.source_id).cmp(&(&b.source.path, &b.source.source_id)));
        // What could not be opened may open tomorrow, though nothing of it changes. What the walk told, it tells again.
        let failed = items.iter().flat_map(|item| &item.issues).any(|issue| *issue.code == UNREADABLE);
        let settled = settled(file, self.now) && (!failed || file.unreadable.is_some());
        Ok(Known {
            path: file.path.clone(),
            unreadable: file.unreadable.clone(),
            stamp: file.stamp.clone(),
            settled,
            sha256: if failed { None } else { hash_of_read(file, &items, settled) },
            outcomes: self.store.put(&items)?,
        })
    }
}

/// SHA-256 of the bytes that were read of a file, if it can be told.
fn hash_of_read(file: &SourceFile, items: &[Item], settled: bool) -> Option<String> {
    let stamp = file.stamp.as_ref()?;
    if let [Item { source, .. }] = items
        && source.path == file.path
        && source.size == stamp.size
    {
        return Some(source.sha256.clone());
    }
    let hash = hash(file).ok()?;
    // If it was changed since, this is not the hash of what was read.
    let unchanged = Stamp::of(&fs::metadata(&file.file).ok()?) == *stamp;
    (settled && unchanged).then_some(hash)
}

/// Every document in these files, from the store.
///
/// # Errors
/// Those of the store.
pub fn items(files: &[Known], store: &Store) -> io::Result<Vec<Item>> {
    let items: Vec<Vec<Item>> = files.par_iter().map(|file| store.get(file.outcomes)).collect::<io::Result<_>>()?;
    Ok(items.into_iter().flatten().collect())
}

/// Chooses among the documents of each report, and compares the years of each agency; where `series` says so, they also
/// settle what is ambiguous.
///
/// # Errors
/// Those of the store.
pub fn corpus(items: Vec<Item>, memory: &Memory, definitions: &Definitions, series: bool) -> io::Result<Corpus> {
    let (mut candidates, mut sources, mut issues) = (Vec::new(), Vec::new(), Vec::new());
    for Item { source, entry, issues: found } in items {
        let issue = |issue| SourceIssue { source_id: source.source_id.clone(), report_id: None, issue };
        issues.extend(found.into_iter().map(issue));
        match entry {
            Some(entry) => candidates.push(Candidate { source, entry }),
            None => sources.push(source),
        }
    }
    let choice = choose(candidates, memory, definitions.forms)?;
    sources.extend(choice.others);
    let mut entries = Vec::new();
    for Candidate { source, entry } in choice.kept {
        sources.push(source);
        entries.push(entry);
    }
    let report_of: HashMap<&str, &String> =
        sources.iter().filter_map(|source| Some((source.source_id.as_str(), source.report_id.as_ref()?))).collect();
    for issue in &mut issues {
        issue.report_id = report_of.get(issue.source_id.as_str()).map(|id| (*id).clone());
    }
    if series {
        ask_neighbours(&mut entries, memory, definitions.forms)?;
    }
    compare_years(&mut entries, memory, definitions.forms)?;
    Ok(Corpus::new(memory.store.clone(), entries, sources, issues))
}
