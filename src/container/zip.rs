//! Zip archives. Names without the UTF-8 flag are GB18030 on Chinese systems, whatever the format says.

use crate::text::decode_name;
use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::input::Seekable;
use super::issues::{DAMAGED, ENCRYPTED, NOT_A_FILE, UNSUPPORTED};
use super::member::Container;
use super::trouble::{End, Trouble};

use crate::document::Hints;

/// Opens an archive by its directory, at its end.
pub(super) fn open(input: Seekable) -> Result<ZipArchive<Seekable>, Trouble> {
    ZipArchive::new(input).map_err(trouble)
}

/// Finds the members of an archive. Entries that share bytes are bounded by the limits like any others.
pub(super) fn read(container: &mut Container, archive: &mut ZipArchive<Seekable>) -> Result<(), End> {
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(trouble)?;
        let name = decode_name(entry.name_raw());
        let (encrypted, link, folder) = (entry.encrypted(), entry.is_symlink(), entry.is_dir());
        match () {
            () if folder => {}
            () if encrypted => container.refuse(&name, Trouble::of(&ENCRYPTED))?,
            () if link => container.refuse(&name, Trouble::new(&NOT_A_FILE, "a symbolic link"))?,
            () => match archive.by_index(index) {
                Ok(mut member) => container.member(&name, Hints::default(), &mut member)?,
                Err(error) => container.refuse(&name, trouble(error))?,
            },
        }
    }
    match archive.has_duplicate_names() {
        true => Err(Trouble::new(&DAMAGED, "it lists several members of one name, of which the last was read").into()),
        false => Ok(()),
    }
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
