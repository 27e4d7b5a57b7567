//! What a snapshot is like as a whole, counted from its files the way an analyst would count.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use polars::prelude::*;
use walkdir::WalkDir;

use crate::snapshot::verify::scan;

/// Reports behind each failing check that are listed.
const EXAMPLES: usize = 20;

/// Largest documents, and reports that are new or gone, that are listed.
const LISTED: usize = 50;

/// A snapshot in numbers. Every list is in a fixed order, and bounded or as long as a list of the definitions.
#[derive(Debug, Default)]
pub struct Summary {
    /// Reports by `region`, year and quality.
    pub coverage: Counts<3>,
    /// Documents by outcome and kind.
    pub outcomes: Counts<2>,
    /// Cells by form and status.
    pub cells: Counts<2>,
    /// Issues by code and severity.
    pub issues: Counts<2>,
    /// Findings by rule and verdict, blanks read as zero.
    pub checks: Counts<2>,
    /// Some findings that fail, by rule.
    pub failing: BTreeMap<String, Vec<Failing>>,
    /// The largest documents.
    pub largest: Vec<Large>,
    /// What became of the reports of the snapshot before.
    pub before: Before,
}

/// How often each combination of words occurs.
pub type Counts<const N: usize> = BTreeMap<[String; N], u64>;

/// A check that a report fails.
#[derive(Debug)]
pub struct Failing {
    /// The report.
    pub report_id: String,
    /// The agency's name, if known.
    pub agency: String,
    /// Which instance of the rule.
    pub instance: String,
    /// Left side.
    pub left: Option<f64>,
    /// Right side.
    pub right: Option<f64>,
}

/// A document among the largest.
#[derive(Debug)]
pub struct Large {
    /// Its path.
    pub path: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its kind.
    pub kind: String,
    /// What became of it.
    pub outcome: String,
}

/// The snapshot that was published before.
#[derive(Debug, Default)]
pub enum Before {
    /// There was none.
    #[default]
    Nothing,
    /// It cannot be read, which must not keep the new one from being published.
    Unreadable,
    /// Its reports against those of the new one.
    Known(Change),
}

/// Reports of two snapshots.
#[derive(Debug, Default)]
pub struct Change {
    /// How many the one before had.
    pub before: usize,
    /// How many are new.
    pub new: usize,
    /// How many are gone.
    pub gone: usize,
    /// Some of the new ones.
    pub some_new: Vec<String>,
    /// Some of those that are gone.
    pub some_gone: Vec<String>,
}

/// Counts the snapshot in `root`, and its reports against those of `previous`. Files are read one by one, so that the memory
/// needed does not grow with the data set.
///
/// # Errors
/// The path and the error if a file of the snapshot cannot be read.
pub fn summary(root: &Path, previous: Option<&Path>) -> Result<Summary, (PathBuf, PolarsError)> {
    let read = || {
        Ok(Summary {
            coverage: counts(&root.join("reports"), ["region_key", "report_year", "quality"])?,
            outcomes: counts(&root.join("sources"), ["outcome", "kind"])?,
            cells: counts(&root.join("statistics"), ["form", "status"])?,
            issues: counts(&root.join("issues"), ["code", "severity"])?,
            checks: counts(&root.join("findings"), ["rule", "lenient"])?,
            failing: failing(&root.join("findings"))?,
            largest: largest(&root.join("sources"))?,
            before: match previous.map(|previous| change(previous, root)) {
                None => Before::Nothing,
                Some(Err(_)) => Before::Unreadable,
                Some(Ok(change)) => Before::Known(change),
            },
        })
    };
    read().map_err(|error| (root.to_owned(), error))
}

/// The files of a table, or of one of its partitions, by path; none if the snapshot does not have it.
fn files(table: &Path) -> PolarsResult<Vec<PathBuf>> {
    let mut files = Vec::new();
    if table.is_dir() {
        for entry in WalkDir::new(table).sort_by_file_name() {
            let path = entry.map_err(|error| PolarsError::from(std::io::Error::from(error)))?.into_path();
            if path.extension().is_some_and(|extension| extension == "parquet") {
                files.push(path);
            }
        }
    }
    Ok(files)
}

fn counts<const N: usize>(table: &Path, columns: [&str; N]) -> PolarsResult<Counts<N>> {
    let mut counts = Counts::new();
    for file in files(table)? {
        let keys = columns.map(|column| col(column).cast(DataType::String));
        let counted = scan(&file, false)?.group_by(keys).agg([len().cast(DataType::UInt64).alias("rows")]).collect()?;
        let keys = columns.iter().map(|column| counted.column(column)?.str()).collect::<PolarsResult<Vec<_>>>()?;
        let rows = counted.column("rows")?.u64()?;
        for row in 0..counted.height() {
            let key = std::array::from_fn(|at| keys[at].get(row).unwrap_or_default().to_owned());
            *counts.entry(key).or_default() += rows.get(row).unwrap_or_default();
        }
    }
    Ok(counts)
}

