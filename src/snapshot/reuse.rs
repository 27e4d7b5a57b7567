//! Reuse: files of the published snapshot that would be written again byte by byte are taken over unread.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::snapshot::disk;
use crate::snapshot::error::Error;
use crate::snapshot::manifest::{FileEntry, Manifest, sha256};
use crate::state::Digest;
use crate::table::Entry;

/// Files that were made together, by what they were made of.
pub type Parts = HashMap<Digest, Vec<FileEntry>>;

/// What may be taken over.
#[derive(Debug, Clone, Copy)]
pub struct Reuse<'a> {
    /// What the files of earlier snapshots were made of, by the same program.
    pub parts: &'a Parts,
    /// Whether each file is read, and believed only if its hash is that of the manifest.
    pub verify: bool,
}

/// The published snapshot, as far as files can be taken over from it.
pub struct Earlier<'a> {
    folder: PathBuf,
    files: HashSet<&'a FileEntry>,
    reuse: Reuse<'a>,
}

impl<'a> Earlier<'a> {
    /// The snapshot of this manifest, which lies in `folder`.
    pub fn new(folder: PathBuf, manifest: &'a Manifest, reuse: Reuse<'a>) -> Earlier<'a> {
        Earlier { folder, files: manifest.content.files.iter().collect(), reuse }
    }

    /// Its directory.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts the files that were made of `part` into `staging`; `None` if they are not all there, whole.
    ///
    /// # Errors
    /// [`Error::Disk`] if they can be neither linked nor copied.
    pub fn take(&self, part: Digest, staging: &Path) -> Result<Option<Vec<FileEntry>>, Error> {
        let Some(files) = self.reuse.parts.get(&part) else { return Ok(None) };
        if !files.iter().all(|file| self.files.contains(file) && self.is_whole(file)) {
            return Ok(None);
        }
        for file in files {
            let target = staging.join(&file.path);
            target.parent().map_or(Ok(()), disk::make_directory)?;
            disk::link_or_copy(&self.folder.join(&file.path), &target)?;
        }
        Ok(Some(files.clone()))
    }

    /// A file that is cut off, or under `verify` damaged in any way, is not handed on.
    fn is_whole(&self, file: &FileEntry) -> bool {
        let path = self.folder.join(&file.path);
        match self.reuse.verify {
            true => std::fs::read(path).is_ok_and(|bytes| sha256(&bytes) == file.sha256),
            false => path.symlink_metadata().is_ok_and(|found| found.is_file() && found.len() == file.bytes),
        }
    }
}

/// The ids that the tables refer to each other by.
#[derive(Debug, Default)]
pub struct References {
    /// Reports with cells in `statistics`.
    pub with_cells: HashSet<String>,
    /// Reports in `reports`.
    pub reports: HashSet<String>,
    /// Sources of the rows of `reports`.
    pub cited: HashSet<String>,
    /// Documents in `sources`.
    pub sources: HashSet<String>,
}

/// What was taken over. It was proven when it was written, and is not read again.
#[derive(Debug, Default)]
pub struct Taken {
    /// Paths of the files.
    pub files: HashSet<String>,
    /// The ids in them.
    pub references: References,
}

impl Taken {
    /// Adds the files of some reports.
    pub fn add(&mut self, files: &[FileEntry], reports: &[&Entry]) {
        for file in files {
            self.files.insert(file.path.clone());
            match file.table.as_str() {
                "statistics" => {
                    let with_cells = reports.iter().filter(|entry| !entry.cells.is_empty());
                    self.references.with_cells.extend(with_cells.map(|entry| entry.report_id.clone()));
                }
                "reports" => {
                    self.references.reports.extend(reports.iter().map(|entry| entry.report_id.clone()));
                    self.references.cited.extend(reports.iter().map(|entry| entry.source_id.clone()));
                }
                _ => {}
            }
        }
    }
}
