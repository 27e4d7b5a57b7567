//! Which part of which table: its files, and the reports whose rows are wanted where the files alone do not tell.

use std::path::{Path, PathBuf};

use crate::export::Error;
use crate::snapshot::Manifest;
use crate::table::{Partition, Rows, TABLES, Table};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Select {
    /// Name of the table.
    pub table: String,
    /// Value of the key `region`, such as `CN-64`.
    pub region: Option<String>,
    /// Value of the key `agency`, such as `natural_resources`.
    pub agency: Option<String>,
    /// Reporting year.
    pub year: Option<i16>,
}

/// The part of a snapshot that was asked for.
pub struct Selection {
    /// Folder of the snapshot.
    pub root: PathBuf,
    /// The table.
    pub table: &'static Table,
    /// Its files that are wanted, by path.
    pub files: Vec<PathBuf>,
    /// Values of columns of `reports` that the reports of the wanted rows must have, where the paths do not tell.
    pub of_reports: Vec<(&'static str, String)>,
    /// The files of `reports` to look them up in.
    pub report_files: Vec<PathBuf>,
}

impl Select {
    /// Finds the files in the snapshot at `root`.
    ///
    /// # Errors
    /// [`Error::Selection`] if there is no such table, key or value.
    pub fn within(&self, root: &Path) -> Result<Selection, Error> {
        let manifest = Manifest::read(root)?;
        let names = || TABLES.map(|table| table.name).join(", ");
        let table = TABLES.into_iter().find(|table| table.name == self.table);
        let table =
            table.ok_or_else(|| Error::Selection(format!("no table `{}`; there are: {}", self.table, names())))?;
        let mut of_path = Vec::new();
        let mut of_reports = Vec::new();
        for (key, value) in self.keys() {
            match table.rows {
                Rows::PerReport { partitions, .. } if partitions.contains(&key) => of_path.push((key, value)),
                Rows::PerReport { .. } => of_reports.push((column_of(key), value)),
                Rows::Whole(_) => {
                    let (name, table) = (key.name(), table.name);
                    return Err(Error::Selection(format!("the table `{table}` has no {name}; leave --{name} out")));
                }
            }
        }
        let files = |name: &str, keys: &[(Partition, String)]| -> Vec<PathBuf> {
            let wanted = |path: &str| keys.iter().all(|(key, value)| value_in(path, *key) == Some(value));
            let files = manifest.content.files.iter().filter(|file| file.table == name && wanted(&file.path));
            files.map(|file| root.join(&file.path)).collect()
        };
        let own = files(table.name, &of_path);
        if own.is_empty() {
            let keys: Vec<String> = self.keys().map(|(key, value)| format!("{} {value}", key.name())).collect();
            let of = if keys.is_empty() { String::new() } else { format!(" for {}", keys.join(", ")) };
            return Err(Error::Selection(format!("the snapshot has nothing in `{}`{of}", table.name)));
        }
        let years: Vec<_> = of_path.into_iter().filter(|(key, _)| *key == Partition::Year).collect();
        let report_files = if of_reports.is_empty() { Vec::new() } else { files("reports", &years) };
        Ok(Selection { root: root.to_owned(), table, files: own, of_reports, report_files })
    }

    fn keys(&self) -> impl Iterator<Item = (Partition, String)> {
        let region = self.region.clone().map(|region| (Partition::Region, region));
        let agency = self.agency.clone().map(|agency| (Partition::Agency, agency));
        let year = self.year.map(|year| (Partition::Year, year.to_string()));
        [region, agency, year].into_iter().flatten()
    }
}

/// The column of `reports` that holds the key.
fn column_of(key: Partition) -> &'static str {
    match key {
        Partition::Region => "region_key",
        Partition::Agency => "agency_key",
        Partition::Year => "report_year",
    }
}

/// The value of a key in a path.
pub fn value_in(path: &str, key: Partition) -> Option<&str> {
    path.split('/').find_map(|part| part.strip_prefix(key.name())?.strip_prefix('='))
}
