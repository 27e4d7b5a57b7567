//! The lock of an output directory: one run at a time writes there. Readers need none.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::snapshot::error::{Error, disk};

/// Name of the lock file. It stays there; what counts is the lock on it, which ends with the process.
const NAME: &str = ".lock";

/// The lock, held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of an output directory, or says who holds it.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process has it, [`Error::Disk`] if the file cannot be opened or locked.
    pub fn take(output: &Path) -> Result<Lock, Error> {
        let path = output.join(NAME);
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(disk("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Locked { output: output.to_owned(), holder: holder(&mut file) });
            }
            Err(TryLockError::Error(error)) => return Err(disk("lock", &path)(error)),
        }
        sign(&mut file).map_err(disk("write", &path))?;
        Ok(Lock { _file: file })
    }
}

fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "process {}", std::process::id())
}

/// The first line of the lock file. The holder may be about to write it.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.take(80).read_to_string(&mut text) {
        Ok(_) if !text.trim().is_empty() => text.lines().next().unwrap_or_default().to_owned(),
        _ => "process unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_by_name_until_the_first_ends() {
        let output = tempfile::tempdir().expect("a temporary directory");
        let first = Lock::take(output.path()).expect("nobody has it");
        let refused = Lock::take(output.path()).expect_err("the first has it").to_string();
        assert!(refused.contains(&format!("(process {})", std::process::id())), "{refused}");
        assert!(!refused.contains('\n'), "{refused}");
        drop(first);
        Lock::take(output.path()).expect("the first has ended");
    }

    #[test]
    fn a_missing_directory_is_named() {
        let error = Lock::take(Path::new("no/such/directory")).expect_err("there is none").to_string();
        assert!(error.starts_with("cannot open `no/such/directory/.lock`"), "{error}");
    }
}
