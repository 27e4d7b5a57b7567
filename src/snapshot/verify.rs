//! The proof before the commit: opens the staged files as an analyst would, and checks what readers rely on.
//!
//! The rows are checked file by file, so that the memory needed does not grow with the dataset.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use polars::prelude::*;

use crate::snapshot::error::Error;
use crate::snapshot::manifest::{Content, FileEntry, TableEntry};
use crate::snapshot::reuse::{References, Taken};

/// Proves the staged files: rows as in the manifest, keys unique, every reference resolved, a value exactly where the
/// status says so, and the same year in the path and inside. Files that were `taken` over from a snapshot that was proven
/// are not opened again; what refers to them is.
///
/// # Errors
/// [`Error::Wrong`] names the first thing that does not hold.
pub fn verify(staging: &Path, content: &Content, taken: Taken) -> Result<(), Error> {
    let read = |path: &Path, result: PolarsResult<Option<String>>| match result {
        Ok(None) => Ok(()),
        Ok(Some(fault)) => Err(Error::Wrong { staging: staging.to_owned(), fault }),
        Err(source) => Err(Error::ReadBack { path: path.to_owned(), source }),
    };
    let mut schemas = HashMap::new();
    for table in content.tables.iter().filter(|table| table.files > 0) {
        let path = staging.join(&table.name);
        read(&path, whole_table(&path, table, &mut schemas))?;
    }
    let mut references = taken.references;
    for file in content.files.iter().filter(|file| !taken.files.contains(&file.path)) {
        let path = staging.join(&file.path);
        let fault = one_file(&path, file, &schemas).and_then(|fault| match (fault, file.table.as_str()) {
            (None, "statistics") => statistics(&path, year_key(&file.path), &mut references),
            (None, "reports") => reports(&path, &mut references),
            (None, "sources") => sources(&path, &mut references),
            (fault, _) => Ok(fault),
        });
        read(&path, fault.map(|fault| fault.map(|fault| format!("{}: {fault}", file.path))))?;
    }
    read(staging, Ok(references.fault()))
}

impl References {
    fn fault(&self) -> Option<String> {
        let lost = |from: &HashSet<String>, to: &HashSet<String>| from.difference(to).min().cloned();
        let report = lost(&self.with_cells, &self.reports).map(|id| format!("report `{id}` is not in `reports`"));
        report.or_else(|| lost(&self.cited, &self.sources).map(|id| format!("source `{id}` is not in `sources`")))
    }
}

/// One file, or a folder with the keys in the paths below it. Its own path may hold what looks like a key or a pattern.
pub(crate) fn scan(path: &Path, keys: bool) -> PolarsResult<LazyFrame> {
    let hive_options = HiveOptions { enabled: Some(keys), ..HiveOptions::default() };
    let arguments = ScanArgsParquet { hive_options, glob: false, ..ScanArgsParquet::default() };
    LazyFrame::scan_parquet(PlRefPath::try_from_path(path)?, arguments)
}

/// Opens the whole table as one dataset: the types of its keys. Its columns without them are put into `schemas`.
fn whole_table(path: &Path, table: &TableEntry, schemas: &mut HashMap<String, Schema>) -> PolarsResult<Option<String>> {
    let mut schema = Schema::clone(&*scan(path, true)?.collect_schema()?);
    for (key, expected) in [("region", DataType::String), ("agency", DataType::String), ("year", DataType::Int64)] {
        if let Some(found) = schema.shift_remove(key).filter(|found| *found != expected) {
            return Ok(Some(format!("the key `{key}` of `{}` is read as {found}, not as {expected}", table.name)));
        }
    }
    schemas.insert(table.name.clone(), schema);
    Ok(None)
}

/// One file: its columns, which must be those of its table, and its number of rows.
fn one_file(path: &Path, file: &FileEntry, schemas: &HashMap<String, Schema>) -> PolarsResult<Option<String>> {
    let mut frame = scan(path, false)?;
    if schemas.get(&file.table) != Some(&*frame.collect_schema()?) {
        return Ok(Some(format!("it has not the columns of `{}`", file.table)));
    }
    let found = count(frame)?;
    Ok((found != file.rows).then(|| format!("it has {found} rows, the manifest says {}", file.rows)))
}

/// The year that a path puts its rows in.
fn year_key(path: &str) -> Option<i16> {
    path.split('/').find_map(|part| part.strip_prefix("year="))?.parse().ok()
}

fn count(frame: LazyFrame) -> PolarsResult<u64> {
    let counted = frame.select([len().cast(DataType::UInt64)]).collect()?;
    Ok(counted.columns()[0].u64()?.get(0).unwrap_or(0))
}

/// The cells of one file in one pass. The rows of a report stand together, so what has to be remembered is small.
fn statistics(path: &Path, year: Option<i16>, references: &mut References) -> PolarsResult<Option<String>> {
    let columns = ["report_id", "indicator", "applicant", "status", "value", "report_year"].map(col);
    let frame = scan(path, false)?.select(columns).collect()?;
    let text = |name| frame.column(name).and_then(Column::str);
    let keys = text("report_id")?.iter().zip(text("indicator")?.iter().zip(text("applicant")?.iter()));
    let values = frame.column("value")?.f64()?.iter().zip(frame.column("report_year")?.i16()?.iter());
    let mut report = None;
    let mut cells = HashSet::new();
    for ((id, cell), (status, (value, row_year))) in keys.zip(text("status")?.iter().zip(values)) {
        if report != id {
            report = id;
            cells.clear();
            if !references.with_cells.insert(id.unwrap_or_default().to_owned()) {
                return Ok(Some(format!("the cells of report `{}` do not stand together", id.unwrap_or_default())));
            }
        }
        let fault = match (cells.insert(cell), has_value(status) == value.is_some(), row_year == year) {
            (true, true, true) => continue,
            (false, _, _) => "is there twice",
            (_, false, _) => "has a status and a value that disagree",
            (_, _, false) => "is of another year than its path",
        };
        return Ok(Some(format!("the cell {} of report `{}` {fault}", cell_name(cell), id.unwrap_or_default())));
    }
    Ok(None)
}

