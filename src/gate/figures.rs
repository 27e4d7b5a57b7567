//! What a snapshot holds, in the few figures that the gate looks at.

use std::collections::BTreeMap;
use std::path::Path;

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::sum;
use arrow::datatypes::Int32Type;

use crate::outcome::Source;
use crate::snapshot::manifest::Content;
use crate::snapshot::{Error, read};
use crate::source::SourceFile;

/// What a snapshot holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Reports by region and year.
    pub reports: BTreeMap<(String, String), u64>,
    /// Cells.
    pub cells: u64,
    /// Cells that have a number.
    pub numbers: u64,
    /// Exact checks that could be decided, blanks read as zero.
    pub checks: u64,
    /// Those that fail.
    pub failed: u64,
    /// Files of the input that `sources` says nothing about; known of a new snapshot only.
    pub unaccounted: Vec<String>,
}

/// Columns of `reports` that count cells, and whether these have a number.
const CELLS: [(&str, bool); 8] = [
    ("cells_printed", true),
    ("cells_inferred", true),
    ("cells_inferred_by_series", true),
    ("cells_blank", false),
    ("cells_dash", false),
    ("cells_word", false),
    ("cells_ambiguous", false),
    ("cells_unreadable", false),
];

impl Figures {
    /// The figures of the snapshot in a directory, from its table `reports`.
    ///
    /// # Errors
    /// [`Error::Unread`] if a file cannot be read.
    pub fn of(snapshot: &Path, content: &Content) -> Result<Figures, Error> {
        let names: Vec<&str> =
            CELLS.iter().map(|(name, _)| *name).chain(["region_key", "exact_passed", "exact_failed"]).collect();
        let mut figures = Figures::default();
        for file in content.files.iter().filter(|file| file.table == "reports") {
            let path = snapshot.join(&file.path);
            let batch = read::columns(&path, &names).map_err(|source| Error::Unread { path, source })?;
            let year = file.path.split('/').find_map(|part| part.strip_prefix("year=")).unwrap_or_default();
            batch.iter().for_each(|batch| figures.add(batch, year));
        }
        Ok(figures)
    }

    fn add(&mut self, batch: &RecordBatch, year: &str) {
        let total = |name| sum(batch[name].as_primitive::<Int32Type>()).unwrap_or(0).unsigned_abs().into();
        for region in batch["region_key"].as_string::<i32>().iter().flatten() {
            *self.reports.entry((region.to_owned(), year.to_owned())).or_default() += 1;
        }
        for (name, number) in CELLS {
            let cells: u64 = total(name);
            self.cells += cells;
            self.numbers += if number { cells } else { 0 };
        }
        self.failed += total("exact_failed");
        self.checks += total("exact_passed") + total("exact_failed");
    }

    /// All reports.
    pub fn all_reports(&self) -> u64 {
        self.reports.values().sum()
    }

    /// Share of the cells that have a number; `None` if there are no cells.
    pub fn cells_read(&self) -> Option<f64> {
        share(self.numbers, self.cells)
    }

    /// Numbers of an average report; `None` if there are no reports.
    pub fn numbers_a_report(&self) -> Option<f64> {
        share(self.numbers, self.all_reports())
    }

    /// Share of the exact checks that fail; `None` if none was decided.
    pub fn checks_failed(&self) -> Option<f64> {
        share(self.failed, self.checks)
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The files of the input that no row of `sources`, which are sorted by path, speaks of: neither of the file nor of
/// anything in it.
pub fn unaccounted(files: &[SourceFile], sources: &[Source]) -> Vec<String> {
    let begins = |start: &str| {
        let at = sources.partition_point(|source| source.path.as_str() < start);
        sources.get(at).map(|source| source.path.as_str()).filter(|path| path.starts_with(start))
    };
    let accounted = |path: &str| begins(path) == Some(path) || begins(&format!("{path}!")).is_some();
    files.iter().map(|file| &file.path).filter(|path| !accounted(path)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Status;
    use crate::table::sample;

    #[test]
    fn every_status_is_counted() {
        let columns = Status::ALL.map(|status| format!("cells_{}", status.as_str()));
        assert_eq!(CELLS.map(|(name, _)| name.to_owned()), columns);
    }

    #[test]
    fn a_file_is_accounted_for_by_itself_or_by_what_is_in_it() {
        let (_, mut sources, _) = sample::parts();
        let [first, second, third, fourth] =
            ["a.txt", "a.txt.zip", "b.zip c.txt", "b.zip!/in/x.txt"].map(str::to_owned);
        sources.truncate(4);
        sources.iter_mut().zip([first, second, third, fourth]).for_each(|(source, path)| source.path = path);
        let file = |path: &str| SourceFile::new(path.into(), path.to_owned());
        let files = ["a", "a.txt", "a.txt.zip", "b.zip", "b.zip c.txt", "c.zip"].map(file);
        assert_eq!(unaccounted(&files, &sources), ["a", "c.zip"]);
    }
}
