//! 7z archives. Members are packed together in blocks; a damaged block does not spoil the others.

use std::io::Read;

use sevenz_rust2::{Archive, ArchiveEntry, Block, BlockDecoder, Coder, Error, Password};

use super::input::Seekable;
use super::issues::{ENCRYPTED, TOO_LARGE, UNSUPPORTED};
use super::member::Container;
use super::sevenz_header as header;
use super::trouble::{End, Trouble};
use crate::document::Hints;

/// Finds the members of an archive.
pub(super) fn read(container: &mut Container, mut input: Seekable) -> Result<(), End> {
    header::check(&mut input, container.limits().nested)?;
    let archive = Archive::read(&mut input, &Password::empty()).map_err(|error| trouble(&error))?;
    for index in 0..archive.blocks.len() {
        block(container, &archive, index, &mut input)?;
    }
    let outside = archive.files.iter().zip(&archive.stream_map.file_block_index).filter(|(_, block)| block.is_none());
    for (entry, _) in outside {
        member(container, entry, &mut std::io::empty())?;
    }
    Ok(())
}

/// Finds the members of one block, and lists those that its damage keeps from being read.
fn block(container: &mut Container, archive: &Archive, index: usize, input: &mut Seekable) -> Result<(), End> {
    let password = Password::empty();
    let decoder = BlockDecoder::new(1, index, archive, &password, input);
    let entries = decoder.entries().to_vec();
    let (mut seen, mut ended) = (0, Ok(()));
    let decoded = match dictionary(&archive.blocks[index]) > container.limits().nested {
        true => Err(Trouble::of(&TOO_LARGE)),
        false => {
            let each = &mut |entry: &ArchiveEntry, data: &mut dyn Read| {
                seen += 1;
                ended = member(container, entry, data);
                Ok(ended.is_ok())
            };
            decoder.for_each_entries(each).map_err(|error| trouble(&error))
        }
    };
    ended?;
    let Err(Trouble { code, reason }) = decoded else { return Ok(()) };
    for entry in entries.iter().skip(seen).filter(|entry| !entry.is_directory()) {
        container.refuse(entry.name(), Trouble { code, reason: reason.clone() })?;
    }
    Ok(())
}

fn member(container: &mut Container, entry: &ArchiveEntry, data: &mut dyn Read) -> Result<(), End> {
    match entry.is_directory() || entry.is_anti_item() {
        true => Ok(()),
        false => container.member(entry.name(), Hints::default(), data),
    }
}

/// The largest dictionary that a block asks for, in bytes.
fn dictionary(block: &Block) -> u64 {
    let of_coder = |coder: &Coder| header::dictionary(coder.encoder_method_id(), coder.properties());
    block.coders.iter().map(of_coder).max().unwrap_or(0)
}

fn trouble(error: &Error) -> Trouble {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => Trouble::of(&ENCRYPTED),
        Error::UnsupportedCompressionMethod(method) if method.contains("AES") => Trouble::of(&ENCRYPTED),
        Error::UnsupportedCompressionMethod(method) => Trouble::new(&UNSUPPORTED, method),
        Error::Unsupported(_) | Error::ExternalUnsupported | Error::UnsupportedVersion { .. } => {
            Trouble::new(&UNSUPPORTED, error)
        }
        Error::Io(error, _) => Trouble::from_error(error),
        error => Trouble::from_error(error),
    }
}
