//! Tar archives. Links and devices are listed, not followed.

use std::io::Read;

use ::tar::{Archive, Entry, EntryType};

use super::issues::NOT_A_FILE;
use super::member::Container;
use super::name;
use super::trouble::{End, Trouble};
use crate::document::Hints;

/// Finds the members of an archive.
pub(super) fn read(container: &mut Container, reader: &mut dyn Read) -> Result<(), End> {
    for entry in Archive::new(reader).entries()? {
        member(container, entry?)?;
    }
    Ok(())
}

fn member(container: &mut Container, mut entry: Entry<&mut dyn Read>) -> Result<(), End> {
    let name = name::decode(&entry.path_bytes());
    let other = match entry.header().entry_type() {
        EntryType::Directory | EntryType::XGlobalHeader => return Ok(()),
        EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
            return container.member(&name, Hints::default(), &mut entry);
        }
        EntryType::Symlink => "a symbolic link",
        EntryType::Link => "a link to another member",
        EntryType::Char | EntryType::Block => "a device",
        EntryType::Fifo => "a pipe",
        _ => "of an unknown type",
    };
    container.refuse(&name, Trouble::new(&NOT_A_FILE, other))
}
