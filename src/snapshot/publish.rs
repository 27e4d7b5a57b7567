//! Publishing: lock, staging, proof, one rename.
//!
//! A crash at any point leaves the published snapshot as it was; what it leaves behind is removed by the next run.
//! The steps: files in `.staging-<time>`, each synced; the proof; the id in `.publishing`; staging renamed into
//! `snapshots/`; `LATEST` renamed over (the commit); `current` renamed over; `.publishing` removed.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::form::Forms;
use crate::page;
use crate::snapshot::disk;
use crate::snapshot::documents;
use crate::snapshot::error::Error;
use crate::snapshot::lock::Lock;
use crate::snapshot::manifest::{Content, Manifest};
use crate::snapshot::sweep::sweep;
use crate::snapshot::verify::verify;
use crate::snapshot::write::write_tables;
use crate::table::Corpus;

pub(super) const LATEST: &str = "LATEST";
pub(super) const CURRENT: &str = "current";
pub(super) const SNAPSHOTS: &str = "snapshots";
pub(super) const STAGING: &str = ".staging-";
/// Holds the id of a snapshot between its rename into `snapshots/` and the commit: without it, it was never published.
pub(super) const PUBLISHING: &str = ".publishing";

/// An output directory, locked for one run.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    latest: Option<Manifest>,
    leftovers: Vec<String>,
    _lock: Lock,
}

/// What a snapshot is to say besides its tables.
#[derive(Debug, Clone)]
pub struct Edition {
    /// When it is made.
    pub created: Timestamp,
    /// Fingerprint of the form definitions and registers.
    pub definitions: String,
}

/// A snapshot that is written and proven, but not published. Left alone, it is kept until the next run.
#[derive(Debug)]
pub struct Staged {
    /// What it holds.
    pub manifest: Manifest,
    /// Where it is.
    pub path: PathBuf,
}

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

impl Output {
    /// Makes and locks the output directory, and removes what a run that did not end well has left.
    ///
    /// # Errors
    /// [`Error::Locked`] if another run is at work, [`Error::Disk`], [`Error::Damaged`].
    pub fn open(root: &Path) -> Result<Output, Error> {
        disk::make_directory(&root.join(SNAPSHOTS))?;
        let lock = Lock::take(root)?;
        let snapshot = latest(root)?;
        let leftovers = sweep(root, snapshot.as_deref())?;
        let latest = snapshot.as_deref().map(Manifest::read).transpose()?;
        Ok(Output { root: root.to_owned(), latest, leftovers, _lock: lock })
    }

    /// The manifest of the published snapshot; `None` if there is none yet.
    pub fn latest(&self) -> Option<&Manifest> {
        self.latest.as_ref()
    }

    /// Names of what earlier runs had left behind; it is removed.
    pub fn leftovers(&self) -> &[String] {
        &self.leftovers
    }

    /// Writes a snapshot to staging and proves it.
    ///
    /// # Errors
    /// [`Error::Wrong`] if the proof fails, [`Error::Disk`] and the other errors of writing. The published snapshot
    /// is not touched.
    pub fn stage(&self, corpus: &Corpus, forms: &Forms, edition: &Edition) -> Result<Staged, Error> {
        let path = self.root.join(format!("{STAGING}{}", edition.created.strftime("%Y%m%dT%H%M%SZ")));
        disk::remove_if_there(&path)?;
        disk::make_directory(&path)?;
        let previous = self.latest.as_ref().map(|latest| self.snapshot(&latest.snapshot));
        let files = write_tables(corpus, forms, &path, previous.as_deref())?;
        let content = Content::new(files, corpus.sources(), &edition.definitions);
        let manifest = Manifest::new(content, edition.created);
        let quality = page::quality(&path, previous.as_deref(), forms)
            .map_err(|(path, source)| Error::ReadBack { path, source })?;
        write_documents(&path, &manifest, forms, quality)?;
        disk::sync_directories(&path)?;
        verify(&path, &manifest.content)?;
        Ok(Staged { manifest, path })
    }

    /// Publishes a staged snapshot, unless the one published last has the same files.
    ///
    /// # Errors
    /// An error means that readers see what they saw before; only if the very last sync fails may they see the new one.
    pub fn commit(self, staged: Staged) -> Result<Published, Error> {
        let Manifest { snapshot: id, content, .. } = &staged.manifest;
        if let Some(latest) = self.latest.as_ref().filter(|latest| latest.content.files == content.files) {
            disk::remove_if_there(&staged.path)?;
            return Ok(Published::NothingNew { path: self.snapshot(&latest.snapshot) });
        }
        let path = self.snapshot(id);
        if path.exists() {
            return Err(Error::Exists { id: id.clone() });
        }
        disk::replace(&self.root.join(PUBLISHING), &format!("{id}\n"))?;
        disk::rename(&staged.path, &path)?;
        disk::replace(&self.root.join(LATEST), &format!("{id}\n"))?;
        let current = point_current(&self.root, id);
        // A marker that stays behind names the published snapshot, and the next run removes it.
        disk::remove_if_there(&self.root.join(PUBLISHING)).ok();
        Ok(Published::New { path, current })
    }

    fn snapshot(&self, id: &str) -> PathBuf {
        self.root.join(SNAPSHOTS).join(id)
    }
}