/// The first findings of each rule that fail, in the order of the files.
fn failing(table: &Path) -> PolarsResult<BTreeMap<String, Vec<Failing>>> {
    let mut failing: BTreeMap<String, Vec<Failing>> = BTreeMap::new();
    for file in files(table)? {
        let columns = ["rule", "report_id", "agency_name", "instance", "left", "right"].map(col);
        let found = scan(&file, false)?.filter(col("lenient").eq(lit("fail"))).select(columns).collect()?;
        let text = |name| found.column(name).and_then(Column::str);
        let (rules, ids) = (text("rule")?, text("report_id")?);
        let (agencies, instances) = (text("agency_name")?, text("instance")?);
        let (left, right) = (found.column("left")?.f64()?, found.column("right")?.f64()?);
        let of = |column: &StringChunked, row| column.get(row).unwrap_or_default().to_owned();
        for row in 0..found.height() {
            let known = failing.entry(of(rules, row)).or_default();
            if known.len() < EXAMPLES {
                known.push(Failing {
                    report_id: of(ids, row),
                    agency: of(agencies, row),
                    instance: of(instances, row),
                    left: left.get(row),
                    right: right.get(row),
                });
            }
        }
    }
    Ok(failing)
}

fn largest(table: &Path) -> PolarsResult<Vec<Large>> {
    let mut largest = Vec::new();
    for file in files(table)? {
        let order = SortMultipleOptions::default().with_order_descending_multi([true, false]);
        let columns = ["path", "size", "kind", "outcome"].map(col);
        let sorted =
            scan(&file, false)?.select(columns).sort(["size", "path"], order).slice(0, LISTED as u32).collect()?;
        let text = |name, row| PolarsResult::Ok(sorted.column(name)?.str()?.get(row).unwrap_or_default().to_owned());
        for row in 0..sorted.height() {
            let size = sorted.column("size")?.i64()?.get(row).unwrap_or_default();
            let [path, kind, outcome] = ["path", "kind", "outcome"].map(|name| text(name, row));
            largest.push(Large { path: path?, size, kind: kind?, outcome: outcome? });
        }
    }
    Ok(largest)
}

/// Compares the reports of two snapshots, partition by partition.
fn change(previous: &Path, root: &Path) -> PolarsResult<Change> {
    let [before, now] = [previous, root].map(|root| root.join("reports"));
    let mut change = Change::default();
    for partition in partitions(&before)?.union(&partitions(&now)?) {
        let (before, now) = (report_ids(&before.join(partition))?, report_ids(&now.join(partition))?);
        change.before += before.len();
        for (from, to, count, some) in [
            (&now, &before, &mut change.new, &mut change.some_new),
            (&before, &now, &mut change.gone, &mut change.some_gone),
        ] {
            let only: Vec<&String> = from.difference(to).collect();
            *count += only.len();
            let room = LISTED - some.len();
            some.extend(only.into_iter().take(room).cloned());
        }
    }
    Ok(change)
}

/// Names of the folders in a table.
fn partitions(table: &Path) -> PolarsResult<BTreeSet<OsString>> {
    if !table.is_dir() {
        return Ok(BTreeSet::new());
    }
    let names = std::fs::read_dir(table)?.map(|entry| entry.map(|entry| entry.file_name()));
    Ok(names.collect::<std::io::Result<_>>()?)
}

fn report_ids(partition: &Path) -> PolarsResult<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    for file in files(partition)? {
        let frame = scan(&file, false)?.select([col("report_id")]).collect()?;
        ids.extend(frame.column("report_id")?.str()?.iter().flatten().map(str::to_owned));
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::publish::tests::publish;
    use crate::table::sample;

    #[test]
    fn a_snapshot_is_counted_and_compared_with_the_one_before() {
        let output = tempfile::tempdir().expect("a folder");
        let (mut reports, sources, issues) = sample::parts();
        let all = sample::corpus_of(reports.clone(), sources.clone(), issues.clone());
        let first = publish(output.path(), &all, "2021-11-21T03:15:00Z").path().to_owned();
        let counted = summary(&first, None).expect("readable");
        let sum = |counts: &Counts<2>| counts.values().sum::<u64>();
        assert_eq!((sum(&counted.cells), sum(&counted.outcomes), sum(&counted.issues)), (48, 13, 1));
        assert_eq!(counted.cells[&["g3_2021".to_owned(), "blank".to_owned()]], 24);
        assert_eq!(counted.coverage.values().sum::<u64>(), 12);
        assert_eq!(counted.failing["T3-ROW"].len(), 12, "the findings of the sample fail, blanks read as zero");
        assert_eq!(counted.largest.len(), 13);
        assert!(matches!(counted.before, Before::Nothing));

        let gone = reports.pop().expect("a report").report_id;
        let second = publish(output.path(), &sample::corpus_of(reports, sources, issues), "2021-11-22T03:15:00Z");
        let compared = summary(second.path(), Some(&first)).expect("readable");
        let Before::Known(change) = compared.before else { panic!("it can be read") };
        assert_eq!((change.before, change.new, change.gone), (12, 0, 1));
        assert_eq!(change.some_gone, [gone]);

        let lost = files(&first.join("reports")).expect("listed").remove(0);
        // Not written over: both snapshots may share the file.
        std::fs::remove_file(&lost).and_then(|()| std::fs::write(&lost, "damaged")).expect("a file of this test");
        let compared = summary(second.path(), Some(&first)).expect("the new one can be read");
        assert!(matches!(compared.before, Before::Unreadable));
    }
}
