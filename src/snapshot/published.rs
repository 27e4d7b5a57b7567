//! What is published: the snapshot that `LATEST` names.

use std::path::{Path, PathBuf};

use crate::snapshot::disk;
use crate::snapshot::error::Error;

pub(super) const LATEST: &str = "LATEST";
pub(super) const SNAPSHOTS: &str = "snapshots";

/// What became of what a run made.
#[derive(Debug)]
pub enum Published {
    /// It is published.
    New {
        /// Its directory.
        path: PathBuf,
        /// The directory of the one that was published before; `None` if it is the first.
        previous: Option<PathBuf>,
        /// Why `current` could not be pointed to it, if so. Readers that follow `LATEST` do not mind.
        current: Result<(), Error>,
    },
    /// It does not meet what is expected, and is kept aside.
    Refused {
        /// Its directory, until a later run comes to its end.
        path: PathBuf,
        /// Its id.
        id: String,
        /// The directory of the published snapshot.
        published: Option<PathBuf>,
        /// What it does not meet, each in one line.
        reasons: Vec<String>,
    },
    /// The snapshot that was published last has the same files.
    NothingNew {
        /// The directory of that snapshot.
        path: PathBuf,
    },
}

impl Published {
    /// The directory of the snapshot that the run ended with, published or not.
    pub fn path(&self) -> &Path {
        match self {
            Published::New { path, .. } | Published::Refused { path, .. } | Published::NothingNew { path } => path,
        }
    }

    /// The id of that snapshot. One that was refused is never the published one, so a run that remembers it judges again.
    pub fn id(&self) -> String {
        match self {
            Published::Refused { id, .. } => id.clone(),
            Published::New { path, .. } | Published::NothingNew { path } => {
                path.file_name().map_or_else(String::new, |id| id.to_string_lossy().into_owned())
            }
        }
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