fn write_documents(path: &Path, manifest: &Manifest, forms: &Forms, quality: String) -> Result<(), Error> {
    for (name, text) in documents::all(manifest, forms, quality) {
        let path = path.join(name);
        path.parent().map_or(Ok(()), disk::make_directory)?;
        disk::write_new(&path, text.as_bytes())?;
    }
    Ok(())
}

pub(super) fn point_current(root: &Path, id: &str) -> Result<(), Error> {
    disk::replace_link(&root.join(CURRENT), &Path::new(SNAPSHOTS).join(id))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use tempfile::TempDir;
    use walkdir::WalkDir;

    use super::*;
    use crate::snapshot::manifest;
    use crate::table::sample;

    fn edition(created: &str) -> Edition {
        Edition { created: created.parse().expect("a time"), definitions: "definitions".to_owned() }
    }

    fn publish(output: &Path, corpus: &Corpus, created: &str) -> Published {
        let output = Output::open(output).expect("nobody else is there");
        let staged = output.stage(corpus, &sample::forms(), &edition(created)).expect("the sample is sound");
        output.commit(staged).expect("the disk takes it")
    }

    fn directory() -> TempDir {
        tempfile::tempdir().expect("a temporary directory")
    }

    fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = WalkDir::new(root).into_iter().map(|entry| entry.expect("readable").into_path());
        let bytes = |path: PathBuf| (path.clone(), fs::read(&path).expect("readable"));
        let relative = |(path, bytes): (PathBuf, _)| (path.strip_prefix(root).expect("below").to_owned(), bytes);
        files.filter(|path| path.is_file()).map(bytes).map(relative).collect()
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).expect("readable").map(|entry| entry.expect("readable").file_name());
        let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The sample without the report that comes last.
    fn smaller() -> Corpus {
        let (mut reports, sources, issues) = sample::parts();
        reports.pop();
        sample::corpus_of(reports, sources, issues)
    }

    #[test]
    fn a_published_snapshot_is_whole() {
        let output = directory();
        let Published::New { path, current: Ok(()) } =
            publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z")
        else {
            panic!("there was nothing before");
        };
        assert_eq!(names(output.path()), [".lock", "LATEST", "current", "snapshots"]);
        assert_eq!(latest(output.path()).expect("LATEST is sound"), Some(path.clone()));
        assert_eq!(fs::canonicalize(output.path().join(CURRENT)).ok(), fs::canonicalize(&path).ok());

        let files = tree(&path);
        let sums = String::from_utf8(files[Path::new("SHA256SUMS")].clone()).expect("text");
        assert_eq!(sums.lines().count(), files.len() - 1, "every file but SHA256SUMS itself");
        for line in sums.lines() {
            let (sum, name) = line.split_once("  ").expect("two columns");
            assert_eq!(manifest::sha256(&files[Path::new(name)]), sum, "{name}");
        }
        let manifest = Manifest::read(&path).expect("a manifest");
        assert_eq!(path.file_name().and_then(|id| id.to_str()), Some(manifest.snapshot.as_str()));
        let rows = |name: &str| manifest.content.tables.iter().find(|table| table.name == name).expect("a table").rows;
        assert_eq!((rows("statistics"), rows("reports"), rows("sources")), (48, 12, 13));
    }

    #[test]
    fn the_same_again_is_nothing_new() {
        let output = directory();
        publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z");
        let before = tree(output.path());
        let again = publish(output.path(), &sample::corpus(), "2021-11-22T03:15:00Z");
        assert!(matches!(again, Published::NothingNew { .. }), "{again:?}");
        assert_eq!(names(output.path()), [".lock", "LATEST", "current", "snapshots"]);
        assert!(tree(output.path()) == before);
    }

    #[test]
    fn a_change_is_a_second_snapshot_and_the_first_stays() {
        let output = directory();
        publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z");
        let first = latest(output.path()).expect("sound").expect("published");
        let before = tree(&first);
        publish(output.path(), &smaller(), "2021-11-22T03:15:00Z");
        let second = latest(output.path()).expect("sound").expect("published");
        assert_ne!(first, second);
        assert!(tree(&first) == before);
        assert_eq!(fs::canonicalize(output.path().join(CURRENT)).ok(), fs::canonicalize(&second).ok());
    }

    #[test]
    fn the_same_tree_whatever_the_threads() {
        let trees = [1, 4].map(|threads| {
            let output = directory();
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
            pool.install(|| publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z"));
            tree(&output.path().join(SNAPSHOTS))
        });
        assert!(trees[0].len() > 20);
        assert!(trees[0] == trees[1]);
    }

    #[test]
    fn an_id_is_never_used_twice() {
        let output = directory();
        publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z");
        publish(output.path(), &smaller(), "2021-11-22T03:15:00Z");
        let open = Output::open(output.path()).expect("nobody else is there");
        let staged = open.stage(&sample::corpus(), &sample::forms(), &edition("2021-11-21T03:15:00Z")).expect("sound");
        assert!(matches!(open.commit(staged), Err(Error::Exists { .. })));
    }

    #[test]
    fn a_damaged_latest_is_refused() {
        for text in ["", "../elsewhere", "20211121T031500Z-00000000"] {
            let output = directory();
            fs::write(output.path().join(LATEST), text).expect("written");
            let error = Output::open(output.path()).expect_err("it names no snapshot").to_string();
            assert!(error.contains("LATEST` is damaged") && !error.contains('\n'), "{error}");
        }
    }
}
