//! Files and directories that are on the disk when a function returns, with errors that name the path.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::snapshot::error::{Error, disk};

/// Writes a file that must not exist yet, and syncs it. Its directory is synced by whoever finishes the tree.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let write = || {
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(disk("write", path))
}

/// Replaces a file by rename: a reader sees the old bytes or the new ones.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let temporary = temporary(path);
    remove_if_there(&temporary)?;
    write_new(&temporary, bytes)?;
    rename(&temporary, path)
}

/// Puts the file `old` at `path` too: as a link, or as a copy where the disk takes no further link.
pub fn link_or_copy(old: &Path, path: &Path) -> Result<(), Error> {
    fs::hard_link(old, path).or_else(|_| copy(old, path)).map_err(disk("link or copy to", path))
}

fn copy(old: &Path, path: &Path) -> std::io::Result<()> {
    std::io::copy(&mut File::open(old)?, &mut File::create(path)?)?;
    File::open(path)?.sync_all()
}

/// Points the symbolic link at `path` to `target`, by rename.
pub fn replace_link(path: &Path, target: &Path) -> Result<(), Error> {
    let temporary = temporary(path);
    remove_if_there(&temporary)?;
    std::os::unix::fs::symlink(target, &temporary).map_err(disk("link", path))?;
    rename(&temporary, path)
}

/// The name beside `path` under which its next version is made.
pub fn temporary(path: &Path) -> PathBuf {
    path.with_added_extension("tmp")
}

/// Renames within a directory tree, and syncs the directory of the new name.
pub fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(disk("rename to", to))?;
    match to.parent() {
        Some(parent) if parent.as_os_str().is_empty() => sync_directory(Path::new(".")),
        parent => parent.map_or(Ok(()), sync_directory),
    }
}

/// Makes a directory and those above it.
pub fn make_directory(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(disk("make the directory", path))
}

/// Syncs the names in a directory.
pub fn sync_directory(path: &Path) -> Result<(), Error> {
    File::open(path).and_then(|directory| directory.sync_all()).map_err(disk("sync", path))
}

/// Syncs the names in every directory of a tree.
pub fn sync_directories(root: &Path) -> Result<(), Error> {
    for entry in WalkDir::new(root) {
        let entry = entry.map_err(|error| disk("list", root)(error.into()))?;
        if entry.file_type().is_dir() {
            sync_directory(entry.path())?;
        }
    }
    Ok(())
}

/// Removes a file, link or directory tree; nothing if it is not there.
pub fn remove_if_there(path: &Path) -> Result<(), Error> {
    let removed = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other.map_err(disk("remove", path)),
    }
}

/// The text of a file; `None` if it is not there.
pub fn read_if_there(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(disk("read", path)(error)),
    }
}
