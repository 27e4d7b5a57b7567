//! What a run that did not end well leaves behind, and its removal by the next one, under the lock.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::snapshot::disk;
use crate::snapshot::error::{self, Error};
use crate::snapshot::publish::{CURRENT, PUBLISHING, REMOVING, STAGING, point_current};
use crate::snapshot::published::{LATEST, SNAPSHOTS, is_name};

/// Removes what an earlier run has left behind and gives the names. `published` is never touched.
pub(super) fn sweep(root: &Path, published: Option<&Path>) -> Result<Vec<String>, Error> {
    let mut leftovers = unfinished(root)?;
    leftovers.extend([LATEST, CURRENT, PUBLISHING].map(|name| disk::temporary(Path::new(name))));
    leftovers.extend(never_published(root, published)?);
    leftovers.push(PUBLISHING.into());
    leftovers.retain(|name| root.join(name).symlink_metadata().is_ok());
    leftovers.iter().try_for_each(|name| disk::remove_if_there(&root.join(name)))?;
    if let Some(id) = published.and_then(Path::file_name).and_then(|id| id.to_str()) {
        let target = Path::new(SNAPSHOTS).join(id);
        if fs::read_link(root.join(CURRENT)).ok() != Some(target) {
            // As in `commit`: readers that follow `LATEST` do not mind.
            point_current(root, id).ok();
        }
    }
    Ok(leftovers.iter().map(|name| name.display().to_string()).collect())
}

fn unfinished(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let list = || {
        let names = fs::read_dir(root)?.map(|entry| Ok(entry?.file_name()));
        names.collect::<io::Result<Vec<_>>>()
    };
    let mut names = list().map_err(error::disk("list", root))?;
    names.retain(|name| [STAGING, REMOVING].iter().any(|start| name.to_string_lossy().starts_with(start)));
    names.sort();
    Ok(names.into_iter().map(PathBuf::from).collect())
}

/// The snapshot that a run had in `snapshots/` when it ended before the commit.
fn never_published(root: &Path, published: Option<&Path>) -> Result<Option<PathBuf>, Error> {
    let Some(text) = disk::read_if_there(&root.join(PUBLISHING))? else { return Ok(None) };
    let id = text.trim();
    let name = Path::new(SNAPSHOTS).join(id);
    let doubtful = !is_name(id) || published == Some(&root.join(&name));
    Ok((!doubtful).then_some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_what_was_left_and_only_that() {
        let root = tempfile::tempdir().expect("a temporary directory");
        let make = |name: &str| fs::create_dir_all(root.path().join(name)).expect("made");
        let write = |name: &str, text: &str| fs::write(root.path().join(name), text).expect("written");
        make("snapshots/20210101T000000Z-00000001/reports");
        make("snapshots/20210102T000000Z-00000002/reports");
        make(".staging-20210103T000000Z/reports");
        make(".removing-20200101T000000Z-00000000/reports");
        make("notes");
        write("LATEST", "20210101T000000Z-00000001\n");
        write("LATEST.tmp", "20210102T000000Z-00000002\n");
        write(".publishing", "20210102T000000Z-00000002\n");
        point_current(root.path(), "20210102T000000Z-00000002").expect("linked");

        let published = root.path().join("snapshots/20210101T000000Z-00000001");
        let swept = sweep(root.path(), Some(&published)).expect("the disk allows it");
        assert_eq!(
            swept,
            [
                ".removing-20200101T000000Z-00000000",
                ".staging-20210103T000000Z",
                "LATEST.tmp",
                "snapshots/20210102T000000Z-00000002",
                ".publishing"
            ]
        );
        assert!(swept.iter().all(|name| !root.path().join(name).exists()));
        assert!(published.join("reports").is_dir() && root.path().join("notes").is_dir());
        assert_eq!(fs::canonicalize(root.path().join(CURRENT)).ok(), fs::canonicalize(&published).ok());
        assert!(sweep(root.path(), Some(&published)).expect("the disk allows it").is_empty());
    }

    #[test]
    fn a_run_that_ended_after_the_commit_loses_nothing() {
        let root = tempfile::tempdir().expect("a temporary directory");
        let published = root.path().join("snapshots/20210101T000000Z-00000001");
        fs::create_dir_all(&published).expect("made");
        fs::write(root.path().join(".publishing"), "20210101T000000Z-00000001\n").expect("written");
        assert_eq!(sweep(root.path(), Some(&published)).expect("the disk allows it"), [".publishing"]);
        assert!(published.is_dir());
        assert_eq!(fs::canonicalize(root.path().join(CURRENT)).ok(), fs::canonicalize(&published).ok());
    }

    #[test]
    fn a_marker_that_leads_elsewhere_is_not_followed() {
        let root = tempfile::tempdir().expect("a temporary directory");
        fs::create_dir_all(root.path().join("notes")).expect("made");
        fs::write(root.path().join(".publishing"), "../notes\n").expect("written");
        sweep(root.path(), None).expect("the disk allows it");
        assert!(root.path().join("notes").is_dir());
    }
}
