//! The build: from inputs to a published snapshot. The edge of the program: here are the disk, the clock and threads.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::check;
use crate::choose::{Candidate, choose};
use crate::container::{DumpColumns, Opener};
use crate::feed;
use crate::infer::infer;
use crate::issue::Issue;
use crate::outcome::{Outcome, Source, SourceOutcome};
use crate::process::Definitions;
use crate::report::{Finding, Report, Status, Verdict};
use crate::snapshot::{Edition, Output, Published};
use crate::source::{SourceFile, walk};
use crate::spool::Spool;
use crate::table::corpus::count;
use crate::table::{Corpus, Entry, KeptReport, RegionLevel, SourceIssue};
use crate::word::Word;

/// What to build.
#[derive(Debug)]
pub struct Build {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// Folder of the data set.
    pub output: PathBuf,
    /// Level of the divisions in the partition key `region`.
    pub region_level: RegionLevel,
    /// Number of threads; `None` for one per processor.
    pub threads: Option<usize>,
    /// The names of the columns of crawl dumps.
    pub dump_columns: DumpColumns,
    /// Whether the reports of neighbouring years may settle what a report leaves ambiguous.
    pub series: bool,
}

/// What a build did.
#[derive(Debug)]
pub struct Summary {
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
    /// What earlier runs had left behind and this one removed.
    pub leftovers: Vec<String>,
    /// What became of the snapshot.
    pub published: Published,
}

/// Told about progress: documents read, and documents known of so far; a container not yet opened counts as one.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Builds and publishes, within the limits of the definitions. An error leaves the published snapshot as it was.
pub fn build(build: &Build, definitions: &Definitions, progress: Progress) -> anyhow::Result<Summary> {
    let output = Output::open(&build.output)?;
    let files = walk(&build.inputs, &build.output)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(build.threads.unwrap_or(0)).build()?;
    let leftovers = output.leftovers().to_vec();
    let opener = Opener { limits: definitions.limits, columns: build.dump_columns.clone() };
    let reader = Reader { definitions, opener, level: build.region_level, spool: Spool::new(&build.output)? };
    let corpus = pool.install(|| reader.corpus(&files, build.series, progress))?;
    let edition = Edition { created: Timestamp::now(), definitions: definitions.fingerprint() };
    let staged = pool.install(|| output.stage(&corpus, definitions.forms, &edition))?;
    let published = output.commit(staged)?;
    Ok(summary(&corpus, leftovers, published))
}

/// Reads documents into the spool.
struct Reader<'a> {
    definitions: &'a Definitions,
    opener: Opener,
    level: RegionLevel,
    spool: Spool,
}

/// What one document became: its candidate for a report, or its row in the list of sources; and its issues.
type Item = (Result<Candidate, Source>, Vec<Issue>);

fn source_of(item: &Result<Candidate, Source>) -> &Source {
    item.as_ref().map_or_else(|source| source, |candidate| &candidate.source)
}

