//! What changed between two snapshots: which cells are newly read, newly missing or other than before, and where.
//!
//! Files that both snapshots have, by the hashes in their manifests, are not opened. The others are compared partition by
//! partition, so that memory does not grow with the data set. A cell is what a report says about an indicator and an
//! applicant; it changed if its value or its status did. Where it stands in the document, or how it is printed there, is
//! shown and not compared.

mod cells;
mod compare;
mod export;
mod show;
#[cfg(test)]
mod tests;

pub use cells::{Cells, Reading};
pub use compare::compare;
pub use export::{Export, Format};
pub use show::{cells, short, summary};

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

use crate::snapshot::manifest::FileEntry;
use crate::snapshot::{self, Manifest};

/// What became of a cell from one snapshot to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It has a number and had none.
    NewlyRead,
    /// It had a number and has none.
    NewlyMissing,
    /// It has another number.
    ChangedValue,
    /// The same number, or none as before, with another status.
    ChangedStatus,
    /// Its whole report is gone.
    Gone,
    /// Its whole report is new.
    NewReport,
}

impl Kind {
    /// Every kind, in the order of the summary.
    pub const ALL: [Kind; 6] =
        [Kind::NewlyRead, Kind::NewlyMissing, Kind::ChangedValue, Kind::ChangedStatus, Kind::Gone, Kind::NewReport];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::NewlyRead => "newly_read",
            Kind::NewlyMissing => "newly_missing",
            Kind::ChangedValue => "changed_value",
            Kind::ChangedStatus => "changed_status",
            Kind::Gone => "gone",
            Kind::NewReport => "new_report",
        }
    }
}

/// One cell that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What became of it.
    pub kind: Kind,
    /// The partition, such as `region=CN-64/agency=finance/year=2020`.
    pub partition: String,
    /// The report.
    pub report_id: String,
    /// Full name of its division.
    pub division_name: Option<String>,
    /// Full name of its agency.
    pub agency_name: Option<String>,
    /// Form that the cell is read by; that it was read by, if it is gone.
    pub form: String,
    /// Statutory table of the form.
    pub table: String,
    /// What is counted.
    pub indicator: String,
    /// Kind of applicant.
    pub applicant: Option<String>,
    /// How it was read.
    pub old: Option<Reading>,
    /// How it is read.
    pub new: Option<Reading>,
}

impl Change {
    /// The value of a key of the partition; empty if it has none.
    pub fn key(&self, name: &str) -> &str {
        let value = |part: &'_ str| part.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value.len());
        let part = self.partition.split('/').find_map(|part| value(part).map(|length| &part[part.len() - length..]));
        part.unwrap_or_default()
    }
}

/// What changed, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Ids of both snapshots.
    pub snapshots: [String; 2],
    /// Rows of each table in both.
    pub rows: Vec<(String, [u64; 2])>,
    /// Files of cells that both have, and partitions that had to be compared.
    pub files: [usize; 2],
    /// Reports that are new, gone, or have a cell that changed.
    pub reports: BTreeMap<Kind, u64>,
    /// Cells by form, region and year.
    pub cells: BTreeMap<Group, BTreeMap<Kind, u64>>,
    /// Cells by status before and after, empty where there was none or is none.
    pub statuses: BTreeMap<[String; 2], u64>,
}

/// Form, region and year.
pub type Group = (String, String, String);

impl Summary {
    /// Whether no cell changed and no report came or went.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Cells by what became of them.
    pub fn totals(&self) -> BTreeMap<Kind, u64> {
        let mut totals = BTreeMap::new();
        for (kind, n) in self.cells.values().flatten() {
            *totals.entry(*kind).or_default() += n;
        }
        totals
    }

    fn add(&mut self, change: &Change) {
        let group = (change.form.clone(), change.key("region").to_owned(), change.key("year").to_owned());
        *self.cells.entry(group).or_default().entry(change.kind).or_default() += 1;
        let status = |reading: &Option<Reading>| reading.as_ref().map_or(String::new(), |r| r.status.clone());
        *self.statuses.entry([status(&change.old), status(&change.new)]).or_default() += 1;
    }
}

/// What can end a comparison.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A snapshot is not there or damaged.
    #[error(transparent)]
    Snapshot(#[from] snapshot::Error),
    /// A file of a snapshot cannot be read.
    #[error("cannot read `{}`: {source}; the snapshot is damaged, compare with another one", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: ParquetError,
    },
    /// The list of changes cannot be written.
    #[error("cannot write `{}`: {source}; choose another file", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

/// Compares the snapshots in two directories. `each` is given every cell that changed, by partition and report.
///
/// # Errors
/// If a snapshot cannot be read, and what `each` says.
pub fn diff(old: &Path, new: &Path, each: &mut dyn FnMut(Change) -> Result<(), Error>) -> Result<Summary, Error> {
    let roots = [old, new];
    let [before, after] = [Manifest::read(old)?, Manifest::read(new)?];
    let mut summary = Summary { rows: rows(&before, &after), ..Summary::default() };
    let partitions = partitions(&before, &after);
    for (partition, files) in &partitions {
        if files[0].len() == files[1].len() && files[0].iter().zip(&files[1]).all(|(a, b)| a.sha256 == b.sha256) {
            summary.files[0] += files[0].len();
            continue;
        }
        summary.files[1] += 1;
        let read = |side: usize| Cells::read(files[side].iter().map(|file| roots[side].join(&file.path)));
        let mut reports: BTreeMap<String, Kind> = BTreeMap::new();
        compare(partition, &read(0)?, &read(1)?, &mut |change| {
            summary.add(&change);
            if reports.last_key_value().is_none_or(|(id, _)| *id != change.report_id) {
                reports.insert(change.report_id.clone(), change.kind);
            }
            each(change)
        })?;
        for kind in reports.into_values() {
            let whole = matches!(kind, Kind::Gone | Kind::NewReport);
            *summary.reports.entry(if whole { kind } else { Kind::ChangedValue }).or_default() += 1;
        }
    }
    summary.snapshots = [before.snapshot, after.snapshot];
    Ok(summary)
}

fn rows(old: &Manifest, new: &Manifest) -> Vec<(String, [u64; 2])> {
    let rows = |manifest: &Manifest, name: &str| {
        manifest.content.tables.iter().find(|table| table.name == name).map_or(0, |table| table.rows)
    };
    new.content.tables.iter().map(|table| (table.name.clone(), [rows(old, &table.name), table.rows])).collect()
}

/// The files of cells in each partition, of both snapshots.
fn partitions<'m>(old: &'m Manifest, new: &'m Manifest) -> BTreeMap<&'m str, [Vec<&'m FileEntry>; 2]> {
    let mut partitions: BTreeMap<&str, [Vec<&FileEntry>; 2]> = BTreeMap::new();
    for (side, manifest) in [old, new].into_iter().enumerate() {
        for file in &manifest.content.files {
            let inner = file.path.strip_prefix("statistics/").and_then(|path| path.rsplit_once('/'));
            let Some((partition, _)) = inner else { continue };
            partitions.entry(partition).or_default()[side].push(file);
        }
    }
    partitions
}
