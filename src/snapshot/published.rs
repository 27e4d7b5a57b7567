//! What is published: the snapshot that `LATEST` names.

use std::path::{Path, PathBuf};

use crate::snapshot::disk;
use crate::snapshot::error::Error;

pub(super) const LATEST: &str = "LATEST";
pub(super) const SNAPSHOTS: &str = "snapshots";

/// What became of a staged snapshot.
#[derive(Debug)]
pub enum Published {
    /// It is published.
    New {
        /// Its directory.
        path: PathBuf,
        /// Why `current` could not be pointed to it, if so. Readers that follow `LATEST` do not mind.
        current: Result<(), Error>,
    },
    /// The snapshot that was published last has the same files; the staged one is gone.
    NothingNew {
        /// The directory of that snapshot.
        path: PathBuf,
    },
}

impl Published {
    /// The directory of the snapshot that is published now.
    pub fn path(&self) -> &Path {
        match self {
            Published::New { path, .. } | Published::NothingNew { path } => path,
        }
    }

    /// Its id.
    pub fn id(&self) -> String {
        self.path().file_name().map_or_else(String::new, |id| id.to_string_lossy().into_owned())
    }
}

/// The directory of the published snapshot of an output directory; `None` if there is none yet.
///
/// # Errors
/// [`Error::Damaged`] if `LATEST` names no snapshot.
pub fn latest(output: &Path) -> Result<Option<PathBuf>, Error> {
    let path = output.join(LATEST);
    let Some(text) = disk::read_if_there(&path)? else { return Ok(None) };
    let id = text.trim();
    let snapshot = output.join(SNAPSHOTS).join(id);
    if is_name(id) && snapshot.is_dir() {
        return Ok(Some(snapshot));
    }
    Err(Error::Damaged { path, fault: format!("there is no snapshot `{id}`") })
}

pub(super) fn is_name(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
