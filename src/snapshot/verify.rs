//! The proof before the commit: opens the staged files as an analyst would, and checks what readers rely on.
//!
//! The cells are checked file by file, so that the memory needed does not grow with the dataset.

use std::collections::HashSet;
use std::path::Path;

use polars::prelude::*;

use crate::snapshot::error::Error;
use crate::snapshot::manifest::Content;

/// Proves the staged files: rows as in the manifest, keys unique, every reference resolved, a value exactly where the
/// status says so, and the same year in the path and inside.
///
/// # Errors
/// [`Error::Wrong`] names the first thing that does not hold.
pub fn verify(staging: &Path, content: &Content) -> Result<(), Error> {
    let read = |path: &Path, result: PolarsResult<Option<String>>| match result {
        Ok(None) => Ok(()),
        Ok(Some(fault)) => Err(Error::Wrong { staging: staging.to_owned(), fault }),
        Err(source) => Err(Error::ReadBack { path: path.to_owned(), source }),
    };
    for table in content.tables.iter().filter(|table| table.files > 0) {
        let path = staging.join(&table.name);
        read(&path, row_count(&path, table.rows))?;
    }
    let mut references = References::default();
    for file in &content.files {
        let path = staging.join(&file.path);
        let fault = match file.table.as_str() {
            "statistics" => statistics(&path, &mut references),
            "reports" => reports(&path, &mut references),
            "sources" => sources(&path, &mut references),
            _ => Ok(None),
        };
        read(&path, fault.map(|fault| fault.map(|fault| format!("{}: {fault}", file.path))))?;
    }
    read(staging, Ok(references.fault()))
}

/// The ids that the tables refer to each other by.
#[derive(Default)]
struct References {
    /// Reports with cells in `statistics`.
    with_cells: HashSet<String>,
    reports: HashSet<String>,
    /// Sources of the rows of `reports`.
    cited: HashSet<String>,
    sources: HashSet<String>,
}

impl References {
    fn fault(&self) -> Option<String> {
        let lost = |from: &HashSet<String>, to: &HashSet<String>| from.difference(to).min().cloned();
        let report = lost(&self.with_cells, &self.reports).map(|id| format!("report `{id}` is not in `reports`"));
        report.or_else(|| lost(&self.cited, &self.sources).map(|id| format!("source `{id}` is not in `sources`")))
    }
}

fn scan(path: &Path) -> PolarsResult<LazyFrame> {
    let hive_options = HiveOptions::new_enabled();
    let arguments = ScanArgsParquet { hive_options, glob: false, ..ScanArgsParquet::default() };
    LazyFrame::scan_parquet(PlRefPath::try_from_path(path)?, arguments)
}

/// Reads the whole table as one dataset: it fails if two of its files differ in schema.
fn row_count(path: &Path, expected: u64) -> PolarsResult<Option<String>> {
    let found = count(scan(path)?)?;
    Ok((found != expected).then(|| format!("{} has {found} rows, its manifest says {expected}", path.display())))
}

fn count(frame: LazyFrame) -> PolarsResult<u64> {
    let counted = frame.select([len().cast(DataType::UInt64)]).collect()?;
    Ok(counted.columns()[0].u64()?.get(0).unwrap_or(0))
}

fn statistics(path: &Path, references: &mut References) -> PolarsResult<Option<String>> {
    let key = ["report_id", "indicator", "applicant"].map(col);
    let columns = ["status", "value", "report_year", "year"].map(col);
    let frame = scan(path)?.select([key.as_slice(), &columns].concat()).collect()?;
    let has_value = col("status").eq(lit("printed")).or(col("status").eq(lit("inferred")));
    let twice = frame.clone().lazy().group_by(key).agg([len().alias("cells")]).filter(col("cells").gt(lit(1)));
    let faults = [
        ("cells with a report, indicator and applicant of their own", twice),
        (
            "cells with a value where the status says so",
            frame.clone().lazy().filter(has_value.neq(col("value").is_not_null())),
        ),
        ("cells with the year of the path", frame.clone().lazy().filter(col("report_year").neq(col("year")))),
    ];
    for (expected, faulty) in faults {
        let faulty = count(faulty)?;
        if faulty > 0 {
            return Ok(Some(format!("expected {expected}, found {faulty} others")));
        }
    }
    let reports = strings(&frame.column("report_id")?.unique()?)?;
    Ok(insert_new(&mut references.with_cells, reports, "report"))
}

