//! A spool: values put away on disk while a run goes on, so that memory does not grow with the number of reports.
//!
//! The file has no name: it is gone when the run ends, however it ends.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Values on disk.
#[derive(Debug)]
pub struct Spool {
    file: File,
    end: AtomicU64,
}

/// Where a value lies in its spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    start: u64,
    length: u32,
}

impl Spool {
    /// An empty spool on the disk of `folder`.
    ///
    /// # Errors
    /// What the disk says.
    pub fn new(folder: &Path) -> io::Result<Spool> {
        Ok(Spool { file: tempfile::tempfile_in(folder)?, end: AtomicU64::new(0) })
    }

    /// Puts a value away. Any thread may do so at any time.
    ///
    /// # Errors
    /// What the disk says.
    pub fn put<T: Serialize + ?Sized>(&self, value: &T) -> io::Result<Ticket> {
        let bytes = postcard::to_stdvec(value).map_err(io::Error::other)?;
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        let start = self.end.fetch_add(u64::from(length), Ordering::Relaxed);
        self.file.write_all_at(&bytes, start)?;
        Ok(Ticket { start, length })
    }

    /// Loads a value.
    ///
    /// # Errors
    /// What the disk says.
    pub fn get<T: DeserializeOwned>(&self, ticket: Ticket) -> io::Result<T> {
        let mut bytes = vec![0; ticket.length as usize];
        self.file.read_exact_at(&mut bytes, ticket.start)?;
        postcard::from_bytes(&bytes).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_in_any_order() {
        let spool = Spool::new(&std::env::temp_dir()).expect("a temporary folder");
        let tickets: Vec<_> = (0..100).map(|n| spool.put(&vec![n; n]).expect("put")).collect();
        for (n, ticket) in tickets.iter().enumerate().rev() {
            assert_eq!(spool.get::<Vec<usize>>(*ticket).expect("got"), vec![n; n]);
        }
    }
}
