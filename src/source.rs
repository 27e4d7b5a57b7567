//! Walk: from the inputs named on the command line to the files they hold, in a fixed order.
//!
//! The path of a file in the data set begins with the last name of the input it was found under, so that it is the same
//! from whatever folder the program is started.

use std::collections::HashSet;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

/// A file found, or something that could not be looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is on disk.
    pub file: PathBuf,
    /// Its path in the data set.
    pub path: String,
    /// Why it cannot be read, if it cannot: a link, a socket, a folder without permission.
    pub unreadable: Option<String>,
    /// How it was listed; `None` if it is no regular file.
    pub stamp: Option<Stamp>,
}

/// What changes in the listing of a file when its bytes change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// Time of the last modification, in nanoseconds since 1970.
    pub modified: i128,
    /// Number of the file on its disk: another file under the same name has another.
    pub inode: u64,
}

impl SourceFile {
    /// A regular file that is taken as it is, whatever it was before.
    pub fn new(file: PathBuf, path: String) -> SourceFile {
        SourceFile { file, path, unreadable: None, stamp: None }
    }
}

impl Stamp {
    /// The stamp of a file.
    pub fn of(file: &Metadata) -> Stamp {
        let modified = i128::from(file.mtime()) * 1_000_000_000 + i128::from(file.mtime_nsec());
        Stamp { size: file.size(), modified, inode: file.ino() }
    }
}

/// What is wrong with the inputs.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// An input does not exist or cannot be opened.
    #[error("cannot read the input `{path}`: {reason}; give a file or folder that exists and can be read")]
    Unreadable {
        /// The input as given.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// Two inputs have the same last name.
    #[error("two inputs are called `{name}`, so their files cannot be told apart in the data set; rename one of them")]
    SameName {
        /// The last name.
        name: String,
    },
}

/// The files under `inputs`, sorted by path. What lies under `skip`, the output, is left out.
pub fn walk(inputs: &[PathBuf], skip: &Path) -> Result<Vec<SourceFile>, InputError> {
    let skip = skip.canonicalize().ok();
    let mut names = HashSet::new();
    let mut files = Vec::new();
    for input in inputs {
        let unreadable =
            |error: std::io::Error| InputError::Unreadable { path: input.clone(), reason: error.to_string() };
        let real = input.canonicalize().map_err(unreadable)?;
        if real.is_dir() {
            real.read_dir().map_err(unreadable)?;
        }
        let name = real.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if !names.insert(name.clone()) {
            return Err(InputError::SameName { name });
        }
        let entries = WalkDir::new(&real).sort_by_file_name().into_iter();
        let outside = |entry: &walkdir::DirEntry| skip.as_deref() != Some(entry.path());
        files.extend(entries.filter_entry(outside).filter_map(|entry| source_file(entry, &real, &name)));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The file of a walk entry; `None` for a folder.
fn source_file(entry: walkdir::Result<walkdir::DirEntry>, root: &Path, name: &str) -> Option<SourceFile> {
    let path = |file: &Path| {
        let inner = file.strip_prefix(root).unwrap_or(file);
        let parts =
            std::iter::once(name.into()).chain(inner.components().map(|part| part.as_os_str().to_string_lossy()));
        parts.collect::<Vec<_>>().join("/")
    };
    match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) => {
            let reason = match entry.file_type() {
                kind if kind.is_file() => None,
                kind if kind.is_symlink() => Some("a symbolic link, which is not followed".to_string()),
                _ => Some("not a regular file".to_string()),
            };
            let regular = reason.is_none();
            let stamp = entry.metadata().ok().filter(|_| regular).map(|metadata| Stamp::of(&metadata));
            Some(SourceFile { path: path(entry.path()), file: entry.into_path(), unreadable: reason, stamp })
        }
        Err(error) => {
            let file = error.path().unwrap_or(root).to_path_buf();
            let reason = error.io_error().map_or_else(|| error.to_string(), std::io::Error::to_string);
            Some(SourceFile { path: path(&file), file, unreadable: Some(reason), stamp: None })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_in_order_and_skips_the_output() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("archive");
        for file in ["b/2.txt", "a.txt", "b/1.txt", "output/x.parquet"] {
            let file = root.join(file);
            std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
            std::fs::write(file, "").expect("a file");
        }
        let files = walk(std::slice::from_ref(&root), &root.join("output")).expect("an input");
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["archive/a.txt", "archive/b/1.txt", "archive/b/2.txt"]);
        assert!(walk(&[root.join("missing")], &root).is_err());
        assert!(walk(&[root.clone(), root.clone()], &root).is_err());
    }
}
