//! Zip archives. Names without the UTF-8 flag are GB18030 on Chinese systems, whatever the format says.
//!
//! The directory is read entry by entry and never held as a whole: it may have millions.

use std::io::{Read, Seek};

use ::zip::read::{Config, ZipReadOptions};
use ::zip::result::ZipError;
use ::zip::unstable::read::ZipIterable;

use super::issues::{ENCRYPTED, NOT_A_FILE, UNSUPPORTED};
use super::member::Container;
use super::trouble::{End, Trouble};
use crate::document::Hints;
use crate::text::decode_name;

/// An archive, of which the end of the directory was read.
pub(super) type Archive<R> = ZipIterable<R>;

/// Opens an archive by its directory, at its end.
pub(super) fn open<R: Read + Seek>(input: R) -> Result<Archive<R>, Trouble> {
    ZipIterable::try_new(input, Config::default()).map_err(trouble)
}

/// Finds the members of an archive. Entries that share bytes are bounded by the limits like any others.
pub(super) fn read<R: Read + Seek>(container: &mut Container, archive: &mut Archive<R>) -> Result<(), End> {
    let entries = archive.files().map_err(trouble)?;
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(trouble)?;
        let name = decode_name(entry.name_raw());
        match () {
            () if entry.is_dir() => {}
            () if entry.encrypted() => container.refuse(&name, Trouble::of(&ENCRYPTED))?,
            () if entry.is_symlink() => container.refuse(&name, Trouble::new(&NOT_A_FILE, "a symbolic link"))?,
            () => match entry.with_reader(entries.reader_mut(), ZipReadOptions::new()) {
                Ok(mut member) => container.member(&name, Hints::default(), &mut member)?,
                Err(error) => container.refuse(&name, trouble(error))?,
            },
        }
    }
    Ok(())
}

fn trouble(error: ZipError) -> Trouble {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Trouble::of(&ENCRYPTED)
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Trouble::new(&UNSUPPORTED, error)
        }
        error => Trouble::from_error(&error),
    }
}
