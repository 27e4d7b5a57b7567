//! The index: everything that is remembered of the run before, except the values in the store.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::snapshot::error::{self, Error};
use crate::snapshot::{Parts, disk};
use crate::state::listing::Known;
use crate::state::memory::Results;
use crate::state::packed;
use crate::state::store::Places;
use crate::table::Counts;

/// What an index file begins with. Another layout of the values has another number.
const MAGIC: &[u8; 8] = b"gongkai1";

/// Hashes of all that decides, besides a document, what becomes of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Of everything: code, definitions, registers, limits, settings.
    pub all: String,
    /// Of what decides what a reader makes of it.
    pub readers: String,
}

/// What is remembered.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Index {
    /// What the memories are good for.
    pub fingerprint: Fingerprint,
    /// Id of the snapshot that the run ended with: the published one, or one that was refused.
    pub snapshot: String,
    /// What the run counted.
    pub counts: Counts,
    /// The files of the input, by path.
    pub files: Vec<Known>,
    /// What was worked out from their documents.
    pub results: Results,
    /// What readers made of those documents whose formats take long to read.
    pub contents: Results,
    /// The files of the snapshot, by what they were made of.
    pub parts: Parts,
    /// Number of the store.
    pub store: u64,
    /// Bytes of the store.
    pub end: u64,
    /// Where the values lie in it.
    pub places: Places,
}

impl Index {
    /// Reads the index at `path`; `None` if there is none.
    ///
    /// # Errors
    /// What the disk says, or that the index is [damaged](packed::is_damage).
    pub fn read(path: &Path) -> io::Result<Option<Index>> {
        let bytes = match fs::read(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            bytes => bytes?,
        };
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| packed::damaged("it is not of this version"))?;
        let (size, packed) = rest.split_first_chunk().ok_or_else(|| packed::damaged("it is cut off"))?;
        let size = u64::from_le_bytes(*size);
        // A size that is damaged must not be taken for room to reserve.
        let most = (packed.len() as u64).saturating_mul(1 << 16);
        let size = usize::try_from(size).ok().filter(|_| size <= most).ok_or_else(|| packed::damaged("its size"))?;
        packed::unpack(packed, size).map(Some)
    }

    /// Replaces the index at `path` by rename.
    ///
    /// # Errors
    /// What the disk says.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let packed = packed::bytes(self).and_then(|bytes| Ok((bytes.len() as u64, packed::compress(&bytes)?)));
        let (size, packed) = packed.map_err(error::disk("pack", path))?;
        disk::replace(path, &[MAGIC.as_slice(), &size.to_le_bytes(), &packed].concat())
    }
}
