//! What a container is read from: a file on disk, or a member of another container.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use bytes::Bytes;

use super::limits::{USUAL, read_on};

/// How many bytes are looked at to tell what something is: enough for the first rows of a crawl dump.
const HEAD: u64 = 256 << 10;

/// Bytes whose kind is not known yet.
pub(super) enum Input<'r> {
    /// A file of the input.
    File(File),
    /// A member, readable once.
    Stream(&'r mut dyn Read),
}

impl<'r> Input<'r> {
    /// Looks at the beginning.
    pub fn head(self) -> io::Result<Headed<'r>> {
        let mut head = Vec::with_capacity(USUAL);
        let (error, rest) = match self {
            Input::File(mut file) => {
                file.by_ref().take(HEAD).read_to_end(&mut head)?;
                (None, Rest::File(file))
            }
            Input::Stream(stream) => {
                let error = stream.take(HEAD).read_to_end(&mut head).err();
                (error, Rest::Stream(stream))
            }
        };
        let rest = if error.is_none() && (head.len() as u64) < HEAD { Rest::Nothing } else { rest };
        Ok(Headed { head: Cursor::new(head), error, rest })
    }
}

/// An input whose beginning was looked at; it reads from the beginning.
pub(super) struct Headed<'r> {
    head: Cursor<Vec<u8>>,
    /// The error met while looking ahead. It is kept until its place is reached, so that what comes before the damage is
    /// read.
    error: Option<io::Error>,
    rest: Rest<'r>,
}

/// What follows the beginning.
enum Rest<'r> {
    Nothing,
    File(File),
    Stream(&'r mut dyn Read),
}

impl Headed<'_> {
    /// What was looked at.
    pub fn beginning(&self) -> &[u8] {
        self.head.get_ref()
    }

    /// The same bytes with random access. A member is held in memory, so it must not be larger than `limit`.
    pub fn seekable(self, limit: u64) -> io::Result<Seekable> {
        match self.rest {
            Rest::File(mut file) => {
                file.rewind()?;
                Ok(Seekable::File(file))
            }
            _ => Ok(Seekable::Memory(Cursor::new(self.whole(limit)?.into()))),
        }
    }

    /// All bytes, which must not be more than `limit`. None of them must have been read.
    pub fn whole(mut self, limit: u64) -> io::Result<Vec<u8>> {
        let head = std::mem::take(self.head.get_mut());
        read_on(head, &mut self, limit)
    }
}

impl Read for Headed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 => (),
            count => return Ok(count),
        }
        match (self.error.take(), &mut self.rest) {
            (Some(error), _) => Err(error),
            (None, Rest::Nothing) => Ok(0),
            (None, Rest::File(file)) => file.read(buffer),
            (None, Rest::Stream(stream)) => stream.read(buffer),
        }
    }
}

/// Bytes with random access.
pub(super) enum Seekable {
    File(File),
    Memory(Cursor<Bytes>),
}

impl Seekable {
    /// How many bytes there are.
    pub fn len(&self) -> io::Result<u64> {
        match self {
            Seekable::File(file) => Ok(file.metadata()?.len()),
            Seekable::Memory(cursor) => Ok(cursor.get_ref().len() as u64),
        }
    }
}

impl Read for Seekable {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Seekable::File(file) => file.read(buffer),
            Seekable::Memory(cursor) => cursor.read(buffer),
        }
    }
}

impl Seek for Seekable {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        match self {
            Seekable::File(file) => file.seek(position),
            Seekable::Memory(cursor) => cursor.seek(position),
        }
    }
}
