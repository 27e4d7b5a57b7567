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
use crate::snapshot::prune::{Retention, prune};
use crate::snapshot::published::{LATEST, Published, SNAPSHOTS, latest};
use crate::snapshot::reuse::{Earlier, Parts, Reuse};
use crate::snapshot::sweep::sweep;
use crate::snapshot::verify::verify;
use crate::snapshot::write::{Written, write_tables};
use crate::stop::Stop;
use crate::table::Corpus;

pub(super) const CURRENT: &str = "current";
pub(super) const STAGING: &str = ".staging-";
/// Begins the name of a snapshot whose files are about to be removed.
pub(super) const REMOVING: &str = ".removing-";
/// Holds the last snapshot that was not let pass, until a later run comes to its end.
const REFUSED: &str = ".refused";
/// Holds the id of a snapshot between its rename into `snapshots/` and the commit: without it, it was never published.
pub(super) const PUBLISHING: &str = ".publishing";

/// An output directory, locked for one run.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    latest: Option<Manifest>,
    leftovers: Vec<String>,
    stop: Stop,
    _lock: Lock,
}

/// What a snapshot is to say besides its tables.
#[derive(Debug, Clone)]
pub struct Edition {
    /// When it is made.
    pub created: Timestamp,
    /// Fingerprint of the program, its form definitions, registers and limits.
    pub definitions: String,
}

/// A snapshot that is written and proven, but not published. Left alone, it is kept until the next run.
#[derive(Debug)]
pub struct Staged {
    /// What it holds.
    pub manifest: Manifest,
    /// Where it is.
    pub path: PathBuf,
    /// What its files were made of.
    pub parts: Parts,
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
        Ok(Output { root: root.to_owned(), latest, leftovers, stop: Stop::default(), _lock: lock })
    }

    /// The same output directory, where nothing more is written and nothing published once `stop` is asked for.
    pub fn stopped_by(self, stop: &Stop) -> Output {
        Output { stop: stop.clone(), ..self }
    }

    /// Ids tell the time, and what is newest is told by them: a clock that was set back must not publish.
    ///
    /// # Errors
    /// [`Error::Clock`] if the published snapshot was made after `now`.
    pub fn check_clock(&self, now: Timestamp) -> Result<(), Error> {
        let created = self.latest.as_ref().map(|latest| &latest.created);
        match created.filter(|created| created.parse::<Timestamp>().is_ok_and(|created| created > now)) {
            Some(created) => Err(Error::Clock { now: now.to_string(), created: created.clone() }),
            None => Ok(()),
        }
    }

    /// The manifest of the published snapshot; `None` if there is none yet.
    pub fn latest(&self) -> Option<&Manifest> {
        self.latest.as_ref()
    }

    /// The directory of the published snapshot; `None` if there is none yet.
    pub fn published(&self) -> Option<PathBuf> {
        self.latest.as_ref().map(|latest| self.path_of(&latest.snapshot))
    }

    /// Whether the snapshot that is published has the same files as a staged one.
    pub fn has(&self, staged: &Staged) -> bool {
        self.latest.as_ref().is_some_and(|latest| latest.content.files == staged.manifest.content.files)
    }

    /// Names of what earlier runs had left behind; it is removed.
    pub fn leftovers(&self) -> &[String] {
        &self.leftovers
    }

    /// Writes a snapshot to staging and proves it. Files of the published snapshot are reused where that is possible.
    ///
    /// # Errors
    /// [`Error::Wrong`] if the proof fails, [`Error::Stopped`], [`Error::Disk`] and the other errors of writing. The
    /// published snapshot is not touched.
    pub fn stage(&self, corpus: &Corpus, forms: &Forms, edition: &Edition, reuse: Reuse) -> Result<Staged, Error> {
        let path = self.root.join(format!("{STAGING}{}", edition.created.strftime("%Y%m%dT%H%M%SZ")));
        disk::remove_if_there(&path)?;
        disk::make_directory(&path)?;
        let staged = self.write(&path, corpus, forms, edition, reuse);
        if self.stop.check().is_err() {
            disk::remove_if_there(&path)?;
            return Err(Error::Stopped);
        }
        staged
    }

    fn write(
        &self,
        path: &Path,
        corpus: &Corpus,
        forms: &Forms,
        edition: &Edition,
        reuse: Reuse,
    ) -> Result<Staged, Error> {
        let earlier = self.latest.as_ref().map(|latest| Earlier::new(self.path_of(&latest.snapshot), latest, reuse));
        let Written { files, parts, taken } = write_tables(corpus, forms, path, earlier.as_ref(), &self.stop)?;
        let content = Content::new(files, corpus.sources(), &edition.definitions);
        let manifest = Manifest::new(content, edition.created);
        let quality = page::quality(path, self.published().as_deref(), forms)
            .map_err(|(path, source)| Error::ReadBack { path, source })?;
        write_documents(path, &manifest, forms, quality)?;
        disk::sync_directories(path)?;
        verify(path, &manifest.content, taken)?;
        Ok(Staged { manifest, path: path.to_owned(), parts })
    }

    /// Publishes a staged snapshot, unless the one published last has the same files.
    ///
    /// # Errors
    /// An error means that readers see what they saw before; only if the very last sync fails may they see the new one.
    pub fn commit(&self, staged: Staged) -> Result<Published, Error> {
        let id = &staged.manifest.snapshot;
        let previous = self.published();
        if let Some(path) = previous.clone().filter(|_| self.has(&staged)) {
            disk::remove_if_there(&staged.path)?;
            return self.nothing_new(path);
        }
        let path = self.path_of(id);
        if path.exists() {
            return Err(Error::Exists { id: id.clone() });
        }
        let line = format!("{id}\n");
        disk::replace(&self.root.join(PUBLISHING), line.as_bytes())?;
        disk::rename(&staged.path, &path)?;
        disk::replace(&self.root.join(LATEST), line.as_bytes())?;
        let current = point_current(&self.root, id);
        // A marker that stays behind names the published snapshot, and the next run removes it.
        disk::remove_if_there(&self.root.join(PUBLISHING)).ok();
        // What was refused before is no longer of interest; the next run that ends removes it otherwise.
        disk::remove_if_there(&self.root.join(REFUSED)).ok();
        Ok(Published::New { path, previous, current })
    }

    /// Leaves the published snapshot, at `path`, as it is, because the input makes the same again. A snapshot that was
    /// refused before is of an input that is no more, and goes.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub fn nothing_new(&self, path: PathBuf) -> Result<Published, Error> {
        disk::remove_if_there(&self.root.join(REFUSED))?;
        Ok(Published::NothingNew { path })
    }

    /// Keeps a staged snapshot aside, in place of one that was refused before.
    ///
    /// # Errors
    /// [`Error::Disk`]. The published snapshot is not touched.
    pub fn refuse(&self, staged: Staged, reasons: Vec<String>) -> Result<Published, Error> {
        let path = self.root.join(REFUSED);
        disk::remove_if_there(&path)?;
        disk::rename(&staged.path, &path)?;
        Ok(Published::Refused { path, id: staged.manifest.snapshot, published: self.published(), reasons })
    }

    /// Removes the snapshots that may go, and gives their ids; `dry` only gives the ids.
    ///
    /// # Errors
    /// [`Error::Disk`], [`Error::Damaged`].
    pub fn prune(&self, retention: &Retention, now: Timestamp, dry: bool) -> Result<Vec<String>, Error> {
        prune(&self.root, retention, now, dry)
    }

    /// The directory of the snapshot with this id.
    pub fn path_of(&self, id: &str) -> PathBuf {
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
pub(crate) mod tests;
