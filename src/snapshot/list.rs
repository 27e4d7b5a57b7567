//! The snapshots of an output directory, by time, and the one that a name means.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::snapshot::error::{Error, disk};
use crate::snapshot::manifest::{self, Manifest};
use crate::snapshot::pin;
use crate::snapshot::published::{SNAPSHOTS, is_name, latest};

/// A snapshot in `snapshots/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its directory.
    pub path: PathBuf,
    /// When it was made.
    pub created: Timestamp,
    /// What it holds.
    pub manifest: Manifest,
    /// Whether it is the published one.
    pub current: bool,
    /// Why it is pinned, empty if nobody said; `None` if it is not.
    pub pinned: Option<String>,
}

/// The snapshots of an output directory, the oldest first. What has no manifest is none.
///
/// # Errors
/// [`Error::Disk`], [`Error::Damaged`].
pub fn list(output: &Path) -> Result<Vec<Listed>, Error> {
    let folder = output.join(SNAPSHOTS);
    let published = latest(output)?;
    let mut snapshots = Vec::new();
    for entry in fs::read_dir(&folder).map_err(disk("list", &folder))? {
        let path = entry.map_err(disk("list", &folder))?.path();
        if !path.join(manifest::FILE).is_file() {
            continue;
        }
        let manifest = Manifest::read(&path)?;
        let damaged = |error: jiff::Error| Error::Damaged { path: path.join(manifest::FILE), fault: error.to_string() };
        let created = manifest.created.parse().map_err(damaged)?;
        let pinned = pin::pinned(output, &manifest.snapshot)?;
        snapshots.push(Listed { current: published.as_ref() == Some(&path), path, created, manifest, pinned });
    }
    snapshots.sort_by(|a, b| (a.created, &a.path).cmp(&(b.created, &b.path)));
    Ok(snapshots)
}

/// The directory of the snapshot that a name means: `latest`, `previous` (the one made before it), an id, or a path. Without
/// `output`, only a path means one.
///
/// # Errors
/// [`Error::NoSnapshot`] if none is meant, and those of [`list`].
pub fn find(name: &str, output: Option<&Path>) -> Result<PathBuf, Error> {
    let found = match (name, output) {
        ("latest", Some(output)) => latest(output)?,
        ("previous", Some(output)) => previous(&list(output)?),
        (id, Some(output)) if is_name(id) => Some(output.join(SNAPSHOTS).join(id)),
        _ => None,
    };
    let is_snapshot = |path: &PathBuf| path.join(manifest::FILE).is_file();
    let found = found.filter(is_snapshot).or_else(|| Some(PathBuf::from(name)).filter(is_snapshot));
    found.ok_or_else(|| Error::NoSnapshot { name: name.to_owned() })
}

fn previous(snapshots: &[Listed]) -> Option<PathBuf> {
    let current = snapshots.iter().position(|snapshot| snapshot.current)?;
    Some(snapshots[current.checked_sub(1)?].path.clone())
}
