//! Office files are zips of parts, of which a few hold the text.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Unreadable;
use crate::text;

/// Bytes of a part; the text of the longest reports has a few million.
const LONGEST_PART: u64 = 64 << 20;

/// The parts of an office file.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Package<'b> {
    /// Opens an office file.
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, Unreadable> {
        Ok(Package { archive: ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)? })
    }

    /// The text of a part.
    pub fn part(&mut self, path: &str) -> Result<String, Unreadable> {
        let Some(index) = self.archive.index_for_name(path) else {
            return Err(Unreadable::damaged(&format!("it has no part {path}")));
        };
        let member = self.archive.by_index(index).map_err(unreadable)?;
        let mut bytes = Vec::new();
        // A part that is cut off is read as far as it goes.
        let ended = member.take(LONGEST_PART + 1).read_to_end(&mut bytes);
        match ended {
            Err(error) if bytes.is_empty() => Err(Unreadable::damaged(&error.to_string())),
            _ if bytes.len() as u64 > LONGEST_PART => {
                Err(Unreadable::damaged(&format!("its part {path} is too large")))
            }
            _ => Ok(text::decode(&bytes, None).text.into_owned()),
        }
    }
}

fn unreadable(error: ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Unreadable::encrypted()
        }
        error => Unreadable::damaged(&error.to_string()),
    }
}