fn cell_name((indicator, applicant): (Option<&str>, Option<&str>)) -> String {
    [indicator, applicant].into_iter().flatten().collect::<Vec<_>>().join("/")
}

fn has_value(status: Option<&str>) -> bool {
    matches!(status, Some("printed" | "inferred" | "inferred_by_series"))
}

fn reports(path: &Path, references: &mut References) -> PolarsResult<Option<String>> {
    let frame = scan(path, false)?.select([col("report_id"), col("source_id")]).collect()?;
    references.cited.extend(strings(frame.column("source_id")?)?);
    Ok(insert_new(&mut references.reports, strings(frame.column("report_id")?)?, "report"))
}

fn sources(path: &Path, references: &mut References) -> PolarsResult<Option<String>> {
    let frame = scan(path, false)?.select([col("source_id")]).collect()?;
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
    use crate::outcome::Source;
    use crate::snapshot::manifest::sha256;
    use crate::snapshot::write::write_tables;
    use crate::stop::Stop;
    use crate::table::{KeptReport, sample};

    type Change = fn(&mut Vec<KeptReport>, &mut Vec<Source>);

    fn staged(change: Change) -> (tempfile::TempDir, Content) {
        let staging = tempfile::tempdir().expect("a temporary directory");
        let (mut reports, mut sources, issues) = sample::parts();
        change(&mut reports, &mut sources);
        let corpus = sample::corpus_of(reports, sources, issues);
        let written = write_tables(&corpus, &sample::forms(), staging.path(), None, &Stop::default());
        (staging, Content::new(written.expect("the disk takes it").files, corpus.sources(), &sha256(b"")))
    }

    #[test]
    fn sound_files_pass() {
        let (staging, content) = staged(|_, _| {});
        verify(staging.path(), &content, Taken::default()).expect("the sample is sound");
    }

    #[test]
    fn an_output_directory_may_look_like_a_partition() {
        let (staging, content) = staged(|_, _| {});
        let elsewhere = tempfile::tempdir().expect("a temporary directory");
        let look_alike = elsewhere.path().join("year=1999[a]");
        std::fs::rename(staging.path(), &look_alike).expect("the same disk");
        verify(&look_alike, &content, Taken::default()).expect("the sample is sound");
    }

    #[test]
    fn an_empty_dataset_passes() {
        let (staging, content) = staged(|reports, sources| {
            reports.clear();
            sources.clear();
        });
        verify(staging.path(), &content, Taken::default()).expect("nothing is wrong with nothing");
    }

    #[test]
    fn each_fault_is_found_and_named() {
        let cases: [(Change, &str); 6] = [
            (
                |reports, _| {
                    let twice = reports[0].report.facts[0].clone();
                    reports[0].report.facts.push(twice);
                },
                "is there twice",
            ),
            (|reports, _| reports[0].report.facts[0].value = None, "has a status and a value that disagree"),
            (|reports, _| reports[0].report.facts[1].value = Some(1.into()), "has a status and a value that disagree"),
            (|reports, _| reports.push(reports[0].clone()), "is there twice"),
            (|_, sources| drop(sources.remove(1)), "is not in `sources`"),
            (|_, sources| sources.push(sources[1].clone()), "is there twice"),
        ];
        for (change, expected) in cases {
            let (staging, content) = staged(change);
            let error = verify(staging.path(), &content, Taken::default()).expect_err(expected).to_string();
            assert!(error.contains(expected) && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn files_that_are_not_those_of_the_manifest_are_found() {
        let (staging, mut content) = staged(|_, _| {});
        content.files[0].rows += 1;
        let error = verify(staging.path(), &content, Taken::default()).expect_err("a row is missing").to_string();
        assert!(error.contains("has 12 rows, the manifest says 13"), "{error}");

        let (staging, content) = staged(|_, _| {});
        let reports = content.files.iter().find(|file| file.table == "reports").expect("a table");
        std::fs::write(staging.path().join(&reports.path), "cut short").expect("written");
        assert!(matches!(verify(staging.path(), &content, Taken::default()), Err(Error::ReadBack { .. })));
    }

    #[test]
    fn cells_in_the_folder_of_another_year_are_found() {
        let (staging, mut content) = staged(|_, _| {});
        let file = content.files.iter_mut().find(|file| file.table == "statistics").expect("a table");
        let elsewhere = file.path.replace("year=2021", "year=1999");
        let folder = |path: &str| staging.path().join(path).parent().expect("a folder").to_owned();
        std::fs::rename(folder(&file.path), folder(&elsewhere)).expect("the same disk");
        file.path = elsewhere;
        let error = verify(staging.path(), &content, Taken::default()).expect_err("the year is another").to_string();
        assert!(error.contains("is of another year than its path"), "{error}");
    }

    #[test]
    fn cells_of_a_report_that_is_not_listed_are_found() {
        let (staging, mut content) = staged(|_, _| {});
        content.files.retain(|file| file.table != "reports");
        let error = verify(staging.path(), &content, Taken::default()).expect_err("no report is listed").to_string();
        assert!(error.contains("is not in `reports`"), "{error}");
    }
}
