//! The build: from inputs to a published snapshot. The edge of the program: here are the disk, the clock and threads.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::check;
use crate::choose::{Candidate, choose};
use crate::container::Opener;
use crate::feed::outcomes;
use crate::outcome::{Outcome, Source, SourceOutcome};
use crate::process::Definitions;
use crate::report::{Report, Status, Verdict};
use crate::snapshot::{Edition, Output, Published};
use crate::source::{SourceFile, walk};
use crate::table::{Corpus, KeptReport, RegionLevel, SourceIssue};

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

/// Builds and publishes. An error leaves the published snapshot as it was.
pub fn build(build: &Build, definitions: &Definitions, progress: Progress) -> anyhow::Result<Summary> {
    let output = Output::open(&build.output)?;
    let files = walk(&build.inputs, &build.output)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(build.threads.unwrap_or(0)).build()?;
    let leftovers = output.leftovers().to_vec();
    let corpus = pool.install(|| corpus(&files, definitions, build.region_level, progress));
    let edition = Edition { created: Timestamp::now(), definitions: definitions.fingerprint(), documents: Vec::new() };
    let staged = pool.install(|| output.stage(&corpus, definitions.forms, &edition))?;
    let published = output.commit(staged)?;
    Ok(summary(&corpus, leftovers, published))
}

/// Reads all files, chooses among the documents of each report, and checks the reports.
fn corpus(files: &[SourceFile], definitions: &Definitions, level: RegionLevel, progress: Progress) -> Corpus {
    let mut outcomes = outcomes(files, &Opener::default(), definitions, progress);
    outcomes.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    let mut candidates = Vec::new();
    let mut sources = Vec::new();
    let mut issues = Vec::new();
    for Outcome { source, report, issues: found } in outcomes {
        let source_id = source.source_id.clone();
        issues.extend(found.into_iter().map(|issue| SourceIssue {
            source_id: source_id.clone(),
            report_id: None,
            issue,
        }));
        match report {
            Some(report) => candidates.push(Candidate { source, report }),
            None => sources.push(source),
        }
    }
    let choice = choose(candidates);
    let reports = checked(&choice.kept, definitions, level);
    sources.extend(choice.others);
    sources.extend(choice.kept.into_iter().map(|candidate| candidate.source));
    let report_of: BTreeMap<&str, &String> =
        sources.iter().filter_map(|source| Some((source.source_id.as_str(), source.report_id.as_ref()?))).collect();
    for issue in &mut issues {
        issue.report_id = report_of.get(issue.source_id.as_str()).map(|id| (*id).clone());
    }
    Corpus::new(reports, sources, issues)
}

/// The kept reports with their findings, those over several years of one agency included.
fn checked(kept: &[Candidate], definitions: &Definitions, level: RegionLevel) -> Vec<KeptReport> {
    let forms = definitions.forms;
    let mut findings: Vec<_> = kept.par_iter().map(|candidate| check::check(&candidate.report, forms)).collect();
    let reports: Vec<&Report> = kept.iter().map(|candidate| &candidate.report).collect();
    for (report, finding) in check::series::series(&reports, forms) {
        findings[report].push(finding);
    }
    let pairs = kept.iter().zip(findings);
    let keep = |(candidate, findings): (&Candidate, _)| {
        let identity = &candidate.report.identity;
        let name = |division| definitions.registers.divisions.full_name(division, identity.year);
        KeptReport::new(candidate.report.clone(), &candidate.source, identity.division.map(name), level, findings)
    };
    pairs.filter_map(keep).collect()
}

fn summary(corpus: &Corpus, leftovers: Vec<String>, published: Published) -> Summary {
    let facts = corpus.reports().iter().flat_map(|kept| &kept.report.facts);
    let findings = corpus.reports().iter().flat_map(|kept| &kept.findings);
    Summary {
        documents: count(corpus.sources().iter().map(|source: &Source| source.outcome)),
        reports: corpus.reports().len(),
        cells: count(facts.map(|fact| fact.status)),
        checks: count(findings.map(|finding| finding.lenient)),
        issues: corpus.issues().len(),
        leftovers,
        published,
    }
}

fn count<T: Ord>(items: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}
