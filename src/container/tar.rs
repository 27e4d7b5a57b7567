//! Tar archives. Links and devices are listed, not followed.

use crate::text::decode_name;
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use ::tar::{Archive, Entry, EntryType};

use super::issues::NOT_A_FILE;
use super::limits::Allowance;
use super::member::Container;
use super::trouble::{End, Trouble};
use crate::document::Hints;

/// The longest headers of one member, in bytes: long names are gathered in memory.
const LONGEST_HEADERS: u64 = 1 << 20;

/// Finds the members of an archive.
pub(super) fn read(container: &mut Container, reader: &mut dyn Read) -> Result<(), End> {
    let left = Rc::new(Cell::new(LONGEST_HEADERS));
    for entry in Archive::new(Allowance { inner: reader, left: left.clone() }).entries()? {
        let mut entry = entry?;
        left.set(u64::MAX);
        member(container, &mut entry)?;
        io::copy(&mut entry, &mut io::sink())?;
        left.set(LONGEST_HEADERS);
    }
    Ok(())
}

fn member<R: Read>(container: &mut Container, entry: &mut Entry<R>) -> Result<(), End> {
    let name = decode_name(&entry.path_bytes());
    let other = match entry.header().entry_type() {
        EntryType::Directory | EntryType::XGlobalHeader => return Ok(()),
        EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
            let left = entry.size();
            return container.member(&name, Hints::default(), &mut Whole { inner: entry, left });
        }
        EntryType::Symlink => "a symbolic link",
        EntryType::Link => "a link to another member",
        EntryType::Char | EntryType::Block => "a device",
        EntryType::Fifo => "a pipe",
        _ => "of an unknown type",
    };
    container.refuse(&name, Trouble::new(&NOT_A_FILE, other))
}

/// A member that must not end before its length: the archive may be cut off, and tar has no sums of contents.
struct Whole<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(count as u64);
        match count == 0 && !buffer.is_empty() && self.left > 0 {
            true => Err(io::ErrorKind::UnexpectedEof.into()),
            false => Ok(count),
        }
    }
}
