//! The state: what is remembered from one run to the next, in `.state` of the output directory.
//!
//! It makes a run faster and never another: without it everything is read, and the same snapshot comes out. So whatever
//! is wrong with it is a notice and no error.

pub mod contents;
pub mod listing;
pub mod memory;
pub mod packed;
pub mod store;

mod index;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use contents::Contents;
pub use index::{Fingerprint, Index};
pub use memory::{Memory, Results};
pub use store::{Digest, Store};

use crate::snapshot::disk;
use crate::snapshot::error::{self, Error};

/// Folder of the state in the output directory.
const FOLDER: &str = ".state";

const INDEX: &str = "index";

/// Begins the name of a store; its number follows.
const STORE: &str = "store-";

const CHANGED: &str = "the program, its definitions or its settings have changed; everything was read";

/// Bytes that a store may waste in any case.
const WASTE: u64 = 1 << 20;

/// The state of an output directory that is locked for this run.
#[derive(Debug)]
pub struct State {
    folder: PathBuf,
    /// What the run before remembers.
    pub before: Index,
    /// Its values, and those of this run.
    pub store: Arc<Store>,
    /// Number of the store.
    number: u64,
}

/// What was found when the state was opened.
#[derive(Debug, Default)]
pub struct Opening {
    /// Why nothing is remembered, if so.
    pub notice: Option<String>,
    /// Names of what earlier runs had left behind; it is removed.
    pub leftovers: Vec<String>,
}

impl State {
    /// Opens the state of an output directory; what was made with another `fingerprint` is forgotten. What a run that did
    /// not end well has left is removed.
    ///
    /// # Errors
    /// [`Error::Disk`] if there can be no state.
    pub fn open(output: &Path, fingerprint: &Fingerprint) -> Result<(State, Opening), Error> {
        let folder = output.join(FOLDER);
        disk::make_directory(&folder)?;
        let mut opening = Opening::default();
        let before = match Index::read(&folder.join(INDEX)) {
            Ok(before) => before,
            Err(error) => {
                opening.notice = Some(damage(&error));
                None
            }
        };
        let remembered = before.is_some();
        let mut before = before.unwrap_or_default();
        opening.leftovers = sweep(&folder, remembered.then(|| store_name(before.store)).as_deref())?;
        if !remembered {
            return Ok((State::empty(folder, 1)?, opening));
        }
        match store(&folder, &mut before, &mut opening.leftovers) {
            Ok(store) => {
                if before.fingerprint != *fingerprint {
                    opening.notice = Some(CHANGED.to_owned());
                    let same_readers = before.fingerprint.readers == fingerprint.readers;
                    let contents = if same_readers { before.contents } else { Results::new() };
                    before = Index { contents, store: before.store, ..Index::default() };
                }
                Ok((State { folder, number: before.store, store: Arc::new(store), before }, opening))
            }
            Err(error) => {
                opening.notice = Some(damage(&error));
                Ok((State::empty(folder, before.store + 1)?, opening))
            }
        }
    }

    /// The same state with nothing remembered, and an empty store. What was remembered stays until this state is saved.
    ///
    /// # Errors
    /// [`Error::Disk`] if there can be no store.
    pub fn forget(self) -> Result<State, Error> {
        State::empty(self.folder, self.number + 1)
    }

    /// Whether no run is remembered.
    pub fn is_empty(&self) -> bool {
        self.before.snapshot.is_empty()
    }

    fn empty(folder: PathBuf, number: u64) -> Result<State, Error> {
        let store = Arc::new(new_store(&folder, number)?);
        Ok(State { folder, before: Index::default(), store, number })
    }

    /// Remembers `next` for the run after this one, with those values of the store that are `live`.
    ///
    /// # Errors
    /// [`Error::Disk`]; then the run after this one remembers what this one did.
    pub fn save(self, next: Index, live: &HashSet<Digest>) -> Result<(), Error> {
        let bytes = self.store.bytes(live);
        let wasteful = self.store.end() > 2 * bytes + WASTE;
        let (store, number) = match wasteful {
            true => (Arc::new(compact(&self.folder, &self.store, live, self.number + 1)?), self.number + 1),
            false => (self.store, self.number),
        };
        store.sync().map_err(error::disk("sync", &self.folder.join(store_name(number))))?;
        let index = Index { store: number, end: store.end(), places: store.places(live), ..next };
        index.write(&self.folder.join(INDEX))?;
        sweep(&self.folder, Some(&store_name(number))).map(drop)
    }
}

fn damage(error: &io::Error) -> String {
    format!("the state of the earlier run is damaged ({error}); everything was read")
}

fn store_name(number: u64) -> String {
    format!("{STORE}{number}")
}

