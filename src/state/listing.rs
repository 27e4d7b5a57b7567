//! The listing: which files of the input are as they were, and which must be read again.
//!
//! A file is as it was if its size, its time of modification and its inode are. A file that was modified so shortly
//! before it was listed that a later change may bear the same time is not believed: its bytes are hashed. So are those
//! of a file that looks different, and with `--verify` those of every file.

use std::fs::File;
use std::io::{self, Read};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::document::hex;
use crate::source::{SourceFile, Stamp};
use crate::state::store::Digest;

/// Nanoseconds within which two changes may bear the same time: FAT keeps every second second only.
const TICK: i128 = 2_000_000_000;

/// What is remembered of a file of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Its path in the data set.
    pub path: String,
    /// Why it could not be read, if the walk told.
    pub unreadable: Option<String>,
    /// How it was listed before it was read.
    pub stamp: Option<Stamp>,
    /// Whether a change would have changed the stamp.
    pub settled: bool,
    /// SHA-256 of the bytes that were read, hexadecimal; `None` if that is not known.
    pub sha256: Option<String>,
    /// In the store, what became of the documents in it.
    pub outcomes: Digest,
}

/// The files of the input, parted by whether they must be read.
#[derive(Debug, Default)]
pub struct Plan {
    /// Those that are as they were.
    pub unchanged: Vec<Known>,
    /// Those that are new or changed.
    pub again: Vec<SourceFile>,
}

impl Plan {
    /// The plan for `files`, given those that are known, both by path. `now` is the time in nanoseconds at which the
    /// listing began.
    pub fn new(files: &[SourceFile], known: &[Known], now: i128, verify: bool) -> Plan {
        let look = |file: &SourceFile| {
            let at = known.binary_search_by(|known| known.path.as_str().cmp(&file.path)).ok()?;
            unchanged(&known[at], file, now, verify)
        };
        let looked: Vec<Option<Known>> = files.par_iter().map(look).collect();
        let mut plan = Plan::default();
        for (file, known) in files.iter().zip(looked) {
            match known {
                Some(known) => plan.unchanged.push(known),
                None => plan.again.push(file.clone()),
            }
        }
        plan
    }
}

/// What is known of a file as it is listed now, if it is as it was.
fn unchanged(known: &Known, file: &SourceFile, now: i128, verify: bool) -> Option<Known> {
    let as_listed = known.unreadable == file.unreadable && known.stamp == file.stamp && known.settled;
    if as_listed && (!verify || file.stamp.is_none()) {
        return Some(known.clone());
    }
    let same_size = known.stamp.as_ref()?.size == file.stamp.as_ref()?.size;
    let same = same_size && known.sha256.is_some() && hash(file).ok() == known.sha256;
    same.then(|| Known { stamp: file.stamp.clone(), settled: settled(file, now), ..known.clone() })
}

/// Whether a change after `now` would change the stamp of the file. What the walk could not stat never settles.
pub fn settled(file: &SourceFile, now: i128) -> bool {
    match &file.stamp {
        Some(stamp) => stamp.modified + TICK < now,
        None => file.unreadable.is_some(),
    }
}

/// SHA-256 of the bytes of a file, hexadecimal.
///
/// # Errors
/// What the disk says.
pub fn hash(file: &SourceFile) -> io::Result<String> {
    let mut file = File::open(&file.file)?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 64 << 10]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            n => hash.update(&buffer[..n]),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::*;
    use crate::source::walk;

    /// A folder whose only file holds these bytes and was modified so many seconds after the year 2001.
    fn listed(folder: &Path, bytes: &str, seconds: u64) -> Vec<SourceFile> {
        let path = folder.join("archive/file");
        fs::create_dir_all(folder.join("archive")).expect("a folder");
        fs::write(&path, bytes).expect("written");
        let file = File::options().append(true).open(path).expect("a file");
        file.set_modified(at(seconds)).expect("the time is set");
        walk(&[folder.join("archive")], Path::new("none")).expect("a folder")
    }

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_000_000_000 + seconds)
    }

    fn now(seconds: u64) -> i128 {
        i128::from(1_000_000_000 + seconds) * 1_000_000_000
    }

    /// What is known of a file that was read at some time.
    fn known(file: &SourceFile, time: i128) -> Known {
        Known {
            path: file.path.clone(),
            unreadable: file.unreadable.clone(),
            stamp: file.stamp.clone(),
            settled: settled(file, time),
            sha256: hash(file).ok(),
            outcomes: Digest::joined("outcomes", []),
        }
    }

    #[test]
    fn what_looks_the_same_is_believed_if_it_was_settled() {
        let folder = tempfile::tempdir().expect("a folder");
        // Read when, changed to what and when, asked to verify: is it read again?
        let cases = [
            ("settled", 9, "three", 1, false, false),
            ("settled, changed later", 9, "threw", 2, false, true),
            ("settled, touched later", 9, "three", 2, false, false),
            ("another size", 9, "four", 1, false, true),
            ("changed in secret", 9, "threw", 1, false, false),
            ("changed in secret, verified", 9, "threw", 1, true, true),
            ("verified", 9, "three", 1, true, false),
            ("changed within the tick", 1, "threw", 1, false, true),
            ("unchanged within the tick", 1, "three", 1, false, false),
            ("the clock was set back", 0, "threw", 1, false, true),
        ];
        for (case, read, bytes, modified, verify, again) in cases {
            let before = listed(folder.path(), "three", 1);
            let known = [known(&before[0], now(read))];
            let after = listed(folder.path(), bytes, modified);
            let plan = Plan::new(&after, &known, now(20), verify);
            assert_eq!(plan.again.len(), usize::from(again), "{case}");
            assert_eq!(plan.unchanged.len(), usize::from(!again), "{case}");
        }
    }

    #[test]
    fn a_file_put_in_the_place_of_another_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let before = listed(folder.path(), "three", 1);
        let known = [known(&before[0], now(9))];
        fs::rename(folder.path().join("archive"), folder.path().join("old")).expect("renamed");
        let after = listed(folder.path(), "threw", 1);
        assert_eq!(Plan::new(&after, &known, now(9), false).again, after);
        let gone = Plan::new(&[], &known, now(9), false);
        assert!(gone.again.is_empty() && gone.unchanged.is_empty());
    }
}
