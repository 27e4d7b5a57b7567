//! The store: values put away on disk, so that memory does not grow with the number of reports, and kept from one run to
//! the next.
//!
//! A value is known by its content: what is put twice lies there once. The file only grows; what is no longer wanted is
//! left behind when the rest is copied into a new one.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::state::packed;

/// The name of a value: the first half of the SHA-256 of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest([u8; 16]);

impl Digest {
    fn of(bytes: &[u8]) -> Digest {
        Digest::first_half(Sha256::new().chain_update(bytes))
    }

    /// The name of what is made of some values in some way; `kind` says in which.
    pub fn joined(kind: &str, values: impl IntoIterator<Item = Digest>) -> Digest {
        let start = Sha256::new().chain_update(kind).chain_update([0]);
        Digest::first_half(values.into_iter().fold(start, |hash, Digest(value)| hash.chain_update(value)))
    }

    fn first_half(hash: Sha256) -> Digest {
        let whole: [u8; 32] = hash.finalize().into();
        let mut half = [0; 16];
        half.copy_from_slice(&whole[..16]);
        Digest(half)
    }
}

/// Where a value lies in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    start: u64,
    /// Bytes in the file.
    packed: u32,
    /// Bytes when unpacked.
    size: u32,
}

/// Where each value lies.
pub type Places = HashMap<Digest, Place>;

/// Values on disk.
#[derive(Debug)]
pub struct Store {
    file: File,
    end: AtomicU64,
    places: RwLock<Places>,
}

impl Store {
    /// An empty store in an empty file.
    pub fn new(file: File) -> Store {
        Store::with(file, 0, Places::new())
    }

    /// The store of which `places` lie before `end` in a file.
    pub fn with(file: File, end: u64, places: Places) -> Store {
        Store { file, end: AtomicU64::new(end), places: RwLock::new(places) }
    }

    /// Puts a value away. Any thread may do so at any time.
    ///
    /// # Errors
    /// What the disk says.
    pub fn put<T: Serialize + ?Sized>(&self, value: &T) -> io::Result<Digest> {
        let bytes = packed::bytes(value)?;
        let digest = Digest::of(&bytes);
        if self.place(digest).is_none() {
            let size = u32::try_from(bytes.len()).map_err(io::Error::other)?;
            self.append(digest, &packed::compress(&bytes)?, size)?;
        }
        Ok(digest)
    }

    /// Loads a value.
    ///
    /// # Errors
    /// What the disk says, or that the value is not there or [damaged](packed::is_damage).
    pub fn get<T: DeserializeOwned>(&self, digest: Digest) -> io::Result<T> {
        let (packed, size) = self.read(digest)?;
        packed::unpack(&packed, size as usize)
    }

    /// Copies some values into `other`, in the order in which they lie here.
    ///
    /// # Errors
    /// As [`Store::get`] and [`Store::put`].
    pub fn copy(&self, values: &HashSet<Digest>, other: &Store) -> io::Result<()> {
        let mut values: Vec<Digest> = values.iter().copied().collect();
        values.sort_by_key(|digest| self.place(*digest).map(|place| place.start));
        values.into_iter().try_for_each(|digest| {
            let (packed, size) = self.read(digest)?;
            other.append(digest, &packed, size)
        })
    }

    /// Bytes of the file that hold these values.
    pub fn bytes(&self, values: &HashSet<Digest>) -> u64 {
        values.iter().filter_map(|digest| self.place(*digest)).map(|place| u64::from(place.packed)).sum()
    }

    /// Bytes of the whole file.
    pub fn end(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    /// Every value.
    pub fn values(&self) -> HashSet<Digest> {
        self.places.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }

    /// Where each of these values lies.
    pub fn places(&self, values: &HashSet<Digest>) -> Places {
        values.iter().filter_map(|digest| Some((*digest, self.place(*digest)?))).collect()
    }

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// What the disk says.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn place(&self, digest: Digest) -> Option<Place> {
        self.places.read().unwrap_or_else(PoisonError::into_inner).get(&digest).copied()
    }

    fn read(&self, digest: Digest) -> io::Result<(Vec<u8>, u32)> {
        let place = self.place(digest).ok_or_else(|| packed::damaged("a value is missing in the store"))?;
        let mut bytes = vec![0; place.packed as usize];
        self.file.read_exact_at(&mut bytes, place.start)?;
        Ok((bytes, place.size))
    }

    fn append(&self, digest: Digest, bytes: &[u8], size: u32) -> io::Result<()> {
        let packed = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        let start = self.end.fetch_add(u64::from(packed), Ordering::Relaxed);
        self.file.write_all_at(bytes, start)?;
        self.places.write().unwrap_or_else(PoisonError::into_inner).insert(digest, Place { start, packed, size });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> Store {
        Store::new(tempfile::tempfile().expect("a temporary file"))
    }

    #[test]
    fn values_come_back_in_any_order_and_lie_there_once() {
        let store = store();
        let digests: Vec<_> = (0..100).map(|n| store.put(&vec![n; n]).expect("put")).collect();
        let end = store.end();
        for (n, digest) in digests.iter().enumerate().rev() {
            assert_eq!(store.get::<Vec<usize>>(*digest).expect("got"), vec![n; n]);
            assert_eq!(store.put(&vec![n; n]).expect("put"), *digest);
        }
        assert_eq!(store.end(), end);
    }

    #[test]
    fn a_copy_holds_what_was_wanted_and_no_more() {
        let store = store();
        let [wanted, other] = ["wanted", "other"].map(|text| store.put(text).expect("put"));
        let (copy, values) = (self::store(), HashSet::from([wanted]));
        store.copy(&values, &copy).expect("copied");
        assert_eq!(copy.end(), store.bytes(&values));
        assert_eq!(copy.get::<String>(wanted).expect("got"), "wanted");
        assert!(packed::is_damage(&copy.get::<String>(other).expect_err("it was left behind")));
    }

    #[test]
    fn every_damaged_byte_is_found() {
        let store = store();
        let text = "a value of some length, a value of some length";
        let digest = store.put(text).expect("put");
        for at in 0..store.end() {
            let mut byte = [0];
            store.file.read_exact_at(&mut byte, at).expect("read");
            store.file.write_all_at(&[byte[0] ^ 0x10], at).expect("damaged");
            match store.get::<String>(digest) {
                // Some bits of the head of a frame mean nothing.
                Ok(same) => assert_eq!(same, text),
                Err(error) => assert!(packed::is_damage(&error), "byte {at}: {error}"),
            }
            store.file.write_all_at(&byte, at).expect("mended");
        }
        store.file.set_len(store.end() - 1).expect("cut");
        assert!(packed::is_damage(&store.get::<String>(digest).expect_err("the end is missing")));
    }
}