impl Reader<'_> {
    /// Reads all files, chooses among the documents of each report, and compares the years of each agency.
    fn corpus(self, files: &[SourceFile], series: bool, progress: Progress) -> std::io::Result<Corpus> {
        let store = |outcome| self.store(outcome);
        let mut items = feed::read(files, &self.opener, self.definitions, progress, store)?;
        items.sort_by(|(a, _), (b, _)| source_of(a).path.cmp(&source_of(b).path));
        let (mut candidates, mut sources, mut issues) = (Vec::new(), Vec::new(), Vec::new());
        for (item, found) in items {
            let source_id = &source_of(&item).source_id;
            let issue = |issue| SourceIssue { source_id: source_id.clone(), report_id: None, issue };
            issues.extend(found.into_iter().map(issue));
            match item {
                Ok(candidate) => candidates.push(candidate),
                Err(source) => sources.push(source),
            }
        }
        let choice = choose(candidates, &self.spool, self.definitions.forms)?;
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
            self.ask_neighbours(&mut entries)?;
        }
        self.compare_years(&mut entries)?;
        Ok(Corpus::new(self.spool, entries, sources, issues))
    }

    /// Checks a report and puts it into the spool.
    fn store(&self, outcome: Outcome) -> std::io::Result<Item> {
        let Outcome { source, report, issues } = outcome;
        let Some(report) = report else { return Ok((Err(source), issues)) };
        let findings = check::check(&report, self.definitions.forms);
        let name = |division| self.definitions.registers.divisions.full_name(division, report.identity.year);
        let name = report.identity.division.map(name);
        match KeptReport::new(report, &source, name, self.level, findings) {
            Some(kept) => {
                let entry = Entry::store(&kept, &self.spool)?;
                Ok((Ok(Candidate { source, entry }), issues))
            }
            None => Ok((Err(source), issues)),
        }
    }

    /// Settles ambiguous rows by the reports of the years before and after, as these were read, and checks again.
    fn ask_neighbours(&self, entries: &mut [Entry]) -> std::io::Result<()> {
        let place = by_series(entries);
        let beside = |entry: &Entry, year: i16| place.get(&(entry.series_key()?, year)).copied();
        let ambiguous = |at: &usize| entries[*at].cells.contains_key(&Status::Ambiguous);
        let asked: Vec<(usize, [Option<usize>; 2])> = (0..entries.len())
            .filter(ambiguous)
            .map(|at| (at, [-1, 1].map(|lag| beside(&entries[at], entries[at].year + lag))))
            .filter(|(_, years)| years.iter().any(Option::is_some))
            .collect();
        let ask = |(at, years): &(usize, [Option<usize>; 2])| -> std::io::Result<Option<(usize, Entry)>> {
            let load = |at: usize| -> std::io::Result<KeptReport> { self.spool.get(entries[at].ticket()) };
            let mut kept = load(*at)?;
            let [before, after] = years.map(|year| year.map(load).transpose());
            let [before, after] = [before?, after?].map(|kept| kept.map(|kept| kept.report));
            if infer(&mut kept.report, before.as_ref(), after.as_ref(), self.definitions.forms) == 0 {
                return Ok(None);
            }
            let findings = check::check(&kept.report, self.definitions.forms);
            let before = std::mem::replace(&mut kept.findings, findings);
            Ok(Some((*at, entries[*at].renewed(&before, &kept, &self.spool)?)))
        };
        let changed: Vec<Option<(usize, Entry)>> = asked.par_iter().map(ask).collect::<std::io::Result<_>>()?;
        drop(place);
        changed.into_iter().flatten().for_each(|(at, entry)| entries[at] = entry);
        Ok(())
    }

    /// Adds to each report the findings against the report of the year before.
    fn compare_years(&self, entries: &mut [Entry]) -> std::io::Result<()> {
        let place = by_series(entries);
        let before = |entry: &Entry| place.get(&(entry.series_key()?, entry.year - 1)).copied();
        let pairs: Vec<(usize, usize)> =
            entries.iter().enumerate().filter_map(|(at, entry)| Some((at, before(entry)?))).collect();
        let compare = |(at, before): &(usize, usize)| {
            let load = |at: usize| -> std::io::Result<KeptReport> { self.spool.get(entries[at].ticket()) };
            let reports = [load(*before)?, load(*at)?];
            let reports: Vec<&Report> = reports.iter().map(|kept| &kept.report).collect();
            let found = check::series::series(&reports, self.definitions.forms);
            Ok((*at, found.into_iter().map(|(_, finding)| finding).collect()))
        };
        let found: Vec<(usize, Vec<Finding>)> = pairs.par_iter().map(compare).collect::<std::io::Result<_>>()?;
        drop(place);
        found.iter().try_for_each(|(at, findings)| entries[*at].add_findings(findings, &self.spool))
    }
}

/// Where the report of each agency and year is.
fn by_series(entries: &[Entry]) -> HashMap<((Word, &str, &'static str), i16), usize> {
    let keyed = entries.iter().enumerate();
    keyed.filter_map(|(at, entry)| Some(((entry.series_key()?, entry.year), at))).collect()
}

fn summary(corpus: &Corpus, leftovers: Vec<String>, published: Published) -> Summary {
    let mut summary = Summary {
        documents: count(corpus.sources().iter().map(|source: &Source| source.outcome)),
        reports: corpus.entries().len(),
        cells: BTreeMap::new(),
        checks: BTreeMap::new(),
        issues: corpus.issues().len(),
        leftovers,
        published,
    };
    for entry in corpus.entries() {
        entry.cells.iter().for_each(|(status, n)| *summary.cells.entry(*status).or_default() += n);
        entry.checks.iter().for_each(|(verdict, n)| *summary.checks.entry(*verdict).or_default() += n);
    }
    summary
}
