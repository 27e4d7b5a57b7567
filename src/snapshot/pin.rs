//! Pins: snapshots that are never pruned. A pin is a file beside the snapshots, which do not change themselves.

use std::path::{Path, PathBuf};

use crate::snapshot::disk;
use crate::snapshot::error::Error;
use crate::snapshot::lock::Lock;

/// Folder of the pins; a file there is called like the snapshot that it pins, and holds the reason.
const PINS: &str = "pins";

/// Why a snapshot is pinned, empty if nobody said; `None` if it is not.
///
/// # Errors
/// [`Error::Disk`].
pub fn pinned(output: &Path, id: &str) -> Result<Option<String>, Error> {
    Ok(disk::read_if_there(&file(output, id))?.map(|text| text.trim().to_owned()))
}

/// Pins a snapshot, or gives its pin another reason.
///
/// # Errors
/// [`Error::Locked`] while a build or a prune is at work, [`Error::Disk`].
pub fn pin(output: &Path, id: &str, reason: &str) -> Result<(), Error> {
    let _lock = Lock::take(output)?;
    disk::make_directory(&output.join(PINS))?;
    disk::replace(&file(output, id), format!("{reason}\n").as_bytes())
}

/// Takes a pin away, if there is one.
///
/// # Errors
/// As [`pin`].
pub fn unpin(output: &Path, id: &str) -> Result<(), Error> {
    let _lock = Lock::take(output)?;
    disk::remove_if_there(&file(output, id))
}

fn file(output: &Path, id: &str) -> PathBuf {
    output.join(PINS).join(id)
}