fn new_store(folder: &Path, number: u64) -> Result<Store, Error> {
    let path = folder.join(store_name(number));
    disk::remove_if_there(&path)?;
    let file = File::options().read(true).write(true).create_new(true).open(&path);
    file.map(Store::new).map_err(error::disk("make", &path))
}

/// A new store with the values that are `live`.
fn compact(folder: &Path, store: &Store, live: &HashSet<Digest>, number: u64) -> Result<Store, Error> {
    let new = new_store(folder, number)?;
    store.copy(live, &new).map_err(error::disk("copy to", &folder.join(store_name(number))))?;
    Ok(new)
}

/// The store of an index. What a run that did not end well has added to it is cut off.
fn store(folder: &Path, index: &mut Index, leftovers: &mut Vec<String>) -> io::Result<Store> {
    let name = store_name(index.store);
    let file = File::options().read(true).write(true).open(folder.join(&name))?;
    let length = file.metadata()?.len();
    if length < index.end {
        return Err(packed::damaged("its store is cut off"));
    }
    if length > index.end {
        file.set_len(index.end)?;
        leftovers.push(format!("the last {} bytes of {FOLDER}/{name}", length - index.end));
    }
    Ok(Store::with(file, index.end, std::mem::take(&mut index.places)))
}

/// Removes everything from the folder but the index and the store `keep`, and gives the names.
fn sweep(folder: &Path, keep: Option<&str>) -> Result<Vec<String>, Error> {
    let list = || fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>();
    let mut names = list().map_err(error::disk("list", folder))?;
    names.retain(|name| name != INDEX && keep.is_none_or(|keep| name != keep));
    names.sort();
    names.iter().try_for_each(|name| disk::remove_if_there(&folder.join(name)))?;
    Ok(names.iter().map(|name| format!("{FOLDER}/{}", name.to_string_lossy())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(all: &str, readers: &str) -> Fingerprint {
        Fingerprint { all: all.to_owned(), readers: readers.to_owned() }
    }

    /// A state that remembers that it was told some values, the first of them as a content.
    fn told(output: &Path, values: &[&[u32]]) -> Vec<Digest> {
        let same = fingerprint("same", "same");
        let (state, _) = State::open(output, &same).expect("opened");
        let digests: Vec<Digest> = values.iter().map(|value| state.store.put(value).expect("put")).collect();
        let contents = Results::from([(digests[0], digests[0])]);
        let index = Index { fingerprint: same, snapshot: "one".into(), contents, ..Index::default() };
        state.save(index, &digests.iter().copied().collect()).expect("saved");
        digests
    }

    fn names(output: &Path) -> Vec<String> {
        let entries = fs::read_dir(output.join(FOLDER)).expect("a folder").map(|entry| entry.expect("readable"));
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_no_longer_wanted_is_left_behind_when_it_is_more_than_the_rest() {
        let output = tempfile::tempdir().expect("a folder");
        // Numbers that do not compress.
        let large: Vec<u32> = (0..WASTE as u32 / 2).map(|n| n.wrapping_mul(2_654_435_761)).collect();
        told(output.path(), &[&large, &[1]]);
        assert_eq!(names(output.path()), ["index", "store-1"]);
        let [small] = told(output.path(), &[&[1]])[..] else { panic!("one value") };
        assert_eq!(names(output.path()), ["index", "store-2"]);
        let (state, opening) = State::open(output.path(), &fingerprint("same", "same")).expect("opened");
        assert_eq!(state.store.get::<Vec<u32>>(small).expect("it was kept"), [1]);
        assert!(state.store.end() < 100 && opening.leftovers.is_empty() && opening.notice.is_none());
    }

    #[test]
    fn another_fingerprint_forgets_all_but_what_the_same_readers_made() {
        let output = tempfile::tempdir().expect("a folder");
        let [content, _] = told(output.path(), &[&[1], &[2]])[..] else { panic!("two values") };
        for (all, readers, kept) in [("same", "same", 1), ("other", "same", 1), ("other", "other", 0)] {
            let (state, opening) = State::open(output.path(), &fingerprint(all, readers)).expect("opened");
            assert_eq!((state.is_empty(), opening.notice.is_some()), (all == "other", all == "other"), "{all}");
            assert_eq!(state.before.contents.len(), kept, "{all} {readers}");
            assert_eq!(state.store.get::<Vec<u32>>(content).expect("it is there"), [1]);
            // What is not saved is not remembered.
            state.store.put("left").expect("put");
            drop(state);
        }
        let (_, opening) = State::open(output.path(), &fingerprint("same", "same")).expect("opened");
        assert_eq!((opening.notice, opening.leftovers.len()), (None, 1));
    }
}