fn reports(path: &Path, references: &mut References) -> PolarsResult<Option<String>> {
    let frame = scan(path)?.select([col("report_id"), col("source_id")]).collect()?;
    references.cited.extend(strings(frame.column("source_id")?)?);
    Ok(insert_new(&mut references.reports, strings(frame.column("report_id")?)?, "report"))
}

fn sources(path: &Path, references: &mut References) -> PolarsResult<Option<String>> {
    let frame = scan(path)?.select([col("source_id")]).collect()?;
    Ok(insert_new(&mut references.sources, strings(frame.column("source_id")?)?, "source"))
}

fn strings(column: &Column) -> PolarsResult<Vec<String>> {
    Ok(column.str()?.iter().flatten().map(str::to_owned).collect())
}

/// Adds ids that must be new, or names one that is not.
fn insert_new(known: &mut HashSet<String>, ids: Vec<String>, what: &str) -> Option<String> {
    let twice = ids.into_iter().find_map(|id| known.replace(id));
    twice.map(|id| format!("{what} `{id}` is there twice"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Source;
    use crate::snapshot::manifest::sha256;
    use crate::snapshot::write::write_tables;
    use crate::table::{Corpus, KeptReport, sample};

    type Change = fn(&mut Vec<KeptReport>, &mut Vec<Source>);

    fn staged(change: Change) -> (tempfile::TempDir, Content) {
        let staging = tempfile::tempdir().expect("a temporary directory");
        let (mut reports, mut sources, issues) = sample::parts();
        change(&mut reports, &mut sources);
        let corpus = Corpus::new(reports, sources, issues);
        let files = write_tables(&corpus, &sample::forms(), staging.path(), None).expect("the disk takes it");
        (staging, Content::new(files, corpus.sources(), &sha256(b"")))
    }

    #[test]
    fn sound_files_pass() {
        let (staging, content) = staged(|_, _| {});
        verify(staging.path(), &content).expect("the sample is sound");
    }

    #[test]
    fn an_output_directory_may_look_like_a_partition() {
        let (staging, content) = staged(|_, _| {});
        let elsewhere = tempfile::tempdir().expect("a temporary directory");
        let look_alike = elsewhere.path().join("year=1999[a]");
        std::fs::rename(staging.path(), &look_alike).expect("the same disk");
        verify(&look_alike, &content).expect("the sample is sound");
    }

    #[test]
    fn an_empty_dataset_passes() {
        let (staging, content) = staged(|reports, sources| {
            reports.clear();
            sources.clear();
        });
        verify(staging.path(), &content).expect("nothing is wrong with nothing");
    }

    #[test]
    fn each_fault_is_found_and_named() {
        let cases: [(Change, &str); 6] = [
            (
                |reports, _| {
                    let twice = reports[0].report.facts[0].clone();
                    reports[0].report.facts.push(twice);
                },
                "of their own, found 1 others",
            ),
            (|reports, _| reports[0].report.facts[0].value = None, "value where the status says so"),
            (|reports, _| reports[0].report.facts[1].value = Some(1.into()), "value where the status says so"),
            (|reports, _| reports.push(reports[0].clone()), "is there twice"),
            (|_, sources| drop(sources.remove(1)), "is not in `sources`"),
            (|_, sources| sources.push(sources[1].clone()), "is there twice"),
        ];
        for (change, expected) in cases {
            let (staging, content) = staged(change);
            let error = verify(staging.path(), &content).expect_err(expected).to_string();
            assert!(error.contains(expected) && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn files_that_are_not_those_of_the_manifest_are_found() {
        let (staging, mut content) = staged(|_, _| {});
        content.tables[0].rows += 1;
        let error = verify(staging.path(), &content).expect_err("a row is missing").to_string();
        assert!(error.contains("has 48 rows, its manifest says 49"), "{error}");

        let (staging, content) = staged(|_, _| {});
        let reports = content.files.iter().find(|file| file.table == "reports").expect("a table");
        std::fs::write(staging.path().join(&reports.path), "cut short").expect("written");
        assert!(matches!(verify(staging.path(), &content), Err(Error::ReadBack { .. })));
    }

    #[test]
    fn cells_of_a_report_that_is_not_listed_are_found() {
        let (staging, mut content) = staged(|_, _| {});
        content.files.retain(|file| file.table != "reports");
        let error = verify(staging.path(), &content).expect_err("no report is listed").to_string();
        assert!(error.contains("is not in `reports`"), "{error}");
    }
}
